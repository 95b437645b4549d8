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
    # The account at LiveAvatar is another one. No keys: those of api_keys.
    liveavatar_api_keys: tuple[str, ...] = ()
    liveavatar_concurrency_limit: int = 1  # what the free plan is said to have, as its credits
    liveavatar_credits: Decimal = Decimal(10)
    liveavatar_duration_limit_seconds: int = 1_200  # for sessions that ask for more, or for nothing

    def __post_init__(self) -> None:
        if not self.api_keys or not all(self.api_keys):
            raise ValueError("api_keys: the emulator needs at least one non-empty key")
        if not all(self.liveavatar_api_keys):
            raise ValueError("liveavatar_api_keys: an empty key opens nothing; leave it out")
        for name in (
            "concurrency_limit",
            "session_duration_limit_seconds",
            "liveavatar_concurrency_limit",
            "liveavatar_duration_limit_seconds",
        ):
            if getattr(self, name) < 1:
                raise ValueError(f"{name}: {getattr(self, name)} is not at least 1")

    @property
    def liveavatar_keys(self) -> tuple[str, ...]:
        return self.liveavatar_api_keys or self.api_keys
