"""A spoken call in real Chromium, measured on its sound: child stops -> Santa heard, child begins -> silent.

See README.md for what is played, what is measured and what is compared."""

from __future__ import annotations

import itertools
import json
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from bench.cpu_time import wait_until_we_are_quiet
from bench.figures import figures_of, percentile
from bench.machine import Conditions
from bench.processes import STUDIO_PORT
from bench.report import RESULTS, Outcome, Row, milliseconds
from bench.spoken_turns import (
    Answer,
    Played,
    Stop,
    cut_in,
    longest_silence_ms,
    read_answer,
    read_stop,
    was_speaking,
)
from tests.browser.call_page import CallPage
from tests.browser.conftest import launch
from tests.browser.page_microphone import SCRIPT, PageMicrophone, Recording
from tests.browser.studio_process import StudioProcess, wait_until
from tests.spoken_corpus.energy import Sound, Span, speech_spans
from tests.spoken_corpus.items import Item, broken_item, spoken_item
from tests.spoken_corpus.lines import BROKEN_LINES, LINES
from tests.spoken_corpus.noises import coughs
from tests.spoken_corpus.voices import RATE_HZ, VOICES

ANSWERS, INTERRUPTIONS = 28, 12  # every interruption is answered too: 40 answers
OVER_SANTA = 4  # coughs, and as many "uh-huh"
AIM_P50_MS, AIM_P95_MS, AIM_STOP_MS = 900.0, 1_500.0, 250.0
INTERRUPTED_AFTER_SECONDS = 1.2
ANSWER_SECONDS = 12.0
TURN_SECONDS = 30.0
BREATH_SECONDS = 0.4  # between Santa's last word and the child's first
SPEAKERS = VOICES[:2]  # those whose words the practice recogniser understands best
BEFORE = RESULTS / "spoken_call_before.json"


@dataclass
class Session:
    """What a call left behind."""

    played: list[Played]
    recording: Recording
    logged: Mapping[str, Any]
    unanswered: list[str] = field(default_factory=list)


def run() -> Outcome:
    with tempfile.TemporaryDirectory() as folder:
        studio = StudioProcess(Path(folder) / "data", port=STUDIO_PORT)
        try:
            studio.start()
            wait_until_we_are_quiet()
            conditions = Conditions()
            session = _measure(studio)
        finally:
            studio.stop()
    return outcome_of(session, conditions=conditions.as_json())


def _measure(studio: StudioProcess) -> Session:
    with sync_playwright() as playwright:
        browser = launch(playwright)
        page = browser.new_context(viewport={"width": 1400, "height": 1000}).new_page()
        page.add_init_script(f"({SCRIPT})()")
        call = CallPage(page, studio.url).open("scenario=greeting&listen=voice").start()
        microphone = PageMicrophone(page.evaluate)
        child = Child(page, microphone)
        child.wait_until_santa("Listening", seconds=TURN_SECONDS)
        unanswered = _talk(child)
        recording = microphone.recording()
        call.end()
        browser.close()
    wait_until("the call to be in the log", lambda: studio.calls()[0]["state"] == "ended")
    logged = studio.call(studio.calls()[0]["call_id"])
    return Session(child.played, recording, logged, unanswered)


class Child:
    """Speaks into the page's microphone and waits for Santa."""

    def __init__(self, page: Page, microphone: PageMicrophone) -> None:
        self._page = page
        self._microphone = microphone
        self._status = CallPage(page, "").status
        self.played: list[Played] = []

    def says(self, kind: str, item: Item) -> None:
        first = item.spans[0].begin_ms
        lead = round(first * RATE_HZ / 1000)  # without the room before it
        spans = tuple(span.later(-first) for span in item.spans)
        self.makes(kind, item.sound[lead:], spans, words=" ".join(item.words), voice=item.voice.name)

    def makes(self, kind: str, sound: Sound, spans: tuple[Span, ...], *, words: str, voice: str = "") -> None:
        """Returns when it has been heard."""
        began, ended = self._microphone.play(sound[: round((spans[-1].end_ms + 50) * RATE_HZ / 1000)])
        self.played.append(Played(kind, words, voice, began, spans))
        time.sleep(ended - self._microphone.now() + 0.02)

    def wait_until_santa(self, status: str, *, seconds: float) -> bool:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self._status.inner_text() == status:
                return True
            time.sleep(0.02)
        return False

    def interrupts_by_button(self) -> None:
        self._page.get_by_role("button", name="Interrupt").click(timeout=2_000)


def _talk(child: Child) -> list[str]:
    """The lines Santa did not answer in time."""
    unanswered = []
    lines = itertools.cycle(LINES)
    voices = itertools.cycle(SPEAKERS)
    for number in range(ANSWERS):
        child.wait_until_santa("Listening", seconds=TURN_SECONDS)
        time.sleep(BREATH_SECONDS)
        child.says("answer", spoken_item("call", next(lines), voice=next(voices)))
        if not child.wait_until_santa("Santa is speaking", seconds=ANSWER_SECONDS):
            unanswered.append(child.played[-1].words)
            continue
        if number < INTERRUPTIONS:
            time.sleep(INTERRUPTED_AFTER_SECONDS)
            child.says("interruption", spoken_item("call", next(lines), voice=next(voices)))
            if not child.wait_until_santa("Santa is speaking", seconds=ANSWER_SECONDS):
                unanswered.append(child.played[-1].words)
                continue
        if number >= INTERRUPTIONS + 2 * OVER_SANTA:
            continue
        if number >= INTERRUPTIONS:
            time.sleep(INTERRUPTED_AFTER_SECONDS)
            if number % 2:
                child.makes("cough", *_cough(), words="")
            else:
                child.says("uh-huh", spoken_item("backchannel", "uh-huh", voice=next(voices)))
    for halves in BROKEN_LINES[:OVER_SANTA]:
        child.wait_until_santa("Listening", seconds=TURN_SECONDS)
        time.sleep(BREATH_SECONDS)
        child.says("pause inside", broken_item("pause", halves, 0.9))
        child.wait_until_santa("Santa is speaking", seconds=ANSWER_SECONDS)
    child.wait_until_santa("Listening", seconds=TURN_SECONDS)
    return unanswered


def _cough() -> tuple[Sound, tuple[Span, ...]]:
    sound = coughs(2.5)
    spans = speech_spans(sound, rate_hz=RATE_HZ, below_loudest_db=25)
    first = round(spans[0].begin_ms * RATE_HZ / 1000)
    return sound[first:], (Span(0.0, spans[-1].end_ms - spans[0].begin_ms),)


def outcome_of(session: Session, *, conditions: dict[str, Any]) -> Outcome:
    turns, recording = session.logged["turns"], session.recording
    offset_ms = float(session.logged["call"]["clock_offset_ms"] or 0)
    asked = [line for line in session.played if line.kind in ("answer", "interruption")]
    answers = [a for line in asked if (a := read_answer(line, recording, turns, offset_ms=offset_ms))]
    early = [cut_in(line, recording) for line in asked]
    over = [line for line in asked if line.kind == "interruption" and was_speaking(line, recording)]
    stops = [stop for line in over if (stop := read_stop(line, recording))]
    heard = figures_of([answer.heard_after_ms for answer in answers])
    figures: dict[str, Any] = {
        "child_stops_to_santa_heard_ms": heard.as_json(),
        "ratio_of_p50_to_aim": round(heard.p50 / AIM_P50_MS, 3),
        "median_parts_ms": _median_parts(answers),
        "p95_parts_ms": _median_parts(answers, percent=95),
        "answers_with_parts": sum(bool(answer.parts) for answer in answers),
        "unanswered": session.unanswered,
        "cut_in": [line.words for line in asked if cut_in(line, recording)],
        "barge_in": _barge_in(over, stops),
        "over_santa": _over_santa(session),
        "pause_inside": _pauses(session),
    }
    rows = [
        Row("child stops -> Santa heard, p50", milliseconds(heard.p50), "< 900 ms", heard.p50 < AIM_P50_MS),
        Row("child stops -> Santa heard, p95", milliseconds(heard.p95), "< 1500 ms", heard.p95 < AIM_P95_MS),
    ]
    if stops:
        ear = figures_of([stop.at_the_ear_ms for stop in stops])
        rows += [
            Row(
                "child begins -> Santa silent, p50", milliseconds(ear.p50), "< 250 ms", ear.p50 < AIM_STOP_MS
            ),
            Row(
                "child begins -> Santa silent, p95", milliseconds(ear.p95), "< 250 ms", ear.p95 < AIM_STOP_MS
            ),
        ]
    rows += [
        Row("answers measured", f"{len(answers)} of {len(asked)}"),
        Row("Santa cut in before the child had ended", f"{sum(early)} of {len(asked)}"),
        Row("interruptions that stopped him", f"{len(stops)} of {len(over)}"),
        *(
            Row(f"{kind}: Santa said all he meant to", f"{f['turns_complete']} of {f['played']}")
            for kind, f in figures["over_santa"].items()
        ),
        Row(
            "pauses of 0.9 s inside a sentence: one turn",
            "{one_turn} of {played}".format(**figures["pause_inside"]),
        ),
    ]
    if BEFORE.exists():
        figures["before"] = json.loads(BEFORE.read_text())["figures"]
        before = figures["before"]["child_stops_to_santa_heard_ms"]["p50"]
        figures["ratio_of_p50_to_before"] = round(heard.p50 / before, 3)
        rows.append(Row("child stops -> Santa heard, now / before", f"{heard.p50 / before:.2f}"))
    setting = {
        "answers": len(answers),
        "interruptions": INTERRUPTIONS,
        "santa": "scripted",
        "avatar": "practice",
    }
    return Outcome("spoken_call", figures, rows, conditions, setting)


def _median_parts(answers: Sequence[Answer], *, percent: float = 50) -> dict[str, float]:
    told: dict[str, list[float]] = {}
    for answer in answers:
        for name, value in answer.parts.items():
            told.setdefault(name, []).append(value)
    return {name: round(percentile(values, percent), 1) for name, values in told.items()}


def _barge_in(over: Sequence[Played], stops: Sequence[Stop]) -> dict[str, Any]:
    figures: dict[str, Any] = {"played_while_he_spoke": len(over), "stopped": len(stops)}
    if turned_down := [s.turned_down_ms for s in stops if s.turned_down_ms is not None]:
        figures["turned_down_ms"] = figures_of(turned_down).as_json()
    if stops:
        figures["silent_at_the_ear_ms"] = figures_of([s.at_the_ear_ms for s in stops]).as_json()
        figures["silent_in_the_stream_ms"] = figures_of([s.in_the_stream_ms for s in stops]).as_json()
    return figures


def _over_santa(session: Session) -> dict[str, Any]:
    """Was he interrupted, how long was he quiet, and did anybody take it for words?"""
    figures = {}
    for kind in ("cough", "uh-huh"):
        lines = [line for line in session.played if line.kind == kind]
        turns = [turn for line in lines if (turn := _spoken_at(session, line.speech_began))]
        quiet = [
            longest_silence_ms(session.recording, p.speech_began - 0.1, p.speech_began + 4) for p in lines
        ]
        figures[kind] = {
            "played": len(lines),
            "turns_complete": sum(turn["intended_text"] is None for turn in turns),
            "longest_quiet_ms": [round(ms) for ms in quiet],
        }
    return figures


def _spoken_at(session: Session, at: float) -> Mapping[str, Any] | None:
    """Santa's turn at a time of the audio clock."""
    offset_ms = float(session.logged["call"]["clock_offset_ms"] or 0)

    def began(turn: Mapping[str, Any]) -> float:
        return session.recording.audio_time(_unix_ms(turn["started_at"]) + offset_ms)

    his = [t for t in session.logged["turns"] if t["speaker"] == "santa" and began(t) < at]
    return his[-1] if his else None


def _pauses(session: Session) -> dict[str, int]:
    """A sentence with a pause inside should be one turn of the child's, and Santa silent until its end."""
    offset_ms = float(session.logged["call"]["clock_offset_ms"] or 0)
    lines = [line for line in session.played if line.kind == "pause inside"]
    began = [
        session.recording.audio_time(_unix_ms(turn["started_at"]) + offset_ms)
        for turn in session.logged["turns"]
        if turn["speaker"] == "child"
    ]
    counts = [sum(line.speech_began < at < line.speech_ended + 3 for at in began) for line in lines]
    whole = [
        count == 1 and not cut_in(line, session.recording) for line, count in zip(lines, counts, strict=True)
    ]
    return {"played": len(lines), "one_turn": sum(whole)}


def _unix_ms(iso: str) -> float:
    return datetime.fromisoformat(iso).timestamp() * 1000
