"""Text that people typed, shown as they typed it: never as markup.

Streamlit's labels, captions and alerts are Markdown with extensions; `st.html` is HTML. Each has its own
escape here. `st.text`, selectbox options and dataframe cells take text as it is.
"""

from __future__ import annotations

import html
import re

# CommonMark lets a backslash stand before any ASCII punctuation.
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
# Streamlit replaces these after the Markdown is parsed, when the backslashes are gone: icons and
# emoji (:material/home:, :+1:), arrows and dashes (->, <-, --), comparisons (>=, ~=).
_LATE = re.compile(r"(:)(?=[\w+/-]+:)|([<>~-])(?=[-=>])|(www|https?)(?=[.:])", re.IGNORECASE)
_JOINER = "\u2060"  # word joiner: no width, no line break


def as_text(text: str) -> str:
    """`text` for a Markdown place, on one line, shown exactly as it was typed."""
    broken = _LATE.sub(lambda match: match.group() + _JOINER, " ".join(text.split()))
    return _PUNCTUATION.sub(r"\\\1", broken)


def as_html(text: str) -> str:
    """`text` for an HTML place, also inside a quoted attribute; line breaks stay."""
    return html.escape(text, quote=True).replace("\n", "<br>")
