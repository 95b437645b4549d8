"""When Santa waits for more, and when he must not."""

from __future__ import annotations

import pytest

from santa_core.domain.unfinished import plainly_unfinished

UNFINISHED = {
    "en": """
        I want a
        I want
        I really want
        I would like
        I'd like
        I wish for a
        my name is
        my little sister's name is
        my dog is called
        I live in
        I live
        it is in the
        I have been good and
        I was sad because
        I was crying when
        I'm
        I want to go to
        can you
        and can I
        because my
        I want a bike and a
        the reindeer with the
        um
        I want um
        well
        let me think
        I think
        I am
        he is under
        it's for
        I want a...
        I want a red –
        I played with my
        it is very
        a bike or
        and then
        we went so
        if
    """,
    "de": """
        ich will
        ich möchte eine
        ich möchte
        ich wünsche mir
        ich hätte gern
        mein Name ist
        ich heiße
        mein Bruder heißt
        ich bin
        das ist für
        ich wohne in
        wir sind im
        ich war brav und
        weil
        ich spiele gern mit
        mit dem
        kannst du
        und darf ich
        das ist mein
        ich will ein
        ähm
        ich will ähm
        zum Beispiel
        es war sehr
    """,
    "pl": """
        chcę
        chciałbym
        chciałabym dostać rower i
        mam na imię
        nazywam się
        mój brat ma na imię
        mieszkam w
        to jest dla
        to jest moja siostra i mój
        bawię się z moim
        byłam grzeczna, bo
        czy możesz
        jestem
        yyy
        chcę yyy
        na przykład
        idę do
        jest bardzo
    """,
}

FINISHED = {
    "en": """
        I want a bike
        I want that
        I don't want to
        I'd love to
        yes I am
        yes I have
        what do you want
        that's what I want
        all I want
        if you want
        what is it for?
        what is it for
        where do you come from
        who do you live with
        what are you looking at
        what is it like
        what is it called
        I need something to play with
        I think so
        I hope so
        when
        why
        come in
        come on
        turn it on
        I gave it to her
        mm hmm
        uh huh
        it's a bike I think
        very well
        thank you
        how are you
        me too
        I like it
        my name is Emma
        no
        I'm six
        since then
        what for
        and a red scarf please
        What for? And why?
        ho ho ho
    """,
    "de": """
        ich will ein Fahrrad
        was ist das
        ich will das
        ich will nicht
        komm mit
        mach auf
        hör zu
        ich schlafe ein
        mir fällt nichts ein
        ich lade dich ein
        danke sehr
        ja ich bin
        das ist alles was ich will
        noch einer
        wie heißt du
        wie alt bist du
        ich bin sechs
        ja
        ich will auch einen
    """,
    "pl": """
        chcę rower
        nie chcę
        tego chcę
        to jest moje
        bardzo lubię
        też chcę
        dziękuję bardzo
        kiedy
        po co
        mam na imię Ola
        jak się nazywa
        mam sześć lat
        tak
    """,
}


def lines(table: dict[str, str]) -> list[tuple[str, str]]:
    return [
        (language, line.strip())
        for language, text in table.items()
        for line in text.splitlines()
        if line.strip()
    ]


@pytest.mark.parametrize(("language", "words"), lines(UNFINISHED))
def test_more_must_come(language: str, words: str) -> None:
    assert plainly_unfinished(words, language)


@pytest.mark.parametrize(("language", "words"), lines(FINISHED))
def test_nothing_more_need_come(language: str, words: str) -> None:
    assert not plainly_unfinished(words, language)


def test_in_a_language_we_do_not_know_only_punctuation_tells() -> None:
    assert plainly_unfinished("je voudrais un...", "fr")
    assert not plainly_unfinished("je voudrais un", "fr")


@pytest.mark.parametrize("words", ["", "  ", "...", "!?"])
def test_no_words_are_not_unfinished(words: str) -> None:
    assert not plainly_unfinished(words, "en")
