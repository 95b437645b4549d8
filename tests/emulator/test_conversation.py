"""What is told when, with a clock that stands still."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import pytest

from santa_core.emulator.api_words import ToCaptions, ToChat, ToData
from santa_core.emulator.conversation import Conversation
from santa_core.emulator.happenings import Happening
from santa_core.emulator.heygen_words import HeyGenWords
from santa_core.emulator.options import SessionOptions
from santa_core.emulator.playout import Playout
from santa_core.emulator.silence import SilenceWatch
from santa_core.emulator.speaker import Speaker
from santa_core.speech.ports import HeardWords, SpeechEnded, SpeechMayStart, SpeechStarted
from tests.emulator.doubles import FakeBrain, FakeVoice, utterance


@dataclass
class Talk:
    """A conversation, its playout, and what it told."""

    playout: Playout
    conversation: Conversation
    events: list[str] = field(default_factory=list)
    segments: list[tuple[str, str, bool]] = field(default_factory=list)
    now: float = 100.0

    def watch(self) -> None:
        self.conversation.watch_silence(seconds_until_idle_end=None)


@pytest.fixture
def talk() -> Talk:
    return talk_with(SessionOptions())


def talk_with(options: SessionOptions) -> Talk:
    playout = Playout()

    words = HeyGenWords()

    def tell(happening: Happening) -> None:
        for message in words.translate(happening):
            match message:
                case ToData(event=event):
                    made.events.append(event["type"])
                case ToChat(event=event):
                    made.events.append(event["event_type"])
                case ToCaptions():
                    made.segments.append((message.segment_id, message.text, message.final))

    speaker = Speaker(
        playout=playout,
        voice=FakeVoice(),
        threads=ThreadPoolExecutor(1),
        options=options,
        tell=tell,
        on_done=lambda task: None,
    )
    conversation = Conversation(
        options=options,
        brain=FakeBrain(),
        speaker=speaker,
        silence=SilenceWatch(after_seconds=10),
        tell=tell,
        on_activity=lambda: None,
        now=lambda: made.now,
    )
    conversation.microphone_open = lambda: True
    made = Talk(playout, conversation)
    return made


def speak(talk: Talk) -> None:
    task = talk.playout.add_task("t")
    task.add(utterance("ho " * 60))
    task.finish()
    talk.playout.next_frame()


def frames_until_heard(talk: Talk) -> int:
    talk.playout.next_frame()  # the fade
    return next(number for number in range(1, 1_000) if talk.playout.next_frame().pcm is not None)


def test_silence_is_not_told_over_the_first_syllable(talk: Talk) -> None:
    talk.watch()
    talk.now += 10.1
    talk.conversation.heard(SpeechMayStart())
    talk.watch()
    talk.now += 0.2
    talk.watch()
    assert talk.events == []
    talk.now += 0.2
    talk.watch()  # it was nothing
    assert talk.events == ["user_silence"]


def test_a_stir_that_becomes_speech_is_no_silence(talk: Talk) -> None:
    talk.watch()
    talk.now += 10.1
    talk.conversation.heard(SpeechMayStart())
    talk.now += 0.1
    talk.conversation.heard(SpeechStarted())
    for _ in range(100):
        talk.now += 0.25
        talk.watch()
    assert talk.events == ["user_start"]


def test_held_by_a_cough_he_goes_on_half_a_second_after_it_was_no_word(talk: Talk) -> None:
    speak(talk)
    talk.conversation.heard(SpeechStarted())
    assert talk.playout.held
    talk.conversation.heard(SpeechEnded(320.0))
    talk.conversation.heard(HeardWords("", 0.0, final=True))
    assert frames_until_heard(talk) == 25
    assert talk.events == ["user_start", "user_stop"]
    assert [(text, final) for _, text, final in talk.segments] == [("", True)]


def test_he_goes_on_after_two_and_a_half_seconds_whatever_is_said(talk: Talk) -> None:
    speak(talk)
    talk.conversation.heard(SpeechStarted())
    assert frames_until_heard(talk) == 125


def test_words_of_an_earlier_utterance_do_not_let_him_speak_into_the_next(talk: Talk) -> None:
    speak(talk)
    for event in (SpeechStarted(), SpeechEnded(320.0), SpeechStarted(), HeardWords("hm", 0.9, final=True)):
        talk.conversation.heard(event)
    assert frames_until_heard(talk) == 125


def test_each_utterance_is_a_segment_of_its_own_even_when_the_words_are_late(talk: Talk) -> None:
    for event in (
        SpeechStarted(),
        HeardWords("I", 0.0, final=False),
        SpeechEnded(320.0),
        SpeechStarted(),
        HeardWords("I want", 0.9, final=True),
        HeardWords("a", 0.0, final=False),
        SpeechEnded(320.0),
        HeardWords("a train", 0.9, final=True),
    ):
        talk.conversation.heard(event)
    ids = [segment_id for segment_id, _, _ in talk.segments]
    assert ids[0] == ids[1] != ids[2] == ids[3]
    assert [(text, final) for _, text, final in talk.segments] == [
        ("I", False),
        ("I want", True),
        ("a", False),
        ("a train", True),
    ]


def test_a_press_holds_and_letting_go_without_a_word_lets_him_go_on(talk: Talk) -> None:
    speak(talk)
    talk.conversation.pressed()
    assert talk.playout.held
    talk.conversation.released()
    assert frames_until_heard(talk) == 25


def test_letting_go_after_speaking_waits_for_the_words(talk: Talk) -> None:
    speak(talk)
    talk.conversation.pressed()
    talk.conversation.heard(SpeechStarted())
    talk.conversation.released()
    assert frames_until_heard(talk) == 125


def test_a_vendor_who_answers_by_himself_is_interrupted_not_held() -> None:
    talk = talk_with(SessionOptions(knowledge_base="You are Santa."))
    speak(talk)
    talk.conversation.pressed()
    assert not talk.playout.held
    talk.conversation.heard(SpeechStarted())
    assert not talk.playout.busy
