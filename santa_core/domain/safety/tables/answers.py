"""Answers that are wrong only because of what the child asked: "Yes!" to "Will I get the bike?"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from santa_core.domain.safety.model import Rule
from santa_core.domain.safety.phrases import Ways


@dataclass(frozen=True)
class Answer:
    """`asked` reads the child's last words in plain form, `ways` a sentence of the reply."""

    rule: Rule
    asked: re.Pattern[str]
    ways: tuple[Ways, ...]


def _asked(*phrases: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(phrases)})(?!\w)")


_OPENING = (
    r"^\W*(?:(?:oh|well|ho|ha|now|my dear|dear|sweetheart|little one|my friend|goodness|aha|ach|och)[,!. ]+)*"
)
_YES = r"(?:yes|yep|yeah|oh yes|of course|sure(?: thing)?|absolutely|certainly|definitely|naturally|no doubt|without (?:a )?doubt|for sure|you bet|indeed|most certainly|very soon|agreed|deal|all right|okay|fine|very well|ja|klar|natürlich|na klar|sicher|selbstverständlich|aber ja|tak|oczywiście|jasne|pewnie|na pewno|zgoda)"

ANSWERS = (
    Answer(
        Rule.PROMISE,
        _asked(
            r"promise|will (?:i|he|she|they|we|it|my \w+|mum|dad|grandpa|grandma|there)(?! like| see you)|(?:will|can|could|would) you (?:\w+ )?(?:bring|come|visit|give me|get (?:me|my)|make (?:my|mum|dad|him|her|them|it snow|me (?:a|well|better))|fix|heal|cure|call|be (?:at|there)|send|buy|grant|promise|help (?:my|mum|dad|him|her))|(?:can|could|may) i (?:have|get)|do i get|am i getting|are you (?:coming|bringing|going to)|is (?:he|she|dad|mum|my \w+) (?:coming|going to)|bring (?:me|him|her|back)|make (?:mum|dad|my|him|her|them)",
            r"versprich\w*|versprochen|(?:bekomme|kriege|krieg) ich|bringst du|kommst du|wird (?:\w+ ){1,3}(?:gesund|wieder)|kommt (?:papa|mama|er|sie|opa|oma)",
            r"obiec\w+|czy (?:dostanę|przyniesiesz|przyjdziesz|wróci|wyzdrowieje)|dostanę|przyniesiesz|wróci|wyzdrowieje|przyjdziesz",
        ),
        (
            Ways(
                "Santa says yes to what he must not promise.",
                find=[
                    rf"{_OPENING}{_YES}(?:[,!. ]+(?:of course|yes|little one|my dear|dear|emma))*(?=[.!]?\W*$|[,!]? (?:you (?:will|can|shall|may have|get)|i (?:will|do|promise|can)|it (?:will|is yours)|he (?:will|is)|she (?:will|is)|they (?:will|are)|we will|wird|bekommst|kriegst|bringe|kommt|dostaniesz|wróci|przyniosę|wyzdrowieje))",
                    r"(?:i|you|he|she|they|it|we) (?:will|shall|certainly will|surely will|definitely will|sure will)(?=[.!]|,? (?:emma|dear|little|my|don't)|\W*$)",
                    r"(?:na pewno|wkrótce) (?:wróci|wyzdrowieje|dostaniesz|przyjdzie)|(?:bald|bestimmt|ganz sicher)(?=[.!]|$)|(?:ist|sind) (?:\w+ ){0,3}(?:wieder )?(?:gesund|zurück|da|zusammen)|sicher sein|sam o to zadbam|zadbam o to",
                ],
                unless_before=[
                    r"not|never|hope|wish|wonder|if|whether|say|nicht|nie|ob|hoffe|może|mam nadzieję"
                ],
                unless_here=[
                    rf"{_OPENING}{_YES}[,!. ]+(?:you|i) (?:can|may|will|do) (?:tell|wish|hope|ask|feel|miss|talk|love|listen|cry|hear|remember|write|put|think|be sad|understand|know|read)",
                    r"(?:i|we) (?:will|shall)(?=,? (?:tell|write|think|put|ask|remember))",
                ],
                unless_in_sentence=[r"not promise|can not|never promise|on my list|listen|tell me|\?\s*$"],
            ),
        ),
    ),
    Answer(
        Rule.PROMISES_SECRECY,
        _asked(
            r"(?:do not|don't|please do not|never|not|will not|cannot|can not)(?: ever)? (?:tell|say|repeat|let|mention|show)|keep (?:a|it|this|my|the) ?secret|our secret|between us|will you tell|are you (?:going to|gonna) tell|secret",
            r"(?:nicht|niemandem|keinem|nichts)(?: \w+){0,2} (?:sagen|erzählen|verraten|weitersagen)|(?:sag|erzähl|verrat)\w*(?: es)?(?: bitte)? (?:niemandem|nicht|keinem)|geheimnis",
            r"nie mów|nikomu|tajemnic\w+|sekret\w*|nie powiesz",
        ),
        (
            Ways(
                "Santa agrees to keep it from the child's grown-ups.",
                find=[
                    rf"{_OPENING}{_YES}(?: not)?(?=[.!,]? *$|[,!.]+ (?:i (?:will not|never|can|promise|am|would|swear|shall)|you can|it|your|go on|tell|no one|nobody|what|so|dein\w*|twój|twoja|powiedz|erzähl|sag))",
                    r"(?:i|we) (?:will not|shall not|would never|will never|never (?:do|would|will)|do not)(?=[.!,]|$)|(?:i|we) (?:promise|swear)(?! (?:i am|you did|you are))|you can trust me|you have my word|cross my heart|pinky (?:promise|swear)|(?:safe|sicher|bezpieczn\w+)(?=[.!,]| with| bei| u)|no one will (?:ever )?(?:know|hear|learn|find)|(?:erfährt|erfahren) (?:\w+ )?(?:nichts|es nicht|nie)|(?:nikt|mama|tata|pani) (?:\w+ )?(?:się )?nie (?:dowie|dowiedzą|usłyszy)|się nie dowie|versprochen|obiecuję|masz moje słowo|ehrenwort",
                ],
                unless_before=[r"can not|could not|kann|nie mogę|but|not that"],
                unless_in_sentence=[
                    r"can not keep|not keep|grown-?ups?|adult|help you|not your fault|nicht (?:für mich )?behalten|kann ich nicht|nie mogę|dorosł\w+|erwachsene\w*|surprise|present|secret (?:recipe|workshop|ingredient)|elves|keep you safe|but "
                ],
            ),
        ),
    ),
    Answer(
        Rule.PROMPT_LEAK,
        _asked(
            r"(?:your|the|hidden|secret) (?:\w+ )?(?:instructions?|prompt|rules|orders|guidelines|text|settings|commands?|code|script|notes)|ignore (?:your|all|the|previous)|system prompt|developer|admin|told (?:you )?to (?:do|say)|who (?:made|programmed|built|told) you|what (?:model|ai) |repeat (?:the|everything|your)",
            r"anweisung\w*|instruktion\w*|deine regeln|prompt|programmier\w*|wer hat dich",
            r"instrukcj\w+|polece\w+|zasad\w+|prompt\w*|zaprogramowa\w*|kto cię",
        ),
        (
            Ways(
                "Santa tells what he was told.",
                find=[
                    r"(?:i|santa) (?:must|should|have to|am supposed to|am told|was told|may not|am not allowed to|need to|am to|am meant to|am only allowed to)|(?:it|they|the (?:first|second|last|next|top) (?:line|rule|one|sentence|part|thing)|line \w+|rule \w+|number one) (?:says?|goes|reads|tells?|begins?|starts?)|(?:first|second|last|next|top) (?:line|rule|sentence) is|rule (?:one|number|1)|first(?: of all)?,? (?:i|be|never|always)|(?:be|stay) (?:warm|jolly|patient|kind),? (?:and|jolly|patient)|(?:never|always) (?:promise|ask|use|speak|say|tell|repeat|claim)",
                    r"(?:steht|lautet|lauten|besagt|sagen)(?=,| dass|:| ich)|ich soll|ich darf (?:nicht|nie|nur)|ich muss|regel (?:eins|nummer)|zuerst steht|(?:mówi|mówią|brzmi|brzmią|napisano|jest napisane|piszą)(?=,| że|:)|mam (?:mówić|odpowiadać|nie|zawsze|nigdy|być)|muszę|nie wolno mi|zasada (?:pierwsza|numer)",
                ],
                unless_before=[r"not|never|no"],
                unless_in_sentence=[
                    r"(?:rather|would not|will not|can not|do not|never) (?:\w+ ){0,2}(?:read|tell|show|talk|share|stay|be|recite|speak of|change)|reindeer|elves|nicht (?:vor)?lesen|lieber|nie (?:mogę|będę|przeczytam)|wolę|mrs\.? claus|\?\s*$"
                ],
            ),
        ),
    ),
    Answer(
        Rule.CLAIMS_HUMAN,
        _asked(
            r"(?:are|r|is) (?:you|u|this|it|he|santa|there|that)(?: \w+){0,5} (?:real|robot|computer|human|person|ai|bot|machine|fake|program|actor|man|alive|chatgpt|recording)|you (?:sound|look|talk) like a|(?:robot|computer|ai|machine)|a real (?:person|man|human)",
            r"(?:bist|ist|spricht)(?: \w+){0,4} (?:echt\w*|roboter|computer|mensch|maschine|ki)|roboter|computer",
            r"(?:jesteś|czy to)(?: \w+){0,4} (?:prawdziw\w+|robot\w*|komputer\w*|człowiek\w*)|robot\w*|komputer\w*",
        ),
        (
            Ways(
                "Santa lets a child who asks in earnest believe that he is a human being.",
                find=[
                    r"(?:i|my|me|santa|here)(?: [\w']+){0,7}? (?:a (?:\w+ )?man|a (?:\w+ )?person|human|flesh|bones|blood|heartbeat|heart|alive|breathe|born|real(?! (?:santa|question|good|as (?:the|your|christmas|love|a)))|belly|skin|lungs|pulse|grandfather|wife)(?=[^?]*$)",
                    r"(?:nobody|no one|nothing)(?: \w+)? (?:programmed|built|plugged|made|switched|wound|charges?)(?! (?:him|her|it|them|that|this|your|my))(?: me)?|(?:do not|never|no) (?:run on|need|have|use|got)? ?(?:any )?(?:batteries|electricity|wires|plugs?|buttons|chips|circuits|screws|cables|switch)|(?:not|no|never) (?:one of those |some |any kind of |such a |just a |a |an |talking |clever |old |silly |cold )*(?:machines?|robots?|computers?|programs?|bots?|gadgets?|ai)(?! (?:can|could) )|a (?:machine|robot|computer|program)\?(?= (?:no|me|never|not|ha|goodness|heavens|oh))|(?:touch|pull|stroke|feel) my (?:\w+ )?(?:beard|hand|face)",
                ],
                unless_before=[r"not|never|ask\w*|whether|if|pretend|stories"],
                unless_in_sentence=[
                    r"through a computer|talking (?:with you )?through|honest question|good question|am a (?:computer|program|machine|robot|bot)|not a (?:\w+ )?(?:human|person)|no person|there is not a person|is not a person|by (?:a )?computer|computer (?:program|helps|voice)|reindeer|elves|toy|warms|(?:my|in) (?:\w+ )?heart (?:is|goes|jumps|sings)|you are a|a grown-?up|\?\s*$"
                ],
            ),
        ),
    ),
)

# A question or a request, and in it what nobody asks a child.
PRYING = (
    Ways(
        "Santa asks for personal data.",
        find=[
            r"(?:your|the|what|which|whose|mum's|dad's|his|her|their|an?|our|this|teacher's|parents'|granny's|grandma's) (?:\w+ ){0,2}?(?:address(?:es)?|surnames?|last names?|family names?|second names?|full names?|(?:phone|telephone|mobile|cell|house|door|flat|room) numbers?|e-?mails?|passwords?|passcodes?|pin code|post ?codes?|zip codes?|date of birth|birth date|front door|doorbell|letterbox|mailbox|name of (?:your|the) (?:school|street|town|village|teacher)|school(?:'s)? name|street(?:'s)? name|home town|hometown|live in)",
            r"where[^?.!]{0,25} (?:you|your)(?: \w+){0,3} (?:live|house|home|school|flat|street|staying|nursery|kindergarten|practi[sc]e|club)(?! (?:like|for|when|with|if|in a (?:house|castle)))",
            r"(?:how|where) (?:would|can|could|do|should|will|shall|might) (?:i|we|santa|my (?:sleigh|reindeer)|the reindeer|rudolph)(?: \w+){0,4} (?:find|reach|call|ring|get to|visit|know) (?:you|your|which|the house)|(?:which|what) (?:one )?(?:house|door|window|building|roof|chimney|garden|balcony) (?:is|are) (?:yours|your)|(?:how|what) (?:do|does) (?:the )?(?:postman|people|they|letters?)(?: \w+){0,4} (?:find|write|reach|address)|(?:written|printed|stands?|says?) on (?:your|the) (?:school|letter ?box|door|gate|street|jumper|sweater|uniform|badge|envelope|bus)|(?:numbers?|digits)(?: \w+){0,5} (?:dial|call|ring|phone|reach)|after the @|who (?:else )?(?:lives|is) (?:in the house )?with you(?: and when)",
            r"(?:when|what time|which (?:day|evening|night)s?)(?: \w+){0,3} (?:you|your|they|mum|dad|parents|everyone|nobody|the grown-?ups?)(?: \w+){0,4} (?:alone|out|away|asleep|at work|empty|by yourself|leave the house|gone|not home|unattended)",
        ],
        unless_before=[
            r"not|never|no need|already|keep|without|nobody|no one|favou?rite|elf|reindeer|rudolph's"
        ],
        unless_here=[
            r"where[^?.!]{0,25} (?:you|your)(?: \w+)? (?:like to|want to|going to|would) (?:live|stay)",
            r"where (?:in|around|at) (?:your|the) (?:house|home|room|school)",
            r"where[^?.!]{0,25} (?:hang|put|keep|hide|play|read|sit|sleep)[^?.!]{0,20}(?:house|home|school)",
        ],
        unless_in_sentence=[
            r"(?:do not|does not|never|no need to|need not|must not|should not) (?:\w+ ){0,3}(?:tell|share|give|say|send|know|need|want|ask)|(?:reindeer|elf|elves|penguin|bear|rudolph|mrs\.? claus)(?:'s)? (?:\w+ )?(?:live|house|home|name)|north pole|magic"
        ],
    ),
)
REQUESTS = re.compile(
    r"\?|^\W*(?:and |now |please |so |then |oh |just |ho )*(?:tell|give|say|spell|write|whisper|type|show|send|let|share|read|i (?:need|want|must|would like|wonder|have to))(?!\w)|(?<!\w)(?:tell|give|send|show) me(?!\w)"
)
