from __future__ import annotations

import pytest

from santa_core.speech.speaking import choice
from santa_core.speech.speaking.choice import SpeakingOptions, open_text_to_speech
from santa_core.speech.speaking.voice import VoiceUnavailable

KEY = "sk-very-secret"
OTHERS = "http://localhost:8000/v1"


@pytest.mark.parametrize(
    ("options", "name"),
    [
        (SpeakingOptions(), "espeak"),
        (SpeakingOptions(openai_key=KEY), "openai"),
        (SpeakingOptions(openai_key=KEY, openai_base_url=OTHERS), "espeak"),  # they may not speak at all
        (SpeakingOptions(tier="openai", openai_key=KEY, openai_base_url=OTHERS), "openai"),
        (SpeakingOptions(tier="openai", openai_base_url=OTHERS), "openai"),
        (SpeakingOptions(tier="espeak", openai_key=KEY), "espeak"),
    ],
)
def test_the_voice_is_chosen_by_what_is_set(options: SpeakingOptions, name: str) -> None:
    voice = open_text_to_speech(options)
    assert voice.name == name
    voice.close()


def test_the_note_says_what_was_chosen_and_never_the_key() -> None:
    options = SpeakingOptions(openai_key=KEY, openai_voice="cedar", openai_model="tts-9")
    voice = open_text_to_speech(options)
    assert "cedar" in voice.note and "tts-9" in voice.note
    assert KEY not in f"{voice.note} {voice!r} {options!r}"
    voice.close()


def test_without_any_voice_the_words_take_their_time_in_silence(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> None:
        raise VoiceUnavailable("The package is not installed: install it.")

    monkeypatch.setattr(choice, "open_voice", missing)
    voice = open_text_to_speech(SpeakingOptions())
    assert voice.name == "silence"
    assert voice.note == "Santa is silent while he speaks. The package is not installed: install it."
