"""Words as everybody may rely on them."""

from __future__ import annotations

import math

import pytest

from santa_core.speech.hearing.openai_models import KEYWORDS, PROMPT
from santa_core.speech.hearing.transcript_text import clean, confidence


@pytest.mark.parametrize(
    ("heard", "kept"),
    [
        ("  I want\na  bike. ", "I want a bike."),
        ("Thank you for watching!", ""),
        ("I want a bike. Thanks for watching.", "I want a bike."),
        ("I want a bike. Please subscribe. Thank you for watching!", "I want a bike."),
        ("♪ Jingle bells ♪", "Jingle bells"),
        ("♪♪♪", ""),
        ("Napisy stworzone przez społeczność Amara.org", ""),
        ("Untertitel im Auftrag des ZDF für funk, 2017", ""),
    ],
)
def test_what_services_make_up_is_left_out(heard: str, kept: str) -> None:
    assert clean(heard) == kept


@pytest.mark.parametrize(
    "heard",
    [
        "Thank you.",
        "Thank you for the bike!",
        "Thank you for watching over me, Santa.",
        "I subscribe to a magazine",
        "Dasher, Dancer, Prancer, Vixen, Comet, Cupid, Donner, Blitzen!",
        "I talk with Santa Claus",
        "Santa Claus",
    ],
)
def test_what_children_say_is_kept(heard: str) -> None:
    assert clean(heard, prompt=PROMPT) == heard


def test_an_echo_of_what_the_service_was_told_is_no_speech() -> None:
    assert clean(PROMPT, prompt=PROMPT) == ""
    assert clean("a young child talks with Santa Claus", prompt=PROMPT) == ""
    assert clean(f"{PROMPT} {', '.join(KEYWORDS)}.", prompt=PROMPT) == ""


def test_confidence_is_the_mean_probability() -> None:
    assert confidence([math.log(0.5), math.log(0.9)]) == pytest.approx(0.7)
    assert confidence([]) is None
    assert confidence([0.0001]) == 1.0  # rounded up on its way
