"""Suite runs: versions x scenarios x repeats, several conversations at once, cancellable, resumable.

A run is in the log from its first moment, and each outcome as soon as it is there. The server that runs
it sets its heartbeat every few seconds. A run whose heartbeat has stopped is free: any server may take it
up, and then holds only the conversations that are missing. Whoever finds that another took its run, or
that it was cancelled elsewhere, lets go of it.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from santa_core.domain.suites import Outcome, Runner, RunState, SuiteRun
from santa_core.errors import InputError, NotFoundError, StorageError
from santa_core.evaluation.one_run import OneRun
from santa_core.evaluation.suite_conversations import Answering, Conversations
from santa_core.evaluation.suite_plan import CHOSEN, SuiteChoice, planned
from santa_core.ports import CallLog, ChatModel, Clock, PromptLibrary, ScenarioLibrary, SuiteLog

logger = logging.getLogger(__name__)

UNSEEN_SECONDS = 30.0  # after which nobody runs a run: six missed heartbeats


@dataclass(frozen=True)
class Progress:
    """`done` of `of` conversations have an outcome; `cached` of them asked no language model anything."""

    state: RunState
    done: int
    of: int
    cached: int
    passed: int
    note: str = ""  # why it was cancelled


def _nobody(_: Outcome) -> None:
    """Nobody watches."""


class SuiteRuns:
    """One of a server. plan() and progress() read the log: call them from a page's thread. The coroutines
    belong on the server's loop: studio.wait_for(lambda: studio.suites.start(run)).

    Between restarts: `await resume()` every few seconds takes up the runs that nobody runs.

    `whose` and `judge_whose` name by server and model whose answers are kept; None: they are not.
    `judge_chat` None: nothing is judged by a language model, and none plays a child. `judge_model` None: the
    model of a run's first version. `most_at_once`: conversations, of all runs together."""

    def __init__(
        self,
        *,
        chat: ChatModel,
        log: SuiteLog,
        prompts: PromptLibrary,
        scenarios: ScenarioLibrary,
        clock: Clock,
        whose: str | None = None,
        judge_chat: ChatModel | None = None,
        judge_whose: str | None = None,
        judge_model: str | None = None,
        calls: CallLog | None = None,
        most_at_once: int = 8,
    ) -> None:
        self.most_at_once = most_at_once
        self._answering = Answering(chat, whose, judge_chat, judge_whose)
        self._log = log
        self._prompts = prompts
        self._scenarios = scenarios
        self._clock = clock
        self._judge_model = judge_model
        self._calls = calls
        self._places: tuple[asyncio.AbstractEventLoop, asyncio.Semaphore] | None = None
        self._here: dict[str, OneRun] = {}

    def plan(
        self,
        *,
        suite: str = CHOSEN,
        scenario_ids: Sequence[str] = (),
        versions: Sequence[int] = (),
        repeats: int = 1,
        runner: Runner = Runner.SCRIPTED,
        concurrency: int = 4,
        by: str,
        call_id: str | None = None,
    ) -> SuiteRun:
        """A run, not started and not saved. Scenarios by `suite` ("blockers", "all", a category) or, if that
        is "chosen", by id. Raises InputError or NotFoundError: unknown version, scenario or call, nothing to
        run, too many conversations."""
        choice = SuiteChoice(
            by, suite, tuple(scenario_ids), tuple(versions), repeats, runner, concurrency, call_id
        )
        return planned(
            choice,
            prompts=self._prompts,
            scenarios=self._scenarios,
            calls=self._calls,
            chat_model=self._answering.chat.label,
            judge_model=self._judge_model,
            has_judge=self._answering.judge_chat is not None,
            most_at_once=self.most_at_once,
            now=self._clock.now(),
        )

    async def start(self, run: SuiteRun, *, seen: Callable[[Outcome], None] = _nobody) -> None:
        """Saves it and runs it on the running loop; returns at once."""
        run = replace(run, heartbeat_at=self._clock.now())
        await asyncio.to_thread(self._log.save_run, run)
        await self._begin(run, [], seen)

    async def run_to_end(self, run: SuiteRun, *, seen: Callable[[Outcome], None] = _nobody) -> SuiteRun:
        """start(), then wait: the run as it is then: finished, cancelled, or running where another server
        took it. `seen`: each outcome, once saved. Cancelling this call stops the run as a stopping server
        would: it can be resumed. Raises StorageError."""
        await self.start(run, seen=seen)
        return await self._ended(run.run_id)

    async def cancel(self, run_id: str, *, by: str = "") -> None:
        """Closes its streams at once, keeps its outcomes. Nothing happens to a run that is over. Raises
        NotFoundError."""
        note = f"Cancelled by {by}." if by else "Cancelled."
        if one := self._here.get(run_id):
            await one.cancel(note)
        run = await self._required(run_id)
        if run.state is RunState.RUNNING:
            # Another server that runs it learns of it at its next heartbeat.
            await asyncio.to_thread(self._log.save_run, self._over(run, note))

    async def resume(self) -> list[str]:
        """Takes up the running runs that no server has been seen at for a while; the ids of those."""
        taken = []
        for run_id in await asyncio.to_thread(self._log.running_runs):
            try:
                if run_id not in self._here and await self._take(run_id):
                    await self._go_on(await self._required(run_id), _nobody)
                    taken.append(run_id)
            except StorageError:  # a row that cannot be read must not keep the others waiting
                logger.exception("a suite could not be taken up", extra={"run_id": run_id})
        return taken

    async def resume_run(self, run_id: str, *, seen: Callable[[Outcome], None] = _nobody) -> SuiteRun:
        """Takes up one run, a cancelled one too, and waits for its end. Raises NotFoundError; InputError if
        it is finished, another server runs it, or somebody else would answer now."""
        run = await self._required(run_id)
        if run.state is RunState.FINISHED:
            raise InputError(f"The run {run_id} is finished: there is nothing to resume.")
        if problem := self._cannot_go_on(run):
            raise InputError(problem)
        if run.state is RunState.CANCELLED:
            again = replace(run, state=RunState.RUNNING, finished_at=None, heartbeat_at=None, note="")
            await asyncio.to_thread(self._log.save_run, again)
        if run_id in self._here or not await self._take(run_id):
            raise InputError(
                f"The run {run_id} is being run. If its server has just been stopped, try again in "
                f"{UNSEEN_SECONDS:.0f} seconds."
            )
        await self._go_on(await self._required(run_id), seen)
        return await self._ended(run_id)

    def progress(self, run_id: str) -> Progress:
        """Raises NotFoundError."""
        one = self._here.get(run_id)
        run = one.run if one else self._log.run(run_id)
        if run is None:
            raise NotFoundError(f"There is no run {run_id}.")
        outcomes = one.outcomes if one else self._log.outcomes(run_id)
        return Progress(
            state=run.state,
            done=len(outcomes),
            of=len(run.cells),
            cached=sum(outcome.from_cache for outcome in outcomes),
            passed=sum(outcome.passed for outcome in outcomes),
            note=run.note,
        )

    async def aclose(self) -> None:
        """Stops what runs here; the next start takes it up at once."""
        for one in list(self._here.values()):
            await one.stop()
            try:
                await self._free(one.run.run_id)
            except StorageError:  # then it is free when its heartbeat is old
                logger.exception("a stopped suite was not set free", extra={"run_id": one.run.run_id})

    async def _free(self, run_id: str) -> None:
        run = await self._required(run_id)
        if run.state is RunState.RUNNING:
            await asyncio.to_thread(self._log.save_run, replace(run, heartbeat_at=None))

    async def _take(self, run_id: str) -> bool:
        now = self._clock.now()
        unseen_since = now - timedelta(seconds=UNSEEN_SECONDS)
        return await asyncio.to_thread(self._log.take_run, run_id, now=now, unseen_since=unseen_since)

    async def _go_on(self, run: SuiteRun, seen: Callable[[Outcome], None]) -> None:
        if problem := self._cannot_go_on(run):
            await asyncio.to_thread(self._log.save_run, self._over(run, problem))
            return
        await self._begin(run, await asyncio.to_thread(self._log.outcomes, run.run_id), seen)

    def _cannot_go_on(self, run: SuiteRun) -> str | None:
        """Two who answer in one run would make its figures those of nobody."""
        now = self._answering.chat.label
        if run.runner is not Runner.RECORDED and run.chat_model != now:
            return f"It was begun with {run.chat_model}, and {now} answers now: start a new run."
        if run.judge_model is not None and self._answering.judge_chat is None:
            return (
                f"It was begun with {run.judge_model} as its judge, and there is none now: start a new run."
            )
        return None

    async def _begin(self, run: SuiteRun, done: Sequence[Outcome], seen: Callable[[Outcome], None]) -> None:
        """`run` is in the log, and its heartbeat is ours."""
        conversations = await asyncio.to_thread(self._conversations, run)
        one = OneRun(run, done, conversations, self._log, self._clock, self._places_here(), seen)
        self._here[run.run_id] = one
        one.start().add_done_callback(lambda _: self._forget(one))

    def _places_here(self) -> asyncio.Semaphore:
        """Of this loop: a page under test and a command line have a new one for everything they ask."""
        loop = asyncio.get_running_loop()
        if self._places is None or self._places[0] is not loop:
            self._places = loop, asyncio.Semaphore(self.most_at_once)
        return self._places[1]

    def _forget(self, one: OneRun) -> None:
        if self._here.get(one.run.run_id) is one:
            del self._here[one.run.run_id]

    def _conversations(self, run: SuiteRun) -> Conversations:
        versions = {}
        for number in run.versions:
            version = self._prompts.version(number)
            if version is None:
                raise NotFoundError(f"There is no prompt version {number}.")
            versions[number] = version
        parts = run, self._answering, self._clock, self._log, versions
        if run.call_id is None or self._calls is None:
            return Conversations(*parts)
        call_id = run.call_id
        return Conversations(
            *parts, self._calls.call(call_id), self._calls.turns(call_id), self._calls.events(call_id)
        )

    async def _ended(self, run_id: str) -> SuiteRun:
        if one := self._here.get(run_id):
            try:
                await one.ended()
            except asyncio.CancelledError:
                await one.stop()
                await self._free(run_id)
                raise
        return await self._required(run_id)

    def _over(self, run: SuiteRun, note: str) -> SuiteRun:
        return replace(run, state=RunState.CANCELLED, finished_at=self._clock.now(), note=note)

    async def _required(self, run_id: str) -> SuiteRun:
        run = await asyncio.to_thread(self._log.run, run_id)
        if run is None:
            raise NotFoundError(f"There is no run {run_id}.")
        return run
