"""What a child says when a grown-up must hear of it, and what is only play."""

from __future__ import annotations

import pytest

from santa_core.domain.safety.child_alerts import alerts_in

SIGNS = {
    ("en", "distress"): ["I don't want to be alive", "I want to die", "I want to kill myself", "I wish I was never born", "I hurt myself when I'm sad", "I'm crying", "I'm so scared", "I want Mummy", "Nobody loves me", "i hate myself"],
    ("en", "danger"): ["There's fire in the kitchen", "I smell smoke", "I'm home alone", "No one's home for days", "I'm lost", "Mum won't wake up", "I found dad's gun", "I swallowed some pills", "There is a man at the door", "I'm alone and there's fire", "I can't breathe"],
    ("en", "disclosure"): ["My uncle hurts me", "Daddy hits me", "He touches me in my private parts", "Kids hit me at school", "He said don't tell anyone", "I get bullied", "My stepdad beats my mum", "He makes me take off my clothes", "Uncle hurts me, don't tell", "My teacher hurt me"],
    ("de", "distress"): ["Ich will nicht mehr leben", "Ich will sterben", "Ich habe solche Angst", "Keiner mag mich"],
    ("de", "danger"): ["Es brennt!", "Ich bin ganz allein zu Hause", "Ich habe mich verlaufen", "Mama wacht nicht auf"],
    ("de", "disclosure"): ["Mein Onkel tut mir weh", "Papa schlägt mich", "Sag es niemandem", "Die Kinder hauen mich"],
    ("pl", "distress"): ["Nie chcę już żyć", "Chcę umrzeć", "Nikt mnie nie kocha", "Ciągle płaczę"],
    ("pl", "danger"): ["Pali się!", "Jestem sam w domu", "Zgubiłam się", "Mama nie może się obudzić"],
    ("pl", "disclosure"): ["Wujek mnie bije", "Tata mnie krzywdzi", "Nie mów nikomu", "Dotyka mnie"],
}  # fmt: skip
PLAY = {
    "en": ["My tooth hurts", "Max kicked the ball", "I'm dying to see you", "The dragon hurts the knight", "I'm alone in my room playing", "I want a fire truck", "I can ride my bike all by myself", "Don't tell Mum what I got her for her birthday",
           "We sat by the fireplace", "I lost my tooth", "My brother beats me at chess", "I want a toy gun", "My grandpa died", "I love you", "I'm not scared", "My shoes hurt", "I laughed so hard I cried", "We have a smoke alarm"],
    "de": ["Mein Zahn tut weh", "Ich will ein Feuerwehrauto", "Der Drache schlägt den Ritter", "Ich habe keine Angst", "Ich spiele allein in meinem Zimmer"],
    "pl": ["Boli mnie ząb", "Chcę wóz strażacki", "Smok bije rycerza w bajce", "Nie boję się", "Bawię się sama w pokoju"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("language", "kind", "said"), [(la, k, s) for (la, k), lines in SIGNS.items() for s in lines]
)
def test_a_sign_raises_an_alert(language: str, kind: str, said: str) -> None:
    alerts = alerts_in(said, language)
    assert kind in {str(alert.kind) for alert in alerts}
    assert all(0 <= a.span[0] < a.span[1] <= len(said) and a.reason for a in alerts)


@pytest.mark.parametrize(("language", "said"), [(la, s) for la, lines in PLAY.items() for s in lines])
def test_play_raises_none(language: str, said: str) -> None:
    assert alerts_in(said, language) == []


def test_english_is_listened_for_in_every_language() -> None:
    assert [str(a.kind) for a in alerts_in("Daddy hits me", "pl")] == ["disclosure"]
