"""What an account's answers mean: is the vendor there, is our clock right, is there credit. Pure.

Every configured vendor is needed: who has put a key into .env wants to call with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

from santa_core.domain.rate_cards import RateCard
from santa_core.services.health import Check
from santa_core.services.vendor_accounts import AccountReport, Refusal
from santa_core.settings import Settings

CLOCK_SECONDS = 30  # tickets, bills and the vendor's tokens stand less than this, but not more
_SLOW_ANSWER_MS = 1_500


@dataclass(frozen=True)
class KeyState:
    """A secret of the settings: whether it is there, never what it is."""

    name: str
    is_set: bool
    purpose: str


def key_states(settings: Settings) -> list[KeyState]:
    return [
        KeyState("HEYGEN_API_KEY", settings.heygen_api_key is not None, "calls with HeyGen"),
        KeyState("LIVEAVATAR_API_KEY", settings.liveavatar_api_key is not None, "calls with LiveAvatar"),
        KeyState("OPENAI_API_KEY", settings.openai_api_key is not None, "a language model, ears, a voice"),
        KeyState("SANTA_STUDIO_SECRET", settings.santa_studio_secret is not None, "signs tickets"),
    ]


def account_checks(report: AccountReport, card: RateCard | None) -> list[Check]:
    """`card`: of the paid avatar of this account, None if none of them costs anything."""
    checks = [_reached(report)]
    # What was not answered because the vendor is not there is told once.
    if report.reached.value is None:
        return checks
    return [*checks, _clock(report), _balance(report, card), _sessions(report)]


def budget_check(*, budget_usd: Decimal | None, spent_usd: Decimal) -> Check:
    """Of this month, UTC."""
    if budget_usd is None:
        detail = f"${spent_usd:,.2f} spent this month. No limit is set: SANTA_MONTHLY_BUDGET_USD sets one."
        return Check("budget", True, detail, needed=False)
    left = max(budget_usd - spent_usd, Decimal(0))
    detail = f"${left:,.2f} of ${budget_usd:,.2f} left this month."
    if left:
        return Check("budget", True, detail, needed=False)
    return Check(
        "budget", False, f"{detail} Raise SANTA_MONTHLY_BUDGET_USD, or practise for free.", needed=False
    )


def worst_of(checks: Sequence[Check]) -> bool:
    """Whether everything that is needed is right."""
    return all(check.ok for check in checks if check.needed)


def _reached(report: AccountReport) -> Check:
    name = f"{report.account} answers"
    reached = report.reached
    if reached.value is None:
        return Check(name, False, said_by(reached.refusal))
    ms = reached.value.latency_ms
    slow = " That is slow: every call waits for it." if ms > _SLOW_ANSWER_MS else ""
    return Check(name, True, f"The key is accepted. It took {ms:,} ms.{slow}")


def _clock(report: AccountReport) -> Check:
    name = f"Clock against {report.account}"
    offset = report.reached.value.clock_offset_seconds if report.reached.value else None
    if offset is None:
        return Check(name, True, "Not known: the vendor sends no time.", needed=False)
    seconds = abs(offset)
    if seconds <= CLOCK_SECONDS:
        return Check(name, True, f"Right to within {seconds:.0f} s." if seconds >= 1 else "Right.")
    which = "behind" if offset > 0 else "ahead of"
    return Check(
        name,
        False,
        f"This machine's clock is {seconds:,.0f} s {which} the vendor's. Set it by a time server (NTP): "
        "tickets, bills and the vendor's tokens go by it.",
    )


def _balance(report: AccountReport, card: RateCard | None) -> Check:
    name = f"Credits at {report.account}"
    answer = report.balance
    if answer.value is None:
        return Check(name, False, said_by(answer.refusal), needed=False)
    credits = answer.value.credits
    if credits is None:
        return Check(name, True, "The vendor does not say how many are left.", needed=False)
    left = f"{_plain(credits)} left"
    if card is None or (minutes := card.minutes_for(credits)) is None:
        return Check(name, True, f"{left}.")
    if credits < card.least_credits_to_start:
        return Check(name, False, f"{left}, too few to start a call. Top up the account at {card.vendor}.")
    return Check(name, True, f"{left}, enough for {minutes:,.0f} min of call.")


def _sessions(report: AccountReport) -> Check:
    name = f"Sessions at {report.account}"
    answer = report.sessions
    if answer.value is None:
        return Check(name, False, said_by(answer.refusal), needed=False)
    count = len(answer.value)
    return Check(name, True, "None is open." if not count else f"{count} open.", needed=False)


def said_by(refusal: Refusal | None) -> str:
    """Our sentence, and the vendor's own words after it."""
    if refusal is None:
        return "It gave no answer."
    vendor = refusal.vendor
    parts = (vendor.status, vendor.code, vendor.message)
    words = " ".join(str(part) for part in parts if part is not None)
    return f"{refusal.sentence} (It said: {words})" if words else refusal.sentence


def _plain(credits: Decimal) -> str:
    """To the hundredth, rounded down: what is left is never overstated."""
    return f"{credits.quantize(Decimal('0.01'), ROUND_DOWN).normalize():,f}"
