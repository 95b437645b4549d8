"""docs/reliability.md says what the code does."""

from __future__ import annotations

from tests.faults.promises import MEND_SECONDS
from tests.faults.report import PAGE, endings_table, written
from tests.faults.vendors import VENDORS


def test_the_endings_are_those_of_the_code() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert written(page, "endings", endings_table()) == page, "run python -m tests.faults.report"


def test_the_promise_for_a_vendor_that_answers_again_is_the_one_that_is_tested() -> None:
    assert f"within {MEND_SECONDS:.0f} s of its first answer" in PAGE.read_text(encoding="utf-8")


def test_every_call_of_a_vendor_has_its_row() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for vendor in VENDORS:
        for call in vendor.calls:
            assert f"| {vendor.avatar} | {call.name} |" in page
