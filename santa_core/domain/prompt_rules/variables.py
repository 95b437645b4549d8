"""Variables: known, used, and well written."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping

from santa_core.domain.child_details import CHILD_VARIABLES
from santa_core.domain.prompt_fields import TEXT, spoken_lines
from santa_core.domain.prompt_rules.finding import Finding, error, hint, warning
from santa_core.domain.prompts import PromptVersion

_BRACES = re.compile(r"\{\{(?P<inside>[^{}\n]{0,80})\}\}|\{\{")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_SINGLE = re.compile(r"(?<!\{)\{\s*(?P<name>[A-Za-z_][A-Za-z0-9_]*)\s*\}(?!\})")


def variable_findings(version: PromptVersion) -> Iterator[Finding]:
    texts = {TEXT: version.text, **{line.path: line.text for line in spoken_lines(version)}}
    known = (*CHILD_VARIABLES, *version.variables)
    for path, text in texts.items():
        yield from _in_text(path, text, known)
    yield from _own(version, used=_names_in(texts))
    if version.text.strip() and "child_name" not in _names_in({TEXT: version.text}):
        yield hint(
            "child-name-unused",
            "The prompt does not tell Santa who he talks to: put {{child_name}} where he should know it.",
            TEXT,
        )


def _in_text(path: str, text: str, known: tuple[str, ...]) -> Iterator[Finding]:
    for match in _BRACES.finditer(text):
        inside = (match["inside"] or "").strip()
        if not _NAME.fullmatch(inside):
            yield error(
                "bad-braces",
                f"“{_short(match.group())}” holds no variable. Between {{{{ and }}}} stands one name of "
                "letters, digits and _, as {{child_name}}; nothing is computed there.",
                path,
                match.span(),
            )
        elif inside not in known:
            yield error(
                "unknown-variable",
                f"{{{{{inside}}}}} is not a variable. {_instead(inside, known)}",
                path,
                match.span(),
            )
    for match in _SINGLE.finditer(text):
        if match["name"] in known:
            yield warning(
                "single-braces",
                f"“{match.group()}” is not filled in: variables have two braces, {{{{{match['name']}}}}}.",
                path,
                match.span(),
            )


def _own(version: PromptVersion, *, used: set[str]) -> Iterator[Finding]:
    for name, value in version.variables.items():
        path = f"variables.{name}"
        if not _NAME.fullmatch(name):
            yield error(
                "bad-variable-name",
                f"“{_short(name)}” cannot be a variable: use letters, digits and _, and begin with a letter.",
                path,
            )
        elif name in CHILD_VARIABLES:
            yield error(
                "variable-taken",
                f"{{{{{name}}}}} always comes from the plan of the call. Give your variable another name.",
                path,
            )
        elif name not in used:
            yield warning(
                "unused-variable",
                f"{{{{{name}}}}} is used nowhere. Put it into the prompt or a line, or remove it.",
                path,
            )
        if not value.strip():
            yield warning("empty-variable", f"{{{{{name}}}}} has no value: give it one.", path)
        elif "{{" in value:
            yield warning(
                "variable-in-variable",
                f"The value of {{{{{name}}}}} holds braces. They are not filled in again: Santa is told "
                "them as they stand.",
                path,
            )


def _names_in(texts: Mapping[str, str]) -> set[str]:
    return {(match["inside"] or "").strip() for text in texts.values() for match in _BRACES.finditer(text)}


def _instead(name: str, known: tuple[str, ...]) -> str:
    near = difflib.get_close_matches(name, known, n=1)
    if near:
        return f"Did you mean {{{{{near[0]}}}}}?"
    return f"Known are {', '.join(known)}; add it to the variables, or take it out."


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:40] + "…"
