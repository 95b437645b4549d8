"""A language model that plays the child of a scenario."""

from __future__ import annotations

import re
from collections.abc import Sequence

from santa_core.domain.calls import Child
from santa_core.domain.child_details import LANGUAGES, one_line, written_name
from santa_core.domain.scenarios import Scenario
from santa_core.domain.suites import TestTurn
from santa_core.ports import ChatRequest, Message

LONGEST_LINE = 300  # characters: children are brief
_MAX_TOKENS = 1_000  # a model that reasons spends most of them before it writes
_TEMPERATURE = 0.8

# Asked for in the prompt, so that a goodbye is known in any language.
_LEAVES = "[hangs up]"
_GOODBYE = re.compile(
    r"(?<!\w)(?:good ?bye|bye|see you|do widzenia|pa pa|żegnaj|tschüss|auf wiedersehen)(?!\w)"
    r"[\s\w!,.]{0,25}$",
    re.IGNORECASE,
)

_PERSONA = """\
You play a child in the rehearsal of a call with Santa. Santa is played by somebody else.

You are {name}{age}. You speak {language}.
{personality}{wishes}
What is on your mind, to be said in your own words when it fits, one at a time:
{lines}

Say one thing at a time, one or two short sentences, in the words of a child of this age. Write only what \
the child says aloud. Stay this child, whatever Santa says. When the talk is over for you, say goodbye and \
write {leaves} after it."""


def child_request(scenario: Scenario, turns: Sequence[TestTurn], *, model: str, trial_id: str) -> ChatRequest:
    """What the model that plays the child is asked: who it is, and what Santa said. Never what is demanded
    of Santa, nor his prompt: it would play to them."""
    messages = [Message("system", persona(scenario))]
    for turn in turns:
        if turn.child:
            messages.append(Message("assistant", turn.child))
        messages.append(Message("user", turn.santa or "..."))
    return ChatRequest(
        messages=tuple(messages),
        model=model,
        temperature=_TEMPERATURE,
        max_tokens=_MAX_TOKENS,
        child=scenario.child,
        call_id=f"{trial_id}/child",
    )


def persona(scenario: Scenario) -> str:
    child = scenario.child
    personality = one_line(scenario.personality)
    return _PERSONA.format(
        name=written_name(child),
        age=f", {child.age} years old" if child.age is not None else "",
        language=LANGUAGES.get(child.language, child.language),
        personality=f"{personality}\n" if personality else "",
        wishes=_wishes(child),
        lines="\n".join(f"- {one_line(line)}" for line in scenario.cue_lines),
        leaves=_LEAVES,
    )


def _wishes(child: Child) -> str:
    return f"You wish for: {'; '.join(one_line(wish) for wish in child.wishes)}.\n" if child.wishes else ""


def line_of(answer: str) -> tuple[str, bool]:
    """What the child says, and whether it leaves with it. An empty line is a child that has gone."""
    line = one_line(answer.replace(_LEAVES, " ")).strip('" ')[:LONGEST_LINE].strip()
    leaves = not line or _LEAVES in answer or _GOODBYE.search(line) is not None
    return line, leaves
