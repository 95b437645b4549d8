"""About what a run will take, before it is started."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from santa_core.domain.prompt_cost import ANSWER_TOKENS_A_TURN
from santa_core.domain.prompts import PromptVersion
from santa_core.domain.scenarios import Scenario
from santa_core.domain.suites import Runner, SuiteRun
from santa_core.domain.token_prices import estimated_tokens, token_cost_usd
from santa_core.errors import InputError
from santa_core.services.call_script import script_for

_TOKENS_A_MESSAGE = 4  # what the chat format adds to each
SIMULATED_TURNS = 8  # of a child that a language model plays


@dataclass(frozen=True)
class RunEstimate:
    """Tokens are estimates (see estimated_tokens), of Santa's answers only: the judge and a simulated
    child come on top. `cost_usd` None: a version's model has no price here."""

    conversations: int
    answers: int
    input_tokens: int
    output_tokens: int
    cost_usd: Decimal | None


def estimated_run(run: SuiteRun, versions: Mapping[int, PromptVersion]) -> RunEstimate:
    """Of a planned run, were nothing of it in the cache."""
    if run.runner is Runner.RECORDED:
        return RunEstimate(len(run.cells), 0, 0, 0, Decimal(0))
    answers = inputs = outputs = 0
    cost: Decimal | None = Decimal(0)
    for number in run.versions:
        version = versions[number]
        asked = told = written = 0
        for scenario in run.scenarios:
            lines = SIMULATED_TURNS if run.runner is Runner.SIMULATED else len(scenario.cue_lines)
            asked += lines
            told += _input_tokens(version, scenario, lines)
            written += lines * min(ANSWER_TOKENS_A_TURN, version.max_tokens)
        price = token_cost_usd(version.model, told * run.repeats, written * run.repeats)
        cost = None if cost is None or price is None else cost + price
        answers, inputs = answers + asked * run.repeats, inputs + told * run.repeats
        outputs += written * run.repeats
    return RunEstimate(len(run.cells), answers, inputs, outputs, cost)


def _input_tokens(version: PromptVersion, scenario: Scenario, lines: int) -> int:
    """Each answer sends the prompt and the conversation so far again."""
    try:
        script = script_for(version, scenario.child)
        begin = estimated_tokens(script.system_prompt) + estimated_tokens(script.greeting)
    except InputError:  # the run will say what is wrong with the version
        begin = estimated_tokens(version.text)
    said = [estimated_tokens(line) + _TOKENS_A_MESSAGE for line in scenario.cue_lines] or [_TOKENS_A_MESSAGE]
    answer = min(ANSWER_TOKENS_A_TURN, version.max_tokens) + _TOKENS_A_MESSAGE
    total, so_far = 0, begin + 2 * _TOKENS_A_MESSAGE
    for number in range(lines):
        so_far += said[number] if number < len(said) else said[-1]
        total += so_far
        so_far += answer
    return total
