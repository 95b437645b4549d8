"""HeyGen's terms. A session costs 0.2 credit a minute, at least 30 seconds, then by the second."""

from __future__ import annotations

import math
from decimal import Decimal

from santa_core.emulator import errors
from santa_core.emulator.settings import EmulatorSettings
from santa_core.emulator.terms import Api, Refusals, Terms

CREDITS_PER_MINUTE = Decimal("0.2")
MINIMUM_SECONDS = 30
# /v2/user/remaining_quota counts seconds of credit: divide by 60 to get credits.
QUOTA_UNITS_PER_CREDIT = 60


def billed_seconds(duration_seconds: float) -> int:
    """billed_seconds(3) == 30, billed_seconds(30.2) == 31."""
    return max(MINIMUM_SECONDS, math.ceil(duration_seconds))


def credits_for(duration_seconds: float) -> Decimal:
    """credits_for(90) == Decimal("0.3"): 90 / 60 x 0.2."""
    return Decimal(billed_seconds(duration_seconds)) * CREDITS_PER_MINUTE / 60


def heygen_terms(settings: EmulatorSettings) -> Terms:
    return Terms(
        api=Api.HEYGEN,
        quota_credits=settings.quota_credits,
        concurrency_limit=settings.concurrency_limit,
        duration_limit_seconds=settings.session_duration_limit_seconds,
        credits_for=credits_for,
        credits_to_start=Decimal(0),
        refusals=Refusals(
            quota_exhausted=errors.quota_exhausted,
            concurrent_limit=errors.concurrent_limit,
            no_such_session=errors.no_such_session,
            wrong_state=errors.wrong_state,
        ),
    )
