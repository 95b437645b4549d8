"""What the figures were measured on: enough to judge them, nothing that names the machine."""

from __future__ import annotations

import os
import platform
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

from bench.cpu_time import OthersMeter


def describe_machine() -> dict[str, Any]:
    return {
        "cores": os.cpu_count(),
        "processor": _processor(),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "chromium": chromium_version(),
    }


def chromium_version() -> str | None:
    """Of the Chromium that Debian ships; None where there is none, as with Playwright's own."""
    program = shutil.which("chromium")
    if program is None:
        return None
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout
    version = re.search(r"\d+(\.\d+)+", said)
    return version.group() if version else None


class Conditions:
    """How quiet the machine was: made before a measurement, read after it."""

    def __init__(self) -> None:
        self._load_before = load_average()
        self._others = OthersMeter()

    def as_json(self) -> dict[str, Any]:
        others = self._others.percent()
        return {
            "load_average_before": self._load_before,
            "load_average_after": load_average(),
            "niceness": niceness(),
            "other_programs_cpu_percent_of_one_core": None if others is None else round(others, 1),
        }


def load_average() -> float | None:
    """Of the last minute; Windows keeps none."""
    try:
        return round(os.getloadavg()[0], 2)
    except (AttributeError, OSError):
        return None


def niceness() -> int | None:
    """Below 0 the benchmark and what it started went before other programs; None where there is no such
    thing. Linux on a desktop or a shared machine weighs sessions first ("autogroups"), then processes."""
    try:
        session = Path("/proc/self/autogroup").read_text()
    except OSError:
        return os.nice(0) if hasattr(os, "nice") else None
    return int(session.split()[-1])


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor()
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.processor())
