"""Tokens, tariff, timers, silence, sentences, frames and faults: the pure parts."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from santa_core.emulator import room_token
from santa_core.emulator.accounts import TOKEN_VALID_SECONDS, Accounts
from santa_core.emulator.errors import VendorError
from santa_core.emulator.faults import Faults
from santa_core.emulator.options import SessionOptions
from santa_core.emulator.pipecat_frames import (
    SoundFrame,
    TextFrame,
    read_frame,
    write_sound_frame,
    write_text_frame,
)
from santa_core.emulator.sentences import SentenceCutter, in_portions
from santa_core.emulator.session_record import EndReason, SessionRecord, Status
from santa_core.emulator.settings import EmulatorSettings
from santa_core.emulator.silence import SilenceWatch
from santa_core.emulator.tariff import billed_seconds, credits_for, heygen_terms
from santa_core.speech.speaking.timed_silence import TimedSilence
from tests.emulator.doubles import ManualClock

NOW = datetime(2026, 12, 1, tzinfo=UTC)


def record(**options: Any) -> SessionRecord:
    return SessionRecord(
        session_id="s",
        terms=heygen_terms(EmulatorSettings(api_keys=("key",))),
        options=SessionOptions(**options),
        created=NOW,
        created_at=100.0,
        duration_limit_seconds=600,
    )


@pytest.mark.parametrize(
    ("seconds", "credits"),
    [
        (0, "0.1"),  # 30 s minimum: 30 / 60 x 0.2
        (30, "0.1"),
        (30.2, "0.1033"),  # 31 / 60 x 0.2
        (300, "1.0"),  # 5 minutes
    ],
)
def test_a_session_costs_a_fifth_of_a_credit_a_minute(seconds: float, credits: str) -> None:
    assert round(credits_for(seconds), 4) == Decimal(credits)


def test_seconds_are_billed_whole() -> None:
    assert [billed_seconds(seconds) for seconds in (1, 30, 30.01, 61)] == [30, 30, 31, 61]


def test_a_token_is_good_for_one_session() -> None:
    accounts = Accounts(("key",), ManualClock())
    bearer = {"authorization": f"Bearer {accounts.mint_token()}"}
    caller = accounts.caller(bearer)
    accounts.check_unspent(caller)
    accounts.spend(caller, "mine")
    with pytest.raises(VendorError) as refused:
        accounts.check_unspent(caller)
    assert (refused.value.status, refused.value.code) == (401, 400112)
    assert accounts.may_use(caller, "mine")
    assert not accounts.may_use(caller, "another")


@pytest.mark.parametrize(
    "headers", [{}, {"x-api-key": "wrong"}, {"authorization": "Bearer x"}, {"x-api-key": "ключ"}]
)
def test_strangers_are_refused(headers: dict[str, str]) -> None:
    with pytest.raises(VendorError):
        Accounts(("key",), ManualClock()).caller(headers)


async def test_an_unused_token_is_forgotten_after_its_time() -> None:
    clock = ManualClock()
    accounts = Accounts(("key",), clock)
    old = accounts.mint_token()
    await clock.advance(TOKEN_VALID_SECONDS + 1)
    accounts.mint_token()
    with pytest.raises(VendorError):
        accounts.caller({"authorization": f"Bearer {old}"})


def test_a_room_token_names_its_room_until_it_is_altered_or_old() -> None:
    token = room_token.mint(b"secret", room="r", identity="i", now_seconds=1000, valid_seconds=60)
    assert room_token.room_and_identity(b"secret", token, now_seconds=1000) == ("r", "i")
    assert room_token.room_and_identity(b"other", token, now_seconds=1000) is None
    assert room_token.room_and_identity(b"secret", token, now_seconds=1061) is None
    assert room_token.room_and_identity(b"secret", token[:-2] + "AA", now_seconds=1000) is None
    assert room_token.room_and_identity(b"secret", "nonsense", now_seconds=1000) is None
    assert room_token.room_and_identity(b"secret", "", now_seconds=1000) is None


def test_a_session_ends_when_nothing_happened_for_its_idle_timeout() -> None:
    session = record(idle_timeout_seconds=60)
    assert session.due_end(159.9) is None
    session.touch(150.0)
    assert session.due_end(209.9) is None
    assert session.due_end(210.0) is EndReason.IDLE


def test_a_session_ends_at_its_duration_limit_however_busy() -> None:
    session = record(idle_timeout_seconds=None)
    session.touch(699.0)
    assert session.due_end(699.9) is None
    assert session.due_end(700.0) is EndReason.DURATION


def test_a_session_starts_once_and_takes_no_tasks_before_or_after() -> None:
    session = record()
    with pytest.raises(VendorError, match="new"):
        session.require_started()
    session.start(101.0)
    assert session.status is Status.CONNECTING
    session.require_started()
    with pytest.raises(VendorError) as again:
        session.start(102.0)
    assert again.value.code == 400006
    session.end(EndReason.STOPPED, 190.0, at=NOW)
    with pytest.raises(VendorError, match="session state wrong: closed"):
        session.require_started()
    assert session.credits_used(999.0) == Decimal("0.3")  # 90 s / 60 x 0.2, and no more after the end


def test_silence_is_told_each_time_it_has_lasted_long_enough() -> None:
    watch = SilenceWatch(after_seconds=10)
    assert [watch.due(second) for second in (1000, 1009, 1010)] == [None, None, 1]  # nobody ever spoke
    watch.sound(0)
    assert [watch.due(second) for second in (9, 10, 11, 20, 30)] == [None, 1, None, 2, 3]
    watch.sound(31)
    assert [watch.due(second) for second in (40, 41)] == [None, 1]


def test_sentences_are_cut_as_they_complete() -> None:
    cutter = SentenceCutter()
    pieces = ["Ho ho", " ho! My dear", " Emma, 3.5 cookies? ", "“Really.” Yes"]
    assert [cutter.add(piece) for piece in pieces] == [
        [],
        ["Ho ho ho!"],
        ["My dear Emma, 3.5 cookies?"],
        ["“Really.”"],
    ]
    assert cutter.finish() == ["Yes"]
    assert cutter.finish() == []


def test_frames_of_the_chat_socket_survive_the_wire() -> None:
    assert read_frame(write_text_frame("Zażółć 🎅")) == TextFrame("Zażółć 🎅")
    assert read_frame(write_sound_frame(b"\1\0\2\0", sample_rate_hz=16000)) == SoundFrame(
        b"\1\0\2\0", 16000, 1
    )


def test_a_frame_as_the_sdks_protobufjs_writes_it() -> None:
    # Frame{text{text: "hi"}}: field 1, length 4, holding field 3, length 2.
    assert read_frame(bytes([0x0A, 4, 0x1A, 2]) + b"hi") == TextFrame("hi")


@pytest.mark.parametrize("data", [b"", b"\xff\xff\xff", b'{"text": "hi"}'])
def test_bytes_that_are_no_frame_are_ignored(data: bytes) -> None:
    assert read_frame(data) is None


def test_faults_change_all_together_or_not_at_all() -> None:
    faults = Faults()
    faults.update({"freeze_video": True, "rest_delay_seconds": 0.5})
    assert faults.freeze_video
    with pytest.raises(ValueError, match="unknown fault 'meteor'"):
        faults.update({"quota_gone": True, "meteor": True})
    assert not faults.quota_gone


@pytest.mark.parametrize(
    "changes",
    [
        {"rest_failure_status": 200},
        {"rest_delay_seconds": -1},
        {"rest_delay_seconds": None},
        {"freeze_video": "yes"},
        {"disconnect_reason": "BORED"},
        {"disconnect_after_seconds": "soon"},
    ],
)
def test_an_unusable_fault_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=next(iter(changes))):
        Faults().update(changes)


def test_failures_are_counted_down() -> None:
    faults = Faults(rest_failure_status=503, rest_failures_left=2)
    assert [faults.take_rest_failure() for _ in range(3)] == [503, 503, None]


def test_timed_silence_takes_its_time_and_keeps_the_words() -> None:
    (spoken,) = TimedSilence().speak("Ho ho,  Emma!", language="en", rate=1.0, emotion=None)
    assert "".join(word.text for word in spoken.words) == "Ho ho,  Emma!"
    assert not spoken.pcm.any()
    assert 500 < spoken.duration_ms < 2000
    (faster,) = TimedSilence().speak("Ho ho,  Emma!", language="en", rate=1.5, emotion=None)
    assert faster.duration_ms == pytest.approx(spoken.duration_ms / 1.5, abs=1)


def test_a_long_text_comes_in_portions_that_give_it_back() -> None:
    text = "The elves are busy building trains today. " * 20 + "And you"
    portions = in_portions(text)
    assert "".join(portions) == text
    assert len(portions) > 3
    assert all(portion.rstrip().endswith((".", "you")) for portion in portions)
    assert in_portions("Ho ho ho! Hello.") == ["Ho ho ho! Hello."]


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"liveavatar_api_keys": ("",)}, "liveavatar_api_keys"),
        ({"liveavatar_concurrency_limit": 0}, "liveavatar_concurrency_limit: 0"),
        ({"liveavatar_duration_limit_seconds": 0}, "liveavatar_duration_limit_seconds: 0"),
        ({"concurrency_limit": 0}, "concurrency_limit: 0"),
    ],
)
def test_settings_that_cannot_be_are_refused_by_name(wrong: dict[str, Any], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        EmulatorSettings(api_keys=("key",), **wrong)
