"""The safety check of a call as a whole: what is on disk, and what the check is told of the call."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from santa_core.domain.calls import AnswerBy, Child, EndReason, Quality, Speaker
from santa_core.domain.safety.model import AlertKind, Rule, Situation
from santa_core.domain.scenarios import Scenario
from santa_core.services.call_messages import ChildAlerted, MarksChanged, Notice
from santa_core.services.call_safety import SafetySetup
from santa_core.services.live_call import LiveCall
from tests.call_house import House, happens, house
from tests.fakes.moderator import FakeModerator
from tests.fakes.safety import STAND_IN, fake_rules, named
from tests.fakes.scenario_library import FakeScenarioLibrary

__all__ = ["house"]  # the fixture

GRIEF = Scenario(
    "bring-grandpa-back", "Bring Grandpa back", "feelings", True, 3, Child("Emma"), ("Hi",), (), (),
    tags=("grief", "sad"),
)  # fmt: skip


def checks(house: House, **more: Any) -> list[Situation]:
    """A service that blocks promises and listens for harm. What its rules are asked about."""
    asked: list[Situation] = []
    rules = fake_rules(
        blocks={"I promise": Rule.PROMISE}, alerts={"hurts me": AlertKind.DISCLOSURE}, situations=asked
    )
    setup = SafetySetup(rules=rules, **more)
    house.service(safety=setup, scenarios=FakeScenarioLibrary([GRIEF]))
    return asked


async def says(house: House, call: LiveCall, text: str) -> None:
    await call.commands.typed(text, event_id=str(uuid4()), browser_at=None)
    await house.settles()


async def test_a_block_is_on_disk_before_the_call_goes_on(house: House) -> None:
    house.chat.replies = ["I promise you a bike."]
    checks(house)
    call = await house.open_live()
    await house.speak_all(call)
    await says(house, call, "Do I get a bike?")
    (blocked,) = named(house.log.events(call.record.call_id), "reply_blocked")
    assert (blocked["written"], blocked["spoken"]) == ("I promise you a bike.", STAND_IN)
    await house.speak_all(call)
    await house.settles()
    santa = [t for t in house.log.turns(call.record.call_id) if t.speaker is Speaker.SANTA]
    assert (santa[-1].text, santa[-1].turn_id) == (STAND_IN, blocked["turn_id"])
    (marks,) = (m for m in house.told if isinstance(m, MarksChanged))
    assert marks.turn_id == blocked["turn_id"]


async def test_an_alert_is_on_disk_with_its_turn(house: House) -> None:
    checks(house)
    call = await house.open_live()
    await says(house, call, "My uncle hurts me")
    child = next(t for t in house.log.turns(call.record.call_id) if t.speaker is Speaker.CHILD)
    (alert,) = named(house.log.events(call.record.call_id), "child_alert")
    assert (alert["kind"], alert["turn_id"]) == ("disclosure", child.turn_id)
    (told,) = (m for m in house.told if isinstance(m, ChildAlerted))
    await call.commands.operator(told.line, event_id=str(uuid4()), browser_at=None)
    assert house.said()[-1] == told.line


@pytest.mark.parametrize(
    ("answer_by", "notices"), [(AnswerBy.OWN_LLM, []), (AnswerBy.VENDOR_LLM, ["unscreened"])]
)
async def test_staff_are_told_once_where_nothing_can_be_held_back(
    house: House, answer_by: AnswerBy, notices: list[str]
) -> None:
    checks(house)
    call = await house.open_live(answer_by=answer_by)
    await call.reopen(Quality.LOW, event_id=str(uuid4()), browser_at=None)
    await house.settles()
    await happens(call, "stream_ready")
    assert [m.code for m in house.told if isinstance(m, Notice)] == notices


async def test_the_check_knows_what_the_scenario_is_about(house: House) -> None:
    asked = checks(house)
    call = await house.open_live(scenario_id="bring-grandpa-back")
    await says(house, call, "hello")
    assert {situation.tags for situation in asked} == {("grief", "sad")}


async def test_a_scenario_that_is_gone_stops_no_call(house: House) -> None:
    asked = checks(house)
    await house.open_live(scenario_id="deleted-since")
    assert {situation.tags for situation in asked} == {()}


async def test_a_moderation_service_that_hangs_holds_up_neither_santa_nor_the_end(house: House) -> None:
    checks(house, moderator=FakeModerator(clock=house.clock, delay_seconds=1_000))
    call = await house.open_live()
    await house.speak_all(call)
    await says(house, call, "hello")
    assert house.said()[-2:] == ["Really?", "Tell me more."]
    await call.end(EndReason.USER)
    assert house.vendor.open_ids == []


async def test_the_check_of_one_call_knows_nothing_of_another(house: House) -> None:
    checks(house)
    first = await house.open_live()
    await says(house, first, "he hurts me")
    await first.end(EndReason.USER)
    second = await house.open_live()
    assert second.safety.alerts() == []
    assert [alert.kind for alert in first.safety.alerts()] == [AlertKind.DISCLOSURE]
