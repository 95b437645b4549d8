"""/rtc: where LiveKit clients connect."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from typing import TYPE_CHECKING

from google.protobuf.message import DecodeError
from starlette.requests import HTTPConnection, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket

from santa_core.emulator.signal_socket import SignalSocket

if TYPE_CHECKING:
    from santa_core.emulator.live_session import LiveSession
    from santa_core.emulator.registry import Sessions

logger = logging.getLogger(__name__)


class Signalling:
    def __init__(self, accounts: Sequence[Sessions]) -> None:
        """The sessions of all accounts that have rooms here."""
        self._accounts = accounts

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/rtc/validate", self._validate, methods=["GET"]),
            WebSocketRoute("/rtc", self._connect),
            # Newer clients try v1 first and fall back on 404 only; an unrouted socket is refused with 403.
            Route("/rtc/v1/validate", _not_here, methods=["GET"]),
            WebSocketRoute("/rtc/v1", _refuse_v1),
        ]

    async def _validate(self, request: Request) -> Response:
        if self._session(request) is None:
            return PlainTextResponse("invalid token", status_code=401)
        return PlainTextResponse("success")

    async def _connect(self, websocket: WebSocket) -> None:
        session = self._session(websocket)
        if session is None:
            await websocket.send_denial_response(PlainTextResponse("invalid token", status_code=401))
            return
        await websocket.accept()
        socket = SignalSocket(websocket)
        writer = asyncio.create_task(socket.write(), name="emulator-signalling")
        try:
            resuming = websocket.query_params.get("reconnect") == "1"
            if not (resuming and session.room.resume(socket)):
                await session.room.join(socket)
            while (request := await socket.read()) is not None:
                await session.room.handle(request)
        except DecodeError:
            logger.info("a signalling socket was closed: it sent no LiveKit message")
        finally:
            session.room.socket_closed(socket)
            socket.close()
            await writer

    def _session(self, connection: HTTPConnection) -> LiveSession | None:
        token = connection.query_params.get("access_token")
        if token is None:  # LiveKit's Rust clients
            token = connection.headers.get("authorization", "").removeprefix("Bearer ")
        found = (sessions.by_room_token(token) for sessions in self._accounts)
        return next((session for session in found if session is not None), None)


async def _not_here(request: Request) -> Response:
    return PlainTextResponse("not found", status_code=404)


async def _refuse_v1(websocket: WebSocket) -> None:
    await websocket.send_denial_response(PlainTextResponse("not found", status_code=404))
