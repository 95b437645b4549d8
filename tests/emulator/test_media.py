"""Real WebRTC between aiortc peers on this machine."""

from __future__ import annotations

import asyncio
import re
import time

import httpx
import numpy as np
import pytest
from livekit.protocol import models, rtc

from tests.emulator.doubles import FakeBrain
from tests.emulator.lateness import watching_lateness
from tests.emulator.livekit_client import Arrival, LiveKitClient, ToneMicrophone
from tests.emulator.served import KEY, serve

LOUD = 2000


def longest_gap(arrivals: list[Arrival], *, since: float, until: float) -> float:
    times = [arrival.at for arrival in arrivals if since <= arrival.at <= until]
    return float(np.diff([since, *times, until]).max())


async def test_a_client_sees_a_room_with_santa_and_gets_pictures_and_sound() -> None:
    async with serve() as served, served.call() as call:
        join = call.client.join
        assert join is not None
        assert join.server_version
        assert (join.server_info.protocol, join.subscriber_primary) == (15, True)
        assert (join.ping_interval, join.ping_timeout) == (5, 15)
        santa = join.other_participants[0]
        assert santa.state == models.ParticipantInfo.State.ACTIVE
        assert [(track.type, track.source) for track in santa.tracks] == [
            (models.TrackType.VIDEO, models.TrackSource.CAMERA),
            (models.TrackType.AUDIO, models.TrackSource.MICROPHONE),
        ]
        msids = re.findall(r"a=msid:(\S+) (\S+)", call.client.offer_sdp)
        assert [stream.split("|")[0] for stream, _ in msids] == [santa.sid, santa.sid]
        assert [track for _, track in msids] == [track.sid for track in santa.tracks]
        began, pictures = time.monotonic(), len(call.client.pictures)
        await asyncio.sleep(1.5)
        frames_per_second = (len(call.client.pictures) - pictures) / (time.monotonic() - began)
        assert 20 < frames_per_second < 27
        sessions = (await served.http.get("/v1/streaming.list", headers=KEY)).json()["data"]["sessions"]
        assert sessions[0]["status"] == "connected"


async def test_events_arrive_with_the_sound_they_belong_to() -> None:
    async with watching_lateness() as machine, serve() as served, served.call() as call:
        await served.say(call, "Ho ho ho", mode="sync")
        await call.client.wait_for_event("avatar_stop_talking")
        kinds = [event["type"] for event in call.client.events]
        assert kinds == [
            "avatar_start_talking",
            *["avatar_talking_message"] * 3,
            "avatar_end_message",
            "avatar_stop_talking",
        ]
        assert "".join(event.get("message", "") for event in call.client.events) == "Ho ho ho "
        assert call.client.events[-1]["duration_ms"] == 300.0
        assert len({event["task_id"] for event in call.client.events}) == 1
        await asyncio.sleep(0.2)
        loud = [arrival.at for arrival in call.client.sounds if arrival.level > LOUD]
        assert abs(loud[0] - call.client.event_times[0]) < 0.25 + machine.worst_seconds
        assert 0.2 - machine.worst_seconds < loud[-1] - loud[0] < 0.45 + machine.worst_seconds
        # The mouth is seen to open: the fake face is brighter then.
        assert max(arrival.level for arrival in call.client.pictures) > 150


async def test_two_tasks_are_heard_without_a_gap() -> None:
    async with serve() as served, served.call() as call:
        await asyncio.gather(served.say(call, "Ho ho ho"), served.say(call, "He he he"))
        await call.client.wait_for_event("avatar_stop_talking", count=2)
        await asyncio.sleep(0.2)
        loud = [arrival.level > LOUD for arrival in call.client.sounds]
        speech = loud[loud.index(True) : len(loud) - loud[::-1].index(True)]
        assert speech.count(False) <= 1
        assert 0.5 < len(speech) * 0.02 < 0.75


async def test_an_interrupt_silences_santa_at_once() -> None:
    async with watching_lateness() as machine, serve() as served, served.call() as call:
        await served.say(call, "ho " * 40)
        await call.client.wait_for_event("avatar_talking_message", count=3)
        await served.post("/v1/streaming.interrupt", session_id=call.session_id)
        stopped = await call.client.wait_for_event("avatar_stop_talking")
        assert stopped["duration_ms"] < 1500
        at = call.client.event_times[-1]
        await asyncio.sleep(0.4)
        loud = [arrival.at for arrival in call.client.sounds if arrival.level > LOUD]
        assert loud[-1] - at < 0.25 + machine.worst_seconds  # the receiver's own buffer, no more
        assert "avatar_end_message" not in [event["type"] for event in call.client.events]


async def test_typed_talk_over_the_data_channel_is_answered() -> None:
    async with serve() as served, served.call() as call:
        await call.client.publish(None)
        call.client.send_raw(b"\xff\xff no packet")
        call.client.say("I want a train")
        await call.client.wait_for_event("avatar_end_message")
        assert served.brain.requests[0].text == "I want a train"
        said = "".join(event.get("message", "") for event in call.client.events)
        assert said == "Ho ho ho! What a fine wish. "


async def test_a_spoken_question_is_reported_and_without_a_knowledge_base_not_answered() -> None:
    async with serve() as served, served.call() as call, served.chat(call) as chat:
        microphone = ToneMicrophone()
        await call.client.publish(microphone)
        microphone.loud = True
        assert await asyncio.wait_for(chat.recv(), 3) == '{"event_type": "user_start"}'
        microphone.loud = False
        assert await asyncio.wait_for(chat.recv(), 3) == '{"event_type": "user_stop"}'
        heard = await call.client.wait_for_event("user_talking_message")
        assert heard["message"] == "I want a train"
        assert "message" not in await call.client.wait_for_event("user_end_message")
        await asyncio.sleep(0.3)
        assert served.brain.requests == []


async def test_with_a_knowledge_base_speech_is_answered_and_interrupts_santa() -> None:
    brain = FakeBrain("ho " * 40)
    async with serve(brain=brain) as served, served.call(knowledge_base="You are Santa.") as call:
        microphone = ToneMicrophone()
        await call.client.publish(microphone)
        microphone.loud = True
        await asyncio.sleep(0.3)
        microphone.loud = False
        await call.client.wait_for_event("avatar_start_talking")
        assert brain.requests[0].text == "I want a train"
        microphone.loud = True
        stopped = await call.client.wait_for_event("avatar_stop_talking")
        assert stopped["duration_ms"] < 3000  # of 4000
        assert "avatar_end_message" not in [event["type"] for event in call.client.events]


async def test_a_browser_that_stops_sending_has_finished_speaking() -> None:
    """Opus DTX: after the last word no more packets come, yet the end of speech must be heard."""
    async with serve() as served, served.call() as call:
        microphone = ToneMicrophone()
        await call.client.publish(microphone)
        microphone.loud = True
        await asyncio.sleep(0.5)
        microphone.stop()
        microphone.loud = False

        async def nothing_more() -> None:
            await asyncio.sleep(60)

        microphone.recv = nothing_more  # type: ignore[method-assign,assignment]
        await call.client.wait_for_event("user_talking_message")
        assert served.ears.listeners[0].heard_samples > 16_000 * 0.5


async def test_push_to_talk_hears_only_while_pressed() -> None:
    async with (
        serve() as served,
        served.call() as call,
        served.chat(call, "&arch_version=v2&push_to_talk=true"),
    ):
        microphone = ToneMicrophone()
        await call.client.publish(microphone)
        microphone.loud = True
        await asyncio.sleep(0.5)
        assert served.ears.listeners[0].heard_samples == 0
        call.client.say("push_to_talk:start")
        await asyncio.sleep(0.4)
        call.client.say("push_to_talk:stop")
        await call.client.wait_for_event("user_talking_message")
        assert served.brain.requests == []


async def test_a_dropped_signalling_socket_resumes_without_a_gap() -> None:
    async with watching_lateness() as machine, serve() as served, served.call() as call:
        microphone = ToneMicrophone()
        await call.client.publish(microphone)
        await asyncio.sleep(0.3)
        dropped = time.monotonic()
        await call.client.drop_signalling()
        await asyncio.sleep(0.5)
        heard = served.ears.listeners[0].heard_samples
        await call.client.reconnect()
        await call.client.wait_for("reconnect")
        update = (await call.client.wait_for("update"))[-1].update
        assert [participant.identity for participant in update.participants][1] == "heygen"
        assert update.participants[0].tracks[0].source == models.TrackSource.MICROPHONE
        await asyncio.sleep(0.5)
        now = time.monotonic()
        assert longest_gap(call.client.pictures, since=dropped, until=now) < 0.2 + machine.worst_seconds
        assert longest_gap(call.client.sounds, since=dropped, until=now) < 0.2 + machine.worst_seconds
        assert served.ears.listeners[0].heard_samples > heard + 16_000 * 0.3
        await call.client.ask(rtc.SignalRequest(ping_req=rtc.Ping(timestamp=5)))
        assert (await call.client.wait_for("pong_resp"))[0].pong_resp.last_ping_timestamp == 5


async def test_signalling_dropped_on_purpose_leaves_the_media_running() -> None:
    async with serve() as served, served.call() as call:
        await served.post(f"/control/sessions/{call.session_id}/drop-signalling")
        pictures = len(call.client.pictures)
        await asyncio.sleep(0.5)
        assert len(call.client.pictures) > pictures + 8
        await call.client.reconnect()
        await call.client.wait_for("reconnect")


async def test_a_client_that_stays_away_is_let_go_but_its_session_is_not() -> None:
    async with serve(signalling_grace_seconds=0.5) as served, served.call() as call:
        await call.client.drop_signalling()
        await asyncio.sleep(1.2)
        pictures = len(call.client.pictures)
        await asyncio.sleep(0.3)
        assert len(call.client.pictures) <= pictures + 1
        assert call.session in served.emulator.sessions
        again = LiveKitClient(served.address.replace("http", "ws"), call.client._token)
        await again.reconnect()  # too late to resume: a fresh join
        await again.wait_for("join")
        await again.wait_for_pictures()
        await again.aclose()


async def test_leaving_the_room_does_not_end_the_session() -> None:
    async with serve() as served, served.call() as call:
        await call.client.ask(rtc.SignalRequest(leave=rtc.LeaveRequest()))
        await asyncio.sleep(0.2)
        assert call.session in served.emulator.sessions
        assert not call.session.room.occupied


async def test_stop_tells_the_client_to_leave() -> None:
    async with serve() as served, served.call() as call:
        await served.post("/v1/streaming.stop", session_id=call.session_id)
        leave = (await call.client.wait_for("leave"))[0].leave
        assert leave.reason == models.DisconnectReason.ROOM_DELETED
        assert leave.action == rtc.LeaveRequest.Action.DISCONNECT
        assert served.ears.listeners[0].closed


async def test_a_client_may_wait_in_the_room_for_santa() -> None:
    async with serve() as served:
        data, _ = await served.open_session()
        client = LiveKitClient(data["url"], data["access_token"])
        await client.connect()
        await client.wait_for("join")
        assert client.join is not None
        assert not client.join.other_participants
        await served.post("/v1/streaming.start", session_id=data["session_id"])
        await client.wait_for("update")
        await client.wait_for_pictures()
        await client.aclose()


async def test_a_second_client_takes_the_firsts_place() -> None:
    async with serve() as served, served.call() as call:
        second = LiveKitClient(served.address.replace("http", "ws"), call.client._token)
        await second.connect()
        await second.wait_for_pictures()
        leave = (await call.client.wait_for("leave"))[0].leave
        assert leave.reason == models.DisconnectReason.DUPLICATE_IDENTITY
        await second.aclose()


async def test_frozen_video_stands_still_while_sound_goes_on() -> None:
    async with serve() as served, served.call() as call:
        await served.post(f"/control/sessions/{call.session_id}/faults", freeze_video=True)
        await asyncio.sleep(0.2)
        pictures, sounds = len(call.client.pictures), len(call.client.sounds)
        await asyncio.sleep(0.4)
        assert len(call.client.pictures) == pictures
        assert len(call.client.sounds) > sounds + 10
        await served.post(f"/control/sessions/{call.session_id}/faults", freeze_video=False)
        await call.client.wait_for_pictures(pictures + 3)


async def test_a_silent_microphone_is_not_heard() -> None:
    async with serve() as served, served.call() as call, served.chat(call) as chat:
        call.session.faults.silent_microphone = True
        microphone = ToneMicrophone()
        microphone.loud = True
        await call.client.publish(microphone)
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(chat.recv(), 0.8)
        assert served.ears.listeners[0].heard_samples > 0


async def test_the_listening_pose_is_drawn() -> None:
    async with serve() as served, served.call() as call:
        await served.post("/v1/streaming.start_listening", session_id=call.session_id)
        await asyncio.sleep(0.2)
        assert served.faces.made[0].asked[-1][2] == "listening"
        await served.say(call, "Ho ho ho")
        await asyncio.sleep(0.15)
        assert served.faces.made[0].asked[-1][1:] == ("A", "speaking")
        await served.post("/v1/streaming.stop_listening", session_id=call.session_id)
        await asyncio.sleep(0.5)
        assert served.faces.made[0].asked[-1][1:] == ("rest", "idle")


async def test_mounted_the_addresses_name_the_mount_point() -> None:
    async with serve(mount="/emulator") as served:
        data, _ = await served.open_session()
        assert data["url"] == served.address.replace("http", "ws")
        assert data["url"].endswith("/emulator")
        assert data["realtime_endpoint"].startswith(f"{data['url']}/v1/ws/streaming.chat?")
        async with served.call() as call:
            await served.say(call, "Ho", mode="sync")
            await call.client.wait_for_event("avatar_stop_talking")


async def test_strangers_get_no_signalling_and_newer_clients_fall_back() -> None:
    async with serve() as served:
        data, _ = await served.open_session()
        validate = "/rtc/validate?access_token="
        assert (await served.http.get(validate + "wrong")).status_code == 401
        assert (await served.http.get(validate + data["access_token"])).status_code == 200
        bearer = {"Authorization": f"Bearer {data['access_token']}"}
        assert (await served.http.get("/rtc/validate", headers=bearer)).status_code == 200
        assert (await served.http.get("/rtc/v1/validate")).status_code == 404
        upgrade = {
            "Connection": "Upgrade",
            "Upgrade": "websocket",
            "Sec-WebSocket-Version": "13",
            "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
        }
        answers: dict[str, httpx.Response] = {
            path: await served.http.get(path, headers=upgrade)
            for path in ("/rtc?access_token=wrong", "/rtc/v1?access_token=wrong", "/v1/ws/streaming.chat")
        }
        assert [answer.status_code for answer in answers.values()] == [401, 404, 401]
