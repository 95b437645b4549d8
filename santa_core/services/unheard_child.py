"""Notices a child whose voice is heard and whose words never come."""

from __future__ import annotations

from collections.abc import Callable

from santa_core.domain.calls import AnswerBy, Avatar, CallPlan, Listen
from santa_core.services.call_messages import CallMessage, Notice

TIMES_WITHOUT_WORDS = 3
# Without a context the vendor may not listen at all, and says nothing of it.
_MAY_NOT_LISTEN = frozenset({Avatar.LIVEAVATAR, Avatar.LIVEAVATAR_SANDBOX})


class UnheardChild:
    def __init__(self, plan: CallPlan, *, tell: Callable[[CallMessage], None]) -> None:
        self._watches = (
            plan.avatar in _MAY_NOT_LISTEN
            and plan.answer_by is AnswerBy.OWN_LLM
            and plan.listen is not Listen.TYPING
        )
        self._tell = tell
        self._times = 0
        self._told = False

    def spoke(self) -> None:
        """Somebody was heard, from beginning to end."""
        self._times += 1
        if self._watches and self._times >= TIMES_WITHOUT_WORDS:
            self.unheard()

    def words_came(self) -> None:
        self._watches, self._times = False, 0

    def unheard(self) -> None:
        """The browser's own meter says so, or we do. Said once."""
        if self._told:
            return
        self._told = True
        self._tell(
            Notice(
                "warning",
                "unheard",
                "Your voice is heard, but the avatar's service passes no words on. Type what you would say; "
                "or end the call and plan one in which the avatar's own language model answers.",
            )
        )
