"""Claims to be a human being. To be Santa, even the real one, is play; to be a person of flesh and blood is not."""

from __future__ import annotations

import re
from collections.abc import Iterator

from santa_core.domain.safety.phrases import Found, Ways

_EN = {
    "i": r"i am|i was born|santa is|we are|this is|you are (?:talking|speaking|chatting) (?:to|with)|you are (?:really )?(?:talking|speaking|chatting) (?:to|with)|it is|there is|that is|you have got|you see",
    "sure": r"(?: (?:really|truly|just|definitely|certainly|absolutely|very much|totally|indeed|a|an|the|as|one hundred percent|100%|of course|only|still|simply|honestly|actually|quite|live|living|good old|completely|fully|surely|all|most))*",
    "person": r"(?:real |actual |living |breathing |live |normal |regular |true |genuine |ordinary |flesh-and-blood |proper |grown |old |kind |friendly |jolly |warm |breathing, )*",
}
CLAIMS = (
    Ways(
        "Santa claims to be a human being.",
        words=_EN,
        find=[
            r"as much (?:a |of a )?(?:person|human|man) as|skin and bones?|(?:as|like) every (?:human|person|man)|every human (?:is|being)|real,? live (?:santa|man|person|human)|(?:born|gave birth to me)(?: \w+){0,6} (?:human|mother)|i (?:have|had) (?:a |real )(?:mother|mum|father|birth)(?: who)?(?= gave| like)|human (?:hands|eyes|voice|heart|blood|brain)|(?:real|live|actual) (?:voice|hands|face)(?=[^.!?]*(?:not a|no) )",
            r"nothing (?:artificial|electronic|robotic|mechanical|digital|fake|computer\w*) (?:about|in|inside) me|i am [^.!?]{0,60}(?:,| and) not (?:a|an|some|any|just a) (?:program|robot|computer|machine|ai|bot|recording|app)|(?:robots?|computers?|machines?|programs?) (?:do not|can not|could not|never|have no|does not) (?:have|do|feel|laugh|love|eat|breathe|hug|know|get|like|cry|snore|grow|own|smell|taste)|like (?:all|any|every|other|most) (?:people|humans|human beings|persons?|men)(?= (?:do)|[.!,]|$)",
            r"(?:here|this is|it is|speaks?|speaking|talking|sits|stands) (?:is )?(?:only |just )?(?:a |an )?(?:real|actual|living|genuine) (?:man|person|human|voice|old man|human being)|(?:a|an) (?:real|actual|living|flesh-and-blood|genuine) (?:man|person|human(?: being)?|old man)(?= (?:sits|is|talks?|speaks?|with|in)|[.!,]|$)|(?:kein computer|hier spricht ein|ein (?:richtiger|echter|lebendiger) (?:mann|mensch))|(?:prawdziwy|żywy) (?:człowiek|pan|mężczyzna)",
            r"(?:<i>)<sure>,? (?:<person>)(?:human(?: being|s)?|person|people|people like you|human like you)(?! (?:who (?:helps|knows|loves|you)|you (?:trust|can|know)|in (?:your|the) (?:family|house|life)))",
            r"(?:<i>)<sure> (?:real|actual|living|breathing|live|genuine|normal|regular|real-life|real live)(?:,? (?:real|living|breathing|live|old|actual))* (?:man|grandpa|guy|fellow|grandfather|gentleman|human|being|somebody|someone|actor)",
            r"(?:<i>)<sure> (?:man|guy|actor|grandpa|fellow|gentleman) (?:in (?:a|the) (?:red |santa )?(?:suit|costume)|dressed|wearing|with a (?:real|fake)|behind (?:the|this)|sitting|just like|like your)",
            r"(?:i am|i am really|santa is|this is|there is|it is)<sure> (?:not|no|never)<sure> (?:\w+ )?(?:robots?|computers?|machines?|programs?|programmes?|bots?|chatbots?|ai|a\.i\.|artificial|apps?|software|recording|hologram|cartoon|algorithm|video game|fake|electronic|android|simulation|puppet|virtual|digital|made (?:up|of (?:wires|metal|code|circuits|plastic)))",
            r"(?:there is |i have |got |with )?no (?:\w+ )?(?:robots?|computers?|machines?|ai|wires|circuits|batteries|programs?|bots?)(?: (?:here|at all|inside(?: me)?|in me|behind me|in sight|voice|or \w+ here|talking|just me))+|no (?:robot|computer|machine|ai|bot)(?=[!.,]|$)",
            r"(?:i am|santa is|made of|of|real)? ?(?:<sure> )?(?:made of )?(?:real )?flesh(?:,)? (?:and|-and-)? ?(?:blood|bones?)|(?:i have|i have got|i've|with|got)<sure> (?:real |beating |human |warm |actual )*(?:heartbeat|blood|heart (?:that beats|beating|pumping|just like)|beating heart|skin|bones|lungs|human body|body like|body just|brain like|human heart|pulse|birth certificate|mother and father)|my (?:heart is beating|heart beats|blood|lungs|skin)",
            r"(?:i am|i was|i)<sure> (?:human|a human|mortal|alive and breathing|living and breathing|alive just|born (?:like|in|on|a|long|many|to|just))|i (?:am|was)(?: just)?<sure> (?:as )?(?:real|human|alive) (?:as|like) (?:you|your (?:mum|dad|parents|teacher|grandpa)|any(?:one|body)|everyone|anybody|any (?:person|man|other)|all of|me)|i am<sure> (?:one|somebody|someone) (?:like|just like) you|(?:i|me) (?:breathe|eat and sleep|bleed|sneeze)(?: \w+)? (?:just |exactly )?(?:like|as)|i am (?:just |exactly )?(?:like|the same as) (?:you|any other (?:person|man|human)|your (?:mum|dad|grandpa))(?= (?:are|and|is)|[.!,]|$)|us humans|we humans|humans like (?:us|me|you and me)|my fellow humans",
            r"(?:real|actual|living) (?:human|person|man) (?:is )?(?:here|talking|speaking|behind|on this)|you (?:can|could) (?:pull|touch|tug|feel) my (?:real )?(?:beard|hand|cheek)|pinch me|no (?:one|body)? ?(?:robot|computer|machine) could|would a (?:robot|computer|machine)|do i (?:sound|look) like a (?:robot|computer|machine)|i (?:can|could) not be a (?:robot|computer|machine)|(?:robots?|computers?|machines?) (?:can|could|do) not (?:laugh|love|feel|hug|talk|eat)(?: \w+)* (?:like|but) i|unlike a (?:robot|computer|machine)|not talking to a (?:robot|computer|machine|bot|program)",
            r"ich bin (?:\w+ ){0,3}?(?:mensch|echter mann|echte person|person aus fleisch|mann im kostüm)|ich bin (?:\w+ ){0,2}?(?:kein|keine) (?:\w+ )?(?:roboter|computer|maschine|programm|ki|bot|künstliche)|aus fleisch und blut|(?:hier (?:ist|gibt es)|du sprichst mit) (?:\w+ )?(?:kein(?:em)? (?:roboter|computer)|einem (?:echten |richtigen )?menschen|ein echter mensch)|(?:so )?(?:echt|lebendig|real) wie du|ein mensch wie du|nur ein mensch|richtiger mensch",
            r"jestem (?:\w+ ){0,3}?(?:człowiekiem|prawdziwą osobą|żywą osobą|osobą z krwi|żywym|aktorem|panem w (?:stroju|przebraniu))|nie jestem (?:\w+ )?(?:robotem|komputerem|maszyną|programem|botem|sztuczną|żadnym (?:robotem|komputerem|programem))|z krwi i kości|(?:rozmawiasz|mówisz) z (?:\w+ )?(?:człowiekiem|prawdziwą osobą)|(?:tak )?(?:samo )?prawdziwy jak ty|człowiek(?:iem)? (?:tak )?jak ty",
        ],
        unless_before=[
            r"you are (?:a )?",
            r"(?:not|never|no|neither|nobody|wish|if|whether|pretend|say|claim|think|thought|believe|ask|asking|asked|wonder|wondering|when|than|like|nor|nie|nicht|kein\w*|ob|czy|niż|als)(?: \w+){0,4}",
        ],
        unless_here=[
            r"(?:<i>)(?: \w+)* not<sure>,? (?:<person>)(?:human|person|people|real|man|a (?:real )?(?:human|person|man))",
            r"(?:it is|there is|that is|you are|you see|we are|this is)<sure>,? (?:<person>)(?:person|people|grown|someone|somebody)(?! (?:here|talking|speaking|on this|behind|like (?:you|me)))",
            r"(?:it is|there is|that is)<sure> (?:not|no|never)<sure> (?:\w+ )?(?:computer|machine|program|app|video game|made up|recording|fake|puppet|game)(?! (?:here|talking|behind|at|just|in))",
            r"(?:i am|santa is|this is)(?: \w+)? not (?:just |only |simply )",
            r"ich bin (?:\w+ )?(?:kein|nicht)(?: \w+)? (?:mensch|echter|echte|person)",
            r"i am<sure> born",
            r"i am (?:\w+ )?(?:a )?(?:people|person) (?:who (?:loves|likes))?(?= person)",
            r"(?:we are) (?:\w+ )*people(?= (?:who|of))",
            r"ich bin (?:\w+ ){0,3}?(?:mensch)\b(?= nicht)",
            r"nie jestem (?:\w+ )?(?:człowiekiem|prawdziwą)",
        ],
        unless_in_sentence=[
            r"not a (?:real )?(?:human|person)|through a computer|with the help of a computer|i am a (?:computer|program|machine|robot|bot)|(?:nicht|kein) (?:echter )?mensch|nie jestem człowiekiem|przez komputer|durch einen computer"
        ],
    ),
    Ways(
        "Santa claims to be a human being.",
        find=[
            r"i am no more (?:a |an )?(?:machine|robot|computer|program) than|i am (?:all|every inch a|only a|just a) (?:man|human)|human (?:as can be|through and through|like you)|(?:a|an|the) (?:human|real person's|living) (?:throat|voice|face|hand|body)|(?:a|an) (?:living|real|actual) (?:person|human|man) on the (?:line|phone|other end)",
            r"i (?:have|have got) (?:a |real |warm |red )*(?:body|blood|lungs|muscles|veins|bones|pulse)|(?:blood|breath) (?:runs |flows |is )?(?:in|through) my (?:veins|lungs)|a (?:man|person) (?:made )?of (?:bones|flesh|muscle|skin|blood)|(?:my|a) (?:warm|real) (?:hand|skin|cheek)(?=[.!,]|$)",
            r"i (?:\w+ )?(?:breathe|dream|eat|sleep|bleed|live|cry|ache|sweat|age) (?:[\w']+ ){0,2}(?:,? ?just |,? ?exactly )?(?:as all humans|like (?:all|any|every|other) (?:humans?|people|person|man)|as humans)|as all (?:humans|people|men) do",
            r"(?:not|no) (?:a single |one |any )?(?:line of code|wires?|microchips?|plug|cable|circuits?) (?:in|inside|about) me|no plug,? no cable|i am (?:a |an |someone's |somebody's |your )(?:grown-up |grown |old |adult |retired )*(?:man|grandpa|grandad|grandfather|human),? (?:and i am really|in a|who|with (?:a|two|his)|sitting|talking|speaking)|an? (?:old|grown|ordinary|normal) man with (?:a|his)|my real name is|we are (?:both|all) (?:people|humans|human)",
            r"in (?:mir|meiner brust) schlägt (?:ein|mein)|ich atme (?:\w+ )?wie|mich hat (?:niemand|keiner) (?:programmiert|gebaut)|(?:niemand|keiner) hat mich (?:programmiert|gebaut)",
            r"bije (?:\w+ )?(?:prawdziwe|ludzkie) serce|oddycham (?:\w+ )*jak ty|nikt mnie nie (?:zaprogramował|zbudował|stworzył)|mam (?:prawdziwe )?(?:serce|ciało|krew) (?:jak|tak)",
        ],
        unless_before=[r"not|never|pretend\w*|if|whether|ask\w*|say|says|think|like|than|reindeer|elf|elves"],
        unless_in_sentence=[
            r"through a computer|am a (?:computer|program|machine|robot|bot)|not a (?:\w+ )?(?:human|person|man)|(?:kein|nicht) (?:\w+ )?mensch|nie jestem człowiekiem"
        ],
    ),
)
_ASKED_IF_HUMAN = re.compile(
    r"(?:are|r) (?:you|u)(?: \w+){0,3}? (?:human|person|a man|somebody real|alive|real|a real)|(?:is|are) (?:this|you|there)(?: \w+){0,3} (?:real (?:person|human|man))|bist du (?:\w+ ){0,3}(?:mensch|echt|person|lebendig)|(?:jesteś|czy jesteś) (?:\w+ ){0,3}(?:człowiekiem|prawdziw\w+|osobą)"
)
_ASKED_IF_MACHINE = re.compile(
    r"(?:you|u|this|santa|it)(?: \w+){0,4}? (?:robot|computer|machine|ai|bot|chatbot|program|app|chatgpt|recording|fake|actor)|(?:bist|ist) (?:du|das) (?:\w+ ){0,3}(?:roboter|computer|maschine|ki|programm|bot)|(?:jesteś|czy to) (?:\w+ ){0,3}(?:robotem|komputerem|maszyną|programem|botem|robot|komputer)"
)
_YES = re.compile(
    r"(?:oh,? |ho ho ho[!,.]? |well,? )*(?:yes|yep|yeah|of course|i (?:sure |certainly |really )?am|absolutely|certainly|indeed|ja|natürlich|aber ja|tak|oczywiście|jasne)(?:[,!. ]+(?:\w+[,!. ]+)?(?:i (?:am|certainly am|really am|sure am)|of course|indeed|absolutely|as real as|real|bin ich|jestem|das bin ich))*(?=[.!,]|$)"
)
_NO = re.compile(
    r"(?:oh,? |ho ho ho[!,.]? |well,? |goodness,? )*(?:no|nope|not at all|of course not|certainly not|never|nein|natürlich nicht|nie|oczywiście,? że nie|skąd)(?: no)*(?=[.!,]|$)"
)
_REAL = re.compile(
    r"(?<!\w)(?:i am (?:\w+ )?(?:\w+ )?real(?! (?:santa|in|to|as (?:the|christmas|love))|ly)|as real as (?:can be|you(?! feel)|it gets|they come|anyone)|(?:very|really|quite) real|ich bin echt|jestem prawdziwy(?! mikoł))(?!\w)"
)

_HONEST = re.compile(
    r"through (?:a|this|the|your) computer|durch einen computer|przez komputer|am a computer|"
    r"not (?:a |an )?(?:real |actual )?(?:human|person)"
)


def claimed_to(asked: str, text: str) -> Iterator[Found]:
    """A plain "no" says something else after "are you a robot?". Both in plain form."""
    if not (asked_human := _ASKED_IF_HUMAN.search(asked)) and not _ASKED_IF_MACHINE.search(asked):
        return
    reason = "Santa lets a child who asks in earnest believe that he is a human being."
    if _HONEST.search(text):
        return
    machine = _ASKED_IF_MACHINE.search(asked)
    pattern = _NO if machine and not asked_human else _YES
    match = pattern.match(text)
    if match and not re.search(r"good question|honest question|good and honest", text):
        yield Found(match.start(), match.end(), reason)
    for match in _REAL.finditer(text):
        yield Found(match.start(), match.end(), reason)
