"""One run while this server runs it: its conversations, its heartbeat, its end."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

from santa_core.domain.suites import Cell, Outcome, RunState, SuiteRun
from santa_core.errors import StorageError
from santa_core.evaluation.suite_conversations import AccountRefused, Conversations
from santa_core.ports import Clock, SuiteLog

logger = logging.getLogger(__name__)

HEARTBEAT_SECONDS = 5.0

# So many conversations that fail before any succeeds: nobody is there to answer, and each of the others
# would wait through its own retries to learn it.
HOPELESS_AFTER = 3


class OneRun:
    """Read `run` and `outcomes`. `places`: of all runs of this server, one for each conversation."""

    def __init__(
        self,
        run: SuiteRun,
        done: Sequence[Outcome],
        conversations: Conversations,
        log: SuiteLog,
        clock: Clock,
        places: asyncio.Semaphore,
        seen: Callable[[Outcome], None],
    ) -> None:
        assert run.heartbeat_at is not None
        self.run = run
        self.outcomes = list(done)
        self._conversations = conversations
        self._log = log
        self._clock = clock
        self._places = places
        self._seen = seen
        self._last_heartbeat = run.heartbeat_at
        self._given_up: str | None = None
        self._heart: asyncio.Task[None] | None = None
        self._work: asyncio.Task[None] | None = None
        self._life: asyncio.Task[None] | None = None

    def start(self) -> asyncio.Task[None]:
        """On the running loop."""
        self._heart = asyncio.create_task(self._beat())
        self._work = asyncio.create_task(self._hold_all())
        self._life = asyncio.create_task(self._live(self._heart, self._work))
        # Its end may be of interest to nobody but the log, which knows; resume() takes it up.
        self._life.add_done_callback(_tell_of_failure)
        return self._life

    async def ended(self) -> None:
        """Waits for its end. Raises StorageError if the log could not be written: the run is then free."""
        assert self._life is not None
        await asyncio.wait([self._life])
        if not self._life.cancelled():
            self._life.result()

    async def cancel(self, note: str) -> None:
        """For good: closes its streams, and tells the log. Raises StorageError."""
        assert self._work is not None
        self._given_up = note
        self._work.cancel()
        await self.ended()

    async def stop(self) -> None:
        """For now: closes its streams, and tells the log nothing."""
        assert self._life is not None
        self._life.cancel()
        await asyncio.wait([self._life])

    async def _live(self, heart: asyncio.Task[None], work: asyncio.Task[None]) -> None:
        try:
            await asyncio.wait([heart, work], return_when=asyncio.FIRST_COMPLETED)
            if not work.done():
                heart.result()
                return  # the run is no longer ours
            if not (work.cancelled() and self._given_up is not None):
                work.result()
            await self._end()
        finally:
            for task in (heart, work):
                task.cancel()
            await asyncio.wait([heart, work])

    async def _hold_all(self) -> None:
        cells = iter(_longest_first(self.run, {outcome.cell for outcome in self.outcomes}))
        try:
            async with asyncio.TaskGroup() as workers:
                for _ in range(self.run.concurrency):
                    workers.create_task(self._hold(cells))
        except ExceptionGroup as failures:
            # One failure has ended all of them; the others are at most its like.
            first = failures.exceptions[0]
            if not isinstance(first, AccountRefused):
                raise first from None
            self._given_up = str(first)

    async def _hold(self, cells: Iterator[Cell]) -> None:
        for cell in cells:
            async with self._places:
                outcome = await self._conversations.hold(cell)
            await asyncio.to_thread(self._log.save_outcome, self.run.run_id, outcome)
            self.outcomes.append(outcome)
            self._seen(outcome)
            if len(self.outcomes) >= HOPELESS_AFTER and all(o.error is not None for o in self.outcomes):
                raise AccountRefused(
                    f"None of the first {len(self.outcomes)} conversations got an answer. {outcome.error}"
                )

    async def _end(self) -> None:
        over = replace(
            self.run,
            state=RunState.FINISHED if self._given_up is None else RunState.CANCELLED,
            finished_at=self._clock.now(),
            note=self._given_up or "",
        )
        await asyncio.to_thread(self._log.save_run, over)
        self.run = over

    async def _beat(self) -> None:
        """Returns when the run is no longer ours: taken by another server, cancelled, or gone."""
        while True:
            await self._clock.sleep(HEARTBEAT_SECONDS)
            now = self._clock.now()
            # Only if the last heartbeat in the log is still our own.
            ours = self._last_heartbeat + timedelta(microseconds=1)
            try:
                beaten = await asyncio.to_thread(
                    self._log.take_run, self.run.run_id, now=now, unseen_since=ours
                )
            except StorageError:
                logger.exception("a suite's heartbeat was not written", extra={"run_id": self.run.run_id})
                continue  # a log that stays away ends the run at its next outcome
            if not beaten:
                logger.info("a suite is run or cancelled elsewhere", extra={"run_id": self.run.run_id})
                return
            self._last_heartbeat = now


def _longest_first(run: SuiteRun, done: set[Cell]) -> list[Cell]:
    """What is missing. The longest conversations first, so that at the end none is left over for one worker
    while the others have nothing to do."""
    lines = {scenario.scenario_id: len(scenario.cue_lines) for scenario in run.scenarios}
    return sorted((cell for cell in run.cells if cell not in done), key=lambda c: -lines[c.scenario_id])


def _tell_of_failure(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (error := task.exception()) is not None:
        logger.error("a suite stopped", extra={"error": type(error).__name__})
