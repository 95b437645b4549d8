"""A typed turn: how much the studio adds to the language model's own time to its first sentence.

Each round asks the same language model the same thing three times, one after the other:
    limit   a raw client: request -> first complete sentence
    ours    the call link: child's words sent -> first `say`
    seed    the seed's flow: request -> whole completion, then speak
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

from bench.call_client import CallClient, TypedTurn, open_call
from bench.cpu_time import wait_until_we_are_quiet
from bench.figures import differences, figures_of, percentile, ratio_of_medians
from bench.machine import Conditions
from bench.processes import LANGUAGE_MODEL_PORT, STUDIO_PORT, running
from bench.raw_chat import FirstSentence, first_sentence, whole_answer
from bench.report import Outcome, Row, milliseconds
from santa_core.domain.calls import CallPlan, Child
from tests.browser.studio_process import StudioProcess

ROUNDS = 40
WARM_UP_ROUNDS = 3
TOKENS_PER_SECOND = 50.0
FIRST_TOKEN_SECONDS = 0.1
PAUSE_SECONDS = 0.1  # between two askers: what one leaves behind must not disturb the next
AIM_P50_MS = 15.0
AIM_P95_MS = 40.0
MODEL = "bench-model"
SECRET = "only for this benchmark's own studio"
SYSTEM_PROMPT = "You are Santa Claus having a video call with a child. " * 40  # as long as a real one


@dataclass(frozen=True)
class Round:
    """All in milliseconds."""

    limit: float
    limit_first_token: float
    ours: float
    seed: float


@dataclass(frozen=True)
class Parts:
    """Where the milliseconds of one of our turns went; they add up to the turn."""

    words_to_server: float
    first_token: float
    further_tokens: float
    sentence_to_say: float
    say_to_client: float


def run() -> Outcome:
    with tempfile.TemporaryDirectory() as folder:
        rate = ("--tokens-per-second", str(TOKENS_PER_SECOND))
        delay = ("--first-token-seconds", str(FIRST_TOKEN_SECONDS))
        port = ("--port", str(LANGUAGE_MODEL_PORT))
        with running("tests.fakes.openai_server", *port, *rate, *delay, port=LANGUAGE_MODEL_PORT):
            studio = StudioProcess(Path(folder) / "data", port=STUDIO_PORT, environment=_environment())
            try:
                studio.start()
                wait_until_we_are_quiet()
                conditions = Conditions()
                call_id, rounds, turns = asyncio.run(_measure(studio.url))
                quiet = conditions.as_json()
                parts = read_parts(studio.call(call_id)["turns"], turns)
            finally:
                studio.stop()
    return outcome_of(rounds, parts, conditions=quiet)


def _environment() -> dict[str, str]:
    return {
        "OPENAI_BASE_URL": f"http://127.0.0.1:{LANGUAGE_MODEL_PORT}/v1",
        "OPENAI_MODEL": MODEL,
        "SANTA_STUDIO_SECRET": SECRET,
    }


async def _measure(url: str) -> tuple[str, list[Round], list[TypedTurn]]:
    plan = CallPlan("greeting", Child("Emma", 7), prompt_version=1, cap_seconds=1_800)
    rounds, turns = [], []
    async with open_call(url, plan, secret=SECRET) as call:
        await call.greeted()
        history: list[dict[str, str]] = [{"role": "system", "content": SYSTEM_PROMPT}]
        for number in range(WARM_UP_ROUNDS + ROUNDS):
            words = f"I have thought of wish number {number + 1}, Santa!"
            history.append({"role": "user", "content": words})
            limit, turn, (answer, seed_seconds) = await _one_round(call, history, words)
            history.append({"role": "assistant", "content": answer})
            if turn.text != limit.text:
                raise RuntimeError(f"Two different sentences: {limit.text!r} and {turn.text!r}")
            if number >= WARM_UP_ROUNDS:
                turns.append(turn)
                rounds.append(
                    Round(
                        limit=limit.seconds * 1000,
                        limit_first_token=limit.first_token_seconds * 1000,
                        ours=turn.seconds * 1000,
                        seed=seed_seconds * 1000,
                    )
                )
        return call.call_id, rounds, turns


async def _one_round(
    call: CallClient, history: Sequence[dict[str, str]], words: str
) -> tuple[FirstSentence, TypedTurn, tuple[str, float]]:
    limit = await first_sentence(LANGUAGE_MODEL_PORT, history, model=MODEL)
    await asyncio.sleep(PAUSE_SECONDS)
    turn = await call.type(words)
    await asyncio.sleep(PAUSE_SECONDS)
    seed = await whole_answer(LANGUAGE_MODEL_PORT, history, model=MODEL)
    await asyncio.sleep(PAUSE_SECONDS)
    return limit, turn, seed


def read_parts(logged: Sequence[dict[str, Any]], turns: Sequence[TypedTurn]) -> list[Parts]:
    """The log's times of our turns, between the client's own: one machine, one wall clock."""
    latency_of = {turn["turn_id"]: turn["latency"] for turn in logged}
    parts = []
    for turn in turns:
        latency = latency_of[turn.turn_id]
        names = ("recognised", "first_token", "first_sentence", "speak_sent")
        inside = [datetime.fromisoformat(latency[name]).timestamp() for name in names]
        times = [turn.sent_wall, *inside, turn.said_wall]
        parts.append(Parts(*((b - a) * 1000 for a, b in pairwise(times))))
    return parts


def outcome_of(rounds: Sequence[Round], parts: Sequence[Parts], *, conditions: dict[str, Any]) -> Outcome:
    limit, ours, seed = ([getattr(r, who) for r in rounds] for who in ("limit", "ours", "seed"))
    overhead = figures_of(differences(ours, limit))
    floor = {
        "first_token": percentile([r.limit_first_token for r in rounds], 50),
        "further_tokens": percentile([r.limit - r.limit_first_token for r in rounds], 50),
    }
    medians = {name: percentile([asdict(p)[name] for p in parts], 50) for name in Parts.__annotations__}
    figures = {
        "limit_ms": figures_of(limit).as_json(),
        "ours_ms": figures_of(ours).as_json(),
        "seed_ms": figures_of(seed).as_json(),
        "overhead_on_limit_ms": overhead.as_json(),
        "ratio_ours_to_limit": round(ratio_of_medians(ours, limit), 3),
        "ratio_ours_to_seed": round(ratio_of_medians(ours, seed), 3),
        "median_parts_of_ours_ms": _rounded(medians),
        "median_parts_of_limit_ms": _rounded(floor),
        "median_parts_of_overhead_ms": _rounded(
            {name: value - floor.get(name, 0.0) for name, value in medians.items()}
        ),
    }
    rows = [
        Row("raw client, first sentence (limit), p50", milliseconds(figures_of(limit).p50)),
        Row("studio, first say, p50", milliseconds(figures_of(ours).p50)),
        Row("seed's flow, p50", milliseconds(figures_of(seed).p50)),
        Row("studio over the limit, p50", milliseconds(overhead.p50), "< 15 ms", overhead.p50 < AIM_P50_MS),
        Row("studio over the limit, p95", milliseconds(overhead.p95), "< 40 ms", overhead.p95 < AIM_P95_MS),
        Row("studio / limit", f"{figures['ratio_ours_to_limit']}"),
        Row("studio / seed's flow", f"{figures['ratio_ours_to_seed']}"),
    ]
    setting = {
        "rounds": len(rounds),
        "tokens_per_second": TOKENS_PER_SECOND,
        "first_token_ms": FIRST_TOKEN_SECONDS * 1000,
        "sentences_per_answer": 3,
    }
    return Outcome("turn_overhead", figures, rows, conditions, setting)


def _rounded(values: dict[str, float]) -> dict[str, float]:
    return {name: round(value, 2) for name, value in values.items()}
