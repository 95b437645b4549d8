"""Cuts a text into pieces that are spoken alike: Santa's laugh, and runs of one language.

"Ho ho ho! Hello محمد, it's me"  ->  laugh | en "Hello " | ar "محمد, " | en "it's me"
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise

_LAUGH = re.compile(r"\b(?:ho+|ha+)(?:[\s,.!…–—-]*(?:ho+|ha+))+\b[!?.,…]*", re.IGNORECASE)
_LAUGH_SYLLABLE = re.compile(r"h(?:o+|a+)", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,60}>")
_TOKEN = re.compile(r"\S+\s*")
_SILENT_CHARACTERS = frozenset('<>{}[]|\\`*_#~^=@"“”„«»')
_SILENT_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "So", "Sk"})
_SAID_ALTHOUGH_A_SYMBOL = frozenset("°©®")
_JOINERS = "\u200c\u200d"

# First and last code point, the voice for them, and the languages that write themselves so.
_SCRIPTS: tuple[tuple[int, int, str, frozenset[str]], ...] = (
    (0x0370, 0x03FF, "el", frozenset({"el", "grc"})),
    (0x0400, 0x052F, "ru", frozenset({"ru", "uk", "be", "bg", "sr", "mk", "kk", "ky", "tt", "ba", "cv"})),
    (0x0530, 0x058F, "hy", frozenset({"hy", "hyw"})),
    (0x0590, 0x05FF, "he", frozenset({"he"})),
    (0x0600, 0x06FF, "ar", frozenset({"ar", "fa", "ur", "ug", "sd"})),
    (0x0750, 0x077F, "ar", frozenset({"ar", "fa", "ur", "ug", "sd"})),
    (0x0900, 0x097F, "hi", frozenset({"hi", "mr", "ne", "kok"})),
    (0x0980, 0x09FF, "bn", frozenset({"bn", "as"})),
    (0x0A00, 0x0A7F, "pa", frozenset({"pa"})),
    (0x0A80, 0x0AFF, "gu", frozenset({"gu"})),
    (0x0B80, 0x0BFF, "ta", frozenset({"ta"})),
    (0x0C00, 0x0C7F, "te", frozenset({"te"})),
    (0x0C80, 0x0CFF, "kn", frozenset({"kn"})),
    (0x0D00, 0x0D7F, "ml", frozenset({"ml"})),
    (0x0D80, 0x0DFF, "si", frozenset({"si"})),
    (0x0E00, 0x0E7F, "th", frozenset({"th"})),
    (0x10A0, 0x10FF, "ka", frozenset({"ka"})),
    (0x1200, 0x137F, "am", frozenset({"am"})),
    (0x3040, 0x30FF, "ja", frozenset({"ja"})),
    (0x3400, 0x9FFF, "cmn", frozenset({"cmn", "yue", "ja", "hak"})),
    (0xAC00, 0xD7AF, "ko", frozenset({"ko"})),
)


@dataclass(frozen=True)
class Segment:
    """`spoken` is what the voice gets; its character i stands at `offsets[i]` in the whole text."""

    spoken: str
    offsets: tuple[int, ...]
    language: str
    laugh: bool = False


def cut_into_segments(text: str, *, language: str) -> list[Segment]:
    """In the order of the text. Pieces with nothing to say (emoji, brackets) are not among them."""
    silenced = silence_the_unspeakable(text)
    segments: list[Segment] = []
    position = 0
    for laugh in _LAUGH.finditer(silenced):
        segments += _language_runs(silenced, position, laugh.start(), language)
        segments.append(_laugh_segment(laugh))
        position = laugh.end()
    segments += _language_runs(silenced, position, len(silenced), language)
    return segments


def silence_the_unspeakable(text: str) -> str:
    """The text at the same length, blanks where a character would be read out by its name (emoji,
    brackets, markup) or taken as a command (control characters)."""
    text = _TAG.sub(lambda tag: " " * len(tag.group()), text)
    characters = list(text)
    for index, character in enumerate(characters):
        if character in _SILENT_CHARACTERS or unicodedata.category(character) in _SILENT_CATEGORIES:
            joins_letters = character in _JOINERS and index > 0 and characters[index - 1].isalpha()
            if character not in _SAID_ALTHOUGH_A_SYMBOL and not joins_letters:
                characters[index] = " "
    return "".join(characters)


def _laugh_segment(laugh: re.Match[str]) -> Segment:
    """However it is written (Ho ho ho, ho-ho, hohoho), it is spoken one syllable at a time."""
    spoken, offsets = "", []
    for syllable in _LAUGH_SYLLABLE.finditer(laugh.group()):
        offset = laugh.start() + syllable.start()
        spoken += f"{syllable.group()[:2].lower()} "
        offsets += [offset, offset + 1, offset + 1]
    return Segment(spoken=spoken[:-1] + "!", offsets=tuple(offsets), language="en", laugh=True)


def _language_runs(text: str, start: int, end: int, language: str) -> list[Segment]:
    tokens = list(_TOKEN.finditer(text, start, end))
    voices: list[str | None] = [_voice_of(token.group(), language) for token in tokens]
    # A token without letters of its own (a number, a dash) goes with the word before it.
    cuts = [0]
    current = next((voice for voice in voices if voice), language)
    languages = [current]
    for index, voice in enumerate(voices):
        if voice and voice != current:
            cuts.append(index)
            languages.append(current := voice)
    runs = []
    for (first, last), run_language in zip(pairwise([*cuts, len(tokens)]), languages, strict=True):
        if first == last:
            continue
        run_start, run_end = tokens[first].start(), tokens[last - 1].end()
        spoken = text[run_start:run_end]
        if any(character.isalnum() for character in spoken) or "%" in spoken or "&" in spoken:
            runs.append(Segment(spoken, tuple(range(run_start, run_end)), run_language))
    return runs


def _voice_of(token: str, language: str) -> str | None:
    """None if the token has no letters."""
    letters = [character for character in token if character.isalpha()]
    if not letters:
        return None
    base = language.partition("-")[0]
    voices = [_voice_of_letter(ord(letter), base) or language for letter in letters]
    # Japanese mixes its kana with Chinese characters: one kana decides.
    return "ja" if "ja" in voices and language != "ja" else voices[0]


def _voice_of_letter(code_point: int, base_language: str) -> str | None:
    """None: the language of the text itself."""
    for first, last, voice, own_languages in _SCRIPTS:
        if first <= code_point <= last:
            return None if base_language in own_languages else voice
    return None
