"""What a language model's tokens cost."""

from __future__ import annotations

from decimal import Decimal


def token_cost_usd(model: str, input_tokens: int, output_tokens: int) -> Decimal | None:
    """None for a model without a price here."""
    raise NotImplementedError


def estimated_tokens(text: str) -> int:
    """About how many tokens `text` has."""
    raise NotImplementedError
