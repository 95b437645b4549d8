"""DraftShelf in memory."""

from __future__ import annotations

from santa_core.domain.prompt_drafts import Draft


class FakeDraftShelf:
    def __init__(self) -> None:
        self._drafts: dict[tuple[str, int], Draft] = {}

    def keep_draft(self, draft: Draft) -> None:
        self._drafts[(draft.by, draft.base)] = draft

    def draft(self, by: str, base: int) -> Draft | None:
        return self._drafts.get((by, base))

    def drafts(self, by: str) -> list[Draft]:
        own = [draft for draft in self._drafts.values() if draft.by == by]
        return sorted(own, key=lambda draft: (draft.updated_at, draft.base), reverse=True)

    def drop_draft(self, by: str, base: int) -> None:
        self._drafts.pop((by, base), None)
