"""LiveKit's own Rust core, through its Python package: the strictest client there is."""

from __future__ import annotations

import asyncio
import json

import pytest

from tests.emulator.livekit_client import until
from tests.emulator.served import serve

livekit_rtc = pytest.importorskip("livekit.rtc")


async def test_livekits_rust_client_has_a_call() -> None:
    async with serve() as served:
        data, _ = await served.open_session()
        await served.post("/v1/streaming.start", session_id=data["session_id"])
        room = livekit_rtc.Room()
        events: list[dict[str, object]] = []
        picture, disconnected = asyncio.Event(), asyncio.Event()
        watching: list[asyncio.Task[None]] = []

        async def watch(track: object) -> None:
            async for _ in livekit_rtc.VideoStream(track):
                picture.set()

        @room.on("track_subscribed")
        def _(track: livekit_rtc.Track, publication: object, participant: object) -> None:
            if track.kind == livekit_rtc.TrackKind.KIND_VIDEO:
                watching.append(asyncio.create_task(watch(track)))

        @room.on("data_received")
        def _(packet: livekit_rtc.DataPacket) -> None:
            events.append(json.loads(packet.data))

        @room.on("disconnected")
        def _(reason: object) -> None:
            disconnected.set()

        await asyncio.wait_for(room.connect(data["url"], data["access_token"]), 10)
        await asyncio.wait_for(picture.wait(), 10)
        source = livekit_rtc.AudioSource(48_000, 1)
        microphone = livekit_rtc.LocalAudioTrack.create_audio_track("microphone", source)
        await room.local_participant.publish_track(microphone)
        await room.local_participant.publish_data(json.dumps("I want a train").encode())
        async with asyncio.timeout(10):
            await until(lambda: any(event["type"] == "avatar_stop_talking" for event in events))
        assert served.brain.requests[0].text == "I want a train"
        await served.post("/v1/streaming.stop", session_id=data["session_id"])
        await asyncio.wait_for(disconnected.wait(), 10)
        for task in watching:
            task.cancel()
        await asyncio.gather(*watching, return_exceptions=True)
        await room.disconnect()
