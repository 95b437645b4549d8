"""What happens to an account at a vendor outside of any call: who closed which session."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class AccountEvent:
    """`by`: the person's name, or "studio". `detail` holds plain values, never a key or a child's words."""

    event_id: str
    at: datetime  # UTC
    account: str  # AvatarProvider.account
    name: str  # stranger_closed, stranger_not_closed, ...
    by: str
    session_id: str | None = None  # the vendor's
    detail: dict[str, Any] = field(default_factory=dict)
