"""Who sits in front of the screen: asked once, remembered by the browser. A label in the log, no sign-in."""

from __future__ import annotations

import contextlib
import getpass
from urllib.parse import quote, unquote

import streamlit as st

from components import session_state
from components.safe_text import as_text
from components.services import studio

MAX_STAFF_NAME_CHARACTERS = 80
_COOKIE = "santa_studio_name"
_ONE_YEAR_SECONDS = 365 * 24 * 3600
_SIGN_OUT_SECONDS = 5

# Streamlit reads cookies but sets none. The name is no credential, so the cookie needs no signature.
_SHIM = """
export default function (component) {
  document.cookie = component.data.cookie
}
"""
_cookie_writer = st.components.v2.component("santa_name_cookie", js=_SHIM)


def require_name() -> str:
    """Each page's first line: the name of who is calling. Until somebody gives one, it is that of the
    account the studio runs under: nobody has to fill in a form before a call.

    The pages call it themselves: Streamlit may open a page's file without the navigation around it.
    """
    name = session_state.staff_name() or _remembered_by_browser()
    if name is None:
        return _account_name()
    session_state.remember_staff_name(name)
    return name


def keep_in_browser() -> None:
    """Below the page: writes the cookie once the name is known and differs from it."""
    name = session_state.staff_name()
    if name is not None and name != st.context.cookies.get(_COOKIE):
        value = f"{_COOKIE}={quote(name, safe='')}; path=/; max-age={_ONE_YEAR_SECONDS}; samesite=strict"
        _cookie_writer(key="name_cookie", data={"cookie": value})


def draw_name(name: str) -> None:
    """Who the log will name, and the way to change it; asked openly as long as nobody has said."""
    if session_state.staff_name() is None:
        _ask(name)
        return
    with st.popover(f"Calling as {as_text(name)}", width="content"):
        st.caption("Calls of this name that are open end when another takes over.")
        _name_form("Who is calling from now on?", value=name, button="Change")


def usable_name(given: str) -> str | None:
    """One line of printable text; None if nothing is left."""
    line = " ".join("".join(c if c.isprintable() else " " for c in given).split())
    return line[:MAX_STAFF_NAME_CHARACTERS].strip() or None


def _remembered_by_browser() -> str | None:
    value = st.context.cookies.get(_COOKIE)
    return usable_name(unquote(value)) if value else None


def _account_name() -> str:
    try:
        return usable_name(getpass.getuser()) or "Guest"
    except (OSError, KeyError):  # an account without a name, in some containers
        return "Guest"


def _ask(assumed: str) -> None:
    with st.popover(f"Calling as {as_text(assumed)}: is that you?", width="content"):
        st.caption("The log of calls says who made each one. This browser remembers the name.")
        _name_form("Your name", value=assumed, button="That is me")


def _name_form(label: str, *, value: str, button: str) -> None:
    with st.form("who_is_calling", border=False):
        given = st.text_input(
            label, value=value, max_chars=MAX_STAFF_NAME_CHARACTERS, autocomplete="given-name"
        )
        if st.form_submit_button(button, type="primary"):
            name = usable_name(given or "")
            if name is None:
                st.error("Write a name, then press the button again.")
            else:
                _sign_out_of(session_state.staff_name(), now=name)
                session_state.remember_staff_name(name)
                st.rerun()


def _sign_out_of(before: str | None, *, now: str) -> None:
    """Somebody else sits here from now on: calls of who sat here end. A name that nobody gave is the
    account's, and may be that of many people: its calls go on."""
    if before is None or before == now:
        return
    calls = studio().calls

    async def sign_out() -> None:
        await calls.sign_out(before)

    # The calls end by themselves from here; a busy studio does not keep anybody from giving a name.
    with contextlib.suppress(TimeoutError):
        studio().wait_for(sign_out, timeout_seconds=_SIGN_OUT_SECONDS)
