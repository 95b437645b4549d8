"""What the benchmarks say of their measurements."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bench.figures import differences, figures_of, percentile, ratio_of_medians
from bench.light_receiver import SoundPacket
from bench.report import Outcome, Row, as_json, milliseconds, per_cent, table, write
from bench.sound_gaps import gaps_ms, lost


def test_a_percentile_lies_between_two_values_in_a_straight_line() -> None:
    values = [4.0, 1.0, 3.0, 2.0]
    assert percentile(values, 0) == 1.0
    assert percentile(values, 50) == 2.5  # halfway from 2 to 3
    assert percentile(values, 95) == pytest.approx(3.85)  # place 2.85: 3 + 0.85 of the way to 4
    assert percentile(values, 100) == 4.0


def test_a_series_of_one_is_its_own_every_figure() -> None:
    assert figures_of([7.0]).as_json() == {"count": 1, "p50": 7.0, "p95": 7.0, "p99": 7.0, "max": 7.0}


def test_nothing_measured_is_an_error_and_not_a_zero() -> None:
    with pytest.raises(ValueError, match="nothing"):
        figures_of([])


def test_the_overhead_is_taken_round_by_round() -> None:
    assert differences([230.0, 250.0], [200.0, 240.0]) == [30.0, 10.0]
    with pytest.raises(ValueError, match="argument"):
        differences([230.0, 250.0], [200.0])


def test_a_ratio_compares_medians_so_one_bad_round_does_not_count() -> None:
    assert ratio_of_medians([100.0, 100.0, 5_000.0], [200.0, 200.0, 200.0]) == 0.5


def test_gaps_are_the_times_between_packets() -> None:
    packets = [SoundPacket(10.0, 1), SoundPacket(10.02, 2), SoundPacket(10.1, 3)]
    assert gaps_ms(packets) == pytest.approx([20.0, 80.0])


@pytest.mark.parametrize(
    ("numbers", "missing"),
    [([1, 2, 3], 0), ([1, 2, 5], 2), ([65_534, 65_535, 0, 1], 0), ([65_535, 1], 1), ([4], 0)],
)
def test_lost_packets_are_counted_by_their_numbers_also_when_these_begin_anew(
    numbers: list[int], missing: int
) -> None:
    assert lost([SoundPacket(0.02 * place, number) for place, number in enumerate(numbers)]) == missing


def test_the_table_says_which_aims_were_met_and_which_missed() -> None:
    rows = [Row("slow", "70 ms", "< 60 ms", False), Row("quick", "9.0 ms", "< 10 ms", True), Row("free", "1")]
    lines = table([Outcome("walk", {}, rows, {})]).splitlines()
    assert lines[1].split() == ["walk", "slow", "70", "ms", "<", "60", "ms", "MISSED"]
    assert lines[2].endswith("met")
    assert lines[3].split() == ["free", "1"]


def test_a_result_is_written_whole_with_its_date_machine_and_aims(tmp_path: Path) -> None:
    outcome = Outcome(
        "walk", {"steps": 3}, [Row("slow", "70 ms", "< 60 ms", False), Row("free", "1")], {"load": 2}
    )
    at = datetime(2026, 12, 1, 9, 30, tzinfo=UTC)
    path = write(outcome, machine={"cores": 2}, at=at, folder=tmp_path / "results")
    assert json.loads(path.read_text()) == as_json(outcome, machine={"cores": 2}, at=at)
    assert json.loads(path.read_text())["date"] == "2026-12-01T09:30:00+00:00"
    assert json.loads(path.read_text())["aims"] == {"slow": {"aim": "< 60 ms", "met": False}}
    assert [found.name for found in path.parent.iterdir()] == ["walk.json"]


def test_figures_are_as_precise_as_they_deserve() -> None:
    assert milliseconds(12.34) == "12.3 ms"
    assert milliseconds(812.34) == "812 ms"
    assert per_cent(18.6) == "19 %"
    assert per_cent(None) == "not measured here"
