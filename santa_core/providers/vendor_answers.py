"""Reading a vendor's answer: four envelopes, and answers that are no JSON at all.

{"code": 100 or 1000, "message", "data"}   HeyGen, LiveAvatar
{"error": null, "data"}                    HeyGen's create_token, quota and voices
{"detail": [{"loc", "msg", "type"}]}       LiveAvatar's validation, FastAPI's own form
{"detail": "words"}                        FastAPI's other errors
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Annotated, Any, TypeVar

import httpx
from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    TypeAdapter,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WrapValidator,
)

from santa_core.errors import VendorWords

_SUCCESS_CODES = {None, 100, 1000, "100", "1000"}
_WORDS_LIMIT = 300  # characters of a vendor's message that are kept
_READ_LIMIT = 1_000  # ... that are searched for secrets
_SHORTEST_SECRET = 4  # characters; a child's "no" in an error tells nobody anything
_ECHO_CHARACTERS = 16  # a run this long that we sent is an echo, not chance
# What may hold a prompt or a child's words: a vendor that repeats it in an error must not reach a log.
_PRIVATE_FIELDS = frozenset({"text", "prompt", "knowledge_base", "opening_text"})


def _moment(value: Any) -> datetime | None:
    """Seconds or milliseconds since 1970, or ISO 8601; None for anything else: a date is never vital."""
    try:
        moment = TypeAdapter(datetime).validate_python(value)
    except ValidationError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


Moment = Annotated[datetime | None, BeforeValidator(_moment)]


def _none_if_odd(value: Any, parse: ValidatorFunctionWrapHandler) -> Any:
    try:
        return parse(value)
    except ValidationError:
        return None


# For what is only good to know: an odd value must not cost us the answer that holds it.
OddIsNone = WrapValidator(_none_if_odd)


class Wire(BaseModel):
    """Unknown fields are ignored, ids may be numbers."""

    model_config = ConfigDict(extra="ignore", frozen=True, coerce_numbers_to_str=True)


class _Complaint(Wire):
    code: str | None = None
    message: str | None = None


class _Detail(Wire):
    loc: list[str] = []
    msg: str = ""


class _Envelope(Wire):
    code: int | str | None = None
    message: str | None = None
    error: _Complaint | str | None = None
    detail: list[_Detail] | str | None = None
    data: Any = None


W = TypeVar("W", bound=Wire)


def readable(entries: Any, entry: type[W]) -> list[W]:
    """Those that can be read: one odd avatar must not hide the others."""
    found: list[W] = []
    for one in entries if isinstance(entries, list) else []:
        try:
            found.append(entry.model_validate(one))
        except ValidationError:
            continue
    return found


@dataclass(frozen=True)
class VendorAnswer:
    """`is_readable`: it is JSON in one of the envelopes. `words` are of an error, without our secrets."""

    status: int
    is_readable: bool
    is_success: bool
    data: Any
    words: VendorWords
    retry_after_seconds: float | None


def read_answer(response: httpx.Response, *, secrets: tuple[str, ...], now: datetime) -> VendorAnswer:
    """Never raises: what cannot be read is an answer too."""
    status = response.status_code
    pause = _retry_after_seconds(response.headers, now) if status in (429, 503) else None
    if status in (204, 205):
        return VendorAnswer(status, True, True, None, VendorWords(status), pause)
    try:
        envelope = _Envelope.model_validate_json(response.content)
    except ValidationError:
        form = response.headers.get("Content-Type", "").partition(";")[0].strip()[:60]
        kind = f"{form} that cannot be read" if form else "an answer that cannot be read"
        words = VendorWords(status, None, f"{len(response.content)} bytes of {kind}.")
        return VendorAnswer(status, False, False, None, words, pause)
    says_no = bool(envelope.error or envelope.detail) or envelope.code not in _SUCCESS_CODES
    says_yes = envelope.code is not None or "data" in envelope.model_fields_set
    if response.is_success and not says_no and not says_yes:  # {} or {"message": "ok"}
        words = VendorWords(status, None, "JSON that is no answer of this service.")
        return VendorAnswer(status, False, False, None, words, pause)
    words = _words(envelope, status, secrets)
    return VendorAnswer(status, True, response.is_success and not says_no, envelope.data, words, pause)


def server_time(response: httpx.Response) -> datetime | None:
    """By its Date header, whole seconds."""
    try:
        moment = parsedate_to_datetime(response.headers.get("Date", ""))
    except (ValueError, TypeError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def private_texts(body: Mapping[str, object] | None) -> tuple[str, ...]:
    """What of a request must not come back in an error's words."""
    found = (value for key, value in (body or {}).items() if key in _PRIVATE_FIELDS)
    return tuple(value for value in found if isinstance(value, str) and value)


def _words(envelope: _Envelope, status: int, secrets: tuple[str, ...]) -> VendorWords:
    code = None if envelope.code is None else str(envelope.code)
    message = envelope.message
    if isinstance(envelope.error, _Complaint):
        code, message = envelope.error.code or code, envelope.error.message or message
    elif envelope.error:
        message = envelope.error
    if isinstance(envelope.detail, str):
        message = message or envelope.detail
    elif envelope.detail:
        # Not its "input": that is what we sent.
        complaints = "; ".join(f"{'.'.join(d.loc)}: {d.msg}" for d in envelope.detail)
        message = message or complaints
    return VendorWords(status, code, without(message, secrets)[:_WORDS_LIMIT] if message else None)


def without(message: str, secrets: tuple[str, ...]) -> str:
    """`message` without the secrets, and without long pieces of them."""
    message = message[:_READ_LIMIT]
    for secret in secrets:
        if len(secret) >= _SHORTEST_SECRET:
            message = message.replace(secret, "[removed]")
    kept: list[str] = []
    at = 0
    while at < len(message):
        end = at
        while any(message[end : end + _ECHO_CHARACTERS] in secret for secret in secrets):
            if end + _ECHO_CHARACTERS > len(message):
                break
            end += 1
        if end > at:
            kept.append("[removed]")
            at = end + _ECHO_CHARACTERS - 1
        else:
            kept.append(message[at])
            at += 1
    return "".join(kept)


def _retry_after_seconds(headers: httpx.Headers, now: datetime) -> float | None:
    """Retry-After in seconds or as a date, else X-RateLimit-Reset in seconds."""
    for name in ("Retry-After", "X-RateLimit-Reset"):
        value = headers.get(name, "").strip()
        if value.replace(".", "", 1).isdecimal():
            return float(value)
        try:
            moment = parsedate_to_datetime(value)
        except (ValueError, TypeError):
            continue
        if moment.tzinfo is not None:
            return max(0.0, (moment - now).total_seconds())
    return None
