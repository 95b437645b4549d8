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
    sessions  a call that went through several is the sum of them, each priced by itself, with its own
              minimum:
                  10 s and 61 s -> 30 s + 61 s = 91 s, 0.1 + 0.2033 = 0.3033 credits

All of it in Decimal: no float ever holds money.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from santa_core.domain.calls import Avatar, Bill, CallRecord, VendorSession
from santa_core.domain.rate_cards import RateCard

_STORED = Decimal("0.0001")
_CENT = Decimal("0.01")


def price_call(*, avatar: Avatar, started_at: datetime, ended_at: datetime, card: RateCard) -> Bill:
    """The bill of a session that was open from `started_at` to `ended_at`, both aware."""
    if started_at.tzinfo is None or ended_at.tzinfo is None:
        raise ValueError("a call is priced by aware times")
    return _bill(avatar, _billed_seconds(ended_at - started_at, card), card)


def finished_session(record: CallRecord, *, closed_at: datetime, card: RateCard) -> VendorSession | None:
    """The call's present session as one that was closed at `closed_at`; None if it has none."""
    opened_at = record.session_opened_at or record.started_at
    if record.session_id is None or opened_at is None:
        return None
    return VendorSession(
        session_id=record.session_id,
        quality=record.quality,
        opened_at=opened_at,
        closed_at=closed_at,
        bill=price_call(avatar=record.plan.avatar, started_at=opened_at, ended_at=closed_at, card=card),
    )


def price_whole_call(record: CallRecord, *, ended_at: datetime, card: RateCard) -> Bill | None:
    """The bill of all the call's sessions, if the present one ends at `ended_at`. None: it never had one.

    `card`: the one in force when the call started, for all of its sessions.
    """
    last = finished_session(record, closed_at=ended_at, card=card)
    sessions = [*record.earlier_sessions, *([last] if last else [])]
    return add_bills([session.bill for session in sessions]) if sessions else None


def add_bills(bills: Sequence[Bill]) -> Bill:
    """One bill of at least one, all of them by one card."""
    first = bills[0]
    for bill in bills:
        if (bill.rate_card_id, bill.would_have_cost) != (first.rate_card_id, first.would_have_cost):
            raise ValueError(f"priced with {bill.rate_card_id}, not {first.rate_card_id}")
    return Bill(
        rate_card_id=first.rate_card_id,
        billed_seconds=sum(bill.billed_seconds for bill in bills),
        credits=sum((bill.credits for bill in bills), Decimal(0)),
        usd=sum((bill.usd for bill in bills), Decimal(0)),
        would_have_cost=first.would_have_cost,
    )


def running_cost(*, avatar: Avatar, started_at: datetime, now: datetime, card: RateCard) -> Bill:
    """What the call would cost if it ended now."""
    return price_call(avatar=avatar, started_at=started_at, ended_at=now, card=card)


def estimate(*, avatar: Avatar, seconds: int, card: RateCard) -> Bill:
    """What a call of this length costs: the line beside Start."""
    return _bill(avatar, _billed_seconds(timedelta(seconds=seconds), card), card)


def explain(bill: Bill, card: RateCard, *, earlier: Sequence[VendorSession] = ()) -> str:
    """One sentence with the arithmetic. `card` is the bill's, `earlier` the call's sessions but the last.

    "61 s x 0.2 credit/min = 0.2033 credits x $0.99 = $0.20"
    "30 s (the minimum) + 61 s, x 0.2 credit/min = 0.1 + 0.2033 = 0.3033 credits, x $0.99 = $0.099 + $0.2013
    = $0.30"
    """
    if card.card_id != bill.rate_card_id:
        raise ValueError(f"priced with {bill.rate_card_id}, not {card.card_id}")
    parts = _parts(bill, earlier)
    seconds = " + ".join(_seconds(part, card) for part in parts)
    if card.is_free:
        return f"{seconds} in {card.vendor}: free"
    rate, price = f"x {_plain(card.credits_per_minute)} credit/min", f"x ${_plain(card.usd_per_credit)}"
    total, cost = f"{_plain(bill.credits)} credits", dollars(bill.usd)
    if len(parts) == 1:
        arithmetic = f"{seconds} {rate} = {total} {price} = {cost}"
    else:
        credits = " + ".join(_plain(part.credits) for part in parts)
        usd = " + ".join(f"${_plain(part.usd)}" for part in parts)
        arithmetic = f"{seconds}, {rate} = {credits} = {total}, {price} = {usd} = {cost}"
    return f"practice: would have cost {arithmetic}" if bill.would_have_cost else arithmetic


def is_free(bill: Bill) -> bool:
    """It cost nothing, and would not have: a sandbox."""
    return bill.usd == 0


def dollars(usd: Decimal) -> str:
    """Rounded half up to cents: "$0.20", "$1,234.50"."""
    return f"${usd.quantize(_CENT, ROUND_HALF_UP):,}"


def _parts(bill: Bill, earlier: Sequence[VendorSession]) -> list[Bill]:
    """The bills that `bill` is the sum of: of each earlier session, and what is left for the last."""
    parts = [session.bill for session in earlier]
    last = Bill(
        rate_card_id=bill.rate_card_id,
        billed_seconds=bill.billed_seconds - sum(part.billed_seconds for part in parts),
        credits=bill.credits - sum(part.credits for part in parts),
        usd=bill.usd - sum(part.usd for part in parts),
        would_have_cost=bill.would_have_cost,
    )
    # Nothing is left where the last session could not be opened.
    return [*parts, last] if last.billed_seconds or not parts else parts


def _seconds(bill: Bill, card: RateCard) -> str:
    at_minimum = 0 < card.minimum_seconds == bill.billed_seconds
    return f"{bill.billed_seconds} s{' (the minimum)' if at_minimum else ''}"


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
