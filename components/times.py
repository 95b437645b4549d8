"""Times as people read them: in the browser's time zone, which is named."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st


def browser_zone() -> tzinfo:
    """UTC where the browser does not say, or this machine does not know the zone."""
    try:
        return ZoneInfo(st.context.timezone or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        return UTC


def moment(at: datetime, zone: tzinfo) -> str:
    """ "24 Dec 2025, 18:05:09 CET"."""
    local = at.astimezone(zone)
    return f"{local.day} {local:%b %Y, %H:%M:%S %Z}"


def day_and_time(at: datetime, zone: tzinfo) -> str:
    """ "24 Dec, 18:05 CET"."""
    local = at.astimezone(zone)
    return f"{local.day} {local:%b, %H:%M %Z}"


def time_of_day(at: datetime, zone: tzinfo) -> str:
    """ "18:05:09 CET"."""
    return f"{at.astimezone(zone):%H:%M:%S %Z}"


def into_call(seconds: float | None) -> str:
    """ "0:07", "12:31"; empty before the call."""
    if seconds is None:
        return ""
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes}:{rest:02d}"
