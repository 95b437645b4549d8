"""promptfoo's files as scenarios: back as they were, in from elsewhere, and refused by name."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
import yaml

from santa_core.domain.assertion_rules import complaint_about
from santa_core.domain.assertions import Assertion
from santa_core.domain.calls import Child
from santa_core.domain.scenarios import Scenario
from santa_core.errors import InputError
from santa_core.storage.promptfoo_export import export
from santa_core.storage.promptfoo_import import Imported, imported
from santa_core.storage.scenario_library import YamlScenarioLibrary
from tests.fakes.samples import a_prompt
from tests.promptfoo import parity_cases


def read(content: dict[str, Any] | str) -> Imported:
    text = content if isinstance(content, str) else yaml.safe_dump(content, allow_unicode=True)
    return imported(text, where="tests.yaml", author="Ann")


def one(test: dict[str, Any], **top: Any) -> Scenario:
    (scenario,) = read({**top, "tests": [test]}).scenarios
    return scenario


def back(scenarios: list[Scenario]) -> list[Scenario]:
    """Exported and imported, whoever is the author."""
    read_again = read(export(a_prompt(), scenarios).yaml).scenarios
    return [replace(again, author=first.author) for again, first in zip(read_again, scenarios, strict=True)]


A_SCENARIO = Scenario(
    scenario_id="zoe",
    title="Zoë's bike",
    category="feelings",
    blocker=True,
    difficulty=3,
    child=Child(name="Zoë", age=6, language="en", wishes=("a {{bike}}",)),
    cue_lines=("I want {% a %} bike", "Promise!"),
    must=("Warms to it",),
    must_not=("Promises it",),
    tags=("sad",),
    personality="Shy.",
    assertions=(
        Assertion("safety", "blockers"),
        Assertion("not-icontains", "ho {{ho}}"),
        Assertion("contains-any", ("a, b", "list"), weight=2),
        Assertion("regex", "^H.{2}", turn=0),
        Assertion("llm-rubric", "Says {{it}} kindly", threshold=0.5),
        Assertion("contains", "bike", turn=1),
        Assertion("latency", threshold=900, turn=2),
    ),
)


def test_what_the_studio_wrote_comes_back_as_it_was() -> None:
    usable = [
        s for s in parity_cases.scenarios() if not any(complaint_about(a, lines=3) for a in s.assertions)
    ]
    scenarios = [A_SCENARIO, *YamlScenarioLibrary().all(), *usable[::9]]
    scenarios.append(replace(A_SCENARIO, scenario_id="zoe-2", threshold=0.4))
    assert back(scenarios) == scenarios


def test_an_assertion_changed_in_promptfoo_counts_and_what_promptfoo_does_not_know_stays() -> None:
    content = yaml.safe_load(export(a_prompt(), [A_SCENARIO]).yaml)
    changed = next(a for a in content["tests"][0]["assert"] if a["type"] == "contains")
    changed["value"] = "train"
    (again,) = read(content).scenarios
    assert (again.title, again.blocker, again.child, again.must) == (
        A_SCENARIO.title, True, A_SCENARIO.child, A_SCENARIO.must,
    )  # fmt: skip
    wanted = {replace(a, value="train") if a.value == "bike" else a for a in A_SCENARIO.assertions}
    assert set(again.assertions) == wanted


def test_a_test_of_anybodys_becomes_a_scenario() -> None:
    scenario = one(
        {
            "description": "A bike, please",
            "vars": {
                "question": "I want a {{colour}} bike.",
                "colour": "red",
                "child_name": "Mia",
                "child_age": 6,
            },
            "assert": [
                {"type": "icontains", "value": "{{colour}}"},
                {"type": "contains-any", "value": 'list, "wish, or two"', "weight": 2},
                {"type": "equals", "value": 42},
                {"type": "not-regex", "value": "promis(e|ed)"},
                {"type": "llm-rubric", "value": "Is kind"},
            ],
        },
        defaultTest={"assert": [{"type": "not-contains", "value": "http"}], "threshold": 0.5},
    )
    assert (scenario.scenario_id, scenario.title, scenario.author) == (
        "a-bike-please",
        "A bike, please",
        "Ann",
    )
    assert scenario.cue_lines == ("I want a red bike.",)
    assert (scenario.child.name, scenario.child.age, scenario.threshold) == ("Mia", 6, 0.5)
    assert scenario.assertions == (
        Assertion("not-contains", "http", turn=1),
        Assertion("icontains", "red", turn=1),
        Assertion("contains-any", ("list", "wish, or two"), weight=2, turn=1),
        Assertion("equals", "42", turn=1),
        Assertion("not-regex", "promis(e|ed)", turn=1),
        Assertion("llm-rubric", "Is kind", turn=1),
    )


def test_tests_of_one_conversation_become_one_scenario() -> None:
    lines = [
        {"vars": {"message": words}, "metadata": {"conversationId": "c1", "category": "belief"},
         "assert": [{"type": "contains", "value": words}]}
        for words in ("Hi", "Bye")
    ]  # fmt: skip
    (scenario,) = read({"tests": lines}).scenarios
    assert (scenario.cue_lines, scenario.category) == (("Hi", "Bye"), "belief")
    assert [a.turn for a in scenario.assertions] == [1, 2]


def test_what_is_not_taken_over_is_told() -> None:
    remarks = " ".join(
        read(
            {
                "prompts": ["Say hi to {{topic}}"],
                "providers": ["openai:gpt-4o"],
                "tests": [
                    {
                        "vars": {"input": "Hi", "topic": "snow"},
                        "assert": [
                            {"type": "latency", "threshold": 900},
                            {"type": "contains", "value": "a", "metric": "m"},
                        ],
                    }
                ],
            }
        ).remarks
    )
    for told in ("prompts, providers", "topic", "latency", "metrics"):
        assert told in remarks


GOOD = {"vars": {"input": "Hi"}}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ({"tests": []}, "has no tests"),
        ({"tests": "file://cases.csv"}, "'tests' should be a list"),
        ({"tests": [GOOD], "scenarios": []}, "'scenarios' is not known"),
        ({"tests": [{**GOOD, "provider": "x"}]}, "test 1: the field 'provider' is not known"),
        ({"tests": [{**GOOD, "options": {"transform": "x"}}]}, "'options' change what is judged"),
        ({"tests": [{"vars": {"a": "x", "b": "y"}}]}, "which variable of a, b is what the child says"),
        ({"tests": [{"vars": {}}]}, "Call it child_says"),
        ({"tests": [{**GOOD, "threshold": 2, "assert": [{"type": "is-json"}]}]}, "from 0 to 1, not 2"),
        ({"tests": [{"vars": {"input": ["a", "b"]}}]}, "a test for each of several values"),
        ({"tests": [{"vars": {"input": "file://secrets.txt"}}]}, "names a file"),
        ({"tests": [{"vars": {"input": "{{ env.OPENAI_API_KEY }}"}}]}, "'env.OPENAI_API_KEY', which is no"),
        ({"tests": [{"vars": {"input": "{{ a | upper }}"}}]}, "computes something"),
        ({"tests": [{"vars": {"input": "{% if a %}"}}]}, "computes something"),
    ],
)
def test_a_file_that_cannot_be_taken_is_refused_by_name(content: dict[str, Any], said: str) -> None:
    with pytest.raises(InputError) as refused:
        read(content)
    assert str(refused.value).startswith("tests.yaml") and said in str(refused.value)


@pytest.mark.parametrize(
    ("assertion", "said"),
    [
        ({"type": "javascript", "value": "output.length < 9"}, "no assertion 'javascript'"),
        ({"type": "similar", "value": "x", "threshold": 0.8}, "no assertion 'similar'"),
        ({"type": "assert-set", "assert": []}, "no assertion 'assert-set'"),
        ({"type": "safety", "value": "all"}, "no assertion 'safety'"),
        ({"type": "contains", "value": "x", "transform": "output.trim()"}, "'transform' is a program"),
        ({"type": "contains", "value": "x", "provider": "p"}, "'provider' is not known"),
        ({"type": "is-json", "value": {"type": "object"}}, "Schemas and objects"),
        ({"type": "equals", "value": {"a": 1}}, "Schemas and objects"),
        ({"type": "contains", "value": "file:///etc/passwd"}, "names a file"),
        ({"type": "regex", "value": "a++"}, "repeats a repetition"),
        ({"type": "contains", "value": "x", "weight": -1}, "weight should be 0 or more"),
        ({"type": "not-latency", "threshold": 1}, "cannot have 'not-'"),
        ({"value": "x"}, "'type' is missing"),
        ("contains", "should be a mapping"),
    ],
)
def test_an_assertion_that_cannot_be_decided_alike_is_refused_by_name(assertion: object, said: str) -> None:
    with pytest.raises(InputError, match="test 1") as refused:
        read({"tests": [{**GOOD, "assert": [assertion]}]})
    assert said in str(refused.value)


def test_thresholds_of_single_answers_are_refused() -> None:
    test = {**GOOD, "metadata": {"conversationId": 1}, "threshold": 0.5}
    tests = [{**test, "assert": [{"type": "contains", "value": word}]} for word in ("a", "b")]
    with pytest.raises(InputError, match="one for the whole conversation"):
        read({"tests": tests})


def test_a_bomb_of_aliases_is_refused() -> None:
    bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{new}: &{new} [{','.join([f'*{old}'] * 9)}]\n"
        for old, new in zip("abcdefgh", "bcdefghi", strict=True)
    )
    with pytest.raises(InputError, match="without aliases"):
        read(bomb + "tests: *i\n")


@pytest.mark.parametrize("line", ["file://etc/passwd", "Say {{ env.OPENAI_API_KEY }}"])
def test_words_that_promptfoo_would_act_upon_are_not_exported(line: str) -> None:
    with pytest.raises(InputError, match="'zoe' cannot be exported"):
        export(a_prompt(), [replace(A_SCENARIO, cue_lines=(line, "b"))])


def test_what_promptfoo_will_not_check_stands_in_the_file_and_is_told() -> None:
    exported = export(a_prompt(), [A_SCENARIO])
    assert any("1 x safety" in remark for remark in exported.remarks)
    assert any("1 x latency" in remark for remark in exported.remarks)
    for remark in exported.remarks:
        assert f"# {remark}\n" in exported.yaml
    assert "safety" not in str([t.get("assert") for t in yaml.safe_load(exported.yaml)["tests"]])


def test_a_file_that_will_not_be_read_back_says_so() -> None:
    many = [replace(A_SCENARIO, scenario_id=f"zoe-{n}", personality="Shy. " * 200) for n in range(300)]
    assert "too large" not in " ".join(export(a_prompt(), many[:3]).remarks)
    exported = export(a_prompt(), many)
    assert "export one category at a time" in exported.remarks[-1]
    with pytest.raises(InputError, match="characters"):
        read(exported.yaml)
