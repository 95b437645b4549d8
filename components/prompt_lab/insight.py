"""Beside the editor: what the lint says, what an answer costs, what Santa is told."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import streamlit as st

from components.safe_text import as_text
from santa_core.domain.calls import Child
from santa_core.domain.child_details import prompt_values
from santa_core.domain.prompt_cost import CALL_TURNS, estimated_cost
from santa_core.domain.prompt_fields import TEXT, content_fields, field_label
from santa_core.domain.prompt_lint import Finding, Level
from santa_core.domain.prompts import PromptVersion, render
from santa_core.errors import InputError

SAMPLE_CHILDREN = {
    "Emma, 6": Child("Emma", 6, "en", ("a wooden train", "a puzzle"), ("helped her little brother",)),
    "Zosia, 7, Polish": Child("Zosia", 7, "pl", ("klocki",), ("pomogła babci",)),
    "Ben, 9, from Germany": Child("Ben", 9, "de", ("ein Fahrrad",), ("hat den Tisch gedeckt",)),
    "A child nobody told anything about": Child("", None, "en"),
}
_ICONS = {
    Level.ERROR: ":red[:material/error:]",
    Level.WARNING: ":orange[:material/warning:]",
    Level.HINT: ":blue[:material/lightbulb:]",
}
_NAMES = {Level.ERROR: "Error", Level.WARNING: "Warning", Level.HINT: "Hint"}
_QUOTED_CHARACTERS = 80
_FINDINGS_HEIGHT = 300


def draw_findings(findings: Sequence[Finding], content: PromptVersion) -> None:
    st.markdown("**Checks**")
    if not findings:
        st.success("Nothing to complain of.", icon=":material/check_circle:")
        return
    st.caption(_counted(findings))
    texts = content_fields(content)
    with st.container(
        key="lint_findings", border=True, height=_FINDINGS_HEIGHT if len(findings) > 3 else "content"
    ):
        for finding in findings:
            st.markdown(_in_words(finding, texts.get(finding.path, "")))


def draw_cost(content: PromptVersion, child: Child) -> None:
    cost = estimated_cost(content, child)
    st.markdown(
        "**Cost, estimated**",
        help=f"Of an answer, on average of a call of {CALL_TURNS} turns: every answer sends the prompt and "
        "the conversation so far again. Tokens are estimated at four characters each, which is up to 15% "
        "high for English and 20% low for Polish.",
    )
    a_turn, a_call = dollars_in_words(cost.a_turn_usd), dollars_in_words(cost.call_usd)
    with st.container(border=True):
        st.markdown(
            f"**{cost.prompt_tokens:,} tokens** of prompt with every answer  \n"
            f"**{as_text(a_turn)}** a turn · **{as_text(a_call)}** a call of {CALL_TURNS} turns"
        )


def draw_preview(content: PromptVersion, child: Child) -> None:
    with st.expander("What Santa is told", icon=":material/visibility:"):
        try:
            values = prompt_values(child, content)
            st.code(render(content.text, values), language=None, wrap_lines=True, height=380)
            lines = content.lines_for(child.language)
            st.caption("He greets with")
            st.text(render(lines.greeting, values))
        except InputError as error:
            st.warning(as_text(str(error)), icon=":material/data_object:")


def dollars_in_words(usd: Decimal | None) -> str:
    """ "$0.00021", "$0.034": two figures that say something."""
    if usd is None:
        return "not known"
    if usd >= Decimal("0.1") or usd == 0:
        return f"${usd:.2f}"
    places = 1 - usd.adjusted()
    return f"${usd:.{places}f}"


def _counted(findings: Sequence[Finding]) -> str:
    parts = []
    for level in Level:
        count = sum(finding.level is level for finding in findings)
        if count:
            parts.append(f"{count} {_NAMES[level].lower()}{'s' if count > 1 else ''}")
    ending = "An error keeps it from being saved." if findings[0].level is Level.ERROR else ""
    return f"{', '.join(parts)}. {ending}"


def _in_words(finding: Finding, text: str) -> str:
    place = "" if finding.path == TEXT else f"{as_text(field_label(finding.path))}: "
    quoted = ""
    if finding.span is not None:
        said = text[slice(*finding.span)]
        shown = said if len(said) <= _QUOTED_CHARACTERS else said[:_QUOTED_CHARACTERS] + "…"
        quoted = f"“{as_text(shown)}” · "
    message = as_text(finding.message)
    return f"{_ICONS[finding.level]} **{_NAMES[finding.level]}** · {place}{quoted}{message}"
