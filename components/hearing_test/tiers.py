"""The tiers of hearing that the test sets side by side."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from components.hearing_test.tier_hearing import ClosableEars
from santa_core.speech.hearing.ears import describe
from santa_core.speech.hearing.ears_apart import EarsApart
from santa_core.studio import Studio


@dataclass(frozen=True)
class Tier:
    """`open_ears` None: not on this machine; `note` says why, or how far to trust it."""

    label: str
    note: str
    open_ears: Callable[[], ClosableEars] | None


def tiers_of(studio: Studio) -> dict[str, Tier]:
    """All there are, the one that listens in practice calls first."""
    tiers = {}
    for choice in studio.hearing_tiers:
        # Each as it is: falling back would show another's words under its name.
        options = replace(studio.hearing_options, tier=choice.name, fall_back=False)
        if choice.available:
            tiers[choice.name] = Tier(choice.label, describe(options).note, partial(EarsApart, options))
        else:
            tiers[choice.name] = Tier(choice.label, choice.because, None)
    return tiers
