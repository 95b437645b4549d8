"""The yardstick of the lip sync: curves with a known shift."""

from __future__ import annotations

import numpy as np
import pytest

from bench.lip_lag import Moment, sound_lead, sound_leads


def speech(*, picture_late_ms: float, seconds: float = 12.0) -> tuple[list[Moment], list[Moment]]:
    """A mouth seen 25 times a second and sound heard 100 times, of the same random syllables."""
    syllables = np.random.default_rng(7).uniform(0, 1, int(seconds * 5))

    def openness(at_ms: float) -> float:
        return float(syllables[min(len(syllables) - 1, max(0, int(at_ms / 200)))])

    openings = [Moment(t + picture_late_ms, openness(t)) for t in np.arange(0, seconds * 1000, 40.0)]
    levels = [Moment(t, (4_000 * openness(t)) ** 2) for t in np.arange(0, seconds * 1000, 10.0)]
    return openings, levels


@pytest.mark.parametrize("picture_late_ms", [-120.0, -30.0, 0.0, 45.0, 125.0])
def test_a_known_shift_is_found(picture_late_ms: float) -> None:
    openings, levels = speech(picture_late_ms=picture_late_ms)
    lead = sound_lead(openings, levels)
    assert lead.ms == pytest.approx(picture_late_ms, abs=6)
    assert lead.likeness > 0.9
    leads = sound_leads(openings, levels)
    assert len(leads) >= 5
    assert all(each.ms == pytest.approx(picture_late_ms, abs=10) for each in leads)


def test_silence_tells_nothing() -> None:
    openings, levels = speech(picture_late_ms=0)
    silent = [Moment(moment.at_ms, 0.0) for moment in levels]
    assert sound_leads(openings, silent) == []


def test_too_little_is_refused() -> None:
    openings, levels = speech(picture_late_ms=0, seconds=1.0)
    with pytest.raises(ValueError, match="too little"):
        sound_lead(openings, levels)
