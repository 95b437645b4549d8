"""Which voice Santa has: chosen once, from what was asked for and what is there."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from typing import Literal

from santa_core.speech.ports import TextToSpeech
from santa_core.speech.speaking.fallback import FallbackVoice
from santa_core.speech.speaking.openai_voice import OpenAIVoice
from santa_core.speech.speaking.timed_silence import TimedSilence
from santa_core.speech.speaking.voice import VoiceUnavailable, open_voice

logger = logging.getLogger(__name__)

VoiceTier = Literal["auto", "espeak", "openai"]


@dataclass(frozen=True)
class SpeakingOptions:
    """`tier` auto: OpenAI's voice if there is a key of theirs, and no other server stands in for them; else
    eSpeak NG. `openai_key` may be missing where a server of `openai_base_url` wants none."""

    tier: VoiceTier = "auto"
    openai_key: str | None = field(default=None, repr=False)
    openai_base_url: str | None = None
    openai_voice: str = "onyx"
    openai_model: str = "gpt-4o-mini-tts"

    @property
    def uses_openai(self) -> bool:
        if self.tier == "auto":
            return self.openai_key is not None and self.openai_base_url is None
        return self.tier == "openai"


def open_text_to_speech(options: SpeakingOptions) -> TextToSpeech:
    """What stands behind the voice is told in its `note`. Whoever opens it closes it.

    Without eSpeak NG and without a service Santa's words take their time in silence."""
    here = _voice_of_this_machine()
    if not options.uses_openai:
        return here
    service = OpenAIVoice(
        api_key=options.openai_key or "none",
        base_url=options.openai_base_url,
        model=options.openai_model,
        voice=options.openai_voice,
    )
    return FallbackVoice(service, here)


def _voice_of_this_machine() -> TextToSpeech:
    try:
        return open_voice()
    except VoiceUnavailable as error:
        logger.warning("Santa has no voice here and is silent while he speaks: %s", error)
        return TimedSilence(because=str(error))
