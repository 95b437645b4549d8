"""The real promptfoo on our machine, run by hand: python -m pytest tests/promptfoo/with_the_real_promptfoo.py

It wants promptfoo on the PATH: a Node program of hundreds of packages, which is why CI compares with its
recorded verdicts (test_same_verdicts.py) and does not fetch it.
"""

from __future__ import annotations

from dataclasses import replace

from santa_core.domain.scenarios import Scenario
from santa_core.domain.suites import TestTurn
from santa_core.services.call_script import script_for
from santa_core.storage.default_prompt import default_prompt
from santa_core.storage.promptfoo_asserts import LEFT_OUT
from santa_core.storage.scenario_library import YamlScenarioLibrary
from tests.fakes.openai_server import DEFAULT_REPLIES
from tests.promptfoo import parity_cases, real_promptfoo
from tests.promptfoo.test_same_verdicts import SCENARIOS, differing, ours, passes


async def test_the_real_promptfoo_runs_what_we_export_and_says_the_same() -> None:
    script = script_for(parity_cases.version(), SCENARIOS[0].child)
    results, requests = real_promptfoo.run(parity_cases.version(), SCENARIOS, replies=parity_cases.REPLIES)
    assert differing(await ours(), real_promptfoo.verdicts_in(results)) == []
    first, second = requests[0]["messages"], requests[1]["messages"]
    assert [m["content"] for m in first] == [script.system_prompt, script.greeting, parity_cases.LINES[0]]
    assert [m["content"] for m in second[3:]] == [parity_cases.REPLIES[0], parity_cases.LINES[1]]
    assert requests[0]["temperature"] == 0.8 and requests[0]["max_tokens"] == 150


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
