"""Rate, emotion and laughter are heard: measured on the sound of the real eSpeak NG."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from santa_core.speech.ports import TextToSpeech, Utterance
from santa_core.speech.speaking.segments import cut_into_segments
from santa_core.speech.speaking.voice import open_voice
from tests.speech.sound_analysis import levels, pitches_hz

LINE = "Hello Emma, have you been good this year?"


@pytest.fixture(scope="module")
def voice() -> TextToSpeech:
    return open_voice()


def say(voice: TextToSpeech, text: str, *, rate: float = 1.0, emotion: str | None = None) -> Utterance:
    (spoken,) = voice.speak(text, language="en", rate=rate, emotion=emotion)
    return spoken


def speaking_ms(spoken: Utterance) -> float:
    """From the first to the last sound."""
    loud = np.flatnonzero(levels(spoken.pcm) > 160)
    return float(loud[-1] - loud[0]) * 10


@pytest.mark.parametrize("rate", [0.6, 0.8, 1.2, 1.4])
def test_a_rate_is_kept(voice: TextToSpeech, rate: float) -> None:
    assert speaking_ms(say(voice, LINE)) / speaking_ms(say(voice, LINE, rate=rate)) == pytest.approx(
        rate, rel=0.12
    )
    laugh = "Ho ho ho!"
    assert speaking_ms(say(voice, laugh)) / speaking_ms(say(voice, laugh, rate=rate)) == pytest.approx(
        rate, rel=0.12
    )


def test_emotions_are_told_apart_by_pitch_loudness_and_speed(voice: TextToSpeech) -> None:
    emotions = ("friendly", "excited", "serious", "soothing", "broadcaster")
    spoken = {name: say(voice, LINE, emotion=name) for name in emotions}
    pitch = {name: float(np.median(pitches_hz(said.pcm))) for name, said in spoken.items()}
    spread = {name: float(np.std(pitches_hz(said.pcm))) for name, said in spoken.items()}
    loud = {name: float(np.percentile(levels(said.pcm), 90)) for name, said in spoken.items()}
    length = {name: speaking_ms(said) for name, said in spoken.items()}
    assert pitch["excited"] > 1.08 * pitch["friendly"] > 1.08 * 1.03 * pitch["serious"]
    assert spread["excited"] > 1.2 * spread["friendly"]
    assert loud["soothing"] < 0.85 * loud["friendly"] < loud["excited"]
    assert length["excited"] < 0.93 * length["friendly"] < 0.93 * 0.93 * length["soothing"]
    assert length["broadcaster"] < 0.98 * length["friendly"]


def laughs(spoken: Utterance) -> list[tuple[float, float]]:
    """Where each burst of a laugh begins and ends, by its mouth."""
    ends = [*(mouth.start_ms for mouth in spoken.mouths[1:]), spoken.duration_ms]
    return [(m.start_ms, end) for m, end in zip(spoken.mouths, ends, strict=True) if m.shape == "laugh"]


@pytest.mark.parametrize(
    ("text", "bursts"),
    [("Ho ho ho!", 3), ("Ho ho!", 2), ("hohoho", 3), ("HO HO HO", 3), ("Ha ha!", 2), ("Ho, ho, ho...", 3),
     ("Hooo hooo hooo!", 3), ("Ho! Ho! Ho!", 3)],
)  # fmt: skip
def test_a_laugh_falls_in_pitch_and_runs_out_of_breath(voice: TextToSpeech, text: str, bursts: int) -> None:
    spoken = say(voice, text)
    found = laughs(spoken)
    assert len(found) == bursts
    pitch = [float(np.median(pitches_hz(spoken.pcm, start, end))) for start, end in found]
    assert all(later < 0.95 * earlier for earlier, later in pairwise(pitch))
    level = levels(spoken.pcm)
    peaks = [level[int(start / 10) : int(end / 10)].max() for start, end in found]
    assert all(later < 0.95 * earlier for earlier, later in pairwise(peaks))
    for start, end in found:  # each burst dies away and leaves a moment for breath
        burst = level[int(start / 10) : int(end / 10)]
        assert burst[-3:].mean() < 0.75 * burst.max()
        assert level[int(end / 10) : int(end / 10) + 6].min() < 0.15 * burst.max()
    begins = [start for start, _ in found]
    gaps = np.diff(begins)
    assert np.all((gaps > 250) & (gaps < 420))  # two and a half to four a second, as people laugh
    assert np.ptp(gaps) < 60 if len(gaps) > 1 else True


@pytest.mark.parametrize("text", ["hollow", "Hohenzollern", "how", "Ho", "hat", "Aha", "who, how", "Chicago"])
def test_what_only_looks_like_laughing_is_spoken(text: str) -> None:
    assert not any(segment.laugh for segment in cut_into_segments(text, language="en"))


def test_a_laugh_within_a_sentence_leaves_the_words_alone(voice: TextToSpeech) -> None:
    spoken = say(voice, "You said a hollow tree? Ho ho ho! How funny.")
    assert [word.text for word in spoken.words] == [
        "You ", "said ", "a ", "hollow ", "tree? ", "Ho ", "ho ", "ho! ", "How ", "funny.",
    ]  # fmt: skip
    begins = [word.start_ms for word in spoken.words]
    assert begins == sorted(begins)
    assert len(laughs(spoken)) == 3
