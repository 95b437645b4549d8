"""Why a call ended, by what vendor and browser said of it, and what the person then reads."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from santa_core.domain.calls import EndReason
from santa_core.domain.endings import (
    ENDINGS,
    LIVEKIT_REASONS,
    VENDOR_WORDS,
    TryAgain,
    reason_of_word,
    what_happened,
    why_disconnected,
)

IN_THE_MIDDLE: dict[str, Any] = {
    "livekit_reason": None,
    "elapsed_seconds": 100,
    "duration_limit_seconds": 600,
    "quiet_seconds": 5,
    "idle_timeout_seconds": 120,
    "credits_gone": False,
}


def why(**changes: Any) -> EndReason:
    return why_disconnected(**{**IN_THE_MIDDLE, **changes})


def test_every_reason_has_one_row_and_no_two_read_alike() -> None:
    assert set(ENDINGS) == set(EndReason)
    assert len({ending.logged for ending in ENDINGS.values()}) == len(ENDINGS)
    assert len({ending.sentence for ending in ENDINGS.values()}) == len(ENDINGS)


def test_every_row_is_whole_sentences() -> None:
    for ending in ENDINGS.values():
        assert ending.sentence[0].isupper()
        assert ending.sentence.endswith(".")
        assert ending.logged[0].islower(), "the log's phrase is no sentence"


def test_who_may_try_again_is_told_what_to_do() -> None:
    """More than that it happened: a second sentence."""
    told = {reason for reason, ending in ENDINGS.items() if ending.sentence.count(".") > 1}
    may_try_again = {reason for reason, ending in ENDINGS.items() if ending.try_again is not None}
    assert may_try_again <= told
    assert EndReason.CREDITS_EXHAUSTED in told


def test_a_new_call_is_offered_where_it_can_help() -> None:
    offered = {reason: ending.try_again for reason, ending in ENDINGS.items()}
    assert {reason for reason, offer in offered.items() if offer is TryAgain.LOWER_QUALITY} == {
        EndReason.NETWORK_ERROR,
        EndReason.LINK_LOST,
        EndReason.NEVER_CONNECTED,
    }
    assert {reason for reason, offer in offered.items() if offer is None} == {
        EndReason.USER,
        EndReason.CAP,
        EndReason.CREDITS_EXHAUSTED,
        EndReason.PAGE_CLOSED,
        EndReason.SIGNED_OUT,
    }


@pytest.mark.parametrize(
    ("word", "reason"),
    [
        ("idle_timeout", EndReason.IDLE_TIMEOUT),  # the seed's three
        ("credits_exhausted", EndReason.CREDITS_EXHAUSTED),
        ("network_error", EndReason.NETWORK_ERROR),
        ("IDLE_TIMEOUT", EndReason.IDLE_TIMEOUT),  # LiveAvatar's
        ("USER_DISCONNECTED", EndReason.CLOSED_ELSEWHERE),
        ("USER_CLOSED", EndReason.CLOSED_ELSEWHERE),
        ("NO_CREDITS", EndReason.CREDITS_EXHAUSTED),
        ("MAX_DURATION_REACHED", EndReason.DURATION_LIMIT),
        ("ZOMBIE_SESSION_REAP", EndReason.NETWORK_ERROR),
        ("SERVER_ERROR", EndReason.PROVIDER_ERROR),
        ("AVATAR_DELETED", EndReason.PROVIDER_ERROR),
        ("AGENT_HANG_UP", EndReason.PROVIDER_ERROR),
        ("DISPATCH_FAILED", EndReason.OPEN_FAILED),
        ("SESSION_START_FAILED", EndReason.OPEN_FAILED),
        ("CLIENT_INITIATED", EndReason.USER),
        ("maxDurationReached", EndReason.DURATION_LIMIT),  # however it is written
        (" max-duration reached ", EndReason.DURATION_LIMIT),
        ("failed", EndReason.PROVIDER_ERROR),  # HeyGen's history
    ],
)
def test_a_vendors_word_means_one_reason(word: str, reason: EndReason) -> None:
    assert reason_of_word(word) is reason
    assert why(vendor_reason=word) is reason


@pytest.mark.parametrize(
    "word", ["UNKNOWN", "UNKNOWN_REASON", "SERVER_INITIATED", "closed", "GPU_LOST", "", "🎅"]
)
def test_words_that_tell_no_reason_mean_none(word: str) -> None:
    assert reason_of_word(word) is None


def test_the_words_are_kept_in_their_normal_form() -> None:
    assert all(reason_of_word(word) is reason for word, reason in VENDOR_WORDS.items())


@pytest.mark.parametrize("word", ["NO_CREDITS", "USER_CLOSED"])
def test_the_vendors_word_counts_before_all_else(word: str) -> None:
    # LiveAvatar's SDK leaves the room itself once the vendor has stopped the session.
    reason = why(vendor_reason=word, livekit_reason=1, quiet_seconds=500, elapsed_seconds=700)
    assert reason is VENDOR_WORDS[word]


@pytest.mark.parametrize("number", [6, 7, 9, 14, 15])
def test_a_user_who_left_because_the_line_broke_was_ours(number: int) -> None:
    assert why(vendor_reason="USER_DISCONNECTED", livekit_reason=number) is EndReason.NETWORK_ERROR
    assert why(vendor_reason="USER_DISCONNECTED", livekit_reason=5) is EndReason.CLOSED_ELSEWHERE
    assert why(vendor_reason="IDLE_TIMEOUT", livekit_reason=number) is EndReason.IDLE_TIMEOUT


@pytest.mark.parametrize("word", ["GPU_LOST", "UNKNOWN", "SERVER_INITIATED", "会话结束"])
def test_a_vendor_that_ends_it_without_a_reason_is_not_taken_for_the_caller(
    word: str,
) -> None:
    assert why(vendor_reason=word, livekit_reason=1) is EndReason.PROVIDER_ERROR
    assert why(vendor_reason=word) is EndReason.PROVIDER_ERROR
    assert why(vendor_reason=word, credits_gone=True) is EndReason.CREDITS_EXHAUSTED
    assert why(vendor_reason=word, elapsed_seconds=599) is EndReason.DURATION_LIMIT


def test_a_word_of_the_sdk_that_says_nothing_changes_nothing() -> None:
    for number in (None, *LIVEKIT_REASONS):
        assert why(vendor_reason="UNKNOWN_REASON", livekit_reason=number) is why(livekit_reason=number)


LIVEKIT = {
    0: EndReason.NETWORK_ERROR,  # UNKNOWN_REASON
    1: EndReason.USER,  # CLIENT_INITIATED
    2: EndReason.CLOSED_ELSEWHERE,  # DUPLICATE_IDENTITY
    3: EndReason.PROVIDER_ERROR,  # SERVER_SHUTDOWN
    4: EndReason.PROVIDER_ERROR,  # PARTICIPANT_REMOVED
    5: EndReason.PROVIDER_ERROR,  # ROOM_DELETED
    6: EndReason.NETWORK_ERROR,  # STATE_MISMATCH
    7: EndReason.NETWORK_ERROR,  # JOIN_FAILURE
    8: EndReason.PROVIDER_ERROR,  # MIGRATION
    9: EndReason.NETWORK_ERROR,  # SIGNAL_CLOSE
    10: EndReason.PROVIDER_ERROR,  # ROOM_CLOSED
    11: EndReason.PROVIDER_ERROR,  # USER_UNAVAILABLE
    12: EndReason.PROVIDER_ERROR,  # USER_REJECTED
    13: EndReason.PROVIDER_ERROR,  # SIP_TRUNK_FAILURE
    14: EndReason.NETWORK_ERROR,  # CONNECTION_TIMEOUT
    15: EndReason.NETWORK_ERROR,  # MEDIA_FAILURE
    16: EndReason.PROVIDER_ERROR,  # AGENT_ERROR
}


def test_livekits_numbers_in_the_middle_of_a_call() -> None:
    assert {number: why(livekit_reason=number) for number in LIVEKIT_REASONS} == LIVEKIT
    assert why(livekit_reason=None) is EndReason.NETWORK_ERROR
    assert why(livekit_reason=99) is EndReason.NETWORK_ERROR, "a number of a later LiveKit"


@pytest.mark.parametrize("number", sorted(set(LIVEKIT) - {1, 2}))
def test_what_was_going_on_explains_a_lost_stream_better_than_its_number(number: int) -> None:
    assert why(livekit_reason=number, credits_gone=True) is EndReason.CREDITS_EXHAUSTED
    assert why(livekit_reason=number, elapsed_seconds=598) is EndReason.DURATION_LIMIT
    assert why(livekit_reason=number, quiet_seconds=118) is EndReason.IDLE_TIMEOUT


@pytest.mark.parametrize("number", [1, 2])
def test_leaving_the_room_and_being_pushed_out_of_it_need_no_other_explanation(number: int) -> None:
    everything = {"credits_gone": True, "elapsed_seconds": 700, "quiet_seconds": 500}
    assert why(livekit_reason=number, **everything) is LIVEKIT[number]


def test_the_limits_have_two_seconds_of_slack() -> None:
    assert why(elapsed_seconds=597.9) is EndReason.NETWORK_ERROR
    assert why(quiet_seconds=117.9) is EndReason.NETWORK_ERROR
    assert why(elapsed_seconds=10_000, duration_limit_seconds=None) is EndReason.NETWORK_ERROR


def test_a_word_nobody_knows_is_passed_on_to_the_person() -> None:
    assert what_happened(EndReason.PROVIDER_ERROR, vendor_reason="GPU_LOST") == (
        "The avatar's service ended the call. Try again. The avatar's service called it “GPU_LOST”."
    )
    assert "“会话结束”" in what_happened(EndReason.PROVIDER_ERROR, vendor_reason="会话结束")


@pytest.mark.parametrize("word", [None, "", "SERVER_ERROR", "UNKNOWN", "UNKNOWN_REASON", "closed", "\n\0 "])
def test_a_word_that_is_known_or_empty_is_not(word: str | None) -> None:
    sentence = ENDINGS[EndReason.PROVIDER_ERROR].sentence
    assert what_happened(EndReason.PROVIDER_ERROR, vendor_reason=word) == sentence


def test_what_a_vendor_says_stays_one_short_line() -> None:
    said = what_happened(EndReason.PROVIDER_ERROR, vendor_reason="a\nb\0\u202ec" + "x" * 1_000)
    assert "“abcxxx" in said
    assert len(said) < 180


anything = st.one_of(st.none(), st.text(), st.sampled_from([*VENDOR_WORDS, "UNKNOWN", "UNKNOWN_REASON"]))


@given(
    anything,
    st.one_of(st.none(), st.integers()),
    st.floats(),
    st.one_of(st.none(), st.integers()),
    st.floats(),
    st.booleans(),
)
def test_whatever_a_vendor_says_there_is_a_reason_and_a_readable_sentence(
    word: str | None, number: int | None, elapsed: float, limit: int | None, quiet: float, credits_gone: bool
) -> None:
    reason = why(
        vendor_reason=word,
        livekit_reason=number,
        elapsed_seconds=elapsed,
        duration_limit_seconds=limit,
        quiet_seconds=quiet,
        credits_gone=credits_gone,
    )
    said = what_happened(reason, vendor_reason=word)
    assert said.startswith(ENDINGS[reason].sentence)
    assert said.isprintable()
    # Reasons that only we can have: a vendor that claims one has not ended our call for us.
    assert reason not in (EndReason.CAP, EndReason.SILENCE, EndReason.PAGE_CLOSED, EndReason.SERVER_STOPPED)
