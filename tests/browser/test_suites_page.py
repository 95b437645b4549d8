"""The Suites tab in real Chromium: the matrix by mouse and by keyboard, ratings that stay, two widths."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from santa_core.domain.suites import RunState
from santa_core.storage.database import open_database
from santa_core.storage.default_prompt import seed_prompts
from santa_core.storage.prompt_library import SqlPromptLibrary
from santa_core.storage.suite_log import SqlSuiteLog
from tests.browser.studio_process import StudioProcess
from tests.fakes.suite_samples import a_run, a_scenario, an_outcome

HOSTILE = "<img src=x onerror=alert(1)>"


def _log_a_run(folder: Path) -> None:
    """30 scenarios, the first of which fails once in three."""
    folder.mkdir(parents=True)
    database = open_database(f"sqlite:///{(folder / 'santa.db').as_posix()}")
    seed_prompts(SqlPromptLibrary(database))
    log = SqlSuiteLog(database)
    scenarios = [a_scenario(f"case-{number}", title=f"Case {number} {HOSTILE}") for number in range(30)]
    run = a_run(scenarios=tuple(scenarios), repeats=3, state=RunState.FINISHED, finished_at=datetime.now(UTC))
    log.save_run(run)
    for cell in run.cells:
        passed = (cell.scenario_id, cell.repeat) != ("case-0", 2)
        log.save_outcome(run.run_id, an_outcome(1, cell.scenario_id, cell.repeat, passed=passed))
    database.dispose()


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StudioProcess]:
    folder = tmp_path_factory.mktemp("suites") / "data"
    _log_a_run(folder)
    process = StudioProcess(folder).start()
    yield process
    process.stop()


def _open(browser: Browser, studio: StudioProcess, *, width: int = 1400) -> Page:
    page = browser.new_context(viewport={"width": width, "height": 900}).new_page()
    page.goto(f"{studio.url}/prompts?tab=suites&run=run-1")
    expect(page.get_by_role("table")).to_be_visible(timeout=30_000)
    return page


def test_a_cell_opens_its_conversation_and_a_thumb_stays(browser: Browser, studio: StudioProcess) -> None:
    page = _open(browser, studio)
    cell = page.get_by_role("button", name="Case 0 ")
    expect(cell).to_have_accessible_name(
        f"Case 0 {HOSTILE}, blocker, version 1: passed 2 of 3 (67%), likely 21 to 94%"
    )
    expect(page.get_by_role("rowheader", name="Case 0 ")).to_contain_text(HOSTILE)
    cell.click()
    conversation = page.get_by_role("list", name="The conversation")
    expect(conversation).to_be_visible(timeout=20_000)
    expect(conversation).to_contain_text("Written by the model, not spoken as it stands")
    expect(page.get_by_role("heading", name="Case 0 ")).to_be_in_viewport(timeout=10_000)
    expect(cell).to_have_attribute("aria-pressed", "true")
    assert "scenario=case-0" in page.url

    page.get_by_label("Note").fill("He <b>promised</b> it")
    page.get_by_role("button", name="Bad", exact=True).click()
    expect(page.get_by_text("says bad")).to_be_visible(timeout=20_000)
    page.goto(page.url)
    expect(page.get_by_text("He <b>promised</b> it")).to_be_visible(timeout=30_000)
    page.context.close()


def test_the_matrix_goes_by_keyboard_and_keeps_its_place(browser: Browser, studio: StudioProcess) -> None:
    page = _open(browser, studio)
    page.get_by_role("button", name="Case 28 ").focus()
    page.keyboard.press("Tab")
    last = page.get_by_role("button", name="Case 29 ")
    expect(last).to_be_focused()
    page.keyboard.press("Enter")
    expect(last).to_have_attribute("aria-pressed", "true", timeout=20_000)
    expect(page.get_by_role("heading", name="Case 29 ")).to_be_visible(timeout=20_000)
    expect(last).to_be_focused()
    page.context.close()


def test_a_phone_scrolls_the_matrix_and_not_the_page(browser: Browser, studio: StudioProcess) -> None:
    page = _open(browser, studio, width=390)
    page.get_by_role("button", name="Case 0 ").click()
    expect(page.get_by_role("list", name="The conversation")).to_be_visible(timeout=20_000)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.context.close()
