"""LiveAvatar's terms: FULL mode costs 2 credits a minute, by the second; a sandbox session costs nothing.

That a second is the step is a guess. A minute of credit must be there to start.
"""

from __future__ import annotations

import math
from decimal import ROUND_UP, Decimal

from santa_core.emulator.liveavatar.errors import REFUSALS
from santa_core.emulator.settings import EmulatorSettings
from santa_core.emulator.terms import Api, Terms

CREDITS_PER_MINUTE = Decimal(2)
CREDITS_TO_START = CREDITS_PER_MINUTE  # one minute of it
SANDBOX_SECONDS = 60
IDLE_SECONDS = 300


def credits_for(duration_seconds: float) -> Decimal:
    """credits_for(61) == Decimal("2.04"): 61 / 60 x 2 = 2.0333..., rounded up to a hundredth."""
    exact = Decimal(math.ceil(duration_seconds)) * CREDITS_PER_MINUTE / 60
    return exact.quantize(Decimal("0.01"), rounding=ROUND_UP)


def liveavatar_terms(settings: EmulatorSettings) -> Terms:
    return Terms(
        api=Api.LIVEAVATAR,
        quota_credits=settings.liveavatar_credits,
        concurrency_limit=settings.liveavatar_concurrency_limit,
        duration_limit_seconds=settings.liveavatar_duration_limit_seconds,
        credits_for=credits_for,
        credits_to_start=CREDITS_TO_START,
        refusals=REFUSALS,
    )
