"""Promises in German and Polish: gifts, visits, outcomes, and giving one's word."""

from __future__ import annotations

from santa_core.domain.safety.phrases import Ways

_NOT_MEANT_DE = [
    r"nicht|kein|keine|keinen|keins|nie|niemals|niemand|nichts|ohne|hoffe|hoffen|hoffentlich|wünsche|wünschte|vielleicht|könnte|"
    r"würde|ob|wenn|falls|gerne würde|träume|stell dir vor|mal sehen|möglicherweise|weiß nicht"
]
_DE = {
    "adv": r"(?: (?:dir|euch|ihm|ihr|ihnen|dann|ganz|bestimmt|sicher|natürlich|auf jeden fall|gern|gerne|auch|schon|ja|"
    r"persönlich|selbst|an weihnachten|zu weihnachten|heiligabend|an heiligabend|dieses jahr|es|das|sie|ihn|garantiert|bald|wieder|sogar))*",
    "object": r"(?: (?:ein|eine|einen|das|den|die|dein|deine|deinen|es|ihn|alles|viele|genau|\w+e?n?))(?: \w+){0,3}?",
    "who": r"(?:dein |deine |der |die |das |mein )?(?:\w+ )?(?:opa|oma|mama|papa|mutter|vater|eltern|bruder|schwester|großvater|großmutter|hund|katze|onkel|tante|freund|freundin|mama und papa|geschwister)|er|sie|ihr|es|alles|beide",
}
_GERMAN = (
    Ways(
        "Santa promises to bring or give something.",
        words=_DE,
        find=[
            r"(?:ich|wir|der weihnachtsmann|meine (?:elfen|wichtel|rentiere))(?: \w+)? ?(?:bringe|bringen|bringt|schenke|schenken|schenkt|besorge|besorgen|liefere|liefern|packe|lege) (?:dir|euch|ihm|sie dir|es dir|ihn dir|das dir|den dir|dein|deine|deinen)",
            r"(?:bringe|schenke|besorge|liefere) ich (?:dir|euch|dein|deine|deinen|es|das|den)",
            r"(?:ich|wir|der weihnachtsmann|die elfen|die wichtel) (?:werde|werden|wird)<adv>(?: \w+){0,5}? (?:bringen|mitbringen|schenken|besorgen|liefern|bauen|unter den baum legen|vorbeibringen|erfüllen|einpacken)",
            r"(?:werde|wird) (?:ich|der weihnachtsmann)<adv>(?: \w+){0,5}? (?:bringen|mitbringen|schenken|besorgen|erfüllen|liefern)",
            r"(?:ich|wir) (?:bringe|bringen)(?: \w+){0,5}? mit(?=[.!,]|$)|ich (?:sorge|kümmere mich) (?:schon |ganz bestimmt )*(?:dafür|darum),? (?:dass)?",
            r"(?:die elfen|die wichtel|meine elfen|meine wichtel) (?:bauen|basteln|machen|packen)(?: \w+)? ?(?:schon |gerade |bereits )*(?:dein|deine|deinen|dir)",
            r"(?:du|ihr) (?:bekommst|kriegst|bekommt|kriegt|erhältst)<adv> (?:ein|eine|einen|das|den|die|dein|deine|deinen|es|ihn|alles|was|genau|von mir)",
            r"(?:bekommst|kriegst) du<adv> (?:ein|eine|einen|das|den|die|dein|deine|deinen|es|ihn|alles|was|genau|von mir)(?=.*[.!])(?!.*\?)",
            r"du (?:wirst|kannst)<adv>(?: \w+){0,6}? (?:bekommen|kriegen|auspacken|erhalten|unter dem (?:weihnachts)?baum finden|rechnen)",
            r"(?:du findest|findest du|liegt|liegen|steht|stehen|wartet|wird|werden)(?: \w+){0,6}? (?:unter dem (?:\w+ )?(?:weihnachts|tannen|christ)?baum|in deinem (?:stiefel|strumpf)|auf dich)(?: (?:liegen|stehen|sein|warten))?",
            r"(?:ist|sind) (?:schon |bereits )+(?:unterwegs|eingepackt|verpackt|auf dem weg|in meinem (?:sack|schlitten)|fertig für dich|so gut wie)",
            r"(?:dein|deine|alle deine) (?:wunsch|wünsche|traum|träume) (?:wird|werden|geht|gehen)(?: \w+){0,3} (?:erfüllt|wahr|in erfüllung)|gehört (?:schon |bald |jetzt )+dir|abgemacht(?=!)|betrachte (?:es|das) als erledigt|wird erledigt|geht klar",
        ],
        unless_before=_NOT_MEANT_DE,
        unless_here=[
            r"(?:ich|wir)(?: \w+)? (?:bringe|schenke|schicke)(?: \w+)? (?:dir|euch) (?:ganz |viel |viele |liebe |alles |herzliche |eine |einen |ein |meine |dicke |große |warme )*(?:liebe|grüße|umarmung|aufmerksamkeit|zeit|ohr|lächeln|freude|gedanken|wünsche|gute|kuss|drücker)",
            r"(?:du|ihr) (?:bekommst|kriegst|bekommt)<adv> (?:ein|eine|einen|das|viel|die) (?:\w+ )?(?:umarmung|antwort|hilfe|lächeln|kuss|küsschen|chance|hinweis|gefühl|tipp|lob|idee)",
            r"(?:liegt|steht|wartet|wird|du findest|findest du|stehen|liegen)(?: \w+){0,5} (?:auf dich)(?=.*\b(?:mama|papa|oma|opa|bett|schule|hilfe)\b)",
        ],
        unless_in_sentence=[
            r"(?:kann|darf|will|möchte|könnte|werde)(?: \w+){0,4} (?:nicht|nichts|nie|kein\w*) (?:\w+ ){0,2}?versprechen|\?\s*$"
        ],
    ),
    Ways(
        "Santa gives his word.",
        find=[
            r"(?:ich|wir|der weihnachtsmann) (?:\w+ )?(?:verspreche|versprechen|verspricht|schwöre|garantiere)(?: es)?(?: (?:dir|euch))?",
            r"verlass dich (?:\w+ )?auf mich|(?:du wirst|ihr werdet) nicht enttäuscht|gehört (?:\w+ )?so gut wie dir|dein name steht (?:\w+ )?(?:auf|darauf)|ich enttäusche dich nicht",
            r"(?:das )?verspreche ich(?: (?:dir|euch))?|versprochen(?=[!.,]|$)|(?:mein|das) (?:ehrenwort|wort darauf)|ehrenwort|du hast mein wort|das ist (?:ein )?versprechen|"
            r"(?:du kannst|ihr könnt) (?:dich|euch) (?:\w+ )?(?:auf mich|darauf) verlassen|verlass dich (?:auf mich|drauf|darauf)|garantiert|hoch und heilig|darauf kannst du (?:dich verlassen|zählen)",
        ],
        unless_before=[*_NOT_MEANT_DE, r"kann|darf|zu|du|hast"],
        unless_here=[
            r"(?:ich|wir|der weihnachtsmann) (?:\w+ )?(?:verspreche|versprechen|verspricht|garantiere|schwöre)(?: (?:dir|euch|aber|hier|lieber|deshalb|nie))* (?:nichts|nie|keine?n?|nicht)"
        ],
    ),
    Ways(
        "Santa promises a visit or how something will end.",
        words=_DE,
        find=[
            r"(?:ich|wir) (?:komme|kommen|besuche|besuchen|fliege) (?:\w+ ){0,4}?(?:zu dir|zu euch|vorbei|dich besuchen|dich|bei dir)(?! (?:ein|an|in gedanken))",
            r"(?:ich|wir) werde(?:n)?(?: \w+){0,5} (?:dich besuchen|zu dir kommen|vorbeikommen|bei dir sein|besuchen)|wir sehen uns (?:an|zu|am) (?:weihnachten|heiligabend)",
            r"(?:bis|zu|an) (?:weihnachten|heiligabend|neujahr)(?: \w+)? (?:ist|sind|wird|kommt) <who>(?: \w+){0,3} (?:gesund|zurück|da|zu hause|zusammen)|(?:ist|sind) (?:bald|bis weihnachten)(?: \w+){0,2} (?:gesund|zurück|wieder)",
            r"(?:<who>)(?: und (?:<who>))? (?:wird|werden|kommt|kommen)<adv>(?: \w+){0,4}? (?:gesund|wieder gesund|zurück|zurückkommen|nach hause|wieder da|heim|nach hause kommen|wieder zusammen(?:kommen| sein)?|geheilt|wieder gut|gut werden|besser|gut|"
            r"wiederkommen|aufwachen|wieder da sein|wieder zusammen)(?! (?:mit|für|auf))",
            r"(?:wird|werden) (?:<who>)(?: und (?:<who>))?<adv>(?: \w+){0,3}? (?:gesund|zurückkommen|nach hause kommen|wieder zusammen|wieder gut|gut|geheilt)(?=[.!, ])(?!.*\?)",
            r"(?:ich|wir|die ärzte|der arzt|der weihnachtsmann) (?:mache|machen|macht|heile|heilen|heilt|bringe|bringen)(?: \w+){0,4}? (?:wieder )?(?:gesund|zurück|nach hause|zusammen)",
            r"du (?:wirst|siehst)(?: \w+){0,4} (?:wiedersehen|wieder gesund|bald wieder)",
        ],
        unless_before=_NOT_MEANT_DE,
        unless_here=[r"(?:ich|wir) (?:komme|besuche)(?: \w+){0,4}? (?:nicht|nie|gleich wieder)"],
        unless_in_sentence=[
            r"\?\s*$|(?:kann|darf)(?: \w+){0,4} (?:nicht|nichts|nie) (?:\w+ )?versprechen|nicht versprechen|weiß (?:ich )?nicht|hoffe|wünsche"
        ],
    ),
)

_NOT_MEANT_PL = [
    r"nie|nigdy|nikt|nic|bez|może|chyba|czy|mam nadzieję|życzę|chciałbym|gdyby|gdybym|jeśli|jeżeli|marzę|być może|oby|wyobraź"
]
_PL = {
    "object": r"(?:ci|tobie|wam|to|go|ją|je|twój|twoją|twoje|ten|tę|te|wszystko|nowy|nową|prawdziwego|\w+)",
    "who": r"(?:twój |twoja |twoi |mój |moja )?(?:\w+ )?(?:dziadek|dziadziuś|babcia|mama|tata|tatuś|mamusia|rodzice|brat|braciszek|siostra|siostrzyczka|piesek|pies|kot|kotek|wujek|ciocia|on|ona|oni|wszystko|mama i tata)",
}
_POLISH = (
    Ways(
        "Santa promises to bring or give something.",
        words=_PL,
        find=[
            r"(?:przyniosę|przyniesiemy|podaruję|podarujemy|dostarczę|dostarczymy|przywiozę|przywieziemy|sprezentuję|załatwię|kupię|spełnię|spełnimy|zdobędę|zapakuję)(?: <object>)?",
            r"(?:mikołaj|renifery|elfy|moje elfy)(?: \w+)? (?:ci |tobie |na pewno )*(?:przyniesie|przyniosą|podaruje|zrobią|zbudują|dostarczą|przywiozą)(?: ci)?(?! (?:mi|ciastka|marchew))",
            r"dam ci(?! (?:znać|spokój|chwil|czas|wskazówk|radę|podpowiedź|buziak|przytul))|(?:będę|zamierzam) (?:ci )?(?:przynieść|dać|podarować|przywieźć)|zamierzam ci",
            r"dostaniesz(?! (?:rózg\w+|węg\w+|nic|pomoc|buzia|przytul|odpowied|uścisk|szans))|otrzymasz|(?:znajdziesz|będzie czekał\w*|będzie leżał\w*|czeka|leży|będzie|zobaczysz|będą)(?: \w+){0,5}? (?:pod (?:choinką|drzewkiem)|w (?:skarpecie|bucie))|(?:pod choinką|w święta|w wigilię|rano)(?: \w+){0,2} (?:znajdziesz|będzie (?:czekał|leżał|na ciebie)|zobaczysz|rozpakujesz|czeka)",
            r"(?:jest|są) już (?:w drodze|zapakowan\w+|w (?:moim )?(?:worku|saniach)|gotow\w+ dla ciebie|twoj\w*)|(?:będzie|jest już) tw(?:ój|oja|oje)(?=[.!,]|$)|masz to jak w banku|załatwione|uznaj to za (?:zrobione|załatwione)",
            r"(?:twoje |twój |to |wszystkie twoje )?(?:marzenie|marzenia|życzenie|życzenia)(?: \w+)? (?:się )?(?:spełni|spełnią|zostanie spełnione)(?: się)?|zadbam o to,? (?:żebyś|by|aby|żeby)|(?:upewnię się|postaram się o to),? (?:że|żebyś)(?: \w+)? ?(?:dostaniesz|dostał\w*)",
            r"(?:elfy|moje elfy)(?: \w+)? (?:już )?(?:robią|budują|pakują|szykują|przygotowują)(?: już)?(?: dla ciebie)? (?:twój|twoją|twoje|ci|dla ciebie)",
        ],
        unless_before=_NOT_MEANT_PL,
        unless_here=[
            r"(?:przyniosę|podaruję|dam)(?: ci)? (?:wam |tobie )?(?:dużo |moc |wiele |trochę |najlepsze |ciepłe )*(?:miłości|uścisków|uścisk|uśmiech\w*|radości|życzenia|pozdrowienia|serdeczn\w*|listę|okulary|notes)"
        ],
        unless_in_sentence=[
            r"(?:nie|nigdy nie) (?:mogę|możemy|wolno|chcę|będę)(?: \w+){0,3}? (?:obiec\w+|przyrzec|zagwarantować)|\?\s*$"
        ],
    ),
    Ways(
        "Santa gives his word.",
        find=[
            r"możesz (?:na mnie|na mikołaju) polegać|nie zawiedziesz się|już na ciebie czeka|nie zawiodę cię",
            r"(?:ja )?(?:ci )?(?:obiecuję|obiecujemy|przyrzekam|przysięgam|gwarantuję|ręczę)(?: ci)?|mikołaj obiecuje|(?:masz|daję ci) (?:moje )?słowo|słowo (?:honoru|mikołaja)|to obietnica|"
            r"możesz (?:na mnie|na to) liczyć|możesz być pew\w+|na sto procent|gwarantowane|zaufaj mi,",
        ],
        unless_before=[*_NOT_MEANT_PL, r"mogę|umiem|wolno"],
        unless_here=[r"możesz (?:na mnie|na to) liczyć,? (?:jeśli|gdy|kiedy)"],
    ),
    Ways(
        "Santa promises a visit or how something will end.",
        words=_PL,
        find=[
            r"(?:przyjadę|przyjdę|przylecę|odwiedzę|zajrzę|wpadnę|zawitam)(?: \w+){0,3}? (?:do ciebie|do was|cię|was|w wigilię|w święta)|(?:odwiedzę|przylecę|przyjadę) (?:cię|was|do)|zobaczymy się (?:w (?:wigilię|święta)|niedługo)",
            r"(?:<who>)(?: na pewno| wkrótce| niedługo| też| zaraz| jeszcze)* (?:wróci|wrócą|wyzdrowieje|wyzdrowieją|będzie (?:\w+ )?(?:zdrow\w+|dobrze|w domu|razem)|będą (?:\w+ )?(?:razem|zdrowi|z powrotem)|zejdą się|pogodzą się|poczuje się lepiej|obudzi się|przeżyje|ułoży)",
            r"(?:na pewno |wkrótce )?(?:wróci|wyzdrowieje)(?: (?:do (?:ciebie|domu|zdrowia)|na święta|na pewno|wkrótce))|wszystko (?:będzie|się) (?:\w+ )?(?:dobrze|w porządku|ułoży)|(?:sprawię|zrobię tak),? (?:że|żeby)",
            r"(?:uzdrowię|wyleczę|uleczę|lekarze (?:na pewno )?(?:wyleczą|uzdrowią))|(?:sprowadzę|przywrócę)(?: \w+)? ",
        ],
        unless_before=_NOT_MEANT_PL,
        unless_in_sentence=[r"\?\s*$|mam nadzieję|nie mogę obiec|oby|życzę"],
    ),
)
PROMISES_DE_PL = {"de": _GERMAN, "pl": _POLISH}
