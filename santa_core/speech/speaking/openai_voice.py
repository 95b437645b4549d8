"""Santa's voice from a speech service: streamed, so that he begins while the rest is still being made."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

import numpy as np

from santa_core.speech.ports import SpeechServiceFailed, Utterance, Word
from santa_core.speech.speaking.directions import directions
from santa_core.speech.speaking.openai_speech import OpenAISpeech, SoundStream
from santa_core.speech.speaking.running_sound import SERVICE_RATE_HZ, RunningSound
from santa_core.speech.speaking.running_words import Pace
from santa_core.speech.speaking.segments import cut_into_segments, silence_the_unspeakable
from santa_core.speech.speaking.stoppable import StoppableSpeech
from santa_core.speech.speaking.words import cut_at_blanks

LONGEST_SECONDS = 180  # of one text; whoever sends more is broken
_BYTES_A_SECOND = 2 * SERVICE_RATE_HZ


class OpenAIVoice:
    """Implements TextToSpeech. Safe from any thread.

    Fails after `connect_seconds` without a connection or `silence_seconds` without a further byte; a child
    that waits longer is better served by another voice."""

    name = "openai"

    def __init__(
        self,
        *,
        api_key: str,
        base_url: str | None = None,
        model: str = "gpt-4o-mini-tts",
        voice: str = "onyx",
        connect_seconds: float = 3.0,
        silence_seconds: float = 5.0,
    ) -> None:
        self.note = f"OpenAI speech: {model}, voice {voice}. What Santa says is sent there."
        self._model = model
        self._voice = voice
        self._pace = Pace()
        self._service = OpenAISpeech(
            api_key=api_key,
            base_url=base_url,
            connect_seconds=connect_seconds,
            silence_seconds=silence_seconds,
        )

    def speak(self, text: str, *, language: str, rate: float, emotion: str | None) -> Generator[Utterance]:
        """`language` is the text's own: the service hears it from the words."""
        rate = min(1.5, max(0.5, rate))
        if not cut_into_segments(text, language=language):
            return StoppableSpeech(_nothing_to_say(text))
        sound = self._service.start(self._request(text, rate=rate, emotion=emotion))
        return StoppableSpeech(self._pieces(text, sound, rate=rate), wake=sound.cancel)

    def close(self) -> None:
        self._service.close()

    def _request(self, text: str, *, rate: float, emotion: str | None) -> dict[str, Any]:
        request: dict[str, Any] = {
            "model": self._model,
            "voice": self._voice,
            # Emoji and markup would be described, or read out.
            "input": " ".join(silence_the_unspeakable(text).split()),
            "response_format": "pcm",
        }
        # OpenAI's newer models take their pace from words; the older ones, and most others' servers, know
        # nothing but a number.
        if self._model.startswith("gpt-"):
            return {**request, "instructions": directions(rate=rate, emotion=emotion)}
        return {**request, "speed": round(rate, 2)}

    def _pieces(self, text: str, sound: SoundStream, *, rate: float) -> Generator[Utterance]:
        running = RunningSound(text, self._pace, rate=rate)
        received = 0
        try:
            for data in sound:
                received += len(data)
                if received > LONGEST_SECONDS * _BYTES_A_SECOND:
                    raise SpeechServiceFailed(
                        f"The speech service spoke for over {LONGEST_SECONDS} s.", retryable=True
                    )
                if (piece := running.add(data)) is not None:
                    yield piece
            if sound.cancelled:
                return
            if not received:
                raise SpeechServiceFailed("The speech service answered without sound.", retryable=True)
            yield running.finish()
        finally:
            sound.cancel()


def _nothing_to_say(text: str) -> Generator[Utterance]:
    words = tuple(Word(0.0, word) for _, word in cut_at_blanks(text))
    yield Utterance(np.zeros(0, dtype=np.int16), words, ())
