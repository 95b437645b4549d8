"""The address of the Suites tab: what is shown can be sent to a colleague, left, and come back to.

/prompts?tab=suites&view=runs|cases|trend&run=ID&scenario=ID&version=N&case_from=CALL&turn=INDEX
"""

from __future__ import annotations

import streamlit as st

VIEWS = {"runs": "Runs", "cases": "Test cases", "trend": "Trend"}


def view() -> str:
    """A moment of a call that is to become a test case opens the cases, whatever the address says."""
    if "case_from" in st.query_params:
        return "cases"
    asked = st.query_params.get("view", "runs")
    return asked if asked in VIEWS else "runs"


def value(name: str) -> str | None:
    return st.query_params.get(name) or None


def number(name: str) -> int | None:
    text = st.query_params.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def show(**values: str | int | None) -> None:
    """Puts these into the address; None takes one out."""
    for name, wanted in values.items():
        if wanted is None:
            if name in st.query_params:
                del st.query_params[name]
        elif st.query_params.get(name) != str(wanted):
            st.query_params[name] = str(wanted)
