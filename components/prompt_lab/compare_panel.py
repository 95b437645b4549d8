"""Any two versions, word by word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from components.plan_form import version_label
from components.prompt_lab.diff_view import draw_diff, draw_legend
from santa_core.domain.prompt_diff import diff_versions
from santa_core.domain.prompts import PromptVersion


@st.fragment
def draw_compare(versions: Sequence[PromptVersion], labels: Mapping[str, int], chosen: PromptVersion) -> None:
    st.subheader("Compare two versions", anchor=False)
    if len(versions) < 2:
        st.caption("There is one version. Save a second one, and see here what differs.")
        return
    by_number = {version.number: version for version in versions}
    numbers = list(by_number)
    other = _counterpart(chosen, labels, numbers)
    with st.form("compare_versions", border=False):
        left, right, go = st.columns([3, 3, 1], vertical_alignment="bottom")
        old = left.selectbox(
            "From",
            numbers,
            index=numbers.index(other),
            format_func=lambda number: version_label(by_number[number], labels),
            key=f"compare_from_{chosen.number}",
        )
        new = right.selectbox(
            "To",
            numbers,
            index=numbers.index(chosen.number),
            format_func=lambda number: version_label(by_number[number], labels),
            key=f"compare_to_{chosen.number}",
        )
        asked = go.form_submit_button("Compare", icon=":material/difference:", width="stretch")
    if not asked or old is None or new is None:
        return
    found = diff_versions(by_number[old], by_number[new])
    changed = sum(field.is_changed for field in found)
    st.caption(f"{changed} of {len(found)} fields differ." if changed else "The two are the same.")
    if changed:
        draw_legend()
        draw_diff(found)


def _counterpart(chosen: PromptVersion, labels: Mapping[str, int], numbers: Sequence[int]) -> int:
    """Production, what it was made from, or the one before: whichever differs first."""
    candidates = [labels.get("production"), chosen.parent, *numbers]
    return next(n for n in candidates if n is not None and n != chosen.number and n in numbers)
