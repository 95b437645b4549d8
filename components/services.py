"""The studio every page shares: built once in a process, the only caller of bootstrap."""

from __future__ import annotations

import streamlit as st

from santa_core.bootstrap import open_studio
from santa_core.settings import load_settings
from santa_core.studio import Studio


@st.cache_resource(show_spinner=False)
def studio() -> Studio:
    """Raises SettingsError or StorageError with a sentence that says what to do."""
    return open_studio(load_settings())
