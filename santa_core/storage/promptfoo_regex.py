"""Patterns that ignore case, for every JavaScript: Node.js knows (?i:...) only from 23 on, and never (?i)."""

from __future__ import annotations

import re

from santa_core.domain.javascript_regex import IGNORING_CASE

_ESCAPE = re.compile(r"\\(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|k<\w+>|c[A-Za-z]|.)", re.DOTALL)
_MODIFIED = re.compile(r"\(\?(-?)i:")
_OPENING = re.compile(r"\((?:\?(?:[:=!]|<[=!]|<[^>]*>))?")
_RANGE = re.compile(r"[a-z]-[a-z]|[A-Z]-[A-Z]")


def without_modifiers(pattern: str) -> str:
    """Finds what `pattern` finds, with both cases of each letter written out.

    >>> without_modifiers("(?i)ho [a-c]|(?-i:X)")
    '[hH][oO] [A-Ca-c]|(?:X)'
    """
    ignoring = [pattern.startswith(IGNORING_CASE)]  # the last: within the innermost group
    rest = pattern.removeprefix(IGNORING_CASE)
    if not ignoring[0] and not _MODIFIED.search(rest):
        return pattern
    written = []
    at = 0
    while at < len(rest):
        token = _token(rest, at)
        at += len(token)
        if modified := _MODIFIED.fullmatch(token):
            ignoring.append(not modified[1])
            written.append("(?:")
            continue
        if token.startswith("("):
            ignoring.append(ignoring[-1])
        elif token == ")" and len(ignoring) > 1:
            ignoring.pop()
        written.append(_both_cases(token) if ignoring[-1] else token)
    return "".join(written)


def _token(pattern: str, at: int) -> str:
    if pattern[at] == "[":
        end = at + 1
        while end < len(pattern) and pattern[end] != "]":
            end += 2 if pattern[end] == "\\" else 1
        return pattern[at : end + 1]
    for kind in (_ESCAPE, _MODIFIED, _OPENING):
        if found := kind.match(pattern, at):
            return found.group()
    return pattern[at]


def _both_cases(token: str) -> str:
    if token.startswith("[") and len(token) > 1:
        begin = "[^" if token.startswith("[^") else "["
        items = token[len(begin) : -1]
        others = _other_cases(items)
        # In front, where a hyphen that stands for itself would become a range.
        hyphen = "\\" if others and items.startswith("-") else ""
        return f"{begin}{others}{hyphen}{items}]"
    other = _other(_letter(token))
    return f"[{token}{other}]" if other else token


def _other_cases(items: str) -> str:
    """What has to be added to a class."""
    escapes = "".join(_letter(escape) for escape in _ESCAPE.findall(items))
    plain = _ESCAPE.sub("\0", items)
    ranges = "".join(found.swapcase() for found in _RANGE.findall(plain))
    return ranges + "".join(_other(letter) for letter in _RANGE.sub("", plain) + escapes)


def _letter(token: str) -> str:
    """What a token stands for, if that is one character: "A" for itself, \\A, \\x41 and \\u0041."""
    if len(token) == 1:
        return token
    if re.fullmatch(r"\\(?:x..|u....)", token):
        return chr(int(token[2:], 16))
    return token[1] if re.fullmatch(r"\\[^dDwWsSbBnrtfvckpPxu0-9]", token) else ""


def _other(letter: str) -> str:
    """The letter in its other case, "" for what has none (or one of several letters, as ß)."""
    other = letter.swapcase()
    return other if len(letter) == len(other) == 1 and other != letter and other.swapcase() == letter else ""
