"""An emulator with doubles, driven over HTTP without a network; time stands still until advanced."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest

from santa_core.emulator.app import Emulator, create_emulator
from santa_core.emulator.settings import EmulatorSettings
from tests.emulator.doubles import FakeBrain, FakeEars, FakeFaces, FakeVoice, ManualClock

KEY = "test-key"


@dataclass
class Desk:
    """What a test needs to talk to one emulator as an account holder."""

    emulator: Emulator
    http: httpx.AsyncClient
    clock: ManualClock
    voice: FakeVoice
    brain: FakeBrain
    faces: FakeFaces
    key: dict[str, str] = field(default_factory=lambda: {"X-Api-Key": KEY})

    async def post(self, path: str, body: Any = None, **headers: str) -> httpx.Response:
        return await self.http.post(path, json=body or {}, headers=headers or self.key)

    async def get(self, path: str, **headers: str) -> httpx.Response:
        return await self.http.get(path, headers=headers or self.key)

    async def token(self) -> str:
        answer = await self.post("/v1/streaming.create_token")
        return str(answer.json()["data"]["token"])

    async def new(self, **options: Any) -> dict[str, Any]:
        answer = await self.post("/v1/streaming.new", options)
        assert answer.status_code == 200, answer.text
        data: dict[str, Any] = answer.json()["data"]
        return data

    async def started(self, **options: Any) -> str:
        session_id = str((await self.new(**options))["session_id"])
        answer = await self.post("/v1/streaming.start", {"session_id": session_id})
        assert answer.status_code == 200, answer.text
        return session_id

    async def until(self, happened: Callable[[], bool], *, step_seconds: float = 0.02) -> None:
        """Moves time on, a little at a time and with real threads in between, until it `happened`."""
        for _ in range(500):
            if happened():
                return
            await self.clock.advance(step_seconds)
            await asyncio.sleep(0.001)
        raise AssertionError("it did not happen within ten seconds of the emulator's time")

    async def finished(self, waiting: asyncio.Task[httpx.Response]) -> httpx.Response:
        await self.until(waiting.done)
        return waiting.result()


OpenDesk = Callable[..., Desk]


@pytest.fixture
async def open_desk() -> AsyncIterator[OpenDesk]:
    desks: list[Desk] = []

    def open_one(
        *,
        voice: FakeVoice | None = None,
        brain: FakeBrain | None = None,
        faces: FakeFaces | None = None,
        **settings: Any,
    ) -> Desk:
        clock, faces = ManualClock(), faces or FakeFaces()
        voice, brain = voice or FakeVoice(), brain or FakeBrain()
        app = create_emulator(
            EmulatorSettings(api_keys=(KEY,), **settings),
            brain=brain,
            voice=voice,
            ears=FakeEars(),
            faces=faces,
            clock=clock,
        )
        http = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://santa.test")
        desks.append(Desk(app.state.emulator, http, clock, voice, brain, faces))
        return desks[-1]

    yield open_one
    for desk in desks:
        await desk.http.aclose()
        await desk.emulator.aclose()


@pytest.fixture
def desk(open_desk: OpenDesk) -> Desk:
    return open_desk()
