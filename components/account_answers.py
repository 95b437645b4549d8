"""What the vendors say of the accounts, asked for a page and kept for half a minute."""

from __future__ import annotations

from datetime import timedelta

import streamlit as st

from components import session_state
from components.session_state import KeptReports
from santa_core.ports import AvatarProvider
from santa_core.services.vendor_accounts import ANSWER_SECONDS, Catalogue, ask_accounts, ask_catalogue
from santa_core.studio import Studio

_KEPT_FOR = timedelta(seconds=30)
# Each answer is waited for by its own time limit; this is for a loop that is too busy to keep it.
_LONGEST_SECONDS = ANSWER_SECONDS + 4


def reports_of(studio: Studio) -> KeptReports | None:
    """All accounts, asked at once. None if the studio itself was too busy to ask."""
    kept = session_state.account_reports()
    if kept is not None and timedelta() <= studio.clock.now() - kept.at < _KEPT_FOR:
        return kept
    with st.spinner("Asking the vendors"):
        try:
            reports = studio.wait_for(
                lambda: ask_accounts(studio.providers, clock=studio.clock), timeout_seconds=_LONGEST_SECONDS
            )
        except TimeoutError:
            return None
    kept = KeptReports(studio.clock.now(), tuple(reports))
    session_state.remember_account_reports(kept)
    return kept


def catalogue_of(studio: Studio, provider: AvatarProvider) -> Catalogue | None:
    """Asked now. None if the studio itself was too busy to ask."""
    with st.spinner(f"Asking {provider.account}"):
        try:
            found = studio.wait_for(lambda: ask_catalogue(provider), timeout_seconds=_LONGEST_SECONDS)
        except TimeoutError:
            return None
    session_state.remember_catalogue(found)
    return found
