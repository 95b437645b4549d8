"""The lint finds what would hurt a child or puzzle a model, and leaves a good prompt alone."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from santa_core.domain.calls import Voice
from santa_core.domain.prompt_lint import Finding, Level, errors_in, lint
from santa_core.domain.prompts import PromptVersion
from santa_core.storage.default_prompt import default_prompt

SANTA = default_prompt()

# The two samples of the seed document, word for word.
KNOWLEDGE_BASE = """
    You are Santa Claus, speaking to children.

    Personality:
    - Warm, jolly, and magical
    - Always positive and encouraging
    - Love hearing about children's wishes
    - Speak about the North Pole, elves, and reindeer

    Rules:
    - Keep responses under 100 words
    - Never discuss anything inappropriate
    - If asked about presents, say you're checking the list
    - Always end with "Ho ho ho!"
"""
ROUTE = """
You are Santa Claus having a video call with a child.

Personality:
- Warm, jolly, and magical
- Full of "Ho ho ho!" laughter
- Patient and kind with children
- Loves to hear about their wishes and good deeds

Guidelines:
- Keep responses short (2-3 sentences max)
- Ask follow-up questions to keep conversation going
- If they ask about presents, say you're checking the Nice List
- Mention the North Pole, elves, Mrs. Claus, and reindeer naturally
- If they say something inappropriate, gently redirect
- Always be encouraging and positive
- End with something magical or exciting

Never:
- Make promises about specific gifts
- Discuss anything inappropriate
- Break character
"""
POLICIES = {"missing-honesty-policy", "missing-escalation-policy", "missing-distress-carve-out"}


def told(text: str, **changes: Any) -> PromptVersion:
    return replace(SANTA, text=text, **changes)


def found(version: PromptVersion) -> dict[str, Finding]:
    return {finding.finding_id: finding for finding in lint(version)}


def warned(text: str) -> set[str]:
    """The warnings of a prompt that is else version 1's: the sentence is put in front of it."""
    return {f.finding_id for f in lint(told(f"{text}\n\n{SANTA.text}")) if f.level is not Level.HINT}


def test_the_shipped_version_is_clean() -> None:
    assert lint(SANTA) == []


def test_the_seeds_knowledge_base_gets_what_is_wrong_with_it() -> None:
    findings = found(told(KNOWLEDGE_BASE))
    warnings = {name for name, finding in findings.items() if finding.level is Level.WARNING}
    assert warnings == {"longer-than-spoken", "ho-ho-ho-always", *POLICIES}
    spans = {name: finding.span for name, finding in findings.items() if finding.span}
    assert KNOWLEDGE_BASE[slice(*spans["longer-than-spoken"])] == "100 words"
    assert KNOWLEDGE_BASE[slice(*spans["ho-ho-ho-always"])] == 'Always end with "Ho ho ho!"'


def test_the_seeds_route_gets_what_is_wrong_with_it() -> None:
    findings = found(told(ROUTE))
    warnings = {name for name, finding in findings.items() if finding.level is Level.WARNING}
    assert warnings == {"ho-ho-ho-always", "never-break-character", *POLICIES}
    assert "missing-promise-policy" not in findings, "it forbids them"
    span = findings["never-break-character"].span
    assert span is not None
    assert ROUTE[slice(*span)] == "Break character", "a point below the heading Never"


def test_100_words_against_two_or_three_sentences_is_a_contradiction() -> None:
    finding = found(told(KNOWLEDGE_BASE + ROUTE))["contradicting-lengths"]
    assert "“2-3 sentences” and “100 words”" in finding.message


@pytest.mark.parametrize(
    ("sentence", "contradicts"),
    [
        ("Answer in at most five sentences.", True),
        ("Use one sentence.", True),
        ("Keep every answer below 100 words.", True),
        ("Never use more than ten words.", False),  # two short sentences of five
        ("Answers have at most 45 words.", False),
        ("Two or three sentences, then listen.", False),
        ("If the child says goodbye, use one sentence.", False),  # one occasion
        ("When a child is very young, use five words.", False),
        ("Say hello in your own words.", False),
    ],
)
def test_lengths_that_do_not_fit_two_or_three_sentences(sentence: str, contradicts: bool) -> None:
    assert ("contradicting-lengths" in warned(sentence)) is contradicts


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ("You are Santa. Answer in up to ten sentences.", "longer-than-spoken"),
        ("You are Santa. Write two paragraphs.", "longer-than-spoken"),
        ("You are Santa. Speak kindly.", "missing-length"),
    ],
)
def test_an_answer_is_not_longer_than_what_is_spoken(text: str, finding: str) -> None:
    assert finding in found(told(text))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Always mention the reindeer.", "Never mention the reindeer."),
        ("Always ask about the family.", "Do not ask about the family."),
        ("You must talk about presents.", "Avoid talking about presents."),
    ],
)
def test_always_against_never(one: str, other: str) -> None:
    assert "always-and-never" in warned(f"{one} {other}")
    assert "always-and-never" in warned(f"- {other}\n- {one}")


@pytest.mark.parametrize(
    "text",
    [
        "Always mention the reindeer. Never mention prices.",
        "Always laugh, except when a child is sad. Never laugh at a child.",
        "Always be kind. Never be rude.",
        "Never promise a pony. Always ask what else the child likes.",
    ],
)
def test_always_and_never_of_different_things(text: str) -> None:
    assert "always-and-never" not in warned(text)


@pytest.mark.parametrize(
    "sentence",
    [
        'Always end with "Ho ho ho!"',
        "End every answer with a hearty ho ho ho.",
        "Finish each reply with 'Ho, ho, ho!'.",
        "Every response must close with HO HO HO",
        "Your last words are always ho-ho-ho.",
        "Never finish without a Ho ho ho.",
        "Don't forget to say ho ho ho.",
        "Sign off with Ho Ho Ho!",
        "Say ho ho ho in all answers.",
        "Begin each answer with ho ho ho.",
        'Be full of "Ho ho ho!" laughter',
    ],
)
def test_a_laugh_whatever_was_said(sentence: str) -> None:
    assert "ho-ho-ho-always" in warned(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "You may say ho ho ho when the moment is merry.",
        "Do not end every answer with ho ho ho.",
        "Never end with ho ho ho when a child is sad.",
        "Use ho ho ho sparingly.",
        "Say ho ho ho only if it fits.",
        "No ho ho ho in sad moments.",
        "Always greet the child by name.",
    ],
)
def test_a_laugh_in_its_place(sentence: str) -> None:
    assert "ho-ho-ho-always" not in warned(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Never break character.",
        "Do not ever step out of character.",
        "Don't break the Santa character, no matter what.",
        "Always stay in character.",
        "Remain in character at all times.",
        "You must not leave your role.",
        "Never admit that you are a computer.",
        "Never reveal that you are an AI.",
        "Insist that you are the real Santa.",
    ],
)
def test_a_mask_that_is_never_lifted(sentence: str) -> None:
    assert "never-break-character" in warned(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Never break character, unless a child is in distress or in danger.",
        "Stay in character while it is play.",
        "Never break character. But when a child is in danger, speak plainly.",
        "Break character when a child is in danger.",
        "Never claim that you are human.",
        "Never say that you are a real person.",
        "Do not insist that you are real.",
        "Never pretend to be a human being.",
    ],
)
def test_a_mask_that_is_lifted_in_time(sentence: str) -> None:
    assert "never-break-character" not in warned(sentence)


@pytest.mark.parametrize(
    ("sentence", "gone"),
    [
        ("If asked whether you are a robot, never say that you are human.", "missing-honesty-policy"),
        ("Be honest that you are a computer when a child asks in earnest.", "missing-honesty-policy"),
        ("If a child asks if you are real, tell the truth kindly.", "missing-honesty-policy"),
        ("If a child is hurt or in danger, send it to a trusted adult.", "missing-escalation-policy"),
        ("When somebody harms a child, say that a grown-up must know now.", "missing-escalation-policy"),
        ("If a child is sad, be gentle and do not laugh.", "missing-distress-carve-out"),
        ("Stop being jolly when a child has lost somebody.", "missing-distress-carve-out"),
        ("After a death speak softly and listen.", "missing-distress-carve-out"),
    ],
)
def test_a_policy_in_other_words_is_seen(sentence: str, gone: str) -> None:
    text = f"You are Santa Claus, speaking to a child.\n- {sentence}"
    assert set(found(told(text))) & POLICIES == POLICIES - {gone}


@pytest.mark.parametrize(
    "sentence",
    [
        "If asked whether you are a robot, say that you are a real human.",
        "Never admit that you are an AI.",
        "Be human and warm.",
        "You love computers.",
    ],
)
def test_a_lie_is_no_honesty_policy(sentence: str) -> None:
    assert "missing-honesty-policy" in found(told(f"You are Santa Claus, with a child.\n- {sentence}"))


def test_a_prompt_in_another_language_is_not_judged_by_english_rules() -> None:
    polish = "Jesteś Świętym Mikołajem. Mów ciepło i krótko, najwyżej dwa zdania. Nigdy niczego nie obiecuj."
    findings = found(told(polish))
    assert not set(findings) & POLICIES
    assert findings["not-english"].level is Level.HINT


@pytest.mark.parametrize(
    ("text", "finding", "place"),
    [
        ("{{child_nam}}", "unknown-variable", "{{child_nam}}"),
        ("{{__class__}}", "unknown-variable", "{{__class__}}"),
        ("{{ child.name }}", "bad-braces", "{{ child.name }}"),
        ("{{1 + 1}}", "bad-braces", "{{1 + 1}}"),
        ("{{}}", "bad-braces", "{{}}"),
        ("{{child_name", "bad-braces", "{{"),
        ("{{% if x %}}", "bad-braces", "{{% if x %}}"),
        ("{child_name}", "single-braces", "{child_name}"),
    ],
)
def test_braces(text: str, finding: str, place: str) -> None:
    version = told(f"{SANTA.text}\nHello {text} there")
    found_one = found(version)[finding]
    assert found_one.span is not None
    assert version.text[slice(*found_one.span)] == place
    assert bool(errors_in([found_one])) is (finding != "single-braces")


def test_a_misspelt_variable_is_told_what_was_meant() -> None:
    assert "Did you mean {{child_name}}?" in found(told("{{child_nam}}"))["unknown-variable"].message


def test_what_the_lint_calls_clean_can_be_rendered() -> None:
    """The lint and `render` agree on what braces may hold."""
    greeting = replace(SANTA, greeting="Hello {{elf}}")
    assert found(greeting)["unknown-variable"].path == "lines.en.greeting"
    known = replace(greeting, variables={"elf": "Pixie"})
    assert "unknown-variable" not in found(known)
    assert lint(replace(known, greeting="Hello {{child_name}} and {{elf}}")) == []


@pytest.mark.parametrize(
    ("variables", "finding", "level"),
    [
        ({"elf": "Pixie"}, "unused-variable", Level.WARNING),
        ({"child_name": "Emma"}, "variable-taken", Level.ERROR),
        ({"my elf": "Pixie"}, "bad-variable-name", Level.ERROR),
        ({"elf": " "}, "empty-variable", Level.WARNING),
        ({"elf": "{{child_name}}"}, "variable-in-variable", Level.WARNING),
    ],
)
def test_own_variables(variables: dict[str, str], finding: str, level: Level) -> None:
    assert found(replace(SANTA, variables=variables))[finding].level is level


@pytest.mark.parametrize(
    ("changes", "finding", "level"),
    [
        ({"temperature": 2.5}, "temperature-range", Level.ERROR),
        ({"temperature": float("nan")}, "temperature-range", Level.ERROR),
        ({"temperature": 1.6}, "hot", Level.WARNING),
        ({"max_tokens": 0}, "max-tokens-range", Level.ERROR),
        ({"max_tokens": 20}, "cut-short", Level.WARNING),
        ({"max_tokens": 2_000}, "long-answers", Level.WARNING),
        ({"model": " "}, "bad-model", Level.ERROR),
        ({"model": "my-llama"}, "unpriced-model", Level.HINT),
        ({"model": "gpt-5-mini"}, "temperature-ignored", Level.HINT),
        ({"voice": Voice(rate=3)}, "voice-rate-range", Level.ERROR),
        ({"voice": Voice(emotion="angry")}, "unknown-emotion", Level.ERROR),
        ({"text": " "}, "empty-prompt", Level.ERROR),
        ({"greeting": ""}, "empty-line", Level.ERROR),
        ({"silence_again_line": ""}, "empty-line", Level.HINT),
        ({"greeting": "Ho " * 325 + "{{child_name}}"}, "line-too-long", Level.ERROR),
        ({"greeting": "Hello {{child_name}}! " + "How are you? " * 23}, "long-line", Level.WARNING),
        ({"greeting": "Hello {{child_name}}! 🎅"}, "unspeakable", Level.WARNING),
        ({"greeting": "*waves* Hello {{child_name}}!"}, "unspeakable", Level.WARNING),
        ({"greeting": "Hello {{child_name}}, see https://santa.example"}, "unspeakable", Level.WARNING),
        ({"goodbye": "Ho ho ho, goodbye!"}, "jolly-line", Level.WARNING),
        ({"greeting": "Hello you!"}, "nameless-greeting", Level.HINT),
        ({"lines": {}}, "missing-language", Level.HINT),
        ({"lines": {**SANTA.lines, "xx": SANTA.lines["pl"]}}, "unknown-language", Level.WARNING),
        ({"text": SANTA.text + " " + "word " * 1_000}, "long-prompt", Level.WARNING),
        ({"text": "x" * 1_048_576}, "too-long", Level.ERROR),
        ({"greeting": "x" * 1_001}, "too-long", Level.ERROR),
        ({"note": "x" * 501}, "too-long", Level.ERROR),
    ],
)  # fmt: skip
def test_each_field(changes: dict[str, Any], finding: str, level: Level) -> None:
    assert found(replace(SANTA, **changes))[finding].level is level


@pytest.mark.parametrize(
    ("greeting", "rule"),
    [
        ("Hello {{child_name}}! I will bring you a pony this year!", "promise"),
        ("Hello {{child_name}}! Where do you live, what is your address?", "asks-personal-data"),
        ("Hello {{child_name}}! Let's keep this our secret, don't tell your mum.", "promises-secrecy"),
        ("Hello {{child_name}}, I am a real human being!", "claims-human"),
    ],
)
def test_a_greeting_keeps_the_safety_rules(greeting: str, rule: str) -> None:
    finding = found(replace(SANTA, greeting=greeting))[f"line-{rule}"]
    assert (finding.level, finding.path) == (Level.WARNING, "lines.en.greeting")


def test_a_line_in_the_wrong_language_is_seen() -> None:
    polish = replace(SANTA.lines["pl"], goodbye=SANTA.goodbye)
    findings = found(replace(SANTA, lines={**SANTA.lines, "pl": polish}))
    assert findings["line-wrong-language"].path == "lines.pl.goodbye"


def test_a_prompt_of_1_megabyte_is_refused_with_the_limit_at_once() -> None:
    began = time.perf_counter()
    (finding,) = lint(told("{{" * 524_288))
    assert time.perf_counter() - began < 0.5
    assert "1,048,576 characters, and at most 20,000 are allowed" in finding.message


@pytest.mark.parametrize(
    "text", ["{{" * 9_000, "two or " * 2_800, "never ho " * 2_200, "a, " * 6_000, "- x:\n" * 4_000]
)
def test_the_longest_prompts_are_read_while_somebody_types(text: str) -> None:
    began = time.perf_counter()
    lint(told(text))
    assert time.perf_counter() - began < 1


@given(st.text(max_size=300), st.text(max_size=60))
def test_any_text_is_read_and_every_span_lies_in_it(text: str, greeting: str) -> None:
    for finding in lint(told(text, greeting=greeting)):
        if finding.span is not None and finding.path in ("text", "lines.en.greeting"):
            a, b = finding.span
            assert 0 <= a < b <= len(text if finding.path == "text" else greeting)
