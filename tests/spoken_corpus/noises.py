"""What a microphone hears that is no speech. Seeded: the same noise every time."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import numpy.typing as npt

from tests.spoken_corpus.energy import Sound
from tests.spoken_corpus.voices import RATE_HZ, VOICES, say

_Signal = npt.NDArray[np.float64]

ROOM_DB = -72.0  # a room always hisses, and noise suppression wants something to learn
_BABBLE = (
    "we went to the market and bought some bread and a little cheese",
    "the train was late again so she had to wait for almost an hour",
    "he said that the meeting would be moved to the other building",
    "they are painting the kitchen and nobody can find the kettle",
)


def room(seconds: float) -> Sound:
    return at_rms(_white(seconds, seed=1), ROOM_DB)


def white(seconds: float, *, level_db: float) -> Sound:
    return at_rms(_white(seconds, seed=2), level_db)


def fan(seconds: float, *, level_db: float) -> Sound:
    """Low rush with blades at 120 Hz."""
    rush = _coloured(_white(seconds, seed=3), lambda hz: 1 / (1 + (hz / 300) ** 2))
    blades = np.sin(2 * np.pi * 120 * _time(seconds)) + 0.5 * np.sin(2 * np.pi * 240 * _time(seconds))
    return at_rms(rush / rush.std() + 0.4 * blades, level_db)


def hum(seconds: float, *, level_db: float) -> Sound:
    """Mains at 50 Hz and its overtones."""
    time = _time(seconds)
    return at_rms(np.sum([np.sin(2 * np.pi * 50 * n * time) / n for n in (1, 2, 3, 5)], axis=0), level_db)


def babble(seconds: float, *, level_db: float) -> Sound:
    """Four people talk in the next room, all at once and without a pause."""
    wanted = round(seconds * RATE_HZ)
    talk = np.zeros(wanted)
    for number, (text, voice) in enumerate(zip(_BABBLE, VOICES, strict=False)):
        one = say(text, voice=voice).astype(np.float64)
        talk += np.resize(np.roll(one, number * RATE_HZ // 3), wanted)
    return at_rms(talk, level_db)


def coughs(seconds: float, *, level_db: float = -18.0, every_seconds: float = 3.0) -> Sound:
    """A burst of breath, a closing and a weaker burst, each about a tenth of a second."""
    rng = np.random.default_rng(4)
    sound = _silence(seconds)
    for at in np.arange(1.0, seconds - 1.0, every_seconds):
        for offset, strength, length in ((0.0, 1.0, 0.11), (0.19, 0.5, 0.09)):
            burst = _coloured(
                rng.normal(size=round(length * RATE_HZ)), lambda hz: np.exp(-(((hz - 900) / 1_200) ** 2))
            )
            _put(sound, burst / burst.std() * strength * _attack(len(burst), 0.006, 0.04), at + offset)
    return _beside_room(sound, level_db)


def keys(seconds: float, *, level_db: float = -24.0, each_second: float = 5.0) -> Sound:
    """Somebody types: clicks of a few milliseconds, down and up."""
    rng = np.random.default_rng(5)
    sound = _silence(seconds)
    at = 0.5
    while at < seconds - 0.5:
        for offset, strength in ((0.0, 1.0), (0.07 + 0.03 * rng.random(), 0.5)):
            click = rng.normal(size=round(0.012 * RATE_HZ))
            _put(sound, click * strength * _attack(len(click), 0.0005, 0.003), at + offset)
        at += rng.exponential(1 / each_second)
    return _beside_room(sound, level_db)


def breathing(seconds: float, *, level_db: float = -42.0) -> Sound:
    """Close to the microphone: in for 1.2 s, out for 1.6 s."""
    time = _time(seconds)
    wave = np.sin(2 * np.pi * time / 2.8)
    swell = np.where(wave > 0, wave, -0.7 * wave)
    breath = _coloured(_white(seconds, seed=6), lambda hz: np.exp(-(((hz - 700) / 900) ** 2)))
    return at_rms(breath * swell, level_db)


NOISES: Mapping[str, Callable[[float], Sound]] = {
    "quiet room": room,
    "white noise": lambda seconds: white(seconds, level_db=-40),
    "fan": lambda seconds: fan(seconds, level_db=-36),
    "hum": lambda seconds: hum(seconds, level_db=-40),
    "breathing": breathing,
    "keys": keys,
    "coughs": coughs,
}


def at_rms(signal: _Signal, level_db: float) -> Sound:
    factor = 10 ** (level_db / 20) * 32_768 / max(float(np.sqrt(np.mean(signal**2))), 1e-12)
    return _whole(signal * factor)


def _beside_room(sound: _Signal, level_db: float) -> Sound:
    """`level_db` of the loud parts only, as people measure a knock."""
    loud = np.abs(sound) > 0.02 * np.abs(sound).max()
    factor = 10 ** (level_db / 20) * 32_768 / float(np.sqrt(np.mean(sound[loud] ** 2)))
    quiet = room(len(sound) / RATE_HZ)
    return _whole(sound * factor + quiet)


def _whole(signal: _Signal) -> Sound:
    sound: Sound = np.clip(np.rint(signal), -32_768, 32_767).astype(np.int16)
    return sound


def _white(seconds: float, *, seed: int) -> _Signal:
    return np.random.default_rng(seed).normal(size=round(seconds * RATE_HZ))


def _silence(seconds: float) -> _Signal:
    return np.zeros(round(seconds * RATE_HZ))


def _time(seconds: float) -> _Signal:
    return np.arange(round(seconds * RATE_HZ)) / RATE_HZ


def _coloured(signal: _Signal, gain: Callable[[_Signal], _Signal]) -> _Signal:
    spectrum = np.fft.rfft(signal)
    hertz = np.fft.rfftfreq(len(signal), 1 / RATE_HZ).astype(np.float64)
    coloured: _Signal = np.fft.irfft(spectrum * gain(hertz), len(signal))
    return coloured


def _attack(samples: int, rise_seconds: float, fall_seconds: float) -> _Signal:
    time = np.arange(samples) / RATE_HZ
    return np.minimum(1.0, time / rise_seconds) * np.exp(-time / fall_seconds)


def _put(into: _Signal, sound: _Signal, at_seconds: float) -> None:
    first = round(at_seconds * RATE_HZ)
    into[first : first + len(sound)] += sound[: max(0, len(into) - first)]
