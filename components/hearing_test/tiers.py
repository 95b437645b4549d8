"""The tiers of hearing that the test sets side by side."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from components.hearing_test.tier_hearing import ClosableEars
from santa_core.speech.hearing.ears import open_ears
from santa_core.speech.hearing.ears_apart import EarsApart
from santa_core.speech.hearing.options import OPENAI, POCKETSPHINX, WHISPER
from santa_core.studio import Studio

_LABELS = {POCKETSPHINX: "Practice ears", OPENAI: "OpenAI", WHISPER: "Whisper"}


@dataclass(frozen=True)
class Tier:
    """`open_ears` None: not on this machine; `note` says why, or how far to trust it."""

    label: str
    note: str
    open_ears: Callable[[], ClosableEars] | None


def tiers_of(studio: Studio) -> dict[str, Tier]:
    note = studio.hearing.note
    return {
        POCKETSPHINX: Tier(
            _LABELS[POCKETSPHINX], note, _open_practice_ears if studio.hearing.available else None
        )
    }


def _open_practice_ears() -> ClosableEars:
    return EarsApart(open_ears())
