"""One signalling WebSocket: what is sent goes out in order, from whichever task it comes."""

from __future__ import annotations

import asyncio
import contextlib

from livekit.protocol import rtc
from starlette.websockets import WebSocket, WebSocketDisconnect

NORMAL_CLOSURE = 1000
GOING_AWAY = 1001


class SignalSocket:
    def __init__(self, websocket: WebSocket) -> None:
        self._websocket = websocket
        self._outgoing: asyncio.Queue[bytes | int] = asyncio.Queue()

    def send(self, response: rtc.SignalResponse) -> None:
        self._outgoing.put_nowait(response.SerializeToString())

    def close(self, code: int = NORMAL_CLOSURE) -> None:
        """After what was sent before has gone out."""
        self._outgoing.put_nowait(code)

    async def write(self) -> None:
        """Runs until close() or until the client is gone."""
        with contextlib.suppress(WebSocketDisconnect, RuntimeError):
            while True:
                item = await self._outgoing.get()
                if isinstance(item, int):
                    await self._websocket.close(item)
                    return
                await self._websocket.send_bytes(item)

    async def read(self) -> rtc.SignalRequest | None:
        """The next request; None when the socket is closed. Raises DecodeError for foreign bytes."""
        while True:
            try:
                message = await self._websocket.receive()
            except RuntimeError:  # closed from our side meanwhile
                return None
            if message["type"] == "websocket.disconnect":
                return None
            if (data := message.get("bytes")) is not None:
                request = rtc.SignalRequest()
                request.ParseFromString(data)
                return request
