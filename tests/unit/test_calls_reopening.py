"""A call goes on in another session: never two at once, nothing said is lost."""

from __future__ import annotations

from uuid import uuid4

from santa_core.domain.calls import CallState, EndReason, Quality
from santa_core.errors import ProviderRefused, ProviderUnavailable
from santa_core.services.call_messages import Notice, Say, SessionChanged, SessionClosing
from santa_core.services.live_call import LiveCall
from tests.call_house import House, happens, house, logged, paid_house

__all__ = ["house", "paid_house"]  # fixtures


async def reopen(call: LiveCall, quality: Quality = Quality.LOW) -> None:
    await call.reopen(quality, event_id=str(uuid4()), browser_at=None)


async def test_the_call_goes_on_in_another_session_and_each_is_priced_by_itself(paid_house: House) -> None:
    house = paid_house
    call = await house.open_live()
    first = call.session.session_id
    await house.passes(10, call)
    await reopen(call)
    await house.settles()
    assert house.vendor.closed == [first]
    assert len(house.vendor.open_ids) == 1
    assert call.record.state is CallState.CONNECTING
    assert [type(m) for m in house.told if isinstance(m, SessionClosing | SessionChanged)] == [
        SessionClosing,
        SessionChanged,
    ]
    await happens(call, "stream_ready")
    assert call.record.state is CallState.LIVE
    await house.passes(61, call)
    await call.end(EndReason.USER)
    record = await logged(house, call)
    assert [s.session_id for s in record.earlier_sessions] == [first]
    assert record.quality is Quality.LOW
    assert record.bill is not None
    assert record.bill.billed_seconds == 30 + 61  # 10 s cost the minimum


async def test_what_santa_had_not_said_to_its_end_is_said_again(house: House) -> None:
    call = await house.open_live()
    (greeting,) = (m for m in house.told if isinstance(m, Say))
    call.spoken(greeting.sentence_id, task_id="old")
    await happens(call, "avatar_start_talking", task_id="old")
    await reopen(call)
    await house.settles()
    await happens(call, "avatar_stop_talking", task_id="old")  # late, of a session that is gone
    assert house.said() == ["Ho ho ho! Hello Emma!"]
    await happens(call, "stream_ready")
    assert house.said() == ["Ho ho ho! Hello Emma!"] * 2
    again = [m for m in house.told if isinstance(m, Say)][-1]
    assert again.sentence_id != greeting.sentence_id


async def test_typed_words_meanwhile_are_answered_in_the_new_session(house: House) -> None:
    call = await house.open_live()
    await house.speak_all(call)
    await reopen(call)
    await call.commands.typed("I like snow", event_id=str(uuid4()), browser_at=None)
    await house.settles()
    assert "Really?" not in house.said()
    await happens(call, "stream_ready")
    assert "Really?" in house.said()
    assert "I like snow" in [turn.text for turn in call.conversation.turns()]


async def test_a_second_wish_while_one_is_on_its_way_is_passed_over(house: House) -> None:
    call = await house.open_live()
    house.vendor.open_delay_seconds = 3
    await reopen(call)
    await house.settles()
    await house.clock.advance(1)
    await reopen(call, Quality.HIGH)
    await house.clock.advance(5)
    await house.settles()
    assert len(house.vendor.opened) == 2
    assert call.record.quality is Quality.LOW


async def test_an_end_meanwhile_wins_and_leaves_nothing_open(house: House) -> None:
    call = await house.open_live()
    house.vendor.open_delay_seconds = 3
    await reopen(call)
    await house.settles()
    await house.clock.advance(1)
    ending = call.end(EndReason.USER)
    await house.clock.advance(5)
    await house.settles()
    await ending
    assert house.vendor.open_ids == []
    assert (await logged(house, call)).end_reason is EndReason.USER
    assert not any(isinstance(m, SessionChanged) for m in house.told)


async def test_no_other_session_is_opened_while_the_old_may_be_open(house: House) -> None:
    call = await house.open_live()
    house.vendor.close_error = ProviderUnavailable("No answer.", kind="unavailable", retryable=True)
    await reopen(call)
    await house.clock.advance(10)
    assert len(house.vendor.opened) == 1
    assert call.is_ending
    assert "reopen_failed" in [m.code for m in house.told if isinstance(m, Notice)]


async def test_a_session_that_cannot_be_opened_ends_the_call_in_the_vendors_words(house: House) -> None:
    call = await house.open_live()
    house.vendor.open_error = ProviderRefused("Fake vendor has no credits.", kind="insufficient_credits")
    await reopen(call)
    await house.settles()
    await call.gone()
    record = await logged(house, call)
    assert record.end_reason is EndReason.CREDITS_EXHAUSTED
    assert record.bill is not None


async def test_a_browser_that_never_joins_the_new_session_ends_the_call(house: House) -> None:
    call = await house.open_live()
    await reopen(call)
    await house.settles()
    await house.passes(31, call)
    await call.gone()
    assert (await logged(house, call)).end_reason is EndReason.NEVER_CONNECTED


async def test_the_old_streams_end_is_none_of_the_calls(house: House) -> None:
    call = await house.open_live()
    await reopen(call)
    await happens(call, "stream_disconnected", reason=5)
    await house.settles()
    await happens(call, "stream_disconnected", reason=5)
    await happens(call, "stream_ready")
    assert call.record.state is CallState.LIVE
