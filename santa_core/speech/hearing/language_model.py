"""What the recogniser may hear: sentences from templates, a language model and a small dictionary.

    hearing_lines.txt -> sentences -> ARPA trigrams (pocketsphinx.lm) + pronunciations (CMUdict, ours)

A model of what children say to Santa makes a third of the mistakes that the general English model
makes here, and a closed vocabulary cannot turn mumbling into a swear word. The price: whatever else is
said comes out as talk for Santa, with a low confidence.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

_HERE = Path(__file__).parent
LINES = _HERE / "hearing_lines.txt"
PRONUNCIATIONS = _HERE / "pronunciations.txt"
_SLOT = re.compile(r"\{(\w+)\}")
_SLOT_LINE = re.compile(r"(\w+): (.+)")
# Enough to use every value of every slot many times, few enough not to drown the plain lines.
_SENTENCES_OF_TEMPLATE = 12


@dataclass(frozen=True)
class Vocabulary:
    """ARPA text, and a dictionary in CMUdict's form of exactly the model's words."""

    arpa: str
    dictionary: str


def build_vocabulary(cmudict: Path) -> Vocabulary:
    """Takes about 0.2 s. `cmudict` is the dictionary that comes with pocketsphinx, which must be there."""
    from pocketsphinx.lm import ArpaBoLM

    sentences = expand(LINES.read_text(encoding="utf-8"))
    words = {word for sentence in sentences for word in sentence.split()}
    spoken = pronunciations_of(words, cmudict)
    # A word nobody can pronounce would make the decoder complain; its sentences still help without it.
    known = [" ".join(word for word in sentence.split() if word in spoken) for sentence in sentences]
    model = ArpaBoLM(text="\n".join(known) + "\n", add_start=True)
    model.compute()
    arpa = io.StringIO()
    model.write(arpa)
    entries = [
        f"{word if index == 0 else f'{word}({index + 1})'} {sounds}"
        for word in sorted(spoken)
        for index, sounds in enumerate(spoken[word])
    ]
    return Vocabulary(arpa=arpa.getvalue(), dictionary="\n".join(entries) + "\n")


def expand(lines: str) -> list[str]:
    """The sentences of a text in the form of hearing_lines.txt, the same ones every time.

    Raises KeyError for a slot that has no values."""
    slots: dict[str, list[str]] = {}
    templates: list[str] = []
    for line in (line.strip() for line in lines.splitlines()):
        if not line or line.startswith("#"):
            continue
        if slot := _SLOT_LINE.fullmatch(line):
            slots[slot.group(1)] = [value.strip() for value in slot.group(2).split("|")]
        else:
            templates.append(line)
    # Each template takes up a slot's values where the one before it stopped: all get their turn.
    used = dict.fromkeys(slots, 0)
    return [sentence for template in templates for sentence in _fill(template, slots, used)]


def _fill(template: str, slots: Mapping[str, list[str]], used: dict[str, int]) -> Iterable[str]:
    names = _SLOT.findall(template)
    if not names:
        return [template]
    count = min(_SENTENCES_OF_TEMPLATE, max(len(slots[name]) for name in names))

    def take(slot: re.Match[str]) -> str:
        name = slot.group(1)
        used[name] += 1
        return slots[name][used[name] % len(slots[name])]

    return [_SLOT.sub(take, template) for _ in range(count)]


def pronunciations_of(words: set[str], cmudict: Path) -> dict[str, list[str]]:
    """Sounds for each word that has any, the most usual first: ours, then CMUdict's."""
    spoken: dict[str, list[str]] = {}
    for source in (PRONUNCIATIONS, cmudict):
        for line in source.read_text(encoding="utf-8").splitlines():
            entry, _, sounds = line.partition(" ")
            word = entry.partition("(")[0]
            if word in words and sounds not in spoken.get(word, []):
                spoken.setdefault(word, []).append(sounds.strip())
    return spoken
