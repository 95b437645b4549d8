"""What the scripted Santa says next: a pure function of the conversation.

    the child's words ──> intent ──> a line of it that was not said yet ──> name and wish filled in

Nothing is remembered between calls of `answer`: earlier wishes, said sentences and the mood of the
talk are read from the messages each time.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

from santa_core.domain.calls import Child
from santa_core.domain.sentences import SentenceCutter, is_spoken
from santa_core.domain.spoken_text import clean_for_speech
from santa_core.llm.scripted_lines import Intent, Script, plain, script_for
from santa_core.ports import Message

_LONGEST_NAME = 30  # characters
_LONGEST_WISH_WORDS = 5
_GRAVE_FOR_TURNS = 2  # so long after something grave a "yes" or an unknown sentence stays grave
_RECALL_EVERY = 3  # turns of the child
_SLOT = re.compile(r"\{(name|wish|n)\}")
_INAUDIBLE = re.compile(
    r"[\[(<*](?:inaudible|unintelligible|noise|music|unverständlich|niezrozumiałe)[\])>*]"
)
_VOWEL = re.compile(r"[aeiouyàáâäæèéêëìíîïòóôöøùúûüąęó]")
_LATIN = re.compile(r"[a-z]")
# Intents that say little: a grave talk or an earlier wish goes before them.
_LITTLE = frozenset({"chat", "yes", "no", "shy", "thanks", "how_are_you", "hello", "unclear"})

# A child that is in danger or has lost somebody may change the subject; Santa does not go along at once.
_NEVER_LEFT = frozenset({"self_harm", "neglect", "disclosure", "meeting", "grief"})
# "How do you load one?", "If I give you all my presents?": still about what was said a moment ago.
_ASIDES = frozenset({"chat", "wish", "wish_any", "promise", "family_kind", "siblings"})


@dataclass(frozen=True)
class _Talk:
    """The conversation, taken apart."""

    script: Script
    child: Child
    heard: tuple[str, ...]  # what the child said, oldest first
    said: frozenset[str]  # every sentence of Santa's so far, in plain form
    last_said: str  # Santa's last two turns, in plain form
    seed: str  # the call's id: two calls begin with different lines


def answer(messages: Sequence[Message], *, child: Child, seed: str) -> str:
    """Santa's next two or three sentences."""
    santa = [m.content for m in messages if m.role == "assistant"]
    talk = _Talk(
        script=script_for(child.language),
        child=child,
        heard=tuple(m.content for m in messages if m.role == "user"),
        said=frozenset(s for text in santa for s in _sentences(text)),
        last_said=plain(" ".join(santa[-2:])),
        seed=seed,
    )
    intent = _intent_to_answer(talk)
    for name in _pools(intent):
        line = _unsaid_line(talk, talk.script.intents[name])
        if line is not None:
            return line
    return _filled(talk, talk.script.counted[intent.mood], wish=None)


def _pools(intent: Intent) -> list[str]:
    """Where to look for a line: never a merry one after a grave word, never a change of subject after
    an honest question."""
    return {
        "grave": [intent.name, "grave_again"],
        "gentle": [intent.name, "grave_again"],
        "honest": [intent.name],
        "plain": [intent.name, "shy"],
        "jolly": [intent.name, "chat", "shy", "yes"],
    }[intent.mood]


# --- understanding -------------------------------------------------------------------------


def _intent_to_answer(talk: _Talk) -> Intent:
    intents = talk.script.intents
    if not talk.heard:
        return intents["hello"]
    turn = len(talk.heard)
    intent = understand(talk.heard[-1], script=talk.script, turn=turn)
    recent = [
        understand(words, script=talk.script, turn=turn)
        for words in talk.heard[max(0, turn - 1 - _GRAVE_FOR_TURNS) : -1]
    ]
    held = _held_by(recent, intent)
    if held is not None:
        return intents[held]
    if intent.name not in _LITTLE:
        return intent
    if intent.name != "unclear" and turn % _RECALL_EVERY == 0:
        if _earlier_wish(talk) is not None and _unsaid_line(talk, intents["recall"]):
            return intents["recall"]
        if _wish_of_the_letter(talk) is not None and _unsaid_line(talk, intents["letter_wish"]):
            return intents["letter_wish"]
    return intent


def _held_by(recent: list[Intent], intent: Intent) -> str | None:
    """The intent that is answered instead, because of what the child has just told."""
    merry = intent.mood == "jolly"
    if merry and any(earlier.name == "danger" for earlier in recent):
        return "danger"
    if merry and any(earlier.name in _NEVER_LEFT for earlier in recent):
        return "grave_again"
    if intent.name in _ASIDES and any(earlier.name == "weapon" for earlier in recent):
        return "weapon"
    if intent.name in _ASIDES | _LITTLE and any(earlier.mood in ("grave", "gentle") for earlier in recent):
        return "grave_again"
    return None


def understand(words: str, *, script: Script, turn: int) -> Intent:
    """The first intent whose words are heard. `turn`: 1 for the first thing the child says."""
    text = plain(words)
    if not _is_intelligible(text):
        return script.intents["unclear"]
    for intent in script.intents.values():
        if intent.only_at_first and turn > 2:
            continue
        if intent.name == "wish" and wish_in(text, script=script) is not None:
            return intent
        if _is_heard(intent, text):
            return intent
    return script.intents["chat"]


def _is_heard(intent: Intent, text: str) -> bool:
    if intent.heard is None or not intent.heard.search(text):
        return False
    return intent.unless is None or not intent.unless.search(text)


def wish_in(text: str, *, script: Script) -> str | None:
    """What the child wishes for, in its own words, if they can be said back without a worry:
    short, plain words, no brand, no number, nothing that is better not repeated."""
    for pattern in script.wish_heard:
        match = pattern.search(plain(text))
        if match is None:
            continue
        wish = script.wish_ends.split(match["wish"], maxsplit=1)[0].strip(" '\"-")
        words = wish.split()
        if not words or len(words) > _LONGEST_WISH_WORDS or words[0] in script.not_a_wish:
            continue
        if re.fullmatch(r"[^\W\d_]+(?:['\- ]+[^\W\d_]+)*", wish) and not script.never_echoed.search(wish):
            return wish
    return None


def _is_intelligible(text: str) -> bool:
    if not is_spoken(text) or _INAUDIBLE.search(text):
        return False
    # "hrmpf grzl": Latin letters without a vowel. Other scripts are not judged.
    return not _LATIN.search(text) or _VOWEL.search(text) is not None or text.strip("?!. ") in {"hm", "hmm"}


def _earlier_wish(talk: _Talk) -> str | None:
    """The last wish of an earlier turn that Santa has not just spoken of."""
    for words in reversed(talk.heard[:-1]):
        wish = wish_in(words, script=talk.script)
        if wish is not None and wish not in talk.last_said and not _is_weighty(words, talk.script):
            return wish
    return None


def _wish_of_the_letter(talk: _Talk) -> str | None:
    if any(wish_in(words, script=talk.script) for words in talk.heard):
        return None
    for wish in talk.child.wishes:
        text = plain(wish)
        if re.fullmatch(r"[^\W\d_]+(?:['\- ]+[^\W\d_]+){0,4}", text) and not talk.script.never_echoed.search(
            text
        ):
            return text
    return None


def _is_weighty(words: str, script: Script) -> bool:
    """ "I want my grandpa back" is no wish to come back to."""
    return understand(words, script=script, turn=1).name not in {"wish", "wish_any"}


# --- choosing ------------------------------------------------------------------------------


def _unsaid_line(talk: _Talk, intent: Intent) -> str | None:
    """A line none of whose sentences was said in this call; None if all were."""
    wish = {
        "wish": lambda: wish_in(talk.heard[-1], script=talk.script),
        "recall": lambda: _earlier_wish(talk),
        "letter_wish": lambda: _wish_of_the_letter(talk),
    }.get(intent.name, lambda: None)()
    first = zlib.crc32(f"{talk.seed}/{intent.name}".encode()) % len(intent.lines)
    for line in (*intent.lines[first:], *intent.lines[:first]):
        if "{wish}" in line and wish is None:
            continue
        filled = _filled(talk, line, wish=wish)
        if not talk.said & set(_sentences(filled)):
            return filled
    return None


def _filled(talk: _Talk, line: str, *, wish: str | None) -> str:
    values = {"name": _speakable_name(talk), "wish": wish or "", "n": str(len(talk.heard))}
    # In one pass: a name that reads "{wish}" stays a name.
    text = _SLOT.sub(lambda slot: values[slot[1]], line)
    return text[:1].upper() + text[1:]


def _speakable_name(talk: _Talk) -> str:
    name = re.sub(r"[.!?…:;]+", "", clean_for_speech(talk.child.name)).strip()
    if len(name) > _LONGEST_NAME:
        name = name[:_LONGEST_NAME].rpartition(" ")[0] or name[:_LONGEST_NAME]
    return name if is_spoken(name) else talk.script.friend


def _sentences(text: str) -> list[str]:
    cutter = SentenceCutter()
    return [plain(sentence) for sentence in (*cutter.feed(text), *cutter.flush())]
