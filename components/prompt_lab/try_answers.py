"""The answers of a try side by side: what would be spoken, what was blocked, how long and how dear."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from components.prompt_lab.checked_text import marked_html
from components.safe_text import as_html, as_text
from santa_core.domain.safety.screen import Screened
from santa_core.domain.scenarios import Scenario
from santa_core.domain.suites import TestTurn
from santa_core.domain.token_prices import token_cost_usd
from santa_core.evaluation.trial import Trial
from santa_core.evaluation.try_out import Exchange


def draw_child(said: str, scenario: Scenario) -> None:
    with st.chat_message(as_text(scenario.child.name), avatar=":material/child_care:"):
        st.text(said)


def draw_exchange(exchange: Exchange, trials: Sequence[Trial], scenario: Scenario) -> None:
    draw_child(exchange.said, scenario)
    extra = exchange.was_answered is not None
    columns = st.columns(len(trials) + extra)
    for column, answer, trial in zip(columns, exchange.answers, trials, strict=False):
        with column.container(border=True):
            _draw_answer(answer, trial)
    if extra:
        with columns[-1].container(border=True):
            st.caption("In the call")
            st.text(exchange.was_answered)


def _draw_answer(answer: TestTurn | str | None, trial: Trial) -> None:
    if answer is None:
        st.caption("Not finished.")
    elif isinstance(answer, str):
        st.error(as_text(answer), icon=":material/cloud_off:")
    else:
        st.text(answer.santa or "(nothing)")
        _draw_checks(answer)
        st.caption(_figures(answer, trial))


def _draw_checks(answer: TestTurn) -> None:
    if answer.violations:
        st.html(f"<p><small>He wrote: {marked_html(answer.written, answer.violations)}</small></p>")
    for violation in answer.violations:
        icon = ":material/block:" if violation.severity == "blocker" else ":material/warning:"
        st.caption(f"{icon} **{violation.rule}**: {as_text(violation.reason)}")
    for alert in answer.alerts:
        st.caption(f":material/emergency_home: **{alert.kind}**: {as_text(alert.reason)}")
    if not answer.violations:
        st.caption(":material/check: passes the safety check")


def _figures(answer: TestTurn, trial: Trial) -> str:
    parts = []
    if answer.first_sentence_ms is not None:
        parts.append(f"first sentence {answer.first_sentence_ms:,} ms")
    if answer.input_tokens is not None and answer.output_tokens is not None:
        parts.append(f"{answer.input_tokens:,} + {answer.output_tokens:,} tokens")
        cost = token_cost_usd(trial.model, answer.input_tokens, answer.output_tokens)
        parts.append("no price known" if cost is None else f"\\${cost:.5f}")
    return " · ".join([*parts, as_text(trial.model)])


@dataclass
class Writing:
    """Answers while they are written: the child's line, and under it a column for each version."""

    lines: Sequence[str]
    versions: int
    scenario: Scenario
    _line: int = -1
    _places: list[DeltaGenerator] = field(default_factory=list)
    _written: list[str] = field(default_factory=list)

    def add(self, line: int, place: int, sentence: Screened) -> None:
        if line != self._line:
            self._begin(line)
        said = f"{as_html(sentence.spoken)} " if sentence.spoken else ""
        self._written[place] += (
            f"<del>{as_html(sentence.written)}</del> {said}" if sentence.is_blocked else said
        )
        self._places[place].html(f"<p>{self._written[place]}</p>")

    def _begin(self, line: int) -> None:
        self._line = line
        draw_child(self.lines[line], self.scenario)
        self._places = [column.container(border=True).empty() for column in st.columns(self.versions)]
        self._written = [""] * self.versions
