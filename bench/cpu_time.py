"""CPU time of processes and of the whole machine, read from /proc: Linux only, None elsewhere."""

from __future__ import annotations

import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")
NOT_HERE = "not measured: CPU times are read from /proc, which only Linux has"


@dataclass(frozen=True)
class ProcessTimes:
    """`own` seconds of CPU of the process; `reaped` those of its children that have ended."""

    parent: int
    own: float
    reaped: float


def available() -> bool:
    return sys.platform == "linux"


def parse_process(stat: str, *, ticks_per_second: int) -> ProcessTimes:
    """A line of /proc/<pid>/stat. The name in brackets may itself hold spaces and brackets."""
    fields = stat.rpartition(")")[2].split()
    user, system, reaped_user, reaped_system = (int(field) for field in fields[11:15])
    return ProcessTimes(
        parent=int(fields[1]),
        own=(user + system) / ticks_per_second,
        reaped=(reaped_user + reaped_system) / ticks_per_second,
    )


def parse_machine(stat: str, *, ticks_per_second: int) -> float:
    """The first line of /proc/stat -> seconds in which a core was busy, summed over all cores."""
    user, nice, system, _idle, _waiting, irq, softirq, *stolen = (int(f) for f in stat.split()[1:9])
    return (user + nice + system + irq + softirq + sum(stolen)) / ticks_per_second


def tree_seconds(root: int, processes: dict[int, ProcessTimes]) -> float:
    """CPU seconds of `root` and everything it started, ended or not."""
    children: dict[int, list[int]] = {}
    for pid, times in processes.items():
        children.setdefault(times.parent, []).append(pid)
    waiting, seconds = [root], 0.0
    while waiting:
        pid = waiting.pop()
        if pid in processes:
            seconds += processes[pid].own + processes[pid].reaped
            waiting += children.get(pid, [])
    return seconds


def cpu_seconds_of(root: int) -> float | None:
    if not available():
        return None
    return tree_seconds(root, _all_processes())


def machine_seconds() -> float | None:
    if not available():
        return None
    first = (PROC / "stat").read_text().splitlines()[0]
    return parse_machine(first, ticks_per_second=_ticks())


class CpuMeter:
    """Percent of one core that a process tree used since the meter was made."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._began = time.monotonic()
        self._before = cpu_seconds_of(pid)

    def percent(self) -> float | None:
        after = cpu_seconds_of(self._pid)
        if after is None or self._before is None:
            return None
        return (after - self._before) / (time.monotonic() - self._began) * 100


class OthersMeter:
    """What everything else on the machine took meanwhile, in percent of one core: how quiet it was."""

    def __init__(self) -> None:
        self._ours = CpuMeter(os.getpid())
        self._began = time.monotonic()
        self._before = machine_seconds()

    def percent(self) -> float | None:
        after, ours = machine_seconds(), self._ours.percent()
        if after is None or self._before is None or ours is None:
            return None
        return max(0.0, (after - self._before) / (time.monotonic() - self._began) * 100 - ours)


QUIET_PERCENT = 12.0
QUIET_FOR_SECONDS = 2.0
LOUD_AT_MOST_SECONDS = 60.0


def wait_until_we_are_quiet() -> None:
    """Until all that this process started is ready and idles; elsewhere than on Linux for as long as that
    takes on a slow machine. What still warms up would be measured along."""
    if not available():
        time.sleep(LOUD_AT_MOST_SECONDS / 2)
        return
    deadline = time.monotonic() + LOUD_AT_MOST_SECONDS
    while time.monotonic() < deadline:
        meter = CpuMeter(os.getpid())
        time.sleep(QUIET_FOR_SECONDS)
        if (meter.percent() or 0.0) < QUIET_PERCENT:
            return


def _all_processes() -> dict[int, ProcessTimes]:
    found = {}
    for entry in PROC.iterdir():
        if entry.name.isdecimal():
            try:
                stat = (entry / "stat").read_text()
            except (FileNotFoundError, ProcessLookupError):
                continue  # it ended between the listing and the look
            found[int(entry.name)] = parse_process(stat, ticks_per_second=_ticks())
    return found


def _ticks() -> int:
    return os.sysconf("SC_CLK_TCK")
