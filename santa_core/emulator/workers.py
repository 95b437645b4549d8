"""The threads of one emulator. Nothing that takes over a few milliseconds runs on the event loop."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

from santa_core.emulator.speaker import UTTERANCES_AT_ONCE


class Workers:
    """Threads start when they are first needed."""

    def __init__(self, *, speakers: int) -> None:
        """`speakers`: how many Santas may speak at once."""
        cores = os.cpu_count() or 2
        # Drawing and encoding let go of the interpreter, so one thread a core keeps all cores busy.
        self.pictures = ThreadPoolExecutor(
            max_workers=max(2, cores), thread_name_prefix="emulator-pictures", initializer=_stand_back
        )
        # A network voice keeps a thread waiting for each utterance: enough that nobody waits for another's,
        # and one that bakes a face. eSpeak NG takes turns inside its library anyway.
        self.speech = ThreadPoolExecutor(
            max_workers=speakers * UTTERANCES_AT_ONCE + 1, thread_name_prefix="emulator-speech"
        )
        self.hearing = ThreadPoolExecutor(
            max_workers=2, thread_name_prefix="emulator-hearing", initializer=_stand_back
        )

    def shutdown(self) -> None:
        for pool in (self.pictures, self.speech, self.hearing):
            pool.shutdown(wait=False, cancel_futures=True)


def _stand_back() -> None:
    """A late picture is hardly seen, late sound is heard at once: on a busy machine sound goes first."""
    if sys.platform == "linux":  # the only one where a thread has a priority of its own by its id
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), 4)
