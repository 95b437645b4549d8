"""Suite runs: versions x scenarios x repeats, several conversations at once, cancellable, resumable."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from santa_core.domain.suites import Outcome, Runner, RunState, SuiteRun
from santa_core.ports import CallLog, ChatModel, Clock, PromptLibrary, ScenarioLibrary, SuiteLog


@dataclass(frozen=True)
class Progress:
    """`done` of `of` conversations have an outcome; `cached` of them asked no language model anything."""

    state: RunState
    done: int
    of: int
    cached: int
    passed: int
    note: str = ""  # why it was cancelled


class SuiteRuns:
    """One of a server. plan() and progress() read the log: call them from a page's thread. The coroutines
    belong on the server's loop: studio.wait_for(lambda: studio.suites.start(run)).

    Between restarts: `await resume()` every few seconds takes up the runs that nobody runs."""

    def __init__(
        self,
        *,
        chat: ChatModel,
        log: SuiteLog,
        prompts: PromptLibrary,
        scenarios: ScenarioLibrary,
        clock: Clock,
        judge_model: str | None = None,
        calls: CallLog | None = None,
        max_at_once: int = 8,
    ) -> None:
        raise NotImplementedError

    def plan(
        self,
        *,
        suite: str = "chosen",
        scenario_ids: Sequence[str] = (),
        versions: Sequence[int],
        repeats: int = 1,
        runner: Runner = Runner.SCRIPTED,
        concurrency: int = 4,
        by: str,
        call_id: str | None = None,
    ) -> SuiteRun:
        """A run, not started and not saved. Scenarios by `suite` ("blockers", "all", a category) or, if that
        is "chosen", by id. Raises InputError or NotFoundError: unknown version, scenario or call, nothing to
        run, too many conversations."""
        raise NotImplementedError

    async def start(self, run: SuiteRun) -> None:
        """Saves it and runs it on the running loop; returns at once."""

    async def run_to_end(
        self, run: SuiteRun, *, seen: Callable[[Outcome], None] = lambda _: None
    ) -> SuiteRun:
        """start(), then wait: the run as it ended, finished or cancelled. `seen`: each outcome, once saved.
        Cancelling this call leaves the run as a stopped server would: to be resumed."""
        raise NotImplementedError

    async def cancel(self, run_id: str, *, by: str = "") -> None:
        """Closes its streams, keeps its outcomes. Nothing happens to a run that is over. Raises
        NotFoundError."""

    async def resume(self) -> list[str]:
        """Takes up the running runs that no server has been seen at for a while; the ids of those."""
        raise NotImplementedError

    async def resume_run(self, run_id: str, *, seen: Callable[[Outcome], None] = lambda _: None) -> SuiteRun:
        """Takes up one run, a cancelled one too, and waits for its end. Raises NotFoundError; InputError if
        another server runs it, or it is finished."""
        raise NotImplementedError

    def progress(self, run_id: str) -> Progress:
        """Raises NotFoundError."""
        raise NotImplementedError

    async def aclose(self) -> None:
        """Stops what runs here; the next start takes it up."""
