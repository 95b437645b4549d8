"""Turns tasks into speech, in the order they came, and tells the client what is being said.

A task takes its place in the playout at once; its sound is made in a thread meanwhile, so the next
sentence is ready when this one ends.
"""

from __future__ import annotations

import asyncio
import logging
import uuid
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Coroutine
from concurrent.futures import Executor
from dataclasses import dataclass, field
from typing import Any

from santa_core.emulator.happenings import Happening, SantaSaid, SantaSaidAll, SantaStarted, SantaStopped
from santa_core.emulator.options import SessionOptions
from santa_core.emulator.playout import (
    EndedMessage,
    Playout,
    PlayoutEvent,
    SpokenTask,
    SpokeWord,
    StartedTalking,
    StoppedTalking,
    TaskDone,
)
from santa_core.emulator.sentences import SentenceCutter, in_portions
from santa_core.speech.ports import TextToSpeech, Utterance

logger = logging.getLogger(__name__)

# One is spoken while the next is made. More at once would let one call with many sentences keep a network
# voice's threads from the others.
UTTERANCES_AT_ONCE = 2


@dataclass(eq=False)
class RunningTask:
    task_id: str
    spoken: SpokenTask
    done: asyncio.Event = field(default_factory=asyncio.Event)
    said: list[str] = field(default_factory=list)  # word by word, what was really heard
    job: asyncio.Task[float] | None = None  # makes the sound; its result is the duration in ms

    async def duration_ms(self) -> float:
        """Once the sound is made; 0 when the task was interrupted before that."""
        assert self.job is not None
        await asyncio.wait([self.job])
        return 0.0 if self.job.cancelled() else self.job.result()


class Speaker:
    def __init__(
        self,
        *,
        playout: Playout,
        voice: TextToSpeech,
        threads: Executor,
        options: SessionOptions,
        tell: Callable[[Happening], None],
        on_done: Callable[[RunningTask], None],
    ) -> None:
        self._playout = playout
        self._voice = voice
        self._threads = threads
        self._options = options
        self._tell = tell
        self._on_done = on_done
        self._running: dict[str, RunningTask] = {}
        self._may_speak = asyncio.Semaphore(UTTERANCES_AT_ONCE)  # in the order in which they ask

    @property
    def busy(self) -> bool:
        return bool(self._running)

    def repeat(self, text: str) -> RunningTask:
        """Say it verbatim. Await `job` for its duration in ms, `done` for its end."""
        return self._begin(lambda task: self._say_all(task, text))

    def answer(self, pieces: AsyncIterator[str]) -> RunningTask:
        """Say a text that is still being written, sentence by sentence. One task to the client."""
        return self._begin(lambda task: self._say_as_written(task, pieces))

    def interrupt(self) -> None:
        self._playout.interrupt()
        for task in self._running.values():
            if task.job is not None:
                task.job.cancel()

    def hold(self, *, longest_ms: float) -> None:
        """Somebody speaks into it: wait what comes of it."""
        self._playout.hold(longest_ms=longest_ms)

    def go_on(self, *, after_ms: float) -> None:
        self._playout.go_on(after_ms=after_ms)

    def heard(self, event: PlayoutEvent) -> None:
        """The playout tells what just went out; the client is told of it."""
        task = self._running.get(event.task_id)
        if task is None:
            return
        match event:
            case StartedTalking():
                self._tell(SantaStarted(task.task_id))
            case SpokeWord(text=text):
                task.said.append(text)
                self._tell(SantaSaid(task.task_id, text))
            case EndedMessage():
                self._tell(SantaSaidAll(task.task_id))
            case StoppedTalking(duration_ms=duration_ms):
                self._tell(SantaStopped(task.task_id, duration_ms))
            case TaskDone():
                del self._running[task.task_id]
                task.done.set()
                self._on_done(task)

    async def aclose(self) -> None:
        tasks = list(self._running.values())
        self.interrupt()
        self._running.clear()
        for task in tasks:
            task.done.set()
        await asyncio.gather(*(task.job for task in tasks if task.job), return_exceptions=True)

    def _begin(self, work: Callable[[RunningTask], Coroutine[Any, Any, float]]) -> RunningTask:
        task_id = str(uuid.uuid4())
        task = RunningTask(task_id, self._playout.add_task(task_id))
        self._running[task_id] = task
        task.job = asyncio.create_task(self._finish(task, work(task)), name="emulator-speech")
        return task

    @staticmethod
    async def _finish(task: RunningTask, work: Coroutine[Any, Any, float]) -> float:
        try:
            return await work
        except Exception:  # voice and brain come from outside; Santa must not hang on them
            logger.exception("a task could not be spoken to its end")
            return 0.0
        finally:
            task.spoken.finish()

    async def _say_all(self, task: RunningTask, text: str) -> float:
        duration_ms = 0.0
        for portion in in_portions(text):
            async for utterance in self._utter(portion):
                task.spoken.add(utterance)
                duration_ms += utterance.duration_ms
        return duration_ms

    async def _say_as_written(self, task: RunningTask, pieces: AsyncIterator[str]) -> float:
        cutter = SentenceCutter()
        duration_ms = 0.0
        try:
            async for piece in pieces:
                for sentence in cutter.add(piece):
                    duration_ms += await self._say_all(task, sentence + " ")
            for sentence in cutter.finish():
                duration_ms += await self._say_all(task, sentence)
        finally:
            if isinstance(pieces, AsyncGenerator):
                await pieces.aclose()  # stops the writing when Santa was interrupted
        return duration_ms

    async def _utter(self, text: str) -> AsyncIterator[Utterance]:
        loop = asyncio.get_running_loop()
        options = self._options
        async with self._may_speak:
            pieces = self._voice.speak(
                text, language=options.language, rate=options.voice_rate, emotion=options.voice_emotion
            )
            try:
                while (piece := await loop.run_in_executor(self._threads, next, pieces, None)) is not None:
                    yield piece
            finally:
                pieces.close()  # also when a thread still waits for the next piece: see TextToSpeech
