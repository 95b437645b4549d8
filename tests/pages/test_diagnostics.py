"""The diagnostics page on a real studio, in every state a browser can bring it into."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest
from streamlit_webrtc import WebRtcStreamerContext, WebRtcStreamerState
from streamlit_webrtc.webrtc import SignallingTimeoutError

from components import hearing_test
from components.hearing_test.sound_link import SoundLink
from components.hearing_test.tier_hearing import HeardUtterance, TierWords
from santa_core.errors import StorageError
from santa_core.studio import Studio
from tests.pages.conftest import OpenPage
from tests.pages.test_home_usage import words


class ToldLink(SoundLink):
    """A link whose browser is the test. `seconds` is its clock."""

    def __init__(self) -> None:
        super().__init__({}, clock=lambda: self.seconds)
        self.seconds = 0.0
        self.heard: dict[str, TierWords] = {}

    def words(self) -> dict[str, TierWords]:
        return self.heard

    def browser_is_idle(self) -> None:
        """The component, which does not run here, would say so."""


@pytest.fixture(autouse=True)
def idle_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    """streamlit-webrtc wants a server, which AppTest has not: here nobody has pressed Start."""
    idle = WebRtcStreamerContext[Any, Any](worker=None, state=WebRtcStreamerState(False, False))
    monkeypatch.setattr(hearing_test, "webrtc_streamer", lambda **_: idle)
    # All tests are one tab to Streamlit: without its cache each has a link of its own.
    monkeypatch.setattr(hearing_test, "link_of_try", hearing_test.link_of_try.__wrapped__)


@pytest.fixture
def links(monkeypatch: pytest.MonkeyPatch) -> dict[int, ToldLink]:
    """The links of each try, made as they are asked for."""
    made: dict[int, ToldLink] = {}
    monkeypatch.setattr(hearing_test, "link_of_try", lambda number, **_: made.setdefault(number, ToldLink()))
    return made


def only(links: dict[int, ToldLink]) -> ToldLink:
    return links[max(links)]


def button(at: AppTest, label: str) -> bool:
    return any(found.label == label for found in at.button)


def test_before_anything_is_said(open_page: OpenPage) -> None:
    at = open_page("diagnostics")
    said = words(at)
    assert "Nothing is recorded or stored" in said
    assert "Press Start and allow the microphone" in said
    assert "Hello Santa, my name is Emma and I would like a red bicycle" in said
    assert "Practice recogniser (pocketsphinx)" in said
    assert "Put headphones on" not in said
    assert not button(at, "Try again")
    assert "Every event is written down" in said  # this studio's checks


def test_the_language_chooses_the_line(open_page: OpenPage) -> None:
    at = open_page("diagnostics")
    at.selectbox(key="hearing_language").select("pl").run()
    assert "czerwony rower" in words(at)


def test_the_echo_is_off_and_asks_for_headphones(open_page: OpenPage) -> None:
    at = open_page("diagnostics")
    assert at.toggle(key="hearing_echo").value is False
    at.toggle(key="hearing_echo").set_value(True).run()
    assert "Put headphones on" in words(at)


def test_a_connection_that_does_not_come_about_is_said_and_can_be_tried_anew(
    open_page: OpenPage, links: dict[int, ToldLink]
) -> None:
    at = open_page("diagnostics")
    first = only(links)
    first.addTrack(None)  # type: ignore[arg-type]
    first.seconds = 7.0
    at.run()
    assert "Connecting to the studio" in words(at)
    first.seconds = 8.5
    at.run()
    assert "No connection came about within 8 seconds" in words(at)
    assert "firewall" in words(at)
    assert "call page" not in words(at)
    next(b for b in at.button if b.label == "Try again").click().run()
    second = only(links)
    assert second is not first
    assert "Press Start" in words(at)
    # Fails again: now there is another way.
    second.refused()
    at.run()
    assert "The call page checks microphone and speakers within the browser" in words(at)


def test_leaving_the_page_forgets_the_failures(open_page: OpenPage, links: dict[int, ToldLink]) -> None:
    at = open_page("diagnostics")
    only(links).refused()
    at.run()
    next(b for b in at.button if b.label == "Try again").click().run()
    at.session_state["place"] = "home"
    at.run()
    only(links).refused()
    at.run()
    assert button(at, "Try again")
    assert "The call page checks" not in words(at)


def test_heard_words_are_text_and_doubtful_ones_are_asked_again(
    open_page: OpenPage, links: dict[int, ToldLink]
) -> None:
    at = open_page("diagnostics")
    only(links).heard = {
        "pocketsphinx": TierWords(
            True,
            "**hello** :red[x]",
            (
                HeardUtterance("hello santa my name is emma", 0.61, 460, 350),
                HeardUtterance("and i would like a red bicycle", 0.34, 420, 350),
            ),
        )
    }
    at.run()
    said = words(at)
    assert "Hearing … **hello** :\u2060red[x]" in said or "**hello** :red[x]" in said
    assert "“hello santa my name is emma”" in said
    assert "61% sure" in said
    assert "0.46 s after the last sound, 0.35 s of it the pause" in said
    assert "Words wrong in the line: **0%**" in said
    assert said.count("Santa would ask again") == 1


def test_a_tier_that_is_not_here_says_why(open_page: OpenPage, studio: Studio) -> None:
    """Nobody has a key or a model's folder in a test: the other two tiers say what to do."""
    at = open_page("diagnostics")
    said = words(at)
    assert len(studio.hearing_tiers) == 3
    assert "put OPENAI_API_KEY into .env" in said
    assert "Whisper" in said
    assert said.count("Nothing said yet") == 1  # the practice ears alone can be spoken to


def test_a_database_in_trouble_leaves_the_hearing_test(
    open_page: OpenPage, studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise StorageError("The log <b>cannot</b> be read.")

    monkeypatch.setattr(studio, "health", fail)
    at = open_page("diagnostics")
    assert "The log <b>cannot</b> be read." in words(at)
    assert "Press Start" in words(at)


def test_an_offer_that_cannot_be_answered_is_a_failed_try(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**_: object) -> None:
        raise SignallingTimeoutError("Processing offer has not finished")

    monkeypatch.setattr(hearing_test, "webrtc_streamer", fail)
    at = open_page("diagnostics")
    assert "No connection came about" in words(at)
    assert button(at, "Try again")
