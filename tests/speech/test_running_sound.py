"""Words and mouths of a voice that tells neither: guessed from its sound, held against one that tells both.

eSpeak NG's speech is played as a service's, and what is guessed of it compared with its own events.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import av
import numpy as np
import pytest

from santa_core.speech.ports import SAMPLE_RATE_HZ, Mouth, Pcm, Utterance, Word
from santa_core.speech.speaking.running_sound import SERVICE_RATE_HZ, RunningSound, Upsampler
from santa_core.speech.speaking.running_words import Pace
from santa_core.speech.speaking.voice import open_voice

TEXT = (
    "My big dog was on the path. Papa and mama are happy! What a wonderful day, my friend. "
    "Sister sees six ships, and the elves are singing in the workshop."
)
# How far each mouth is open; the loudness tells no more of it.
OPENNESS = {"rest": 0, "M": 0.1, "F": 0.2, "I": 0.3, "L": 0.4, "U": 0.4, "E": 0.5, "O": 0.9, "A": 1.0}


@pytest.fixture(scope="module")
def spoken() -> Utterance:
    (utterance,) = open_voice().speak(TEXT, language="en", rate=1.0, emotion=None)
    return utterance


def as_a_service_sends_it(pcm: Pcm) -> bytes:
    frame = av.AudioFrame.from_ndarray(pcm.reshape(1, -1), format="s16", layout="mono")
    frame.sample_rate, frame.time_base, frame.pts = SAMPLE_RATE_HZ, Fraction(1, SAMPLE_RATE_HZ), 0
    resampler = av.AudioResampler(format="s16", layout="mono", rate=SERVICE_RATE_HZ)
    frames = resampler.resample(frame) + resampler.resample(None)
    return b"".join(frame.to_ndarray().astype("<i2").tobytes() for frame in frames)


def guessed(text: str, sound: bytes, pace: Pace) -> tuple[list[Word], list[Mouth], Pcm]:
    """Times from the beginning of the whole."""
    running = RunningSound(text, pace, rate=1.0)
    parts = (running.add(sound[start : start + 4_801]) for start in range(0, len(sound), 4_801))
    pieces = [*(part for part in parts if part is not None), running.finish()]
    at_ms, words, mouths = 0.0, [], []
    for piece in pieces:
        words += [Word(at_ms + word.start_ms, word.text) for word in piece.words]
        mouths += [Mouth(at_ms + mouth.start_ms, mouth.shape) for mouth in piece.mouths]
        at_ms += piece.duration_ms
    return words, mouths, np.concatenate([piece.pcm for piece in pieces])


def shapes(mouths: list[Mouth] | tuple[Mouth, ...], *, until_ms: float) -> list[str]:
    return [
        [mouth.shape for mouth in mouths if mouth.start_ms <= at_ms][-1]
        for at_ms in np.arange(0, until_ms, 10.0)
    ]


def test_words_are_told_about_when_they_are_heard(spoken: Utterance) -> None:
    sound, pace = as_a_service_sends_it(spoken.pcm), Pace()
    for _ in range(3):  # the pace of a voice is known after some sentences
        words, _, _ = guessed(TEXT, sound, pace)
    assert [word.text for word in words] == [word.text for word in spoken.words]
    errors = [abs(w.start_ms - true.start_ms) for w, true in zip(words, spoken.words, strict=True)]
    assert np.median(errors) < 120
    # 312 ms: the last words of a long clause are told late, the very last by half a second.
    assert np.percentile(errors, 90) < 350


def test_a_voice_of_another_pace_is_learnt(spoken: Utterance) -> None:
    sound, pace = as_a_service_sends_it(spoken.pcm), Pace(ms_per_character=100.0)
    for _ in range(4):
        guessed(TEXT, sound, pace)
    assert 55 < pace.ms_per_character < 80


def test_the_mouth_opens_with_the_sound(spoken: Utterance) -> None:
    _, mouths, pcm = guessed(TEXT, as_a_service_sends_it(spoken.pcm), Pace())
    until_ms = len(pcm) // 480 * 10
    seen = shapes(mouths, until_ms=until_ms)
    level = np.sqrt(np.mean(pcm[: until_ms * 48].reshape(-1, 480).astype(float) ** 2, axis=1))
    open_by_loudness = np.array([OPENNESS[shape] for shape in seen])
    open_by_phonemes = np.array([OPENNESS[s] for s in shapes(spoken.mouths, until_ms=until_ms)])
    assert np.corrcoef(open_by_loudness, np.sqrt(level))[0, 1] > 0.65
    assert np.corrcoef(open_by_loudness, open_by_phonemes)[0, 1] > 0.5
    assert np.mean(open_by_loudness[level > 2_000] == 0) < 0.01
    assert len(set(seen)) >= 6  # it speaks, it does not clap


def test_the_mouth_does_not_flicker(spoken: Utterance) -> None:
    _, mouths, pcm = guessed(TEXT, as_a_service_sends_it(spoken.pcm), Pace())
    changes = [b.start_ms for a, b in pairwise(mouths) if a.shape != b.shape]
    assert 4 < len(changes) / (len(pcm) / SAMPLE_RATE_HZ) < 13  # a second
    assert np.median(np.diff(changes)) >= 60


def test_in_silence_the_mouth_is_at_rest() -> None:
    tone = (8_000 * np.sin(2 * np.pi * 300 * np.arange(12_000) / SERVICE_RATE_HZ)).astype("<i2")
    silence = np.zeros(12_000, dtype="<i2")
    _, mouths, pcm = guessed("Hm, hm.", np.concatenate([tone, silence, tone]).tobytes(), Pace())
    seen = shapes(mouths, until_ms=len(pcm) / 48)
    assert all(shape == "rest" for shape in seen[58:98])
    assert all(shape != "rest" for shape in seen[102:148])


def test_upsampling_keeps_a_tone_a_tone() -> None:
    times = np.arange(24_000) / SERVICE_RATE_HZ
    tone = (10_000 * np.sin(2 * np.pi * 440 * times)).astype(np.int16)
    upsampler = Upsampler()
    parts = [upsampler.add(tone[start : start + 701]) for start in range(0, len(tone), 701)]
    got = np.concatenate([*parts, upsampler.finish()]).astype(float)[480:-480]
    steepest = 10_000 * 2 * np.pi * 440 / SAMPLE_RATE_HZ
    assert np.abs(np.diff(got)).max() < 1.1 * steepest  # no jump that a tone does not have
    spectrum = np.abs(np.fft.rfft(got * np.hanning(len(got))))
    assert abs(np.argmax(spectrum) * SAMPLE_RATE_HZ / len(got) - 440) < 2
