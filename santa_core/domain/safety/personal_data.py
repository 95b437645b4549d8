"""What a child said that is personal, and whether a reply says it again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from santa_core.domain.safety.phrases import Found
from santa_core.domain.safety.plain_text import plain_text, portions
from santa_core.domain.safety.spoken_numbers import DIGITS, TEENS, numbers_in

_LONG_NUMBER = 5  # digits in a row that may be a telephone number
_ECHO_DIGITS = 4
_STREET = (
    r"street|st|road|rd|avenue|ave|lane|drive|close|court|way|place|square|crescent|terrace|boulevard|blvd|gardens|grove|hill|row|mews|parkway|"
    r"straße|strasse|str|weg|allee|platz|gasse|ulica|ulicy|ul|aleja|alei|osiedle|osiedlu"
)
_NUMBER = rf"(?:\d+\w?|(?:(?:{'|'.join([*DIGITS, *TEENS])}|sixty|seventy|eighty|ninety|hundred)[ -]?)+)"
_ADDRESSES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?<!\w)(?:{_NUMBER} ?,? )(?P<street>(?:[^\W\d_][\w'-]*\.? ){{1,3}}?(?:{_STREET}))(?!\w)",
        rf"(?:live|lives|living|house is|home is|address is|we are|stay|moved)(?: \w+)? (?:on|at|in|to)? ?(?:the )?(?P<street>(?:[^\W\d_][\w'-]*\.? ){{1,3}}?(?:{_STREET}))(?!\w)",
        rf"(?:live at|lives at|address is|house is(?: at)?) (?P<street>{_NUMBER},? [^\W\d_][\w'-]+(?: [^\W\d_][\w'-]+){{0,2}})",
        r"(?:wohne|wohnen|lebe|adresse ist)(?: \w+)? (?:in der |im |am |an der |auf der )?(?P<street>[^\W\d_]*(?:straße|strasse|weg|gasse|allee|platz|str)\.?(?: ?\d+\w?)?)",
        r"(?:wohne|wohnen|adresse ist)(?: \w+)? (?:in der |im |am |an der )(?P<street>[^\W\d_]+(?: [^\W\d_]+)? \d+\w?)",
        r"(?:mieszkam|mieszkamy|adres to)(?: (?!na|przy)\w+)? (?:na |przy |w )?(?:ulicy |ul\. ?|alei |osiedlu )(?P<street>[^\W\d_]+(?: [^\W\d_]+)?(?: \d+\w?)?)",
        r"(?:mieszkam|mieszkamy) (?:na|przy) (?P<street>[^\W\d_]+(?: [^\W\d_]+)? \d+\w?)",
    )
)
_NAME_WORD = r"[^\W\d_]+(?:['-][^\W\d_]+)*"
_SURNAMES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:[Mm]y (?:full |whole )?name(?: is|'s|’s)|I am|I'm|I’m|[Ii]t's|[Ii]t is|[Tt]his is|[Ii]ch heiße|[Ii]ch bin|[Mm]ein [Nn]ame ist|[Nn]azywam się|[Jj]estem|[Mm]am na imię) (?:{_NAME_WORD}[ ,]+){{1,2}}(?P<surname>(?!(?:I|And|From|But)\b)[^\W\d_a-zß-öø-ÿąćęłńóśźż](?:{_NAME_WORD}))(?!\w)",
        rf"(?:(?:[Mm]y |[Oo]ur )?(?:last |family |sur|second )name|[Nn]achname|[Ff]amilienname|[Nn]a nazwisko(?: mam)?|[Nn]azwisko)(?: is|'s|’s| ist| to|:)? (?P<surname>{_NAME_WORD}(?!\w))",
        rf"(?:full|whole) name(?: is|'s|’s) {_NAME_WORD} (?P<surname>{_NAME_WORD})",
        rf"[Mm]y name is {_NAME_WORD} (?P<surname>(?!(?:and|but|i|from|what|can|please|am|is|you|my|so|like|not|with|who|because|or|the|in|too|santa|from)\b){_NAME_WORD})(?=[.,!]|$| and)",
    )
)
_SCHOOL = r"(?:elementary|primary|middle|high|junior|grammar|infant|catholic|public)? ?(?:school|academy|nursery|kindergarten|preschool|college|montessori|grundschule|gymnasium)"
_SCHOOLS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:go|goes|going|went|am|study|learn|attend|start|student|pupil|class)(?: \w+)? (?:to|at|in)? ?(?:the )?(?P<school>(?:[\w.'-]+ ){{1,4}}?){_SCHOOL}(?!\w)",
        r"(?:my|our) (?:\w+ )?(?:school|nursery|kindergarten|preschool)(?: is| is called| called| name is|'s name is|'s called) (?:called |named )?(?P<school>(?:[\w.'-]+ ?){1,4})",
        r"go to (?P<school>[\w'-]+(?: [\w'-]+)?) (?:elementary|primary|juniors?|infants?|middle|high)(?!\w)",
        r"go to (?P<school>(?:st|saint)\.? [\w']+(?: [\w']+)?)",
        r"(?:gehe|geh|bin)(?: \w+)? (?:in|auf|an) (?:die|der|das) (?P<school>[\w.-]+(?:[ -][\w.-]+){0,2}?)[- ]?(?:grundschule|schule|gymnasium)",
        r"(?:meine schule|mein kindergarten) (?:heißt|ist die) (?P<school>(?:[\w.-]+ ?){1,3})",
        r"(?:chodzę do|moja szkoła (?:to|nazywa się)) (?:szkoły |szkoła |przedszkola )?(?:podstawowej |podstawowa )?(?:imienia |im\. |numer |nr |pod nazwą )?(?P<school>(?:[\w.]+ ?){1,3})",
    )
)
_NOT_A_SCHOOL_NAME = frozenset(
    [
        "a",
        "an",
        "the",
        "my",
        "big",
        "small",
        "new",
        "old",
        "nice",
        "good",
        "same",
        "at",
        "to",
        "in",
        "school",
        "is",
        "called",
        "name",
        "very",
        "really",
        "fun",
        "far",
        "near",
        "great",
        "st",
        "saint",
        "primary",
        "elementary",
        "middle",
        "high",
        "academy",
        "nursery",
        "kindergarten",
        "and",
        "i",
        "we",
        "love",
        "like",
        "it",
        "not",
        "do",
        "you",
        "there",
        "with",
        "far",
        "away",
        "boring",
        "hard",
        "nearby",
        "best",
        "different",
        "another",
        "this",
        "that",
        "no",
        "every",
        "grundschule",
        "schule",
        "szkoły",
        "szkoła",
        "podstawowej",
        "in",
        "der",
        "die",
        "das",
        "of",
        "our",
        "her",
        "his",
        "music",
        "art",
        "dance",
        "ballet",
        "sunday",
        "swimming",
        "ski",
        "first",
        "second",
        "third",
        "grade",
        "today",
        "tomorrow",
        "monday",
        "so",
        "because",
        "today's",
        "see",
        "pre",
        "public",
        "private",
        "catholic",
        "cool",
        "awesome",
        "bed",
        "closed",
        "over",
        "out",
        "for",
        "play",
        "numer",
        "nr",
        "do",
    ]
)
_EMAIL = re.compile(r"([\w.+-]+)@([\w-]+(?:\.[\w-]+)+)")
_SPOKEN_EMAIL = re.compile(
    r"(\w+(?:(?: dot | underscore |[._-])\w+)*) (?:at|ät|małpa) (\w+) (?:dot|punkt|kropka) (\w+)"
)
_PASSWORD = re.compile(
    r"(?:password|passcode|pass word|pin(?: code)?|pin number|code|passwort|kennwort|hasło|wi-?fi)(?: for \w+(?: \w+)?| to \w+(?: \w+)?)?(?: is| ist| to|:| are)+ (?P<password>[^\s,.!?]+(?: ?\d+)?)"
)
_BIRTH = re.compile(r"(?:born|birthday|geboren|urodził\w+)[^.!?]{0,40}?(?P<year>(?:19|20)\d\d)")


@dataclass(frozen=True)
class Secrets:
    """What must not be said again, in the form in which it is looked for."""

    phrases: tuple[tuple[str, str], ...] = ()  # (words in plain form, what they are)
    numbers: tuple[str, ...] = ()  # digits only

    def __bool__(self) -> bool:
        return bool(self.phrases or self.numbers)


def secrets_in(said: Sequence[str], *, child_name: str | None) -> Secrets:
    first_name = plain_text(child_name or "").text.split()[:1]
    phrases: dict[str, str] = {}
    numbers: list[str] = []
    for words in (part for whole in said for _, part in portions(whole)):
        plain = plain_text(words).text
        numbers.extend(digits for digits, _, _ in numbers_in(plain) if len(digits) >= _LONG_NUMBER)
        phrases.update(_addresses(plain))
        phrases.update(_contacts(plain))
        phrases.update(_schools(plain))
        for pattern in _SURNAMES:
            for match in pattern.finditer(words):
                surname = plain_text(match["surname"]).text
                phrases[surname] = "surname"
                phrases["-".join(surname)] = "surname"  # spelled
    kept = [
        (phrase, what) for phrase, what in phrases.items() if len(phrase) > 1 and phrase not in first_name
    ]
    return Secrets(tuple(kept), tuple(numbers))


def echoes(secrets: Secrets, text: str) -> Iterator[Found]:
    """`text`: the plain text of a sentence of the reply."""
    for phrase, what in secrets.phrases:
        # "Mill-Lane", "the Petersons"
        spaced = re.escape(phrase).replace(r"\ ", "[ -]")
        match = re.search(rf"(?<!\w){spaced}{'s?' if what == 'surname' else ''}(?!\w)", text)
        if match:
            yield Found(match.start(), match.end(), f"Santa repeats the {what} that the child said.")
    if not secrets.numbers:
        return
    for digits, start, end in numbers_in(text):
        if len(digits) >= _ECHO_DIGITS and any(
            digits in number or number in digits for number in secrets.numbers
        ):
            yield Found(start, end, "Santa repeats a number that the child said.")


def _addresses(plain: str) -> Iterator[tuple[str, str]]:
    for pattern in _ADDRESSES:
        for match in pattern.finditer(plain):
            street = match["street"].strip(" .,")
            if street.split()[0] in {
                "the",
                "a",
                "an",
                "my",
                "this",
                "that",
                "our",
                "by",
                "no",
                "in",
                "same",
                "any",
                "one",
                "on",
                "other",
                "all",
                "long",
            }:
                continue
            yield street, "address"
            without_number = re.sub(rf"^{_NUMBER},? | \d+\w?$", "", street)
            if len(without_number) > 3:
                yield without_number, "address"
            words = without_number.split()
            if len(words) == 2 and words[1] in {"st", "rd", "ave"}:
                yield f"{words[0]} { {'st': 'street', 'rd': 'road', 'ave': 'avenue'}[words[1]] }", "address"
            if len(words) == 2 and words[1] in _STREET.split("|"):
                yield (
                    f"{words[0]} {'st' if words[1] == 'street' else 'rd' if words[1] == 'road' else words[1]}",
                    "address",
                )
            stem = words[0] if words else ""
            if len(words) == 1 and len(stem) > 4 and stem[-1] in "jy":  # "na ulicy Lipowej", "Lipowa 12"
                yield f"{stem.removesuffix('ej')}a", "address"
            number = plain[match.start() : match.start("street")].strip(" ,")
            if re.fullmatch(_NUMBER, number) and words:
                yield f"{number} {words[0]}", "address"
                yield f"number {number}", "house number"
                for word in (word for word, digits in {**DIGITS, **TEENS}.items() if digits == number):
                    yield f"number {word}", "house number"


def _contacts(plain: str) -> Iterator[tuple[str, str]]:
    for match in _EMAIL.finditer(plain):
        yield match[0], "e-mail address"
        yield match[1], "e-mail address"
        yield match[1].replace(".", " dot "), "e-mail address"
    for match in _SPOKEN_EMAIL.finditer(plain):
        yield match[0], "e-mail address"
        yield f"{match[1]}@{match[2]}.{match[3]}", "e-mail address"
        yield f"{match[1]} at {match[2]}", "e-mail address"
    for match in _PASSWORD.finditer(plain):
        if match["password"] not in {
            "a",
            "the",
            "secret",
            "my",
            "very",
            "so",
            "not",
            "hard",
            "really",
            "on",
            "in",
        }:
            yield match["password"], "password"
    for match in _BIRTH.finditer(plain):
        yield match["year"], "date of birth"


def _schools(plain: str) -> Iterator[tuple[str, str]]:
    for pattern in _SCHOOLS:
        for match in pattern.finditer(plain):
            name = match["school"].strip(" .,")
            telling = [
                word.strip(".,") for word in name.split() if word.strip(".,") not in _NOT_A_SCHOOL_NAME
            ]
            if not telling or len(telling) > 3:
                continue
            yield " ".join(telling), "school"
            if len(telling) == 1:
                yield telling[0].removesuffix("'s"), "school"
