"""The life of a call: opened once, priced, closed for certain, and true in the log."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

from santa_core.domain.calls import (
    Avatar,
    CallState,
    EndReason,
    Floor,
    Listen,
    Quality,
    TurnOrigin,
)
from santa_core.errors import InputError, ProviderRefused, ProviderUnavailable, VendorWords
from santa_core.services.admission import TooManyCalls
from santa_core.services.call_messages import Ended, Say, StopSpeaking
from santa_core.services.calls import CallHasEnded
from tests.call_house import ORIGIN, House, crash, happens, house, logged

__all__ = ["house"]  # the fixture


async def test_the_log_knows_of_a_call_before_the_vendor_is_asked(house: House) -> None:
    house.vendor.open_error = ProviderRefused(
        "No.", kind="session_limit", vendor=VendorWords(400, "1", "full")
    )
    ticket = house.ticket()
    with pytest.raises(ProviderRefused):
        await house.calls.open(ticket, quality=None, browser_origin=ORIGIN)
    record = await logged(house, ticket)
    assert (record.state, record.end_reason) == (CallState.ENDED, EndReason.OPEN_FAILED)
    assert record.bill is None
    (event,) = house.log.events(ticket.call_id)
    assert event.detail == {"kind": "session_limit", "status": 400, "code": "1", "message": "full"}


async def test_the_same_call_opened_twice_is_one_session(house: House) -> None:
    ticket = house.ticket()
    first = await house.open(ticket)
    second = await house.open(ticket)
    assert first is second
    assert len(house.vendor.opened) == 1


async def test_an_ended_call_is_not_opened_again(house: House) -> None:
    ticket = house.ticket()
    call = await house.open(ticket)
    await call.end(EndReason.USER)
    with pytest.raises(CallHasEnded):
        await house.open(ticket)


async def test_no_more_calls_are_opened_than_allowed(house: House) -> None:
    house.service(max_calls=1)
    await house.open()
    with pytest.raises(TooManyCalls):
        await house.open()


async def test_an_avatar_that_is_not_set_up_says_so(house: House) -> None:
    with pytest.raises(InputError, match="not set up"):
        await house.open(avatar=Avatar.HEYGEN)


async def test_the_vendor_gets_no_knowledge_base_when_our_own_model_answers(house: House) -> None:
    await house.open()
    request = house.vendor.opened[0]
    assert request.knowledge_base is None
    assert request.quality is Quality.MEDIUM
    assert request.browser_origin == ORIGIN


async def test_santa_greets_the_child_by_name_when_the_stream_is_ready(house: House) -> None:
    call = await house.open_live()
    assert house.said() == ["Ho ho ho! Hello Emma!"]
    assert call.record.state is CallState.LIVE
    await happens(call, "stream_ready")
    assert len(house.said()) == 1


async def test_a_call_is_priced_to_its_last_second(house: House) -> None:
    call = await house.open_live()
    await house.passes(61, call)
    await call.end(EndReason.USER)
    record = await logged(house, call)
    assert record.state is CallState.ENDED
    assert record.duration_seconds == 61
    assert record.bill is not None
    assert record.bill.billed_seconds == 61
    # practice is free; on HeyGen: 61 s / 60 x 0.2 = 0.2033 credits
    assert record.bill.would_have_cost
    assert record.bill.credits.quantize(Decimal("0.0001")) == Decimal("0.2033")


async def test_ending_twice_closes_once_and_the_first_reason_stands(house: House) -> None:
    call = await house.open_live()
    first = call.end(EndReason.USER)
    await call.end(EndReason.PAGE_CLOSED)
    await first
    assert house.vendor.closed == [call.record.session_id]
    assert (await logged(house, call)).end_reason is EndReason.USER
    assert [m for m in house.told if isinstance(m, Ended)] == [Ended(EndReason.USER, quality=Quality.MEDIUM)]


async def test_closing_is_repeated_until_the_vendor_confirms(house: House) -> None:
    call = await house.open_live()
    house.vendor.close_error = ProviderUnavailable("no answer", retryable=True)
    ending = call.end(EndReason.USER)
    await house.clock.advance(1)
    assert (await logged(house, call)).state is CallState.ENDING
    house.vendor.close_error = None
    await house.clock.advance(5)
    await ending
    assert (await logged(house, call)).state is CallState.ENDED
    assert house.vendor.open_ids == []


async def test_a_session_nobody_confirmed_closed_is_never_called_ended(house: House) -> None:
    call = await house.open_live()
    house.vendor.close_error = ProviderUnavailable("no answer", retryable=True)
    ending = call.end(EndReason.USER)
    await house.clock.advance(200)
    await ending
    assert (await logged(house, call)).state is CallState.ENDING
    house.vendor.close_error = None
    await house.calls.flush()
    (reaped,) = await house.calls.reap()
    assert reaped.state is CallState.ENDED
    assert house.vendor.open_ids == []


async def test_a_lost_browser_ends_the_call(house: House) -> None:
    call = await house.open_live()
    await house.clock.advance(16)
    await call.gone()
    assert (await logged(house, call)).end_reason is EndReason.LINK_LOST
    assert house.vendor.open_ids == []


async def test_a_browser_that_could_not_start_the_avatar_ends_the_call(house: House) -> None:
    call = await house.open()
    await happens(call, "start_failed", message="no route to host")
    await call.gone()
    assert (await logged(house, call)).end_reason is EndReason.NEVER_CONNECTED
    assert house.vendor.open_ids == []


async def test_a_silent_child_is_asked_twice_then_the_call_ends_politely(house: House) -> None:
    call = await house.open_live(listen=Listen.VOICE)
    for _ in range(4):
        await house.speak_all(call)
        await house.passes(13, call)
    await call.gone()
    assert house.said() == ["Ho ho ho! Hello Emma!", "Are you there?", "I have time.", "Goodbye Emma!"]
    assert (await logged(house, call)).end_reason is EndReason.SILENCE


async def test_a_child_who_answers_is_asked_afresh(house: House) -> None:
    call = await house.open_live(listen=Listen.VOICE)
    await house.speak_all(call)
    await house.passes(13, call)
    await house.speak_all(call)
    await call.commands.typed("yes", event_id=str(uuid4()), browser_at=None)
    await house.clock.settle()
    await house.speak_all(call)
    await house.passes(13, call)
    assert house.said().count("Are you there?") == 2


async def test_santa_says_goodbye_before_the_cap_and_the_call_ends_with_it(house: House) -> None:
    call = await house.open_live(cap_seconds=60)
    await house.speak_all(call)
    await house.passes(30, call)
    await call.commands.typed("I like snow", event_id=str(uuid4()), browser_at=None)
    await house.clock.settle()
    await house.speak_all(call)
    await house.passes(26, call)
    assert house.said()[-1] == "Goodbye Emma!"
    assert call.record.state is CallState.LIVE
    await house.speak_all(call)
    await house.passes(1, call)
    await call.gone()
    record = await logged(house, call)
    assert record.end_reason is EndReason.CAP
    assert record.duration_seconds is not None
    assert record.duration_seconds <= 60


async def test_a_child_who_says_something_stops_santa(house: House) -> None:
    call = await house.open_live()
    await happens(call, "avatar_start_talking", task_id="a")
    await happens(call, "avatar_talking_message", task_id="a", message="Ho")
    assert call.conversation.floor is Floor.SPEAKING
    await happens(call, "user_start")
    assert call.conversation.floor is Floor.SPEAKING
    call.hearing("wait Santa")
    assert any(isinstance(m, StopSpeaking) for m in house.told)
    assert call.conversation.floor is Floor.LISTENING


async def test_spoken_words_are_collected_until_the_childs_turn_ends(house: House) -> None:
    call = await house.open_live()
    await house.speak_all(call)
    await happens(call, "user_start")
    for piece in ("I want", "a red", "bike"):
        await happens(call, "user_talking_message", message=piece)
    await happens(call, "user_stop")
    await happens(call, "user_end_message")
    await house.clock.settle()
    assert house.chat.requests[-1].messages[-1].content == "I want a red bike"
    child = next(t for t in call.conversation.turns() if t.origin is TurnOrigin.VOICE)
    assert child.text == "I want a red bike"


async def test_speech_without_words_makes_santa_ask_again(house: House) -> None:
    call = await house.open_live()
    await house.speak_all(call)
    await happens(call, "user_start")
    await happens(call, "user_end_message")
    assert house.said()[-1] == "Say that again?"


async def test_an_event_sent_twice_happens_once(house: House) -> None:
    call = await house.open_live()
    await house.speak_all(call)
    for _ in range(2):
        await call.commands.typed("hello", event_id="the-same-id", browser_at=None)
    await house.clock.settle()
    assert len(house.chat.requests) == 1
    assert [e.name for e in house.log.events(call.record.call_id)].count("typed") == 1


async def test_the_browsers_clock_is_compared_by_the_quickest_round_trip(house: House) -> None:
    call = await house.open_live()
    call.heartbeat(browser_at=house.clock.now() + timedelta(seconds=5, milliseconds=-50), rtt_ms=100)
    call.heartbeat(browser_at=house.clock.now() + timedelta(seconds=9), rtt_ms=900)
    assert call.record.clock_offset_ms == 5_000


@pytest.mark.parametrize(
    ("credits", "seconds", "livekit_reason", "expected"),
    [
        (Decimal(0), 10, 5, EndReason.CREDITS_EXHAUSTED),
        (Decimal(5), 10, 5, EndReason.PROVIDER_ERROR),
        (Decimal(5), 10, 9, EndReason.NETWORK_ERROR),
    ],
)
async def test_a_broken_stream_is_explained(
    house: House, credits: Decimal, seconds: int, livekit_reason: int, expected: EndReason
) -> None:
    call = await house.open_live()
    await house.passes(seconds, call)
    house.vendor.credits_left = credits
    await happens(call, "stream_disconnected", reason=livekit_reason)
    await house.clock.settle()
    await call.gone()
    assert (await logged(house, call)).end_reason is expected


async def test_after_a_crash_a_session_that_is_gone_ended_when_it_was_last_seen(house: House) -> None:
    call = await house.open_live()
    await house.passes(40, call)
    died_at = house.clock.now()
    await crash(house, call)
    house.vendor.drop_session(call.session.session_id)  # by the vendor's own timer
    await house.clock.advance(3_600)

    (reaped,) = await house.service().reap()
    assert reaped.end_reason is EndReason.REAPED
    assert reaped.ended_at is not None
    assert timedelta(0) <= died_at - reaped.ended_at <= timedelta(seconds=3)  # the last heartbeat is lost
    assert house.log.open_calls() == []


async def test_after_a_crash_a_session_that_is_open_is_closed_and_priced_until_then(house: House) -> None:
    call = await house.open_live()
    await house.passes(40, call)
    await crash(house, call)
    await house.clock.advance(300)

    (reaped,) = await house.service().reap()
    assert (reaped.end_reason, reaped.duration_seconds) == (EndReason.REAPED, 340)
    assert reaped.bill is not None
    assert reaped.bill.billed_seconds == 340
    assert house.vendor.closed == [call.session.session_id]


async def test_another_server_on_the_same_log_is_left_alone(house: House) -> None:
    call = await house.open_live()
    ours = house.calls
    theirs = house.service()
    for _ in range(20):
        await house.passes(1, call)
        await ours.flush()
        assert await theirs.reap() == []
    await call.end(EndReason.USER)
    await ours.aclose()


async def test_when_the_server_stops_every_call_is_closed(house: House) -> None:
    calls = [await house.open_live() for _ in range(3)]
    await house.calls.aclose()
    assert house.vendor.open_ids == []
    records = [house.log.call(c.record.call_id) for c in calls]
    assert {r.end_reason for r in records if r} == {EndReason.SERVER_STOPPED}
    house.service()


async def test_a_correction_is_logged_and_answered(house: House) -> None:
    call = await house.open_live()
    await house.speak_all(call)
    await happens(call, "user_start")
    await happens(call, "user_talking_message", message="I want a bite")
    await happens(call, "user_end_message")
    await house.clock.settle()
    heard = next(t for t in call.conversation.turns() if t.origin is TurnOrigin.VOICE)
    await call.commands.correct(heard.turn_id, "I want a bike", event_id=str(uuid4()), browser_at=None)
    await house.clock.settle()
    assert house.chat.requests[-1].messages[-1].content == "I want a bike"
    await house.calls.flush()
    (turn,) = (t for t in house.log.turns(call.record.call_id) if t.turn_id == heard.turn_id)
    assert (turn.text, turn.heard_text) == ("I want a bike", "I want a bite")
    event = next(e for e in house.log.events(call.record.call_id) if e.name == "correct")
    assert event.detail == {"turn_id": heard.turn_id, "text": "I want a bike"}


async def test_what_a_recogniser_should_not_have_heard_is_in_no_log(house: House) -> None:
    call = await house.open_live()
    await house.speak_all(call)
    await happens(call, "user_start")
    await happens(call, "user_talking_message", message="a fucking bike")
    await happens(call, "user_end_message")
    await call.commands.typed("fuck off", event_id=str(uuid4()), browser_at=None)
    await house.clock.settle()
    await house.calls.flush()
    turns = [t.text for t in house.log.turns(call.record.call_id)]
    assert "a *** bike" in turns
    assert "fuck off" in turns  # staff rehearse that by typing
    said = [e.detail for e in house.log.events(call.record.call_id) if e.name == "user_talking_message"]
    assert said == [{"message": "a *** bike"}]


async def test_the_waits_of_a_call_are_in_its_log(house: House) -> None:
    call = await house.open_live()
    await house.speak_all(call)
    await call.commands.typed("hello", event_id=str(uuid4()), browser_at=None)
    await house.clock.settle()
    say = next(m for m in reversed(house.told) if isinstance(m, Say) and m.text == "Really?")
    call.spoken(say.sentence_id, task_id="answer")
    await house.clock.advance(0.25)
    await happens(call, "avatar_start_talking", task_id="answer")
    await house.clock.advance(0.15)
    await happens(call, "first_sound", task_id="answer")
    await house.clock.advance(0.15)
    await happens(call, "first_sound", task_id="answer")
    await call.end(EndReason.USER)
    await house.calls.flush()
    (waits,) = (e for e in house.log.events(call.record.call_id) if e.name == "waits")
    assert waits.source == "server"
    # 250 ms until the avatar starts + 150 ms until it is heard; only the first sound counts
    assert {k: waits.detail[k] for k in ("answers", "p50_ms", "p90_ms", "p95_ms")} == {
        "answers": 1, "p50_ms": 400, "p90_ms": 400, "p95_ms": 400,
    }  # fmt: skip
    assert waits.detail["median_parts_ms"] == {
        "hearing": 0, "first_token": 0, "first_sentence": 0, "sending": 0, "avatar": 250, "sound": 150,
    }  # fmt: skip


async def test_a_call_without_an_answer_has_no_waits(house: House) -> None:
    call = await house.open_live()
    await house.speak_all(call)
    await call.end(EndReason.USER)
    await house.calls.flush()
    assert "waits" not in [e.name for e in house.log.events(call.record.call_id)]


@pytest.mark.parametrize("quiet_ms", ["soon", None, float("nan"), float("inf"), 1e300, [1]])
async def test_a_meter_that_tells_nonsense_is_not_believed(house: House, quiet_ms: Any) -> None:
    call = await house.open_live()
    await house.speak_all(call)
    began = house.clock.now()
    await happens(call, "user_start")
    await house.clock.advance(2)
    await happens(call, "user_stop", quiet_ms=quiet_ms)
    await happens(call, "user_talking_message", message="I want a bike")
    await happens(call, "user_end_message")
    child = next(t for t in call.conversation.turns() if t.origin is TurnOrigin.VOICE)
    assert child.ended_at is not None
    assert began <= child.ended_at <= house.clock.now()


async def test_the_browser_says_whether_the_child_may_talk_over_santa(house: House) -> None:
    call = await house.open_live()
    await happens(call, "avatar_start_talking", task_id="a")
    await happens(call, "talk_over_changed", allowed=False)
    await happens(call, "user_start")
    call.hearing("wait Santa")
    assert call.conversation.floor is Floor.SPEAKING
    await happens(call, "talk_over_changed", allowed=True)
    await happens(call, "push_to_talk_pressed")
    assert call.conversation.floor is Floor.LISTENING
