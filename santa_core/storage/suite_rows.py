"""Runs, outcomes, ratings and kept answers as rows and back."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import Row

from santa_core.domain.assertions import CheckResult
from santa_core.domain.suites import (
    Cell,
    KeptAnswer,
    Outcome,
    Rating,
    Runner,
    RunState,
    SuiteRun,
    TestTurn,
)
from santa_core.errors import StorageError
from santa_core.storage.scenario_rows import scenario_as_json, scenarios_from_text

_TURNS = TypeAdapter(tuple[TestTurn, ...])
_CHECKS = TypeAdapter(tuple[CheckResult, ...])


def run_row(run: SuiteRun) -> dict[str, Any]:
    return {
        "run_id": run.run_id,
        "suite": run.suite,
        "versions": list(run.versions),
        "scenarios": [scenario_as_json(scenario) for scenario in run.scenarios],
        "repeats": run.repeats,
        "runner": run.runner.value,
        "concurrency": run.concurrency,
        "chat_model": run.chat_model,
        "judge_model": run.judge_model,
        "call_id": run.call_id,
        "started_by": run.started_by,
        "started_at": run.started_at,
        "state": run.state.value,
        "note": run.note,
        "finished_at": run.finished_at,
        "heartbeat_at": run.heartbeat_at,
    }


def run_from_row(row: Row[Any]) -> SuiteRun:
    """`row.scenarios` is JSON text."""
    return SuiteRun(
        run_id=row.run_id,
        suite=row.suite,
        versions=tuple(row.versions),
        scenarios=scenarios_from_text(row.scenarios),
        repeats=row.repeats,
        runner=Runner(row.runner),
        concurrency=row.concurrency,
        chat_model=row.chat_model,
        judge_model=row.judge_model,
        started_by=row.started_by,
        started_at=row.started_at,
        state=RunState(row.state),
        finished_at=row.finished_at,
        heartbeat_at=row.heartbeat_at,
        call_id=row.call_id,
        note=row.note,
    )


def outcome_row(run_id: str, outcome: Outcome) -> dict[str, Any]:
    cell = outcome.cell
    return {
        "run_id": run_id,
        "version": cell.version,
        "scenario_id": cell.scenario_id,
        "repeat": cell.repeat,
        "turns": _TURNS.dump_python(outcome.turns, mode="json"),
        "checks": _CHECKS.dump_python(outcome.checks, mode="json"),
        "passed": outcome.passed,
        "finished_at": outcome.finished_at,
        "error": outcome.error,
        "cost_usd": outcome.cost_usd,
        "model_seconds": outcome.model_seconds,
        "from_cache": outcome.from_cache,
    }


def outcome_from_row(row: Row[Any]) -> Outcome:
    try:
        turns, checks = _TURNS.validate_python(row.turns), _CHECKS.validate_python(row.checks)
    except ValidationError:
        # from None: pydantic's message repeats the values, and so a child's words.
        raise StorageError("An outcome in the log is of another version of this program.") from None
    return Outcome(
        cell=Cell(row.version, row.scenario_id, row.repeat),
        turns=turns,
        checks=checks,
        passed=row.passed,
        finished_at=row.finished_at,
        error=row.error,
        cost_usd=row.cost_usd,
        model_seconds=row.model_seconds,
        from_cache=row.from_cache,
    )


def rating_row(rating: Rating) -> dict[str, Any]:
    return {
        "run_id": rating.run_id,
        "version": rating.cell.version,
        "scenario_id": rating.cell.scenario_id,
        "repeat": rating.cell.repeat,
        "good": rating.good,
        "note": rating.note,
        "rated_by": rating.by,
        "rated_at": rating.at,
    }


def rating_from_row(row: Row[Any]) -> Rating:
    return Rating(
        run_id=row.run_id,
        cell=Cell(row.version, row.scenario_id, row.repeat),
        good=row.good,
        note=row.note,
        by=row.rated_by,
        at=row.rated_at,
    )


def answer_from_row(row: Row[Any]) -> KeptAnswer:
    return KeptAnswer(
        text=row.text,
        model=row.model,
        first_sentence_ms=row.first_sentence_ms,
        seconds=row.seconds,
        input_tokens=row.input_tokens,
        output_tokens=row.output_tokens,
    )
