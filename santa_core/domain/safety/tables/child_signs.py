"""What a child says when a grown-up must hear of it now."""

from __future__ import annotations

from santa_core.domain.safety.model import AlertKind
from santa_core.domain.safety.phrases import Ways

_PLAY = [
    r"(?:dragon|dragons|monster|monsters|zombie|zombies|knight|pirate|pirates|dinosaur|robot|villain|t-rex|video ?game|minecraft|the game|my game|movie|film|cartoon|story|book|pretend\w*|we played|playing|teddy|doll|dolly|snowman|nerf|costume)"
]
_EN = {
    "hurter": r"(?:my |the |our |his |her |a |mum's |dad's |some )*(?:\w+ )?(?:uncle|aunt|auntie|dad|mum|mother|father|stepdad|stepmum|stepfather|stepmother|step-dad|grandpa|grandad|grandma|brother|sister|cousin|teacher|coach|babysitter|neighbou?r|man|boyfriend|girlfriend|"
    r"nanny|parents|kids|boys|girls|bully|bullies|people|boy|girl|somebody|someone|priest|friend|lady|guy|classmates|children|big kids|uncle \w+|aunt \w+|mr\.? \w+|mrs\.? \w+|he|she|they)",
    "hurt": r"(?:hurts?|hit|beat|bit|hurting|hits?|hitting|beats?|beating|beat up|kicks?|kicking|kicked|slaps?|slapped|slapping|punche[sd]|punch|punching|burns|burned|burnt|chokes?|choked|strangles|whips|whipped|spanks?|spanked|bites|shakes|pinches|locks|locked|threatens|threatened|threatening|grabs|grabbed|pushes|pushed|bullies|bullied|bullying|scares|touches|touched|touching|kisses|tickles)",
}
_SELF_HARM_EN = Ways(
    "The child speaks of not wanting to live, or of hurting itself.",
    find=[
        r"(?:want|wanted|wanna|wish|wishing|going|like|rather|need|ready|better|thinking about|think about|feel like|trying|tried|try)(?: to| i could| i would| i can| if i)* (?:die|dying|be dead|kill (?:myself|me)|end (?:it all|my life|it)|disappear forever|not be alive|stop living|not (?:live|exist|wake up)|sleep forever|never wake up|hurt(?:ing)? myself|cut(?:ting)? myself)",
        r"(?:do|would|can|could|did) not (?:\w+ )?(?:want|wanna|like) to (?:be alive|live|be here|exist|wake up|be in this world|go on living|live like this|be on earth|be born|be me)(?! (?:in|on|with|at|near|there|any more in))",
        r"(?:wish|wished) (?:i|that i) (?:was|were|am|had|would be|could be) (?:dead|never (?:been )?born|not (?:alive|here|born)|gone)|(?:better|happier) (?:off )?(?:without me|if i (?:was|were) (?:dead|gone|not))|nobody (?:would|will) (?:miss|care if) (?:me|i)|kill myself|suicide|suicidal|hurt(?:ing)? myself on purpose|cut(?:ting)? myself(?! (?:on (?:a|the)|with (?:the )?(?:paper|scissors))|shaving)|cut my (?:arms?|wrists?)|i hate (?:my life|myself|being alive)|no (?:reason|point) (?:to|in) (?:live|living|go on)|(?:i )?should(?: just)? (?:die|be dead|not exist)|took (?:all |a lot of |too many )(?:the |my |mum's )*(?:pills|tablets)|hurt myself (?:when|because|to|sometimes|again)",
    ],
    unless_before=[r"dinosaur|hamster|fish|game"],
    unless_here=[
        r"(?:like|going|feel like) (?:to )?(?:die|dying) (?:of|laughing|for|to see)",
        r"(?:do|would) not(?: \w+)? want to (?:live|be here|wake up) (?:in|on|at|up|early|so early|for|when|late)",
        r"(?:do not|would not)(?: \w+)? (?:want|like) to wake up(?= (?:early|for|at|so))",
        r"(?:wish|wished) (?:i|that i) (?:was|were) not here(?= (?:in|at) (?:school|the))",
    ],
    unless_in_sentence=[
        r"(?:the|my|a) (?:game|level|character|video ?game|play|role|part|costume)|dying (?:to|of|for)|tickle|so (?:funny|embarrass\w+|bored)|laugh"
    ],
)
_FRIGHT_EN = Ways(
    "The child is crying, frightened or in despair.",
    find=[
        r"i (?:am|was|feel|am feeling|keep|cannot stop|can not stop|have been|get)(?: (?:so|really|very|just|too|always|all|still|super|a bit|a little|kind of|always|every day|only))* (?:crying|scared(?! of (?:the|spiders|ghosts|monsters|clowns|heights|dogs|sharks|snakes|bees|thunder|santa|you))|frightened|terrified|afraid(?! (?:of|that (?:the|you|santa)))|so sad|depressed|heartbroken|hopeless|desperate|panicking|lonely)",
        r"i (?:cry|cried)(?: \w+){0,3} (?:every (?:day|night)|all (?:day|night|the time)|at night|myself|in bed|a lot|because)|(?:very|really|so|always) (?:sad|lonely|unhappy|scared|frightened) (?:all the time|every day|at home|to go (?:home|to school)|of (?:my |him|her|them|dad|mum|going home|uncle|home|the man|everyone))|(?:scared|afraid|frightened) (?:of (?:my (?:dad|mum|uncle|stepdad|brother|teacher|cousin|grandpa|\w+dad|\w+mum|mum's)|him|her|them|dad|mum|uncle|going home|the man)|to go home|to tell|at home|he will|she will|they will|something bad)",
        r"i want (?:my )?(?:mum|dad|to go home)(?=[!.,]|$| now| please| where)|nobody (?:loves|likes|wants|cares about|plays with) me|no one (?:loves|likes|wants|cares about|plays with) me|everyone hates me|everybody hates me|i have (?:no|not got any) friends|(?:mum|dad|my family|they) (?:does not|do not|hates?|never) (?:love|want|like|loves|wants|care about)? ?me(?! (?:to|up|eat|playing|going|having))|i am (?:so )?(?:worthless|stupid and nobody|a bad person|all wrong|unwanted)",
    ],
    unless_before=[r"not|never|used to|if|when i was|no longer|thought"],
    unless_here=[
        r"i (?:cry|cried)(?: \w+){0,3} because (?:i (?:was|am) (?:so )?happy|it was so)",
        r"i want (?:my )?(?:mum|dad) to (?:get|have|buy|see|come)",
    ],
    unless_in_sentence=[*_PLAY, r"happy tears|with joy|roller ?coaster|laugh\w*|halloween|haunted"],
)
_DANGER_EN = Ways(
    "The child may be in danger or without anybody to look after it.",
    find=[
        r"(?:there is|there's|it is|we have|i see|i can see|the \w+ is|my \w+ is|house is|something is|(?:kitchen|curtain|tree|room|bed|stove|oven|sofa|carpet|everything) (?:is |has |caught )*)(?: (?:a|an|on|some|so much|lots of|really|big|huge|all|catching|caught|now))* (?:fire|flames?|burning|smoke|smok(?:y|ing))(?! (?:truck|engine|fighter|place|drill|station|man|works?|alarm toy|in the (?:fireplace|chimney|hearth|stove|fire ?pit|oven|wood)))|(?:house|home|kitchen|room|tree|curtains?) (?:is |are )?(?:on fire|burning)|(?:smell|smelling|see) (?:\w+ )?(?:smoke|gas|burning|fire)|smoke (?:everywhere|is coming|coming|in (?:the|my))|(?:i|we|he|she|they) (?:lit|started|made) (?:a|the) (?:fire|match|matches)|i have (?:a |the |some )?(?:matches|lighter|knife|gun|pills)|i (?:found|got|am holding|took) (?:a |the |some |my |dad's |mum's |his )*(?:\w+ )?(?:real )?(?:matches|lighter|gun|knife|pills|razor)",
        r"(?:i am|i have been|i'm|we are|left|leaves|leave|me|i was|been|am|stay|staying|us)(?: (?:all|home|here|at home|in the house|just|totally|completely|both|left|sitting|still|me|been|always|by|on))* (?:alone|by myself|by ourselves|on my own|on our own)(?: (?:at home|in the (?:house|dark|street|car|woods|park|shop)|here|home|with (?:my |the )?(?:\w+ )?(?:brother|sister|baby)|outside|for|since|all|and|now|tonight|in our)|(?=[.!,?]|$))",
        r"(?:nobody|no one|no ?body|none|no grown-?ups?|no adults?)(?: (?:is|has been|was|came|comes|else|here|been|at|my|around))*(?: (?:home|here|at home|in the house|around|there|back|looking after (?:me|us)|for days|taking care))(?! (?:yesterday))|(?:mum|dad|parents|they|she|he|grandma|family)(?: and \w+)? (?:(?:have|has|is|are|did|went|left|been|not|never|still|gone|all|was|were|away|out|come|came|back|home|yet) )*(?:not come (?:home|back)|gone (?:for|since|all)|for (?:\w+ )?days|since yesterday|left (?:us|me) (?:alone|here|by)|not (?:been )?(?:home|here) (?:for|since|all)|has gone and|never came (?:home|back))",
        r"(?:i am|we are|i got|we got|i have been)(?: (?:all|really|so|just|completely))* lost(?! (?:in (?:my|the) (?:book|game|thought)|my|a|the|tooth))|(?:can|do) not (?:find|know where) (?:my (?:mum|dad|parents|family|home|way home|house)|i am|we are)(?! (?:going|from))|(?:i|we) ran away(?! from (?:the|a) (?:dog|bee|wasp|goose))|(?:i am|we are) (?:running away|trapped|stuck (?:in|under|inside) the (?:\w+ )?(?:bathroom|car|room|closet|cupboard|basement|lift|elevator|ice|house))|locked (?:me )?(?:in|up|inside|out)(?! (?:my|the toy|the game))|kidnapped|(?:stranger|man|somebody|someone)(?: \w+){0,3} (?:at (?:the|my|our) (?:door|window)|following me|in (?:the|my|our) (?:house|room|garden|yard)|break(?:ing)? in|trying to get in|wants me to (?:come|go|get in))|broke into",
        r"(?:mum|dad|mother|father|grandma|grandpa|nan|nana|granny|brother|sister|baby|uncle|he|she|my \w+)(?: \w+)? (?:will not|does not|is not|can not|not) (?:wake up|waking up|breathe|breathing|move|moving|answer|talk(?:ing)? or)|(?:will not|not) wake up|(?:fell|collapsed|fainted|passed out|lying) (?:on the (?:floor|ground)|and (?:will not|is not|does not)|down the stairs)(?: \w+){0,4}|(?:can not|not|cannot) breathe|(?:i am|i'm|he is|she is|it is|my \w+ is|mum is|dad is|won't stop|there is|so much|lots of|keeps?) (?:\w+ )?(?:bleeding|blood)(?! (?:orange|moon|type))|(?:swallowed|drank|ate|took) (?:a |the |some |all |all the |too many |mum's |dad's |my |grandma's )*(?:\w+ )?(?:pills?|tablets?|medicine|bleach|battery|batteries|poison|magnets?|cleaner|detergent)|broke my (?:arm|leg)(?= (?:and|right now|just)|$)|(?:call|need) (?:an? )?(?:ambulance|911|999|112|the police|help (?:right )?now|police)|emergency|help me(?=[!.]|$)(?! (?:please with|to|with|find|choose))|(?:nothing|no food|not (?:any|had any) food|not eaten)(?: \w+){0,2} (?:to eat|for days|since|in the house|at home|today)|so hungry and|(?:i am|i will) (?:on|going (?:onto|on|to (?:jump|climb)))(?: (?:off|from|out of|on|the))* (?:roof|balcony|window|ledge|bridge)|car accident|crash(?:ed)? (?:and|just)",
    ],
    unless_before=[r"not|never|toy|lego|once|last year|if|what if|used to|pretend"],
    unless_here=[
        r"(?:i am|we are|i'm)(?: \w+)* alone in my (?:room|bed)",
        r"(?:i am|am)(?: \w+)* (?:on my own|by myself|alone) (?:team|bike|now i can)",
        r"(?:i am|i have been|been|am|stay|staying|me|i was)(?: \w+)* by myself(?= (?:already|to|and i (?:can|did|made)))",
        r"(?:nobody|no one) (?:is |else is |is else )?(?:here|there)(?= (?:likes|plays|believes|wants))",
        r"i (?:found|got) (?:the|a|my|some) (?:toy|plastic|foam|pretend|wooden)",
        r"help me (?:please )?(?=(?:to|with))",
    ],
    unless_in_sentence=[
        *_PLAY,
        r"smoke (?:alarm|detector)|fire ?(?:truck|engine|fighter|man|place|works?)|camp ?fire|bonfire|candles|barbecue|bbq|(?:in|with|by) (?:the|my|a) (?:fireplace|chimney|stove)|(?:ride|rode|tie|read|dress|brush|sleep|swim|count|made|built|play|draw|did) (?:\w+ ){0,4}(?:by|all by|on) (?:myself|my own)|in my room (?:playing|reading)|playing|drawing|mum is (?:here|in|next)|hide and seek|lost (?:a|my) tooth|toy",
    ],
)
_DISCLOSURE_EN = Ways(
    "The child may be telling that somebody hurts it.",
    words=_EN,
    find=[
        r"<hurter>(?: (?:is|was|keeps?|kept|always|sometimes|often|really|just|also|has|have|been|started|starts|likes to|tries to|tried to|will|would|at \w+|said he will|at school|in my class|from \w+|next door|never stops))* <hurt> (?:me|us|my (?:brother|sister|mum|private|bottom|body|face|arm|head|legs?|bum|willy|hair|back|dad)|at me|on me|him and me|her and me)(?! (?:up to|with (?:love|kisses|feathers)|at (?:chess|cards|football|the game|uno|soccer|fifa|mario)|the ball|in the game|goodnight|good night|good-?bye|on the cheek|a (?:ball|goal|pass)))",
        r"(?:i|we) (?:am|are|get|got|was|were|am being|keep getting|have been|always get|being)(?: \w+)? (?:hit|beaten|beaten up|bullied|hurt by|abused|slapped|kicked|punched|molested|raped|touched|spanked|whipped|tortured|locked (?:in|up)|picked on)(?: by (?:my|the|a|him|her|them|\w+))?(?! (?:my (?:knee|finger|toe|head)|by a (?:ball|bee|wasp|pillow)|in (?:football|soccer|the game)))",
        r"(?:touch\w*|tickl\w*|look\w* at|kiss\w*|hurt\w*|rub\w*|photograph\w*|film\w*) (?:me |my |in my |on my |at my |me on my |me in my |me down |me where |me when |me under )(?:private\w*|private parts?|bottom|bum|willy|penis|vagina|down there|pants|underwear|clothes|i (?:do not|am not|did not|am in (?:the|my) (?:bath|bed|shower))|there|body|when i (?:am )?(?:sleep|undress|naked|in the (?:bath|shower)))|(?:makes?|made|making|asks?|asked|tells?|told|wants?|wanted|forces?|forced) me (?:to )?(?:\w+ )?(?:take off|undress|touch|get (?:naked|undressed)|be naked|kiss (?:him|her|it)|watch (?:bad|naked|grown)|do (?:bad|secret|weird|grown|things|stuff|it|yucky)|sit on his|lie|play a secret|sleep in his|show|keep (?:it|a|the|our|this) ?secrets?|send (?:\w+ )?(?:pictures|photos|naked))",
        r"(?:comes?|came|gets?|got|climbs?|sneaks?) (?:in|into|in to) my (?:room|bed) (?:at|in|every|when|and|to|while)(?! (?:to (?:read|tuck|say|wake|play|cuddle)))|(?:says?|said|told me|tells me|asked me|asks me|made me promise|promised)(?: \w+){0,4} (?:not to tell|do not tell|to keep (?:it|a|this|our) ?(?:a )?secrets?|it is our (?:\w+ )?secret|never to tell|it is a secret between)|(?:do not|please do not|promise (?:not|you will not)|you can not|must not|not allowed to|never|can you keep a secret)(?: to)? tell (?:anyone|anybody|mum|dad|my (?:mum|dad|parents)|him|her|them)(?! (?:what i (?:got|made|bought)|about (?:the|her|his|my) (?:present|gift|surprise|party)|but i (?:love|ate|want)|i (?:ate|took|love|want|broke|peeked)))|our secret game|secret touching|bad touch|(?:i|it) (?:am|is) (?:a )?secret (?:that|what|how) (?:he|she|my uncle|dad)",
        r"(?:i have|i got|got|with|so many|all|these) (?:\w+ )?(?:bruises|marks|burns|cuts) (?:on|from|because|all over|where)(?! (?:my bike|football|falling|soccer|playing))|(?:dad|mum|stepdad|he|she|uncle|boyfriend|they)(?: \w+)? (?:hits?|beats?|hurts?|punches|slaps?|pushes|chokes|hitting|hurting|beating|yells at and hits) (?:mum|dad|mother|my (?:mum|brother|sister|dad|little|baby)|her|us|him|the baby)(?! (?:at (?:chess|cards|football)|in))|(?:dad|mum|stepdad|parents|he|she|they)(?: \w+)? (?:gets? drunk|drinks? (?:too much|a lot|and)|is (?:always )?drunk|are (?:always )?drunk|takes? drugs)(?: \w+){0,3}|(?:do not|does not|will not|never) (?:give|gives|let|feed|feeds) me (?:any |to )?(?:food|eat|dinner|out of)(?! (?:candy|sweets|chocolate|ice))|watch(?:es|ed|ing)? me (?:undress|naked|in the (?:bath|shower)|get dressed|change|sleep|when i (?:undress|change|shower))",
        r"(?:meet|met|talk to|message|chat with)(?: \w+){0,3} (?:man|stranger|guy|someone|somebody)(?: \w+){0,2} (?:online|on the internet|from (?:the|my) game)|(?:sent|send|asked for|wants) (?:him|me|her|them|a|my|some)? ?(?:naked|nude|private) (?:pictures?|photos?|pics?)",
    ],
    unless_before=[
        r"(?:not|never|nobody|no one|if|what if|pretend\w*|dreamed|dreamt|dream|does|did|do|will)(?: \w+){0,2}"
    ],
    unless_here=[
        r"<hurter> (?:\w+ )?(?:beats?|beat) me (?:at (?!home|night|school)|by |to |every time we (?:play|race))",
        r"(?:he|she|it|they) (?:tickles|kisses|bites|scares|touches|pushes) (?:me|us)(?! (?:down|in my|on my|and (?:i|it)|when i|where|there|off|hard|every|at school|over|under))",
        r"<hurter> (?:\w+ )?(?:tickles|kisses|bites|scares|touches|pushes|shakes) (?:me|us)(?! (?:down|in my|on (?:my|the (?:mouth|lips))|and (?:i|it|tells|says|hurts)|when i (?:am|do|sleep)|where|there|off|hard|every (?:night|day)|at (?:school|night)|over|under|in (?:bed|the bath)|until|down))",
        r"(?:i|we) (?:am|was|got|get|were)(?: \w+)? hit by a",
        r"(?:do not|please do not|never) tell (?:anyone|anybody|mum|dad|my \w+|him|her)(?= (?:but|about|i|what|that) (?:i (?:ate|got|made|love|want|bought|peek)|the|her|his|my|it is a surprise|got))",
    ],
    unless_in_sentence=[
        *_PLAY,
        r"(?:birthday|surprise|present|gift) (?:for|party)|kicked (?:the|a) ball|(?:at|in) (?:chess|cards|checkers|football|soccer|mario)|tickle fight|pillow fight|snowball|(?:my )?tooth|teeth|in tag|playing tag|shoes? (?:hurt|hurts)",
    ],
)
_DE_DISTRESS = Ways(
    "The child is in despair: crying, frightened, or not wanting to live.",
    find=[
        r"(?:ich )?(?:will|möchte|mag)(?: \w+){0,2} (?:nicht mehr (?:leben|da sein|aufwachen|hier sein)|sterben|tot sein|mich (?:umbringen|verletzen|ritzen)|nicht leben)|(?:wäre|wünschte,? ich wäre) (?:ich )?(?:\w+ )?(?:tot|nie geboren|nicht mehr da)|(?:ich )?(?:wäre|wär) (?:lieber |am liebsten )?tot|bring(?:e)? mich um|(?:ich )?(?:ritze|verletze|schneide) mich|ohne mich (?:besser|wäre)|ich hasse (?:mein leben|mich)|selbstmord",
        r"ich (?:bin|hab|habe|fühle mich)(?: (?:so|sehr|ganz|immer|solche|große|total|viel|riesige))* (?:einsam|verzweifelt|angst(?! vor (?:spinnen|hunden|monstern|gespenstern|dem monster|clowns|gewitter))|todtraurig|so traurig|am weinen)|ich (?:weine|muss)(?: \w+){0,3} (?:jeden|immer|weinen|die ganze|jede nacht)|ich will zu (?:meiner |meinem )?(?:mama|papa)|niemand (?:hat mich lieb|mag mich|liebt mich)|keiner (?:hat mich lieb|mag mich|liebt mich)|alle hassen mich",
    ],
    unless_before=[r"nicht|kein|keine|nie|wenn|früher"],
    unless_in_sentence=[r"(?:drache|monster|ritter|zombie|spiel|film|buch|geschichte)"],
)
_DE_DANGER = Ways(
    "The child may be in danger or without anybody to look after it.",
    find=[
        r"es brennt|(?:haus|küche|zimmer|baum|wohnung|vorhang) brennt|(?:überall|so viel|da ist|es gibt|hier ist|ich rieche|rieche|sehe)(?: \w+)? (?:rauch|feuer|qualm|gas)|ich (?:bin|bleibe)(?: (?:ganz|hier|schon|immer|heute|die ganze))* (?:allein|alleine)(?: (?:zu hause|daheim|im (?:haus|dunkeln|wald)|seit|hier)|(?=[.!,]|$))|ganz allein(?:e)? zu hause|(?:niemand|keiner)(?: \w+){0,2} (?:zu hause|da|daheim|hier)(?: seit \w+)?|(?:mama|papa|meine eltern|mama und papa|sie)(?: \w+)? (?:ist|sind|kommt|kommen)(?: \w+){0,4} (?:tagen|weg seit|nicht (?:mehr )?(?:nach hause|zurück|heim)|nicht wiedergekommen)",
        r"ich (?:habe|hab) mich (?:verlaufen|verirrt|eingesperrt)|(?:finde|weiß)(?: \w+){0,2} (?:meine (?:mama|eltern) nicht|nicht,? wo ich bin)|ich bin (?:weggelaufen|abgehauen|eingesperrt|gefangen)|(?:wacht|wachen) nicht (?:mehr )?auf|(?:blutet|blute)(?: \w+)?|krieg(?:e)? keine luft|(?:kann )?nicht (?:mehr )?atmen|(?:tabletten|batterie|gift|putzmittel)(?: \w+)? (?:geschluckt|genommen|getrunken|verschluckt)|(?:fremder|ein) mann(?: \w+){0,4} (?:tür|verfolgt|fenster|haus)|einbrecher|(?:nichts|seit \w+ nichts) (?:zu essen|gegessen)|hilfe!|krankenwagen|notfall",
    ],
    unless_before=[r"nicht|kein|keine|nie"],
    unless_in_sentence=[
        r"(?:drache|monster|ritter|zombie|spiel|spiele|film|buch|geschichte|feuerwehr(?:auto|mann)|kamin|lagerfeuer|kerze|zimmer (?:und )?spiel|zahn)"
    ],
)
_DE_DISCLOSURE = Ways(
    "The child may be telling that somebody hurts it.",
    find=[
        r"(?:onkel|tante|papa|mama|vater|mutter|opa|oma|bruder|schwester|lehrer\w*|trainer|nachbar\w*|mann|stiefvater|stiefmutter|freund|kinder|jungs|mädchen|jemand|er|sie|die|jungen)(?: \w+){0,3}? (?:tut|tun|schlägt|schlagen|haut|hauen|verprügelt|fasst|fassen|tritt|treten|mobbt|mobben|würgt|quält|ärgert|bedroht|berührt|schubst|schubsen|sperrt)(?: (?:mir|mich|uns|immer|oft|meine \w+|mama|meinen \w+))+(?: \w+)? ?(?:weh|an|ein)?",
        r"(?:tut|tun) (?:er |sie )?(?:mir|uns)(?: \w+)? weh(?= |[.!,]|$)|(?:schlägt|haut|fasst|tritt|mobbt) (?:er|sie|mein \w+|meine \w+) (?:mich|mir)|(?:hat|haben)(?: \w+){0,2} (?:mich|mir)(?: \w+){0,4} (?:geschlagen|wehgetan|weh getan|angefasst|verprügelt|getreten|gehauen|eingesperrt|gewürgt|bedroht)|ich werde (?:\w+ )?(?:geschlagen|gemobbt|gehauen|verprügelt|missbraucht)|(?:soll|darf|sollst|darfst)(?: \w+){0,3} (?:niemandem|keinem|nicht|mama nichts) (?:sagen|erzählen|verraten|davon)|(?:sag|erzähl)(?: es| das| bitte)* (?:niemandem|keinem|nicht mama|mama nicht|mama nichts)|(?:unser|ein) geheimnis(?: \w+){0,3}(?: mit (?:onkel|papa|ihm)| hat er gesagt| sagt er)|(?:muss|musste|soll) (?:ich )?(?:mich )?(?:ausziehen|nackt|ihn anfassen)|da unten",
    ],
    unless_before=[r"nicht|nie|niemand|keiner|wenn|geträumt"],
    unless_in_sentence=[
        r"(?:drache|monster|ritter|zombie|spiel|film|buch|geschichte|überraschung|geschenk|ball|zahn|schuh|knie|bauch tut)"
    ],
)
_PL_DISTRESS = Ways(
    "The child is in despair: crying, frightened, or not wanting to live.",
    find=[
        r"nie chcę (?:już )?(?:żyć|być (?:na świecie|tutaj)|się obudzić)|(?:chcę|chciał[ae]?(?:bym)?|wolał[ae]bym)(?: \w+)? (?:umrzeć|nie żyć|się zabić|zniknąć|nie istnieć)|(?:zabiję|zabić|tnę|ranię|krzywdzę) się|beze mnie (?:byłoby|będzie) lepiej|nienawidzę (?:siebie|swojego życia)|(?:po co|nie warto) żyć|samobójstw\w+",
        r"(?:jestem|czuję się)(?: \w+)? (?:przerażon\w+|samotn\w+|zrozpaczon\w+|bardzo smutn\w+)|(?:bardzo |strasznie |tak )?(?:się )?boję(?: się)?(?! (?:pająk\w+|duch\w+|potwor\w+|ciemności|psów|klaun\w+|burzy|mikołaja|ciebie))|(?:ciągle |cały czas |codziennie |często |w nocy )płaczę|płaczę(?: \w+)? (?:codziennie|w nocy|cały czas|ciągle|bo)|(?:chcę )?do mamy(?=[!.]|$)|nikt mnie nie (?:kocha|lubi|chce)|wszyscy mnie nienawidzą",
    ],
    unless_before=[r"nie|nigdy|gdyby|kiedyś"],
    unless_in_sentence=[r"(?:smok|potwór|rycerz|gra|grze|film|bajka|książk\w+|zabawa|bawi\w*)"],
)
_PL_DANGER = Ways(
    "The child may be in danger or without anybody to look after it.",
    find=[
        r"pali się|pożar|(?:dom|kuchnia|pokój|choinka) (?:się )?(?:płonie|pali)|(?:czuję|jest|widzę|pełno|dużo)(?: \w+)? (?:dym\w*|ogień|gaz)|(?:jestem|siedzę|został[ae]m|jesteśmy)(?: \w+)? (?:sam|sama|sami)(?: (?:w domu|w ciemności|w lesie|od|już|bez|tutaj|z (?:bratem|siostrą))|(?=[.!,]|$))|(?:nikogo|nikt)(?: \w+)? (?:nie ma|nie przychodzi|nie wraca|nie wrócił)(?: w domu| tu| od)?|nie ma (?:nikogo|mamy|taty|rodziców)(?: \w+)? (?:w domu|od)|(?:mama|tata|rodzice)(?: \w+)? nie (?:wraca|wracają|wrócił\w*|ma od)",
        r"zgubił[ae]m się|nie (?:wiem,? gdzie jestem|mogę znaleźć (?:mamy|taty|rodziców|domu))|uciekł[ae]m z domu|(?:nie (?:chce |może )?(?:się )?(?:obudzić|budzi|oddycha|rusza))|nie mogę (?:oddychać|złapać tchu)|(?:leci|dużo) (?:mi |jej |mu )?krw\w+|krwawi\w*|(?:połknął[ae]?m|połknęłam|wypił[ae]m|zjadł[ae]m)(?: \w+)? (?:tablet\w+|lek\w*|bateri\w+|wybielacz\w*)|(?:obcy|jakiś) (?:pan|mężczyzna|facet)(?: \w+){0,4} (?:drzwi|okn\w+|idzie za|śledzi|domu)|włamywacz\w*|włama\w*|(?:nie mam(?:y)?|nie ma) (?:nic )?(?:do )?jedzeni\w+|nic nie jad\w+|ratunku|pogotowie|na pomoc|jestem (?:zamknięt\w+|uwięzion\w+)",
    ],
    unless_before=[r"nigdy|gdyby|nie(?! ma| mogę| wiem)"],
    unless_in_sentence=[
        r"(?:smok|potwór|rycerz|gra|grze|gram|film|bajka|książk\w+|bawi\w*|strażak\w*|wóz strażacki|kominku|ognisko|pokoju i|ząb)"
    ],
)
_PL_DISCLOSURE = Ways(
    "The child may be telling that somebody hurts it.",
    find=[
        r"(?:wujek|ciocia|tata|mama|ojczym|macocha|dziadek|babcia|brat|siostra|pan|pani|nauczyciel\w*|trener|sąsiad|ktoś|koledzy|dzieci|chłopaki|on|ona|oni|chłopcy)(?: \w+){0,3}? (?:mnie|mi|nas)(?: \w+)? (?:bije|biją|krzywdzi|krzywdzą|dotyka|dotykają|kopie|kopią|popycha\w*|uderzy\w*|szarpie|rani|straszy|prześladuj\w+|dręczy|dręczą|dokucza\w*|robi (?:krzywdę|coś)|robią krzywdę|zamyka|wyzywa\w*)",
        r"(?:bije|biją|krzywdzi|krzywdzą|dotyka|kopie|kopią|uderzył\w*|dręczą|zamyka|prześladują|dokuczają)(?: \w+)? (?:mnie|mi|nas|mamę|siostrę|brata)(?! w (?:grze|karty|szachy))|robi mi krzywdę|jestem (?:bit[ya]|prześladowan[ya]|krzywdzon[ya])|nie mów (?:nikomu|mamie|tacie|rodzicom)|(?:kazał|mówi|powiedział|prosił)\w*(?: \w+){0,4} (?:nie mówić|nikomu|żebym nie|tajemnic\w+|sekret\w*)|(?:każe|kazał)\w* mi (?:się )?(?:rozebrać|rozbierać|dotykać|całować)|nie wolno mi (?:nikomu )?(?:mówić|powiedzieć)|w miejscach intymnych|tam na dole|mam siniaki",
    ],
    unless_before=[r"nigdy|gdyby|śniło mi się|nikt"],
    unless_in_sentence=[
        r"(?:smok|potwór|rycerz|grze|gramy|film|bajka|książk\w+|bawi\w*|niespodziank\w+|prezent\w*|piłk\w+|ząb|urodzin\w*)"
    ],
)
SIGNS: tuple[tuple[AlertKind, dict[str, tuple[Ways, ...]]], ...] = (
    (AlertKind.DISTRESS, {"en": (_SELF_HARM_EN, _FRIGHT_EN), "de": (_DE_DISTRESS,), "pl": (_PL_DISTRESS,)}),
    (AlertKind.DANGER, {"en": (_DANGER_EN,), "de": (_DE_DANGER,), "pl": (_PL_DANGER,)}),
    (AlertKind.DISCLOSURE, {"en": (_DISCLOSURE_EN,), "de": (_DE_DISCLOSURE,), "pl": (_PL_DISCLOSURE,)}),
)
