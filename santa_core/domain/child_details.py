"""What a child's details become before they reach a prompt, a caption or the voice.

Names are text, whatever they hold: `<b>Ed</b>` and `{{prompt}}` are shown as written. What the voice says
is another matter: nobody wants to hear "less than b greater than".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from santa_core.domain.calls import Child
from santa_core.domain.prompts import PromptVersion

MAX_NAME_CHARACTERS = 40  # a child's name; what is longer is a joke or a mistake
MAX_DETAIL_CHARACTERS = 200
MAX_DETAILS = 10

CHILD_VARIABLES = ("child_name", "child_age", "language", "wishes", "good_deeds")

_UNKNOWN = "not told"
LANGUAGES = {
    "ar": "Arabic", "cs": "Czech", "da": "Danish", "de": "German", "en": "English", "es": "Spanish",
    "fi": "Finnish", "fr": "French", "it": "Italian", "nl": "Dutch", "no": "Norwegian", "pl": "Polish",
    "pt": "Portuguese", "ro": "Romanian", "sv": "Swedish", "tr": "Turkish", "uk": "Ukrainian",
}  # fmt: skip
# What Santa calls a child whose name he cannot say.
_NAMELESS = {"en": "my friend", "pl": "kochanie", "de": "mein Schatz"}
_TAG = re.compile(r"<[^<>]*>")


def prompt_values(child: Child, version: PromptVersion) -> dict[str, str]:
    """The variables a version's texts may use for this child, ready for `render`."""
    return {
        **version.variables,
        "child_name": written_name(child),
        "child_age": str(child.age) if child.age is not None else _UNKNOWN,
        "language": LANGUAGES.get(child.language, child.language),
        "wishes": _listed(child.wishes),
        "good_deeds": _listed(child.good_deeds),
    }


def written_name(child: Child) -> str:
    """The name as captions and prompts show it: one line, the first words up to 40 characters."""
    return _first_words(one_line(child.name), MAX_NAME_CHARACTERS) or _nameless(child)


def spoken_name(child: Child) -> str:
    """The name as the voice says it: as staff wrote it down, else without what cannot be said."""
    if child.say_name_as and one_line(child.say_name_as):
        return _first_words(one_line(child.say_name_as), MAX_NAME_CHARACTERS)
    sayable = "".join(c if _can_be_said(c) else " " for c in _TAG.sub(" ", one_line(child.name)))
    return _first_words(" ".join(sayable.split()), MAX_NAME_CHARACTERS) or _nameless(child)


def as_spoken(text: str, child: Child) -> str:
    """`text` with the child's written name as the voice should say it. Other words stay whole: a child
    called Art does not change "start"."""
    written, spoken = written_name(child), spoken_name(child)
    if written == spoken:
        return text
    return re.sub(rf"(?<!\w){re.escape(written)}(?!\w)", lambda _: spoken, text)


def one_line(text: str) -> str:
    """`text` trimmed, on one line, without characters that are invisible or not text.

    Line breaks and control characters become one space, so a value cannot begin a line of its own in a
    prompt; marks that turn the writing direction are dropped.
    """
    text = unicodedata.normalize("NFC", text.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))
    return " ".join("".join(_kept(c) for c in text).split())


def _kept(character: str) -> str:
    # Arabic, Persian and emoji need the joiners U+200C and U+200D.
    if character in "\u200c\u200d":
        return character
    category = unicodedata.category(character)
    if category in ("Cc", "Zl", "Zp", "Zs"):
        return " "
    return "" if category.startswith("C") else character


def _can_be_said(character: str) -> bool:
    return character in " '’.-\u200c\u200d" or unicodedata.category(character)[0] in "LMN"


def _first_words(text: str, limit: int) -> str:
    """As many whole words as fit; a first word that does not fit is cut, never inside a letter's marks."""
    if len(text) <= limit:
        return text
    cut = text[: limit + 1].rpartition(" ")[0]
    if cut:
        return cut
    end = limit
    while end > 1 and unicodedata.category(text[end])[0] == "M":
        end -= 1
    return text[:end]


def _listed(details: Iterable[str]) -> str:
    lines = [_first_words(one_line(d), MAX_DETAIL_CHARACTERS) for d in details]
    return "; ".join([line for line in lines if line][:MAX_DETAILS]) or _UNKNOWN


def _nameless(child: Child) -> str:
    return _NAMELESS.get(child.language, _NAMELESS["en"])
