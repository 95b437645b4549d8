"""Version 1 of Santa, from its data file into an empty library."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from santa_core.domain.calls import Voice
from santa_core.domain.data_fields import Fields
from santa_core.domain.prompts import PRODUCTION, Lines, PromptVersion
from santa_core.errors import InputError
from santa_core.ports import PromptLibrary
from santa_core.storage.data_files import read_yaml

_FILE = Path(__file__).parent.parent / "prompt_versions" / "santa-1.yaml"


def seed_prompts(library: PromptLibrary) -> None:
    """Stores version 1 if there is none and points "production" to it if that label points nowhere.

    Safe to call at every start; a crash between the two steps is made good by the next one.
    """
    if library.version(1) is None:
        library.save_version(default_prompt())
    if library.labelled(PRODUCTION) is None:
        library.move_label(PRODUCTION, 1, by="Santa call studio", reason="The first version.")


def default_prompt(path: Path = _FILE) -> PromptVersion:
    """Not stored yet: its number is 0. Raises InputError naming the field that is wrong."""
    return read_yaml(path, _version)


def _version(fields: Fields) -> PromptVersion:
    voice = fields.inside("voice")
    all_lines = fields.inside("lines")
    english = _lines(all_lines.inside("en"))
    others = {language: _lines(all_lines.inside(language)) for language in all_lines.left()}
    version = PromptVersion(
        number=0,
        text=fields.take("text", str).strip(),
        greeting=english.greeting,
        goodbye=english.goodbye,
        silence_line=english.silence,
        silence_again_line=english.silence_again,
        say_again_line=english.say_again,
        lines=others,
        model=fields.take("model", str),
        temperature=fields.take("temperature", float),
        max_tokens=fields.take("max_tokens", int),
        voice=Voice(rate=voice.take("rate", float), emotion=voice.take("emotion", str)),
        author=fields.take("author", str),
        note=fields.take("note", str),
        created_at=fields.take("created_at", datetime),
    )
    voice.end()
    if version.created_at.tzinfo is None:
        raise InputError(f"{fields.where}: the field 'created_at' needs a zone, as 2024-11-30T00:00:00Z.")
    return version


def _lines(fields: Fields) -> Lines:
    lines = Lines(
        greeting=fields.take("greeting", str),
        goodbye=fields.take("goodbye", str),
        silence=fields.take("silence", str),
        silence_again=fields.take("silence_again", str),
        say_again=fields.take("say_again", str),
    )
    fields.end()
    return lines
