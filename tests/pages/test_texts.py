"""Text of people in Markdown and HTML places, prices in words, and what the fields become."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from components.plan_draft import PlanDraft
from components.price_lines import length, price_line
from components.safe_text import as_html, as_text
from components.who_is_calling import usable_name
from santa_core.domain.calls import AnswerBy, Avatar, Listen
from santa_core.domain.rate_cards import card_for


@pytest.mark.parametrize(
    "typed",
    [
        "<b>Ed</b>", "$x$", "[a](b)", "![a](http://x)", "**b** _i_ ~~s~~ `c`", "# h", "1. one", "- item",
        "a | b", ":red[x]", "&lt;", "back\\slash", "{{prompt}}",
    ],
)  # fmt: skip
def test_every_mark_is_escaped_and_the_words_stay(typed: str) -> None:
    escaped = as_text(typed)
    plain = escaped.replace("\u2060", "")
    # Taking each backslash with its character gives back what was typed: nothing lost, nothing bare.
    restored, position = "", 0
    while position < len(plain):
        if plain[position] == "\\":
            position += 1
        else:
            assert plain[position].isalnum() or plain[position].isspace(), plain[position]
        restored += plain[position]
        position += 1
    assert restored == typed


@pytest.mark.parametrize(
    "typed", [":material/home:", ":+1:", ":tada:", "a -> b", "a <- b", "a -- b", "https://x.y"]
)
def test_what_streamlit_replaces_after_parsing_is_broken_up(typed: str) -> None:
    unescaped = as_text(typed).replace("\\", "")
    assert typed not in unescaped
    assert unescaped.replace("\u2060", "") == typed


def test_lines_become_one_line() -> None:
    assert as_text("a\n\n# b\tc") == r"a \# b c"


def test_html_is_escaped_also_inside_quotes() -> None:
    assert as_html('<a b="c">\n&') == "&lt;a b=&quot;c&quot;&gt;<br>&amp;"


def test_arabic_stays_arabic() -> None:
    assert as_text("ليلى") == as_html("ليلى") == "ليلى"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "0 s"), (59.4, "59 s"), (59.6, "1 min"), (60, "1 min"), (61, "1 min 1 s"), (600, "10 min")],
)
def test_lengths_in_words(seconds: float, words: str) -> None:
    assert length(seconds) == words


def test_the_price_of_a_plan() -> None:
    card = card_for(Avatar.HEYGEN, datetime(2025, 12, 1, tzinfo=UTC))
    # 0.2 credit/min x $0.99 = $0.198/min; 10 min = 2 credits = $1.98
    assert price_line(avatar=Avatar.HEYGEN, cap_seconds=600, card=card) == (
        "HeyGen: $0.198 a minute, at most $1.98 for 10 min (2 credits)."
    )
    assert price_line(avatar=Avatar.PRACTICE, cap_seconds=600, card=card).startswith(
        "Practice is free. On HeyGen"
    )


def draft(**changes: object) -> PlanDraft:
    fields: dict[str, object] = {
        "scenario_id": "greeting", "name": " Emma ", "say_name_as": "", "age": 6, "language": "en",
        "wishes": "a bike\n\n", "good_deeds": "", "prompt_version": 1, "avatar": Avatar.PRACTICE,
        "listen": Listen.TYPING, "quality": None, "rate": 1.0, "emotion": "friendly", "cap_seconds": 600,
    }  # fmt: skip
    return PlanDraft(**{**fields, **changes})  # type: ignore[arg-type]


def test_a_usual_plan_has_no_complaints() -> None:
    assert draft().complaints() == []
    assert draft().plan().child.name == "Emma"
    assert draft().plan().child.wishes == ("a bike",)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": " "}, "Give the child a name."),
        ({"name": "N" * 301}, "300 characters"),
        ({"age": 1}, "between 2 and 17"),
        ({"age": 18}, "between 2 and 17"),
        ({"cap_seconds": 59}, "1 to 30 minutes"),
        ({"cap_seconds": 1801}, "1 to 30 minutes"),
        ({"rate": 2.0}, "between 0.5 and 1.5"),
        ({"answer_by": AnswerBy.KNOWLEDGE_BASE_ID}, "id of the knowledge base"),
    ],
)
def test_what_a_browser_may_send_anyway_is_refused(changes: dict[str, object], sentence: str) -> None:
    assert sentence in " ".join(draft(**changes).complaints())


@pytest.mark.parametrize(
    "changes", [{"name": "N" * 300}, {"age": 2}, {"age": 17}, {"age": None}, {"cap_seconds": 60}]
)
def test_the_edges_are_allowed(changes: dict[str, object]) -> None:
    assert draft(**changes).complaints() == []


def test_a_knowledge_base_id_left_over_is_not_used() -> None:
    assert draft(knowledge_base_id="kb-1").plan().knowledge_base_id is None


def test_a_callers_name_is_one_printable_line() -> None:
    assert usable_name(" No\x00ra\n Smith ") == "No ra Smith"
    assert usable_name(" \n\x1b ") is None
    assert len(usable_name("x" * 500) or "") == 80
