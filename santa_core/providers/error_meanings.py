"""What an error answer of a vendor means: one table for all of them.

Numeric codes are mostly undocumented, so a row is found by its code or by the vendor's words, and only
then by the HTTP status. What no row knows gets a general kind; the vendor's own words are shown with it.
docs/providers.md explains the same rows, and a test holds it to them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from santa_core.errors import VendorWords


@dataclass(frozen=True)
class Meaning:
    """`kind` is ProviderError.kind. `advice` is what the person reads; {vendor} stands for its name."""

    kind: str
    advice: str


_UNAUTHORIZED = Meaning(
    "unauthorized",
    "{vendor} did not accept the API key, or the account may not do this. "
    "Check the key in .env and start again.",
)
_CREDITS = Meaning(
    "insufficient_credits",
    "{vendor} has no credits left. Top up the account, or call with Practice Santa.",
)
_SESSION_LIMIT = Meaning(
    "session_limit",
    "All sessions at {vendor} are in use. End another call, or try again in a minute; "
    "/diagnostics shows who holds them.",
)
_CLOSED = Meaning("session_closed", "This session is already over at {vendor}. Start a new call.")
_NOT_STARTED = Meaning(
    "invalid_request", "The session at {vendor} has not started yet. Wait for the picture, then try again."
)
_REQUEST = Meaning(
    "invalid_request", "{vendor} did not accept the request. Check avatar, voice and language in the plan."
)
_AVATAR = Meaning(
    "invalid_request",
    "{vendor} cannot use this avatar. Choose one that /diagnostics lists for the account, put its id into "
    ".env and start again.",
)
_VOICE = Meaning(
    "invalid_request",
    "{vendor} cannot speak with this voice. Choose one that /diagnostics lists, put its id into .env and "
    "start again, or leave the voice out.",
)
_BLOCKED_WORDS = Meaning("invalid_request", "{vendor} does not let an avatar say some words of this text.")
_TEXT = Meaning(
    "invalid_request", "{vendor} cannot say this text. It must have 1 to 1,000 characters of plain words."
)
_TOO_MANY_REQUESTS = Meaning(
    "unavailable", "{vendor} asks for a pause: too many requests in a short time. Try again in a moment."
)
_UNAVAILABLE = Meaning("unavailable", "{vendor} is not answering as it should. Try again in a moment.")
_OTHER = Meaning("other", "{vendor} answered with an error. See what it said, and try again.")


@dataclass(frozen=True)
class Row:
    meaning: Meaning
    codes: tuple[str, ...] = ()
    words: str | None = None  # a pattern, found anywhere in the vendor's message, in lower case


# The first row that fits. Codes: HeyGen has six digits or begins with 10, LiveAvatar four digits.
ROWS = (
    Row(_SESSION_LIMIT, ("4003",), r"concurren|session limit|too many (active )?sessions"),
    # 400006 as well, so it stands first: "session state wrong: new" is one that nobody has started.
    Row(_NOT_STARTED, (), r"state wrong: (new|connecting)\b"),
    Row(_CLOSED, ("400006",), r"not in correct state|session state wrong"),
    Row(
        _CREDITS,
        (),
        r"\bquota\b|\bcredits?\b|\bbalance\b|insufficient (?!perm|priv|scope|right)",
    ),
    Row(
        _CLOSED,
        (),
        r"session\b(?!.?token).*\b(not found|(already|is) (closed|stopped|ended)|closed|expired|not exist)\b",
    ),
    Row(_UNAUTHORIZED, ("400112",), r"unauthori[sz]ed|api[ _-]?key|session.?token"),
    Row(_BLOCKED_WORDS, ("400105",), r"blocked words?"),
    Row(_TEXT, ("40039",), r"invalid text"),
    Row(_VOICE, (), r"(support|invalid|unknown|not found).*\bvoice\b|\bvoice\b.*(support|invalid|not found)"),
    Row(
        _AVATAR,
        ("400014",),
        r"(invalid|unknown|deprecated|no such|unsupported) avatar|avatar\b.*(not found|deprecated|not exist)",
    ),
    Row(_REQUEST, ("10003",), None),
)

BY_STATUS = {
    401: _UNAUTHORIZED,
    402: _CREDITS,
    403: _UNAUTHORIZED,
    408: _UNAVAILABLE,
    425: _UNAVAILABLE,
    429: _TOO_MANY_REQUESTS,
}


def meaning_of(words: VendorWords) -> Meaning:
    """Of an answer that was an error. An answer that cannot be read at all has neither code nor words."""
    said = (words.message or "").lower()
    for row in ROWS:
        if words.code in row.codes or (row.words and re.search(row.words, said)):
            return row.meaning
    status = words.status or 0
    if status in BY_STATUS:
        return BY_STATUS[status]
    if status >= 500:
        return _UNAVAILABLE
    if 400 <= status < 500:
        return _REQUEST
    # Success by its status, yet an error code: the vendor judged what we asked for.
    return _REQUEST if 200 <= status < 300 and words.code is not None else _OTHER
