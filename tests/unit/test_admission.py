"""Why a call is not opened now, in sentences that say what to do; and never one call too many."""

from __future__ import annotations

import asyncio
from decimal import Decimal
from typing import Any

import pytest

from santa_core.domain.calls import Avatar, EndReason
from santa_core.errors import ProviderUnavailable
from santa_core.services.admission import (
    AccountIsFull,
    BudgetUsedUp,
    CreditsUsedUp,
    NotAdmitted,
    TooManyCalls,
)
from tests.call_house import ORIGIN, House, paid_house

__all__ = ["paid_house"]  # the fixture

NO_ANSWER = ProviderUnavailable("HeyGen does not answer.", kind="unavailable", retryable=True)


async def both(house: House) -> list[Any]:
    """Two people press Start in the same moment."""
    return await asyncio.gather(
        *(house.calls.open(house.ticket(), quality=None, browser_origin=ORIGIN) for _ in range(2)),
        return_exceptions=True,
    )


@pytest.mark.parametrize(
    ("limits", "error"),
    [
        ({"max_calls": 1}, TooManyCalls),
        ({"session_limits": {Avatar.HEYGEN: 1}}, AccountIsFull),
        # 600 s x 0.2 / 60 = 2 credits x $0.99 = $1.98 for one
        ({"monthly_budget_usd": Decimal("3.95")}, BudgetUsedUp),
    ],
)
async def test_of_two_calls_at_once_only_one_gets_the_last_place(
    paid_house: House, limits: dict[str, Any], error: type[NotAdmitted]
) -> None:
    paid_house.service(**limits)
    outcomes = await both(paid_house)
    assert sum(isinstance(outcome, error) for outcome in outcomes) == 1
    assert len(paid_house.vendor.opened) == 1


async def test_a_place_is_free_again_after_a_call_and_after_a_failed_opening(paid_house: House) -> None:
    paid_house.service(max_calls=1)
    paid_house.vendor.open_error = NO_ANSWER
    with pytest.raises(ProviderUnavailable):
        await paid_house.open()
    paid_house.vendor.open_error = None
    call = await paid_house.open()
    await call.end(EndReason.USER)
    await paid_house.open()


async def test_what_was_spent_this_month_counts(paid_house: House) -> None:
    paid_house.service(monthly_budget_usd=Decimal("2.00"))
    call = await paid_house.open_live()  # may cost $1.98
    await paid_house.passes(60, call)
    await call.end(EndReason.USER)  # cost 0.2 x $0.99 = $0.198
    await paid_house.calls.flush()
    with pytest.raises(BudgetUsedUp, match=r"may cost \$1\.98.*\$2\.00 only \$1\.80 is left"):
        await paid_house.open()
    await paid_house.open(cap_seconds=300)  # $0.99


async def test_too_few_credits_for_the_shortest_call_are_said(paid_house: House) -> None:
    paid_house.vendor.credits_left = Decimal("0.05")  # 30 s cost 0.1
    with pytest.raises(CreditsUsedUp, match=r"0\.05 credits left.*at least 0\.1.*Practice Santa"):
        await paid_house.open()
    assert paid_house.vendor.opened == []


async def test_sessions_of_others_count_towards_the_accounts_limit(paid_house: House) -> None:
    paid_house.service(session_limits={Avatar.HEYGEN: 2})
    paid_house.vendor.adopt_session("one")
    await paid_house.open()
    with pytest.raises(AccountIsFull, match="2 are open"):
        await paid_house.open()


async def test_a_vendor_that_does_not_say_what_is_left_does_not_stop_a_call(paid_house: House) -> None:
    paid_house.vendor.list_error = NO_ANSWER
    standing = await paid_house.calls.standing(Avatar.HEYGEN, 600)
    assert (standing.refusal, standing.credits_left, standing.sessions_open) == (None, None, None)
    assert standing.warnings == ("HeyGen does not answer.",) or "could not be asked" in standing.warnings[0]
    await paid_house.open()


async def test_a_vendor_that_hangs_holds_an_opening_three_seconds(
    paid_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def hangs() -> Any:
        await paid_house.clock.sleep(1_000)

    monkeypatch.setattr(paid_house.vendor, "balance", hangs)
    opening = asyncio.create_task(paid_house.open())
    await paid_house.clock.advance(2.9)
    assert paid_house.vendor.opened == []
    await paid_house.clock.advance(0.2)
    await opening


async def test_the_standing_says_what_is_left_and_why_not(paid_house: House) -> None:
    paid_house.service(monthly_budget_usd=Decimal("1.00"))
    paid_house.vendor.credits_left = Decimal("1")
    standing = await paid_house.calls.standing(Avatar.HEYGEN, 600)
    assert standing.budget_left_usd == Decimal("1.00")
    assert standing.minutes_left == 5
    assert standing.sessions_open == 0
    assert standing.refusal is not None
    assert "SANTA_MONTHLY_BUDGET_USD" in standing.refusal
    shorter = await paid_house.calls.standing(Avatar.HEYGEN, 300)
    assert shorter.refusal is None


async def test_credits_that_do_not_last_for_the_whole_call_are_a_warning(paid_house: House) -> None:
    paid_house.vendor.credits_left = Decimal("1")
    standing = await paid_house.calls.standing(Avatar.HEYGEN, 600)
    assert standing.refusal is None
    (warning,) = standing.warnings
    assert "5.0 minutes" in warning


async def test_an_avatar_that_is_not_set_up_has_a_standing_too(paid_house: House) -> None:
    standing = await paid_house.calls.standing(Avatar.LIVEAVATAR, 600)
    assert standing.refusal is not None
    assert "not set up" in standing.refusal
