"""What an answer costs, estimated before there is one."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from santa_core.domain.calls import Child
from santa_core.domain.prompt_cost import CALL_TURNS, estimated_cost
from santa_core.storage.default_prompt import default_prompt

EMMA = Child("Emma", 6)


def test_a_turn_of_version_1_costs_hundredths_of_a_cent() -> None:
    estimate = estimated_cost(default_prompt(), EMMA)
    assert 900 < estimate.prompt_tokens < 1_100
    assert estimate.first_turn_usd is not None
    # About 1,050 tokens in x 0.15 / 10^6 = 0.000158, 45 out x 0.60 / 10^6 = 0.000027.
    assert Decimal("0.00015") < estimate.first_turn_usd < Decimal("0.00022")


def test_the_arithmetic_of_a_call() -> None:
    version = replace(default_prompt(), text="abcd", greeting="abcd", model="gpt-4")
    estimate = estimated_cost(version, EMMA)
    # Prompt 1 + 4 and greeting 1 + 4 tokens, the child's 15 + 4: 29 in the first turn, 68 more in each.
    assert estimate.first_turn_usd == Decimal(29 * 30 + 45 * 60) / 1_000_000
    tokens = sum(29 + 68 * turn for turn in range(10))
    assert estimate.call_usd == Decimal(tokens * 30 + 450 * 60) / 1_000_000
    assert estimate.a_turn_usd == estimate.call_usd / CALL_TURNS


def test_an_unknown_model_has_tokens_and_no_dollars() -> None:
    estimate = estimated_cost(replace(default_prompt(), model="my-llama"), EMMA)
    assert estimate.prompt_tokens > 900
    assert (estimate.first_turn_usd, estimate.a_turn_usd) == (None, None)


def test_a_prompt_that_is_being_typed_is_estimated_too() -> None:
    assert estimated_cost(replace(default_prompt(), text="Hello {{child_"), EMMA).prompt_tokens == 8
