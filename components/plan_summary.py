"""The plan of a call that runs, to read: its fields stay out of the way until the call is over."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from components.plan_draft import PlanDraft
from components.price_lines import length
from components.safe_text import as_html
from santa_core.domain.calls import CallPlan, Listen
from santa_core.domain.child_details import LANGUAGES
from santa_core.domain.scenarios import Scenario

# Colours are the theme's own text colour, thinned, so both themes fit.
_STYLE = """<style>
dl.plan-summary.plan-summary { display: flex; flex-wrap: wrap; gap: 0.5rem 2rem; margin: 0;
  padding: 0.75rem 1rem; border-radius: 0.5rem;
  border: 1px solid color-mix(in srgb, currentColor 16%, transparent); }
dl.plan-summary div { min-width: 0; max-width: 24rem; }
dl.plan-summary dt { font-size: 0.78rem; font-weight: 400; opacity: 0.75; }
dl.plan-summary dd { margin: 0; font-size: 0.92rem; overflow: hidden; overflow-wrap: anywhere;
  display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 3; }
</style>"""


def draw_plan_summary(draft: PlanDraft, scenario: Scenario, *, prompt: str) -> None:
    """`prompt`: the version as people name it, "Version 1 · production"."""
    facts = _facts(draft.plan(), scenario, prompt=prompt)
    items = "".join(
        f'<div><dt>{as_html(term)}</dt><dd dir="auto">{as_html(fact)}</dd></div>'
        for term, fact in facts.items()
        if fact
    )
    st.html(f'{_STYLE}<dl class="plan-summary" aria-label="The plan of this call">{items}</dl>')


def _facts(plan: CallPlan, scenario: Scenario, *, prompt: str) -> Mapping[str, str]:
    """By name; an empty one is not shown."""
    child = plan.child
    age = "" if child.age is None else f", {child.age}"
    return {
        "Child": f"{child.name}{age}",
        "Said as": child.say_name_as or "",
        "Language": LANGUAGES[child.language],
        "Wishes": ", ".join(child.wishes),
        "Good deeds": ", ".join(child.good_deeds),
        "Scenario": scenario.title,
        "Prompt": prompt,
        "Talks": _talks(plan),
        "At most": length(plan.cap_seconds),
    }


def _talks(plan: CallPlan) -> str:
    if plan.listen is Listen.TYPING:
        return "by typing"
    way = "by voice" if plan.listen is Listen.VOICE else "push to talk"
    return way if plan.talk_over else f"{way}, taking turns with Santa"
