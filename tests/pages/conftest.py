"""The pages on a real studio: SQLite in a folder of the test's own, practice avatar, scripted Santa."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from santa_core.bootstrap import open_studio
from santa_core.settings import Settings, load_settings
from santa_core.studio import Studio

ROOT = Path(__file__).parents[2]
KEYS = (
    "OPENAI_API_KEY", "OPENAI_BASE_URL", "HEYGEN_API_KEY", "LIVEAVATAR_API_KEY", "LIVEAVATAR_AVATAR_ID",
    "DATABASE_URL", "SANTA_STUDIO_SECRET", "SANTA_MONTHLY_BUDGET_USD",
)  # fmt: skip

OpenPage = Callable[..., AppTest]


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    for key in KEYS:
        monkeypatch.delenv(key, raising=False)
    monkeypatch.setenv("SANTA_DATA_DIR", str(tmp_path / "data"))
    return load_settings(env_file=None)


@pytest.fixture
def studio(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Studio]:
    opened = open_studio(settings)
    monkeypatch.setattr("components.services.studio", lambda: opened)
    yield opened
    opened.database.dispose()


@pytest.fixture
def open_page(studio: Studio) -> OpenPage:
    """Opens a page as its address would; `caller` None: nobody has said who is calling."""

    def open_(page: str, *, caller: str | None = "Nora", **query: str) -> AppTest:
        at = AppTest.from_file(str(ROOT / "pages" / "navigation.py"), default_timeout=20)
        for name, value in query.items():
            at.query_params[name] = value
        if caller is not None:
            at.session_state["staff_name"] = caller
        at.switch_page(str(ROOT / "pages" / f"{page}.py")).run()
        assert not at.exception, [e.value for e in at.exception]
        return at

    return open_
