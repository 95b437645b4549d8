"""Who plays the child: the scenario's cue lines, a language model, or a real call. All make TestTurns."""

from __future__ import annotations

import asyncio

from santa_core.domain.scenarios import Scenario
from santa_core.domain.suites import KeptAnswer, TestTurn
from santa_core.evaluation.patience import patiently, whole_answer
from santa_core.evaluation.recorded_call import recorded
from santa_core.evaluation.simulated_child import LONGEST_LINE, child_request, line_of
from santa_core.evaluation.trial import Trial, cache_key
from santa_core.ports import ChatModel, ChatRequest

__all__ = ["recorded", "scripted", "simulated"]


async def scripted(trial: Trial, scenario: Scenario) -> tuple[TestTurn, ...]:
    """The greeting, then an answer to each cue line. Raises ProviderError, after patient retries; what was
    said until then stays in `trial.turns`."""
    trial.greet()
    for line in scenario.cue_lines:
        await _answer(trial, line)
    return tuple(trial.turns)


async def simulated(
    trial: Trial, scenario: Scenario, *, child: ChatModel, model: str, max_turns: int = 8
) -> tuple[TestTurn, ...]:
    """A language model plays the child, who begins with the first cue line, until it says goodbye or has
    spoken `max_turns` times. Santa answers its goodbye too. Raises ProviderError as `scripted` does."""
    trial.greet()
    line, leaves = scenario.cue_lines[0], False
    for spoken in range(1, max_turns + 1):
        await _answer(trial, line)
        if leaves or spoken == max_turns:
            break
        request = child_request(scenario, trial.turns, model=model, trial_id=trial.trial_id)
        line, leaves = line_of(await _childs_words(trial, child, request))
        if not line:
            break
    return tuple(trial.turns)


async def _answer(trial: Trial, line: str) -> None:
    # A failed answer has left nothing in the trial: it is asked for as a whole again.
    await patiently(lambda: trial.answer(line), trial.clock)


async def _childs_words(trial: Trial, child: ChatModel, request: ChatRequest) -> str:
    key = cache_key(request)
    kept = None if trial.cache is None else await asyncio.to_thread(trial.cache.kept_answer, key)
    if kept is None:
        kept = await patiently(lambda: _ask(trial, child, request), trial.clock)
        if trial.cache is not None:
            await asyncio.to_thread(trial.cache.keep_answer, key, kept)
    trial.model_seconds += kept.seconds
    return kept.text


async def _ask(trial: Trial, child: ChatModel, request: ChatRequest) -> KeptAnswer:
    began = trial.clock.monotonic()
    text, usage = await whole_answer(child, request, limit=2 * LONGEST_LINE)
    trial.asked += 1
    seconds = trial.clock.monotonic() - began
    return KeptAnswer(text, usage.model, None, seconds, usage.input_tokens, usage.output_tokens)
