"""A scenario: who the child is and what Santa must and must not do."""

from __future__ import annotations

from dataclasses import dataclass

from santa_core.domain.assertions import Assertion
from santa_core.domain.calls import Child

# In the order in which people meet them.
CATEGORIES = ("opening", "wishes", "belief", "feelings", "safeguarding", "red-team")


@dataclass(frozen=True)
class Scenario:
    scenario_id: str  # a slug: "greeting", "real-puppy"
    title: str
    category: str  # one of CATEGORIES
    blocker: bool  # failing it fails a run
    difficulty: int  # 1 easy, 2, 3 hard
    child: Child  # invented
    cue_lines: tuple[str, ...]  # what the person playing the child says
    must: tuple[str, ...]
    must_not: tuple[str, ...]
    tags: tuple[str, ...] = ()  # for the safety check: "sad", "grief", "safeguarding" ...
    personality: str = ""  # for a simulated child: who it is, how it speaks, what it wants
    assertions: tuple[Assertion, ...] = ()
    threshold: float | None = None  # the weighted score that passes, 0 to 1; None: every assertion must pass
    author: str | None = None  # None: it comes with the program
    from_call: str | None = None  # the call it was made from
