"""A prompt version: everything that makes Santa who he is, and how its variables are filled in."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime

from santa_core.domain.calls import Voice
from santa_core.errors import InputError

PRODUCTION = "production"  # the label of the version that children hear


@dataclass(frozen=True)
class Lines:
    """What Santa says word for word in one language; may hold {{variables}}."""

    greeting: str
    goodbye: str
    silence: str  # the child says nothing
    silence_again: str  # ... and still nothing
    say_again: str  # the child was not understood


@dataclass(frozen=True)
class PromptVersion:
    """Immutable once stored. `number` is 1, 2, 3 ... (0: not stored yet); texts may hold {{variables}}."""

    number: int
    text: str
    greeting: str
    goodbye: str
    silence_line: str
    say_again_line: str
    model: str
    temperature: float
    max_tokens: int
    author: str
    note: str
    created_at: datetime
    variables: dict[str, str] = field(default_factory=dict)  # own variables and their defaults
    parent: int | None = None
    content_hash: str = ""
    silence_again_line: str = ""  # empty: the silence line once more
    lines: dict[str, Lines] = field(default_factory=dict)  # by ISO 639-1, for languages beside English
    voice: Voice = field(default_factory=Voice)

    def lines_for(self, language: str) -> Lines:
        """The lines in `language`; English where this version has none."""
        return self.lines.get(language) or Lines(
            greeting=self.greeting,
            goodbye=self.goodbye,
            silence=self.silence_line,
            silence_again=self.silence_again_line or self.silence_line,
            say_again=self.say_again_line,
        )


@dataclass(frozen=True)
class LabelMove:
    """One line of the audit: a label came to point to another version."""

    label: str
    from_number: int | None  # None: the label is new
    to_number: int
    by: str
    reason: str
    at: datetime
    gate: str = ""  # "passed", "overridden", "rollback", or "" where no gate was asked
    run_id: str | None = None  # the suite run the gate looked at


def content_hash(version: PromptVersion) -> str:
    """SHA-256 of what Santa is made of: equal for two versions that behave alike, whoever saved them."""
    content = asdict(version)
    for about_it in ("number", "author", "note", "created_at", "parent", "content_hash"):
        del content[about_it]
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


_VARIABLE = re.compile(r"\{\{\s*([A-Za-z_][A-Za-z0-9_]*)\s*\}\}|\{\{")


def variables_in(template: str) -> set[str]:
    """The names a template uses. Raises InputError for braces that hold no name."""
    return {_name(match) for match in _VARIABLE.finditer(template)}


def render(template: str, values: Mapping[str, str]) -> str:
    """`template` with each {{name}} replaced by `values[name]`, and nothing else.

    One pass: a value that looks like {{a variable}} stays text. Raises InputError naming a variable
    that is not in `values`, or braces that hold no name.

    >>> render("Hello {{child_name}}!", {"child_name": "{{prompt}}"})
    'Hello {{prompt}}!'
    """

    def value_of(match: re.Match[str]) -> str:
        name = _name(match)
        if name not in values:
            known = ", ".join(sorted(values)) or "none"
            raise InputError(f"The prompt uses {{{{{name}}}}}, which is not a variable. Known: {known}.")
        return values[name]

    return _VARIABLE.sub(value_of, template)


def _name(match: re.Match[str]) -> str:
    name: str | None = match.group(1)
    if name is None:
        near = match.string[match.start() : match.start() + 30].split("\n")[0]
        raise InputError(
            f"The braces at “{near}” hold no variable. Write {{{{child_name}}}}: letters, digits and _ only."
        )
    return name
