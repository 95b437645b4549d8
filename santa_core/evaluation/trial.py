"""A conversation with one version of Santa without an avatar: what tries and suites are made of.

The same script, sentences and screen as in a call, so that what passes here passes there.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Protocol

from santa_core.domain.safety.child_alerts import alerts_in
from santa_core.domain.safety.model import Situation, Violation
from santa_core.domain.safety.screen import ReplyScreen, Screened
from santa_core.domain.sentences import SentenceCutter
from santa_core.domain.suites import KeptAnswer, TestTurn
from santa_core.ports import ChatModel, ChatRequest, ChatUsage, Clock, Message
from santa_core.services.call_script import CallScript


class AnswerCache(Protocol):
    """Asked on another thread: it may be a database."""

    def kept_answer(self, key: str) -> KeptAnswer | None: ...
    def keep_answer(self, key: str, answer: KeptAnswer) -> None: ...


@dataclass
class Trial:
    """`trial_id` tells repeats apart, for the cache and for the scripted Santa. Read `turns`."""

    chat: ChatModel
    script: CallScript
    clock: Clock
    trial_id: str
    tags: tuple[str, ...] = ()
    cache: AnswerCache | None = None
    turns: list[TestTurn] = field(default_factory=list)
    model: str = ""  # that answered last
    model_seconds: float = 0.0
    asked: int = 0  # answers that were not in the cache

    def greet(self) -> TestTurn:
        """Santa begins, as in a call."""
        self.turns.append(TestTurn(child="", santa=self.script.greeting, written=self.script.greeting))
        return self.turns[-1]

    async def answer(
        self, said: str, *, on_sentence: Callable[[Screened], None] = lambda _: None
    ) -> TestTurn:
        """Santa's answer; `on_sentence` sees each as it is written. Raises ProviderError."""
        request = self._request(said)
        key = cache_key(request)
        kept = None if self.cache is None else await asyncio.to_thread(self.cache.kept_answer, key)
        screen = ReplyScreen(self._situation(said))
        sentences: list[Screened] = []

        def written(sentence: str) -> None:
            sentences.append(screen.sentence(sentence))
            on_sentence(sentences[-1])

        if kept is None:
            kept = await self._ask(request, written)
            self.asked += 1
            if self.cache is not None:
                await asyncio.to_thread(self.cache.keep_answer, key, kept)
        else:
            for sentence in _sentences(kept.text):
                written(sentence)
        self.model, self.model_seconds = kept.model, self.model_seconds + kept.seconds
        turn = TestTurn(
            child=said,
            santa=" ".join(s.spoken for s in sentences if s.spoken),
            written=" ".join(s.written for s in sentences),
            violations=_in_the_whole(sentences),
            alerts=tuple(alerts_in(said, self.script.child.language)),
            first_sentence_ms=kept.first_sentence_ms,
            input_tokens=kept.input_tokens,
            output_tokens=kept.output_tokens,
        )
        self.turns.append(turn)
        return turn

    async def _ask(self, request: ChatRequest, written: Callable[[str], None]) -> KeptAnswer:
        began = self.clock.monotonic()
        cutter, text, first, usage = SentenceCutter(), "", None, ChatUsage(self.chat.label)
        stream = self.chat.stream(request)
        try:
            async for item in stream:
                if isinstance(item, ChatUsage):
                    usage = item
                    continue
                text += item.text
                for sentence in cutter.feed(item.text):
                    if first is None:
                        first = self.clock.monotonic()
                    written(sentence)
        finally:
            await stream.aclose()  # type: ignore[attr-defined]  # an async generator, closed to cancel
        now = self.clock.monotonic()
        for sentence in cutter.flush():
            first = now if first is None else first
            written(sentence)
        return KeptAnswer(
            text=text,
            model=usage.model,
            first_sentence_ms=None if first is None else round((first - began) * 1000),
            seconds=now - began,
            input_tokens=usage.input_tokens,
            output_tokens=usage.output_tokens,
        )

    def _situation(self, said: str) -> Situation:
        return Situation(
            said=(*(turn.child for turn in self.turns if turn.child), said),
            language=self.script.child.language,
            child_name=self.script.child.name or None,
            prompt=self.script.system_prompt,
            tags=self.tags,
        )

    def _request(self, said: str) -> ChatRequest:
        prompt = self.script.prompt
        messages = [Message("system", self.script.system_prompt)]
        for turn in self.turns:
            if turn.child:
                messages.append(Message("user", turn.child))
            messages.append(Message("assistant", turn.santa))
        return ChatRequest(
            messages=(*messages, Message("user", said)),
            model=prompt.model,
            temperature=prompt.temperature,
            max_tokens=prompt.max_tokens,
            child=self.script.child,
            call_id=self.trial_id,
        )


def cache_key(request: ChatRequest) -> str:
    """SHA-256 of all that an answer depends on, the trial's id included: repeats are asked anew."""
    content = [
        [[message.role, message.content] for message in request.messages],
        request.model,
        request.temperature,
        request.max_tokens,
        request.call_id,
        request.answer_schema,
    ]
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def _sentences(text: str) -> list[str]:
    cutter = SentenceCutter()
    return [*cutter.feed(text), *cutter.flush()]


def _in_the_whole(sentences: list[Screened]) -> tuple[Violation, ...]:
    """The violations of each sentence, their spans in all of them joined by a space."""
    found, at = [], 0
    for sentence in sentences:
        found += [replace(v, span=(v.span[0] + at, v.span[1] + at)) for v in sentence.violations]
        at += len(sentence.written) + 1
    return tuple(found)
