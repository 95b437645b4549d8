"""The vendors on the diagnostics page: well, down, hostile, crowded, and none at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest
from streamlit_webrtc import WebRtcStreamerContext, WebRtcStreamerState

from components import hearing_test, vendor_accounts
from santa_core.domain.accounts import AccountEvent
from santa_core.domain.calls import Avatar, CallState, EndReason, Listen
from santa_core.errors import NotAllowedError, ProviderRefused, ProviderUnavailable, StorageError, VendorWords
from santa_core.ports import AvatarInfo, VendorFailure, VoiceInfo
from santa_core.services.vendor_accounts import ask_accounts
from santa_core.studio import Studio
from tests.fakes.avatar_provider import FakeAvatarProvider
from tests.fakes.samples import a_plan
from tests.pages.conftest import OpenPage
from tests.pages.logged_calls import an_ended_call, an_event
from tests.pages.test_home_usage import words

SCRIPT = "<script>alert(1)</script>"


class ListingProvider(FakeAvatarProvider):
    """Its account has these avatars and voices."""

    listed_avatars: Sequence[AvatarInfo] = ()
    listed_voices: Sequence[VoiceInfo] = ()

    async def avatars(self) -> Sequence[AvatarInfo]:
        return self.listed_avatars

    async def voices(self) -> Sequence[VoiceInfo]:
        return self.listed_voices


@pytest.fixture(autouse=True)
def idle_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    """streamlit-webrtc wants a server, which AppTest has not: here nobody has pressed Start."""
    idle = WebRtcStreamerContext[Any, Any](worker=None, state=WebRtcStreamerState(False, False))
    monkeypatch.setattr(hearing_test, "webrtc_streamer", lambda **_: idle)
    monkeypatch.setattr(hearing_test, "link_of_try", hearing_test.link_of_try.__wrapped__)


@pytest.fixture
def heygen(studio: Studio) -> ListingProvider:
    """An account at HeyGen, with 9.6 credits: 9.6 / 0.2 = 48 min."""
    provider = ListingProvider(
        avatar=Avatar.HEYGEN, account="HeyGen", credits_left=Decimal("9.6"), clock=studio.clock
    )
    studio.providers[Avatar.HEYGEN] = provider
    return provider


def press(at: AppTest, label: str, *, number: int = 0) -> None:
    [button for button in at.button if button.label == label][number].click().run()
    assert not at.exception, [e.value for e in at.exception]


def table(at: AppTest, column: str) -> Any:
    return next(frame.value for frame in at.dataframe if column in frame.value.columns)


def labels(at: AppTest) -> list[str]:
    return [button.label for button in at.button]


def test_without_keys_the_page_says_how_to_set_a_vendor_up(open_page: OpenPage) -> None:
    said = words(open_page("diagnostics"))
    assert "No vendor is set up" in said
    assert "HEYGEN_API_KEY** · not set" in said
    assert "No session is open anywhere" in said
    assert "None, from the vendors or in calls" in said


def test_a_vendor_that_is_well(open_page: OpenPage, heygen: ListingProvider) -> None:
    said = words(open_page("diagnostics"))
    assert "HeyGen answers** · The key is accepted. It took 12 ms." in said
    assert "9.6 left, enough for 48 min of call" in said
    assert "As of " in said


def test_a_key_is_told_to_be_set_and_never_shown(
    open_page: OpenPage, studio: Studio, heygen: ListingProvider
) -> None:
    studio.settings = studio.settings.model_copy(update={"heygen_api_key": "very-secret-key"})
    at = open_page("diagnostics")
    assert "HEYGEN_API_KEY** · set" in words(at)
    sent = " ".join(str(getattr(element, "proto", "")) for element in at.main)
    assert "HEYGEN" in sent
    assert "very-secret-key" not in sent


def test_a_vendor_that_is_down_leaves_the_rest_of_the_page(
    open_page: OpenPage, heygen: ListingProvider
) -> None:
    heygen.list_error = ProviderUnavailable(
        "HeyGen did not answer.", kind="unavailable", vendor=VendorWords(502, None, SCRIPT)
    )
    said = words(open_page("diagnostics"))
    assert f"HeyGen did not answer. (It said: 502 {SCRIPT})" in said
    assert "HeyGen did not say which sessions are open" in said
    assert "No session is open anywhere" not in said
    assert "No video showing" in said


def test_a_studio_that_is_too_busy_to_ask_says_so(
    open_page: OpenPage, studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(work: object, *, timeout_seconds: float) -> None:
        raise TimeoutError

    monkeypatch.setattr(studio, "wait_for", busy)
    said = words(open_page("diagnostics"))
    assert "too busy to ask the vendors" in said
    assert "No video showing" in said


def test_answers_are_kept_for_half_a_minute_and_refreshed_on_request(
    open_page: OpenPage, studio: Studio, heygen: ListingProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    async def count(*arguments: Any, **options: Any) -> Any:
        asked.append(studio.clock.now())
        return await ask_accounts(*arguments, **options)

    monkeypatch.setattr("components.account_answers.ask_accounts", count)
    at = open_page("diagnostics")
    at.run()
    assert len(asked) == 1
    press(at, "Refresh")
    assert len(asked) == 2
    kept = at.session_state["account_reports"]
    at.session_state["account_reports"] = replace(kept, at=kept.at - timedelta(seconds=30))
    at.run()
    assert len(asked) == 3


# --- avatars and voices --------------------------------------------------------------------


def test_avatars_are_listed_on_request_and_pictures_only_when_asked_for(
    open_page: OpenPage, heygen: ListingProvider
) -> None:
    heygen.listed_avatars = [
        AvatarInfo("santa-1", f"{SCRIPT} :material/home:", "https://files.vendor.test/santa.png"),
        AvatarInfo("santa-2", "Plain", "http://files.vendor.test/santa.png"),
        AvatarInfo("santa-3", "Evil", "javascript:alert(1)"),
    ]
    heygen.listed_voices = [
        VoiceInfo("v1", "Deep", "en", "https://files.vendor.test/deep.mp3"),
        VoiceInfo("v2", "Data", None, "data:audio/wav;base64,AAAA"),
    ]
    at = open_page("diagnostics")
    assert "santa-1" not in str([frame.value.to_dict() for frame in at.dataframe])
    press(at, "List avatars and voices")
    assert table(at, "name")["id"].tolist() == ["santa-1", "santa-2", "santa-3"]
    assert table(at, "preview")["preview"].fillna("").tolist() == ["https://files.vendor.test/deep.mp3", ""]
    assert not at.get("image")
    at.toggle(key="previews_HeyGen").set_value(True).run()
    (pictures,) = at.get("image")
    assert [image.url for image in pictures.proto.imgs] == ["https://files.vendor.test/santa.png"]
    assert r"\<script\>" in pictures.proto.imgs[0].caption


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://files.vendor.test/a.png?x=1", True),
        ("http://files.vendor.test/a.png", False),
        ("javascript:alert(1)", False),
        ("data:image/png;base64,AA", False),
        ("//files.vendor.test/a.png", False),
        ("https:///a.png", False),
        ("https://[bad/a.png", False),
        ("https://files.vendor.test/a\n.png", False),
        ("", False),
        (None, False),
    ],
)
def test_only_https_addresses_reach_the_browser(url: str | None, safe: bool) -> None:
    assert vendor_accounts.is_safe_address(url) is safe


def test_a_list_that_cannot_be_had_is_said_in_the_vendors_words(
    open_page: OpenPage, heygen: ListingProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refuse() -> Sequence[AvatarInfo]:
        raise ProviderRefused("Not now.", vendor=VendorWords(403, "4003", f"no {SCRIPT}"))

    monkeypatch.setattr(heygen, "avatars", refuse)
    at = open_page("diagnostics")
    press(at, "List avatars and voices")
    assert f"Not now. (It said: 403 4003 no {SCRIPT})" in words(at)


# --- sessions ------------------------------------------------------------------------------


def test_a_stranger_is_closed_with_a_click_and_a_confirmation(
    open_page: OpenPage, studio: Studio, heygen: ListingProvider
) -> None:
    heygen.adopt_session("strange")
    at = open_page("diagnostics", caller="Nora")
    assert "unknown: opened elsewhere" in table(at, "owner")["owner"].tolist()
    assert "cannot be taken back" in words(at)
    assert heygen.closed == []
    press(at, "Yes, close it")
    assert heygen.closed == ["strange"]
    assert "The session strange at HeyGen is closed." in words(at)
    assert "No session is open anywhere" in words(at)
    events = studio.account_log.recent_account_events()
    assert {event.by for event in events} == {"Nora"}
    assert "stranger_closed" in [event.name for event in events]


def test_a_session_of_an_open_call_has_an_owner_and_no_button(
    open_page: OpenPage, studio: Studio, heygen: ListingProvider
) -> None:
    heygen.adopt_session("ours")
    now = studio.clock.now()
    an_ended_call(
        studio.call_log, started_at=now, avatar=Avatar.HEYGEN, session_id="ours", state=CallState.LIVE,
        ended_at=None, end_reason=None, bill=None, staff_name=SCRIPT, last_seen_at=now,
    )  # fmt: skip
    at = open_page("diagnostics")
    assert table(at, "owner")["owner"].tolist() == [f"a call of {SCRIPT}"]
    assert "Yes, close it" not in labels(at)


def test_a_session_that_its_call_left_behind_can_be_closed(
    open_page: OpenPage, studio: Studio, heygen: ListingProvider
) -> None:
    heygen.adopt_session("left")
    an_ended_call(studio.call_log, started_at=studio.clock.now(), avatar=Avatar.HEYGEN, session_id="left")
    at = open_page("diagnostics")
    assert "a call of Nora that is over" in words(at)
    press(at, "Yes, close it")
    assert heygen.closed == ["left"]


def test_a_vendor_that_will_not_close_says_why(
    open_page: OpenPage, heygen: ListingProvider, studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refuse(avatar: Avatar, session_id: str, *, by: str) -> None:
        raise NotAllowedError(f"This session belongs to a call of {SCRIPT}.")

    monkeypatch.setattr(studio.calls, "close_stranger", refuse)
    heygen.adopt_session("strange")
    at = open_page("diagnostics")
    press(at, "Yes, close it")
    assert f"strange was not closed. This session belongs to a call of {SCRIPT}." in words(at)
    assert "Yes, close it" in labels(at)


def test_two_hundred_sessions_are_all_in_the_table_and_few_have_buttons(
    open_page: OpenPage, heygen: ListingProvider
) -> None:
    for number in range(200):
        heygen.adopt_session(f"{SCRIPT}-{number}")
    at = open_page("diagnostics")
    assert len(table(at, "owner")) == 200
    assert labels(at).count("Yes, close it") == 8
    assert "192 more that may be closed" in words(at)


def test_orphans_that_were_closed_are_listed(open_page: OpenPage, studio: Studio) -> None:
    now = studio.clock.now()
    call = an_ended_call(studio.call_log, started_at=now, end_reason=EndReason.REAPED, staff_name=SCRIPT)
    studio.call_log.append_event(an_event(call, "reaped", {}, after_seconds=61))
    studio.account_log.append_account_event(
        AccountEvent("1", now, "HeyGen", "stranger_not_closed", SCRIPT, "abc", {})
    )
    at = open_page("diagnostics")
    links = [link.proto.label for link in at.get("page_link")]
    assert any(r"a call of \<script\>" in label for label in links)
    assert f"session abc at HeyGen could not be closed, by {SCRIPT}" in words(at)


def test_a_call_without_a_server_is_told(open_page: OpenPage, studio: Studio) -> None:
    before = studio.clock.now() - timedelta(minutes=10)
    an_ended_call(
        studio.call_log, started_at=before, state=CallState.LIVE, ended_at=None, end_reason=None, bill=None,
        last_seen_at=before,
    )  # fmt: skip
    said = words(open_page("diagnostics"))
    assert "A call of Nora lost its server" in said
    assert "1 call is open without an owner, the oldest for 10 min" in said


# --- troubles and errors -------------------------------------------------------------------


def test_a_trouble_is_shown_with_its_cure_and_its_call(open_page: OpenPage, studio: Studio) -> None:
    call = an_ended_call(
        studio.call_log, started_at=studio.clock.now() - timedelta(hours=1), plan=a_plan(listen=Listen.VOICE)
    )
    studio.call_log.append_event(an_event(call, "first_frame", {}, after_seconds=1))
    studio.call_log.append_event(an_event(call, "echo_heard", {}, after_seconds=5))
    at = open_page("diagnostics")
    said = words(at)
    assert "Audio echo** · trouble" in said
    assert "1 of 1 call: Santa came back through the microphone" in said
    assert "No video showing** · fine" in said
    assert any(call.call_id in str(link.proto) for link in at.get("page_link"))


def test_an_empty_log_knows_nothing_yet(open_page: OpenPage) -> None:
    said = words(open_page("diagnostics"))
    assert "No video showing** · not known yet" in said
    assert "No calls in the last 7 days." in said


def test_last_errors_show_the_vendors_words_as_text(
    open_page: OpenPage, studio: Studio, heygen: ListingProvider
) -> None:
    at_noon = datetime.fromisoformat("2026-12-20T12:00:00+00:00")
    heygen.failures = [
        VendorFailure(at_noon, "POST /v1/streaming.new", "other", VendorWords(500, None, SCRIPT))
    ]
    call = an_ended_call(studio.call_log, started_at=studio.clock.now(), avatar=Avatar.HEYGEN)
    studio.call_log.append_event(an_event(call, "speak_failed", {"message": "blocked"}, after_seconds=1))
    errors = table(open_page("diagnostics"), "words")
    assert f"other: 500 {SCRIPT}" in errors["words"].tolist()
    assert f"call?review={call.call_id}" in errors["review"].tolist()


def test_a_log_that_cannot_be_read_leaves_the_vendors(
    open_page: OpenPage, studio: Studio, heygen: ListingProvider
) -> None:
    class BrokenLog:
        def __getattr__(self, _: str) -> object:
            def fail(*_: object, **__: object) -> None:
                raise StorageError("The disk is full. Make room, then try again.")

            return fail

    studio.call_log = BrokenLog()  # type: ignore[assignment]
    said = words(open_page("diagnostics"))
    assert "The disk is full. Make room" in said
    assert "HeyGen answers" in said


def test_closing_is_told_once(studio: Studio) -> None:
    at = AppTest.from_function(_closing_outcomes).run()
    assert [m.value for m in at.markdown] == ["first None"]


def _closing_outcomes() -> None:
    import streamlit as st

    from components import session_state

    session_state.remember_closing_outcome("first")
    st.markdown(f"{session_state.closing_outcome()} {session_state.closing_outcome()}")
