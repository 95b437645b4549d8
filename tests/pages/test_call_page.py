"""The call page on a real studio; the call itself runs in a browser (tests/browser)."""

from __future__ import annotations

import json
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from santa_core.domain.calls import Quality
from santa_core.studio import Studio
from tests.pages.conftest import ROOT, OpenPage
from tests.pages.logged_calls import an_ended_call

HOSTILE = ["<b>Ed</b>", "{{prompt}}", ":material/home:", "$x$", "[a](b)", "N" * 300, "ليلى"]


def call_data(at: AppTest) -> dict[str, Any]:
    """What the component was given."""
    component = next(c for c in at.get("bidi_component") if "ticket" in c.proto.json)
    data: dict[str, Any] = json.loads(component.proto.json)
    return data


def warnings(at: AppTest) -> str:
    return " ".join(w.value for w in at.warning).replace("\\", "")


def name_field(at: AppTest) -> Any:
    return next(field for field in at.text_input if field.label == "Your name")


def test_nobody_has_to_give_a_name_before_a_call(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("getpass.getuser", lambda: "nora")
    at = open_page("call", caller=None)
    assert call_data(at)["blockedBecause"] is None
    assert name_field(at).value == "nora"


def test_an_account_without_a_name_is_a_guest(open_page: OpenPage, monkeypatch: pytest.MonkeyPatch) -> None:
    def nameless() -> str:
        raise OSError("no such user")

    monkeypatch.setattr("getpass.getuser", nameless)
    assert name_field(open_page("call", caller=None)).value == "Guest"


def test_a_given_name_is_kept(open_page: OpenPage) -> None:
    at = open_page("call", caller=None)
    name_field(at).set_value("  Nora  ")
    next(button for button in at.button if button.label == "That is me").click().run()
    assert at.session_state["staff_name"] == "Nora"
    assert call_data(at)["plan"]["childName"] == "Emma"


def test_an_empty_name_is_not_enough(open_page: OpenPage) -> None:
    at = open_page("call", caller=None)
    name_field(at).set_value("   ")
    next(button for button in at.button if button.label == "That is me").click().run()
    assert "Write a name" in at.error[0].value
    assert "staff_name" not in at.session_state


def test_a_page_opened_past_the_navigation_works_too(studio: Studio) -> None:
    at = AppTest.from_file(str(ROOT / "pages" / "call.py"), default_timeout=20).run()
    assert name_field(at)
    assert at.get("bidi_component")


def test_the_address_chooses_scenario_and_listening(open_page: OpenPage) -> None:
    at = open_page("call", scenario="shy-child", listen="typing")
    data = call_data(at)
    assert data["plan"]["childName"] == "Noah"
    assert data["plan"]["listen"] == "typing"
    assert data["blockedBecause"] is None
    assert data["cue"]["lines"][1] == "...hi."
    assert not at.warning


def test_an_unknown_value_in_the_address_is_a_sentence_and_the_rest_still_counts(open_page: OpenPage) -> None:
    at = open_page("call", scenario="<b>nope</b>", listen="shouting", avatar="heygen")
    said = warnings(at)
    assert "no scenario “<b>nope</b>”. Choose one" in said
    assert "listen=shouting, which is not one of: voice, push_to_talk, typing" in said
    assert call_data(at)["plan"]["avatar"] == "heygen"


def test_the_address_chooses_taking_turns_and_names_it_only_then(open_page: OpenPage) -> None:
    at = open_page("call", listen="push_to_talk", talk_over="0")
    assert call_data(at)["plan"]["listen"] == "push_to_talk"
    assert call_data(at)["plan"]["talkOver"] is False
    assert at.query_params["talk_over"] == "0"
    at.toggle(key="plan_talk_over").set_value(True).run()
    assert call_data(at)["plan"]["talkOver"] is True
    assert "talk_over" not in at.query_params


def test_an_address_that_neither_says_yes_nor_no_is_told(open_page: OpenPage) -> None:
    at = open_page("call", talk_over="maybe")
    assert "talk_over=maybe, which is not one of: 1, 0" in warnings(at)
    assert call_data(at)["plan"]["talkOver"] is True


def test_the_ticket_says_whether_the_child_may_talk_over_santa(open_page: OpenPage, studio: Studio) -> None:
    at = open_page("call", listen="voice")
    at.toggle(key="plan_talk_over").set_value(False).run()
    plan = studio.tickets.read_plan(call_data(at)["ticket"]).plan
    assert (plan.listen, plan.talk_over) == ("voice", False)


def test_an_avatar_that_is_not_set_up_says_how(open_page: OpenPage) -> None:
    at = open_page("call", avatar="heygen")
    assert "put HEYGEN_API_KEY into .env" in warnings(at)
    assert "HEYGEN_API_KEY" in call_data(at)["blockedBecause"]


def test_the_ticket_holds_the_plan_the_person_sees(open_page: OpenPage, studio: Studio) -> None:
    at = open_page("call", scenario="greeting", listen="typing")
    at.text_input(key="plan_name").set_value("Zoë")
    at.slider(key="plan_cap_minutes").set_value(5)
    at.text_area(key="plan_wishes").set_value("a bike\n\n a kite ")
    at.run()
    data = call_data(at)
    ticket = studio.tickets.read_plan(data["ticket"])
    assert ticket.call_id == data["callId"]
    assert ticket.staff_name == "Nora"
    assert ticket.plan.child.name == data["plan"]["childName"] == "Zoë"
    assert ticket.plan.child.wishes == ("a bike", "a kite")
    assert ticket.plan.cap_seconds == data["plan"]["capSeconds"] == 300
    # 5 min x 0.2 credit/min = 1 credit x $0.99
    assert "at most $0.99 for 5 min (1 credit)" in data["plan"]["priceLine"]


def test_a_rerun_hands_the_component_the_same_ticket(open_page: OpenPage) -> None:
    at = open_page("call")
    before = call_data(at)
    assert call_data(at.run()) == before


def test_without_a_name_the_call_cannot_start(open_page: OpenPage) -> None:
    at = open_page("call")
    at.text_input(key="plan_name").set_value("  ").run()
    assert "Give the child a name." in warnings(at)
    assert "Give the child a name." in call_data(at)["blockedBecause"]


def test_hostile_names_reach_the_call_as_they_were_typed(open_page: OpenPage, studio: Studio) -> None:
    at = open_page("call")
    for name in HOSTILE:
        at.text_input(key="plan_name").set_value(name).run()
        assert not at.exception
        data = call_data(at)
        assert data["blockedBecause"] is None
        assert data["plan"]["childName"] == name
        assert studio.tickets.read_plan(data["ticket"]).plan.child.name == name


def test_a_scenario_brings_its_child(open_page: OpenPage) -> None:
    at = open_page("call", scenario="greeting")
    at.selectbox(key="plan_scenario").set_value("shy-child").run()
    assert at.text_input(key="plan_name").value == "Noah"
    assert at.query_params["scenario"] == "shy-child"


def plan_fields(at: AppTest) -> dict[str, Any]:
    drawn = [*at.text_input, *at.selectbox, *at.slider, *at.text_area, *at.number_input]
    return {field.key: field.value for field in drawn if (field.key or "").startswith("plan_")}


def go_live(at: AppTest) -> str:
    """What the browser says when the picture is there. Returns the call's id."""
    call_id: str = call_data(at)["callId"]
    at.session_state["avatar_call"] = {"call": {"callId": call_id, "state": "live"}}
    at.run()
    assert not at.exception
    return call_id


def end(at: AppTest, call_id: str) -> None:
    at.session_state["avatar_call"] = {
        "call": {"callId": call_id, "state": "ended"},
        "ended": {"callId": call_id},
    }
    at.run()
    assert not at.exception


def test_a_live_call_shows_its_plan_to_read_and_keeps_its_ticket(open_page: OpenPage) -> None:
    at = open_page("call", listen="typing")
    at.text_input(key="plan_name").set_value("<b>Ed</b>").run()
    before = call_data(at)
    go_live(at)
    assert plan_fields(at) == {}
    summary = next(h.proto.body for h in at.get("html") if "plan-summary" in h.proto.body)
    assert "&lt;b&gt;Ed&lt;/b&gt;, 6" in summary
    assert "a dolls&#x27; house" in summary
    assert "Version 1 · production" in summary
    assert call_data(at) == before


def test_the_call_keeps_its_place_on_the_page(open_page: OpenPage, studio: Studio) -> None:
    def place(node: Any) -> list[int] | None:
        """The way down to the component: a new one would be a new component, and end the call."""
        if node.type == "bidi_component" and "ticket" in node.proto.json:
            return []
        for index, child in getattr(node, "children", {}).items():
            below = place(child)
            if below is not None:
                return [index, *below]
        return None

    at = open_page("call", listen="typing", scenario="nonsense")
    planned = place(at.main)
    assert planned is not None
    call_id = go_live(at)
    assert place(at.main) == planned
    an_ended_call(studio.call_log, started_at=studio.clock.now(), call_id=call_id)
    end(at, call_id)
    assert place(at.main) == planned


def test_an_ended_call_opens_its_review_and_the_plan_as_it_was(open_page: OpenPage, studio: Studio) -> None:
    at = open_page("call", listen="typing")
    at.text_input(key="plan_name").set_value("Zoë")
    at.slider(key="plan_cap_minutes").set_value(5)
    at.selectbox(key="plan_emotion").set_value("excited")
    at.run()
    planned = plan_fields(at)
    assert len(planned) >= 10
    call_id = go_live(at)
    at.run()
    an_ended_call(studio.call_log, started_at=studio.clock.now(), call_id=call_id)
    end(at, call_id)
    assert "Review of the call" in [h.value for h in at.header]
    assert plan_fields(at) == planned


def test_another_try_after_a_bad_connection_is_planned_with_a_smaller_picture(open_page: OpenPage) -> None:
    at = open_page("call", listen="typing")
    assert call_data(at)["plan"]["quality"] is None
    at.session_state["plan_next_quality"] = Quality.LOW  # as the browser asked for it
    at.run()
    assert not at.exception
    assert call_data(at)["plan"]["quality"] == "low"
    assert "plan_next_quality" not in at.session_state


def test_coming_back_to_the_page_plans_a_new_call_with_the_same_child(open_page: OpenPage) -> None:
    at = open_page("call", listen="typing")
    at.text_input(key="plan_name").set_value("Zoë").run()
    before = call_data(at)
    at.switch_page(str(ROOT / "pages" / "home.py")).run()
    at.switch_page(str(ROOT / "pages" / "call.py")).run()
    after = call_data(at)
    assert after["callId"] != before["callId"]
    assert after["plan"]["childName"] == "Zoë"


@pytest.mark.parametrize(
    ("address", "talks"),
    [
        ({"listen": "push_to_talk"}, "push to talk"),
        ({"listen": "voice", "talk_over": "0"}, "by voice, taking turns with Santa"),
        ({"listen": "typing", "talk_over": "0"}, "by typing"),
    ],
)
def test_the_summary_says_how_the_child_talks(
    address: dict[str, str], talks: str, open_page: OpenPage
) -> None:
    at = open_page("call", **address)
    go_live(at)
    summary = next(h.proto.body for h in at.get("html") if "plan-summary" in h.proto.body)
    assert f">{talks}</dd>" in summary


def test_a_language_the_ears_do_not_know_is_typed_and_the_page_says_why(open_page: OpenPage) -> None:
    at = open_page("call")
    assert call_data(at)["hearing"]["available"]
    at.selectbox(key="plan_language").set_value("pl").run()
    hearing = call_data(at)["hearing"]
    assert not hearing["available"]
    assert "know no Polish" in hearing["note"]
