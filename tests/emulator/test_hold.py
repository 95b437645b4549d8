"""Somebody speaks into what Santa says: he falls silent at once, and says the cut word again, or nothing."""

from __future__ import annotations

import numpy as np
import pytest

from santa_core.emulator.playout import (
    FADE_SAMPLES,
    FRAME_SAMPLES,
    Playout,
    PlayoutEvent,
    SpokeWord,
    StartedTalking,
    StoppedTalking,
    TaskDone,
)
from santa_core.speech.ports import SAMPLE_RATE_HZ, Mouth, Pcm, Utterance, Word
from tests.emulator.doubles import utterance

LONGEST_MS = 2_500.0


def frames(playout: Playout, count: int) -> tuple[Pcm, list[PlayoutEvent]]:
    """The sound, silence as zeros, and what was told."""
    played = [playout.next_frame() for _ in range(count)]
    blank = np.zeros(FRAME_SAMPLES, dtype=np.int16)
    sound = np.concatenate([blank if frame.pcm is None else frame.pcm for frame in played])
    return sound, [event for frame in played for event in frame.events]


def saying(spoken: Utterance, *, after_frames: int) -> Playout:
    playout = Playout()
    task = playout.add_task("t")
    task.add(spoken)
    task.finish()
    frames(playout, after_frames)
    return playout


def counting(seconds: float, *words: Word) -> Utterance:
    """Each sample says where it is: value n is n ms."""
    pcm = (np.arange(int(seconds * SAMPLE_RATE_HZ)) * 1000 // SAMPLE_RATE_HZ).astype(np.int16)
    return Utterance(pcm, words, (Mouth(0, "A"),))


def test_a_hold_silences_within_a_frame_by_a_short_fade() -> None:
    playout = saying(utterance("Ho ho ho"), after_frames=7)
    playout.hold(longest_ms=LONGEST_MS)
    sound, told = frames(playout, 20)
    assert np.abs(sound[:FADE_SAMPLES]).max() > 1000
    assert not sound[FADE_SAMPLES:].any()
    assert np.abs(np.diff(sound.astype(int))).max() < 1000  # of 8000: no click
    assert told == []
    assert playout.held
    assert playout.busy
    assert playout.mouth == "rest"


def test_he_goes_on_with_the_start_of_the_cut_word_and_tells_no_word_twice() -> None:
    playout = saying(counting(0.6, Word(0, "Hello "), Word(200, "dear "), Word(400, "Emma")), after_frames=16)
    playout.hold(longest_ms=LONGEST_MS)  # at 320 ms, in "dear"
    frames(playout, 10)
    playout.go_on()
    sound, told = frames(playout, 22)
    assert [event for event in told if isinstance(event, SpokeWord)] == [SpokeWord("t", "Emma")]
    assert sound[FADE_SAMPLES] == 205  # from 200 ms on, after the fade of 5 ms
    assert sound[0] == 0
    assert TaskDone("t") in told
    assert not playout.held


def test_a_long_word_is_not_said_again_from_its_start() -> None:
    playout = saying(counting(3.0, Word(0, "Hoooo")), after_frames=100)
    playout.hold(longest_ms=LONGEST_MS)  # at 2,000 ms
    playout.go_on()
    frames(playout, 1)  # the fade
    sound, _ = frames(playout, 1)
    assert sound[FADE_SAMPLES] in range(1_200, 1_230)


@pytest.mark.parametrize(("after_ms", "silent_frames"), [(0, 0), (500, 25), (9_000, 125)])
def test_he_goes_on_when_told_or_at_the_longest_after_a_while(after_ms: float, silent_frames: int) -> None:
    playout = saying(counting(2.0, Word(0, "a")), after_frames=20)
    playout.hold(longest_ms=LONGEST_MS)
    playout.go_on(after_ms=after_ms)
    if silent_frames:
        sound, _ = frames(playout, silent_frames)
        assert not sound[FADE_SAMPLES:].any()
    sound, _ = frames(playout, 1)
    assert sound.any()


def test_without_a_word_he_goes_on_by_himself_after_the_longest_time() -> None:
    playout = saying(counting(2.0, Word(0, "a")), after_frames=20)
    playout.hold(longest_ms=LONGEST_MS)
    silence, _ = frames(playout, 125)
    assert not silence[FADE_SAMPLES:].any()
    assert frames(playout, 1)[0].any()


def test_held_again_the_time_begins_anew_and_the_place_stays() -> None:
    playout = saying(counting(1.0, Word(0, "a "), Word(200, "b ")), after_frames=15)
    playout.hold(longest_ms=LONGEST_MS)
    frames(playout, 100)
    playout.hold(longest_ms=LONGEST_MS)
    silence, _ = frames(playout, 125)
    assert not silence.any()
    assert frames(playout, 1)[0][FADE_SAMPLES] == 205


def test_an_interrupt_in_a_hold_drops_the_rest_and_ends_the_task() -> None:
    playout = saying(utterance("Ho ho ho"), after_frames=7)
    playout.hold(longest_ms=LONGEST_MS)
    frames(playout, 5)
    playout.interrupt()
    sound, told = frames(playout, 5)
    assert not sound.any()
    assert told == [StoppedTalking("t", 140.0, interrupted=True), TaskDone("t")]
    assert not playout.held
    assert not playout.busy


def test_an_interrupt_in_the_same_frame_still_fades() -> None:
    playout = saying(utterance("Ho ho ho"), after_frames=5)
    playout.hold(longest_ms=LONGEST_MS)
    playout.interrupt()
    sound, _ = frames(playout, 1)
    assert sound[:FADE_SAMPLES].any()
    assert not sound[FADE_SAMPLES:].any()


def test_after_an_interrupt_the_next_task_is_said_at_once() -> None:
    playout = saying(utterance("Ho ho ho"), after_frames=5)
    playout.hold(longest_ms=LONGEST_MS)
    playout.interrupt()
    frames(playout, 1)
    task = playout.add_task("next")
    task.add(utterance("Yes"))
    assert frames(playout, 1)[1] == [StartedTalking("next"), SpokeWord("next", "Yes ")]


def test_silent_he_cannot_be_held() -> None:
    playout = Playout()
    playout.hold(longest_ms=LONGEST_MS)
    assert not playout.held
    playout.go_on()
    task = playout.add_task("t")
    task.add(utterance("Ho"))
    assert frames(playout, 1)[0].any()


def test_what_is_queued_waits_for_the_end_of_a_hold() -> None:
    playout = saying(utterance("Ho"), after_frames=2)
    playout.hold(longest_ms=LONGEST_MS)
    task = playout.add_task("two")
    task.add(utterance("ho"))
    task.finish()
    assert frames(playout, 60)[1] == []
    playout.go_on()
    told = frames(playout, 20)[1]
    assert [event.text for event in told if isinstance(event, SpokeWord)] == ["ho "]
    assert [event.task_id for event in told if isinstance(event, TaskDone)] == ["t", "two"]


def test_random_holds_lose_no_word_and_tell_none_twice() -> None:
    rng = np.random.default_rng(7)
    text = "one two three four five six seven eight nine ten"
    for _ in range(50):
        playout = Playout()
        task = playout.add_task("t")
        for part in (text, text):
            task.add(utterance(part))
        task.finish()
        told: list[PlayoutEvent] = []
        for _ in range(2_000):
            if not playout.busy:
                break
            action = rng.integers(12)
            if action == 0:
                playout.hold(longest_ms=float(rng.integers(20, 300)))
            elif action == 1:
                playout.go_on(after_ms=float(rng.integers(0, 100)))
            told += playout.next_frame().events
        assert "".join(event.text for event in told if isinstance(event, SpokeWord)) == f"{text} {text} "
        assert [type(event) for event in told if not isinstance(event, SpokeWord)][-1] is TaskDone
