"""An evaluation as people and as scripts read it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from santa_core.cli.terminal import Terminal
from santa_core.domain.scenarios import Scenario
from santa_core.domain.suites import SCRIPTED_SANTA
from santa_core.evaluation.comparison import MatrixCell, VersionFigures
from santa_core.evaluation.evaluation import Evaluation

_REASON_CHARACTERS = 100


def draw_report(found: Evaluation, terminal: Terminal) -> None:
    if found.run.chat_model == SCRIPTED_SANTA:
        terminal.line("The scripted Santa answered: the prompt has no effect on him. For a real one set")
        terminal.line("OPENAI_API_KEY, or OPENAI_BASE_URL for a server of your own.")
        terminal.line()
    terminal.table([_heading(found), *_rows(found)])
    terminal.line()
    for version in found.run.versions:
        for line in _figures(found.comparison.figures[version]):
            terminal.line(line)
    terminal.line()
    if found.gate.passed:
        terminal.line("The gate would let it into production.")
    for reason in found.gate.reasons:
        terminal.line(f"Gate: {reason.text}")
    for remark in found.gate.remarks:
        terminal.line(f"Note: {remark}")
    terminal.line(f"{'PASSED' if found.passed else 'FAILED'}  run {found.run.run_id}")


def as_json(found: Evaluation) -> dict[str, Any]:
    run = found.run
    return {
        "run_id": run.run_id,
        "suite": run.suite,
        "version": found.version,
        "passed": found.passed,
        "repeats": run.repeats,
        "runner": run.runner.value,
        "chat_model": run.chat_model,
        "judge_model": run.judge_model,
        "scripted_santa": run.chat_model == SCRIPTED_SANTA,
        "scenarios": [
            {
                "scenario_id": cell.scenario_id,
                "version": cell.version,
                "blocker": scenario.blocker,
                "passes": cell.passes,
                "of": cell.of,
                "errors": cell.errors,
                "interval": [round(cell.interval.low, 4), round(cell.interval.high, 4)],
                "change": cell.change.value if cell.change else None,
                "first_failing_check": _first_failing(cell) or None,
            }
            for scenario, cell in _cells(found)
        ],
        "figures": [_plain(asdict(found.comparison.figures[version])) for version in run.versions],
        "gate": {
            "passed": found.gate.passed,
            "reasons": [
                {"code": r.code, "text": r.text, "scenario_ids": list(r.scenario_ids)}
                for r in found.gate.reasons
            ],
            "remarks": list(found.gate.remarks),
        },
    }


def _cells(found: Evaluation) -> Iterator[tuple[Scenario, MatrixCell]]:
    for scenario in found.run.scenarios:
        for version in found.run.versions:
            yield scenario, found.comparison.cells[version, scenario.scenario_id]


def _heading(found: Evaluation) -> tuple[str, ...]:
    versions = (f"V{version}" for version in found.run.versions)
    return ("SCENARIO", "BLOCKER", *versions, "CHANGE", "FIRST FAILING CHECK")


def _rows(found: Evaluation) -> Iterator[tuple[str, ...]]:
    for scenario in found.run.scenarios:
        cells = [found.comparison.cells[v, scenario.scenario_id] for v in found.run.versions]
        own = cells[0]
        yield (
            scenario.scenario_id,
            "blocker" if scenario.blocker else "",
            *(f"{cell.passes}/{cell.of}" for cell in cells),
            own.change.value if own.change else "",
            _shortened(_first_failing(own)),
        )


def _first_failing(cell: MatrixCell) -> str:
    for outcome in cell.outcomes:
        if outcome.error is not None:
            return outcome.error
        for check in outcome.checks:
            if check.passed is False:
                return f"{check.assertion.type}: {check.reason}"
        if not outcome.passed:
            return "No assertion passed that needs no judge."
    return ""


def _shortened(words: str) -> str:
    return words if len(words) <= _REASON_CHARACTERS else f"{words[: _REASON_CHARACTERS - 1]}…"


def _figures(figures: VersionFigures) -> Iterator[str]:
    low, high = figures.interval.low, figures.interval.high
    yield (
        f"Version {figures.version}: {figures.passes} of {figures.of} conversations passed "
        f"(95%: {low:.0%} to {high:.0%})"
    )
    if figures.errors:
        yield f"  could not be held  {figures.errors}"
    p50, p95 = figures.first_sentence_p50_ms, figures.first_sentence_p95_ms
    yield "  first sentence     " + ("-" if p50 is None else f"p50 {p50:,} ms, p95 {p95:,} ms")
    tokens = figures.input_tokens, figures.output_tokens
    yield "  tokens             " + ("-" if None in tokens else f"{tokens[0]:,} in, {tokens[1]:,} out")
    yield "  cost               " + _cost(figures.cost_usd, figures.cost_per_conversation_usd)
    yield f"  from the cache     {figures.cached} of {figures.of}"


def _cost(whole: Decimal | None, one: Decimal | None) -> str:
    if whole is None or one is None:
        return "not known"
    return "nothing" if whole == 0 else f"${whole:.4f} (${one:.5f} a conversation)"


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items()}
    return str(value) if isinstance(value, Decimal) else value
