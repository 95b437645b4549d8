"""What a call costs, and the arithmetic in one sentence.

The rules, once:

    seconds   from the opening of the vendor's session to its close, rounded up to the card's step,
              at least its minimum, at most its longest session.
                  0.1 s -> 30 s    30.0 s -> 30 s    30.001 s -> 31 s    61 s -> 61 s
              A clock that went backwards counts as 0 s, so as the minimum: the session was open. Two
              days after a crash count as the longest session: the vendor had ended it by then.
    credits   rounded half up to 4 places: 61 s x 0.2 / 60 = 0.20333... -> 0.2033
    dollars   credits x price of a credit, rounded half up to 4 places: 0.2033 x $0.99 = $0.2013
              Sums add these; only what is shown to people is rounded to cents, half up: $0.20

All of it in Decimal: no float ever holds money.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from santa_core.domain.calls import Avatar, Bill
from santa_core.domain.rate_cards import RateCard

_STORED = Decimal("0.0001")
_CENT = Decimal("0.01")


def price_call(*, avatar: Avatar, started_at: datetime, ended_at: datetime, card: RateCard) -> Bill:
    """The bill of a session that was open from `started_at` to `ended_at`, both aware."""
    if started_at.tzinfo is None or ended_at.tzinfo is None:
        raise ValueError("a call is priced by aware times")
    return _bill(avatar, _billed_seconds(ended_at - started_at, card), card)


def running_cost(*, avatar: Avatar, started_at: datetime, now: datetime, card: RateCard) -> Bill:
    """What the call would cost if it ended now."""
    return price_call(avatar=avatar, started_at=started_at, ended_at=now, card=card)


def estimate(*, avatar: Avatar, seconds: int, card: RateCard) -> Bill:
    """What a call of this length costs: the line beside Start."""
    return _bill(avatar, _billed_seconds(timedelta(seconds=seconds), card), card)


def explain(bill: Bill, card: RateCard) -> str:
    """One sentence with the arithmetic. `card` is the bill's.

    "61 s x 0.2 credit/min = 0.2033 credits x $0.99 = $0.20"
    """
    if card.card_id != bill.rate_card_id:
        raise ValueError(f"priced with {bill.rate_card_id}, not {card.card_id}")
    at_minimum = 0 < card.minimum_seconds == bill.billed_seconds
    seconds = f"{bill.billed_seconds} s{' (the minimum)' if at_minimum else ''}"
    arithmetic = (
        f"{seconds} x {_plain(card.credits_per_minute)} credit/min = {_plain(bill.credits)} credits"
        f" x ${_plain(card.usd_per_credit)} = {dollars(bill.usd)}"
    )
    return f"practice: would have cost {arithmetic}" if bill.would_have_cost else arithmetic


def dollars(usd: Decimal) -> str:
    """Rounded half up to cents: "$0.20", "$1,234.50"."""
    return f"${usd.quantize(_CENT, ROUND_HALF_UP):,}"


def _billed_seconds(duration: timedelta, card: RateCard) -> int:
    step = timedelta(seconds=card.step_seconds)
    steps = -(-max(duration, timedelta()) // step)  # rounded up, in whole microseconds
    seconds = max(card.minimum_seconds, steps * card.step_seconds)
    return min(seconds, card.longest_session_seconds)


def _bill(avatar: Avatar, billed_seconds: int, card: RateCard) -> Bill:
    used = (card.credits_per_minute * billed_seconds / 60).quantize(_STORED, ROUND_HALF_UP)
    return Bill(
        rate_card_id=card.card_id,
        billed_seconds=billed_seconds,
        credits=used,
        usd=(used * card.usd_per_credit).quantize(_STORED, ROUND_HALF_UP),
        would_have_cost=avatar is Avatar.PRACTICE,
    )


def _plain(number: Decimal) -> str:
    """Without trailing zeros, and 100 never as 1E+2."""
    return f"{number.normalize():f}"
