"""A voice without words, again and again, is told once: type, or let the avatar's own model answer."""

from __future__ import annotations

from typing import Any

import pytest

from santa_core.domain.calls import AnswerBy, Avatar, Listen
from santa_core.services.call_messages import CallMessage
from santa_core.services.unheard_child import UnheardChild
from tests.fakes.samples import a_plan


def after_speaking(times: int, **plan: Any) -> list[CallMessage]:
    told: list[CallMessage] = []
    child = UnheardChild(
        a_plan(**{"avatar": Avatar.LIVEAVATAR, "listen": Listen.VOICE, **plan}), tell=told.append
    )
    for _ in range(times):
        child.spoke()
    return told


def test_three_times_without_words_are_told_once() -> None:
    assert after_speaking(2) == []
    assert len(after_speaking(5)) == 1


@pytest.mark.parametrize(
    "plan", [{"avatar": Avatar.HEYGEN}, {"answer_by": AnswerBy.VENDOR_LLM}, {"listen": Listen.TYPING}]
)
def test_where_words_come_another_way_nothing_is_told(plan: dict[str, Any]) -> None:
    assert after_speaking(5, **plan) == []


def test_who_was_understood_once_is_not_unheard() -> None:
    told: list[CallMessage] = []
    child = UnheardChild(a_plan(avatar=Avatar.LIVEAVATAR, listen=Listen.VOICE), tell=told.append)
    child.words_came()
    for _ in range(5):
        child.spoke()
    assert told == []
    child.unheard()  # the browser says so itself
    child.unheard()
    assert len(told) == 1
