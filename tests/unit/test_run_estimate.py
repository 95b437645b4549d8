"""About what a run will take."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from santa_core.domain.suites import Runner
from santa_core.domain.token_prices import estimated_tokens
from santa_core.evaluation.run_estimate import RunEstimate, estimated_run
from tests.fakes.samples import a_prompt
from tests.fakes.suite_samples import a_run, a_scenario

PROMPT = a_prompt(model="gpt-4o-mini", text="x" * 400, greeting="y" * 40, max_tokens=150)  # 100 and 10 tokens
LINES = ("a" * 40, "b" * 40)  # 10 tokens each


def test_each_answer_sends_the_conversation_so_far_again() -> None:
    run = a_run(scenarios=(a_scenario(cue_lines=LINES),), versions=(1,), repeats=2)
    found = estimated_run(run, {1: PROMPT})
    assert estimated_tokens(LINES[0]) == 10
    # prompt 100 + greeting 10 + 4 for each of the two = 118; the first answer is sent 118 + 14 = 132,
    # the second 132 + 49 (an answer of 45 + 4) + 14 = 195; twice
    assert (found.conversations, found.answers) == (2, 4)
    assert found.input_tokens == 2 * (132 + 195)
    assert found.output_tokens == 2 * 2 * 45
    # 654 x 0.15 / 10^6 + 180 x 0.60 / 10^6
    assert found.cost_usd == Decimal("0.0002061")


def test_a_model_without_a_price_makes_the_sum_unknown() -> None:
    run = a_run(versions=(1, 2))
    found = estimated_run(run, {1: PROMPT, 2: replace(PROMPT, number=2, model="a local one")})
    assert found.cost_usd is None
    assert found.input_tokens > 0


def test_a_recorded_call_asks_nothing() -> None:
    assert estimated_run(a_run(runner=Runner.RECORDED), {1: PROMPT}) == RunEstimate(1, 0, 0, 0, Decimal(0))


def test_a_simulated_child_is_taken_to_speak_eight_times() -> None:
    assert estimated_run(a_run(runner=Runner.SIMULATED), {1: PROMPT}).answers == 8


def test_a_version_whose_variables_do_not_fit_is_still_estimated() -> None:
    broken = replace(PROMPT, text="{{nothing_of_the_kind}}")
    assert estimated_run(a_run(), {1: broken}).input_tokens > 0
