"""What vendors charge, from when, and where that is written.

A price that changes is a new card: a call keeps the card it was priced with, so old totals never move.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

from santa_core.domain.calls import Avatar
from santa_core.errors import NotFoundError


@dataclass(frozen=True)
class RateCard:
    card_id: str
    avatar: Avatar
    vendor: str  # shown to people
    credits_per_minute: Decimal
    usd_per_credit: Decimal
    plan: str  # whose price per credit this is
    minimum_seconds: int  # billed at least
    step_seconds: int  # billed in whole steps of
    least_seconds_to_start: int  # the vendor opens no session for less credit than this long takes
    longest_session_seconds: int  # the vendor ends a session by then: no bill is longer
    valid_from: datetime
    source: str

    @property
    def is_free(self) -> bool:
        return self.credits_per_minute == 0

    @property
    def least_credits_to_start(self) -> Decimal:
        return self.credits_per_minute * self.least_seconds_to_start / 60

    @property
    def usd_per_minute(self) -> Decimal:
        """Not rounded."""
        return self.credits_per_minute * self.usd_per_credit

    def minutes_for(self, credits: Decimal) -> Decimal | None:
        """How long `credits` last, without regard to the minimum. None: without end, it is free."""
        return None if self.is_free else credits / self.credits_per_minute


RATE_CARDS = (
    RateCard(
        card_id="heygen-v1-2024-11",
        avatar=Avatar.HEYGEN,
        vendor="HeyGen",
        credits_per_minute=Decimal("0.2"),
        usd_per_credit=Decimal("0.99"),
        plan="Pro, $99 for 100 credits",
        minimum_seconds=30,
        step_seconds=1,
        least_seconds_to_start=30,  # not documented: but no session costs less
        longest_session_seconds=60 * 60,
        valid_from=datetime(2024, 11, 30, tzinfo=UTC),
        source="HeyGen Streaming Avatar bible, “Pricing & Credits”, updated 2024-11-30",
    ),
    RateCard(
        card_id="liveavatar-full-2026-01",
        avatar=Avatar.LIVEAVATAR,
        vendor="LiveAvatar",
        credits_per_minute=Decimal("2"),
        usd_per_credit=Decimal("0.099"),
        plan="Pro, $99 for 1,000 credits (the 10 bonus credits not counted)",
        # A minute of credit must be there to start; that it is billed is not documented, nor the step.
        minimum_seconds=0,
        step_seconds=1,
        least_seconds_to_start=60,
        longest_session_seconds=24 * 60 * 60,  # not documented: past a day it is our clock that is wrong
        valid_from=datetime(2026, 1, 1, tzinfo=UTC),
        source="LiveAvatar's price list, FULL mode, as reported by third parties; not yet seen on a bill",
    ),
    RateCard(
        card_id="liveavatar-sandbox-2026-01",
        avatar=Avatar.LIVEAVATAR_SANDBOX,
        vendor="LiveAvatar's sandbox",
        credits_per_minute=Decimal(0),
        usd_per_credit=Decimal(0),
        plan="every plan",
        minimum_seconds=0,
        step_seconds=1,
        least_seconds_to_start=0,
        longest_session_seconds=60,  # "about one minute"
        valid_from=datetime(2026, 1, 1, tzinfo=UTC),
        source="LiveAvatar's documentation of sandbox mode: no credits, sessions of about a minute",
    ),
)


def card_for(avatar: Avatar, at: datetime) -> RateCard:
    """The card in force at `at`; before the first one, the first. Practice is priced by HeyGen's card,
    to show what the call would have cost."""
    priced_as = Avatar.HEYGEN if avatar is Avatar.PRACTICE else avatar
    cards = sorted((c for c in RATE_CARDS if c.avatar is priced_as), key=lambda c: c.valid_from)
    in_force = [card for card in cards if card.valid_from <= at]
    return in_force[-1] if in_force else cards[0]


def card_by_id(card_id: str) -> RateCard:
    """Raises NotFoundError: cards are never removed, so the log is from a newer version."""
    for card in RATE_CARDS:
        if card.card_id == card_id:
            return card
    raise NotFoundError(f"There is no rate card {card_id!r} in this version of the program. Update it.")
