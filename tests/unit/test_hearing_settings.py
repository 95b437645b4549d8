"""From .env to the tier that hears."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from santa_core.bootstrap import open_studio
from santa_core.errors import SettingsError
from santa_core.settings import Settings, load_settings
from santa_core.speech.hearing.options import OPENAI, POCKETSPHINX
from santa_core.studio import Studio

KEY = "sk-very-secret"


def a_studio(folder: Path, **settings: Any) -> Studio:
    return open_studio(Settings(_env_file=None, santa_data_dir=folder, **settings))  # type: ignore[call-arg]


@pytest.fixture(autouse=True)
def no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "SANTA_EARS", "SANTA_WHISPER_MODEL"):
        monkeypatch.delenv(name, raising=False)


def test_without_settings_pocketsphinx_hears(tmp_path: Path) -> None:
    studio = a_studio(tmp_path)
    assert studio.hearing_options.tier == POCKETSPHINX
    assert [tier.name for tier in studio.hearing_tiers] == ["pocketsphinx", "openai", "whisper"]


def test_a_key_brings_openai_which_hears_with_the_model_that_is_named(tmp_path: Path) -> None:
    studio = a_studio(tmp_path, openai_api_key=KEY, santa_transcription_model="gpt-4o-transcribe")
    assert studio.hearing_options.tier == OPENAI
    assert studio.hearing_options.openai_api_key == KEY
    assert studio.hearing_options.openai_model == "gpt-4o-transcribe"
    assert KEY not in repr(studio.hearing_options) + repr(studio.hearing_tiers)


def test_who_wants_to_stay_on_this_machine_says_so(tmp_path: Path) -> None:
    assert (
        a_studio(tmp_path, openai_api_key=KEY, santa_ears=POCKETSPHINX).hearing_options.tier == POCKETSPHINX
    )


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"santa_ears": "openai"}, "SANTA_EARS is openai, but there is no key"),
        ({"santa_ears": "whisper"}, "SANTA_EARS is whisper, but no model is named"),
        ({"santa_whisper_model": Path("/nowhere")}, "SANTA_WHISPER_MODEL is '/nowhere', which is no folder"),
    ],
)
def test_ears_that_cannot_hear_keep_the_studio_shut(
    tmp_path: Path, settings: dict[str, Any], says: str
) -> None:
    with pytest.raises(SettingsError, match="Cannot start: ") as refused:
        a_studio(tmp_path / "data", **settings)
    assert says in str(refused.value)
    assert not (tmp_path / "data").exists()


def test_ears_nobody_has_are_named(tmp_path: Path) -> None:
    env = tmp_path / ".env"
    env.write_text("SANTA_EARS=rabbit\n")
    with pytest.raises(SettingsError, match="SANTA_EARS") as refused:
        load_settings(env_file=env)
    assert "'pocketsphinx'" in str(refused.value) and "rabbit" not in str(refused.value)
