"""Questions that a stranger must not ask a child: where it lives, how to reach it, when nobody looks."""

from __future__ import annotations

from santa_core.domain.safety.phrases import Ways

_EN = {
    "private": r"(?:home |house |full |exact |street |postal |mailing |e-?mail |email )*address(?:es)?|(?:last|family|sur|second|full|whole|middle) ?names?|"
    r"(?:tele|cell |mobile |home |mum's |dad's |parents'? |family'?s? )*(?:phone|mobile|cell|telephone)(?: ?number)?|(?:house|door|flat|apartment|room|bank|"
    r"card|credit card|passport|social security|pin|id) (?:number|code)|numbers?|post ?code|zip ?code|zip|e-?mails?|passwords?|pass ?codes?|pin(?: code)?|user ?names?|log-?in|"
    r"(?:name of (?:your|the) |the )?(?:school|nursery|kindergarten|street|road|village|neighbou?rhood)(?:'s)? ?(?:name|called|address)?|street|town|city|"
    r"(?:date|place|year) of birth|birth ?date|birth year|location|account|credit card|alarm code|door code|wi-?fi|"
    r"instagram|tiktok|snapchat|whatsapp|handle|home town|hometown|door ?key",
    "live": r"live|sleep at night|stay|go to (?:school|kindergarten|nursery|preschool)|(?:attend|study)|are (?:right now|from|at home|staying|exactly)",
    "know": r"(?:need|want|like|love|have|got|curious|dying|help(?:s|ful)?(?: me)?|would be (?:nice|good|great|helpful)) (?:to )?(?:know|hear|learn|find out|have|see|write down|ask)",
    "tell": r"tell|give|send|share|show|spell|say|read|type|whisper|text|email|write|let (?:me|santa|us) (?:know|have)|remind|mail|pass|post",
    "grown": r"(?:your |the )?(?:mum|dad|mother|father|parents|family|mum and dad|grown-?ups?|folks|mum or dad|babysitter|everyone|everybody|they)",
    "nice": r"(?:\w+ )?",
}
_NOT_ASKED_EN = [
    r"not|never|no need|needn't|without|nobody|no one|instead of|rather than|stop|avoid|only (?:your|mum|grown)|"
    r"if (?:anyone|anybody|someone|somebody|a stranger|ever)|careful|keep|safe(?:ly)?|private|already"
]

_ENGLISH = (
    Ways(
        "Santa asks for personal data.",
        words=_EN,
        find=[
            r"(?:what|how) (?:is|do you call|are)(?: \w+){0,2} (?:school|street|town|road|village|nursery|kindergarten) (?:called|named)|what (?:do you|do they) call (?:your|the) (?:school|street|town|village)|where do you (?:usually |always )?(?:swim|train|dance|practi[sc]e|play football|play soccer|go (?:swimming|dancing|riding|after school|on holiday|for lessons))|(?:at )?what time (?:is|does|do|are) (?:your|you|the) (?:\w+ )?(?:lesson|class|training|practice|school|bus|alone|home|house|walk|start|finish|leave|go)",
            r"when (?:will|is|are) (?:your|the) (?:house|home|flat|apartment)(?: be)?(?: \w+)? (?:empty|free|alone)|who (?:has|keeps|holds) (?:the|a|your) (?:spare )?keys?|where (?:is|do you keep|are) (?:the|your) (?:spare )?keys?|(?:have|get|need|give me|leave me|want) (?:a|your|some|another) (?:phone |telephone |mobile )?number (?:on which|where|to|that|i can|so)|which way do you (?:walk|go|come)|how (?:do|can) i (?:get|come) to your|(?:is|are) there (?:a )?(?:number|name|sign) (?:on|at|by) your (?:house|door|street|gate)",
            r"(?:what|which) (?:are|is) (?:the )?(?:names?|surnames?) (?:of )?(?:your )?(?:mum and dad|parents|family)|(?:mum|dad|mother|father)'?s? (?:first and last|full|last) name|(?:tell|give|send|write|show|say|spell)(?: me| us| santa| out| down)* (?:\w+ )?(?:address|surname|last name|phone number|telephone number|e-?mail address|house number|post ?code|zip code|password)(?! (?:to|with|is|belongs|safe))",
            r"(?:do|can|could|would|will|please) you (?:\w+ )?(?:know|remember|say|recite|spell|write|spell out|read)(?: out)?(?: me)? (?:your|mum's|dad's|the) (?:own |full |exact |whole |home )*(?:<private>|name,? first and last|house number)|(?:spell(?: out)?|say|write)(?: \w+)? your (?:whole|full|first and last|last|second|family) ?name",
            r"(?:and |so |then )?your (?:\w+ )?(?:house number|address|surname|last name|family name|phone number|number|street|school|post ?code|password|e-?mail|birthday) (?:is|was|would be|goes)(?=\?|\.\.|,? (?:please|what)|$)|(?:your|the) (?:family|last|second) name,? (?:i mean|is|please|too|as well)",
            r"(?:what|which) (?:phone |telephone |mobile )?number (?:can|should|do|could|may|shall) (?:i|we|santa)(?: \w+)* (?:call|ring|reach|phone|text|dial)|(?:whereabouts|where exactly)(?: \w+){0,4}(?=\?)|where (?:are|do) you (?:all )?(?:come )?from|(?:what|which) (?:town|city|village|country|place) are you (?:from|in|calling from)|where are you calling from",
            r"do you (?:and your \w+ |all )?live (?:near|on|at|by|close|next|opposite|behind|in (?:london|the city|town|a (?:city|town|village)|the (?:town|village|country))|far from)|is your (?:house|home|flat|school|apartment)(?: \w+){0,3} (?:on|near|next to|behind|opposite|close to|by|number|in) (?=[^.!]*\?)",
            r"(?:what|which) (?:does|is|do|says?)(?: the| your)? (?:sign|name|number|street sign|plate|letters?)(?: \w+){0,2} (?:on|of|in|by|at|outside) (?:your|the) (?:\w+ )?(?:street|door|house|school|gate|mailbox|letterbox|building|corner)|(?:what|which) (?:number|name)(?: is| stands)? (?:on|at) (?:it|your (?:door|house|gate|letterbox))|show (?:me |us |santa )(?:your|the) (?:front door|house|street|house number|letterbox|school|room)(?: from)?(?! (?:on (?:a|your) drawing|decorat))",
            r"(?:which|what) (?:bus|train|tram|way|road|path|stop)(?: \w+)? (?:do you|takes you|brings you|are you)(?: \w+){0,3} (?:to school|home|from school)|(?:how|which way) do you (?:get|walk|go) (?:to school|home)|what (?:day|date|month)(?: and (?:day|month|year))? were you born|(?:day|date) and (?:the )?(?:month|year) (?:of your|you were)|what is your (?:full |exact |real )?(?:birthday|birth date|date of birth)(?=[^?]*year)",
            r"(?:what|who|which|tell|give|spell|say)(?: is| are| me| us)* (?:his|her|their|the|mum's|dad's|your (?:mum|dad|mother|father|teacher|brother|sister|parents?|granny|grandma|grandpa|family|neighbour|friend|coach)(?:'s|s')?) (?:full name|last name|surname|family name|(?:tele|cell|mobile |home )*(?:phone|mobile|cell)(?: number)?|number(?= [^?]*(?:call|ring|reach))|(?:home )?address|e-?mail(?: address)?|password|passcode|pin(?: code)?|work ?place|wi-?fi(?: password)?|(?:door|alarm|gate) code)|(?:mum's|dad's|their|his|her) (?:phone |mobile |telephone )number",
            r"(?:what|which|when|at what time)(?: \w+){0,2} (?:is|does|do)(?: your)? (?:football|soccer|swimming|dance|ballet|karate|music|your \w+) (?:club|practice|class|training|lesson)(?: \w+){0,3} (?:start|end|finish|take place|over|held|meet)|where (?:is|do you have) (?:your )?(?:\w+ )?(?:practice|training|club)|what time (?:do you|does school|are you) (?:\w+ )?(?:walk home|leave school|finish|get out|come home|go home|end)|who (?:picks you up|is (?:home|at home) with you|looks after you)(?=[^.!]*\?)(?! now)|(?:are|is) (?:your )?(?:mum|dad|parents|grown-ups?)(?: and \w+)? (?:at work|out|away|asleep|not home)(?=[^.!]*\?)|(?:are you|you are) (?:all )?(?:home )?alone(?=[^.!]*\?)",
            r"(?:what|which)(?: (?:is|are|was))?(?: the)? (?:your|name of your|your (?:mum|dad|mother|father|parents?|family|house|home|school|teacher)'?s?) (?:own |exact |full |complete |current |home )?(?:<private>)"
            r"(?! (?:like|favou?rite|lunch|trip|play|project|uniform|bag|friend|teacher (?:like|read)|subject|break|concert|known for|snow|decorat))",
            r"(?:what|which)(?: (?:is|are))? (?:the )?name of (?:your|the) (?:school|street|road|town|city|village|kindergarten|nursery|place (?:you|where you) live)",
            r"(?:what|which) (?:school|kindergarten|nursery|class(?:room)?|street|road|house|town|city|village|part of \w+|neighbou?rhood|area|address|building|floor|place|state)"
            r" (?:do|does|are|is|did) (?:you|your (?:family|house|school|home|mum|dad|parents))",
            r"(?:what|which) (?:street|road|town|city|village|address|house|place|country and city|building) (?:should|shall|will|can|must|do) (?:i|my|the)",
            r"(?:what|how) (?:is|are|do you spell|do you write) your (?:last|family|sur|full|second) ?name",
            r"what is your (?:first and|whole|full|real|complete) (?:last )?name",
            r"(?:and )?(?:your|what about your|how about your) (?:last name|surname|family name|full name|address|phone number|e-?mail|password|school)\?",
            r"where(?: exactly|abouts)?(?: in the world| on the map)? (?:do|does) (?:you|your (?:family|mum|dad|parents)|you and your \w+)(?: (?:both|all|actually|exactly))? (?:live|stay|sleep at night|work|go to (?:school|kindergarten|nursery|preschool))",
            r"where(?: exactly|abouts)? (?:is|are) (?:your|the) (?:house|home|school|flat|apartment|street|room|nursery|kindergarten|building)(?! (?:shoes|bag|key|tree|from))|where(?: exactly)? are you (?:right now|at the moment|exactly|living|staying|from)",
            r"where(?:abouts)? (?:exactly )?(?:do|does) (?:you|your family|you and your \w+) (?:live|go to (?:school|kindergarten|nursery|preschool)|stay)",
            r"where (?:can|should|could|do|will|shall|may|must) (?:i|we|santa|the reindeer|my sleigh|my elves|rudolph) (?:find|deliver|land|come|bring|send|reach|visit|meet|park) ?(?:you|your house|it|your|to)?",
            r"(?:how|where) (?:can|do|could|should) (?:i|we|santa) (?:find|reach|call|contact|get (?:in touch|to|hold)) (?:you|your (?:house|home|mum|parents|family)|with you|of you|into)",
            r"(?:can|could|will|would|may|please|so|just|why (?:do not|not)|now|and|quick(?:ly)?|first)?[ ,]*(?:you )?(?:please |also |just |maybe |quickly )*(?:<tell>) (?:me|us|santa|to me|mrs\.? claus|it)?(?: please)?"
            r"(?: with| about)? ?(?:your|the name of your|what your|what is your|which|what|exactly where|where(?: exactly)?|the number of|the|in on your) (?:\w+'s )?(?:own |full |exact |home |complete |current )*(?:<private>)"
            r"(?! (?:like|play|trip|lunch|project|choir|uniform|day|friends?|is (?:like|fun)|of presents|looks?|lights?|you (?:like|want|wish)|of))(?:(?: \w+)? (?:is|are))?",
            r"(?:<tell>) (?:me|us|santa)(?: exactly| please| again)? where (?:exactly )?(?:you|your family|your (?:house|home|school|flat|mum and dad|mum|dad|parents)) (?:<live>|lives?|is|are|works?)",
            r"(?:<tell>) (?:me|us|santa)(?: exactly| please)? (?:which|what) (?:school|street|town|city|village|road|kindergarten|nursery|house|house number|number) (?:you|it|that|is)",
            r"(?:i|we|santa|my elves|the elves|mrs\.? claus|rudolph|it)(?: would| really| just| only| will| still| also| do| am| are| is)* (?:<know>|wonder(?:ing)?|need|require|missing)(?: to know)?(?: exactly| just)? "
            r"(?:where (?:exactly )?(?:you|your (?:family|house|home|school)) (?:<live>|is|lives)|(?:which|what) (?:school|street|town|city|village|house|road|class|kindergarten|number) (?:you|it|your|is)|"
            r"(?:your|what your) (?:own |full |exact |home |complete |mum's |dad's |parents'? )*(?:<private>))",
            r"(?:send|show|email|share|give|take|snap|upload|post|text)(?: me| us| santa)? (?:a |some |your |another |the )?(?:\w+ )?(?:photos?|pictures?|selfies?|videos?|pics?|snapshots?) (?:of (?:you|yourself|your (?:house|room|home|school|family|face|bedroom|front|street|mum|sister|brother))|"
            r"in your|without|wearing)",
            r"(?:send|email|text) (?:me|santa) (?:a |your )(?:photo|selfie|pic)\b",
            r"(?:in|on|at) (?:which|what) (?:school|street|town|city|village|road|house|house number|address|year were you born|part of town|neighbou?rhood|kindergarten|class|floor)",
            r"(?:what|which) year were you born|when were you born|what is your (?:exact )?(?:date of birth|birth ?date)|(?:day,? month,? and year|date and year) (?:were )?you (?:were )?born",
            r"(?:can|could|may|will) (?:i|we|santa) (?:have|get|know|ask(?: for)?|see|call|write down|borrow) (?:your|you for your|you your|what your|for your|you on your) (?:own |full |exact |home |complete |mum's |dad's )*(?:<private>)",
        ],
        unless_before=_NOT_ASKED_EN,
        unless_here=[
            r"where are you from,? (?:little|dear) ",
            r"(?:are you|you are) (?:all )?alone(?=[^.!]*(?:right )?now|\?)",
            r"who (?:looks after you|is home with you)",
            r"(?:what|which) (?:is|are) your (?:school|town|city|street|village) (?:like|play|\w+ing|known|celebrat|favou?rite|doing|choir|sing)",
            r"(?:what|which) (?:is|are) your (?:favou?rite|lucky) ",
            r"(?:<tell>) (?:me|us|santa)?(?: \w+)?(?: about)? ?(?:the|your) (?:school|town|city|street|village|numbers?)(?:'s)? ?(?:play|nativity|trip|concert|choir|lights?|project|party|you made|one)",
            r"(?:<tell>) (?:me |us |santa )?about (?:your )?(?:school|town|city|street|village|nursery|kindergarten)",
            r"(?:what|which) (?:class|place|house) (?:do|does|are|is) (?:you|your)(?: \w+)? (?:like|love|most|enjoy|favou?rite|best)",
            r"where (?:do|does|are|is) (?:you|your \w+) (?:going|hiding|like|keep|put|want)",
            r"(?:tell|show|write|say|read|send|give|whisper)(?: (?:it|to))? (?:the|what) (?:numbers?|school)(?! (?:you go|of your|is|number))",
            r"(?:tell|show|give|send) (?:me |us )?(?:what|which|the) numbers?(?! (?:of your|is your|your))",
            r"(?:post|mail|email|text|write|type|read|share) (?:your|the) (?:school|street|town|city|village|numbers?)(?! (?:name|address))",
        ],
        unless_in_sentence=[
            r"(?:do not|never|please do not|no need to|need not|should not|must not|will not|would never|will never)(?: \w+){0,3} (?:tell|share|give|say|send|ask|need|know|want|type|post)",
            r"(?:keep|stay|stays|kept|keeping) (?:\w+ )?(?:\w+ )?(?:private|safe|secret|between you and your family|in the family|to yourself)",
        ],
    ),
    Ways(
        "Santa asks when nobody looks after the child, or to meet it.",
        words=_EN,
        find=[
            r"(?:when|what time|at what time|which days?|how often|how long)(?: \w+)? (?:do|does|is|are|will) <grown> (?:usually |normally |both |all )*(?:go(?:es)? (?:out|to work|to bed|to sleep)|leave|leaves|"
            r"come (?:home|back)|comes (?:home|back)|get (?:home|back)|gets (?:home|back)|away|out|gone|at work|not (?:home|at home|there)|asleep|sleep|work)",
            r"when are you (?:usually |normally |next |ever )*(?:home )?(?:alone|on your own|by yourself|unsupervised)|"
            r"(?:are you|will you be) (?:usually |often |ever |all )*(?:home )?(?:alone|by yourself) (?:at home |in the house )?(?:after school|in the (?:afternoon|evening)|tonight|tomorrow|often|at night)",
            r"(?:meet|join|see|visit) me (?:at|in|behind|by|near|outside|after|tomorrow|tonight|alone|in person|there|without)|(?:let us|we (?:can|could|should|will|shall)|can we|could we|shall we|want to) (?:meet|see each other)(?: up)?"
            r"(?! (?:the|again|rudolph|mrs|my))|(?:come|sneak|slip|walk|go) (?:outside|out|alone|to (?:my|the (?:park|corner|playground|shop|mall|back door|window|gate)))(?: \w+){0,3} (?:and |to )?(?:meet|see|find|alone|me|by yourself|without)",
            r"where (?:do|does) <grown> (?:keep|hide|put) (?:the|their) (?:spare )?(?:keys?|money|cards?|purse|wallet)",
            r"(?:what|how much) (?:does|do) <grown> (?:earn|make|get paid)",
        ],
        unless_before=[*_NOT_ASKED_EN],
        unless_in_sentence=[
            r"(?:never|do not|must not|should not|can not|will not) (?:\w+ ){0,3}(?:meet|go|come)"
        ],
    ),
)

_PLACE = r"(?:school|nursery|kindergarten|preschool|class(?:room)?|club|team|pool|rink|gym|church|chapel|mosque|synagogue|park|playground|hospital|ward|hotel|station|stop|office|company|firm|factory|shop|town|city|village|country|county|region|district|estate|suburb|street|road|lane|avenue|neighbou?rhood|building|block|floor|flat|house number|post ?code|zip ?code|bus|train|tram|route)"
# Who the child is, where it can be found and when, whatever the question is made of.
_WIDER_EN = Ways(
    "Santa asks for personal data.",
    words={
        "place": _PLACE,
        "family": r"(?:your |his |her |the )?(?:mum|dad|mother|father|parents|sister|brother|gran(?:ny|dma|dpa|dad)?|nan|aunt(?:ie|y)?|uncle|family|teacher|coach|mum and dad|he|she|they|grown-?ups?|a grown-?up|babysitter)",
        "ask": r"(?:read|say|spell|type|write|point|hold|show|turn|pop|put|jot|drop|leave)(?: out| down| up)?(?: to me| me| us| santa)?",
    },
    find=[
        r"(?:(?:which|what) <place>|(?:which|what) (?:\w+ )?(?:hospital|hotel|ward|church|company)) (?:is|are|does|do|did) (?:you|your|he|she|they|it|mum|dad|<family>)(?: \w+){0,2} ?(?:at|in|on|near|go|goes|to|live|lives|work|works|for|take|stay|staying|play|get|use|attend|ride|from)",
        r"(?:at|in|on|near|from|by) (?:which|what) (?:\w+ )?<place>",
        r"(?:and )?(?:which|what) (?:country|city|town|village|street|road) and (?:which|what)|^\W*(?:and )?(?:which|what) (?:town|city|street|road|school)\?|(?:which|what) (?:town|city|village|street|road|part of (?:town|the country)) (?:is|are) (?:it|that|this|you) (?:in|on|from)",
        r"what (?:is|do they call|do you call|are) (?:the |your )?(?:<place>|hotel)(?: \w+){0,4} called|what is (?:the |your |his |her )(?:name of (?:the |your )?)?(?:<place>)(?: he| she| they| you)?(?: (?:works?|plays?|goes?) (?:for|at|to))? called",
        r"(?:the )?(?:way|route|path) (?:you|do you) (?:take|walk|go) (?:to|from|home)|where(?: is|'s)? (?:is )?your (?:\w+ )?(?:class|lesson|club|practice|training|pool|school|bus stop|station)",
        r"where (?:does|do) <family> (?:\w+ )?(?:live|work|leave|keep|hide|put|sit|sleep)(?! (?:on|under) (?:his|her|the) (?:toys?|book))|(?:when|what time|how long)(?: \w+)? (?:does|do|will|is|are) <family> (?:be |\w+ )?(?:be )?(?:back|home|away|out|gone|leave|return)|when (?:is|are) (?:he|she|they|you)(?: \w+){0,6} (?:all alone|alone|in charge)",
        r"who (?:takes|brings|walks|drives|picks|collects) you(?: home| up| to| from)",
        r"what(?: \w+){0,3} (?:the |your )?(?:street sign|sign|number plate|license plate|name tag|name badge|school badge|letterbox)(?: \w+){0,4} say|what number is|(?:number|name) (?:is )?(?:lit up |written |painted |hanging )?(?:on|at|by|beside|over) (?:the |your )(?:\w+ )?(?:gate|door|front door|letterbox|house)(?=[^.!]*\?)",
        r"(?:need|missing|lack|want|require|write down|note down|jot down|know|learn|hear)(?: \w+){0,7}?:? (?:the name of your|your) (?:own |whole |full |home )*(?:<place>|address|surname|last name|family name|house number|phone number|number)(?! (?:of|play|trip))|(?:need|want|missing|require) (?:a|the|one|just the|only the) (?:post ?code|zip ?code|house number|street|address|surname|phone number)",
        r"<ask> (?:the |your )?(?:\w+ )?(?:whole |full |home |long |house |phone )*(?:number|address|surname|last name|email|password|code|digits)(?: (?:on|at|of) (?:the|your) (?:\w+ )?(?:card|door|house|gate|phone|letterbox)| here| in the chat| please|, please| for me)|(?:camera|tablet|phone|screen)(?: \w+){0,3} (?:out of the window|to the window|outside|around the house|at the street)",
        r"(?:a |any |some |another )(?:photo|picture|selfie|video) of (?:yourself|you|your (?:face|room|house|family))(?=[^.!]*(?:send|share|show|post|give))",
        r"what (?:do|does|must|should) (?:you|mum|dad) (?:type|tap|enter|press|key)(?: \w+){0,3} (?:to|when)(?: \w+){0,3} (?:unlock|open|log|get in|start)|what is (?:the|your|mum's|dad's)(?: \w+){0,2} (?:code|password|pin|passcode|username|user name|handle)(?: (?:for|to|of|on) (?:the|your|it))?|add me (?:on|to) ",
        r"(?:what|which) year(?: \w+){0,5} born|when exactly is your birthday|(?:birthday|born)(?:,| on)? (?:day|the day|which day),? (?:month )?and (?:the )?year|whereabouts (?:are|is|do|in) (?:you|your|the)",
        r"(?:what|which) (?:shops?|buildings?|houses?|streets?|church|school)(?: or \w+)?(?: \w+){0,2} (?:near|beside|opposite|around|next to|close to) (?:your (?:house|home|flat|school)|you)",
        r"(?:do you know|tell me|what is|say|give me) (?:her|his|their|mum's|dad's|your \w+'s) (?:\w+ )?(?:number|address|surname|last name|full name)",
        r"^\W*[a-z]+ what\?|and (?:what|how) (?:is it|do you go on|are you called) after (?:that|your first name)|^\W*(?:and )?where is home",
    ],
    unless_before=_NOT_ASKED_EN,
    unless_here=[
        r"(?:so|say|oh|now|hey) what\?|what number is (?:your (?:favou?rite|lucky)|next|on your (?:shirt|jersey|cake)|the|bigger)"
    ],
    unless_in_sentence=[
        r"(?:do not|never|no need to|need not|should not|must not|will not)(?: \w+){0,3} (?:tell|share|give|say|send|ask|need|know|want|type|post)|right now with you|favou?rite|like (?:best|most)|(?:elf|elves|reindeer|penguin)s? (?:live|work|sleep)"
    ],
)


_DE = {
    "private": r"adresse|anschrift|nachnamen?|familiennamen?|vollständigen? namen?|ganzen? namen?|telefonnummer|handynummer|nummer|hausnummer|straße|postleitzahl|plz|e-?mail(?:-?adresse)?|"
    r"passwort|kennwort|pin|geburtsdatum|schule(?! (?:gefällt|gemacht|spaß))|kindergarten|wohnort|schulname",
}
_NOT_ASKED_DE = [
    r"nicht|kein|keine|keinen|niemals|nie|niemand|ohne|brauchst|musst nicht|lieber|behalte?|statt"
]
_GERMAN = (
    Ways(
        "Santa asks for personal data.",
        words=_DE,
        find=[
            r"wie (?:heißt|ist|lautet) (?:denn |eigentlich |bitte |genau )?(?:deine?|eure?)(?: \w+)? ?(?:schule|kindergarten|straße|nummer|adresse|stadt|nachname|familienname|passwort|wlan-?passwort|wi-?fi-?passwort|kennwort)|(?:welche[rnsm]?) (?:straße|stadt|ort|dorf|schule) (?:\w+ ){0,2}(?:haus|steht|wohnst|gehst)|wo (?:arbeitet|arbeiten|wohnt|wohnen) (?:denn )?deine?|bist du (?:\w+ ){0,2}allein|(?:lies|schreib|sag|zeig)(?: mir)?(?: mal| bitte)* (?:die|eure|deine) (?:nummer|hausnummer|straße|adresse)|(?:was|welche nummer) steht (?:auf|an) (?:eurem|eurer|deiner|dem|der) (?:tür|haustür|haus|briefkasten|straßenschild|klingel)",
            r"wo (?:genau )?(?:wohnst|lebst) du|wo (?:wohnt|lebt) (?:ihr|deine familie)|wo steht (?:dein|euer) haus|woher kommst du genau|wo gehst du (?:zur|in die) schule",
            r"(?:in |auf |an )?welche[rnsm]? (?:straße|stadt|ort|dorf|schule|hausnummer|adresse|klasse|kindergarten)(?:\w*)? (?:wohnst|lebst|gehst|besuchst|ist|hast|bist)",
            r"(?:was|wie|welche) (?:ist|sind|lautet|heißt) (?:deine?|eure?|die) (?:<private>)",
            r"wie (?:heißt|nennt sich) (?:deine|eure) (?:schule|straße|stadt)|wie heißt du (?:mit nachnamen|mit vollem namen|weiter)",
            r"(?:sag|sagst|verrat|verrate|verrätst|gib|gibst|schick|schicke|schickst|nenn|nenne|nennst|buchstabier\w*|schreib|schreibst|zeig|zeigst)(?: du)?(?: mir| uns)?(?: doch| bitte| mal| noch| jetzt)* (?:deine?n?|eure?n?|die) (?:<private>)",
            r"(?:sag|sagst|verrat|verrate|verrätst)(?: du)?(?: mir| uns)?(?: doch| bitte| mal| noch| jetzt)*,? (?:wo (?:du|ihr) (?:genau )?(?:wohnst|wohnt|lebst|lebt)|(?:auf |in )?welche\w* (?:schule|straße|stadt))",
            r"(?:kannst|könntest|willst|würdest|magst) du (?:mir|uns)(?: doch| bitte| mal| noch)* (?:(?:deine?n?|eure?n?|die) (?:<private>)|(?:sagen|verraten),? (?:wo (?:du|ihr)|(?:auf |in )?welche\w* (?:schule|straße|stadt)))",
            r"(?:ich|wir) (?:brauche|brauchen|möchte|will|muss|würde gern|hätte gern)(?: noch| nur| jetzt| gern| gerne| bitte)* (?:deine?n?|eure?n?|die|wissen,? (?:wo du|wo ihr|welche|auf welche)) ?(?:<private>)?",
            r"(?:schick|sende|zeig|mach)(?:st)?(?: du)? (?:mir |uns )?(?:bitte |mal )*(?:ein|dein) (?:foto|bild|selfie|video)(?:chen)? von (?:dir|deine?m?r? (?:haus|zimmer|schule|wohnung|familie))",
            r"wann (?:sind|ist|gehen|geht|kommen|kommt) (?:deine )?(?:eltern|mama|papa|mutter|vater|mama und papa)\w* (?:nicht )?(?:weg|aus dem haus|zur arbeit|nach hause|heim|da|schlafen|zu hause)",
            r"wann bist du (?:immer |meistens )?allein|(?:triff|treffen wir|wollen wir uns treffen|komm (?:allein|heimlich|heute nacht))(?! (?:mit|eine))",
            r"wann (?:genau )?(?:bist|wurdest) du geboren|in welchem jahr bist du geboren",
        ],
        unless_before=_NOT_ASKED_DE,
        unless_in_sentence=[
            r"(?:nicht|nie|niemals|niemandem)(?: \w+){0,3} (?:sagen|verraten|geben|nennen|schicken|wissen|weitergeben)|(?:brauche|will|möchte|frage)(?: \w+){0,3} (?:nicht|keine|nie)|sag (?:sie |das )?(?:niemandem|nie)"
        ],
    ),
)

_PL = {
    "private": r"adres(?:u|em)?|nazwisko|nazwiska|numer(?:u|em)?(?: telefonu| domu| komórki)?|telefon|maila?|e-?maila?|hasło|hasła|ulic[aęy]|szkoł[aęy]|kod pocztowy|datę urodzenia|data urodzenia|miasto|przedszkole|imię i nazwisko|pełne imię",
}
_POLISH = (
    Ways(
        "Santa asks for personal data.",
        words=_PL,
        find=[
            r"(?:jakie|jaki|jaką) (?:masz|macie|jest) (?:nazwisko|adres|numer|hasło|kod)|gdzie (?:pracuje|pracują|mieszka|mieszkają) (?:twoja|twój|twoi)|(?:czy )?jesteś (?:\w+ ){0,2}(?:sam|sama) w domu|(?:przeczytaj|pokaż|przeliteruj|napisz)(?: mi)? (?:numer|nazwę|adres|nazwisko)|kiedy (?:dokładnie )?masz urodziny,? (?:którego|jakiego|dzień)|co jest napisane na (?:waszych|twoich) drzwiach",
            r"gdzie (?:dokładnie )?(?:ty )?(?:mieszkasz|mieszkacie|mieszka twoja rodzina|jest (?:twój|wasz) dom|chodzisz do (?:szkoły|przedszkola))",
            r"(?:na |przy |w |do )?(?:jakiej|jakim|której|którym|jaka|jaki|jakie)(?: jest)? (?:ulicy|ulica|mieście|miejscowości|szkoły|szkole|szkoła|przedszkola|domu|numerem|klasy|wsi) ?(?:mieszkasz|chodzisz|mieszkacie|jest|uczysz)",
            r"(?:jaki|jakie|jaka|jak)(?: jest| są| to| brzmi)? (?:jest )?(?:twój|twoje|twoja|wasz|wasze|pełny|pełne) (?:dokładny |domowy |pełne )?(?:<private>)",
            r"jak (?:masz|brzmi|się nazywa|nazywa się|ma na imię i) (?:na nazwisko|twoje nazwisko|twoja szkoła|twoja ulica)|jak się nazywa (?:twoja szkoła|twoja ulica|twoje miasto)|jak masz na nazwisko",
            r"(?:podaj|powiedz|podasz|powiesz|zdradź|zdradzisz|prześlij|wyślij|napisz|przeliteruj|daj)(?: mi| nam)?(?: proszę| jeszcze|, proszę,)* (?:swój|swoje|swoją|twój|twoje|wasz|numer|adres|hasło) ?(?:dokładny |domowy |pełne )?(?:<private>)?",
            r"(?:powiedz|powiesz|zdradź|zdradzisz|podpowiedz)(?: mi| nam)?(?: proszę| jeszcze)*,? (?:gdzie (?:dokładnie )?(?:mieszkasz|mieszkacie|chodzisz)|(?:na|przy|w|do) (?:jakiej|jakim|której|którym) (?:ulicy|mieście|szkoły|szkole|przedszkola))",
            r"(?:możesz|mógłbyś|mogłabyś|czy możesz|chcesz)(?: mi| nam)? (?:podać|powiedzieć|zdradzić|wysłać|przesłać|napisać)(?: mi| nam)? (?:swój|swoje|swoją|gdzie (?:dokładnie )?mieszkasz|(?:na|do|w) (?:jakiej|którym|której|jakim) (?:ulicy|szkoły|mieście))",
            r"(?:potrzebuję|chcę|chciałbym|muszę)(?: znać| poznać| jeszcze| wiedzieć| mieć)*,? (?:twój|twoje|twojego|twoją|twojej|wasz|gdzie (?:dokładnie )?mieszkasz|(?:na|do|w) (?:jakiej|której) (?:ulicy|szkoły)) ?(?:<private>)?",
            r"(?:wyślij|prześlij|pokaż|zrób)(?: mi| nam)? (?:swoje )?(?:zdjęcie|fotkę|selfie|filmik)(?: siebie| swojego| swojej| twojego)?",
            r"(?:kiedy|o której)(?: godzinie)? (?:twoi |twoja )?(?:rodzice|mama|tata|mama i tata) (?:wychodzą|wychodzi|wracają|wraca|idą|są w pracy|śpią|nie ma)|kiedy (?:jesteś|zostajesz) sam[a]?|spotkajmy się|spotkaj się ze mną",
            r"kiedy dokładnie się urodził[ae]ś|w którym roku się urodził[ae]ś|jaka jest twoja data urodzenia",
        ],
        unless_before=[r"nie|nigdy|nikomu|bez|zamiast|niczyj\w*"],
        unless_in_sentence=[r"nie (?:musisz|mów|podawaj|zdradzaj|potrzebuję|pytam|chcę)|nikomu|nigdy nie"],
    ),
)
PERSONAL_QUESTIONS = {"en": (*_ENGLISH, _WIDER_EN), "de": _GERMAN, "pl": _POLISH}
