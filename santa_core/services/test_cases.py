"""A scenario made by a person: from a moment of a call, a try or a suite's conversation, or from nothing.

CaseDraft        what was said up to the moment, before anybody wrote what is demanded
draft_of_call    ... out of a call's log
case_from        the scenario, checked; raises InputError with every complaint
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace

from santa_core.domain.assertion_rules import complaint_about
from santa_core.domain.assertions import Assertion
from santa_core.domain.calls import Child, Speaker, Turn
from santa_core.domain.child_details import one_line
from santa_core.domain.scenarios import CATEGORIES, Scenario
from santa_core.errors import InputError
from santa_core.services.invented_names import renamed, renamed_child, without_name

MAX_TITLE_CHARACTERS = 80
MAX_LINES, MAX_LINE_CHARACTERS = 40, 500
MAX_DEMANDS, MAX_DEMAND_CHARACTERS = 20, 300
MAX_ASSERTIONS, MAX_VALUES = 40, 40
MAX_TAGS, MAX_TAG_CHARACTERS = 12, 40
MAX_PERSONALITY_CHARACTERS = 1_000
MAX_SLUG_CHARACTERS = 60


@dataclass(frozen=True)
class CaseDraft:
    """A moment that is to become a test case. `turns`: (child, Santa) oldest first, the last one being the
    moment; child is "" for the greeting, Santa "" where he had not answered."""

    turns: tuple[tuple[str, str], ...] = field(repr=False)  # what a child said
    child: Child = field(repr=False)
    tags: tuple[str, ...] = ()
    category: str = ""  # of the scenario that was played; "" where there was none
    from_call: str | None = None
    came_from: str = ""  # for people: "the call of 20 Dec, 18:05", "a try of version 3"

    @property
    def cue_lines(self) -> tuple[str, ...]:
        return tuple(said.strip() for said, _ in self.turns if said.strip())

    def renamed(self, to: str) -> CaseDraft:
        """The same moment with the invented name `to` in the place of the child's."""
        swapped = tuple(
            (without_name(said, self.child, to=to), without_name(santa, self.child, to=to))
            for said, santa in self.turns
        )
        return replace(self, turns=swapped, child=renamed_child(self.child, to=to))


def draft_of_call(
    turns: Sequence[Turn],
    *,
    index: int,
    child: Child,
    call_id: str,
    tags: tuple[str, ...] = (),
    category: str = "",
    came_from: str = "",
) -> CaseDraft:
    """What was said in a call up to the turn with this `index`, a child's or Santa's: his answer to a
    child's turn still belongs to it. Raises InputError if no child had said anything by then."""
    pairs: list[tuple[str, str]] = []
    for turn in sorted(turns, key=lambda turn: turn.index):
        if turn.speaker is Speaker.CHILD:
            if turn.index > index:
                break
            pairs.append((turn.text, ""))
        elif pairs and not pairs[-1][1]:
            pairs[-1] = (pairs[-1][0], turn.text)
        elif turn.index > index:
            break
        else:  # the greeting, or more words to the same line
            said, answer = pairs[-1] if pairs else ("", "")
            pairs[-1:] = [(said, f"{answer} {turn.text}".strip())]
    draft = CaseDraft(
        tuple(pairs), child=child, tags=tags, category=category, from_call=call_id, came_from=came_from
    )
    if not draft.cue_lines:
        raise InputError("The child had not said anything by then. Choose a later moment of the call.")
    return draft


def case_from(
    turns: Sequence[tuple[str, str]],
    *,
    child: Child,
    title: str,
    by: str,
    category: str,
    blocker: bool = False,
    difficulty: int = 2,
    must: Sequence[str] = (),
    must_not: Sequence[str] = (),
    tags: Sequence[str] = (),
    personality: str = "",
    assertions: Sequence[Assertion] = (),
    threshold: float | None = None,
    from_call: str | None = None,
    call_the_child: str | None = None,
    scenario_id: str | None = None,
    taken_ids: Collection[str] = (),
) -> Scenario:
    """The scenario of the child's lines in `turns`. `scenario_id`: of the one that is edited; else its id
    is made from the title, unlike any of `taken_ids`. `call_the_child`: the name that takes the place of
    the child's own wherever that stands. Raises InputError saying all that must be mended."""
    scenario = Scenario(
        scenario_id=scenario_id or "",
        title=one_line(title),
        category=category,
        blocker=blocker,
        difficulty=difficulty,
        child=child,
        cue_lines=_kept(said for said, _ in turns),
        must=_kept(must),
        must_not=_kept(must_not),
        tags=_kept(tags),
        personality=personality.strip(),
        assertions=tuple(assertions),
        threshold=threshold,
        author=by,
        from_call=from_call,
    )
    if call_the_child is not None:
        scenario = renamed(scenario, to=one_line(call_the_child))
    if scenario_id is None:
        scenario = replace(scenario, scenario_id=slug_of(scenario.title, taken_ids))
    complaints = complaints_of(scenario)
    if complaints:
        raise InputError(" ".join(complaints))
    return scenario


def slug_of(title: str, taken: Collection[str] = ()) -> str:
    """ "Can't you bring Grandpa back?" -> "can-t-you-bring-grandpa-back", with -2, -3 ... if it is taken.

    A title without a letter or digit of ours becomes "case".
    """
    plain = unicodedata.normalize("NFKD", title.replace("ł", "l").replace("Ł", "L").replace("ß", "ss"))
    words = re.findall(r"[a-z0-9]+", re.sub(r"[^\x00-\x7f]", "", plain).lower())
    slug = "-".join(words)[:MAX_SLUG_CHARACTERS].strip("-") or "case"
    unique, number = slug, 1
    while unique in taken:
        number += 1
        unique = f"{slug}-{number}"
    return unique


def complaints_of(scenario: Scenario) -> list[str]:
    """Sentences that say what must be mended; empty if the scenario can be kept."""
    found = []
    if not scenario.title:
        found.append("Give the test case a title.")
    elif len(scenario.title) > MAX_TITLE_CHARACTERS:
        found.append(f"A title can have {MAX_TITLE_CHARACTERS} characters. Shorten it.")
    if scenario.category not in CATEGORIES:
        found.append(f"Choose a category: {', '.join(CATEGORIES)}.")
    if not one_line(scenario.child.name):
        found.append("Give the child an invented name.")
    found += _about_lines(scenario)
    for named, demands in (("must", scenario.must), ("must not", scenario.must_not)):
        if len(demands) > MAX_DEMANDS or any(len(demand) > MAX_DEMAND_CHARACTERS for demand in demands):
            found.append(
                f"“Santa {named}” can have {MAX_DEMANDS} lines of {MAX_DEMAND_CHARACTERS} characters."
            )
    if len(scenario.tags) > MAX_TAGS or any(len(tag) > MAX_TAG_CHARACTERS for tag in scenario.tags):
        found.append(f"A test case can have {MAX_TAGS} tags of {MAX_TAG_CHARACTERS} characters.")
    if len(scenario.personality) > MAX_PERSONALITY_CHARACTERS:
        found.append(f"The personality can have {MAX_PERSONALITY_CHARACTERS:,} characters. Shorten it.")
    if not scenario.must and not scenario.must_not and not scenario.assertions:
        found.append("Say what Santa must or must not do: a test that demands nothing always passes.")
    if len(scenario.assertions) > MAX_ASSERTIONS:
        found.append(f"A test case can have {MAX_ASSERTIONS} checks. Leave some out.")
    for assertion in scenario.assertions[:MAX_ASSERTIONS]:
        found += _about_assertion(assertion, lines=len(scenario.cue_lines))
    return found


def _about_lines(scenario: Scenario) -> list[str]:
    lines = scenario.cue_lines
    if not lines:
        return ["The child says nothing. Write at least one line for it."]
    if len(lines) > MAX_LINES:
        return [f"The child has {len(lines)} lines; {MAX_LINES} are possible. Keep those that matter."]
    too_long = [number for number, line in enumerate(lines, 1) if len(line) > MAX_LINE_CHARACTERS]
    if too_long:
        return [f"Line {too_long[0]} is longer than {MAX_LINE_CHARACTERS} characters. Shorten or split it."]
    return []


def _about_assertion(assertion: Assertion, *, lines: int) -> list[str]:
    values = (assertion.value,) if isinstance(assertion.value, str) else assertion.value or ()
    if len(values) > MAX_VALUES or any(len(value) > MAX_LINE_CHARACTERS for value in values):
        return [f"A check can look for {MAX_VALUES} texts of {MAX_LINE_CHARACTERS} characters."]
    complaint = complaint_about(assertion, lines=lines)
    return [] if complaint is None else [f"Of a check, {complaint}"]


def _kept(lines: Iterable[str]) -> tuple[str, ...]:
    return tuple(line for line in map(one_line, lines) if line)
