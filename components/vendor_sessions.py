"""The sessions that are open at the vendors, whose they are, and a way to close those that are nobody's."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, tzinfo

import pandas as pd
import streamlit as st

from components import session_state
from components.page_links import link_to
from components.safe_text import as_text
from components.times import browser_zone, day_and_time, moment
from santa_core.domain.accounts import AccountEvent
from santa_core.errors import SantaError
from santa_core.services.orphans import Orphans
from santa_core.services.vendor_accounts import AccountReport, accounts_of
from santa_core.services.vendor_checks import said_by
from santa_core.services.vendor_sessions import OwnedSession, Ownership
from santa_core.studio import Studio

_MOST_BUTTONS = 8  # more strangers than this are closed a few at a time
_CLOSING_SECONDS = 60  # the service tries for a while before it gives up
_ROW_PIXELS = 35
_EVENTS = {
    "stranger_closed": "closed",
    "stranger_not_closed": "could not be closed",
    "closing_stranger": "is to be closed",
}


def draw_sessions(
    studio: Studio, sessions: Sequence[OwnedSession], reports: Sequence[AccountReport], *, staff_name: str
) -> None:
    outcome = session_state.closing_outcome()
    if outcome:
        st.info(as_text(outcome), icon=":material/info:")
    for report in reports:
        if report.sessions.value is None:
            st.warning(
                f"{as_text(report.account)} did not say which sessions are open. "
                f"{as_text(said_by(report.sessions.refusal))}",
                icon=":material/cloud_off:",
            )
    if not sessions:
        if all(report.sessions.value is not None for report in reports):
            st.markdown(":green[:material/check_circle:] No session is open anywhere: no meter runs.")
        return
    zone = browser_zone()
    _draw_table(sessions, zone)
    closable = [owned for owned in sessions if owned.may_be_closed]
    for owned in closable[:_MOST_BUTTONS]:
        _draw_closable(studio, owned, zone, staff_name=staff_name)
    if len(closable) > _MOST_BUTTONS:
        st.caption(
            f"{len(closable) - _MOST_BUTTONS} more that may be closed are in the table: they follow here "
            "when these are closed."
        )


def draw_orphans(orphans: Orphans) -> None:
    """What lost its server, and what was closed by hand."""
    zone = browser_zone()
    for call in orphans.open:
        since = as_text(moment(call.last_seen_at or call.created_at, zone))
        st.warning(
            f"A call of {as_text(call.staff_name)} lost its server at {since} and is not closed yet. The "
            "studio tries again every few seconds.",
            icon=":material/timer:",
        )
    if orphans.reaped:
        st.markdown("**Closed after the studio was interrupted**")
        for call in orphans.reaped:
            ended = as_text(moment(call.ended_at or call.created_at, zone))
            link_to(
                "call",
                f"{ended}: a call of {as_text(call.staff_name)}",
                icon=":material/healing:",
                query={"review": call.call_id},
            )
    events = _outcomes(orphans.account_events)
    if events:
        st.markdown("**Closed by hand**")
        st.markdown("\n".join(f"- {_event_line(event, zone)}" for event in events))
    if not (orphans.open or orphans.reaped or orphans.account_events):
        st.caption("Nothing had to be closed after a crash or by hand.")


def _draw_table(sessions: Sequence[OwnedSession], zone: tzinfo) -> None:
    rows = [
        {
            "account": owned.account,
            "owner": _owner(owned),
            "since": _since(owned.since, zone),
            "status": owned.session.status,
            "session": owned.session.session_id,
        }
        for owned in sessions
    ]
    column = st.column_config
    st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        height=min(38 + _ROW_PIXELS * len(rows), 38 + _ROW_PIXELS * 10),
        key="vendor_sessions",
        column_config={
            "account": column.TextColumn("Account", width=110),
            "owner": column.TextColumn("Owner", width="medium"),
            "since": column.TextColumn("Since", width="medium"),
            "status": column.TextColumn("Status", width=90),
            "session": column.TextColumn("Session"),
        },
    )


def _draw_closable(studio: Studio, owned: OwnedSession, zone: tzinfo, *, staff_name: str) -> None:
    session_id = owned.session.session_id
    with st.container(horizontal=True, vertical_alignment="center", border=True):
        since = as_text(_since(owned.since, zone))
        st.markdown(
            f":orange[:material/warning:] **{as_text(owned.account)}**, {since}: "
            f"{as_text(_owner(owned))} ({as_text(_short(session_id))})"
        )
        with st.popover("Close this session", icon=":material/power_settings_new:", key=f"ask_{session_id}"):
            st.write(
                f"This ends the session at {as_text(owned.account)} at once and stops its meter. Whoever is "
                "in it loses the picture; it cannot be taken back. The log names you."
            )
            st.button(
                "Yes, close it",
                type="primary",
                key=f"close_{session_id}",
                on_click=_close_and_tell,
                args=(studio, owned, staff_name),
            )


def _close_and_tell(studio: Studio, owned: OwnedSession, staff_name: str) -> None:
    """Before the page is drawn anew: it then asks what is still open."""
    session_state.remember_closing_outcome(_close(studio, owned, staff_name=staff_name))
    session_state.forget_account_reports()


def _close(studio: Studio, owned: OwnedSession, *, staff_name: str) -> str:
    """How it went, in a sentence."""
    provider = accounts_of(studio.providers)[owned.account][0]
    session_id = owned.session.session_id
    try:
        studio.wait_for(
            lambda: studio.calls.close_stranger(provider.avatar, session_id, by=staff_name),
            timeout_seconds=_CLOSING_SECONDS,
        )
    except SantaError as error:
        return f"The session {_short(session_id)} was not closed. {error}"
    except TimeoutError:
        return f"{owned.account} has not confirmed within {_CLOSING_SECONDS} s. Look again in a minute."
    return f"The session {_short(session_id)} at {owned.account} is closed."


def _owner(owned: OwnedSession) -> str:
    if owned.call is None:
        return "unknown: opened elsewhere"
    who = owned.call.staff_name
    match owned.ownership:
        case Ownership.CALL:
            return f"a call of {who}"
        case Ownership.OPENING:
            return f"perhaps a call of {who} that is being opened"
        case _:
            return f"a call of {who} that is over"


def _since(since: datetime | None, zone: tzinfo) -> str:
    return f"since {day_and_time(since, zone)}" if since else "since an unknown time"


def _outcomes(events: Sequence[AccountEvent]) -> list[AccountEvent]:
    """Without the beginnings of what has come to an end."""
    over = {event.session_id for event in events if event.name != "closing_stranger"}
    return [event for event in events if event.name != "closing_stranger" or event.session_id not in over]


def _event_line(event: AccountEvent, zone: tzinfo) -> str:
    done = _EVENTS.get(event.name, event.name.replace("_", " "))
    session = f"session {_short(event.session_id)} at " if event.session_id else ""
    return as_text(f"{moment(event.at, zone)}: {session}{event.account} {done}, by {event.by}")


def _short(session_id: str) -> str:
    return session_id if len(session_id) <= 44 else f"{session_id[:44]}…"
