"""Obscenities, curses and insults, also those that somebody tried to hide."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from santa_core.domain.safety.phrases import Ways
from santa_core.domain.word_filter import entries_of

_OTHER_LANGUAGES = {
    "fr": "merde putain connard* salope* enculé*",
    "es": "mierda puta puto joder cabrón gilipollas coño",
    "it": "cazzo merda stronzo stronza vaffanculo puttana",
    "nl": "kut klootzak godverdomme",
}
# The child's list leaves these to the child; Santa says none of them.
_FROM_SANTA = (
    "damn* dammit damned hellhole bloody bugger* crappy ass-* fuk fck fcking wtf stfu bs effing frickin* freakin* pissed sucker* turd* bastards douche* "
    "verdammt* verflucht* kotz* idiot* trottel* blödmann dummkopf* vollidiot* scheiß* mist* cholera choler* psiakrew idiot* głupek dureń kretyn* gówn* moron* imbecile* dumbass* jerk jerks screw"
)
_LEET = {
    "a": "a@4*",
    "b": "b8",
    "c": "c(k*",
    "e": "e3*",
    "f": "f",
    "g": "g9",
    "h": "h#",
    "i": "i1!|*y",
    "k": "k",
    "l": "l1|",
    "n": "n",
    "o": "o0*",
    "r": "r",
    "s": "s$5z",
    "t": "t7+",
    "u": "u*@#v",
    "d": "d",
    "w": "w",
    "p": "p",
    "m": "m",
}
_HIDDEN = (
    "fuck",
    "fucking",
    "fucker",
    "shit",
    "bullshit",
    "bitch",
    "asshole",
    "cunt",
    "dick",
    "damn",
    "bastard",
    "crap",
)

# Not what they look like; looked for around a word.
_ORDINARY = re.compile(
    r"pussy[ -]?(?:willow|cat|foot)|(?:moby|uncle|named|called|mr\.?) dick|dick (?:van|whittington|turpin)|cocks? (?:crow|crew)|(?:blue|great|coal) tits?|"
    r"tits? (?:and|sing|in the)|coon(?:skin)|the ass (?:and|in)|an ass and an? ox|prick (?:your|my|his|her|up|of)|bum bag|cock-a-doodle",
    re.IGNORECASE,
)

CURSES = (
    Ways(
        "Santa curses or insults.",
        find=[
            r"(?:what|who|how|where|why) (?:the|in) hell|(?:go|straight|off) to hell|(?:bloody|oh|hell|holy) hell|hell (?:yeah|yes|no|with)|to hell|(?:like|as) hell|(?:as|the) hell(?= (?:is|are|do|did|out)|[.!?,]|$)|for (?:god|christ|chrissake)'?s? sakes?|goddamn\w*|(?:oh my|jesus|good) (?:effing|freaking|christ)|jesus christ(?=!)|piss off|sod off|screw (?:you|that|it|them)|shut (?:up|your)|suck it|(?:you|that|it|this|he|she|they|school|your \w+) sucks?(?! (?:on|up|a|his|her|their|your))|kiss my|bite me|holy crap|son of a|up yours|drop dead|"
            r"(?:you|you are|you little|you big|you are such|he is|she is|your \w+ is|they are)(?: \w+)? (?:an? )?(?:\w+ )?(?:idiots?|morons?|stupid|dumb|losers?|brats?|fat|ugly|pathetic|worthless|imbecile|dimwit|dummy|pigs?|jerks?|freak|cretin|dunce|nitwit)(?! (?:elf|reindeer|question|mistake))|stupid (?:kid|child|brat|girl|boy|idiot|little|people)|(?:spoiled|little|stupid|rotten) brats?",
            r"(?:du|ihr|ein|so ein|du bist|er ist) (?:\w+ )?(?:blöd|dumm|doof|idiot|idiotisch|dummkopf|blödmann|depp|vollidiot|trottel|mistkerl|fettsack)\w*|halt (?:die klappe|den mund|dein maul|s maul)|zur hölle|verdammt\w*|zum teufel|leck mich|mist(?=!)|scheiß\w*",
            r"(?:ty|jesteś|on jest|ale z ciebie|wy) (?:\w+ )?(?:głupi|głupia|głupek|idiota|idiotka|debil|kretyn|dureń|tępak|gruby|brzydki|świnia|osioł)|zamknij (?:się|mordę|gębę)|do diabła|cholera|cholerny|cholerna|psiakrew|spadaj|idź do diabła",
        ],
        unless_before=[
            r"not|never|no|nobody|nicht|kein\w*|nie|nikt|if|feel|feeling|called|calls|call|said|says|think|thinks"
        ],
        unless_here=[
            r"(?:you|you are|you big|he is|she is|they are)(?: (?:not|never|no|nowhere|anything but|far))(?: \w+)?",
            r"(?:you|they are|he is|she is|your \w+ is|you are) (?:\w+ )?(?:a |the )?(?:\w+ )?(?:fat|ugly|pigs?|dummy|stupid|dumb)(?= (?:cat|snowman|sweater|jumper|duckling|question|mistake|hamster|and happy))|"
            r"(?:you|he|she|they|your \w+)(?: (?:\w+))? (?:pigs?|fat)\b",
            r"(?:it|that|this) sucks? (?:up|in)",
        ],
    ),
)


def curses_in(raw: str, *, allowed: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Words of the lists, and words of which letters are hidden. `allowed`: the child's names."""
    for match in _listed().finditer(raw):
        before = raw[: match.start()].lower()
        if _ORDINARY.search(raw, max(0, match.start() - 12), match.end() + 14):
            continue
        if match[0].lower() in allowed or (
            match[0].lower() == "ass" and before.endswith(("ox and ", "ox and an ", "ox and the "))
        ):
            continue
        yield match.span()
    for match in _hidden().finditer(raw):
        if (
            any(not c.isalpha() for c in match[0])
            and match[0].lower() not in allowed
            and any(c.isalpha() for c in match[0])
        ):
            yield match.span()


@cache
def _listed() -> re.Pattern[str]:
    words = [word for language in ("en", "de", "pl") for word in entries_of(language)]
    words += [word for line in _OTHER_LANGUAGES.values() for word in line.split()] + _FROM_SANTA.split()
    ordinary = {"mist*", "ass-*", "choler*", "damn*", "kut", "bs", "screw", "kacke"}
    words = [word for word in words if word not in ordinary] + ["damn", "damned", "damnit", "ciota"]
    patterns = "|".join(re.escape(word).replace("\\*", r"[^\W_]*") for word in sorted(set(words)))
    return re.compile(rf"(?<!\w)(?:{patterns})(?!\w)", re.IGNORECASE)


@cache
def _hidden() -> re.Pattern[str]:
    """ "f*ck", "sh1t", "f u c k", "fuuuck"."""
    ways = []
    for word in _HIDDEN:
        letters = [f"[{re.escape(_LEET.get(c, c))}]" for c in word]
        close = letters[0] + "".join(f"{letter}{{1,4}}" for letter in letters[1:])
        apart = r"[ ._-]".join(f"{letter}" for letter in letters)
        masked = re.escape(word[0]) + r"[*#@_.-]{2,}" + (re.escape(word[-1]) if len(word) < 6 else r"\w*")
        ways += [close, apart, masked]
    return re.compile(rf"(?<![\w*])(?:{'|'.join(ways)})(?:s|ed|y|ty|ing)?(?![\w])", re.IGNORECASE)
