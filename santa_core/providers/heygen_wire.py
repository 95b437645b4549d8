"""HeyGen's v1 JSON as types: parsed once, unknown fields ignored, odd values survived."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, TypeAdapter, ValidationError

from santa_core.errors import VendorWords

_SUCCESS_CODES = {None, 100, 1000, "100", "1000"}  # create_token answers with none
_UNSTARTED = re.compile(r"wrong: (new|connecting)\b")
_WORDS_LIMIT = 300  # characters of a vendor's message that are kept


def _moment(value: Any) -> datetime | None:
    """Seconds or milliseconds since 1970, or ISO 8601; None for anything else: a date is never vital."""
    try:
        moment = TypeAdapter(datetime).validate_python(value)
    except ValidationError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


Moment = Annotated[datetime | None, BeforeValidator(_moment)]


class _Wire(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True, coerce_numbers_to_str=True)


class Token(_Wire):
    token: str = Field(min_length=1)


class NewSession(_Wire):
    session_id: str = Field(min_length=1)
    access_token: str = Field(min_length=1)
    url: str = Field(min_length=1)
    is_paid: bool | None = None
    session_duration_limit: int | None = None


class Task(_Wire):
    task_id: str | None = None
    duration_ms: float | None = None


class ListedSession(_Wire):
    session_id: str
    status: str = "unknown"
    created_at: Moment = None


class ListedSessions(_Wire):
    sessions: list[ListedSession] = []


class HistoryEntry(_Wire):
    session_id: str
    status: str = "unknown"
    created_at: Moment = None
    duration: float | None = None


class HistoryPage(_Wire):
    data: list[HistoryEntry] = []
    next_pagination_token: str | None = None


class ListedAvatar(_Wire):
    avatar_id: str
    pose_name: str | None = None
    normal_preview: str | None = None


class Quota(_Wire):
    remaining_quota: Decimal | None = None


class _Complaint(_Wire):
    code: str | None = None
    message: str | None = None


class Envelope(_Wire):
    """Both of HeyGen's: {code, message, data} and {error, data}."""

    code: int | str | None = None
    message: str | None = None
    error: _Complaint | str | None = None
    data: Any = None

    @property
    def is_success(self) -> bool:
        return self.code in _SUCCESS_CODES and not self.error

    def words(self, status: int) -> VendorWords:
        code = None if self.code is None else str(self.code)
        message = self.message
        if isinstance(self.error, _Complaint):
            code, message = self.error.code or code, self.error.message or message
        elif self.error:
            message = self.error
        return VendorWords(status, code, message[:_WORDS_LIMIT] if message else None)


def meaning(words: VendorWords) -> str:
    """The ProviderError kind of an error answer.

    HeyGen's numeric codes are mostly undocumented, so the vendor's words count first, then codes
    that users have reported, then the HTTP status.
    """
    said = (words.message or "").lower()
    status = words.status or 0
    if "concurren" in said or "session limit" in said or "too many sessions" in said:
        return "session_limit"
    if status == 402 or any(word in said for word in ("quota", "credit", "insufficient", "balance")):
        return "insufficient_credits"
    if words.code == "400006" or "not in correct state" in said or "session state wrong" in said:
        # "wrong: new" is a session that nobody has started yet.
        return "invalid_request" if _UNSTARTED.search(said) else "session_closed"
    if "session" in said and any(word in said for word in ("not found", "closed", "expired", "not exist")):
        return "session_closed"
    if status in (401, 403) or words.code == "400112" or "unauthorized" in said:
        return "unauthorized"
    if status in (408, 429) or status >= 500:
        return "unavailable"
    return "invalid_request" if 400 <= status < 500 or words.message else "other"
