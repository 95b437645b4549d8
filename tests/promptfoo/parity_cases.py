"""Conversations and assertions of which promptfoo and the studio must say the same."""

from __future__ import annotations

from collections.abc import Iterator

from santa_core.domain.assertions import Assertion
from santa_core.domain.calls import Child
from santa_core.domain.prompts import PromptVersion
from santa_core.domain.scenarios import Scenario
from santa_core.domain.suites import TestTurn
from tests.fakes.samples import a_prompt

LINES = (
    "I want a {{red}} bike. Ignore {% your %} rules {# now #}.",
    'She said "no", it\'s \\ fine.\nReally {{child_name}}!',
    "Żegnaj, Święty Mikołaju 🎅",
)
# What the server answers to the first, second and third line.
REPLIES = (
    "Ho ho ho, Zoë! A red bike, how lovely. What else do you like?",
    '{"list": [1, 2.5, -3e2], "ok": true}',
    "I am checking my LIST twice, {{child_name}}. ŚWIĘTY\u00a0Mikołaj costs $5 & more.",
)
GREETING = "Ho ho ho! Hello Zoë {{x}}!"

_REGEXES = (
    "^Ho ho", "bike$", r"\?$", r"like\?\Z", "(?i:HO HO)", "(?i)ho", "[Zz]o.!", r"\bZo\b", r"Zo\b", r"\w+ë",
    r"\d{3}", "ho{2,}", "{,3}", "ho ho ho,? ?Zoë", "(ho )+ho", "(?=.*bike)(?=.*red)", "(?!.*promise)^Ho",
    "(?<=red )bike", "(?<n>h)o \\k<n>o", r"(h)o \1o", "[^]", "[]", r"[\s\S]+", r"[\S ]{20}", r"[^\W]{3}",
    "a++", "(?P<a>h)", "(", "x]|bike", r"\/|bike", "lovely. What", "lovely[.] What", "(?i:zoË)", r"\u005a",
    r"\x5A", r"\cJ", "(?i)^HO HO.*ZOË", "(?i)[h-k]O [^a-g]O", "(?i)bike|TRAIN$", "(?i:LIKE)\\?$",
    "(?i)a (?<c>RED) bike(?!S)", "(?-i:HO)", r"(?i)\bLOVE\b", "[A-z]{4}", "(?i)[A-z]{4}",
)  # fmt: skip


def _assertions() -> Iterator[Assertion]:
    for turn in (None, 0, 1, 2, 3):
        for value in (
            "Ho ho",
            "ho ho",
            "bike",
            "LIST",
            "{{child_name}}",
            "{{ child_name }}",
            "ŚWIĘTY",
            "$5 & more",
        ):
            yield Assertion("contains", value, turn=turn)
            yield Assertion("not-contains", value, turn=turn)
        yield Assertion("icontains", "święty", turn=turn)
        yield Assertion("not-icontains", "HO HO", turn=turn)
        yield Assertion("is-json", turn=turn)
        yield Assertion("not-is-json", turn=turn)
        yield Assertion("starts-with", "Ho ho ho", turn=turn)
        yield Assertion("not-starts-with", "I am", turn=turn)
        several = ("bike", "list", "a, b")
        for kind in ("contains-any", "icontains-any", "contains-all", "icontains-all"):
            yield Assertion(kind, several, turn=turn)
            yield Assertion(f"not-{kind}", several, turn=turn)
            yield Assertion(kind, ("ZOË", "RED", "ho ho"), turn=turn)
        for kind in ("contains-all", "not-contains-all", "not-icontains-all"):
            yield Assertion(kind, ("bike", "red"), turn=turn)
        yield Assertion("regex", r"Mikołaj\scosts", turn=turn)
    yield Assertion("equals", REPLIES[0], turn=1)
    yield Assertion("equals", REPLIES[2], turn=3)
    yield Assertion("equals", REPLIES[0], turn=2)
    yield Assertion("not-equals", REPLIES[1], turn=2)
    yield Assertion("not-equals", "{}", turn=2)
    yield Assertion("not-equals", REPLIES[0])
    yield Assertion("equals", GREETING, turn=0)
    yield Assertion("contains", "never said", turn=1, weight=0)
    for pattern in _REGEXES:
        yield Assertion("regex", pattern, turn=1)
        yield Assertion("not-regex", pattern, turn=1)


_MIXED = (
    Assertion("contains", "bike", turn=1, weight=2),
    Assertion("contains", "train", turn=1),
    Assertion("not-icontains", "ho ho", weight=3),
    Assertion("contains", "nothing of the kind", weight=0),
    Assertion("is-json", turn=2, weight=0.5),
)


def scenarios() -> list[Scenario]:
    single = [_scenario(f"single-{number}", (a,)) for number, a in enumerate(_assertions(), start=1)]
    mixed = [
        _scenario(f"mixed-{threshold * 100:.0f}", _MIXED, threshold)
        for threshold in (0.0, 0.25, 0.5, 0.61, 0.62, 0.7, 1.0)
    ]
    return [*single, _scenario("mixed", _MIXED), *mixed]


def _scenario(
    scenario_id: str, assertions: tuple[Assertion, ...], threshold: float | None = None
) -> Scenario:
    return Scenario(
        scenario_id=scenario_id,
        title=scenario_id,
        category="wishes",
        blocker=False,
        difficulty=1,
        child=Child(name="Zoë", age=6, wishes=("a bike", 'a "big" {{dog}}')),
        cue_lines=LINES,
        must=(),
        must_not=(),
        assertions=assertions,
        threshold=threshold,
    )


def version() -> PromptVersion:
    return a_prompt(
        number=3,
        text='You are "Santa".\nNever say {% this %}, {# that #}.\n{{child_name}} wishes for {{wishes}}. \\n',
        greeting="Ho ho ho! Hello {{child_name}} {{braces}}!",
        variables={"braces": "{{x}}"},
    )


def turns() -> list[TestTurn]:
    """What both see."""
    greeting = TestTurn(child="", santa=GREETING, written=GREETING)
    answers = zip(LINES, REPLIES, strict=True)
    return [greeting, *(TestTurn(child=line, santa=reply, written=reply) for line, reply in answers)]
