"""The vendors, played by the emulator in a process of its own: it outlives the studio and can be asked."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import httpx

from tests.browser.studio_process import PROJECT, free_port, wait_until

VENDOR_KEY = "vendor-key-of-these-tests"


class VendorProcess:
    """Its key opens HeyGen's and LiveAvatar's API alike."""

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self._http = httpx.Client(base_url=self.url, headers={"X-Api-Key": VENDOR_KEY}, timeout=10)

    @property
    def sessions(self) -> list[str]:
        """The ids of all that are open: the meters that run."""
        status = self._http.get("/control").raise_for_status().json()
        return [session["session_id"] for session in status["sessions"]]

    def spoil(self, *faults: dict[str, object]) -> None:
        """See santa_core/emulator/rest_faults.py; none clears them."""
        self._http.post("/control/rest-faults", json=list(faults)).raise_for_status()

    def struck(self) -> int:
        return sum(fault["struck"] for fault in self._http.get("/control/rest-faults").json())

    def disconnect_all(self) -> None:
        for session in self.sessions:
            self._http.post(f"/control/sessions/{session}/disconnect", json={}).raise_for_status()

    def answers(self) -> bool:
        try:
            return self.sessions == []
        except httpx.TransportError:
            return False

    def close(self) -> None:
        self._http.close()


@contextmanager
def vendor_process(options: Sequence[str] = ()) -> Iterator[VendorProcess]:
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "santa_core.emulator", "--port", str(port), "--api-key", VENDOR_KEY, *options],
        cwd=PROJECT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    vendor = VendorProcess(port)
    try:
        wait_until("the vendor to answer", vendor.answers, seconds=60)
        yield vendor
    finally:
        vendor.close()
        process.kill()
        process.wait(timeout=20)
