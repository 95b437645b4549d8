"""Suites in SQL: runs, their outcomes one by one, people's ratings, and the answers kept for the next run."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Select, Text, cast, insert, select, update
from sqlalchemy.exc import IntegrityError

from santa_core.domain.suites import KeptAnswer, Outcome, Rating, RunState, SuiteRun
from santa_core.errors import StorageError
from santa_core.storage.database import Database
from santa_core.storage.suite_rows import (
    answer_from_row,
    outcome_from_row,
    outcome_row,
    rating_from_row,
    rating_row,
    run_from_row,
    run_row,
)
from santa_core.storage.tables import kept_answers, suite_outcomes, suite_ratings, suite_runs
from santa_core.storage.upsert import insert_ignoring, insert_or_replace

_CELL = ("run_id", "version", "scenario_id", "repeat")


def _utc_now() -> datetime:
    return datetime.now(UTC)


class SqlSuiteLog:
    """SuiteLog on SQLite or PostgreSQL. Thread-safe."""

    def __init__(self, database: Database, *, now: Callable[[], datetime] = _utc_now) -> None:
        self._database = database
        self._now = now

    def save_run(self, run: SuiteRun) -> None:
        with self._database.writing() as connection:
            insert_or_replace(connection, suite_runs, run_row(run), key="run_id")

    def run(self, run_id: str) -> SuiteRun | None:
        with self._database.reading() as connection:
            row = connection.execute(_runs().where(suite_runs.c.run_id == run_id)).one_or_none()
            return None if row is None else run_from_row(row)

    def runs(self, *, limit: int = 50) -> list[SuiteRun]:
        newest = _runs().order_by(suite_runs.c.started_at.desc(), suite_runs.c.run_id.desc())
        with self._database.reading() as connection:
            return [run_from_row(row) for row in connection.execute(newest.limit(limit))]

    def running_runs(self) -> list[str]:
        query = select(suite_runs.c.run_id).where(suite_runs.c.state == RunState.RUNNING.value)
        with self._database.reading() as connection:
            ordered = query.order_by(suite_runs.c.started_at, suite_runs.c.run_id)
            return list(connection.execute(ordered).scalars())

    def take_run(self, run_id: str, *, now: datetime, unseen_since: datetime) -> bool:
        run = suite_runs.c
        take = (
            update(suite_runs)
            .where(run.run_id == run_id, run.state == RunState.RUNNING.value)
            .where(run.heartbeat_at.is_(None) | (run.heartbeat_at < unseen_since))
            .values(heartbeat_at=now)
            .returning(run.run_id)
        )
        with self._database.writing() as connection:
            return connection.execute(take).first() is not None

    def save_outcome(self, run_id: str, outcome: Outcome) -> None:
        with self._database.writing() as connection, _known_run(run_id):
            insert_or_replace(connection, suite_outcomes, outcome_row(run_id, outcome), key=_CELL)

    def outcomes(self, run_id: str) -> list[Outcome]:
        query = select(suite_outcomes).where(suite_outcomes.c.run_id == run_id)
        with self._database.reading() as connection:
            found = [outcome_from_row(row) for row in connection.execute(query)]
        # Here, because databases sort words each in its own way.
        return sorted(found, key=lambda o: (o.cell.scenario_id, o.cell.version, o.cell.repeat))

    def save_rating(self, rating: Rating) -> None:
        with self._database.writing() as connection, _known_run(rating.run_id):
            connection.execute(insert(suite_ratings), rating_row(rating))

    def ratings(self, run_id: str | None = None) -> list[Rating]:
        query = select(suite_ratings).order_by(suite_ratings.c.position)
        if run_id is not None:
            query = query.where(suite_ratings.c.run_id == run_id)
        with self._database.reading() as connection:
            return [rating_from_row(row) for row in connection.execute(query)]

    def kept_answer(self, key: str) -> KeptAnswer | None:
        with self._database.reading() as connection:
            row = connection.execute(select(kept_answers).where(kept_answers.c.key == key)).one_or_none()
            return None if row is None else answer_from_row(row)

    def keep_answer(self, key: str, answer: KeptAnswer) -> None:
        row = {"key": key, **asdict(answer), "kept_at": self._now()}
        with self._database.writing() as connection:
            insert_ignoring(connection, kept_answers, row, ("key",))


def _runs() -> Select[Any]:
    """The rows with their scenarios as text: read once into objects and then remembered."""
    others = [column for column in suite_runs.c if column is not suite_runs.c.scenarios]
    return select(*others, cast(suite_runs.c.scenarios, Text).label("scenarios"))


@contextmanager
def _known_run(run_id: str) -> Iterator[None]:
    try:
        yield
    except IntegrityError:
        raise StorageError(f"The log has no run {run_id} to write to. Save the run first.") from None
