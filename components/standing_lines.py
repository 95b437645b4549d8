"""What stands behind the Start button: what is left, and why a call would not be opened now."""

from __future__ import annotations

import contextlib
from datetime import datetime, timedelta
from decimal import ROUND_DOWN, Decimal

import streamlit as st

from components import session_state
from components.price_lines import plain
from components.safe_text import as_text
from components.session_state import KeptStanding
from santa_core.domain.billing import dollars
from santa_core.domain.calls import Avatar
from santa_core.services.standing import Standing
from santa_core.studio import Studio

_KEPT_FOR = timedelta(seconds=30)
_ASK_SECONDS = 2.0  # the page is not held up for longer; opening the call asks again anyway
_HUNDREDTH = Decimal("0.01")


def standing_of(studio: Studio, *, avatar: Avatar, cap_seconds: int) -> Standing | None:
    """None where it was not told in time, or the avatar is not set up. Kept for half a minute: a page runs
    again with every key that is pressed. Raises StorageError."""
    if avatar not in studio.providers:
        return None
    kept = session_state.kept_standing()
    if kept is not None and _still_counts(kept, avatar, cap_seconds, now=studio.clock.now()):
        return kept.standing
    standing = None
    with contextlib.suppress(TimeoutError):
        standing = studio.wait_for(
            lambda: studio.calls.standing(avatar, cap_seconds), timeout_seconds=_ASK_SECONDS
        )
    session_state.remember_standing(KeptStanding(avatar, cap_seconds, studio.clock.now(), standing))
    return standing


def _still_counts(kept: KeptStanding, avatar: Avatar, cap_seconds: int, *, now: datetime) -> bool:
    """A vendor that did not answer is not asked again for another length of call."""
    same = kept.avatar is avatar and (kept.standing is None or kept.cap_seconds == cap_seconds)
    return same and timedelta() <= now - kept.at < _KEPT_FOR


def left_line(standing: Standing | None, *, account: str) -> str:
    """Plain text: "Left: $41.20 of this month's budget and 9.8 credits at HeyGen (48 min)."

    Empty where there is neither a budget nor a balance."""
    if standing is None:
        return f"What is left at {account} is not known: no answer came in time."
    left = []
    if standing.budget_left_usd is not None:
        left.append(f"{dollars(max(standing.budget_left_usd, Decimal(0)))} of this month's budget")
    if standing.credits_left is not None:
        credits = plain(standing.credits_left.quantize(_HUNDREDTH, ROUND_DOWN))
        minutes = "" if standing.minutes_left is None else f" ({int(standing.minutes_left)} min)"
        left.append(f"{credits} credits at {account}{minutes}")
    return f"Left: {' and '.join(left)}." if left else ""


def draw_standing(standing: Standing | None) -> None:
    """What speaks against this call, and a way to look again."""
    if standing is None:
        return
    for warning in standing.warnings:
        st.warning(as_text(warning), icon=":material/savings:")
    if standing.refusal is not None:
        st.error(as_text(standing.refusal), icon=":material/block:")
        if st.button("Check again", icon=":material/refresh:"):
            session_state.forget_standing()
            st.rerun()
