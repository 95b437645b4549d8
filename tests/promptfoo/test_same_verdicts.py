"""promptfoo and the studio say the same of the same conversation."""

from __future__ import annotations

import json
from typing import Any

from santa_core.domain.scenarios import Scenario
from santa_core.domain.suites import TestTurn
from santa_core.evaluation.verdict import judge_conversation
from santa_core.services.call_script import script_for
from tests.promptfoo import parity_cases, real_promptfoo

SCENARIOS = parity_cases.scenarios()


async def ours() -> dict[str, bool]:
    return {s.scenario_id: await passes(s, parity_cases.turns()) for s in SCENARIOS}


async def passes(scenario: Scenario, turns: list[TestTurn]) -> bool:
    return (await judge_conversation(scenario, turns, judge=None, cost_usd=None)).passed


def differing(ours: dict[str, bool], theirs: dict[str, bool]) -> list[str]:
    demands = {s.scenario_id: s for s in SCENARIOS}
    return [
        f"{demands[i].assertions} {demands[i].threshold}: promptfoo {theirs.get(i)}, the studio {passed}"
        for i, passed in ours.items()
        if theirs.get(i) is not passed
    ]


async def test_the_recorded_verdicts_of_promptfoo_are_ours() -> None:
    recorded: dict[str, Any] = json.loads(real_promptfoo.RECORDED.read_text(encoding="utf-8"))
    assert recorded["promptfoo"], "the version that was recorded"
    verdicts = await ours()
    assert differing(verdicts, recorded["passed"]) == []
    # Both outcomes, of every kind: agreement on "all pass" would prove nothing.
    for kind in {s.assertions[0].type for s in SCENARIOS}:
        assert {verdicts[s.scenario_id] for s in SCENARIOS if s.assertions[0].type == kind} == {
            True,
            False,
        }, kind


def test_the_words_the_verdicts_are_about_are_those_the_studio_would_send() -> None:
    script = script_for(parity_cases.version(), SCENARIOS[0].child)
    assert script.greeting == parity_cases.GREETING
