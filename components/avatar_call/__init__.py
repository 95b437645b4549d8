"""The call with Santa as a Streamlit component: `avatar_call(view)` draws it and says what happened.

    view.py        what the page hands in (docs/link-protocol.md, `data`)
    bundle.py      where the browser finds the code
    frontend/      the code: TypeScript, built to one ES module

The component is declared here, at import, once: never inside a page script.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from components.avatar_call.bundle import BUNDLE_DIR, BUNDLE_MOUNT, bundle_url
from components.avatar_call.view import AvatarCallView, CueCardView, HearingView, OperatorLine, PlanView
from santa_core.domain.calls import CallState, Quality

__all__ = [
    "BUNDLE_DIR",
    "BUNDLE_MOUNT",
    "AvatarCallView",
    "CallSnapshot",
    "CueCardView",
    "HearingView",
    "OperatorLine",
    "PlanView",
    "avatar_call",
    "bundle_url",
]

# Inline code is sent again with every rerun, so it only loads the bundle, which the browser caches.
# The component lives in the page's own DOM (isolate_styles=False): its names are found by tests
# and assistive tools without a shadow root in between.
_SHIM = """
export default function (component) {
  const host = component.parentElement
  const address = new URL(component.data.bundleUrl, window.location.origin).href
  let present = true
  const bundle = import(address)
  bundle.then(
    (code) => { if (present) code.mount(component) },
    () => { host.textContent = "The call could not be loaded. Please reload the page." },
  )
  return () => {
    present = false
    bundle.then((code) => code.unmount(host), () => undefined)
  }
}
"""

_component = st.components.v2.component("santa_avatar_call", js=_SHIM, isolate_styles=False)


@dataclass(frozen=True)
class CallSnapshot:
    """What the browser has told the page.

    `call_id` and `state` persist between runs: the call is `live`, then `ended`; None before it is
    live. The others are true in the one run that the browser asked for.
    """

    call_id: str | None = None
    state: CallState | None = None
    ended_call_id: str | None = None  # show this call's review
    ticket_expired: bool = False  # mint a fresh ticket for the same call id, in this very run
    new_call: bool = False  # plan the next call
    new_call_quality: Quality | None = None  # with this picture; None: as the plan has it


def avatar_call(view: AvatarCallView, *, key: str = "avatar_call") -> CallSnapshot:
    """Draws the call. Keep `key` constant and draw it unconditionally: a new key kills a live call."""
    result = _component(
        key=key,
        data={**view.as_data(), "bundleUrl": bundle_url()},
        on_call_change=_ignore,
        on_ended_change=_ignore,
        on_ticket_expired_change=_ignore,
        on_new_call_change=_ignore,
    )
    return _read(result)


def _ignore() -> None:
    """Streamlit has an attribute for a value only if its callback is named."""


def _read(result: Mapping[str, Any]) -> CallSnapshot:
    call = _mapping(result.get("call"))
    ended = _mapping(result.get("ended"))
    return CallSnapshot(
        call_id=_text(call.get("callId")),
        state=_state(call.get("state")),
        ended_call_id=_text(ended.get("callId")),
        ticket_expired=result.get("ticket_expired") is not None,
        new_call=result.get("new_call") is not None,
        new_call_quality=_quality(_mapping(result.get("new_call")).get("quality")),
    )


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


def _quality(value: object) -> Quality | None:
    try:
        return Quality(str(value))
    except ValueError:
        return None


def _state(value: object) -> CallState | None:
    try:
        return CallState(str(value))
    except ValueError:
        return None
