"""Promises that only what the child said, or the rest of the sentence, makes one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from santa_core.domain.safety.phrases import Found
from santa_core.domain.safety.tables.gifts_told_en import GIFT_OR_NOT, GIFTS_TOLD

_GIFT = re.compile(
    r"(?<!\w)(?:under the (?:\w+ )?tree|stocking|wrapped|unwrap|ribbon|on christmas|christmas (?:morning|day|eve)|when you wake|in the morning|own|brand new|new one|"
    r"parcel|my (?:sack|sleigh)|for christmas|by christmas|at christmas|twenty-?fifth)(?!\w)"
)
_IT = re.compile(
    r"(?:have|find|get|ride|hug|hold) (?:it|that|one|both|them|everything|exactly|what)(?=[.!,]| (?:under|on|by|in|at|for|all|soon|tomorrow|you (?:want|wish|ask))|$)"
)
_ABSTRACT = re.compile(
    r"(?:fun|time|day|days|night|christmas|sleep|dreams?|rest|adventures?|heart|chance|turn|look|ideas?|memor\w+|words?|grown|adult|person|people|friends?|family|way|ways|courage|answers?|chat|talk|trick|meal|dinner|holidays?|year)(?!\w)"
)
_WORD = re.compile(r"[^\W\d_]{4,}")
_TOO_COMMON = frozenset(
    [
        "what",
        "that",
        "this",
        "with",
        "have",
        "will",
        "would",
        "like",
        "really",
        "very",
        "just",
        "your",
        "from",
        "want",
        "wish",
        "please",
        "santa",
        "christmas",
        "mine",
        "much",
        "more",
        "most",
        "about",
        "there",
        "they",
        "them",
        "then",
        "some",
        "know",
        "think",
        "good",
        "want",
        "does",
        "make",
        "made",
        "friend",
        "friends",
        "school",
    ]
)


_WISH = re.compile(
    r"(?<!\w)(?:want|wants|wish|wishes|would like|would love|i need|bring|get|gets|give|can i have|could i have|promise|will i|my list|for christmas|dream of|asked for|hope|hoping|please|present|gift)(?!\w)"
)
_TOY = re.compile(
    r"(?<!\w)(?:presents?|gifts?|toys?|bikes?|bicycle|dolls?|doll's house|dollhouse|pupp(?:y|ies)|kittens?|pony|trains?|console|drone|scooter|teddy|drums?|guitar|piano|phone|tablet|skateboard|dinosaurs?|sled|skates|"
    r"telescope|castle|robot|costume|hamster|rabbit|puzzle|surprise|box with|one of each)(?!\w)"
)


def gifts_told_of(said: Sequence[str], text: str, words: frozenset[str]) -> Iterator[Found]:
    """ "You'll have a pony": a promise if a pony was wished for, or if it stands under the tree. `said`:
    the child's last turns in plain form."""
    is_wish = not said or any(_WISH.search(turn) for turn in said)
    speaks_of_a_gift = _GIFT.search(text) is not None
    for way in GIFTS_TOLD:
        for found in way.found_in(text, words):
            if is_wish or speaks_of_a_gift or _TOY.search(text[found.start : found.end]):
                yield found
    wished = (
        {word.rstrip("s") for turn in said for word in _WORD.findall(turn)} - _TOO_COMMON
        if is_wish
        else set()
    )
    for found in GIFT_OR_NOT.found_in(text, words):
        told = text[found.start : found.end]
        named = {word.rstrip("s") for word in _WORD.findall(told)} - _TOO_COMMON
        if (
            wished & named
            or (is_wish and _IT.search(told))
            or (speaks_of_a_gift and not _ABSTRACT.search(told))
        ):
            yield found
