"""The words in a promptfoo test: which of its variables is what the child says, and templates filled in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from santa_core.domain.calls import Child
from santa_core.errors import InputError
from santa_core.storage.promptfoo_asserts import VARS

# Names of the variable that holds the child's line, in this order; else it is the only one there is.
_LINE_NAMES = ("child_says", "child", "message", "user_message", "input", "question", "query", "user", "text")
_ABOUT_THE_CHILD = frozenset(
    {"child_name", "child_age", "language", "wishes", "good_deeds", "greeting", "santa_greeting"}
)
_TAG = re.compile(r"\{\{\s*(?:'([{}])'|([A-Za-z_]\w*(?:\.\w+)*))\s*\}\}")
_ANY_TAG = re.compile(r"\{\{|\{%|\{#")


@dataclass(frozen=True)
class Words:
    line: str
    values: Mapping[str, str]  # by the name a template uses: "child_name", "santa.child_name"


def words_of(variables: Mapping[str, Any], *, where: str, remarks: list[str]) -> Words:
    """Raises InputError if it cannot be told what the child says."""
    ours = variables.get(VARS)
    if isinstance(ours, dict) and isinstance(ours.get("child_says"), str):
        texts = _texts({k: v for k, v in variables.items() if k != VARS}, where)
        inner = _texts(ours, where)
        return Words(
            inner["child_says"], {**texts, **{f"{VARS}.{name}": text for name, text in inner.items()}}
        )
    texts = _texts(variables, where)
    name = _line_name(texts, where)
    unused = sorted(texts.keys() - _ABOUT_THE_CHILD - {name})
    if unused:
        remarks.append(f"Variables that only templates used: {', '.join(unused)}.")
    line = rendered(texts[name], texts, where=where).strip()
    if not line:
        raise InputError(f"{where}: the variable {name!r}, what the child says, is empty.")
    return Words(line, texts)


def _texts(variables: Mapping[str, Any], where: str) -> dict[str, str]:
    texts = {}
    for name, value in variables.items():
        text = as_text(value)
        if text is None:
            raise InputError(
                f"{where}: the variable {name!r} should be one text. Write a test for each of several values."
            )
        if text.startswith(("file://", "package:")):
            raise InputError(f"{where}: the variable {name!r} names a file. Write its text into this one.")
        texts[str(name)] = text
    return texts


def _line_name(texts: Mapping[str, str], where: str) -> str:
    for name in _LINE_NAMES:
        if name in texts:
            return name
    candidates = sorted(texts.keys() - _ABOUT_THE_CHILD)
    if len(candidates) == 1:
        return candidates[0]
    among = f" of {', '.join(candidates)}" if candidates else ""
    raise InputError(f"{where}: which variable{among} is what the child says? Call it child_says.")


def as_text(value: object) -> str | None:
    """A text, or a number as JavaScript writes it; None for anything else."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return str(int(value)) if float(value).is_integer() else repr(float(value))


def rendered(text: str, values: Mapping[str, str], *, where: str) -> str:
    """`text` with its variables filled in. Raises InputError for what promptfoo would compute."""

    def value_of(tag: re.Match[str]) -> str:
        if tag[1]:
            return tag[1]
        if tag[2] not in values:
            raise InputError(f"{where}: the template uses {tag[2]!r}, which is no variable of the test.")
        return values[tag[2]]

    if _ANY_TAG.search(_TAG.sub("", text)):
        raise InputError(f"{where}: the template “{text[:40]}” computes something. Write what comes of it.")
    return _TAG.sub(value_of, text)


def child_of(words: Words) -> Child:
    values = words.values
    language = values.get("language", "en")
    age = values.get("child_age", "")
    return Child(
        name=values.get("child_name", "").strip() or "Robin",
        age=int(age) if age.isdecimal() and len(age) < 3 else None,
        language=language if re.fullmatch("[a-z]{2}", language) else "en",
        wishes=_listed(values.get("wishes", "")),
        good_deeds=_listed(values.get("good_deeds", "")),
    )


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";") if part.strip())
