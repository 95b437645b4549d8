"""python -m bench [benchmark ...]: measures, prints a table, writes bench/results/<benchmark>.json."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from importlib import import_module

from bench.machine import describe_machine, load_average
from bench.report import Outcome, table, write

# In the order in which they run; each is a module with run() -> Outcome, imported only when wanted.
BENCHMARKS = (
    "turn_overhead",
    "transcription_overhead",
    "first_frame",
    "lip_sync",
    "emulator_cpu",
    "emulator_capacity",
    "spoken_ears",
    "spoken_call",
    "suite_wall_clock",
)
KNOWN = ", ".join(BENCHMARKS)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("only", nargs="*", metavar="benchmark", help=f"of {KNOWN}; default: all")
    wanted = parser.parse_args(arguments).only or BENCHMARKS
    unknown = set(wanted) - set(BENCHMARKS)
    if unknown:
        print(f"There is no benchmark {', '.join(sorted(unknown))}. Known: {KNOWN}", file=sys.stderr)
        return 2
    machine = describe_machine()
    outcomes = []
    for name in wanted:
        print(f"{name} ... (load average {load_average()})", flush=True)
        run: Callable[[], Outcome] = import_module(f"bench.{name}").run
        outcomes.append(run())
        write(outcomes[-1], machine=machine, at=datetime.now(UTC))
    print()
    print(table(outcomes))
    return 0


if __name__ == "__main__":
    sys.exit(main())
