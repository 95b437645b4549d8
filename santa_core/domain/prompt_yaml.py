"""A prompt version as a YAML file that people can read, edit and keep in git.

The file says what it holds (`content_hash`), so that a reader knows whether somebody edited it since.
"""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime
from typing import Any

import yaml

from santa_core.domain.calls import Voice
from santa_core.domain.data_fields import Fields
from santa_core.domain.prompt_fields import ENGLISH, refuse_oversized
from santa_core.domain.prompts import Lines, PromptVersion, content_hash
from santa_core.domain.yaml_text import parse_yaml
from santa_core.errors import InputError

_HASH = re.compile(r"[0-9a-f]{64}")
_ODD_BREAKS = re.compile("[\r\x85\u2028\u2029\ufeff]")
_HEADING = """\
# A version of Santa's prompt. Edit it, and it is a new version: leave number and content_hash alone,
# the import sees by them what changed.
"""


@dataclass(frozen=True)
class VersionFile:
    """What a file says. `version.number` and `version.parent` are those of the library it came from."""

    version: PromptVersion  # its content_hash is the content's own
    stated_hash: str | None  # None: the file was written by hand
    parent_hash: str | None

    @property
    def is_edited(self) -> bool:
        """Somebody changed the content after it was exported."""
        return self.stated_hash is not None and self.stated_hash != self.version.content_hash


def version_as_yaml(version: PromptVersion, *, parent_hash: str | None = None) -> str:
    """`parent_hash`: the content hash of its parent, which means the same in every library."""
    content: dict[str, Any] = {
        "number": version.number,
        "content_hash": content_hash(version),
        "parent": version.parent,
        "parent_hash": parent_hash,
        "author": version.author,
        "note": version.note,
        "created_at": version.created_at,
        "model": version.model,
        "temperature": float(version.temperature),
        "max_tokens": version.max_tokens,
        "voice": {"rate": float(version.voice.rate), "emotion": version.voice.emotion},
        "variables": version.variables,
        "text": version.text,
        "lines": {ENGLISH: _english(version), **{code: asdict(said) for code, said in version.lines.items()}},
    }
    # What is empty is left out: the reader takes an empty text for a mistake.
    content["lines"] = {code: _filled(said) for code, said in content["lines"].items()}
    return _HEADING + yaml.dump(
        _filled(content), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100_000
    )


def version_from_yaml(text: str, *, where: str) -> VersionFile:
    """Raises InputError naming the line or field; an unknown field, a YAML bomb and what is over a limit
    are refused."""
    return parse_yaml(text, _version_file, where=where)


def _version_file(given: Fields) -> VersionFile:
    stated, parent_hash = _hash(given, "content_hash"), _hash(given, "parent_hash")
    voice, all_lines = given.inside("voice"), given.inside("lines")
    english = _lines(all_lines.inside(ENGLISH))
    version = PromptVersion(
        number=given.take("number", int, default=0),
        parent=given.take_optional("parent", int),
        text=given.take("text", str),
        greeting=english.greeting,
        goodbye=english.goodbye,
        silence_line=english.silence,
        silence_again_line=english.silence_again,
        say_again_line=english.say_again,
        lines={code: _lines(all_lines.inside(code)) for code in all_lines.left()},
        model=given.take("model", str),
        temperature=given.take("temperature", float),
        max_tokens=given.take("max_tokens", int),
        voice=Voice(rate=voice.take("rate", float), emotion=voice.take("emotion", str)),
        variables=_variables(given),
        author=given.take("author", str),
        note=given.take("note", str, default=""),
        created_at=given.take("created_at", datetime),
    )
    voice.end()
    if version.created_at.tzinfo is None:
        raise InputError(f"{given.where}: the field 'created_at' needs a zone, as 2026-11-30T00:00:00Z.")
    try:
        refuse_oversized(version)
    except InputError as error:
        raise InputError(f"{given.where}: {error}") from error
    return VersionFile(replace(version, content_hash=content_hash(version)), stated, parent_hash)


def _english(version: PromptVersion) -> dict[str, str]:
    return {
        "greeting": version.greeting,
        "goodbye": version.goodbye,
        "silence": version.silence_line,
        "silence_again": version.silence_again_line,
        "say_again": version.say_again_line,
    }


def _filled(content: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in content.items() if value not in (None, "", {})}


def _lines(given: Fields) -> Lines:
    lines = Lines(**{field.name: given.take(field.name, str, default="") for field in fields(Lines)})
    given.end()
    return lines


def _variables(given: Fields) -> dict[str, str]:
    """Values may be empty here, which Fields would refuse."""
    variables = given.take("variables", dict, default={})
    for name, value in variables.items():
        if not isinstance(name, str) or not isinstance(value, str):
            raise InputError(
                f"{given.where}, variables: {str(name)[:40]!r} should be a text. Put it in quotes."
            )
    return dict(variables)


def _hash(given: Fields, field: str) -> str | None:
    value = given.take_optional(field, str)
    if value is not None and not _HASH.fullmatch(value):
        raise InputError(f"{given.where}: the field {field!r} is no content hash. Remove the line.")
    return value


class _Dumper(yaml.SafeDumper):
    """Texts of several lines stand as they are read, below a |."""


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    # YAML takes these for line breaks of its own, and gives back a plain one.
    style = '"' if _ODD_BREAKS.search(text) else "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)
