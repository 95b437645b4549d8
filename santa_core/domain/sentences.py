"""Cuts streamed text into sentences, each as soon as it is complete."""

from __future__ import annotations

import re
import unicodedata

# A terminal, or several ("?!", "..."), and the quotes and brackets that close with them.
_END = re.compile(r"(?P<marks>[.!?…。！？｡؟۔।]+)(?P<closers>[\"'”’»«)\]*_」』）]*)|\n")
# What may be left of a sentence that was cut at once: its further marks and closers.
_LEFTOVER = re.compile(r"[.!?…。！？｡؟۔।\"'”’»)\]*_」』）]*\s*")
_DOTS_ONLY = re.compile(r"\.+")
_LAST_WORD = re.compile(r"[\w.]*\Z")
_NEXT_WORD = re.compile(r"\s+[\"'„“‚‘«(\[*_]*(?P<word>\w+)(?P<after>\W?)")


def _set_of(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Written before a name, a number or an example: never an end. English, German, Polish.
_TITLES = _set_of(
    "mr mrs ms mx dr st prof mt fr rev capt sgt e.g i.e "
    "hr nr tzw sog vgl z.b d.h u.a i.d.r "
    "np tzn tj ul św ks inż mgr m.in"
)
# May stand at an end: it is one if a capital letter follows.
_ABBREVIATIONS = _set_of(
    "etc vs jr sr approx jan feb aug sept oct nov dec ca bzw usw inkl ggf evtl zzgl itd itp wg"
)
# "Am 24. Dezember": an ordinal before these is no end.
_AFTER_AN_ORDINAL = _set_of(
    "januar februar märz april mai juni juli august september oktober november dezember "
    "advent klasse weihnachtstag türchen geburtstag"
)
# Asterisks that open or close nothing: bold, bullets, "2 * 3".
_IDLE_ASTERISKS = re.compile(r"\*\*|(?:^|(?<=\s))\*\s")
_ASIDE_LIMIT = 200  # an aside longer than this was never closed


class SentenceCutter:
    """Feed it the deltas of a stream; it gives back whole sentences, stripped.

    No character that is spoken (letters, digits) is ever lost, added or moved. A buffer that ends
    in a plain end ("!", "?", "…", "." after an ordinary word) is cut at once, without waiting for
    the next delta; the price is that chunking can matter where only the next character would have
    told: "northpole." + "com", "Well." + "..", an unlisted abbreviation before a small letter.
    Text fed whole, or cut between words, gives the same sentences. Asides in brackets or
    asterisks are kept in one piece, so that stage directions can be recognised.
    """

    def __init__(self, *, longest: int = 1_000) -> None:
        """`longest`: characters without an end after which the text is cut at a word."""
        self._longest = longest
        self._buffer = ""
        self._looked_at = 0  # no end before this offset
        self._after_a_cut = False

    def feed(self, delta: str) -> list[str]:
        """The sentences that `delta` completed; often none."""
        self._buffer += delta
        return self._cut(at_the_end=False)

    def flush(self) -> list[str]:
        """The rest: the stream is over. The cutter can be fed again."""
        sentences = self._cut(at_the_end=True)
        rest, self._buffer, self._looked_at, self._after_a_cut = self._buffer.strip(), "", 0, False
        return [*sentences, rest] if is_spoken(rest) else sentences

    def _cut(self, *, at_the_end: bool) -> list[str]:
        sentences: list[str] = []
        while True:
            if self._after_a_cut:
                self._drop_leftovers()
            end = self._find_end(at_the_end=at_the_end)
            if end is None and len(self._buffer) <= self._longest:
                return sentences
            if end is None or end > self._longest:
                end = last_word_end(self._buffer, limit=self._longest)
            sentence, self._buffer = self._buffer[:end].strip(), self._buffer[end:]
            self._looked_at, self._after_a_cut = 0, True
            if is_spoken(sentence):
                sentences.append(sentence)

    def _drop_leftovers(self) -> None:
        match = _LEFTOVER.match(self._buffer)
        self._buffer = self._buffer[match.end() :] if match else self._buffer
        # Only what follows the cut directly is a leftover: a quote after a space opens something new.
        self._after_a_cut = not self._buffer

    def _find_end(self, *, at_the_end: bool) -> int | None:
        """Offset after the first end, or None; remembers where nothing needs to be looked at again."""
        for match in _END.finditer(self._buffer, self._looked_at):
            verdict = _is_end(self._buffer, match, at_the_end=at_the_end)
            if verdict:
                return match.end()
            if verdict is None:
                self._looked_at = match.start()
                return None
        self._looked_at = len(self._buffer)
        return None


def is_spoken(text: str) -> bool:
    """Whether a voice would say anything of it."""
    return any(character.isalnum() for character in text)


def last_word_end(text: str, *, limit: int) -> int:
    """Where to cut `text`, which is longer than `limit`: at a space, else between two characters."""
    space = max(text.rfind(blank, 0, limit + 1) for blank in (" ", "\n", "\t", "\u3000"))
    if space > 0 and is_spoken(text[:space]):
        return space
    end = limit
    # An accent or a joiner belongs to the letter before it.
    while end > 1 and (unicodedata.category(text[end])[0] == "M" or "\u200d" in text[end - 1 : end + 1]):
        end -= 1
    return end if end > 1 else limit


def _is_end(text: str, match: re.Match[str], *, at_the_end: bool) -> bool | None:
    """None: cannot be told before more text is here."""
    start, end = match.span()
    if match.group() == "\n":
        return True
    if _inside_an_aside(text[:end]):
        # The next character may close it.
        return None if end == len(text) and not at_the_end else False
    word = text[:start].rpartition(" ")[2]
    if "://" in word or word.startswith("www."):
        return end < len(text) and text[end].isspace()
    if not _DOTS_ONLY.fullmatch(match["marks"]):
        return True
    if end < len(text) and not text[end].isspace():
        return False  # "3.5", "northpole.com"
    if len(match["marks"]) > 1 or match["closers"]:
        return True
    return _full_stop_ends(text, start, at_the_end=at_the_end)


def _full_stop_ends(text: str, stop: int, *, at_the_end: bool) -> bool | None:
    found = _LAST_WORD.search(text, 0, stop)
    word = found.group().casefold() if found else ""
    if word in _TITLES or (len(word) == 1 and word.isalpha() and word != "i"):
        return False
    doubtful = word in _ABBREVIATIONS or "." in word or word[-1:].isdigit()
    following = _NEXT_WORD.match(text, stop + 1)
    if following is None:
        nothing_follows = not text[stop + 1 :].strip()
        if nothing_follows and doubtful and not at_the_end:
            return None
        return True
    if text[following.start("word")].islower():
        return False
    if not word.isdigit():
        return True
    if not text[:stop].strip().rstrip("0123456789"):
        return False  # "1. Milk": the number of a list
    if not following["after"] and not at_the_end:
        return None
    return following["word"].casefold() not in _AFTER_AN_ORDINAL


def _inside_an_aside(text: str) -> bool:
    """Whether "(", "[" or a single "*" is open at the end of `text`."""
    for opening, closing in (("(", ")"), ("[", "]")):
        at = text.rfind(opening)
        if at > text.rfind(closing) and len(text) - at < _ASIDE_LIMIT:
            return text[at - 1 : at] not in {":", ";", "="}  # ":(" is a face
    stars = _IDLE_ASTERISKS.sub("", text).count("*")
    return stars % 2 == 1 and len(text) - text.rfind("*") < _ASIDE_LIMIT
