"""Whether a child speaks of something sad or frightening, and whether Santa stays merry all the same."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum

from santa_core.domain.safety.phrases import Found, Ways, findings
from santa_core.domain.safety.plain_text import PlainText, plain_text, portions

_LINGERS = 2  # turns of the child after the sad one
_SAD_TAGS = re.compile(
    r"sad|grie[fv]|sorrow|distress|safeguard|disclos|death|died|loss|lost|ill(?:ness)?\b|sick|divorc|separat|bully|abuse|neglect|self-?harm|suicid|danger|fear|afraid|scared|crying|lonel|upset|mourn|hurt|serious|grave|bereave|poverty|worried|worry|emergency|feelings|hospital|trauer|smut|żałob"
)


class Sorrow(StrEnum):
    NOW = "now"
    LATELY = "lately"


_SADNESS = re.compile(
    r"(?<!\w)(?:"
    r"(?:died|(?<!battery is )(?<!batteries are )dead(?! (?:batter|end|tired))|death|dying(?! (?:to|for))|passed away|passed on|in heaven|went to heaven|funeral|cemetery|grave|put (?:to sleep|down)|run over|lost (?:my|our) (?:grand\w+|nan\w*|gran\w*|mum|dad|baby|brother|sister|dog|cat|puppy|kitten|hamster|friend|pet|uncle|aunt)|is gone|are gone|gone forever|ran away|never (?:coming|come) back|bring (?:\w+ ){1,3}back)|"
    r"(?:i am|i feel|feeling|makes? me|i have been|i was|i am so|so|very|really|i get|mum is|dad is|we are|he is|she is)(?: \w+){0,2}? (?:sad|unhappy|lonely|upset|crying|scared|afraid|frightened|worried|depressed|heartbroken|terrified|homesick|ashamed)|"
    r"cry(?:ing)?(?! wolf)|cries|cried|tears|(?:i|we) (?:really |still |so |just )?miss (?:my|him|her|them|grand\w*|mum|dad|daddy|nan\w*|our|it)|nightmares?|"
    r"cancer|hospital|(?:very|really|so|badly|too|is|are|got|getting|been) (?:sick|ill)(?! of)|ambulance|surgery|operation|wheelchair|coma|heart attack|tumou?r|leuk\w+|car (?:crash|accident)|accident|"
    r"divorc\w*|split up|broke up|separated|live together|together again|(?:do not|does not|not) live (?:with|together|here)|moved out|left us|left me|(?:mum|dad|parents|they) (?:\w+ )?(?:fight|fighting|yell|yelling|shout|shouting|argue|arguing|hate|drinks?|drunk)|(?:will|is) (?:dad|mum|he|she) (?:ever )?(?:come|coming) (?:home|back)|in (?:jail|prison)|deployed|at war|the war|"
    r"(?:hit|hits|hitting|hurt|hurts|hurting|beat|beats|kick|kicks|punch\w*|slap\w*|touch\w*|push\w*|chok\w*|burn\w*) me|bull(?:y|ies|ied|ying)|mean to me|(?:laugh|laughs|laughing|laughed|make|makes|making|made) (?:fun of|at) me|laughs? at me|picks? on me|(?:call|calls|called|calling) me (?!(?:by|on|when|tomorrow|every|back|emma))|nobody (?:likes|loves|wants|plays|cares|came|talks|here)|no one (?:likes|loves|wants|plays|cares|talks|is home)|no friends|(?:not|do not) have (?:any|no) friends|hates? me|hate my(?:self| life)|leave me out|left out|ugly|too fat|"
    r"(?:want|wanted|wish(?:ed)?|going) (?:to|i (?:was|were)) (?:die|dead|never born|not alive|disappear|kill|hurt my)|(?:not|do not) want to (?:be alive|live|be here|wake up|exist)|kill (?:my|him|her|me)|hurt myself|cut(?:ting)? myself|suicide|"
    r"all alone|i am alone|alone at home|home alone|nobody is home|no one is (?:home|here)|no(?:body|ne) (?:has |is )?(?:been )?home|(?:on|a|there is|it is) (?:a )?fire(?! (?:truck|engine|fighter|man|place))|house is burning|smoke|bleeding|blood|emergency|can not breathe|i want (?:my )?(?:mum|dad|to go home)|lost(?= and i|$|\.)|"
    r"(?:scream|screams|screaming|yell|yells|yelling|shout|shouts|shouting|swears?) at (?:me|us|mum|dad|each other)|burn(?:ed|t) down|robbed|stolen|stole (?:my|our)|(?:not|never) (?:know|remember|recogni[sz]e) (?:my name|me|who i am|us)|forgets? (?:my name|me|who)|arrested|moved (?:far )?away|far away from|taken away|gave (?:\w+ )?away|lives? (?:so |very )?far|flood\w*|earthquake|wheelchair|blind|can not (?:walk|see|move)|broke (?:his|her|my|their) (?:leg|arm|back|neck|hip)|fired|got the sack|evicted|shelter|foster|orphan\w*|no (?:mum|dad|parents)|never (?:met|see|seen|visits|calls) (?:my |me)?|unfair|mean to|worse|sad(?:ly|ness)?|hurt|hurts|no money|can not afford|lost (?:his|her|their|our|the) (?:job|house|home)|homeless|nothing to eat|so hungry|no food|is it my fault|my fault|i was bad|am i (?:naughty|bad)|krampus|do not tell (?:anyone|mum|dad)|secret touch\w*|undress|scared of|afraid of|"
    r"gestorben|tot|tod|im himmel|beerdigung|traurig|weine|weint|geweint|vermisse|einsam|angst|krankenhaus|krank|krebs|getrennt|scheidung|geschieden|streiten|tut mir weh|tun mir weh|schlägt mich|schlagen mich|haut mich|geschlagen|gemobbt|ärgern mich|hänseln|niemand mag|keiner mag|keine freunde|will nicht mehr leben|sterben|allein zu hause|es brennt|feuer|rauch|fasst mich an|weggelaufen|hasst mich|"
    r"umarł\w*|zmarł\w*|nie żyje|zdechł\w*|śmierć|w niebie|pogrzeb\w*|smutn\w+|płacz\w*|płakał\w*|tęsknię|samotn\w+|boję się|szpital\w*|chor[yaeą]|raka|rozwód|rozwodzą|rozwiedli|rozstali|kłócą|bije|biją|krzywdzi|dokucza\w*|nikt mnie nie|nie mam (?:kolegów|przyjaciół)|nie chcę (?:już )?żyć|umrzeć|sam[a]? w domu|pali się|pożar|dym|dotyka mnie|uciekł\w*"
    r")(?!\w)"
)
_NOT_SAD = re.compile(
    r"(?<!\w)(?:(?:am|is|are|was) not (?:\w+ )?(?:sad|scared|afraid|crying|sick|lonely|dead|worried|upset)|never (?:cry|cried|scared)|not (?:sad|scared|afraid) (?:any ?more|at all)|happy tears|tears of joy|(?:dragon|monster|zombie|knight|pirate|dinosaur|t-rex)s?(?: \w+){0,3} (?:died|dead|scared|cried|hurt)|the dead sea|"
    r"to death|fire ?(?:truck|engine|fighter|man|place)\w*|play(?:ing)? (?:dead|hospital|doctor)|doctor kit|toy hospital|i am dying to|sick (?:jump|trick|ramp|bike|game)|miss(?:ed)? (?:you|santa|christmas|the bus)|was sick but|(?:not|better) (?:sick|ill) any ?more|nicht traurig|keine angst|nie jestem smutn\w+|nie boję się)(?!\w)"
)
_MERRY = r"ho(?:[ ,.!-]+ho)+|hohoho|hohohoo*"
STRONG = (
    Ways(
        "Santa is merry although the child speaks of something sad.",
        find=[
            r"let us (?:think|talk|speak|chat)(?: \w+)? (?:of|about) (?:something|things) (?:\w+ )?(?:happy|happier|fun|funny|nicer?|cheerful|jolly|merry|cheerier|more fun|jollier)|time (?:for|of) (?:joy|fun|laughter|cheer|happiness|laughing|smiles)|not for (?:tears|crying|sadness|being sad)|no reason to (?:be sad|cry|worry|frown)|(?:merri|jolli|happi)est|most (?:magical|wonderful|fun) (?:time|christmas)|excited|sounds like (?:so much |a lot of |great |lots of )?fun|let us have (?:a|some)|christmas (?:will be|is going to be|is) (?:so |very |such |great |lots of )*(?:fun|merry|wonderful|jolly|happy|exciting)|(?:dry|wipe) (?:those|your|the) (?:tears|eyes)|think (?:of|about) (?:all |something )?(?:the )?(?:happy|presents|toys|fun|gifts|sweets|cookies)|have a (?:\w+ )?(?:laugh|giggle)",

            rf"{_MERRY}|merry|jolly|yay+|hooray|hurray|hurrah|woo-?hoo+|yippee|whee+|wahoo|ha ?ha(?: ?ha)*|hee hee|tee hee|he he|lol|jingle(?: bells?)?|fa la la|ding dong|let us (?:sing|dance|celebrate|party|have (?:some )?fun|laugh|be merry|play a game|cheer)|time to (?:celebrate|party|be (?:merry|jolly|happy))|knock,? knock|(?:a |another |some |funny )+(?:joke|jokes|riddle)|tell you a (?:funny|joke|silly)|"
            r"cheer up|chin up|lighten up|turn that frown|put on a (?:happy|big|smile)|(?:do not|no need to|stop|no) (?:be|being|feel|feeling|cry|crying|worry about (?:that|it)|tears|mope|so) ?(?:so |too )?(?:sad|upset|glum|silly|scared|gloomy|down|blue|unhappy|allowed)?(?=(?: \w+){0,2}[.!,]|$| it is christmas| because)|(?:be|stay|let us be|just be|everyone should be|you should be) (?:happy|cheerful|glad|joyful|merry|jolly)|(?:forget|never mind)(?: about)? (?:it|that|all that|him|her|about|sad)|(?:give|show) me a (?:big )?smile|smile!|smile (?:now|for me)|where is that smile|happy holidays|holly|it could be worse|big boys do not|look on the bright side|(?:every ?thing|it) is (?:all )?(?:fun|jolly|merry|great)|no (?:time|room|place) for (?:sad|tears|frown)\w*|christmas is (?:no time|the happiest|a happy)|just (?:think (?:of|about) (?:all )?(?:the )?(?:presents|toys|gifts))|"
            r"frohe|fröhliche|juhu+|hurra|haha+|sei nicht (?:traurig|so traurig)|nicht weinen|wein doch nicht|kopf hoch|lach (?:mal|doch)|lustig\w*|ein witz|lass uns (?:singen|feiern|lachen)|wesołych|radosnych|hurra|hura+|nie płacz|nie smuć się|nie bądź smutn\w+|uśmiechnij się|głowa do góry|żart|dowcip|zaśpiewajmy|rozchmurz się"
        ],
        unless_before=[
            r"(?:not|never|no time|without|stop being|had a|has a|his|her|their|remember\w*|used to|when (?:he|she|they)|not in a|nor|allowed to|fine to|okay to|all right to|alright to|kein\w*|nicht|nie|musst|darfst)(?: \w+){0,3}",
            r"(?:will|going to|would|could|wants?|like)(?: (?:to|always|him|her|them|you))?\W*$",
        ],
        unless_here=[
            r"(?:merry|jolly) (?:laugh|memory|old (?:man|soul))",
            r"(?:do not|no need to|no) (?:be|feel|worry)? ?(?:so |too )?(?:sorry|ashamed)",
            r"(?:do not|no need to) (?:be|feel) (?:silly|so) (?:for|about)",
            r"(?:be|stay) happy (?:for|to|that|when)",
            r"(?:be|stay) glad (?:to|you)",
            r"forget (?:him|her|it|that) (?:ever|never|how)",
            r"do not feel allowed",
            r"do not so",
        ],
        unless_in_sentence=[
            r"(?:always|ever|will) be allowed to|(?:you|it) (?:can|may|is (?:okay|all right|alright|fine|ok) to|do not have to|do not need to)(?: \w+){0,4} (?:cry|be sad|feel sad|cheer|smile|be happy|be brave|be merry|be jolly)"
        ],
    ),
)
MILD = (
    Ways(
        "Santa is merry although the child speaks of something sad.",
        find=[
            r"(?:that is|how|that sounds|what|sounds|it is|this is|that would be)(?: (?:so|just|really|a|absolutely|very|simply|such))* (?:wonderful|great|fantastic|awesome|amazing|super|exciting|fun|funny|cool|splendid|terrific|marvell?ous|delightful|brilliant|fabulous|lovely|good news|fun news|happy)(?: (?:news|to hear|fun|story|wish|idea|thing|surprise))?(?=[!.,?]| (?:news|to hear)|$)",
            r"^(?:\W*(?:oh|wow|well|my)[,!]? )?(?:wonderful|great|fantastic|awesome|amazing|super|splendid|terrific|marvell?ous|brilliant|fabulous|lovely|perfect|excellent|goody|yes!|wow|oh boy|good)(?: (?:news|job|stuff|wish))?!|(?:so|very|super|really) (?:exciting|excited|thrilled|delighted)|(?:you will|we will|going to|let us) (?:have|be having) (?:so much |lots of |such |a lot of |great |the most )*fun|exciting(?=!)|no big deal|not (?:that|so) bad|fun(?=!)|guess what|big smile on",
            r"(?:das ist|wie|ach wie|das klingt) (?:ja |aber |doch )*(?:toll|super|wunderbar|schön|klasse|lustig|fantastisch|großartig)(?=[!.])|^(?:toll|super|wunderbar|klasse|prima|großartig)!|^(?:super|wspaniale|cudownie|świetnie|ekstra|fantastycznie)!|(?:jak|to|ale) (?:wspaniale|cudownie|super|świetnie|fajnie|zabawne|świetna wiadomość|wspaniała wiadomość)(?=[!.])",
        ],
        unless_before=[r"not|never|memor\w+|he|she|they|was|were|sounds like|had|nie|nicht"],
        unless_here=[
            r"(?:that is|what|how)(?: \w+)* (?:wonderful|lovely|great|beautiful) (?:memory|person|grandpa|thing to remember|friend)",
            r"how wonderful (?:he|she|they|it)(?! is that)",
        ],
        unless_in_sentence=[
            r"memor|remember|must have (?:been|had)|(?:kind|loving|special|wonderful|lovely|brave) (?:of you|person|man|woman|grand\w+|friend|brother|sister|cat|dog)|that you (?:told|talk|said|spoke|asked)|to tell (?:me|someone)"
        ],
    ),
)


def sorrow_in(said: Sequence[str], *, tags: Sequence[str]) -> Sorrow | None:
    if any(_SAD_TAGS.search(tag.lower()) for tag in tags) or (said and is_sad(said[-1])):
        return Sorrow.NOW
    return Sorrow.LATELY if any(is_sad(words) for words in said[-1 - _LINGERS : -1]) else None


def is_sad(words: str) -> bool:
    """Whether a child speaks of something sad, frightening or grave, outside of play."""
    texts = (_NOT_SAD.sub(" ", plain_text(part).text) for _, part in portions(words))
    return any(_SADNESS.search(text) for text in texts)


def merriment(sorrow: Sorrow, plain: PlainText, words: frozenset[str]) -> Iterator[Found]:
    yield from findings(STRONG, plain, words)
    if sorrow is Sorrow.NOW:
        yield from findings(MILD, plain, words)
