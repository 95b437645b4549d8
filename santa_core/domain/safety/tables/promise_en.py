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
    r"(?:know|knows|see|sees|tell|tells|guess|reveal|reveals) (?:what|which|who|when)",
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
            r"(?:<giver>)(?:<will>)<adv> (?:get|find|make|leave|have|put|place|hide|carry|keep|save|send|slip|pop) (?:you |it |that |your \w+ |down )?(?:a |an |my |the |some |it |your \w+ )*(?:\w+ )?(?:note|list|place|seat|thought|candle|star|song|story|light|lantern|glasses|carrots?|mug|cookie|biscuit|tune|poem|prayer|mark|book|letter|drawing|picture|time|room|spot|moment|sure (?:to|i|the elves|rudolph))(?! (?:in your|under))",
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
            r"some|presents|gifts|toys|a lot|more) ?(?:sleigh|sack|bag|presents|gifts|toys|list|boxes|of)?(?! for you)|(?:<helper>) (?:is|are)<adv> (?:wrapping|packing|making|painting|building|loading) (?:parcels|bows|ribbons|paper|boxes|toys|presents|gifts)(?! for you)",
            r"(?:<helper>) (?:is|are|will) (?:give|giving|bring|bringing) (?:me|us|you (?:a|his|her|their) (?:big )?(?:wave|nod|hug|smile))",
        ],
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
        unless_before=[r"(?:which|what|whose)", *NOT_MEANT, *ADJACENT_IF, r"could|may|can"],
        unless_here=[
            r"(?:your|the|this|that) (?:privacy|home|body|body and your privacy|feelings?|heart|secret|room|house|time|choice|decision|turn|voice|imagination) (?:is|are|belongs?)",
            r"(?:which|what|whose) (?:one )?is",
            r"(?:your|the|that|this|a) (?:[\w'-]+ ){1,4}?(?:what|which|whether|who) (?:will|is|are)",
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
            r"(?:i|we)(?: \w+)* promise(?: you)?,?(?: that)? (?:i will|to) (?:listen|be |not |never |remember|think|try|wave|say|tell (?:the|my|rudolph|mrs)|read|look|do my best|ask|write|put (?:it|your)|eat|laugh|check|give (?:rudolph|them|the)|pass|sing|hum|keep (?:it|your \w+) on|hear)",
        ],
    ),
    Ways(
        "Santa promises a visit.",
        words=WORDS,
        find=[
            r"(?:i|we|santa|the reindeer and i|rudolph and i)(?:<will>)<adv> (?:come|coming|visit|visiting|stop(?:ping)?|drop(?:ping)?|pop(?:ping)?|fly|flying|land|landing|swing|climb(?:ing)?|slide|sliding|sneak(?:ing)?) "
            r"(?:by|to you|to your|to see you|over to|down your|at your|on your|in and|in on|by your|you|your (?:house|home|family|school|town)|your place|and (?:visit|see)|past your|over your|<xmas>)",
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
    Ways(
        "Santa says that the gift is certain.",
        words={**WORDS, "gift": r"(?:the|your|that|this|his|her) [\w'-]+(?: (?!is|was|has|are)[\w'-]+)?"},
        find=[
            r"(?:consider|think of|count|call) (?:that|this|the|your) (?:[\w'-]+ ){1,3}(?:as )?(?:yours|done|granted|delivered|wrapped)|(?:has|have|with|bears?|carr(?:y|ies)) your name",
            r"(?:sleigh|sack|bag) is (?:\w+ )?(?:loaded|packed|filled|stuffed|heavy|full)(?: up)? (?:with|of) your|(?:just )?wait (?:until|till) you (?:see|open|unwrap|find|hear)(?: \w+){0,2} (?:what|is|it|under|your|the)",
            r"(?:i|we|santa) (?:have )?never (?:yet )?(?:let|lets|disappoint|disappoints|fail|fails|failed|disappointed|broken|broke|break) (?:a|any|my|one|down|children|good) (?:child|children|kid|wish|word|promise|present)(?: down)?|when (?:have|did) i (?:ever )?(?:let|fail|disappoint)",
            r"^\W*(?:\w+,? )?(?:you can )?(?:count|rely|depend|bet) on (?:me|it|that|santa)(?! to)|(?:i would|i will) (?:stake|bet|wager) my",
            r"(?:clear|make|get|prepare)(?: a| some)? (?:space|room|cage|bed|basket|stable|spot|place|shelf|kennel|corner)(?: \w+){0,5} for (?:it|that|the|your|him|her|them)|(?:start|begin) (?:thinking of|choosing|looking for) a (?:name|spot|place)",
            r"<gift> (?:can (?:hardly|not) wait|is waiting|is longing|is dying) to (?:meet|see|be|play)|<gift> (?:has|have|was|were|had) (?:already |just )?(?:been )?(?:\w+ and )?(?:built|packed|wrapped|loaded|sewn|finished|painted|carved|ordered|chosen|left the workshop)",
            r"(?:the |my )?elves (?:have )?(?:already |just )?(?:finished|made|built|sewed|wrapped|painted|packed|carved) (?:your|that|it)|(?:one|two|three|a|the) [\w'-]+ (?:for you, (?:signed|coming|done|granted)|it shall be)|(?:it|that|two|one|both|so) it shall be|(?:signed|sealed) and (?:sealed|delivered)",
            r"(?:good|nice|all|sweet|kind|every) (?:children|kids|boys|girls|child|boy|girl)(?: \w+)? (?:always |will |all )*(?:gets?|receives?|have|has) (?:what|everything|all|their|his|her|presents|gifts|exactly)|(?:everything|all|each thing|whatever) (?:(?:you|that) (?:\w+ )?(?:asked for|want|wished for|wrote)|(?:on|in) your (?:list|letter))(?: \w+)? (?:will|shall|is going to)",
            r"<gift> will (?:\w+ )?(?:find (?:its|their|his|her) way|make (?:its|their) way|land|turn up|appear|be there|be standing|be sitting)|(?:he|she|it|they) will be (?:there|sleeping|standing|sitting|lying|running|living)(?:,| right| in your| beside| next to| under| with you| on christmas)",
            r"you (?:will|are going to)<adv> (?:wake up (?:next to|beside|with|to)|be galloping|be riding|be racing|be sailing)(?: \w+){0,3} (?:a|an|your|the|it)|(?:nothing|no one|nobody) (?:can|will|could) (?:stop|keep|prevent) (?:that|the|your|it|me)(?: \w+)? (?:from|coming)",
            r"(?:without fail|come what may|rain or shine)|(?:as sure as|sure as) (?:snow|christmas|the|my|i)|(?:it|they|the [\w'-]+|that) (?:is|are) coming(?=[.!,]| to you| your way)|(?:will|is going to|are going to) (?:win|pass)(?=[ ,.!]+(?:that is certain|it with|for sure|no doubt))|all for you",
            r"(?:garden|world|street|roof|whole \w+) will be (?:all |covered in )?(?:white|snow)|(?:be sure|count|certain) of (?:a white|snow|the snow|your|it)|you will hear (?:my (?:boots|bells|sleigh)|the (?:sleigh|bells|reindeer)|hooves)(?: \w+){0,2} (?:on|at|over|above|outside) (?:your|the)|(?:i will|we will) (?:drop|stop|pop|call) in (?:at|on) (?:your|you)",
            r"(?:<they>) (?:will|is going to) (?:be up and|be (?:dancing|running|laughing|walking) (?:again|by)|not die|never (?:be mean|hurt|leave|hit|shout|be ill))|(?:something (?:special|big|lovely|nice|wonderful)) (?:for you )(?:by|under|in|beside|at)|i will be back (?:next|tomorrow|soon|in a|on)|expect (?:it|her|him|them) (?:under|on|by|at)",
        ],
        unless_before=[
            r"(?:hope|hopes|hoping|wish|wishing|maybe|perhaps|whether|if|might|can not|could|would you|may|pretend|imagine|wonder|dream|do not know|as if|mrs\.? claus|reindeer|elves)"
        ],
        unless_here=[
            r"(?:it|that|they|the [\w'-]+) (?:is|are) coming (?:off|from|out|along)|the (?:snow|night|evening|spring|train|bus|holidays?|day|time|season|fire|cold) (?:is|has|was|will)",
            r"your (?:letter|drawing|picture|list|wish|card|mum|dad|family|friends?|gran\w*) (?:has|have|was|is|can|will)",
            r"(?:the|my) (?:sleigh|elves|reindeer|workshop|cookies|bells) (?:has|have|was|were|is|will)",
            r"(?:he|she|it|they) will be (?:running|sleeping|sitting|standing|living) (?:around|in (?:our|your) (?:heart|memor))",
        ],
        unless_in_sentence=[
            r"\?\s*$|letter|can not promise|fire (?:brigade|engine)|ambulance|doctors?|help is"
        ],
    ),
)
