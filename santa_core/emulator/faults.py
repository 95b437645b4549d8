"""Faults on purpose, for drills and tests: switches, for the whole emulator or for one session."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, cast

from livekit.protocol.models import DisconnectReason


@dataclass
class Faults:
    """Switches that stay until they are turned off; both scopes apply."""

    rest_delay_seconds: float = 0.0
    rest_failure_status: int | None = None  # such as 500: every REST call answers this
    rest_failures_left: int | None = None  # None: until the switch is turned off
    quota_gone: bool = False
    concurrency_full: bool = False
    freeze_video: bool = False
    silent_microphone: bool = False
    deaf_without_context: bool = False  # LiveAvatar: without a context nothing that is said is passed on
    # From a session's start; None: never.
    disconnect_after_seconds: float | None = None
    disconnect_reason: str = "ROOM_DELETED"  # a name of LiveKit's DisconnectReason
    drop_signalling_after_seconds: float | None = None

    def update(self, changes: Mapping[str, Any]) -> None:
        """Raises ValueError for an unknown name or an unusable value; then nothing has changed."""
        known = {field.name for field in fields(self)}
        for name, value in changes.items():
            if name not in known:
                raise ValueError(f"unknown fault {name!r}; there are {', '.join(sorted(known))}")
            _check(name, value)
        for name, value in changes.items():
            setattr(self, name, value)

    def take_rest_failure(self) -> int | None:
        """The status this call must fail with, counted down; None when it may pass."""
        if self.rest_failure_status is None or self.rest_failures_left == 0:
            return None
        if self.rest_failures_left is not None:
            self.rest_failures_left -= 1
        return self.rest_failure_status


def disconnect_reason(name: str) -> DisconnectReason:
    """LiveKit's number for a name such as SERVER_SHUTDOWN. Raises ValueError."""
    if name in set(DisconnectReason.keys()):
        return cast(DisconnectReason, DisconnectReason.Value(name))
    raise ValueError(f"disconnect_reason: {name!r} is not one of {', '.join(DisconnectReason.keys())}")


def _check(name: str, value: Any) -> None:
    if name == "disconnect_reason":
        disconnect_reason(str(value))
    elif name.startswith("rest_failure"):
        if value is not None and not (isinstance(value, int) and not isinstance(value, bool) and value >= 0):
            raise ValueError(f"{name}: {value!r} is not a whole number or null")
        if name == "rest_failure_status" and value is not None and not 400 <= value <= 599:
            raise ValueError(f"{name}: {value!r} is not an HTTP error status (400 to 599)")
    elif name.endswith("_seconds"):
        may_be_none = name != "rest_delay_seconds"
        if value is None and may_be_none:
            return
        if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
            raise ValueError(f"{name}: {value!r} is not a number of seconds")
    elif not isinstance(value, bool):
        raise ValueError(f"{name}: {value!r} is not true or false")
