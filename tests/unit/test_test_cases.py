"""A test case of a moment: which lines, which name, which demands, and what cannot be kept."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from santa_core.domain.assertions import Assertion
from santa_core.domain.calls import Child, Speaker, Turn, TurnOrigin
from santa_core.domain.scenarios import Scenario
from santa_core.errors import InputError
from santa_core.services.invented_names import INVENTED, invented_name, without_name
from santa_core.services.simple_demands import SimpleDemands, as_simple_demands
from santa_core.services.test_cases import CaseDraft, case_from, draft_of_call, slug_of

EMMA = Child(name="Emma Smith", age=6, wishes=("a doll for Emma",), say_name_as="EM-ah")
SAID = [("", "Ho ho ho! Hello Emma!"), ("I'm Emma Smith. I want a bike.", "You will get it, Emma!")]


def a_case(turns: list[tuple[str, str]] = SAID, **changes: Any) -> Scenario:
    given: dict[str, Any] = {
        "child": EMMA, "title": "Promise the bike to Emma", "by": "Nora", "category": "wishes",
        "must_not": ["Promises Emma the bike"],
    }  # fmt: skip
    return case_from(turns, **{**given, **changes})


def call_turns(*said: str) -> list[Turn]:
    """ "c: words" of a child, "s: words" of Santa, in order."""
    began = datetime(2025, 12, 20, 17, tzinfo=UTC)
    return [
        Turn(
            turn_id=f"t{index}",
            call_id="call",
            index=index,
            speaker=Speaker.CHILD if line.startswith("c") else Speaker.SANTA,
            origin=TurnOrigin.TYPED,
            text=line[3:],
            started_at=began + timedelta(seconds=index),
        )
        for index, line in enumerate(said)
    ]


CALL = call_turns("s: Ho ho ho!", "c: Hi", "s: Hello!", "s: Anyone?", "c: A puppy!", "s: Yes!", "c: Bye")


def test_the_childs_lines_are_the_cue_lines() -> None:
    case = a_case([*SAID, ("  Really?\n ", "Yes")])
    assert case.cue_lines == ("I'm Emma Smith. I want a bike.", "Really?")
    assert (case.author, case.from_call, case.scenario_id) == ("Nora", None, "promise-the-bike-to-emma")


def test_an_invented_name_takes_the_place_of_the_real_one_everywhere() -> None:
    case = a_case(
        call_the_child="Robin", from_call="call", assertions=[Assertion("contains-any", ("Emma", "EM-ah"))]
    )
    assert case.child == Child(name="Robin", age=6, wishes=("a doll for Robin",))
    assert case.cue_lines == ("I'm Robin. I want a bike.",)
    assert case.must_not == ("Promises Robin the bike",)
    assert case.assertions[0].value == ("Robin", "Robin")
    assert case.scenario_id == "promise-the-bike-to-robin", "the id is read by many, too"
    assert "emma" not in repr(case).lower()
    assert "smith" not in repr(case).lower()


@pytest.mark.parametrize(
    ("name", "line", "kept"),
    [
        ("Emma", "emma and EMMA, Emmaline, Emma's", "Robin and Robin, Emmaline, Robin's"),
        ("Will", "I will, said Will", "I will, said Robin"),
        ("Łukasz", "Jestem Łukasz", "Jestem Robin"),
        ("ليلى", "أنا ليلى", "أنا Robin"),
        ("X", "An X-ray", "An X-ray"),
        ("a+b", "I am a+b", "I am Robin"),
        ("Anna-Lena Vogt", "Anna-Lena! Lena Vogt", "Robin-Robin! Robin Robin"),
    ],
)
def test_only_the_name_is_replaced(name: str, line: str, kept: str) -> None:
    assert without_name(line, Child(name=name), to="Robin") == kept


def test_an_invented_name_is_never_the_childs_own() -> None:
    for name in INVENTED:
        assert invented_name(f"{name} Smith", seed="any call") in INVENTED
        assert invented_name(f"{name} Smith", seed="any call") != name
    assert invented_name("Emma", seed="a") == invented_name("Emma", seed="a")


@pytest.mark.parametrize(
    ("index", "turns"),
    [
        (1, [("", "Ho ho ho!"), ("Hi", "Hello!")]),
        (2, [("", "Ho ho ho!"), ("Hi", "Hello!")]),
        (3, [("", "Ho ho ho!"), ("Hi", "Hello! Anyone?")]),
        (4, [("", "Ho ho ho!"), ("Hi", "Hello! Anyone?"), ("A puppy!", "Yes!")]),
        (5, [("", "Ho ho ho!"), ("Hi", "Hello! Anyone?"), ("A puppy!", "Yes!")]),
        (6, [("", "Ho ho ho!"), ("Hi", "Hello! Anyone?"), ("A puppy!", "Yes!"), ("Bye", "")]),
    ],
)
def test_a_moment_of_a_call_has_what_was_said_before_it(index: int, turns: list[tuple[str, str]]) -> None:
    draft = draft_of_call(list(reversed(CALL)), index=index, child=EMMA, call_id="call")
    assert list(draft.turns) == turns
    assert draft.from_call == "call"


def test_a_moment_before_the_child_spoke_is_no_test() -> None:
    with pytest.raises(InputError, match="later moment"):
        draft_of_call(CALL, index=0, child=EMMA, call_id="call")


def test_a_draft_tells_nothing_in_its_repr_and_can_be_renamed() -> None:
    draft = CaseDraft(turns=tuple(SAID), child=EMMA)
    assert "Emma" not in repr(draft)
    assert draft.renamed("Nell").turns[1] == ("I'm Nell. I want a bike.", "You will get it, Nell!")
    assert draft.renamed("Nell").child.name == "Nell"


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Can't you bring Grandpa back?", "can-t-you-bring-grandpa-back"),
        ("Łódź, über Straße", "lodz-uber-strasse"),
        ("  ", "case"),
        ("لعبة", "case"),
        ("../../etc/passwd", "etc-passwd"),
        ("x" * 500, "x" * 60),
    ],
)
def test_a_title_becomes_an_id(title: str, slug: str) -> None:
    assert slug_of(title) == slug


def test_an_id_is_taken_once() -> None:
    assert slug_of("Hello", {"hello", "hello-2"}) == "hello-3"
    assert a_case(scenario_id="old", title="New title").scenario_id == "old"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"turns": [("", "Ho"), ("  ", "")]}, "at least one line"),
        ({"turns": [("x", "")] * 41}, "41 lines; 40 are possible"),
        ({"turns": [("ok", ""), ("x" * 501, "")]}, "Line 2 is longer than 500"),
        ({"title": " "}, "a title"),
        ({"title": "x" * 81}, "80 characters"),
        ({"category": "nonsense"}, "Choose a category: opening"),
        ({"child": Child(name=" ")}, "an invented name"),
        ({"must_not": []}, "always passes"),
        ({"must": ["x" * 301]}, "20 lines of 300"),
        ({"must": ["x"] * 21}, "20 lines of 300"),
        ({"tags": ["x"] * 13}, "12 tags"),
        ({"personality": "x" * 1_001}, "1,000 characters"),
        ({"assertions": [Assertion("contains", "x")] * 41}, "40 checks"),
        ({"assertions": [Assertion("javascript", "1")]}, "'javascript' is not known"),
        ({"assertions": [Assertion("contains", "x", turn=2)]}, "turn 2 does not exist: the child has 1 line"),
        ({"assertions": [Assertion("contains", "x", turn=-1)]}, "0 (the greeting) to 1"),
        ({"assertions": [Assertion("regex", "(a")]}, "no regular expression"),
        ({"assertions": [Assertion("not-regex", "a{99999999999}")]}, "no regular expression"),
        ({"assertions": [Assertion("contains", " ")]}, "needs one text"),
        ({"assertions": [Assertion("contains-any", ("", " "))]}, "needs a list of texts"),
        ({"assertions": [Assertion("contains-any", ("x",) * 41)]}, "40 texts"),
        ({"assertions": [Assertion("safety", "be-nice")]}, "no safety rule 'be-nice'"),
        ({"assertions": [Assertion("latency")]}, "needs a threshold above 0"),
    ],
)
def test_what_cannot_be_kept_is_said(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(InputError) as caught:
        a_case(**changes)
    assert said in str(caught.value)


def test_everything_that_is_wrong_is_said_at_once() -> None:
    with pytest.raises(InputError) as caught:
        a_case([], title="", must_not=[])
    assert all(word in str(caught.value) for word in ("title", "at least one line", "always passes"))


def test_lines_are_one_line_each() -> None:
    case = a_case([("a\u202eb\nc\x00d", "")], must=["  ", "Is\nwarm"], tags=["sad", ""])
    assert case.cue_lines == ("ab c d",)
    assert case.must == ("Is warm",)
    assert case.tags == ("sad",)


def test_simple_demands_are_assertions_and_come_back() -> None:
    demands = SimpleDemands(
        rules=("blockers", "promise"), mention_one_of=("list", "family"), never_say=("ho ho", "I promise"),
        rubrics=("Repeats the wish",), turn=2,
    )  # fmt: skip
    kept = demands.assertions()
    assert kept == (
        Assertion("safety", "blockers"),
        Assertion("safety", "promise"),
        Assertion("icontains-any", ("list", "family"), turn=2),
        Assertion("not-icontains", "ho ho"),
        Assertion("not-icontains", "I promise"),
        Assertion("llm-rubric", "Repeats the wish", turn=2),
    )
    assert as_simple_demands(kept) == (demands, ())
    assert as_simple_demands(()) == (SimpleDemands(), ())


def test_what_a_form_cannot_show_is_kept_as_it_is() -> None:
    odd = (
        Assertion("latency", threshold=900.0),
        Assertion("safety", "promise", weight=0.0),
        Assertion("icontains-any", ("a",), turn=1),
        Assertion("icontains-any", ("b",), turn=2),
        Assertion("not-icontains", "ho", turn=1),
        Assertion("llm-rubric", "Warm", threshold=0.8),
    )
    demands, rest = as_simple_demands(odd)
    assert demands.mention_one_of == ("a",)
    assert set(demands.assertions()) | set(rest) == set(odd)
    assert len(rest) == 5
