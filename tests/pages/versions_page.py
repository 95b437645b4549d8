"""The Versions tab alone, as the Prompts page draws it."""

from __future__ import annotations

import streamlit as st

from components import services
from components.prompt_lab.versions_tab import draw_versions

st.set_page_config(layout="wide")
draw_versions(services.studio())
