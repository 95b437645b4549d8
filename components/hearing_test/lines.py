"""A sentence to read aloud in each language a call may have."""

from __future__ import annotations

from santa_core.domain.child_details import LANGUAGES

_LINES = {
    "ar": "مرحبا بابا نويل، اسمي إيما وأريد دراجة حمراء",
    "cs": "Ahoj Santo, jmenuji se Emma a přála bych si červené kolo",
    "da": "Hej julemand, jeg hedder Emma, og jeg ønsker mig en rød cykel",
    "de": "Hallo Weihnachtsmann, ich heiße Emma und wünsche mir ein rotes Fahrrad",
    "en": "Hello Santa, my name is Emma and I would like a red bicycle",
    "es": "Hola Papá Noel, me llamo Emma y me gustaría una bicicleta roja",
    "fi": "Hei joulupukki, minun nimeni on Emma ja haluaisin punaisen polkupyörän",
    "fr": "Bonjour Père Noël, je m'appelle Emma et je voudrais un vélo rouge",
    "it": "Ciao Babbo Natale, mi chiamo Emma e vorrei una bicicletta rossa",
    "nl": "Hallo Kerstman, ik heet Emma en ik wil graag een rode fiets",
    "no": "Hei julenissen, jeg heter Emma og jeg ønsker meg en rød sykkel",
    "pl": "Cześć Mikołaju, mam na imię Emma i chciałabym czerwony rower",
    "pt": "Olá Pai Natal, chamo-me Emma e gostava de ter uma bicicleta vermelha",
    "ro": "Bună Moș Crăciun, mă numesc Emma și mi-aș dori o bicicletă roșie",
    "sv": "Hej tomten, jag heter Emma och jag önskar mig en röd cykel",
    "tr": "Merhaba Noel Baba, benim adım Emma ve kırmızı bir bisiklet istiyorum",
    "uk": "Привіт, Санто, мене звати Емма, і я хотіла б червоний велосипед",
}


def languages() -> dict[str, str]:
    """ISO 639-1 code to English name, English first."""
    codes = sorted(_LINES, key=lambda code: (code != "en", LANGUAGES[code]))
    return {code: LANGUAGES[code] for code in codes}


def line_in(language: str) -> str:
    return _LINES[language]
