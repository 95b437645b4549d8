"""The review of one call: how it ended, what it cost and why, how long the child waited, what was said."""

from __future__ import annotations

import json
from datetime import tzinfo

import pandas as pd
import streamlit as st

from components.price_lines import length, plain
from components.review_checks import (
    case_html,
    draw_alerts,
    draw_unheard,
    link_to_test_case,
    marks_html,
)
from components.safe_text import as_html, as_text
from components.times import browser_zone, into_call, moment
from components.wait_bars import draw_waits
from santa_core.domain.billing import dollars, explain, is_free
from santa_core.domain.call_export import whole_call_as_json
from santa_core.domain.call_sessions import sessions_in_words
from santa_core.domain.calls import Bill, CallEvent, CallRecord, CallState, Speaker, Turn, TurnOrigin
from santa_core.domain.endings import ENDINGS, what_happened
from santa_core.domain.rate_cards import card_by_id
from santa_core.errors import NotFoundError, StorageError
from santa_core.ports import CallLog, PromptLibrary, ScenarioLibrary
from santa_core.services.call_review import CallReview, review_call

_ORIGINS = {
    TurnOrigin.VOICE: "spoken",
    TurnOrigin.TYPED: "typed",
    TurnOrigin.GREETING: "greeting",
    TurnOrigin.ANSWER: "answer",
    TurnOrigin.SILENCE: "after a silence",
    TurnOrigin.OPERATOR: "operator's words",
    TurnOrigin.GOODBYE: "goodbye",
    TurnOrigin.FALLBACK: "line for a failed answer",
}

# The look of the transcript; colours are the theme's own text colour, thinned, so both themes fit.
_STYLE = """<style>
ol.said.said { list-style: none; margin: 0; padding: 0; display: grid; gap: 0.5rem; }
ol.said.said li { margin: 0; max-width: 46rem; padding: 0.5rem 0.8rem; border-radius: 0.5rem;
  border: 1px solid color-mix(in srgb, currentColor 16%, transparent); overflow-wrap: anywhere; }
ol.said li.by-santa { border-inline-start: 4px solid #2E7D5B; }
ol.said li.by-child { border-inline-start: 4px solid #D9A441; }
.said .about { display: flex; flex-wrap: wrap; gap: 0.2rem 0.8rem; font-size: 0.8rem; opacity: 0.75; }
.said .who { font-weight: 600; max-width: 20rem; overflow: hidden; text-overflow: ellipsis;
  white-space: nowrap; }
.said .unsaid { opacity: 0.65; font-size: 0.9rem; }
ol.said li ul.marks { list-style: none; margin: 0.3rem 0 0; padding: 0; font-size: 0.9rem; }
ol.said li ul.marks li { border: 0; border-inline-start: 3px solid #D9A441; border-radius: 0; max-width: none;
  margin: 0.2rem 0 0; padding: 0 0 0 0.5rem; }
ol.said li ul.marks li.blocked, ol.said li ul.marks li.unscreened, ol.said li ul.marks li.alert {
  border-inline-start-color: #B3202A; }
.said a.case { font-size: 0.8rem; color: inherit; opacity: 0.8; }
</style>"""


def draw_review(
    log: CallLog,
    scenarios: ScenarioLibrary,
    prompts: PromptLibrary,
    call_id: str,
    *,
    outcome_is_shown: bool = False,
) -> None:
    """`outcome_is_shown`: the call's own last words, right above, have said how it ended."""
    try:
        review = review_call(log, call_id, scenarios=scenarios, prompts=prompts)
    except (NotFoundError, StorageError) as error:
        st.error(as_text(str(error)), icon=":material/search_off:")
        return
    zone = browser_zone()
    st.header("Review of the call", anchor=False)
    if not outcome_is_shown:
        _draw_outcome(review)
    _draw_facts(review.record, scenarios, zone)
    _draw_numbers(review)
    draw_alerts(review)
    _draw_transcript(review)
    draw_unheard(review)
    draw_waits(review.turns, waits=review.waits)
    _draw_flags(review)
    _draw_events(review, zone)
    _draw_exports(review)


def export(review: CallReview) -> bytes:
    """The whole call as `python -m santa_core calls export` prints it: JSON, UTF-8."""
    whole = whole_call_as_json(review.record, list(review.turns), list(review.events))
    return json.dumps(whole, ensure_ascii=False, indent=2).encode()


def _draw_outcome(review: CallReview) -> None:
    record = review.record
    outcome = (
        what_happened(record.end_reason, vendor_reason=review.vendor_reason)
        if record.end_reason is not None and record.state is CallState.ENDED
        else f"This call is not over: it is {record.state}."
    )
    st.markdown(f"**{as_text(outcome)}**")


def _draw_facts(record: CallRecord, scenarios: ScenarioLibrary, zone: tzinfo) -> None:
    scenario = scenarios.scenario(record.plan.scenario_id)
    began = record.started_at or record.created_at
    facts = [
        scenario.title if scenario else f"scenario {record.plan.scenario_id}",
        f"{record.plan.child.name}" + (f", {record.plan.child.age}" if record.plan.child.age else ""),
        f"called by {record.staff_name}",
        f"prompt version {record.plan.prompt_version}",
        record.chat_model or "",
        f"{record.plan.avatar} avatar" + (f", {record.quality} quality" if record.quality else ""),
        moment(began, zone),
        ENDINGS[record.end_reason].logged if record.end_reason and record.state is CallState.ENDED else "",
    ]
    st.caption(" · ".join(as_text(fact) for fact in facts if fact))


def _draw_numbers(review: CallReview) -> None:
    record, bill, waits = review.record, review.record.bill, review.waits
    with st.container(horizontal=True):
        st.metric("Duration", _duration(record), border=True)
        practice = bill is not None and bill.would_have_cost
        st.metric("Would have cost" if practice else "Cost", _cost(bill), border=True)
        st.metric(
            "In credits" if practice else "Credits", plain(bill.credits) if bill else "none", border=True
        )
    with st.container(horizontal=True):
        for percent in (50, 90, 95):
            ms = getattr(waits, f"p{percent}_ms") if waits else None
            st.metric(f"Wait (p{percent})", "no answers" if ms is None else f"{ms:,} ms", border=True)
    if bill is None:
        opened = record.started_at is not None
        st.caption(
            "It is priced when it ends." if opened else "No session was opened, so nothing was billed."
        )
        return
    sessions = sessions_in_words(record, length=length)
    if sessions is not None:
        st.caption(as_text(f"{sessions}."))
    try:
        arithmetic = explain(bill, card_by_id(bill.rate_card_id), earlier=record.earlier_sessions)
    except NotFoundError as error:
        arithmetic = str(error)
    st.caption(as_text(arithmetic[:1].upper() + arithmetic[1:]))


def _cost(bill: Bill | None) -> str:
    if bill is None:
        return "none"
    return "free" if is_free(bill) else dollars(bill.usd)


def _duration(record: CallRecord) -> str:
    seconds = record.duration_seconds
    if seconds is None:
        return "running" if record.state is not CallState.ENDED else "none"
    return length(seconds)


def _draw_transcript(review: CallReview) -> None:
    st.subheader("What was said", anchor=False)
    if not review.turns:
        st.info("Nobody said anything.", icon=":material/voice_over_off:")
        return
    child = review.record.plan.child.name
    items = "".join(_turn_html(turn, review, child) for turn in review.turns)
    st.html(f'{_STYLE}<ol class="said" aria-label="What was said">{items}</ol>')


def _turn_html(turn: Turn, review: CallReview, child: str) -> str:
    santa = turn.speaker is Speaker.SANTA
    about = [
        f'<span class="who" dir="auto">{as_html("Santa" if santa else child)}</span>',
        f"<span>{into_call(review.seconds_into_call(turn.started_at))}</span>",
        f"<span>{_ORIGINS[turn.origin]}</span>",
    ]
    if turn.is_answer and turn.latency is not None and turn.latency.total_ms is not None:
        about.append(f"<span>waited {turn.latency.total_ms:,} ms</span>")
    unsaid = ""
    if turn.heard_text is not None:
        about.append("<span>corrected</span>")
        unsaid = f'<div class="unsaid" dir="auto">Heard as: {as_html(turn.heard_text)}</div>'
    if turn.intended_text and turn.intended_text != turn.text:
        about.append("<span>cut off</span>")
        unsaid = f'<div class="unsaid" dir="auto">Meant to say: {as_html(turn.intended_text)}</div>'
    said = as_html(turn.text) if turn.text else "<em>nothing before he was cut off</em>"
    return (
        f'<li class="by-{turn.speaker}"><div class="about">{"".join(about)}</div>'
        f'<div dir="auto">{said}</div>{unsaid}{marks_html(turn, review)}{case_html(turn)}</li>'
    )


def _draw_flags(review: CallReview) -> None:
    if not review.flags:
        return
    st.subheader("Flagged moments", anchor=False)
    for flag in review.flags:
        when = into_call(review.seconds_into_call(flag.at))
        note = str(flag.detail.get("note") or "no note")
        said_before = flag.detail.get("turns")
        place = f", after turn {said_before}" if isinstance(said_before, int) and said_before else ""
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f":material/flag: {as_text(when)}{place}: {as_text(note)}")
            if isinstance(said_before, int) and said_before > 0:
                link_to_test_case(review, said_before - 1)


def _draw_events(review: CallReview, zone: tzinfo) -> None:
    with st.expander(f"Every event ({len(review.events)})", icon=":material/list:"):
        if not review.events:
            st.write("Nothing happened in this call.")
            return
        st.dataframe(
            pd.DataFrame([_event_row(event, zone) for event in review.events]),
            hide_index=True,
            lazy=True,
        )


def _event_row(event: CallEvent, zone: tzinfo) -> dict[str, str]:
    local = event.at.astimezone(zone)
    return {
        f"Time ({local:%Z})": f"{local:%H:%M:%S}.{local.microsecond // 1000:03d}",
        "From": event.source,
        "Event": event.name,
        "Detail": ", ".join(f"{key}: {value}" for key, value in event.detail.items()),
    }


def _draw_exports(review: CallReview) -> None:
    st.download_button(
        "Export as JSON",
        data=export(review),
        file_name=f"call-{review.record.call_id}.json",
        mime="application/json",
        icon=":material/download:",
        on_click="ignore",  # a download needs no rerun
    )
