"""The ears in a process of their own, here with ears from the test doubles in a real process."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator

import numpy as np
import pytest

from santa_core.speech.hearing.ears_apart import MAX_FAILURES, EarsApart
from santa_core.speech.hearing.ears_process import read_events, serve, write_events
from santa_core.speech.ports import HeardWords, SpeechEnded, SpeechStarted
from tests.emulator.doubles import FakeEars

PROGRAM = (
    "import sys; from tests.emulator.doubles import FakeEars; "
    "from santa_core.speech.hearing.ears_process import serve; "
    "serve(FakeEars(), sys.stdin.buffer, sys.stdout.buffer)"
)
LOUD = np.full(3200, 8000, dtype=np.int16)
QUIET = np.zeros(6400, dtype=np.int16)


@pytest.fixture
def ears() -> Iterator[EarsApart]:
    apart = EarsApart(FakeEars(), command=(sys.executable, "-c", PROGRAM))
    yield apart
    apart.close()


def test_events_survive_the_pipe() -> None:
    events = [SpeechStarted(), SpeechEnded(270.5), HeardWords("zażółć", 0.5, final=True)]
    assert read_events(write_events(events)) == events


def test_two_listeners_hear_apart(ears: EarsApart) -> None:
    one = ears.listener(language="en", confidence=0.5)
    two = ears.listener(language="en", confidence=0.5)
    assert one.feed(LOUD) == [SpeechStarted()]
    assert two.feed(QUIET) == []
    assert one.feed(QUIET) == [SpeechEnded(200.0), HeardWords("I want a train", 0.9, final=True)]
    one.close()
    assert two.feed(LOUD) == [SpeechStarted()]


def test_when_the_process_dies_its_listeners_begin_anew(ears: EarsApart) -> None:
    listener = ears.listener(language="en", confidence=0.5)
    assert listener.feed(LOUD) == [SpeechStarted()]
    ears.close()
    assert listener.feed(LOUD) == [SpeechStarted()]


def test_a_process_that_cannot_start_leaves_santa_deaf_not_broken() -> None:
    ears = EarsApart(FakeEars(), command=(sys.executable, "-c", "raise SystemExit(1)"))
    listener = ears.listener(language="en", confidence=0.5)
    assert [listener.feed(LOUD) for _ in range(5)] == [[], [], [], [], []]
    assert ears.generation <= MAX_FAILURES
    listener.close()
    ears.close()


def test_the_process_ends_when_nobody_speaks_to_it_any_more() -> None:
    answers = io.BytesIO()
    serve(FakeEars(), io.BytesIO(b""), answers)
    assert answers.getvalue() == b""
