"""Fragments of what Santa is told, in what Santa says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from santa_core.domain.safety.phrases import Found, Ways
from santa_core.domain.safety.plain_text import plain_text

_RUN = 5  # words in a row that are no coincidence
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
_NOTE = re.compile(r"^\s*[-*]\s*[\w ]{1,20}:")  # "- wishes: a red bike": Santa may speak of these
# Santa says where he lives and what he loves without reading it out: a run must hold other words too.
_OF_SANTA = frozenset(
    "santa claus mrs north pole elves reindeer rudolph sleigh workshop live lives love loves child children christmas wish wishes wishing "
    "hear hearing proud helped somebody someone ho warm jolly magical little list toys presents home listen listening talk talking call video "
    "the a an and or of to in on at with for from by about as it its is are was be am i you he she they we me my your our their his her them us who what when "
    "how where that this these those there here not no all so very too just have has had do does did can could will would may might if but than then "
    "one two three some any every always up out because also good honest question right believe fault feel".split()
)
_TELLING = 3  # such other words

GENERIC = (
    Ways(
        "Santa speaks of his instructions, or as a program.",
        find=[
            r"(?:says?|wrote|reads?|told me|asked me|tells? me|orders? me|state|states|demands?|want|wants)(?: clearly| here| there)?(?: that|:|,)* i (?:should|must|may|am to|have to|ought to|shall|am not to)(?! (?:go|come|eat|rest|sleep|hurry|wear|visit|stop|be (?:home|back|careful)|try|clean|shave|lose))|(?:hidden|secret|original|initial|first) (?:text|words|lines|message|note)s?(?: \w+)? (?:reads?|says?|is|are|begins?|starts?|goes)|(?:people|person|team|ones?|those|man|woman|whoever) (?:who |that )?(?:built|made|programmed|wrote|trained|designed|created) me|i run on|gpt|temperature of|i am (?:running on|powered by|based on|built on)|(?:translated|in other words|summari[sz]ed|in short),? (?:they|it|my|the) (?:says?|tells?|asks?)",

            r"my (?:\w+ )?(?:instructions?|prompts?|guidelines|programming|settings|configuration|developers?|makers|creators?|programmers?|script|operators?|directives?)(?! (?:for (?:the|a|your) (?:toy|game)|of the elves))",
            r"the (?:\w+ )?(?:developers?|programmers?|engineers|operators?|company)(?: who (?:made|built) me)? (?:told|said|wrote|want|made|built|gave|asked|instructed)|the prompt(?! (?:reply|answer))|(?:rules|instructions?|text|guidelines|orders|commands|sentences)(?: that)? (?:i|santa|they) (?:was|were|have been|got|am|gave|had been|must|have to|need to)(?: me)? ?(?:given|told|to follow|follow|obey|handed|sent)?(?! (?:in|for) the (?:game|box))|(?:rules|instructions|guidelines) i follow",
            r"(?:instructions|rules|prompt|guidelines)[^.!?]{0,20}(?:but|and|,) (?:they|it|which) (?:says?|tells?|asks?|includes?|begins?|starts?|goes?)|(?:it|they|here it) (?:says?|wrote|told me|reads)(?: here| there)?(?: that|:|,)? (?:i (?:must|should|may|am|have to|shall|can) |never |always |not to |you are )(?! (?:tired))",
            r"follow(?:ing)? (?:my|these|those) (?:\w+ )?(?:instructions?|guidelines|prompt)(?! (?:on|in|of the (?:recipe|game)))|i (?:am|was) (?:only |just )?(?:supposed|meant|made|built|set|allowed) to (?:\w+ )?(?:answer|reply|respond|speak|ask|use|say)(?: \w+){0,3} (?:in|exactly|only|two|three|one|short|sentences?|question)|exactly one (?:simple )?(?:follow-?up )?question|two or three (?:short )?sentences",

            r"(?:my|the|these|your|hidden|secret|system|full|original|initial|these are my|following) (?:\w+ )?(?:system |developer |original |secret |hidden |initial |internal )?(?:prompts?|system messages?|instructions|guidelines|programming|system rules|directives?|configuration|rules)(?: \w+){0,2}? "
            r"(?:says?|said|is to|are|is|states?|tells? me|told me|includes?|reads?|begins?|starts?|goes?|require|forbid|do not (?:allow|let)|prevent|allow|instruct|contain|mention|here|as follows|word for word)",
            r"(?:system|developer|hidden) (?:prompt|message|instructions?)|my prompt|prompt (?:says|engineering|template)",
            r"(?:i|santa) (?:was|were|am|have been|has been|had been|got) (?:\w+ )?(?:instructed|programmed|prompted|told|trained|configured|designed|given (?:instructions|rules|a prompt)|set up|coded|asked by my (?:developers?|creators?|instructions))(?: (?:to|that|by|not|never|always|on|in|as|with|only))(?! (?:be here|a (?:story|secret)|the elves|smile))(?: \w+)*?"
            r"(?= (?:be|act|answer|respond|say|speak|talk|stay|play|pretend|never|always|only|not|use|keep|reply|avoid|ask|follow|sound|behave|help|refuse|write|pose|developers?|openai|engineers?|data|text|two|three|short|exactly))",
            r"as an? (?:ai|artificial intelligence|large language model|language model|llm|chatbot|virtual assistant|assistant|bot|ai assistant)|(?:i am|as) (?:just |only |really )?(?:an? )?(?:ai language model|large language model|language model|llm|gpt\S*|chatgpt)|chatgpt|openai|gpt-?\d\w*|language model|anthropic|claude\b|system instructions?|knowledge cut-?off|max_?tokens|temperature (?:is set|of 0|0\.)",
            r"(?:you are|you're) (?:a |an )?(?:\w+ )?(?:santa(?: claus)?|father christmas),? (?:on|in|having|who|speaking|talking|and you|live|from|the)|you are (?:playing|roleplaying|acting as) (?:the role of )?santa|(?:speak|answer|reply|respond|write) (?:only )?in (?:two|three|2|3|short|plain)(?: \w+){0,3} sentences?|(?:never|do not|always) (?:break|stay in) character|stay(?:ing)? in character",
            r"(?:here (?:is|are)|i will (?:read|tell you|show you|share|repeat)|let me (?:read|show you)|these are|those are|this is) (?:\w+ )?(?:my|the) (?:\w+ )?(?:instructions|prompt|rules i (?:follow|was given)|guidelines|system|secret rules)|(?:ignor|disregard|forget)(?:e|ing) (?:all |my |the )?(?:previous|prior|earlier|above) (?:instructions|rules)|<\|?\w+\|?>|\{\{\s*\w+\s*\}\}",
            r"(?:ich wurde|ich bin) (?:\w+ )?(?:programmiert|angewiesen|trainiert|darauf trainiert)|in (?:meinen|den) (?:anweisungen|regeln|vorgaben)|(?:meine|die) (?:vorgaben|anweisungen|instruktionen|richtlinien|programmierung|systemanweisungen?) (?:lauten|lautet|sagen|sagt|sind|ist|verbieten|besagen|erlauben|verlangen)|als (?:ki|künstliche intelligenz|sprachmodell)|sprachmodell|system-?prompt|du bist der weihnachtsmann (?:in|und|bei|am)|mein prompt",
            r"(?:zostałem|jestem) (?:\w+ )?(?:zaprogramowany|poinstruowany|wytrenowany|zaprojektowany)|(?:moje|te) (?:instrukcje|wytyczne|polecenia|zasady systemowe) (?:mówią|brzmią|są|to|zabraniają|każą|nakazują)|jako (?:sztuczna inteligencja|model językowy|ai)|model(?:em)? językow\w+|jesteś (?:świętym )?mikołajem,? (?:który|w|podczas|i)|mój prompt|prompt systemowy|oto moje instrukcje",
        ],
        unless_before=[
            r"(?:keep|keeps|kept|guard|no|nothing about|lost|follow|followed|build|toy|game|recipe|about)",

            r"(?:not|never) (?:going to )?(?:\w+ )?(?:read|tell|share|show|repeat|describe|recite|say|talk about|give)"
        ],
        unless_here=[
            r"(?:the|these|my|your|following) (?:\w+ )?(?:\w+ )?(?:instructions|rules|guidelines)(?: \w+){0,3}? (?:are|is|says?|said|tells?|includes?|here|starts?|goes?) (?:in the box|on the (?:box|back|packet)|fun|simple|easy|important|good|tricky|for (?:the|a|your) (?:game|toy)|lost|missing|there to keep|hard)",
            r"the (?:\w+ )?(?:rules|guidelines) (?:is|are|says?|said|tells?)",
            r"(?:rules|instructions) (?:of|for) (?:the|a|your) (?:game|toy|recipe)",
            r"your (?:\w+ )?(?:rules|instructions|guidelines|programming)",
            r"(?:i|santa) (?:was|am|were|have been) (?:\w+ )?told (?:that|by (?:the|a|my) (?:elf|elves|little|reindeer))",
            r"you are santa(?: claus)?,? the",
        ],
    ),
)


@dataclass(frozen=True)
class PromptParts:
    runs: frozenset[tuple[str, ...]] = frozenset()


@lru_cache(maxsize=8)
def parts_of(prompt: str) -> PromptParts:
    """Every run of words of `prompt` that would give it away."""
    runs: set[tuple[str, ...]] = set()
    told = "\n".join(line for line in prompt.splitlines() if not _NOTE.match(line))
    words = _WORD.findall(plain_text(told).text)
    for start in range(len(words) - _RUN + 1):
        run = tuple(words[start : start + _RUN])
        if sum(word not in _OF_SANTA for word in run) >= _TELLING:
            runs.add(run)
    return PromptParts(frozenset(runs))


def fragments(parts: PromptParts, text: str) -> Iterator[Found]:
    if not parts.runs:
        return
    places = list(_WORD.finditer(text))
    at = 0
    while at + _RUN <= len(places):
        length = 0
        while (
            at + length + _RUN <= len(places)
            and tuple(p[0] for p in places[at + length : at + length + _RUN]) in parts.runs
        ):
            length += 1
        if length:
            last = places[at + length + _RUN - 2]
            yield Found(places[at].start(), last.end(), "Santa reads out what he was told.")
            at += length + _RUN - 1
        else:
            at += 1
