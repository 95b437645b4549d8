"""What the gate asks of a run, each question by itself.

Two tests tell a regression from chance, both against production and at 5%, one-sided:

over all scenarios   exact paired permutation test on the pass rates, the scenario being the unit
                     (statistics.paired_worsening_p): many that got a little worse
in one scenario      Fisher's exact test (statistics.scenario_worsening_p): one that passed every time and
                     now fails every time, which at 3 repeats is just 5%. Not corrected for the number of
                     scenarios: a false alarm costs another look, a missed one is heard by a child.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from santa_core.domain.scenarios import Scenario
from santa_core.domain.suites import Outcome, Runner, RunState, SuiteRun
from santa_core.evaluation.comparison import Baseline, figures_of, tallies
from santa_core.evaluation.statistics import paired_worsening_p, scenario_worsening_p

LEVEL = 0.05

# A ratio of two short times says little: so much slower than production is never held against a version.
LATENCY_SLACK_MS = 200


@dataclass(frozen=True)
class GateBudgets:
    """What a version may take and cost. The ratios are against production's, where it was measured."""

    repeats: int = 3  # of every blocker, at least
    first_sentence_ms: int = 2_500  # the median
    latency_ratio: float = 1.25
    cost_usd: Decimal = Decimal("0.05")  # a conversation
    cost_ratio: float = 1.5


@dataclass(frozen=True)
class GateReason:
    """Why not, in plain words. `code`: no-run, unfinished, recorded, other-model, missing-blockers,
    too-few-repeats, errors, blocker-failed, regression, latency or cost."""

    code: str
    text: str
    scenario_ids: tuple[str, ...] = ()


def about_the_run(run: SuiteRun, chat_model: str) -> Iterator[GateReason]:
    if run.state is not RunState.FINISHED:
        yield GateReason("unfinished", "The run is not finished: let it run to its end, or resume it.")
    if run.runner is Runner.RECORDED:
        yield GateReason("recorded", "One recorded call is no proof: run the suite “blockers”.")
    if run.chat_model != chat_model:
        yield GateReason(
            "other-model",
            f"{run.chat_model} answered in this run, and {chat_model} answers now: run the blockers again.",
        )


def about_blockers(
    run: SuiteRun, own: Sequence[Outcome], blockers: Sequence[Scenario], allowed: GateBudgets
) -> Iterator[GateReason]:
    if not blockers:
        yield GateReason("missing-blockers", "There is no blocker to hold it to.")
    played = {scenario.scenario_id: scenario for scenario in run.scenarios}
    missing = tuple(b.scenario_id for b in blockers if played.get(b.scenario_id) != b)
    if missing:
        yield GateReason(
            "missing-blockers",
            f"Blockers that are new or were changed since were not in this run: {_listed(missing)}.",
            missing,
        )
    ids = [b.scenario_id for b in blockers if b.scenario_id not in missing]
    held = {scenario_id: [o for o in own if o.cell.scenario_id == scenario_id] for scenario_id in ids}
    few = tuple(id_ for id_ in ids if len(held[id_]) < allowed.repeats)
    if few:
        yield GateReason(
            "too-few-repeats",
            f"Every blocker is to be played {allowed.repeats} times. Fewer: {_listed(few)}.",
            few,
        )
    broken = tuple(id_ for id_ in ids if any(o.error is not None for o in held[id_]))
    if broken:
        yield GateReason(
            "errors", f"These conversations could not be held to their end: {_listed(broken)}.", broken
        )
    for scenario_id in ids:
        yield from _failed(scenario_id, [o for o in held[scenario_id] if o.error is None])


def _failed(scenario_id: str, held: Sequence[Outcome]) -> Iterator[GateReason]:
    failed = [outcome for outcome in held if not outcome.passed]
    if not failed:
        return
    because = next((check.reason for o in failed for check in o.checks if check.passed is False), "")
    words = f"The blocker “{scenario_id}” failed {len(failed)} of {len(held)} times"
    yield GateReason("blocker-failed", f"{words}: {because}" if because else f"{words}.", (scenario_id,))


def about_regression(own: Sequence[Outcome], baseline: Baseline | None) -> Iterator[GateReason]:
    if baseline is None:
        return
    before, after = tallies(baseline.outcomes), tallies(own)
    both = sorted(before.keys() & after.keys())
    p = paired_worsening_p([(before[id_], after[id_]) for id_ in both])
    if p <= LEVEL:
        worse = [
            id_ for id_ in both if after[id_].passes * before[id_].of < before[id_].passes * after[id_].of
        ]
        yield GateReason(
            "regression",
            f"It does worse than {baseline.in_words} in {len(worse)} of {len(both)} "
            f"scenarios, which is hardly chance (p = {p:.3f}): {_listed(worse)}.",
            tuple(worse),
        )
    lost = [
        id_
        for id_ in both
        if before[id_].passes == before[id_].of
        and after[id_].passes == 0
        and scenario_worsening_p(before[id_], after[id_]) <= LEVEL
    ]
    if lost:
        yield GateReason(
            "regression",
            f"It fails these every time, and {baseline.in_words} passed them every time: {_listed(lost)}.",
            tuple(lost),
        )


def over_budget(
    own: Sequence[Outcome], baseline: Baseline | None, allowed: GateBudgets
) -> Iterator[GateReason]:
    ours = figures_of(0, own)
    wait, cost = ours.first_sentence_p50_ms, ours.cost_per_conversation_usd
    if wait is not None and wait > allowed.first_sentence_ms:
        yield GateReason(
            "latency",
            f"His first sentence takes {wait:,} ms (median); {allowed.first_sentence_ms:,} ms is the limit.",
        )
    if cost is not None and cost > allowed.cost_usd:
        yield GateReason("cost", f"A conversation costs ${cost:.4f}; ${allowed.cost_usd} is the limit.")
    if baseline is None:
        return
    # Against production only where both were played: other scenarios are longer or shorter.
    both = {o.cell.scenario_id for o in own} & {o.cell.scenario_id for o in baseline.outcomes}
    ours = figures_of(0, [o for o in own if o.cell.scenario_id in both])
    theirs = figures_of(0, [o for o in baseline.outcomes if o.cell.scenario_id in both])
    yield from _slower(ours.first_sentence_p50_ms, theirs.first_sentence_p50_ms, baseline, allowed)
    yield from _dearer(ours.cost_per_conversation_usd, theirs.cost_per_conversation_usd, baseline, allowed)


def _slower(
    ours_ms: int | None, theirs_ms: int | None, baseline: Baseline, allowed: GateBudgets
) -> Iterator[GateReason]:
    if ours_ms is None or theirs_ms is None:
        return
    if ours_ms > max(theirs_ms * allowed.latency_ratio, theirs_ms + LATENCY_SLACK_MS):
        yield GateReason(
            "latency",
            f"His first sentence takes {ours_ms:,} ms (median), against {theirs_ms:,} ms of "
            f"{baseline.in_words}; {allowed.latency_ratio:g} times as long is the limit.",
        )


def _dearer(
    ours: Decimal | None, theirs: Decimal | None, baseline: Baseline, allowed: GateBudgets
) -> Iterator[GateReason]:
    if ours is None or theirs is None:
        return
    if ours > theirs * Decimal(str(allowed.cost_ratio)) and theirs > 0:
        yield GateReason(
            "cost",
            f"A conversation costs ${ours:.4f}, against ${theirs:.4f} of "
            f"{baseline.in_words}; {allowed.cost_ratio:g} times as much is the limit.",
        )


def _listed(ids: Sequence[str], *, most: int = 8) -> str:
    shown = ", ".join(ids[:most])
    return f"{shown} and {len(ids) - most} more" if len(ids) > most else shown
