"""What the benchmarks of speech say of sounds and logs that were made up here."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pytest

from bench.spoken_listening import Noticed, edits, judge
from bench.spoken_turns import Played, cut_in, longest_silence_ms, read_answer, read_stop
from tests.browser.page_microphone import Recording, read_recording
from tests.spoken_corpus.energy import Span, level_of, speech_spans
from tests.spoken_corpus.items import as_heard, broken_item, spoken_item
from tests.spoken_corpus.lines import words_of
from tests.spoken_corpus.noises import coughs, white
from tests.spoken_corpus.voices import RATE_HZ

LINE = Played("answer", "hello", "woman", began=10.0, spans=(Span(0.0, 1_000.0),))


def recording(
    *, loud: list[tuple[float, float]], volume: list[tuple[float, float]] | None = None
) -> Recording:
    """Twenty seconds in which Santa is loud between these; `volume`: pairs of a second and a volume."""
    pairs = np.zeros((4_000, 2))
    for begin, end in loud:
        pairs[round(begin / 0.005) : round(end / 0.005), 1] = 0.1
    return read_recording(
        {
            "first": 0,
            "loudness": np.rint(pairs * 1e6).reshape(-1).tolist(),
            "volumes": volume or [(0.0, 1.0)],
            "clock": [(1_000_000.0, 0.0)],
        }
    )


def turn(**seconds: float) -> dict[str, Any]:
    """A turn of Santa's whose steps happened at these seconds of the recording's clock."""
    latency = {name: datetime.fromtimestamp(1_000 + at, UTC).isoformat() for name, at in seconds.items()}
    return {"speaker": "santa", "latency": latency}


def test_edits_are_words_changed_added_and_taken_away() -> None:
    assert edits(words_of("i want a red bike"), words_of("i want a bike")) == 1
    assert edits(words_of("hello santa"), words_of("hello fan to")) == 2
    assert edits([], ["a"]) == 1
    assert edits(["a"], []) == 1


def test_words_are_compared_without_case_and_marks() -> None:
    assert words_of("I'm Emma. The dolls' house!") == ["i'm", "emma", "the", "dolls", "house"]


def test_speech_is_found_where_it_is_loud() -> None:
    sound = np.zeros(RATE_HZ * 2, dtype=np.int16)
    sound[RATE_HZ // 2 : RATE_HZ] = white(0.5, level_db=-20)
    assert speech_spans(sound, rate_hz=RATE_HZ) == (Span(500.0, 1_000.0),)


def test_a_corpus_item_is_as_loud_as_somebody_at_arms_length() -> None:
    item = spoken_item("clean", "I want a red bike")
    assert level_of(item.sound, rate_hz=RATE_HZ) == pytest.approx(-23, abs=1)
    assert len(as_heard(item, rate_hz=16_000)) == pytest.approx(len(item.sound) / 3, abs=2)


def test_two_runs_hear_the_same_sounds() -> None:
    program = (
        "import hashlib; from tests.spoken_corpus.items import spoken_item;"
        "print(hashlib.sha256(spoken_item('clean', 'I want a red bike').sound.tobytes()).hexdigest())"
    )
    runs = [subprocess.run([sys.executable, "-c", program], check=True, capture_output=True) for _ in "ab"]
    assert runs[0].stdout == runs[1].stdout


def test_a_broken_item_pauses_as_long_as_asked() -> None:
    spans = broken_item("pause", ("I want a", "red bike"), 0.9).spans
    assert len(spans) == 2
    assert spans[1].begin_ms - spans[0].end_ms == pytest.approx(900, abs=30)


def test_coughs_are_short_and_far_apart() -> None:
    spans = speech_spans(coughs(10), rate_hz=RATE_HZ, below_loudest_db=25)
    assert len(spans) == 3  # at 1, 4 and 7 s
    assert all(span.end_ms - span.begin_ms < 400 for span in spans)


def test_an_end_before_the_last_word_is_false_and_in_a_pause_if_it_falls_there() -> None:
    item = broken_item("pause", ("I want a", "red bike"), 0.9)
    first, second = item.spans
    noticed = Noticed(started=[first.begin_ms + 100], ended=[first.end_ms + 400, second.end_ms + 350])
    verdict = judge(item, noticed)
    assert (verdict.false_ends, verdict.false_ends_in_pause, verdict.missed_end) == (1, 1, False)
    assert verdict.onset_delay_ms == 100
    assert verdict.end_delay_ms == 350


def test_speech_that_never_ends_has_a_missed_end_and_noise_that_began_it_no_onset() -> None:
    item = spoken_item("clean", "Hello Santa")
    verdict = judge(item, Noticed(started=[10.0]))
    assert verdict.missed_end
    assert verdict.noise_began
    assert verdict.onset_delay_ms is None


def test_the_wait_is_from_the_childs_last_sound_to_santas_first() -> None:
    steps = {
        "end_of_speech": 11.01, "recognised": 11.4, "first_token": 11.41, "first_sentence": 11.42,
        "speak_sent": 11.43, "avatar_started": 11.5, "first_sound": 11.62,
    }  # fmt: skip
    answer = read_answer(LINE, recording(loud=[(11.6, 14.0)]), [turn(**steps)], offset_ms=0)
    assert answer is not None
    assert answer.heard_after_ms == pytest.approx(600, abs=5)  # 11.6 less 11.0
    errors = ("error_of_end_of_speech", "error_of_first_sound")
    assert sum(ms for name, ms in answer.parts.items() if name not in errors) == pytest.approx(600, abs=6)
    assert [answer.parts[name] for name in errors] == pytest.approx([10, 20], abs=6)


def test_nobody_waited_who_talked_while_santa_went_on() -> None:
    assert read_answer(LINE, recording(loud=[(9.0, 14.0)]), [], offset_ms=0) is None


def test_santa_is_silent_at_the_ear_when_the_page_turns_him_down() -> None:
    heard = recording(loud=[(9.0, 10.4)], volume=[(0.0, 1.0), (10.15, 0.0)])
    stop = read_stop(LINE, heard)
    assert stop is not None
    assert stop.at_the_ear_ms == pytest.approx(150, abs=6)
    assert stop.in_the_stream_ms == pytest.approx(400, abs=6)
    assert stop.turned_down_ms == pytest.approx(150, abs=6)


def test_who_was_not_speaking_was_not_stopped_and_who_goes_on_neither() -> None:
    assert read_stop(LINE, recording(loud=[(8.0, 9.5)])) is None
    assert read_stop(LINE, recording(loud=[(8.0, 14.0)])) is None


def test_santa_cuts_in_if_he_speaks_before_the_child_has_ended() -> None:
    assert cut_in(LINE, recording(loud=[(10.5, 10.8)]))
    assert cut_in(LINE, recording(loud=[(9.0, 10.2), (10.7, 12.0)]))
    assert not cut_in(LINE, recording(loud=[(9.0, 10.2), (11.5, 12.0)]))


def test_the_longest_silence_is_between_two_sounds() -> None:
    assert longest_silence_ms(recording(loud=[(1.0, 2.0), (2.4, 3.0)]), 1.0, 3.0) == pytest.approx(405, abs=6)
