"""The call page: the call and its plan; a live call takes the whole width, an ended one shows its review."""

from __future__ import annotations

import streamlit as st

from components import session_state
from components.avatar_call import CallSnapshot, avatar_call
from components.call_address import PARAMETERS, CallAddress, read_address
from components.call_view import view_of
from components.page_links import link_to
from components.plan_draft import PlanDraft
from components.plan_form import (
    choose_scenario,
    draw_plan,
    fill_in_defaults,
    labels_of,
    plan_draft,
    version_label,
)
from components.plan_summary import draw_plan_summary
from components.review import draw_review
from components.safe_text import as_text
from components.services import studio
from components.session_state import PlanField
from components.standing_lines import draw_standing, left_line, standing_of
from components.who_is_calling import draw_name, require_name
from santa_core.domain.calls import Avatar, CallState
from santa_core.domain.prompts import PromptVersion
from santa_core.domain.scenarios import Scenario
from santa_core.errors import StorageError
from santa_core.services.standing import Standing
from santa_core.studio import Studio

_FORM_WIDTH_PX = 460


def draw() -> None:
    name = require_name()
    services = studio()
    reviewed = st.query_params.get("review")
    if reviewed and not session_state.in_call():
        session_state.arrived_at("review")
        link_to("call", "Plan a new call", icon=":material/arrow_back:")
        draw_review(services.call_log, services.scenarios, services.prompts, reviewed)
        return
    if session_state.arrived_at("call"):
        session_state.begin_new_call()  # leaving the page ended what ran here
    try:
        _draw_call(services, name)
    except StorageError as error:
        st.error(as_text(str(error)), icon=":material/database:")


def _draw_call(services: Studio, name: str) -> None:
    scenarios = {scenario.scenario_id: scenario for scenario in services.scenarios.all()}
    versions = services.prompts.versions()
    live = session_state.in_call()
    fill_in_defaults(services, scenarios, versions)
    if not live:
        _follow_address(scenarios)
        _follow_wished_quality()
    # The same two places whatever happens in them: a remounted component would end a live call.
    # The stage comes first, so that on a phone Start is at hand; a live call has the whole width.
    both = st.container(horizontal=not live, gap="small" if live else "large")
    stage = both.container()
    with both.container(width="stretch" if live else _FORM_WIDTH_PX):
        draft = _draw_plan_place(services, scenarios, versions, name=name, live=live)
        standing, left = (None, "") if live else _draw_standing(services, draft)
    with stage:
        view = view_of(
            services,
            draft,
            scenario=scenarios[draft.scenario_id],
            version=_version(versions, draft.prompt_version),
            staff_name=name,
            standing=standing,
            left=left,
        )
        _follow_call(avatar_call(view), live=live)
        ended = session_state.ended_call()
        if ended is not None:
            draw_review(services.call_log, services.scenarios, services.prompts, ended, outcome_is_shown=True)


def _draw_plan_place(
    services: Studio,
    scenarios: dict[str, Scenario],
    versions: list[PromptVersion],
    *,
    name: str,
    live: bool,
) -> PlanDraft:
    if live:
        draft = plan_draft()
        version = _version(versions, draft.prompt_version)
        label = version_label(version, labels_of(services))
        draw_plan_summary(draft, scenarios[draft.scenario_id], prompt=label)
        return draft
    with st.container(horizontal=True, vertical_alignment="center"):
        st.title("The plan", anchor=False)
        st.space("stretch")
        draw_name(name)
    for complaint in session_state.address_complaints():
        st.warning(complaint, icon=":material/link_off:")
    draw_plan(services, scenarios, versions)
    draft = plan_draft()
    _write_address(draft)
    for complaint in draft.complaints():
        st.warning(complaint, icon=":material/edit:")
    return draft


def _draw_standing(services: Studio, draft: PlanDraft) -> tuple[Standing | None, str]:
    """What stands behind Start, and the sentence of what is left."""
    plan = draft.plan()
    choice = next(choice for choice in services.avatars if choice.avatar is plan.avatar)
    if not choice.available:
        return None, ""
    standing = standing_of(services, avatar=plan.avatar, cap_seconds=plan.cap_seconds)
    draw_standing(standing)
    if choice.avatar is Avatar.PRACTICE or choice.card.is_free:
        return standing, ""  # nothing is used up
    return standing, left_line(standing, account=services.providers[choice.avatar].account)


def _version(versions: list[PromptVersion], number: int) -> PromptVersion:
    return next(version for version in versions if version.number == number)


def _follow_address(scenarios: dict[str, Scenario]) -> None:
    """Brings the plan in line with the address when that has changed."""
    query = _query()
    if query == session_state.address_seen():
        return
    address = read_address(query, scenario_ids=scenarios)
    session_state.remember_address(query)
    session_state.remember_address_complaints(address.complaints)
    _apply(address, scenarios)


def _follow_wished_quality() -> None:
    """Another try after a bad connection asks for a smaller picture."""
    quality = session_state.take_next_quality()
    if quality is not None:
        session_state.set_plan_value(PlanField.QUALITY, quality)


def _apply(address: CallAddress, scenarios: dict[str, Scenario]) -> None:
    chosen = session_state.plan_value(PlanField.SCENARIO)
    if address.scenario_id is not None and address.scenario_id != chosen:
        choose_scenario(scenarios[address.scenario_id])
    if address.listen is not None:
        session_state.set_plan_value(PlanField.LISTEN, address.listen)
    if address.avatar is not None:
        session_state.set_plan_value(PlanField.AVATAR, address.avatar)
    if address.talk_over is not None:
        session_state.set_plan_value(PlanField.TALK_OVER, address.talk_over)


def _write_address(draft: PlanDraft) -> None:
    """The address names the plan, so that it can be sent to a colleague."""
    wanted = {
        "scenario": draft.scenario_id,
        "listen": draft.listen.value,
        "avatar": draft.avatar.value,
    } | ({} if draft.talk_over else {"talk_over": "0"})
    if _query() != wanted:
        if draft.talk_over and "talk_over" in st.query_params:
            del st.query_params["talk_over"]
        for parameter, value in wanted.items():
            st.query_params[parameter] = value
    session_state.remember_address(wanted)


def _query() -> dict[str, str]:
    return {name: st.query_params[name] for name in PARAMETERS if name in st.query_params}


def _follow_call(snapshot: CallSnapshot, *, live: bool) -> None:
    """What the browser has told: a rerun where what is drawn above is no longer true."""
    if snapshot.new_call:
        session_state.begin_new_call()
        if snapshot.new_call_quality is not None:
            session_state.remember_next_quality(snapshot.new_call_quality)
        st.rerun()
    if snapshot.ticket_expired:
        session_state.forget_minted_call()
        st.rerun()
    of_this_call = snapshot.call_id == session_state.call_id()
    if snapshot.ended_call_id is not None:
        session_state.remember_ended_call(snapshot.ended_call_id)
    now_live = of_this_call and snapshot.state is CallState.LIVE
    if now_live != live:
        session_state.remember_in_call(now_live)
        st.rerun()


draw()
