"""Utterances go to whatever tier there is, in a thread; the events come out in order."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from santa_core.speech.hearing.listening import UtteranceListener
from santa_core.speech.hearing.voice_activity import CHUNK_SAMPLES
from santa_core.speech.ports import (
    HeardWords,
    HearingEvent,
    Pcm,
    SpeechEnded,
    SpeechMayStart,
    SpeechServiceFailed,
    SpeechStarted,
    SpeechToText,
)
from tests.speech.fake_tier import FakeTier

LOUD = np.full(CHUNK_SAMPLES, 5_000, dtype=np.int16)
QUIET = np.ones(CHUNK_SAMPLES, dtype=np.int16)
NOTHING = np.zeros(0, dtype=np.int16)


class LoudIsVoice:
    """Implements VoiceActivity."""

    def probability(self, chunk: Pcm) -> float:
        return 0.99 if np.abs(chunk).max() > 1_000 else 0.0


def listener_of(
    tier: SpeechToText | None, *, confidence: float = 0.5, pause_ms: int = 350
) -> UtteranceListener:
    listener = UtteranceListener(
        tier, voice_activity=LoudIsVoice(), language="en", confidence=confidence, pause_ms=pause_ms
    )
    feed(listener, QUIET, 20)
    return listener


def feed(listener: UtteranceListener, chunk: Pcm, count: int) -> list[HearingEvent]:
    return [event for _ in range(count) for event in listener.feed(chunk)]


def until(listener: UtteranceListener, arrived: Callable[[list[HearingEvent]], bool]) -> list[HearingEvent]:
    """What the scribe's thread tells, until `arrived`."""
    told: list[HearingEvent] = []
    gives_up_at = time.monotonic() + 5
    while not arrived(told):
        assert time.monotonic() < gives_up_at, told
        told += listener.feed(NOTHING)
        time.sleep(0.001)
    return told


def has_final(told: list[HearingEvent]) -> bool:
    return any(isinstance(event, HeardWords) and event.final for event in told)


def test_the_words_come_after_the_end_with_the_first_syllable_in_them() -> None:
    tier = FakeTier(text="hello santa")
    listener = listener_of(tier)
    told = feed(listener, LOUD, 30) + feed(listener, QUIET, 15)
    told += until(listener, lambda late: has_final(told + late))
    kinds = [event for event in told if not isinstance(event, HeardWords) or event.final]
    assert kinds == [
        SpeechMayStart(),
        SpeechStarted(),
        SpeechEnded(320.0),
        HeardWords("hello santa", 0.9, final=True),
    ]
    # 30 loud chunks, 10 of pause, and what came in the 400 ms before speech was noticed.
    assert tier.transcriptions[0].heard_samples == (30 + 10 + 9) * CHUNK_SAMPLES
    assert tier.threads == {"ears-scribe"}


def test_words_so_far_come_about_four_times_a_second() -> None:
    listener = listener_of(FakeTier())
    told: list[HearingEvent] = []
    for _ in range(40):  # 1.28 s
        told += feed(listener, LOUD, 1)
        time.sleep(0.002)
    guesses = [event.text for event in told if isinstance(event, HeardWords)]
    assert 4 <= len(guesses) <= 5
    assert guesses == list(dict.fromkeys(guesses))


def test_a_slow_tier_holds_up_neither_the_sound_nor_the_next_utterance() -> None:
    may_finish = threading.Event()
    listener = listener_of(FakeTier(may_finish=may_finish))
    told = feed(listener, LOUD, 10) + feed(listener, QUIET, 15) + feed(listener, LOUD, 10)
    kinds = [type(event) for event in told if isinstance(event, SpeechStarted | SpeechEnded)]
    assert kinds == [SpeechStarted, SpeechEnded, SpeechStarted]
    assert not has_final(told)
    told += feed(listener, QUIET, 15)
    may_finish.set()
    finals = until(listener, lambda late: sum(isinstance(e, HeardWords) and e.final for e in late) == 2)
    assert [event for event in finals if isinstance(event, SpeechStarted | SpeechEnded)] == []


def test_after_the_end_no_words_so_far_come_any_more() -> None:
    may_finish = threading.Event()
    listener = listener_of(FakeTier(may_finish=may_finish))
    told = feed(listener, LOUD, 200) + feed(listener, QUIET, 15)
    may_finish.set()
    told += until(listener, has_final)
    ended = next(index for index, event in enumerate(told) if isinstance(event, SpeechEnded))
    assert [event.final for event in told[ended:] if isinstance(event, HeardWords)] == [True]


@pytest.mark.parametrize(
    ("confidence", "heard"), [(0.49, ""), (0.5, "hello"), (0.9, "hello"), (None, "hello")]
)
def test_unsure_words_are_withheld(confidence: float | None, heard: str) -> None:
    listener = listener_of(FakeTier(text="hello", confidence=confidence))
    told = feed(listener, LOUD, 10) + feed(listener, QUIET, 15)
    told += until(listener, lambda late: has_final(told + late))
    (final,) = [event for event in told if isinstance(event, HeardWords) and event.final]
    assert final.text == heard
    assert final.confidence == (1.0 if confidence is None else confidence)


@pytest.mark.parametrize("where", ["listen", "hear", "finish"])
@pytest.mark.parametrize(
    "error", [SpeechServiceFailed("No network.", retryable=True), KeyError("a secret word")]
)
def test_a_tier_that_fails_understands_nothing_and_says_so_once(
    where: str, error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    tier = FakeTier(text="hello", fails={where: error})
    listener = listener_of(tier)
    with caplog.at_level(logging.WARNING):
        for _ in range(3):
            told = feed(listener, LOUD, 10) + feed(listener, QUIET, 15)
            told += until(listener, lambda late, told=told: has_final(told + late))
            assert HeardWords("", 0.0, final=True) in told
    assert len(caplog.records) == 1
    assert "secret" not in caplog.text
    tier.fails.clear()
    told = feed(listener, LOUD, 10) + feed(listener, QUIET, 15)
    told += until(listener, lambda late: has_final(told + late))
    assert HeardWords("hello", 0.9, final=True) in told


def test_without_a_tier_it_is_noticed_that_somebody_speaks() -> None:
    listener = listener_of(None)
    told = feed(listener, LOUD, 10) + feed(listener, QUIET, 15)
    assert told == [
        SpeechMayStart(),
        SpeechStarted(),
        SpeechEnded(320.0),
        HeardWords("", 0.0, final=True),
    ]


def test_closed_it_drops_what_was_being_said() -> None:
    tier = FakeTier()
    listener = listener_of(tier)
    feed(listener, LOUD, 20)
    gives_up_at = time.monotonic() + 5
    while not tier.transcriptions and time.monotonic() < gives_up_at:
        time.sleep(0.001)
    listener.close()
    while not tier.transcriptions[0].cancelled and time.monotonic() < gives_up_at:
        time.sleep(0.001)
    assert tier.transcriptions[0].cancelled
    assert listener.feed(LOUD) == []


class EarlyTier(FakeTier):
    """Can finish early; remembers in what order it was told to."""

    def __init__(self) -> None:
        super().__init__(text="done")
        self.told: list[str] = []

    def listen(self, *, language: str) -> FakeEarlyTranscription:  # type: ignore[override]
        return FakeEarlyTranscription(self)


class FakeEarlyTranscription:
    def __init__(self, tier: EarlyTier) -> None:
        self._tier = tier

    def hear(self, pcm: Pcm) -> None:
        pass

    def guess(self) -> str:
        return ""

    def finish_early(self) -> None:
        self._tier.told.append("finish early")

    def go_on(self) -> None:
        self._tier.told.append("go on")

    def finish(self) -> object:
        from santa_core.speech.ports import Transcript

        self._tier.told.append("finish")
        return Transcript("done", 1.0)

    def cancel(self) -> None:
        pass


def test_the_last_work_is_done_while_the_pause_still_lasts_and_undone_when_they_go_on() -> None:
    tier = EarlyTier()
    listener = listener_of(tier)
    told: list[HearingEvent] = []
    for chunk, count in ((LOUD, 10), (QUIET, 7), (LOUD, 10), (QUIET, 12)):
        for _ in range(count):
            told += listener.feed(chunk)
            time.sleep(0.002)
    told += until(listener, lambda late: has_final(told + late))
    assert tier.told == ["finish early", "go on", "finish early", "finish"]


@given(pieces=st.lists(st.tuples(st.booleans(), st.integers(1, 3_000)), max_size=40))
@settings(max_examples=40, deadline=None)
def test_every_start_has_one_end_and_one_final_word_whatever_comes(pieces: list[tuple[bool, int]]) -> None:
    listener = listener_of(FakeTier(text="x"))
    told: list[HearingEvent] = []
    for loud, samples in pieces:
        told += listener.feed(np.full(samples, 5_000 if loud else 1, dtype=np.int16))
    told += feed(listener, QUIET, 20)
    due = sum(isinstance(event, SpeechStarted) for event in told)
    told += until(
        listener, lambda late: sum(isinstance(e, HeardWords) and e.final for e in told + late) == due
    )
    listener.close()
    open_ended = open_words = 0
    for event in told:
        if isinstance(event, SpeechStarted):
            assert open_ended == 0
            open_ended, open_words = 1, open_words + 1
        elif isinstance(event, SpeechEnded):
            assert open_ended == 1
            open_ended = 0
        elif isinstance(event, HeardWords) and event.final:
            open_words -= 1
            assert open_words >= open_ended
    assert (open_ended, open_words) == (0, 0)
