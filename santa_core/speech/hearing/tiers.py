"""Which recogniser stands behind SpeechToText."""

from __future__ import annotations

from santa_core.speech.hearing.options import POCKETSPHINX, HearingOptions
from santa_core.speech.hearing.sphinx import SphinxSpeechToText
from santa_core.speech.ports import SpeechToText


def open_speech_to_text(options: HearingOptions) -> SpeechToText:
    if options.tier != POCKETSPHINX:
        raise ValueError(f"there is no tier of hearing called {options.tier!r}")
    return SphinxSpeechToText()
