"""How hearing is set up: which tier, with what, and how long a pause ends what somebody says."""

from __future__ import annotations

from dataclasses import dataclass

POCKETSPHINX, OPENAI, WHISPER = "pocketsphinx", "openai", "whisper"
TIERS = (POCKETSPHINX, OPENAI, WHISPER)


@dataclass(frozen=True)
class HearingOptions:
    """Plain values: they are sent to the process that hears, never printed."""

    tier: str = POCKETSPHINX
    pause_ms: int = 500  # silence that ends an utterance; a vendor's "end of speech"
    openai_api_key: str | None = None
    openai_base_url: str | None = None
    openai_model: str | None = None  # None: what openai_models.py says
    whisper_model: str | None = None  # a folder with a CTranslate2 model
    fall_back: bool = True  # English goes on with pocketsphinx where the tier keeps failing

    def __repr__(self) -> str:
        return f"HearingOptions(tier={self.tier!r}, pause_ms={self.pause_ms})"
