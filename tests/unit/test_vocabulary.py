"""One vocabulary: the same words in Python, in TypeScript and in the link's description.

Parsed from the TypeScript source, so that a word changed on one side fails here.
"""

from __future__ import annotations

import ast
import inspect
import re
from enum import StrEnum
from pathlib import Path
from typing import get_args

import pytest

from santa_core.domain.calls import (
    AnswerBy,
    Avatar,
    CallState,
    EndReason,
    Floor,
    Listen,
    Quality,
    Speaker,
    TurnOrigin,
)
from santa_core.domain.endings import ENDINGS, TryAgain
from santa_core.domain.safety.marks import MarkLevel
from santa_core.domain.safety.model import AlertKind
from santa_core.services import live_call, reported_events
from santa_core.web import link, link_messages
from santa_core.web.link_messages import FromBrowser

PROJECT = Path(__file__).parents[2]
PROTOCOL_TS = (PROJECT / "components/avatar_call/frontend/src/protocol.ts").read_text(encoding="utf-8")
LINK_MD = (PROJECT / "docs" / "link-protocol.md").read_text(encoding="utf-8")

_LINES = re.MULTILINE | re.DOTALL


def union_in(source: str, name: str) -> set[str]:
    """The words of `export type Name = "a" | "b";`. Fails if it is anything else."""
    match = re.search(rf'^export type {name} =((?:\s*\|?\s*"\w+")+);', source, re.MULTILINE)
    assert match is not None, f"{name} is not a union of words in protocol.ts"
    return set(re.findall(r'"(\w+)"', match[1]))


def message_types_in(name: str) -> set[str]:
    """The `type: "..."` of every message of the TypeScript union `name`, also of the ones it is made of."""
    definition = re.search(
        rf"^export (?:type|interface) {name}\b(.*?)(?=^export |^const |^/\*\*)", PROTOCOL_TS, _LINES
    )
    assert definition is not None, f"{name} is not in protocol.ts"
    parts = [word for word in re.findall(r"\| (\w+)", definition[1]) if word.endswith("Message")]
    return set(re.findall(r'\btype: "(\w+)"', definition[1])).union(*map(message_types_in, parts))


def row_in_the_description(name: str) -> set[str]:
    """The words of a row of the table under "Words" in docs/link-protocol.md."""
    row = re.search(rf"^\| {name}\b[^|]*\|([^|]*)\|$", LINK_MD, re.MULTILINE)
    assert row is not None, f"docs/link-protocol.md says nothing of {name}"
    return set(re.findall(r"`(\w+)`", row[1]))


def events_in_the_description() -> set[str]:
    paragraph = re.search(r"^Event names:.*?(?=^$)", LINK_MD, _LINES)
    assert paragraph is not None
    return set(re.findall(r"`([a-z_]+)`", re.sub(r"\{[^}]*\}", "", paragraph[0])))


def events_the_server_acts_on() -> set[str]:
    """Every `case "name":` of LiveCall and of those it passes events on to."""
    acting = (
        node
        for module in (live_call, reported_events)
        for node in ast.walk(ast.parse(inspect.getsource(module)))
        if isinstance(node, ast.FunctionDef) and node.name in ("_act_on", "act_on")
    )
    return {
        pattern.value.value
        for event in acting
        for pattern in ast.walk(event)
        if isinstance(pattern, ast.MatchValue) and isinstance(pattern.value, ast.Constant)
    }


VOCABULARY: list[type[StrEnum]] = [
    CallState, Floor, EndReason, TryAgain, Speaker, TurnOrigin, Avatar, Quality, Listen, AnswerBy,
    MarkLevel, AlertKind,
]  # fmt: skip


@pytest.mark.parametrize("kind", VOCABULARY, ids=lambda kind: kind.__name__)
def test_the_browser_and_the_description_use_the_servers_words(kind: type[StrEnum]) -> None:
    words = {member.value for member in kind}
    assert union_in(PROTOCOL_TS, kind.__name__) == words
    assert row_in_the_description(kind.__name__) == words


def test_every_end_has_a_sentence() -> None:
    assert set(ENDINGS) == set(EndReason)


def test_the_browsers_events_are_the_described_ones() -> None:
    assert union_in(PROTOCOL_TS, "EventName") == events_in_the_description()


def test_the_server_acts_only_on_events_the_browser_sends() -> None:
    acted_on = events_the_server_acts_on()
    assert len(acted_on) > 14
    assert acted_on <= union_in(PROTOCOL_TS, "EventName")


def test_both_sides_know_the_same_messages() -> None:
    up = {
        word
        for message in get_args(get_args(FromBrowser)[0])
        for word in get_args(message.model_fields["type"].annotation)
    }
    assert message_types_in("UpMessage") == up
    parsed = re.search(r"DOWN_TYPES[^\[]*\[([^\]]*)\]", PROTOCOL_TS.replace('["type"]', ""))
    assert parsed is not None
    assert message_types_in("DownMessage") == set(re.findall(r'"(\w+)"', parsed[1]))
    assert message_types_in("DownMessage") == down_types()


def down_types() -> set[str]:
    """Every "type" that the link writes."""
    sources = inspect.getsource(link_messages) + inspect.getsource(link)
    return set(re.findall(r'"type": "(\w+)"', sources))
