"""Languages by ISO 639-1, as a recogniser is asked for them."""

from __future__ import annotations

# What Whisper hears well enough (less than half of the words wrong), which OpenAI says of all its
# transcription: https://developers.openai.com/api/docs/guides/speech-to-text (supported languages).
_WHISPERS = frozenset(
    "af ar hy az be bs bg ca zh hr cs da nl en et fi fr gl de el he hi hu is id it ja kn kk ko lv lt mk ms mr "
    "mi ne no fa pl pt ro ru sr sk sl es sw sv tl ta th tr uk ur vi cy".split()
)


def base_language(language: str) -> str:
    """ "en-GB" and "en_GB" are "en"; so is nothing at all."""
    return language.lower().replace("_", "-").partition("-")[0] or "en"


def is_whispers_language(language: str) -> bool:
    return base_language(language) in _WHISPERS
