"""The studio as people run it: `streamlit run app.py` in a process of its own, on a free port."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).parents[2]
START_SECONDS = 60
_SERVICES = ("OPENAI_", "HEYGEN_", "LIVEAVATAR_", "DATABASE_")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until(what: str, check: Callable[[], Any], *, seconds: float = 30) -> Any:
    """Polls the world outside this process, which cannot be told what time it is."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        found = check()
        if found:
            return found
        time.sleep(0.1)
    raise AssertionError(f"waited {seconds} s for {what}")


class StudioProcess:
    """`environment` is added to ours; keys of real services are taken out of it."""

    def __init__(self, data_dir: Path, *, port: int | None = None, environment: dict[str, str] | None = None):
        self.data_dir = data_dir
        self.port = port or free_port()
        self.url = f"http://localhost:{self.port}"
        self._environment = environment or {}
        self._process: subprocess.Popen[bytes] | None = None
        self.output = data_dir.parent / f"studio-{self.port}.txt"

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def _full_environment(self) -> dict[str, str]:
        ours = {
            k: v
            for k, v in os.environ.items()
            if not k.startswith(("OPENAI_", "HEYGEN_", "LIVEAVATAR_", "DATABASE_"))
        }
        return {**ours, "SANTA_DATA_DIR": str(self.data_dir), **self._environment}

    def start(self) -> StudioProcess:
        with self.output.open("ab") as output:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(self.port),
                 "--server.headless", "true"],
                cwd=PROJECT, env=self._full_environment(), stdout=output, stderr=subprocess.STDOUT,
            )  # fmt: skip
        wait_until("the studio to answer", self._is_up, seconds=START_SECONDS)
        return self

    def _is_up(self) -> bool:
        assert self._process is not None
        assert self._process.poll() is None, self.output.read_text(errors="replace")[-3000:]
        try:
            return bool(self.health()["status"])
        except OSError:
            return False

    def health(self) -> dict[str, Any]:
        with urllib.request.urlopen(f"{self.url}/api/health", timeout=5) as answer:
            health: dict[str, Any] = json.load(answer)
            return health

    def calls(self) -> list[dict[str, Any]]:
        """The log, as `python -m santa_core calls list --json` prints it."""
        return self._log("list")

    def call(self, call_id: str) -> dict[str, Any]:
        return self._log("show", call_id)

    def _log(self, *words: str) -> Any:
        printed = subprocess.run(
            [sys.executable, "-m", "santa_core", "calls", *words, "--json"],
            cwd=PROJECT, env=self._full_environment(), check=True, capture_output=True,
        )  # fmt: skip
        return json.loads(printed.stdout)

    def kill(self) -> None:
        """kill -9: no chance to tidy up."""
        assert self._process is not None
        self._process.kill()
        self._process.wait(timeout=20)

    def terminate(self) -> None:
        """SIGTERM, as a service manager stops it: time to tidy up, and it must be enough."""
        assert self._process is not None
        self._process.send_signal(signal.SIGTERM)
        self._process.wait(timeout=30)

    def stop(self) -> None:
        if self._process is None or self._process.poll() is not None:
            return
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(timeout=20)
