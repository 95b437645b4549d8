"""Promises that only what the child said, or the rest of the sentence, makes one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from santa_core.domain.safety.phrases import Found
from santa_core.domain.safety.tables.promise_en import GIFT_OR_NOT

_GIFT = re.compile(
    r"(?<!\w)(?:under the (?:\w+ )?tree|stocking|wrapped|unwrap|ribbon|on christmas|christmas (?:morning|day|eve)|when you wake|in the morning|own|brand new|new one|"
    r"parcel|my (?:sack|sleigh)|for christmas|by christmas|at christmas|twenty-?fifth)(?!\w)"
)
_IT = re.compile(r"(?:have|find|get|ride|hug|hold) (?:it|that|one|both|them|everything|exactly|what)(?=[.!,]| (?:under|on|by|in|at|for|all|soon|tomorrow|you (?:want|wish|ask))|$)")
_ABSTRACT = re.compile(
    r"(?:fun|time|day|days|night|christmas|sleep|dreams?|rest|adventures?|heart|chance|turn|look|ideas?|memor\w+|words?|grown|adult|person|people|friends?|family|way|ways|courage|answers?|chat|talk|trick|meal|dinner|holidays?|year)(?!\w)"
)
_WORD = re.compile(r"[^\W\d_]{4,}")
_TOO_COMMON = frozenset("what that this with have will would like really very just your from want wish please santa christmas mine much more most about there they them then some know think good want does make made friend friends school".split())


def gifts_told_of(said: str, text: str, words: frozenset[str]) -> Iterator[Found]:
    """ "You'll have a pony": a promise if a pony was wished for, or if it stands under the tree."""
    wished = {word.rstrip("s") for word in _WORD.findall(said)} - _TOO_COMMON
    for found in GIFT_OR_NOT.found_in(text, words):
        told = text[found.start : found.end]
        named = {word.rstrip("s") for word in _WORD.findall(told)} - _TOO_COMMON
        if wished & named or _IT.search(told) or (_GIFT.search(text) and not _ABSTRACT.search(told)):
            yield found
