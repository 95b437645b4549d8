from __future__ import annotations

import numpy as np
import pytest

from bench.lip_lag import Lead
from bench.lip_sync import Watched, outcome_of, read_watched
from bench.mouth_opening import curves_of
from santa_core.speech.speaking.voice import open_voice

TEXT = "Ho ho ho! The elves are singing in the workshop today, my friend, and the snow is glittering."


def what_the_page_saw(*, picture_late_ms: float) -> dict[str, object]:
    """Perfect lips for what the voice says, shown `picture_late_ms` late."""
    openings, levels = curves_of(list(open_voice().speak(TEXT, language="en", rate=1.0, emotion=None)))
    shown = np.arange(0, openings[-1].at_ms, 40.0)
    values = [[o.value for o in openings if o.at_ms <= at_ms][-1] for at_ms in shown]
    return {
        "openings": list(zip((shown + picture_late_ms).tolist(), values, strict=True)),
        "levels": [[level.at_ms, level.value] for level in levels],
        "buffers": [
            ["audio", 0, 1_000.0, 10], ["video", 0, 300.0, 10],
            ["audio", 1_000, 1_800.0, 20], ["video", 1_000, 500.0, 20],
        ],
        "outputLatencyMs": 30.0,
    }  # fmt: skip


def test_what_the_page_saw_is_read() -> None:
    watched = read_watched(what_the_page_saw(picture_late_ms=60), [TEXT])
    # A picture shows the mouth of its beginning for 40 ms: half of that on average is late.
    assert watched.whole.ms - watched.own.ms == pytest.approx(80, abs=15)
    assert watched.pictures_per_second == pytest.approx(25, abs=1)
    assert watched.buffered_ms == {"audio": [80.0], "video": [20.0]}


@pytest.mark.parametrize(
    ("lead_ms", "met"), [(0.0, True), (44.0, True), (46.0, False), (-124.0, True), (-126.0, False)]
)
def test_the_aim_has_two_sides(lead_ms: float, met: bool) -> None:
    lead = Lead(lead_ms, 0.6)
    waits = {"audio": [80.0] * 20, "video": [20.0] * 20}
    call = Watched([lead] * 5, lead, Lead(8.0, 0.6), 30.0, 25.0, 30.0, waits)
    outcome = outcome_of([call], conditions={})
    assert outcome.rows[0].met is met
    assert all(row.met for row in outcome.rows) is met
