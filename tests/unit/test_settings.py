"""Settings: a bad value is named, never shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from santa_core.errors import SettingsError
from santa_core.settings import load_settings

OURS = ("OPENAI", "HEYGEN", "SANTA", "DATABASE", "NEXT_PUBLIC")


@pytest.fixture(autouse=True)
def no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    for name in list(os.environ):
        if name.startswith(OURS):
            monkeypatch.delenv(name)


def env(tmp_path: Path, text: str) -> Path:
    file = tmp_path / ".env"
    file.write_text(text)
    return file


def test_a_fresh_machine_needs_no_settings() -> None:
    settings = load_settings(env_file=None)
    assert settings.database_url == "sqlite:///data/santa.db"
    assert not settings.has_language_model


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (
            "DATABASE_URL=mysql://root:hunter2@db/x",
            "DATABASE_URL must begin with sqlite:/// or postgresql://",
        ),
        ("OPENAI_BASE_URL=localhost:11434", "OPENAI_BASE_URL must begin with http:// or https://"),
        ("SANTA_MAX_CALLS=many", "SANTA_MAX_CALLS"),
        ("SANTA_MAX_CALLS=0", "SANTA_MAX_CALLS"),
        ("SANTA_PAUSE_MS=50", "SANTA_PAUSE_MS input should be greater than or equal to 200"),
        ("SANTA_PAUSE_MS=5000", "SANTA_PAUSE_MS input should be less than or equal to 2000"),
        ("SANTA_PAUSE_MS=soon", "SANTA_PAUSE_MS input should be a valid integer"),
        (
            "SANTA_UNFINISHED_PAUSE_MS=5001",
            "SANTA_UNFINISHED_PAUSE_MS input should be less than or equal",
        ),
        (
            "SANTA_UNFINISHED_PAUSE_MS=-1",
            "SANTA_UNFINISHED_PAUSE_MS input should be greater than or",
        ),
        ("SANTA_VOICE=openai", "SANTA_VOICE is openai and needs OPENAI_API_KEY or OPENAI_BASE_URL: set one"),
        ("SANTA_VOICE=openai\nOPENAI_BASE_URL=hunter2", "OPENAI_BASE_URL must begin"),
        ("SANTA_VOICE=parrot", "SANTA_VOICE"),
        ("SANTA_MODERATION=on", "SANTA_MODERATION is on and needs OPENAI_API_KEY or OPENAI_BASE_URL: set"),
        ("SANTA_MODERATION=maybe", "SANTA_MODERATION"),
    ],
)
def test_a_bad_value_is_named_and_not_repeated(tmp_path: Path, line: str, says: str) -> None:
    with pytest.raises(SettingsError) as refused:
        load_settings(env_file=env(tmp_path, line))
    assert says in str(refused.value)
    assert "hunter2" not in str(refused.value)
    assert ".env" in str(refused.value)


def test_a_file_that_is_no_text_says_so(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_bytes(b"OPENAI_API_KEY=\xff\xfe\x00")
    with pytest.raises(SettingsError, match="UTF-8"):
        load_settings(env_file=file)


def test_the_seeds_names_are_read_too(tmp_path: Path) -> None:
    settings = load_settings(env_file=env(tmp_path, "NEXT_PUBLIC_SANTA_AVATAR_ID=a1\nSANTA_VOICE_ID=v1"))
    assert (settings.santa_avatar_id, settings.santa_voice_id) == ("a1", "v1")


def test_empty_lines_of_the_example_file_mean_unset(tmp_path: Path) -> None:
    settings = load_settings(env_file=env(tmp_path, "OPENAI_API_KEY=\nHEYGEN_API_KEY=\n"))
    assert settings.openai_api_key is None
    assert not settings.has_language_model


def test_a_key_is_never_in_a_repr(tmp_path: Path) -> None:
    settings = load_settings(env_file=env(tmp_path, "OPENAI_API_KEY=sk-secret\nHEYGEN_API_KEY=hg-secret"))
    assert "secret" not in repr(settings).replace("santa_studio_secret", "")


def test_a_local_server_needs_no_key(tmp_path: Path) -> None:
    assert load_settings(
        env_file=env(tmp_path, "OPENAI_BASE_URL=http://localhost:11434/v1")
    ).has_language_model


@pytest.mark.parametrize("service", ["OPENAI_API_KEY=k", "OPENAI_BASE_URL=http://localhost:8000/v1"])
def test_openais_voice_needs_a_key_or_a_server_of_their_kind(tmp_path: Path, service: str) -> None:
    assert load_settings(env_file=env(tmp_path, f"{service}\nSANTA_VOICE=openai")).santa_voice == "openai"


@pytest.mark.parametrize(
    ("lines", "asks"),
    [
        ("", False),
        ("OPENAI_API_KEY=k", True),
        ("OPENAI_API_KEY=k\nOPENAI_BASE_URL=https://api.openai.com/v1/", True),
        ("OPENAI_API_KEY=k\nOPENAI_BASE_URL=http://localhost:11434/v1", False),  # it has no such endpoint
        ("OPENAI_BASE_URL=http://localhost:11434/v1\nSANTA_MODERATION=on", True),
        ("OPENAI_API_KEY=k\nSANTA_MODERATION=off", False),
    ],
)
def test_the_moderation_service_is_asked_where_it_is(tmp_path: Path, lines: str, asks: bool) -> None:
    assert load_settings(env_file=env(tmp_path, lines)).has_moderation is asks
