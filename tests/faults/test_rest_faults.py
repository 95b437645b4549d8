"""Whatever a vendor's REST does to us: no meter runs on, the log is true, the person reads what helps.

Each call that the studio makes of a vendor in a call's life, with each fault, from before Start until a
while after the end; then again with the work done and only its answer spoilt; then, for those that open and
close, with a fault that never passes.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from santa_core.domain.calls import CallState, EndReason
from tests.faults.promises import MEND_SECONDS
from tests.faults.rest_story import KINDS, UNKNOWN_OUTCOMES, Outcome, live_through
from tests.faults.secrets import Leaks
from tests.faults.vendors import LIVEAVATAR, VENDORS, RestCall, Vendor
from tests.faults.virtual_time import run


@dataclass(frozen=True)
class Case:
    vendor: Vendor
    call: RestCall
    kind: str
    acts: bool = False
    passes: bool = True

    def __str__(self) -> str:
        done = "-but-done" if self.acts else ""
        lasts = "" if self.passes else "-for-ever"
        name = self.call.name.replace(" ", "_")
        return f"{self.vendor.avatar.value}-{name}-{self.kind}{done}{lasts}"

    @property
    def is_a_lie(self) -> bool:
        """A session was opened and the answer says that it was refused: only its own timer can end it, as
        any that was found might be somebody else's."""
        return self.acts and self.call is self.vendor.opens and self.kind.startswith("4")

    def outcome(self) -> Outcome:
        return run(
            lambda: live_through(self.vendor, self.call, self.kind, acts=self.acts, passes=self.passes)
        )


def all_cases() -> Iterator[Case]:
    for vendor in VENDORS:
        for call in vendor.calls:
            for kind in KINDS:
                yield Case(vendor, call, kind)
                is_meter = call in (vendor.opens, vendor.closes)
                may_be_done = kind != "refused" if is_meter else kind in UNKNOWN_OUTCOMES
                if call.acts and may_be_done:
                    yield Case(vendor, call, kind, acts=True)
                if is_meter:
                    yield Case(vendor, call, kind, passes=False)


@pytest.mark.parametrize("case", list(all_cases()), ids=str)
def test_no_meter_runs_on_and_the_person_knows(case: Case, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    outcome = case.outcome()

    assert outcome.struck > 0, "the fault met nobody: this case proves nothing"
    _the_vendor_is_empty_in_time(case, outcome)
    _the_record_is_true(outcome)
    _the_person_has_read_what_helps(outcome)
    leaks = Leaks(outcome.secrets)
    leaks.in_log(caplog.records)
    leaks.in_text(outcome.answer)
    assert outcome.next_call_opened


@pytest.mark.parametrize("kind", ["refused", "500"])
def test_after_a_long_outage_the_meter_stops_soon(kind: str) -> None:
    # Tries are then a minute apart. Longer than this no vendor of ours keeps a session that nobody keeps.
    outcome = run(lambda: live_through(LIVEAVATAR, LIVEAVATAR.closes, kind, endures_seconds=200))
    assert outcome.after_fault_seconds is not None
    assert 0 < outcome.after_fault_seconds <= MEND_SECONDS
    _the_record_is_true(outcome)


def _the_vendor_is_empty_in_time(case: Case, outcome: Outcome) -> None:
    if outcome.sessions == 0:
        return
    assert outcome.end_seconds is not None, "a session is open for ever"
    if case.passes and not case.is_a_lie:
        assert outcome.after_fault_seconds is not None
        assert outcome.after_fault_seconds <= MEND_SECONDS
    else:
        assert outcome.end_seconds <= case.vendor.own_end_seconds


def _the_record_is_true(outcome: Outcome) -> None:
    record = outcome.record
    if record is None:  # refused before anything was asked for
        assert not outcome.opened
        assert outcome.sessions == 0
        return
    assert record.state is CallState.ENDED
    assert record.end_reason is not None
    assert (record.end_reason is EndReason.OPEN_FAILED) is not outcome.opened
    assert (record.bill is not None) is outcome.opened


def _the_person_has_read_what_helps(outcome: Outcome) -> None:
    assert outcome.sentences
    last = outcome.sentences[-1]
    assert len(last) > 10
    assert last.endswith(".")
    assert "<" not in last
