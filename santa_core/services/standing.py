"""What stands behind the Start button: the budget, the vendor's balance and its sessions, and why not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from santa_core.domain.calls import Avatar


@dataclass(frozen=True)
class Standing:
    """Of one avatar, at one moment. `refusal`: why a call would not be opened now, and what to do."""

    avatar: Avatar
    at: datetime
    budget_left_usd: Decimal | None = None  # None: no budget is set
    credits_left: Decimal | None = None  # None: the vendor was not asked, or does not say
    minutes_left: Decimal | None = None  # what those credits last for
    sessions_open: int | None = None  # at the vendor, ours and others'
    refusal: str | None = None
    warnings: tuple[str, ...] = ()
