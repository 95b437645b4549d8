"""What one browser tab remembers between reruns: the only reader and writer of st.session_state.

The widgets of the plan keep their own values (`persist_state="session"`); their keys stand here, so that
a scenario or an address can fill them in before they are drawn.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import uuid4

import streamlit as st

from santa_core.domain.calls import Avatar, CallPlan, Quality
from santa_core.domain.prompt_drafts import Draft
from santa_core.evaluation.gate import GateVerdict
from santa_core.evaluation.try_out import TryOut
from santa_core.services.standing import Standing
from santa_core.services.test_cases import CaseDraft
from santa_core.services.vendor_accounts import AccountReport, Catalogue


class PlanField(StrEnum):
    """The keys of the plan's widgets."""

    SCENARIO = "plan_scenario"
    NAME = "plan_name"
    SAY_NAME_AS = "plan_say_name_as"
    AGE = "plan_age"
    LANGUAGE = "plan_language"
    WISHES = "plan_wishes"
    GOOD_DEEDS = "plan_good_deeds"
    PROMPT = "plan_prompt"
    AVATAR = "plan_avatar"
    LISTEN = "plan_listen"
    TALK_OVER = "plan_talk_over"
    QUALITY = "plan_quality"
    RATE = "plan_rate"
    EMOTION = "plan_emotion"
    CAP_MINUTES = "plan_cap_minutes"
    ANSWER_BY = "plan_answer_by"
    KNOWLEDGE_BASE_ID = "plan_knowledge_base_id"


@dataclass(frozen=True)
class MintedCall:
    """A call this tab may start: its id, what was signed for it and when."""

    call_id: str
    staff_name: str
    plan: CallPlan
    ticket: str
    at: datetime


@dataclass(frozen=True)
class OpenedDraft:
    """The prompt version this tab is writing. `generation` names its fields: the next one's begin anew."""

    draft: Draft
    generation: int


@dataclass(frozen=True)
class RefusedPromotion:
    """What the gate said when this tab asked to make a version production."""

    number: int
    reason: str  # the person's own, for the move
    verdict: GateVerdict


@dataclass(frozen=True)
class HearingTry:
    """A try of the hearing test, each with a connection of its own; how many before it failed."""

    number: int = 1
    failures: int = 0


@dataclass(frozen=True)
class KeptReports:
    """What the vendors said, and when they were asked."""

    at: datetime
    reports: tuple[AccountReport, ...]


@dataclass(frozen=True)
class KeptStanding:
    """What stood behind Start for this avatar and length. None: it was not told in time."""

    avatar: Avatar
    cap_seconds: int
    at: datetime
    standing: Standing | None


@dataclass
class RunningTry:
    """A try of this tab: which versions answer, and as whom the child speaks. `earlier`: what was said to
    the versions before, with what was answered in a call if it was a call's."""

    versions: tuple[int, ...]
    scenario_id: str
    try_out: TryOut
    earlier: list[tuple[str, str]] = field(default_factory=list)


_STAFF_NAME = "staff_name"
_ADDRESS_SEEN = "call_address_seen"
_COMPLAINTS = "call_address_complaints"
_CALL_ID = "call_id"
_MINTED = "call_minted"
_IN_CALL = "call_is_live"
_ENDED_CALL = "call_ended_id"
_NEXT_QUALITY = "plan_next_quality"
_PLACE = "place"
_HEARING_TRY = "hearing_try"
_REPORTS = "account_reports"
_CATALOGUES = "account_catalogues"
_STANDING = "call_standing"
_CLOSING = "closing_outcome"
_CASE_DRAFT = "case_draft"
_CASE_NEWS = "case_news"
# Keys of choices on the Suites tab.
SUITES_VIEW, SHOWN_RUN = "suites_view", "suites_run"
SUITE_TO_RUN, CASES_TO_RUN, VERSIONS_TO_RUN = "run_suite", "run_cases", "run_versions"
_SUGGESTED_VERSIONS = "run_versions_suggested"
_DRAFT = "opened_draft"
_DRAFT_GENERATION = "draft_generation"
_PROMPT_NEWS = "prompt_news"
_REFUSED = "refused_promotion"
VERSION_LIST = "version_list"  # key of the list of versions
_TRY = "running_try"
PROMPTS_TAB = "prompts_tab"  # key of the choice on the Prompts page
HEARING_LANGUAGE, HEARING_ECHO = "hearing_language", "hearing_echo"  # keys of the hearing test's widgets


def staff_name() -> str | None:
    name: str | None = st.session_state.get(_STAFF_NAME)
    return name


def remember_staff_name(name: str) -> None:
    st.session_state[_STAFF_NAME] = name


def forget_staff_name() -> None:
    st.session_state.pop(_STAFF_NAME, None)


def plan_value(field: PlanField) -> Any:
    """None before the form was drawn for the first time."""
    return st.session_state.get(field)


def has_plan_value(field: PlanField) -> bool:
    return field in st.session_state


def set_plan_value(field: PlanField, value: object) -> None:
    """Only before the field's widget is drawn in this run."""
    st.session_state[field] = value


def remember_next_quality(quality: Quality) -> None:
    """For the plan of the next run: in this one its widget is drawn already."""
    st.session_state[_NEXT_QUALITY] = quality


def take_next_quality() -> Quality | None:
    quality: Quality | None = st.session_state.pop(_NEXT_QUALITY, None)
    return quality


def address_seen() -> Mapping[str, str]:
    """The query of /call that the plan was last brought in line with."""
    seen: Mapping[str, str] = st.session_state.get(_ADDRESS_SEEN, {})
    return seen


def remember_address(query: Mapping[str, str]) -> None:
    st.session_state[_ADDRESS_SEEN] = dict(query)


def address_complaints() -> tuple[str, ...]:
    complaints: tuple[str, ...] = st.session_state.get(_COMPLAINTS, ())
    return complaints


def remember_address_complaints(complaints: tuple[str, ...]) -> None:
    st.session_state[_COMPLAINTS] = complaints


def call_id() -> str:
    """The id of the call that Start will open, or that runs."""
    if _CALL_ID not in st.session_state:
        st.session_state[_CALL_ID] = str(uuid4())
    value: str = st.session_state[_CALL_ID]
    return value


def begin_new_call() -> None:
    """The next call: a fresh id, nothing running, no review."""
    for key in (_CALL_ID, _MINTED, _IN_CALL, _ENDED_CALL, _STANDING):
        st.session_state.pop(key, None)


def minted_call() -> MintedCall | None:
    minted: MintedCall | None = st.session_state.get(_MINTED)
    return minted


def remember_minted_call(minted: MintedCall) -> None:
    st.session_state[_MINTED] = minted


def forget_minted_call() -> None:
    st.session_state.pop(_MINTED, None)


def ended_call() -> str | None:
    """The call whose review is open under the stage."""
    value: str | None = st.session_state.get(_ENDED_CALL)
    return value


def remember_ended_call(call_id: str) -> None:
    st.session_state[_ENDED_CALL] = call_id


def in_call() -> bool:
    """Whether the component said that its call is live when the page was last drawn."""
    return bool(st.session_state.get(_IN_CALL))


def remember_in_call(live: bool) -> None:
    st.session_state[_IN_CALL] = live


def arrived_at(place: str) -> bool:
    """Whether this tab showed something else in the run before: a component there has been removed."""
    before = st.session_state.get(_PLACE)
    st.session_state[_PLACE] = place
    return bool(before != place)


def hearing_try() -> HearingTry:
    current: HearingTry = st.session_state.get(_HEARING_TRY, HearingTry())
    return current


def begin_hearing_try(*, failures: int) -> None:
    """The next try; `failures` of those before, 0 to forget them."""
    st.session_state[_HEARING_TRY] = HearingTry(hearing_try().number + 1, failures)


def hearing_language() -> str:
    language: str = st.session_state.get(HEARING_LANGUAGE, "en")
    return language


def account_reports() -> KeptReports | None:
    kept: KeptReports | None = st.session_state.get(_REPORTS)
    return kept


def remember_account_reports(kept: KeptReports) -> None:
    st.session_state[_REPORTS] = kept


def forget_account_reports() -> None:
    """The next look asks again."""
    st.session_state.pop(_REPORTS, None)


def forget_all_answers() -> None:
    """Also what the avatars and voices of the accounts are."""
    for key in (_REPORTS, _CATALOGUES):
        st.session_state.pop(key, None)


def catalogue(account: str) -> Catalogue | None:
    """None until somebody wanted to see it."""
    kept: dict[str, Catalogue] = st.session_state.get(_CATALOGUES, {})
    return kept.get(account)


def remember_catalogue(found: Catalogue) -> None:
    st.session_state[_CATALOGUES] = {**st.session_state.get(_CATALOGUES, {}), found.account: found}


def closing_outcome() -> str | None:
    """How the closing of a session went, told once."""
    outcome: str | None = st.session_state.pop(_CLOSING, None)
    return outcome


def remember_closing_outcome(sentence: str) -> None:
    st.session_state[_CLOSING] = sentence


def kept_standing() -> KeptStanding | None:
    kept: KeptStanding | None = st.session_state.get(_STANDING)
    return kept


def remember_standing(kept: KeptStanding) -> None:
    st.session_state[_STANDING] = kept


def forget_standing() -> None:
    st.session_state.pop(_STANDING, None)


def case_draft() -> CaseDraft | None:
    """The moment of a try, a suite or a call that the Suites tab is to make a test case of."""
    draft: CaseDraft | None = st.session_state.get(_CASE_DRAFT)
    return draft


def remember_case_draft(draft: CaseDraft) -> None:
    """Then go to /prompts?tab=suites&view=cases: its form begins with this moment."""
    st.session_state[_CASE_DRAFT] = draft


def forget_case_draft() -> None:
    st.session_state.pop(_CASE_DRAFT, None)


def take_case_news() -> str | None:
    """What became of a test case, told once."""
    news: str | None = st.session_state.pop(_CASE_NEWS, None)
    return news


def remember_case_news(sentence: str) -> None:
    st.session_state[_CASE_NEWS] = sentence


def chosen_version() -> int | None:
    """The version whose circle is ticked in the list; None before it was drawn."""
    number: int | None = st.session_state.get(VERSION_LIST)
    return number


def choose_version(number: int) -> None:
    """Only before the list is drawn in this run."""
    st.session_state[VERSION_LIST] = number


def opened_draft() -> OpenedDraft | None:
    opened: OpenedDraft | None = st.session_state.get(_DRAFT)
    return opened


def open_draft(draft: Draft) -> OpenedDraft:
    """From now on the editor's fields hold this draft."""
    generation = st.session_state.get(_DRAFT_GENERATION, 0) + 1
    st.session_state[_DRAFT_GENERATION] = generation
    opened = st.session_state[_DRAFT] = OpenedDraft(draft, generation)
    return opened


def forget_opened_draft() -> None:
    """The editor opens what is stored, or what was left on the shelf."""
    st.session_state.pop(_DRAFT, None)


def prompt_news() -> tuple[str, ...]:
    """What became of a prompt version or a label, told once. Markdown, safe."""
    news: tuple[str, ...] = st.session_state.pop(_PROMPT_NEWS, ())
    return news


def remember_prompt_news(*sentences: str) -> None:
    st.session_state[_PROMPT_NEWS] = (*st.session_state.get(_PROMPT_NEWS, ()), *sentences)


def refused_promotion(number: int) -> RefusedPromotion | None:
    refused: RefusedPromotion | None = st.session_state.get(_REFUSED)
    return refused if refused is not None and refused.number == number else None


def remember_refused_promotion(refused: RefusedPromotion) -> None:
    st.session_state[_REFUSED] = refused


def forget_refused_promotion() -> None:
    st.session_state.pop(_REFUSED, None)


def running_try() -> RunningTry | None:
    running: RunningTry | None = st.session_state.get(_TRY)
    return running


def remember_try(running: RunningTry) -> None:
    st.session_state[_TRY] = running


def forget_try() -> None:
    st.session_state.pop(_TRY, None)


def choose_prompts_tab(tab: str) -> None:
    """Only before the choice is drawn in this run."""
    st.session_state[PROMPTS_TAB] = tab


def prompts_tab() -> str:
    """What was chosen on the Prompts page."""
    tab: str = st.session_state[PROMPTS_TAB]
    return tab


def choose_suites_view(view: str) -> None:
    """Only before the choice is drawn in this run."""
    st.session_state[SUITES_VIEW] = view


def suites_view() -> str:
    view: str = st.session_state.get(SUITES_VIEW, "runs")
    return view


def choose_run(run_id: str) -> None:
    """Only before the choice is drawn in this run."""
    st.session_state[SHOWN_RUN] = run_id


def shown_run() -> str | None:
    run_id: str | None = st.session_state.get(SHOWN_RUN)
    return run_id


def choose_cases_to_run(suite: str, scenario_ids: Sequence[str]) -> None:
    """Only before the fields of a new run are drawn in this run."""
    st.session_state[SUITE_TO_RUN] = suite
    st.session_state[CASES_TO_RUN] = list(scenario_ids)


def forget_unknown_cases(known: Collection[str]) -> None:
    """Somebody may have deleted one that was chosen. Only before the choice is drawn in this run."""
    chosen: list[str] = st.session_state.get(CASES_TO_RUN, [])
    st.session_state[CASES_TO_RUN] = [scenario_id for scenario_id in chosen if scenario_id in known]


def suggest_versions_to_run(production: int, newest: int) -> None:
    """Chosen at first, and again whenever one of them has become another. Only before the choice is drawn
    in this run."""
    suggested = list(dict.fromkeys([production, newest]))
    if st.session_state.get(_SUGGESTED_VERSIONS) != suggested or VERSIONS_TO_RUN not in st.session_state:
        st.session_state[_SUGGESTED_VERSIONS] = suggested
        st.session_state[VERSIONS_TO_RUN] = suggested
