"""Which voice was chosen is seen where people look: the home page's checks, and the emulator's notes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
import pytest

from santa_core.bootstrap import open_studio
from santa_core.services.health import Check
from santa_core.settings import Settings

KEY = "sk-very-secret"


def studio_with(folder: Path, **settings: Any) -> Any:
    return open_studio(
        Settings(_env_file=None, santa_data_dir=folder, santa_practice_key="drill", **settings)  # type: ignore[call-arg]
    )


@pytest.mark.parametrize(
    ("settings", "detail"),
    [
        ({"openai_api_key": None}, "eSpeak NG, on this machine."),
        (
            {"openai_api_key": KEY, "openai_base_url": None, "santa_openai_voice": "cedar"},
            "OpenAI speech: gpt-4o-mini-tts, voice cedar. What Santa says is sent there.",
        ),
    ],
)
async def test_the_chosen_voice_is_told(tmp_path: Path, settings: dict[str, Any], detail: str) -> None:
    studio = studio_with(tmp_path, **settings)
    assert Check("voice", True, detail, needed=False) in studio.health()
    transport = httpx.ASGITransport(studio.emulator)
    async with httpx.AsyncClient(transport=transport, base_url="http://santa.test") as http:
        notes = (await http.get("/control", headers={"X-Api-Key": "drill"})).json()["notes"]
    assert notes["voice"] == detail
    assert KEY not in str(studio.health()) + str(notes)
    await studio.emulator.state.emulator.aclose()
    studio.voice.close()
    studio.database.dispose()
