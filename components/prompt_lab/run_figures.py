"""Each version of a run in figures: passed, wait, cost; and how far the judge and people agree."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from components.plan_form import version_label
from components.prompt_lab.run_words import counted, interval_in_words, money, percent
from components.safe_text import as_html, as_text
from santa_core.domain.prompts import PromptVersion
from santa_core.evaluation.comparison import Comparison, VersionFigures
from santa_core.evaluation.earlier_runs import judge_agreement
from santa_core.studio import Studio

_RATED_RUNS = 20  # the newest ones that people rated
_STYLE = """<style>
dl.figures.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(5.8rem, 1fr));
  gap: 0.6rem 0.8rem; margin: 0; padding: 0; }
.figures div { margin: 0; }
dl.figures.figures dt { font-size: 0.8rem; opacity: 0.8; font-weight: 400; margin: 0; padding: 0; }
dl.figures.figures dd { margin: 0; padding: 0; font-size: 1.1rem; font-weight: 600; white-space: nowrap;
  font-variant-numeric: tabular-nums; }
.figures small { display: block; white-space: normal; font-size: 0.75rem; font-weight: 400; opacity: 0.8; }
</style>"""


def draw_figures(
    comparison: Comparison, versions: Mapping[int, PromptVersion], labels: Mapping[str, int]
) -> None:
    baseline = comparison.figures.get(labels.get("production", 0))
    for column, number in zip(st.columns(len(comparison.run.versions)), comparison.run.versions, strict=True):
        figures = comparison.figures[number]
        with column.container(border=True):
            name = version_label(versions[number], labels) if number in versions else f"Version {number}"
            st.markdown(f"**{as_text(name)}**")
            _draw_version(figures, None if baseline is figures else baseline)


def figures_html(figures: VersionFigures, baseline: VersionFigures | None) -> str:
    """The three figures people compare versions by, and how they differ from production's."""
    wait, cost = figures.first_sentence_p50_ms, figures.cost_per_conversation_usd
    passed = f"{figures.passes} of {figures.of}" if figures.of else "nothing yet"
    tiles = [
        ("Passed", passed, _passed_note(figures)),
        ("First sentence", "–" if wait is None else f"{wait:,} ms", _wait_note(wait, baseline)),
        ("A conversation", "–" if cost is None else money(cost), _cost_note(figures)),
    ]
    rows = "".join(
        f"<div><dt>{as_html(name)}</dt><dd>{as_html(value)}<small>{as_html(note)}</small></dd></div>"
        for name, value, note in tiles
    )
    return f'{_STYLE}<dl class="figures">{rows}</dl>'


def _passed_note(figures: VersionFigures) -> str:
    if not figures.of:
        return ""
    return f"{percent(figures.passes / figures.of)}, likely {interval_in_words(figures.interval)}"


def _wait_note(wait: int | None, baseline: VersionFigures | None) -> str:
    before = baseline.first_sentence_p50_ms if baseline else None
    if wait is None or before is None:
        return ""
    change = wait - before
    if change == 0:
        return "as production"
    return f"{abs(change):,} ms {'slower' if change > 0 else 'faster'} than production"


def _cost_note(figures: VersionFigures) -> str:
    return "" if figures.cost_usd is None else f"{money(figures.cost_usd)} in all"


def _draw_version(figures: VersionFigures, baseline: VersionFigures | None) -> None:
    st.html(figures_html(figures, baseline))
    facts = []
    if figures.first_sentence_p95_ms is not None:
        facts.append(f"19 in 20 first sentences within {figures.first_sentence_p95_ms:,} ms")
    if figures.input_tokens is not None and figures.output_tokens is not None:
        facts.append(f"{figures.input_tokens:,} + {figures.output_tokens:,} tokens")
    if figures.errors:
        facts.append(f"{counted(figures.errors, 'conversation')} broken off")
    if figures.cached:
        facts.append(f"{figures.cached} known from earlier runs")
    st.caption(as_text(" · ".join(facts)))


def draw_agreement(studio: Studio) -> None:
    """The judge against people's thumbs, over the newest runs that people rated. Raises StorageError."""
    ratings = studio.suite_log.ratings()
    run_ids = list(dict.fromkeys(rating.run_id for rating in reversed(ratings)))[:_RATED_RUNS]
    outcomes = {run_id: studio.suite_log.outcomes(run_id) for run_id in run_ids}
    found = judge_agreement(outcomes, [rating for rating in ratings if rating.run_id in outcomes])
    st.markdown("**The judge and people**")
    if found.of == 0 or found.rate is None:
        st.caption(
            "Nothing to compare yet: rate conversations that the judge has judged with Good or Bad. How far "
            "they agree tells how much the judge's word is worth."
        )
        return
    kappa = "" if found.kappa is None else f", kappa {found.kappa:.2f} (1 is full agreement, 0 is chance)"
    st.caption(
        as_text(
            f"They agree on {found.both_good + found.both_bad} of {counted(found.of, 'conversation')} "
            f"({percent(found.rate)}{kappa}). Only the judge was content with {found.only_judge_good}, "
            f"only people with {found.only_people_good}."
        )
    )
