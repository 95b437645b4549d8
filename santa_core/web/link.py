"""The call link: one WebSocket a call, through which everything but the media goes."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable

from starlette.websockets import WebSocket, WebSocketDisconnect

from santa_core.domain.calls import EndReason
from santa_core.errors import InputError, NotAllowedError, StorageError
from santa_core.ports import Clock
from santa_core.services.call_messages import CallMessage, Ended
from santa_core.services.calls import CallService
from santa_core.services.live_call import LiveCall
from santa_core.services.tickets import TicketSigner
from santa_core.web.access import browser_origin
from santa_core.web.link_messages import (
    Correct,
    End,
    Event,
    Flag,
    FromBrowser,
    Hearing,
    Heartbeat,
    Hello,
    Interrupt,
    Operator,
    Reopen,
    SpeakFailed,
    Spoken,
    Typed,
    milliseconds,
    read_message,
    write_message,
    write_welcome,
)

logger = logging.getLogger(__name__)

HELLO_SECONDS = 5
CLOSE_NOT_ALLOWED = 4401
CLOSE_UNKNOWN_CALL = 4404
CLOSE_REPLACED = 4409
CLOSE_ENDED = 4410

_Json = dict[str, object]


class CallLink:
    """Serves /api/calls/<id>/link. One reader and one writer task a socket; the writer alone sends."""

    def __init__(
        self, calls: CallService, tickets: TicketSigner, clock: Clock, *, allowed_origins: frozenset[str]
    ) -> None:
        self._calls = calls
        self._tickets = tickets
        self._clock = clock
        self._allowed = allowed_origins
        self._sockets: dict[str, Callable[[], None]] = {}  # call id -> close that call's older link

    async def serve(self, socket: WebSocket) -> None:
        await socket.accept()
        call_id: str = socket.path_params["call_id"]
        try:
            browser_origin(socket, allowed=self._allowed, required=True)
            hello = read_message(await asyncio.wait_for(socket.receive_text(), HELLO_SECONDS))
            if not isinstance(hello, Hello) or not self._tickets.may_link(hello.token, call_id):
                raise NotAllowedError("The first message must be hello with the call's link token.")
        except (NotAllowedError, InputError, TimeoutError, KeyError) as error:
            await socket.close(CLOSE_NOT_ALLOWED, str(error)[:120])
            return
        except WebSocketDisconnect:
            return
        call = self._calls.live(call_id)
        if call is None:
            await socket.close(CLOSE_UNKNOWN_CALL, "This call has ended.")
            return
        await self._talk(socket, call)

    async def _talk(self, socket: WebSocket, call: LiveCall) -> None:
        call_id = call.record.call_id
        outgoing: asyncio.Queue[_Json | int] = asyncio.Queue()  # an int closes the socket with that code
        outgoing.put_nowait(dict(self._welcome(call)))

        def send(message: CallMessage) -> None:
            outgoing.put_nowait(write_message(message))
            if isinstance(message, Ended):
                outgoing.put_nowait(CLOSE_ENDED)

        def replaced() -> None:
            outgoing.put_nowait(CLOSE_REPLACED)

        older = self._sockets.get(call_id)
        if older is not None:
            older()
        self._sockets[call_id] = replaced
        call.attach(send)
        writer = asyncio.create_task(_write(socket, outgoing))
        try:
            await self._read(socket, call, outgoing)
        finally:
            call.detach(send)
            if self._sockets.get(call_id) is replaced:
                del self._sockets[call_id]
            writer.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await writer

    def _welcome(self, call: LiveCall) -> dict[str, object]:
        return dict(
            write_welcome(
                now=self._clock.now(),
                state=call.record.state,
                floor=call.conversation.floor,
                cap_ends_at=call.timers.cap_ends_at,
                started_at=call.record.started_at,
                turns=call.conversation.turns(),
                marks=call.safety.marks(),
                alerts=call.safety.alerts(),
            )
        )

    async def _read(self, socket: WebSocket, call: LiveCall, outgoing: asyncio.Queue[_Json | int]) -> None:
        acks: set[asyncio.Task[None]] = set()
        while True:
            try:
                text = await socket.receive_text()
            except (WebSocketDisconnect, RuntimeError):  # RuntimeError: the writer has closed it
                return
            except KeyError:
                continue  # a binary message: not ours
            try:
                message = read_message(text)
            except InputError as error:
                logger.warning("an unreadable message on the link", extra={"call_id": call.record.call_id})
                outgoing.put_nowait(
                    {"type": "notice", "level": "error", "code": "protocol", "text": str(error)}
                )
                continue
            # In order, but without waiting for the disk: the ack follows when it is written.
            acting = asyncio.create_task(self._act(message, call, outgoing))
            acks.add(acting)
            acting.add_done_callback(acks.discard)

    async def _act(self, message: FromBrowser, call: LiveCall, outgoing: asyncio.Queue[_Json | int]) -> None:
        match message:
            case Heartbeat():
                call.heartbeat(browser_at=message.browser_at, rtt_ms=message.rttMs)
                outgoing.put_nowait(
                    {
                        "type": "heartbeat",
                        "clientAt": message.at,
                        "serverTime": milliseconds(self._clock.now()),
                    }
                )
                return
            case Spoken():
                call.spoken(message.sentenceId, task_id=message.taskId)
                return
            case SpeakFailed():
                call.speak_failed(message.sentenceId, message=message.message)
                return
            case Hearing():
                call.hearing(message.text)
                return
            case Hello():
                return
        event_id, at = message.id, message.browser_at
        try:
            match message:
                case Event():
                    await call.event(message.name, event_id=event_id, browser_at=at, detail=message.detail)
                case Typed():
                    await call.commands.typed(message.text, event_id=event_id, browser_at=at)
                case Operator():
                    await call.commands.operator(message.text, event_id=event_id, browser_at=at)
                case Interrupt():
                    await call.commands.interrupt(event_id=event_id, browser_at=at)
                case Flag():
                    await call.commands.flag(message.note, event_id=event_id, browser_at=at)
                case Correct():
                    await call.commands.correct(
                        message.turnId, message.text, event_id=event_id, browser_at=at
                    )
                case Reopen():
                    await call.reopen(message.quality, event_id=event_id, browser_at=at)
                case End():
                    call.end(EndReason(message.reason))
        except StorageError:
            return  # the person is told by the call; no ack, so the browser sends it again
        outgoing.put_nowait({"type": "ack", "id": message.id})


async def _write(socket: WebSocket, outgoing: asyncio.Queue[_Json | int]) -> None:
    while True:
        message = await outgoing.get()
        try:
            if isinstance(message, int):
                await socket.close(message)
                return
            await socket.send_json(message)
        except (WebSocketDisconnect, RuntimeError):
            return  # gone; the reader notices too
