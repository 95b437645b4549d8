"""Whether a child has plainly not finished: "I want a", "my name is", "and then um".

Plainly: in doubt it is finished, because every wrong yes keeps a child waiting. English, German and
Polish; of other languages only what the punctuation says.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from santa_core.domain.heard_words import words_of

_TRAILING_OFF = re.compile(r"(?:\.\.+|…|[,–—-])[\"'”’]?\s*\Z")
_QUESTION = re.compile(r"\?[\"'”’]?\s*\Z")


def plainly_unfinished(words: str, language: str) -> bool:
    """`words` as recognised, with or without punctuation."""
    spoken = " ".join(words_of(words))
    if not spoken or _QUESTION.search(words):
        return False
    if _TRAILING_OFF.search(words):
        return True
    grammar = _GRAMMARS.get(language)
    if grammar is None or grammar.finished.search(spoken):
        return False
    return grammar.unfinished.search(spoken) is not None


@dataclass(frozen=True)
class _Grammar:
    """How an utterance ends; `finished` are the exceptions, and are asked first."""

    unfinished: re.Pattern[str]
    finished: re.Pattern[str]


def _ends(*phrases: str) -> re.Pattern[str]:
    """Spaces separate whole words; a phrase may be a pattern."""
    return re.compile("|".join(rf"(?:^|(?<= ))(?:{phrase})$" for phrase in phrases))


_ENGLISH = _Grammar(
    unfinished=_ends(
        r"an?|the|every|another",
        r"my|your|our|their",
        r"and|but|or|because|cause|if|than|although|unless|until|while|(?<= )when|(?<= )so",
        r"of|for|to|from|with|at|about|into|between|behind|under|near|without",
        r"(?:live|lives|lived|is|are|was|were|sleeps?|it's|he's|she's|been) (?:in|on|by)",
        r"in (?:this|that|these|those)",
        r"(?:i|we|he|she|they|you)'(?:m|re|ll|ve)|he's|she's",
        # "I want", "we really need": what?
        r"(?:i|we|he|she|they|mum|mummy|mom|dad|daddy|brother|sister)(?: (?:really|just|only|also|"
        r"still|always))*"
        r" (?:wants?|needs?|wish|wished|wishes)",
        r"(?:would|i'd|we'd|he'd|she'd)(?: really)? like",
        r"name is|name's|(?:is|it's|he's|she's) called|i live",
        # A question that has only begun, but not "yes I can".
        r"(?:^|and |but |so )(?:can|could|will|would|do|does|did|may) (?:i|you|we|he|she|they|it)",
        r"(?:^|(?:and|but|because|well) )(?:i think|i mean|i am|i was|i have|i've got|i got|"
        r"there is|there's|it's)",
        r"very|um+|uh|uhm|er|erm|let me (?:think|see)|you know|(?:^|and )then|(?:^|and )well",
        r"(?<!mm )(?<!uh )hm+",
    ),
    finished=_ends(
        # Questions and relative clauses leave their preposition, or their verb, at the end.
        r"(?:what|what's|who|who's|where|where's|which|how)\b.* "
        r"(?:of|for|to|from|with|at|about|like|called|near|under|is|wants?|needs?|wish)",
        r"(?:what|where) (?:for|from|to)",
        r"(?:nothing|something|someone|somebody|lots?|things|toys) to \w+ (?:with|for|about|at)",
        r"(?:all|what|everything|whatever|anything|thing) (?:i|we|you|he|she)(?: really|"
        r" ever)? (?:wants?|needs?|wish)",
        r"if (?:you|he|she|they) (?:want|like|wish)",
        r"(?:don't|didn't|doesn't|won't|not|never)(?: \w+)? (?:want|need|like|have|going|allowed|"
        r"able|supposed) to",
        r"(?:love|like|happy|glad|forgot|used|allowed|trying|able) to",
        r"(?:think|hope|guess|say|said|told me|even|why|like) so|if so",
        r"(?:thank you|thanks) very",
        r"(?:by|since) then",
    ),
)

_GERMAN = _Grammar(
    unfinished=_ends(
        r"eine[nmrs]?|(?<!dich )(?<!mich )(?<!uns )(?<!schlafe )(?<!schläft )(?<!nichts )ein|kein|keinen",
        r"(?:mit|auf|in|an|von|zu|bei|für|unter|über|aus|nach|hinter|vor|neben) (?:der|die|das|den|dem)",
        r"mein|meine|meinen|meinem|dein|deine|deinen|deinem|seine|seinen|seinem|unser|unsere|unseren",
        r"und|aber|oder|weil|dass|wenn|ob|als|sondern|obwohl|bevor",
        r"für|von|bei|in|im|am|zum|zur|beim|vom|ins|ans|ohne|gegen|zwischen|neben|wegen",
        r"(?:gerne?|zusammen) mit",
        r"ich (?:will|möchte|heiße|brauche|wünsche|hab|hätte|mag|wollte)|ich wünsche? mir|wünsch ich mir",
        r"(?:ich )?(?:hätte|möchte|will) (?:so )?gerne?",
        r"name ist|(?:heißt|freue mich auf|wünsche mir zu)",
        r"(?:^|(?:und|aber|weil|ja) )(?:ich bin|ich habe|es gibt|da ist|das ist)",
        r"(?:^|und |aber )(?:kannst|darfst|willst|hast|bist|weißt|magst) du",
        r"(?:^|und |aber )(?:darf|kann|soll) ich",
        r"(?:^|und |aber )also|zum beispiel|äh+m?|öh+m?|ähm+|(?<!mm )hm+|(?:^|und )dann",
        r"(?<!danke )(?<!bitte )sehr",
    ),
    finished=_ends(
        r"(?:was|wie|wo|wer|wen|woher|wann|warum|wohin|welche[rsn]?)\b.* "
        r"(?:heiße|heißt|will|möchte|brauche|hab|hätte|mag|wollte|ist|bin|gern|gerne|als|für|von|du|ich)",
        r"(?:was|alles was|wenn|das) ich (?:will|möchte|brauche|mag)",
        r"(?:ja|nein|doch) ich (?:bin|habe)",
        r"(?:was|wie) (?:ist|sind|macht)(?: \w+)? (?:für|von)",
        r"noch eine[rs]?|so eine[rs]?|wie keine[rs]?|auch eine[nrs]?|nur eine[nrs]?|will eine[nrs]?",
    ),
)  # fmt: skip

_POLISH = _Grammar(
    unfinished=_ends(
        r"z|ze|w|we|na|do|od|dla|o|u|przez|przy|pod|nad|po|bez|między|przed",
        r"i|a|ale|albo|lub|że|żeby|bo|więc|jeśli|jeżeli|gdy|ponieważ|oraz|czy|niż|(?<= )kiedy",
        r"(?<= )który|(?<= )która",
        r"(?:m|tw|sw)ój|(?:moj|twoj|swoj)(?:a|e|ego|ej|emu|ą|ich)|(?:moim|twoim|swoim|moimi|twoimi)",
        r"nasz|nasza|nasze",
        r"chcę|chciałbym|chciałabym|chciałem|chciałam|potrzebuję|poproszę|lubię|marzę|nazywam się",
        r"mam na imię",
        r"(?:^|(?:i|a|ale|bo|tak) )(?:jestem|mam|to jest|to są)|(?:jest|jestem|są) (?:bardzo|taki|taka)",
        r"ma na imię|nazywa się|czy (?:mogę|możesz|masz|umiesz|znasz|lubisz|chcesz|mógłbyś)",
        r"yyy+|eee+|(?<!mm )hm+|znaczy|na przykład|(?:^|i )potem|(?:no|a) więc",
    ),
    finished=_ends(
        r"(?:nie|tego|co|tak|jak|wszystko co|ile|bardzo) (?:chcę|chciałbym|chciałabym|chciałem|"
        r"chciałam|lubię|potrzebuję)",
        r"(?:co|kto|jak|gdzie|kogo)\b.* (?:chcę|lubię|potrzebuję|mam|się nazywa|nazywa się|"
        r"ma na imię|mogę)",
        r"(?:to|jest|są|tylko|nie) (?:m|tw)(?:ój|oja|oje)|też lubię|też chcę|kto to|(?:a|no) po co",
        r"po co|od kogo",
    ),
)  # fmt: skip

_GRAMMARS = {"en": _ENGLISH, "de": _GERMAN, "pl": _POLISH}
