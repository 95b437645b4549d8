"""/v1/ws/streaming.chat: protobuf frames from the client, JSON events to it."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import av
import numpy as np
from starlette.responses import PlainTextResponse
from starlette.routing import BaseRoute, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from santa_core.emulator.accounts import Accounts
from santa_core.emulator.errors import VendorError
from santa_core.emulator.hearing import Hearing, samples_of
from santa_core.emulator.live_session import LiveSession
from santa_core.emulator.pipecat_frames import SoundFrame, TextFrame, read_frame
from santa_core.emulator.registry import Sessions
from santa_core.speech.ports import HEARING_RATE_HZ, Pcm

RATES_HZ = range(8_000, 192_001)


class ChatSocket:
    """Implements ChatLine."""

    def __init__(self) -> None:
        self._outgoing: asyncio.Queue[str | None] = asyncio.Queue()

    def tell(self, event: Mapping[str, Any]) -> None:
        self._outgoing.put_nowait(json.dumps(event, ensure_ascii=False))

    def close(self) -> None:
        self._outgoing.put_nowait(None)

    async def write(self, websocket: WebSocket) -> None:
        with contextlib.suppress(WebSocketDisconnect, RuntimeError):
            while (item := await self._outgoing.get()) is not None:
                await websocket.send_text(item)
            await websocket.close()


class Chat:
    def __init__(self, accounts: Accounts, sessions: Sessions) -> None:
        self._accounts = accounts
        self._sessions = sessions

    def routes(self) -> list[BaseRoute]:
        return [WebSocketRoute("/v1/ws/streaming.chat", self._connect)]

    async def _connect(self, websocket: WebSocket) -> None:
        session = self._session(websocket)
        if session is None:
            await websocket.send_denial_response(PlainTextResponse("Unauthorized", status_code=401))
            return
        await websocket.accept()
        line = ChatSocket()
        writer = asyncio.create_task(line.write(websocket), name="emulator-chat")
        session.join_chat(
            line,
            push_to_talk=websocket.query_params.get("push_to_talk") == "true",
            silence_response=websocket.query_params.get("silence_response") == "true",
        )
        try:
            await _read(websocket, session)
        finally:
            session.leave_chat(line)
            line.close()
            await writer

    def _session(self, websocket: WebSocket) -> LiveSession | None:
        query = websocket.query_params
        session_id = query.get("session_id", "")
        allowed = self._accounts.token_opens(query.get("session_token", ""), session_id) or (
            self._accounts.is_key(websocket.headers.get("x-api-key", ""))
        )
        if not allowed:
            return None
        try:
            return self._sessions.find(session_id)
        except VendorError:
            return None


async def _read(websocket: WebSocket, session: LiveSession) -> None:
    microphone = SocketMicrophone(session.hearing)
    while True:
        try:
            message = await websocket.receive()
        except RuntimeError:  # closed from our side meanwhile
            return
        if message["type"] == "websocket.disconnect":
            return
        match read_frame(message.get("bytes") or b""):
            case TextFrame(text=text):
                session.received("", text)
            case SoundFrame() as sound:
                microphone.feed(sound)


class SocketMicrophone:
    """Brings what the socket carries to the rate Santa hears at."""

    def __init__(self, hearing: Hearing | None) -> None:
        self._hearing = hearing
        self._resampler: av.AudioResampler | None = None
        self._resamples: tuple[int, int] | None = None  # from this rate and these channels

    def feed(self, sound: SoundFrame) -> None:
        """Another microphone, in the middle of the call, may have another rate. Nonsense is ignored."""
        if self._hearing is None or sound.channels not in (1, 2) or sound.sample_rate_hz not in RATES_HZ:
            return
        whole = len(sound.pcm) - len(sound.pcm) % (2 * sound.channels)
        if whole == 0:
            return
        pcm = np.frombuffer(sound.pcm[:whole], dtype="<i2").astype(np.int16)
        for heard in self._at_hearing_rate(pcm, sound):
            self._hearing.feed(heard)

    def _at_hearing_rate(self, pcm: Pcm, sound: SoundFrame) -> list[Pcm]:
        if sound.sample_rate_hz == HEARING_RATE_HZ and sound.channels == 1:
            return [pcm]
        if self._resampler is None or self._resamples != (sound.sample_rate_hz, sound.channels):
            self._resamples = (sound.sample_rate_hz, sound.channels)
            self._resampler = av.AudioResampler(format="s16", layout="mono", rate=HEARING_RATE_HZ)
        frame = av.AudioFrame.from_ndarray(
            pcm.reshape(1, -1), format="s16", layout="mono" if sound.channels == 1 else "stereo"
        )
        frame.sample_rate = sound.sample_rate_hz
        frame.time_base = Fraction(1, sound.sample_rate_hz)
        return [samples_of(heard) for heard in self._resampler.resample(frame)]
