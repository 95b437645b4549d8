"""Reads from a call's recording and its log how long a child waited and how soon Santa fell silent. Pure.

Two clocks: the recording's (seconds of the page's audio clock), and the log's, whose times are brought to
the browser's wall clock with the call's own `clock_offset_ms`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

import numpy as np

from tests.browser.page_microphone import FRAME_SECONDS, Loudness, Recording
from tests.spoken_corpus.energy import Span

AUDIBLE = 0.003  # root mean square, -50 dB: far below Santa's softest vowel, above silence coded by Opus
SPOKE_JUST_NOW_SECONDS = 0.15
TURNED_DOWN = 0.25  # of full volume: -12 dB, and a voice is louder than he is
STOPPED_SECONDS = 0.3  # of silence: longer than the gaps between his words
LONGEST_ANSWER_SECONDS = 12.0
STEPS = (
    "end_of_speech", "recognised", "first_token", "first_sentence", "speak_sent", "avatar_started",
    "first_sound",
)  # fmt: skip


@dataclass(frozen=True)
class Played:
    """A line that went into the microphone. `began`: when its sound began, by the audio clock; `spans` count
    from there."""

    kind: str
    words: str
    voice: str
    began: float
    spans: tuple[Span, ...]

    @property
    def speech_began(self) -> float:
        return self.began + self.spans[0].begin_ms / 1000

    @property
    def speech_ended(self) -> float:
        return self.began + self.spans[-1].end_ms / 1000


@dataclass(frozen=True)
class Answer:
    """Milliseconds from the child's last sound to Santa's first at the ear, and where the log says they went.

    `parts` are empty if the log has no turn with every step, as when Santa says a line of his own."""

    line: Played
    heard_after_ms: float
    parts: Mapping[str, float]


@dataclass(frozen=True)
class Stop:
    """Milliseconds from the child's first sound until Santa was silent: at the ear, and in his stream; and
    until the page had turned him down, if it did."""

    line: Played
    at_the_ear_ms: float
    in_the_stream_ms: float
    turned_down_ms: float | None


def read_answer(
    line: Played, recording: Recording, turns: Sequence[Mapping[str, Any]], *, offset_ms: float
) -> Answer | None:
    """None if Santa did not answer, or spoke when the child ended."""
    ended = line.speech_ended
    if _loudest(recording, recording.at_the_ear, ended - 0.1, ended) > AUDIBLE:
        return None
    heard = recording.first_loud(recording.at_the_ear, ended, threshold=AUDIBLE)
    if heard is None or heard - ended > LONGEST_ANSWER_SECONDS:
        return None
    after_ms = (heard - ended) * 1000
    times = [_steps(turn, recording, offset_ms=offset_ms) for turn in turns if turn["speaker"] == "santa"]
    ours = [t for t in times if t and ended - 0.5 < t["speak_sent"] < heard + 0.5]
    return Answer(line, after_ms, _parts(ours[0], ended, heard) if ours else {})


def cut_in(line: Played, recording: Recording) -> bool:
    """Santa spoke again before the child had ended: he took a pause for the end, or did not stop."""
    began, ear = line.speech_began, recording.at_the_ear
    if was_speaking(line, recording):
        silent = recording.silent_from(ear, began, threshold=AUDIBLE, for_seconds=STOPPED_SECONDS)
        began = line.speech_ended if silent is None else silent
        if began >= line.speech_ended:
            return True
    return _loudest(recording, ear, began, line.speech_ended) > AUDIBLE


def was_speaking(line: Played, recording: Recording) -> bool:
    """Santa, when the child began: else there was nothing to stop."""
    began = line.speech_began
    return _loudest(recording, recording.at_the_ear, began - SPOKE_JUST_NOW_SECONDS, began) > AUDIBLE


def read_stop(line: Played, recording: Recording) -> Stop | None:
    """None if Santa went on speaking, or was not speaking."""
    if not was_speaking(line, recording):
        return None
    delays = []
    for loudness in (recording.at_the_ear, recording.santa):
        silent = recording.silent_from(
            loudness, line.speech_began, threshold=AUDIBLE, for_seconds=STOPPED_SECONDS
        )
        if silent is None or silent > line.speech_ended:
            return None
        delays.append((silent - line.speech_began) * 1000)
    at_the_ear_ms, in_the_stream_ms = delays
    low = np.flatnonzero(
        _piece(recording, recording.volume, line.speech_began, line.speech_ended) <= TURNED_DOWN
    )
    turned_down_ms = float(low[0]) * FRAME_SECONDS * 1000 if len(low) else None
    return Stop(line, at_the_ear_ms, in_the_stream_ms, turned_down_ms)


def longest_silence_ms(recording: Recording, begin: float, end: float) -> float:
    """At the ear, between two times of the audio clock: how long Santa was quiet at a stretch."""
    loud = np.flatnonzero(_piece(recording, recording.at_the_ear, begin, end) > AUDIBLE)
    gaps = np.diff(loud)
    return float(gaps.max() * FRAME_SECONDS * 1000) if len(gaps) else (end - begin) * 1000


def _steps(turn: Mapping[str, Any], recording: Recording, *, offset_ms: float) -> dict[str, float] | None:
    """The turn's latency by the audio clock, in seconds; None unless every step happened."""
    latency = turn["latency"] or {}
    if not all(latency.get(step) for step in STEPS[:-1]):
        return None
    return {
        step: recording.audio_time(datetime.fromisoformat(latency[step]).timestamp() * 1000 + offset_ms)
        for step in STEPS
        if latency.get(step)  # a browser may not have told when it heard him
    }


def _parts(steps: Mapping[str, float], ended: float, heard: float) -> dict[str, float]:
    """Milliseconds, named by the step they lead to; they add up to the whole, as both ends are the
    recording's. The two errors: how much later than those the log's own beginning and end are."""
    names = STEPS[1:]
    times = [ended, *(steps[name] for name in names[:-1]), heard]
    parts = {name: (b - a) * 1000 for name, (a, b) in zip(names, pairwise(times), strict=True)}
    parts["error_of_end_of_speech"] = (steps["end_of_speech"] - ended) * 1000
    if "first_sound" in steps:
        parts["error_of_first_sound"] = (steps["first_sound"] - heard) * 1000
    return parts


def _piece(recording: Recording, loudness: Loudness, begin: float, end: float) -> Loudness:
    first, last = (max(0, round((at - recording.began) / FRAME_SECONDS)) for at in (begin, end))
    return loudness[first:last]


def _loudest(recording: Recording, loudness: Loudness, begin: float, end: float) -> float:
    piece = _piece(recording, loudness, begin, end)
    return float(piece.max()) if len(piece) else 0.0
