"""promptfoo and the studio say the same of the same conversation."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from santa_core.domain.scenarios import Scenario
from santa_core.domain.suites import TestTurn
from santa_core.evaluation.verdict import judge_conversation
from santa_core.services.call_script import script_for
from santa_core.storage.default_prompt import default_prompt
from santa_core.storage.promptfoo_asserts import LEFT_OUT
from santa_core.storage.scenario_library import YamlScenarioLibrary
from tests.fakes.openai_server import DEFAULT_REPLIES
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


needs_promptfoo = pytest.mark.skipif(
    real_promptfoo.promptfoo() is None, reason="promptfoo is not on the PATH"
)


@needs_promptfoo
async def test_the_real_promptfoo_runs_what_we_export_and_says_the_same() -> None:
    script = script_for(parity_cases.version(), SCENARIOS[0].child)
    results, requests = real_promptfoo.run(parity_cases.version(), SCENARIOS, replies=parity_cases.REPLIES)
    assert differing(await ours(), real_promptfoo.verdicts_in(results)) == []
    first, second = requests[0]["messages"], requests[1]["messages"]
    assert [m["content"] for m in first] == [script.system_prompt, script.greeting, parity_cases.LINES[0]]
    assert [m["content"] for m in second[3:]] == [parity_cases.REPLIES[0], parity_cases.LINES[1]]
    assert requests[0]["temperature"] == 0.8 and requests[0]["max_tokens"] == 150


@needs_promptfoo
async def test_the_real_promptfoo_says_the_same_of_every_scenario_that_comes_with_the_program() -> None:
    version = default_prompt()
    library = [without_what_only_the_studio_has(s) for s in YamlScenarioLibrary().all()]
    results, _ = real_promptfoo.run(version, library, replies=DEFAULT_REPLIES)
    theirs = real_promptfoo.verdicts_in(results)
    verdicts = {}
    for scenario in library:
        greeting = script_for(version, scenario.child).greeting
        turns = [TestTurn(child="", santa=greeting, written=greeting)]
        for number, line in enumerate(scenario.cue_lines):
            reply = DEFAULT_REPLIES[number % len(DEFAULT_REPLIES)]
            turns.append(TestTurn(child=line, santa=reply, written=reply))
        verdicts[scenario.scenario_id] = await passes(scenario, turns)
    assert verdicts == theirs
    assert {True, False} <= set(verdicts.values())


def without_what_only_the_studio_has(scenario: Scenario) -> Scenario:
    """And without what a language model would have to judge."""
    kept = tuple(a for a in scenario.assertions if a.type not in (*LEFT_OUT, "llm-rubric"))
    return replace(scenario, assertions=kept, blocker=False)
