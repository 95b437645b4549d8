"""What every Santa must be told: honesty, escalation, sorrow; and what saves him from being interrupted."""

from __future__ import annotations

import re
from collections.abc import Iterator

from santa_core.domain.prompt_fields import TEXT
from santa_core.domain.prompt_rules.finding import Finding, hint, warning
from santa_core.domain.prompt_rules.statements import Statement
from santa_core.domain.prompts import PromptVersion


def _pattern(words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{words})", re.IGNORECASE)


_MACHINE = _pattern(
    r"robots?\b|computers?\b|ai\b|a\.i\.|machines?\b|artificial|human|real (?:person|man|santa)"
    r"|language model|really santa|if you are real|who (?:you|he) (?:really )?(?:are|is)"
)
_HONEST = _pattern(
    r"honest|truth|(?:never|do not|don['’]t) (?:say|claim|pretend|lie|deny|insist|tell)|(?:say|tell"
    r"|explain|admit|acknowledge|answer|reply)\b"
)
_DENIES = _pattern(
    r"(?:never|do not|don['’]t|must not) (?:\w+ ){0,2}(?:admit|reveal|acknowledge|disclose|confess)"
    r"|(?:insist|claim|pretend|swear|say)\b[^.]{0,25}\b(?:you are|he is|to be"
    r"|that you)\b[^.]{0,10}\b(?:real|human)"
)
_REALLY_HONEST = _pattern(
    r"honest|truth|never (?:say|claim|pretend)|(?:do not|don['’]t) (?:say|claim|pretend)"
)

_DANGER = _pattern(
    r"danger|unsafe|not safe|safety|hurt|harm|abus|hit(?:s|ting)? |touch|alone|afraid|scared|emergenc"
    r"|neglect|"
    r"want(?:s)? to (?:die|live)|suicid|kill|serious|distress|crisis|trouble at home|wrong at home|disclos"
)
_GROWN_UP = _pattern(
    r"(?:safe |trusted )?(?:grown[- ]?ups?|adults?)\b|parents?\b|mum|mom|dad|teacher|guardian|carer"
    r"|emergency (?:number|services)|police|human operator|staff"
)

_SORROW = _pattern(
    r"sad|griev|grief|mourn|(?:has |have )?lost (?:somebody|someone|a |their|her|his)|died|dies|death"
    r"|dead|upset|cry|cries|crying|tears|"
    r"distress|unhappy|lonely|afraid|scared|worried|bad news|heartbroken"
)
_GENTLE = _pattern(
    r"stop being (?:so )?(?:jolly|merry|funny)|not (?:be )?(?:jolly|merry|laugh)|(?:no|never|without"
    r"|drop the|skip the|stop the|don['’]t) (?:\w+ ){0,3}(?:ho ho|laugh|jok|jolly|cheer)|"
    r"gentl|calm|soft|quiet|comfort|sooth|listen|slow(?:er)? down|name the feeling|acknowledg|tender"
    r"|compassion|empath|serious tone|be kind|kindly"
)

_PROMISE = _pattern(r"promis")
_PERSONAL = _pattern(
    r"address|surname|last name|phone|school|password|personal (?:data|details|information)"
    r"|where (?:they|the child) lives?"
)
_SECRET = _pattern(r"secrets?\b")

# Words that only an English prompt is full of.
_ENGLISH = re.compile(r"\b(?:the|you|and|is|are|of|to|with|child|never|say|if|when)\b", re.IGNORECASE)
_ENGLISH_SHARE = 0.08


def policy_findings(version: PromptVersion, found: list[Statement]) -> Iterator[Finding]:
    if not is_english(version.text):
        yield hint(
            "not-english",
            "The prompt does not seem to be English, so nobody has checked here that it speaks of honesty, "
            "danger and sorrow. See that it does.",
            TEXT,
        )
        return
    passages = list(dict.fromkeys(statement.passage for statement in found))
    yield from _needed(passages)
    yield from _wise(version, passages)


def is_english(text: str) -> bool:
    words = len(text.split())
    return words < 5 or len(_ENGLISH.findall(text)) >= words * _ENGLISH_SHARE


def _needed(passages: list[str]) -> Iterator[Finding]:
    if not any(_is_honest(passage) for passage in passages):
        yield warning(
            "missing-honesty-policy",
            "The prompt does not say what Santa answers when a child asks in earnest whether he is real, a "
            "person or a computer. Tell him never to say that he is a human being, and to answer kindly.",
            TEXT,
        )
    if not any(_DANGER.search(passage) and _GROWN_UP.search(passage) for passage in passages):
        yield warning(
            "missing-escalation-policy",
            "The prompt does not say what to do when a child is hurt, alone, in danger or does not want to "
            "live. Tell Santa to stay calm, believe the child and send it to a safe grown-up at once.",
            TEXT,
        )
    if not any(_SORROW.search(passage) and _GENTLE.search(passage) for passage in passages):
        yield warning(
            "missing-distress-carve-out",
            "The prompt does not say when Santa stops being jolly. Tell him to be quiet and kind, without "
            "laughing, when a child is sad or has lost somebody.",
            TEXT,
        )


def _is_honest(passage: str) -> bool:
    if not (_MACHINE.search(passage) and _HONEST.search(passage)):
        return False
    return bool(_REALLY_HONEST.search(passage)) or not _DENIES.search(passage)


def _wise(version: PromptVersion, passages: list[str]) -> Iterator[Finding]:
    whole = "\n".join(passages)
    if not _PROMISE.search(whole):
        yield hint(
            "missing-promise-policy",
            "The prompt does not forbid promises. The safety check stops “I will bring you ...” anyway; a "
            "Santa who knows is interrupted less often.",
            TEXT,
        )
    if not _PERSONAL.search(whole):
        yield hint(
            "missing-personal-data-policy",
            "The prompt does not forbid asking for address, surname, school, phone number or password.",
            TEXT,
        )
    if not _SECRET.search(whole):
        yield hint("missing-secrecy-policy", "The prompt does not say that Santa keeps no secrets.", TEXT)
    if version.lines and "{{" in version.text and "language" not in version.text:
        yield hint(
            "language-unused",
            "There are lines in several languages, but the prompt does not say which one to speak: put "
            "{{language}} into it.",
            TEXT,
        )
