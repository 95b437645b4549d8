"""A word-level diff as HTML that holds nobody's markup. Struck out and underlined, not by colour alone."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from components.safe_text import as_html, as_text
from santa_core.domain.prompt_diff import FieldDiff, Segment

# Of what did not change: enough to see where one is.
_KEPT_CHARACTERS = 160

# Half transparent, so that the words keep the theme's own colour on light and dark.
_REMOVED = "background:rgba(179,32,42,.16);text-decoration:line-through;text-decoration-color:#B3202A"
_ADDED = "background:rgba(46,125,91,.22);text-decoration:underline;text-decoration-color:#2E7D5B"
_BOX = (
    "white-space:pre-wrap;overflow-wrap:anywhere;line-height:1.55;font-size:.9rem;padding:.6rem .8rem;"
    "border:1px solid rgba(128,128,128,.35);border-radius:.5rem;max-height:26rem;overflow-y:auto"
)


def draw_diff(fields: Sequence[FieldDiff]) -> None:
    """The fields that changed; a sentence if none did."""
    changed = [field for field in fields if field.is_changed]
    if not changed:
        st.caption("Nothing differs.")
    for field in changed:
        st.markdown(f"**{as_text(field.label)}**")
        st.html(f'<div style="{_BOX}" tabindex="0">{segments_html(field.segments)}</div>')


def draw_legend() -> None:
    st.html(
        f'<small><del style="{_REMOVED}">taken out</del> &nbsp; <ins style="{_ADDED}">put in</ins></small>'
    )


def segments_html(segments: Sequence[Segment]) -> str:
    html = ""
    for index, segment in enumerate(segments):
        if segment.kind == "equal":
            html += _shortened(segment.text, first=index == 0, last=index == len(segments) - 1)
            continue
        tag, style = ("del", _REMOVED) if segment.kind == "removed" else ("ins", _ADDED)
        html += f'<{tag} style="{style}">{_changed(segment.text)}</{tag}>'
    return html


def _changed(text: str) -> str:
    """Line breaks are seen where they are all that changed."""
    return _kept(text.replace("\n", "↵\n") if text.isspace() else text)


def _kept(text: str) -> str:
    # The box keeps line breaks as they are.
    return as_html(text).replace("<br>", "\n")


def _shortened(text: str, *, first: bool, last: bool) -> str:
    if len(text) <= 3 * _KEPT_CHARACTERS:
        return _kept(text)
    begin = 0 if first else text.find(" ", _KEPT_CHARACTERS, 2 * _KEPT_CHARACTERS)
    end = len(text) if last else text.rfind(" ", -2 * _KEPT_CHARACTERS, -_KEPT_CHARACTERS) + 1
    if begin < 0 or end == 0:  # no space nearby: no text that people wrote
        begin, end = min(begin, 0), len(text)
    note = f'<small style="opacity:.65"> … {end - begin:,} characters alike … </small>'
    return _kept(text[:begin]) + note + _kept(text[end:])
