"""Outcomes that nobody can promise, in English: that somebody comes back, gets well, loves again."""

from __future__ import annotations

from santa_core.domain.safety.phrases import Ways
from santa_core.domain.safety.tables.promise_en import ADJACENT_IF, NOT_MEANT, WORDS

OUTCOMES_EN = (
    Ways(
        "Santa promises how something will end.",
        words=WORDS,
        needs="will going be is shall",
        find=[
            r"(?:<they>)(?: and (?:<they>))?(?: will| shall| (?:is|are) going to)<adv> (?:<back>|<well>)",
            r"(?:everything|it all|all of (?:it|this)|things|this|it|the \w+ing)(?: will| is going to| are going to)<adv> (?:all )?(?:be |turn out |work out |get |end )"
            r"(?:(?:just|perfectly|absolutely|all|completely|perfectly|so much) )*(?:fine|okay|ok|all right|alright|well|better|"
            r"good again|back to normal|like before|as it was|for the best)",
            r"(?:you|<they>)(?: will| are going to| is going to)<adv> (?:be (?:(?:just|perfectly|all|completely|soon) )*(?:healthy|well|cured|all better|"
            r"back together|a family again|safe and sound|reunited)|get (?:well|better|healthy|all better|him back|her back|them back))",
            r"(?:i|we|santa|the doctors?|the hospital|the medicine|the nurses|my magic|christmas magic|the magic|magic|the elves)(?: will| shall| can| (?:am|are|is) going to)<adv> "
            r"(?:make|heal|cure|fix|save|mend|repair|bring|get|help|wake)(?: (?:him|her|them|it|you|this|everything|<somebody>))(?: and <somebody>)? ?"
            r"(?:(?:all |completely |fully )?(?:well|better|healthy|right|stop|go away|back|home|together|again|fall in love|up|live|to life)(?: again| together)?)",
            r"(?:i|we|santa|my magic|christmas magic)(?: will| shall| can| am going to)<adv> (?:heal|cure|fix|mend|save) (?:him|her|them|it|this|that|everything|your \w+)",
            r"you will<adv> (?:see|hug|hold|be with|play with|meet|have) (?:him|her|them|<somebody>|daddy) (?:again|back|one day|soon|on christmas|at christmas|for christmas|in heaven)",
            r"(?:by|on|at|before|for) (?:christmas|the holidays|new year)[, ]+(?:<they>) (?:will|is going to|are going to) be (?:home|back|well|better|together|healthy|out)",
            r"(?:<they>) (?:will be|is|are) (?:coming (?:back|home)|on (?:his|her|their) way (?:home|back))",
            r"(?:nothing|no one|nobody)(?: bad)? will (?:ever )?(?:happen to|hurt|harm|go wrong|touch) ?(?:you|him|her|them|your \w+)?(?: again)?",
            r"(?:the )?(?:pain|sadness|bullies|bullying|nightmares|cancer|illness|sickness|fighting|fever|arguing|shouting) will (?:all |soon |be )*(?:go away|stop|be over|be gone|disappear|end|vanish|over|gone)",
            r"(?:<they>) will (?:win|find a new (?:home|job)|get the job|be rich)(?! (?:through|by|over))",
        ],
        unless_before=[*NOT_MEANT, *ADJACENT_IF],
        unless_here=[
            r"(?:<they>)(?: and (?:<they>))? will<adv> (?:be|live|get|make|stop) (?:safe with|live(?: on)? in (?:your|our) (?:heart|memor)|fine with|okay with|making|"
            r"strong enough to listen|being (?:your|proud)|happy)",
            r"(?:<they>) will<adv> live (?:on )?(?:in|for ?ever in) (?:your|our|my|the) ",
            r"you will<adv> be (?:safe|okay|ok|fine) (?:to|with|telling|if)",
            r"(?:you|we|they|he|she) will<adv> (?:get better|be better|be fine|be good) (?:at|with|and better|with practice|every)",
            r"it (?:will|is going to)<adv> (?:be |get )?(?:fine|okay|ok|all right|alright|better|good) (?:to|if|with (?:your|mum|me)|for (?:you|the elves) to|when you (?:talk|tell))",
            r"it will<adv> be (?:well|perfect|wonderful|better) (?:to|if|for|looked|with|when)",
            r"(?:the )?doctors?(?: will| are| can).{0,30}(?:do (?:their|all)|try|look after|take care|working)",
            r"(?:i|we) (?:can|will) help (?:it|you|them|him|her) (?:up|with)",
            r"(?:this|it|things) will be (?:well|perfect|better) ",
            r"<they> will (?:be home (?:from (?:work|school|the shops?)|later|soon from))",
            r"(?:<they>) (?:will|is|are) (?:be )?(?:coming (?:back|home) (?:from (?:work|school|the shop)|for (?:tea|dinner|lunch)))",
            r"you will<adv> (?:win|pass) (?:their|his|her|everyone|hearts|it on|the|me)(?! (?:prize|race|game|test|exam|competition|match))",
        ],
    ),
)
