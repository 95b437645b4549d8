"""An ASGI app on a real socket, served by uvicorn on the running loop.

Unix sockets, because what is written to one can be read at its other end at once: on TCP the kernel may
still be carrying it, and a clock that jumps when nobody has anything to do would not wait for that.
"""

from __future__ import annotations

import asyncio
import socket
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import uvicorn
from starlette.types import ASGIApp


class _StillServer(uvicorn.Server):
    """Without its tick of ten a second: it would be most of what happens on a loop of virtual time."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.stop = asyncio.Event()

    async def main_loop(self) -> None:
        await self.on_tick(0)
        await self.stop.wait()


@asynccontextmanager
async def served(app: ASGIApp) -> AsyncIterator[str]:
    """The path of its socket."""
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "socket")
        listener = socket.socket(socket.AF_UNIX)
        listener.bind(path)
        listener.listen()
        config = uvicorn.Config(app, log_level="warning", lifespan="off", access_log=False)
        server = _StillServer(config)
        # A process's own signals stay its own: _serve is serve without taking them over.
        serving = asyncio.create_task(server._serve(sockets=[listener]))
        try:
            yield path
        finally:
            server.force_exit = True  # an answer that hangs on purpose is not waited for
            server.stop.set()
            await serving
