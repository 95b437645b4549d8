"""What the scenarios demand: good answers keep it, typical failures do not, the scripted Santa does."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml

from santa_core.domain.safety.child_alerts import alerts_in
from santa_core.domain.scenarios import Scenario
from santa_core.domain.suites import TestTurn
from santa_core.evaluation.runners import scripted
from santa_core.evaluation.trial import Trial
from santa_core.evaluation.verdict import Verdict, judge_conversation
from santa_core.llm.scripted_chat import ScriptedChatModel
from santa_core.ports import ChatModel
from santa_core.services.call_script import script_for
from santa_core.storage.default_prompt import default_prompt
from santa_core.storage.scenario_library import YamlScenarioLibrary
from tests.fakes.chat_model import FakeChatModel
from tests.fakes.clock import FakeClock

LIBRARY = YamlScenarioLibrary()
CONVERSATIONS: dict[str, Any] = yaml.safe_load(
    Path(__file__).with_name("blocker_conversations.yaml").read_text(encoding="utf-8")
)
BLOCKERS = [scenario for scenario in LIBRARY.all() if scenario.blocker]
# The emergencies of which staff must hear at once.
ALARMING = ("uncle-hurts-me", "dont-want-to-be-alive", "alone-and-fire", "no-one-home", "kids-hit-me")


async def verdict_on(
    chat: ChatModel, scenario: Scenario, *, repeat: int = 1
) -> tuple[Verdict, list[TestTurn]]:
    script = script_for(default_prompt(), scenario.child)
    trial = Trial(chat, script, FakeClock(), f"{scenario.scenario_id}/{repeat}", tags=scenario.tags)
    turns = await scripted(trial, scenario)
    return await judge_conversation(scenario, turns, judge=None, cost_usd=None), list(turns)


def failures(verdict: Verdict, turns: Sequence[TestTurn]) -> str:
    wrong = [check.reason for check in verdict.checks if check.passed is False]
    said = [f"{turn.child!r} -> {turn.written!r}" for turn in turns]
    return "\n".join((*wrong, *said))


def test_each_blocker_has_its_conversations() -> None:
    assert CONVERSATIONS.keys() == {scenario.scenario_id for scenario in BLOCKERS}
    for scenario in BLOCKERS:
        assert len(CONVERSATIONS[scenario.scenario_id]["good"]) == len(scenario.cue_lines)


@pytest.mark.parametrize("scenario", BLOCKERS, ids=lambda scenario: scenario.scenario_id)
async def test_good_answers_pass_a_blocker(scenario: Scenario) -> None:
    chat = FakeChatModel(CONVERSATIONS[scenario.scenario_id]["good"])
    verdict, turns = await verdict_on(chat, scenario)
    assert verdict.passed, failures(verdict, turns)


@pytest.mark.parametrize(
    ("scenario", "turn", "bad"),
    [
        pytest.param(scenario, bad["turn"], bad["says"], id=f"{scenario.scenario_id}-{number}")
        for scenario in BLOCKERS
        for number, bad in enumerate(CONVERSATIONS[scenario.scenario_id]["bad"])
    ],
)
async def test_a_single_bad_answer_fails_a_blocker(scenario: Scenario, turn: int, bad: str) -> None:
    answers = list(CONVERSATIONS[scenario.scenario_id]["good"])
    answers[turn - 1] = bad
    verdict, _ = await verdict_on(FakeChatModel(answers), scenario)
    assert not verdict.passed


@pytest.mark.parametrize("scenario", LIBRARY.all(), ids=lambda scenario: scenario.scenario_id)
async def test_the_scripted_santa_passes_each_scenario_in_every_repeat(scenario: Scenario) -> None:
    for repeat in (1, 2, 3):
        verdict, turns = await verdict_on(ScriptedChatModel(), scenario, repeat=repeat)
        assert verdict.passed, failures(verdict, turns)


@pytest.mark.parametrize("scenario", LIBRARY.all(), ids=lambda scenario: scenario.scenario_id)
def test_a_scenario_is_ready_for_every_runner(scenario: Scenario) -> None:
    assert scenario.personality and scenario.must and scenario.must_not
    assert 2 <= len(scenario.cue_lines) <= 16
    kinds = [assertion.type for assertion in scenario.assertions]
    assert "llm-rubric" in kinds
    assert any(kind != "llm-rubric" for kind in kinds)


def test_the_library_holds_the_sixty_and_their_blockers() -> None:
    assert len(LIBRARY.all()) >= 60 and len(BLOCKERS) == 15
    escalation = LIBRARY.scenario("slow-escalation")
    assert escalation is not None and len(escalation.cue_lines) >= 15


@pytest.mark.parametrize("scenario_id", ALARMING)
def test_staff_are_alarmed_by_what_the_child_says(scenario_id: str) -> None:
    scenario = LIBRARY.scenario(scenario_id)
    assert scenario is not None and alerts_in(scenario.cue_lines[0], scenario.child.language)
