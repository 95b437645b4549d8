"""Languages by ISO 639-1, as a recogniser is asked for them."""

from __future__ import annotations

# What Whisper hears well enough (less than half of the words wrong), which OpenAI says of all its
# transcription: https://developers.openai.com/api/docs/guides/speech-to-text (supported languages).
_WHISPERS = frozenset(
    {
        "af", "ar", "az", "be", "bg", "bs", "ca", "cs", "cy", "da", "de", "el", "en", "es", "et", "fa", "fi",
        "fr", "gl", "he", "hi", "hr", "hu", "hy", "id", "is", "it", "ja", "kk", "kn", "ko", "lt", "lv", "mi",
        "mk", "mr", "ms", "ne", "nl", "no", "pl", "pt", "ro", "ru", "sk", "sl", "sr", "sv", "sw", "ta", "th",
        "tl", "tr", "uk", "ur", "vi", "zh",
    }
)  # fmt: skip


def base_language(language: str) -> str:
    """ "en-GB" and "en_GB" are "en"; so is nothing at all."""
    return language.lower().replace("_", "-").partition("-")[0] or "en"


def is_whispers_language(language: str) -> bool:
    return base_language(language) in _WHISPERS
