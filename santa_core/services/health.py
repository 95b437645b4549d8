"""What is connected: the checks behind the home page, /api/health and later the doctor."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Check:
    """One part of the studio. `detail` is a sentence for people: what it is, or what to do."""

    name: str
    ok: bool
    detail: str
    needed: bool = True  # False: the studio works without it
