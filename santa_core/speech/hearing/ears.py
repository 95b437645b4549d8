"""Santa's ears: whether there are any on this machine, and a listener for each session.

    ears = open_ears()
    if ears.available:
        listener = ears.listener(language="en", confidence=0.55)
        for event in listener.feed(pcm): ...        # off the event loop

pocketsphinx holds Python's global lock while it decodes (a few milliseconds a frame, up to half a second
after a session's first utterance), so a thread is not far enough from a loop that sends media: feed
listeners in another process there.

The recogniser is for practice: English, a small vocabulary, better with adults than with children. What
it hears is never stored.
"""

from __future__ import annotations

import importlib.util

from santa_core.speech.hearing.listening import open_listener
from santa_core.speech.hearing.recogniser import RecogniserModel
from santa_core.speech.ports import Ears, HearingEvent, Listener, Pcm

_PACKAGES = {"webrtcvad": "webrtcvad-wheels", "pocketsphinx": "pocketsphinx"}
_NOTE = (
    "Practice recogniser (pocketsphinx): English only and a small vocabulary, so check what was heard, "
    "or type."
)


def open_ears() -> Ears:
    """Takes no time: models are loaded when a listener first hears something."""
    missing = [package for module, package in _PACKAGES.items() if importlib.util.find_spec(module) is None]
    if missing:
        return _NoEars(
            f"Santa cannot hear here because {' and '.join(missing)} "
            f"{'is' if len(missing) == 1 else 'are'} not installed: type to him, or run "
            "pip install -r requirements.txt."
        )
    return SphinxEars()


def understands(language: str) -> bool:
    """Whether the recogniser has words for it; of other languages it only hears that somebody speaks."""
    return language.lower().replace("_", "-").partition("-")[0] in ("en", "")


class SphinxEars:
    """Implements Ears. Shared by all sessions, safe from any thread."""

    available = True
    note = _NOTE

    def __init__(self) -> None:
        self._model = RecogniserModel()

    def listener(self, *, language: str, confidence: float) -> Listener:
        """`confidence`: final words the recogniser is less sure of come as "" (0.55 is HeyGen's default;
        about 0.68 keeps out most mistakes). In a language it does not know all words come as ""."""
        model = self._model if understands(language) else None
        return open_listener(model, confidence=confidence)


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
