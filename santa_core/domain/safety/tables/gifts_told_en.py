"""What a child will get, have or find: in English. Whether that is a promise, see promise.py."""

from __future__ import annotations

from santa_core.domain.safety.phrases import Ways
from santa_core.domain.safety.tables.promise_en import ADJACENT_IF, NOT_MEANT, WORDS

# Anybody will have or find something. It is a promise if it is the gift: see promise.py.
GIFT_OR_NOT = Ways(
    "Santa tells the child that it will get something.",
    words=WORDS,
    find=[
        r"(?:you|<they>)(?: will| shall| are<adv> going to| is<adv> going to| can)<adv>(?: be)? (?:have|find|open|see|hold|hug|ride|play with|sleep with|wear|try|opening|finding|having|riding|hugging|holding|meet)<adv> "
        r"(?:it|that|this|them|one|both|everything|what|exactly|(?:a|an|the|your|two|three|lots of|many|some|more|all|his|her)(?: [\w'-]+){1,5})",
    ],
    unless_before=[*NOT_MEANT, *ADJACENT_IF],
    unless_here=[
        r"(?:you|<they>)(?: will| shall| can| are\b.{0,12}\bto)<adv>(?: be)? (?:have|find|see|open)<adv> (?:to|out|that (?:it|you|he|she|they|most|many)|it (?:hard|easy|helps|fun|in (?:a|your|the) (?:book|heart)))"
    ],
)

GIFTS_TOLD = (
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
            r"(?:it|that) is (?:all |already |as good as |now )*yours",
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
)
