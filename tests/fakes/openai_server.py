"""A small OpenAI-compatible server: set replies at a set speed, failures on demand.

python -m tests.fakes.openai_server --port 8930 --tokens-per-second 50

with running_openai_server(tokens_per_second=200) as server:
    OpenAIChatModel(api_key="k", base_url=server.base_url)
    server.behaviour.fail_with(429, code="insufficient_quota")
"""

from __future__ import annotations

import argparse
import asyncio
import json
import re
import socket
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from tests.fakes.openai_moderations import ModerationBehaviour, moderations_route
from tests.fakes.openai_speech import SpeechBehaviour, speech_route

DEFAULT_REPLIES = (
    "Ho ho ho, how lovely to hear from you! The elves are singing in the workshop today. "
    "What would make you smile this Christmas?",
    "That sounds wonderful, my friend! Rudolph stamped his hoof when he heard it. "
    "Who would you like to share it with?",
    "What a kind heart you have! The snow at the North Pole is glittering tonight. "
    "Which Christmas song do you like best?",
)


@dataclass
class Behaviour:
    """Read and changed by tests while the server runs."""

    replies: Sequence[str] = DEFAULT_REPLIES
    answer: Callable[[dict[str, Any]], str] | None = None  # of the request's body; instead of `replies`
    tokens_per_second: float | None = None  # None: at once
    first_token_seconds: float = 0.0
    refused_parameters: frozenset[str] = frozenset()  # answered with 400, naming the parameter
    break_after_tokens: int | None = None  # the connection dies there
    garbage_after_tokens: int | None = None  # a line that is no JSON comes there
    finish_reason: str = "stop"
    failure: tuple[int, dict[str, Any]] | None = None
    retry_after: str | None = None  # the header of a failure
    troubled_requests: int | None = None  # so many meet the failure or the break, then no more; None: all
    requests: list[dict[str, Any]] = field(default_factory=list)
    authorizations: list[str] = field(default_factory=list)
    tokens_sent: int = 0
    streams_cut: int = 0  # closed by the client before their end
    speech: SpeechBehaviour = field(default_factory=SpeechBehaviour)
    moderation: ModerationBehaviour = field(default_factory=ModerationBehaviour)

    def fail_with(self, status: int, *, message: str = "made to fail", code: str | None = None) -> None:
        self.failure = (status, {"error": {"message": message, "type": "test", "param": None, "code": code}})


def create_app(behaviour: Behaviour) -> Starlette:
    async def completions(request: Request) -> Response:
        body = await request.json()
        behaviour.requests.append(body)
        behaviour.authorizations.append(request.headers.get("authorization", ""))
        troubled = _meets_trouble(behaviour)
        if troubled and behaviour.failure is not None:
            status, answer = behaviour.failure
            headers = {"Retry-After": behaviour.retry_after} if behaviour.retry_after else None
            return JSONResponse(answer, status, headers)
        for name in sorted(behaviour.refused_parameters & body.keys()):
            error = {"message": f"Unsupported parameter: '{name}'.", "type": "invalid_request_error"}
            return JSONResponse({"error": {**error, "param": name, "code": "unsupported_parameter"}}, 400)
        reply = behaviour.answer(body) if behaviour.answer else _next_reply(body, behaviour)
        tokens = split_tokens(reply)
        if not body.get("stream"):
            await asyncio.sleep(_writing_seconds(behaviour, len(tokens)))
            return JSONResponse(_whole(body, behaviour, reply, len(tokens)))
        events = _events(body, behaviour, tokens, troubled=troubled)
        return StreamingResponse(events, media_type="text/event-stream")

    async def models(request: Request) -> Response:
        return JSONResponse({"object": "list", "data": [{"id": "test-model", "object": "model"}]})

    return Starlette(
        routes=[
            Route("/v1/chat/completions", completions, methods=["POST"]),
            Route("/v1/models", models),
            speech_route(behaviour.speech),
            moderations_route(behaviour.moderation),
        ]
    )


def _next_reply(body: dict[str, Any], behaviour: Behaviour) -> str:
    asked = sum(message["role"] == "user" for message in body["messages"])
    return behaviour.replies[(max(asked, 1) - 1) % len(behaviour.replies)] if behaviour.replies else ""


def _meets_trouble(behaviour: Behaviour) -> bool:
    if behaviour.troubled_requests is None:
        return True
    behaviour.troubled_requests -= 1
    return behaviour.troubled_requests >= 0


async def _events(
    body: dict[str, Any], behaviour: Behaviour, tokens: list[str], *, troubled: bool
) -> AsyncIterator[bytes]:
    ended = False
    try:
        await asyncio.sleep(behaviour.first_token_seconds)
        began = time.perf_counter()
        for number, token in enumerate(tokens):
            if behaviour.tokens_per_second:
                # By the clock, not by adding up sleeps: the set rate is kept over the whole reply.
                due = began + number / behaviour.tokens_per_second
                await asyncio.sleep(max(0.0, due - time.perf_counter()))
            if troubled and number == behaviour.break_after_tokens:
                raise ConnectionAbortedError("made to break")
            if troubled and number == behaviour.garbage_after_tokens:
                yield b"data: {not json\n\n"
            behaviour.tokens_sent += 1
            yield _event(_chunk(body, {"content": token}, None))
        yield _event(_chunk(body, {}, behaviour.finish_reason))
        if (body.get("stream_options") or {}).get("include_usage"):
            yield _event({**_chunk(body, {}, None), "choices": [], "usage": _usage(body, len(tokens))})
        ended = True
        yield b"data: [DONE]\n\n"
    finally:
        behaviour.streams_cut += not ended


def split_tokens(text: str) -> list[str]:
    """Words with the space before them, as most tokenisers cut."""
    return re.findall(r"\s*\S+", text)


def _event(data: dict[str, Any]) -> bytes:
    return f"data: {json.dumps(data)}\n\n".encode()


def _chunk(body: dict[str, Any], delta: dict[str, str], finish_reason: str | None) -> dict[str, Any]:
    choice = {"index": 0, "delta": delta, "finish_reason": finish_reason}
    head = {"id": "chatcmpl-test", "object": "chat.completion.chunk", "created": 1733011200}
    return {**head, "model": body["model"], "choices": [choice]}


def _whole(body: dict[str, Any], behaviour: Behaviour, reply: str, tokens: int) -> dict[str, Any]:
    message = {"role": "assistant", "content": reply}
    return {
        "id": "chatcmpl-test",
        "object": "chat.completion",
        "created": 1733011200,
        "model": body["model"],
        "choices": [{"index": 0, "message": message, "finish_reason": behaviour.finish_reason}],
        "usage": _usage(body, tokens),
    }


def _usage(body: dict[str, Any], output: int) -> dict[str, int]:
    asked = sum(len(split_tokens(message["content"])) for message in body["messages"])
    return {"prompt_tokens": asked, "completion_tokens": output, "total_tokens": asked + output}


def _writing_seconds(behaviour: Behaviour, tokens: int) -> float:
    rate = behaviour.tokens_per_second
    return behaviour.first_token_seconds + (max(tokens - 1, 0) / rate if rate else 0.0)


@dataclass(frozen=True)
class RunningServer:
    base_url: str
    behaviour: Behaviour


@contextmanager
def running_openai_server(*, port: int = 0, **behaviour: Any) -> Iterator[RunningServer]:
    """In a thread of its own, on a free port unless one is given; keyword arguments are Behaviour's."""
    settings = Behaviour(**behaviour)
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", port))
    config = uvicorn.Config(create_app(settings), log_level="critical", lifespan="off")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    try:
        _wait_until_started(server)
        yield RunningServer(f"http://127.0.0.1:{listener.getsockname()[1]}/v1", settings)
    finally:
        server.should_exit = True
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
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8930)
    parser.add_argument("--tokens-per-second", type=float, default=None)
    parser.add_argument("--first-token-seconds", type=float, default=0.0)
    parser.add_argument("--reply", action="append", help="may be given several times; used in turn")
    options = parser.parse_args()
    behaviour = Behaviour(
        replies=options.reply or DEFAULT_REPLIES,
        tokens_per_second=options.tokens_per_second,
        first_token_seconds=options.first_token_seconds,
    )
    print(f"OpenAI-compatible test server on http://{options.host}:{options.port}/v1", flush=True)
    uvicorn.run(create_app(behaviour), host=options.host, port=options.port, log_level="warning")


if __name__ == "__main__":
    main()
