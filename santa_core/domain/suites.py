"""Suites: versions x scenarios x repeats, and what came of each conversation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from santa_core.domain.assertions import CheckResult
from santa_core.domain.safety.model import ChildAlert, Violation
from santa_core.domain.scenarios import Scenario

# The label of the language model that needs no key, and on whom a prompt has no effect.
SCRIPTED_SANTA = "Scripted Santa"


class Runner(StrEnum):
    """Who plays the child."""

    SCRIPTED = "scripted"  # the scenario's cue lines, word for word
    SIMULATED = "simulated"  # a language model with the scenario's personality
    RECORDED = "recorded"  # a real call, judged as it was said


class RunState(StrEnum):
    RUNNING = "running"
    CANCELLED = "cancelled"
    FINISHED = "finished"


@dataclass(frozen=True)
class TestTurn:
    """What the child said and what Santa answered; `child` is "" for the greeting."""

    __test__ = False  # not a test of pytest's

    child: str
    santa: str  # as he would have spoken it: blocked sentences are already replaced
    written: str  # as the language model wrote it
    violations: tuple[Violation, ...] = ()  # of `written`
    alerts: tuple[ChildAlert, ...] = ()
    first_sentence_ms: int | None = None  # None: not measured (greeting, recorded without times)
    input_tokens: int | None = None
    output_tokens: int | None = None


@dataclass(frozen=True)
class Cell:
    """One conversation of a run."""

    version: int
    scenario_id: str
    repeat: int  # 1, 2 ...


@dataclass(frozen=True)
class Outcome:
    """A conversation and its verdict. `error`: it could not be held to its end, and has not passed."""

    cell: Cell
    turns: tuple[TestTurn, ...]
    checks: tuple[CheckResult, ...]
    passed: bool
    finished_at: datetime
    error: str | None = None
    cost_usd: Decimal | None = None  # None: the model has no price here
    model_seconds: float = 0.0  # spent waiting for language models
    from_cache: bool = False


@dataclass(frozen=True)
class SuiteRun:
    """Frozen when it starts: the scenarios stand in it as they were then."""

    run_id: str
    suite: str  # "blockers", "all", a category, or "chosen"
    versions: tuple[int, ...]
    scenarios: tuple[Scenario, ...]
    repeats: int
    runner: Runner
    concurrency: int
    chat_model: str  # the label people see
    judge_model: str | None  # None: llm-rubric assertions are not judged
    started_by: str
    started_at: datetime
    state: RunState = RunState.RUNNING
    finished_at: datetime | None = None
    heartbeat_at: datetime | None = None  # its server's; older than a moment: nobody runs it
    call_id: str | None = None  # the recorded runner's call
    note: str = ""  # why it was cancelled, for people

    @property
    def cells(self) -> list[Cell]:
        """Every version meets a scenario before the next one."""
        return [
            Cell(version, scenario.scenario_id, repeat)
            for scenario in self.scenarios
            for repeat in range(1, self.repeats + 1)
            for version in self.versions
        ]


@dataclass(frozen=True)
class Rating:
    """A person's word on an outcome. The latest of each person counts."""

    run_id: str
    cell: Cell
    good: bool
    note: str
    by: str
    at: datetime


@dataclass(frozen=True)
class KeptAnswer:
    """A language model's answer in the cache."""

    text: str
    model: str
    first_sentence_ms: int | None
    seconds: float
    input_tokens: int | None
    output_tokens: int | None


def chosen(suite: str, scenarios: Sequence[Scenario]) -> list[Scenario]:
    """The scenarios of a suite: "all", "blockers", or a category."""
    if suite == "all":
        return list(scenarios)
    if suite == "blockers":
        return [scenario for scenario in scenarios if scenario.blocker]
    return [scenario for scenario in scenarios if scenario.category == suite]
