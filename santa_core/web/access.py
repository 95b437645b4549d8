"""Who may use our routes: the Origin must be ours and the ticket must be signed by us.

Streamlit protects its own routes only; a custom route or WebSocket has no check at all.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.requests import HTTPConnection

from santa_core.errors import NotAllowedError, SettingsError
from santa_core.services.tickets import PlanTicket, TicketSigner


def browser_origin(connection: HTTPConnection, *, allowed: frozenset[str], required: bool) -> str | None:
    """The page's origin, "http://localhost:8501". None where the browser sent none and none is required
    (a same-origin GET has none). Raises NotAllowedError for anybody else's."""
    origin = connection.headers.get("origin")
    if origin is None:
        if required or connection.headers.get("sec-fetch-site") in ("cross-site", "same-site"):
            raise NotAllowedError("This request does not say which page it comes from.")
        return None
    if origin in allowed or urlsplit(origin).netloc == connection.headers.get("host"):
        return origin
    raise NotAllowedError("This page is not one of ours. Open the studio at its own address.")


def ticket_of(connection: HTTPConnection, signer: TicketSigner) -> PlanTicket:
    """The Bearer ticket. Raises TicketExpired or NotAllowedError."""
    scheme, _, ticket = connection.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not ticket:
        raise NotAllowedError("A ticket is needed: start from the call page.")
    return signer.read_plan(ticket)


LOOPBACK = ("localhost", "127.0.0.1", "::1")


def refuse_open_address(address: str | None) -> None:
    """Without sign-in the studio listens on this machine only. `address`: Streamlit's server.address,
    None for all interfaces. Raises SettingsError."""
    if address not in LOOPBACK:
        raise SettingsError(
            f"The studio would listen on {address or 'every network interface'}, but it has no sign-in yet, "
            "so anybody on the network could open calls on your account. "
            "Leave server.address at localhost; to reach it from elsewhere use an SSH tunnel."
        )
