"""How many 480p calls this machine holds, all avatars speaking, before somebody hears a gap."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bench.cpu_time import CpuMeter, OthersMeter, wait_until_we_are_quiet
from bench.emulator_client import emulator_alone, emulator_client, receivers_process, speaking
from bench.figures import Figures, figures_of
from bench.machine import Conditions
from bench.report import Outcome, Row, milliseconds, per_cent

MOST_CALLS = 10
AIM_CALLS = 6
GAP_LIMIT_MS = 60.0
WINDOW_SECONDS = 20.0
TRIES = 3  # a gap may be another program's: a number of calls fails when no try is without one
SETTLING_SECONDS = 3.0


@dataclass(frozen=True)
class Window:
    """One try with `calls` calls. CPU in percent of one core; None where it cannot be read."""

    calls: int
    gaps_ms: Figures
    over_limit: int  # gaps longer than the limit, of all receivers together
    lost: int
    receivers_lateness_ms: float
    emulator_cpu: float | None
    receivers_cpu: float | None
    others_cpu: float | None

    @property
    def passed(self) -> bool:
        return self.gaps_ms.max <= GAP_LIMIT_MS and self.lost == 0


def run() -> Outcome:
    conditions = Conditions()
    with emulator_alone(calls=MOST_CALLS) as pid:
        windows = asyncio.run(_measure(pid))
    return outcome_of(windows, conditions=conditions.as_json())


async def _measure(pid: int) -> list[Window]:
    windows: list[Window] = []
    async with emulator_client() as client, receivers_process() as receivers:
        await client.stop(await client.open(quality="medium"))
        await asyncio.to_thread(wait_until_we_are_quiet)
        sessions = []
        for calls in range(1, MOST_CALLS + 1):
            sessions.append(await client.open(quality="medium"))
            await receivers.join(sessions[-1])
            async with speaking(client, *sessions):
                for _ in range(TRIES):
                    await asyncio.sleep(SETTLING_SECONDS)
                    others = OthersMeter()
                    meters = CpuMeter(pid), CpuMeter(receivers.pid)
                    seen = await receivers.window(WINDOW_SECONDS)
                    emulator_cpu, receivers_cpu = (meter.percent() for meter in meters)
                    windows.append(
                        window_of(
                            seen,
                            calls=calls,
                            emulator_cpu=emulator_cpu,
                            receivers_cpu=receivers_cpu,
                            others_cpu=others.percent(),
                        )
                    )
                    print(f"  {describe(windows[-1])}", flush=True)
                    if windows[-1].passed:
                        break
            if not windows[-1].passed:
                break
        for session in sessions:
            await client.stop(session)
    return windows


def window_of(
    seen: dict[str, Any],
    *,
    calls: int,
    emulator_cpu: float | None,
    receivers_cpu: float | None,
    others_cpu: float | None,
) -> Window:
    """Raises RuntimeError if a receiver heard next to nothing: then nothing was measured."""
    least = WINDOW_SECONDS * 50 / 2
    if len(seen["sound_packets"]) != calls or min(seen["sound_packets"]) < least:
        raise RuntimeError(f"{calls} receivers should each hear 50 packets a second: {seen['sound_packets']}")
    return Window(
        calls=calls,
        gaps_ms=figures_of(seen["gaps_ms"]),
        over_limit=sum(gap > GAP_LIMIT_MS for gap in seen["gaps_ms"]),
        lost=seen["lost"],
        receivers_lateness_ms=seen["own_lateness_ms"],
        emulator_cpu=emulator_cpu,
        receivers_cpu=receivers_cpu,
        others_cpu=others_cpu,
    )


def most_calls(windows: Sequence[Window]) -> int:
    """The largest number of calls that was held, with all smaller ones held too."""
    passed = {window.calls for window in windows if window.passed}
    most = 0
    while most + 1 in passed:
        most += 1
    return most


def describe(window: Window) -> str:
    gaps = window.gaps_ms
    return (
        f"{window.calls} calls: gaps p50 {gaps.p50:.1f}, p99 {gaps.p99:.1f}, max {gaps.max:.1f} ms; "
        f"emulator {per_cent(window.emulator_cpu)}, receivers {per_cent(window.receivers_cpu)}, "
        f"others {per_cent(window.others_cpu)} of a core"
    )


def outcome_of(windows: Sequence[Window], *, conditions: dict[str, Any]) -> Outcome:
    most = most_calls(windows)
    figures = {"most_calls": most, "windows": [_as_json(window) for window in windows]}
    held = [window for window in windows if window.calls == most and window.passed]
    rows = [
        Row(f"480p calls without a gap over {GAP_LIMIT_MS:.0f} ms", _at_least(most), "6", most >= AIM_CALLS)
    ]
    for window in held:
        gaps = window.gaps_ms
        rows.append(
            Row(
                f"gaps with {most} calls: p50, p99, max",
                ", ".join(milliseconds(value) for value in (gaps.p50, gaps.p99, gaps.max)),
            )
        )
        rows.append(Row(f"emulator's CPU with {most} calls, % of a core", per_cent(window.emulator_cpu)))
    setting = {
        "quality": "480p",
        "gap_limit_ms": GAP_LIMIT_MS,
        "window_seconds": WINDOW_SECONDS,
        "tries_per_number": TRIES,
        "most_tried": MOST_CALLS,
    }
    return Outcome("emulator_capacity", figures, rows, conditions, setting)


def _at_least(most: int) -> str:
    return f"{most} or more" if most == MOST_CALLS else str(most)


def _as_json(window: Window) -> dict[str, Any]:
    def rounded(value: float | None) -> float | None:
        return None if value is None else round(value, 1)

    return {
        "calls": window.calls,
        "passed": window.passed,
        "gaps_ms": window.gaps_ms.as_json(),
        "gaps_over_limit": window.over_limit,
        "lost_packets": window.lost,
        "receivers_own_lateness_ms": window.receivers_lateness_ms,
        "cpu_percent_of_one_core": {
            "emulator": rounded(window.emulator_cpu),
            "receivers": rounded(window.receivers_cpu),
            "other_programs": rounded(window.others_cpu),
        },
    }
