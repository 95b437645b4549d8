"""Runs the ears in a process of their own, spoken to over stdin and stdout.

A recogniser holds the interpreter for 40 ms and more at the end of each utterance; in the emulator's own
process that would tear a hole into the sound of every call.

request   op (1 byte), listener (uint32), length (uint32), payload
          S set up: HearingOptions as JSON, the first of all; here and nowhere else goes a key
          O open: language and confidence as JSON   F feed: Santa's loudness (float64), int16 sound   C close
answer    length (uint32), JSON list of events
"""

from __future__ import annotations

import json
import os
import struct
import sys
import threading
from collections.abc import Callable
from dataclasses import asdict
from typing import BinaryIO

import numpy as np

from santa_core.speech.hearing.options import HearingOptions
from santa_core.speech.ports import (
    Ears,
    HeardWords,
    HearingEvent,
    Listener,
    SpeechEnded,
    SpeechMayStart,
    SpeechStarted,
)

REQUEST = struct.Struct(">cII")
LOUDNESS = struct.Struct(">d")
ANSWER = struct.Struct(">I")
SET_UP, OPEN, FEED, CLOSE = b"S", b"O", b"F", b"C"

_EVENTS: dict[str, type[HearingEvent]] = {
    kind.__name__: kind for kind in (SpeechMayStart, SpeechStarted, SpeechEnded, HeardWords)
}


def write_events(events: list[HearingEvent]) -> bytes:
    return json.dumps([[type(event).__name__, asdict(event)] for event in events]).encode()


def read_events(data: bytes) -> list[HearingEvent]:
    return [_EVENTS[name](**fields) for name, fields in json.loads(data)]


def serve(open_ears: Callable[[HearingOptions], Ears], requests: BinaryIO, answers: BinaryIO) -> None:
    """Until the other side closes its end, also by dying."""
    ears: Ears | None = None
    listeners: dict[int, Listener] = {}
    while len(header := requests.read(REQUEST.size)) == REQUEST.size:
        op, number, length = REQUEST.unpack(header)
        payload = requests.read(length)
        events: list[HearingEvent] = []
        if op == SET_UP:
            ears = open_ears(HearingOptions(**json.loads(payload)))
        elif op == OPEN and ears is not None:
            listeners[number] = ears.listener(**json.loads(payload))
        elif op == FEED and number in listeners:
            (santa_loudness,) = LOUDNESS.unpack_from(payload)
            pcm = np.frombuffer(payload, dtype=np.int16, offset=LOUDNESS.size)
            events = listeners[number].feed(pcm, santa_loudness=santa_loudness)
        elif op == CLOSE and number in listeners:
            listeners.pop(number).close()
        answer = write_events(events)
        answers.write(ANSWER.pack(len(answer)) + answer)
        answers.flush()


def main() -> None:
    from santa_core.speech.hearing.ears import TierEars, open_ears

    def open_warm(options: HearingOptions) -> Ears:
        ears = open_ears(options)
        if isinstance(ears, TierEars):
            threading.Thread(target=ears.warm, name="ears-warming", daemon=True).start()
        return ears

    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # Whatever a library prints must not come between the answers.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    serve(open_warm, sys.stdin.buffer, answers)


if __name__ == "__main__":
    main()
