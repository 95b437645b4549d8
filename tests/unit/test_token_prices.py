"""What tokens cost, with the arithmetic."""

from __future__ import annotations

from decimal import Decimal

import pytest

from santa_core.domain.token_prices import estimated_tokens, token_cost_usd, token_price
from santa_core.storage.default_prompt import default_prompt


@pytest.mark.parametrize(
    ("model", "input_tokens", "output_tokens", "usd"),
    [
        ("gpt-4o-mini", 1_000_000, 1_000_000, "0.75"),  # 0.15 + 0.60
        ("gpt-4o", 2_000, 100, "0.006"),  # 2000 x 2.50/10^6 = 0.005; 100 x 10/10^6 = 0.001
        ("gpt-4", 1_000, 50, "0.033"),  # 1000 x 30/10^6 = 0.03; 50 x 60/10^6 = 0.003
        ("gpt-4.1-nano", 1_000, 100, "0.00014"),  # 0.0001 + 0.00004
        ("gpt-4o-mini", 0, 0, "0"),
        ("scripted", 5_000, 500, "0"),
    ],
)
def test_tokens_are_priced_by_the_million(
    model: str, input_tokens: int, output_tokens: int, usd: str
) -> None:
    assert token_cost_usd(model, input_tokens, output_tokens) == Decimal(usd)


@pytest.mark.parametrize(
    ("edition", "family"),
    [
        ("gpt-4o-mini-2024-07-18", "gpt-4o-mini"),
        ("gpt-4o-2024-08-06", "gpt-4o"),
        ("gpt-4.1-2025-04-14", "gpt-4.1"),
        ("gpt-4-0613", "gpt-4"),
        ("gpt-4-turbo-2024-04-09", "gpt-4-turbo"),
        ("gpt-4-0125-preview", "gpt-4-turbo"),  # its name says gpt-4, its price gpt-4-turbo
        ("GPT-4o-mini", "gpt-4o-mini"),
    ],
)
def test_an_edition_costs_what_its_family_costs(edition: str, family: str) -> None:
    assert token_price(edition) == token_price(family) is not None


def test_the_first_gpt_4o_was_dearer_than_the_family_is_now() -> None:
    assert token_cost_usd("gpt-4o-2024-05-13", 1_000_000, 0) == Decimal(5)


@pytest.mark.parametrize("model", ["llama3.1:8b", "gpt-4o-mini-audio-preview", "gpt-6-luna", "", "gpt-test"])
def test_a_model_without_a_price_has_none(model: str) -> None:
    assert token_cost_usd(model, 1_000, 100) is None


def test_tokens_are_estimated_close_enough_to_budget_with() -> None:
    """940, 164 and 145 are what the tokeniser of gpt-4o counts."""
    santa = default_prompt()
    assert abs(estimated_tokens(santa.text) / 940 - 1) < 0.07
    for language, counted in (("pl", 164), ("de", 145)):
        lines = santa.lines_for(language)
        said = [lines.greeting, lines.goodbye, lines.silence, lines.silence_again, lines.say_again]
        assert abs(estimated_tokens(" ".join(said)) / counted - 1) < 0.21


def test_even_one_letter_is_a_token_and_nothing_is_none() -> None:
    assert estimated_tokens("a") == 1
    assert estimated_tokens("") == 0
    assert estimated_tokens("\ud800") == 1  # half a character, from a broken browser
