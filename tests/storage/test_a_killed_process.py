"""kill -9 right after a write returned: nothing of it is lost, and the next start reads it."""

from __future__ import annotations

import signal
import subprocess
import sys
from uuid import UUID

import pytest

from santa_core.domain.calls import CallState
from santa_core.storage.call_log import SqlCallLog
from santa_core.storage.database import open_database

_WRITER = """
import sys
from datetime import UTC, datetime
from uuid import uuid4
from santa_core.domain.calls import *
from santa_core.storage.call_log import SqlCallLog
from santa_core.storage.database import open_database

log = SqlCallLog(open_database(sys.argv[1], migrate=True))
call_id, now = str(uuid4()), datetime.now(UTC)
log.save_call(CallRecord(call_id, CallPlan("greeting", Child("Emma"), 1), "Ann", CallState.LIVE, now))
print(call_id, flush=True)
for number in range(100_000):
    log.append_event(CallEvent(str(number), call_id, "browser", "heartbeat", now, detail={"n": number}))
    log.save_turn(Turn(f"{call_id}-0", call_id, 0, Speaker.SANTA, TurnOrigin.ANSWER, str(number), now))
    print(number, flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_kill_9_right_after_an_event_loses_nothing(database_url: str) -> None:
    command = [sys.executable, "-c", _WRITER, database_url]
    writer = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert writer.stdout is not None
    call_id = str(UUID(writer.stdout.readline().strip()))
    for _ in range(200):
        writer.stdout.readline()
    writer.send_signal(signal.SIGKILL)
    # What it reported before it died, some of it still in the pipe, is what it had been told is on disk.
    reported = int((writer.stdout.read().split() or ["199"])[-1])
    assert writer.wait(10) == -signal.SIGKILL

    database = open_database(database_url)
    log = SqlCallLog(database)
    numbers = [event.detail["n"] for event in log.events(call_id)]
    turns = log.turns(call_id)
    assert [call.call_id for call in log.open_calls()] == [call_id], "the reaper finds it"
    found = log.call(call_id)
    assert found is not None
    assert found.state is CallState.LIVE
    database.dispose()

    assert numbers == list(range(len(numbers))), "no event is missing, none is doubled"
    assert len(numbers) > reported >= 199
    assert int(turns[0].text) >= reported
