"""Santa's voice: a text becomes sound, the times of its words and the shapes of his mouth.

    text -> segments -> eSpeak NG, piece by piece -> one piece of sound -> effects -> Utterance

eSpeak NG is GPL-3.0-or-later and an optional part: see espeak.py.
"""

from __future__ import annotations

import re
from collections.abc import Generator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from santa_core.speech.ports import SAMPLE_RATE_HZ, Mouth, Pcm, TextToSpeech, Utterance
from santa_core.speech.speaking.effects import SLOWER, make_santa
from santa_core.speech.speaking.espeak import (
    ESPEAK_RATE_HZ,
    Delivery,
    Espeak,
    EspeakMissing,
    Speech,
    WordEvent,
    load_espeak,
)
from santa_core.speech.speaking.laugh import laugh
from santa_core.speech.speaking.mouths import mouths_of, settle
from santa_core.speech.speaking.segments import Segment, cut_into_segments
from santa_core.speech.speaking.stoppable import StoppableSpeech
from santa_core.speech.speaking.words import time_words

_VARIANT = "+klatt4"  # of eSpeak's deep variants the one a recogniser understands best
_FALLBACK_LANGUAGE = "en"
_LANGUAGE_TAG = re.compile(r"[a-z]{2,4}(-[a-z0-9]{1,8}){0,3}")
_OTHER_NAMES = {"zh": "cmn", "no": "nb", "iw": "he", "in": "id", "tl": "fil"}
_TALK = Delivery(words_per_minute=160, pitch=40, pitch_range=60)
_LAUGH = Delivery(words_per_minute=110, pitch=80, pitch_range=60)  # of its first syllable
_PAUSE_AFTER_LAUGH_MS = 160
_PAUSE_WITHIN_TEXT_MS = 40
_PAUSE_AT_END_MS = 40


class VoiceUnavailable(Exception):
    """Santa cannot speak here. The message says why and what to do."""


@dataclass(frozen=True)
class Emotion:
    """How an emotion bends the delivery: factors of speed and loudness, steps of pitch and range."""

    speed: float = 1.0
    pitch: int = 0
    pitch_range: int = 0
    gain: float = 1.0


_FRIENDLY = Emotion()
_EMOTIONS = {
    "friendly": _FRIENDLY,
    "excited": Emotion(speed=1.12, pitch=12, pitch_range=35, gain=1.15),
    "serious": Emotion(speed=0.94, pitch=-8, pitch_range=-30, gain=0.95),
    "soothing": Emotion(speed=0.86, pitch=-4, pitch_range=-20, gain=0.75),
    "broadcaster": Emotion(speed=1.05, pitch=-4, pitch_range=15, gain=1.1),
}


def open_voice(*, cache_root: Path | None = None) -> TextToSpeech:
    """Santa's voice, made with what is installed. Takes about 20 ms the first time.

    `cache_root` is where eSpeak's data is copied to if its own path is too long (21 MB, once per user;
    the user's cache folder by default). Raises VoiceUnavailable."""
    try:
        voice = SantaVoice(load_espeak(cache_root=cache_root))
    except EspeakMissing as error:
        raise VoiceUnavailable(str(error)) from error
    # The first words take twice as long as all others: dictionaries and filters are loaded with them.
    list(voice.speak("Ho ho ho!", language="en", rate=1.0, emotion=None))
    return voice


class SantaVoice:
    """Implements TextToSpeech. Safe from any thread; calls take turns inside eSpeak."""

    name = "espeak"
    note = "eSpeak NG, on this machine."

    def __init__(self, espeak: Espeak) -> None:
        self._espeak = espeak

    def close(self) -> None:
        pass  # the library stays loaded for the process

    def speak(self, text: str, *, language: str, rate: float, emotion: str | None) -> Generator[Utterance]:
        """All in one piece: a laugh and a sentence take about 15 ms, 200 characters 55 ms.

        `rate` outside 0.5 to 1.5 is taken as the nearest of these; an unknown language is English, an
        unknown emotion friendly. A text with nothing to say gives empty sound."""
        return StoppableSpeech(self._speak(text, language=language, rate=rate, emotion=emotion))

    def _speak(self, text: str, *, language: str, rate: float, emotion: str | None) -> Generator[Utterance]:
        rate = min(1.5, max(0.5, rate))
        mood = _EMOTIONS.get((emotion or "friendly").lower(), _FRIENDLY)
        segments = cut_into_segments(text, language=self._voice_for(language) or _FALLBACK_LANGUAGE)
        sounds: list[Pcm] = []
        events: list[WordEvent] = []
        mouths: list[Mouth] = [Mouth(start_ms=0.0, shape="rest")]
        now_ms = 0.0  # in eSpeak's own time, before it is slowed down
        for index, segment in enumerate(segments):
            speech = self._say(segment, rate=rate, mood=mood)
            pause_ms = _pause_after(segment, last=index == len(segments) - 1)
            pcm, spoken_ms = _trim(speech, pause_ms=pause_ms)
            for event in speech.words:
                offset = segment.offsets[min(max(0, event.offset), len(segment.offsets) - 1)]
                events.append(WordEvent(at_ms=(now_ms + event.at_ms) / SLOWER, offset=offset))
            for mouth in mouths_of(speech.phonemes, end_ms=spoken_ms, laugh=segment.laugh):
                at_ms = now_ms + min(mouth.start_ms, spoken_ms)
                mouths.append(Mouth(start_ms=at_ms / SLOWER, shape=mouth.shape))
            sounds.append(pcm)
            now_ms += len(pcm) * 1000 / ESPEAK_RATE_HZ
        pcm = make_santa(np.concatenate(sounds), gain=mood.gain) if sounds else np.zeros(0, np.int16)
        duration_ms = len(pcm) * 1000 / SAMPLE_RATE_HZ
        mouths.append(Mouth(start_ms=min(now_ms / SLOWER, duration_ms), shape="rest"))
        yield Utterance(
            pcm=pcm,
            words=time_words(text, events, end_ms=min(now_ms / SLOWER, duration_ms)),
            mouths=settle(mouths),
        )

    def _say(self, segment: Segment, *, rate: float, mood: Emotion) -> Speech:
        voice = (self._voice_for(segment.language) or _FALLBACK_LANGUAGE) + _VARIANT
        if not segment.laugh:
            delivery = _bent(_TALK, speed=rate * mood.speed, mood=mood)
            return self._espeak.speak(segment.spoken, voice=voice, delivery=delivery)

        def say_syllable(syllable: str, pitch: int) -> Speech:
            delivery = replace(_bent(_LAUGH, speed=1.0, mood=mood), pitch=pitch)
            return self._espeak.speak(syllable, voice=voice, delivery=delivery)

        pitch = _bent(_LAUGH, speed=1.0, mood=mood).pitch
        return laugh(segment.spoken, speed=rate * mood.speed, pitch=pitch, say=say_syllable)

    def _voice_for(self, language: str) -> str | None:
        """The name eSpeak knows this language by: "en-GB" -> "en", "zh" -> "cmn"; None if it has none."""
        tag = language.strip().lower().replace("_", "-")
        # A voice name is also a file name to eSpeak: only a plain language tag may reach it.
        if not _LANGUAGE_TAG.fullmatch(tag):
            return None
        base = tag.partition("-")[0]
        for name in (tag, _OTHER_NAMES.get(base, base)):
            if self._espeak.has_voice(name + _VARIANT):
                return name
        return None


def _bent(base: Delivery, *, speed: float, mood: Emotion) -> Delivery:
    return Delivery(
        words_per_minute=round(base.words_per_minute * speed),
        pitch=min(99, max(0, base.pitch + mood.pitch)),
        pitch_range=min(99, max(0, base.pitch_range + mood.pitch_range)),
    )


def _pause_after(segment: Segment, *, last: bool) -> float:
    if last:
        return _PAUSE_AT_END_MS
    if segment.laugh:
        return _PAUSE_AFTER_LAUGH_MS
    # A sentence's own pause stays; words on both sides of a name in another script run on.
    return 250.0 if segment.spoken.rstrip()[-1:] in (".", "!", "?", "…") else _PAUSE_WITHIN_TEXT_MS


def _trim(speech: Speech, *, pause_ms: float) -> tuple[Pcm, float]:
    """The sound with its closing pause cut to `pause_ms`, and where its last sound ends (ms)."""
    end_ms = len(speech.pcm) * 1000 / ESPEAK_RATE_HZ
    for event in reversed(speech.phonemes):
        if event.ipa:
            break
        end_ms = event.at_ms
    keep = round((end_ms + pause_ms) * ESPEAK_RATE_HZ / 1000)
    return speech.pcm[:keep], end_ms
