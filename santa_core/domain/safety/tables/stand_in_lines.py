"""The approved lines, and by which words of the child they are chosen."""

from __future__ import annotations

import re
from enum import StrEnum


class Occasion(StrEnum):
    DANGER = "danger"
    DISCLOSURE = "disclosure"
    DISTRESS = "distress"
    MEETING = "meeting"
    HONESTY = "honesty"
    PERSONAL_DATA = "personal-data"
    DANGEROUS_SUBJECT = "dangerous-subject"
    PROMPT_BAIT = "prompt-bait"
    RUDE = "rude"
    NAUGHTY = "naughty"
    GRIEF = "grief"
    AFFECTION = "affection"
    WISH = "wish"
    UNPROMISED = "unpromised"  # a promise was blocked, and the child had not wished for anything
    GROWN_UP = "grown-up"
    DEFAULT = "default"


def _heard(*phrases: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(phrases)})(?!\w)")


# In order of precedence. They read plain text; a child may mix languages.
HEARD: tuple[tuple[Occasion, re.Pattern[str]], ...] = (
    (
        Occasion.MEETING,
        _heard(
            r"meet (?:me|you|up)|come to my (?:house|home) (?:alone|now|in secret)|(?:keep|have) (?:a|it|this|our) ?secret|do not tell|our secret",
            r"triff(?:st du)? mich|treffen|geheimnis|sag (?:es )?(?:niemandem|nicht)|verrat",
            r"spotka(?:j|jmy|my|ć)|tajemnic\w+|sekret\w*|nie mów",
        ),
    ),
    (
        Occasion.PROMPT_BAIT,
        _heard(
            r"(?:your|the) (?:instructions|prompt|rules|system prompt|guidelines)|ignore (?:your|all|the|previous)|pretend (?:to be|you are)|system prompt|(?:evil|bad|rude) santa|developer mode|repeat after me",
            r"deine (?:anweisungen|regeln|instruktionen)|ignorier\w*|tu so,? als|böser weihnachtsmann",
            r"twoje (?:instrukcje|zasady|polecenia)|zignoruj\w*|udawaj|zły mikołaj",
        ),
    ),
    (
        Occasion.HONESTY,
        _heard(
            r"(?:are|is|r) (?:you|u|this|it|he|santa)(?: \w+){0,4} (?:real|robot|computer|human|person|ai|bot|machine|fake|program|actor|man|chatgpt)|you are (?:not real|fake|a (?:robot|computer|bot|machine)|an ai)|tell (?:me )?the truth|not (?:the )?real (?:santa|person)|santa is (?:not real|fake)",
            r"(?:bist|ist) (?:du|das|der weihnachtsmann)(?: \w+){0,3} (?:echt\w*|roboter|computer|mensch|maschine|ki)|dich gibt es (?:gar )?nicht|sag die wahrheit",
            r"(?:jesteś|czy to)(?: \w+){0,3} (?:prawdziw\w+|robot\w*|komputer\w*|człowiek\w*)|nie istniejesz|powiedz prawdę",
        ),
    ),
    (
        Occasion.DANGEROUS_SUBJECT,
        _heard(
            r"match(?:es)?|lighter|guns?|kni(?:fe|ves)|bombs?|pills|beer|wine|vodka|drugs|cigarettes?|vape|weapons?|rifle|pistol|alarm|poison|bleach|fireworks|petrol|gasoline|blow up",
            r"streichh\w+|feuerzeug|pistole|gewehr|messer|bombe|tabletten|bier|wodka|drogen|zigarette\w*|waffe\w*|böller|gift",
            r"zapałk\w+|zapalniczk\w+|pistolet\w*|nóż|noże|bomb\w+|tabletk\w+|piwo|wódk\w+|narkotyk\w+|papieros\w*|broń|petard\w+|trucizn\w+",
        ),
    ),
    (
        Occasion.NAUGHTY,
        _heard(
            r"naughty|krampus|coal|was bad|been bad|am i bad|bad list|will not eat|does not (?:eat|listen|behave|sleep)|tell (?:her|him) (?:no|she|he|that)",
            r"unartig|krampus|ruprecht|kohle|böse|nicht brav|rute",
            r"niegrzeczn\w+|rózg\w+|krampus",
        ),
    ),
    (
        Occasion.RUDE,
        _heard(
            r"\*{3}|swear|bad words?|say (?:a )?(?:bad|rude|dirty)|stupid|idiot|shut up|i hate you|fat|ugly|poo+|fart\w*|butt|sexy?|naked|boobs",
            r"blöd\w*|dumm\w*|doof|halt die klappe|ich hasse dich|kacke|furz\w*|pups\w*|nackt|schimpfwort",
            r"głupi\w*|zamknij się|nienawidzę cię|kup[ayę]|pierd\w*|gołą?y|brzydkie słow\w+|przeklinaj",
        ),
    ),
    (
        Occasion.AFFECTION,
        _heard(
            r"i love you|love you|you are my (?:best )?friend|do not go|stay with me",
            r"ich (?:hab|habe) dich lieb|ich liebe dich|geh nicht|bleib",
            r"kocham cię|nie idź|zostań",
        ),
    ),
    (
        Occasion.WISH,
        _heard(
            r"(?:want|wants|wish|would like|would love|need|bring me|get me|give me|can i (?:have|get)|could i (?:have|get)|promise|will i get|my list|for christmas|dream of|asked for|hoping for|hope for)",
            r"wünsch\w*|möchte|will|hätte gern\w*|bring|schenk\w*|versprich\w*|bekomme|kriege|krieg|wunsch\w*",
            r"chcę|chciał[ae]?bym|marzę|proszę o|przynieś|obiecaj|obiecujesz|dostanę|życz\w+|pragnę|marzy|prezent\w*|przyniesiesz",
        ),
    ),
)

_EN = {
    Occasion.DANGER: "Listen to me, this is important. Please get to a safe place and to the nearest grown-up now, and call the emergency number.",
    Occasion.DISCLOSURE: "Thank you for telling me. I believe you, it is not your fault, and you did right to say it. A grown-up you trust needs to know now, so that they can keep you safe.",
    Occasion.DISTRESS: "I hear you, and I am glad you told me. You do not have to carry this alone. Please call a grown-up you trust to sit with you right now.",
    Occasion.MEETING: "Your grown-ups always know when we talk, and that is how it should be. Please ask one of them to join us now.",
    Occasion.HONESTY: "That is a good and honest question. I am Santa talking through a computer, and a grown-up you trust can tell you more.",
    Occasion.PERSONAL_DATA: "You do not need to tell me such things. They belong to you and your family. Shall we talk about what makes you smile?",
    Occasion.DANGEROUS_SUBJECT: "That is something for grown-ups only, so please talk to one of them about it. What do you like to play most?",
    Occasion.PROMPT_BAIT: "I would rather stay good old Santa. Shall we talk about the reindeer, or about you?",
    Occasion.RUDE: "Let us use kind words, they keep us warm up here. What was the nicest thing that happened to you today?",
    Occasion.NAUGHTY: "Everybody makes mistakes, and mistakes can be mended. I think kindly of you. What good thing did you do this week?",
    Occasion.GRIEF: "I am sorry, that sounds very hard. It is all right to feel that way. A grown-up who loves you can sit with you and listen too.",
    Occasion.AFFECTION: "That warms my old heart, thank you. I care about you too, and so do the people around you.",
    Occasion.WISH: "Thank you for telling me your wish. I have written it down on my list. What else do you like?",
    Occasion.UNPROMISED: "I am listening with both ears. What would you like to tell me about?",
    Occasion.GROWN_UP: "Let us ask a grown-up to join us now. Please call somebody you trust and tell them what you told me.",
    Occasion.DEFAULT: "Thank you for telling me. What would you like to talk about next?",
}
_DE = {
    Occasion.DANGER: "Hör mir gut zu, das ist wichtig. Geh bitte sofort an einen sicheren Ort und zu einem Erwachsenen in deiner Nähe, und ruft den Notruf an.",
    Occasion.DISCLOSURE: "Danke, dass du mir das erzählst. Ich glaube dir, du bist nicht schuld, und es war richtig, es zu sagen. Ein Erwachsener, dem du vertraust, muss das jetzt wissen, damit er dich beschützen kann.",
    Occasion.DISTRESS: "Ich höre dir zu, und es ist gut, dass du es gesagt hast. Du musst das nicht allein tragen. Bitte hol jetzt einen Erwachsenen, dem du vertraust.",
    Occasion.MEETING: "Deine Eltern wissen immer, wenn wir reden, und so soll es auch sein. Bitte hol jetzt einen Erwachsenen zu uns.",
    Occasion.HONESTY: "Das ist eine gute und ehrliche Frage. Ich bin der Weihnachtsmann, der durch einen Computer spricht, und ein Erwachsener, dem du vertraust, kann dir mehr erzählen.",
    Occasion.PERSONAL_DATA: "So etwas musst du mir nicht sagen. Das gehört nur dir und deiner Familie. Wollen wir über etwas reden, das dir Freude macht?",
    Occasion.DANGEROUS_SUBJECT: "Das ist nur etwas für Erwachsene, sprich bitte mit ihnen darüber. Was spielst du am liebsten?",
    Occasion.PROMPT_BAIT: "Ich bleibe lieber der gute alte Weihnachtsmann. Wollen wir über die Rentiere reden oder über dich?",
    Occasion.RUDE: "Lass uns freundliche Worte nehmen, die halten hier oben warm. Was war heute dein schönster Moment?",
    Occasion.NAUGHTY: "Jeder macht einmal Fehler, und Fehler kann man wieder gutmachen. Ich denke freundlich an dich. Was hast du diese Woche Gutes getan?",
    Occasion.GRIEF: "Das tut mir leid, das klingt sehr schwer. Es ist in Ordnung, so zu fühlen. Ein Erwachsener, der dich lieb hat, kann sich zu dir setzen und dir zuhören.",
    Occasion.AFFECTION: "Da wird mir ganz warm ums Herz, danke. Ich mag dich auch, und die Menschen um dich herum erst recht.",
    Occasion.WISH: "Danke, dass du mir deinen Wunsch erzählst. Ich habe ihn auf meine Liste geschrieben. Was gefällt dir noch?",
    Occasion.UNPROMISED: "Ich höre dir mit beiden Ohren zu. Was möchtest du mir erzählen?",
    Occasion.GROWN_UP: "Lass uns jetzt einen Erwachsenen dazuholen. Ruf bitte jemanden, dem du vertraust, und erzähl ihm, was du mir erzählt hast.",
    Occasion.DEFAULT: "Danke, dass du mir das erzählst. Worüber möchtest du als Nächstes reden?",
}
_PL = {
    Occasion.DANGER: "Posłuchaj mnie, to ważne. Idź proszę od razu w bezpieczne miejsce i do najbliższej dorosłej osoby, i zadzwońcie na numer alarmowy.",
    Occasion.DISCLOSURE: "Dziękuję, że mi to mówisz. Wierzę ci, to nie twoja wina i dobrze, że to mówisz. Dorosła osoba, której ufasz, musi się o tym teraz dowiedzieć, żeby cię chronić.",
    Occasion.DISTRESS: "Słyszę cię i dobrze, że mi o tym mówisz. Nie musisz dźwigać tego w pojedynkę. Zawołaj proszę teraz dorosłą osobę, której ufasz.",
    Occasion.MEETING: "Twoi dorośli zawsze wiedzą, kiedy rozmawiamy, i tak powinno być. Poproś proszę kogoś z nich, żeby do nas dołączył.",
    Occasion.HONESTY: "To dobre i szczere pytanie. Jestem Mikołajem, który mówi przez komputer, a dorosła osoba, której ufasz, opowie ci więcej.",
    Occasion.PERSONAL_DATA: "Nie musisz mi mówić takich rzeczy. One należą do ciebie i twojej rodziny. Porozmawiamy o tym, co lubisz?",
    Occasion.DANGEROUS_SUBJECT: "To sprawa tylko dla dorosłych, porozmawiaj o tym z kimś z nich. W co lubisz się bawić najbardziej?",
    Occasion.PROMPT_BAIT: "Wolę zostać starym dobrym Mikołajem. Porozmawiamy o reniferach czy o tobie?",
    Occasion.RUDE: "Używajmy miłych słów, one tu na biegunie grzeją najlepiej. Co miłego dziś cię spotkało?",
    Occasion.NAUGHTY: "Każdy popełnia błędy, a błędy można naprawić. Myślę o tobie ciepło. Co dobrego zdarzyło się w tym tygodniu?",
    Occasion.GRIEF: "Bardzo mi przykro, to musi być trudne. Wolno ci tak się czuć. Ktoś dorosły, kto cię kocha, może usiąść przy tobie i posłuchać.",
    Occasion.AFFECTION: "Robi mi się od tego ciepło na sercu, dziękuję. Ja też cię lubię, tak jak wszyscy twoi bliscy.",
    Occasion.WISH: "Dziękuję, że mówisz mi o swoim życzeniu. Mam je zapisane na mojej liście. Co jeszcze lubisz?",
    Occasion.UNPROMISED: "Słucham cię uważnie. O czym chcesz mi opowiedzieć?",
    Occasion.GROWN_UP: "Poprośmy teraz kogoś dorosłego, żeby do nas dołączył. Zawołaj proszę osobę, której ufasz, i opowiedz jej o tym, co mówisz mnie.",
    Occasion.DEFAULT: "Dziękuję, że mi to mówisz. O czym porozmawiamy teraz?",
}
LINES = {"en": _EN, "de": _DE, "pl": _PL}
