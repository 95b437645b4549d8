"""SuiteLog in memory, as strict as the real one."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from threading import Lock

from santa_core.domain.suites import Cell, KeptAnswer, Outcome, Rating, RunState, SuiteRun
from santa_core.errors import StorageError


class FakeSuiteLog:
    """`failing = True` makes every write raise StorageError, as a full disk would. Read `saved_outcomes`
    (how often each cell was saved) and `answers`."""

    def __init__(self, *, failing: bool = False) -> None:
        self.failing = failing
        self.answers: dict[str, KeptAnswer] = {}
        self.saved_outcomes: list[tuple[str, Cell]] = []
        self._lock = Lock()
        self._runs: dict[str, SuiteRun] = {}
        self._outcomes: dict[tuple[str, Cell], Outcome] = {}
        self._ratings: list[Rating] = []

    def save_run(self, run: SuiteRun) -> None:
        self._may_write()
        with self._lock:
            self._runs[run.run_id] = run

    def run(self, run_id: str) -> SuiteRun | None:
        return self._runs.get(run_id)

    def runs(self, *, limit: int = 50) -> list[SuiteRun]:
        ordered = sorted(self._runs.values(), key=lambda run: (run.started_at, run.run_id), reverse=True)
        return ordered[:limit]

    def running_runs(self) -> list[str]:
        running = [run for run in self._runs.values() if run.state is RunState.RUNNING]
        return [run.run_id for run in sorted(running, key=lambda run: (run.started_at, run.run_id))]

    def take_run(self, run_id: str, *, now: datetime, unseen_since: datetime) -> bool:
        self._may_write()
        with self._lock:
            run = self._runs.get(run_id)
            if run is None or run.state is not RunState.RUNNING:
                return False
            if run.heartbeat_at is not None and run.heartbeat_at >= unseen_since:
                return False
            self._runs[run_id] = replace(run, heartbeat_at=now)
            return True

    def save_outcome(self, run_id: str, outcome: Outcome) -> None:
        self._may_write()
        self._require(run_id)
        with self._lock:
            self._outcomes[run_id, outcome.cell] = outcome
            self.saved_outcomes.append((run_id, outcome.cell))

    def outcomes(self, run_id: str) -> list[Outcome]:
        with self._lock:
            found = [outcome for (of, _), outcome in self._outcomes.items() if of == run_id]
        return sorted(found, key=lambda o: (o.cell.scenario_id, o.cell.version, o.cell.repeat))

    def save_rating(self, rating: Rating) -> None:
        self._may_write()
        self._require(rating.run_id)
        with self._lock:
            self._ratings.append(rating)

    def ratings(self, run_id: str | None = None) -> list[Rating]:
        with self._lock:
            return [rating for rating in self._ratings if run_id in (None, rating.run_id)]

    def kept_answer(self, key: str) -> KeptAnswer | None:
        return self.answers.get(key)

    def keep_answer(self, key: str, answer: KeptAnswer) -> None:
        self._may_write()
        with self._lock:
            self.answers.setdefault(key, answer)

    def _may_write(self) -> None:
        if self.failing:
            raise StorageError("The disk is full: the log cannot be written. Make room and try again.")

    def _require(self, run_id: str) -> None:
        if run_id not in self._runs:
            raise StorageError(f"The log has no run {run_id} to write to. Save the run first.")
