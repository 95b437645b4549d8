"""Errors as HTTP answers: one shape, one status for each kind."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from functools import wraps

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from santa_core.errors import (
    InputError,
    NotAllowedError,
    NotFoundError,
    ProviderError,
    SantaError,
)
from santa_core.services.admission import NotAdmitted
from santa_core.services.calls import CallHasEnded
from santa_core.services.tickets import TicketExpired

logger = logging.getLogger(__name__)

Handler = Callable[[Request], Awaitable[Response]]

_PROVIDER_STATUS = {"insufficient_credits": 402, "session_limit": 409, "unavailable": 503}
_NOT_ADMITTED_STATUS = {
    "budget": 402,
    "insufficient_credits": 402,
    "session_limit": 409,
    "too_many_calls": 429,
}


def answering(handler: Handler) -> Handler:
    """Turns our errors into answers; anything else stays a 500 without details."""

    @wraps(handler)
    async def answer(request: Request) -> Response:
        try:
            return await handler(request)
        except SantaError as error:
            return error_answer(error)

    return answer


def error_answer(error: SantaError) -> JSONResponse:
    status, kind = _status_and_kind(error)
    vendor = None
    if isinstance(error, ProviderError):
        words = error.vendor
        vendor = {"status": words.status, "code": words.code, "message": words.message}
    return JSONResponse({"error": {"kind": kind, "message": str(error), "vendor": vendor}}, status)


def _status_and_kind(error: SantaError) -> tuple[int, str]:
    match error:
        case TicketExpired():
            return 401, "ticket_expired"
        case NotAllowedError():
            return 403, "not_allowed"
        case NotAdmitted():
            return _NOT_ADMITTED_STATUS[error.kind], error.kind
        case CallHasEnded():
            return 409, "call_ended"
        case NotFoundError():
            return 404, "not_found"
        case InputError():
            return 422, "invalid_request"
        case ProviderError():
            kind = error.kind if error.kind in _PROVIDER_STATUS else "provider_error"
            return _PROVIDER_STATUS.get(error.kind, 502), kind
        case _:
            return 503, "unavailable"
