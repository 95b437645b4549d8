"""The errors LiveAvatar's REST answers with: status, code and words, or FastAPI's own form for status 422.

Known from users: 403 with code 4003. All other numbers and words are a guess: clients must go by status
and meaning.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from santa_core.emulator.errors import VendorError
from santa_core.emulator.spoilt_answers import Dialect
from santa_core.emulator.terms import Refusals

ALREADY_STARTED = 4000
CLOSED = 4001
CONCURRENT_LIMIT = 4003
INVALID_KEY = 4010
INVALID_TOKEN = 4011
NO_CREDITS = 4030
NO_SUCH_AVATAR = 4040
NO_SUCH_SESSION = 4041
NO_SUCH_CONTEXT = 4042
TOO_MANY = 4290
OTHER = 4999
BROKEN = 5000

DIALECT = Dialect(
    codes={401: INVALID_KEY, 429: TOO_MANY, 500: BROKEN}, fallback_code=OTHER, detailed_422=True
)


class Invalid(VendorError):
    """A field that is not as it should be: 422, as `{"detail": [{"loc", "msg", "type"}]}`."""

    def __init__(self, location: Sequence[str | int], message: str, kind: str) -> None:
        super().__init__(422, 422, message)
        self.detail: list[dict[str, Any]] = [{"loc": list(location), "msg": message, "type": kind}]


def invalid_key() -> VendorError:
    return VendorError(401, INVALID_KEY, "Invalid API key")


def invalid_token() -> VendorError:
    return VendorError(401, INVALID_TOKEN, "Invalid session token")


def already_started() -> VendorError:
    return VendorError(400, ALREADY_STARTED, "Session is already started")


def closed() -> VendorError:
    return VendorError(400, CLOSED, "Session is already closed")


def no_such_session() -> VendorError:
    return VendorError(404, NO_SUCH_SESSION, "Session not found")


def no_such_avatar() -> VendorError:
    return VendorError(404, NO_SUCH_AVATAR, "Avatar not found")


def no_such_context() -> VendorError:
    return VendorError(404, NO_SUCH_CONTEXT, "Context not found")


def _no_credits() -> VendorError:
    return VendorError(403, NO_CREDITS, "Insufficient credits to start a session")


def _concurrent_limit() -> VendorError:
    return VendorError(403, CONCURRENT_LIMIT, "Session concurrency limit reached")


def _wrong_state(state: str) -> VendorError:
    return closed() if state == "closed" else already_started()


REFUSALS = Refusals(
    quota_exhausted=_no_credits,
    concurrent_limit=_concurrent_limit,
    no_such_session=no_such_session,
    wrong_state=_wrong_state,
)
