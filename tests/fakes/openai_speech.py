"""OpenAI's /v1/audio/speech, as far as our client uses it: raw samples in chunks, at a set speed.

It says a text as syllables of a buzzing tone, one for each letter or two, with a pause at each comma and
full stop, and silence before and after, as the service does.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

RATE_HZ = 24_000
SYLLABLE_MS, GAP_MS, PAUSE_MS = 110, 30, 260
LEAD_MS, TRAIL_MS = 240, 400


@dataclass
class SpeechBehaviour:
    """Read and changed by tests while the server runs."""

    first_byte_seconds: float = 0.0
    times_real_time: float | None = None  # None: at once
    chunk_bytes: int = 4_801  # odd, so that samples are cut in two
    break_after_seconds: float | None = None  # of sound: the connection dies there
    stall_after_seconds: float | None = None  # of sound: nothing more comes, and no end
    failure: tuple[int, dict[str, Any]] | None = None
    requests: list[dict[str, Any]] = field(default_factory=list)
    authorizations: list[str] = field(default_factory=list)
    clients: set[tuple[str, int]] = field(default_factory=set)  # their addresses: one for each connection
    streams_open: int = 0
    streams_cut: int = 0  # closed by the client before their end

    def fail_with(self, status: int, *, message: str = "made to fail", code: str | None = None) -> None:
        self.failure = (status, {"error": {"message": message, "type": "test", "param": None, "code": code}})


def speech_route(behaviour: SpeechBehaviour) -> Route:
    async def speech(request: Request) -> Response:
        body = await request.json()
        behaviour.requests.append(body)
        behaviour.authorizations.append(request.headers.get("authorization", ""))
        assert request.client is not None
        behaviour.clients.add((request.client.host, request.client.port))
        if behaviour.failure is not None:
            status, answer = behaviour.failure
            return JSONResponse(answer, status)
        if body.get("response_format") != "pcm":
            return JSONResponse({"error": {"message": "this server speaks pcm only"}}, 400)
        return StreamingResponse(
            _chunks(say(body["input"], speed=body.get("speed", 1.0)), behaviour), media_type="audio/pcm"
        )

    return Route("/v1/audio/speech", speech, methods=["POST"])


def say(text: str, *, speed: float = 1.0) -> npt.NDArray[np.int16]:
    """int16 mono at RATE_HZ."""
    parts = [_silence(LEAD_MS)]
    for word in text.split():
        for _ in range(max(1, len(word) // 3)):
            parts += [_syllable(SYLLABLE_MS / speed), _silence(GAP_MS / speed)]
        if word.endswith((",", ".", "!", "?")):
            parts.append(_silence(PAUSE_MS / speed))
    return np.concatenate([*parts, _silence(TRAIL_MS)])


def _syllable(length_ms: float) -> npt.NDArray[np.int16]:
    seconds = np.arange(int(RATE_HZ * length_ms / 1000)) / RATE_HZ
    buzz = sum(np.sin(2 * np.pi * 120 * harmonic * seconds) / harmonic for harmonic in range(1, 12))
    shape = np.sin(np.pi * np.arange(len(seconds)) / len(seconds))
    return (6_000 * buzz * shape).astype(np.int16)


def _silence(length_ms: float) -> npt.NDArray[np.int16]:
    return np.zeros(int(RATE_HZ * length_ms / 1000), dtype=np.int16)


async def _chunks(sound: npt.NDArray[np.int16], behaviour: SpeechBehaviour) -> AsyncIterator[bytes]:
    data = sound.astype("<i2").tobytes()
    ended = False
    behaviour.streams_open += 1
    try:
        await asyncio.sleep(behaviour.first_byte_seconds)
        began = time.perf_counter()
        for start in range(0, len(data), behaviour.chunk_bytes):
            at_seconds = start / 2 / RATE_HZ
            if behaviour.times_real_time is not None:
                due = began + at_seconds / behaviour.times_real_time
                await asyncio.sleep(max(0.0, due - time.perf_counter()))
            if behaviour.break_after_seconds is not None and at_seconds >= behaviour.break_after_seconds:
                raise ConnectionAbortedError("made to break")
            if behaviour.stall_after_seconds is not None and at_seconds >= behaviour.stall_after_seconds:
                await asyncio.sleep(3_600)
            yield data[start : start + behaviour.chunk_bytes]
        ended = True
    finally:
        behaviour.streams_open -= 1
        behaviour.streams_cut += not ended
