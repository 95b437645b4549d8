"""Speech that can be given up at any moment, whichever thread is making it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator

from santa_core.speech.ports import Utterance


class StoppableSpeech(Generator[Utterance, None, None]):
    """A generator whose close() is safe in any thread, also while another advances it, and never waits.

    A plain generator raises ValueError there. Whoever advances it meanwhile gets no further piece, and
    closes it on the way out. `wake` is called by close() to end what the advancing thread waits for."""

    def __init__(self, pieces: Generator[Utterance], *, wake: Callable[[], None] = lambda: None) -> None:
        self._pieces = pieces
        self._wake = wake
        self._advancing = threading.Lock()
        self._closed = False

    def send(self, value: None) -> Utterance:
        try:
            with self._advancing:
                piece = None if self._closed else self._pieces.send(value)
        finally:
            # After the lock is free again: a close() that found it taken relies on this look.
            if self._closed:
                self._close_unless_advancing()
        if piece is None or self._closed:
            raise StopIteration
        return piece

    def throw(self, typ, val=None, tb=None):  # type: ignore[no-untyped-def]
        return self._pieces.throw(typ, val, tb)

    def close(self) -> None:
        if not self._closed:
            self._closed = True
            self._wake()
            self._close_unless_advancing()

    def _close_unless_advancing(self) -> None:
        if self._advancing.acquire(blocking=False):
            try:
                self._pieces.close()
            finally:
                self._advancing.release()
