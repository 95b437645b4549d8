"""OpenAI's transcription on this machine: POST /v1/audio/transcriptions, and the Realtime WebSocket.

python -m tests.fakes.openai_transcription_server --answer-seconds 0.15      until its input ends

with running_transcription_server(text="I want a red bike", answer_seconds=0.2) as server:
    OpenAISpeechToText(api_key=KEY, base_url=server.base_url)
    OpenAISpeechToText(api_key=KEY, realtime_url=server.realtime_url)

As strict as the real one about what it documents; sources: openai_models.py and openai_live_link.py.
"""

from __future__ import annotations

import argparse
import asyncio
import base64
import io
import json
import logging
import math
import socket
import sys
import threading
import time
import wave
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request as Handshake
from websockets.http11 import Response as HandshakeAnswer
from websockets.sync.server import ServerConnection, serve

KEY = "sk-very-secret"

_EVENT = "conversation.item.input_audio_transcription."
_LIVE_MODELS = ("gpt-live-transcribe", "gpt-realtime-whisper")
_NEWER_MODELS = ("gpt-live-transcribe", "gpt-transcribe")
_MODELS = (*_LIVE_MODELS, "gpt-transcribe", "gpt-4o-transcribe", "gpt-4o-mini-transcribe", "whisper-1")
_SECONDS_A_WORD = 0.25


@dataclass
class Behaviour:
    """Read and changed by tests while the server runs."""

    text: str = "I want a red bike, please."
    probability: float = 0.9  # of each word, where a model tells
    answer_seconds: float = 0.0  # from the end of the sound to the words
    # Each answers one request of POST with (status, code); status 0 breaks the connection.
    failures: list[tuple[int, str | None]] = field(default_factory=list)
    body: bytes | None = None  # the answer of POST, whatever was asked
    refuse_handshake: int | None = None
    refuse_session: bool = False
    fail_utterance: str | None = None  # an error's code in place of the words
    drop_after_commit: bool = False
    never_complete: bool = False
    forms: list[dict[str, Any]] = field(default_factory=list)
    wavs: list[bytes] = field(default_factory=list)
    sessions: list[dict[str, Any]] = field(default_factory=list)
    live_sound: list[bytes] = field(default_factory=list)  # one for each committed utterance
    clients: set[Any] = field(default_factory=set)  # of POST: distinct connections
    problems: list[str] = field(default_factory=list)  # what a real server would have refused

    def logprobs(self) -> list[dict[str, Any]]:
        lp = math.log(self.probability)
        return [{"token": word, "bytes": list(word.encode()), "logprob": lp} for word in self.text.split()]


# --- POST /v1/audio/transcriptions ---------------------------------------------------------


def create_app(behaviour: Behaviour) -> Starlette:
    async def transcriptions(request: Request) -> Response:
        behaviour.clients.add(request.client)
        form = await request.form()
        upload = form["file"]
        assert isinstance(upload, UploadFile)
        fields = {name: form.getlist(name) for name in form if name != "file"}
        behaviour.forms.append(fields)
        behaviour.wavs.append(await upload.read())
        if behaviour.failures:
            status, code = behaviour.failures.pop(0)
            if status == 0:
                return StreamingResponse(_half(), headers={"content-length": "100"})
            return _error(status, code, f"made to fail, key {KEY}")
        if request.headers.get("authorization") not in (f"Bearer {KEY}", None):
            return _error(401, "invalid_api_key", f"Incorrect API key provided: {KEY}.")
        problem = _problem_with(fields, behaviour.wavs[-1])
        if problem:
            behaviour.problems.append(problem)
            return _error(400, "invalid_value", problem)
        await asyncio.sleep(behaviour.answer_seconds)
        if behaviour.body is not None:
            return Response(behaviour.body)
        answer: dict[str, Any] = {"text": behaviour.text}
        if fields.get("include[]") == ["logprobs"]:
            answer["logprobs"] = behaviour.logprobs()
        return JSONResponse(answer)

    return Starlette(routes=[Route("/v1/audio/transcriptions", transcriptions, methods=["POST"])])


async def _half() -> AsyncIterator[bytes]:
    yield b"{"
    raise ConnectionAbortedError("made to break")


def _problem_with(fields: dict[str, Any], recording: bytes) -> str:
    model = fields["model"][0]
    if model not in _MODELS or model in _LIVE_MODELS:
        return f"no model for recordings: {model}"
    if "include[]" in fields and not model.startswith("gpt-4o"):
        return "logprobs are not supported"
    if ("languages[]" in fields or "keywords[]" in fields) and model not in _NEWER_MODELS:
        return "languages and keywords are not supported"
    if "language" in fields and model in _NEWER_MODELS:
        return "languages, not language"
    with wave.open(io.BytesIO(recording)) as wav:
        if wav.getnchannels() != 1 or wav.getsampwidth() != 2 or wav.getframerate() != 16_000:
            return "not as agreed: 16 kHz mono"
        if wav.getnframes() < 1_600:
            return "audio is too short"
    return ""


def _error(status: int, code: str | None, message: str) -> JSONResponse:
    error = {"message": message, "type": "test", "param": None, "code": code}
    return JSONResponse({"error": error}, status)


# --- the Realtime WebSocket ----------------------------------------------------------------


class _Session:
    """One WebSocket. Words come one in a quarter of a second of sound, as gpt-live-transcribe's do."""

    def __init__(self, connection: ServerConnection, behaviour: Behaviour) -> None:
        self._connection, self._behaviour = connection, behaviour
        self._model = ""
        self._tells = False
        self._sound = b""
        self._said = 0
        self._items = 0

    def run(self) -> None:
        self._send("session.created", session={"type": "transcription"})
        for message in self._connection:
            event = json.loads(message)
            match event["type"]:
                case "session.update":
                    self._update(event["session"])
                case "input_audio_buffer.append":
                    self._append(base64.b64decode(event["audio"], validate=True))
                case "input_audio_buffer.commit":
                    self._commit()
                case other:
                    self._fail("invalid_value", f"no such event: {other}")

    def _update(self, session: dict[str, Any]) -> None:
        self._behaviour.sessions.append(session)
        heard = session["audio"]["input"]
        told = heard["transcription"]
        self._model = told["model"]
        self._tells = session.get("include") == ["item.input_audio_transcription.logprobs"]
        newer = self._model in _NEWER_MODELS
        if self._behaviour.refuse_session or self._model not in _MODELS:
            self._fail("model_not_found", "no such model")
        elif session["type"] != "transcription" or heard["format"] != {"type": "audio/pcm", "rate": 24_000}:
            self._fail("invalid_value", "not a transcription of 24 kHz")
        elif heard["turn_detection"] is not None and self._model in _LIVE_MODELS:
            self._fail("invalid_value", "no turn detection for this model")
        elif newer == ("language" in told) or (not newer and "keywords" in told):
            self._fail("unknown_parameter", "hints of another model")
        else:
            self._send("session.updated", session=session)

    def _append(self, pcm: bytes) -> None:
        if len(pcm) % 2:
            self._fail("invalid_value", "half a sample")
        self._sound += pcm
        if self._model in _LIVE_MODELS:
            heard_seconds = len(self._sound) / 2 / 24_000
            self._say(int(heard_seconds / _SECONDS_A_WORD))

    def _commit(self) -> None:
        behaviour = self._behaviour
        if len(self._sound) < 0.1 * 24_000 * 2:
            return self._fail("input_audio_buffer_commit_empty", "buffer too small")
        behaviour.live_sound.append(self._sound)
        item = self._item()
        self._send("input_audio_buffer.committed", item_id=item, previous_item_id=None)
        if behaviour.drop_after_commit:
            return self._connection.close()
        if behaviour.never_complete:
            return None
        time.sleep(behaviour.answer_seconds)
        if behaviour.fail_utterance:
            error = {"type": "server_error", "code": behaviour.fail_utterance, "message": f"key {KEY}"}
            return self._send(_EVENT + "failed", item_id=item, content_index=0, error=error)
        self._say(len(behaviour.text.split()))
        more = {"logprobs": behaviour.logprobs()} if self._tells and self._model.startswith("gpt-4o") else {}
        usage = {"type": "duration", "seconds": len(self._sound) / 48_000}
        self._send(
            _EVENT + "completed",
            item_id=item,
            content_index=0,
            transcript=behaviour.text,
            usage=usage,
            **more,
        )
        self._items, self._sound, self._said = self._items + 1, b"", 0
        return None

    def _say(self, words: int) -> None:
        for word in self._behaviour.text.split()[self._said : words]:
            space = " " if self._said else ""
            self._send(_EVENT + "delta", item_id=self._item(), content_index=0, delta=space + word)
            self._said += 1

    def _item(self) -> str:
        return f"item_{self._items:03}"

    def _fail(self, code: str, message: str) -> None:
        if not self._behaviour.refuse_session:
            self._behaviour.problems.append(f"{code}: {message}")
        error = {"type": "invalid_request_error", "code": code, "message": message, "param": None}
        self._send("error", error=error)

    def _send(self, kind: str, **fields: Any) -> None:
        self._connection.send(
            json.dumps({"type": kind, "event_id": f"event_{time.monotonic_ns()}", **fields})
        )


# --- both ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class RunningServer:
    base_url: str
    realtime_url: str
    behaviour: Behaviour


@contextmanager
def running_transcription_server(**behaviour: Any) -> Iterator[RunningServer]:
    """On free ports, in threads of its own; keyword arguments are Behaviour's."""
    settings = Behaviour(**behaviour)

    def handshake(connection: ServerConnection, request: Handshake) -> HandshakeAnswer | None:
        if settings.refuse_handshake:
            return connection.respond(HTTPStatus(settings.refuse_handshake), "made to fail")
        if request.headers.get("Authorization") != f"Bearer {KEY}":
            return connection.respond(HTTPStatus.UNAUTHORIZED, "no key")
        if request.path != "/v1/realtime?intent=transcription":
            return connection.respond(HTTPStatus.NOT_FOUND, "no such path")
        return None

    def session(connection: ServerConnection) -> None:
        with suppress(ConnectionClosed):
            _Session(connection, settings).run()

    quiet = logging.getLogger("tests.quiet")
    quiet.setLevel(logging.CRITICAL)
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    http = uvicorn.Server(uvicorn.Config(create_app(settings), log_level="critical", lifespan="off"))
    live = serve(session, "127.0.0.1", 0, process_request=handshake, close_timeout=1, logger=quiet)
    threads = [
        threading.Thread(target=http.run, kwargs={"sockets": [listener]}, daemon=True),
        threading.Thread(target=live.serve_forever, daemon=True),
    ]
    for thread in threads:
        thread.start()
    try:
        _wait_until_started(http)
        yield RunningServer(
            f"http://127.0.0.1:{listener.getsockname()[1]}/v1",
            f"ws://127.0.0.1:{live.socket.getsockname()[1]}/v1/realtime?intent=transcription",
            settings,
        )
    finally:
        http.should_exit = True
        live.shutdown()
        for thread in threads:
            thread.join(timeout=5)
        listener.close()


def _wait_until_started(server: uvicorn.Server) -> None:
    deadline = time.monotonic() + 10
    while not server.started:
        if time.monotonic() > deadline:
            raise TimeoutError("the test server did not start within 10 s")
        time.sleep(0.01)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--answer-seconds", type=float, default=0.0)
    parser.add_argument("--text", default=Behaviour.text)
    options = parser.parse_args()
    with running_transcription_server(text=options.text, answer_seconds=options.answer_seconds) as server:
        print(server.base_url, server.realtime_url, flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main()
