"""What Santa says, sample by sample: the one clock that sound, mouth, captions and events share.

    task = playout.add_task(id)       its place in the queue is taken at once
    task.add(utterance); task.finish()   as speech is made
    frame = playout.next_frame()      20 ms of sound, and what happened while it was sent
    playout.hold(); playout.go_on()   somebody speaks into it: fall silent, then say the cut word again

Pure: time passes only by next_frame(). Consecutive utterances, of one task or of two, touch without a
gap, also inside one frame.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from dataclasses import dataclass, field

import numpy as np

from santa_core.speech.ports import SAMPLE_RATE_HZ, Pcm, Utterance

FRAME_SAMPLES = SAMPLE_RATE_HZ // 50  # 20 ms
FADE_SAMPLES = SAMPLE_RATE_HZ // 200  # 5 ms: short enough to feel instant, long enough not to click
AUDIBLE = 32  # of 32,767
FARTHEST_BACK_SAMPLES = SAMPLE_RATE_HZ * 8 // 10  # a long word is not said again from its start
REST_MOUTH = "rest"


@dataclass(frozen=True)
class StartedTalking:
    task_id: str


@dataclass(frozen=True)
class SpokeWord:
    task_id: str
    text: str


@dataclass(frozen=True)
class EndedMessage:
    """The whole text of the task was said. Not told for an interrupted task."""

    task_id: str


@dataclass(frozen=True)
class StoppedTalking:
    task_id: str
    duration_ms: float
    interrupted: bool


@dataclass(frozen=True)
class TaskDone:
    """The last of every task, also of one that never made a sound."""

    task_id: str


PlayoutEvent = StartedTalking | SpokeWord | EndedMessage | StoppedTalking | TaskDone


@dataclass(frozen=True)
class PlayoutFrame:
    """`pcm` is int16 mono, shape (960,), or None for silence. `events` in the order they happened."""

    pcm: Pcm | None
    events: tuple[PlayoutEvent, ...]


@dataclass(eq=False)
class SpokenTask:
    task_id: str
    utterances: deque[Utterance] = field(default_factory=deque)
    complete: bool = False
    dropped: bool = False
    spoken_samples: int = 0
    started: bool = False

    def add(self, utterance: Utterance) -> None:
        if not self.dropped and len(utterance.pcm):
            self.utterances.append(utterance)

    def finish(self) -> None:
        self.complete = True


class Playout:
    def __init__(self) -> None:
        self._tasks: deque[SpokenTask] = deque()
        self._position = 0  # in the first utterance of the first task, in samples
        self._next_word = 0
        self._fade: Pcm | None = None
        self._fade_in = False
        self._held_frames: int | None = None  # until he goes on by himself
        self._seam = Seam()
        self._pending: list[PlayoutEvent] = []
        self.mouth = REST_MOUTH

    @property
    def busy(self) -> bool:
        """Something is being said or waits to be said."""
        return bool(self._tasks)

    @property
    def speaking(self) -> bool:
        """A task is being said, be it that he holds for a moment."""
        return bool(self._tasks) and self._tasks[0].started

    @property
    def held(self) -> bool:
        return self._held_frames is not None

    def add_task(self, task_id: str) -> SpokenTask:
        task = SpokenTask(task_id)
        self._tasks.append(task)
        return task

    def hold(self, *, longest_ms: float) -> None:
        """Fall silent within this frame, for at most `longest_ms`. Does nothing while he is silent; held
        already, the time begins anew."""
        if not self.speaking:
            return
        if not self.held and self._tasks[0].utterances:
            utterance = self._tasks[0].utterances[0]
            self._fade = _faded(utterance.pcm[self._position :])
            self._position = self._start_of_the_word(utterance)
            self._fade_in = True
            self._seam = Seam()  # the fade has ended what went out last
        self._held_frames = round(longest_ms * SAMPLE_RATE_HZ / 1000 / FRAME_SAMPLES)
        self.mouth = REST_MOUTH

    def go_on(self, *, after_ms: float = 0.0) -> None:
        """With the start of the word he was held in, which is not told again."""
        if self._held_frames is not None:
            frames = round(after_ms * SAMPLE_RATE_HZ / 1000 / FRAME_SAMPLES)
            self._held_frames = min(self._held_frames, frames)

    def interrupt(self) -> None:
        """Stop within this frame and drop what waits."""
        if not self.held and self.speaking and self._tasks[0].utterances:
            self._fade = _faded(self._tasks[0].utterances[0].pcm[self._position :])
        self._held_frames = None
        self._fade_in = False
        for task in self._tasks:
            task.dropped = True
            if task.started:
                self._pending.append(StoppedTalking(task.task_id, _ms(task.spoken_samples), interrupted=True))
            self._pending.append(TaskDone(task.task_id))
        self._tasks.clear()
        self._begin_utterance()
        self.mouth = REST_MOUTH

    def next_frame(self) -> PlayoutFrame:
        events, self._pending = self._pending, []
        pcm: Pcm | None = None
        filled = 0
        if self._fade is not None:
            pcm = _blank()
            filled = len(self._fade)
            pcm[:filled] = self._fade
            self._fade = None
        if self._holds():
            return PlayoutFrame(pcm, tuple(events))
        while filled < FRAME_SAMPLES and (task := self._speakable(events)) is not None:
            if pcm is None:
                pcm = _blank()
            filled += self._speak_into(pcm, filled, task, events)
        if filled < FRAME_SAMPLES:
            self.mouth = REST_MOUTH
        pcm = self._seam.softened(pcm, filled, runs_dry=self.speaking)
        return PlayoutFrame(pcm, tuple(events))

    def _holds(self) -> bool:
        if self._held_frames is None:
            return False
        if self._held_frames > 0:
            self._held_frames -= 1
            return True
        self._held_frames = None
        return False

    def _start_of_the_word(self, utterance: Utterance) -> int:
        word = utterance.words[self._next_word - 1] if self._next_word else None
        start = round(word.start_ms * SAMPLE_RATE_HZ / 1000) if word else 0
        return max(0, min(start, self._position), self._position - FARTHEST_BACK_SAMPLES)

    def _speakable(self, events: list[PlayoutEvent]) -> SpokenTask | None:
        """The first task with sound left, ending those before it that have said all."""
        while self._tasks:
            task = self._tasks[0]
            if task.utterances:
                return task
            if not task.complete:
                return None  # its next sentence is still being made
            self._tasks.popleft()
            if task.started:
                events.append(EndedMessage(task.task_id))
                events.append(StoppedTalking(task.task_id, _ms(task.spoken_samples), interrupted=False))
            events.append(TaskDone(task.task_id))
        return None

    def _speak_into(self, pcm: Pcm, offset: int, task: SpokenTask, events: list[PlayoutEvent]) -> int:
        utterance = task.utterances[0]
        count = min(FRAME_SAMPLES - offset, len(utterance.pcm) - self._position)
        piece = utterance.pcm[self._position : self._position + count]
        pcm[offset : offset + count] = piece
        if self._fade_in:
            pcm[offset : offset + count] = _risen(piece)
            self._fade_in = False
        self._position += count
        task.spoken_samples += count
        at_ms = _ms(self._position)
        at_end = self._position == len(utterance.pcm)
        words: list[PlayoutEvent] = []
        while self._next_word < len(utterance.words) and (
            at_end or utterance.words[self._next_word].start_ms < at_ms
        ):
            words.append(SpokeWord(task.task_id, utterance.words[self._next_word].text))
            self._next_word += 1
        # The first sound, not the first sample: a voice may begin with a breath of silence.
        if not task.started and (words or at_end or _audible(piece)):
            task.started = True
            events.append(StartedTalking(task.task_id))
        events.extend(words)
        self.mouth = _mouth_at(utterance, at_ms)
        if at_end:
            task.utterances.popleft()
            self._begin_utterance()
        return count

    def _begin_utterance(self) -> None:
        self._position = 0
        self._next_word = 0


class Seam:
    """Where a voice is late in the middle of a sentence, and where it goes on: neither may click."""

    def __init__(self) -> None:
        self._last = 0  # the sample that went out last
        self._dry = False

    def softened(self, pcm: Pcm | None, filled: int, *, runs_dry: bool) -> Pcm | None:
        """`filled` samples of a frame are sound. `runs_dry`: if that is not all, more should have come."""
        if pcm is not None and filled and self._dry:
            ramp = np.linspace(0.0, 1.0, num=min(filled, FADE_SAMPLES), dtype=np.float32)
            pcm[: len(ramp)] = (pcm[: len(ramp)] * ramp).astype(np.int16)
        self._dry = runs_dry and filled < FRAME_SAMPLES
        last = int(pcm[filled - 1]) if pcm is not None and filled else self._last
        if self._dry and last:
            pcm = _blank() if pcm is None else pcm
            ramp = np.linspace(last, 0.0, num=FADE_SAMPLES, dtype=np.float32)[: FRAME_SAMPLES - filled]
            pcm[filled : filled + len(ramp)] = ramp.astype(np.int16)
            last = int(ramp[-1])  # what is left of the ramp goes out in the next frame
        self._last = last if self._dry or filled == FRAME_SAMPLES else 0
        return pcm


def _mouth_at(utterance: Utterance, at_ms: float) -> str:
    index = bisect_right(utterance.mouths, at_ms, key=lambda mouth: mouth.start_ms) - 1
    return utterance.mouths[index].shape if index >= 0 else REST_MOUTH


def _faded(rest: Pcm) -> Pcm:
    piece = rest[:FADE_SAMPLES]
    ramp = np.linspace(1.0, 0.0, num=len(piece), dtype=np.float32)
    return (piece * ramp).astype(np.int16)


def _risen(piece: Pcm) -> Pcm:
    risen = piece.astype(np.float32)
    count = min(FADE_SAMPLES, len(piece))
    risen[:count] *= np.linspace(0.0, 1.0, num=count, dtype=np.float32)
    return risen.astype(np.int16)


def _audible(piece: Pcm) -> bool:
    return bool(np.any(np.abs(piece.astype(np.int32)) > AUDIBLE))


def _blank() -> Pcm:
    return np.zeros(FRAME_SAMPLES, dtype=np.int16)


def _ms(samples: int) -> float:
    return samples * 1000 / SAMPLE_RATE_HZ
