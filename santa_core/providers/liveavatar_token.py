"""What a LiveAvatar session is asked for, and what of it a call can do without."""

from __future__ import annotations

from typing import Any

from santa_core.errors import ProviderRefused
from santa_core.ports import SessionRequest

_SLOWEST, _FASTEST = 0.8, 1.2  # of voice_settings.speed
_LENGTH = "max_session_duration"


def token_body(
    request: SessionRequest,
    *,
    avatar_id: str,
    voice_id: str | None,
    context_id: str | None,
    longest_seconds: int,
    sandbox: bool,
    video_encoding: str,
) -> dict[str, Any]:
    """FULL mode. Without a context their language model stays silent."""
    # avatar_persona is marked deprecated, but its successor needs an agent made by hand at the vendor.
    persona: dict[str, Any] = {"language": request.language}
    if voice_id is not None:
        persona["voice_id"] = voice_id
    if context_id is not None:
        persona["context_id"] = context_id
    speed = min(max(request.voice.rate, _SLOWEST), _FASTEST)
    if speed != 1.0:
        persona["voice_settings"] = {"speed": speed}
    return {
        "mode": "FULL",
        "avatar_id": avatar_id,
        "is_sandbox": sandbox,
        "video_settings": {"quality": request.quality.value, "encoding": video_encoding},
        _LENGTH: longest_seconds,
        "interactivity_type": "PUSH_TO_TALK" if request.push_to_talk else "CONVERSATIONAL",
        "avatar_persona": persona,
    }


def without_what_was_refused(body: dict[str, Any], refusal: ProviderRefused) -> dict[str, Any] | None:
    """The same without a length that the account's plan, or a speed that the voice does not allow; None if
    it was refused for something that a call needs."""
    said = (refusal.vendor.message or "").lower()
    if refusal.kind != "invalid_request":
        return None
    if _LENGTH in body and ("duration" in said or "session length" in said):
        return {key: value for key, value in body.items() if key != _LENGTH}
    persona = body["avatar_persona"]
    if "voice_settings" in persona and ("voice_settings" in said or "speed" in said):
        kept = {key: value for key, value in persona.items() if key != "voice_settings"}
        return {**body, "avatar_persona": kept}
    return None


def asked_length_seconds(body: dict[str, Any]) -> int | None:
    length: int | None = body.get(_LENGTH)
    return length
