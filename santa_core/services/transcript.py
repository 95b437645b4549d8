"""The turns of one call, in the order in which they began to be heard: shown, logged, and looked up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from santa_core.domain.calls import Speaker, Turn
from santa_core.ports import Message
from santa_core.services.call_messages import CallMessage, TurnChanged


class Transcript:
    """`tell` shows a turn to the browser, `keep` logs it. A turn that was never heard is never put here."""

    def __init__(self, *, tell: Callable[[CallMessage], None], keep: Callable[[Turn], object]) -> None:
        self._tell = tell
        self._keep = keep
        self._turns: list[Turn] = []
        self._places: dict[str, int] = {}  # by turn id
        self._superseded: set[str] = set()

    def put(self, turn: Turn, *, interrupted: bool = False) -> Turn:
        """Inserts it, with the next index, or replaces the one with its id. Returns it as it was put."""
        turn = replace(turn, index=self._places.setdefault(turn.turn_id, len(self._turns)))
        self._turns[turn.index : turn.index + 1] = [turn]
        self._keep(turn)
        self._tell(TurnChanged(turn, interrupted))
        return turn

    def turns(self) -> list[Turn]:
        return list(self._turns)

    def last(self) -> Turn | None:
        return self._turns[-1] if self._turns else None

    def child_turn(self, turn_id: str) -> Turn | None:
        return next((t for t in self._turns if t.turn_id == turn_id and t.speaker is Speaker.CHILD), None)

    def last_of_child(self) -> Turn | None:
        return next((turn for turn in reversed(self._turns) if turn.speaker is Speaker.CHILD), None)

    def said_by_child(self, *, until: Turn | None = None) -> list[str]:
        """Oldest first; with `until`, what was said before that turn was heard."""
        turns = self._turns if until is None else self._turns[: until.index]
        return [turn.text for turn in turns if turn.speaker is Speaker.CHILD]

    def is_childs_last(self, turn: Turn) -> bool:
        return not any(later.speaker is Speaker.CHILD for later in self._turns[turn.index + 1 :])

    def supersede_answers_to(self, child: Turn) -> None:
        """What Santa said to words that were none is no part of the conversation he goes on with."""
        self._superseded |= {t.turn_id for t in self._turns[child.index + 1 :] if t.is_answer}

    def history(self) -> tuple[Message, ...]:
        """As the language model sees it: what was really said."""
        return tuple(
            Message("user" if turn.speaker is Speaker.CHILD else "assistant", turn.text)
            for turn in self._turns
            if turn.text and turn.turn_id not in self._superseded
        )
