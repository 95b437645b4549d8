"""Promises in English: gifts, visits, outcomes, and giving one's word."""

from __future__ import annotations

from santa_core.domain.safety.phrases import Ways

WORDS = {
    "adv": r"(?: (?:definitely|certainly|surely|absolutely|always|also|just|really|gladly|happily|"
    r"personally|of course|for sure|most certainly|, of course,|soon|still|even|probably|finally|both|all|"
    r"simply|totally|100%|truly|proudly|secretly|never fail to|"
    r"then|only|now))*",
    "helper": r"(?:the |my |our |santa's )?(?:(?:little|helpful|busy|best|clever|magic|toy|workshop|whole team of) )*"
    r"(?:elf|elves|reindeer|helpers?|team|sleigh|workshop|rudolph|dasher|mrs\.? claus)",
    "giver": r"i|we|santa(?: claus)?|old santa|<helper>(?: and i)?|rudolph and i|me and (?:the|my) (?:elves|reindeer)",
    "will": r"(?: (?:will|shall)<adv>(?: be)?| (?:am|are|is)<adv> (?:going|planning|about|sure|bound) to<adv>(?: be)?"
    r"| (?:am|are|is)<adv>(?= \w+ing)| can<adv>(?= (?:bring|give|deliver|grant|promise|guarantee|get you|make (?:that|it) happen)))",
    "very": r"(?:very|big|bigger|biggest|brand|new|special|own|little|nice|lovely|shiny|beautiful|real|bright|red|blue|"
    r"pink|purple|yellow|green|whole|exact|same|biggest|best|most)",
    "thing": r"(?:it|that|this|them|those|these|one|two|both|everything|anything|something|all|every|each|"
    r"whatever|what|exactly|a|an|the|your|some|many|lots|loads|plenty|more|another|any|\w+s|\d+|two|three)",
    "give": r"bring(?:ing)?|deliver(?:ing)?|give|giving|grant(?:ing)?|fetch(?:ing)?|drop(?:ping)?|buy(?:ing)?|"
    r"order(?:ing)?|wrap(?:ping)?|pack(?:ing)?|fulfill?(?:ing)?|load(?:ing)?",
    "soft": r"(?:a |an |all |all my |all our |my |our |some |lots of |plenty of |so much |the |this |that |your |you |"
    r"them |him |her |everyone |every child |big |warm |warmest |best |good |kind |special |great |huge |little |"
    r"lovely |gentle |extra |very |most |bit of |much |loving |own |happy |jolly |quick |friendly |merry )*"
    r"(?:love|hugs?|cuddles?|kiss(?:es)?|wish(?:es)?|thoughts?|regards|greetings?|waves?|winks?|hints?|clues?|tips?|"
    r"smiles?|cheer|joy|happiness|thanks|message|attention|time|moment|minute|second|think|try|think about|look|"
    r"ho[ -]ho|five|credit|pat|carrots?|hay|oats|snacks?|rest|break|example|chance|good news|news|prayers?|warmth|"
    r"peace|comfort|list|notebook|pen|pencil|glasses|boots|hat|song|story|laugh|courage|strength|magic|"
    r"cookies|cocoa|christmas spirit|spirit|some thought)",
    "audience": r"(?:mrs\.? claus|rudolph|dasher|dancer|prancer|vixen|comet|cupid|donner|blitzen|the (?:elves|reindeer|"
    r"workshop|north pole|team|toymakers?|head elf|list|kitchen|stable|sleigh)|my (?:elves|reindeer|list|wife|"
    r"workshop|helpers|notebook|sleigh|friends)|our (?:reindeer|elves|list))",
    "where": r"(?:under|beneath|below|beside|next to|by|near|in|inside|at|on|right under|waiting under|there under)"
    r" (?:the |your |his |her |their |our |my )?(?:\w+ )?(?:christmas )?(?:tree|stocking|sock|chimney|fireplace|door(?:step)?|"
    r"house|home|boots?|pillow|bed|living room|sack|sleigh|bag)",
    "xmas": r"(?:on |by |this |at |for |before |in time for |come |next )?(?:christmas(?: (?:day|eve|morning|night))?|"
    r"xmas|the 2\dth|december|boxing day|tomorrow|tonight|that morning)",
    "somebody": r"(?:your |the |my |our |his |her )?(?:(?:own|little|big|baby|poor|dear|sweet|best|whole|lovely) )*"
    r"(?:grand(?:pa|ma|dad|mum|father|mother|parents)|nan(?:a|ny)?|gran(?:ny)?|mum|dad|mother|father|"
    r"parents|brother|sister|family|uncle|aunt(?:ie|y)?|cousin|friends?|cat|dog|puppy|kitten|pet|hamster|rabbit|bunny|"
    r"pony|horse|fish|bird|baby|teacher|mum and dad|dad and mum)",
    "they": r"he|she|they|everybody|everyone|<somebody>|both of them|the two of them|all of you|you all",
    "back": r"come (?:back|home|round|around|alive)|be (?:back|home)|return|move back|live together|get back|"
    r"be (?:all )?(?:together|reunited)|get (?:back )?together|make up|stop (?:fighting|arguing|shouting|drinking|"
    r"hitting|bullying|being)|find (?:their|his|her) way (?:back|home)|walk (?:back )?through|be a family|"
    r"fall in love again|love each other again|marry|get married",
    "well": r"get (?:well|better|healthy|stronger|all better)|be (?:(?:completely|totally|just|all|perfectly|soon|"
    r"much|absolutely|very soon|so much|as|right) )*(?:well|better|healthy|fine|ok|okay|all right|alright|cured|"
    r"healed|strong|safe|good as new|right as rain|himself again|herself again|up and about)|recover|heal|survive|"
    r"wake up|pull through|make it|be found|live|see again|walk again|beat (?:it|this|the)",
}

# Before it, in the same clause: then nothing is promised.
NOT_MEANT = [
    r"(?:can|could|will|would|shall|should|do|does|did|is|are|am|may|might|must) not",
    r"(?:never|nobody|no one|nothing|neither|nor|without|unable|hardly|unless|instead of|rather than|too (?:early|big|soon))",
    r"(?:hope|hopes|hoping|hopeful|(?:i|we|only|you|they|all) (?:\w+ )?wish|wished|wishing|pray|dream of|dreaming|wonder|wonders|wondering|"
    r"imagine|imagining|pretend|pretending|suppose|maybe|perhaps|might|possibly|guess|whether|in case|as if|"
    r"would love|would like|sounds like|looks like|think about|asking|asked|ask|said|says|heard|"
    r"depends|decide|decides|not even|no matter)",
]
ADJACENT_IF = [r"(?:if|whether|that|how|when|until)\W*$"]

PROMISES_EN = (
    Ways(
        "Santa promises to bring or give something.",
        words=WORDS,
        find=[
            r"(?:<giver>)(?:<will>)<adv> (?:<give>)(?: (?:off|up|out|along|over|down))? (?:you |to you |him |her |them |each of you |"
            r"your \w+ )?(?:<thing>)",
            r"(?:<giver>)(?:<will>)<adv> (?:get|getting|find|finding|build|building|make|making|craft|crafting|send|sending|"
            r"save|saving|leave|leaving|knit|knitting|bake|baking|prepare|preparing|design|have|put|putting|place|slip|pop|"
            r"hide|tuck|carry|surprise) "
            r"(?:you|it|that|them|one|this|a \w+(?: \w+)?|the \w+(?: \w+)?|your \w+(?: \w+)?)(?: \w+){0,4}? "
            r"(?:<where>|for you|ready for you|on its way|<xmas>|happen|come true|to you|with (?:it|one|a|the|that|your))",
            r"(?:<giver>)(?:<will>)<adv> (?:get|find|build|make|buy|send|craft|leave|save|knit|getting|building|making|sending) you "
            r"(?:a|an|one|it|that|the|some|those|your|every|everything|all|both|two|three|lots|exactly|what|whatever|any)",
            r"(?:<helper>)(?:<will>| (?:have )?already| have)<adv> (?:build|building|built|make|making|made|craft|crafting|"
            r"finish|finishing|finished|wrap|wrapping|wrapped|paint|painting|painted|pack|packing|packed|prepare|"
            r"preparing|polishing|polish|start(?:ed)? (?:building|making|work on|working on)|working on|putting|loading|"
            r"sewing|carving|assembling) (?:you|your|it|one|that|the very|this)",
            r"(?:<giver>)(?:<will>)<adv> (?:make|making|see to it|see|ensure|ensuring|arrange|arranging)(?: very| absolutely)?"
            r"(?: sure| certain| for)?(?: that)? (?:you|he|she|they|your|it|that|there|one|the|a|every)(?: \w+){0,3}? "
            r"(?:gets?|haves?|has|receives?|finds?|happens?|is|are|will|arrives?|reaches|comes? (?:true|home|back|to)|gifts?)",
            r"(?:<giver>)(?:<will>)<adv> (?:make|making) (?:it|that|this|(?:all )?(?:your|every|the|that|this) (?:\w+ )?"
            r"(?:wish|wishes|dreams?)) (?:happen|come true|all come true|real)",
            r"(?:<giver>)(?:<will>)<adv> (?:take care of (?:it|that|this|everything)|handle (?:it|that)|sort (?:it|that) out|"
            r"see to (?:it|that)|get it done|make it so)",
            r"(?:<giver>) (?:have|has)(?: \w+)? (?:already )?(?:packed|wrapped|put|loaded|got|built|made|saved|set aside|"
            r"prepared|picked(?: out)?|ordered|kept) (?:you |your |it|one|that|the|a|this)(?: ?\w+){0,4}? "
            r"(?:<where>|for you|aside|ready)",
            r"(?:<giver>) have (?:already )?(?:packed|wrapped|loaded|built|ordered) (?:you|your|it|one)",
            r"(?:let me|i would be (?:happy|glad|delighted) to|(?<!not be )(?<!be so )happy to|it will be my pleasure to|nothing will stop me from) "
            r"(?:bring|get|give|deliver|bringing|giving) (?:you|it|that|one|your) ?(?:a|an|one|it|that|the|to you|for you)?",
        ],
        unless_before=[*NOT_MEANT, *ADJACENT_IF],
        unless_here=[
            r"(?:<giver>)(?:<will>)<adv> (?:bring|give|pass|carry|take|deliver|send|tell) (?:him|her|them|it) (?:your|my|our|a (?:big )?(?:hug|kiss|wave|ring|call|pat)|all your)",
            r"(?:<giver>) can<adv> give (?:each|her|him|them|one another|everyone|people)",

            r"(?:<giver>)(?:<will>)<adv> (?:bring|bringing|give|giving|send|sending|take|carry|leave|pass|deliver) "
            r"(?:(?:it|this|that|them|you|him|her|your \w+|everyone|for you|the \w+) )?(?:(?:to|for|on|with|in|over to|up to) )?<soft>",
            r"(?:<giver>)(?:<will>)<adv> (?:give|giving|bring|bringing|deliver|send|carry|tell|pass|take|leave|get|put) "
            r"(?:(?:it|this|that|them|(?:your|the|that|this) \w+(?: \w+)?|<soft>) )?(?:(?:to|for|on|with|in|by|over to|up with) )?<audience>",
            r"(?:<giver>)(?:<will>)<adv> (?:bring|give|put|have|get|leave|find|carry|pack) (?:it|that|this|your \w+|them|the decision|"
            r"that one|the choice|the big decision|something like that) (?:up|some|to (?:your )?(?:mum|dad|family|parents|grown)|in (?:my|our) (?:heart|"
            r"thoughts|mind|book|big book|letter)|on (?:my|the|our) (?:\w+ )?list|down|a (?:lot|think|try)|from the)",
            r"(?:<giver>)(?:<will>)<adv> (?:make|making) (?:sure|certain)(?: that| to)? (?:(?:the|my|our) (?:elves|reindeer|"
            r"helpers)|rudolph|mrs\.? claus|i|we|it is (?:written|on)|your (?:wish|letter) is (?:written|on)|"
            r"your (?:wish|letter) (?:goes|gets) (?:on|to|read))",
            r"(?:<giver>)(?:<will>)<adv> (?:give|giving) (?:you|them|him|her|that|it|this|everyone)? ?(?:a |my |some |all |the |your )?"
            r"(?:\w+ )?(?:hand|nod|shout|thought|thumbs|round|cheer|clap|answer|scratch|treat|rub|stroke|belly|kiss|call)",
            r"(?:<giver>)(?:<will>)<adv> (?:have|find|give|get|make|bring) (?:you )?(?:a |an |the |some )?(?:note|look|think|word|chat|"
            r"talk|rest|nap|cup|snack|biscuit|moment|peek|ask|try|space|room|seat|my|our)",
            r"(?:the |my |our )?(?:\w+ )?(?:elves|reindeer|helpers?) (?:will|are)<adv>(?: be)? (?:bring|bringing|give|giving|make|making) "
            r"(?:me|us|each other|toys|so much|a lot|lots|music|snowmen|the sleigh|noise)",
            r"mrs\.? claus (?:will|is|has|can|shall)\b.{0,30}(?:cook|bak|cocoa|tea|soup|hug|pie|cake|biscuit|gingerbread|mitten|me\b)",
            r"(?:<giver>) can<adv> bring (?:people|anyone|anybody|someone|somebody) together",
            r"(?:<giver>)(?:<will>)<adv> (?:drop|dropping) (?:the|my|a) (?:ball|line|hint|reins)",
            r"(?:<giver>)(?:<will>)<adv> (?:pack|packing|load|loading|wrap|wrapping|order|buy)(?:ing)? (?:up )?(?:the|my|our|lots|all the|"
            r"some|presents|gifts|toys|a lot|more) ?(?:sleigh|sack|bag|presents|gifts|toys|list|boxes|of)?(?! for you)",
            r"(?:<helper>) (?:is|are|will) (?:give|giving|bring|bringing) (?:me|us|you (?:a|his|her|their) (?:big )?(?:wave|nod|hug|smile))",
        ],
    ),
    Ways(
        "Santa tells the child that it will get something.",
        words=WORDS,
        find=[
            r"you(?: will| shall| are<adv> going to| are(?=<adv> getting)| are<adv> (?:sure|bound|guaranteed) to| can)<adv>(?: be)? "
            r"(?:get|receive|own|unwrap|getting|receiving|unwrapping)<adv> "
            r"(?:it|that|this|them|one|both|everything|whatever|what|exactly|all (?:of|your|the)|every|each|"
            r"(?:a|an|the|your|that|this|two|three|lots of|many|so many|some|more|all)(?: [\w'-]+){1,5})",
            r"you will<adv> be (?:riding|playing (?:with|on)|wearing|holding|hugging|cuddling|driving|flying|unwrapping|opening|walking|reading|"
            r"building|using) (?:it|that|one|a|an|the|your|on)(?: [\w'-]+){0,4}?",
            r"you will<adv> (?:see|discover|wake up to|wake up and (?:see|find)|wake up with|be (?:so )?(?:surprised|happy|delighted) (?:when|with) "
            r"(?:you (?:open|unwrap|see|get)|the|your|what))(?: [\w'-]+){0,6}?(?: <where>| <xmas>| you open| you unwrap)?",
            r"there (?:will be|is going to be|might just be|is) (?:a|an|one|something|your|lots of|many|two)(?: [\w'-]+){1,5}? "
            r"(?:<where>|waiting for you|for you <xmas>|with your name)",
            r"you (?:can|may|could|should)<adv> (?:expect|look forward to|look for|count on|get ready for|be sure of) "
            r"(?:it|that|one|a|an|the|your|this|some)",
            r"(?:just )?(?:expect|look for|watch (?:out )?for|get ready (?:to (?:ride|open|unwrap|play|hug|meet)|for)|"
            r"look (?:inside|under|in)) (?:it|one|a|an|your|the|something|that)(?: [\w'-]+){0,6}? ?"
            r"(?:<where>|<xmas>|morning|new \w+)",
            r"you have (?:got it|a deal|my (?:word|promise|vow|oath|solemn \w+))",
            r"you got it",
            r"you (?:can|may)<adv> (?:count on|rely on|bet on) (?:me|it|that|santa|us|old santa)",
            r"you will not (?:be disappointed|be sorry|go without|be let down|regret|have to wait (?:long|much longer))",
            r"(?:will|shall|is going to|are going to) (?:all )?(?:surely )?be (?:all )?yours",
            r"(?:it|that|the \w+|your \w+) is (?:all |already |as good as |now )*yours",
        ],
        unless_before=[*NOT_MEANT, *ADJACENT_IF, r"all the (?:\w+ )?$"],
        unless_here=[
            r"you(?: will| shall| can| are\b.{0,12}\bto)<adv>(?: be)? (?:have|get|having|getting|find|finding|receive|receiving)<adv> (?:a |an |the |your |so |"
            r"very |some |lots of |such |all |most |this |that |plenty of |many |more |really )*(?:\w+ly )?"
            r"(?:wonderful |lovely |great |merry |magical |happy |good |beautiful |fantastic |super |cosy |cozy |"
            r"jolly |special |nice |fabulous |brilliant |amazing |peaceful |sweet |warm |bright |big |own |little |perfect |"
            r"joyful |blessed |delicious |quiet |bit |long |snowy |safe |trusted |better )*"
            r"(?:fun|time|times|day|days|night|evening|christmas|holiday|holidays|year|sleep|dreams?|rest|adventures?|"
            r"heart|hug|hugs|cuddles?|chance|turn|look|idea|ideas|imagination|memories|memory|word|words|grown|adult|person|people|"
            r"friends?|family|someone|somebody|way|ways|courage|feelings?|right|help|answers?|chat|talk|bed|"
            r"lunch|dinner|breakfast|party|birthday|weekend|morning|afternoon|laugh|smile|kind|place|strength|love|joy|view|views|seat|say|choice|voice|talent|part|"
            r"go\b|hand|things? to (?:say|do|think)|teacher|mum|dad|worry|need|thanks)",
            r"you(?: will| are going to)<adv> (?:have|get) (?:to|the (?:hang|giggles)|used|through|there|older|bigger|taller|along|that feeling|"
            r"it (?:right|wrong|one day when)|a (?:cold|tummy))",
            r"you (?:will|can)<adv> find (?:it|that|this|them) (?:in (?:a|your|the) (?:book|heart|dictionary|map|library|song)|"
            r"(?:hard|easy|easier|helps|fun|funny|difficult|out|interesting))",
            r"you (?:will|can)<adv> (?:find|see|have|get) (?:that|what|how|out|a way|the (?:answer|words|north star|stars?))"
            r" (?:[\w']+ )?(?:helps?|you|it|works?|makes?|to|are|is|for|in the sky|at|feels?|being|talking|kindness|sharing)",
            r"you can<adv> (?:find|open|have|get|see|receive) (?:a|the|your|some|that|all|it|them|lots of|this|what)(?! (?:bike|puppy|doll|toy|present|gift))",
            r"you will<adv> see (?:that|how|what|your (?:friends?|family|teacher|mum|dad|cousins?|gran\w*)|the (?:snow|stars|moon|lights|sky)|"
            r"me|him|her|them|again|things|it does|snow)",
            r"(?:just )?look (?:inside|in|for) (?:your|the|a) (?:heart|imagination|mind|sky|grown|star|stars|trusted|safe|book|stories)",
            r"there is (?:a|an|one|something|your|lots of) (?:\w+ )?(?:cookie|fire|cat|mouse|elf|reindeer|star|snow|spider|light|"
            r"candle|chair|mug|book|list|letter)",
            r"you (?:can|may|will)<adv> (?:always )?(?:count on|rely on|trust) (?:me|us|it|that|santa) (?:to (?:listen|be honest|tell))",
            r"(?:expect|look for|watch for|get ready for) (?:a|an|the|your) (?:hug|surprise from|bed|school|day|fun|grown|"
            r"trusted|star|snow|sleep|bright|north)",
            r"you will<adv> (?:be )?(?:open|opening|playing|building|using|reading|wearing) (?:your|the|a) (?:heart|school|warm|mouth|eyes|door|hat|imagination)",
            r"you will<adv> (?:be )?(?:so )?(?:surprised|happy|delighted) (?:when|with) (?:you see how|your (?:family|friends))",
        ],
        unless_in_sentence=[r"if (?:he|she|they|your (?:family|mum|dad|parents)) (?:say|agree|think)s?"],
    ),
    Ways(
        "Santa says that the gift is coming, or as good as there.",
        words=WORDS,
        find=[
            r"(?:rudolph|the reindeer|the elves|santa|my sleigh|an elf|my elves|mrs\.? claus|the sleigh|dasher|we)(?: and i)? (?:will|is going to|are going to)(?: \w+){0,2} (?:tap|knock|land|visit|come|fly|stop|wait|peek|say hello|leave|drop|ring)(?: \w+){0,6} (?:your (?:window|house|roof|door|garden|chimney|street|stocking)|tomorrow|tonight|on christmas|at midnight|for you)",
            r"(?:will|is going to|are going to)(?: [\w'-]+){1,9},? (?:trust me|believe me|mark my words|that is for sure|that is certain|no doubt about it|you will see|you can be sure|i am sure of it|just wait)|(?:trust me|believe me|for sure|no doubt),? (?:it|you|he|she|they|your \w+) will|(?:yes|of course|sure|certainly),? (?:everything|all of (?:it|them)|every (?:single )?(?:one|thing)|both)(?: of them)?(?: on (?:your|the) list)?",
            r"(?:on (?:the twenty-?(?:fifth|fourth)|christmas(?: \w+)?|boxing day)|tomorrow|next week|this christmas|at christmas),? (?:\w+ )?you (?:can|may|will|are going to|get to) (?:\w+ )?(?:put on|ride|play|hug|hold|unwrap|open|try|wear|drive|fly|sleep|take|have|build|read|swim|be)|(?:by|from|after) (?:tomorrow|christmas|new year|next week|that night)(?: \w+)?,? (?:<they>|you|it|everything) (?:will|is going to|are going to)",
            r"(?:best|good) news[:,!] (?:you|it|your|the|i)|you (?:are going to|will) love (?:it|your (?:new|present|gift)|what (?:i|we|santa))|(?:it|that) is (?:a )?(?:yes|certain|sure|decided|agreed)(?=[.!,]|$)|agreed(?=!)|deal(?=!)|you deserve (?:it|one|that)(?: and| so),? (?:you|i|it)|(?:i|we) (?:will|shall) (?:not|never) forget (?:your|to bring|the|that|it) ?(?:bike|puppy|doll|present|gift|train|to bring|to pack|bring)|(?:i|we) (?:will|am going to)(?: \w+){0,2} (?:make|sew|knit|paint|carve|build|bake|sew)(?: you)? (?:one|it|a \w+(?: \w+)?) (?:for you|myself|tonight|with my own)",

            r"(?:is|are) (?:as good as|all but|practically|nearly|already|almost) (?:granted|yours|done|wrapped|there|under the tree)",
            r"(?:[\w'-]+ ){1,4}coming (?:right )?up",
            r"coming right up",
            r"(?:coming|flying|heading|sliding|going) (?:right |straight )?down (?:your|the) chimney (?:this|on|at|with|for you)|(?:is|are|will be) (?:coming|flying|heading|sliding|going) (?:right |straight )?down your chimney",
            r"(?:has|have|had) your name on (?:it|them)|with your name (?:written )?on (?:it|them)|(?:label|tag|card) (?:says|with|that says) your name",
            r"(?:i|we) (?:will|am going to|are going to) (?:send|make|bring|order) (?:you |it |some |the |lots of |plenty of )*(?:snow|sunshine)|it will (?:definitely|surely|certainly|absolutely) snow|there will be snow",
            r"(?:i|we) (?:will|am going to|are going to)(?: definitely| certainly| surely)? (?:call|ring|phone|visit|see|meet)(?: to)? you (?:again )?(?:tomorrow|soon|next|every|on christmas|at christmas|later|tonight|again)|(?:i|we) will (?:talk|speak|chat) (?:to you |with you )?(?:again )?(?:tomorrow|next week|next year|every|on christmas|tonight)",
            r"(?:i am|we are) (?:very |quite |pretty |so |absolutely )?(?:sure|certain|confident|positive) (?:that )?(?:i|we|you) (?:can|will|are going to) (?:get|bring|have|find|give|send|receive|manage)|(?:just |do )?(?:look|peek|check|go) (?:\w+ )?under (?:the|your) (?:\w+ )?tree (?:on|this|when|christmas|in the)",
            r"(?:i|we) have (?:already )?(?:put|tied|wrapped|set|kept|saved|hidden|chosen|picked) (?:[\w']+ ){1,5}(?:for you|aside|with your|in (?:my|the) (?:sack|sleigh|bag))",
            r"(?:of course|yes|sure|certainly|naturally),? (?:i|we|santa) (?:will|am going to)(?: come| visit| be there| stop by| bring| do (?:it|that)| see you|(?=[.!]|$))|i will (?:come|be|slide|climb|land|pop|slip) (?:right |straight )?(?:down|on|in) (?:your|the|to) (?:chimney|roof|house|living)|(?:sneak|slide|slip|come|pop|climb) down your chimney (?:and|on|at|with|to)",

            r"(?:it|that|one|they|this|everything|(?:your|the|that|this|a) [\w'-]+(?: [\w'-]+){0,3}) (?:will|shall|is going to|are going to|is|are)<adv> (?:be )?"
            r"(?:(?:right|sitting|there|waiting|all|already|safely|ready|snug|hidden|wrapped(?: up)?|tucked|packed|and|in a box|with a bow) )*"
            r"(?:(?:under|beneath|beside|by|near) (?:the|your) (?:\w+ )?(?:christmas )?tree|in (?:your|the) (?:\w+ )?(?:stocking|boots?)|"
            r"at (?:your|the) (?:house|door|home)|waiting for you|there (?:on |by |for )?(?:christmas|when you wake|in the morning)|"
            r"with you (?:by|on|soon|this)|delivered|on (?:my|the|santa's) sleigh|in (?:my|the|santa's) (?:\w+ )?(?:sack|sleigh|bag)|"
            r"on (?:its|the|their) way|coming (?:to you|your way|to your|for you|with me|this christmas|on christmas|soon|home)|"
            r"wrapped(?: up)?(?= (?:for you|and|already)|[.!]|$)|packed(?= (?:for you|and|already)|[.!]|$)|ready for you|yours)",
            r"(?:it|that|this|the \w+|your \w+(?: \w+)?) will (?:happen|arrive|come(?: to you| <xmas>| on christmas)?(?=[.!,]| (?:on|by|this|for|in time|to you)|$)|"
            r"(?:all |definitely |really |surely |soon )*come true|be granted|"
            r"be here by|work out|all work out)",
            r"(?:your|all your|that|the|this|every) (?:\w+ )?(?:wish|wishes|dreams?) (?:will|is going to|are going to|is|are|has been|have been|shall)"
            r"<adv> (?:all |both )?(?:be )?(?:granted|come true|coming true|my command|fulfilled|answered|be answered|real)",
            r"(?:consider|think of) (?:it|that|your (?:wish|bike|\w+)) (?:as )?(?:done|granted|yours|sorted|taken care of|a done deal|settled|delivered|wrapped)",
            r"(?:it is|we have|that is) (?:a (?:done )?deal|as good as (?:done|yours|wrapped)|settled|all settled|a date|done|in the bag|all sorted|sorted|"
            r"all arranged|arranged)(?=[ .,!]|$)",
            r"done deal|wish granted|granted(?=!)",
            r"(?:one|a|two|that) (?:[\w'-]+ ){1,4}(?:is )?coming (?:right )?up|(?:a|an|one) (?:[\w'-]+ ){1,4}it is(?=!)",
            r"coming your way|on its way to (?:you|your)",
            r"(?:i|we) (?:have )?(?:got|have) (?:it|that|this) (?:all )?(?:covered|handled|sorted|under control|in the bag)",
            r"leave (?:it|that|everything) (?:all )?(?:to|with) (?:me|us|santa|old santa|the elves)",
            r"(?:the |my )?answer is (?:a (?:big )?)?yes",
            r"(?:yes|of course|sure|absolutely|certainly|okay|ok)[,!]? (?:\w+[,!] )?you (?:can|may|shall|will)(?: have| get)? (?:it|one|a|an|the|that|have|get)",
            r"(?:a|an|one|your|that|the) [\w'-]+(?: [\w'-]+){0,3} (?:is|are) (?:coming|headed|heading|flying) (?:to|for|your|straight to)(?: you| your)",
            r"(?:will|shall) not leave you (?:empty-handed|without)|not going to (?:let you down|disappoint you|forget your (?:present|gift|bike|puppy|wish))",
            r"(?:i|we|santa) (?:will not|will never|never|am not going to) (?:let you down|disappoint(?: you)?|fail(?: you)?|break(?:s)? (?:a|my|his) (?:promise|word)s?)",
            r"(?:i|we|santa) (?:always|never fail to) (?:delivers?|keeps? (?:my|his|our) (?:promise|word)s?|comes? through|brings? (?:\w+ )?(?:what|children|good|kids|every))",
            r"santa (?:never|will never) (?:forgets?|disappoints?|lets? \w+ down|breaks? .{0,12}promises?)(?= (?:a|your|the) (?:present|gift|wish|bike)|.{0,3}(?:down|promise)|[.!]|$)",
            r"christmas morning will bring you",
        ],
        unless_before=[
            r"(?:which|what|whose)",
*NOT_MEANT, *ADJACENT_IF, r"could|may|can"],
        unless_here=[
            r"(?:your|the|this|that) (?:privacy|home|body|body and your privacy|feelings?|heart|secret|room|house|time|choice|decision|turn|voice|imagination) (?:is|are|belongs?)",
            r"(?:which|what|whose) (?:one )?is",

            r"(?:it|that|this|they|one|everything) (?:is|are|will be|will)<adv> (?:right |all |already |safely )*(?:on (?:my|the) (?:list|sleigh ride)|written|in (?:my|the) (?:heart|book|workshop)|"
            r"at (?:your|the) (?:house|door|home)(?=\?)|come to (?:me|mind))",
            r"(?:christmas|winter|snow|the (?:snow|night|big night|holidays|season|weather|letter|cookies|star)|santa|your (?:letter|drawing|picture|turn|mum|dad|family|grown-up|"
            r"birthday|friends?|gran\w*|sister|brother|cousin)) (?:is|are|will)",
            r"(?:the|my|our) (?:\w+ )?(?:elf|elves|reindeer|sleigh|sack|presents|gifts|toys|cookies|milk|rudolph|stars?|cat|bells|kitchen|list|carrots?) (?:is|are|will)\b",
            r"(?:it|that) will (?:come|arrive|happen) (?:back|soon enough|again tomorrow|in spring|naturally|with practice|when)",
            r"(?:it|that|this) (?:will|is going to) work out(?= (?:what|how|who))",
        ],
        unless_in_sentence=[
            r"letter|drawing|picture you|stops? being|fire (?:brigade|engine|fighters?|truck)|ambulance|help is on|police"
        ],
    ),
    Ways(
        "Santa gives his word.",
        words=WORDS,
        find=[
            r"(?:i|we|santa)(?: do| can| hereby| really| solemnly| will| must| absolutely| always| faithfully| can absolutely| sure do| most certainly)* (?:promises?|swear|guarantee|vow)(?! (?:i|we) made)",
            r"(?:i|we|santa) (?:am|are|is|have)(?: \w+)? (?:promising|guaranteeing|promised|vowed|sworn)",
            r"(?:you have|i give you|i am giving you|on|here is|that is) (?:my|santa's|our) (?:solemn |santa |full |christmas )*(?:word|promise|honou?r|oath|vow|guarantee)",
            r"(?:that is|it is|this is|consider (?:it|that|this)|call it|there is) (?:a |my |an? \w+ |santa's )*(?:promise|guarantee|vow|certainty)",
            r"my (?:word|promise) (?:of honou?r )?(?:to you|on it|is my bond|as santa)",
            r"cross my heart|pinky[ -](?:promise|swear)|scout's honou?r|(?:it is |that is |100% |fully |absolutely )?guaranteed(?! to (?:make|be fun))",
            r"rest assured(?! (?:that )?(?:it is not|you did|none|your feelings))|mark my words|have no (?:doubt|fear)[,:]? (?:you|it|your|that|i)|trust me,? (?:you|it|i|santa) will",
            r"(?:promise made|promised)(?=!)|(?:a|and a) (?:santa )?promise is a promise",
        ],
        unless_before=[
            *NOT_MEANT,
            r"(?:i will|i will then|do) not",
            r"(?:if|whether|why|when|what|make you|made you|like to|love to|want to|able to|fair to|easy to|wrong to|allowed to|supposed to|before|had|than|wise to) ?(?:i|we|santa)?",
            r"you",
        ],
        unless_here=[
            r"(?:i|we|santa)(?: \w+)* (?:promises?|swear|guarantee|vow) (?:not|never|nothing|no)(?! to (?:forget|let|tell|disappoint))",
            r"(?:that is|it is|there is) a (?:\w+ )?promise (?:i|we|no|that (?:i|no)|santa|only|nobody) (?:can ?not|can|could|one|never|cannot)",
            r"(?:that is|it is|there is) (?:a |an |no )?(?:guarantee|certainty|promise) (?:i|we|santa) (?:can|could|am)",
            r"santa promise(?! you)",
            r"(?:i|we|santa)(?: \w+)* (?:promise|swear|guarantee)(?: you)?,?(?: that)? (?:you (?:did|do not|are|have done|were|can|may|have not|could)|it (?:is|was)|there (?:is|was) |nobody (?:is|was)|no one is|none of|nothing (?:is|was)|i (?:am|have|do|was|did)|we are|this is|that is|he (?:is|was)|she (?:is|was)|they (?:are|were)|your (?:\w+ )?(?:is|was|are|loves?)|my (?:\w+ )?(?:is|was|are))(?! (?:going to|getting|coming|yours))",
            r"(?:i|we)(?: \w+)* promise(?: you)?,?(?: that)? (?:i will|to) (?:listen|be kind|not laugh|remember|think|try|wave|say hello|tell (?:the|my|rudolph))",
        ],
    ),
    Ways(
        "Santa promises a visit.",
        words=WORDS,
        find=[
            r"(?:i|we|santa|the reindeer and i|rudolph and i)(?:<will>)<adv> (?:come|coming|visit|visiting|stop(?:ping)?|drop(?:ping)?|pop(?:ping)?|fly|flying|land|landing|swing|climb(?:ing)?|slide|sliding|sneak(?:ing)?) "
            r"(?:by|to you|to your|to see you|over to|down your|at your|on your|in and|in on|by your|you|your (?:house|home|family|school|town)|your place|and (?:visit|see)|past your|over your|for you|when you|while you|<xmas>)",
            r"(?:i|we|santa) will<adv> (?:be (?:there|at your|in your (?:house|living room|town)|with you|visiting|coming|stopping|seeing you|dropping)|see you|meet you)"
            r"(?: \w+){0,3}? (?:<xmas>|soon|next (?:week|year)|your house|in person|there)",
            r"(?:i|we|santa) will<adv> be (?:there|at your house|visiting you|in your house|coming to (?:your|you))",
            r"(?:i|we) (?:am|are) (?:definitely |certainly |already |really )?(?:coming|flying|on (?:my|our) way) (?:to (?:you|your|see you|visit)|over|<xmas>)",
            r"see you (?:on christmas|christmas (?:eve|morning|day|night)|at your house|under)",
        ],
        unless_before=[*NOT_MEANT, *ADJACENT_IF],
        unless_here=[
            r"(?:i|we|santa) (?:will|shall)<adv> be (?:there|with you) in (?:spirit|your heart|my thoughts|thought)"
        ],
    ),
)

# Anybody will have or find something. It is a promise if it is the gift: see promise.py.
GIFT_OR_NOT = Ways(
    "Santa tells the child that it will get something.",
    words=WORDS,
    find=[
        r"(?:you|<they>)(?: will| shall| are<adv> going to| is<adv> going to| can)<adv>(?: be)? (?:have|find|open|see|hold|hug|ride|play with|sleep with|wear|try|opening|finding|having|riding|hugging|holding|meet)<adv> "
        r"(?:it|that|this|them|one|both|everything|what|exactly|(?:a|an|the|your|two|three|lots of|many|some|more|all|his|her)(?: [\w'-]+){1,5})",
    ],
    unless_before=[*NOT_MEANT, *ADJACENT_IF],
    unless_here=[r"(?:you|<they>)(?: will| shall| can| are\b.{0,12}\bto)<adv>(?: be)? (?:have|find|see|open)<adv> (?:to|out|that (?:it|you|he|she|they|most|many)|it (?:hard|easy|helps|fun|in (?:a|your|the) (?:book|heart)))"],
)
