"""What a planned call may cost, in one sentence."""

from __future__ import annotations

from decimal import Decimal

from santa_core.domain.billing import dollars, estimate
from santa_core.domain.calls import Avatar
from santa_core.domain.rate_cards import RateCard


def price_line(*, avatar: Avatar, cap_seconds: int, card: RateCard) -> str:
    """Plain text.

    "HeyGen: $0.198 a minute, at most $1.98 for 10 min (2 credits)."
    "LiveAvatar's sandbox: free, at most 1 min."
    """
    if card.is_free:
        return f"{card.vendor}: free, at most {length(min(cap_seconds, card.longest_session_seconds))}."
    most = estimate(avatar=avatar, seconds=cap_seconds, card=card)
    price = (
        f"${plain(card.usd_per_minute)} a minute, at most {dollars(most.usd)} for {length(cap_seconds)}"
        f" ({plain(most.credits)} {'credit' if most.credits == 1 else 'credits'})"
    )
    if avatar is Avatar.PRACTICE:
        return f"Practice is free. On {card.vendor} it would cost {price}."
    return f"{card.vendor}: {price}."


def length(seconds: float) -> str:
    """ "10 min", "1 min 5 s", "42 s"."""
    minutes, rest = divmod(round(seconds), 60)
    if not minutes:
        return f"{rest} s"
    return f"{minutes} min {rest} s" if rest else f"{minutes} min"


def plain(number: Decimal) -> str:
    """Without trailing zeros."""
    return f"{number.normalize():,f}"
