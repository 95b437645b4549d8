"""What the safety check says of a call in the log."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from santa_core.domain.calls import CallEvent, CallRecord, Child, Turn, TurnOrigin
from santa_core.domain.safety.marks import MarkLevel
from santa_core.domain.safety.model import AlertKind, Rule, Situation
from santa_core.services.call_checks import CallChecks, checks_of
from tests.fakes.call_log import FakeCallLog
from tests.fakes.safety import fake_rules
from tests.pages.logged_calls import a_turn, an_ended_call, an_event

AT = datetime(2025, 12, 20, 17, 0, tzinfo=UTC)


def a_call() -> CallRecord:
    return an_ended_call(FakeCallLog(), started_at=AT, child=Child(name="Emma", age=6))


def santa(call: CallRecord, index: int, text: str) -> Turn:
    return a_turn(call, index, text, origin=TurnOrigin.ANSWER)


def checked(call: CallRecord, *turns: Turn, events: tuple[CallEvent, ...] = (), **more: Any) -> CallChecks:
    rules = fake_rules(
        blocks={"I promise": Rule.PROMISE},
        warns={"Lego": Rule.BRAND_OR_PRICE},
        alerts={"hurts me": AlertKind.DISCLOSURE},
        **more,
    )
    return checks_of(call, turns, events, rules=rules, prompt="You are Santa.", tags=("grief",))


def blocked(call: CallRecord, turn_id: str) -> CallEvent:
    detail = {
        "turn_id": turn_id,
        "rules": ["promise"],
        "written": "I promise you a bike.",
        "spoken": "Your family decides.",
        "violations": [
            {"rule": "promise", "severity": "blocker", "span": [0, 9], "reason": "It promises."},
            {"rule": "promise", "severity": "blocker", "span": [0, 9], "reason": "It promises."},
        ],
    }
    return an_event(call, "reply_blocked", detail, after_seconds=3)


def test_a_block_stands_beside_its_turn_with_both_texts() -> None:
    call = a_call()
    answer = santa(call, 1, "Your family decides.")
    (mark,) = checked(call, answer, events=(blocked(call, answer.turn_id),)).marks[answer.turn_id]
    assert (mark.level, mark.reasons, mark.written) == (
        MarkLevel.BLOCKED, ("It promises.",), "I promise you a bike.",
    )  # fmt: skip


def test_a_mark_follows_its_turn_under_the_id_it_was_heard_with() -> None:
    call = a_call()
    answer = santa(call, 1, "Your family decides.")
    again = [("first", "second"), ("second", answer.turn_id)]
    events = [blocked(call, "first")] + [
        an_event(call, "turn_said_again", {"turn_id": a, "again_as": b}, after_seconds=4) for a, b in again
    ]
    found = checked(call, answer, events=tuple(events))
    assert list(found.marks) == [answer.turn_id]
    assert found.unheard == ()


def test_what_was_found_of_words_nobody_heard_is_kept_apart() -> None:
    call = a_call()
    circle = [an_event(call, "turn_said_again", {"turn_id": "x", "again_as": "x"}, after_seconds=4)]
    found = checked(call, santa(call, 1, "Hello."), events=(blocked(call, "x"), *circle))
    assert found.marks == {}
    ((event, mark),) = found.unheard
    assert (event.name, mark.level) == ("reply_blocked", MarkLevel.BLOCKED)


def test_a_call_from_before_the_check_is_looked_at_by_todays_rules() -> None:
    call, asked = a_call(), list[Situation]()
    child, answer = a_turn(call, 0, "he hurts me"), santa(call, 1, "I promise it stops.")
    found = checked(call, child, answer, situations=asked)
    assert [v.rule for v in found.violations[answer.turn_id]] == [Rule.PROMISE]
    assert [alert.kind for alert in found.alerts[child.turn_id]] == [AlertKind.DISCLOSURE]
    assert asked == [Situation(("he hurts me",), "en", "Emma", "You are Santa.", ("grief",))]


def test_what_was_told_in_the_call_is_not_found_once_more() -> None:
    call = a_call()
    child, answer = a_turn(call, 0, "he hurts me"), santa(call, 1, "Lego is fun.")
    warned = {
        "turn_id": answer.turn_id,
        "rules": ["brand-or-price"],
        "written": "Lego is fun.",
        "violations": [],
    }
    alert = {"kind": "disclosure", "reason": "He is hurt.", "turn_id": child.turn_id}
    events = (
        an_event(call, "reply_warned", warned, after_seconds=3),
        an_event(call, "child_alert", alert, after_seconds=2),
    )
    found = checked(call, child, answer, events=events)
    assert found.violations == found.alerts == {}
    assert found.marks[answer.turn_id][0].written is None  # it was said


def test_a_promise_that_was_said_beside_a_blocked_one_is_found() -> None:
    call = a_call()
    answer = santa(call, 1, "I promise nothing. Your family decides.")
    found = checked(call, answer, events=(blocked(call, answer.turn_id),))
    assert [v.rule for v in found.violations[answer.turn_id]] == [Rule.PROMISE]


def test_an_approved_line_does_not_make_an_answer_too_long() -> None:
    call = a_call()
    answer = santa(call, 1, "Lovely. One. Two. Three.")
    rules = fake_rules(warns={"Three": Rule.TOO_MANY_SENTENCES})
    for events, expected in (((blocked(call, answer.turn_id),), {}), ((), {answer.turn_id})):
        found = checks_of(call, [answer], events, rules=rules, prompt="", tags=())
        assert set(found.violations) == set(expected)


def test_a_flagged_sentence_that_was_taken_back_is_one_that_was_not_said() -> None:
    call = a_call()
    answer = santa(call, 1, "Your family decides.")
    flagged = {
        "side": "santa",
        "categories": ["violence"],
        "turn_id": answer.turn_id,
        "written": "He was beaten.",
    }
    for withdrawn, unsaid in ((True, "He was beaten."), (False, None)):
        event = an_event(call, "moderation_flagged", {**flagged, "withdrawn": withdrawn}, after_seconds=3)
        (mark,) = checked(call, answer, events=(event,)).marks[answer.turn_id]
        assert (mark.written, mark.rules) == (unsaid, ("violence",))


def test_a_log_that_cannot_be_read_is_passed_over() -> None:
    call = a_call()
    answer = santa(call, 1, "Hello.")
    odd = {"turn_id": answer.turn_id, "rules": None, "violations": "none", "written": 3}
    (mark,) = checked(call, answer, events=(an_event(call, "reply_blocked", odd, after_seconds=3),)).marks[
        answer.turn_id
    ]
    assert (mark.reasons, mark.written, mark.rules) == ((), None, ())
