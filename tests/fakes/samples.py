"""Plans and prompts for tests: whole, ordinary, invented."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from santa_core.domain.calls import CallPlan, Child
from santa_core.domain.prompts import PromptVersion


def a_prompt(**changes: Any) -> PromptVersion:
    prompt = PromptVersion(
        number=1,
        text="You are Santa. The child is called {{child_name}}.",
        greeting="Ho ho ho! Hello {{child_name}}!",
        goodbye="Goodbye {{child_name}}!",
        silence_line="Are you there?",
        say_again_line="Say that again?",
        silence_again_line="I have time.",
        model="gpt-test",
        temperature=0.8,
        max_tokens=150,
        author="tests",
        note="for tests",
        created_at=datetime(2025, 12, 1, tzinfo=UTC),
    )
    return replace(prompt, **changes)


def a_plan(**changes: Any) -> CallPlan:
    plan = CallPlan(scenario_id="greeting", child=Child(name="Emma", age=6), prompt_version=1)
    return replace(plan, **changes)
