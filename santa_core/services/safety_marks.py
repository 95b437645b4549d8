"""What staff are shown beside the turns of one call."""

from __future__ import annotations

from collections.abc import Callable

from santa_core.domain.safety.marks import SafetyMark
from santa_core.services.call_messages import CallMessage, MarksChanged


class SafetyMarks:
    """By turn id; a turn that is said again under another id takes its marks along."""

    def __init__(self, tell: Callable[[CallMessage], None]) -> None:
        self._tell = tell
        self._marks: dict[str, tuple[SafetyMark, ...]] = {}

    def add(self, turn_id: str, mark: SafetyMark) -> None:
        marks = self._marks.get(turn_id, ())
        if mark not in marks:
            self._put(turn_id, (*marks, mark))

    def said_again(self, turn_id: str, *, again_as: str) -> bool:
        """Returns whether there were any."""
        marks = self._marks.pop(turn_id, ())
        if marks:
            self._put(again_as, marks)
        return bool(marks)

    def all(self) -> dict[str, tuple[SafetyMark, ...]]:
        return dict(self._marks)

    def _put(self, turn_id: str, marks: tuple[SafetyMark, ...]) -> None:
        self._marks[turn_id] = marks
        self._tell(MarksChanged(turn_id, marks))
