"""Sentences of a turn flow: the real eSpeak NG, or a slow network voice, over the playout."""

from __future__ import annotations

import numpy as np

from santa_core.emulator.playout import FRAME_SAMPLES, Playout, TaskDone
from santa_core.emulator.sentences import SentenceCutter
from santa_core.speech.ports import Pcm, Utterance
from santa_core.speech.speaking.voice import open_voice
from tests.speech.sound_analysis import silences_ms

TURN = (
    "Ho ho ho! How lovely to hear from you, Emma! The elves are singing in the workshop today. "
    "Did you see the snow? I see, my friend... What would make you smile this Christmas?"
)


def played(playout: Playout, *, at_most: int = 2_000) -> Pcm:
    """Everything until all tasks are done."""
    frames = []
    for _ in range(at_most):
        frame = playout.next_frame()
        frames.append(frame.pcm if frame.pcm is not None else np.zeros(FRAME_SAMPLES, dtype=np.int16))
        if any(isinstance(event, TaskDone) for event in frame.events) and not playout.busy:
            return np.concatenate(frames)
    raise AssertionError("the playout did not come to its end")


def test_sentences_follow_each_other_as_a_person_speaks_them() -> None:
    cutter = SentenceCutter()
    sentences = [*cutter.add(TURN), *cutter.finish()]
    assert len(sentences) == 6
    voice, playout = open_voice(), Playout()
    ends_ms, spoken = [], []
    for number, sentence in enumerate(sentences):  # each its own task, as the studio asks for them
        task = playout.add_task(str(number))
        for utterance in voice.speak(sentence, language="en", rate=1.0, emotion=None):
            task.add(utterance)
            spoken.append(utterance)
        task.finish()
        ends_ms.append(sum(utterance.duration_ms for utterance in spoken))
    sound = played(playout)
    silences = silences_ms(sound, at_least_ms=20)
    for end_ms in ends_ms[:-1]:
        gaps = [length for start, length in silences if start - 20 <= end_ms <= start + length + 20]
        print(f"at {end_ms:.0f} ms a pause of {gaps} ms")
        assert len(gaps) == 1 and 120 <= gaps[0] <= 350
    # Where two sentences meet, the sound jumps no more than within them: it is silent there.
    steps = np.abs(np.diff(sound.astype(int)))
    for end_ms in ends_ms[:-1]:
        join = int(end_ms * 48)
        assert steps[join - 12 : join + 12].max() < 100
    assert np.array_equal(sound[: len(spoken[0].pcm)], spoken[0].pcm)  # nothing is lost or added


def wave(samples: int, *, start: int) -> Utterance:
    """A piece of one long tone of 200 Hz: 8,000 at its tops, 210 its steepest step."""
    times = (start + np.arange(samples)) / 48_000
    return Utterance((8_000 * np.sin(2 * np.pi * 200 * times)).astype(np.int16), (), ())


def steepest(pcm: Pcm) -> int:
    return int(np.abs(np.diff(pcm.astype(int))).max())


def test_a_late_piece_is_a_pause_without_a_click() -> None:
    """Wherever in a frame and in a wave the sound runs out."""
    for first in (4_860, 4_800, 4_830, 5_000, 5_755):
        playout = Playout()
        task = playout.add_task("t")
        task.add(wave(first, start=0))
        frames = [playout.next_frame() for _ in range(12)]
        task.add(wave(9_600 - first, start=first))
        task.finish()
        rest = played(playout)
        heard = np.concatenate(
            [*(f.pcm if f.pcm is not None else np.zeros(FRAME_SAMPLES, dtype=np.int16) for f in frames), rest]
        )
        assert steepest(heard) < 300  # 8,000 where it would be cut at the top of a wave
        assert not heard[first + 300 : 12 * FRAME_SAMPLES].any()
        assert np.array_equal(heard[:first], wave(first, start=0).pcm)  # what was there is played whole


def test_pieces_in_time_join_as_one() -> None:
    playout = Playout()
    task = playout.add_task("t")
    for start in range(0, 9_600, 1_200):
        task.add(wave(1_200, start=start))
    task.finish()
    assert np.array_equal(played(playout)[:9_600], wave(9_600, start=0).pcm)


def test_the_end_of_a_sentence_is_not_touched() -> None:
    playout = Playout()
    task = playout.add_task("t")
    task.add(wave(5_000, start=0))
    task.finish()
    assert np.array_equal(played(playout)[:5_000], wave(5_000, start=0).pcm)
