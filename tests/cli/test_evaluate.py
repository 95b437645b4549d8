"""python -m santa_core evaluate, as people and CI use it, with a real server of a language model."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC
from pathlib import Path
from typing import Any

import pytest

from santa_core.cli import main
from santa_core.domain.assertions import Assertion
from santa_core.domain.suites import RunState
from santa_core.storage.database import Database, open_database
from santa_core.storage.prompt_library import SqlPromptLibrary
from santa_core.storage.scenario_library import YamlScenarioLibrary
from santa_core.storage.sql_scenario_library import SqlScenarioLibrary
from santa_core.storage.suite_log import SqlSuiteLog
from tests.fakes.openai_server import RunningServer, running_openai_server
from tests.fakes.suite_samples import a_scenario

SECRET = "sk-very-secret-key"
PROJECT = Path(__file__).parents[2]
KIND = "What a lovely wish! Who would you share a puppy with?"
PROMISE = "I promise you a real puppy!"


class Evaluate:
    """Runs it in a folder of its own."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.url = f"sqlite:///{(folder / 'data' / 'santa.db').as_posix()}"
        self._capsys = capsys

    def __call__(self, *words: str) -> tuple[int, str, str]:
        code = main(["evaluate", *words], zone=UTC)
        printed = self._capsys.readouterr()
        assert SECRET not in printed.out + printed.err
        return code, printed.out, printed.err


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for key in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "OPENAI_MODEL", "SANTA_JUDGE_MODEL", "DATABASE_URL"):
        monkeypatch.delenv(key, raising=False)
    monkeypatch.setenv("SANTA_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)  # no .env of a developer
    return tmp_path


@pytest.fixture
def evaluate(folder: Path, capsys: pytest.CaptureFixture[str]) -> Evaluate:
    return Evaluate(folder, capsys)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[RunningServer]:
    """Who answers in place of the scripted Santa."""
    with running_openai_server(replies=[KIND]) as running:
        monkeypatch.setenv("OPENAI_BASE_URL", running.base_url)
        monkeypatch.setenv("OPENAI_API_KEY", SECRET)
        yield running


@pytest.fixture
def database(evaluate: Evaluate, folder: Path) -> Iterator[Database]:
    (folder / "data").mkdir()
    opened = open_database(evaluate.url)
    library = SqlScenarioLibrary(opened, shipped=YamlScenarioLibrary())
    puppy = a_scenario("own-puppy", author="Ann", assertions=(Assertion("icontains", "puppy"),))
    library.save(puppy)
    library.save(replace(puppy, scenario_id="own-other", blocker=False))
    yield opened
    opened.dispose()


OWN = ("--version", "production", "--scenario", "own-puppy")


@pytest.mark.usefixtures("database")
def test_all_passes_is_0(evaluate: Evaluate, server: RunningServer) -> None:
    code, out, err = evaluate(*OWN, "--scenario", "own-other", "--repeats", "2")
    assert code == 0
    assert re.search(r"own-puppy +blocker +2/2\n", out)
    assert re.search(r"own-other +2/2\n", out)
    assert "Version 1: 4 of 4 conversations passed (95%: 51% to 100%)" in out
    assert re.search(r"first sentence +p50 \d+ ms, p95 \d+ ms", out)
    assert re.search(r"tokens +[\d,]+ in, 88 out", out), "11 tokens, 2 answers, 4 conversations"
    assert re.search(r"cost +\$0\.\d{4} \(\$0\.\d{5} a conversation\)", out)
    assert "PASSED  run " in out
    assert "4 of 4, 0 failed" in err
    assert "scripted" not in out
    assert len(server.behaviour.requests) == 8


@pytest.mark.usefixtures("database")
def test_something_fails_is_100_and_says_what(evaluate: Evaluate, server: RunningServer) -> None:
    server.behaviour.replies = [KIND, PROMISE]
    code, out, err = evaluate(*OWN, "--repeats", "1")
    assert code == 100
    assert re.search(r"own-puppy +blocker +0/1 +safety: promise", out)
    assert "Gate: The blocker “own-puppy” failed 1 of 1 times" in out
    assert "FAILED  run " in out
    assert "1 of 1, 1 failed" in err


@pytest.mark.usefixtures("database")
def test_the_scripted_santa_is_named_and_costs_nothing(evaluate: Evaluate) -> None:
    code, out, _ = evaluate(*OWN, "--repeats", "1")
    assert "The scripted Santa answered: the prompt has no effect on him." in out
    assert re.search(r"cost +nothing", out)
    assert code in (0, 100)


@pytest.mark.usefixtures("server", "database")
def test_as_json_for_scripts(evaluate: Evaluate) -> None:
    code, out, _ = evaluate(*OWN, "--repeats", "1", "--json")
    found = json.loads(out)
    assert code == 0
    assert (found["passed"], found["version"], found["scripted_santa"]) == (True, 1, False)
    assert found["scenarios"] == [
        {
            "scenario_id": "own-puppy", "version": 1, "blocker": True, "passes": 1, "of": 1, "errors": 0,
            "interval": [0.2065, 1.0], "change": None, "first_failing_check": None,
        }
    ]  # fmt: skip
    (figures,) = found["figures"]
    assert figures["output_tokens"] == 22
    assert figures["cost_usd"].startswith("0.0")
    assert {reason["code"] for reason in found["gate"]["reasons"]} == {"missing-blockers", "too-few-repeats"}


@pytest.mark.usefixtures("server")
def test_a_second_version_is_played_beside_it_and_compared_with(
    evaluate: Evaluate, server: RunningServer, database: Database
) -> None:
    library = SqlPromptLibrary(database)
    evaluate(*OWN, "--repeats", "1")  # seeds version 1
    first = library.version(1)
    assert first is not None
    library.save_version(replace(first, text="You promise everything. {{child_name}}", parent=1))

    def answer(body: dict[str, Any]) -> str:
        return PROMISE if "promise everything" in body["messages"][0]["content"] else KIND

    server.behaviour.answer = answer
    code, out, _ = evaluate("--version", "2", "--against", "production", "--scenario", "own-puppy")
    assert code == 100
    assert re.search(r"SCENARIO +BLOCKER +V2 +V1 +CHANGE", out)
    assert re.search(r"own-puppy +blocker +0/3 +3/3 +newly failing +", out)
    assert "It fails these every time, and production (version 1) passed them every time: own-puppy." in out

    library.move_label("production", 2, by="Ann", reason="to see")
    _, out, _ = evaluate("--version", "2", "--against", "1", "--scenario", "own-puppy")
    assert "and version 1 passed them every time: own-puppy." in out


@pytest.mark.usefixtures("database")
def test_the_second_run_asks_the_language_model_nothing(evaluate: Evaluate, server: RunningServer) -> None:
    evaluate(*OWN, "--repeats", "2")
    asked = len(server.behaviour.requests)
    _, out, _ = evaluate(*OWN, "--repeats", "2")
    assert len(server.behaviour.requests) == asked
    assert re.search(r"from the cache +2 of 2", out)


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("--version", "9"), "There is no version “9”"),
        (("--version", "staging"), "a label: production"),
        (("--version", "1", "--scenario", "nope"), "There is no scenario “nope”"),
        (("--version", "1", "--suite", "nope"), "No scenario belongs to the suite “nope”"),
        (("--version", "1", "--suite", "all", "--scenario", "own-puppy"), "either a --suite or"),
        (("--version", "1", "--concurrency", "9"), "1 to 8 conversations"),
        (("--version", "1", "--repeats", "99"), "1 to 20 times"),
        (("--version", "1", "--runner", "simulated"), "needs a language model"),
        (("--resume", "nowhere"), "There is no run nowhere"),
        ((), "either which --version to evaluate"),
        (("--version", "1", "--resume", "x"), "either which --version to evaluate"),
    ],
)
def test_what_cannot_be_told_is_1(evaluate: Evaluate, words: tuple[str, ...], complaint: str) -> None:
    code, out, err = evaluate(*words)
    assert code == 1
    assert out == ""
    assert complaint in err


@pytest.mark.usefixtures("database")
def test_a_refused_key_is_1_and_says_so(evaluate: Evaluate, server: RunningServer) -> None:
    server.behaviour.fail_with(401, message=f"Incorrect API key: {SECRET}")
    code, out, err = evaluate(*OWN)
    assert code == 1
    assert out == ""
    assert "did not accept the key" in err
    assert "evaluate --resume " in err


@pytest.mark.usefixtures("database")
def test_a_model_that_is_not_there_is_1(evaluate: Evaluate, server: RunningServer) -> None:
    server.behaviour.fail_with(404)
    code, _, err = evaluate(*OWN, "--repeats", "2")
    assert code == 1
    assert "is not there" in err


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT for one process")
def test_ctrl_c_stops_at_once_and_says_how_to_go_on(
    evaluate: Evaluate, server: RunningServer, database: Database
) -> None:
    server.behaviour.tokens_per_second = 200
    command = [sys.executable, "-m", "santa_core", "evaluate", *OWN, "--repeats", "20", "--concurrency", "1"]
    process = subprocess.Popen(
        command, stderr=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": str(PROJECT)},
        # Where the tests run in the background, a shell has had them ignore Ctrl-C, and so would this.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )  # fmt: skip
    assert process.stderr is not None
    heading = process.stderr.readline()
    assert "2 of 20" in process.stderr.readline()
    process.send_signal(signal.SIGINT)
    said = process.stderr.read()
    assert process.wait(10) == 130

    run_id = heading.split()[1].rstrip(":")
    assert said.splitlines()[-1] == (
        f"Stopped; what is done is kept. To go on: python -m santa_core evaluate --resume {run_id}"
    )
    assert "Traceback" not in said
    log = SqlSuiteLog(database)
    stopped = log.run(run_id)
    assert stopped is not None
    assert stopped.state is RunState.CANCELLED
    done = len(log.outcomes(run_id))
    assert 2 <= done < 20

    server.behaviour.tokens_per_second = None
    code, out, _ = evaluate("--resume", run_id)
    assert code == 0
    assert "20 of 20 conversations passed" in out
