"""Whisper: the real faster-whisper with a tiny model whose words are known."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from santa_core.speech.hearing.whisper_transcription import WhisperSpeechToText
from santa_core.speech.ports import HEARING_RATE_HZ, Pcm, SpeechServiceFailed, Transcript
from tests.speech.tiny_whisper import write_tiny_whisper

TEXT = "Ho ho ho, Rudolph sees Emma."


def some_sound(seconds: float) -> Pcm:
    noise = np.random.default_rng(1).normal(0, 2_000, int(seconds * HEARING_RATE_HZ))
    return noise.astype(np.int16)


def hear(ear: WhisperSpeechToText, seconds: float = 1.0, *, language: str = "en") -> Transcript:
    transcription = ear.listen(language=language)
    transcription.hear(some_sound(seconds))
    return transcription.finish()


@pytest.fixture(scope="module")
def ear(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WhisperSpeechToText]:
    opened = WhisperSpeechToText(write_tiny_whisper(tmp_path_factory.mktemp("whisper")), threads=1)
    yield opened
    opened.close()


@pytest.mark.parametrize("language", ["en", "pl", "de", "uk", "en-GB"])
def test_it_hears_many_languages(ear: WhisperSpeechToText, language: str) -> None:
    heard = hear(ear, language=language)
    assert heard.text == TEXT
    assert heard.confidence is not None and heard.confidence > 0.9


def test_a_model_for_english_understands_nothing_else(tmp_path: Path) -> None:
    english = WhisperSpeechToText(write_tiny_whisper(tmp_path, multilingual=False), threads=1)
    assert english.understands("en") and english.understands("en-US") and not english.understands("pl")
    assert "English only" in english.note
    assert hear(english).text == TEXT
    english.close()


def test_words_it_is_not_sure_of_have_a_low_confidence(tmp_path: Path) -> None:
    unsure = WhisperSpeechToText(write_tiny_whisper(tmp_path, unsure=True), threads=1)
    heard = hear(unsure)
    assert heard.text == TEXT and heard.confidence is not None and 0.05 < heard.confidence < 0.5
    unsure.close()


@pytest.mark.parametrize("trouble", [{"silence": True}, {"endless": True}], ids=["silence", "a loop"])
def test_what_it_makes_of_silence_is_no_words(tmp_path: Path, trouble: dict[str, bool]) -> None:
    hallucinating = WhisperSpeechToText(write_tiny_whisper(tmp_path, **trouble), threads=1)
    assert hear(hallucinating) == Transcript("", None)
    hallucinating.close()


def test_the_thanks_of_subtitles_are_left_out(tmp_path: Path) -> None:
    words = ("I", " like", " you", ".", " Thank", " you", " for", " watching", "!")
    subtitled = WhisperSpeechToText(write_tiny_whisper(tmp_path, words=_distinct(words)), threads=1)
    assert hear(subtitled).text == "I like you."
    subtitled.close()


def _distinct(words: tuple[str, ...]) -> tuple[str, ...]:
    """A token may come only once in the chain: pieces of the repeated " you" are tokens of their own."""
    last = len(words) - 1 - words[::-1].index(" you")
    return (*words[:last], " yo", "u", *words[last + 1 :])


def test_words_so_far_come_while_somebody_speaks(ear: WhisperSpeechToText) -> None:
    transcription = ear.listen(language="en")
    transcription.hear(some_sound(0.5))
    assert transcription.guess() == ""
    deadline = time.monotonic() + 5
    while transcription.guess() != TEXT:
        transcription.hear(some_sound(0.1))
        assert time.monotonic() < deadline
        time.sleep(0.005)
    transcription.cancel()


class CountingWhisper(WhisperSpeechToText):
    """Its guesses wait for `release`."""

    def __init__(self, folder: Path) -> None:
        self.guesses: list[int] = []  # bytes
        self.release = threading.Event()
        super().__init__(folder, threads=1)

    def _guess(self, pcm: bytes, language: str) -> str:
        self.guesses.append(len(pcm))
        self.release.wait(timeout=10)
        return super()._guess(pcm, language)


@pytest.fixture
def counting(tmp_path: Path) -> Iterator[CountingWhisper]:
    opened = CountingWhisper(write_tiny_whisper(tmp_path))
    assert hear(opened).text  # the model is loaded
    yield opened
    opened.release.set()
    opened.close()


def test_it_guesses_once_in_seven_tenths_of_a_second_of_sound(counting: CountingWhisper) -> None:
    counting.release.set()
    transcription = counting.listen(language="en")
    for _ in range(21):
        transcription.hear(some_sound(0.1))
        while transcription._coming is not None and not transcription._coming.done():
            time.sleep(0.001)
        transcription.guess()
    assert len(counting.guesses) == 3
    assert transcription.finish().text == TEXT


def test_it_does_not_guess_when_it_is_behind(counting: CountingWhisper) -> None:
    first, second = counting.listen(language="en"), counting.listen(language="en")
    for _ in range(40):
        first.hear(some_sound(0.1))
        second.hear(some_sound(0.1))
    assert len(counting.guesses) <= 1  # begun; all others were left out
    counting.release.set()
    assert first.finish().text == second.finish().text == TEXT
    third = counting.listen(language="en")
    third.hear(some_sound(0.8))
    assert third._coming is not None  # and guessing goes on with the next


def test_the_last_hearing_may_begin_while_a_pause_lasts(counting: CountingWhisper) -> None:
    counting.release.set()
    transcription = counting.listen(language="en")
    transcription.hear(some_sound(0.5))
    transcription.finish_early()
    early = transcription._early
    assert early is not None and early.result(timeout=10).text == TEXT
    transcription.hear(some_sound(0.1))
    assert transcription.finish() is early.result()


def test_who_goes_on_after_a_pause_is_heard_as_a_whole(counting: CountingWhisper) -> None:
    heard: list[int] = []
    listen = counting.hear_later
    counting.hear_later = lambda pcm, language: heard.append(len(pcm)) or listen(pcm, language)  # type: ignore
    transcription = counting.listen(language="en")
    transcription.hear(some_sound(0.5))
    transcription.finish_early()
    transcription.go_on()
    transcription.hear(some_sound(0.5))
    assert transcription.finish().text == TEXT
    assert heard == [HEARING_RATE_HZ, 2 * HEARING_RATE_HZ]  # bytes of 0.5 s, of all


def test_a_folder_that_is_no_model_says_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(SpeechServiceFailed, match=r"model\.bin, config\.json, tokenizer\.json, vocabulary"):
        WhisperSpeechToText(tmp_path)
    with pytest.raises(SpeechServiceFailed, match="no folder"):
        WhisperSpeechToText(tmp_path / "nowhere")


def test_without_its_tokenizer_a_model_is_refused_rather_than_fetched(tmp_path: Path) -> None:
    (write_tiny_whisper(tmp_path) / "tokenizer.json").unlink()
    with pytest.raises(SpeechServiceFailed, match=r"tokenizer\.json not there"):
        WhisperSpeechToText(tmp_path)


def test_a_broken_model_fails_with_a_sentence_at_the_first_words(tmp_path: Path) -> None:
    (write_tiny_whisper(tmp_path) / "model.bin").write_bytes(b"no model")
    broken = WhisperSpeechToText(tmp_path)
    transcription = broken.listen(language="en")
    transcription.hear(some_sound(1.0))
    assert transcription.guess() == ""
    with pytest.raises(SpeechServiceFailed, match="Check SANTA_WHISPER_MODEL"):
        transcription.finish()
    broken.close()


def test_the_processor_is_not_taken_whole(ear: WhisperSpeechToText) -> None:
    assert ear._model.result().model.num_workers == 1
    assert ear._threads == 1 and WhisperSpeechToText.__init__.__kwdefaults__ == {"threads": 2}


def test_after_closing_it_fails_with_a_sentence(tmp_path: Path) -> None:
    closed = WhisperSpeechToText(write_tiny_whisper(tmp_path))
    transcription = closed.listen(language="en")
    transcription.hear(some_sound(1.0))
    closed.close()
    with pytest.raises(SpeechServiceFailed):
        transcription.finish()
