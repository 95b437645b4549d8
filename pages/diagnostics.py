"""Diagnostics: whether this person's sound reaches the studio and is understood, and what is connected."""

from __future__ import annotations

import streamlit as st

from components import session_state
from components.hearing_test import draw_hearing_test
from components.safe_text import as_text
from components.services import studio
from components.studio_checks import draw_checks
from components.who_is_calling import require_name
from santa_core.errors import StorageError


def draw() -> None:
    require_name()
    if session_state.arrived_at("diagnostics"):
        session_state.begin_hearing_try(failures=0)  # leaving the page ended the connection
    st.title("Diagnostics", anchor=False)
    st.header("Can Santa hear you?", anchor=False)
    st.write("Speak to the studio and see what arrives, and which words it makes of it.")
    st.caption(":material/lock: Nothing is recorded or stored: the sound is measured and forgotten.")
    services = studio()
    draw_hearing_test(services)
    st.header("This studio", anchor=False)
    try:
        draw_checks(services.health())
    except StorageError as error:
        st.error(as_text(str(error)), icon=":material/database:")


draw()
