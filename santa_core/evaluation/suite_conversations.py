"""Holds one conversation of a run and has it judged."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from santa_core.domain.calls import CallEvent, CallRecord, Turn
from santa_core.domain.prompts import PromptVersion
from santa_core.domain.scenarios import Scenario
from santa_core.domain.suites import Cell, Outcome, Runner, SuiteRun, TestTurn
from santa_core.domain.token_prices import SCRIPTED_MODEL, token_cost_usd
from santa_core.errors import InputError, ProviderError
from santa_core.evaluation.judge import Judge
from santa_core.evaluation.kept_answers import KeptAnswersOf
from santa_core.evaluation.runners import recorded, scripted, simulated
from santa_core.evaluation.trial import AnswerCache, Trial
from santa_core.evaluation.verdict import judge_conversation
from santa_core.ports import ChatModel, Clock
from santa_core.services.call_script import script_for

logger = logging.getLogger(__name__)

# Nothing but a person helps against these: whatever comes after fails alike.
ACCOUNT_WIDE = ("unauthorized", "insufficient_credits")

# What a cost is rounded to, half a token of the cheapest model being far more.
_COST_PLACES = Decimal("1e-10")


class AccountRefused(Exception):
    """The language model's account is refused: the run makes no sense. Holds a sentence for people."""


@dataclass(frozen=True)
class Answering:
    """Who answers in a studio's suites. `whose`: whose answers are kept, by server and model; None: they
    are not (the scripted Santa's are there at once, and change with the program). `judge_chat` None: no
    language model to judge or to play a child with; `judge_whose` as `whose`."""

    chat: ChatModel
    whose: str | None = None
    judge_chat: ChatModel | None = None
    judge_whose: str | None = None


@dataclass(frozen=True)
class Conversations:
    """All that the conversations of one run share."""

    run: SuiteRun
    answering: Answering
    clock: Clock
    answers: AnswerCache
    versions: Mapping[int, PromptVersion]
    call: CallRecord | None = None  # the recorded runner's
    call_turns: Sequence[Turn] = ()
    call_events: Sequence[CallEvent] = ()

    async def hold(self, cell: Cell) -> Outcome:
        """Whatever goes wrong in it is its outcome's `error`. Raises AccountRefused and nothing else."""
        scenario = next(s for s in self.run.scenarios if s.scenario_id == cell.scenario_id)
        try:
            trial = self._trial(cell, scenario)
        except InputError as error:
            return self._broken(cell, str(error))
        try:
            return await self._judged(cell, scenario, trial)
        except ProviderError as error:
            if error.kind in ACCOUNT_WIDE:
                raise AccountRefused(_in_words(error)) from error
            return self._broken(cell, _in_words(error), trial)
        except InputError as error:
            return self._broken(cell, str(error), trial)
        except Exception as error:  # noqa: BLE001  # it must not take the others with it, whatever it is
            # Not its message: that may repeat what a child or the model said.
            about = {"run_id": self.run.run_id, "error": type(error).__name__, "where": _where(error)}
            logger.error("a conversation of a suite failed", extra=about)
            words = f"The studio itself failed in this conversation ({type(error).__name__}): see its log."
            return self._broken(cell, words, trial)

    async def _judged(self, cell: Cell, scenario: Scenario, trial: Trial) -> Outcome:
        turns = await self._turns(scenario, trial)
        cost = _cost_usd(turns, trial.model) if self.run.runner is not Runner.RECORDED else None
        judge = self._judge()
        verdict = await judge_conversation(scenario, turns, judge=judge, cost_usd=cost)
        asked = trial.asked + (judge.asked if judge else 0)
        return Outcome(
            cell=cell,
            turns=tuple(turns),
            checks=verdict.checks,
            passed=verdict.passed,
            finished_at=self.clock.now(),
            cost_usd=cost,
            model_seconds=trial.model_seconds + (judge.seconds if judge else 0.0),
            from_cache=asked == 0 and self.run.runner is not Runner.RECORDED,
        )

    async def _turns(self, scenario: Scenario, trial: Trial) -> Sequence[TestTurn]:
        match self.run.runner:
            case Runner.SCRIPTED:
                return await scripted(trial, scenario)
            case Runner.SIMULATED:
                child = self.answering.judge_chat
                if child is None:
                    raise InputError(
                        "A simulated child needs a language model: put OPENAI_API_KEY into .env."
                    )
                model = self.run.judge_model or trial.script.prompt.model
                return await simulated(trial, scenario, child=child, model=model)
            case Runner.RECORDED:
                prompt, tags = trial.script.system_prompt, scenario.tags
                return recorded(
                    self.call_turns,
                    child=trial.script.child,
                    prompt=prompt,
                    tags=tags,
                    events=self.call_events,
                )

    def _trial(self, cell: Cell, scenario: Scenario) -> Trial:
        child = self.call.plan.child if self.call else scenario.child
        return Trial(
            chat=self.answering.chat,
            script=script_for(self.versions[cell.version], child),
            clock=self.clock,
            # The same in every run and for every version, so that answers are found again.
            trial_id=f"{scenario.scenario_id}/{cell.repeat}",
            tags=scenario.tags,
            cache=self._kept(self.answering.whose),
        )

    def _judge(self) -> Judge | None:
        """A new one for each conversation: it counts its own time."""
        chat, model = self.answering.judge_chat, self.run.judge_model
        if chat is None or model is None:
            return None
        return Judge(chat, model=model, cache=self._kept(self.answering.judge_whose), clock=self.clock)

    def _kept(self, whose: str | None) -> AnswerCache | None:
        return None if whose is None else KeptAnswersOf(self.answers, whose)

    def _broken(self, cell: Cell, error: str, trial: Trial | None = None) -> Outcome:
        return Outcome(
            cell=cell,
            turns=tuple(trial.turns) if trial else (),
            checks=(),
            passed=False,
            finished_at=self.clock.now(),
            error=error,
            model_seconds=trial.model_seconds if trial else 0.0,
        )


def _cost_usd(turns: Sequence[TestTurn], model: str) -> Decimal | None:
    """What Santa's answers cost, the judge left out; None if tokens or price are not known."""
    if model == SCRIPTED_MODEL:
        return Decimal(0)
    total = Decimal(0)
    for turn in turns:
        if not turn.child:
            continue  # the greeting is no language model's
        if turn.input_tokens is None or turn.output_tokens is None:
            return None
        cost = token_cost_usd(model, turn.input_tokens, turn.output_tokens)
        if cost is None:
            return None
        total += cost
    return total.quantize(_COST_PLACES)


def _where(error: Exception) -> list[str]:
    """The last lines of the program it went through, innermost last: "trial.py:51 answer"."""
    frames = traceback.extract_tb(error.__traceback__)[-6:]
    return [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]


def _in_words(error: ProviderError) -> str:
    return f"{error} It said: {error.vendor.message}" if error.vendor.message else str(error)
