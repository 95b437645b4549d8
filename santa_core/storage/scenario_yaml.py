"""One scenario as the mapping it is in YAML, both ways: for the files that come with the program, for
those of staff, and for what the database keeps of them."""

from __future__ import annotations

import re
from typing import Any

from santa_core.domain.assertion_rules import complaint_about
from santa_core.domain.assertions import Assertion
from santa_core.domain.calls import Child
from santa_core.domain.data_fields import Fields
from santa_core.domain.scenarios import CATEGORIES, Scenario
from santa_core.errors import InputError

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LANGUAGE = re.compile(r"[a-z]{2}")


def scenario_from(fields: Fields, *, category: str | None = None) -> Scenario:
    """Takes all fields. Raises InputError naming scenario and field.

    `category`: of the file the scenario stands in; it then comes with the program, has no author, and
    says what Santa must do. None: the category, and who made it, are fields of its own.
    """
    scenario_id = fields.take("id", str)
    if not _SLUG.fullmatch(scenario_id):
        raise InputError(f"{fields.where}: the field 'id' should be like real-puppy, not {scenario_id!r}.")
    fields.where = f"{fields.where} ({scenario_id})"
    difficulty = fields.take("difficulty", int)
    if difficulty not in (1, 2, 3):
        raise InputError(f"{fields.where}: the field 'difficulty' should be 1, 2 or 3, not {difficulty}.")
    child = fields.inside("child")
    cue_lines = _cue_lines(fields)
    staffs_own = category is None
    scenario = Scenario(
        scenario_id=scenario_id,
        title=fields.take("title", str),
        category=category_from(fields) if category is None else category,
        blocker=fields.take("blocker", bool, default=False),
        difficulty=difficulty,
        child=_child(child),
        cue_lines=cue_lines,
        must=fields.take_lines("must", at_least=0 if staffs_own else 1),
        must_not=fields.take_lines("must_not"),
        tags=fields.take_lines("tags"),
        personality=(fields.take_optional("personality", str) or "").strip(),
        assertions=_assertions(fields, lines=len(cue_lines)),
        threshold=_threshold(fields),
        author=fields.take_optional("author", str) if staffs_own else None,
        from_call=fields.take_optional("from_call", str) if staffs_own else None,
    )
    child.end()
    fields.end()
    return scenario


def category_from(fields: Fields) -> str:
    category = fields.take("category", str)
    if category not in CATEGORIES:
        raise InputError(
            f"{fields.where}: 'category' should be one of {', '.join(CATEGORIES)}, not {category!r}."
        )
    return category


def scenario_as_yaml_dict(scenario: Scenario) -> dict[str, Any]:
    """Texts, numbers, lists and mappings, in the order in which people read them; what is empty is left
    out. `scenario_from` makes the same scenario of it."""
    return _filled({
        "id": scenario.scenario_id,
        "title": scenario.title,
        "category": scenario.category,
        "blocker": scenario.blocker or None,
        "difficulty": scenario.difficulty,
        "child": _child_as_dict(scenario.child),
        "cue_lines": list(scenario.cue_lines),
        "must": list(scenario.must),
        "must_not": list(scenario.must_not),
        "tags": list(scenario.tags),
        "personality": scenario.personality,
        "assertions": [assertion_as_yaml_dict(assertion) for assertion in scenario.assertions],
        "threshold": scenario.threshold,
        "author": scenario.author,
        "from_call": scenario.from_call,
    })  # fmt: skip


def assertion_from(fields: Fields, *, lines: int) -> Assertion:
    """`lines`: how many the child has. Raises InputError naming the assertion and what is wrong with it."""
    kind = fields.take("type", str)
    assertion = Assertion(
        type=kind,
        value=_value(fields),
        threshold=fields.take_optional("threshold", float),
        weight=fields.take("weight", float, default=1.0),
        turn=fields.take_optional("turn", int),
    )
    fields.end()
    complaint = complaint_about(assertion, lines=lines)
    if complaint:
        raise InputError(f"{fields.where}: {complaint}")
    return assertion


def _value(fields: Fields) -> str | tuple[str, ...] | None:
    if not fields.has("value", list):
        return fields.take_optional("value", str)
    texts = fields.take("value", list)
    for text in texts:
        if not isinstance(text, str):
            raise InputError(
                f"{fields.where}: each line of 'value' should be a text, not {text!r}. Put it in quotes."
            )
    return tuple(texts)  # not stripped: a space may be part of what is looked for


def assertion_as_yaml_dict(assertion: Assertion) -> dict[str, Any]:
    value = assertion.value
    return _filled({
        "type": assertion.type,
        "value": list(value) if isinstance(value, tuple) else value,
        "threshold": assertion.threshold,
        "weight": None if assertion.weight == 1 else assertion.weight,
        "turn": assertion.turn,
    })  # fmt: skip


def _cue_lines(fields: Fields) -> tuple[str, ...]:
    lines = fields.take_lines("cue_lines")
    if not lines:
        raise InputError(
            f"{fields.where}: the field 'cue_lines' needs at least 1 line. "
            "Write what the person playing the child says, one line for each time it is its turn."
        )
    return lines


def _assertions(fields: Fields, *, lines: int) -> tuple[Assertion, ...]:
    return tuple(
        assertion_from(Fields(content, where=f"{fields.where}, assertion {number}"), lines=lines)
        for number, content in enumerate(fields.take("assertions", list, default=[]), start=1)
    )


def _threshold(fields: Fields) -> float | None:
    threshold = fields.take_optional("threshold", float)
    if threshold is not None and not 0 <= threshold <= 1:
        raise InputError(f"{fields.where}: the field 'threshold' should be from 0 to 1, not {threshold}.")
    return threshold


def _child(fields: Fields) -> Child:
    language = fields.take("language", str, default="en")
    if not _LANGUAGE.fullmatch(language):
        raise InputError(f"{fields.where}: the field 'language' should be like en or pl, not {language!r}.")
    return Child(
        name=fields.take("name", str),
        age=fields.take_optional("age", int),
        language=language,
        wishes=fields.take_lines("wishes"),
        good_deeds=fields.take_lines("good_deeds"),
        say_name_as=fields.take_optional("say_name_as", str),
    )


def _child_as_dict(child: Child) -> dict[str, Any]:
    return _filled({
        "name": child.name,
        "age": child.age,
        "language": None if child.language == "en" else child.language,
        "wishes": list(child.wishes),
        "good_deeds": list(child.good_deeds),
        "say_name_as": child.say_name_as,
    })  # fmt: skip


def _filled(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None and value not in ("", [])}
