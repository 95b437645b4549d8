"""LiveAvatar's room as its SDK sees it: participants, commands, events, and real media."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import httpx
import pytest
from livekit.protocol import models

from tests.emulator.doubles import FakeBrain, FakeEars
from tests.emulator.lateness import watching_lateness
from tests.emulator.livekit_client import ToneMicrophone, kind_of
from tests.emulator.served import KEY, OpenCall, Served, serve

LOUD = 2000


async def context(served: Served, *, opening_text: str = "") -> dict[str, Any]:
    """The options of a session whose own LLM answers."""
    answer = await served.post("/v1/contexts", name="n", prompt="You are Santa.", opening_text=opening_text)
    return {"avatar_persona": {"context_id": answer.json()["data"]["id"]}}


def kinds(call: OpenCall) -> list[str]:
    return [kind_of(event) for event in call.client.events]


async def speak_into(call: OpenCall, *, seconds: float = 0.3) -> None:
    microphone = ToneMicrophone()
    await call.client.publish(microphone)
    microphone.loud = True
    await asyncio.sleep(seconds)
    microphone.loud = False


async def test_the_room_has_santa_with_tracks_and_his_agent_without() -> None:
    async with serve() as served, served.liveavatar_call() as call:
        assert call.client.join is not None
        santa, agent = call.client.join.other_participants
        assert (santa.identity, len(santa.tracks)) == ("heygen", 2)
        assert (agent.identity, len(agent.tracks)) == (f"liveavatar-agent-{call.session_id}", 0)
        assert agent.state == models.ParticipantInfo.State.ACTIVE
        assert agent.sid.startswith("PA_") and agent.sid != santa.sid
        assert call.client.pictures


async def test_what_he_is_told_to_say_is_heard_and_told_with_the_commands_id() -> None:
    async with watching_lateness() as machine, serve() as served, served.liveavatar_call() as call:
        await call.client.publish(None)
        call.client.command("avatar.speak_text", event_id="e1", text="Ho ho ho")
        await call.client.wait_for_event("avatar.speak_ended")
        assert kinds(call) == [
            "avatar.speak_started",
            *["avatar.transcription.chunk"] * 3,
            "avatar.transcription",
            "avatar.speak_ended",
        ]
        assert set(call.client.topics) == {"agent-response"}
        assert {event["source_event_id"] for event in call.client.events} == {"e1"}
        assert {event["session_id"] for event in call.client.events} == {call.session_id}
        assert len({event["event_id"] for event in call.client.events}) == 6
        assert [event["text"] for event in call.client.events if "text" in event] == [
            "Ho ", "ho ", "ho ", "Ho ho ho",
        ]  # fmt: skip
        await asyncio.sleep(0.2)
        loud = [arrival.at for arrival in call.client.sounds if arrival.level > LOUD]
        assert abs(loud[0] - call.client.event_times[0]) < 0.25 + machine.worst_seconds
        assert max(arrival.level for arrival in call.client.pictures) > 150  # the mouth opens


async def test_an_interrupt_cuts_him_off_and_tells_what_was_heard() -> None:
    async with serve() as served, served.liveavatar_call() as call:
        await call.client.publish(None)
        call.client.command("avatar.speak_text", event_id="e1", text="ho " * 40)
        await call.client.wait_for_event("avatar.transcription.chunk", count=3)
        call.client.command("avatar.interrupt")
        await call.client.wait_for_event("avatar.speak_ended")
        said = (await call.client.wait_for_event("avatar.transcription"))["text"]
        assert 3 <= len(said.split()) < 20
        assert kinds(call)[-2:] == ["avatar.transcription", "avatar.speak_ended"]


async def test_without_a_context_speech_is_passed_on_and_nobody_answers() -> None:
    async with serve(ears=FakeEars(guess="I want")) as served, served.liveavatar_call() as call:
        await speak_into(call)
        heard = await call.client.wait_for_event("user.transcription")
        assert heard["text"] == "I want a train"
        assert kinds(call) == [
            "user.speak_started",
            "user.transcription.chunk",
            "user.speak_ended",
            "user.transcription",
        ]
        call.client.command("avatar.speak_response", event_id="e1", text="Are you there?")
        await asyncio.sleep(0.3)
        assert served.brain.requests == []
        assert not call.client.transcriptions  # LiveKit's own are HeyGen's way


async def test_without_a_context_it_may_be_deaf() -> None:
    async with serve() as served:
        await served.post("/control/faults", deaf_without_context=True)
        async with served.liveavatar_call() as call:
            await speak_into(call)
            listener = served.ears.listeners[0]
            await call.client.wait_for_pictures(len(call.client.pictures) + 15)
            assert listener.heard_samples > 0
            assert kinds(call) == []


async def test_deafness_is_only_without_a_context_and_not_heygens() -> None:
    async with serve() as served:
        await served.post("/control/faults", deaf_without_context=True)
        async with served.liveavatar_call(**await context(served)) as call:
            await speak_into(call)
            await call.client.wait_for_event("user.transcription")
        async with served.call() as call:
            await speak_into(call)
            await call.client.wait_for_event("user_talking_message")


async def test_with_a_context_santa_speaks_first_answers_and_is_interrupted_by_speech() -> None:
    brain = FakeBrain("ho " * 40)
    async with serve(brain=brain) as served:
        options = await context(served, opening_text="Ho ho ho, hello!")
        async with served.liveavatar_call(**options) as call:
            greeting = await call.client.wait_for_event("avatar.transcription")
            assert (greeting["text"], greeting["source_event_id"]) == ("Ho ho ho, hello!", None)
            await call.client.wait_for_event("avatar.speak_ended")
            microphone = ToneMicrophone()
            await call.client.publish(microphone)
            microphone.loud = True
            await call.client.wait_for_event("user.speak_started")
            microphone.loud = False
            await call.client.wait_for_event("avatar.speak_started", count=2)
            assert brain.requests[0].text == "I want a train"
            assert brain.requests[0].knowledge_base == "You are Santa."
            microphone.loud = True
            await call.client.wait_for_event("avatar.speak_ended", count=2)
            assert len((await call.client.wait_for_event("avatar.transcription", count=2))["text"]) < 120


async def test_typed_words_are_answered_with_the_commands_id() -> None:
    async with serve() as served, served.liveavatar_call(**await context(served)) as call:
        await call.client.publish(None)
        call.client.command("avatar.speak_response", event_id="e7", text="I want a train")
        answer = await call.client.wait_for_event("avatar.transcription")
        assert (answer["text"], answer["source_event_id"]) == ("Ho ho ho! What a fine wish.", "e7")
        path = f"/v1/sessions/{call.session_id}/transcript"
        lines = (await served.http.get(path, headers=KEY)).json()["data"]["transcript_data"]
        assert [(line["role"], line["transcript"]) for line in lines] == [
            ("user", "I want a train"),
            ("avatar", "Ho ho ho! What a fine wish."),
        ]


async def test_listening_is_a_pose() -> None:
    async with serve() as served, served.liveavatar_call() as call:
        await call.client.publish(None)
        face = served.faces.made[0]
        call.client.command("avatar.start_listening", event_id="e1")
        async with asyncio.timeout(5):
            while face.asked[-1][2] != "listening":
                await call.client.wait_for_pictures(len(call.client.pictures) + 1)
            call.client.command("avatar.stop_listening", event_id="e2")
            while face.asked[-1][2] != "idle":
                await call.client.wait_for_pictures(len(call.client.pictures) + 1)


async def test_push_to_talk_hears_only_while_pressed() -> None:
    async with serve() as served, served.liveavatar_call(interactivity_type="PUSH_TO_TALK") as call:
        microphone = ToneMicrophone()
        await call.client.publish(microphone)
        microphone.loud = True
        call.client.command("user.stop_push_to_talk")
        await call.client.wait_for_event("user.push_to_talk_stop_failed")
        call.client.command("user.start_push_to_talk")
        await call.client.wait_for_event("user.push_to_talk_started")
        call.client.command("user.start_push_to_talk")
        await call.client.wait_for_event("user.push_to_talk_start_failed")
        await call.client.wait_for_event("user.speak_started")
        call.client.command("user.stop_push_to_talk")
        await call.client.wait_for_event("user.push_to_talk_stopped")
        await call.client.wait_for_event("user.transcription")
        assert kinds(call).index("user.speak_started") > kinds(call).index("user.push_to_talk_started")


async def test_push_to_talk_in_a_free_conversation_fails() -> None:
    async with serve() as served, served.liveavatar_call() as call:
        await call.client.publish(None)
        call.client.command("user.start_push_to_talk")
        await call.client.wait_for_event("user.push_to_talk_start_failed")


@pytest.mark.parametrize(
    "nonsense",
    [{"topic": "chat", "text": "hello"}, {"text": ""}, {"text": 7}, {}],
)
async def test_what_is_no_command_is_ignored(nonsense: dict[str, Any]) -> None:
    async with serve() as served, served.liveavatar_call() as call:
        await call.client.publish(None)
        call.client.command("avatar.speak_text", **nonsense)
        call.client.say("Ho ho ho")  # HeyGen's way
        call.client.send_raw(b"\xff\xff no packet")
        call.client.command("avatar.dance", event_id="e0")
        call.client.command("avatar.speak_text", event_id="e1", text="Good night")
        await call.client.wait_for_event("avatar.speak_ended")
        assert served.voice.said[0][0] == "Good night"
        assert {event["source_event_id"] for event in call.client.events} == {"e1"}


async def test_a_stop_is_told_with_its_reason_before_the_room_closes() -> None:
    async with serve() as served, served.liveavatar_call() as call:
        stopped = served.post("/v1/sessions/stop", session_id=call.session_id, reason="USER_DISCONNECTED")
        assert (await stopped).status_code == 200
        told = await call.client.wait_for_event("session.stopped")
        assert told["stop_reason"] == "USER_DISCONNECTED"
        await call.client.wait_for("leave")
        assert served.emulator.sessions == []


async def test_a_client_that_left_is_not_waited_for() -> None:
    async with serve() as served, served.liveavatar_call() as call:
        await call.client.aclose()
        began = time.monotonic()
        await served.post("/v1/sessions/stop", session_id=call.session_id)
        assert time.monotonic() - began < 0.3


async def test_the_end_of_a_sandbox_minute_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("santa_core.emulator.liveavatar.options.SANDBOX_SECONDS", 1)
    async with serve() as served, served.liveavatar_call(is_sandbox=True) as call:
        told = await call.client.wait_for_event("session.stopped")
        assert told["stop_reason"] == "MAX_DURATION_REACHED"


async def test_an_accident_of_the_vendor_says_nothing() -> None:
    async with serve() as served, served.liveavatar_call() as call:
        path = f"/control/sessions/{call.session_id}/disconnect"
        await served.post(path, reason="SERVER_SHUTDOWN")
        leave = (await call.client.wait_for("leave"))[0].leave
        assert leave.reason == models.DisconnectReason.SERVER_SHUTDOWN
        assert kinds(call) == []


async def test_a_client_may_come_back_after_its_signalling_broke() -> None:
    async with serve() as served, served.liveavatar_call() as call:
        await call.client.publish(None)
        await served.post(f"/control/sessions/{call.session_id}/drop-signalling")
        await call.client.reconnect()
        updates = await call.client.wait_for("update")
        identities = {participant.identity for participant in updates[-1].update.participants}
        assert {"heygen", f"liveavatar-agent-{call.session_id}"} < identities
        call.client.command("avatar.speak_text", event_id="e1", text="Still here")
        await call.client.wait_for_event("avatar.speak_ended")


async def test_a_room_token_of_one_vendor_opens_only_its_own_room() -> None:
    async with serve() as served, served.liveavatar_call() as call:
        async with httpx.AsyncClient(base_url=served.address) as http:
            forged = await http.get("/rtc/validate", params={"access_token": call.token})
        assert forged.status_code == 401


async def test_it_works_below_a_path_of_another_app() -> None:
    async with serve(mount="/emulator") as served, served.liveavatar_call() as call:
        await call.client.publish(None)
        call.client.command("avatar.speak_text", event_id="e1", text="Ho ho ho")
        await call.client.wait_for_event("avatar.speak_ended")
        fault = {"path": "/v1/sessions/keep-alive", "kind": "500"}
        await served.http.post("/control/rest-faults", json=[fault], headers=KEY)
        answer = await served.post("/v1/sessions/keep-alive", session_id=call.session_id)
        assert answer.status_code == 500
