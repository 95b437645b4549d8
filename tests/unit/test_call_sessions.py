"""The sessions a call ran through, and in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from santa_core.domain.billing import estimate
from santa_core.domain.call_sessions import sessions_in_words, sessions_of
from santa_core.domain.calls import Avatar, CallRecord, CallState, Quality, VendorSession
from santa_core.domain.rate_cards import card_for
from tests.fakes.samples import a_plan

NOON = datetime(2026, 12, 20, 12, tzinfo=UTC)
ONE_SESSION = CallRecord(
    call_id="call",
    plan=a_plan(),
    staff_name="Ann",
    state=CallState.ENDED,
    created_at=NOON,
    session_id="last",
    quality=Quality.LOW,
    started_at=NOON,
    ended_at=NOON + timedelta(seconds=105),
)
FIRST = VendorSession(
    "first",
    Quality.HIGH,
    NOON,
    NOON + timedelta(seconds=40),
    estimate(avatar=Avatar.HEYGEN, seconds=40, card=card_for(Avatar.HEYGEN, NOON)),
)
TWO_SESSIONS = replace(ONE_SESSION, earlier_sessions=(FIRST,), session_opened_at=NOON + timedelta(seconds=45))


def words(record: CallRecord) -> str | None:
    return sessions_in_words(record, length=lambda seconds: f"{seconds:g} s")


def test_the_sessions_follow_each_other_and_the_last_ends_with_the_call() -> None:
    first, last = sessions_of(TWO_SESSIONS)
    assert (first.session_id, first.quality, first.seconds) == ("first", Quality.HIGH, 40)
    assert (last.session_id, last.quality, last.seconds) == ("last", Quality.LOW, 60)
    assert words(TWO_SESSIONS) == "2 sessions: 40 s in high quality, then 60 s in low quality"


def test_the_only_session_began_with_the_call() -> None:
    (only,) = sessions_of(ONE_SESSION)
    assert (only.opened_at, only.seconds) == (NOON, 105)
    assert words(ONE_SESSION) is None, "one session is nothing to tell"


def test_a_call_that_was_not_opened_has_none() -> None:
    refused = replace(ONE_SESSION, session_id=None, started_at=None)
    assert sessions_of(refused) == ()
    assert words(refused) is None


def test_a_session_that_runs_is_still_open() -> None:
    running = replace(TWO_SESSIONS, ended_at=None, state=CallState.LIVE)
    assert words(running) == "2 sessions: 40 s in high quality, then still open in low quality"


def test_a_call_whose_second_session_could_not_be_opened_says_so() -> None:
    broken = replace(TWO_SESSIONS, session_id=None, session_opened_at=None)
    assert words(broken) == "1 session, the next could not be opened: 40 s in high quality"
    changing = replace(broken, state=CallState.LIVE, ended_at=None)
    assert words(changing) == "1 session, the next is being opened: 40 s in high quality"


def test_a_quality_that_is_not_known_and_a_clock_that_went_backwards_spoil_nothing() -> None:
    backwards = replace(FIRST, quality=None, closed_at=NOON - timedelta(seconds=1))
    assert words(replace(TWO_SESSIONS, earlier_sessions=(backwards,))) == (
        "2 sessions: 0 s, then 60 s in low quality"
    )
