"""The lines Santa says word for word: there, speakable, not too long, and fit for a child."""

from __future__ import annotations

import re
from collections.abc import Iterator

from santa_core.domain.calls import Child
from santa_core.domain.child_details import LANGUAGES, MAX_NAME_CHARACTERS, prompt_values
from santa_core.domain.prompt_fields import (
    ENGLISH,
    SpokenLine,
    field_label,
    spoken_lines,
)
from santa_core.domain.prompt_rules.finding import Finding, error, hint, warning
from santa_core.domain.prompts import PromptVersion, render
from santa_core.domain.spoken_text import SPEECH_LIMIT, clean_for_speech
from santa_core.errors import InputError

EXPECTED_LANGUAGES = (ENGLISH, "pl", "de")
SENSIBLE_CHARACTERS = 300
_CHARACTERS_A_SECOND = 15  # of speech at rate 1
_BRACES = re.compile(r"\{\{.{0,60}?\}\}")
_LONGEST_NAME = "N" * MAX_NAME_CHARACTERS


def line_findings(version: PromptVersion) -> Iterator[Finding]:
    for line in spoken_lines(version):
        if not line.text.strip():
            yield from _empty(line)
            continue
        yield from _length(line, version)
        yield from _speakable(line)
        yield from _fitting(line)
    for language in EXPECTED_LANGUAGES:
        if language != ENGLISH and language not in version.lines:
            name = LANGUAGES[language]
            yield hint(
                "missing-language",
                f"There are no lines in {name}: a child who speaks {name} is greeted in English.",
                "lines",
            )
    for language in version.lines:
        if language == ENGLISH:
            yield error("english-twice", "The English lines stand twice. Remove one.", "lines")
        elif language not in LANGUAGES:
            yield warning(
                "unknown-language",
                f"No plan of a call offers the language “{language[:20]}”, so its lines are never said. "
                "Languages are named by two letters, as pl.",
                "lines",
            )


def _empty(line: SpokenLine) -> Iterator[Finding]:
    if line.name == "silence_again" and line.language == ENGLISH:
        yield hint(
            "empty-line", "Without a second line for silence Santa says the first one again.", line.path
        )
    else:
        yield error("empty-line", f"“{field_label(line.path)}” is empty: write a line.", line.path)


def _length(line: SpokenLine, version: PromptVersion) -> Iterator[Finding]:
    try:
        values = prompt_values(Child(name=_LONGEST_NAME, age=10), version)
        longest = len(render(line.text, values))
    except InputError:  # said elsewhere
        longest = len(line.text)
    if longest > SPEECH_LIMIT:
        yield error(
            "line-too-long",
            f"“{field_label(line.path)}” has up to {longest:,} characters with a long name. The avatar "
            f"takes {SPEECH_LIMIT:,} in one go: shorten it.",
            line.path,
        )
    elif longest > SENSIBLE_CHARACTERS:
        seconds = (
            round(len(line.text) / _CHARACTERS_A_SECOND / version.voice.rate) if version.voice.rate else 0
        )
        yield warning(
            "long-line",
            f"“{field_label(line.path)}” takes about {seconds} seconds to say. A child waits for its turn: "
            "two or three short sentences are enough.",
            line.path,
        )


def _speakable(line: SpokenLine) -> Iterator[Finding]:
    # A variable stands for a word; whose name has an underscore, which is not spoken.
    plain = " ".join(_BRACES.sub("Emma", line.text).split())
    if clean_for_speech(plain) == plain:
        return
    yield warning(
        "unspeakable",
        f"“{field_label(line.path)}” holds what cannot be said: emoji, links, brackets, stage directions or "
        "markup. It is left out when Santa speaks; take it out here.",
        line.path,
    )


def _fitting(line: SpokenLine) -> Iterator[Finding]:
    merry = "hoho" in "".join(c for c in line.text.lower() if c.isalpha())
    if merry and line.name != "greeting":
        yield warning(
            "jolly-line",
            f"“{field_label(line.path)}” laughs, also after a sad call or to a child who dares not speak. "
            "Take the laugh out.",
            line.path,
        )
    if line.name == "greeting" and "child_name" not in line.text:
        yield hint(
            "nameless-greeting",
            f"“{field_label(line.path)}” does not greet the child by name: {{{{child_name}}}} is it.",
            line.path,
        )
