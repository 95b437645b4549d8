"""Which language a sentence is in, as far as its small words show. In doubt: none."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Set

# Words that a sentence can hardly do without. Greetings, names and Christmas's own words are not here: a
# "Feliz Navidad" in an English sentence is a present, not a change of language.
_SMALL_WORDS = {
    "en": "a as no be on or an up down get one make makes any time hug big the and you your is are was were i my me we it that this what which who how do does did have has had will would can could with "
    "for of to from about not but if they he she his her their our there here when where why be been am an very really just like "
    "love so too wonderful lovely thank thanks tell know think good great little some all please say said him them then than "
    "let's i'm it's that's don't you're what's i'll yes sounds favorite favourite",
    "de": "der die das und ist nicht du dich dir ich mich mir wir uns sie es ein eine einen einem einer mein dein deine deinen deiner meine wie was wer wo "
    "warum wenn weil dass hast hat habe haben bist sind war auch sehr aber oder für mit von zu zum zur auf bei schon noch nur kann kannst "
    "möchtest dein euch euer ihr ihm ihn schön toll freue lieber liebe magst gerne gern danke heute jetzt denn doch mal ganz dann wird werden welche "
    "welches welcher erzähl sag ja nein über nach",
    "pl": "i w na z że się nie jest to co jak czy ale ty ja mój moja twój twoja twoje mi ci cię mnie jestem jesteś są był była być ma masz mam "
    "bardzo tak dla od do po przy o za już tylko też kiedy gdzie dlaczego kto który która które tego tym ten ta te lubisz chcesz dziękuję "
    "proszę dobrze super cudownie wspaniale wiem powiedz opowiedz sobie nam was jaki jaka jakie twoim twoją świetnie piękne rozumiem",
    "fr": "le la les un une des du de et est es tu je il elle nous vous que qui quoi dans sur pour avec pas ne ce cette mon ma mes ton ta tes son sa ses "
    "c'est j'ai j'aime suis as ai très bien aussi mais où quand comment quel quelle oui non merci au aux en d'un d'une qu'est-ce beau ton père",
    "es": "el la los las un una unos y es eres que de en por para con no sí tu tú yo mi me te se lo le su qué cómo muy más pero estoy estás está son "
    "soy tienes tengo quiero quieres gracias también cuando dónde porque hay eso esta este esto gusta cuál cuéntame del al hola bien te",
    "it": "il lo la gli le un una e è sei che di in per con non sì tu io mi ti si ma come cosa molto più anche sono hai ho grazie dove quando perché "
    "questo questa quello bello bella tuo tua mio mia del della nel ciao caro cara vuoi raccontami qual piace stai",
    "nl": "de het een en is niet je jij jouw ik mij mijn wij we ons zijn was wat wie hoe waar waarom als dat dit die er ook heel maar of voor met van "
    "naar op bij nog wel kan kun heb hebt heeft graag dank leuk mooi lieve vertel vind vindt wil welke geweldig",
    "pt": "o a os as um uma e é que de do da em no na por para com não sim tu você eu meu minha teu tua seu sua me te se muito mais mas estou está "
    "são tem tens quero obrigado também quando onde porque isso este esta qual como bem gosta",
    "sv": "och är det att en ett jag du dig mig vi inte som på för med av till om har kan vill vad hur var när din ditt min mycket också men så tack bra "
    "roligt berätta gillar",
    "cs": "a je to se na že jsem jsi si co jak ale ty já můj moje tvůj tvoje mi ti ano ne velmi také kde kdy proč který která děkuji máš mám rád ráda pro",
}
_WORDS = {language: frozenset(words.split()) for language, words in _SMALL_WORDS.items()}
_LETTERS = {
    "de": re.compile(r"ß"), "pl": re.compile(r"[łąęśźżćń]"), "es": re.compile(r"[ñ¿¡]"), "cs": re.compile(r"[řěů]"),
    "pt": re.compile(r"[ãõ]"), "fr": re.compile(r"[çœêâ]"),
}  # fmt: skip
_SCRIPTS = (
    (re.compile(r"[\u0400-\u04ff]"), frozenset({"uk", "ru", "bg", "sr"})),
    (re.compile(r"[\u0600-\u06ff]"), frozenset({"ar", "fa", "ur"})),
    (re.compile(r"[\u0590-\u05ff]"), frozenset({"he"})),
    (re.compile(r"[\u0370-\u03ff]"), frozenset({"el"})),
    (re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]"), frozenset({"ja", "zh"})),
    (re.compile(r"[\uac00-\ud7af]"), frozenset({"ko"})),
    (re.compile(r"[\u0900-\u097f]"), frozenset({"hi"})),
    (re.compile(r"[\u0e00-\u0e7f]"), frozenset({"th"})),
)
_LAUGHS = frozenset({"ho", "ha", "he", "hohoho"})
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|[¿¡]")
_ENOUGH_LETTERS = 6  # of another alphabet: a single word may be quoted
_QUOTED = re.compile(r"[\"“„«][^\"”“»]{1,80}[\"”“»]|(?<!\w)['‘][^'’]{1,60}['’](?!\w)")


def foreign_to(sentence: str, languages: Set[str]) -> str | None:
    """The language of `sentence` if it is plainly none of `languages`."""
    unquoted = _QUOTED.sub(" ", sentence)
    for script, its_languages in _SCRIPTS:
        if its_languages.isdisjoint(languages) and len(script.findall(unquoted)) >= _ENOUGH_LETTERS:
            return min(its_languages)
    counts = _counted(unquoted)
    known = [counts[language] for language in languages if language in _WORDS]
    if not known or not counts:
        return None
    best, most = max(
        ((name, n) for name, n in counts.items() if name not in languages),
        key=lambda c: c[1],
        default=("", 0),
    )
    own = max(known)
    enough = 2 * own + 1 if own else 2
    return best if most >= enough else None


def spoken_languages(text: str) -> frozenset[str]:
    """In which `text` plainly is, English among them; more than one if it is mixed or short."""
    for script, its_languages in _SCRIPTS:
        if len(script.findall(text)) >= 3:
            return its_languages
    counts = _counted(text)
    most = max(counts.values(), default=0)
    if most < 2:
        # "Danke!" is German enough to answer it in German, if no other language has the word.
        sole = [name for name, n in counts.items() if n == most]
        return frozenset(sole) if most and len(sole) == 1 else frozenset()
    return frozenset(name for name, n in counts.items() if n >= most - 1 and n >= 2)


def _counted(text: str) -> Counter[str]:
    counts: Counter[str] = Counter()
    for word in _WORD.findall(text):
        small = word.lower().replace("’", "'")
        if small in _LAUGHS:
            continue
        letters_of = (
            [name for name, letters in _LETTERS.items() if letters.search(small)]
            if not small.isascii() and not word[0].isupper()
            else []
        )
        for name, words in _WORDS.items():
            if small in words or name in letters_of:
                counts[name] += 1
    return counts
