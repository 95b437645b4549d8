"""A sound device that makes no sound, for browsers that need one to keep time: PulseAudio's null sink."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from pathlib import Path

PROGRAM = shutil.which("pulseaudio")
START_SECONDS = 15.0


def has_pulseaudio() -> bool:
    return PROGRAM is not None


class SoundDevice:
    """`environment`: what a program needs to find it. PULSE_SERVER, if somebody set it, is taken instead."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None
        self.environment: dict[str, str] = {}

    def __enter__(self) -> SoundDevice:
        if "PULSE_SERVER" in os.environ:
            return self
        assert PROGRAM is not None, "apt install pulseaudio"
        socket = self._folder / "native"
        home = {"HOME": str(self._folder), "XDG_RUNTIME_DIR": str(self._folder)}
        modules = (
            "module-null-sink sink_name=out rate=48000",
            "module-remap-source master=out.monitor source_name=microphone",
            f"module-native-protocol-unix auth-anonymous=1 socket={socket}",
        )
        command = [PROGRAM, "-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no"]
        for module in modules:
            command += ["-L", module]
        output = (self._folder / "pulseaudio.txt").open("wb")
        self._process = subprocess.Popen(
            command, env={**os.environ, **home}, stdout=output, stderr=subprocess.STDOUT
        )
        output.close()
        deadline = time.monotonic() + START_SECONDS
        while not socket.exists():
            said = (self._folder / "pulseaudio.txt").read_text(errors="replace")
            assert self._process.poll() is None and time.monotonic() < deadline, said
            time.sleep(0.05)
        self.environment = {"PULSE_SERVER": f"unix:{socket}"}
        return self

    def __exit__(self, *_: object) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait(20)
