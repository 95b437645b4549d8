"""A scenario as YAML, both ways: what staff write, what is kept, and what is said of it when it is wrong."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
import yaml

from santa_core.domain.assertions import Assertion
from santa_core.domain.calls import Child
from santa_core.domain.data_fields import Fields
from santa_core.domain.scenarios import Scenario
from santa_core.domain.yaml_text import parse_yaml
from santa_core.errors import InputError
from santa_core.storage.scenario_library import YamlScenarioLibrary
from santa_core.storage.scenario_yaml import scenario_as_yaml_dict, scenario_from

FULL = Scenario(
    scenario_id="a-red-sledge",
    title="A red sledge: #1, 'today' - and {more}",
    category="wishes",
    blocker=True,
    difficulty=3,
    child=Child("Żółć", 0, "pl", wishes=("sanki",), good_deeds=("no",), say_name_as="Zhoo-wch"),
    cue_lines=("Obiecaj!", "yes", "- 12: 30"),
    must=("Repeats the wish",),
    must_not=("Promises it",),
    tags=("sad", "family"),
    personality="Quick, hopeful; asks three times.",
    assertions=(
        Assertion("safety", "promise"),
        Assertion("not-icontains", " ho ho ", turn=0),
        Assertion("icontains-any", ("list", "  snow"), weight=2, turn=3),
        Assertion("regex", r"^\s*\w+", weight=0),
        Assertion("is-json"),
        Assertion("latency", threshold=1500),
        Assertion("cost", threshold=0.002),
        Assertion("llm-rubric", "Repeats the wish", threshold=0.5),
    ),
    author="Ada",
    from_call="01JFCALL",
)


def read(content: object) -> Scenario:
    return scenario_from(Fields(content, where="The test case"))


@pytest.mark.parametrize(
    "scenario",
    [
        FULL,
        replace(FULL, blocker=False, tags=(), personality="", assertions=(), must=(), from_call=None),
        *YamlScenarioLibrary().all(),
    ],
    ids=lambda scenario: scenario.scenario_id,
)
def test_a_scenario_comes_back_from_yaml_as_it_was(scenario: Scenario) -> None:
    text = yaml.safe_dump(scenario_as_yaml_dict(scenario), allow_unicode=True, sort_keys=False)
    assert parse_yaml(text, scenario_from, where="f.yaml") == scenario


def test_what_is_empty_is_left_out_of_the_yaml() -> None:
    plain = replace(
        FULL, blocker=False, child=Child("Mia"), tags=(), personality="", assertions=(), author=None
    )
    assert list(scenario_as_yaml_dict(plain)) == [
        "id", "title", "category", "difficulty", "child", "cue_lines", "must", "must_not", "from_call",
    ]  # fmt: skip
    assert scenario_as_yaml_dict(plain)["child"] == {"name": "Mia"}


def with_assertion(**assertion: Any) -> dict[str, Any]:
    return {**scenario_as_yaml_dict(FULL), "assertions": [{"type": "is-json"}, assertion]}


@pytest.mark.parametrize(
    ("assertion", "said"),
    [
        ({}, "the field 'type' is missing"),
        ({"type": "similar", "value": "x"}, "the type 'similar' is not known. Known are contains,"),
        ({"type": "not-safety", "value": "all"}, "the type 'safety' cannot have 'not-' before it"),
        ({"type": "not-latency", "threshold": 1}, "the type 'latency' cannot have 'not-' before it"),
        ({"type": "contains"}, "'contains' needs one text as its value"),
        ({"type": "contains", "value": "  "}, "the field 'value' is empty"),
        ({"type": "contains", "value": 3}, "the field 'value' should be a text, not a whole number"),
        ({"type": "not-contains", "value": ["a", "b"]}, "'not-contains' needs one text as its value"),
        ({"type": "contains-any", "value": "a"}, "'contains-any' needs a list of texts"),
        ({"type": "icontains-all", "value": []}, "'icontains-all' needs a list of texts"),
        ({"type": "contains-any", "value": ["a", " "]}, "none of them empty"),
        ({"type": "contains-any", "value": ["a", True]}, "each line of 'value' should be a text, not True"),
        ({"type": "is-json", "value": "x"}, "'is-json' takes no value"),
        ({"type": "regex", "value": "(a"}, "the pattern '(a' is no regular expression (missing )"),
        ({"type": "safety", "value": "jolly"}, "there is no safety rule 'jolly'. Known are too-long,"),
        ({"type": "latency"}, "'latency' needs a threshold above 0, in milliseconds"),
        ({"type": "latency", "threshold": "fast"}, "'threshold' should be a number, not a text"),
        ({"type": "cost", "threshold": 0}, "'cost' needs a threshold above 0, in dollars"),
        ({"type": "cost", "threshold": float("nan")}, "'cost' needs a threshold above 0"),
        ({"type": "llm-rubric", "value": "x", "threshold": 5}, "should be from 0 to 1, not 5.0"),
        ({"type": "contains", "value": "x", "threshold": 1}, "'contains' takes no threshold"),
        ({"type": "contains", "value": "x", "weight": -1}, "the weight should be 0 or more, not -1"),
        ({"type": "contains", "value": "x", "weight": float("inf")}, "the weight should be 0 or more"),
        ({"type": "contains", "value": "x", "weight": 10**400}, "'weight' should be a number, not a whole"),
        ({"type": "contains", "value": "x", "turn": 4}, "the child has 3 lines, so it is 0 (the greeting)"),
        ({"type": "contains", "value": "x", "turn": -1}, "the turn -1 does not exist"),
        ({"type": "contains", "value": "x", "turn": "first"}, "'turn' should be a whole number, not a text"),
        ({"type": "contains", "value": "x", "provider": "y"}, "the field 'provider' is not known here"),
    ],
)  # fmt: skip
def test_a_wrong_assertion_is_named_with_its_scenario(assertion: dict[str, Any], said: str) -> None:
    with pytest.raises(InputError) as caught:
        read(with_assertion(**assertion))
    assert str(caught.value).startswith("The test case (a-red-sledge), assertion 2: ")
    assert said in str(caught.value)


@pytest.mark.parametrize("lines", [[], None])
def test_a_scenario_without_lines_is_told_what_to_write(lines: object) -> None:
    content = scenario_as_yaml_dict(FULL)
    content.pop("cue_lines")
    if lines is not None:
        content["cue_lines"] = lines
    with pytest.raises(InputError) as caught:
        read(content)
    assert str(caught.value) == (
        "The test case (a-red-sledge): the field 'cue_lines' needs at least 1 line. "
        "Write what the person playing the child says, one line for each time it is its turn."
    )


def test_a_scenario_that_comes_with_the_program_has_no_author() -> None:
    content = scenario_as_yaml_dict(FULL)
    del content["category"], content["from_call"]
    with pytest.raises(InputError, match="the field 'author' is not known here"):
        scenario_from(Fields(content, where="wishes.yaml, scenario 1"), category="wishes")
