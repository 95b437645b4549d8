"""What one call costs the emulator, alone in its process: at each quality, Santa silent and speaking."""

from __future__ import annotations

import asyncio
from dataclasses import asdict, dataclass
from typing import Any

from bench.cpu_time import NOT_HERE, CpuMeter, available, wait_until_we_are_quiet
from bench.emulator_client import (
    EmulatorClient,
    ReceiversProcess,
    emulator_alone,
    emulator_client,
    receivers_process,
    speaking,
)
from bench.machine import Conditions
from bench.report import Outcome, Row, per_cent

QUALITIES = {"high": "720p", "medium": "480p", "low": "360p"}
WINDOW_SECONDS = 15.0
SETTLING_SECONDS = 3.0  # connecting, the key frame, the first synthesis


@dataclass(frozen=True)
class Cost:
    """Percent of one core."""

    nobody: float | None  # the process without any call, for comparison
    idle: float | None
    speaking: float | None


def run() -> Outcome:
    conditions = Conditions()
    with emulator_alone(calls=1) as pid:
        costs = asyncio.run(_measure(pid))
    return outcome_of(costs, conditions=conditions.as_json())


async def _measure(pid: int) -> dict[str, Cost]:
    async with emulator_client() as client, receivers_process() as receivers:
        # A first session of each quality makes it ready, whatever the machine's speed.
        for quality in QUALITIES:
            await client.stop(await client.open(quality=quality))
        await asyncio.to_thread(wait_until_we_are_quiet)
        nobody = await _cpu(pid, receivers)
        return {quality: await _one(client, receivers, pid, quality, nobody) for quality in QUALITIES}


async def _one(
    client: EmulatorClient, receivers: ReceiversProcess, pid: int, quality: str, nobody: float | None
) -> Cost:
    session = await client.open(quality=quality)
    await receivers.join(session)
    await asyncio.sleep(SETTLING_SECONDS)
    idle = await _cpu(pid, receivers, receiving=True)
    async with speaking(client, session):
        await asyncio.sleep(SETTLING_SECONDS)
        spoke = await _cpu(pid, receivers, receiving=True)
    await client.stop(session)
    return Cost(nobody, idle, spoke)


async def _cpu(pid: int, receivers: ReceiversProcess, *, receiving: bool = False) -> float | None:
    meter = CpuMeter(pid)
    seen = await receivers.window(WINDOW_SECONDS)
    if receiving != (seen["video_packets"] > 0):
        raise RuntimeError(
            f"{seen['video_packets']} packets of video came, so this is not what was to be measured"
        )
    return meter.percent()


def outcome_of(costs: dict[str, Cost], *, conditions: dict[str, Any]) -> Outcome:
    figures: dict[str, Any] = {
        quality: {name: None if value is None else round(value, 1) for name, value in asdict(cost).items()}
        for quality, cost in costs.items()
    }
    if not available():
        figures["note"] = NOT_HERE
    rows = [
        Row(
            f"{QUALITIES[quality]}, one call, % of a core: idle, speaking",
            f"{per_cent(c.idle)}, {per_cent(c.speaking)}",
        )
        for quality, c in costs.items()
    ]
    setting = {"window_seconds": WINDOW_SECONDS, "unit": "percent of one core", "frames_per_second": 25}
    return Outcome("emulator_cpu", figures, rows, conditions, setting)
