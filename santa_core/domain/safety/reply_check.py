"""Checks a reply of Santa's, whole or sentence by sentence while it is written."""

from __future__ import annotations

import re
from collections.abc import Iterator

from santa_core.domain.safety.brands import PRICES, brands_in
from santa_core.domain.safety.context import Context, Sentence
from santa_core.domain.safety.counting import Counting
from santa_core.domain.safety.human_claims import CLAIMS, claimed_to
from santa_core.domain.safety.language import foreign_to
from santa_core.domain.safety.model import Rule, Severity, Situation, Violation
from santa_core.domain.safety.personal_data import echoes
from santa_core.domain.safety.plain_text import PORTION, portions
from santa_core.domain.safety.phrases import Found, Ways, findings
from santa_core.domain.safety.profanity import CURSES, curses_in
from santa_core.domain.safety.promise import gifts_told_of
from santa_core.domain.safety.prompt_leak import GENERIC, fragments
from santa_core.domain.safety.sorrow import merriment
from santa_core.domain.safety.speakable import unspeakable_in
from santa_core.domain.safety.tables.answers import PRYING, REQUESTS
from santa_core.domain.safety.tables.dangerous import ANSWERED, ASKED_ABOUT, DANGEROUS
from santa_core.domain.safety.tables.outcomes_en import OUTCOMES_EN
from santa_core.domain.safety.tables.personal_questions import PERSONAL_QUESTIONS
from santa_core.domain.safety.tables.promise_de_pl import PROMISES_DE_PL
from santa_core.domain.safety.tables.promise_en import PROMISES_EN
from santa_core.domain.safety.tables.secrecy_and_threats import SECRECY, THREATS
from santa_core.domain.sentences import SentenceCutter, is_spoken

_WARNINGS = frozenset(
    {
        Rule.TOO_LONG,
        Rule.TOO_MANY_SENTENCES,
        Rule.TOO_MANY_QUESTIONS,
        Rule.UNSPEAKABLE,
        Rule.WRONG_LANGUAGE,
        Rule.BRAND_OR_PRICE,
    }
)
SEVERITIES = {rule: Severity.WARNING if rule in _WARNINGS else Severity.BLOCKER for rule in Rule}

_TABLES: tuple[tuple[Rule, dict[str, tuple[Ways, ...]]], ...] = (
    (Rule.PROMISE, {"en": (*PROMISES_EN, *OUTCOMES_EN), **PROMISES_DE_PL}),
    (Rule.ASKS_PERSONAL_DATA, PERSONAL_QUESTIONS),
    (Rule.DANGEROUS_DETAIL, DANGEROUS),
    (Rule.PROMISES_SECRECY, SECRECY),
    (Rule.THREATENS, THREATS),
    (Rule.BRAND_OR_PRICE, {"en": PRICES}),
    (Rule.PROMPT_LEAK, {"en": GENERIC}),
    (Rule.PROFANITY, {"en": CURSES}),
    (Rule.CLAIMS_HUMAN, {"en": CLAIMS}),
)
_HIS_WORD = frozenset({"Santa gives his word.", "Santa says yes to what he must not promise."})
_PIECE = 500  # characters fed to the cutter at once: a long text costs no more than its length


def check_reply(reply: str, situation: Situation) -> list[Violation]:
    """Spans are of `reply`, in their order."""
    check = ReplyCheck(situation)
    return sorted(
        (v for start, text in _pieces(reply) for v in check.piece(text, at=start)),
        key=lambda v: (v.span, v.rule),
    )


class ReplyCheck:
    """One reply, a sentence at a time: rules that count (sentences, questions, characters) count over
    all that was fed."""

    def __init__(self, situation: Situation) -> None:
        self._context = Context(situation)
        self._counting = Counting()
        self._was_secretive = False

    def sentence(self, text: str) -> list[Violation]:
        """Spans are of `text`."""
        return self.piece(text, at=0)

    def piece(self, text: str, *, at: int) -> list[Violation]:
        """`at`: where the whole begins with `text`."""
        found = set(self._all_of(text))
        self._was_secretive |= any(rule is Rule.PROMISES_SECRECY for rule, _ in found)
        if self._was_secretive:  # "I promise, not a word to your dad": that is what he promises
            found = {(rule, f) for rule, f in found if rule is not Rule.PROMISE or f.reason not in _HIS_WORD}
        kept = _without_repeats(found)
        return [Violation(rule, SEVERITIES[rule], (at + f.start, at + f.end), f.reason) for rule, f in kept]

    def _all_of(self, text: str) -> Iterator[tuple[Rule, Found]]:
        if not is_spoken(text):
            for found in unspeakable_in(text[:PORTION]):
                yield Rule.UNSPEAKABLE, found
            return
        yield from self._counting.sentence(text)
        for start, part in portions(text):
            for rule, found in self._findings(Sentence.of(part)):
                yield rule, Found(start + found.start, start + found.end, found.reason)

    def _findings(self, sentence: Sentence) -> Iterator[tuple[Rule, Found]]:
        for rule, found in self._read_plain(sentence):
            start, end = sentence.plain.span(found.start, found.end)
            yield rule, Found(start, end, found.reason)
        yield from self._read_as_written(sentence)

    def _read_plain(self, sentence: Sentence) -> Iterator[tuple[Rule, Found]]:
        context, plain = self._context, sentence.plain
        languages = context.tables_for(sentence)
        for rule, tables in _TABLES:
            for language in languages:
                for found in findings(tables.get(language, ()), plain, sentence.words):
                    yield rule, found
        for found in echoes(context.secrets, plain.text):
            yield Rule.ECHOES_PERSONAL_DATA, found
        for found in fragments(context.prompt, plain.text):
            yield Rule.PROMPT_LEAK, found
        for found in claimed_to(context.said_last, plain.text):
            yield Rule.CLAIMS_HUMAN, found
        if "en" in languages:
            for found in gifts_told_of(context.said_last, plain.text, sentence.words):
                yield Rule.PROMISE, found
        for answer in context.answers:
            for found in findings(answer.ways, plain, sentence.words):
                yield answer.rule, found
        if REQUESTS.search(plain.text):
            for found in findings(PRYING, plain, sentence.words):
                yield Rule.ASKS_PERSONAL_DATA, found
        if ASKED_ABOUT.search(context.said_last):
            for found in findings(ANSWERED, plain, sentence.words):
                yield Rule.DANGEROUS_DETAIL, found
        if context.sorrow is not None:
            for found in merriment(context.sorrow, plain, sentence.words):
                yield Rule.JOLLY_IN_SORROW, found

    def _read_as_written(self, sentence: Sentence) -> Iterator[tuple[Rule, Found]]:
        raw = sentence.raw
        for found in unspeakable_in(raw):
            yield Rule.UNSPEAKABLE, found
        for start, end in brands_in(raw):
            yield Rule.BRAND_OR_PRICE, Found(start, end, "Santa names a brand, a shop or a price.")
        names = frozenset((self._context.situation.child_name or "").lower().split())
        for start, end in curses_in(raw, allowed=names):
            yield Rule.PROFANITY, Found(start, end, "Santa uses a word that no child should hear from him.")
        language = foreign_to(raw, self._context.languages)
        if language is not None:
            yield Rule.WRONG_LANGUAGE, Found(0, len(raw), "Santa does not speak the child's language.")


def _pieces(reply: str) -> Iterator[tuple[int, str]]:
    """(where, what): the sentences a stream would give, and what stands between them."""
    cutter = SentenceCutter()
    read = 0
    for sentence in _cut(cutter, reply):
        start = reply.index(sentence, read)
        if reply[read:start].strip():
            yield read, reply[read:start]
        yield start, sentence
        read = start + len(sentence)
    if reply[read:].strip():
        yield read, reply[read:]


def _cut(cutter: SentenceCutter, reply: str) -> Iterator[str]:
    # Between words it does not matter how a text is fed; it does inside of one.
    for piece in re.findall(rf"(?s).{{1,{_PIECE}}}\s+|.{{1,{_PIECE}}}", reply):
        yield from cutter.feed(piece)
    yield from cutter.flush()


def _without_repeats(found: set[tuple[Rule, Found]]) -> list[tuple[Rule, Found]]:
    """In their order; of two findings of a rule that overlap the first."""
    kept: list[tuple[Rule, Found]] = []
    ends: dict[Rule, int] = {}
    for rule, f in sorted(found, key=lambda item: (item[1].start, -item[1].end, item[0])):
        if f.start >= ends.get(rule, 0) or rule not in ends:
            kept.append((rule, f))
            ends[rule] = f.end
    return kept
