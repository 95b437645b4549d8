"""The safety check in the review of a call, and the way from a moment of it to a test case."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial

import pytest

from santa_core.domain.calls import Child, TurnOrigin
from santa_core.domain.safety.model import AlertKind, Rule
from santa_core.services.call_review import review_call
from santa_core.studio import Studio
from tests.fakes.safety import fake_rules
from tests.pages.conftest import OpenPage
from tests.pages.logged_calls import a_turn, an_ended_call, an_event
from tests.pages.test_review import html

AT = datetime(2025, 12, 20, 17, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def rules(monkeypatch: pytest.MonkeyPatch) -> None:
    found = fake_rules(blocks={"I promise": Rule.PROMISE}, alerts={"hurts me": AlertKind.DISCLOSURE})
    monkeypatch.setattr("components.review.review_call", partial(review_call, rules=found))


def links(at: object) -> dict[str, list[str]]:
    """By label: the queries of the page links."""
    found: dict[str, list[str]] = {}
    for link in at.get("page_link"):  # type: ignore[attr-defined]
        found.setdefault(link.proto.label, []).append(link.proto.query_string)
    return found


def test_a_block_stands_beside_its_turn_as_text(open_page: OpenPage, studio: Studio) -> None:
    call = an_ended_call(studio.call_log, started_at=AT)
    answer = a_turn(call, 0, "Your family decides.", origin=TurnOrigin.ANSWER)
    studio.call_log.save_turn(answer)
    detail = {
        "turn_id": answer.turn_id, "rules": ["promise"], "written": "I promise <b>a bike</b>.",
        "spoken": "Your family decides.",
        "violations": [{"rule": "promise", "severity": "blocker", "span": [0, 9],
                        "reason": "It <i>promises</i>."}],
    }  # fmt: skip
    studio.call_log.append_event(an_event(call, "reply_blocked", detail, after_seconds=3))
    shown = html(open_page("call", review=call.call_id))
    assert (
        "<strong>Blocked:</strong> It &lt;i&gt;promises&lt;/i&gt;. He would have said: "
        "<q>I promise &lt;b&gt;a bike&lt;/b&gt;.</q>"
    ) in shown


def test_an_old_call_is_looked_at_by_todays_rules(open_page: OpenPage, studio: Studio) -> None:
    call = an_ended_call(studio.call_log, started_at=AT)
    studio.call_log.save_turn(a_turn(call, 0, "he hurts me"))
    studio.call_log.save_turn(a_turn(call, 1, "I promise it stops.", origin=TurnOrigin.ANSWER))
    shown = html(open_page("call", review=call.call_id))
    assert "<strong>Would be blocked today:</strong> It says &#x27;I promise&#x27;." in shown
    assert "<strong>The child may be telling of harm:</strong>" in shown
    assert "(by today's rules)" in shown


def test_every_turn_leads_to_a_test_case_of_it(open_page: OpenPage, studio: Studio) -> None:
    call = an_ended_call(studio.call_log, started_at=AT)
    studio.call_log.save_turn(a_turn(call, 0, "Hello"))
    studio.call_log.save_turn(a_turn(call, 1, "Hello Emma!", origin=TurnOrigin.ANSWER))
    shown = html(open_page("call", review=call.call_id))
    for turn in (0, 1):
        address = f"/prompts?tab=suites&amp;case_from={call.call_id}&amp;turn={turn}"
        assert f'href="{address}" aria-label="Make turn {turn + 1} a test case"' in shown


def test_an_alert_is_listed_at_its_moment_and_leads_to_a_test_case(
    open_page: OpenPage, studio: Studio
) -> None:
    call = an_ended_call(studio.call_log, started_at=AT)
    child = a_turn(call, 1, "he hurts me")
    studio.call_log.save_turn(a_turn(call, 0, "Hello"))
    studio.call_log.save_turn(child)
    detail = {"kind": "disclosure", "reason": "Somebody **hurts** the child.", "turn_id": child.turn_id}
    studio.call_log.append_event(an_event(call, "child_alert", detail, after_seconds=7))
    at = open_page("call", review=call.call_id)
    (alert,) = at.error
    assert alert.value.replace("\\", "") == (
        "0:07, turn 2: **The child may be telling of harm.** Somebody **hurts** the child."
    )
    assert r"Somebody \*\*hurts\*\*" in alert.value
    assert links(at)["Make this a test case"] == [f"tab=suites&case_from={call.call_id}&turn=1"]
    assert html(at).count("The child may be telling of harm") == 1  # and not once more by today's rules


def test_an_alert_of_words_without_a_turn_is_listed_all_the_same(open_page: OpenPage, studio: Studio) -> None:
    call = an_ended_call(studio.call_log, started_at=AT)
    detail = {"kind": "a kind of tomorrow", "reason": "It burns.", "turn_id": None}
    studio.call_log.append_event(an_event(call, "child_alert", detail, after_seconds=7))
    (alert,) = open_page("call", review=call.call_id).error
    assert "The child needs a grown-up." in alert.value.replace("\\", "")


def test_a_flagged_moment_leads_to_a_test_case_of_the_turn_before_it(
    open_page: OpenPage, studio: Studio
) -> None:
    call = an_ended_call(studio.call_log, started_at=AT)
    studio.call_log.save_turn(a_turn(call, 0, "Hello"))
    for turns in (0, 3):
        flag = an_event(call, "flag", {"note": "odd", "turns": turns}, after_seconds=7)
        studio.call_log.append_event(flag)
    at = open_page("call", review=call.call_id)
    assert links(at)["Make this a test case"] == [f"tab=suites&case_from={call.call_id}&turn=2"]


def test_what_nobody_heard_is_told_apart(open_page: OpenPage, studio: Studio) -> None:
    call = an_ended_call(studio.call_log, started_at=AT, child=Child(name="Emma"))
    detail = {
        "turn_id": "never heard", "rules": ["promise"], "written": "I promise **a** bike.", "spoken": "No.",
        "violations": [{"rule": "promise", "severity": "blocker", "span": [0, 9], "reason": "It promises."}],
    }  # fmt: skip
    studio.call_log.append_event(an_event(call, "reply_blocked", detail, after_seconds=3))
    at = open_page("call", review=call.call_id)
    assert any(e.label == "Found before it was heard (1)" for e in at.expander)
    assert any(r"I promise \*\*a\*\* bike\." in m.value for m in at.markdown)
