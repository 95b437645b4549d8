"""The errors HeyGen's REST answers with: status, code and words.

Known from the vendor's documents and its users: 400112, 400006, 10003, 40039 and the words of the
concurrency error. Marked "guess": the real number is unknown, so clients must go by the words.
"""

from __future__ import annotations

UNAUTHORIZED = 400112
WRONG_STATE = 400006
INVALID_PARAMETER = 10003
INVALID_TEXT = 40039
CONCURRENT_LIMIT = 10004  # guess
NO_SUCH_SESSION = 10005  # guess
QUOTA_EXHAUSTED = 10008  # guess
TOO_MANY = 10015  # guess
FAULT = 10001  # guess


class VendorError(Exception):
    """An answer other than success, as `{"code", "message", "data": null}` with `status`."""

    def __init__(self, status: int, code: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message


def unauthorized() -> VendorError:
    return VendorError(401, UNAUTHORIZED, "Unauthorized")


def wrong_state(state: str) -> VendorError:
    return VendorError(400, WRONG_STATE, f"Session is not in correct state. session state wrong: {state}")


def no_such_session() -> VendorError:
    return VendorError(404, NO_SUCH_SESSION, "session not found")


def invalid_parameter(details: str) -> VendorError:
    return VendorError(400, INVALID_PARAMETER, f"Invalid parameter: {details}")


def invalid_text(details: str) -> VendorError:
    return VendorError(400, INVALID_TEXT, f"Invalid text: {details}")


def concurrent_limit() -> VendorError:
    return VendorError(400, CONCURRENT_LIMIT, "Concurrent limit reached")


def quota_exhausted() -> VendorError:
    return VendorError(400, QUOTA_EXHAUSTED, "Quota exhausted: not enough credits left")
