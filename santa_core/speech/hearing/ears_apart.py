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
from pathlib import Path

import numpy as np

from santa_core.speech.hearing.ears_process import ANSWER, CLOSE, FEED, OPEN, REQUEST, read_events
from santa_core.speech.ports import HEARING_RATE_HZ, Ears, HearingEvent, Pcm

logger = logging.getLogger(__name__)

_PROGRAM = "santa_core.speech.hearing.ears_process"
MAX_FAILURES = 3
_ROOT = Path(__file__).resolve().parents[3]


class EarsApart:
    """Implements Ears. `original` only says whether there are ears; it hears nothing itself.

    The process starts with the first sound, ends with close() or with this process, and is started again
    if it should die: its listeners then begin anew."""

    def __init__(self, original: Ears, *, command: tuple[str, ...] | None = None) -> None:
        self.available = original.available
        self.note = original.note
        self._command = command or (sys.executable, "-m", _PROGRAM)
        self._process: subprocess.Popen[bytes] | None = None
        self._talking = threading.Lock()
        self._numbers = itertools.count(1)
        self.generation = 0  # of the process; a listener of an earlier one is unknown to it

    def listener(self, *, language: str, confidence: float) -> ListenerApart:
        """At once; the process learns of it with the first sound."""
        return ListenerApart(self, next(self._numbers), {"language": language, "confidence": confidence})

    def warm(self) -> None:
        """Blocks for about a second: starts the process and has it load its models."""
        listener = self.listener(language="en", confidence=0.55)
        listener.feed(np.zeros(HEARING_RATE_HZ // 10, dtype=np.int16))
        listener.close()

    def ask(self, op: bytes, number: int, payload: bytes) -> list[HearingEvent]:
        """One request at a time. Raises OSError when the process is gone."""
        with self._talking:
            process = self._running()
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.write(REQUEST.pack(op, number, len(payload)) + payload)
            process.stdin.flush()
            header = process.stdout.read(ANSWER.size)
            if len(header) < ANSWER.size:
                raise BrokenPipeError("the ears' process has ended")
            return read_events(process.stdout.read(ANSWER.unpack(header)[0]))

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
            path = os.pathsep.join(filter(None, (str(_ROOT), os.environ.get("PYTHONPATH"))))
            self.generation += 1
            self._process = subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env={**os.environ, "PYTHONPATH": path},
                bufsize=-1,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        return self._process


class ListenerApart:
    """Implements Listener. After too many failures it is deaf, and says so once in the log."""

    def __init__(self, ears: EarsApart, number: int, options: dict[str, object]) -> None:
        self._ears = ears
        self._number = number
        self._options = options
        self._known_to: int | None = None  # the generation of the process that has this listener
        self._failures = 0

    def feed(self, pcm: Pcm, *, santa_loudness: float = 0.0) -> list[HearingEvent]:
        if self._failures >= MAX_FAILURES:
            return []
        try:
            if self._known_to is None or self._known_to != self._ears.generation:
                self._ears.ask(OPEN, self._number, json.dumps(self._options).encode())
                self._known_to = self._ears.generation
            return self._ears.ask(FEED, self._number, pcm.astype(np.int16).tobytes())
        except (OSError, ValueError):  # the process died, or its pipes were closed meanwhile
            self._known_to = None
            self._failures += 1
            if self._failures == MAX_FAILURES:
                logger.warning("the ears' process keeps failing: one session hears nothing more")
            return []

    def close(self) -> None:
        self._failures = MAX_FAILURES
        if self._known_to == self._ears.generation:
            try:
                self._ears.ask(CLOSE, self._number, b"")
            except (OSError, ValueError):
                logger.info("a listener was closed after its process")
