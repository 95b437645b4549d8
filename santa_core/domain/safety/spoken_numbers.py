"""Numbers in what is said, however they are grouped or spelled."""

from __future__ import annotations

import re
from collections.abc import Iterator

DIGITS = {
    "zero": "0", "oh": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9",
    "null": "0", "eins": "1", "zwei": "2", "zwo": "2", "drei": "3", "vier": "4", "fünf": "5", "sechs": "6", "sieben": "7", "acht": "8", "neun": "9",
    "jeden": "1", "dwa": "2", "trzy": "3", "cztery": "4", "pięć": "5", "sześć": "6", "siedem": "7", "osiem": "8", "dziewięć": "9",
}  # fmt: skip
TEENS = {
    "ten": "10", "eleven": "11", "twelve": "12", "thirteen": "13", "fourteen": "14", "fifteen": "15", "sixteen": "16", "seventeen": "17",
    "eighteen": "18", "nineteen": "19", "twenty": "20", "thirty": "30", "forty": "40", "fifty": "50", "zwölf": "12", "zehn": "10", "dwanaście": "12",
}  # fmt: skip
_TOKEN = re.compile(r"\w+(?:[.'-]\w+)*")


def numbers_in(plain: str) -> Iterator[tuple[str, int, int]]:
    """Digits in a row, however they are grouped or spelled: (digits, start, end)."""
    digits, start, end = "", 0, 0
    multiplier = 1
    for match in _TOKEN.finditer(plain):
        token = match[0]
        joined = plain[end : match.start()].strip(" -().,+/") == "" if digits else True
        if not joined:
            if digits:
                yield digits, start, end
            digits = ""
        if token in ("double", "triple") and (digits or plain[match.end() : match.end() + 1] == " "):
            multiplier = 2 if token == "double" else 3
            continue
        found = (
            "".join(c for c in token if c.isdigit())
            if token[0].isdigit() or token[-1].isdigit()
            else DIGITS.get(token) or TEENS.get(token) or ""
        )
        if not found:
            if token in ("and", "dash", "then", "area", "code"):
                end = match.end() if digits else end
                continue
            if digits:
                yield digits, start, end
            digits, multiplier = "", 1
            continue
        if not digits:
            start = match.start()
        digits, end, multiplier = digits + found * multiplier, match.end(), 1
    if digits:
        yield digits, start, end
