"""Ways from one page to another."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Literal, NoReturn

import streamlit as st

PageName = Literal["home", "call", "prompts", "usage", "diagnostics"]

_PAGES = Path(__file__).parent.parent / "pages"


def go_to(page: PageName, *, query: Mapping[str, str] | None = None) -> NoReturn:
    st.switch_page(_PAGES / f"{page}.py", query_params=dict(query or {}))


def link_to(page: PageName, label: str, *, icon: str, query: Mapping[str, str] | None = None) -> None:
    """`label` is Markdown."""
    st.page_link(_PAGES / f"{page}.py", label=label, icon=icon, query_params=dict(query or {}))
