"""What of the studio is connected, as a list."""

from __future__ import annotations

import streamlit as st

from components.safe_text import as_text
from santa_core.services.health import Check


def draw_checks(checks: list[Check]) -> None:
    for check in checks:
        name = as_text(check.name[:1].upper() + check.name[1:])
        if check.ok:
            icon = ":green[:material/check_circle:]"
        elif check.needed:
            icon = ":red[:material/error:]"
        else:
            icon = ":gray[:material/radio_button_unchecked:]"
        st.markdown(f"{icon} **{name}** · {as_text(check.detail or 'Ready.')}")
