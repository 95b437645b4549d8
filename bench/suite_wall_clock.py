"""A suite: how close its wall clock comes to the ideal, which is the language model's time / concurrency.

The same conversations, each time with an empty log:
    ideal      what the server takes for every answer by its set rates, shared out evenly
    ours       SuiteRuns, several conversations at once, safety check, SQLite log and cache and all
    again      the same run once more: every answer is kept
    one by one the naive way: one conversation after the other
"""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bench.cpu_time import wait_until_we_are_quiet
from bench.figures import figures_of
from bench.machine import Conditions
from bench.processes import LANGUAGE_MODEL_PORT, running
from bench.report import Outcome, Row, milliseconds
from santa_core.bootstrap import Lab, open_lab
from santa_core.domain.suites import Outcome as Conversation
from santa_core.domain.suites import RunState
from santa_core.settings import Settings

CONCURRENCY = 8
TOKENS_PER_SECOND = 60.0
FIRST_TOKEN_SECONDS = 0.35
AIM_RATIO = 1.15
TICK_SECONDS = 0.01


@dataclass(frozen=True)
class Timed:
    seconds: float
    conversations: list[Conversation]
    late_ms: Sequence[float]  # by how much a timer of 10 ms on the same loop came late

    @property
    def server_seconds(self) -> float:
        """What the server took for all answers, by the rates it was set to."""
        answers = [turn.output_tokens for c in self.conversations for turn in c.turns if turn.child]
        return sum(FIRST_TOKEN_SECONDS + ((tokens or 1) - 1) / TOKENS_PER_SECOND for tokens in answers)

    @property
    def model_seconds(self) -> float:
        """The same, as the studio measured it."""
        return sum(conversation.model_seconds for conversation in self.conversations)


def run() -> Outcome:
    rates = ("--tokens-per-second", str(TOKENS_PER_SECOND), "--first-token-seconds", str(FIRST_TOKEN_SECONDS))
    port = ("--port", str(LANGUAGE_MODEL_PORT))
    with running("tests.fakes.openai_server", *port, *rates, port=LANGUAGE_MODEL_PORT):
        wait_until_we_are_quiet()
        conditions = Conditions()
        with tempfile.TemporaryDirectory() as folder:
            ours, again = asyncio.run(_both(Path(folder)))
        with tempfile.TemporaryDirectory() as folder:
            naive = asyncio.run(_one_by_one(Path(folder)))
        quiet = conditions.as_json()
    return _outcome(ours, again, naive, quiet)


async def _both(folder: Path) -> tuple[Timed, Timed]:
    lab = _lab(folder)
    try:
        return await _timed(lab, CONCURRENCY), await _timed(lab, CONCURRENCY)
    finally:
        await lab.aclose()


async def _one_by_one(folder: Path) -> Timed:
    lab = _lab(folder)
    try:
        return await _timed(lab, 1)
    finally:
        await lab.aclose()


def _lab(folder: Path) -> Lab:
    address = f"http://127.0.0.1:{LANGUAGE_MODEL_PORT}/v1"
    return open_lab(Settings(_env_file=None, openai_base_url=address, santa_data_dir=folder))


async def _timed(lab: Lab, concurrency: int) -> Timed:
    # Without the rubrics: this server writes Santa's lines, and no verdicts.
    plan = lab.suites.plan(suite="all", versions=[1], concurrency=concurrency, by="bench")
    run = replace(plan, judge_model=None)
    late_ms: list[float] = []
    meter = asyncio.create_task(_meter(late_ms))
    began = time.perf_counter()
    ended = await lab.suites.run_to_end(run)
    seconds = time.perf_counter() - began
    meter.cancel()
    conversations = lab.suite_log.outcomes(run.run_id)
    if ended.state is not RunState.FINISHED or any(c.error for c in conversations):
        raise RuntimeError(f"The run did not go through: {ended.state} {ended.note}")
    return Timed(seconds, conversations, late_ms)


async def _meter(late_ms: list[float]) -> None:
    """In a studio calls share the loop with suites, and have 20 ms of sound to send every 20 ms."""
    while True:
        began = time.perf_counter()
        await asyncio.sleep(TICK_SECONDS)
        late_ms.append((time.perf_counter() - began - TICK_SECONDS) * 1000)


def _outcome(ours: Timed, again: Timed, naive: Timed, quiet: dict[str, object]) -> Outcome:
    ideal = ours.server_seconds / CONCURRENCY
    ratio = ours.seconds / ideal
    late = figures_of(ours.late_ms)
    answers = sum(bool(turn.child) for c in ours.conversations for turn in c.turns)
    figures = {
        "conversations": len(ours.conversations),
        "answers": answers,
        "ideal_seconds": round(ideal, 2),
        "ours_seconds": round(ours.seconds, 2),
        "again_seconds": round(again.seconds, 2),
        "one_by_one_seconds": round(naive.seconds, 2),
        "ratio_ours_to_ideal": round(ratio, 3),
        "ratio_ours_to_measured_model_time": round(ours.seconds / (ours.model_seconds / CONCURRENCY), 3),
        "ratio_one_by_one_to_ours": round(naive.seconds / ours.seconds, 2),
        "loop_late_ms": late.as_json(),
    }
    rows = [
        Row("language model's time / concurrency (ideal)", f"{ideal:.2f} s"),
        Row("suite, 8 conversations at once", f"{ours.seconds:.2f} s"),
        Row("suite / ideal", f"{ratio:.3f}", "< 1.15", ratio < AIM_RATIO),
        Row("the same run again, from the cache", f"{again.seconds:.2f} s"),
        Row("one conversation after the other", f"{naive.seconds:.2f} s"),
        Row("a timer on the same loop, late by, p99", milliseconds(late.p99)),
    ]
    setting = {
        "concurrency": CONCURRENCY,
        "tokens_per_second": TOKENS_PER_SECOND,
        "first_token_ms": FIRST_TOKEN_SECONDS * 1000,
    }
    return Outcome("suite_wall_clock", figures, rows, quiet, setting)
