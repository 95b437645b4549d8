"""What OpenAI's transcription models are told, and which of them transcribe while somebody speaks.

gpt-live-transcribe, gpt-realtime-whisper    in a Realtime session: words come while they are spoken
gpt-transcribe, gpt-4o-*transcribe           in a Realtime session words come once the sound is committed
whisper-1, and models of other servers       whole recordings only

The newer models take `languages` and `keywords` where the older take one `language`; only gpt-4o-*
tell how sure they are (logprobs). OpenAI ends whisper-1 and gpt-4o-* on 2027-02-26. Sources: the types of
openai 3.54 (realtime/audio_transcription.py, audio/transcription_create_params.py) and the guides
developers.openai.com/api/docs/guides/realtime-transcription and
developers.openai.com/cookbook/examples/migrating_from_whisper_to_gpt_transcribe.
"""

from __future__ import annotations

import re
from typing import Any

LIVE_MODEL = "gpt-live-transcribe"
RECORDING_MODEL = "gpt-transcribe"
OTHER_SERVERS_MODEL = "whisper-1"  # the name most servers with the same interface answer to

PROMPT = "A young child talks with Santa Claus on a video call."
KEYWORDS = (
    "Santa", "Mrs. Claus", "North Pole", "elves", "sleigh", "reindeer", "Rudolph", "Dasher", "Dancer",
    "Prancer", "Vixen", "Comet", "Cupid", "Donner", "Blitzen",
)  # fmt: skip

_NEWER = re.compile(r"gpt-(live-)?transcribe\b")
_WHILE_SPOKEN = re.compile(r"gpt-(live-transcribe|realtime-whisper)\b")
_TELLS_PROBABILITIES = re.compile(r"gpt-4o-(mini-)?transcribe(?!-diarize)")


def recording_model(model: str) -> str:
    """The model for a whole recording: those that hear while somebody speaks do nothing else."""
    return RECORDING_MODEL if _WHILE_SPOKEN.match(model) else model


def tells_probabilities(model: str) -> bool:
    return bool(_TELLS_PROBABILITIES.match(model))


def hints(model: str, language: str) -> dict[str, Any]:
    """What may be said. The prompt should be in the language that is spoken, so only English has one."""
    told: dict[str, Any]
    if model.startswith("gpt-realtime-whisper"):
        return {"language": language, "delay": "low"}
    if _NEWER.match(model):
        told = {"languages": [language], "keywords": list(KEYWORDS)}
        if _WHILE_SPOKEN.match(model):
            told["delay"] = "low"  # the sooner, the more often words change: low is the second of five
        return told | ({"prompt": PROMPT} if language == "en" else {})
    told = {"language": language}
    if language == "en" and "diarize" not in model:
        told["prompt"] = f"{PROMPT} {', '.join(KEYWORDS)}."
    return told


def realtime_session(model: str, language: str) -> dict[str, Any]:
    """`session` of session.update. Without turn detection: our own ears know when somebody has spoken.
    24 kHz is the only rate there is."""
    session: dict[str, Any] = {
        "type": "transcription",
        "audio": {
            "input": {
                "format": {"type": "audio/pcm", "rate": 24_000},
                "transcription": {"model": model, **hints(model, language)},
                "turn_detection": None,
            }
        },
    }
    if tells_probabilities(model):
        session["include"] = ["item.input_audio_transcription.logprobs"]
    return session
