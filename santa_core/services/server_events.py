"""What the server itself does to a call, as events of its log."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import uuid4

from santa_core.domain.calls import CallEvent
from santa_core.errors import ProviderError


def server_event(
    call_id: str, name: str, at: datetime, detail: Mapping[str, object] | None = None
) -> CallEvent:
    return CallEvent(
        event_id=str(uuid4()), call_id=call_id, source="server", name=name, at=at, detail=dict(detail or {})
    )


def in_the_vendors_words(error: ProviderError) -> dict[str, object]:
    return {
        "kind": error.kind,
        "status": error.vendor.status,
        "code": error.vendor.code,
        "message": error.vendor.message,
    }
