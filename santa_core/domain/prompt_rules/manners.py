"""Habits that hurt a child in the wrong moment: laughing at the end of every answer, a mask never lifted."""

from __future__ import annotations

import re
from collections.abc import Iterator

from santa_core.domain.prompt_fields import TEXT
from santa_core.domain.prompt_rules.finding import Finding, warning
from santa_core.domain.prompt_rules.statements import Statement

_HO = re.compile(r"\bho[\s,!-]*ho\b", re.I)
_EVERY = re.compile(
    r"\b(?:always|every|each|all|any|must|never (?:forget|omit|skip|leave out)|(?:do not"
    r"|don['’]t) (?:forget|omit|skip)"
    r"|full of|constantly|whenever you|as often as|at all times|without (?:a|saying)|keep saying|lots of"
    r"|plenty of"
    r"|(?:end|finish|close|conclude|start|begin|open|sign off|wrap up|ending|finishing|closing|starting) "
    r"(?:\w+ ){0,5}(?:with|by|in|on)|last words?|final words?)\b",
    re.I,
)
_NOT_EVERY = re.compile(
    r"\b(?:not (?:in |at the end of )?(?:every|each|always|all)|(?:don['’]t|do not|never|avoid|without) "
    r"(?:always |end|finish|close|laugh|say|use|ending|finishing|saying|adding)|no\b[^.]{0,12}\bho ho"
    r"|sparingly"
    r"|only (?:when|if|while)|unless|except|if it fits|when (?:it fits|the moment))",
    re.I,
)
_ALL_THE_SAME = re.compile(
    r"\bnever (?:forget|omit|skip|leave out|end|finish|close)[^.]{0,40}\bwithout\b|\bwithout (?:a |saying )",
    re.I,
)

_MASK = re.compile(
    r"\b(?:break|breaking|leave|leaving|drop|dropping|step(?:ping)? out of|come out of|fall out of"
    r"|slip out of) "
    r"(?:the |your |this |from )?(?:santa )?(?:character|role|persona|act)\b"
    r"|\b(?:stay|remain|keep|be) (?:\w+ ){0,2}in (?:character|role)\b"
    r"|\b(?:admit|reveal|say|acknowledge|disclose|confess|mention|tell\b[^.]{0,20})\b[^.]{0,30}\b"
    r"(?:not (?:the )?(?:real|human)|an? (?:ai|computer|robot|machine|bot|language model|program"
    r"|assistant|actor)|artificial)\b"
    r"|\b(?:insist|claim|maintain|convince|pretend|swear|assure)\b[^.]{0,40}\b(?:real(?: santa| person"
    r"| human)?|human)\b",
    re.I,
)
_FORBIDS = re.compile(
    r"\b(?:never|do not|don['’]t|must not|should not|avoid|under no circumstances|not allowed to|can ?not)\b",
    re.I,
)
_INSISTS = re.compile(r"\b(?:insist|maintain|convince|swear|assure)\b", re.I)
_STAYS = re.compile(r"\bin (?:character|role)\b", re.I)
_FULLY = re.compile(
    r"\b(?:always|at all times|no matter what|whatever|under all circumstances|the (?:whole"
    r"|entire) (?:time|call)|strictly|throughout)\b",
    re.I,
)
_EXCEPTION = re.compile(
    r"\b(?:unless|except|but|only|apart from|other than|while it is play|when(?:ever)? (?:a"
    r"|the) child (?:is|seems|tells))\b",
    re.I,
)


def manner_findings(found: list[Statement]) -> Iterator[Finding]:
    for statement in found:
        if _laughs_always(statement.in_full):
            yield warning(
                "ho-ho-ho-always",
                "A laugh that comes whatever was said is heard after “my grandma died” too. Let Santa laugh "
                "when the moment is merry, and never when a child is sad or afraid.",
                TEXT,
                statement.span,
            )
        if _never_lifts_the_mask(statement):
            yield warning(
                "never-break-character",
                "A Santa who never breaks character plays on when a child is in danger, and calls himself "
                "real when one asks in earnest. Say when he stops playing: unless a child is in distress "
                "or in danger, or asks in earnest who he is.",
                TEXT,
                statement.span,
            )


def _laughs_always(sentence: str) -> bool:
    if not _HO.search(sentence):
        return False
    if _ALL_THE_SAME.search(sentence):
        return True
    return bool(_EVERY.search(sentence)) and not _NOT_EVERY.search(sentence)


def _never_lifts_the_mask(statement: Statement) -> bool:
    sentence = statement.in_full
    match = _MASK.search(sentence)
    if match is None or _EXCEPTION.search(statement.passage):
        return False
    if _INSISTS.search(match.group()):
        return not _FORBIDS.search(sentence)
    if re.match(r"claim|pretend", match.group(), re.I):
        return bool(_FULLY.search(sentence)) and not _FORBIDS.search(sentence)
    if _STAYS.search(match.group()):
        return not _FORBIDS.search(sentence)
    return bool(_FORBIDS.search(sentence))
