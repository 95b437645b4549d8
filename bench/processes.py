"""The programs that are measured, each in a process of its own on a port of the benchmark's."""

from __future__ import annotations

import contextlib
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

PROJECT = Path(__file__).parents[1]
STUDIO_PORT = 8960
LANGUAGE_MODEL_PORT = 8961
EMULATOR_PORT = 8962
START_SECONDS = 60.0
STOP_SECONDS = 20.0


@contextlib.contextmanager
def running(module: str, *arguments: str, port: int) -> Iterator[int]:
    """`python -m module ...` until the block ends; yields its process id once `port` answers.

    Raises RuntimeError with its last words if it does not start."""
    if _answers(port):
        raise RuntimeError(f"Port {port} is taken by another program: stop it, then measure again.")
    with tempfile.TemporaryFile() as words:
        process = subprocess.Popen(
            [sys.executable, "-m", module, *arguments], cwd=PROJECT, stdout=words, stderr=words
        )
        try:
            _wait_for(process, port, words.fileno())
            yield process.pid
        finally:
            process.terminate()
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(STOP_SECONDS)


def _wait_for(process: subprocess.Popen[bytes], port: int, words: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not _answers(port):
        if process.poll() is not None or time.monotonic() > deadline:
            with open(words, "rb", closefd=False) as said:
                said.seek(0)
                last = said.read()[-2_000:].decode(errors="replace")
            raise RuntimeError(f"{process.args!r} does not answer on port {port}. It said: {last}")
        time.sleep(0.1)


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1.0)
        return probe.connect_ex(("127.0.0.1", port)) == 0
