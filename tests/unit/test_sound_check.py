"""What is measured of a sound whose every figure is known."""

from __future__ import annotations

import math
import time

import numpy as np
import pytest
from aiortc.rtcrtpreceiver import StreamStatistics
from aiortc.rtp import RtpPacket

from santa_core.services.sound_check import (
    SILENCE_DBFS,
    LineReading,
    SoundMeter,
    SoundReading,
    closest_word_error_rate,
    line_reading,
    word_error_rate,
)

RATE_HZ = 48_000
LINE = "Hello Santa, my name is Emma and I would like a red bicycle"


def sine(amplitude: float, seconds: float) -> np.ndarray:
    """`amplitude` 1.0 is full scale."""
    t = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    return np.round(amplitude * 32_767 * np.sin(2 * math.pi * 500 * t)).astype(np.int16)


def noise(dbfs: float, seconds: float) -> np.ndarray:
    sigma = 32_767 * 10 ** (dbfs / 20)
    samples = np.random.default_rng(1).normal(0, sigma, round(seconds * RATE_HZ))
    return np.clip(np.round(samples), -32_768, 32_767).astype(np.int16)


def measured(*parts: np.ndarray) -> SoundReading:
    meter = SoundMeter(RATE_HZ)
    for part in parts:
        meter.feed(part)
    reading = meter.reading()
    assert reading is not None
    return reading


@pytest.mark.parametrize(
    ("amplitude", "level", "peak"), [(1.0, -3.01, 0.0), (0.5, -9.03, -6.02), (0.1, -23.01, -20.0)]
)
def test_a_sine_reads_three_decibels_below_its_peak(amplitude: float, level: float, peak: float) -> None:
    reading = measured(sine(amplitude, 1))
    assert reading.level_dbfs == pytest.approx(level, abs=0.02)
    assert reading.peak_dbfs == pytest.approx(peak, abs=0.02)


def test_noise_of_minus_fifty_is_a_floor_of_minus_fifty() -> None:
    reading = measured(noise(-50, 3))
    # The quietest tenth of 20 ms pieces of white noise lies a fraction of a decibel below their mean.
    assert reading.noise_floor_dbfs == pytest.approx(-50, abs=0.5)
    assert reading.signal_to_noise_db is None  # nobody has spoken


def test_speech_stands_out_of_the_noise_by_as_much_as_it_is_louder() -> None:
    reading = measured(noise(-60, 2), sine(0.1, 1), noise(-60, 2))
    # -23 dBFS over -60 dBFS
    assert reading.signal_to_noise_db == pytest.approx(37, abs=0.7)
    assert reading.level_dbfs == pytest.approx(-60, abs=0.5)  # it is over


def test_pieces_of_any_length_measure_the_same() -> None:
    sound = sine(0.3, 1.5)
    pieces = [sound[start : start + 700] for start in range(0, len(sound), 700)]
    assert measured(*pieces) == measured(sound)


def test_what_was_long_ago_is_forgotten() -> None:
    reading = measured(sine(1.0, 1), noise(-60, 11))
    assert reading.clipped_percent == 0
    assert reading.signal_to_noise_db is None
    assert reading.heard_seconds == pytest.approx(12)


def test_a_square_at_the_top_is_all_clipped() -> None:
    square = np.where(sine(1.0, 1) >= 0, 32_767, -32_768).astype(np.int16)
    assert measured(square).clipped_percent == 100
    assert measured(sine(0.9, 1)).clipped_percent == 0


def test_digital_silence_has_a_number_and_lasts() -> None:
    reading = measured(np.zeros(4 * RATE_HZ, dtype=np.int16))
    assert (reading.level_dbfs, reading.peak_dbfs, reading.noise_floor_dbfs) == (SILENCE_DBFS,) * 3
    assert reading.quiet_seconds == reading.heard_seconds == pytest.approx(4)


def test_silence_is_counted_from_the_last_sound() -> None:
    assert measured(noise(-40, 1), noise(-80, 2)).quiet_seconds == pytest.approx(2)
    assert measured(noise(-80, 2), noise(-40, 1)).quiet_seconds == 0


def test_nothing_is_read_from_less_than_a_frame() -> None:
    meter = SoundMeter(RATE_HZ)
    meter.feed(sine(0.5, 0.019))
    assert meter.reading() is None


def test_loss_and_jitter_of_known_packets(monkeypatch: pytest.MonkeyPatch) -> None:
    """100 packets of 20 ms of which each tenth is lost and every second comes 10 ms late."""
    statistics = StreamStatistics(RATE_HZ)
    arrives = 0.0
    monkeypatch.setattr(time, "time", lambda: 1_000.0 + arrives)
    for number in range(100):
        if number % 10 == 5:
            continue
        arrives = number * 0.02 + (0.01 if number % 2 else 0.0)
        statistics.add(RtpPacket(sequence_number=number, timestamp=number * 960))
    reading = line_reading(
        received=statistics.packets_received,
        lost=statistics.packets_lost,
        jitter_ticks=statistics.jitter,
        clock_hz=RATE_HZ,
        round_trip_seconds=0.042,
    )
    assert (reading.packets_received, reading.packets_lost) == (90, 10)
    assert reading.loss_percent == pytest.approx(10)
    # Nearly each interval is off by 10 ms: RFC 3550's running mean goes towards that.
    assert 7 < reading.jitter_ms <= 10
    assert reading.round_trip_ms == pytest.approx(42)


def test_packets_that_came_twice_are_no_negative_loss() -> None:
    reading = line_reading(received=101, lost=-1, jitter_ticks=0, clock_hz=RATE_HZ, round_trip_seconds=None)
    assert reading == LineReading(101, 0, 0.0, None)
    assert reading.loss_percent == 0


def test_a_line_without_packets_has_lost_nothing() -> None:
    assert LineReading(0, 0, 0.0, None).loss_percent == 0


@pytest.mark.parametrize(
    ("heard", "wrong"),
    [
        (LINE, 0),
        ("hello santa my name is emma and i would like a red bicycle!", 0),
        ("hello santa my name is anna and i would like a red bicycle", 1),  # another word
        ("hello santa my name is emma and i would like a bicycle", 1),  # a word missing
        ("hello hello santa my name is emma and i would like a red bicycle", 1),  # a word too many
        ("", 13),
        ("ho ho ho", 13),
    ],
)
def test_the_word_error_rate_counts_words(heard: str, wrong: int) -> None:
    assert word_error_rate(LINE, heard) == pytest.approx(wrong / 13)


def test_marks_and_apostrophes_belong_to_words() -> None:
    assert word_error_rate("Cześć, mam na imię Żaneta", "cześć mam na imię żaneta") == 0
    assert word_error_rate("I don't", "i don’t") == 0
    assert word_error_rate("مرحبا بابا نويل", "مرحبا بابا") == pytest.approx(1 / 3)


def test_nothing_said_cannot_be_compared() -> None:
    with pytest.raises(ValueError, match="no words"):
        word_error_rate("...", "hello")


def test_a_line_spoken_with_a_pause_is_one_line() -> None:
    halves = ["hello santa my name is emma", "and i would like a red bicycle"]
    assert closest_word_error_rate(LINE, halves) == 0
    assert closest_word_error_rate(LINE, ["what is this", *halves]) == 0
    assert closest_word_error_rate(LINE, []) is None
