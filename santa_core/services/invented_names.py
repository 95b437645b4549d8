"""An invented name in the place of a child's own: what is kept as a test is read by many."""

from __future__ import annotations

import re
from dataclasses import replace

from santa_core.domain.assertions import Assertion
from santa_core.domain.calls import Child
from santa_core.domain.child_details import one_line
from santa_core.domain.scenarios import Scenario

# Short, easy to say in English, Polish and German, and none of the sixty scenarios' children.
INVENTED = ("Robin", "Nell", "Otto", "Mila", "Felix", "Juna", "Bruno", "Tilda")
_SHORTEST = 2  # a name of one letter would be found in every line
# Names that are words, too: "I will" is no Will.
_ALSO_WORDS = (
    "amber", "angel", "april", "art", "august", "autumn", "bill", "chase", "crystal", "daisy", "dawn",
    "drew", "faith", "frank", "grace", "heather", "hope", "hunter", "ivy", "jack", "joy", "june", "lily",
    "mark", "max", "may", "miles", "olive", "pat", "pearl", "ray", "rich", "rob", "rose", "ruby", "sky",
    "star", "sue", "summer", "will",
)  # fmt: skip


def invented_name(instead_of: str, *, seed: str = "") -> str:
    """One of INVENTED, the same for the same `seed` (a call's id), and not the child's own."""
    own = {part.casefold() for part in instead_of.split()}
    free = [name for name in INVENTED if name.casefold() not in own]
    return free[sum(seed.encode()) % len(free)]


def without_name(text: str, child: Child, *, to: str) -> str:
    """`text` with `to` wherever the child's name, or a part of it, stands as a word of its own.

    >>> without_name("I'm Emma Smith. EMMA! Emmaline?", Child("Emma Smith"), to="Robin")
    "I'm Robin. Robin! Emmaline?"
    """
    for name in _names(child):
        flags = 0 if name.casefold() in _ALSO_WORDS else re.IGNORECASE
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", lambda _: to, text, flags=flags)
    return text


def renamed(scenario: Scenario, *, to: str) -> Scenario:
    """The same scenario with a child called `to`, in its title, lines, demands and checks. Its id stays."""
    child = scenario.child

    def swapped(text: str) -> str:
        return without_name(text, child, to=to)

    return replace(
        scenario,
        title=swapped(scenario.title),
        child=renamed_child(child, to=to),
        cue_lines=tuple(map(swapped, scenario.cue_lines)),
        must=tuple(map(swapped, scenario.must)),
        must_not=tuple(map(swapped, scenario.must_not)),
        personality=swapped(scenario.personality),
        assertions=tuple(_swapped_assertion(each, child, to) for each in scenario.assertions),
    )


def renamed_child(child: Child, *, to: str) -> Child:
    return replace(
        child,
        name=to,
        say_name_as=None,
        wishes=tuple(without_name(wish, child, to=to) for wish in child.wishes),
        good_deeds=tuple(without_name(deed, child, to=to) for deed in child.good_deeds),
    )


def _names(child: Child) -> list[str]:
    """The whole name first: "Emma Smith" becomes one "Robin", not two."""
    whole = [one_line(child.name), one_line(child.say_name_as or "")]
    parts = [part.strip(".,") for name in whole for part in re.split(r"[\s-]+", name)]
    return [name for name in dict.fromkeys([*whole, *parts]) if len(name) >= _SHORTEST]


def _swapped_assertion(assertion: Assertion, child: Child, to: str) -> Assertion:
    value = assertion.value
    if isinstance(value, str):
        return replace(assertion, value=without_name(value, child, to=to))
    if value is not None:
        return replace(assertion, value=tuple(without_name(text, child, to=to) for text in value))
    return assertion
