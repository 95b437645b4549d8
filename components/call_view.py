"""From the plan to what the call component shows: its ticket, the cue card, the lines one click away."""

from __future__ import annotations

from datetime import timedelta

import streamlit as st

from components import session_state
from components.avatar_call import AvatarCallView, CueCardView, HearingView, OperatorLine, PlanView
from components.plan_draft import PlanDraft
from components.price_lines import length, price_line
from components.session_state import MintedCall
from santa_core.domain.calls import AnswerBy, Avatar, CallPlan
from santa_core.domain.child_details import LANGUAGES
from santa_core.domain.prompts import PromptVersion
from santa_core.domain.scenarios import Scenario
from santa_core.errors import InputError
from santa_core.services.call_script import CallScript, script_for
from santa_core.services.standing import Standing
from santa_core.speech.hearing.tiers import tier_understands
from santa_core.studio import AvatarChoice, Studio

# A ticket is good for an hour; a page that is used at all hands out a fresh one well before.
_TICKET_IS_FRESH = timedelta(minutes=30)
_LIVEAVATARS = (Avatar.LIVEAVATAR, Avatar.LIVEAVATAR_SANDBOX)
_WITHOUT_CONTEXT = (
    "LiveAvatar may not pass on what it hears while our language model answers. If no words come, type."
)
_FETCH_A_GROWN_UP = {
    "en": "Could you fetch a grown-up for me, please? I would love to say hello to them too.",
    "de": "Holst du bitte einen Erwachsenen dazu? Ich möchte auch ihm gern Hallo sagen.",
    "pl": "Zawołasz do mnie kogoś dorosłego? Chciałbym się z nim też przywitać.",
}


def view_of(
    studio: Studio,
    draft: PlanDraft,
    *,
    scenario: Scenario,
    version: PromptVersion,
    staff_name: str,
    standing: Standing | None = None,
    left: str = "",
) -> AvatarCallView:
    """`standing` and `left`: what stands behind Start, and the sentence of what is left."""
    plan = draft.plan()
    choice = next(c for c in studio.avatars if c.avatar is plan.avatar)
    complaints = draft.complaints()
    if not choice.available:
        complaints.append(choice.because)
    if standing is not None and standing.refusal is not None:
        complaints.append(standing.refusal)
    lines: tuple[OperatorLine, ...] = ()
    try:
        lines = _operator_lines(script_for(version, plan.child), plan.child.language)
    except InputError as error:
        complaints.append(f"{error} Choose another prompt version.")
    call_id = session_state.call_id()
    return AvatarCallView(
        ticket=_ticket(studio, plan, call_id=call_id, staff_name=staff_name),
        call_id=call_id,
        plan=_plan_view(studio, plan, scenario=scenario, choice=choice, left=left),
        cue=CueCardView(lines=scenario.cue_lines, must=scenario.must, must_not=scenario.must_not),
        operator_lines=lines,
        hearing=_hearing(studio, plan),
        api_base=_api_base(),
        blocked_because=" ".join(complaints) or None,
    )


def _ticket(studio: Studio, plan: CallPlan, *, call_id: str, staff_name: str) -> str:
    """The one in hand while it fits: a new one on every rerun would be new data for a live call."""
    now = studio.clock.now()
    minted = session_state.minted_call()
    if (
        minted is not None
        and (minted.call_id, minted.staff_name, minted.plan) == (call_id, staff_name, plan)
        and now - minted.at < _TICKET_IS_FRESH
    ):
        return minted.ticket
    ticket = studio.tickets.sign_plan(call_id=call_id, staff_name=staff_name, plan=plan)
    session_state.remember_minted_call(MintedCall(call_id, staff_name, plan, ticket, now))
    return ticket


def _plan_view(
    studio: Studio, plan: CallPlan, *, scenario: Scenario, choice: AvatarChoice, left: str
) -> PlanView:
    price = price_line(avatar=plan.avatar, cap_seconds=plan.cap_seconds, card=choice.card)
    own = plan.answer_by is AnswerBy.OWN_LLM
    return PlanView(
        scenario_title=scenario.title,
        child_name=plan.child.name,
        child_language=plan.child.language,
        avatar=plan.avatar,
        avatar_label=choice.label,
        santa_label=studio.chat_model.label if own else f"{choice.label}'s own language model",
        listen=plan.listen,
        quality=plan.quality,
        cap_seconds=plan.cap_seconds,
        cap_label=length(plan.cap_seconds),
        price_line=f"{price} {left}".rstrip(),
        usd_per_minute=choice.card.usd_per_minute,
        answer_by=plan.answer_by,
        talk_over=plan.talk_over,
    )


def _operator_lines(script: CallScript, language: str) -> tuple[OperatorLine, ...]:
    return (
        OperatorLine("Greeting", script.greeting),
        OperatorLine("Say it again?", script.say_again_line),
        OperatorLine("Fetch a grown-up", _FETCH_A_GROWN_UP.get(language, _FETCH_A_GROWN_UP["en"])),
        OperatorLine("Goodbye", script.goodbye),
    )


def _hearing(studio: Studio, plan: CallPlan) -> HearingView:
    """Only the practice avatar listens with this machine's ears; vendors bring their own."""
    if plan.avatar in _LIVEAVATARS and plan.answer_by is AnswerBy.OWN_LLM:
        return HearingView(available=True, note=_WITHOUT_CONTEXT)
    if plan.avatar is not Avatar.PRACTICE:
        return HearingView(available=True)
    language = plan.child.language
    if studio.hearing.available and not tier_understands(studio.hearing_options, language):
        return HearingView(
            available=False,
            note=f"The ears of the practice avatar know no {LANGUAGES.get(language, language)}: "
            "this call is typed. Whisper or OpenAI hear it, see SANTA_EARS in the settings.",
        )
    return HearingView(available=studio.hearing.available, note=studio.hearing.note)


def _api_base() -> str:
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{base}" if base else ""
