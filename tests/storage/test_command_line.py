"""python -m santa_core, as people and scripts use it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from santa_core.cli import main
from santa_core.domain.billing import estimate, finished_session, price_call, price_whole_call
from santa_core.domain.calls import (
    Avatar,
    CallEvent,
    CallPlan,
    CallRecord,
    CallState,
    Child,
    EndReason,
    Quality,
    Speaker,
    Turn,
    TurnLatency,
    TurnOrigin,
)
from santa_core.domain.rate_cards import card_for
from santa_core.storage.call_log import SqlCallLog
from santa_core.storage.database import Database, open_database

NOON = datetime(2026, 12, 20, 12, tzinfo=UTC)
WARSAW = timezone(timedelta(hours=1))
CALL_ID = "0b5c8a52-3d0c-4f0e-9b53-0d8f7c0a1e11"
_MAIN = """
import sys
from santa_core.cli import main
sys.exit(main(sys.argv[2:], database_url=sys.argv[1]))
"""
EVIL = "\x1b]0;owned\x07\x1b[2J\x9b31m\u202egnp.exe\nEmma"


@pytest.fixture
def log(sqlite_url: str) -> Iterator[SqlCallLog]:
    database: Database = open_database(sqlite_url)
    yield SqlCallLog(database)
    database.dispose()


def a_call(*, name: str = "Emma", call_id: str = CALL_ID) -> CallRecord:
    ended_at = NOON + timedelta(seconds=61)
    return CallRecord(
        call_id=call_id,
        plan=CallPlan("greeting", Child(name, 6), 1),
        staff_name="Ann",
        state=CallState.ENDED,
        created_at=NOON,
        started_at=NOON,
        ended_at=ended_at,
        end_reason=EndReason.USER,
        bill=price_call(
            avatar=Avatar.PRACTICE, started_at=NOON, ended_at=ended_at, card=card_for(Avatar.PRACTICE, NOON)
        ),
        chat_model="Scripted Santa",
    )


def save_with_turns(log: SqlCallLog, call: CallRecord, *, words: str) -> None:
    log.save_call(call)
    log.save_turn(Turn("t0", call.call_id, 0, Speaker.CHILD, TurnOrigin.TYPED, words, NOON))
    waited = TurnLatency(end_of_speech=NOON, avatar_started=NOON + timedelta(milliseconds=640))
    answer = Turn("t1", call.call_id, 1, Speaker.SANTA, TurnOrigin.ANSWER, "Ho ho!", NOON, latency=waited)
    log.save_turn(replace(answer, intended_text="Ho ho! And then?"))
    later = NOON + timedelta(seconds=5)
    log.append_event(CallEvent("e0", call.call_id, "browser", "flag", later, detail={"note": words}))


def test_the_list_says_when_who_what_how_long_and_how_much(
    log: SqlCallLog, sqlite_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    log.save_call(a_call())
    assert main(["calls", "list"], database_url=sqlite_url, zone=WARSAW) == 0
    heading, row = capsys.readouterr().out.splitlines()
    assert heading.split() == [
        "TIME",
        "WHO",
        "SCENARIO",
        "SANTA",
        "OUTCOME",
        "DURATION",
        "P50/P90/P95",
        "COST",
        "ID",
    ]
    for part in (
        "2026-12-20 13:00:00+01:00", "Ann", "greeting", "practice, Scripted Santa", "user", "1:01",
        "free ($0.20)", CALL_ID,
    ):  # fmt: skip
        assert part in row
    assert heading.index("COST") == row.index("free")


def test_an_empty_log_says_so(sqlite_url: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["calls", "list"], database_url=sqlite_url) == 0
    assert capsys.readouterr().out == "No calls yet.\n"


def test_the_list_can_be_limited_and_filtered(
    log: SqlCallLog, sqlite_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for n in range(3):
        call = a_call(call_id=CALL_ID[:-1] + str(n))
        log.save_call(replace(call, staff_name="AB"[n % 2], created_at=NOON + timedelta(hours=n)))
    main(["calls", "list", "--json", "--staff", "A", "--limit", "1"], database_url=sqlite_url)
    (listed,) = json.loads(capsys.readouterr().out)
    assert listed["call_id"][-1] == "2"
    assert listed["waits"] is None


def test_the_list_says_how_long_the_child_waited(
    log: SqlCallLog, sqlite_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    save_with_turns(log, a_call(), words="Hello")
    assert main(["calls", "list"], database_url=sqlite_url) == 0
    heading, row = capsys.readouterr().out.splitlines()
    assert heading.index("P50/P90/P95") == row.index("640/640/640 ms")
    assert main(["calls", "list", "--json"], database_url=sqlite_url) == 0
    (listed,) = json.loads(capsys.readouterr().out)
    assert (listed["waits"]["p50_ms"], listed["waits"]["p95_ms"]) == (640, 640)


def test_show_says_how_long_the_child_waited_and_what_was_corrected(
    log: SqlCallLog, sqlite_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    save_with_turns(log, a_call(), words="I want a bike")
    (child, _) = log.turns(CALL_ID)
    log.save_turn(replace(child, heard_text="I want a bite"))
    main(["calls", "show", CALL_ID], database_url=sqlite_url, zone=WARSAW)
    out = capsys.readouterr().out
    assert "Waits     1 answered: p50 640 ms, p90 640 ms, p95 640 ms" in out
    assert "(corrected; heard as: I want a bite)" in out


def test_show_gives_the_arithmetic_the_turns_and_the_events(
    log: SqlCallLog, sqlite_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    save_with_turns(log, a_call(), words="Hello Santa")
    assert main(["calls", "show", CALL_ID], database_url=sqlite_url, zone=WARSAW) == 0
    out = capsys.readouterr().out
    assert "practice: would have cost 61 s x 0.2 credit/min = 0.2033 credits x $0.99 = $0.20" in out
    assert "Emma: Hello Santa" in out
    assert "Santa (answer) [after 640 ms]: Ho ho!" in out
    assert "he would have said: Ho ho! And then?" in out
    assert '0:05  browser flag {"note": "Hello Santa"}' in out
    assert "ended: user (ended by the caller)" in out
    assert "Sessions" not in out, "one session is nothing to tell"


def test_show_tells_the_sessions_of_a_call_and_adds_them_up(
    log: SqlCallLog, sqlite_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    call = replace(a_call(), session_id="first", quality=Quality.HIGH)
    card = card_for(Avatar.PRACTICE, NOON)
    earlier = finished_session(call, closed_at=NOON + timedelta(seconds=10), card=card)
    assert earlier is not None
    call = replace(
        call,
        session_id="second",
        session_opened_at=NOON + timedelta(seconds=10),
        quality=Quality.LOW,
        earlier_sessions=(earlier,),
    )
    bill = price_whole_call(call, ended_at=NOON + timedelta(seconds=61), card=card)
    log.save_call(replace(call, bill=bill))
    assert main(["calls", "show", CALL_ID], database_url=sqlite_url) == 0
    out = capsys.readouterr().out
    assert "Sessions  2 sessions: 0:10 in high quality, then 0:51 in low quality\n" in out
    # 51 s x 0.2 / 60 = 0.17 credits, x $0.99 = $0.1683; with the first's 0.1 and $0.0990: $0.2673
    assert (
        "practice: would have cost 30 s (the minimum) + 51 s, x 0.2 credit/min = 0.1 + 0.17 = 0.27 credits, "
        "x $0.99 = $0.099 + $0.1683 = $0.27\n" in out
    )
    assert main(["calls", "export", CALL_ID], database_url=sqlite_url) == 0
    exported = json.loads(capsys.readouterr().out)
    assert [session["session_id"] for session in exported["call"]["earlier_sessions"]] == ["first"]


def test_a_sandbox_call_is_listed_as_free(
    log: SqlCallLog, sqlite_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    call, sandbox = a_call(), Avatar.LIVEAVATAR_SANDBOX
    bill = estimate(avatar=sandbox, seconds=61, card=card_for(sandbox, NOON))
    log.save_call(replace(call, plan=replace(call.plan, avatar=sandbox), bill=bill))
    assert main(["calls", "list"], database_url=sqlite_url) == 0
    assert " free " in capsys.readouterr().out
    assert main(["calls", "show", CALL_ID], database_url=sqlite_url) == 0
    assert "Cost      60 s in LiveAvatar's sandbox: free\n" in capsys.readouterr().out


def test_export_is_the_whole_call_as_json(
    log: SqlCallLog, sqlite_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    save_with_turns(log, a_call(name="ليلى"), words="مرحبا")
    for command in (["export", CALL_ID], ["export", CALL_ID, "--json"], ["show", CALL_ID, "--json"]):
        assert main(["calls", *command], database_url=sqlite_url) == 0
        out = capsys.readouterr().out
        assert "ليلى" in out, "readable, not escaped"
        exported = json.loads(out)
        assert exported["call"]["plan"]["child"]["name"] == "ليلى"
        assert exported["call"]["bill"]["usd"] == "0.2013"
        assert exported["call"]["started_at"] == "2026-12-20T12:00:00Z"
        assert exported["call"]["duration_seconds"] == 61
        assert [turn["text"] for turn in exported["turns"]] == ["مرحبا", "Ho ho!"]
        assert exported["turns"][1]["latency_ms"] == 640
        assert exported["turns"][0]["heard_text"] is None
        assert exported["waits"]["p90_ms"] == 640
        assert exported["events"][0]["detail"] == {"note": "مرحبا"}


@pytest.mark.parametrize("action", ["show", "export"])
@pytest.mark.parametrize("call_id", ["11111111-1111-4111-8111-111111111111", "nonsense"])
def test_an_unknown_id_is_one_sentence_and_exit_code_1(
    action: str, call_id: str, sqlite_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["calls", action, call_id], database_url=sqlite_url) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err == f"There is no call {call_id} in the log. See: python -m santa_core calls list\n"


@pytest.mark.parametrize("command", [["list"], ["show", CALL_ID], ["export", CALL_ID], ["list", "--json"]])
def test_a_childs_text_cannot_command_the_terminal(
    command: list[str], log: SqlCallLog, sqlite_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    save_with_turns(log, replace(a_call(name=EVIL), staff_name=EVIL), words=EVIL)
    assert main(["calls", *command], database_url=sqlite_url) == 0
    out = capsys.readouterr().out
    assert all(c.isprintable() for c in out.replace("\n", ""))
    assert "owned" in out, "it is shown, as text"
    if "--json" in command or "export" in command:
        assert EVIL in _strings(json.loads(out)), "a program reads it as it was"
    else:
        assert "\nEmma" not in out, "it cannot begin a line of its own"


def _strings(value: object) -> set[str]:
    if isinstance(value, dict):
        return set().union(*map(_strings, value.values()))
    if isinstance(value, list):
        return set().union(*map(_strings, value))
    return {value} if isinstance(value, str) else set()


@pytest.mark.parametrize("calls", [1, 300])  # less and more than Python buffers
def test_a_closed_pipe_is_no_traceback(calls: int, log: SqlCallLog, sqlite_url: str) -> None:
    for n in range(calls):
        log.save_call(a_call(call_id=f"0b5c8a52-3d0c-4f0e-9b53-{n:012}"))
    nobody_reads, stdout = os.pipe()
    listing = subprocess.Popen(
        [sys.executable, "-c", _MAIN, sqlite_url, "calls", "list", "--json", "--limit", "300"],
        stdout=stdout, stderr=subprocess.PIPE,
    )  # fmt: skip
    os.close(stdout)
    os.close(nobody_reads)
    _, said = listing.communicate(timeout=30)
    assert said == b""
    assert listing.returncode == 141


def test_it_finds_the_log_by_the_settings(log: SqlCallLog, sqlite_url: str, tmp_path: Path) -> None:
    log.save_call(a_call())
    listed = subprocess.run(
        [sys.executable, "-m", "santa_core", "calls", "list", "--json"],
        env={"DATABASE_URL": sqlite_url, "PYTHONPATH": str(Path(__file__).parents[2]), "PATH": ""},
        cwd=tmp_path, capture_output=True, text=True, encoding="utf-8",
    )  # fmt: skip
    assert listed.returncode == 0, listed.stderr
    assert json.loads(listed.stdout)[0]["call_id"] == CALL_ID


def test_a_broken_database_url_is_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["calls", "list"], database_url="mysql://root:hunter2@localhost/santa") == 1
    said = capsys.readouterr().err
    assert "DATABASE_URL asks for mysql" in said
    assert "hunter2" not in said


def test_a_wrong_command_is_exit_code_2(capsys: pytest.CaptureFixture[str]) -> None:
    for command in ([], ["calls"], ["calls", "list", "--limit", "0"], ["calls", "show"]):
        with pytest.raises(SystemExit) as left:
            main(command)
        assert left.value.code == 2
    assert "usage:" in capsys.readouterr().err


@pytest.mark.postgres
def test_upgrade_makes_postgresqls_tables(
    fresh_postgresql_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["calls", "list"], database_url=fresh_postgresql_url) == 1
    assert main(["database", "upgrade"], database_url=fresh_postgresql_url) == 0
    assert main(["calls", "list"], database_url=fresh_postgresql_url) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "No calls yet."
