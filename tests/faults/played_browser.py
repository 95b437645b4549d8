"""The browser of a call, played over HTTP and a WebSocket: it answers like one, and can vanish like one."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import uuid4

import httpx
from websockets.asyncio.client import ClientConnection, unix_connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Origin

from santa_core.ports import Clock
from tests.faults.spoilt_network import over_socket

HEARTBEAT_SECONDS = 3.0
CALL_IS_GONE = 4404  # the link's close code
ORIGIN = "http://studio.test"


class PlayedBrowser:
    """One call in one tab. `enter_room`: what the SDK asks of the vendor, with the browser's info; raises
    httpx.HTTPError. `refused`: the answer to Start, if it was an error."""

    def __init__(
        self,
        studio_socket: str,
        *,
        ticket: str,
        enter_room: Callable[[dict[str, Any]], Awaitable[None]],
        clock: Clock,
    ) -> None:
        self._enter_room = enter_room
        self._studio_socket = studio_socket
        self.ticket = ticket
        self._clock = clock
        self._http = httpx.AsyncClient(
            transport=over_socket(studio_socket),
            base_url=ORIGIN,
            headers={"Origin": ORIGIN},
            timeout=None,  # fetch() has none either
        )
        self._link: ClientConnection | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self._starting: asyncio.Task[bool] | None = None
        self.opened: dict[str, Any] = {}
        self.refused: dict[str, Any] | None = None
        self.refused_status: int | None = None
        self._closed: tuple[int, str] | None = None
        self.heard: list[dict[str, Any]] = []
        self.is_there = False  # its link stands
        self.has_picture = False
        self.speaks = True  # false: Santa's sentences are begun and never finished

    # --- what a person does ---------------------------------------------------------------

    async def start(self) -> bool:
        """Presses Start: True when the call is open and its link stands."""
        self._starting = asyncio.create_task(self._press_start())
        with contextlib.suppress(asyncio.CancelledError):
            return await self._starting
        return False

    async def _press_start(self) -> bool:
        answer = await self._http.post(
            "/api/calls",
            headers={"Authorization": f"Bearer {self.ticket}"},
            json={"quality": "high"},
        )
        if answer.status_code != 201:
            self.refused_status, self.refused = answer.status_code, answer.json()["error"]
            return False
        self.opened = answer.json()
        await self.join()
        await self._enter()
        return True

    async def join(self) -> None:
        url = f"{ORIGIN.replace('http', 'ws')}/api/calls/{self.opened['callId']}/link"
        self._link = await unix_connect(
            self._studio_socket, url, origin=Origin(ORIGIN), ping_interval=None, open_timeout=None
        )
        self.is_there = True
        await self._send("hello", token=self.opened["linkToken"])
        self._tasks = [asyncio.create_task(self._listen()), asyncio.create_task(self._beat())]

    @property
    def session_id(self) -> str | None:
        """The vendor's session it is in."""
        info = self.opened.get("browserInfo")
        return None if info is None else (info.get("session_id") or info["session_info"]["session_id"])

    async def _enter(self) -> None:
        try:
            await self._enter_room(self.opened["browserInfo"])
        except httpx.HTTPError:
            await self.loses_the_stream()

    async def picture_arrives(self) -> None:
        self.has_picture = True
        await self.event("stream_ready")
        await self.event("first_frame", sinceStartMs=900)

    async def loses_the_stream(self) -> None:
        """What the SDK tells when the vendor's room is gone, or cannot be joined."""
        if self.has_picture:
            await self.event("stream_disconnected", reason=5, vendor_reason=None)
        else:
            await self.event("start_failed", message="could not join the room")

    async def types(self, text: str) -> None:
        await self._send("typed", id=str(uuid4()), text=text)

    async def asks_for(self, quality: str) -> None:
        await self._send("reopen", id=str(uuid4()), quality=quality)

    async def ends(self) -> None:
        await self._send("end", id=str(uuid4()), reason="user")

    async def event(self, name: str, **detail: object) -> None:
        await self._send("event", id=str(uuid4()), name=name, detail=detail)

    # --- how it goes away -----------------------------------------------------------------

    async def is_killed(self) -> None:
        """The process is gone: its sockets break, and it says nothing."""
        await self.is_cut_off()
        if self._link is not None:
            self._link.transport.abort()

    async def closes_the_tab(self) -> None:
        """pagehide: the beacon, and the sockets close. There is no beacon for a call not yet opened."""
        if self.opened:
            url = f"/api/calls/{self.opened['callId']}/beacon"
            await self._http.post(url, params={"token": self.opened["linkToken"]})
        await self.is_killed()

    async def is_cut_off(self) -> None:
        """The cable is out: nothing is said any more, nothing arrives, and the link's socket stays open."""
        if self._starting is not None:
            self._starting.cancel()
        await self._stop_tasks()

    async def aclose(self) -> None:
        await self._stop_tasks()
        if self._link is not None:
            self._link.transport.abort()
        await self._http.aclose()

    # --- what it has read -----------------------------------------------------------------

    @property
    def sentences(self) -> list[str]:
        """Everything this browser has shown a person in words of the studio's."""
        read = [self.refused["message"]] if self.refused else []
        for message in self.heard:
            if message["type"] == "notice":
                read.append(message["text"])
            elif message["type"] == "ended":
                read.append(message["reasonText"])
        if self._closed is not None and self._closed[0] == CALL_IS_GONE:
            read.append(self._closed[1])
        return read

    def told(self, type_: str) -> list[dict[str, Any]]:
        return [message for message in self.heard if message["type"] == type_]

    # --- inside ---------------------------------------------------------------------------

    async def _send(self, type_: str, **fields: object) -> None:
        assert self._link is not None
        at = self._clock.now().timestamp() * 1000
        with contextlib.suppress(ConnectionClosed):  # the studio may have ended the call meanwhile
            await self._link.send(json.dumps({"type": type_, "at": at, **fields}))

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(HEARTBEAT_SECONDS)
            await self._send("heartbeat", rttMs=5.0, quality="good")

    async def _listen(self) -> None:
        assert self._link is not None
        try:
            async for raw in self._link:
                message: dict[str, Any] = json.loads(raw)
                self.heard.append(message)
                if message["type"] == "say":
                    await self._let_santa_say(message)
                elif message["type"] == "reopened":
                    self.opened["browserInfo"] = message["browserInfo"]
                    await self._enter()
                    await self.picture_arrives()
        except ConnectionClosed as closed:
            self._closed = (closed.rcvd.code, closed.rcvd.reason) if closed.rcvd else None

    async def _let_santa_say(self, say: dict[str, Any]) -> None:
        """What the SDK reports of a sentence."""
        task = str(uuid4())
        await self._send("spoken", sentenceId=say["sentenceId"], taskId=task)
        await self.event("avatar_start_talking", task_id=task)
        await self.event("avatar_talking_message", task_id=task, message=say["text"])
        if self.speaks:
            await self.event("avatar_end_message", task_id=task)
            await self.event("avatar_stop_talking", task_id=task)

    async def _stop_tasks(self) -> None:
        self.is_there = False
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks = []
