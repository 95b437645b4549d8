"""What /v1/sessions/token may ask for: wire JSON, parsed once and checked. Unknown keys are ignored."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from santa_core.emulator.liveavatar.catalogue import AVATAR_IDS
from santa_core.emulator.liveavatar.contexts import Context
from santa_core.emulator.liveavatar.errors import Invalid, no_such_avatar
from santa_core.emulator.liveavatar.tariff import IDLE_SECONDS, SANDBOX_SECONDS
from santa_core.emulator.liveavatar.wire import Fields
from santa_core.emulator.options import SessionOptions

QUALITIES = ("very_high", "high", "medium", "low")
ENCODINGS = ("H264", "VP8")
INTERACTIVITY = ("CONVERSATIONAL", "PUSH_TO_TALK")
VOICE_PROVIDERS = ("elevenLabs", "fishAudio", "cartesia")
STT_PROVIDERS = ("deepgram", "assembly_ai", "gladia")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*")


@dataclass(frozen=True)
class TokenRequest:
    """`context`: as it was when the token was made."""

    options: SessionOptions
    context: Context | None
    max_duration_seconds: int | None

    @property
    def opening_text(self) -> str:
        return self.context.opening_text if self.context else ""


def parse_token_request(body: Mapping[str, Any], context: Callable[[str], Context]) -> TokenRequest:
    """`context` finds one by its id. Raises VendorError: 422 naming the field, 404 for an avatar or a
    context that is not there."""
    mode = Fields(body, ("body",)).choice("mode", ("FULL", "LITE"), "FULL")
    if mode != "FULL":
        raise Invalid(("body", "mode"), "This emulator has FULL sessions only, not LITE", "enum")
    fields = Fields(body, ("body", mode))
    avatar_id = fields.needed_uuid("avatar_id")
    video, persona = fields.inner("video_settings"), fields.inner("avatar_persona")
    voice = persona.inner("voice_settings")
    quality = video.choice("quality", QUALITIES, "high")
    # Either is accepted and VP8 is sent: every browser decodes it.
    video.choice("encoding", ENCODINGS, "H264")
    voice.choice("provider", VOICE_PROVIDERS, "elevenLabs")
    persona.inner("stt_config").choice("provider", STT_PROVIDERS, "deepgram")
    interactivity = fields.choice("interactivity_type", INTERACTIVITY, "CONVERSATIONAL")
    sandbox = fields.flag("is_sandbox")
    max_duration = fields.whole_number("max_session_duration", 1)
    speed = voice.number("speed", 0.5, 1.5, 1.0)
    voice_id, language = persona.uuid("voice_id"), _language(persona)
    context_id = persona.uuid("context_id")
    if avatar_id not in AVATAR_IDS:
        raise no_such_avatar()
    its_context = context(context_id) if context_id is not None else None
    return TokenRequest(
        options=SessionOptions(
            quality="high" if quality == "very_high" else quality,  # no picture here is larger than 720p
            avatar_id=avatar_id,
            voice_id=voice_id,
            voice_rate=speed,
            knowledge_base=its_context.prompt if its_context else None,
            language=language,
            idle_timeout_seconds=IDLE_SECONDS,
            push_to_talk=interactivity == "PUSH_TO_TALK",
            free=sandbox,
        ),
        context=its_context,
        max_duration_seconds=min(max_duration or SANDBOX_SECONDS, SANDBOX_SECONDS)
        if sandbox
        else max_duration,
    )


def _language(persona: Fields) -> str:
    language = persona.text("language") or "en"
    if not _LANGUAGE.fullmatch(language):
        raise Invalid(
            ("body", "FULL", "avatar_persona", "language"), "Input should be a language tag", "enum"
        )
    return language
