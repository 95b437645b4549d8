"""About what an answer of a version costs, before anybody has asked for one."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from santa_core.domain.calls import Child
from santa_core.domain.child_details import prompt_values
from santa_core.domain.prompts import PromptVersion, render
from santa_core.domain.token_prices import estimated_tokens, token_cost_usd
from santa_core.errors import InputError

# A rehearsal's usual size: a child's line of about 50 characters, two or three short sentences back.
CALL_TURNS = 10
CHILD_TOKENS_A_TURN = 15
ANSWER_TOKENS_A_TURN = 45
_TOKENS_A_MESSAGE = 4  # what the chat format adds to each


@dataclass(frozen=True)
class CostEstimate:
    """Tokens are estimates (see estimated_tokens). Dollars are None for a model without a known price."""

    prompt_tokens: int  # sent with every answer
    answer_tokens: int
    first_turn_usd: Decimal | None
    call_usd: Decimal | None  # CALL_TURNS answers; each sends the conversation so far again

    @property
    def a_turn_usd(self) -> Decimal | None:
        """Of a whole call, on average."""
        return None if self.call_usd is None else self.call_usd / CALL_TURNS


def estimated_cost(version: PromptVersion, child: Child) -> CostEstimate:
    """For a call of CALL_TURNS turns with `child`."""
    try:
        told = render(version.text, prompt_values(child, version))
    except InputError:  # a prompt that is being typed: what it will hold is not known yet
        told = version.text
    prompt = estimated_tokens(told) + _TOKENS_A_MESSAGE
    answer = min(ANSWER_TOKENS_A_TURN, version.max_tokens)
    child_line = CHILD_TOKENS_A_TURN + _TOKENS_A_MESSAGE
    greeting = estimated_tokens(version.greeting) + _TOKENS_A_MESSAGE
    first = prompt + greeting + child_line
    # Turn k sends the prompt, the greeting, k lines of the child's and the k - 1 answers before.
    whole = sum(first + k * (child_line + answer + _TOKENS_A_MESSAGE) for k in range(CALL_TURNS))
    return CostEstimate(
        prompt_tokens=prompt,
        answer_tokens=answer,
        first_turn_usd=token_cost_usd(version.model, first, answer),
        call_usd=token_cost_usd(version.model, whole, answer * CALL_TURNS),
    )
