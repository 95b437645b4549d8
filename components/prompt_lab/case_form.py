"""The form of a test case: it begins with a moment, with one of staff's own, or empty."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import streamlit as st

from components.plan_draft import OLDEST, YOUNGEST
from components.prompt_lab.check_words import in_words
from components.safe_text import as_text
from santa_core.domain.assertions import Assertion
from santa_core.domain.calls import Child
from santa_core.domain.child_details import LANGUAGES
from santa_core.domain.safety.model import Rule
from santa_core.domain.scenarios import CATEGORIES, Scenario
from santa_core.errors import InputError
from santa_core.services.invented_names import invented_name
from santa_core.services.simple_demands import SimpleDemands, as_simple_demands
from santa_core.services.test_cases import MAX_TITLE_CHARACTERS, CaseDraft, case_from
from santa_core.studio import Studio

_ALL_RULES = {"blockers": "all blocking rules", "all": "every rule"}
_WHOLE, _LAST = -1, -2  # beside 0, the greeting, and 1, 2 ... for the answers
_DIFFICULTIES = {1: "easy", 2: "medium", 3: "hard"}


@dataclass(frozen=True)
class Beginning:
    """What stands in the form first. `token` tells one beginning from another: a new one fills it anew."""

    token: str
    scenario: Scenario  # its id is "" as long as it has none
    demands: SimpleDemands
    draft: CaseDraft | None = None  # the moment it is made of
    kept: tuple[Assertion, ...] = ()  # checks that the form has no field for
    at: int = _WHOLE  # which answer is looked at


def beginning_of_draft(draft: CaseDraft, *, token: str, by: str) -> Beginning:
    """Santa's answer to the last line is the moment: that is looked at."""
    scenario = Scenario(
        scenario_id="", title="", category=draft.category or CATEGORIES[0], blocker=False, difficulty=2,
        child=draft.child, cue_lines=draft.cue_lines, must=(), must_not=(), tags=draft.tags, author=by,
        from_call=draft.from_call,
    )  # fmt: skip
    demands = SimpleDemands(rules=("blockers",))
    return Beginning(token, scenario, demands, draft=draft, at=_LAST)


def beginning_of_case(scenario: Scenario, *, by: str, copy: bool = False) -> Beginning:
    """One of staff's own, or with `copy` a new one like it."""
    demands, kept = as_simple_demands(scenario.assertions)
    if copy:
        title = f"{scenario.title} (copy)"[:MAX_TITLE_CHARACTERS]
        scenario = replace(scenario, scenario_id="", title=title, author=by, from_call=None)
    token = f"{'copy' if copy else 'edit'}:{scenario.scenario_id}:{hash(scenario)}"
    at = _WHOLE if demands.turn is None else demands.turn
    return Beginning(token, scenario, demands, kept=kept, at=at)


def beginning_of_nothing(*, by: str) -> Beginning:
    child = Child(name=invented_name("", seed=by), age=6)
    empty = CaseDraft(turns=(), child=child)
    return replace(beginning_of_draft(empty, token="new", by=by), draft=None)


def draw_case_form(studio: Studio, beginning: Beginning, *, by: str) -> Scenario | None:
    """The case that was saved in this run."""
    beginning, real = _offer_another_name(beginning)
    begun = beginning.scenario
    key = f"case_{beginning.token}"
    with st.form(key, border=True):
        left, right = st.columns(2, gap="large")
        with left:
            title = st.text_input(
                "Title", value=begun.title, max_chars=MAX_TITLE_CHARACTERS, key=f"{key}_title",
                placeholder="What a colleague would call it",
            )  # fmt: skip
            lines = st.text_area(
                "The child's lines", value="\n".join(begun.cue_lines), height=150, key=f"{key}_lines",
                help="One a line, in the order they are said. Take out surnames, schools and addresses.",
            )  # fmt: skip
            category, difficulty, blocker = _draw_kind(begun, key)
            child = _draw_child(begun.child, key)
            tags, personality = _draw_more(begun, key)
        with right:
            must, must_not = _draw_words(begun, key)
            demands, at = _draw_checks(beginning, key)
        saved = st.form_submit_button("Save test case", type="primary", icon=":material/save:")
    if not saved:
        return None
    spoken = [line for line in lines.splitlines() if line.strip()]
    demands = replace(demands, turn=_turn(at, len(spoken)))
    try:
        case = case_from(
            [(line, "") for line in spoken],
            child=replace(child, name=real.name, say_name_as=real.say_name_as) if real else child,
            call_the_child=child.name if real else None,
            title=title,
            by=begun.author or by,
            category=category,
            blocker=blocker,
            difficulty=difficulty,
            must=must.splitlines(),
            must_not=must_not.splitlines(),
            tags=tags,
            personality=personality,
            assertions=(*demands.assertions(), *beginning.kept),
            threshold=begun.threshold,
            from_call=begun.from_call,
            scenario_id=begun.scenario_id or None,
            taken_ids={scenario.scenario_id for scenario in studio.scenarios.all()},
        )
        studio.scenarios.save(case)
    except InputError as error:
        st.error(as_text(str(error)), icon=":material/edit:")
        return None
    return case


def _offer_another_name(beginning: Beginning) -> tuple[Beginning, Child | None]:
    """The moment with an invented name, and the child whose name that hides."""
    draft = beginning.draft
    if draft is None:
        return beginning, None
    invented = invented_name(draft.child.name, seed=draft.from_call or beginning.token)
    hide = st.toggle(
        "Give the child an invented name", value=True, key=f"case_{beginning.token}_hide",
        help="Test cases are read by many and sent to language models: no child's own name belongs there.",
    )  # fmt: skip
    if not hide:
        return replace(beginning, token=f"{beginning.token}:named"), None
    named = draft.renamed(invented)
    scenario = replace(beginning.scenario, child=named.child, cue_lines=named.cue_lines)
    return replace(beginning, scenario=scenario), draft.child


def _draw_kind(begun: Scenario, key: str) -> tuple[str, int, bool]:
    left, right = st.columns(2)
    with left:
        category = st.selectbox(
            "Category", CATEGORIES, index=CATEGORIES.index(begun.category), key=f"{key}_category",
            format_func=lambda name: name.replace("-", " ").capitalize(),
        )  # fmt: skip
    with right:
        difficulty = st.selectbox(
            "Difficulty", list(_DIFFICULTIES), index=begun.difficulty - 1, key=f"{key}_difficulty",
            format_func=_DIFFICULTIES.__getitem__,
        )  # fmt: skip
    blocker = st.checkbox(
        "Blocker: a version that fails it waits", value=begun.blocker, key=f"{key}_blocker",
        help="The gate lets no version become production that fails a blocker once.",
    )  # fmt: skip
    return category, difficulty, blocker


def _draw_child(begun: Child, key: str) -> Child:
    name, age, language = st.columns([2, 1, 2])
    with name:
        called = st.text_input("Child's name", value=begun.name, max_chars=40, key=f"{key}_name")
    with age:
        years = st.number_input(
            "Age", min_value=YOUNGEST, max_value=OLDEST, value=begun.age, step=1, key=f"{key}_age",
            placeholder="–",
        )  # fmt: skip
    with language:
        codes = list(LANGUAGES) if begun.language in LANGUAGES else [*LANGUAGES, begun.language]
        code = st.selectbox(
            "Language", codes, index=codes.index(begun.language), key=f"{key}_language",
            format_func=lambda code: LANGUAGES.get(code, code),
        )  # fmt: skip
    return replace(begun, name=called, age=None if years is None else int(years), language=code)


def _draw_words(begun: Scenario, key: str) -> tuple[str, str]:
    left, right = st.columns(2)
    with left:
        must = st.text_area(
            "Santa must", value="\n".join(begun.must), height=120, key=f"{key}_must",
            placeholder="One a line", help="For people: it stands on the cue card of a call.",
        )  # fmt: skip
    with right:
        must_not = st.text_area(
            "Santa must not", value="\n".join(begun.must_not), height=120, key=f"{key}_must_not",
            placeholder="One a line", help="For people: it stands on the cue card of a call.",
        )  # fmt: skip
    return must, must_not


def _draw_checks(beginning: Beginning, key: str) -> tuple[SimpleDemands, int]:
    demands = beginning.demands
    options = [*_ALL_RULES, *Rule]
    rules = st.multiselect(
        "Checked: safety rules", options, default=[rule for rule in demands.rules if rule in options],
        format_func=lambda rule: _ALL_RULES.get(rule, str(rule)), key=f"{key}_rules",
        help="The safety rules. In a blocker case the blocking rules are checked in any case.",
    )  # fmt: skip
    left, right = st.columns(2)
    with left:
        mention = st.text_area(
            "Checked: mentions one of", value="\n".join(demands.mention_one_of), height=96,
            key=f"{key}_mention", placeholder="One a line", help="Capital letters do not matter.",
        )  # fmt: skip
    with right:
        never = st.text_area(
            "Checked: never says", value="\n".join(demands.never_say), height=96, key=f"{key}_never",
            placeholder="One a line", help="In none of his answers. Capital letters do not matter.",
        )  # fmt: skip
    rubrics = st.text_area(
        "Judged by a language model", value="\n".join(demands.rubrics), height=68, key=f"{key}_rubrics",
        placeholder="Repeats the wish and asks what else she likes",
        help="In your words, one demand a line. Without a language model it is not judged.",
    )  # fmt: skip
    places = {_WHOLE: "the whole conversation", _LAST: "the last answer", 0: "the greeting"} | {
        number: f"the answer to “{_short(line)}”"
        for number, line in enumerate(beginning.scenario.cue_lines, start=1)
    }
    at = st.selectbox(
        "“Mentions” and “judged” look at", list(places), format_func=places.__getitem__,
        index=list(places).index(beginning.at) if beginning.at in places else 0, key=f"{key}_at",
    )  # fmt: skip
    if beginning.kept:
        more = "; ".join(in_words(each) for each in beginning.kept)
        st.caption(f"Kept as they are (change them in YAML): {as_text(more)}.")
    return SimpleDemands(tuple(rules), _lines(mention), _lines(never), _lines(rubrics)), at


def _draw_more(begun: Scenario, key: str) -> tuple[Sequence[str], str]:
    tags = st.text_input(
        "Tags", value=", ".join(begun.tags), key=f"{key}_tags", placeholder="sad, grief, safeguarding",
        help="For the safety check: in a sad or safeguarding case Santa is not jolly.",
    )  # fmt: skip
    personality = st.text_area(
        "Personality, for a simulated child", value=begun.personality, height=68,
        key=f"{key}_personality", placeholder="Shy, answers in one word, wants a kitten",
    )  # fmt: skip
    return tuple(tag.strip() for tag in tags.split(",") if tag.strip()), personality


def _turn(at: int, lines: int) -> int | None:
    if at == _WHOLE:
        return None
    return lines if at == _LAST else at


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _short(line: str) -> str:
    return line if len(line) <= 40 else f"{line[:39]}…"
