"""When somebody begins and stops: the state machine alone, then with Silero on sounds made here."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from santa_core.speech.hearing.turn_detector import Began, Ended, Step, Stirred, TurnDetector
from santa_core.speech.hearing.voice_activity import (
    CHUNK_MS,
    CHUNK_SAMPLES,
    SileroVoiceActivity,
    VoiceActivity,
    WebRtcVoiceActivity,
)
from santa_core.speech.ports import HEARING_RATE_HZ
from tests.speech import synthetic
from tests.speech.synthetic import Sound, at_loudness, loudness, person, quiet, santa

PAUSE_MS = 350
VOICE, NOTHING = (0.95, 2_000.0), (0.02, 10.0)
SENTENCE = "can you bring me a red bike please"
SANTA_SAYS = (
    "Ho ho ho! What a wonderful wish. The elves will be so happy to hear it. "
    "Tell me, have you been kind to your little brother this year? I have a big red sleigh."
)


def steps(
    chunks: list[tuple[float, float]], *, pause_ms: int = PAUSE_MS, longest_ms: float = 30_000.0
) -> list[tuple[int, Step]]:
    """Each step with the number of its chunk (probability, loudness)."""
    detector = TurnDetector(pause_ms=pause_ms, longest_ms=longest_ms)
    given = ((n, detector.hear(probability, loudness=rms)) for n, (probability, rms) in enumerate(chunks))
    return [(number, step) for number, step in given if step is not None]


def turns(
    sound: Sound, *, of_santa: Sound | None = None, pause_ms: int = PAUSE_MS, vad: VoiceActivity | None = None
) -> list[tuple[float, Step]]:
    """Began and Ended in a sound, each with its second."""
    detector, vad = TurnDetector(pause_ms=pause_ms), vad or SileroVoiceActivity()
    pcm = synthetic.pcm(sound)
    found: list[tuple[float, Step]] = []
    for start in range(0, len(pcm) - CHUNK_SAMPLES + 1, CHUNK_SAMPLES):
        chunk = pcm[start : start + CHUNK_SAMPLES]
        step = detector.hear(
            vad.probability(chunk),
            loudness=loudness(chunk.astype(np.float64)),
            santa_loudness=0.0 if of_santa is None else loudness(of_santa[start : start + CHUNK_SAMPLES]),
        )
        if isinstance(step, Began | Ended):
            found.append(((start + CHUNK_SAMPLES) / HEARING_RATE_HZ, step))
    return found


def starts(found: list[tuple[float, Step]]) -> list[float]:
    return [at for at, step in found if isinstance(step, Began)]


def ends(found: list[tuple[float, Step]]) -> list[float]:
    return [at for at, step in found if isinstance(step, Ended)]


def test_three_voiced_chunks_begin_and_the_pause_ends() -> None:
    assert steps([NOTHING] * 20 + [VOICE] * 20 + [NOTHING] * 20) == [
        (20, Stirred()),
        (22, Began()),
        (49, Ended(10 * CHUNK_MS)),
    ]


def test_one_unvoiced_chunk_does_not_undo_a_beginning() -> None:
    assert steps([NOTHING] * 20 + [VOICE, VOICE, NOTHING, VOICE])[-1] == (23, Began())


def test_a_short_noise_is_a_stir_at_most() -> None:
    assert steps(([NOTHING] * 20 + [VOICE] * 2) * 5) == [(n, Stirred()) for n in (20, 42, 64, 86, 108)]


def test_pauses_inside_a_sentence_end_nothing() -> None:
    assert [type(step) for _, step in steps([NOTHING] * 20 + ([VOICE] * 8 + [NOTHING] * 9) * 10)] == [
        Stirred,
        Began,
    ]


def test_a_voice_that_falters_keeps_the_floor_though_it_would_not_take_it() -> None:
    faltering = (0.4, 2_000.0)
    assert [type(step) for _, step in steps([NOTHING] * 20 + [VOICE] * 3 + [faltering] * 30)] == [
        Stirred,
        Began,
    ]
    assert steps([NOTHING] * 20 + [faltering] * 30) == []


def test_who_speaks_on_and_on_is_cut_and_may_go_on() -> None:
    rng = np.random.default_rng(1)
    speech = [(0.95, float(rng.choice([20, 300, 2_000]))) for _ in range(2_000)]  # 64 s with its gaps
    kinds = [step for _, step in steps([NOTHING] * 20 + speech) if not isinstance(step, Stirred)]
    assert kinds[:4] == [Began(), Ended(0.0), Began(), Ended(0.0)]


@given(
    chunks=st.lists(
        st.tuples(
            st.sampled_from([VOICE, NOTHING, (0.4, 400.0), (0.9, 30.0), (1.0, 30_000.0)]),
            st.integers(1, 40),
        ),
        max_size=60,
    ),
    santa_speaks=st.booleans(),
    pause_ms=st.integers(200, 2_000),
)
@settings(max_examples=150, deadline=None)
def test_whatever_comes_turns_begin_and_end_in_turn(
    chunks: list[tuple[tuple[float, float], int]], santa_speaks: bool, pause_ms: int
) -> None:
    detector = TurnDetector(pause_ms=pause_ms, longest_ms=5_000.0)
    told: list[Step] = []
    for (probability, rms), count in [*chunks, (NOTHING, 100)]:
        for _ in range(count):
            step = detector.hear(probability, loudness=rms, santa_loudness=3_000.0 * santa_speaks)
            told += [step] if isinstance(step, Began | Ended) else []
            assert 0 <= detector.quiet_share <= 1
    assert [type(step) for step in told] == [Began, Ended] * (len(told) // 2)
    assert not detector.speaking


@pytest.mark.parametrize("pause_ms", [200, 350, 700])
@pytest.mark.parametrize(("voice", "pitch"), [("en-us+f2", 60), ("en-us+f5", 90), ("en-us+m3", 50)])
def test_the_end_comes_when_the_pause_is_over(voice: str, pitch: int, pause_ms: int) -> None:
    spoken = person(SENTENCE, voice=voice, pitch=pitch)
    loud = np.flatnonzero(np.abs(spoken) > 0.03 * np.abs(spoken).max())
    began, ended = 0.7 + loud[0] / HEARING_RATE_HZ, 0.7 + loud[-1] / HEARING_RATE_HZ
    found = turns(np.concatenate([quiet(0.7), spoken, quiet(2.5)]), pause_ms=pause_ms)
    assert len(found) == 2
    assert 0.05 < starts(found)[0] - began < 0.25
    assert -0.06 < ends(found)[0] - ended - pause_ms / 1000 < 0.1


def test_a_whisper_and_a_soft_voice_are_heard() -> None:
    for spoken in (at_loudness(person(SENTENCE), 150), person(SENTENCE, voice="en-us+whisper")):
        assert len(starts(turns(np.concatenate([quiet(0.7), spoken, quiet(1)])))) == 1


@pytest.mark.parametrize(
    "noise",
    [
        synthetic.coughs(8),
        synthetic.keyboard(10),
        synthetic.breathing(9),
        synthetic.fan(10),
        np.concatenate([quiet(2), synthetic.fan(8)]),
        synthetic.hiss(10, rms=800),
    ],
    ids=["coughs", "keyboard", "breathing", "fan", "fan switched on", "loud hiss"],
)
def test_noise_is_nobody(noise: Sound) -> None:
    assert turns(noise) == []


def test_ten_minutes_of_noise_never_take_the_floor() -> None:
    minute = np.concatenate([synthetic.fan(20) + synthetic.keyboard(20), synthetic.hiss(40, rms=500)])
    assert turns(np.tile(minute, 10)) == []


def test_babble_does_not_keep_the_floor() -> None:
    found = turns(synthetic.babble(45, people=4))
    held = [end - start for start, end in zip(starts(found), ends(found), strict=False)]
    assert max(held, default=0.0) < 30.1


def test_who_speaks_in_a_room_full_of_people_is_heard_and_has_an_end() -> None:
    spoken = at_loudness(person(SENTENCE), 1_500)
    room = synthetic.babble(12, people=6, rms=120)
    room[5 * HEARING_RATE_HZ :][: len(spoken)] += spoken
    ended = 5 + np.flatnonzero(np.abs(spoken) > 150)[-1] / HEARING_RATE_HZ
    assert [at for at in ends(turns(room)) if ended < at < ended + 0.6]


def echo_of(sound: Sound, *, db: float, delay_ms: float) -> Sound:
    delay = round(delay_ms * HEARING_RATE_HZ / 1000)
    return np.concatenate([quiet(delay / HEARING_RATE_HZ), sound])[: len(sound)] * 10 ** (db / 20)


@pytest.mark.parametrize("delay_ms", [60, 250])
@pytest.mark.parametrize("db", [-10, -20, -30])
def test_santas_echo_is_nobody(db: float, delay_ms: float) -> None:
    spoken = np.concatenate([quiet(0.5), santa(SANTA_SAYS), quiet(1)])
    echo = echo_of(spoken, db=db, delay_ms=delay_ms)
    assert turns(echo)  # without knowing what Santa says, it is somebody
    assert turns(echo, of_santa=spoken) == []


@pytest.mark.parametrize(("db", "within"), [(None, 0.2), (-30, 0.2), (-20, 0.3), (-10, 0.6)])
def test_a_child_is_heard_over_santa(db: float | None, within: float) -> None:
    spoken = np.concatenate([quiet(0.5), santa(SANTA_SAYS), quiet(1)])
    room = quiet(len(spoken) / HEARING_RATE_HZ) if db is None else echo_of(spoken, db=db, delay_ms=150)
    child = at_loudness(person(SENTENCE), 3_000)  # as loud as Santa is sent
    at = 4 * HEARING_RATE_HZ
    room[at : at + len(child)] += child[: len(room) - at]
    onset = 4 + np.flatnonzero(np.abs(child) > 600)[0] / HEARING_RATE_HZ
    assert 0 < starts(turns(room, of_santa=spoken))[0] - onset < within


def test_who_often_speaks_over_santa_is_not_taken_for_his_echo() -> None:
    detector = TurnDetector(pause_ms=PAUSE_MS)
    for _ in range(10):  # with headphones: Santa alone for a second, then both, then Santa stops
        onsets = []
        for probability, rms, of_santa in [(0.02, 10.0, 3_000.0)] * 32 + [(0.95, 2_000.0, 3_000.0)] * 20:
            onsets.append(detector.hear(probability, loudness=rms, santa_loudness=of_santa))
        assert onsets.index(Began()) == 34
        for _ in range(20):
            detector.hear(0.02, loudness=10.0)


def test_loudspeakers_in_the_middle_of_the_call_are_learned_from_a_few_false_starts() -> None:
    detector = TurnDetector(pause_ms=PAUSE_MS)
    false_starts = 0
    for _ in range(4 * 32):
        detector.hear(0.02, loudness=10.0, santa_loudness=3_000.0)
    for _ in range(30 * 32):  # he is held while somebody seems to speak
        held = detector.speaking
        step = detector.hear(
            0.02 if held else 0.95,
            loudness=10.0 if held else 900.0,
            santa_loudness=0.0 if held else 3_000.0,
        )
        false_starts += isinstance(step, Began)
    assert 1 <= false_starts <= 8


@pytest.mark.parametrize("delay_ms", [150, 400, 550, 700])  # the longer ones: a browser on a busy machine
@pytest.mark.parametrize("db", [-10, -20, -26])
def test_headphones_taken_off_in_the_middle_of_the_call_do_not_make_santa_somebody(
    db: float, delay_ms: float
) -> None:
    turn = np.concatenate([quiet(0.5), santa(SANTA_SAYS), quiet(1)])
    said = np.concatenate([turn, turn])
    heard = synthetic.hiss(len(said) / HEARING_RATE_HZ)
    heard[len(turn) :] += echo_of(turn, db=db, delay_ms=delay_ms)
    assert turns(heard, of_santa=said) == []


@pytest.mark.parametrize("after", [0.1, 0.4, 0.7, 1.0, 1.6])
@pytest.mark.parametrize("rms", [800, 3_000])
def test_a_child_who_begins_just_after_santa_is_not_taken_for_his_echo(after: float, rms: float) -> None:
    turn = np.concatenate([quiet(1), santa(SANTA_SAYS)])
    said = np.concatenate([turn, turn])  # from the first it is known that there are headphones
    began = len(turn) + np.flatnonzero(np.abs(turn) > 600)[0]
    begins = began / HEARING_RATE_HZ + after
    child = at_loudness(person(SENTENCE), rms)
    heard = synthetic.hiss(len(said) / HEARING_RATE_HZ)
    at = round(begins * HEARING_RATE_HZ)
    heard[at : at + len(child)] += child
    onset = begins + np.flatnonzero(np.abs(child) > 0.2 * rms)[0] / HEARING_RATE_HZ
    assert 0 < starts(turns(heard, of_santa=said))[0] - onset < 0.5


def test_without_silero_webrtcvad_hears_a_sentence_and_no_silence() -> None:
    found = turns(np.concatenate([quiet(1), person(SENTENCE), quiet(2)]), vad=WebRtcVoiceActivity())
    assert [type(step) for _, step in found] == [Began, Ended]
    assert turns(synthetic.hiss(5), vad=WebRtcVoiceActivity()) == []
