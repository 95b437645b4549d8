"""PromptLibrary in memory."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

from santa_core.domain.prompts import LabelMove, PromptVersion, content_hash
from santa_core.errors import NotFoundError


class FakePromptLibrary:
    def __init__(self, *, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._now = now
        self._versions: dict[int, PromptVersion] = {}
        self._labels: dict[str, int] = {}
        self._moves: list[LabelMove] = []

    def version(self, number: int) -> PromptVersion | None:
        return self._versions.get(number)

    def versions(self) -> list[PromptVersion]:
        return sorted(self._versions.values(), key=lambda version: -version.number)

    def labelled(self, label: str) -> PromptVersion | None:
        return self._versions[self._labels[label]] if label in self._labels else None

    def labels(self) -> dict[str, int]:
        return dict(sorted(self._labels.items()))

    def save_version(self, version: PromptVersion) -> PromptVersion:
        if version.parent is not None and version.parent not in self._versions:
            raise NotFoundError(f"There is no prompt version {version.parent} to build on.")
        stored = replace(version, number=len(self._versions) + 1, content_hash=content_hash(version))
        self._versions[stored.number] = stored
        return stored

    def move_label(
        self, label: str, number: int, *, by: str, reason: str, gate: str = "", run_id: str | None = None
    ) -> LabelMove:
        if number not in self._versions:
            raise NotFoundError(f"There is no prompt version {number} to label “{label}”.")
        move = LabelMove(label, self._labels.get(label), number, by, reason, self._now(), gate, run_id)
        self._labels[label] = number
        self._moves.append(move)
        return move

    def label_moves(self, label: str) -> list[LabelMove]:
        return [move for move in reversed(self._moves) if move.label == label]
