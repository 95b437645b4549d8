"""May another call be opened now? Our cap, the account's limit, the month's budget, the vendor's balance.

    require      at once, from what we know: takes the place, so that of two calls admitted in the same
                 moment only one gets the last place or the last dollar
    ask_vendor   what only the vendor knows; where it does not answer, opening itself will tell

A place is held until `release`. Other servers on the same log are seen by their open calls, so two of
them can overdraw a budget by one call in the same moment, not more.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import ClassVar

from santa_core.domain.billing import dollars, estimate
from santa_core.domain.calls import Avatar, CallPlan
from santa_core.domain.rate_cards import card_for
from santa_core.errors import InputError, ProviderError, SantaError
from santa_core.ports import ActiveSession, AvatarProvider, CallLog, Clock
from santa_core.services.standing import Standing
from santa_core.services.time_limit import within
from santa_core.services.usage_report import month_of

ASK_SECONDS = 3  # a vendor that says nothing for so long is not waited for
BALANCE_IS_FRESH_SECONDS = 15


class NotAdmitted(SantaError):
    """`kind`: as in the HTTP answer."""

    kind: ClassVar[str]


class TooManyCalls(NotAdmitted):
    kind = "too_many_calls"


class AccountIsFull(NotAdmitted):
    kind = "session_limit"


class BudgetUsedUp(NotAdmitted):
    kind = "budget"


class CreditsUsedUp(NotAdmitted):
    kind = "insufficient_credits"


@dataclass(frozen=True)
class _Place:
    avatar: Avatar
    account: str
    estimate_usd: Decimal


@dataclass(frozen=True)
class _Balance:
    credits: Decimal | None
    asked_at: float  # monotonic


@dataclass(frozen=True)
class _VendorSays:
    credits: Decimal | None = None
    sessions: frozenset[str] | None = None  # that are open there
    warnings: tuple[str, ...] = ()


class Admission:
    """`session_limits`: how many sessions an avatar's account allows at once, where that is known."""

    def __init__(
        self,
        *,
        providers: Mapping[Avatar, AvatarProvider],
        log: CallLog,
        clock: Clock,
        max_calls: int,
        session_limits: Mapping[Avatar, int] | None = None,
        monthly_budget_usd: Decimal | None = None,
    ) -> None:
        self._providers = providers
        self._log = log
        self._clock = clock
        self._max_calls = max_calls
        self._session_limits = dict(session_limits or {})
        self._budget_usd = monthly_budget_usd
        self._places: dict[str, _Place] = {}  # by call id, in the order in which they were taken
        self._balances: dict[str, _Balance] = {}  # by account

    # --- for a call -----------------------------------------------------------------------

    def require(self, call_id: str, plan: CallPlan) -> None:
        """Takes a place for the call. Raises NotAdmitted, InputError, StorageError."""
        refusal = self._refusal(plan.avatar, plan.cap_seconds)
        if refusal is not None:
            raise refusal
        provider = self._providers[plan.avatar]
        usd = _estimate_usd(plan.avatar, plan.cap_seconds, self._clock.now())
        self._places[call_id] = _Place(plan.avatar, provider.account, usd)

    async def ask_vendor(self, call_id: str) -> None:
        """Raises NotAdmitted if the vendor says that it would not work. Keeps the place all the same."""
        place = self._places[call_id]
        says = await self._vendor_says(place.avatar)
        before = list(self._places)[: list(self._places).index(call_id)]
        refusal = self._vendors_refusal(place.avatar, says, places=frozenset(before))
        if refusal is not None:
            raise refusal

    def release(self, call_id: str) -> None:
        self._places.pop(call_id, None)

    # --- for the page ---------------------------------------------------------------------

    async def standing(self, avatar: Avatar, cap_seconds: int) -> Standing:
        """Raises StorageError."""
        now = self._clock.now()
        refusal: SantaError | None = self._refusal(avatar, cap_seconds)
        if avatar not in self._providers:
            return Standing(avatar, now, refusal=str(refusal))
        says = await self._vendor_says(avatar)
        refusal = refusal or self._vendors_refusal(avatar, says, places=frozenset(self._places))
        minutes, warnings = None, list(says.warnings)
        if says.credits is not None:
            card = card_for(avatar, now)
            minutes = card.minutes_for(says.credits)
            if refusal is None and minutes is not None and minutes * 60 < cap_seconds:
                warnings.append(
                    f"{self._providers[avatar].account} has credits for {minutes:.1f} minutes, less than "
                    "this call's length: the call may end early. Add credits, or plan a shorter call."
                )
        return Standing(
            avatar=avatar,
            at=now,
            budget_left_usd=self._budget_left_usd(now),
            credits_left=says.credits,
            minutes_left=minutes,
            sessions_open=None if says.sessions is None else len(says.sessions),
            refusal=None if refusal is None else str(refusal),
            warnings=tuple(warnings),
        )

    # --- what we know ---------------------------------------------------------------------

    def _refusal(self, avatar: Avatar, cap_seconds: int) -> SantaError | None:
        provider = self._providers.get(avatar)
        if provider is None:
            return InputError(f"The avatar {avatar} is not set up. Choose Practice Santa.")
        if len(self._places) >= self._max_calls:
            return TooManyCalls(
                f"{self._max_calls} calls are open, as many as SANTA_MAX_CALLS allows. Wait until one ends."
            )
        limit = self._session_limits.get(avatar)
        if limit is not None and (ours := len(self._our_calls(provider.account))) >= limit:
            return _account_is_full(provider.account, limit, ours)
        now = self._clock.now()
        left, usd = self._budget_left_usd(now), _estimate_usd(avatar, cap_seconds, now)
        if left is not None and self._budget_usd is not None and usd > left:
            return BudgetUsedUp(
                f"This call may cost {dollars(usd)}, but of this month's budget of "
                f"{dollars(self._budget_usd)} only {dollars(max(left, Decimal(0)))} is left. "
                "Plan a shorter call, choose Practice Santa, or raise SANTA_MONTHLY_BUDGET_USD."
            )
        return None

    def _budget_left_usd(self, now: datetime) -> Decimal | None:
        """Less what was spent, and what the open calls may still cost."""
        if self._budget_usd is None:
            return None
        since, until = month_of(now)
        open_usd = {call_id: place.estimate_usd for call_id, place in self._places.items()}
        for record in self._log.open_calls():
            usd = _estimate_usd(record.plan.avatar, record.plan.cap_seconds, record.created_at)
            open_usd.setdefault(record.call_id, usd)
        spent = self._log.spent_usd(since=since, until=until)
        return self._budget_usd - spent - sum(open_usd.values(), Decimal(0))

    def _our_calls(self, account: str) -> dict[str, str | None]:
        """Session by call id, of all calls that may hold a session of this account."""
        ours: dict[str, str | None] = {c: None for c, p in self._places.items() if p.account == account}
        for record in self._log.open_calls():
            provider = self._providers.get(record.plan.avatar)
            if provider is not None and provider.account == account:
                ours[record.call_id] = record.session_id
        return ours

    # --- what the vendor says ---------------------------------------------------------------

    def _vendors_refusal(
        self, avatar: Avatar, says: _VendorSays, *, places: frozenset[str]
    ) -> NotAdmitted | None:
        """`places`: the calls that came before."""
        account = self._providers[avatar].account
        limit = self._session_limits.get(avatar)
        ours = self._our_calls(account)
        # A session that the vendor lists and we do not know counts as well as ours that it has not yet.
        ours_first = {c: s for c, s in ours.items() if c in places or c not in self._places}
        if limit is not None and says.sessions is not None:
            later = {s for c, s in ours.items() if c not in ours_first and s is not None}
            coming = sum(session is None or session not in says.sessions for session in ours_first.values())
            count = len(says.sessions - later) + coming
            if count >= limit:
                return _account_is_full(account, limit, count)
        least = card_for(avatar, self._clock.now()).least_credits_to_start
        if says.credits is None or not least:
            return None
        coming = sum(session is None for session in ours_first.values())
        if says.credits < least * (coming + 1):
            return CreditsUsedUp(
                f"{account} has {says.credits.normalize():f} credits left, and a call needs at least "
                f"{least.normalize():f}. Add credits there, or choose Practice Santa."
            )
        return None

    async def _vendor_says(self, avatar: Avatar) -> _VendorSays:
        provider = self._providers[avatar]
        if avatar is Avatar.PRACTICE:
            return _VendorSays()  # ours: it never runs dry, and has room for every call we allow
        balance, sessions = await asyncio.gather(
            self._balance(provider), self._sessions(provider), return_exceptions=True
        )
        if isinstance(balance, BaseException):
            _raise_if_unexpected(balance)
        if isinstance(sessions, BaseException):
            _raise_if_unexpected(sessions)
        failed = next((e for e in (balance, sessions) if isinstance(e, BaseException)), None)
        warnings: tuple[str, ...] = ()
        if failed is not None:
            why = str(failed) if isinstance(failed, ProviderError) else "It did not answer in time."
            warnings = (f"{provider.account} could not be asked what is left: {why}",)
        return _VendorSays(
            credits=None if isinstance(balance, BaseException) else balance,
            sessions=None
            if isinstance(sessions, BaseException)
            else frozenset(session.session_id for session in sessions),
            warnings=warnings,
        )

    async def _balance(self, provider: AvatarProvider) -> Decimal | None:
        known = self._balances.get(provider.account)
        if known is None or self._clock.monotonic() - known.asked_at > BALANCE_IS_FRESH_SECONDS:
            credits = (await within(self._clock, ASK_SECONDS, provider.balance())).credits
            known = self._balances[provider.account] = _Balance(credits, self._clock.monotonic())
        return known.credits

    async def _sessions(self, provider: AvatarProvider) -> tuple[ActiveSession, ...]:
        return tuple(await within(self._clock, ASK_SECONDS, provider.active_sessions()))


def _estimate_usd(avatar: Avatar, cap_seconds: int, at: datetime) -> Decimal:
    bill = estimate(avatar=avatar, seconds=cap_seconds, card=card_for(avatar, at))
    return Decimal(0) if bill.would_have_cost else bill.usd


def _account_is_full(account: str, limit: int, count: int) -> AccountIsFull:
    return AccountIsFull(
        f"{account} allows {limit} {'session' if limit == 1 else 'sessions'} at once, and {count} "
        f"{'is' if count == 1 else 'are'} open. Wait until one ends, or close one on Diagnostics."
    )


def _raise_if_unexpected(error: BaseException) -> None:
    if not isinstance(error, ProviderError | TimeoutError):
        raise error
