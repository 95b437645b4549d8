from __future__ import annotations

from typing import Any

import pytest

from santa_core.emulator.errors import VendorError
from santa_core.emulator.options import parse_session_options, parse_task_options

# What SDK 2.1.0 sends for createStartAvatar({avatarName, quality}): unset options are left out.
SDK_BODY: dict[str, Any] = {
    "avatar_name": "Santa_Fireplace_Front_public",
    "quality": "high",
    "voice": {"elevenlabs_settings": {}},
    "version": "v2",
    "video_encoding": "H264",
    "source": "sdk",
    "ia_is_livekit_transport": True,
}


def test_what_the_sdk_sends_is_understood() -> None:
    options = parse_session_options(SDK_BODY)
    assert (options.quality, options.livekit_transport, options.idle_timeout_seconds) == ("high", True, 120)
    assert options.stt_confidence == 0.55
    assert not options.vendor_answers


def test_null_means_unset() -> None:
    names = (
        "quality avatar_id avatar_name voice stt_settings video_encoding version knowledge_base "
        "knowledge_base_id language activity_idle_timeout livekit_settings disable_idle_timeout "
        "silence_response ia_is_livekit_transport"
    )
    body = dict.fromkeys(names.split())
    assert parse_session_options(body) == parse_session_options({})


def test_every_option_is_taken() -> None:
    options = parse_session_options(
        {
            "voice": {"voice_id": "v", "rate": 1.5, "emotion": "Soothing"},
            "stt_settings": {"provider": "gladia", "confidence": 0.7},
            "knowledge_base": "You are Santa.",
            "language": "pl",
            "activity_idle_timeout": 30,
            "silence_response": True,
        }
    )
    assert (options.voice_id, options.voice_rate, options.voice_emotion) == ("v", 1.5, "soothing")
    assert (options.stt_provider, options.stt_confidence) == ("gladia", 0.7)
    assert (options.language, options.idle_timeout_seconds) == ("pl", 30)
    assert options.vendor_answers
    assert options.silence_response


def test_the_deprecated_switch_turns_the_idle_timeout_off() -> None:
    assert parse_session_options({"disable_idle_timeout": True}).idle_timeout_seconds is None


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"quality": "4k"}, "quality: '4k' is not one of high, medium, low"),
        ({"video_encoding": "AV1"}, "video_encoding: 'AV1'"),
        ({"voice": {"rate": 1.6}}, "voice.rate: 1.6 is not a number from 0.5 to 1.5"),
        ({"voice": {"rate": True}}, "voice.rate"),
        ({"voice": {"emotion": "grumpy"}}, "voice.emotion: 'grumpy'"),
        ({"voice": "deep"}, "voice: 'deep' is not an object"),
        ({"voice": {"elevenlabs_settings": {"stability": 2}}}, "voice.elevenlabs_settings.stability: 2"),
        ({"stt_settings": {"provider": "siri"}}, "stt_settings.provider: 'siri'"),
        ({"stt_settings": {"confidence": 1.1}}, "stt_settings.confidence: 1.1"),
        ({"activity_idle_timeout": 29}, "activity_idle_timeout: 29 is not a whole number from 30 to 3600"),
        ({"activity_idle_timeout": 3601}, "activity_idle_timeout: 3601"),
        ({"activity_idle_timeout": 60.5}, "activity_idle_timeout: 60.5"),
        ({"language": "Klingon!"}, "language: 'Klingon!'"),
        ({"avatar_id": "Grinch"}, "invalid avatar: 'Grinch'"),
        ({"version": "v1"}, "version: 'v1'"),
        ({"knowledge_base": 7}, "knowledge_base: 7 is not text"),
        ({"silence_response": "yes"}, "silence_response: 'yes' is not true or false"),
        ({"livekit_settings": {}}, "livekit_settings"),
    ],
)
def test_an_unusable_option_is_named_with_its_value(body: dict[str, Any], said: str) -> None:
    with pytest.raises(VendorError) as refused:
        parse_session_options(body)
    assert refused.value.status == 400
    assert said in refused.value.message


def test_a_task_waits_by_default_and_chat_is_talk() -> None:
    task = parse_task_options({"session_id": "s", "text": "hi", "task_type": "chat"})
    assert (task.task_type, task.waits) == ("talk", True)


@pytest.mark.parametrize("text", [None, "", "   ", 5, "x" * 1001])
def test_unusable_text_is_refused(text: Any) -> None:
    with pytest.raises(VendorError) as refused:
        parse_task_options({"session_id": "s", "text": text})
    assert (refused.value.status, refused.value.code) == (400, 40039)


def test_the_refusal_of_a_long_text_tells_both_lengths() -> None:
    with pytest.raises(VendorError, match="1001 characters, at most 1000"):
        parse_task_options({"session_id": "s", "text": "x" * 1001})
    assert len(parse_task_options({"session_id": "s", "text": "x" * 1000}).text) == 1000
