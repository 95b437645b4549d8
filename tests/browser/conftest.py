"""A real Chromium, a real microphone file, and the studio in a process of its own."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, Page, Playwright, sync_playwright

from tests.browser.studio_process import StudioProcess

FLAGS = [
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream",
]  # fmt: skip

SPOKEN_RERUNS = 2

pytestmark = pytest.mark.browser


def launch(
    playwright: Playwright, *, microphone: Path | None = None, more_flags: Sequence[str] = ()
) -> Browser:
    """Debian's Chromium where there is one, else Playwright's own."""
    flags = [*FLAGS, *more_flags]
    if microphone is not None:
        flags.append(f"--use-file-for-fake-audio-capture={microphone}%noloop")
    try:
        return playwright.chromium.launch(executable_path=shutil.which("chromium"), args=flags)
    except Error as error:
        if os.environ.get("CI"):
            raise
        pytest.skip(f"no Chromium here ({error.message.splitlines()[0]}): run 'playwright install chromium'")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Sound does not wait for a busy machine. Nothing but these is run again (docs/decisions/0022)."""
    for item in items:
        if item.get_closest_marker("spoken"):
            item.add_marker(pytest.mark.flaky(reruns=SPOKEN_RERUNS))


# Not for the whole session: while Playwright runs, no asyncio test can have a loop of its own in this thread.
@pytest.fixture(scope="package")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="package")
def browser(playwright: Playwright) -> Iterator[Browser]:
    browser = launch(playwright)
    yield browser
    browser.close()


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StudioProcess]:
    process = StudioProcess(tmp_path_factory.mktemp("studio") / "data").start()
    yield process
    process.stop()


@pytest.fixture
def new_studio(tmp_path: Path) -> Iterator[Callable[[], StudioProcess]]:
    """Starts studios of a test's own, on one data folder."""
    started: list[StudioProcess] = []

    def start(**environment: str) -> StudioProcess:
        process = StudioProcess(tmp_path / "data", environment=environment).start()
        started.append(process)
        return process

    yield start
    for process in started:
        process.stop()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1400, "height": 1000})
    yield context.new_page()
    context.close()
