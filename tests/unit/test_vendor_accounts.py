"""Asking accounts and judging their answers: vendors that hang, refuse, or have another clock."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

from santa_core.domain.accounts import AccountEvent
from santa_core.domain.calls import Avatar, CallEvent, CallRecord, CallState, EndReason
from santa_core.domain.rate_cards import card_for
from santa_core.errors import ProviderRefused, ProviderUnavailable, StorageError, VendorWords
from santa_core.ports import ActiveSession, Balance, Reachability, VendorFailure
from santa_core.services.examination import Examination, examine
from santa_core.services.health import Check
from santa_core.services.orphans import find_orphans, orphan_check
from santa_core.services.recent_errors import recent_errors
from santa_core.services.vendor_accounts import AccountReport, Answer, Refusal, ask_accounts, ask_catalogue
from santa_core.services.vendor_checks import account_checks, budget_check, key_states
from santa_core.services.vendor_sessions import Ownership, owned_sessions, session_check
from santa_core.settings import Settings
from tests.fakes.avatar_provider import CAPABILITIES, FakeAvatarProvider
from tests.fakes.call_log import FakeCallLog
from tests.fakes.clock import FakeClock
from tests.fakes.samples import a_plan

NOW = datetime(2026, 12, 20, 12, tzinfo=UTC)
HEYGEN_CARD = card_for(Avatar.HEYGEN, NOW)
REFUSED = ProviderRefused(
    "HeyGen did not accept the API key.",
    kind="unauthorized",
    vendor=VendorWords(401, "400112", "Unauthorized"),
)


class HangingProvider(FakeAvatarProvider):
    """Takes every request and answers none."""

    async def active_sessions(self) -> Sequence[ActiveSession]:
        await asyncio.Event().wait()
        raise AssertionError("unreachable")

    async def check(self) -> Reachability:
        await asyncio.Event().wait()
        raise AssertionError("unreachable")

    async def balance(self) -> Balance:
        await asyncio.Event().wait()
        raise AssertionError("unreachable")


def a_provider(avatar: Avatar = Avatar.HEYGEN, *, account: str = "HeyGen") -> FakeAvatarProvider:
    return FakeAvatarProvider(avatar=avatar, account=account)


def a_call(avatar: Avatar = Avatar.HEYGEN, **changes: Any) -> CallRecord:
    record = CallRecord(
        call_id=str(uuid4()),
        plan=a_plan(avatar=avatar),
        staff_name="Nora",
        state=CallState.LIVE,
        created_at=NOW,
        session_id="ours",
        started_at=NOW,
        last_seen_at=NOW,
    )
    return replace(record, **changes)


def a_report(
    *sessions: str,
    avatars: tuple[Avatar, ...] = (Avatar.HEYGEN,),
    credits: Decimal | None = Decimal(10),
    **changes: Any,
) -> AccountReport:
    report = AccountReport(
        account="HeyGen",
        avatars=avatars,
        at=NOW,
        reached=Answer(Reachability(latency_ms=80, clock_offset_seconds=0)),
        balance=Answer(Balance(credits)),
        sessions=Answer([ActiveSession(session_id, "connected", NOW) for session_id in sessions]),
    )
    return replace(report, **changes)


def failing(checks: list[Check]) -> list[str]:
    return [check.name for check in checks if check.needed and not check.ok]


# --- asking --------------------------------------------------------------------------------


async def test_an_account_that_two_avatars_share_is_asked_once() -> None:
    shared = [
        a_provider(avatar, account="LiveAvatar") for avatar in (Avatar.LIVEAVATAR, Avatar.LIVEAVATAR_SANDBOX)
    ]
    providers = {provider.avatar: provider for provider in shared}
    (report,) = await ask_accounts(providers, clock=FakeClock())
    assert report.avatars == (Avatar.LIVEAVATAR, Avatar.LIVEAVATAR_SANDBOX)
    assert report.reached.value is not None


async def test_a_vendor_that_hangs_is_left_and_the_others_are_heard() -> None:
    providers = {
        Avatar.HEYGEN: HangingProvider(avatar=Avatar.HEYGEN, account="HeyGen"),
        Avatar.LIVEAVATAR: a_provider(Avatar.LIVEAVATAR, account="LiveAvatar"),
    }
    hanging, well = await ask_accounts(providers, clock=FakeClock(), answer_seconds=0.01)
    assert hanging.reached.refusal is not None
    assert "HeyGen did not answer within 0.01 s" in hanging.reached.refusal.sentence
    assert hanging.sessions.value is None
    assert well.reached.value is not None


async def test_a_refusal_keeps_the_vendors_words() -> None:
    provider = a_provider()
    provider.list_error = REFUSED
    (report,) = await ask_accounts({Avatar.HEYGEN: provider}, clock=FakeClock())
    (check,) = account_checks(report, HEYGEN_CARD)
    assert failing([check]) == ["HeyGen answers"]
    assert check.detail == "HeyGen did not accept the API key. (It said: 401 400112 Unauthorized)"


async def test_a_vendor_without_voices_is_not_asked_for_them() -> None:
    provider = FakeAvatarProvider(account="HeyGen", capabilities=replace(CAPABILITIES, voices=False))
    found = await ask_catalogue(provider)
    assert found.voices is None
    assert found.avatars.value is not None


# --- judging -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("offset", "ok", "words"),
    [
        (0.0, True, "Right."),
        (-30.0, True, "within 30 s"),
        (31.0, False, "31 s behind the vendor's"),
        (-3_600.0, False, "3,600 s ahead of the vendor's"),
        (None, True, "Not known"),
    ],
)
def test_the_clock_may_be_thirty_seconds_off(offset: float | None, ok: bool, words: str) -> None:
    report = a_report(reached=Answer(Reachability(latency_ms=80, clock_offset_seconds=offset)))
    check = next(c for c in account_checks(report, HEYGEN_CARD) if c.name.startswith("Clock"))
    assert (check.ok, words in check.detail) == (ok, True), check.detail


@pytest.mark.parametrize(
    ("credits", "ok", "words"),
    [
        (Decimal("9.6666666"), True, "9.66 left, enough for 48 min"),  # 9.6667 / 0.2 = 48.3 min
        (Decimal("0.1"), True, "0.1 left"),  # 30 s x 0.2 / 60 = 0.1, the least a call costs
        (Decimal("0.09"), False, "too few to start a call"),
        (None, True, "does not say"),
    ],
)
def test_credits_are_told_in_minutes(credits: Decimal | None, ok: bool, words: str) -> None:
    checks = account_checks(a_report(credits=credits), HEYGEN_CARD)
    check = next(c for c in checks if c.name.startswith("Credits"))
    assert (check.ok, words in check.detail) == (ok, True), check.detail
    assert (failing(checks) == []) is ok


def test_a_balance_that_is_not_told_is_only_a_warning() -> None:
    refusal = Refusal("No.", "other", VendorWords(500, None, "<b>oops</b>"))
    checks = account_checks(a_report(balance=Answer(refusal=refusal)), HEYGEN_CARD)
    assert failing(checks) == []
    assert "No. (It said: 500 <b>oops</b>)" in [check.detail for check in checks]


def test_the_budget_that_is_left_is_never_negative() -> None:
    check = budget_check(budget_usd=Decimal(50), spent_usd=Decimal("60.5"))
    assert (check.ok, check.needed) == (False, False)
    assert check.detail.startswith("$0.00 of $50.00 left")
    assert budget_check(budget_usd=None, spent_usd=Decimal(3)).ok
    assert "$8.75 of $10.00" in budget_check(budget_usd=Decimal(10), spent_usd=Decimal("1.25")).detail


def test_keys_are_told_to_be_there_and_never_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEYGEN_API_KEY", "very-secret")
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    states = key_states(Settings(_env_file=None))
    assert {state.name: state.is_set for state in states}["HEYGEN_API_KEY"] is True
    assert {state.name: state.is_set for state in states}["OPENAI_API_KEY"] is False
    assert "very-secret" not in repr(states)


# --- whose the sessions are ----------------------------------------------------------------


def test_each_session_has_its_owner_and_those_to_close_come_first() -> None:
    log = FakeCallLog()
    live, over = a_call(), a_call(session_id="left", state=CallState.ENDED, ended_at=NOW)
    log.save_call(live)
    log.save_call(over)
    sessions = owned_sessions([a_report("ours", "left", "strange")], log, now=NOW)
    assert [(s.session.session_id, s.ownership) for s in sessions] == [
        ("left", Ownership.ENDED_CALL),
        ("strange", Ownership.STRANGER),
        ("ours", Ownership.CALL),
    ]
    assert [s.may_be_closed for s in sessions] == [True, True, False]
    assert failing([session_check(sessions)]) == ["sessions without a call"]
    assert session_check(sessions[2:]).ok


def test_a_session_of_another_account_is_not_taken_for_one_being_opened() -> None:
    log = FakeCallLog()
    log.save_call(a_call(Avatar.LIVEAVATAR, session_id=None, state=CallState.OPENING))
    (session,) = owned_sessions([a_report("new")], log, now=NOW)
    assert session.ownership is Ownership.STRANGER
    check = session_check([session])
    assert (check.ok, check.needed) == (False, False)  # perhaps another studio's: a warning


@pytest.mark.parametrize(("seconds", "ownership"), [(59, Ownership.OPENING), (60, Ownership.STRANGER)])
def test_a_session_may_be_of_a_call_that_is_being_opened_for_a_minute(
    seconds: int, ownership: Ownership
) -> None:
    log = FakeCallLog()
    log.save_call(a_call(session_id=None, state=CallState.OPENING))
    (session,) = owned_sessions([a_report("new")], log, now=NOW + timedelta(seconds=seconds))
    assert session.ownership is ownership


# --- orphans and errors --------------------------------------------------------------------


def test_a_call_whose_server_was_not_seen_for_two_minutes_is_an_orphan() -> None:
    log = FakeCallLog()
    log.save_call(a_call())
    seen = find_orphans(log, log, now=NOW + timedelta(seconds=119))
    assert orphan_check(seen, now=NOW).ok
    lost = find_orphans(log, log, now=NOW + timedelta(minutes=30))
    check = orphan_check(lost, now=NOW + timedelta(minutes=30))
    assert failing([check]) == ["calls without a server"]
    assert "1 call is open without an owner, the oldest for 30 min; the meter may run" in check.detail


def test_a_practice_orphan_costs_nothing_and_is_a_warning() -> None:
    log = FakeCallLog()
    log.save_call(a_call(Avatar.PRACTICE))
    check = orphan_check(find_orphans(log, log, now=NOW + timedelta(hours=1)), now=NOW)
    assert (check.ok, check.needed) == (False, False)


def test_what_was_reaped_and_closed_by_hand_is_told() -> None:
    log = FakeCallLog()
    call = a_call(state=CallState.ENDED, ended_at=NOW, end_reason=EndReason.REAPED)
    log.save_call(call)
    log.append_event(CallEvent("1", call.call_id, "server", "reaped", NOW))
    log.append_account_event(AccountEvent("2", NOW, "HeyGen", "stranger_closed", "Nora", "strange"))
    found = find_orphans(log, log, now=NOW)
    assert [c.call_id for c in found.reaped] == [call.call_id]
    assert [event.by for event in found.account_events] == ["Nora"]


def test_errors_of_calls_and_vendors_are_one_list_newest_first() -> None:
    log = FakeCallLog()
    call = a_call()
    log.save_call(call)
    detail = {"kind": "session_limit", "status": 400, "code": "10007", "message": "Concurrent limit reached"}
    log.append_event(CallEvent("1", call.call_id, "server", "open_failed", NOW, detail=detail))
    failure = VendorFailure(
        NOW + timedelta(seconds=5), "GET /v1/streaming.list", "other", VendorWords(502, None, "x" * 1_000)
    )
    errors = recent_errors(log, [a_report(failures=(failure,))])
    assert [error.where for error in errors] == ["GET /v1/streaming.list", "heygen"]
    assert errors[1].words == "session_limit: 400 10007 Concurrent limit reached"
    assert len(errors[0].words) < 320


# --- all together --------------------------------------------------------------------------


async def examined(providers: dict[Avatar, FakeAvatarProvider], log: FakeCallLog | None) -> Examination:
    return await examine(
        settings=Settings(_env_file=None),
        providers=providers,
        checks=[Check("log", log is not None, "")],
        log=log,
        accounts=log,
        clock=FakeClock(NOW),
        answer_seconds=0.05,
    )


async def test_a_well_studio_has_nothing_wrong() -> None:
    found = await examined({Avatar.HEYGEN: a_provider()}, FakeCallLog())
    assert found.wrong == []
    assert len(found.troubles) == 6


async def test_a_studio_without_vendors_has_nothing_wrong() -> None:
    assert (await examined({}, FakeCallLog())).wrong == []


async def test_a_vendor_that_is_down_is_wrong() -> None:
    provider = a_provider()
    provider.list_error = ProviderUnavailable("HeyGen did not answer.", kind="unavailable")
    found = await examined({Avatar.HEYGEN: provider}, FakeCallLog())
    assert [check.name for check in found.wrong] == ["HeyGen answers"]


async def test_without_a_log_the_vendors_are_still_asked() -> None:
    found = await examined({Avatar.HEYGEN: a_provider()}, None)
    assert [check.name for check in found.wrong] == ["log"]
    assert found.log is None
    assert found.accounts[0][0].reached.value is not None


async def test_a_log_that_breaks_while_it_is_read_is_wrong() -> None:
    class BrokenLog(FakeCallLog):
        def open_calls(self) -> list[CallRecord]:
            raise StorageError("The disk is gone.")

    found = await examined({}, BrokenLog())
    assert "The disk is gone." in [check.detail for check in found.wrong]
