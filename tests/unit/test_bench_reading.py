"""What the benchmarks read: CPU times, packets, streams, the log."""

from __future__ import annotations

from typing import Any

import pytest

from bench.call_client import TypedTurn
from bench.cpu_time import ProcessTimes, parse_machine, parse_process, tree_seconds
from bench.emulator_capacity import Window, most_calls, outcome_of, window_of
from bench.figures import Figures
from bench.first_frame import read_start
from bench.light_receiver import RtpHeader, rtp_header, sound_payload_type
from bench.raw_chat import complete_sentence, content_length, delta_of
from bench.turn_overhead import Parts, Round, read_parts
from bench.turn_overhead import outcome_of as turns_outcome


def test_a_process_is_read_also_when_its_name_holds_brackets() -> None:
    stat = "77 (a (b) c) S 5 77 77 0 -1 4194560 1 2 3 4 150 50 30 20 20 0 9 0 12345"
    assert parse_process(stat, ticks_per_second=100) == ProcessTimes(parent=5, own=2.0, reaped=0.5)


def test_the_machine_is_busy_with_everything_but_idling_and_waiting() -> None:
    # user 100, nice 20, system 30, idle 9,999, waiting for disks 50, interrupts 4 and 6, stolen 40
    assert parse_machine("cpu 100 20 30 9999 50 4 6 40 0 0", ticks_per_second=100) == 2.0


def test_a_tree_counts_children_that_live_and_children_that_have_ended() -> None:
    processes = {
        1: ProcessTimes(parent=0, own=100.0, reaped=0.0),
        10: ProcessTimes(parent=1, own=1.0, reaped=0.25),
        11: ProcessTimes(parent=10, own=2.0, reaped=0.0),
        12: ProcessTimes(parent=11, own=4.0, reaped=0.5),
    }
    assert tree_seconds(10, processes) == 7.75
    assert tree_seconds(99, processes) == 0.0


def test_the_header_of_a_packet_is_read_without_its_key() -> None:
    marked = bytes([0x80, 0x80 | 96, 0x01, 0x02]) + bytes(8) + b"encrypted"
    assert rtp_header(marked) == RtpHeader(payload_type=96, sequence_number=258)


@pytest.mark.parametrize("first_bytes", [b"\x00\x01", b"\x16\xfe", b"\x80\xc8", b"\x81\xcd"])
def test_stun_dtls_and_rtcp_are_no_media(first_bytes: bytes) -> None:
    assert rtp_header(first_bytes + bytes(30)) is None


def test_the_sound_is_told_from_the_picture_by_the_offer() -> None:
    sdp = "v=0\r\nm=video 9 UDP/TLS/RTP/SAVPF 97 98\r\nm=audio 9 UDP/TLS/RTP/SAVPF 96 0\r\n"
    assert sound_payload_type(sdp) == 96
    with pytest.raises(ValueError, match="no sound"):
        sound_payload_type("v=0\r\nm=video 9 UDP/TLS/RTP/SAVPF 97\r\n")


def test_words_are_read_from_a_stream_as_uvicorn_sends_it() -> None:
    assert delta_of(b'data: {"choices": [{"delta": {"content": " Ho"}}]}\n') == " Ho"
    for other in (
        b"2f\r\n",
        b"\n",
        b"data: [DONE]\n",
        b'data: {"choices": [], "usage": {}}\n',
        b"HTTP/1.1 200 OK\r\n",
    ):
        assert delta_of(other) == ""
    assert delta_of(b'data: {"choices": [{"delta": {}}]}\n') == ""


def test_a_sentence_is_complete_with_its_mark() -> None:
    assert complete_sentence("Ho ho ho, how lovely") == ""
    assert complete_sentence("Ho ho ho, how lovely!") == "Ho ho ho, how lovely!"
    assert complete_sentence(" One. Two.") == "One."


def test_an_answer_that_is_no_200_is_an_error() -> None:
    assert content_length(b"HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\n") == 12
    with pytest.raises(RuntimeError, match="500"):
        content_length(b"HTTP/1.1 500 Internal Server Error\r\ncontent-length: 12\r\n\r\n")


def test_the_parts_of_a_turn_add_up_to_the_turn() -> None:
    turn = TypedTurn(seconds=0.25, sent_wall=1_000.0, said_wall=1_000.25, turn_id="t", text="Ho.")
    latency = {
        "recognised": "1970-01-01T00:16:40.001Z",
        "first_token": "1970-01-01T00:16:40.120Z",
        "first_sentence": "1970-01-01T00:16:40.240Z",
        "speak_sent": "1970-01-01T00:16:40.240Z",
    }
    [parts] = read_parts([{"turn_id": "t", "latency": latency}], [turn])
    assert parts.words_to_server == pytest.approx(1.0, abs=0.01)
    assert parts.first_token == pytest.approx(119.0, abs=0.01)
    assert parts.further_tokens == pytest.approx(120.0, abs=0.01)
    assert parts.sentence_to_say == pytest.approx(0.0, abs=0.01)
    assert parts.say_to_client == pytest.approx(10.0, abs=0.01)


def test_a_turn_is_compared_with_the_limit_and_the_seed_of_its_own_round() -> None:
    rounds = [Round(limit=200.0, limit_first_token=100.0, ours=210.0, seed=500.0)] * 3
    outcome = turns_outcome(rounds, [Parts(1.0, 107.0, 101.0, 0.0, 1.0)], conditions={})
    assert outcome.figures["overhead_on_limit_ms"]["p50"] == 10.0  # 210 - 200
    assert outcome.figures["ratio_ours_to_limit"] == 1.05  # 210 / 200
    assert outcome.figures["ratio_ours_to_seed"] == 0.42  # 210 / 500
    assert outcome.figures["median_parts_of_overhead_ms"] == {
        "words_to_server": 1.0, "first_token": 7.0, "further_tokens": 1.0, "sentence_to_say": 0.0,
        "say_to_client": 1.0,
    }  # fmt: skip


def test_the_parts_of_a_start_add_up_to_what_the_browser_reported() -> None:
    events: list[dict[str, Any]] = [
        {"name": "typed", "browser_at": None, "detail": {}},
        {"name": "stream_ready", "browser_at": "1970-01-01T00:00:10.400Z", "detail": {}},
        {"name": "first_frame", "browser_at": "1970-01-01T00:00:10.600Z", "detail": {"sinceStartMs": 600}},
    ]
    requests = {"/api/calls": [10_005.0, 10_045.0], "/emulator/v1/streaming.start": [10_100.0, 10_110.0]}
    start = read_start(events, requests, quality="medium")
    parts = start.parts
    assert start.milliseconds == 600.0
    assert (parts.click_to_request, parts.opening_the_call, parts.loading_the_client) == (5.0, 40.0, 55.0)
    assert (parts.starting_the_avatar, parts.connecting) == (10.0, 290.0)
    assert parts.first_picture == pytest.approx(200.0)


def _window(calls: int, *, longest_gap: float, lost: int = 0) -> Window:
    gaps = Figures(count=1_000, p50=20.0, p95=25.0, p99=30.0, max=longest_gap)
    return Window(calls, gaps, int(longest_gap > 60), lost, 2.0, 80.0, 20.0, 1.0)


def test_a_number_of_calls_is_held_if_one_of_its_tries_had_no_gap_and_all_smaller_ones_were_held() -> None:
    tries = [_window(1, longest_gap=40), _window(2, longest_gap=61), _window(2, longest_gap=60)]
    assert most_calls(tries) == 2
    assert most_calls([*tries, _window(3, longest_gap=400), _window(4, longest_gap=30)]) == 2
    assert most_calls([_window(1, longest_gap=100)]) == 0


def test_a_lost_packet_is_a_gap_too() -> None:
    assert most_calls([_window(1, longest_gap=40, lost=1)]) == 0


def test_too_few_calls_miss_the_aim() -> None:
    outcome = outcome_of([_window(calls, longest_gap=30) for calls in range(1, 6)], conditions={})
    assert outcome.figures["most_calls"] == 5
    assert outcome.rows[0].met is False


def test_a_receiver_that_heard_nothing_is_an_error_and_not_a_pass() -> None:
    seen = {"gaps_ms": [20.0] * 999, "lost": 0, "sound_packets": [1_000, 0], "own_lateness_ms": 1.0}
    with pytest.raises(RuntimeError, match="2 receivers"):
        window_of(seen, calls=2, emulator_cpu=None, receivers_cpu=None, others_cpu=None)
