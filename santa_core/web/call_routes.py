"""POST /api/calls, the beacon, and the call's link."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Coroutine
from typing import Any

from pydantic import BaseModel, ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute

from santa_core.domain.calls import EndReason, Quality
from santa_core.errors import InputError, NotAllowedError
from santa_core.ports import Clock
from santa_core.services.calls import CallService, OpenedCall
from santa_core.services.tickets import TicketSigner
from santa_core.web.access import browser_origin, ticket_of
from santa_core.web.answers import answering
from santa_core.web.link import CallLink
from santa_core.web.link_messages import milliseconds

CLIENT_CLOSED_REQUEST = 499  # nobody reads it


class _StartCall(BaseModel):
    quality: Quality | None = None


def call_routes(
    calls: CallService,
    tickets: TicketSigner,
    clock: Clock,
    *,
    allowed_origins: frozenset[str],
    base_path: str,
) -> list[BaseRoute]:
    """`base_path`: the prefix under which the browser finds us, "" or "/santa"."""

    async def start(request: Request) -> Response:
        origin = browser_origin(request, allowed=allowed_origins, required=True)
        ticket = ticket_of(request, tickets)
        body = await _read_body(request)
        opened = await _while_it_waits(
            request, calls.open(ticket, quality=body.quality, browser_origin=f"{origin}{base_path}")
        )
        if opened is None:
            return Response(status_code=CLIENT_CLOSED_REQUEST)
        plan = opened.record.plan
        return JSONResponse(
            {
                "callId": opened.record.call_id,
                "linkToken": tickets.sign_link(opened.record.call_id),
                "quality": opened.record.quality,
                "browserInfo": dict(opened.session.browser_info),
                "avatar": plan.avatar,
                "language": plan.child.language,
                "voice": {"rate": plan.voice.rate, "emotion": plan.voice.emotion},
                "idleTimeoutSeconds": opened.idle_timeout_seconds,
                "capSeconds": plan.cap_seconds,
                "serverTime": milliseconds(clock.now()),
            },
            201,
        )

    async def beacon(request: Request) -> Response:
        # sendBeacon can carry no header: the link token in the query stands for the ticket.
        browser_origin(request, allowed=allowed_origins, required=True)
        call_id = request.path_params["call_id"]
        if not tickets.may_link(request.query_params.get("token", ""), call_id):
            raise NotAllowedError("This link token is not for this call.")
        call = calls.live(call_id)
        if call is not None:
            call.end(EndReason.PAGE_CLOSED)
        return Response(status_code=204)

    link = CallLink(calls, tickets, clock, allowed_origins=allowed_origins)
    return [
        Route("/api/calls", answering(start), methods=["POST"]),
        Route("/api/calls/{call_id}/beacon", answering(beacon), methods=["POST"]),
        WebSocketRoute("/api/calls/{call_id}/link", link.serve),
    ]


async def _while_it_waits(request: Request, opening: Coroutine[Any, Any, OpenedCall]) -> OpenedCall | None:
    """What `opening` returns or raises; None if the browser goes away before: it is then cancelled."""
    waiting, leaving = asyncio.create_task(opening), asyncio.create_task(_left(request))
    try:
        await asyncio.wait((waiting, leaving), return_when=asyncio.FIRST_COMPLETED)
        return await waiting if waiting.done() else None
    finally:
        for task in (waiting, leaving):
            task.cancel()
        await asyncio.gather(waiting, leaving, return_exceptions=True)


async def _left(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


async def _read_body(request: Request) -> _StartCall:
    try:
        return _StartCall.model_validate(json.loads(await request.body() or b"{}"))
    except (ValidationError, ValueError):
        raise InputError('The body must be JSON: {"quality": "high" | "medium" | "low" | null}.') from None
