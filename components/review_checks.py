"""The safety check in the review of a call: marks beside the turns, alerts, and the way to a test case."""

from __future__ import annotations

import streamlit as st

from components.page_links import address_of, link_to, make_a_test_case
from components.safe_text import as_html, as_text
from components.times import into_call
from santa_core.domain.calls import Turn
from santa_core.domain.safety.marks import MarkLevel, SafetyMark
from santa_core.domain.safety.model import AlertKind, Severity
from santa_core.services.call_review import CallReview

_LEVELS = {
    MarkLevel.BLOCKED: "Blocked",
    MarkLevel.WARNED: "Warning",
    MarkLevel.UNSCREENED: "Said unchecked",
    MarkLevel.FLAGGED: "Moderation",
}
_TODAY = {Severity.BLOCKER: "Would be blocked today", Severity.WARNING: "Warning by today's rules"}
_KINDS = {
    AlertKind.DISTRESS: "The child may be in distress",
    AlertKind.DANGER: "The child may be in danger",
    AlertKind.DISCLOSURE: "The child may be telling of harm",
}


def marks_html(turn: Turn, review: CallReview) -> str:
    """What was found of the turn then, and what only today's rules find. "" if nothing was."""
    checks = review.checks
    items = [_item(mark.level, _mark(mark)) for mark in checks.marks.get(turn.turn_id, ())]
    for event in review.alerts:
        if event.detail.get("turn_id") == turn.turn_id:
            items.append(_item("alert", _alert(event.detail.get("kind"), event.detail.get("reason"))))
    for violation in checks.violations.get(turn.turn_id, ()):
        found = f"<strong>{_TODAY[violation.severity]}:</strong> {as_html(violation.reason)}"
        items.append(_item("warned", found))
    for alert in checks.alerts.get(turn.turn_id, ()):
        items.append(_item("alert", f"{_alert(alert.kind, alert.reason)} (by today's rules)"))
    return f'<ul class="marks" aria-label="Safety check">{"".join(items)}</ul>' if items else ""


def case_html(turn: Turn) -> str:
    address = address_of("prompts", make_a_test_case(turn.call_id, turn.index))
    name = f"Make turn {turn.index + 1} a test case"
    return f'<a class="case" href="{as_html(address)}" aria-label="{name}">Make this a test case</a>'


def link_to_test_case(review: CallReview, turn: int) -> None:
    """`turn`: an index."""
    query = make_a_test_case(review.record.call_id, turn)
    link_to("prompts", "Make this a test case", icon=":material/science:", query=query)


def draw_alerts(review: CallReview) -> None:
    """Those that were raised in the call, each at its moment."""
    if not review.alerts:
        return
    st.subheader("Alerts", anchor=False)
    places = {turn.turn_id: turn.index for turn in review.turns}
    for event in review.alerts:
        when = into_call(review.seconds_into_call(event.at))
        place = places.get(str(event.detail.get("turn_id")))
        where = "" if place is None else f", turn {place + 1}"
        kind, reason = _kind(event.detail.get("kind")), str(event.detail.get("reason") or "")
        with st.container(horizontal=True, vertical_alignment="center"):
            st.error(
                f"{as_text(when)}{where}: **{as_text(kind)}.** {as_text(reason)}",
                icon=":material/notification_important:",
            )
            if place is not None:
                link_to_test_case(review, place)


def draw_unheard(review: CallReview) -> None:
    """What was found of words that nobody heard: the child had gone on before they were said."""
    if not review.checks.unheard:
        return
    with st.expander(f"Found before it was heard ({len(review.checks.unheard)})", icon=":material/block:"):
        for event, mark in review.checks.unheard:
            when = into_call(review.seconds_into_call(event.at))
            written = f" He would have said: {as_text(mark.written)}" if mark.written else ""
            st.markdown(
                f"{as_text(when)}: **{_LEVELS[mark.level]}:** {as_text(' '.join(mark.reasons))}{written}"
            )


def _item(level: str, html: str) -> str:
    return f'<li class="{level}" dir="auto">{html}</li>'


def _mark(mark: SafetyMark) -> str:
    written = f" He would have said: <q>{as_html(mark.written)}</q>" if mark.written else ""
    return f"<strong>{_LEVELS[mark.level]}:</strong> {as_html(' '.join(mark.reasons))}{written}"


def _alert(kind: object, reason: object) -> str:
    return f"<strong>{as_html(_kind(kind))}:</strong> {as_html(str(reason or ''))}"


def _kind(kind: object) -> str:
    """A log may hold a kind that this version does not know."""
    try:
        return _KINDS[AlertKind(str(kind))]
    except ValueError:
        return "The child needs a grown-up"
