"""Drafts of prompt versions, in SQL."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select

from santa_core.domain.calls import Voice
from santa_core.domain.prompt_drafts import Draft
from santa_core.domain.prompts import Lines, PromptVersion
from santa_core.storage.database import Database
from santa_core.storage.tables import prompt_drafts
from santa_core.storage.upsert import insert_or_replace


class SqlDraftShelf:
    """DraftShelf on SQLite or PostgreSQL. Thread-safe."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep_draft(self, draft: Draft) -> None:
        row = {
            "by_whom": draft.by,
            "base": draft.base,
            "newest": draft.newest,
            "content": _as_json(draft.content),
            "note": draft.note,
            "updated_at": draft.updated_at,
        }
        with self._database.writing() as connection:
            insert_or_replace(connection, prompt_drafts, row, key=("by_whom", "base"))

    def draft(self, by: str, base: int) -> Draft | None:
        columns = prompt_drafts.c
        query = select(prompt_drafts).where(columns.by_whom == by, columns.base == base)
        with self._database.reading() as connection:
            row = connection.execute(query).one_or_none()
        return None if row is None else _from_row(row)

    def drafts(self, by: str) -> list[Draft]:
        columns = prompt_drafts.c
        query = (
            select(prompt_drafts)
            .where(columns.by_whom == by)
            .order_by(columns.updated_at.desc(), columns.base.desc())
        )
        with self._database.reading() as connection:
            return [_from_row(row) for row in connection.execute(query)]

    def drop_draft(self, by: str, base: int) -> None:
        columns = prompt_drafts.c
        with self._database.writing() as connection:
            connection.execute(prompt_drafts.delete().where(columns.by_whom == by, columns.base == base))


def _as_json(version: PromptVersion) -> dict[str, Any]:
    return {**asdict(version), "created_at": version.created_at.isoformat()}


def _from_row(row: Row[Any]) -> Draft:
    content = dict(row.content)
    content["created_at"] = datetime.fromisoformat(content["created_at"])
    content["voice"] = Voice(**content["voice"])
    content["lines"] = {language: Lines(**said) for language, said in content["lines"].items()}
    return Draft(
        by=row.by_whom,
        base=row.base,
        newest=row.newest,
        content=PromptVersion(**content),
        note=row.note,
        updated_at=row.updated_at,
    )
