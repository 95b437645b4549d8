"""The ears in a process of their own, here with ears from the test doubles in a real process."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pytest

from santa_core.speech.hearing.ears_apart import MAX_FAILURES, EarsApart
from santa_core.speech.hearing.ears_process import REQUEST, SET_UP, read_events, serve, write_events
from santa_core.speech.hearing.options import HearingOptions
from santa_core.speech.ports import HeardWords, SpeechEnded, SpeechStarted
from tests.emulator.doubles import FakeEars

PROGRAM = (
    "import sys; from tests.emulator.doubles import FakeEars; "
    "from santa_core.speech.hearing.ears_process import serve; "
    "serve(lambda options: FakeEars(), sys.stdin.buffer, sys.stdout.buffer)"
)
LOUD = np.full(3200, 8000, dtype=np.int16)
QUIET = np.zeros(6400, dtype=np.int16)


@pytest.fixture
def ears() -> Iterator[EarsApart]:
    apart = EarsApart(command=(sys.executable, "-c", PROGRAM))
    yield apart
    apart.close()


def kill(ears: EarsApart) -> None:
    """As the system does it when memory is short."""
    assert ears._process is not None
    ears._process.kill()


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
    lost = [SpeechEnded(0.0), HeardWords("", 0.0, final=True)]
    assert listener.feed(LOUD) == [*lost, SpeechStarted()]


def test_when_the_process_is_killed_what_was_being_said_has_an_end(ears: EarsApart) -> None:
    listener = ears.listener(language="en", confidence=0.5)
    assert listener.feed(LOUD) == [SpeechStarted()]
    kill(ears)
    # Its death is noticed before the sound is sent, or by it; then the next sound finds a new process.
    after = listener.feed(LOUD) + listener.feed(LOUD)
    assert after == [SpeechEnded(0.0), HeardWords("", 0.0, final=True), SpeechStarted()]
    assert listener.feed(QUIET) == [SpeechEnded(200.0), HeardWords("I want a train", 0.9, final=True)]


def test_a_listener_that_is_well_again_has_all_its_chances_again(ears: EarsApart) -> None:
    listener = ears.listener(language="en", confidence=0.5)
    for _ in range(2 * MAX_FAILURES):
        listener.feed(LOUD)
        kill(ears)
        after = listener.feed(LOUD)
    assert SpeechStarted() in after + listener.feed(LOUD)


def test_a_key_goes_down_the_pipe_and_nowhere_else() -> None:
    options = HearingOptions(openai_api_key="sk-secret")
    ears = EarsApart(options, command=(sys.executable, "-c", PROGRAM))
    ears.listener(language="en", confidence=0.5).feed(LOUD)
    process = ears._process
    assert process is not None
    assert "sk-secret" not in repr(options) + repr(process.args)
    if Path("/proc").exists():
        assert b"sk-secret" not in Path(f"/proc/{process.pid}/environ").read_bytes()
    ears.close()


def test_the_options_reach_the_ears() -> None:
    given: list[HearingOptions] = []

    def open_ears(options: HearingOptions) -> FakeEars:
        given.append(options)
        return FakeEars()

    options = HearingOptions(pause_ms=700, openai_api_key="sk-secret")
    payload = json.dumps(asdict(options)).encode()
    serve(open_ears, io.BytesIO(REQUEST.pack(SET_UP, 0, len(payload)) + payload), io.BytesIO())
    assert given == [options]


def test_a_process_that_cannot_start_leaves_santa_deaf_not_broken() -> None:
    ears = EarsApart(command=(sys.executable, "-c", "raise SystemExit(1)"))
    listener = ears.listener(language="en", confidence=0.5)
    assert [listener.feed(LOUD) for _ in range(5)] == [[], [], [], [], []]
    assert ears.generation <= MAX_FAILURES
    listener.close()
    ears.close()


def test_the_process_ends_when_nobody_speaks_to_it_any_more() -> None:
    answers = io.BytesIO()
    serve(lambda options: FakeEars(), io.BytesIO(b""), answers)
    assert answers.getvalue() == b""
