"""Whatever happens in whatever moment of a call: its meter stops in time, and the log says why.

Killed servers are in tests/process/test_a_killed_studio.py: there a process must really die.
"""

from __future__ import annotations

import logging

import pytest

from santa_core.domain.calls import CallState
from tests.faults.moment_story import Disaster, Moment, suffer
from tests.faults.promises import promised_seconds, reasons
from tests.faults.secrets import Leaks
from tests.faults.vendors import VENDORS, Vendor
from tests.faults.virtual_time import run

CASES = [
    (vendor, moment, disaster)
    for vendor in VENDORS
    for moment in Moment
    for disaster in Disaster
    # Without a session there is nothing to disconnect.
    if vendor.bills_at_opening or (moment, disaster) != (Moment.OPENING, Disaster.VENDOR_DISCONNECT)
]


def named(case: tuple[Vendor, Moment, Disaster]) -> str:
    vendor, moment, disaster = case
    return f"{vendor.avatar}-{moment}-{disaster}".replace(" ", "_")


@pytest.mark.parametrize(("vendor", "moment", "disaster"), CASES, ids=map(named, CASES))
def test_the_meter_stops_in_time_and_the_log_says_why(
    vendor: Vendor, moment: Moment, disaster: Disaster, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    after = run(lambda: suffer(vendor, moment, disaster))

    if vendor.bills_at_opening or moment is not Moment.OPENING:
        assert after.sessions > 0
        assert after.empty_seconds is not None, "a session is open for ever"
        assert after.empty_seconds <= promised_seconds(moment, disaster)
    else:
        assert after.sessions == 0, "a call that nobody came to began a session"
    assert after.record is not None
    assert after.record.state is CallState.ENDED
    assert after.record.end_reason in reasons(moment, disaster)
    assert after.record.bill is not None
    if disaster in (Disaster.SERVER_STOPPED, Disaster.VENDOR_DISCONNECT):  # somebody is there to read
        assert after.sentences
        assert after.sentences[-1].endswith(".")
    Leaks(after.secrets).in_log(caplog.records)
    assert after.next_call_opened in (True, None)
