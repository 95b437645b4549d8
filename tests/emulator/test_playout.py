from __future__ import annotations

import numpy as np
import pytest

from santa_core.emulator.playout import (
    FADE_SAMPLES,
    FRAME_SAMPLES,
    EndedMessage,
    Playout,
    PlayoutEvent,
    SpokeWord,
    StartedTalking,
    StoppedTalking,
    TaskDone,
)
from santa_core.speech.ports import SAMPLE_RATE_HZ, Mouth, Utterance, Word
from tests.emulator.doubles import utterance


def play(playout: Playout, frames: int) -> list[tuple[int, PlayoutEvent]]:
    """Events with the number of the frame they were told in."""
    return [(number, event) for number in range(frames) for event in playout.next_frame().events]


def say(playout: Playout, task_id: str, *utterances: Utterance) -> None:
    task = playout.add_task(task_id)
    for spoken in utterances:
        task.add(spoken)
    task.finish()


def test_each_word_is_told_in_the_frame_in_which_it_is_heard() -> None:
    playout = Playout()
    say(playout, "t", utterance("Ho ho Emma"))  # words at 0, 100 and 200 ms: frames 0, 5 and 10
    assert play(playout, 16) == [
        (0, StartedTalking("t")),
        (0, SpokeWord("t", "Ho ")),
        (5, SpokeWord("t", "ho ")),
        (10, SpokeWord("t", "Emma ")),
        (15, EndedMessage("t")),
        (15, StoppedTalking("t", 300.0, interrupted=False)),
        (15, TaskDone("t")),
    ]


def test_talking_starts_with_the_first_sound_not_with_the_silence_before_it() -> None:
    playout = Playout()
    say(playout, "t", utterance("Ho", silent_ms=60))
    assert play(playout, 5)[0] == (3, StartedTalking("t"))


def test_two_tasks_touch_without_a_gap_even_inside_a_frame() -> None:
    playout = Playout()
    odd = Utterance(np.full(FRAME_SAMPLES + 300, 5000, dtype=np.int16), (Word(0, "a"),), ())
    say(playout, "one", odd)
    say(playout, "two", odd)
    frames = [playout.next_frame() for _ in range(4)]
    sound = np.concatenate([frame.pcm for frame in frames[:2] if frame.pcm is not None])
    assert np.all(sound == 5000)
    assert TaskDone("one") in frames[1].events
    assert StartedTalking("two") in frames[1].events
    assert frames[1].events.index(TaskDone("one")) < frames[1].events.index(StartedTalking("two"))
    assert frames[3].pcm is None


def test_a_task_whose_next_sentence_is_late_waits_without_stopping() -> None:
    playout = Playout()
    task = playout.add_task("t")
    task.add(utterance("Ho"))
    told = play(playout, 10)
    assert [event for _, event in told] == [StartedTalking("t"), SpokeWord("t", "Ho ")]
    assert playout.speaking
    task.add(utterance("ho"))
    task.finish()
    assert [event for _, event in play(playout, 10)] == [
        SpokeWord("t", "ho "),
        EndedMessage("t"),
        StoppedTalking("t", 200.0, interrupted=False),
        TaskDone("t"),
    ]


def test_an_interrupt_ends_sound_within_the_next_frame_by_a_short_fade() -> None:
    playout = Playout()
    say(playout, "one", utterance("Ho ho ho"))
    say(playout, "two", utterance("never said"))
    play(playout, 5)  # 100 ms of 440 Hz: at the top of a wave, where a cut would click loudest
    playout.interrupt()
    frame = playout.next_frame()
    assert frame.events == (
        StoppedTalking("one", 100.0, interrupted=True),
        TaskDone("one"),
        TaskDone("two"),
    )
    assert frame.pcm is not None
    assert np.abs(frame.pcm[:FADE_SAMPLES]).max() > 1000
    assert not frame.pcm[FADE_SAMPLES:].any()
    assert np.abs(np.diff(frame.pcm.astype(int))).max() < 1000  # of 8000: no click
    assert playout.next_frame().pcm is None
    assert playout.mouth == "rest"
    assert not playout.busy


def test_an_interrupt_while_silent_does_nothing() -> None:
    playout = Playout()
    playout.interrupt()
    frame = playout.next_frame()
    assert frame.pcm is None
    assert frame.events == ()


def test_sound_that_is_made_after_the_interrupt_is_not_spoken() -> None:
    playout = Playout()
    task = playout.add_task("t")
    playout.interrupt()
    task.add(utterance("too late"))
    task.finish()
    assert [event for _, event in play(playout, 5)] == [TaskDone("t")]


def test_a_task_without_sound_is_done_without_talking() -> None:
    playout = Playout()
    say(playout, "t")
    assert [event for _, event in play(playout, 1)] == [TaskDone("t")]


@pytest.mark.parametrize(("frame", "shape"), [(0, "M"), (4, "A"), (9, "rest")])
def test_the_mouth_follows_the_sound(frame: int, shape: str) -> None:
    playout = Playout()
    sound = np.full(SAMPLE_RATE_HZ * 150 // 1000, 5000, dtype=np.int16)
    say(playout, "t", Utterance(sound, (), (Mouth(0, "M"), Mouth(40, "A"))))
    for _ in range(frame + 1):
        playout.next_frame()
    assert playout.mouth == shape
