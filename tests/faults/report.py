"""python -m tests.faults.report: lives through the whole matrix and writes its figures into
docs/reliability.md, each table between its two markers. Takes a minute or two."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Iterable
from pathlib import Path

from santa_core.domain.endings import ENDINGS
from tests.faults.moment_story import Aftermath, Disaster, Moment, suffer
from tests.faults.rest_story import Outcome
from tests.faults.test_moments import CASES
from tests.faults.test_rest_faults import Case, all_cases
from tests.faults.vendors import VENDORS, Vendor
from tests.faults.virtual_time import run

PAGE = Path(__file__).parents[2] / "docs" / "reliability.md"


def endings_table() -> str:
    again = {None: "", "same": "yes", "lower_quality": "yes, with a lower quality"}
    rows = (
        (f"`{reason}`", ending.logged, ending.sentence, again[ending.try_again])
        for reason, ending in ENDINGS.items()
    )
    return _table(("reason", "the log says", "the person reads", "try again offered"), rows)


def rest_table(lived: Iterable[tuple[Case, Outcome]]) -> str:
    """The worst of all faults of each call."""
    by_call: dict[tuple[Vendor, str], list[tuple[Case, Outcome]]] = {}
    for case, outcome in lived:
        by_call.setdefault((case.vendor, case.call.name), []).append((case, outcome))
    rows = []
    for (vendor, name), cases in by_call.items():
        passing = [o.after_fault_seconds for c, o in cases if c.passes and not c.is_a_lie]
        lies = [o.end_seconds for c, o in cases if c.is_a_lie]
        lasting = [o.end_seconds for c, o in cases if not c.passes]
        rows.append(
            (str(vendor.avatar), name, str(len(cases)), _worst(passing), _worst(lasting), _worst(lies))
        )
    heads = ("vendor", "call", "cases", "fault passes", "fault stays for ever", "refused, yet done")
    return _table(heads, rows)


def moments_table(lived: Iterable[tuple[tuple[Vendor, Moment, Disaster], Aftermath]]) -> str:
    """One row a moment, one column a disaster; the vendors beside each other."""
    seconds: dict[tuple[Moment, Disaster], list[str]] = {}
    for (_, moment, disaster), after in lived:
        shown = "none" if after.empty_seconds is None else f"{after.empty_seconds:.1f}"
        seconds.setdefault((moment, disaster), []).append(shown)
    rows = ((str(m), *(" / ".join(seconds[m, d]) for d in Disaster)) for m in Moment)
    return _table(("moment", *(str(d) for d in Disaster)), rows)


def written(page: str, name: str, table: str) -> str:
    """`page` with this table between its markers. Raises ValueError if it has none."""
    begin, end = f"<!-- {name} -->\n", f"<!-- end of {name} -->"
    pattern = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}", re.DOTALL)
    if not pattern.search(page):
        raise ValueError(f"{PAGE.name} has no place for the table {name}")
    return pattern.sub(lambda _: f"{begin}{table}{end}", page)


def _table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [heads, ("---",) * len(heads), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _worst(seconds: list[float | None]) -> str:
    known = [value for value in seconds if value is not None]
    return f"{max(known):.1f} s" if known else ""


def main() -> int:
    logging.disable(logging.ERROR)  # hundreds of faults on purpose
    rest = [(case, case.outcome()) for case in all_cases()]
    print(f"{len(rest)} REST faults lived through", flush=True)
    moments = [((v, m, d), _suffered(v, m, d)) for v, m, d in CASES]
    print(f"{len(moments)} disasters lived through, {len(VENDORS)} vendors")
    page = PAGE.read_text(encoding="utf-8")
    page = written(page, "endings", endings_table())
    page = written(page, "rest", rest_table(rest))
    page = written(page, "moments", moments_table(moments))
    PAGE.write_text(page, encoding="utf-8")
    return 0


def _suffered(vendor: Vendor, moment: Moment, disaster: Disaster) -> Aftermath:
    return run(lambda: suffer(vendor, moment, disaster))


if __name__ == "__main__":
    sys.exit(main())
