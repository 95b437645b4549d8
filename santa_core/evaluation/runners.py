"""Who plays the child: the scenario's cue lines, a language model, or a real call. All make TestTurns."""

from __future__ import annotations

from collections.abc import Sequence

from santa_core.domain.calls import Child, Turn
from santa_core.domain.scenarios import Scenario
from santa_core.domain.suites import TestTurn
from santa_core.evaluation.trial import Trial
from santa_core.ports import ChatModel


async def scripted(trial: Trial, scenario: Scenario) -> tuple[TestTurn, ...]:
    """The greeting, then an answer to each cue line. Raises ProviderError, after patient retries."""
    raise NotImplementedError


async def simulated(
    trial: Trial, scenario: Scenario, *, child: ChatModel, model: str, max_turns: int = 8
) -> tuple[TestTurn, ...]:
    """A language model plays the child, who begins with the first cue line, until it says goodbye or has
    spoken `max_turns` times. Raises ProviderError, after patient retries."""
    raise NotImplementedError


def recorded(
    turns: Sequence[Turn], *, child: Child, prompt: str = "", tags: tuple[str, ...] = ()
) -> tuple[TestTurn, ...]:
    """A call as it was said, its safety checked anew. `prompt`: what Santa was told, to know a leak of it.
    Raises InputError if nobody asked Santa anything in it."""
    raise NotImplementedError
