"""The emulator on a real port of this machine, for peers that speak WebRTC."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.routing import Mount
from websockets.asyncio.client import ClientConnection, connect

from santa_core.emulator.app import Emulator, create_emulator
from santa_core.emulator.live_session import LiveSession
from santa_core.emulator.performance import FaceFactory
from santa_core.emulator.settings import EmulatorSettings
from santa_core.speech.ports import TextToSpeech
from tests.emulator.doubles import FakeBrain, FakeEars, FakeFaces, FakeVoice
from tests.emulator.livekit_client import LiveKitClient, until

KEY = {"X-Api-Key": "test-key"}
LIVEAVATAR_SANTA = "8f59f2d6-5a37-4c0e-9c1e-0a5a27a5a001"


@dataclass
class OpenCall:
    """A started session with a client that has joined it."""

    session_id: str
    token: str
    session: LiveSession
    client: LiveKitClient


@dataclass
class Served:
    emulator: Emulator
    http: httpx.AsyncClient
    address: str
    voice: FakeVoice
    ears: FakeEars
    brain: FakeBrain
    faces: FakeFaces

    async def post(self, path: str, **body: Any) -> httpx.Response:
        return await self.http.post(path, json=body, headers=KEY)

    async def say(self, call: OpenCall, text: str, *, mode: str = "async") -> None:
        answer = await self.post(
            "/v1/streaming.task",
            session_id=call.session_id,
            text=text,
            task_type="repeat",
            task_mode=mode,
        )
        assert answer.status_code == 200, answer.text

    async def open_session(self, **options: Any) -> tuple[dict[str, Any], str]:
        token = (await self.post("/v1/streaming.create_token")).json()["data"]["token"]
        answer = await self.http.post(
            "/v1/streaming.new", json=options, headers={"Authorization": f"Bearer {token}"}
        )
        assert answer.status_code == 200, answer.text
        return answer.json()["data"], token

    @asynccontextmanager
    async def call(
        self, *, client_class: type[LiveKitClient] = LiveKitClient, **options: Any
    ) -> AsyncIterator[OpenCall]:
        data, token = await self.open_session(**options)
        await self.post("/v1/streaming.start", session_id=data["session_id"])
        client = client_class(data["url"], data["access_token"])
        try:
            await client.connect()
            await client.wait_for_pictures()
            session = next(s for s in self.emulator.sessions if s.record.session_id == data["session_id"])
            yield OpenCall(data["session_id"], token, session, client)
        finally:
            await client.aclose()

    @asynccontextmanager
    async def liveavatar_call(self, **options: Any) -> AsyncIterator[OpenCall]:
        """As its SDK does: starts by the token, joins, publishes nothing yet."""
        answer = await self.post("/v1/sessions/token", avatar_id=LIVEAVATAR_SANTA, **options)
        assert answer.status_code == 200, answer.text
        token = answer.json()["data"]["session_token"]
        started = await self.http.post("/v1/sessions/start", headers={"Authorization": f"Bearer {token}"})
        assert started.status_code == 201, started.text
        data = started.json()["data"]
        client = LiveKitClient(data["livekit_url"], data["livekit_client_token"])
        try:
            await client.connect()
            await client.wait_for_pictures()
            session = next(s for s in self.emulator.sessions if s.record.session_id == data["session_id"])
            yield OpenCall(data["session_id"], token, session, client)
        finally:
            await client.aclose()

    def chat(self, call: OpenCall, query: str = "") -> connect:
        path = f"/v1/ws/streaming.chat?session_id={call.session_id}&session_token={call.token}{query}"
        return connect(f"{self.address.replace('http', 'ws')}{path}")


async def chat_events(socket: ClientConnection) -> AsyncIterator[str]:
    async for message in socket:
        assert isinstance(message, str)
        yield message


@asynccontextmanager
async def serve(
    *,
    mount: str = "",
    brain: FakeBrain | None = None,
    ears: FakeEars | None = None,
    real_voice: TextToSpeech | None = None,
    real_faces: FaceFactory | None = None,
    **settings: Any,
) -> AsyncIterator[Served]:
    voice, faces = FakeVoice(), FakeFaces()
    brain, ears = brain or FakeBrain(), ears or FakeEars()
    app = create_emulator(
        EmulatorSettings(api_keys=("test-key",), **settings),
        voice=real_voice or voice,
        ears=ears,
        faces=real_faces or faces,
        brain=brain,
    )
    emulator: Emulator = app.state.emulator
    served_app = Starlette(routes=[Mount(mount, app=app)]) if mount else app
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(served_app, log_level="warning", ws_max_size=2**20, lifespan="off")
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    address = f"http://127.0.0.1:{listener.getsockname()[1]}{mount}"
    async with httpx.AsyncClient(base_url=address, timeout=10) as http:
        await until(lambda: server.started)
        try:
            yield Served(emulator, http, address, voice, ears, brain, faces)
        finally:
            await emulator.aclose()
            server.should_exit = True
            await serving
