"""A session is closed for certain, whoever or whatever ends the call, and what was said is forgotten."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from santa_core.domain.calls import Avatar, CallState, EndReason
from santa_core.errors import NotAllowedError, ProviderError, ProviderRefused, ProviderUnavailable
from santa_core.services.call_messages import Ended, Notice
from santa_core.services.calls import CallHasEnded
from santa_core.services.live_call import LiveCall
from tests.call_house import ORIGIN, House, crash, house, logged

__all__ = ["house"]  # the fixture

UNAUTHORIZED = ProviderRefused("The key is refused.", kind="unauthorized")
NO_ANSWER = ProviderUnavailable("No answer.", kind="unavailable", retryable=True)


def notices(house: House) -> list[str]:
    return [m.code for m in house.told if isinstance(m, Notice)]


async def test_a_refused_close_is_no_confirmation(house: House) -> None:
    call = await house.open_live()
    house.vendor.close_error = UNAUTHORIZED
    call.end(EndReason.USER)
    await house.clock.advance(60)
    assert (await logged(house, call)).state is CallState.ENDING
    assert "close_unconfirmed" in notices(house)


async def test_a_refused_close_of_a_session_that_is_not_listed_is_one(house: House) -> None:
    call = await house.open_live()
    house.vendor.close_error = UNAUTHORIZED
    house.vendor.drop_session(call.session.session_id)
    await call.end(EndReason.USER)
    assert (await logged(house, call)).state is CallState.ENDED


async def test_the_reaper_goes_on_ever_more_slowly_and_keeps_the_reason(house: House) -> None:
    call = await house.open_live()
    house.vendor.close_error = NO_ANSWER
    call.end(EndReason.PAGE_CLOSED)
    await house.clock.advance(60)
    tries = 0

    async def close(session_id: str) -> None:
        nonlocal tries
        tries += 1
        raise NO_ANSWER

    house.vendor.close_session = close  # type: ignore[method-assign]
    for _ in range(60):  # five minutes
        await house.calls.reap()
        await house.clock.advance(5)
    assert 5 <= tries <= 9  # 5, 10, 20, 40, 60, 60, 60 s apart
    del house.vendor.close_session
    house.vendor.close_error = None
    await house.clock.advance(60)
    (reaped,) = await house.calls.reap()
    assert reaped.end_reason is EndReason.PAGE_CLOSED
    assert house.vendor.open_ids == []


async def test_what_was_said_is_forgotten_after_the_close(house: House) -> None:
    call = await house.open_live()
    await call.end(EndReason.USER)
    await house.clock.settle()
    assert house.vendor.forgotten == [call.session.session_id]


async def test_a_vendor_that_will_not_forget_does_not_hold_the_end(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def forget(session_id: str) -> None:
        raise NO_ANSWER

    monkeypatch.setattr(house.vendor, "forget", forget)
    call = await house.open_live()
    await call.end(EndReason.USER)
    assert (await logged(house, call)).state is CallState.ENDED
    await house.clock.advance(30)
    await house.calls.flush()
    assert "forget_failed" in [e.name for e in house.log.events(call.record.call_id)]


async def test_a_vendor_that_hangs_does_not_hold_the_stop_longer_than_ten_seconds(house: House) -> None:
    call = await house.open_live()
    house.vendor.close_delay_seconds = 1_000
    closing = asyncio.create_task(house.calls.aclose())
    await house.clock.advance(12.5)
    await asyncio.wait_for(closing, 5)  # only the disk is waited for: no time passes
    record = house.log.call(call.record.call_id)
    assert record is not None
    assert (record.state, record.end_reason) == (CallState.ENDING, EndReason.SERVER_STOPPED)
    house.vendor.close_delay_seconds = 0
    await house.clock.advance(20)
    (reaped,) = await house.service().reap()  # the next start
    assert reaped.end_reason is EndReason.SERVER_STOPPED
    assert house.vendor.open_ids == []


async def test_a_stop_while_a_call_is_opening_leaves_nothing_open(house: House) -> None:
    house.vendor.open_delay_seconds = 3
    ticket = house.ticket()
    opening = asyncio.create_task(house.calls.open(ticket, quality=None, browser_origin=ORIGIN))
    await house.settles()
    await house.clock.advance(1)
    closing = asyncio.create_task(house.calls.aclose())
    await house.settles()
    await house.clock.advance(5)
    await closing
    with pytest.raises(CallHasEnded):
        await opening
    record = house.log.call(ticket.call_id)
    assert record is not None
    assert record.end_reason is EndReason.SERVER_STOPPED
    assert house.vendor.open_ids == []
    house.service()


async def test_a_browser_that_leaves_while_its_call_opens_leaves_nothing_open(house: House) -> None:
    house.vendor.open_delay_seconds = 3
    ticket = house.ticket()
    opening = asyncio.create_task(house.calls.open(ticket, quality=None, browser_origin=ORIGIN))
    await house.settles()
    await house.clock.advance(1)
    opening.cancel()
    await house.settles()
    await house.clock.advance(2.1)
    await house.settles()
    assert house.vendor.open_ids == []
    assert (await logged(house, ticket)).end_reason is EndReason.PAGE_CLOSED


async def test_nothing_is_opened_that_cannot_be_written_down(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    from santa_core.errors import StorageError

    def fails(*_: Any) -> None:
        raise StorageError("The disk is full.")

    monkeypatch.setattr(house.log, "save_call", fails)
    with pytest.raises(StorageError):
        await house.open()
    assert house.vendor.opened == []


async def test_signing_out_ends_this_persons_calls(house: House) -> None:
    call = await house.open_live()
    assert await house.calls.sign_out("Somebody else") == 0
    assert await house.calls.sign_out("Nora") == 1
    await call.end(EndReason.USER)
    assert (await logged(house, call)).end_reason is EndReason.SIGNED_OUT
    assert [m.reason for m in house.told if isinstance(m, Ended)] == [EndReason.SIGNED_OUT]


async def test_a_wall_clock_that_is_set_back_does_not_make_a_call_longer(house: House) -> None:
    call = await house.open_live(cap_seconds=60)
    await house.passes(20, call)
    house.clock.jump(-3_600)
    await house.passes(41, call)
    await house.clock.settle()
    assert call.is_ending
    await call.gone()
    record = await logged(house, call)
    assert record.duration_seconds is not None
    assert 55 <= record.duration_seconds <= 61


# --- keep-alive -----------------------------------------------------------------------------


async def test_the_server_keeps_a_live_session_alive_and_stops_at_its_end(house: House) -> None:
    call = await house.open_live()
    await house.passes(121, call)
    assert house.vendor.kept_alive == [call.session.session_id] * 2  # every 60 s
    await call.end(EndReason.USER)
    await house.clock.advance(300)
    assert len(house.vendor.kept_alive) == 2


async def test_a_session_that_the_vendor_has_closed_ends_the_call(house: House) -> None:
    call = await house.open_live()
    house.vendor.drop_session(call.session.session_id)
    await house.passes(61, call)
    await call.gone()
    assert (await logged(house, call)).state is CallState.ENDED


async def test_two_failed_keep_alives_in_a_row_are_told_once(house: House) -> None:
    call = await house.open_live()
    house.vendor.keep_alive_error = NO_ANSWER
    await house.passes(61, call)
    assert "keep_alive" not in notices(house)
    await house.passes(5, call)
    await house.passes(120, call)
    assert notices(house).count("keep_alive") == 1
    assert call.record.state is CallState.LIVE


# --- strangers ------------------------------------------------------------------------------


async def close(house: House, session_id: str) -> list[str]:
    await house.calls.close_stranger(Avatar.PRACTICE, session_id, by="Nora")
    return [e.name for e in reversed(house.accounts.recent_account_events())]


async def test_a_stranger_is_listed_without_a_call_and_closed_by_a_person(house: House) -> None:
    call = await house.open_live()
    house.vendor.adopt_session("stranger")
    owners = {s.session_id: r for s, r in await house.calls.vendor_sessions(Avatar.PRACTICE)}
    owner = owners.pop(call.session.session_id)
    assert owner is not None
    assert owner.call_id == call.record.call_id
    assert owners == {"stranger": None}
    assert await close(house, "stranger") == ["closing_stranger", "stranger_closed"]
    assert house.vendor.open_ids == [call.session.session_id]


async def test_the_session_of_a_call_that_goes_on_is_not_closed_as_a_stranger(house: House) -> None:
    call = await house.open_live()
    with pytest.raises(NotAllowedError, match="going on"):
        await close(house, call.session.session_id)
    theirs = house.calls
    house.service()  # another server on the same log
    with pytest.raises(NotAllowedError, match="going on"):
        await close(house, call.session.session_id)
    await theirs.aclose()


async def test_the_session_of_a_dead_servers_call_may_be_closed(house: House) -> None:
    call: LiveCall = await house.open_live()
    await crash(house, call)
    await house.clock.advance(60)
    house.service()
    await close(house, call.session.session_id)
    assert house.vendor.open_ids == []


async def test_a_stranger_that_could_not_be_closed_is_written_down(house: House) -> None:
    house.vendor.adopt_session("stranger")
    house.vendor.close_error = UNAUTHORIZED
    with pytest.raises(ProviderError):
        await close(house, "stranger")
    names = [e.name for e in house.accounts.recent_account_events()]
    assert names == ["stranger_not_closed", "closing_stranger"]


async def test_what_earlier_calls_left_is_tidied_once_at_the_start(house: House) -> None:
    call = await house.open_live()
    await house.calls.flush()
    await house.calls.reap()
    await house.calls.reap()
    assert house.vendor.tidied == [frozenset({call.record.call_id})]
