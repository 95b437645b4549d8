"""promptfoo's configurations as scenarios.

Tests that share a conversationId become one scenario, each of their lines a cue line; every other test
one of its own. A file the studio wrote comes back as it was, with what promptfoo does not know; where its
assertions were changed since, the changed ones count.

Nothing is dropped in silence: what the studio cannot decide as promptfoo does is refused by name, and what
it has no use for is told.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from santa_core.domain.assertion_rules import complaint_about
from santa_core.domain.data_fields import Fields
from santa_core.domain.scenarios import CATEGORIES, Scenario
from santa_core.domain.yaml_text import yaml_content
from santa_core.errors import InputError
from santa_core.storage.promptfoo_assert_import import assertions_of
from santa_core.storage.promptfoo_asserts import placed
from santa_core.storage.promptfoo_export import SCENARIO
from santa_core.storage.promptfoo_vars import Words, child_of, words_of
from santa_core.storage.scenario_yaml import scenario_from

# Of a test and of a file: they say how promptfoo runs and shows it, or who answers, which is the studio's.
_NOT_TAKEN = frozenset(
    {"prompts", "providers", "targets", "outputPath", "sharing", "env", "tags", "evaluateOptions",
     "commandLineOptions", "writeLatestResults", "$schema", "extensions"}
)  # fmt: skip
_TITLE_CHARACTERS = 80


@dataclass(frozen=True)
class Imported:
    scenarios: tuple[Scenario, ...]
    remarks: tuple[str, ...]  # what was not taken over, in sentences


@dataclass(frozen=True)
class _Test:
    """One test, with what the file says of all tests filled in."""

    where: str
    description: str
    conversation: str | None
    words: Words
    asserts: tuple[Any, ...]
    threshold: float | None
    metadata: Mapping[str, Any]


def imported(text: str, *, where: str, author: str, category: str = "wishes") -> Imported:
    """`where` names the file for people; `category` is for scenarios that say none.

    Raises InputError naming test and field.
    """
    content = yaml_content(text, where=where)
    fields = Fields(content, where=where)
    fields.take_optional("description", str)
    remarks = _not_taken(fields)
    defaults = Fields(fields.take("defaultTest", dict, default={}), where=f"{where}, defaultTest")
    tests = fields.take("tests", list, default=[])
    fields.end()
    if not tests:
        raise InputError(f"{where} has no tests of its own. Write them into the file, under 'tests'.")
    shared = _Shared.read(defaults)
    read = [_test(each, f"{where}, test {n}", shared, remarks) for n, each in enumerate(tests, start=1)]
    scenarios = [_scenario(group, author, category, remarks) for group in _conversations(read)]
    return Imported(tuple(_named_apart(scenarios)), tuple(dict.fromkeys(remarks)))


def _not_taken(fields: Fields) -> list[str]:
    names = sorted(_NOT_TAKEN & set(fields.left()))
    for name in names:
        fields.take_any(name)
    if not names:
        return []
    return [f"Not taken over, because the studio has its own: {', '.join(names)}."]


@dataclass(frozen=True)
class _Shared:
    """defaultTest."""

    variables: Mapping[str, Any]
    asserts: tuple[Any, ...]
    threshold: float | None
    metadata: Mapping[str, Any]

    @classmethod
    def read(cls, fields: Fields) -> _Shared:
        shared = cls(
            variables=fields.take("vars", dict, default={}),
            asserts=tuple(fields.take("assert", list, default=[])),
            threshold=fields.take_optional("threshold", float),
            metadata=fields.take("metadata", dict, default={}),
        )
        _no_options(fields)
        fields.end()
        return shared


def _test(content: object, where: str, shared: _Shared, remarks: list[str]) -> _Test:
    fields = Fields(content, where=where)
    description = fields.take_optional("description", str) or ""
    if description:
        fields.where = f"{where} ({description[:_TITLE_CHARACTERS]})"
    metadata = {**shared.metadata, **fields.take("metadata", dict, default={})}
    variables = {**shared.variables, **fields.take("vars", dict, default={})}
    threshold = fields.take_optional("threshold", float)
    asserts = (*shared.asserts, *fields.take("assert", list, default=[]))
    _no_options(fields)
    fields.end()
    conversation = metadata.get("conversationId")
    return _Test(
        where=fields.where,
        description=description,
        conversation=None if conversation is None else str(conversation),
        words=words_of(variables, where=fields.where, remarks=remarks),
        asserts=asserts,
        threshold=shared.threshold if threshold is None else threshold,
        metadata=metadata,
    )


def _no_options(fields: Fields) -> None:
    if fields.take("options", dict, default={}):
        raise InputError(
            f"{fields.where}: 'options' change what is judged. Remove them, or keep this in promptfoo."
        )


def _conversations(tests: Sequence[_Test]) -> list[list[_Test]]:
    groups: dict[str, list[_Test]] = {}
    for number, test in enumerate(tests):
        groups.setdefault(f"c {test.conversation}" if test.conversation else f"t {number}", []).append(test)
    return list(groups.values())


# --- a scenario ----------------------------------------------------------------------------


def _scenario(tests: Sequence[_Test], author: str, category: str, remarks: list[str]) -> Scenario:
    first = tests[0]
    known = _written_by_the_studio(first)
    lines = tuple(test.words.line for test in tests)
    if known and _unchanged(known, tests, lines):
        return replace(known, author=known.author or author)
    threshold = _threshold(tests)
    assertions = assertions_of([(test.where, test.asserts, test.words.values) for test in tests], remarks)
    left_out = placed(known).left_out if known else ()
    title = (first.description or lines[0])[:_TITLE_CHARACTERS]
    scenario = Scenario(
        scenario_id=known.scenario_id if known else _slug(first.conversation or title),
        title=known.title if known else title,
        category=known.category if known else _category(first, category),
        blocker=known.blocker if known else False,
        difficulty=known.difficulty if known else 1,
        child=known.child if known else child_of(first.words),
        cue_lines=lines,
        must=known.must if known else (),
        must_not=known.must_not if known else (),
        tags=known.tags if known else (),
        personality=known.personality if known else "",
        assertions=(*assertions, *left_out),
        threshold=threshold,
        author=author,
        from_call=known.from_call if known else None,
    )
    _complain(scenario, first.where)
    return scenario


def _written_by_the_studio(test: _Test) -> Scenario | None:
    content = test.metadata.get(SCENARIO)
    return None if content is None else scenario_from(Fields(content, where=f"{test.where}, {SCENARIO}"))


def _unchanged(known: Scenario, tests: Sequence[_Test], lines: tuple[str, ...]) -> bool:
    written = [list(asserts) for asserts in placed(known).tests]
    return (
        lines == known.cue_lines
        and written == [list(test.asserts) for test in tests]
        and tests[-1].threshold == known.threshold
    )


def _threshold(tests: Sequence[_Test]) -> float | None:
    graded = [test for test in tests if test.asserts]
    if len(graded) > 1 and any(test.threshold is not None for test in graded):
        raise InputError(
            f"{tests[0].where}: several answers of this conversation are held to a threshold. The studio has "
            "one for the whole conversation: put all assertions into its last test."
        )
    return graded[0].threshold if graded else None


def _category(test: _Test, otherwise: str) -> str:
    said = test.metadata.get("category")
    return said if said in CATEGORIES else otherwise


def _complain(scenario: Scenario, where: str) -> None:
    for assertion in scenario.assertions:
        if complaint := complaint_about(assertion, lines=len(scenario.cue_lines)):
            raise InputError(f"{where}: {complaint}")
    if scenario.threshold is not None and not 0 <= scenario.threshold <= 1:
        raise InputError(f"{where}: the threshold should be from 0 to 1, not {scenario.threshold}.")


def _slug(text: str) -> str:
    return "-".join(re.findall(r"[a-z0-9]+", text.lower())[:8])[:60].strip("-") or "imported"


def _named_apart(scenarios: Sequence[Scenario]) -> list[Scenario]:
    taken: set[str] = set()
    named = []
    for scenario in scenarios:
        number, scenario_id = 1, scenario.scenario_id
        while scenario_id in taken:
            number += 1
            scenario_id = f"{scenario.scenario_id}-{number}"
        taken.add(scenario_id)
        named.append(replace(scenario, scenario_id=scenario_id))
    return named
