"""What docs/reliability.md promises, in seconds; the tests of this folder hold the studio to it."""

from __future__ import annotations

from collections.abc import Collection

from santa_core.domain.calls import EndReason
from santa_core.services.call_timers import LINK_SILENCE_SECONDS
from tests.faults.moment_story import SLOW_SECONDS, Disaster, Moment

# The longest pause between two tries, the reaper's round, and the way.
MEND_SECONDS = 70.0  # after the vendor answers again, every session of an ended call is closed
AT_ONCE_SECONDS = 1.0  # a clock that looks four times a second, and the way to the vendor

_GONE = (Disaster.BROWSER_KILLED, Disaster.LINK_CUT)


def promised_seconds(moment: Moment, disaster: Disaster) -> float:
    """From the disaster until the vendor has no session of the call; of a vendor that answers, in the moments
    that are long because it does not, once it has answered."""
    if disaster is Disaster.VENDOR_DISCONNECT and moment is not Moment.REOPENING:
        return 0.0  # it has ended the session itself
    slow = SLOW_SECONDS if moment in (Moment.OPENING, Moment.REOPENING, Moment.ENDING) else 0.0
    if moment in (Moment.OPENING, Moment.ENDING) or disaster is Disaster.SERVER_STOPPED:
        return slow + AT_ONCE_SECONDS
    if disaster in _GONE:
        return slow + LINK_SILENCE_SECONDS + AT_ONCE_SECONDS
    return slow + AT_ONCE_SECONDS


def reasons(moment: Moment, disaster: Disaster) -> Collection[EndReason]:
    """What the log may say of it: the first that asked for the end stands."""
    if moment is Moment.ENDING:
        return {EndReason.USER}
    if disaster is Disaster.SERVER_STOPPED:
        return {EndReason.SERVER_STOPPED}
    if moment is Moment.OPENING and disaster is not Disaster.VENDOR_DISCONNECT:
        return {EndReason.PAGE_CLOSED}  # the request was hung up
    if moment in (Moment.OPENING, Moment.CONNECTING) and disaster is not Disaster.TAB_CLOSED:
        return {EndReason.NEVER_CONNECTED}
    if moment is Moment.REOPENING and disaster is Disaster.VENDOR_DISCONNECT:
        return {EndReason.USER}  # it goes on, until somebody ends it
    match disaster:
        case Disaster.TAB_CLOSED:
            return {EndReason.PAGE_CLOSED}
        case Disaster.VENDOR_DISCONNECT:
            return {EndReason.PROVIDER_ERROR, EndReason.NETWORK_ERROR}
        case _:
            return {EndReason.LINK_LOST}
