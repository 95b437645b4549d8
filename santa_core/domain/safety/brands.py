"""Brands, shops and prices: Santa endorses nothing and knows no price."""

from __future__ import annotations

import re
from collections.abc import Iterator

from santa_core.domain.safety.phrases import Ways

# Nobody means anything else by these.
_BRANDS = (
    r"play ?stations?|ps ?[345]s?|x-?box(?:es)?|nintendos?|wii|game ?boys?|sega|steam deck|oculus|meta quest|legos?|duplo|barbies?|play-?doh|playmobil|"
    r"hot wheels|matchbox cars?|nerf|hasbro|mattel|fisher[- ]price|schleich|ravensburger|tonka|pok[eé]mon|minecraft|roblox|fortnite|tamagotchis?|furby|beyblades?|"
    r"my little pony|paw patrol|peppa pig|bluey|hello kitty|squishmallows?|l\.?o\.?l\.? surprise|monster high|transformers toys?|star wars|marvel|disney|pixar|playskool|"
    r"super mario|mario kart|funko|sylvanian families|calico critters|american girl|build-a-bear|jellycat|steiff|tonies?|toniebox|v-?tech|leapfrog|magna-?tiles|meccano|k'nex|"
    r"i-?phones?|i-?pads?|i-?pods?|mac ?books?|air ?pods|apple watch(?:es)?|samsung|galaxy (?:phone|tab)\w*|android|google|alexa|microsoft|huawei|xiaomi|sony|netflix|youtube|tik ?tok|instagram|snapchat|whatsapp|facebook|"
    r"walmart|e-?bay|toys ?[\"']?r[\"']? ?us|costco|best buy|ikea|smyths|hamleys|argos|tesco|aldi|lidl|macy's|etsy|allegro|biedronka|empik|media ?markt|saturn-markt|müller-markt|otto-versand|"
    r"coca[- ]?cola|pepsi|mcdonald'?s|burger king|starbucks|oreos?|nutella|haribo|kinder (?:egg|surprise)s?|kit ?kats?|m&ms|nike|adidas|puma shoes|vans shoes|crocs|gucci|tesla|ferrari|lamborghini|bmw|harley[- ]davidson|"
    r"gopro|fitbit|spotify|crayola|jenga|monopoly|uno cards?|razor scooter|schwinn|trek bike|hatchimals?|zhu zhu|cabbage patch|ninjago|bionicle|polly pocket|bratz|littlest pet shop|power rangers|thomas the tank engine|carrera|bobby ?car|siku|märklin"
)
_KNOWN = re.compile(rf"(?<!\w)(?:{_BRANDS})(?:'s)?(?!\w)", re.IGNORECASE)
# These are words too: a brand only with a capital inside a sentence, or beside what they sell.
_DOUBTFUL = re.compile(
    r"(?<=[a-z,] )(?:a |your |an )?(?:Switch(?: (?:Lite|OLED|2))?|(?<!he )Amazon(?! (?:rain ?forest|river|jungle|basin|parrot))|Target|Apple|Frozen|Cars|Transformers|Quest|Echo|Kindle|Galaxy|Pixel|Gap|Shell|Tesco|Boots|Next|Fire (?:Stick|Tablet))(?!\w)(?! (?:Pie|Pies|Tree|River))"
    r"|(?<!\w)(?:Switch (?:Lite|OLED|2|game|console|games)|Amazon(?= (?:has|sells|delivers|prime|Prime|will|is|box|order|package|can)|\.com)|Target (?:has|sells|store)|Kindle|Frozen (?:doll|dress|castle|toy|2|II)|Elsa doll)(?!\w)"
    r"|(?<!\w)(?:(?:from|on|at|by|via) (?:amazon|target)|(?:play|game|games|console) (?:on )?(?:a |the |your )?switch|switch (?:console|games?|lite)|(?:an|the|your) apple (?:phone|tablet|laptop|computer)|(?:a|the) kindle)(?!\w)"
)
_NUMBER_WORD = r"(?:\d[\d.,]*|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundreds?|thousands?|a hundred|a thousand|a few|few|many|several|some|so many|how many|ein paar|zehn|zwanzig|dreißig|fünfzig|hundert|dwadzieścia|sto|pięćdziesiąt|dziesięć|pięć|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)-\w+)"
_SYMBOL = re.compile(
    r"[$€£¥₽]\s?\d[\d.,]*|\d[\d.,]*\s?(?:[$€£]|zł(?!\w)|pln(?!\w)|usd(?!\w)|eur(?!\w)|gbp(?!\w)|chf(?!\w))",
    re.IGNORECASE,
)

PRICES = (
    Ways(
        "Santa speaks of a price.",
        words={"n": _NUMBER_WORD},
        find=[
            r"(?:<n>)(?: (?:hundred|thousand|and|<n>))* ?(?:dollars?|bucks|euros?|pounds sterling|pounds|quid|cents|pence|pennies|zlot\w+|złot\w+|franken|francs|yen|kronor|rubles|cent)",
            r"(?:it|they|that|this|those|these|one|bikes?|toys?|games?|consoles?|phones?|puppies|ponies|the \w+|a \w+|your \w+)(?: \w+)? (?:costs?|cost)(?: \w+)? (?:a (?:lot|fortune|bit|great deal|small fortune|pretty penny)|too|much|so|only|more|less|about|around|over|under|nearly|almost|quite|lots|as much|hundreds|thousands|<n>|money)",
            r"(?:how much|what) (?:does|do|would|will) (?:it|they|that|this|one|the \w+|a \w+) cost|(?:the |its |their |a |what a |at a |for the |full |half )(?:\w+ )?prices?(?! (?:is not|does not|no))|price tags?|pricey|half[- ]price|bargains?|discount(?:s|ed)?|on sale|(?:is|are|was|were) on offer|special offer|clearance|black friday|coupons?|"
            r"(?:very |so |too |quite |really |rather |pretty |more |most |less |super |the |is |are |an? |be )(?:expensive|cheap|cheaper|cheapest|affordable|overpriced|costly)|cheaper|good (?:deal|value)|great deal|free (?:shipping|delivery)|worth every (?:penny|cent)|value for money|save (?:you |your \w+ )?(?:money|up|some money)|you (?:can|could|will|should|might) (?:buy|order|find|get) (?:it|one|them|that|this)(?: \w+)? (?:at|in|from|on|online)(?: (?:the|a|any|your))? ?(?:\w+ )?(?:shops?|stores?|mall|supermarket|online|internet|website|toy ?shop|toy ?store|amazon|market)|"
            r"(?:buy|order|purchase|shop for) (?:it|one|them|that|this|yours|it all) (?:online|at|from|in|on|now|today|before)|(?:in|at|from) (?:all |most |good |every )(?:good )?(?:toy )?(?:shops|stores)|(?:order|buy|available|sold) online|out of stock|in stock",
            r"(?:kostet|kosten)(?: \w+){0,2} (?:viel|nur|zu viel|weniger|mehr|euro|geld|ein vermögen|\d+)|(?:zu |sehr |ganz |so |ziemlich |ist |sind )(?:teuer|billig|preiswert|günstig)|billiger|teurer|im angebot|sonderangebot|rabatt|der preis|(?:im|am) laden kaufen|schnäppchen",
            r"kosztuj\w+(?: \w+)? (?:dużo|tylko|za dużo|mniej|więcej|\d+|około|ponad|fortunę|sto)|(?:za |bardzo |zbyt |dość |są |jest )(?:drog\w+|tani\w*)|taniej|drożej|taniej|w promocji|na wyprzedaży|przecen\w+|zniżk\w+|(?:jego |ich |jaka )?cena",
        ],
        unless_before=[
            r"not|never|no|nothing|without|weigh\w*|heavy|lost|gained|love|kindness|friendship|priceless|nie|nicht|kein\w*"
        ],
        unless_here=[
            r"(?:<n>)(?: \w+)* pounds(?= (?:of|heavier|lighter|of))",
            r"(?:a|the) (?:great|good|big) deal of",
            r"save up (?:your )?(?:smiles|energy|hugs)",
            r"(?:one|a) (?:cent|penny|pound)(?! (?:for|more|less|coin))(?= of| cake)",
            r"prices? (?:is|are|does|do) not",
            r"(?:it|that|this|kindness|a smile|a hug|the \w+)(?: \w+)? costs? (?:nothing|no)",
            r"what does it cost(?= to be kind)",
            r"the (?:\w+ )?price of (?:love|friendship)",
        ],
        unless_in_sentence=[
            r"costs? (?:nothing|no money|not a thing)|(?:do not|does not|not|never) (?:\w+ )?(?:cost|about (?:the )?(?:price|money)|know (?:the )?(?:prices?|what|how much)|talk about|matter|need to (?:be|cost)|have to (?:be|cost))|no price|priceless|money can not buy"
        ],
    ),
)


def brands_in(raw: str) -> Iterator[tuple[int, int]]:
    """Where a brand or a price in figures stands; characters of the text as written."""
    for pattern in (_KNOWN, _DOUBTFUL, _SYMBOL):
        for match in pattern.finditer(raw):
            yield match.span()
