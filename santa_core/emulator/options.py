"""What streaming.new and streaming.task may ask for: wire JSON, parsed once and checked.

HeyGen's clients send null for every option they leave unset; unknown keys are ignored.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from santa_core.emulator.errors import invalid_parameter, invalid_text

SANTA_AVATAR_ID = "Santa_Fireplace_Front_public"
SANTA_VOICE_ID = "practice-santa"
MAX_TEXT_CHARACTERS = 1000

QUALITIES = ("high", "medium", "low")
ENCODINGS = ("H264", "VP8")
EMOTIONS = ("excited", "serious", "friendly", "soothing", "broadcaster")
STT_PROVIDERS = ("deepgram", "gladia", "assembly_ai")
ELEVENLABS_MODELS = ("eleven_flash_v2_5", "eleven_multilingual_v2")
TASK_TYPES = ("repeat", "chat", "talk")
TASK_MODES = ("sync", "async")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*")

T = TypeVar("T")


@dataclass(frozen=True)
class SessionOptions:
    quality: str = "medium"
    avatar_id: str = SANTA_AVATAR_ID
    voice_id: str | None = None
    voice_rate: float = 1.0  # 0.5 to 1.5
    voice_emotion: str | None = None
    stt_provider: str = "deepgram"
    stt_confidence: float = 0.55
    knowledge_base: str | None = None
    knowledge_base_id: str | None = None
    language: str = "en"
    idle_timeout_seconds: int | None = 120  # None: the deprecated disable_idle_timeout
    livekit_transport: bool = False
    silence_response: bool = False
    push_to_talk: bool = False  # LiveAvatar's interactivity_type; HeyGen says it on the chat socket
    free: bool = False  # LiveAvatar's sandbox

    @property
    def vendor_answers(self) -> bool:
        """With a knowledge base HeyGen answers what it hears by itself; without one it only reports it."""
        return self.knowledge_base is not None or self.knowledge_base_id is not None


@dataclass(frozen=True)
class TaskOptions:
    session_id: str
    text: str
    task_type: str  # repeat or talk
    waits: bool  # task_mode sync


def parse_session_options(body: Mapping[str, Any]) -> SessionOptions:
    """Raises VendorError 400 naming the parameter, the value and what is allowed."""
    voice = _object(body, "voice")
    stt = _object(body, "stt_settings")
    _check_elevenlabs(_object(voice, "elevenlabs_settings", inside="voice"))
    # Either is accepted (the SDK always asks for H264) and VP8 is sent: every browser decodes it.
    _choice(body, "video_encoding", ENCODINGS, "VP8")
    _choice(body, "version", ("v2",), "v2")
    if body.get("livekit_settings") is not None:
        raise invalid_parameter("livekit_settings: this emulator brings its own room and joins no other")
    return SessionOptions(
        quality=_choice(body, "quality", QUALITIES, "medium"),
        avatar_id=_avatar(body),
        voice_id=_text(voice, "voice_id", inside="voice"),
        voice_rate=_number(voice, "rate", 0.5, 1.5, 1.0, inside="voice"),
        voice_emotion=_choice(voice, "emotion", EMOTIONS, None, inside="voice"),
        stt_provider=_choice(stt, "provider", STT_PROVIDERS, "deepgram", inside="stt_settings"),
        stt_confidence=_number(stt, "confidence", 0.0, 1.0, 0.55, inside="stt_settings"),
        knowledge_base=_text(body, "knowledge_base"),
        knowledge_base_id=_text(body, "knowledge_base_id"),
        language=_language(body),
        idle_timeout_seconds=_idle_timeout(body),
        livekit_transport=_flag(body, "ia_is_livekit_transport"),
        silence_response=_flag(body, "silence_response"),
    )


def parse_task_options(body: Mapping[str, Any]) -> TaskOptions:
    text = body.get("text")
    if not isinstance(text, str) or not text.strip():
        raise invalid_text("text is missing or empty")
    if len(text) > MAX_TEXT_CHARACTERS:
        raise invalid_text(
            f"text has {len(text)} characters, at most {MAX_TEXT_CHARACTERS} are allowed in one task"
        )
    task_type = _choice(body, "task_type", TASK_TYPES, "talk")
    return TaskOptions(
        session_id=parse_session_id(body),
        text=text,
        task_type="talk" if task_type == "chat" else task_type,
        waits=_choice(body, "task_mode", TASK_MODES, "sync") == "sync",
    )


def parse_session_id(body: Mapping[str, Any]) -> str:
    session_id = body.get("session_id")
    if not isinstance(session_id, str) or not session_id:
        raise invalid_parameter("session_id is missing")
    return session_id


def _avatar(body: Mapping[str, Any]) -> str:
    avatar = _text(body, "avatar_id") or _text(body, "avatar_name") or SANTA_AVATAR_ID
    if avatar != SANTA_AVATAR_ID:
        raise invalid_parameter(f"invalid avatar: {avatar!r} is not known; there is {SANTA_AVATAR_ID!r}")
    return avatar


def _language(body: Mapping[str, Any]) -> str:
    language = _text(body, "language") or "en"
    if not _LANGUAGE.fullmatch(language):
        raise invalid_parameter(f"language: {language!r} is not a language tag such as 'en' or 'pl'")
    return language


def _idle_timeout(body: Mapping[str, Any]) -> int | None:
    value = body.get("activity_idle_timeout")
    if value is None:
        return None if _flag(body, "disable_idle_timeout") else 120
    if isinstance(value, bool) or not isinstance(value, int) or not 30 <= value <= 3600:
        raise invalid_parameter(f"activity_idle_timeout: {value!r} is not a whole number from 30 to 3600")
    return value


def _check_elevenlabs(settings: Mapping[str, Any]) -> None:
    inside = "voice.elevenlabs_settings"
    for key in ("stability", "similarity_boost", "style"):
        _number(settings, key, 0.0, 1.0, 0.0, inside=inside)
    _flag(settings, "use_speaker_boost", inside=inside)
    _choice(settings, "model_id", ELEVENLABS_MODELS, None, inside=inside)


def _object(body: Mapping[str, Any], key: str, *, inside: str = "") -> Mapping[str, Any]:
    value = body.get(key)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise invalid_parameter(f"{_path(inside, key)}: {value!r} is not an object")
    return value


def _choice(
    body: Mapping[str, Any], key: str, allowed: tuple[str, ...], default: T, *, inside: str = ""
) -> T | str:
    value = body.get(key)
    if value is None:
        return default
    for choice in allowed:
        if isinstance(value, str) and value.lower() == choice.lower():
            return choice
    raise invalid_parameter(f"{_path(inside, key)}: {value!r} is not one of {', '.join(allowed)}")


def _number(
    body: Mapping[str, Any], key: str, low: float, high: float, default: float, *, inside: str = ""
) -> float:
    value = body.get(key)
    if value is None:
        return default
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        raise invalid_parameter(f"{_path(inside, key)}: {value!r} is not a number from {low} to {high}")
    return float(value)


def _text(body: Mapping[str, Any], key: str, *, inside: str = "") -> str | None:
    value = body.get(key)
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        raise invalid_parameter(f"{_path(inside, key)}: {value!r} is not text")
    return value


def _flag(body: Mapping[str, Any], key: str, *, inside: str = "") -> bool:
    value = body.get(key)
    if value is None:
        return False
    if not isinstance(value, bool):
        raise invalid_parameter(f"{_path(inside, key)}: {value!r} is not true or false")
    return value


def _path(inside: str, key: str) -> str:
    return f"{inside}.{key}" if inside else key
