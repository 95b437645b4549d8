"""Which avatars a studio offers, by its settings, and what it says of the others."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from santa_core.bootstrap import open_studio
from santa_core.domain.calls import Avatar
from santa_core.settings import Settings
from santa_core.studio import Studio

LABELS = {
    Avatar.PRACTICE: "Practice Santa",
    Avatar.HEYGEN: "HeyGen",
    Avatar.LIVEAVATAR: "LiveAvatar",
    Avatar.LIVEAVATAR_SANDBOX: "LiveAvatar sandbox",
}
LIVEAVATAR = {"liveavatar_api_key": "la-key", "liveavatar_avatar_id": "8f59f2d6-5a37-4c0e-9c1e-0a5a27a5a001"}


async def _close(studio: Studio) -> None:
    async with studio.running():
        pass


@pytest.mark.parametrize(
    ("given", "offered", "missing"),
    [
        ({}, {Avatar.PRACTICE}, "LIVEAVATAR_API_KEY and LIVEAVATAR_AVATAR_ID into .env"),
        (
            {"liveavatar_api_key": "la-key"},
            {Avatar.PRACTICE, Avatar.LIVEAVATAR_SANDBOX},
            "put LIVEAVATAR_AVATAR_ID into .env",
        ),
        (
            {"liveavatar_avatar_id": LIVEAVATAR["liveavatar_avatar_id"]},
            {Avatar.PRACTICE},
            "put LIVEAVATAR_API_KEY into .env",
        ),
        (LIVEAVATAR, {Avatar.PRACTICE, Avatar.LIVEAVATAR, Avatar.LIVEAVATAR_SANDBOX}, ""),
        ({"heygen_api_key": "hg-key", **LIVEAVATAR}, set(LABELS), ""),
    ],
)
async def test_each_avatar_is_offered_or_says_exactly_what_is_missing(
    tmp_path: Path, given: dict[str, Any], offered: set[Avatar], missing: str
) -> None:
    studio = open_studio(Settings(_env_file=None, santa_data_dir=tmp_path, **given))
    choices = {choice.avatar: choice for choice in studio.avatars}
    assert {avatar: choice.label for avatar, choice in choices.items()} == LABELS
    assert (
        {avatar for avatar, choice in choices.items() if choice.available} == offered == set(studio.providers)
    )
    because = choices[Avatar.LIVEAVATAR].because
    assert missing in because
    assert bool(missing) is bool(because)
    # The sandbox has an avatar of its own: its key is enough.
    needs_key = "" if "liveavatar_api_key" in given else "put LIVEAVATAR_API_KEY into .env"
    assert needs_key in choices[Avatar.LIVEAVATAR_SANDBOX].because
    assert bool(needs_key) is bool(choices[Avatar.LIVEAVATAR_SANDBOX].because)
    assert "la-key" not in because
    for avatar, provider in studio.providers.items():
        assert provider.avatar is avatar
    await _close(studio)
