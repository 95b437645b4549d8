"""Santa's ears: whether there are any on this machine, and a listener for each session.

    ears = open_ears(HearingOptions())
    if ears.available:
        listener = ears.listener(language="en", confidence=0.55)
        for event in listener.feed(pcm): ...        # off the event loop

Recognisers hold Python's global lock while they work, so a thread is not far enough from a loop that sends
media: EarsApart has them in another process. What they hear is never stored.
"""

from __future__ import annotations

from dataclasses import dataclass

from santa_core.speech.hearing.listening import UtteranceListener
from santa_core.speech.hearing.options import OPENAI, POCKETSPHINX, WHISPER, HearingOptions
from santa_core.speech.hearing.sphinx import NOTE
from santa_core.speech.hearing.tiers import because_unavailable, open_speech_to_text
from santa_core.speech.hearing.voice_activity import is_installed, open_voice_activity
from santa_core.speech.ports import Ears, HearingEvent, Listener, Pcm, SpeechToText

_NOTES = {
    POCKETSPHINX: NOTE,
    OPENAI: "OpenAI transcription: what is said in the call is sent to OpenAI.",
    WHISPER: "Whisper, on this machine.",
}


@dataclass(frozen=True)
class Description:
    """`note`: one sentence for people: which recogniser, or why there is none."""

    available: bool
    note: str


def describe(options: HearingOptions) -> Description:
    """Whether these ears can be had here. Takes no time: no model is loaded, nobody is asked."""
    because = because_unavailable(options)
    if not because and not is_installed():
        because = "webrtcvad-wheels is not installed: run pip install -r requirements.txt."
    if because:
        return Description(False, f"Santa cannot hear here, only read what is typed. {because}")
    return Description(True, _NOTES[options.tier])


def open_ears(options: HearingOptions | None = None) -> Ears:
    """In this process. Takes no time: models are loaded when somebody is first heard to speak."""
    options = options or HearingOptions()
    described = describe(options)
    return TierEars(options, described.note) if described.available else _NoEars(described.note)


class TierEars:
    """Implements Ears. Shared by all sessions, safe from any thread."""

    available = True

    def __init__(self, options: HearingOptions, note: str) -> None:
        self.note = note
        self._options = options
        self._tier: SpeechToText = open_speech_to_text(options)

    def listener(self, *, language: str, confidence: float) -> Listener:
        """`confidence`: final words the recogniser is less sure of come as "" (0.55 is HeyGen's default;
        with pocketsphinx about 0.68 keeps out most mistakes). In a language it does not know, all do."""
        return UtteranceListener(
            self._tier if self._tier.understands(language) else None,
            voice_activity=open_voice_activity(),
            language=language,
            confidence=confidence,
            pause_ms=self._options.pause_ms,
        )

    def warm(self) -> None:
        """Loads what is on this machine; blocks for up to some seconds."""
        if self._options.tier != OPENAI:
            self._tier.listen(language="en").cancel()


class _NoEars:
    available = False

    def __init__(self, note: str) -> None:
        self.note = note

    def listener(self, *, language: str, confidence: float) -> Listener:
        return _DeafListener()


class _DeafListener:
    def feed(self, pcm: Pcm, *, santa_loudness: float = 0.0) -> list[HearingEvent]:
        return []

    def close(self) -> None:
        pass
