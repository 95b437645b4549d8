"""How one emulator is set up. Values only; nobody here reads the environment."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from santa_core.speech.hearing.options import HearingOptions


@dataclass(frozen=True)
class EmulatorSettings:
    api_keys: tuple[str, ...]
    allow_origins: tuple[str, ...] = ()
    concurrency_limit: int = 3
    quota_credits: Decimal = Decimal(10)  # what HeyGen's free plan gives a month
    session_duration_limit_seconds: int = 600  # what unpaid accounts were seen to get
    is_paid: bool = False
    # A client whose signalling socket broke may come back this long and find its media running.
    signalling_grace_seconds: float = 15.0
    # user_silence is told after this much silence of both, and again each time it passes.
    silence_after_seconds: float = 10.0
    hearing: HearingOptions = field(default_factory=HearingOptions)

    def __post_init__(self) -> None:
        if not self.api_keys or not all(self.api_keys):
            raise ValueError("api_keys: the emulator needs at least one non-empty key")
        if self.concurrency_limit < 1:
            raise ValueError(f"concurrency_limit: {self.concurrency_limit} is not at least 1")
        if self.session_duration_limit_seconds < 1:
            raise ValueError(
                f"session_duration_limit_seconds: {self.session_duration_limit_seconds} is not at least 1"
            )
