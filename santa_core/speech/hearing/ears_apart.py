"""The ears, heard from the emulator's side: a proxy to the process in which they run."""

from __future__ import annotations

import contextlib
import itertools
import json
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

import numpy as np

from santa_core.speech.hearing.ears import describe
from santa_core.speech.hearing.ears_process import (
    ANSWER,
    CLOSE,
    FEED,
    LOUDNESS,
    OPEN,
    REQUEST,
    SET_UP,
    read_events,
)
from santa_core.speech.hearing.options import HearingOptions
from santa_core.speech.ports import (
    HEARING_RATE_HZ,
    HeardWords,
    HearingEvent,
    Pcm,
    SpeechEnded,
    SpeechStarted,
)

logger = logging.getLogger(__name__)

_PROGRAM = "santa_core.speech.hearing.ears_process"
MAX_FAILURES = 3  # one after the other
NOBODY = -1  # the generation of no process
_ROOT = Path(__file__).resolve().parents[3]


class EarsApart:
    """Implements Ears. Safe from any thread: listeners take turns of less than 1 ms for each
    32 ms of sound, but for pocketsphinx, which holds up the others for 40 to 90 ms when it finishes.

    The process starts with the first sound, ends with close() or with this process, and is started again
    if it should die: its listeners then begin anew."""

    def __init__(
        self, options: HearingOptions | None = None, *, command: tuple[str, ...] | None = None
    ) -> None:
        """At once. The options, which may hold a key, go down the process's pipe and nowhere else."""
        self._options = options or HearingOptions()
        described = describe(self._options)
        self.available = described.available
        self.note = described.note
        self._command = command or (sys.executable, "-m", _PROGRAM)
        self._process: subprocess.Popen[bytes] | None = None
        self._talking = threading.Lock()
        self._numbers = itertools.count(1)
        self.generation = 0  # of the process; a listener of an earlier one is unknown to it

    def listener(self, *, language: str, confidence: float) -> ListenerApart:
        """At once; the process learns of it with the first sound."""
        return ListenerApart(self, next(self._numbers), {"language": language, "confidence": confidence})

    def warm(self) -> None:
        """Blocks for about a second: starts the process, which loads what finds the utterances."""
        listener = self.listener(language="en", confidence=0.55)
        listener.feed(np.zeros(HEARING_RATE_HZ // 10, dtype=np.int16))
        listener.close()

    def feed(
        self, number: int, options: Mapping[str, object], *, known_to: int, sound: bytes
    ) -> tuple[int, list[HearingEvent]]:
        """`known_to`: the generation of the process that has this listener. Returns it anew, and what was
        heard. Raises OSError or ValueError when the process is gone."""
        with self._talking:
            process = self._running()
            if known_to != self.generation:
                _exchange(process, OPEN, number, json.dumps(options).encode())
            return self.generation, _exchange(process, FEED, number, sound)

    def forget(self, number: int) -> None:
        """Raises OSError or ValueError when the process is gone."""
        with self._talking:
            if self._process is not None:
                _exchange(self._process, CLOSE, number, b"")

    def close(self) -> None:
        """Ends the process. Idempotent; a later listener starts another."""
        process, self._process = self._process, None
        self.generation += 1
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):  # what was not sent to the dead is lost
                    pipe.close()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.close()
            path = os.pathsep.join(filter(None, (str(_ROOT), os.environ.get("PYTHONPATH"))))
            self._process = process = subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env={**os.environ, "PYTHONPATH": path},
                bufsize=-1,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
            _exchange(process, SET_UP, 0, json.dumps(asdict(self._options)).encode())
            return process
        return self._process


def _exchange(process: subprocess.Popen[bytes], op: bytes, number: int, payload: bytes) -> list[HearingEvent]:
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(REQUEST.pack(op, number, len(payload)) + payload)
    process.stdin.flush()
    header = process.stdout.read(ANSWER.size)
    if len(header) < ANSWER.size:
        process.kill()  # it has closed its end: let it be seen to be gone
        process.wait()
        raise BrokenPipeError("the ears' process has ended")
    return read_events(process.stdout.read(ANSWER.unpack(header)[0]))


class ListenerApart:
    """Implements Listener. After too many failures it is deaf, and says so once in the log."""

    def __init__(self, ears: EarsApart, number: int, options: dict[str, object]) -> None:
        self._ears = ears
        self._number = number
        self._options = options
        self._known_to = NOBODY
        self._failures = 0
        self._speaking = False
        self._words_due = 0

    def feed(self, pcm: Pcm, *, santa_loudness: float = 0.0) -> list[HearingEvent]:
        if self._failures >= MAX_FAILURES:
            return []
        sound = LOUDNESS.pack(santa_loudness) + pcm.astype(np.int16).tobytes()
        try:
            generation, heard = self._ears.feed(
                self._number, self._options, known_to=self._known_to, sound=sound
            )
        except (OSError, ValueError):  # the process died, or its pipes were closed meanwhile
            self._known_to = NOBODY
            self._failures += 1
            if self._failures == MAX_FAILURES:
                logger.warning("the ears' process keeps failing: one session hears nothing more")
            return self._lose_the_utterance()
        lost = [] if generation == self._known_to else self._lose_the_utterance()
        self._known_to = generation
        self._failures = 0
        for event in heard:
            self._keep_count(event)
        return lost + heard

    def close(self) -> None:
        self._failures = MAX_FAILURES
        if self._known_to == self._ears.generation:
            try:
                self._ears.forget(self._number)
            except (OSError, ValueError):
                logger.info("a listener was closed after its process")

    def _keep_count(self, event: HearingEvent) -> None:
        match event:
            case SpeechStarted():
                self._speaking = True
                self._words_due += 1
            case SpeechEnded():
                self._speaking = False
            case HeardWords(final=True):
                self._words_due -= 1

    def _lose_the_utterance(self) -> list[HearingEvent]:
        """What was being said died with the process; whoever waits for its end is told."""
        events: list[HearingEvent] = [SpeechEnded(trailing_ms=0.0)] if self._speaking else []
        events += [HeardWords(text="", confidence=0.0, final=True)] * self._words_due
        self._speaking = False
        self._words_due = 0
        return events
