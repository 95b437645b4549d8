"""kill -9 in the middle of a suite: the next start holds the conversations that are missing, and no other."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest

from santa_core.domain.suites import RunState
from santa_core.evaluation.suite_runs import UNSEEN_SECONDS, SuiteRuns
from santa_core.llm.openai_chat import OpenAIChatModel
from santa_core.storage.database import open_database
from santa_core.storage.prompt_library import SqlPromptLibrary
from santa_core.storage.suite_log import SqlSuiteLog
from tests.fakes.clock import FakeClock
from tests.fakes.openai_server import running_openai_server
from tests.fakes.scenario_library import FakeScenarioLibrary

REPEATS = 12

_SERVER = """
import asyncio, sys
from santa_core.evaluation.suite_runs import SuiteRuns
from santa_core.llm.openai_chat import OpenAIChatModel
from santa_core.services.system_clock import SystemClock
from santa_core.storage.database import open_database
from santa_core.storage.prompt_library import SqlPromptLibrary
from santa_core.storage.suite_log import SqlSuiteLog
from tests.fakes.samples import a_prompt
from tests.fakes.scenario_library import FakeScenarioLibrary
from tests.fakes.suite_samples import a_scenario

async def main():
    database = open_database(sys.argv[1], migrate=True)
    prompts, scenario = SqlPromptLibrary(database), a_scenario(assertions=(), cue_lines=("A puppy!", "Yes!"))
    prompts.save_version(a_prompt())
    suites = SuiteRuns(chat=OpenAIChatModel(api_key="k", base_url=sys.argv[2]), log=SqlSuiteLog(database),
        prompts=prompts, scenarios=FakeScenarioLibrary([scenario]), clock=SystemClock(), whose="here")
    run = suites.plan(suite="all", versions=[1], repeats=int(sys.argv[3]), concurrency=2, by="Ann")
    print(run.run_id, flush=True)
    await suites.run_to_end(run, seen=lambda outcome: print(outcome.cell.repeat, flush=True))

asyncio.run(main())
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_kill_9_in_the_middle_loses_no_conversation_and_repeats_none(database_url: str) -> None:
    with running_openai_server(tokens_per_second=400) as server:
        command = [sys.executable, "-c", _SERVER, database_url, server.base_url, str(REPEATS)]
        killed = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert killed.stdout is not None
        run_id = killed.stdout.readline().strip()
        reported = {int(killed.stdout.readline()) for _ in range(3)}
        killed.send_signal(signal.SIGKILL)
        reported |= {int(line) for line in killed.stdout.read().split()}
        assert killed.wait(10) == -signal.SIGKILL

        database = open_database(database_url)
        log = SqlSuiteLog(database)
        kept = {outcome.cell.repeat: outcome for outcome in log.outcomes(run_id)}
        assert reported <= kept.keys(), "what was reported is on disk"
        assert len(kept) < REPEATS, "killed in the middle"
        asked_before = len(server.behaviour.requests)

        # The next start, once the dead server's heartbeat is old.
        clock = FakeClock(datetime.now(UTC) + timedelta(seconds=UNSEEN_SECONDS))
        suites = SuiteRuns(
            chat=OpenAIChatModel(api_key="k", base_url=server.base_url),
            log=log,
            prompts=SqlPromptLibrary(database),
            scenarios=FakeScenarioLibrary(),
            clock=clock,
            whose="here",
        )
        finished = asyncio.run(suites.resume_run(run_id))
        after = {outcome.cell.repeat: outcome for outcome in log.outcomes(run_id)}
        database.dispose()

    assert finished.state is RunState.FINISHED
    assert after.keys() == set(range(1, REPEATS + 1))
    assert all(after[repeat] == outcome for repeat, outcome in kept.items()), "none was held again"
    # Two answers a conversation; of the two that were cut off, what had been answered was kept.
    missing = 2 * (REPEATS - len(kept))
    assert missing - 2 <= len(server.behaviour.requests) - asked_before <= missing
