"""The parts of the hearing test that need no browser: the judgement, the echo, the words, the peer."""

from __future__ import annotations

import numpy as np
import pytest
from aiortc.mediastreams import MediaStreamError

from components.hearing_test.echo import FRAME_SAMPLES, DelayLine, EchoTrack
from components.hearing_test.lines import languages, line_in
from components.hearing_test.link_state import LinkFacts, LinkState, judge
from components.hearing_test.readings import advice
from components.hearing_test.tier_hearing import HeardUtterance, TierHearing, Transcript
from santa_core.domain.child_details import LANGUAGES
from santa_core.services.sound_check import LineReading, SoundReading
from santa_core.speech.ports import SAMPLE_RATE_HZ, HeardWords, Pcm, SpeechEnded, SpeechStarted
from tests.fakes.ears import FakeEars

# --- the judgement ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "now", "state"),
    [
        (LinkFacts(), 100.0, LinkState.WAITING),
        (LinkFacts(refused=True), 0.0, LinkState.NEVER_CONNECTED),
        (LinkFacts(offered_at=10.0), 18.0, LinkState.CONNECTING),
        (LinkFacts(offered_at=10.0), 18.1, LinkState.NEVER_CONNECTED),
        # The browser gives up by itself later: it stays a failure.
        (LinkFacts(offered_at=10.0, idle_at=25.0), 60.0, LinkState.NEVER_CONNECTED),
        (LinkFacts(offered_at=10.0, idle_at=12.0), 60.0, LinkState.STOPPED),
        (LinkFacts(10.0, 11.0, 20.0), 23.0, LinkState.HEARING),
        (LinkFacts(10.0, 11.0, 20.0), 23.1, LinkState.NO_SOUND),
        (LinkFacts(10.0, 11.0, 20.0, ended_at=20.0), 21.0, LinkState.HEARING),
        (LinkFacts(10.0, 11.0, 20.0, ended_at=20.0), 22.1, LinkState.DROPPED),
        # A person's Stop: the sound ends and the browser says so at once.
        (LinkFacts(10.0, 11.0, 20.0, ended_at=20.1, idle_at=20.3), 90.0, LinkState.STOPPED),
        # The browser noticed only after a while without sound.
        (LinkFacts(10.0, 11.0, 20.0, idle_at=25.0), 25.0, LinkState.DROPPED),
    ],
)
def test_times_tell_whether_the_sound_arrives(facts: LinkFacts, now: float, state: LinkState) -> None:
    assert judge(facts, now) is state


# --- the echo -----------------------------------------------------------------------------


def second_of(value: int) -> Pcm:
    return np.full(SAMPLE_RATE_HZ, value, dtype=np.int16)


def test_what_is_said_comes_back_a_second_later() -> None:
    line = DelayLine()
    line.switch(on=True)
    out = []
    for frame in range(150):
        line.push(np.full(FRAME_SAMPLES, frame, dtype=np.int16))
        out.append(int(line.pop()[0]))
    # 50 frames are a second. The 50th push fills the line, and its first frame comes out.
    assert out[:49] == [0] * 49
    assert out[49:] == list(range(101))


def test_without_the_echo_nothing_comes_back_and_nothing_is_kept() -> None:
    line = DelayLine()
    line.push(second_of(7))
    line.switch(on=True)
    assert not line.pop().any()
    line.push(second_of(7))
    assert line.pop().all()
    line.switch(on=False)
    line.switch(on=True)
    assert not line.pop().any()


def test_the_delay_does_not_grow_with_sound_that_piles_up() -> None:
    line = DelayLine()
    line.switch(on=True)
    for value in (1, 2, 3):
        line.push(second_of(value))
    assert line.pop()[0] == 3


def test_after_a_pause_of_the_microphone_the_second_is_due_again() -> None:
    line = DelayLine()
    line.switch(on=True)
    line.push(second_of(5))
    assert [int(line.pop()[0]) for _ in range(50)] == [5] * 50
    assert not line.pop().any()
    line.push(np.full(FRAME_SAMPLES, 6, dtype=np.int16))
    assert not line.pop().any()


async def test_a_stopped_echo_lets_its_reader_go() -> None:
    track = EchoTrack(DelayLine())
    first, second = await track.recv(), await track.recv()
    assert (first.samples, second.pts - first.pts) == (FRAME_SAMPLES, FRAME_SAMPLES)
    track.stop()
    with pytest.raises(MediaStreamError):
        await track.recv()


# --- the words ----------------------------------------------------------------------------


def test_the_time_a_tier_takes_counts_from_the_last_sound() -> None:
    transcript = Transcript()
    transcript.take(SpeechStarted(), 1.0)
    assert transcript.words.speaking
    transcript.take(HeardWords("hello", 0.0, final=False), 1.4)
    assert transcript.words.interim == "hello"
    transcript.take(SpeechEnded(trailing_ms=350), 2.0)
    assert transcript.words.interim == "hello"  # until the final words are there
    transcript.take(HeardWords("hello santa", 0.7, final=True), 2.5)
    # 350 ms of pause, then half a second of thought.
    assert transcript.words.utterances == (HeardUtterance("hello santa", 0.7, 850.0, 350),)
    assert (transcript.words.speaking, transcript.words.interim) == (False, "")


def test_words_that_come_while_the_next_utterance_runs_are_kept() -> None:
    transcript = Transcript()
    for event in (SpeechStarted(), SpeechEnded(300), SpeechStarted(), HeardWords("one", 0.5, final=True)):
        transcript.take(event, 1.0)
    assert transcript.words.speaking
    assert [heard.text for heard in transcript.words.utterances] == ["one"]


def test_only_the_last_utterances_are_kept() -> None:
    transcript = Transcript()
    for number in range(5):
        transcript.take(HeardWords(str(number), 0.5, final=True), 1.0)
    assert [heard.text for heard in transcript.words.utterances] == ["2", "3", "4"]


def test_a_tier_asks_for_all_words_and_closes_its_ears() -> None:
    ears = FakeEars([HeardWords("hallo", 0.1, final=True)])
    tier = TierHearing(lambda: ears)
    tier.begin(language="de")
    tier.hear(np.zeros(320, dtype=np.int16))
    assert ears.heard.wait(10)
    tier.end()
    assert ears.closed.is_set()
    assert (ears.language, ears.confidence) == ("de", 0.0)
    assert [heard.text for heard in tier.words.utterances] == ["hallo"]  # it can still be read
    tier.end()


# --- what is said about it ----------------------------------------------------------------


def sound(**changes: float) -> SoundReading:
    figures = {
        "level_dbfs": -30.0, "peak_dbfs": -12.0, "clipped_percent": 0.0, "noise_floor_dbfs": -62.0,
        "signal_to_noise_db": 32.0, "heard_seconds": 8.0, "quiet_seconds": 0.0,
    }  # fmt: skip
    return SoundReading(**{**figures, **changes})


def test_good_sound_needs_no_advice() -> None:
    assert advice(sound(), LineReading(500, 1, 4.0, 20.0)) == []


@pytest.mark.parametrize(
    ("reading", "line", "words"),
    [
        (sound(heard_seconds=3.0, quiet_seconds=3.0), None, "muted"),
        (sound(heard_seconds=30.0, quiet_seconds=10.0), None, "muted"),
        (sound(clipped_percent=0.2), None, "clipped"),
        (sound(noise_floor_dbfs=-40.0), None, "loud"),
        (sound(signal_to_noise_db=12.0), None, "stands out"),
        (sound(), LineReading(95, 5, 4.0, 20.0), "loses"),
        (sound(), LineReading(100, 0, 45.0, 20.0), "unevenly"),
        (sound(), LineReading(100, 0, 4.0, 400.0), "late"),
    ],
)
def test_what_is_wrong_is_said(reading: SoundReading, line: LineReading | None, words: str) -> None:
    (sentence,) = advice(reading, line)
    assert words in sentence


def test_a_pause_in_speaking_is_no_muted_microphone() -> None:
    assert advice(sound(heard_seconds=30.0, quiet_seconds=9.0), None) == []


def test_each_language_of_a_call_has_a_line_to_read() -> None:
    assert set(languages()) == set(LANGUAGES)
    assert next(iter(languages())) == "en"
    assert all(len(line_in(code).split()) >= 7 for code in languages())
