"""The two yardsticks: a client with nothing between it and the language model's own bytes.

The connection is open before the clock starts, a line is looked at as it arrives, and nothing is
parsed that need not be: no client can have the first sentence earlier.
"""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Messages = Sequence[Mapping[str, str]]

# The benchmark's own answers hold no abbreviation and no number: the first mark ends the sentence.
_SENTENCE = re.compile(r"\s*(.+?[.!?])(?=\s|$)", re.DOTALL)


@dataclass(frozen=True)
class FirstSentence:
    """Seconds since the request was sent."""

    text: str
    first_token_seconds: float
    seconds: float


async def first_sentence(port: int, messages: Messages, *, model: str) -> FirstSentence:
    """Streams until the first sentence is complete, then hangs up."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        request = _request({"model": model, "messages": messages, "stream": True})
        began = time.perf_counter()
        writer.write(request)
        text, first_token = "", 0.0
        while line := await reader.readline():
            delta = delta_of(line)
            if not delta:
                continue
            first_token = first_token or time.perf_counter() - began
            text += delta
            if sentence := complete_sentence(text):
                return FirstSentence(sentence, first_token, time.perf_counter() - began)
        raise RuntimeError(f"The language model stopped before its first sentence was complete: {text!r}")
    finally:
        writer.close()
        await writer.wait_closed()


async def whole_answer(port: int, messages: Messages, *, model: str) -> tuple[str, float]:
    """The seed's flow: await the whole completion. Its text, and the seconds until it can be spoken."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        request = _request({"model": model, "messages": messages})
        began = time.perf_counter()
        writer.write(request)
        body = json.loads(await reader.readexactly(content_length(await reader.readuntil(b"\r\n\r\n"))))
        text = str(body["choices"][0]["message"]["content"])
        return text, time.perf_counter() - began
    finally:
        writer.close()
        await writer.wait_closed()


def delta_of(line: bytes) -> str:
    """The words in one line of the stream; "" in any other line (chunk sizes, headers, the end)."""
    if not line.startswith(b"data: {"):
        return ""
    choices = json.loads(line.removeprefix(b"data: "))["choices"]
    return str(choices[0]["delta"].get("content", "")) if choices else ""


def complete_sentence(text: str) -> str:
    """The first sentence of `text`, or "" while it is being written."""
    found = _SENTENCE.match(text)
    return found.group(1) if found else ""


def content_length(head: bytes) -> int:
    """Raises RuntimeError for an answer that is not a 200 with its length."""
    status, *fields = head.decode("latin-1").split("\r\n")
    lengths = [field.partition(":")[2] for field in fields if field.lower().startswith("content-length:")]
    if " 200 " not in f"{status} " or not lengths:
        raise RuntimeError(f"The language model answered: {status}")
    return int(lengths[0])


def _request(body: Mapping[str, Any]) -> bytes:
    data = json.dumps(body).encode()
    head = (
        "POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(data)}\r\n\r\n"
    )
    return head.encode() + data
