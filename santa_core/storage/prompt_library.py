"""Prompt versions and the labels that point to them, in SQL. Versions are never changed, labels move."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, func, select, text

from santa_core.domain.calls import Voice
from santa_core.domain.prompts import LabelMove, Lines, PromptVersion, content_hash
from santa_core.errors import NotFoundError
from santa_core.storage.database import Database
from santa_core.storage.tables import prompt_label_moves, prompt_labels, prompt_versions
from santa_core.storage.upsert import insert_or_replace


def _utc_now() -> datetime:
    return datetime.now(UTC)


class SqlPromptLibrary:
    """PromptLibrary on SQLite or PostgreSQL. Thread-safe."""

    def __init__(self, database: Database, *, now: Callable[[], datetime] = _utc_now) -> None:
        self._database = database
        self._now = now

    def version(self, number: int) -> PromptVersion | None:
        with self._database.reading() as connection:
            return _version(connection, number)

    def versions(self) -> list[PromptVersion]:
        query = select(prompt_versions).order_by(prompt_versions.c.number.desc())
        with self._database.reading() as connection:
            return [_from_row(row) for row in connection.execute(query)]

    def labelled(self, label: str) -> PromptVersion | None:
        with self._database.reading() as connection:
            number = _number_of(connection, label)
            return None if number is None else _version(connection, number)

    def labels(self) -> dict[str, int]:
        with self._database.reading() as connection:
            rows = connection.execute(select(prompt_labels).order_by(prompt_labels.c.label))
            return {row.label: row.number for row in rows}

    def save_version(self, version: PromptVersion) -> PromptVersion:
        with self._database.writing() as connection:
            _lock(connection)
            if version.parent is not None and _version(connection, version.parent) is None:
                raise NotFoundError(f"There is no prompt version {version.parent} to build on.")
            newest = connection.execute(select(func.max(prompt_versions.c.number))).scalar_one()
            stored = replace(version, number=(newest or 0) + 1, content_hash=content_hash(version))
            connection.execute(prompt_versions.insert().values(_row(stored)))
            return stored

    def move_label(
        self, label: str, number: int, *, by: str, reason: str, gate: str = "", run_id: str | None = None
    ) -> LabelMove:
        with self._database.writing() as connection:
            _lock(connection)
            if _version(connection, number) is None:
                raise NotFoundError(f"There is no prompt version {number} to label “{label}”.")
            before = _number_of(connection, label)
            move = LabelMove(label, before, number, by, reason, self._now(), gate, run_id)
            insert_or_replace(connection, prompt_labels, {"label": label, "number": number}, key="label")
            connection.execute(prompt_label_moves.insert().values(**_move_row(move)))
            return move

    def label_moves(self, label: str) -> list[LabelMove]:
        moves = prompt_label_moves.c
        query = select(prompt_label_moves).where(moves.label == label).order_by(moves.position.desc())
        with self._database.reading() as connection:
            return [
                LabelMove(
                    r.label, r.from_number, r.to_number, r.moved_by, r.reason, r.moved_at, r.gate, r.run_id
                )
                for r in connection.execute(query)
            ]


def _lock(connection: Connection) -> None:
    """Numbers have no gaps and moves no forks. On SQLite a writing transaction is alone already."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("LOCK TABLE prompt_versions IN SHARE ROW EXCLUSIVE MODE"))


def _version(connection: Connection, number: int) -> PromptVersion | None:
    query = select(prompt_versions).where(prompt_versions.c.number == number)
    row = connection.execute(query).one_or_none()
    return None if row is None else _from_row(row)


def _number_of(connection: Connection, label: str) -> int | None:
    query = select(prompt_labels.c.number).where(prompt_labels.c.label == label)
    return connection.execute(query).scalar_one_or_none()


def _row(version: PromptVersion) -> dict[str, Any]:
    row = asdict(version)
    voice = row.pop("voice")
    return {**row, "voice_rate": voice["rate"], "voice_emotion": voice["emotion"]}


def _from_row(row: Row[Any]) -> PromptVersion:
    values = dict(row._mapping)  # SQLAlchemy's public name for a row as a mapping
    voice = Voice(rate=values.pop("voice_rate"), emotion=values.pop("voice_emotion"))
    lines = {language: Lines(**said) for language, said in values.pop("lines").items()}
    return PromptVersion(**values, voice=voice, lines=lines)


def _move_row(move: LabelMove) -> dict[str, Any]:
    return {
        "label": move.label,
        "from_number": move.from_number,
        "to_number": move.to_number,
        "moved_by": move.by,
        "reason": move.reason,
        "moved_at": move.at,
        "gate": move.gate,
        "run_id": move.run_id,
    }
