"""Lets the language model write one answer: whole sentences as they complete, each screened."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable

from santa_core.domain.calls import CallPlan
from santa_core.domain.sentences import SentenceCutter
from santa_core.domain.spoken_text import split_for_speech
from santa_core.errors import ProviderError
from santa_core.ports import ChatModel, ChatRequest, ChatUsage, Message
from santa_core.services.call_messages import CallMessage, Notice
from santa_core.services.call_script import CallScript
from santa_core.services.safety_rules import Screen

logger = logging.getLogger(__name__)


class AnswerWriter:
    def __init__(
        self,
        chat: ChatModel,
        *,
        call_id: str,
        plan: CallPlan,
        script: CallScript,
        tell: Callable[[CallMessage], None],
    ) -> None:
        self._chat = chat
        self._call_id = call_id
        self._plan = plan
        self._script = script
        self._tell = tell

    async def write(
        self,
        history: tuple[Message, ...],
        *,
        screen: Screen,
        began: Callable[[], None],
        speak: Callable[[str], None],
    ) -> bool:
        """Calls `began` at the first token, `speak` with each portion that may be said. After a blocked
        sentence nothing more is read: what stands in for it is the whole answer. False if the model failed;
        staff have then been told. Cancelling it closes the stream."""
        cutter = SentenceCutter()
        stream = self._chat.stream(self._request(history))
        try:
            async for item in stream:
                if isinstance(item, ChatUsage):
                    continue
                began()
                if not _speak_until_blocked(cutter.feed(item.text), screen, speak):
                    return True
            _speak_until_blocked(cutter.flush(), screen, speak)
        except ProviderError as error:
            self._failed(error)
            return False
        finally:
            await stream.aclose()  # type: ignore[attr-defined]  # an async generator, closed to cancel
        return True

    def _request(self, history: tuple[Message, ...]) -> ChatRequest:
        prompt = self._script.prompt
        return ChatRequest(
            messages=(Message("system", self._script.system_prompt), *history),
            model=prompt.model,
            temperature=prompt.temperature,
            max_tokens=prompt.max_tokens,
            child=self._plan.child,
            call_id=self._call_id,
        )

    def _failed(self, error: ProviderError) -> None:
        logger.warning("the language model failed", extra={"call_id": self._call_id, "kind": error.kind})
        words = error.vendor.message
        detail = f" It said: {words}" if words else ""
        self._tell(Notice("error", "language_model", f"{error}{detail}"))


def _speak_until_blocked(sentences: Iterable[str], screen: Screen, speak: Callable[[str], None]) -> bool:
    for sentence in sentences:
        screened = screen.sentence(sentence)
        for part in split_for_speech(screened.spoken):
            speak(part)
        if screened.is_blocked:
            return False
    return True
