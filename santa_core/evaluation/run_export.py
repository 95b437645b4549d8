"""A run as CSV and JSONL, for spreadsheets and scripts: one row for each check, or for each conversation.

Children's and models' words stand in it. In CSV no cell can be taken for a formula.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from santa_core.domain.assertions import Assertion, CheckResult
from santa_core.domain.suites import Outcome, SuiteRun, TestTurn

# What makes a spreadsheet compute a cell, by OWASP's page on CSV injection; U+FF1D and the like are the wide
# forms that Excel takes for the same.
_COMMANDS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

_CONVERSATION = (
    "run_id", "suite", "version", "scenario_id", "category", "blocker", "repeat", "passed", "error",
    "chat_model", "judge_model", "finished_at", "cost_usd", "model_seconds", "from_cache",
    "first_sentence_ms", "input_tokens", "output_tokens", "first_failing_check", "conversation",
)  # fmt: skip
_CHECK = (
    "run_id", "version", "scenario_id", "repeat", "assertion", "value", "threshold", "weight", "of_turn",
    "passed", "score", "reason", "decided_by_turn",
)  # fmt: skip


def conversations_as_csv(run: SuiteRun, outcomes: Sequence[Outcome]) -> str:
    """RFC 4180 with a heading, for opening in a spreadsheet."""
    return _csv(_CONVERSATION, (_conversation(run, outcome) for outcome in outcomes))


def checks_as_csv(run: SuiteRun, outcomes: Sequence[Outcome]) -> str:
    """As above."""
    return _csv(_CHECK, _checks(run, outcomes))


def conversations_as_jsonl(run: SuiteRun, outcomes: Sequence[Outcome]) -> str:
    """One object a line: the row of the CSV, and the turns and checks whole. UTF-8; words are unchanged."""
    return _jsonl(
        {
            **{name: value for name, value in _conversation(run, outcome).items() if name != "conversation"},
            "turns": [_turn(turn) for turn in outcome.turns],
            "checks": [_check(check) for check in outcome.checks],
        }
        for outcome in outcomes
    )


def checks_as_jsonl(run: SuiteRun, outcomes: Sequence[Outcome]) -> str:
    return _jsonl(_checks(run, outcomes))


def _conversation(run: SuiteRun, outcome: Outcome) -> dict[str, Any]:
    scenario = next(s for s in run.scenarios if s.scenario_id == outcome.cell.scenario_id)
    waits = [turn.first_sentence_ms for turn in outcome.turns if turn.first_sentence_ms is not None]
    failing = next((check for check in outcome.checks if check.passed is False), None)
    return {
        "run_id": run.run_id,
        "suite": run.suite,
        "version": outcome.cell.version,
        "scenario_id": outcome.cell.scenario_id,
        "category": scenario.category,
        "blocker": scenario.blocker,
        "repeat": outcome.cell.repeat,
        "passed": outcome.passed,
        "error": outcome.error,
        "chat_model": run.chat_model,
        "judge_model": run.judge_model,
        "finished_at": _time(outcome.finished_at),
        "cost_usd": None if outcome.cost_usd is None else f"{outcome.cost_usd.normalize():f}",
        "model_seconds": round(outcome.model_seconds, 3),
        "from_cache": outcome.from_cache,
        "first_sentence_ms": max(waits, default=None),  # the longest wait of the conversation
        "input_tokens": _total([turn.input_tokens for turn in outcome.turns]),
        "output_tokens": _total([turn.output_tokens for turn in outcome.turns]),
        "first_failing_check": failing.reason if failing else None,
        "conversation": "\n".join(_spoken(outcome.turns)),
    }


def _checks(run: SuiteRun, outcomes: Sequence[Outcome]) -> Iterator[dict[str, Any]]:
    for outcome in outcomes:
        for check in outcome.checks:
            yield {
                "run_id": run.run_id,
                "version": outcome.cell.version,
                "scenario_id": outcome.cell.scenario_id,
                "repeat": outcome.cell.repeat,
                **_check(check),
            }


def _check(check: CheckResult) -> dict[str, Any]:
    assertion = check.assertion
    return {
        "assertion": assertion.type,
        "value": _value(assertion),
        "threshold": assertion.threshold,
        "weight": assertion.weight,
        "of_turn": assertion.turn,
        "passed": check.passed,
        "score": round(check.score, 4),
        "reason": check.reason,
        "decided_by_turn": check.turn,
    }


def _value(assertion: Assertion) -> str | list[str] | None:
    return list(assertion.value) if isinstance(assertion.value, tuple) else assertion.value


def _turn(turn: TestTurn) -> dict[str, Any]:
    return {
        "child": turn.child,
        "santa": turn.santa,
        "written": turn.written,
        "violations": [
            {"rule": v.rule.value, "severity": v.severity.value, "span": list(v.span), "reason": v.reason}
            for v in turn.violations
        ],
        "alerts": [{"kind": a.kind.value, "span": list(a.span), "reason": a.reason} for a in turn.alerts],
        "first_sentence_ms": turn.first_sentence_ms,
        "input_tokens": turn.input_tokens,
        "output_tokens": turn.output_tokens,
    }


def _spoken(turns: Sequence[TestTurn]) -> Iterator[str]:
    for turn in turns:
        if turn.child:
            yield f"Child: {turn.child}"
        yield f"Santa: {turn.santa}"


def _total(tokens: Sequence[int | None]) -> int | None:
    known = [count for count in tokens if count is not None]
    return sum(known) if known else None


def _time(at: datetime) -> str:
    return at.astimezone(UTC).isoformat()


def _csv(names: Sequence[str], rows: Iterator[dict[str, Any]]) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(names)
    for row in rows:
        writer.writerow([_cell(row[name]) for name in names])
    return out.getvalue()


def _cell(value: Any) -> str:
    """A number is left as it is; words that a spreadsheet would compute get an apostrophe before them."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    text = " | ".join(value) if isinstance(value, list) else str(value)
    return f"'{text}" if text.lstrip(" \u00a0\ufeff").startswith(_COMMANDS) else text


def _jsonl(rows: Iterator[dict[str, Any]]) -> str:
    return "".join(f"{json.dumps(row, ensure_ascii=False, allow_nan=False)}\n" for row in rows)
