"""The main script: page settings, the logo, the pages and their addresses.

It lies in a folder without a sibling `pages/`, and the pages are given by absolute path: otherwise
Streamlit would open a page's file by itself, without this script (docs/decisions/0003).
"""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from components import who_is_calling

_HERE = Path(__file__).parent
_IMAGES = _HERE.parent / "components" / "images"

st.set_page_config(page_title="Santa call studio", page_icon="🎅", layout="wide")
st.logo(
    str(_IMAGES / ("logo-dark.svg" if st.context.theme.type == "dark" else "logo-light.svg")), size="large"
)
page = st.navigation(
    [
        st.Page(_HERE / "home.py", title="Home", icon=":material/home:", default=True),
        st.Page(_HERE / "call.py", title="Call", icon=":material/video_call:", url_path="call"),
        st.Page(_HERE / "prompts.py", title="Prompts", icon=":material/edit_note:", url_path="prompts"),
        st.Page(_HERE / "usage.py", title="Usage", icon=":material/bar_chart:", url_path="usage"),
        st.Page(
            _HERE / "diagnostics.py",
            title="Diagnostics",
            icon=":material/troubleshoot:",
            url_path="diagnostics",
        ),
    ],
    position="top",
)
page.run()
who_is_calling.keep_in_browser()
