"""python -m santa_core doctor, as people and scripts use it."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from santa_core.cli import doctor_command, main
from santa_core.domain.calls import Avatar, CallRecord, CallState
from santa_core.services.health import Check
from santa_core.storage.call_log import SqlCallLog
from santa_core.storage.database import open_database
from tests.cli.vendor_server import Vendor, served
from tests.fakes.samples import a_plan
from tests.process.a_start import start

SECRET = "sk-very-secret-key"
KEYS = (
    "OPENAI_API_KEY", "OPENAI_BASE_URL", "HEYGEN_API_KEY", "LIVEAVATAR_API_KEY", "LIVEAVATAR_AVATAR_ID",
    "DATABASE_URL", "SANTA_STUDIO_SECRET", "SANTA_MONTHLY_BUDGET_USD",
)  # fmt: skip

Doctor = Callable[..., tuple[int, str]]


@pytest.fixture
def doctor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Doctor:
    """Runs it in a folder of its own; `vendor` is HeyGen. Returns the exit code and what was printed."""
    for key in KEYS:
        monkeypatch.delenv(key, raising=False)
    monkeypatch.setenv("SANTA_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)  # no .env of a developer

    def run(*words: str, vendor: Vendor | None = None) -> tuple[int, str]:
        if vendor is not None:
            monkeypatch.setenv("HEYGEN_API_KEY", SECRET)
            monkeypatch.setenv("HEYGEN_BASE_URL", vendor.address)
        code = main(["doctor", *words], zone=UTC)
        printed = capsys.readouterr()
        assert SECRET not in printed.out + printed.err
        return code, printed.out

    return run


@pytest.fixture
def log(tmp_path: Path) -> Iterator[SqlCallLog]:
    database = open_database(f"sqlite:///{(tmp_path / 'data' / 'santa.db').as_posix()}")
    yield SqlCallLog(database)
    database.dispose()


def an_open_call(
    *, seen_ago: timedelta, avatar: Avatar = Avatar.HEYGEN, session_id: str = "ours"
) -> CallRecord:
    at = datetime.now(UTC) - seen_ago
    return CallRecord(
        call_id=str(uuid4()), plan=a_plan(avatar=Avatar.HEYGEN), staff_name="Nora\x1b[31m",
        state=CallState.LIVE, created_at=at, session_id="ours",
        started_at=at, connected_at=at, last_seen_at=at,
    )  # fmt: skip


def checks_of(report: dict[str, Any]) -> dict[str, dict[str, Any]]:
    every = [*report["studio"], *(check for vendor in report["vendors"] for check in vendor["checks"])]
    return {check["name"]: check for check in every}


def test_a_fresh_machine_is_well_and_stays_untouched(doctor: Doctor, tmp_path: Path) -> None:
    code, printed = doctor()
    assert code == 0
    assert "There is none yet" in printed
    assert "HEYGEN_API_KEY        not set" in printed
    assert printed.rstrip().endswith("Everything that is needed is right.")
    assert not (tmp_path / "data").exists()


def test_a_vendor_that_is_well(doctor: Doctor, log: SqlCallLog) -> None:
    with served(Vendor()) as vendor:
        code, printed = doctor(vendor=vendor)
    assert code == 0
    assert "HEYGEN_API_KEY        set" in printed
    assert "10 left, enough for 50 min of call." in printed  # 600 / 60 = 10 credits; 10 / 0.2 = 50 min
    assert "No calls in the last 7 days." in printed


def test_a_refused_key_is_wrong(doctor: Doctor, log: SqlCallLog) -> None:
    with served(Vendor(refuses=True)) as vendor:
        code, printed = doctor(vendor=vendor)
    assert code == 1
    assert "!!  HeyGen answers" in printed
    assert "Unauthorized" in printed
    assert printed.rstrip().endswith("Wrong, and needed: HeyGen answers.")


def test_a_vendor_that_cannot_be_reached_is_wrong(doctor: Doctor, log: SqlCallLog) -> None:
    with served(Vendor()) as vendor:
        pass
    code, printed = doctor("--json", vendor=vendor)
    report = json.loads(printed)
    assert code == 1
    assert report["ok"] is False
    assert checks_of(report)["HeyGen answers"]["ok"] is False


def test_a_vendor_that_hangs_is_not_waited_for(doctor: Doctor, log: SqlCallLog) -> None:
    with served(Vendor(hangs=True)) as vendor:
        began = time.monotonic()
        code, printed = doctor("--patience", "0.3", vendor=vendor)
        took = time.monotonic() - began
    assert code == 1
    assert "HeyGen did not answer" in printed
    assert took < 15


@pytest.mark.parametrize(("ahead", "code"), [(20.0, 0), (120.0, 1), (-120.0, 1)])
def test_a_clock_that_is_off_is_wrong(doctor: Doctor, log: SqlCallLog, ahead: float, code: int) -> None:
    with served(Vendor(clock_seconds=ahead)) as vendor:
        ended, printed = doctor("--json", vendor=vendor)
    assert ended == code
    check = checks_of(json.loads(printed))["Clock against HeyGen"]
    assert check["ok"] is (code == 0)
    if code:
        assert ("behind" if ahead > 0 else "ahead of") in check["detail"]


def test_no_credits_are_wrong(doctor: Doctor, log: SqlCallLog) -> None:
    with served(Vendor(quota=0)) as vendor:
        code, printed = doctor(vendor=vendor)
    assert code == 1
    assert "0 left, too few to start a call" in printed


def test_a_log_that_cannot_be_read_is_wrong_and_the_vendors_are_asked_all_the_same(
    doctor: Doctor, tmp_path: Path
) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "santa.db").write_bytes(b"this is no database" * 100)
    with served(Vendor()) as vendor:
        code, printed = doctor("--json", vendor=vendor)
    report = json.loads(printed)
    assert code == 1
    assert checks_of(report)["log"]["ok"] is False
    assert checks_of(report)["HeyGen answers"]["ok"] is True
    assert report["troubles"] is None


def test_a_session_that_nobody_knows_is_told_and_is_a_warning(doctor: Doctor, log: SqlCallLog) -> None:
    log.save_call(an_open_call(seen_ago=timedelta(seconds=1)))
    with served(Vendor(sessions=("ours", "strange"))) as vendor:
        code, printed = doctor(vendor=vendor)
    assert code == 0
    assert "1 session is open that no call of this log knows" in printed
    assert "unknown: opened elsewhere" in printed
    assert "Nora\\x1b[31m, call" in printed  # a name cannot command the terminal


def test_an_orphan_that_is_open_for_long_is_wrong(doctor: Doctor, log: SqlCallLog) -> None:
    log.save_call(an_open_call(seen_ago=timedelta(minutes=10)))
    code, printed = doctor()
    assert code == 1
    assert "1 call is open without an owner, the oldest for 10 min; the meter may run" in printed


def test_missing_ears_and_voice_are_only_warnings(doctor: Doctor, monkeypatch: pytest.MonkeyPatch) -> None:
    deaf = [Check("hearing", False, "No ears.", needed=True), Check("voice", False, "No voice.", needed=True)]
    monkeypatch.setattr(doctor_command, "machine_checks", lambda _: deaf)
    code, printed = doctor()
    assert code == 0
    assert "--  Hearing" in printed


def test_a_patience_that_makes_no_sense_is_refused(
    doctor: Doctor, capsys: pytest.CaptureFixture[str]
) -> None:
    for patience in ("0", "-1", "21", "nan", "soon"):
        with pytest.raises(SystemExit) as refused:
            doctor("--patience", patience)
        assert refused.value.code == 2
    assert "at most 20" in capsys.readouterr().err


def test_the_real_program_tells_its_findings_by_its_exit_code(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "santa_core", "doctor"]
    well = start(command, folder=tmp_path)
    assert well.code == 0, well.words
    with served(Vendor(refuses=True)) as vendor:
        refused = start(command, folder=tmp_path, HEYGEN_API_KEY=SECRET, HEYGEN_BASE_URL=vendor.address)
    assert refused.code == 1, refused.words
    assert SECRET not in refused.words
    assert "Traceback" not in refused.words


def test_a_broken_setting_is_a_sentence(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "santa_core", "doctor"]
    start(command, folder=tmp_path, SANTA_MAX_CALLS="many").says("SANTA_MAX_CALLS")
