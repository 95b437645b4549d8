"""One turn of Santa's: the sentences he is to say, and what of them was really said."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import uuid4

from santa_core.domain.calls import Speaker, Turn, TurnLatency, TurnOrigin
from santa_core.domain.spoken_text import said_so_far


@dataclass
class Sentence:
    sentence_id: str
    text: str
    spoken_as: str  # the same with names as they are pronounced: what the vendor is sent
    told: bool = False  # the browser has it; until then it waits
    task_id: str | None = None
    pieces: list[str] = field(default_factory=list)
    over: bool = False  # spoken to its end, cut, or refused by the vendor
    refused: bool = False
    complete: bool = False  # spoken to its end

    @property
    def said(self) -> str:
        # Vendors are not obliged to send every piece: a sentence that ended undisturbed was said whole.
        if self.complete:
            return self.text
        said = said_so_far(self.spoken_as, self.pieces)
        return self.text if said == self.spoken_as else said


@dataclass
class SantaTurn:
    """Mutable while the turn lasts; `as_turn` is the value that is logged and shown."""

    turn_id: str
    call_id: str
    origin: TurnOrigin
    started_at: datetime
    latency: TurnLatency
    sentences: list[Sentence] = field(default_factory=list)
    written: bool = False  # no more sentences will come
    interrupted: bool = False
    taken_back: bool = False  # before anything of it was heard: no turn
    ended_at: datetime | None = None
    own_words: list[str] = field(default_factory=list)  # TALK: the vendor's words, no sentences known

    def sentence_of_task(self, task_id: str) -> Sentence | None:
        return next((s for s in self.sentences if s.task_id == task_id), None)

    def adopt_task(self, task_id: str) -> Sentence | None:
        """The sentence of this task. Its first event may come before the vendor's answer named the
        task: sentences are spoken in order, so it is then the first sent that has no task yet."""
        known = self.sentence_of_task(task_id)
        if known is not None:
            return known
        for sentence in self.sentences:
            if sentence.told and sentence.task_id is None and not sentence.over:
                sentence.task_id = task_id
                return sentence
        return None

    def sentence(self, sentence_id: str) -> Sentence | None:
        return next((s for s in self.sentences if s.sentence_id == sentence_id), None)

    def first_unsaid_of(self, text: str) -> int | None:
        """The place of the first sentence of `text` that has not been said to its end."""
        places = (n for n, s in enumerate(self.sentences) if not s.over and s.text in text)
        return next(places, None)

    def cut(self, at: datetime) -> None:
        """Nothing more of it will be said."""
        self.interrupted = self.written = True
        for sentence in self.sentences:
            sentence.over = True
        self.ended_at = at

    def take_back(self) -> SantaTurn | None:
        """Nothing of it was heard, and what was sent is to be said later, or never. Returns what the
        browser has of it, None if that is nothing; this turn then has a new id and sends all again."""
        told = [sentence for sentence in self.sentences if sentence.told]
        if not told:
            return None
        taken = replace(self, sentences=told, taken_back=True)
        self.turn_id = str(uuid4())
        self.sentences = [
            Sentence(str(uuid4()), s.text, s.spoken_as) for s in self.sentences if not s.refused
        ]
        self.latency = replace(self.latency, speak_sent=None)
        return taken

    def start_again(self) -> None:
        """The session it was said in is gone: what was not said to its end is to be said once more."""
        self.sentences = [
            s if s.over else Sentence(str(uuid4()), s.text, s.spoken_as) for s in self.sentences
        ]

    @property
    def was_heard(self) -> bool:
        return self.latency.avatar_started is not None or bool(self.said)

    @property
    def was_told(self) -> bool:
        return any(sentence.told for sentence in self.sentences)

    @property
    def all_said(self) -> bool:
        return self.written and all(s.over for s in self.sentences)

    @property
    def said(self) -> str:
        if self.own_words:
            return join_pieces(self.own_words)
        return " ".join(text for s in self.sentences if (text := s.said))

    @property
    def intended(self) -> str:
        return " ".join(s.text for s in self.sentences)

    def as_turn(self) -> Turn:
        said = self.said
        return Turn(
            turn_id=self.turn_id,
            call_id=self.call_id,
            index=0,  # its place is the transcript's to give
            speaker=Speaker.SANTA,
            origin=self.origin,
            text=said,
            started_at=self.started_at,
            ended_at=self.ended_at,
            intended_text=self.intended if self.interrupted and self.intended != said else None,
            latency=self.latency,
        )


def join_pieces(pieces: list[str]) -> str:
    """Pieces as a vendor sends them, which may or may not bring their own spaces."""
    text = ""
    for piece in pieces:
        glued = not text or text[-1].isspace() or piece[:1].isspace() or not piece[:1].isalnum()
        text += piece if glued else f" {piece}"
    return text.strip()
