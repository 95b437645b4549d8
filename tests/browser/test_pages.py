"""The pages in real Chromium: text stays text, the name is asked once, nothing comes from elsewhere."""

from __future__ import annotations

from playwright.sync_api import Page, Request, expect

from tests.browser.call_page import WAIT_MS, CallPage
from tests.browser.studio_process import StudioProcess

HOSTILE = "<b>Ed</b> :material/home: $x$ [a](b) :red[r] -> **z**"


def test_a_hostile_name_is_shown_as_it_was_typed(page: Page, studio: StudioProcess) -> None:
    call = CallPage(page, studio.url).open()
    name = page.get_by_label("Child's name")
    name.fill(HOSTILE)
    name.press("Enter")
    expect(page.get_by_text(f"{HOSTILE} calls Santa")).to_be_visible(timeout=WAIT_MS)
    call.start().wait_for_santa(1)
    call.say("<img src=x onerror=alert(1)>")
    call.wait_for_santa(2)
    call.end()
    said = page.get_by_role("list", name="What was said")
    expect(said.get_by_text("<img src=x onerror=alert(1)>")).to_be_visible(timeout=WAIT_MS)
    expect(said.get_by_text(HOSTILE)).to_be_visible()
    page.get_by_role("link", name="Home").first.click()
    # The word joiners that keep Streamlit from making icons and arrows have no width.
    last_call = page.get_by_role("link", name="A first hello with").first
    expect(last_call).to_be_visible(timeout=WAIT_MS)
    assert last_call.inner_text().replace("\u2060", "").find(HOSTILE[:40]) >= 0


def test_a_name_is_given_once_in_a_browser(page: Page, studio: StudioProcess) -> None:
    page.goto(studio.url)
    page.get_by_role("button", name="is that you?").click()
    name = page.get_by_label("Your name")
    name.fill("Zoë O'Brien; x=1")
    name.press("Enter")
    page.wait_for_function("document.cookie.includes('santa_studio_name')")
    page.goto(f"{studio.url}/usage")
    expect(page.get_by_role("heading", name="Usage in")).to_be_visible(timeout=WAIT_MS)
    page.goto(studio.url)
    expect(page.get_by_role("button", name="Calling as Zoë O'Brien; x=1")).to_be_visible(timeout=WAIT_MS)


def test_nothing_is_loaded_from_elsewhere(page: Page, studio: StudioProcess) -> None:
    elsewhere: list[str] = []

    def note(request: Request) -> None:
        if not request.url.startswith((studio.url, "data:", "blob:")):
            elsewhere.append(request.url)

    page.on("request", note)
    CallPage(page, studio.url).open()
    for address, heading in (
        ("prompts", "Prompts"),
        ("usage", "Usage in"),
        ("diagnostics", "Diagnostics"),
        ("", "Santa call studio"),
    ):
        page.goto(f"{studio.url}/{address}")
        expect(page.get_by_role("heading", name=heading).first).to_be_visible(timeout=WAIT_MS)
    assert elsewhere == []
