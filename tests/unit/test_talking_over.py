"""Who has the floor when somebody begins to speak."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from santa_core.domain.heard_words import is_more_than_a_backchannel, words_of
from santa_core.domain.talking_over import (
    Speech,
    Verdict,
    before_santa_speaks,
    not_understood,
    while_santa_listens,
    while_santa_speaks,
)

START = datetime(2025, 12, 1, 9, 0, tzinfo=UTC)
PATIENCE = timedelta(seconds=0.9)


def at(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def over_santa(speech: Speech, seconds: float, *, early: bool = True, pause_seconds: float = 0.35) -> object:
    return while_santa_speaks(
        speech,
        now=at(seconds),
        language="en",
        words_come_early=early,
        pause=timedelta(seconds=pause_seconds),
    )


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "uh-huh"), ("en", "Mm-hmm."), ("en", "yeah yeah"), ("en", "oh wow okay"), ("en", "Right!"),
        ("en", "I see"), ("en", "of course"), ("en", "ha ha ha"), ("en", "um"), ("en", ""),
        ("de", "mhm"), ("de", "ja genau"), ("de", "ach so, okay"), ("pl", "no tak"), ("pl", "aha, dobrze"),
        ("fr", "okay"),
    ],
)  # fmt: skip
def test_a_backchannel_is_no_wish_to_speak(language: str, words: str) -> None:
    assert not is_more_than_a_backchannel(words, language)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "no"), ("en", "stop"), ("en", "yeah but"), ("en", "okay Santa"), ("en", "I see a bike"),
        ("en", "wow a sleigh"), ("en", "wait"), ("en", "why"), ("en", "***"),
        ("de", "nein"), ("de", "ja aber"), ("pl", "nie"), ("pl", "tak ale"),
    ],
)  # fmt: skip
def test_one_real_word_is_enough(language: str, words: str) -> None:
    assert is_more_than_a_backchannel(words, language)


def test_words_are_told_apart_whatever_the_recogniser_writes() -> None:
    assert words_of("Uh-huh, I’d LIKE *** that!") == ["uh", "huh", "i'd", "like", "***", "that"]


def test_a_real_word_stops_santa_at_once() -> None:
    assert over_santa(Speech(START, "wait"), 0.3) is Verdict.INTERRUPT
    assert over_santa(Speech(START, "uh huh"), 0.3) is not Verdict.INTERRUPT


def test_a_word_or_two_in_a_short_sound_are_an_uh_huh_misheard_unless_they_call() -> None:
    assert over_santa(Speech(START, "a hat"), 0.9) == at(0.95)  # the last 0.35 s may have been silence
    assert (
        over_santa(Speech(START, "a hat", stopped_at=at(0.95), sounded_seconds=0.45), 0.95) is Verdict.GO_ON
    )
    assert over_santa(Speech(START, "a hat"), 0.95) is Verdict.INTERRUPT
    assert over_santa(Speech(START, "a red hat"), 0.3) is Verdict.INTERRUPT
    assert (
        over_santa(Speech(START, "santa", stopped_at=at(0.8), sounded_seconds=0.3), 0.8) is Verdict.INTERRUPT
    )


def test_a_cough_is_decided_1200_ms_after_it_ended() -> None:
    cough = Speech(START, stopped_at=at(0.65))
    assert over_santa(cough, 0.7) == at(1.85)
    assert over_santa(cough, 1.84) == at(1.85)
    assert over_santa(cough, 1.85) is Verdict.GO_ON


def test_a_backchannel_is_decided_as_soon_as_it_ended() -> None:
    assert over_santa(Speech(START, "uh huh", stopped_at=at(0.8)), 0.8) is Verdict.GO_ON


def test_speech_without_words_stops_santa_after_a_second_and_the_pause_that_would_have_ended_it() -> None:
    assert over_santa(Speech(START), 1.3) == at(1.35)
    assert over_santa(Speech(START), 1.35) is Verdict.INTERRUPT


def test_ears_that_wait_longer_before_they_call_it_over_take_a_cough_for_no_speech_either() -> None:
    assert over_santa(Speech(START), 1.35, pause_seconds=1) == at(2)


def test_where_words_come_late_length_decides_sooner() -> None:
    assert over_santa(Speech(START), 0.9, early=False) == at(0.95)
    assert over_santa(Speech(START), 0.95, early=False) is Verdict.INTERRUPT


def test_a_backchannel_that_goes_on_for_long_is_something_else() -> None:
    assert over_santa(Speech(START, "yeah"), 1.5) == at(2.5)
    assert over_santa(Speech(START, "yeah"), 2.5) is Verdict.INTERRUPT


def test_santa_does_not_begin_while_somebody_speaks_but_noise_cannot_silence_him_for_ever() -> None:
    assert before_santa_speaks(Speech(START, "and a"), now=at(9), language="en") == at(15)
    assert before_santa_speaks(Speech(START), now=at(15), language="en") is Verdict.GO_ON


def test_guessed_words_are_waited_for_longer_than_none() -> None:
    guessed = Speech(START, "and a train", stopped_at=at(2))
    assert before_santa_speaks(guessed, now=at(3.3), language="en") == at(4.5)
    assert before_santa_speaks(Speech(START, stopped_at=at(2)), now=at(3.2), language="en") is Verdict.GO_ON
    mumbled = Speech(START, "mm hmm", stopped_at=at(2))
    assert before_santa_speaks(mumbled, now=at(2), language="en") is Verdict.GO_ON


def test_speech_without_words_is_asked_about_and_a_short_noise_is_not() -> None:
    speech = Speech(START, stopped_at=at(2), sounded_seconds=1.6)
    assert while_santa_listens(speech, now=at(2.1), patience=PATIENCE) == at(2.9)
    assert while_santa_listens(speech, now=at(2.9), patience=PATIENCE) is Verdict.ASK_AGAIN
    knock = Speech(START, stopped_at=at(0.7), sounded_seconds=0.35)
    assert while_santa_listens(knock, now=at(1.6), patience=PATIENCE) is Verdict.LET_BE
    assert while_santa_listens(Speech(START), now=at(8), patience=PATIENCE) is None


def test_speech_of_unknown_length_is_taken_for_speech() -> None:
    assert not_understood(Speech(START, stopped_at=at(1))) is Verdict.ASK_AGAIN
