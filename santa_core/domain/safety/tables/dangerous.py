"""How to do something dangerous, or where the dangerous thing is."""

from __future__ import annotations

import re

from santa_core.domain.safety.phrases import Ways

_EN = {
    "hot": r"match(?:es|box)|a match|lighters?|fireworks?|firecrackers?|candles?|petrol|gasoline|gas can|lighter fluid|knife|knives|blades?|razors?|scissors|axe|saw|"
    r"guns?|pistols?|rifles?|bullets?|ammunition|weapons?|swords?|bombs?|medicines?|medication|pills?|tablets|sleeping pills|"
    r"cough syrup|painkillers?|alcohol|beer|wine|whisky|whiskey|vodka|liquor|booze|rum|cigarettes?|vapes?|drugs?|weed|poison|bleach|ammonia|drain cleaner|chemicals?|acid|cleaning (?:products|fluid|stuff|spray)|"
    r"gun (?:cabinet|safe)|car keys|rope|explosives?|gunpowder|stove|drill|chainsaw|(?:spare |front door |house )keys?",
    "place": r"(?:in|on|under|behind|above|beside|next to|inside|near|by|at|from|up in|down in|kept in|locked in|over in|around|to) (?:the |your |his |her |their |a |an |mum's |dad's |your \w+'s )?"
    r"(?:\w+ ){0,2}?(?:drawer|cupboard|cabinet|shelf|shelves|kitchen|garage|shed|bathroom|bedroom|nightstand|wardrobe|closet|fireplace|stove|oven|grill|safe|basement|cellar|attic|"
    r"purse|handbag|bag|pocket|jar|box|tin|sink|counter|fridge|table|car|desk|chest|bedside|pantry|rack|mat|doormat|flowerpot|flower pot|hook|store|shop|top|back)",
    "nice": r"(?:a |the |some |any |your |this |that |all |two |three |four |five |more |one of (?:the|those) |dad's |mum's )*(?:\w+ )?",
}
_SAFE = [
    r"not|never|nobody|no one|stay away|keep (?:away|well away|clear|far)|leave|without|grown-?ups?|adults?|firefighters?|parents?|mum|dad|ask|only|"
    r"stop|avoid|dangerous|unsafe|instead of|rather than|hand|lock|put (?:down|away)|children|please (?:put|give|hand)|no (?:touching|playing|need|matches|knives)|"
    r"pretend|story|elves|elf|mrs claus|mrs\. claus|i|we|worried|if (?:you|anyone|somebody|someone)|safe|away from|don't|toy"
]
_ENGLISH = (
    Ways(
        "Santa says where something dangerous is, or how to get at it.",
        words=_EN,
        find=[
            r"(?:<hot>)(?: (?:\w+ )?(?:are|is|will be|should be|might be|may be|must be|could be)(?: \w+){0,3}?| (?:you want|you need|they use)(?: \w+){0,2}?)? (?:kept |hidden |stored |always |usually |probably |right |just |often )*(?:<place>)",
            r"(?:look|check|search|try looking|try|peek|feel|reach|dig|hunt|see)(?: \w+)? (?:<place>)(?:\W+\w+){0,5}? (?:<hot>)",
            r"(?:find|get|grab|take|fetch|buy|borrow|steal|reach|sneak|locate|keep|keeps|kept|store|stores|hide|hides|hid)(?: \w+){0,2}? (?:the |some |a |your |their |his )?(?:\w+'s )?(?:<hot>)(?: \w+){0,2}? (?:<place>)",
            r"(?:parents|grown-?ups|people|they|mum|dad|adults|families|most (?:people|families)) (?:usually |often |always |normally |probably |tend to |mostly )*(?:keeps?|hides?|stores?|puts?|leaves?|locks?) "
            r"(?:them|it|those|matches|knives|(?:the|their|his|her|a) (?:<hot>)|(?:<hot>)) (?:\w+ ){0,2}?(?:<place>)",
            r"(?:try|look|check|search|peek|it is|they are|you will find (?:it|them|some))(?: \w+)? (?:in|on|under|behind|above|next to|by|near|inside) (?:the |your |mum's |dad's )?(?:kitchen |top |bottom |high |bedside |tool )?"
            r"(?:drawer|cupboard|medicine cabinet|cabinet|garage|shed|nightstand|stove|fireplace|liquor cabinet|gun cabinet|safe|top shelf|high shelf)",
        ],
        unless_before=_SAFE,
        unless_here=[
            r"(?:candles?|scissors|swords?|saw|rope|keys?|drill|box|wine|weed|stove|rum)(?: \w+)? (?:in|on|by|at|from) (?:the |your |a )?(?:\w+ )?(?:window|north|tree|workshop|table|shop|cake|back|top|story|toy)",
            r"saw\b(?! (?:is|in the (?:garage|shed)))",
            r"(?:try|look|check|peek|search|see|it is|they are)(?: \w+)? (?:in|on|under|behind|by|near|next to|inside) (?:the |your )?(?:toy|book|toys)",
            r"(?:it is|they are)(?: \w+)? (?:by|near|on|in|under|next to) (?:the |your )?(?:fireplace|garage)",
            r"look (?:by|near|at|in) (?:the |your )?fireplace",
        ],
        unless_in_sentence=[
            r"ask (?:a |your |an |mum|dad|the )|(?:never|do not|must not|should not) (?:\w+ ){0,2}(?:touch|play|use|go|open|take|look|light|try|drink|eat)|for grown-?ups|(?:a|your) grown-?up|out of (?:your )?reach|\?$"
        ],
    ),
    Ways(
        "Santa says how to do something dangerous.",
        words=_EN,
        find=[
            r"(?:strike|striking|light|lighting|ignite|rub|scrape|drag|flick|use|hold)(?: up)? (?:<nice>)(?:match(?:es|stick)?|lighter|fire|flame|candles?|fuse|fireworks?|firecrackers?|paper|cigarette|bonfire|campfire)(?! (?:truck|engine|fighter|of|up the|station|drill|in my))",
            r"(?:strike|light|scrape|drag|swipe|rub) (?:it|them|one|the (?:tip|head|end)) (?:\w+ )?(?:against|along|on|across|with|up|down|quickly|near|from|at)",
            r"(?:start|make|build|set|starting|making|lay) (?:a |the |your own |an? \w+ )?(?:fire|bonfire|bomb|explosion|explosive|campfire|molotov|poison|gun)(?! (?:drill|engine|truck|station|brigade))|set (?:it|that|them|the \w+) (?:on fire|alight)|catch(?:es)? fire (?:easily|quickly|faster)",
            r"(?:mix|mixing|combine|combining|pour|pouring|add|blend|stir) (?:<nice>)(?:bleach|ammonia|vinegar|chemicals?|petrol|gasoline|alcohol|cleaners?|acid|gunpowder|vodka|cleaning|drain|peroxide|lighter fluid)",
            r"(?:load|aim|fire|cock|point|shoot|unlock|reload|clean|hold|pull) (?:<nice>)(?:gun|trigger|pistol|rifle|bullets?|weapon|safety|magazine)|pull the trigger|squeeze the trigger",
            r"(?:take|swallow|eat|drink|sip|try|taste|gulp|chew|crush|sniff|inhale|smoke|smoking|smell|swallowing|drinking) (?:<nice>)(?:pills?|tablets?|medicines?|cough syrup|sleeping|painkillers?|beer|wine|vodka|whisk\w+|alcohol|rum|bleach|glue|cigarettes?|vapes?|drugs?|weed|poison|aspirin|paracetamol|ibuprofen|tylenol|berries from the)",
            r"(?:cut|slice|stab|slash|carve|sharpen|throw|swing|poke)(?:ting|s)? (?:<nice>)(?:wrists?|arms?|skin|knife|knives|yourself|him|her|them|somebody|blade|axe|sword)|hold the (?:knife|blade|handle)(?: \w+){0,3}? (?:and|by|while|so)|with (?:a|the) (?:\w+ )?(?:knife|blade|razor|saw|axe)",
            r"(?:climb|crawl|jump|step|get|lean|walk|go|slide|leap|squeeze)(?:ing)?(?: \w+)? (?:up |out |on |onto |over |off |down |from |through |into |across |to |of )+(?:of )?(?:the |your |a )?(?:\w+ )?(?:roof|chimney|balcony|bridge|window|ledge|frozen (?:lake|pond|river)|ice|railing|building|road|train tracks?|railway|fence|gutter|drainpipe)",
            r"(?:disable|disarm|turn off|switch off|bypass|deactivate|unplug|cover|get (?:past|around)|trick|cut)(?: \w+){0,2}? (?:alarms?|smoke detectors?|detectors?|security|cameras?|parental (?:controls?|lock)|child lock)|"
            r"(?:pick|force|break|open|unlock|leave|undo)(?:s|ing)?(?: \w+)? (?:any |the |your |every |a )?(?:\w+ )?(?:locks?|(?:back |front )?doors? (?:unlocked|open)|windows? (?:open|unlocked)|deadbolt|latch|child lock|gun (?:safe|cabinet)|medicine (?:cabinet|cupboard))",
            r"(?:sneak|slip|creep|run|walk|go|wander|head)(?:ing)? (?:out(?:side)?|off|away|out of the house)(?: \w+){0,4}? (?:alone|at night|by yourself|without|when (?:everyone|they|your|nobody)|while (?:everyone|they|your)|tonight|after dark|from home)|run away from home|without (?:them|anyone|your \w+|a grown-?up|anybody) (?:knowing|noticing|seeing|finding|hearing|around|watching)|when (?:nobody|no one) is (?:looking|watching|around)",
            r"(?:tie|loop|put|wrap|hang)(?:ing)? (?:a |the |your |it |yourself )?(?:\w+ )?(?:rope|noose|belt|cord|scarf|plastic bag|bag|string)?(?: \w+){0,2}? ?(?:around|over|round) (?:your|his|her|the) (?:neck|head)|hang yourself|hold your breath until|"
            r"(?:put|stick|push|poke)(?:ing)? (?:a |the |your |something |it |\w+ )*(?:in|into|inside) (?:the |a |an )?(?:\w+ )?(?:socket|outlet|plug|toaster|microwave|oven)|turn on the (?:gas|stove|oven|hob)|plug it in near water",
            r"(?:get (?:in|into)|drive|start|hop in|ride in|ride with) (?:the|your|a|his) (?:dad's |mum's )?(?:\w+'s )?car(?: with (?:him|a stranger|someone))?(?= (?:yourself|alone|with|by)|$|[.!])|(?:hit|punch|kick|push|slap|bite|trip|fight) (?:him|her|them|that boy|the bully|the boy) ?(?:back|too|hard|harder|right back|in the)|stand on (?:a |the )(?:chair|stool|counter|table) (?:to|and) (?:reach|get)",
        ],
        unless_before=_SAFE,
        unless_here=[
            r"(?:light|lighting)(?: up)? (?:<nice>)?(?:up|tree|way|path|sky|candles? (?:together|with))",
            r"(?:mix|pour|add|stir)(?:ing)? (?:\w+ )*(?:cookie|cocoa|milk|flour)",
            r"(?:climb|crawl|jump|step|get|lean|walk|go|slide|leap|squeeze)(?:ing)?(?: \w+)? (?:away|to the window|back from|down from the roof|to the (?:door|window))",
            r"use (?:<nice>)?paper",
            r"hold (?:<nice>)?(?:candles?|paper)",
            r"(?:light|rub) (?:<nice>)?paper",
            r"(?:point|shoot|hold|clean|fire) (?:<nice>)(?:safety)",
        ],
        unless_in_sentence=[
            r"(?:never|do not|must not|should not|may not|can not|will not|not safe|not a toy|too dangerous|very dangerous|so dangerous|is dangerous|are dangerous|could hurt|can hurt)|ask (?:a |your |an |mum|dad|the )|(?:with|let) (?:a|your|an) (?:grown|adult|mum|dad)|grown-?ups? (?:can|should|must|will|only|light|do)|for grown-?ups|did you|get out|firefighters|i (?:climb|slide|land|come|squeeze|go)|toy|pretend"
        ],
    ),
)
_LOOSE = {
    "use": r"take|swallow|drink|sip|try|taste|light|strike|burn|throw|pour|put|add|drop|hold|press|push|pull|grab|get|fetch|reach(?: up)?(?: for)?|open|unlock|use|run|slide|swing|point|aim|"
    r"load|cut|sharpen|climb|jump|skate|lean|step|sniff|break|start|drive|swallowing|mixing|lighting|scrape|drag|flick|touch|test|heat|boil|fry|lift|hide|crawl|stare|tease|plug|connect|swim|dive|race|cross|balance|roll|pick|force|bend|dissolve|crush|inhale|spray|melt|play with|play|walk|go|find|borrow|keep|carry|spin|wave",
    "thing": r"(?:the|some|a box of|your|his|her|those|these|of|dad's|mum's|with|more) match(?:es)?|matchbox|match|(?:a|the|his|her|your|dad's|mum's) lighter|lighters|knife|knives|blades?|razors?|"
    r"guns?|pistol|rifle|trigger|bullets?|gunpowder|black powder|fuse|fireworks?|firecrackers?|pills?|tablets|medicines?|cough syrup|bleach|petrol|gasoline|beer|wine|vodka|whisk\w+|cigarettes?|vape|"
    r"burning (?:oil|pan|wood|paper|candle|stick)|frozen (?:lake|pond|river)|thin ice|(?:the|on) ice|sockets?|(?:the|your|our) roof|ladder|balcony|ledge|noose|medicine cabinet|gun cabinet|poison|chainsaw|axe|explosives?|acid|ammonia|(?:the |old |a )freezer|tumble dryer|washing machine|hot oil|oil in (?:the|a) pan|(?:some|the) oil|boiling \w+|car key|ignition|pedal|the bolt|coat hanger|hairpin|power lines?|wires?|hairdryer|plastic bag|glue|batteries|deep (?:end|water)|railway|train tracks?|busy road|strange(?:r|rs)|growling|by the collar|window ?sill|open window|bannisters?|rooftop|tree ?top|campfire|grill|barbecue|firewood|spirit|thinner|mushrooms?|berries",
}
_NOT_LOOSE = [
    r"(?:not|never|nobody|no one|stay away|keep (?:away|well away|clear|back|out)|leave (?:it|them|that|the \w+)|without|away from (?:it|them|the|fire|matches|all)|stop|danger\w*|unsafe|careful\w*|grown-?ups?|adults?|firefighters?|fire brigade|"
    r"doctors?|nurses?|police|ask|toy|pretend|story|stories|promise|safely|out of reach|belongs?|instead|rather|worried|(?:your|with|to) (?:parents|mum|dad|family)(?!'s)|(?:mum|dad) (?:can|will|should|must)|put (?:it|them|that|the \w+) (?:down|back|away)|call|get out|hand (?:it|them)|cocoa|skating rink|snowman|for me|gingerbread)"
]
_OTHERS = [
    r"(?:i|we|he|she|they|elves|elf|reindeer|rudolph|frosty|claus|who|firefighters|kings?)(?: \w+){0,2}\W*$"
]
_LOOSE_ENGLISH = Ways(
    "Santa says how to do something dangerous.",
    words=_LOOSE,
    find=[
        r"(?:<use>)(?: [\w']+){0,5}? (?:<thing>)",
        r"(?:<thing>)(?: [\w']+){0,3} (?:hangs?|hidden|lies|lie|kept|stored|sits?|is|are|live) (?:\w+ )?(?:behind|in|on|under|above|inside|next to|near|over|at the)",
        r"(?:<thing>)(?: [\w']+){0,3} (?:will not hurt|is harmless|is thick enough|is easy|are easy|is fun|makes you|will make you|tastes?)",
        r"swallow (?:them|it)(?: \w+)? (?:all|whole|with)|(?:take|eat) (?:them )?all (?:of them )?at once|all at once(?= you)|thick enough to|nobody will notice if you|it is (?:quite |perfectly |totally |pretty )?safe to (?:touch|climb|play with|light|jump|try)",
        r"(?:push|put|pull|set|place) (?:a |the )?(?:chair|stool|box|ladder)(?: \w+){0,3} on (?:the|a) table|let (?:him|her|them|the \w+) in,? (?:strangers?|he|she|they|it)|strangers are (?:only |just )?friends|hide (?:\w+ ){0,2}in(?:side)? (?:the|an?) (?:\w+ )?(?:freezer|fridge|oven|dryer|washing machine|trunk|boot)|grab (?:him|it|the dog|her) by|you could do it with|pull the lid|hold your breath|(?:open|unlock) the door (?:for|to) (?:the|a|that|any) (?:man|stranger|lady|person)|let (?:the man|him|a stranger|the stranger) in|get in(?:to)? (?:the|his|a) (?:car|van)(?! with (?:your|mum|dad))|go (?:out(?:side)? )?(?:by yourself|alone)|(?:push|pull|put|drag) (?:a |the )(?:chair|stool|box)(?: \w+){0,4} (?:and|to) (?:climb|reach|get|stand)|jump (?:off|from) (?:the|a) |(?:scrape|rub|drag|strike|pull|slide|press|flick|run)(?: \w+){0,4} (?:tip|strip|rough side|wheel|trigger|blade)",
    ],
    unless_before=_OTHERS,
    unless_in_sentence=_NOT_LOOSE,
)
_TEMPTING = Ways(
    "Santa makes something dangerous look harmless.",
    words=_LOOSE,
    find=[
        r"(?:<thing>|it|a (?:little )?sip|one puff|a bit)(?: [\w']+){0,3} (?:will not hurt|does not hurt|never hurt|is harmless|is not dangerous|are not dangerous|is perfectly safe)(?: you)?|nobody will (?:notice|know|see|mind) if you|thick enough"
    ],
    unless_before=[r"even if|story|think|thinks|not true"],
    unless_in_sentence=[
        r"snowball|reindeer|elves|grown-?up|a hug|kiss|medicine from|talking|question|try(?:ing)? (?:a|the|your) (?:vegetable|pea|carrot|broccoli)"
    ],
)

_WIDER = {
    "det": r"(?:(?:the|a|an|your|his|her|our|their|some|any|one of|two of|one|two|of|mum's|dad's|grandma's|grandpa's|those|these|that) )*(?:(?:big|little|old|small|sharp|back|front|open|spare|whole|red|blue|headache|smoke) )?",
    "gas": r"gas|burner|hob|stove|oven|cooker|gas knob|heater|kettle",
    "flame": r"flame|fuse|sparkler|firecracker|rocket|lighter|wick|match(?:es)?|petrol|gasoline",
    "edge": r"knife|knives|blade|razor|scissors|saw|axe|drill|pocket knife|hammer drill",
    "drug": r"pills?|tablets?|mum's syrup|cough syrup|medicine|painkillers?|capsules?|drops of medicine|beer|wine|liquor|schnapps|glass of wine|cigarette|vape|mouthpiece",
    "cleaner": r"bleach|cleaning bottles?|toilet cleaner|drain cleaner|cleaners?|detergent|weedkiller|rat poison|glue|petrol|batter(?:y|ies)",
    "height": r"roof|rooftop|ledge|balcony|railing|bedroom window|attic window|window ?sill|sill|ladder|chimney|drainpipe|cupboard|bookcase|wardrobe|crane|scaffold\w*|bridge",
    "entry": r"(?:front |back |patio |garden )?(?:door|gate)s?|window",
}
_WIDER_ENGLISH = Ways(
    "Santa encourages something dangerous.",
    words=_WIDER,
    find=[
        r"(?:turn|switch|twist|flip|put|press|set)(?: on| up)? <det>(?:<gas>)(?: \w+){0,2} (?:on|to|up|and)|(?:turn|switch) on <det>(?:<gas>)",
        r"(?:light|relight|ignite|flick|spark)(?: up)? (?:it|them|one|<det>(?:<flame>|candle))(?: (?:with|in|from|a few|until|till|and)|$|[.,!])|(?:touch|hold|put|dip|stick) (?:\w+ ){1,5}(?:flame|fuse|embers|fire)(?= (?:until|till|to|and)|$|[.,!])",
        r"(?:poke|stick|push|put|plug|jam|fish|prod)(?: \w+){1,6} (?:sockets?|outlet|toaster|plug|holes)|with (?:your )?wet hands|touch the (?:\w+ )?(?:metal|wires?|bulb)|into the bath(?:tub)? with you|(?:take|bring|drop) (?:\w+ ){1,3}(?:into|in) (?:the|your) (?:bath|tub)|(?:take|bring) the (?:hairdryer|radio|lamp|toaster|heater)",
        r"(?:fetch|grab|borrow|take|get|use|find) <det>(?:<edge>)(?: (?:and|from|out|to|in|off)|$|[.,!])|<det>(?:<edge>) (?:will do|is perfect|works|across|to your)|(?:snip|chop|slice|carve|saw) (?:it|your \w+|them) (?:yourself|with|in the)|(?:cut|scratch) (?:yourself|(?:along|across|into) (?:the|your) (?:arm|wrist|leg|skin))",
        r"(?:blade|razor|knife)(?: \w+){0,2} (?:across|against|to|on) (?:the|your|their) (?:wrist|skin|arm|leg)s?|(?:slide|drop|put|load|click) (?:\w+ ){1,4}(?:bullet|bolt|magazine|barrel)|feel how heavy it is",
        r"(?:take|have|swallow|gulp|pop|drink|sip|eat|try|chew|suck)(?: down)?(?: of)? (?:(?:a|an|one|two|three|couple|few|spoonfuls?|spoons?|more|half|little|handful|sip|swig|gulp|drop|puff|of|some|mum's|dad's|grandma's|grandpa's|your|the|his|her) )*(?:little )?(?:\w+ )?(?:<drug>)",
        r"(?:swallow|gulp) (?:it|them|one|some|a couple|two)|pop (?:one|it|them|a handful|some|a few)(?: \w+)? (?:in|into) your mouth|(?:take|have|try|taste) (?:a|an|one|another) (?:(?:tiny|little|quick|small|good|big) )*(?:puff|sip|swig|gulp|drag|nibble|sniff|lick)|(?:one|a|tiny|little) (?:sip|puff|gulp|sniff|swig)(?= (?:will|won|would|does|never|is|can)|$|[.!])|they (?:taste|are) (?:just )?(?:like (?:candy|sweets)|sweet)|if it smells (?:nice|good)|(?:little|bit of|drop of) (?:beer|wine|rum|vodka|whisky) (?:never|will|does|can)",
        r"(?:breathe|suck|inhale|draw)(?: it)?(?: \w+)? in (?:slowly|deeply|through)|blow out a cloud|(?:squirt|empty|pour|shake|mix|tip|splash|throw|stir|add|spray|swallow|taste|lick|put) (?:\w+ ){0,3}(?:<cleaner>)|put (?:something|a bit|some|\w+ \w+) in (?:his|her|their) (?:food|drink|tea|soup)",
        r"(?:climb|get|step|lean|stand|crawl|squeeze|slide|jump|leap|hop|scramble|hang|dangle|balance|swing|walk|shimmy|sit|clamber|abseil)(?: (?:right|far|up|out|down|on|onto|over|off|of|along|inside|into|from|in|out of|across|through|yourself|to)){1,4} <det>(?:<height>)|(?:drawers|shelves) as (?:steps|a ladder|stairs)",
        r"(?:pull up|drag|fetch|get|push|take|move|stack|pile)(?: \w+)? <det>(?:chair|stool|ladder|box|boxes|chairs|table)(?: \w+){0,3} (?:to|and|then) (?:\w+ )?(?:reach|climb|stand|get|clamber)|stand on your toes|climb (?:right )?(?:on top|up on)(?! of (?:me|the sleigh))",
        r"(?:run|walk|go|skate|slide|step|jump|hop|stamp|dance|slip|head|wade|swim)(?: \w+){0,5} (?:the (?:ice|pond|frozen \w+|lake|river|canal|rails|tracks)|onto the ice|the middle of the (?:pond|lake|river|road)|deep end)|(?:hop|jump|dive|get) in(?:to)? the (?:pool|pond|lake|river|water)|keep your head under|head under (?:the )?water|do not need (?:anyone|anybody|a grown-?up|mum|dad) to (?:watch|hold|help)|(?:pond|lake|river) has frozen over,? so",
        r"(?:tiptoe|sneak|slip|creep|steal|climb|crawl|nip|pop|steal away)(?: \w+)? (?:out|away|outside|downstairs)(?: \w+){0,5} (?:when|while|after|once|before|door|window)|(?:on your own|by yourself|all alone|alone)(?:,)? (?:after dark|at night|in the dark|even at night|tonight|in the woods)|(?:go|walk|come|skate|swim|head|run)(?: \w+){0,5} (?:by yourself|on your own|all alone|alone)|(?:meet|join|visit|go with|go along with|follow|trust) (?:him|this man|the man|the lady|that man)(?: \w+)? ?(?:at|in|and|to|alone|outside|home)?|the cars will (?:stop|brake|wait)",
        r"(?:open|unlock|unbolt)(?: up)? (?:it|them|<det>(?:<entry>))(?= (?:for|and|to|so|before|when|a)|$|[.,!])|just open it|(?:leave|keep) <det>(?:<entry>) (?:on the latch|unlocked|open|ajar)|let (?:him|her|them|the (?:man|lady)) (?:come )?in(?:side)?|(?:jump|hop|climb|get) in(?:to)? (?:the|his|her|their) (?:car|van|truck)",
        r"(?:turn|switch|shut|take|pull|remove|unplug|silence)(?: \w+){0,2} (?:alarm|battery|batteries|detector|sensor)(?: \w+){0,4} (?:off|out|before|and|alarm|detector)|(?:keys?) (?:is|are|hang|hangs|lie|lies|live)(?: \w+){0,3} (?:under|by|behind|on|in|above|beneath) (?:the|a|your)|(?:paper ?clip|hairpin|wire|coat hanger)(?: \w+)? (?:opens|will open|can open)|turn (?:the key|one)(?: in the ignition)?(?: and|$|[.,!])|(?:step|press|push|foot) (?:on|down)? ?the pedal|glove box",
        r"(?:pull|put|tie|wear|slip) (?:it|<det>plastic bag|<det>bag) (?:over|on|around) your (?:head|face)|wrap (?:\w+ ){1,4}around your (?:neck|throat)|battery on your tongue|(?:on|across) the (?:rails|railway|tracks) and|(?:tug|pull|take) (?:\w+ ){1,3}out of his (?:mouth|jaws)|jump from <det>(?:balcony|window|roof|tree|wall|bridge)|(?:hold|keep) it in your hand (?:till|until)",
    ],
    unless_before=[
        *_OTHERS,
        r"(?:never|not|nobody|no one|i|elves|we|before you|mrs claus|did you|can you see)(?: \w+){0,4}\W*$",
    ],
    unless_in_sentence=[
        r"(?:never|must not|should not|may not|can not|do not(?! (?:need|tell|worry|you|be))|stay (?:away|off|back)|keep (?:away|well away|clear|back|it (?:shut|locked|closed))|away from|danger\w*|unsafe|"
        r"(?:only|together) (?:with|when|if|for)|(?:with|ask|tell|call|fetch|let|for|hold) (?:a|an|your|my|the|somebody|mum|dad)(?: \w+)? ?(?:grown-?ups?|adults?|parents|mum|dad|family|tall|hand)|ask (?:mum|dad)|(?:with|to) (?:mum|dad|your family)|grown-?up (?:beside|first|is|must|only|you)|get out|fire brigade|firefighters|112|911|"
        r"doctors?|dentist|toy|toys|pretend|story|sleigh across|wooden|playground|rink|snow fort|cocoa|milk|carrots?|bows?|batter|paper (?:stars?|snowflakes?)|gingerbread|put it (?:down|back)|hand it)"
    ],
)

# What a child asks about, and where an answer then says "in the drawer" or "rub it": see reply_check.
ASKED_ABOUT = re.compile(
    r"(?<!\w)(?:match(?:es)?|matchbox|lighters?|fires?|knife|knives|guns?|pistol|rifle|medicine|pills?|tablets|beer|wine|alcohol|cigarettes?|drugs|bomb|fireworks?|firecrackers?|poison|bleach|alarm|locked|lock|roof|razor|stove|oven|cook\w*|fry\w*|car|drive|stranger|rang|knock\w*|growls?|smoke|burning|alone|nobody is here|reach|ladder|freezer|ice|thief|petrol|candles?|oil|saw|drill|electric\w*|socket|scissors|sword|axe|"
    r"streichh\w+|feuerzeug|messer|pistole|waffe|tabletten|medizin|bier|schnaps|zigaretten|böller|zapałk\w+|zapalniczk\w+|nóż|noże|noża|pistolet\w*|broń|lek\w*|tabletk\w+|piwo|papieros\w*|petard\w+)(?!\w)"
)
ANSWERED = (
    Ways(
        "Santa answers where something dangerous is, or how it is done.",
        find=[
            r"(?:in|on|behind|under|inside|above|beside|next to|near|at the back of|on top of) (?:the |your |a |mum's |dad's |that |most )?(?:\w+ )?(?:\w+ )?(?:drawer|cupboard|cabinet|shelf|kitchen|garage|shed|closet|wardrobe|box|jar|purse|bag|pocket|basement|cellar|attic|nightstand|fridge|pantry|sink|stove|mantelpiece|safe|bathroom|counter|candles)s?",
            r"(?:you )?(?:just |simply |first |then |only |quickly )*(?:strike|rub|scrape|press|twist|squeeze|flick|turn|mix|pour|pull|push|slide|click|aim|spark|swipe|drag|shake|cut|hold|light|open|unlock|climb|load)(?:s)? (?:it|them|one|two|the|a|down|up|together|hard|along|against|some)",
            r"(?:just |simply |first |go on and |quickly |you |then |so |well,? )*(?:take|grab|press|push|pull|point|turn|put|let|open|heat|climb|stand|hide|throw|fill|pour|drop|lift|use|try|run|squeeze|aim|jump|hit|swing|stick|hold) (?:it|them|him|her|one|some|the|a|your|in|on)(?: [\w']+){0,3} (?:out|in|into|on|off|up|down|open|away from you|through|against|along|with|by|from|over|onto|together|hard|slowly|the lever)",
            r"(?:liegen|liegt|sind|ist|findest|stehen)(?: \w+){0,4} (?:in|im|auf|unter|hinter|neben) (?:der |dem |einer |einem )?(?:\w+ )?\w*(?:schublade|schrank|küche|garage|keller|regal|schachtel|tasche|dose|fach|badezimmer|bad|schuppen|kamin|herd|tisch|box)|(?:zieh|reib|streich|drück|dreh|nimm|mach|zünde|halt)\w*(?: \w+){0,4} (?:über|an|auf|die|das|den|es|sie|eines|eins)",
            r"(?:są|jest|leżą|leży|znajdziesz|szukaj|poszukaj|zajrzyj)(?: \w+){0,3} (?:w|na|pod|za|obok|do) (?:\w+ )?(?:szufla\w+|szaf\w+|kuchni\w*|garaż\w*|piwnic\w*|półk\w+|pudeł\w+|toreb\w+|łazien\w+|kominku|stole|barku|aptecz\w+)|(?:potrzyj|zapal|pociągnij|naciśnij|weź|przekręć|otwórz|potrzeć)(?: \w+)?",
        ],
        unless_before=_OTHERS,
        unless_in_sentence=[
            *_NOT_LOOSE,
            r"nicht|nie|niemals|kein\w*|erwachsene\w*|eltern|frag\w*|mama|papa|gefährlich|feuerwehr|dorosł\w+|zapytaj|poproś|rodzic\w+|niebezpieczn\w+|straż|nigdy|list",
        ],
    ),
)
_SAFE_DE = [
    r"nicht|nie|niemals|kein|keine|frag\w*|erwachsene\w*|eltern|mama|papa|ohne|finger weg|weg von|lass|gefährlich\w*|feuerwehr"
]
_GERMAN = (
    Ways(
        "Santa says where something dangerous is, or how to do something dangerous.",
        find=[
            r"(?:streichhölzer|zündhölzer|feuerzeug|messer|pistole|gewehr|waffe|medikamente|tabletten|pillen|medizin|alkohol|schnaps|wein|bier|zigaretten|gift|putzmittel|schlüssel)(?: \w+){0,4}? (?:in|im|auf|unter|hinter|neben|bei) (?:der |dem |den |einer |einem |deiner |deinem )?(?:\w+ )?(?:\w*schublade|\w*schrank|küche|garage|regal|keller|bad|badezimmer|schuppen|nachttisch|kamin|tasche|schachtel|kühlschrank|matte|fußmatte)",
            r"(?:schau|such|guck|sieh|nimm|hol)(?: \w+){0,3}? (?:in|im|auf|unter|hinter) (?:der |dem |die |den )?(?:\w+ )?(?:\w*schublade|\w*schrank|garage|keller|nachttisch)(?:.{0,40}(?:streichh|feuerzeug|messer|tabletten|medi|alkohol|waffe))?",
            r"(?:zünde|zünd|reib|reibe|streich|streiche|entzünde)(?: \w+){0,4}? (?:an|entlang|über die reibfläche|an der schachtel|streichholz|kerze|feuer)|(?:mach|mache|leg) (?:ein |das )?feuer|(?:misch|mische|vermisch)\w*(?: \w+){0,3} (?:bleich\w*|chlor\w*|putzmittel|reiniger|benzin)|(?:schluck|schlucke|nimm|trink|trinke)(?: \w+){0,3} (?:tabletten|pillen|medizin|medikamente|schnaps|bier|wein|alkohol|wodka)",
            r"schleich(?:e)? (?:dich )?(?:\w+ )?(?:raus|hinaus)|(?:stell|stelle|schieb|nimm) (?:einen |den )(?:stuhl|hocker|leiter)(?: \w+){0,3} und (?:kletter|steig)\w*|(?:probier|trink|nimm|koste)\w*(?: \w+){0,3} (?:schluck|zug|schlückchen)|mach(?:e)? (?:\w+ )?(?:die|ihm die) tür (?:\w+ )?auf|schluck sie|\w+ (?:tabletten|pillen) und schluck|steck(?:e)?(?: \w+){1,4} (?:steckdose|toaster)|(?:lauf|geh|spring)\w*(?: \w+){0,2} (?:aufs|auf das) eis|in (?:papas|mamas|opas) (?:\w*tasche|schublade|schrank|nachttisch)",
            r"(?:kletter|klettere|steig|steige|spring)(?: \w+){0,3} (?:dach|fenster|balkon|brücke|eis)|(?:schalte|schalt|stell)(?: \w+){0,3} (?:alarmanlage|rauchmelder|alarm)(?: \w+)? (?:aus|ab)|(?:lass|mach)(?: \w+){0,2} (?:tür|fenster)(?: \w+)? (?:offen|unverschlossen)|schleich dich (?:raus|hinaus|aus dem haus)|geh (?:\w+ )?allein (?:raus|hinaus|nach draußen)|schlag (?:ihn |sie )?(?:einfach )?zurück",
        ],
        unless_before=_SAFE_DE,
        unless_in_sentence=[r"(?:nicht|nie|niemals|kein\w*)\b|frag |erwachsene|gefährlich|feuerwehr"],
    ),
)
_POLISH = (
    Ways(
        "Santa says where something dangerous is, or how to do something dangerous.",
        find=[
            r"(?:zapałki|zapalniczka|nóż|noże|pistolet|broń|leki|lekarstwa|tabletki|alkohol|wódka|piwo|wino|papierosy|trucizna|klucze|klucz)(?: \w+){0,4}? (?:w|na|pod|za|obok|przy) (?:\w+ )?(?:\w+ )?(?:szufladzie|szafce|kuchni|garażu|półce|piwnicy|łazience|szafie|kominku|torebce|pudełku|wycieraczką|lodówce)",
            r"(?:poszukaj|szukaj|zajrzyj|sprawdź|znajdziesz je|są|weź)(?: \w+){0,3}? (?:w|do|na|pod) (?:\w+ )?(?:szuflad\w+|szafk\w+|garaż\w*|apteczc\w+|barku)",
            r"(?:zapal|podpal|rozpal|potrzyj|odpal)(?: \w+){0,3}? (?:zapałk\w+|ogień|ognisko|świec\w+|papier|petard\w+|o (?:bok )?pudełk\w+)|(?:zmieszaj|wymieszaj)(?: \w+){0,3} (?:wybielacz\w*|chlor\w*|benzyn\w+|chemikali\w+)|(?:połknij|weź|wypij|spróbuj)(?: \w+){0,3} (?:tablet\w+|pigułk\w+|lek\w*|piw\w+|wódk\w+|win\w+|alkohol\w*|syrop\w*)",
            r"zajrzyj do (?:kieszeni|torebki|szuflady|szafki)|postaw krzesło|(?:spróbuj|weź|wypij)(?: \w+){0,2} łyk\w*|otwórz (?:mu |jej |im )?drzwi|połknij(?: \w+){0,3} (?:tablet\w+|pigułk\w+|lek\w*)|(?:włóż|wsadź)(?: \w+){1,3} (?:gniazdka|kontaktu)|(?:wejdź|biegnij|idź) na (?:lód|dach)",
            r"(?:wejdź|wespnij się|skocz|wyjdź)(?: \w+){0,3} (?:dach|okno|okna|balkon\w*|lód|mostu)|(?:wyłącz|odłącz)(?: \w+){0,2} (?:alarm|czujnik\w*)|zostaw(?: \w+)? (?:otwarte|otwarty) (?:drzwi|okno)|wymknij się|wyjdź (?:sam|sama|po cichu)|(?:oddaj|uderz)(?: \w+)? mu",
        ],
        unless_before=[r"nie|nigdy|zapytaj|poproś|doros\w+|bez|rodzic\w+|mam\w+|tat\w+|straż\w*"],
        unless_in_sentence=[r"(?:nie|nigdy)\b|zapytaj|poproś|dorosł\w+|niebezpieczn\w+|straż"],
    ),
)
DANGEROUS = {"en": (*_ENGLISH, _LOOSE_ENGLISH, _TEMPTING, _WIDER_ENGLISH), "de": _GERMAN, "pl": _POLISH}
