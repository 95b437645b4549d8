"""Recognised words as data: one form for all services, and which of them only say "I am listening"."""

from __future__ import annotations

import re
from functools import cache

# The asterisk: a word that domain/word_filter.py has masked is a word still.
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|\*{3}")

# Said while somebody else speaks, to be polite or with a gasp; hesitations, and laughing along.
_BACKCHANNELS = {
    "en": (
        "uh, huh, um, umm, uhm, er, erm, mm, mmm, mhm, hm, hmm, ah, aha, oh, ooh, yeah, yep, "
        "yup, yes, ya, okay, ok, k, right, alright, all right, wow, whoa, cool, sure, good, "
        "great, nice, really, i see, got it, of course, oh my, true, ha, haha, hee, hehe, ho"
    ),
    "de": (
        "äh, ähm, öh, hm, hmm, mm, mhm, ah, aha, ach, ach so, achso, oh, oha, ja, jaja, jo, joa, "
        "jap, okay, ok, genau, gut, toll, cool, echt, super, stimmt, klar, na klar, alles klar, "
        "wow, boah, schön, sehr gut, haha, hihi, ho"
    ),
    "pl": (
        "yyy, eee, hm, hmm, mm, mhm, yhm, yhy, aha, ach, och, oj, o, oo, tak, no, okej, okay, "
        "ok, dobra, dobrze, super, fajnie, fajne, serio, naprawdę, jasne, rozumiem, wow, łał, "
        "ojej, haha, hihi, ho"
    ),
}

# Short as they are, whoever says these wants to be heard.
_CALLS = {
    "en": (
        "no, stop, wait, santa, hey, hello, hi, but, why, what, who, how, where, when, can, help, please, "
        "sorry, listen, bye, goodbye"
    ),
    "de": (
        "nein, stopp, stop, halt, warte, nikolaus, weihnachtsmann, santa, hey, hallo, aber, warum, wieso, "
        "was, wer, wie, wo, wann, kann, hilfe, bitte, tschüss"
    ),
    "pl": (
        "nie, stop, czekaj, poczekaj, mikołaju, mikołaj, santa, hej, halo, cześć, ale, dlaczego, "
        "czemu, co, kto, jak, gdzie, kiedy, czy, pomocy, proszę, przepraszam, pa"
    ),
}
# The length of an "uh-huh" after its onset was noticed. One or two other words in so short a sound are more
# often what a recogniser made of one than words.
SHORT_SOUND_SECONDS = 0.6


def words_of(text: str) -> list[str]:
    """Lower case, without punctuation; what is hyphenated counts as several words.

    >>> words_of("Uh-huh, I'd like THAT!")
    ['uh', 'huh', "i'd", 'like', 'that']
    """
    return [word.replace("’", "'") for word in _WORD.findall(text.lower())]


def is_more_than_a_backchannel(text: str, language: str) -> bool:
    """Whether somebody who says this wants to be heard. No words at all are no wish."""
    words = " ".join(words_of(text))
    return bool(words) and _only_backchannels(language).fullmatch(words) is None


def takes_the_floor(text: str, language: str, *, lasted_seconds: float) -> bool:
    """Whether who says this while somebody else speaks means to stop them. `lasted_seconds`: its sound."""
    if not is_more_than_a_backchannel(text, language):
        return False
    words = words_of(text)
    calls = _CALLS.get(language, _CALLS["en"]).split(", ")
    return lasted_seconds >= SHORT_SOUND_SECONDS or len(words) > 2 or any(word in calls for word in words)


@cache
def _only_backchannels(language: str) -> re.Pattern[str]:
    known = "|".join(map(re.escape, _BACKCHANNELS.get(language, _BACKCHANNELS["en"]).split(", ")))
    return re.compile(rf"(?:{known})(?: (?:{known}))*")
