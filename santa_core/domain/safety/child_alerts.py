"""Signs of distress, danger or a disclosure in what a child says."""

from __future__ import annotations

from santa_core.domain.safety.model import ChildAlert


def alerts_in(said: str, language: str = "en") -> list[ChildAlert]:
    raise NotImplementedError
