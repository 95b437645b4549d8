"""The call component's Python side: what it hands to the browser and what it reads back."""

from __future__ import annotations

import hashlib
import json
import re
from decimal import Decimal
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from components.avatar_call import (
    BUNDLE_DIR,
    AvatarCallView,
    CueCardView,
    HearingView,
    OperatorLine,
    PlanView,
    _read,
    bundle_url,
)
from santa_core.domain.calls import Avatar, CallState, Listen, Quality

PROTOCOL = Path(__file__).parents[2] / "components" / "avatar_call" / "frontend" / "src" / "protocol.ts"


def a_view(child_language: str = "en") -> AvatarCallView:
    return AvatarCallView(
        ticket="signed",
        call_id="call-1",
        plan=PlanView(
            scenario_title="A first hello",
            child_name="<b>Ed</b>",
            child_language=child_language,
            avatar=Avatar.PRACTICE,
            avatar_label="Practice Santa",
            santa_label="Scripted Santa",
            listen=Listen.TYPING,
            quality=None,
            cap_seconds=600,
            cap_label="10 min",
            price_line="Practice is free.",
            usd_per_minute=Decimal("0.198"),
        ),
        cue=CueCardView(lines=("Hello",), must=("Greet",), must_not=("Promise",)),
        operator_lines=(OperatorLine("Greeting", "Ho ho ho!"),),
        hearing=HearingView(available=False, note="No ears."),
    )


def fields_in_typescript(interface: str) -> set[str]:
    body = re.search(rf"export interface {interface} {{(.*?)\n}}", PROTOCOL.read_text(), re.DOTALL)
    assert body is not None, interface
    return set(re.findall(r"^ {2}(\w+)\??:", body.group(1), re.MULTILINE))


@pytest.mark.parametrize(
    ("interface", "data"),
    [
        ("CallData", a_view().as_data()),
        ("Plan", a_view().plan.as_data()),
        ("CueCard", a_view().cue.as_data()),
    ],
)
def test_python_hands_over_just_the_fields_that_typescript_expects(
    interface: str, data: dict[str, object]
) -> None:
    assert set(data) == fields_in_typescript(interface)


def test_the_data_is_json_and_a_price_stays_exact() -> None:
    data = json.loads(json.dumps(a_view().as_data()))
    assert data["plan"]["usdPerMinute"] == "0.198"
    assert data["plan"]["quality"] is None
    assert data["operatorLines"] == [{"label": "Greeting", "text": "Ho ho ho!"}]


@pytest.mark.parametrize(("language", "rtl"), [("en", False), ("ar", True), ("he-IL", True), ("pl", False)])
def test_right_to_left_follows_the_childs_language(language: str, rtl: bool) -> None:
    assert a_view(language).plan.as_data()["rtl"] is rtl


def test_what_the_browser_said_is_read_into_a_snapshot() -> None:
    snapshot = _read({"call": {"callId": "call-1", "state": "ended"}, "ended": {"callId": "call-1"}})
    assert (snapshot.call_id, snapshot.state, snapshot.ended_call_id) == ("call-1", CallState.ENDED, "call-1")
    assert not snapshot.ticket_expired
    assert not snapshot.new_call
    assert _read({"ticket_expired": {}}).ticket_expired
    assert _read({"new_call": {}}).new_call
    assert _read({"new_call": {"quality": None}}).new_call_quality is None
    assert _read({"new_call": {"quality": "low"}}).new_call_quality is Quality.LOW
    assert _read({"new_call": {"quality": "huge"}}).new_call_quality is None


@pytest.mark.parametrize(
    "said", [{}, {"call": None}, {"call": {"state": "nonsense"}}, {"call": "x", "ended": 1}]
)
def test_nonsense_from_the_browser_is_no_snapshot(said: dict[str, object]) -> None:
    snapshot = _read(said)
    assert (snapshot.call_id, snapshot.state, snapshot.ended_call_id) == (None, None, None)


def test_the_bundles_address_carries_the_hash_of_its_content() -> None:
    content = (BUNDLE_DIR / "avatar-call.js").read_bytes()
    digest = hashlib.sha256(content).hexdigest()[:16]
    assert bundle_url() == f"/assets/avatar-call/avatar-call.js?v={digest}"


def test_the_bundles_address_follows_the_base_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(st, "get_option", lambda _: "/santa/")
    assert bundle_url().startswith("/santa/assets/avatar-call/")


def test_the_bundle_holds_the_sdk_and_no_key() -> None:
    code = (BUNDLE_DIR / "avatar-call.js").read_text()
    assert "/v1/streaming.task" in code
    assert "X-Api-Key" not in code


def _page() -> None:
    from components.avatar_call import avatar_call
    from tests.unit.test_avatar_call import a_view

    avatar_call(a_view())


def test_a_page_draws_it_with_its_data() -> None:
    page = AppTest.from_function(_page).run()
    assert not page.exception
    [component] = page.get("bidi_component")
    assert json.loads(component.proto.json)["plan"]["childName"] == "<b>Ed</b>"
