"""A call without a browser: opens it, holds its link, and plays the avatar that speaks what it is told."""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import httpx
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from santa_core.domain.calls import CallPlan
from santa_core.services.tickets import TicketSigner

HEARTBEAT_SECONDS = 3.0
SPEAKING_SECONDS = 0.05  # a sentence of this avatar: turns end soon, so the rounds follow each other
ANSWER_SECONDS = 30.0


@dataclass(frozen=True)
class Received:
    """`at` by time.perf_counter(), `wall` by time.time(): the moment the message was here."""

    at: float
    wall: float
    message: dict[str, Any]


@dataclass(frozen=True)
class TypedTurn:
    """From sending the child's words to the first `say`, and when both happened by the wall clock."""

    seconds: float
    sent_wall: float
    said_wall: float
    turn_id: str
    text: str


class CallClient:
    def __init__(self, socket: ClientConnection, call_id: str) -> None:
        self.call_id = call_id
        self._socket = socket
        self._said: asyncio.Queue[Received] = asyncio.Queue()
        self._listening = asyncio.Event()
        self._to_speak: asyncio.Queue[dict[str, Any]] = asyncio.Queue()

    async def greeted(self) -> None:
        """Reports the picture, and waits until Santa has greeted."""
        await self._event("stream_ready")
        await self._event("first_frame", sinceStartMs=0)
        await asyncio.wait_for(self._said.get(), ANSWER_SECONDS)
        await self._his_turn_is_over()

    async def type(self, text: str) -> TypedTurn:
        """Returns when Santa has said all he has to say and listens again."""
        message = json.dumps({"type": "typed", "id": str(uuid4()), "at": _now_ms(), "text": text})
        sent_wall, began = time.time(), time.perf_counter()
        await self._socket.send(message)
        first = await asyncio.wait_for(self._said.get(), ANSWER_SECONDS)
        await self._his_turn_is_over()
        said = first.message
        return TypedTurn(first.at - began, sent_wall, first.wall, str(said["turnId"]), str(said["text"]))

    async def _his_turn_is_over(self) -> None:
        await asyncio.wait_for(self._listening.wait(), ANSWER_SECONDS)
        while not self._said.empty():
            self._said.get_nowait()

    async def read(self) -> None:
        with contextlib.suppress(ConnectionClosed):
            async for data in self._socket:
                at, wall = time.perf_counter(), time.time()
                message: dict[str, Any] = json.loads(data)
                if message["type"] == "say":
                    self._listening.clear()
                    self._said.put_nowait(Received(at, wall, message))
                    self._to_speak.put_nowait(message)
                elif message["type"] == "state" and message["floor"] == "listening":
                    self._listening.set()

    async def speak(self) -> None:
        """One sentence after the other, with the events that HeyGen's SDK would pass on."""
        while True:
            sentence = await self._to_speak.get()
            task_id = str(uuid4())
            await self._send({"type": "spoken", "sentenceId": sentence["sentenceId"], "taskId": task_id})
            await self._event("avatar_start_talking", task_id=task_id)
            await self._event("avatar_talking_message", task_id=task_id, message=sentence["text"])
            await asyncio.sleep(SPEAKING_SECONDS)
            await self._event("avatar_end_message", task_id=task_id)
            await self._event("avatar_stop_talking", task_id=task_id)

    async def beat(self) -> None:
        while True:
            await self._send({"type": "heartbeat"})
            await asyncio.sleep(HEARTBEAT_SECONDS)

    async def end(self) -> None:
        await self._send({"type": "end", "id": str(uuid4()), "reason": "user"})
        await asyncio.wait_for(self._socket.wait_closed(), ANSWER_SECONDS)

    async def _event(self, name: str, **detail: Any) -> None:
        await self._send({"type": "event", "id": str(uuid4()), "name": name, "detail": detail})

    async def _send(self, message: dict[str, Any]) -> None:
        await self._socket.send(json.dumps({"at": _now_ms(), **message}))


@contextlib.asynccontextmanager
async def open_call(url: str, plan: CallPlan, *, secret: str) -> AsyncIterator[CallClient]:
    """A call at the studio at `url`, whose tickets are signed with `secret`; ended with the block."""
    call_id = str(uuid4())
    ticket = TicketSigner(secret).sign_plan(call_id=call_id, staff_name="Benchmark", plan=plan)
    headers = {"Authorization": f"Bearer {ticket}", "Origin": url}
    async with httpx.AsyncClient(timeout=ANSWER_SECONDS) as http:
        answer = await http.post(f"{url}/api/calls", json={"quality": None}, headers=headers)
    if answer.status_code != 201:
        raise RuntimeError(f"The studio opened no call: {answer.status_code} {answer.text}")
    link = f"{url.replace('http', 'ws', 1)}/api/calls/{call_id}/link"
    async with connect(link, additional_headers={"Origin": url}) as socket:
        hello = {"type": "hello", "token": answer.json()["linkToken"], "at": _now_ms()}
        await socket.send(json.dumps(hello))
        client = CallClient(socket, call_id)
        tasks = [asyncio.create_task(work()) for work in (client.read, client.speak, client.beat)]
        try:
            yield client
            await client.end()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


def _now_ms() -> float:
    return time.time() * 1000
