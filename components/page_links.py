"""Ways from one page to another."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Literal, NoReturn
from urllib.parse import urlencode

import streamlit as st

PageName = Literal["home", "call", "prompts", "usage", "diagnostics"]

_PAGES = Path(__file__).parent.parent / "pages"


def go_to(page: PageName, *, query: Mapping[str, str] | None = None) -> NoReturn:
    st.switch_page(_PAGES / f"{page}.py", query_params=dict(query or {}))


def make_a_test_case(call_id: str, turn: int) -> dict[str, str]:
    """The query of the Prompts page that opens the form of a new case with this turn of a call in it."""
    return {"tab": "suites", "case_from": call_id, "turn": str(turn)}


def address_of(page: PageName, query: Mapping[str, str]) -> str:
    """For links inside HTML; everywhere else `link_to`, which does not load the page anew."""
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return f"{f'/{base}' if base else ''}/{page}?{urlencode(query)}"


def link_to(page: PageName, label: str, *, icon: str, query: Mapping[str, str] | None = None) -> None:
    """`label` is Markdown."""
    st.page_link(_PAGES / f"{page}.py", label=label, icon=icon, query_params=dict(query or {}))
