"""What a voice may be given to say, in which portions, and how much of it was said."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Sequence

from santa_core.domain.sentences import is_spoken, last_word_end

SPEECH_LIMIT = 1_000  # characters in one task, the vendor's limit


def clean_for_speech(text: str) -> str:
    """`text` without what must not be spoken, on one line; "" if nothing is left to say.

    Removes stage directions (*laughs*, (chuckles), [smiles]), markup (Markdown, HTML tags: the words
    of <b>Ed</b> stay), addresses, emoji and control characters. Everything else stays as written.
    """
    text = html.unescape(text)
    for pattern, replacement in _MARKUP:
        text = pattern.sub(replacement, text)
    text = _ASTERISK_PHRASE.sub(_keep_unless_direction, text)
    text = _PARENTHESIS.sub(_keep_unless_direction, text)
    for pattern, replacement in _LEFTOVERS:
        text = pattern.sub(replacement, text)
    text = text.strip()
    return text if is_spoken(text) else ""


def split_for_speech(text: str, limit: int = SPEECH_LIMIT) -> list[str]:
    """Portions of at most `limit` characters, cut after a sentence where there is one, else at a word."""
    portions = []
    rest = text.strip()
    while len(rest) > limit:
        ends = [m.end() for m in _SENTENCE_END.finditer(rest, 0, limit + 1) if m.end() <= limit]
        cut = ends[-1] if ends else last_word_end(rest, limit=limit)
        portions.append(rest[:cut].strip())
        rest = rest[cut:].strip()
    return [portion for portion in [*portions, rest] if is_spoken(portion)]


def said_so_far(full_text: str, pieces: Sequence[str]) -> str:
    """The beginning of `full_text` that `pieces`, the avatar's own report, shows to be spoken.

    Pieces may be words, parts of words or phrases, with or without spaces, case, accents and
    punctuation. One that does not fit (a number read out, a word left out) is passed over, and the
    next that fits nearby is taken up again.
    """
    keys, offsets = _sound_of(full_text)
    said = 0
    for piece in pieces:
        for word in piece.split():
            said = _after(keys, offsets, full_text, _sound_of(word)[0], said)
    if said == 0:
        return ""
    if said == len(keys):
        return full_text
    end = offsets[said - 1] + 1
    while end < len(full_text) and not (full_text[end].isspace() or full_text[end].isalnum()):
        end += 1
    return full_text[:end]


# --- cleaning ------------------------------------------------------------------------------

_DIRECTION_WORDS = (
    # English, by stem: "laughs", "laughing", "chuckle", "winks at Tim".
    r"laugh\w*|chuckl\w*|giggl\w*|smil\w*|grin\w*|wink\w*|nod(?:s|ding)?|sigh\w*|whisper\w*|paus\w*|"
    r"wav(?:es|ing)|gasp\w*|lean(?:s|ing)|clap(?:s|ping)|pat(?:s|ting)|rub(?:s|bing)|strok(?:es|ing)|"
    r"adjust(?:s|ing)|hum(?:s|ming)|cough\w*|gestur\w*|point(?:s|ing)|look(?:s|ing)|shrug\w*|beam(?:s|ing)|"
    r"softly|warmly|gently|jolly|thoughtfully|cheerfully|excitedly|sound of|"
    r"bells? jingl\w*|in a \w+ (?:voice|tone)|"
    # Polish, German.
    r"śmie\w*|chichocz\w*|uśmiech\w*|mruga\w*|kiwa\w*|wzdycha\w*|szept\w*|szepcze|pauza|macha|"
    r"lach(?:t|en|end)|kicher\w*|lächel\w*|zwinker\w*|nick(?:t|end)|seufz\w*|flüster\w*|wink(?:t|end)|pause"
)
DIRECTION = re.compile(rf"\b(?:{_DIRECTION_WORDS})\b", re.IGNORECASE)
_LONGEST_DIRECTION_WORDS = 12

EMOJI = (
    r"[\U0001F000-\U0001FAFF\u2190-\u21FF\u2300-\u23FF\u2460-\u24FF\u25A0-\u27BF\u2900-\u297F"
    r"\u2B00-\u2BFF\u3030\u303D\U000E0020-\U000E007F]"
)
_URL = r"(?:https?://|www\.)\S*[^\s.,!?;:)\]'\"]"

# In this order: each may meet what the ones before left.
_MARKUP: tuple[tuple[re.Pattern[str], str], ...] = (
    # First, because the patterns for lines would try each empty line from every other one.
    (re.compile(r"[^\S\n]+"), " "),
    (re.compile(r"(?: ?\n)+"), "\n"),
    (re.compile(r"<(script|style)\b.*?</\1\s*>", re.IGNORECASE | re.DOTALL), " "),
    (re.compile(r"<!--.*?-->", re.DOTALL), " "),
    (re.compile(r"</?[a-zA-Z][^<>]*>"), ""),
    (re.compile(r"(?<!\w)<3"), ""),
    (re.compile(r"```[^\n`]*\n(.*?)```", re.DOTALL), r"\1"),
    (re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*\)"), r"\1"),  # [words](address)
    (re.compile(_URL, re.IGNORECASE), ""),
    (re.compile(r"\b[\w.+-]+@[\w-]+\.[\w.-]*\w"), ""),
    (re.compile(r"^\s{0,3}#{1,6}\s+", re.MULTILINE), ""),
    (re.compile(r"^\s*(?:[-*_]\s*){3,}$", re.MULTILINE), ""),
    (re.compile(r"^\s*(?:[-*+•‣◦]|>|\d{1,2}\))\s+", re.MULTILINE), ""),
    # Numbered lines are a list only if there are two: "24. Dezember" is a day.
    (re.compile(r"^\s*\d{1,2}\.\s+(?=.*\n\s*\d{1,2}\.\s)|(?<=\n)\s*\d{1,2}\.\s+", re.MULTILINE), " "),
    (re.compile(r"\*\*(.+?)\*\*", re.DOTALL), r"\1"),
    (re.compile(r"__(.+?)__", re.DOTALL), r"\1"),
    (re.compile(r"\[[^\[\]]*\]"), " "),
)
_ASTERISK_PHRASE = re.compile(r"\*(?P<words>[^*\n]+)\*")
_PARENTHESIS = re.compile(r"\((?P<words>[^()\n]*)\)")

_LEFTOVERS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(rf"(?:[0-9#*]\uFE0F?\u20E3)|{EMOJI}(?:[\uFE0E\uFE0F\u200D]|{EMOJI})*"), " "),
    (re.compile(r"(?<!\w)[:;=]['-]?[)(DPp](?!\w)"), " "),  # :-)
    # Control characters, marks that turn the direction of writing, private use.
    (re.compile("[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]"), ""),
    (re.compile("[\u202a-\u202e\u2066-\u2069\ufe0e\ufe0f]"), ""),
    (re.compile(r"[`{}\[\]*|~^\\\ue000-\uf8ff]"), ""),
    (re.compile(r"(?<!\w)_+|_+(?!\w)"), ""),
    (re.compile(r"_"), " "),
    (re.compile(r"\s+"), " "),
    (re.compile(r"(?<=[\w\"'”’»)!?.,…]) (?=[,.!?;:…](?:\s|[.!?…]|$))"), ""),
    (re.compile(r"(?<=[,;:]),+|^[\s,.;:]+"), ""),
)
_SENTENCE_END = re.compile(r"(?:[.!?…؟۔]+[\"'”’»)]*(?=\s|$))|[。！？｡।]+[」』”）]*")


def _keep_unless_direction(match: re.Match[str]) -> str:
    words = match["words"].strip()
    before = match.string[: match.start()].rstrip()
    stands_alone = not before or before[-1] in '.!?…*)]"'
    # "*the sleigh bells ring* Hello!": said about Santa, not by him.
    count = len(words.split())
    is_direction = count <= _LONGEST_DIRECTION_WORDS and (
        DIRECTION.search(words) is not None or (stands_alone and count > 1 and words[:1].islower())
    )
    if is_direction or not is_spoken(words):
        return " "
    return words if match.group().startswith("*") else match.group()


# --- following the voice -------------------------------------------------------------------

_NEARBY = 60  # letters searched ahead for a piece that does not continue where the last one ended


def _sound_of(text: str) -> tuple[str, list[int]]:
    """The letters and digits of `text` without case and accents, and where in `text` each stands."""
    keys: list[str] = []
    offsets: list[int] = []
    for offset, character in enumerate(text):
        for key in unicodedata.normalize("NFD", character).casefold():
            if key.isalnum():
                keys.append(key)
                offsets.append(offset)
    return "".join(keys), offsets


def _after(keys: str, offsets: list[int], text: str, word: str, said: int) -> int:
    """How many of `keys` are said once `word` is; unchanged if it does not fit."""
    if not word or keys.startswith(word, said):
        return said + len(word)
    found = keys.find(word, said, said + _NEARBY)
    while found >= 0:
        begins_a_word = offsets[found] == 0 or not text[offsets[found] - 1].isalnum()
        if begins_a_word:
            return found + len(word)
        found = keys.find(word, found + 1, said + _NEARBY)
    return said
