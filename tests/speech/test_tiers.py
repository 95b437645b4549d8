"""Which tier hears, and what happens when it fails."""

from __future__ import annotations

import logging
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest

from santa_core.errors import SettingsError
from santa_core.speech.hearing import tiers
from santa_core.speech.hearing.falling_back import FallingBackSpeechToText
from santa_core.speech.hearing.options import OPENAI, POCKETSPHINX, WHISPER, HearingOptions
from santa_core.speech.hearing.tiers import (
    AUTO,
    available_tiers,
    choose_tier,
    open_speech_to_text,
    tier_understands,
)
from santa_core.speech.ports import SpeechServiceFailed, SpeechToText
from tests.fakes.speech_to_text import FakeSpeechToText
from tests.speech.tiny_whisper import write_tiny_whisper

KEY = "sk-very-secret"
SOUND = np.zeros(16_000, dtype=np.int16)


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(write_tiny_whisper(tmp_path_factory.mktemp("whisper")))


def without(monkeypatch: pytest.MonkeyPatch, *modules: str) -> None:
    monkeypatch.setattr(tiers, "_is_installed", lambda module: module not in modules)


# --- which -------------------------------------------------------------------------------


def test_a_fresh_machine_hears_with_pocketsphinx_and_says_how_to_have_more() -> None:
    choices = {choice.name: choice for choice in available_tiers(HearingOptions())}
    assert choose_tier(AUTO, HearingOptions()) == POCKETSPHINX
    assert choices[POCKETSPHINX].available and choices[POCKETSPHINX].because == ""
    assert "OPENAI_API_KEY" in choices[OPENAI].because
    assert "SANTA_WHISPER_MODEL" in choices[WHISPER].because
    assert not choices[OPENAI].available and not choices[WHISPER].available


def test_auto_prefers_the_machine_to_the_cloud_and_the_cloud_to_practice(model: str) -> None:
    key = HearingOptions(openai_api_key=KEY)
    assert choose_tier(AUTO, key) == OPENAI
    assert choose_tier(AUTO, HearingOptions(openai_api_key=KEY, whisper_model=model)) == WHISPER


def test_auto_sends_no_sound_to_another_server(model: str) -> None:
    elsewhere = HearingOptions(openai_api_key=KEY, openai_base_url="http://localhost:11434/v1")
    assert choose_tier(AUTO, elsewhere) == POCKETSPHINX
    assert choose_tier(OPENAI, elsewhere) == OPENAI


def test_auto_without_faster_whisper_goes_on_without_it(model: str, monkeypatch: pytest.MonkeyPatch) -> None:
    without(monkeypatch, "faster_whisper")
    options = HearingOptions(whisper_model=model)
    assert choose_tier(AUTO, options) == POCKETSPHINX
    [because] = [choice.because for choice in available_tiers(options) if choice.name == WHISPER]
    assert "pip install faster-whisper" in because


@pytest.mark.parametrize(
    ("wanted", "options", "missing", "says"),
    [
        (OPENAI, HearingOptions(), (), "SANTA_EARS is openai, but there is no key for OpenAI: put"),
        (WHISPER, HearingOptions(), (), "SANTA_EARS is whisper, but no model is named: put"),
        (
            WHISPER,
            HearingOptions(whisper_model="/nowhere"),
            ("faster_whisper",),
            "SANTA_EARS is whisper, but faster-whisper is not installed",
        ),
        (WHISPER, HearingOptions(whisper_model="/nowhere"), (), "SANTA_WHISPER_MODEL is '/nowhere'"),
        (AUTO, HearingOptions(whisper_model="/nowhere"), (), "which is no folder"),
        (POCKETSPHINX, HearingOptions(), ("pocketsphinx",), "but pocketsphinx is not installed: run pip"),
    ],
)
def test_what_is_named_and_cannot_work_is_a_sentence(
    wanted: str, options: HearingOptions, missing: tuple[str, ...], says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    without(monkeypatch, *missing)
    with pytest.raises(SettingsError, match="Cannot start") as refused:
        choose_tier(wanted, options)
    assert says in str(refused.value)


def test_the_chosen_tier_comes_first() -> None:
    options = HearingOptions(tier=OPENAI, openai_api_key=KEY)
    assert available_tiers(options)[0].name == OPENAI
    assert KEY not in repr(available_tiers(options)) + repr(options)


def test_looking_imports_no_recogniser() -> None:
    heavy = "{'pocketsphinx', 'faster_whisper', 'ctranslate2', 'openai', 'httpx', 'av', 'websockets'}"
    code = (
        "import sys; from santa_core.speech.hearing.options import HearingOptions; "
        "from santa_core.speech.hearing.tiers import available_tiers; available_tiers(HearingOptions()); "
        f"sys.exit(str({heavy} & set(sys.modules)) if {heavy} & set(sys.modules) else 0)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


def test_languages_are_known_before_a_tier_is_opened(model: str, tmp_path: Path) -> None:
    english = str(write_tiny_whisper(tmp_path, multilingual=False))
    assert [tier_understands(HearingOptions(), language) for language in ("en", "en-GB", "pl")] == [1, 1, 0]
    assert tier_understands(HearingOptions(tier=OPENAI), "pl")
    assert tier_understands(HearingOptions(tier=WHISPER, whisper_model=model), "de")
    assert not tier_understands(HearingOptions(tier=WHISPER, whisper_model=english), "de")


def test_each_tier_opens_as_itself(model: str) -> None:
    for options in (
        HearingOptions(tier=OPENAI, openai_api_key=KEY),
        HearingOptions(tier=WHISPER, whisper_model=model, fall_back=False),
        HearingOptions(tier=WHISPER, whisper_model=model),
    ):
        ear = open_speech_to_text(options)
        assert ear.name == options.tier and ear.understands("pl")
        ear.close()


def test_pocketsphinx_opens_alone() -> None:
    ear = open_speech_to_text(HearingOptions())
    assert ear.name == POCKETSPHINX
    ear.close()


# --- falling back --------------------------------------------------------------------------


def hear(ear: SpeechToText, *, language: str = "en") -> str:
    transcription = ear.listen(language=language)
    transcription.hear(SOUND)
    return transcription.finish().text


def test_words_of_a_failed_utterance_are_heard_by_the_other() -> None:
    first, other = FakeSpeechToText(["from first"], failures=1), FakeSpeechToText(["from other"])
    ear = FallingBackSpeechToText(first, lambda: other)
    assert [hear(ear), hear(ear)] == ["from other", "from first"]
    assert other.heard_samples == [len(SOUND)]


def test_two_failures_in_a_row_are_enough_and_said_once(caplog: pytest.LogCaptureFixture) -> None:
    first, other = FakeSpeechToText(["from first"], failures=2), FakeSpeechToText(["from other"])
    ear = FallingBackSpeechToText(first, lambda: other)
    assert {hear(ear) for _ in range(4)} == {"from other"}
    assert len(first.listened) == 2  # it would work again, but this call stays where it is
    warnings = [record for record in caplog.records if record.levelno == logging.WARNING]
    assert len(warnings) == 1 and "made to fail" in warnings[0].getMessage()
    assert "from other" not in caplog.text


def test_one_listener_falls_back_and_another_does_not() -> None:
    first, other = FakeSpeechToText(["from first"], failures=2), FakeSpeechToText(["from other"])
    ear = FallingBackSpeechToText(first, lambda: other)
    here, there = [hear(ear) for _ in range(3)], []
    listener = threading.Thread(target=lambda: there.append(hear(ear)))
    listener.start()
    listener.join(timeout=5)
    assert here == ["from other"] * 3 and there == ["from first"]


def test_failures_that_are_not_in_a_row_change_nothing() -> None:
    first, other = FakeSpeechToText(["from first"], failures=1), FakeSpeechToText(["from other"])
    ear = FallingBackSpeechToText(first, lambda: other)
    hear(ear), hear(ear)
    first.failures = 1
    assert [hear(ear), hear(ear)] == ["from other", "from first"]


def test_a_language_only_the_first_understands_has_no_other() -> None:
    first = FakeSpeechToText(["po polsku"], languages=("en", "pl"), failures=3)
    ear = FallingBackSpeechToText(first, lambda: FakeSpeechToText(["from other"]))
    assert ear.understands("pl")
    for _ in range(3):
        with pytest.raises(SpeechServiceFailed):
            hear(ear, language="pl")
    assert hear(ear, language="pl") == "po polsku"


def test_the_other_is_opened_only_when_it_is_needed_and_closed_with_the_first() -> None:
    opened: list[FakeSpeechToText] = []

    def open_other() -> FakeSpeechToText:
        opened.append(FakeSpeechToText())
        return opened[-1]

    first = FakeSpeechToText()
    ear = FallingBackSpeechToText(first, open_other)
    hear(ear)
    assert opened == []
    first.failures = 1
    hear(ear), hear(ear)
    ear.close()
    assert len(opened) == 1 and opened[0].closed and first.closed
