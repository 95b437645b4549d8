"""Runs the ears in a process of their own, spoken to over stdin and stdout.

The recogniser holds the interpreter for 100 ms and more at the end of each utterance; in the emulator's
own process that would tear a hole into the sound of every call.

request   op (1 byte: O open, F feed, C close), listener (uint32), length (uint32), payload
answer    length (uint32), JSON list of events
"""

from __future__ import annotations

import json
import os
import struct
import sys
from dataclasses import asdict
from typing import Any, BinaryIO

import numpy as np

from santa_core.speech.ports import Ears, HeardWords, HearingEvent, Listener, SpeechEnded, SpeechStarted

REQUEST = struct.Struct(">cII")
ANSWER = struct.Struct(">I")
OPEN, FEED, CLOSE = b"O", b"F", b"C"

_EVENTS: dict[str, type[HearingEvent]] = {
    kind.__name__: kind for kind in (SpeechStarted, SpeechEnded, HeardWords)
}


def write_events(events: list[HearingEvent]) -> bytes:
    return json.dumps([[type(event).__name__, asdict(event)] for event in events]).encode()


def read_events(data: bytes) -> list[HearingEvent]:
    return [_EVENTS[name](**fields) for name, fields in json.loads(data)]


def serve(ears: Ears, requests: BinaryIO, answers: BinaryIO) -> None:
    """Until the other side closes its end, also by dying."""
    listeners: dict[int, Listener] = {}
    while len(header := requests.read(REQUEST.size)) == REQUEST.size:
        op, number, length = REQUEST.unpack(header)
        payload = requests.read(length)
        events: list[HearingEvent] = []
        if op == OPEN:
            options: dict[str, Any] = json.loads(payload)
            listeners[number] = ears.listener(**options)
        elif op == FEED and number in listeners:
            events = listeners[number].feed(np.frombuffer(payload, dtype=np.int16))
        elif op == CLOSE and number in listeners:
            listeners.pop(number).close()
        answer = write_events(events)
        answers.write(ANSWER.pack(len(answer)) + answer)
        answers.flush()


def main() -> None:
    from santa_core.speech.hearing.ears import open_ears

    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # Whatever a library prints must not come between the answers.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    serve(open_ears(), sys.stdin.buffer, answers)


if __name__ == "__main__":
    main()
