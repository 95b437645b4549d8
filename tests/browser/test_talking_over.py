"""Turn taking by voice in real Chromium: who stops whom, and what is not taken for words.

The children's sentences are said into the page's own microphone at a moment of Santa's speech; what he is
heard to do is read from the recording of his sound, what was said from the log."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Browser, expect

from bench.spoken_turns import AUDIBLE
from tests.browser.speaking_child import SpeakingChild
from tests.browser.studio_process import StudioProcess, wait_until
from tests.spoken_corpus.energy import Sound, speech_spans
from tests.spoken_corpus.items import bare
from tests.spoken_corpus.noises import coughs
from tests.spoken_corpus.voices import RATE_HZ, say

INTO_HIS_SPEECH_SECONDS = 0.8
# The aim is 0.25 s, which the benchmark judges; here a machine may be busy.
STOPPED_WITHIN_SECONDS = 0.8
PROVISIONAL = '[data-provisional="true"]'

pytestmark = pytest.mark.spoken


@pytest.fixture
def child(browser: Browser, studio: StudioProcess) -> Iterator[SpeakingChild]:
    child = SpeakingChild.calls(browser, studio.url)
    yield child
    child.page.context.close()


def test_a_child_who_talks_over_santa_silences_him_and_the_log_shows_where(
    child: SpeakingChild, studio: StudioProcess
) -> None:
    child.says("do you live at the north pole")
    child.wait_while_santa_speaks(INTO_HIS_SPEECH_SECONDS)
    over = say("hello santa my name is emma and i am seven years old")
    begins, ends = child.microphone.play(over)
    child.call.wait_for_santa(3)

    recording = child.microphone.recording()
    first = begins + speech_spans(over, rate_hz=RATE_HZ)[0].begin_ms / 1000
    silent = recording.silent_from(recording.at_the_ear, first, threshold=AUDIBLE, for_seconds=0.5)
    assert silent is not None
    assert silent - first < STOPPED_WITHIN_SECONDS
    assert silent < ends

    expect(child.call.turns("santa").nth(1)).to_contain_text("interrupted")
    cut = _turns(child, studio, speaker="santa")[1]
    assert cut["intended_text"].startswith(cut["text"])
    assert len(cut["text"]) < len(cut["intended_text"])


@pytest.mark.parametrize("noise", ["cough", "uh-huh"])
def test_a_noise_or_a_nod_of_the_voice_does_not_stop_santa(
    noise: str, child: SpeakingChild, studio: StudioProcess
) -> None:
    child.says("do you live at the north pole")
    child.wait_while_santa_speaks(INTO_HIS_SPEECH_SECONDS)
    child.makes(_one_cough() if noise == "cough" else say("uh-huh"))
    child.call.wait_for_santa(2)

    answer = _turns(child, studio, speaker="santa")[1]
    assert answer["intended_text"] is None
    assert len(_turns(child, studio, speaker="child")) == 1


def test_a_pause_inside_an_unfinished_sentence_does_not_end_the_childs_turn(
    child: SpeakingChild, studio: StudioProcess
) -> None:
    pause = np.zeros(round(0.9 * RATE_HZ), dtype=np.int16)
    child.makes(bare("I would like a"), pause, bare("train set please"))
    child.call.wait_for_santa(2)

    (said,) = _turns(child, studio, speaker="child")
    assert "train set" in said["text"]


def test_santas_voice_from_loudspeakers_does_not_stop_him_and_headphones_are_recommended(
    child: SpeakingChild, studio: StudioProcess
) -> None:
    child.microphone.hear_loudspeaker(loss_db=20, delay_seconds=0.15)
    for turn, line in enumerate(("tell me about the reindeer", "do you live at the north pole"), start=2):
        child.call.say(line)
        child.call.wait_for_santa(turn)

    expect(child.page.get_by_text("We hear Santa through your microphone")).to_be_visible()
    child.page.get_by_role("button", name="Take turns").click()
    expect(child.page.get_by_label("Talk over Santa")).not_to_be_checked()
    assert all(turn["intended_text"] is None for turn in _turns(child, studio, speaker="santa"))
    assert len(_turns(child, studio, speaker="child")) == 2


def test_words_appear_while_they_are_spoken(child: SpeakingChild) -> None:
    sentence = say("hello santa my name is emma and i am seven years old and i want a red bike")
    _, ends = child.microphone.play(sentence)
    shown = child.page.get_by_role("log", name="Transcript").locator(PROVISIONAL)
    expect(shown).to_contain_text("name", timeout=10_000)
    assert child.microphone.now() < ends
    child.call.wait_for_santa(2)


def test_a_silent_child_is_asked_gently(child: SpeakingChild, studio: StudioProcess) -> None:
    child.call.wait_for_santa(2, seconds=40)

    asked = _turns(child, studio, speaker="santa")[1]
    assert asked["origin"] == "silence"
    assert _turns(child, studio, speaker="child") == []


def _turns(child: SpeakingChild, studio: StudioProcess, *, speaker: str) -> list[dict[str, Any]]:
    """Of this call, which is ended first: then the log is whole."""
    if child.call.status.inner_text() != "Ended":
        child.call.end()
    call_id = studio.calls()[0]["call_id"]
    wait_until("the call to be ended in the log", lambda: studio.calls()[0]["state"] == "ended")
    return [turn for turn in studio.call(call_id)["turns"] if turn["speaker"] == speaker]


def _one_cough() -> Sound:
    return coughs(2.5)[RATE_HZ : RATE_HZ * 2]
