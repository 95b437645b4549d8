"""Approved lines: what Santa says instead of a sentence that is blocked."""

from __future__ import annotations

from collections.abc import Sequence

from santa_core.domain.safety.model import ChildAlert, Situation, Violation


def stand_in(situation: Situation, violations: Sequence[Violation]) -> str:
    """A line that fits what the child said, in the child's language."""
    raise NotImplementedError


def grown_up_line(language: str, alerts: Sequence[ChildAlert] = ()) -> str:
    """The "hand to a grown-up" line, for what was heard."""
    raise NotImplementedError
