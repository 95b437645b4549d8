r"""A regular expression that a person wrote, read as promptfoo reads it (JavaScript) and with a time limit.

JavaScript's and Python's differ in small ways that would make one pattern pass here and fail there. Each
token is translated: `$` is the very end, `.` stops at every line separator, \d \w \b know ASCII only, \s
every space, `{,3}` and `]` stand for themselves, (?<name>...) names a group. What JavaScript refuses is
refused (`a++`, `(?P<...>`). One thing more is allowed, because everybody writes it: (?i) in front of all.
Not carried over: \p{...}, \u{...} and lookbehind's order of groups; an emoji is one character here and two
there.
"""

from __future__ import annotations

import re as plain_re
from dataclasses import dataclass

import regex

TIME_LIMIT_SECONDS = 0.25
LONGEST_PATTERN = 1_000  # characters
IGNORING_CASE = "(?i)"  # in front of a pattern

_SPACES = r"\t\n\x0b\f\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
_WORD = "A-Za-z0-9_"
_BOUNDARY = f"(?:(?<=[{_WORD}])(?![{_WORD}])|(?<![{_WORD}])(?=[{_WORD}]))"
_SETS = {"d": "0-9", "w": _WORD, "s": _SPACES}
_CONTROLS = {"n": r"\n", "t": r"\t", "r": r"\r", "f": r"\f", "v": r"\x0b"}
_QUANTIFIER = plain_re.compile(r"\{\d+(?:,\d*)?\}")
_GROUP = plain_re.compile(r"\(\?(?:[:=!]|<[=!]|<([A-Za-z_$][\w$]*)>|(-?i):)")
_AHEAD, _BEHIND = ("(?=", "(?!"), ("(?<=", "(?<!")
_NO_GROUP = plain_re.compile(r"\\.|\[(?:\\.|[^\]\\])*\]", plain_re.DOTALL)  # where a ( opens none
_CAPTURING = plain_re.compile(r"\((?!\?)|\(\?<(?![=!])")


class UnusablePattern(Exception):
    """Why a pattern cannot be used, as a sentence for the person who wrote it."""


def is_found(pattern: str, text: str, *, seconds: float = TIME_LIMIT_SECONDS) -> bool:
    """Does `pattern` match anywhere in `text`? Raises UnusablePattern, also when it takes too long.

    Other threads run on while it searches.
    """
    compiled = _compiled(pattern)
    try:
        return compiled.search(text, timeout=seconds, concurrent=True) is not None
    except TimeoutError:
        raise UnusablePattern(
            f"The pattern took longer than {round(seconds * 1000)} ms and was stopped. A repetition within "
            "a repetition, like (a+)+, is the usual cause: write it without one."
        ) from None


def check_pattern(pattern: str) -> None:
    """Raises UnusablePattern for one that no text could make usable."""
    _compiled(pattern)


def _compiled(pattern: str) -> regex.Pattern[str]:
    if len(pattern) > LONGEST_PATTERN:
        raise UnusablePattern(f"The pattern is longer than {LONGEST_PATTERN:,} characters.")
    try:
        return regex.compile(as_python(pattern))
    except (regex.error, RecursionError, OverflowError) as error:
        raise UnusablePattern(f"The pattern is no regular expression ({error}).") from None


def as_python(pattern: str) -> str:
    """`pattern` in the words of the regex package. Raises UnusablePattern."""
    if pattern.startswith(IGNORING_CASE):
        return f"(?i:{_Translation(pattern.removeprefix(IGNORING_CASE)).whole()})"
    return _Translation(pattern).whole()


@dataclass
class _Atom:
    """One item of a class: a single character, or a set of them (`inverted`: everything else)."""

    text: str
    character: bool
    inverted: bool = False


class _Translation:
    def __init__(self, pattern: str) -> None:
        self._pattern = pattern
        self._at = 0
        self._open: list[str] = []  # the beginnings of the groups that stand around
        self._names: set[str] = set()
        self._repeatable = False  # whether a quantifier may follow
        self._groups = len(_CAPTURING.findall(_NO_GROUP.sub("", pattern)))

    def whole(self) -> str:
        written: list[str] = []
        after_quantifier = False
        while self._at < len(self._pattern):
            quantifier = self._quantifier()
            if quantifier and after_quantifier:
                raise UnusablePattern(
                    "The pattern repeats a repetition, as a++ would: there is no such thing."
                )
            if quantifier and not self._repeatable:
                raise UnusablePattern(f"The pattern has nothing to repeat before a {quantifier}.")
            written.append(quantifier or self._token())
            after_quantifier = bool(quantifier)
        return "".join(written)

    def _quantifier(self) -> str:
        """With its lazy `?`, or "" if none stands here."""
        rest = self._pattern[self._at :]
        bounded = _QUANTIFIER.match(rest)
        found = bounded.group() if bounded else rest[0] if rest[0] in "*+?" else ""
        if found and rest[len(found) :].startswith("?"):
            found += "?"
        self._at += len(found)
        return found

    def _token(self) -> str:
        character = self._pattern[self._at]
        self._repeatable = character not in "^$|("
        if character == "\\":
            return self._escape()
        if character == "[":
            return self._class()
        if character == "(":
            return self._group()
        self._at += 1
        if character == ")":
            return self._end_of_group()
        if character == ".":
            return r"[^\n\r\u2028\u2029]"
        if character == "$":
            return r"\Z"
        return character if character in "|^" else regex.escape(character)

    def _group(self) -> str:
        if not self._pattern.startswith("(?", self._at):
            self._at += 1
            self._open.append("(")
            return "("
        found = _GROUP.match(self._pattern, self._at)
        if found is None:
            raise UnusablePattern(
                f"The pattern's group {self._pattern[self._at : self._at + 4]!r} is not JavaScript's. To "
                "ignore case, put (?i) in front of all, or write (?i:...); to name a group, (?<name>...)."
            )
        if found[1] in self._names:
            raise UnusablePattern(f"The pattern names two groups {found[1]!r}.")
        self._names |= {found[1]} if found[1] else set()
        self._at = found.end()
        self._open.append(found.group())
        if found.group() in _AHEAD:
            return f"(?:{found.group()}"  # which, unlike a lookahead by itself, may be repeated
        return f"(?P<{found[1]}>" if found[1] else found.group()

    def _end_of_group(self) -> str:
        if not self._open:
            raise UnusablePattern("The pattern has a ) without its (.")
        begun = self._open.pop()
        self._repeatable = begun not in _BEHIND
        return "))" if begun in _AHEAD else ")"

    def _escape(self) -> str:
        rest = self._pattern[self._at + 1 :]
        if rest[:1] in ("b", "B"):
            self._at += 2
            self._repeatable = False
            return _BOUNDARY if rest[0] == "b" else f"(?!{_BOUNDARY})"
        if named := plain_re.match(r"k<([A-Za-z_$][\w$]*)>", rest):
            self._at += 1 + named.end()
            return f"(?({named[1]})(?P={named[1]})|)"
        numbered = plain_re.match(r"[1-9]\d?", rest)
        if numbered and int(numbered.group()) <= self._groups:
            self._at += 1 + numbered.end()
            # What a group has not found yet is nothing, and found.
            return rf"(?({numbered.group()})\{numbered.group()}|)"
        atom = self._escaped_atom()
        return atom.text if atom.character else f"[{'^' if atom.inverted else ''}{atom.text}]"

    def _escaped_atom(self) -> _Atom:
        """What stands behind a backslash, in a class or outside."""
        rest = self._pattern[self._at + 1 :]
        if not rest:
            raise UnusablePattern("The pattern ends in a backslash.")
        if coded := plain_re.match(r"x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}", rest):
            self._at += 1 + coded.end()
            return _Atom("\\" + coded.group(), character=True)
        if rest[0] in "pPu" and rest[1:2] == "{":
            raise UnusablePattern(
                f"The pattern uses \\{rest[0]}{{...}}, which promptfoo does not read either."
            )
        if control := plain_re.match(r"c([A-Za-z])", rest):
            self._at += 3
            return _Atom(f"\\x{ord(control[1]) % 32:02x}", character=True)
        if octal := plain_re.match(r"[0-3]?[0-7]{1,2}", rest):
            self._at += 1 + octal.end()
            return _Atom(f"\\x{int(octal.group(), 8):02x}", character=True)
        self._at += 2
        if rest[0].lower() in _SETS:
            return _Atom(_SETS[rest[0].lower()], character=False, inverted=rest[0].isupper())
        return _Atom(_CONTROLS.get(rest[0]) or regex.escape(rest[0]), character=True)

    def _class(self) -> str:
        self._at += 1
        negated = self._pattern.startswith("^", self._at)
        self._at += negated
        items, complements = "", []
        while not self._pattern.startswith("]", self._at):
            atom = self._class_atom()
            if atom.inverted:
                complements.append(f"[^{atom.text}]")
            elif atom.character and self._is_range():
                self._at += 1
                items += f"{atom.text}-{self._class_atom().text}"
            else:
                items += atom.text
        self._at += 1
        return _one_of(items, complements, negated=negated)

    def _is_range(self) -> bool:
        """Does a `-` follow that has a single character behind it?"""
        rest = self._pattern[self._at : self._at + 3]
        if len(rest) < 2 or rest[0] != "-" or rest[1] == "]":
            return False
        return not (rest[1] == "\\" and rest[2:].lower() in _SETS)

    def _class_atom(self) -> _Atom:
        if self._at >= len(self._pattern):
            raise UnusablePattern("The pattern has a [ without its ].")
        character = self._pattern[self._at]
        if character != "\\":
            self._at += 1
            return _Atom(_in_class(character), character=True)
        if self._pattern.startswith("\\b", self._at):
            self._at += 2
            return _Atom(r"\x08", character=True)
        return self._escaped_atom()


def _one_of(items: str, complements: list[str], *, negated: bool) -> str:
    if not items and not complements:
        return r"[\s\S]" if negated else r"(?!)"
    if not complements:
        return f"[{'^' if negated else ''}{items}]"
    choice = "|".join([*([f"[{items}]"] if items else []), *complements])
    return rf"(?:(?!{choice})[\s\S])" if negated else f"(?:{choice})"


def _in_class(character: str) -> str:
    return character if character.isalnum() or character == " " else f"\\U{ord(character):08x}"
