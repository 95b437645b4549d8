"""Secrets kept from a child's grown-ups, and threats with the list, with coal, with no presents."""

from __future__ import annotations

from santa_core.domain.safety.phrases import Ways

_EN = {
    "people": r"anyone|anybody|any ?body|nobody|no one|a soul|a single soul|someone|somebody|(?:your |his |her |the |any |other )*(?:mum|dad|mother|father|parents?|family|mum and dad|mum or dad|grown-?ups?|adults?|teacher|brother|sister|"
    r"friends?|folks|police|grandma|grandpa|gran|uncle|aunt|person)|them|him|her|anything to (?:anyone|your \w+)|others?|people",
    "hide": r"tell|mention(?: (?:it|this|that) to)?|say (?:anything|a word|it|this)?(?: to)?|inform|show|let|share (?:it|this|that) with|breathe a word(?: to)?|reveal (?:it|this) to|repeat (?:it|this|that)(?: to)?",
}
_NO_SECRET = [
    r"(?:can|could|will|should|must|do|does|did|would|need|is|are|am|have) not|never|no|nobody|not|without|if|anyone who|whoever|somebody|someone|asks?|asked|told|says|said|instead of|wrong|unsafe|should never|bad"
]
_SECRECY_EN = (
    Ways(
        "Santa promises secrecy, or asks for it.",
        words=_EN,
        find=[
            r"betray you|(?:goes?|go|get) (?:no|any) further(?! (?:away|north|than|along))|to the grave|(?:mouth|lips?) (?:is|are) (?:zipped|sealed|shut|locked)|zip (?:my|our|your) (?:lips|mouth)|i will (?:be|stay|keep) (?:quiet|silent|mum)(?: too| about)?|(?:this|it|that|everything|word|say|said|tell me) (?:\w+ )?(?:stays?|remains?|is safe) (?:safely )?with me|(?:will|would|shall) not say anything to|nothing (?:of this )?(?:leaves|will leave)|our (?:\w+ )?(?:private |own |special )(?:thing|matter|game)|the fewer people know|(?:do not|never|not) (?:let|have) (?:your |the )?(?:mum|dad|parents|family|anyone|grown-?ups?)(?: \w+)? (?:know|find out|hear|see)",
            r"(?:stays?|staying|remains?) (?:right )?(?:here|with me|in this (?:room|call)|inside)(?: with (?:me|us))?(?= (?:and|only|for|,)|[.!,]|$)|(?:goes?|go|get|gets|travel) (?:no|any) (?:further|farther)|to (?:the|my) grave|(?:good|great|best|excellent|wonderful) at keeping (?:secrets|quiet|things)|under lock and key",
            r"(?:not|never) (?:to )?(?:say|breathe|speak|utter|whisper) (?:a|one|any) (?:\w+ )?(?:word|thing)|not (?:a|one) (?:single )?(?:word|peep|whisper) (?:to|about|of)|(?:to|tell) (?:not )?a soul|(?:for|known to) (?:just |only )?(?:you and me|the two of us|us two)(?: (?:alone|only|to know))?",
            r"(?:will|would|shall|does|do)(?: not| never) (?:\w+ )?(?:hear|find out|know|learn|get to know)(?: \w+){0,3} (?:from me|it from|about (?:this|it|that)|a thing|of it)|not even (?:[\w.]+ ){1,3}(?:will|may|must|shall|needs?|has to|can)(?: ever)? (?:hear|know|find|learn)",
            r"(?:never|not) (?:repeat|pass on|share|tell (?:on you|others)) (?:what|anything|it|things|that|your)|(?:i|we)(?: will| always| can)? (?:tell|show) (?:nobody|no one)|keep (?:it |this |that |everything |things |what you (?:say|said|told me|tell me) |mum |quiet )?(?:all )?(?:to (?:myself|yourself|ourselves)|quiet about|hush-hush|under (?:my|your) hat|behind closed)|(?:tell|told) me anything,? (?:and )?(?:i|it) (?:will|would) (?:not|never|stay)",
            r"(?:it is|this is|that is|that will be|it will be|let it be|this can be|it can be|this will be|make it|call it|as|just)? ?(?:just |all )?our (?:\w+ )?(?:little |big |special |own |private |magic |christmas )*secrets?(?! (?:recipe|ingredient|workshop|door|helper|santa|handshake|cookie|is that|language|sauce))",
            r"(?:keep|keeping|hold|guard) (?:it|this|that|your secret|the secret|everything|our \w+|what you (?:said|told me)|all of it|that one)(?: \w+)?(?: all)?(?: (?:a|as a|as our|our|strictly|just|only|totally|completely|safe and|very|top|little|big|special))* (?:secret|to (?:ourselves|yourself|myself)|between us|"
            r"between you and me|between the two of us|quiet|hidden|hush|from (?:your |the )?(?:mum|dad|parents|family|grown|everyone|them)|with me|locked)",
            r"(?:i|we)(?: can| will| am able to| promise to| always| definitely| would never| will always)* (?:keep|guard|keeping|hold) (?:your|the|a|this|that|our|all your|any|all|it|every)? ?(?:\w+ )?(?:secrets?|safe with me|promise not)",
            r"(?:i|we)(?: will| would| shall| am going to| can| promise to| do| am)*(?: not| never| going)*(?: not| never) (?:\w+ )?(?:<hide>)(?: it| this| that| on you)?(?: to)?(?: (?:<people>))",
            r"(?:your|the|that|this) secrets? (?:is|are|will be) (?:\w+ )?(?:safe (?:with (?:me|us|santa)|here)|mine too)|my lips are sealed|cross my heart,? (?:i|and) (?:will not|never)|(?:i|we) (?:will not|will never|won't) (?:breathe|say|whisper) a (?:word|thing)|mum is the word|our lips",
            r"(?:just |only |strictly |stays? |keep it |this is |it is |and stays |remains? |is )*between (?:you and (?:me|i|santa)|us(?: two| both)?|the two of us|ourselves|just us|me and you)(?! (?:and your|friends,? (?:which|what)))",
            r"(?:just (?:for )?|only )(?:us|the) two(?: of us)?(?: (?:know|will know|can know|need to know))?|only (?:you and (?:i|me)|the two of us|we|us) (?:\w+ )?(?:know|will know|need)",
            r"(?:please |and |so |now |but |remember |just |quick |promise |promise me |you |make sure |better )*(?:must |should |can |need to |will |shall |had better )*(?:do not|not|never|not to|you do not) (?:ever |you )?(?:have to |need to |dare |go and |go )?(?:<hide>) (?:it |this |that |about this )?(?:to )?(?:<people>)",
            r"(?:nobody|no one|no grown-?ups?|none of them|not even your \w+) (?:else )?(?:needs?|has|have|must|should|will|ever has|ever needs|can|is going) (?:to |ever )*(?:know|find out|hear|be told|learn|see this)(?: about)?|(?:your |the )?(?:mum|dad|parents|family|grown-?ups|mum and dad)(?: and \w+)? (?:(?:do|does|must|should|will|can|need) not|never|need never|must never) (?:\w+ )?(?:to )?(?:know|find out|hear|be told|need to know)",
            r"(?:we|you|you and i|let us)(?: can| will| should| could| must| shall| do not| need to)* (?:keep|hide|hiding|keeping) (?:it|this|that|our|everything|things)(?: \w+)? from (?:your|the|them|mum|dad|everyone)|(?:without|before) (?:telling|letting|asking) (?:your |anyone|anybody|mum|dad|the grown)|behind (?:your (?:parents?|mum|dad)'?s?|their) backs?|shh+|(?:let us|we can|we will) (?:have|share) a (?:\w+ )?secret",
            r"(?:tell|say) (?:no one|nobody|not a soul)|hush[- ]hush|keep (?:quiet|mum|silent|a secret) (?:about|for me|from)|pinky (?:promise|swear) (?:not to|you will not|never)|(?:this|it|that) (?:must |should |has to |needs to |can )?(?:stays?|remains?|be) (?:a |our |\w+ )*(?:secret|between|just between|hidden|private)",
        ],
        unless_before=[
            r"(?:to|tells you|asks you|asked you|told you|(?:he|she|they|uncle|somebody|someone|who) (?:says?|said)|he|she|they|elves|claus|rudolph|who|reindeer|head elf)(?: \w+)?\W*$",
            r"(?:can|could|will|should|must|would|need|am|is|are)(?: \w+)? not(?: \w+){0,3}|never|not|if (?:anyone|anybody|somebody|someone|a grown-?up|he|she|they)|anyone who|whoever|no|instead of|why|what if|even if|wrong to|without|afraid to|scared to|want(?:s|ed)? you to|when (?:someone|somebody|people)|secret recipe",
        ],
        unless_here=[
            r"(?:do not|never|not) (?:\w+ )?(?:tell|show|give) (?:it |this |that )?(?:to )?(?:anyone|anybody|any person|others) (?:but|except|other than|your|the (?:number|password|code)|where you)",
            r"(?:goes?|go|get|gets) (?:no|any) (?:further|farther)(?= (?:than|away|north|along))",
            r"(?:do not|never|not) (?:\w+ )?(?:tell|show|share (?:it|this|that) with|say (?:it|this|anything)? ?(?:to)?|let) (?:\w+ )?(?:strangers|people you)",
            r"(?:not|never|will not|do not)(?: \w+){0,2} let (?:<people>|him|her) (?:hurt|down|be|go|do|stop|make|tell|touch|win|feel|get|sleep|know how|worry)",
            r"(?:<hide>) (?:them|him|her)(?= (?:are|is|what|you love))",
            r"shh+(?= (?:little|go|sleep))",
            r"(?:i|we)(?: \w+)* (?:not|never) (?:\w+ )?(?:tell|say|show|mention|repeat)(?: \w+)? (?:them|people|others?|him|her|you|anyone|children) (?:to|what to|how|off|a lie|lies|which|that they|who|where to|apart|untruth)",
            r"(?:i|we) (?:\w+ )*keep (?:a |the |all |any )?(?:\w+ )?secrets? (?:recipe|ingredient|door|list)",
            r"between (?:you and me|us),? (?:the reindeer|rudolph|i (?:ate|love|eat|like)|mrs|comet|dasher|my)",
        ],
        unless_in_sentence=[
            r"(?:do not|never|not) (?:ever )?(?:tell|give|show|share) (?:\w+ ){0,3}(?:password|address|phone|number|where you live|surname)|password|passcode",
            r"(?:do|should|must|can|will|would|could|need|am|are)(?: \w+)? not (?:\w+ ){0,4}(?:keep|be|stay|have|promise|hold) (?:\w+ ){0,4}(?:secrets?|between us)|(?:never|not) (?:\w+ )?(?:have to|had to|need to|should|promise to) keep|(?:not|no|never a) (?:a )?(?:safe )?secrets? (?:to keep|you|that|from|between)|no secrets|"
            r"(?:surprise|present|gift|card|recipe|drawing|birthday) (?:for|secret)|wrapped|not (?:be |have |keep )*(?:a |any )?(?:bad |heavy |big |our )?secrets?|your grown-?ups (?:always|should|must|need to|can) know|too big (?:to|for)",
        ],
    ),
)
_KIN = {
    "kin": r"(?:(?:your|the|his|her|our) )?(?:mum and dad|mum or dad|mum|dad|mother|father|parents|family|grown-?ups|teacher|sister|brother|grandma|grandpa|aunt|folks)",
}
_WIDER_SECRECY = Ways(
    "Santa promises secrecy, or asks for it.",
    words=_KIN,
    find=[
        r"i (?:will|would) (?:not|never) tell(?=$|[.,!]| (?:on you|anyone|a soul))|i (?:will )?tell (?:no one|nobody)|i (?:will|would) not (?:pass|spread) (?:it|this|that)(?: on)?|tell (?:her|him|them)\? (?:never|no)|i promise to (?:stay|keep|be) (?:quiet|silent)|i (?:will|can) (?:keep|be) (?:mum|(?:as )?(?:quiet|silent) as [\w ]{1,14} about)|i am as silent as|gets? past my (?:beard|lips)|i (?:will )?(?:forget it straight|never heard|have not heard a thing)|off the record",
        r"(?:no|any) (?:need|reason|point in|use in)(?: to| in)? (?:bother\w*|tell\w*|worry\w*|troubl\w*|upset\w*|involv\w*|mention\w*)(?: (?:it|this|that))?(?: to)? <kin>|(?:we |you )?(?:do not|need not|should not|had better not|would better not)(?: need to| have to| want to)? (?:bother|worry|trouble|upset|involve|tell|mention (?:it|this|that) to|share (?:it|this|that) with) <kin>",
        r"let us (?:not|never) (?:mention|tell|say|talk about|bother|worry)(?! (?:stories|jokes|sad))|(?:leave|keep) <kin> out of (?:this|it)|keep (?:it|this|that) from <kin>|<kin> (?:do|does|need|must|should|had better|would better|had) not (?:have to |need to )?(?:find out|know|hear|see|learn)|what <kin> (?:do|does) not know|<kin> will (?:not|never) (?:get|hear|know|find)(?: \w+){0,4} (?:from|out of) me|<kin> (?:would|will|could) not (?:understand|want to (?:hear|know))",
        r"(?:he|she|they|mum|dad) (?:must not|need not|had better not|would better not) (?:hear|know|find|see)|(?:she|he|they) will (?:not|never) (?:hear|learn|find|get|know)(?: \w+){0,4} (?:from|out of) me|make sure it stays that way|so (?:that )?(?:<kin>) (?:will|do|does|can) not (?:see|notice|find|read|know)|hide it from <kin>|delete (?:this|our|the|it|that)(?: \w+)? ?(?:chat|call|afterwards|messages?|when)?",
        r"(?:nobody|no one|not a (?:living |single )?soul|none)(?: \w+)? (?:will|can|must|shall|needs? to|hears?|ever)(?: ever)? ?(?:know|learn|hear of|hear about|be told|find out|hears? of|of it)|(?:that |which )?no one (?:hears|knows|learns) (?:of|about)|(?:nobody|no one) (?:can hear|hears|is listening)(?: us)?,? (?:so|and)|(?:only|just) (?:you and (?:i|me|santa)|we two|the two of us|us)(?: two)? (?:\w+ )?(?:ever )?(?:know|share|knows)|the only ones who|only you two share",
        r"(?:just )?(?:for|to) (?:ourselves|the two of us)(?=$|[.,!])|just for you and santa|our (?:little |private |own |special )+(?:thing|chat|matter|business|game)|(?:it is|this is|stays?) private between|something for the two of us|we can have secrets|keep a secret better|(?:take|taking) (?:it|this|all secrets|that) to (?:my|the) grave|under your hat|throw away the key|(?:stays?|remains?) (?:locked )?(?:in here|in this room|here)(?=$|[.,!])|(?:will )?never leaves? (?:this|the) (?:room|north pole|sleigh|call|workshop)|no further than",
        r"(?:i would |better |best to |you should |just )+(?:keep (?:that|this|it) to yourself|not (?:say|tell|mention)|say nothing|tell nobody)|if (?:she|he|they|anyone) asks?,? (?:\w+ )?(?:say|tell)|pretend (?:it|that|this)(?: \w+)? never happened|wear long sleeves|keep quiet about (?:it|this|that)|keeping this one|not a (?:living |single )?soul will|leave (?:the )?grown-?ups out|tell just me|you need not tell|(?:have|need) to share (?:that|it|this) with <kin>",
    ],
    unless_before=[
        r"(?:do not promise|can not|could not|should not|must not|may not|nobody may|never|not right|not|wrong|whoever|who|he|she|they|coach|even if|asks? you|told you)(?: \w+){0,3}\W*$"
    ],
    unless_here=[
        r"i will never tell which",
        r"just for (?:ourselves)? ?laughs",
        r"(?:nobody|no one) knows where",
    ],
    unless_in_sentence=[
        r"surprise|birthday|recipe|present|gift|unwrap\w*|password|where you live|something (?:hurts|bad)|must not (?:be kept|stay)|(?:can not|will not|do not|not to|should not|never have to) keep|want you (?:to be )?safe|workshop has|north pole door"
    ],
)
_SECRECY_DE = (
    Ways(
        "Santa promises secrecy, or asks for it.",
        find=[
            r"(?:das ist |das bleibt |es bleibt |das wird )?unser (?:\w+ )?geheimnis|(?:das |es )?bleibt (?:ganz )?(?:unter uns|zwischen uns|zwischen dir und mir|ein geheimnis|geheim)|nur (?:wir (?:zwei|beide)|du und ich) (?:wissen|kennen)|(?:unter uns|zwischen uns|zwischen dir und mir)(?= gesagt| bleiben|[.!,])|"
            r"(?:ich|wir) (?:behalte|behalten|verrate|verraten|sage|sagen|erzähle|erzählen)(?: (?:es|das|davon|dein geheimnis))*(?: ganz)? (?:für mich|für uns|niemandem|keinem|keiner menschenseele|nicht weiter|niemals jemandem)|(?:dein geheimnis|das) ist (?:bei mir )?sicher(?: bei mir)?(?= bei|[.!])|meine lippen sind versiegelt",
            r"von mir erfährt(?: \w+)? (?:niemand|keiner|mama|papa)|(?:das|es) behalten wir|(?:das |es )?(?:muss|müssen|braucht|brauchen) (?:mama|papa|deine \w+)(?: ja| doch)?(?: gar)? nicht(?: zu)? (?:wissen|erfahren)|ich schweige|(?:erzähl|sag|verrat)\w*(?: (?:es|das|davon))?(?: \w+)? (?:keinem|niemandem)|kein sterbenswörtchen|kein wort (?:kommt|davon|zu)|bleibt unser",
            r"(?:sag|sage|erzähl|erzähle|verrat|verrate)(?: (?:es|das|davon|bitte|aber))* (?:niemandem|keinem|nichts davon|deiner mama nichts|deinen eltern nichts|mama (?:und papa )?nichts|papa nichts|deine[nmr] \w+ (?:nichts|nicht|kein wort)|mama nicht|es nicht (?:weiter|deine\w* \w+))|(?:mama|papa|deine eltern|niemand|keiner)(?: und \w+)? (?:müssen|muss|dürfen|darf|braucht|brauchen|soll|sollen) (?:\w+ ){0,2}(?:nichts|nicht|nie)? ?(?:davon |zu |es )*(?:wissen|erfahren)|pst+|kein wort zu|(?:mama|papa|niemand|keiner|deine eltern)(?: und \w+)? (?:erfährt|erfahren|hört|merkt)(?: \w+)? (?:nichts|es nicht|nie)|geheimnis ist (?:bei mir |hier )?sicher|schweige wie ein grab|behalte(?: \w+){0,2} für mich|bleibt bei mir",
        ],
        unless_before=[
            r"kann|darf|nicht|kein|keine|nie|wenn|falls|jemand|gesagt|sagt|sollst|muss|musst|dass"
        ],
        unless_in_sentence=[
            r"(?:kann|können|darf|dürfen|muss|musst|müssen|will|sollst|soll|werde)(?: \w+){0,5} (?:nicht|kein\w*) (?:\w+ ){0,3}(?:geheim\w*|für mich|behalten|bewahren|versprechen)|kein(?:e)? geheimnis|überraschung|geheimrezept"
        ],
    ),
)
_SECRECY_PL = (
    Ways(
        "Santa promises secrecy, or asks for it.",
        find=[
            r"(?:to )?(?:będzie |jest |niech to będzie |zostanie )?(?:nasz\w*|naszą|naszym) (?:\w+ )?(?:sekret\w*|tajemnic\w+)|(?:to )?(?:zostanie|zostaje|niech zostanie|pozostanie|będzie) (?:tylko )?między nami|tylko (?:ty i ja|my dwoje|my) (?:o tym )?(?:wiemy|będziemy wiedzieć)|między nami mówiąc",
            r"(?:nikomu|nikogo)(?: \w+){0,3} (?:nie )?(?:powiem|zdradzę|powiemy|piśnij|powtórzę|powiedz)|nie (?:powiem|zdradzę|powtórzę)(?: \w+)? (?:nikomu|mamie|rodzicom)|(?:dochowam|zachowam|dotrzymam)(?: \w+){0,2} (?:tajemnic\w+|sekret\w*|to dla siebie)|(?:twój|twoja) (?:sekret|tajemnica) jest (?:u mnie )?bezpieczn\w|(?:mama|tata|nikt|rodzice)(?: \w+)? (?:się )?nie (?:dowie|dowiedzą)|milczę jak grób|zostanie ze mną|nie pisnę (?:ani )?słow\w+",
            r"ode mnie (?:nikt|mama|tata)(?: \w+){0,4}|między tobą a mną|(?:będę )?milcz\w+ jak grób|niech zostanie między|(?:mama|tata) nie musi (?:o tym )?wiedzieć",
            r"nie (?:mów|mówmy|opowiadaj|powtarzaj|wspominaj|zdradzaj)(?: \w+){0,3} (?:nikomu|mamie|tacie|rodzicom|nauczyciel\w+|dorosłym|nikogo)|(?:nikomu|mamie|tacie|rodzicom)(?: \w+)? nie mów|(?:mama|tata|rodzice|nikt)(?: i \w+)? nie (?:musi|muszą|może|mogą|powinn\w+)(?: \w+)? (?:wiedzieć|się dowiedzieć|dowiedzieć)|(?:zachowaj|trzymaj) to (?:w tajemnicy|dla siebie|w sekrecie)|ciii+|sza",
        ],
        unless_before=[r"nie mogę|nie możemy|nie wolno|nie|jeśli|gdy|ktoś|kazał\w*|mówi|prosi|żebyś"],
        unless_in_sentence=[
            r"nie (?:mogę|możemy|mamy|może|powinn\w+|musisz|trzymaj\w*)(?: \w+){0,4} (?:sekret\w*|tajemnic\w+)|niespodziank|to nie (?:może|jest)"
        ],
    ),
)

_THREATS_EN = (
    Ways(
        "Santa threatens.",
        words={
            "bad": r"naughty|bad|mean|rude|wicked|disobedient|lying|nasty",
            "gift": r"(?:christmas )?(?:presents?|gifts?|toys?|bike|puppy|anything|nothing|visit|sleigh|surprises?|sweets|bicycle|doll|game)",
        },
        find=[
            r"(?:you )?will not like what|you will not (?:see|meet|hear from) (?:me|santa|us|the sleigh)|i know what you (?:did|do|have done)|(?:have not|not|never) forgotten (?:what you did|(?:that )?you were)|you should be (?:afraid|scared|ashamed|worried)|(?:presents?|gifts?|toys?)(?: \w+)? (?:disappear|vanish|go to (?:other|another|nicer|good|better)|go away|shrink|get fewer)|one wrong (?:step|move|word)|(?:going to |will )hear about (?:this|that|it)|(?:will|would) have to give (?:your|it|that|them)|what happens to (?:children|kids|boys|girls|those)",
            r",? or (?:else )?(?:i|santa|rudolph|the elves) (?:will|might|may|shall|would|am going to|can)(?: \w+){0,4} (?:not|never|disappointed|angry|cross|take|skip|forget|leave|stay away|cancel|give (?:it|your)|turn around|tell (?:your|krampus)|put you|write)",
            r"(?:no|without) (?:\w+ ){0,2}(?:sweets|treats?|sleigh ride|christmas|santa|doll|bike|train|puppy) for (?:you|children|kids|naughty|bad|those|girls|boys)|(?:reindeer|elves|rudolph) (?:refuse|will refuse|will not|do not)(?: \w+){0,3} (?:stop|land|come|fly|build|make|work) (?:at|to|for|on) (?:you|your|bad|naughty|houses|children)|(?:disappointed|ashamed) (?:in|of) you|shame on you|bad (?:children|boys|girls)|punish",
            r"(?:<bad>) (?:little )?(?:children|kids|boys|girls|child|boy|girl|ones)",
            r"(?:children|kids|boys|girls|those|anyone|whoever|liars|little ones)(?: (?:who|that)(?: [\w']+){1,6}?| like (?:you|that))?(?: \w+)? (?:get|gets|find|finds|receive|receives|deserve|end up with|miss out|go without|will get|will find|make|makes|wake up to)(?: \w+)? ?(?:no |nothing|an empty|coal|santa (?:sad|cross|fly|angry)|me (?:sad|cross|fly|angry)|a stick|sticks)|(?:children|kids|boys|girls|those|anyone)(?: (?:who|that)(?: [\w']+){1,6}?| like (?:you|that))? (?:do|does|will|can|shall) (?:not|never) (?:get|find|receive|deserve|have|see) ",
            r"(?:fly|flies|flying|go|drive|sail|ride|walk|pass|head) (?:right |straight |just |simply )?(?:past|by|over) (?:you(?! on)|your (?:house|home|street|roof)|the house|without stopping)|skip (?:you|your (?:house|home|name|chimney))",
            r"(?:your|his|her|the) (?:stocking|sock|boots?|tree|list)(?: \w+){0,3} (?:empty|bare)|(?:an? )?empty (?:stocking|tree|boot)s?|nothing (?:under (?:the|your) tree|in your stocking|for you (?:this|at|on|if|from)|from me|this (?:year|christmas))",
            r"(?:i am |i will |i will have to |i have to |i might |santa will |have to |then i |and i )+(?:be )?(?:cross(?:ing)?|scratch(?:ing)?|strik(?:e|ing)|tak(?:e|ing)|wip(?:e|ing)|remov(?:e|ing)) (?:[\w']+ ){0,4}?(?:off|out|back|away|from (?:my|the|your) (?:\w+ )?list)",
            r"(?:i|santa|we) (?:only|just) (?:come|comes|visit|visits|bring|brings|give|gives|deliver|go|stop|stops)(?: \w+){0,2} (?:(?:to|for) (?:\w+ )?(?:children|kids|boys|girls|those|people)|if you|when you (?:are|have))|(?:i|santa|we) (?:do|does|will|can)(?: not| never) (?:\w+ )?(?:visit|come to|come for|like|stop for|give|deliver to|love|want|listen to|bring)(?: \w+){0,3}? (?:children|kids|girls|boys|liars|anyone|babies) ?(?:who|that|like)?",
            r"(?:elves|i|santa|we|helpers|reindeer|rudolph)(?: always| will| do| am| are)* (?:report|tell me|write|write down|writing|notice|remember|count|hear about|find out|make a note of)(?: \w+){0,4} (?:bad|naughty|misbehav\w+|wrong (?:you|thing)|lies?|black book|when you (?:are|do not)|what you did)",
            r"(?:stop|behave|be (?:good|nice|quiet|kind)|eat|go to (?:bed|sleep)|listen|obey|tidy|clean|say sorry|finish|share|sleep|brush|do your)(?: [\w']+){0,7}?,? or (?:i|santa|the (?:reindeer|elves|sleigh)|you (?:will|can|may)|there|krampus|christmas|no|else|we)",
            r"(?:stop|behave|be (?:good|nice|quiet|kind)|eat|go to (?:bed|sleep)|listen|obey|tidy|clean|say sorry|finish|share|sleep|brush|do your)(?: [\w']+){0,5}?,? because (?:i|santa) (?:see|know|am watching|will)",
            r"one more (?:lie|word|tantrum|scream|peep|tear|bad \w+|time)(?: \w+){0,3}? and|cost you (?:a|your|the|one|dearly)|(?:lose|losing) (?:a|your|the|one|that) (?:\w+ )?(?:present|gift|toy|bike|puppy|doll|place)|(?:say|wave|kiss) (?:\w+ )?goodbye to (?:that|your|the|any) (?!family|friends|mum|dad)|(?:can|may|will|better|should) forget (?:about )?(?:your|the|that|any|all) |give (?:your|that|the|it) ?(?:\w+ )?to (?:another|somebody|someone|a (?:nicer|better|good|kinder)) ?(?:else|child|kid|boy|girl)?|christmas is (?:off|over|cancel\w*|not coming)|(?:wrong|black|bad|other) (?:list|book)|i am (?:very |so |really |quite |most )*(?:disappointed|cross|angry|mad)(?: with| in| at|[.!,]|$)",
            r"(?:he|krampus) (?:might|may|will|could|comes?|just might|surely)(?: \w+){0,4} (?:if|unless|because) you|(?:watch|keep|eye) (?:\w+ ){0,3}on (?:naughty|bad|what you do)|(?:has|have|brings?|carries) a (?:\w+ )?(?:sack|stick|chain|rod)s? for|(?:not|never) (?:ever )?(?:talk|speak|listen|write|come back) to you (?:again|any more|ever)|i will (?:not|never) (?:ever )?(?:talk|speak) to you",
            r"if you(?: (?:are|do|will|can))?(?: not| never| keep| make| go on| hit| lie| cry| shout| scream| fight| ever| say| tell| refuse| misbehave| behave| disobey| act| push| bite| tease| swear| talk| stop| wake| peek)(?: [\w']+){0,9}?,? (?:then )?(?:i|santa|you|there|the (?:elves|reindeer|sleigh)|rudolph|your \w+|my \w+|no|we|christmas)(?: \w+){0,3}? (?:not|never|no|nothing|skip|take|cross|lose|goodbye|empty|past|ever|another|without|late|leave|angry|sad|disappointed|cancel\w*|less|fewer|coal|naughty|punish\w*|regret|sorry)",
            r"(?:you|your name|he|she|they|children|kids|boys|girls|who|those|(?:your|his) \w+)(?: who \w+(?: \w+)?)?(?: \w+){0,3}? (?:on|onto|to|in|land(?:s|ed)?|end up|straight (?:on|to)|for|made|near|close to|get|be) (?:my |the |santa's |his |that )?(?:big |long )?(?:naughty|bad) (?:list|book|side)",
            r"(?:put|move|write|add|moving|writing|keep|have|place|putting)(?:s|ing)? (?:you|your name|him|her|them|that|it)(?: \w+)? (?:on|onto|to|in|down on|into) (?:my |the |santa's )?(?:naughty|bad)(?: list| book)?",
            r"(?:naughty|bad) (?:children|kids|boys|girls|ones|little \w+|boys and girls|behaviou?r)(?: \w+){0,3}? (?:get|gets|receive|only get|do not get|never get|end up|find|means|will get|will not get|go|don't)",
            r"(?:you|he|she|they|children|kids|who|that|naughty \w+|bad \w+|stocking)(?: \w+){0,4}? (?:get|gets|getting|receive|find|finds|bring|brings|be filled with|with|full of|for|have|leave)(?: \w+){0,4}? (?:coal|a stick|sticks|a lump)|(?:lump|piece|sack|bag|stocking full|bit)s? of coal|coal (?:for you|in your|instead)|nothing but coal",
            r"(?:there )?(?:will be |are |is |means? |then )?no (?:more )?<gift>(?: (?:for|this|at|under|from|until|unless|if|will)|(?=[.!,]|$))",
            r"(?:you|he|she|they|kids|children|girls|boys)(?: will| would| shall| are going to| is going to| do| does| can| might| may| will certainly)*(?: not| never)(?: be)?(?: \w+)? (?:get|getting|have|receive|receiving|see|deserve|find) (?:a |any |your |that |the |a single |one |one single |this |my )*<gift>",
            r"(?:i|santa|we|my elves|the sleigh|rudolph|my sleigh)(?: will| shall| might| may| can| would| have to| may have to| might have to| am going to| do| does| am)*(?: not| never| have to skip| skip| cancel| take away| take back| keep| cross off)+(?: \w+)? (?:bring|bringing|give|giving|come|coming|visit|visiting|stop|deliver|leave)"
            r"(?: (?:you|to you|your|a|any|the|by|at|to|house|that|it|back))*(?: <gift>)?(?= (?:unless|if|until|when|because|for)|(?: (?:house|home|<gift>))?(?: this year)?[.!]|$)",
            r"(?:unless|if) you (?:do not|are (?:not|<bad>|mean)|keep|stop|ever|disobey|lie|misbehave|act|cry|fight|hit|can not|will not|refuse|say|talk|tell|behave|eat)(?: ?[\w']+){0,8}?,? (?:then )?(?:i|santa|you|there|the elves|rudolph|krampus|he|no|my)(?: \w+){0,3}? "
            r"(?:not|never|no|skip|cancel|coal|naughty|angry|cross|sorry|nothing|take|keep|forget|turn around|regret|fly (?:right )?past|sad|disappointed|punish\w*|have to)",
            r"(?:santa|i|we|the elves|my elves|an elf|elves) (?:am |are |is |can |will |always |will be )*(?:watching|spying on|keeping an eye on|checking on|observing) (?:you|your|all|every|over what|children|when)|(?:santa|i|we|the elves|my elves|elves) (?:can |will |always |do )*(?:see|sees|know|knows|hear|hears|watch|watches|notice|notices) (?:everything (?:you|that you)|every ?thing you do|exactly (?:what|when) you|all (?:you do|that you|your)|every (?:bad|naughty|little|lie|step|time)|when you (?:are|do|lie|have been)?(?: \w+)? ?(?:sleeping|awake|bad|naughty|lie|cheat|misbehave|hit|shout|rude|mean)|if you (?:are|have been)(?: \w+)? (?:bad|naughty|good|lying|mean)|who (?:is|has been) (?:bad|naughty))|you (?:are|were) being watched",
            r"krampus (?:will|is|comes?|might|could|may|takes?|gets?|visits?|knows|likes|loves|punishes|always|would|has|wants)(?! (?:not|never|a story|just|only))|(?:call|send|tell|get|let|ask|here comes|watch out for|beware of|visit from) (?:for )?krampus",
            r"(?:i|santa|mrs\.? claus|the elves|rudolph)(?: will| would| shall| am going to| might| can| get| gets)* (?:be |get |getting |become |feel |so |very |really |quite )*(?:angry|cross|mad|furious|upset|disappointed|annoyed) (?:with you|at you|if|when|unless|that you)|(?:you will|you are going to|you would|you shall|make you) (?:be sorry|regret|pay|be punished|be in (?:big )?trouble)",
            r"(?:you )?(?:better|had better|would better) (?:not |be |watch|listen|behave|eat|stop|do |go |start|clean|sleep|obey|believe)(?: ?\w+){0,5}|(?:watch out|be careful|behave|be good|eat (?:up|your \w+)|go to (?:bed|sleep)|listen|stop (?:it|that|crying)|obey)(?: \w+){0,4}?(?:,| or) (?:or else|else|or (?:you|i|santa|there|no|krampus|your)|i (?:will|may)|santa (?:will|may|is))|or else(?=[.!]|$)",
            r"(?:last|final) (?:warning|chance)|(?:i|santa) (?:will|am going to|might) (?:punish|get you|come and get|tell (?:your \w+ )?(?:how bad|that you have been bad)|remember (?:this|that) (?:when|on christmas|at christmas)|take (?:your|the|all|back|away))|(?:only|just) (?:good|nice|well-behaved) (?:children|kids|boys|girls|little)(?: \w+){0,3} (?:get|receive|presents|gifts|will)|"
            r"(?:presents?|gifts?|toys?) (?:are |is )?(?:only )?(?:for|go to) (?:good|nice|well-behaved) (?:children|kids|boys|girls)(?: only)?|i have (?:my|an) eyes? on you|be good or|no christmas for|christmas (?:will be|is) cancel\w+|you have been (?:very |so |really |quite |too )*(?:naughty|bad)",
        ],
        unless_before=[
            r"(?:not|never|no|nobody|no one|nobody is|none|without|neither|forget|afraid|worry|worried|scared|do i|would i|think|thinking|thinks|if|says|said|story|stories|joke|joking|teasing|far from|heard|wrong|threat|untrue|fear|anyone)(?: \w+){0,3}\W*$",
        ],
        unless_here=[
            r"(?:children|kids|boys|girls|those|anyone)(?: (?:who|that)(?: [\w']+){1,6}?)? (?:do|does|will|can|shall) (?:not|never) (?:get|have|see|find) (?:to (?:be|do)|all the|enough sleep|older|bored|tired|hurt)",
            r"(?:wrong|other|bad|black) (?:list|book)(?= of|s)",
            r"(?:your|his|her|the) (?:tree|boots?|list)(?: \w+){0,3} (?:bare)",
            r"nothing (?:for you|from me|this)(?= to)",
            r"(?:the|my) (?:cookie|milk|sack)",
            r"if you(?: \w+)? (?:can|are|do) not (?:\w+ )?(?:want|sleep|find|like|feel|know|understand|see|remember|sure|ready|hungry)",
            r"(?:you|your name|children|he|she|they|nobody|kids)(?: \w+){0,3}? (?:not|never|no|nowhere|isn't|far)(?: \w+){0,3}? (?:on|near|close to|to|be|get|onto|for) (?:my |the |any |a |santa's )?(?:\w+ )?(?:naughty|bad) ",
            r"no (?:more )?(?:presents?|gifts?|toys?|sweets|game)(?: \w+)? (?:can|could|is|as|more|matters?|in the world|makes?|too|needs?|will (?:ever|make|replace)|bigger|for the (?:reindeer|elves))",
            r"no (?:present|gift|toy|game|bike)s? (?:can|could|is|in|matters?|on earth|as)",
            r"there (?:is|are) no (?:bad|naughty) ",
            r"nothing(?! but coal)",
            r"(?:i|santa|we)(?: \w+)* (?:know|knows|see|sees)(?: \w+)? (?:you are (?:good|kind|brave|trying|a )|everything will|all (?:about|the)|when you (?:smile|are kind))",
            r"(?:i|santa|we) (?:know|see)(?: \w+)? (?:you|everything|all|if you|exactly)(?= (?:have|are|love|feel|miss|can|like|mean|want|would|did|will|tried|try|what|how|try|did))",
            r"(?:i|santa|we)(?: \w+)* (?:not|never)(?: \w+)? (?:bring|give|leave)(?: \w+)* (?:coal|up|away)",
            r"(?:i|we|santa) (?:will|do|am|can|would) (?:not|never) (?:\w+ )?(?:see|look|watch|come into|leave you|give up)",
            r"(?:i|santa|we)(?: \w+)? (?:will|do|can|would) not (?:\w+ )?(?:bring|give|deliver|come|stop)(?! .{0,60}\b(?:unless|if you|until|because you|this year)\b)",
            r"you(?: will| do| would)* (?:not|never)(?: \w+)? (?:get|have|see|find|receive)(?: any| a| the| your)* (?:nothing|anything)(?! (?:this|from|for christmas|if|unless))",
            r"krampus (?:is|comes?|will|would) (?:only|just|not|never|from|a|an)\b",
            r"(?:tell|ask|get|let) krampus (?:to (?:stay|go)|that)",
            r"you better (?:believe it|now|day)",
            r"(?:last|final) chance (?:to|for) (?:see|say|tell|wish)",
        ],
        unless_in_sentence=[
            r"(?:nobody|no one|no child|none of (?:you|us)) (?:is|are|goes|gets|belongs|has|ends|ever)|(?:do not|not|never|no) (?:\w+ ){0,3}(?:keep|have|use|believe in|bring|give|carry|need|leave|own|write) (?:\w+ ){0,3}(?:naughty|coal|lump|threat)|(?:no|not a|never a|never on a|not on the|not on any|not on my|there is no|no such thing as a) (?:\w+ )?(?:naughty|coal)|(?:everyone|everybody|we all|all of us) makes? mistakes|mistakes can|"
            r"not (?:going to )?(?:\w+ )?(?:on|near|put(?:ting)?|bring|brought) (?:\w+ ){0,3}(?:naughty|coal)|krampus (?:is not|will not|can not|does not|won't|never)|(?:only|just) a(?:n old)? (?:story|tale)|coal (?:train|mine|for|is (?:only|just))|(?:snowman|snowmen)|(?:is|are) not (?:about|a reason|watching)|not (?:your|their|his|her) fault|(?:love|loves) you",
        ],
    ),
)
_WIDER_THREATS = Ways(
    "Santa threatens.",
    words={
        "bad": r"naughty|bad|mean|rude|lazy|angry|jealous|lying|spoilt|greedy|wicked|cheeky|noisy|messy|loud|selfish|ungrateful|disobedient|nosy",
        "kids": r"children|kids|boys|girls|those|ones|little ones|boys and girls|crybabies|liars|biters|fibbers|shouters|thieves|peekers|bullies|cheats",
        "gift": r"presents?|gifts?|toys?|bike|train set|doll|puppy|sack|stocking|tree|sleigh|visit|christmas|santa|treats?|story|sweets|game|reindeer|boots?",
    },
    find=[
        r"(?:only|just) (?:visits?|comes?|stops?|brings?|lands?|likes?|loves?|flies|gives?|calls?|goes)(?: \w+){0,3} (?:<kids>|good|nice|tidy|if you|when you)|(?:santa|i|rudolph|reindeer|sleigh) (?:do|does|will|can) not (?:come|stop|visit|fly|love|like|forgive|land)(?: \w+){0,2} (?:<kids>|<bad>|messy houses)",
        r"(?:want|like|make|have) me to (?:skip|leave|forget|cross|send|fly|turn|cancel|call krampus|take)|make me send|(?:would )?(?:hate|not like) to have to|(?:would|will|might|could) be (?:very |so |really |quite |most |terribly )*(?:disappointed|cross|ashamed|furious) (?:in|with|at|if|of)|not (?:very |at all |too )?(?:happy|pleased) with you|i (?:do|will|would|could) not (?:like|love) you|will not love you (?:any ?more|if|until|unless)|i do not like you either",
        r"krampus is (?:already |on |coming|packing|waiting|hungry|listening)(?: \w+)?|(?:monsters?|bogeyman|krampus|witch|wolf)(?: \w+)? (?:comes? for|takes?|gets?|eats?|fetch(?:es)?|is coming|are coming)|my (?:elves|spies|helpers|scouts|reindeer)(?: \w+)? (?:report|are everywhere|tell me everything|see everything|write down)|elf on the shelf is|see what happens|santa sees everything|(?:i|santa) (?:see|sees) you when you|my spies|(?:a|very) close eye on you|i am watching|i know what you (?:did|do)",
        r"(?:my|the) (?:other|wrong|second|black|bad) list|close to the naughty|(?:a |another )?(?:black |bad )?mark against you|(?:made|make|making|take|taking) (?:a )?note of (?:that|this)(?=$|[.!])|on thin ice with me|(?:coal|potato|stick|rod)s? (?:with your name|instead of|in your|for you)|(?:find|finding|have|be) coal",
        r"no \w+,? no (?:<gift>)|nothing (?:in (?:your|the) (?:sack|stocking)|under (?:the|your) tree)|(?:if|without|unless)(?: [\w']+){1,7},? (?:then )?(?:the |your |my )?(?:sleigh|reindeer|i|santa|there|stocking|elves)(?: will| would| do| does| is| can)*(?: be)? (?:not|stop|stops|nothing|empty|gone)(?: \w+)? ?(?:stop|come|coming|bring|nothing|in your|fly|land|love|visit)",
        r"if you stop believing|(?:and|or) (?:you will get|you get|you are) (?:nothing|out|coal)|you (?:will )?get(?:ting)? nothing(?: at all)?|(?:kiss|wave|say) (?:\w+ ){1,4}goodbye|(?:elves|santa|i)(?: \w+){0,3} put (?:your|the) (?:toys|presents|gifts) back|(?:give|giving) your (?:presents|gifts|toys|bike)(?: \w+)? ?(?:away|to)|off (?:that|your|my|the) list|cross you off|(?:leave|leaving|stays?|be|find|finds?)(?: \w+){0,3} (?:stockings?|boots?|boxes|tree|sack) empty|(?:an |to an )empty (?:tree|stocking|sack|boot)|(?:their|your) (?:boxes|stockings?|boots?|presents?) (?:are )?empty",
        r"(?:<bad>) (?:little )?(?:<kids>|child|boy|girl) (?:make|makes|get|gets|do|does|will|are|find|never|lose|go|end|have)|(?:crybabies|liars|biters|fibbers|thieves|shouters|peekers|bullies|cheats|the (?:lazy|naughty|bad|rude|mean|noisy) ones)(?: \w+)? (?:get|do|are|never|will|find|end|go)|nobody (?:loves|likes|wants) (?:a |an )?(?:<bad>)|(?:every|each|one more|another) (?:fib|lie|tantrum|accident|\w+ word|shout|scream|tear)(?: \w+)? (?:costs?|and (?:you|this|i|there|christmas)|means|makes)",
        r"the (?:more|louder|longer|worse) you \w+,? the (?:fewer|less|smaller|further)|(?:fewer|less) (?:presents|gifts|toys)|(?:ruined|lost|losing|spoilt|wasted) your (?:chances?|place|visit|christmas|present)|think twice|half a mind to|you will be (?:sorry|crying|punished)|christmas (?:can|could|may|might|will) be (?:cancel\w+|off|called off)|so is your christmas|(?:depends on|see) how you behave|have(?: not|n't) (?:earned|deserved) |not earned|leave me no choice|left out at christmas|then i decide|until \w+ to be good|bad behaviou?r has|mind your manners",
        r"(?:if|when) you want me to (?:come|visit|bring|stop)|do as you are told|i (?:will|shall)(?: \w+)? (?:hang up|never call|not come|not be bringing|not bring)(?: \w+){0,3}|i stop coming|or else(?=$|[.!,])|(?:never|not) call (?:you )?again|if you (?:carry on|keep (?:on|lying|shouting|doing|this))(?: \w+){0,3},? (?:and|i|you|we|there|santa)|will not love you|this call is over|see santa (?:angry|cross)|make reindeer turn|turn around (?:and|at)",
    ],
    unless_before=[
        r"(?:not|never|nobody|no one|no child|no|none|mistaken|afraid|worry|do i|do you think|says|said|story|tale|who says|even)(?: \w+){0,4}\W*$"
    ],
    unless_in_sentence=[
        r"only (?:a|an old) (?:old )?(?:story|tale)|never (?:skip|bring|leave|comes|cross|find)|do not (?:watch|own|have|keep|even)|mended|(?:nobody|no one) (?:is|comes|gets|finds|goes)|not cross|like you (?:whether|in all|just)|all the same|just the same|no matter|not a reward|love you|snowm[ae]n|for the stove|nothing you could|safe"
    ],
)
_THREATS_DE = (
    Ways(
        "Santa threatens.",
        find=[
            r"(?:liste der (?:unartigen|bösen)|unartige\w* liste|böse\w* liste|schwarze\w* liste)|(?:unartige|böse|freche) kinder (?:\w+ )?(?:bekommen|kriegen|kommen)|(?:bekommst|kriegst|bekommt|gibt es|gibt's|bringe ich dir|bringe|kriegen|bekommen)(?: \w+){0,5}? (?:nichts|kohle|die rute|eine rute|keine (?:geschenke|spielsachen)|kein (?:geschenk|spielzeug)|keinen? \w+)(?! (?:als|schlechtes|böses))",
            r"(?:krampus|knecht ruprecht)(?: \w+)? (?:kommt|holt|wird|bringt|nimmt|besucht)|(?:der weihnachtsmann|ich|wir) (?:sieht|sehe|sehen|beobachte|beobachtet|weiß)(?: \w+)? (?:alles|dich|genau|jeden|immer)|sonst (?:\w+ ){0,5}(?:keine?|nichts|kohle|böse|krampus|rute|nicht)|(?:ich|wir|der weihnachtsmann)(?: \w+)? (?:werde|werden|wird|bin|ist)(?: \w+){0,3} (?:böse|wütend|sauer|streng|enttäuscht) (?:auf dich|mit dir|wenn|von dir)|das wirst du bereuen|nur (?:brave|artige|liebe) kinder|wer (?:\w+ ){1,5},? (?:der |die )?(?:bekommt|kriegt|geht)(?: \w+)? (?:nichts|keine?n?|leer)|(?:fliege|fahre|gehe)(?: \w+){0,3} (?:vorbei|weiter)|streiche (?:\w+ ){0,3}(?:von|aus|dich)|letzte (?:warnung|chance)|leere[rn]? (?:stiefel|strumpf|sack)",
            r"an (?:eurem|deinem) haus vorbei|(?:rudolf|rentiere|weihnachtsmann|ich) (?:besucht|besuchen|besuche|mag|mögen|kommt|komme)(?: \w+){0,2} nur(?: \w+){0,2} kinder|besucht nur|(?:bleibt|bleiben)(?: \w+){0,3} (?:stiefel|strumpf|sack)(?: \w+)? leer|(?:wichtel|elfen)(?: \w+)? (?:erzählen|berichten|melden)(?: \w+)? alles|sonst (?:\w+ ){0,3}krampus|wäre (?:\w+ )?(?:enttäuscht|böse) von dir|(?:sehr |so )enttäuscht von dir",
            r"wenn du (?:nicht|weiter|noch|böse|unartig|frech)(?: \w+){0,6},? (?:dann )?(?:\w+ ){0,4}(?:nichts|keine?|nicht|kohle|krampus|rute|böse|wütend)|du warst (?:sehr |so )?(?:unartig|böse|frech)",
        ],
        unless_before=[
            r"nicht|kein|keine|keiner|nie|niemand|niemals|nur eine geschichte|angst|sorge|es gibt"
        ],
        unless_in_sentence=[
            r"(?:niemand|keiner|kein kind) (?:steht|kommt|ist|bekommt)|(?:nicht|nie|niemals) (?:auf (?:der|einer)|kohle)|nur (?:eine )?(?:geschichte|märchen)|keine angst|es gibt keine"
        ],
    ),
)
_THREATS_PL = (
    Ways(
        "Santa threatens.",
        find=[
            r"(?:list\w+|liści\w+) niegrzecznych|niegrzeczne dzieci (?:\w+ )?(?:dostają|dostaną|nie)|(?:dostaniesz|dostaną|dostają|przyniosę|znajdziesz|zostawię|będzie)(?: \w+){0,4}? (?:rózg\w+|węg\w+|nic\b)|rózg[aęi]|nie (?:dostaniesz|będzie|przyniosę|zobaczysz|przyjdę|przyjadę)(?: \w+){0,3}? (?:prezent\w*|zabaw\w+|niczego|nic|do ciebie|jeśli|jak)",
            r"(?:krampus|diabeł|baba jaga)(?: \w+)? (?:przyjdzie|zabierze|porwie|weźmie)|(?:mikołaj|ja|elfy|my)? ?(?:wszystko|cały czas|zawsze) (?:cię )?(?:widzę|widzi|widzą|wiem|obserwuj\w+)|(?:obserwuję|patrzę na|śledzę) (?:cię|ciebie)|mam cię na oku|bo inaczej|w przeciwnym razie|ostatnie ostrzeżenie|(?:będę|mikołaj będzie)(?: \w+)? (?:zły|rozgniewany|wściekły|zawiedziony)|pożałujesz|tylko grzeczne dzieci|kto (?:\w+ ){1,4},? (?:ten )?nie dostan\w+|(?:żadnych|bez) prezentów(?! (?:też|jest))|będziesz żałowa\w+|ostatni\w+ szans\w+|(?:skreślę|wykreślę)(?: \w+)? (?:cię|z listy)",
            r"(?:ominę|omijam|miniemy|ominą) (?:twój|wasz) dom|(?:odwiedza\w*|przychodz\w+)(?: \w+)? tylko(?: \w+)? (?:dzieci|te)|zawiodłe?m? się|na tobie zawi\w+|prezentów nie będzie|bo inaczej",
            r"(?:jeśli|jak|jeżeli) (?:nie )?(?:będziesz|zjesz|przestaniesz|posłuchasz|pójdziesz)(?: \w+){0,4},? (?:to )?(?:\w+ ){0,3}(?:nie (?:dostaniesz|będzie|przyniosę|przyjdę)|rózg\w+|węg\w+|będę zły)|był[ae]ś (?:bardzo )?niegrzeczn\w",
        ],
        unless_before=[
            r"nie ma|nikt|nigdy|bez|nie (?:jesteś|bój|martw|ma|wierz|daję|przynoszę|zostawiam|używam)(?: \w+){0,3}"
        ],
        unless_in_sentence=[
            r"nikt nie|nie ma(?: \w+)? (?:list|rózg)|nie bój|tylko (?:bajka|historyjka)|nigdy nie (?:daję|przynoszę|dostaje)"
        ],
    ),
)
SECRECY = {"en": (*_SECRECY_EN, _WIDER_SECRECY), "de": _SECRECY_DE, "pl": _SECRECY_PL}
THREATS = {"en": (*_THREATS_EN, _WIDER_THREATS), "de": _THREATS_DE, "pl": _THREATS_PL}
