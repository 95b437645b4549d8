"""What happens in a call because time passes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from santa_core.domain.calls import EndReason, Floor, Listen
from santa_core.services.call_timers import CallTimers

START = datetime(2025, 12, 1, 9, 0, tzinfo=UTC)
GOODBYE = "Goodbye, Emma! Ho ho ho!"  # 24 characters: 2 s to say, and a margin of 4 s


def at(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def timers(*, cap_seconds: int = 600, listen: Listen = Listen.VOICE, connected: bool = True) -> CallTimers:
    made = CallTimers(started_at=START, cap_seconds=cap_seconds, listen=listen, goodbye=GOODBYE)
    if connected:
        made.connected(START)
    return made


def due(t: CallTimers, seconds: float, *, floor: Floor = Floor.LISTENING, live: bool = True) -> object:
    t.link_heard(at(seconds))
    return t.due(at(seconds), live=live, floor=floor)


def test_nothing_is_due_in_a_lively_call() -> None:
    assert due(timers(), 5) is None


def test_a_link_silent_for_15_seconds_is_a_lost_browser() -> None:
    t = timers()
    assert t.due(at(14.9), live=True, floor=Floor.SPEAKING) is None
    assert t.due(at(15), live=True, floor=Floor.SPEAKING) is EndReason.LINK_LOST


def test_a_browser_that_never_shows_a_picture_ends_the_call_after_30_seconds() -> None:
    t = timers(connected=False)
    assert due(t, 29, live=False) is None
    assert due(t, 30, live=False) is EndReason.NEVER_CONNECTED


def test_a_browser_that_never_opened_its_link_never_connected() -> None:
    assert timers(connected=False).due(at(15), live=False, floor=Floor.LISTENING) is EndReason.NEVER_CONNECTED


def test_the_child_is_warned_a_minute_before_the_cap_once() -> None:
    t = timers()
    t.santa_active(at(539))
    assert due(t, 540, floor=Floor.SPEAKING) == "cap_warning"
    assert due(t, 541, floor=Floor.SPEAKING) is None


def test_santa_says_goodbye_before_the_cap_and_the_call_ends_when_he_has() -> None:
    t = timers(cap_seconds=60)
    t.child_active(at(53))
    assert due(t, 53.9) is None
    assert due(t, 54) == "goodbye"
    t.santa_active(at(54))
    assert due(t, 55, floor=Floor.SPEAKING) is None
    assert due(t, 57) is EndReason.CAP


def test_goodbye_waits_for_santas_sentence_but_not_until_it_is_too_late() -> None:
    t = timers(cap_seconds=60)
    t.santa_active(at(54))
    assert due(t, 54, floor=Floor.SPEAKING) is None
    assert due(t, 56, floor=Floor.SPEAKING) == "goodbye"


def test_the_cap_stands_even_if_the_goodbye_is_not_over() -> None:
    t = timers(cap_seconds=60)
    t.child_active(at(53))
    assert due(t, 54) == "goodbye"
    assert due(t, 60, floor=Floor.SPEAKING) is EndReason.CAP


def test_a_silent_child_is_asked_after_12_seconds_a_typing_one_after_45() -> None:
    assert due(timers(), 11.9) is None
    assert due(timers(), 12) == "silence"
    assert due(timers(listen=Listen.TYPING), 44) is None
    assert due(timers(listen=Listen.TYPING), 45) == "silence"


def test_nobody_is_asked_while_the_child_is_speaking() -> None:
    t = timers()
    t.child_began()
    assert due(t, 20) is None


def test_an_avatar_that_does_not_say_its_line_is_noticed_after_30_seconds() -> None:
    t = timers()
    t.santa_active(at(10))
    assert due(t, 39, floor=Floor.THINKING) is None
    assert due(t, 40, floor=Floor.THINKING) == "stuck"


def test_how_long_the_child_has_done_nothing() -> None:
    t = timers()
    t.child_began()
    t.child_stopped(at(10))
    assert t.seconds_since_the_child(at(11)) == 1
    assert due(t, 21.9) is None
    assert due(t, 22) == "silence"
