"""Model, temperature, tokens and voice: within what they can be, and within what is wise."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from santa_core.domain.prompt_fields import EMOTIONS
from santa_core.domain.prompt_rules.finding import Finding, error, hint, warning
from santa_core.domain.prompts import PromptVersion
from santa_core.domain.token_prices import token_price

HOTTEST = 2.0
MOST_TOKENS = 4_096
# Three sentences of fifteen words are about 60 tokens in English, half as much again in Polish.
_FEW_TOKENS = 60
_MANY_TOKENS = 400
_HOT = 1.2
_MODEL = re.compile(r"[\w./:@-]+")
_REASONING = re.compile(r"^(o\d|gpt-[5-9])")


def setting_findings(version: PromptVersion) -> Iterator[Finding]:
    yield from _model(version.model)
    yield from _temperature(version)
    yield from _max_tokens(version.max_tokens)
    rate = version.voice.rate
    if not (0.5 <= rate <= 1.5):
        yield error("voice-rate-range", f"The voice rate {rate:g} is outside 0.5 to 1.5.", "voice.rate")
    if version.voice.emotion not in EMOTIONS:
        yield error(
            "unknown-emotion",
            f"The voice knows no such emotion. Choose one of: {', '.join(EMOTIONS)}.",
            "voice.emotion",
        )


def _model(model: str) -> Iterator[Finding]:
    if not _MODEL.fullmatch(model):
        yield error("bad-model", "Name the language model, as gpt-4o-mini: a word without spaces.", "model")
    elif token_price(model) is None:
        yield hint(
            "unpriced-model",
            "This model has no price in the table, so its cost is not known. Check the name, unless it is "
            "a model of your own.",
            "model",
        )


def _temperature(version: PromptVersion) -> Iterator[Finding]:
    temperature = version.temperature
    if not (math.isfinite(temperature) and 0 <= temperature <= HOTTEST):
        yield error("temperature-range", f"The temperature {temperature:g} is outside 0 to 2.", "temperature")
    elif temperature > _HOT:
        yield warning(
            "hot",
            f"At a temperature of {temperature:g} a model wanders off and forgets rules. 0.6 to 1 keeps "
            "Santa lively.",
            "temperature",
        )
    elif _REASONING.match(version.model) and temperature != 1:
        yield hint("temperature-ignored", "This model takes no temperature but its own, 1.", "temperature")


def _max_tokens(tokens: int) -> Iterator[Finding]:
    if not (1 <= tokens <= MOST_TOKENS):
        yield error(
            "max-tokens-range", f"Max tokens is {tokens:,}; it may be 1 to {MOST_TOKENS:,}.", "max_tokens"
        )
    elif tokens < _FEW_TOKENS:
        yield warning(
            "cut-short",
            f"{tokens} tokens cut answers off in mid-sentence: three sentences need up to 100. "
            "150 leaves room.",
            "max_tokens",
        )
    elif tokens > _MANY_TOKENS:
        yield warning(
            "long-answers",
            f"{tokens:,} tokens let Santa talk for minutes, and what is beyond three sentences is not "
            "spoken. 150 is enough.",
            "max_tokens",
        )
