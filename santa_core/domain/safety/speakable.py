"""What a voice cannot or must not say: markup, emoji, addresses, stage directions."""

from __future__ import annotations

import re
from collections.abc import Iterator

from santa_core.domain.safety.phrases import Found
from santa_core.domain.spoken_text import DIRECTION, EMOJI

_RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile(
            rf"(?:{EMOJI}|[\u2600-\u27BF\u2B50]|[0-9#*]\uFE0F?\u20E3)[\uFE0F\u200D]*|(?<!\w)<3|(?<!\w)[:;=]['-]?[)(DPp](?!\w)"
        ),
        "An emoji cannot be spoken.",
    ),
    (
        re.compile(
            r"https?://\S+|www\.\S+|(?<![\w@])[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|de|pl|co\.uk|io|info|edu|gov|eu|fr|es|it|uk|santa|shop|app|tv)(?:/\S*)?(?!\w)|[\w.+-]+@[\w-]+\.\w[\w.-]*",
            re.IGNORECASE,
        ),
        "An address of the internet cannot be spoken.",
    ),
    (
        re.compile(
            r"^\s{0,3}#{1,6}\s+\S|^\s{0,3}(?:[-*+•‣◦–]|>)\s+\S|^\s{0,3}(?:\d{1,2}[.)]|\(\d{1,2}\))\s+(?=[^\W\d_])|(?<!\w)1[.)]\s{1,3}\w[^\n]{0,80}?(?<!\w)2[.)]\s{1,3}\w|\n\s*(?:[-*+•#]|\d{1,2}[.)])\s+|^\s*(?:[-*_=]\s?){3,}\s*$",
            re.MULTILINE,
        ),
        "A list or a heading cannot be spoken.",
    ),
    (
        re.compile(
            r"\*\*[^*\n]{1,200}\*\*|__[^_\n]{1,200}__|`[^`\n]{0,200}`|```|~~[^~\n]{1,200}~~|!?\[[^\[\]\n]{0,200}\]\([^()\s]{0,300}\)|\|[^|\n]{0,100}\|[^|\n]{0,100}\||(?<!\w)_[^_\n]{1,200}_(?!\w)"
        ),
        "Markdown cannot be spoken.",
    ),
    (
        re.compile(r"</?[a-zA-Z][^<>]{0,200}>|&[a-z]{2,8};|&#\d{2,6};|\{\{?[^{}\n]{0,200}\}\}?|\\n"),
        "Markup cannot be spoken.",
    ),
    (
        re.compile(r"(?<![\w*])\*(?!\s)[^*\n]{1,200}(?<!\s)\*(?![\w*])"),
        "Asterisks cannot be spoken; a stage direction would be.",
    ),
    (re.compile(r"\[[^\[\]\n]{1,200}\]"), "A stage direction must not be spoken."),
)
_PARENTHESIS = re.compile(r"\((?P<words>[^()\n]{1,200})\)")
_MOST_DIRECTION_WORDS = 12
# An aside of one or two words that begins with a verb of the third person, or names a sound.
_BARE_DIRECTION = re.compile(
    r"\W*(?:\w+ly )?(?:(?:santa |he )?(?:laugh|chuckl|giggl|smil|grin|wink|nod|sigh|whisper|paus|wav|gasp|lean|clap|rub|strok|adjust|hum|cough|gestur|point|shrug|beam|look|sip|tap|check|open|stand|sit|turn|sing|sniff|yawn|bow|cheer|twinkl|pat|scratch|sneez|frown|blink|danc|ring|jingl)\w*|(?:takes|gives|puts|picks|holds|reaches|bites|eats|drinks|walks|steps|gets|starts|makes|pulls|pets|hugs|shakes|blows|writes|reads|scribbles|rummages|claps|munches|slurps|takes) (?!care)|"
    r"(?:in|with) an? \w+ (?:voice|tone|smile|wink|laugh)|sound of|bells?\b|sound effects?|laughter|music|applause|pause|silence|lacht|lächelt|zwinkert|nickt|flüstert|seufzt|śmieje|uśmiecha|mruga|szepcze|kiwa)",
    re.IGNORECASE,
)


def unspeakable_in(raw: str) -> Iterator[Found]:
    for pattern, reason in _RULES:
        for match in pattern.finditer(raw):
            yield Found(match.start(), match.end(), reason)
    for match in _PARENTHESIS.finditer(raw):
        words = match["words"].strip()
        if len(words.split()) <= _MOST_DIRECTION_WORDS and (
            _BARE_DIRECTION.match(words)
            or (DIRECTION.match(words) and words[:1].islower() and len(words.split()) <= 5)
        ):
            yield Found(match.start(), match.end(), "A stage direction must not be spoken.")
