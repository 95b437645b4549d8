"""What of the studio is connected, as a list."""

from __future__ import annotations

import streamlit as st

from components.safe_text import as_text
from santa_core.services.health import Check
from santa_core.services.vendor_checks import KeyState


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


def draw_keys(keys: list[KeyState]) -> None:
    """Whether each is there; never what it is."""
    for key in keys:
        icon = ":green[:material/key:]" if key.is_set else ":gray[:material/key_off:]"
        state = "set" if key.is_set else "not set"
        st.markdown(f"{icon} **{as_text(key.name)}** · {state} · {as_text(key.purpose)}")
