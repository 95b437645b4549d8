"""Contexts: named prompts, with what Santa says first. What HeyGen called a knowledge base."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from santa_core.emulator.clock import EmulatorClock
from santa_core.emulator.liveavatar.errors import Invalid, no_such_context
from santa_core.emulator.liveavatar.wire import Fields


@dataclass(frozen=True)
class Context:
    context_id: str
    name: str
    prompt: str = field(repr=False)
    opening_text: str = field(repr=False)
    links: tuple[Any, ...]
    created: datetime
    updated: datetime


class Contexts:
    def __init__(self, clock: EmulatorClock) -> None:
        self._clock = clock
        self._contexts: dict[str, Context] = {}

    @property
    def all(self) -> list[Context]:
        """Newest first."""
        return sorted(self._contexts.values(), key=lambda context: context.created, reverse=True)

    def find(self, context_id: str) -> Context:
        """Raises VendorError 404."""
        if context := self._contexts.get(context_id):
            return context
        raise no_such_context()

    def create(self, body: Mapping[str, Any]) -> Context:
        """Raises Invalid."""
        fields, now = Fields(body, ("body",)), self._clock.now()
        context = Context(
            context_id=str(uuid.uuid4()),
            name=fields.needed_text("name"),
            prompt=fields.needed_text("prompt"),
            opening_text=fields.text("opening_text") or "",
            links=_links(body),
            created=now,
            updated=now,
        )
        self._contexts[context.context_id] = context
        return context

    def update(self, context_id: str, body: Mapping[str, Any]) -> Context:
        """Changes the fields that are given. Raises Invalid, or VendorError 404."""
        fields, before = Fields(body, ("body",)), self.find(context_id)
        name, prompt, opening = (fields.text(key) for key in ("name", "prompt", "opening_text"))
        context = replace(
            before,
            name=before.name if name is None else name,
            prompt=before.prompt if prompt is None else prompt,
            opening_text=before.opening_text if opening is None else opening,
            links=_links(body) if body.get("links") is not None else before.links,
            updated=self._clock.now(),
        )
        self._contexts[context_id] = context
        return context

    def delete(self, context_id: str) -> None:
        """A session that was made with it keeps its copy. Raises VendorError 404."""
        self.find(context_id)
        del self._contexts[context_id]


def _links(body: Mapping[str, Any]) -> tuple[Any, ...]:
    links = body.get("links") or []
    if not isinstance(links, list):
        raise Invalid(("body", "links"), "Input should be a valid list", "list_type")
    return tuple(links)
