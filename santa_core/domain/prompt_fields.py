"""The fields of a prompt version as a person names them, and how long each may be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields

from santa_core.domain.child_details import LANGUAGES
from santa_core.domain.prompts import Lines, PromptVersion
from santa_core.domain.spoken_text import SPEECH_LIMIT
from santa_core.errors import InputError

ENGLISH = "en"
TEXT = "text"  # the path of the prompt itself
EMOTIONS = ("friendly", "excited", "soothing", "serious", "broadcaster")

MAX_TEXT_CHARACTERS = 20_000  # about 5,000 tokens, sent again with every answer
MAX_LINE_CHARACTERS = SPEECH_LIMIT
MAX_VARIABLES = 30
MAX_VARIABLE_CHARACTERS = 2_000
MAX_NAME_CHARACTERS = 40  # of a variable or a language
MAX_MODEL_CHARACTERS = 100
MAX_AUTHOR_CHARACTERS = 80
MAX_NOTE_CHARACTERS = 500
MAX_LANGUAGES = 30

LINE_NAMES = {
    "greeting": "Greeting",
    "goodbye": "Goodbye",
    "silence": "The child is silent",
    "silence_again": "The child is still silent",
    "say_again": "Not understood",
}
_SETTING_NAMES = {
    "model": "Model",
    "temperature": "Temperature",
    "max_tokens": "Max tokens",
    "voice.rate": "Voice rate",
    "voice.emotion": "Voice emotion",
}


@dataclass(frozen=True)
class SpokenLine:
    """One of the lines Santa says word for word. `path`: "lines.pl.greeting"."""

    language: str  # ISO 639-1
    name: str  # a field of Lines
    text: str

    @property
    def path(self) -> str:
        return f"lines.{self.language}.{self.name}"


def spoken_lines(version: PromptVersion) -> list[SpokenLine]:
    """English first, as written: an empty English second silence line stays empty."""
    english = Lines(
        greeting=version.greeting,
        goodbye=version.goodbye,
        silence=version.silence_line,
        silence_again=version.silence_again_line,
        say_again=version.say_again_line,
    )
    return [
        SpokenLine(language, field.name, getattr(lines, field.name))
        for language, lines in [(ENGLISH, english), *sorted(version.lines.items())]
        for field in fields(Lines)
    ]


def content_fields(version: PromptVersion) -> dict[str, str]:
    """All that makes Santa, as text by path, in the order in which a person reads it."""
    return {
        TEXT: version.text,
        **{line.path: line.text for line in spoken_lines(version)},
        **{f"variables.{name}": value for name, value in sorted(version.variables.items())},
        "model": version.model,
        "temperature": f"{version.temperature:g}",
        "max_tokens": str(version.max_tokens),
        "voice.rate": f"{version.voice.rate:g}",
        "voice.emotion": version.voice.emotion,
    }


def field_label(path: str) -> str:
    """ "Greeting (Polish)", "Prompt", "{{elf}}": for people."""
    kind, _, rest = path.partition(".")
    if path == TEXT:
        return "Prompt"
    if kind == "variables":
        return f"{{{{{rest}}}}}"
    if kind == "lines":
        language, _, name = rest.partition(".")
        label = LINE_NAMES.get(name, name)
        return label if language == ENGLISH else f"{label} ({LANGUAGES.get(language, language)})"
    return _SETTING_NAMES.get(path, path)


@dataclass(frozen=True)
class TooLong:
    path: str
    message: str


def over_limits(version: PromptVersion) -> list[TooLong]:
    """What is too big to be stored at all. Nothing else should look at such a version."""
    return list(_over_limits(version))


def refuse_oversized(version: PromptVersion) -> None:
    """Raises InputError for the first field that is over its limit."""
    for found in _over_limits(version):
        raise InputError(found.message)


_LABEL = re.compile(r"[a-z0-9][a-z0-9._-]{0,39}")


def usable_label(given: str) -> str:
    """A label as it is stored. Raises InputError saying how one looks."""
    label = given.strip().lower()
    if not _LABEL.fullmatch(label):
        raise InputError(
            "A label is a word of up to 40 letters, digits, dots, dashes and underscores, like “staging” "
            "or “grief-trial”."
        )
    return label


def _over_limits(version: PromptVersion) -> Iterator[TooLong]:
    limits = {
        TEXT: (version.text, MAX_TEXT_CHARACTERS, " Every answer sends it again: say it more briefly."),
        "model": (version.model, MAX_MODEL_CHARACTERS, ""),
        "author": (version.author, MAX_AUTHOR_CHARACTERS, ""),
        "note": (version.note, MAX_NOTE_CHARACTERS, " Say in a sentence or two why this version is made."),
    }
    for path, (text, limit, cure) in limits.items():
        if len(text) > limit:
            yield TooLong(path, _too_long(field_label(path).capitalize(), text, limit) + cure)
    yield from _too_many(version)
    for line in spoken_lines(version):
        if len(line.text) > MAX_LINE_CHARACTERS:
            message = _too_long(field_label(line.path), line.text, MAX_LINE_CHARACTERS)
            yield TooLong(line.path, f"{message} That is what the avatar can say in one go: shorten it.")
    for name, value in version.variables.items():
        if len(name) > MAX_NAME_CHARACTERS or len(value) > MAX_VARIABLE_CHARACTERS:
            yield TooLong(
                f"variables.{name[:MAX_NAME_CHARACTERS]}",
                f"The variable {name[:MAX_NAME_CHARACTERS]} is too long: a name may have "
                f"{MAX_NAME_CHARACTERS} characters, a value {MAX_VARIABLE_CHARACTERS:,}.",
            )


def _too_many(version: PromptVersion) -> Iterator[TooLong]:
    if len(version.variables) > MAX_VARIABLES:
        count = len(version.variables)
        yield TooLong("variables", f"There are {count:,} variables; {MAX_VARIABLES} are allowed.")
    if len(version.lines) > MAX_LANGUAGES or any(len(code) > MAX_NAME_CHARACTERS for code in version.lines):
        yield TooLong(
            "lines",
            f"Lines may be given in {MAX_LANGUAGES} languages beside English, each named by its "
            "two-letter code, as “pl”.",
        )


def _too_long(label: str, text: str, limit: int) -> str:
    return f"{label}: {len(text):,} characters, and at most {limit:,} are allowed."
