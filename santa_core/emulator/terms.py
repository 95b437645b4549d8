"""The terms of one account: which API it belongs to, what it may do, what that costs, how it is refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from santa_core.emulator.errors import VendorError


class Api(StrEnum):
    HEYGEN = "heygen"
    LIVEAVATAR = "liveavatar"


@dataclass(frozen=True)
class Refusals:
    """Errors in the words of the API."""

    quota_exhausted: Callable[[], VendorError]
    concurrent_limit: Callable[[], VendorError]
    no_such_session: Callable[[], VendorError]
    wrong_state: Callable[[str], VendorError]  # of a session: new, connecting, connected or closed


@dataclass(frozen=True)
class Terms:
    api: Api
    quota_credits: Decimal
    concurrency_limit: int
    duration_limit_seconds: int
    credits_for: Callable[[float], Decimal]  # a session of so many seconds
    credits_to_start: Decimal  # at least so many must be left; and never none
    refusals: Refusals
