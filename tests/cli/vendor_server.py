"""A small vendor over real HTTP: HeyGen's answers to what the doctor asks, well or in trouble."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Vendor:
    """`clock_seconds`: how far its clock is ahead of this machine's. `hangs`: it answers nobody."""

    def __init__(
        self, *, refuses: bool = False, hangs: bool = False, clock_seconds: float = 0, quota: int = 600,
        sessions: tuple[str, ...] = (),
    ) -> None:  # fmt: skip
        self.refuses = refuses
        self.hangs = hangs
        self.clock_seconds = clock_seconds
        self.quota = quota
        self.sessions = sessions
        self.address = ""
        self.released = threading.Event()

    def answer(self, path: str) -> tuple[int, dict[str, Any]]:
        if self.refuses:
            return 401, {"code": 400112, "message": "Unauthorized"}
        data: dict[str, Any] = {}
        if "remaining_quota" in path:
            data = {"remaining_quota": self.quota}
        elif path.startswith("/v1/streaming.list"):
            data = {
                "sessions": [
                    {"session_id": session_id, "status": "connected", "created_at": 1_733_011_200}
                    for session_id in self.sessions
                ]
            }
        return 200, {"code": 100, "message": "success", "data": data}


@contextmanager
def served(vendor: Vendor) -> Iterator[Vendor]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if vendor.hangs:
                vendor.released.wait(60)
                return
            status, body = vendor.answer(self.path)
            content = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def date_time_string(self, timestamp: float | None = None) -> str:
            return super().date_time_string(int(time.time() + vendor.clock_seconds))

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    vendor.address = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield vendor
    finally:
        vendor.released.set()
        server.shutdown()
        server.server_close()
