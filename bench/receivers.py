"""python -m bench.receivers: light receivers in a process of their own, told what to do on standard input.

One JSON a line in, one JSON a line out:
    {"join": {"url", "token"}}   -> {"joined": n}
    {"window": seconds}          -> {"gaps_ms": [...], "lost", "sound_packets": [per receiver],
                                     "video_packets", "own_lateness_ms"}
End of input closes them all.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from typing import Any

from bench.light_receiver import LightReceiver
from bench.sound_gaps import gaps_ms, lost

TICK_SECONDS = 0.01


class Receivers:
    def __init__(self) -> None:
        self._receivers: list[LightReceiver] = []
        self._worst_lateness_seconds = 0.0

    async def join(self, *, url: str, token: str) -> dict[str, Any]:
        receiver = LightReceiver()
        self._receivers.append(receiver)
        await receiver.join(url, token)
        return {"joined": len(self._receivers)}

    async def window(self, seconds: float) -> dict[str, Any]:
        """What comes from now on for `seconds`."""
        for receiver in self._receivers:
            receiver.sound.clear()
            receiver.video_packets = 0
        self._worst_lateness_seconds = 0.0
        await asyncio.sleep(seconds)
        return {
            "gaps_ms": [round(gap, 2) for receiver in self._receivers for gap in gaps_ms(receiver.sound)],
            "lost": sum(lost(receiver.sound) for receiver in self._receivers),
            "sound_packets": [len(receiver.sound) for receiver in self._receivers],
            "video_packets": sum(receiver.video_packets for receiver in self._receivers),
            "own_lateness_ms": round(self._worst_lateness_seconds * 1000, 1),
        }

    async def watch_itself(self) -> None:
        """A gap that this process made itself, because it was not run, shows here."""
        while True:
            due = time.monotonic() + TICK_SECONDS
            await asyncio.sleep(TICK_SECONDS)
            self._worst_lateness_seconds = max(self._worst_lateness_seconds, time.monotonic() - due)

    async def aclose(self) -> None:
        await asyncio.gather(*(receiver.aclose() for receiver in self._receivers))


async def main() -> None:
    receivers = Receivers()
    watching = asyncio.create_task(receivers.watch_itself())
    loop = asyncio.get_running_loop()
    try:
        # In a thread: a pipe on standard input cannot be awaited on Windows.
        while line := await loop.run_in_executor(None, sys.stdin.readline):
            order = json.loads(line)
            if "join" in order:
                answer = await receivers.join(**order["join"])
            else:
                answer = await receivers.window(order["window"])
            print(json.dumps(answer), flush=True)
    finally:
        watching.cancel()
        await asyncio.gather(watching, return_exceptions=True)
        await receivers.aclose()


if __name__ == "__main__":
    asyncio.run(main())
