"""The plan of a call: scenario, child, Santa and avatar, as fields that keep their values for the tab."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from components import session_state
from components.plan_draft import (
    LONGEST_CAP_SECONDS,
    MAX_NAME_CHARACTERS,
    OLDEST,
    SHORTEST_CAP_SECONDS,
    YOUNGEST,
    PlanDraft,
    knowledge_word,
    longest_cap_seconds,
)
from components.price_lines import length, price_line
from components.safe_text import as_text
from components.session_state import PlanField
from santa_core.domain.calls import AnswerBy, Avatar, Listen, Quality
from santa_core.domain.child_details import LANGUAGES
from santa_core.domain.prompts import PromptVersion
from santa_core.domain.scenarios import Scenario
from santa_core.studio import AvatarChoice, Studio

PROMPT_LABELS = ("production", "staging")
_DIFFICULTY = {1: "easy", 2: "medium", 3: "hard"}
_EMOTIONS = ("friendly", "excited", "soothing", "serious", "broadcaster")
_AUTOMATIC = "auto"  # an option of None would be drawn as nothing chosen
_QUALITIES: Mapping[str, str] = {
    _AUTOMATIC: "Automatic, by this connection",
    Quality.HIGH: "High (720p)",
    Quality.MEDIUM: "Medium (480p)",
    Quality.LOW: "Low (360p)",
}
_LISTENING = {
    Listen.VOICE: "By voice",
    Listen.PUSH_TO_TALK: "Push to talk",
    Listen.TYPING: "By typing",
}


def fill_in_defaults(
    studio: Studio, scenarios: Mapping[str, Scenario], versions: list[PromptVersion]
) -> None:
    """Before the fields are drawn: what stands in them the first time, and whenever a choice is gone."""
    if session_state.plan_value(PlanField.SCENARIO) not in scenarios:
        choose_scenario(next(iter(scenarios.values())))
    production = studio.prompts.labelled("production") or versions[0]
    if session_state.plan_value(PlanField.PROMPT) not in [version.number for version in versions]:
        session_state.set_plan_value(PlanField.PROMPT, production.number)
    defaults: dict[PlanField, object] = {
        PlanField.AVATAR: Avatar.PRACTICE,
        PlanField.LISTEN: Listen.VOICE if studio.hearing.available else Listen.TYPING,
        PlanField.TALK_OVER: True,
        PlanField.QUALITY: _AUTOMATIC,
        PlanField.RATE: production.voice.rate,
        PlanField.EMOTION: production.voice.emotion,
        PlanField.CAP_MINUTES: 10,
        PlanField.ANSWER_BY: AnswerBy.OWN_LLM,
        PlanField.KNOWLEDGE_BASE_ID: "",
    }
    for field, value in defaults.items():
        if not session_state.has_plan_value(field):
            session_state.set_plan_value(field, value)


def choose_scenario(scenario: Scenario) -> None:
    """The scenario and its invented child, over whatever stood in the child's fields."""
    child = scenario.child
    for field, value in {
        PlanField.SCENARIO: scenario.scenario_id,
        PlanField.NAME: child.name,
        PlanField.SAY_NAME_AS: child.say_name_as or "",
        PlanField.AGE: child.age,
        PlanField.LANGUAGE: child.language,
        PlanField.WISHES: "\n".join(child.wishes),
        PlanField.GOOD_DEEDS: "\n".join(child.good_deeds),
    }.items():
        session_state.set_plan_value(field, value)


def draw_plan(studio: Studio, scenarios: Mapping[str, Scenario], versions: list[PromptVersion]) -> None:
    _draw_scenario(scenarios)
    _draw_child()
    _draw_santa(studio, versions)
    _draw_more()


def plan_draft() -> PlanDraft:
    """What stands in the fields, whether they are drawn in this run or not."""
    value = session_state.plan_value
    return PlanDraft(
        scenario_id=value(PlanField.SCENARIO),
        name=value(PlanField.NAME) or "",
        say_name_as=value(PlanField.SAY_NAME_AS) or "",
        age=value(PlanField.AGE),
        language=value(PlanField.LANGUAGE),
        wishes=value(PlanField.WISHES) or "",
        good_deeds=value(PlanField.GOOD_DEEDS) or "",
        prompt_version=value(PlanField.PROMPT),
        avatar=value(PlanField.AVATAR),
        listen=value(PlanField.LISTEN),
        talk_over=bool(value(PlanField.TALK_OVER)),
        quality=None if value(PlanField.QUALITY) == _AUTOMATIC else Quality(value(PlanField.QUALITY)),
        rate=value(PlanField.RATE),
        emotion=value(PlanField.EMOTION),
        cap_seconds=int(value(PlanField.CAP_MINUTES)) * 60,
        answer_by=value(PlanField.ANSWER_BY),
        knowledge_base_id=value(PlanField.KNOWLEDGE_BASE_ID) or "",
    )


def draw_cue_card(scenario: Scenario) -> None:
    with st.expander("Cue card", expanded=True, icon=":material/theater_comedy:"):
        _draw_list("You say", [f"“{line}”" for line in scenario.cue_lines])
        _draw_list("Santa must", scenario.must)
        _draw_list("Santa must not", scenario.must_not)


def scenario_label(scenario: Scenario) -> str:
    marks = [scenario.category.replace("-", " "), _DIFFICULTY[scenario.difficulty]]
    if scenario.blocker:
        marks.append("blocker")
    return f"{scenario.title} · {', '.join(marks)}"


def version_label(version: PromptVersion, labels: Mapping[str, int]) -> str:
    """ "Version 3 · production": as the plan and the log show it."""
    names = [label for label, number in labels.items() if number == version.number]
    return " · ".join([f"Version {version.number}", *names])


def labels_of(studio: Studio) -> dict[str, int]:
    """Which version each label points to; labels that point nowhere are left out."""
    found = {label: studio.prompts.labelled(label) for label in PROMPT_LABELS}
    return {label: version.number for label, version in found.items() if version is not None}


def _draw_scenario(scenarios: Mapping[str, Scenario]) -> None:
    chosen = st.selectbox(
        "Scenario",
        list(scenarios),
        format_func=lambda scenario_id: scenario_label(scenarios[scenario_id]),
        key=PlanField.SCENARIO,
        on_change=_scenario_changed,
        args=(scenarios,),
        help="Type to search by title, category, difficulty or “blocker”. A blocker is a scenario that Santa "
        "must never get wrong.",
        persist_state="session",
    )
    draw_cue_card(scenarios[str(chosen)])


def _scenario_changed(scenarios: Mapping[str, Scenario]) -> None:
    choose_scenario(scenarios[session_state.plan_value(PlanField.SCENARIO)])
    session_state.remember_address_complaints(())


def _draw_child() -> None:
    st.subheader("The child", anchor=False)
    name, say_as = st.columns(2)
    with name:
        st.text_input(
            "Child's name", key=PlanField.NAME, max_chars=MAX_NAME_CHARACTERS,
            persist_state="session", autocomplete="off",
        )  # fmt: skip
    with say_as:
        st.text_input(
            "Say it as", key=PlanField.SAY_NAME_AS, max_chars=MAX_NAME_CHARACTERS,
            persist_state="session", placeholder="as written", autocomplete="off",
            help="How the voice should pronounce it: Saoirse is said as “Seersha”.",
        )  # fmt: skip
    age, language = st.columns(2)
    with age:
        st.number_input(
            "Age", min_value=YOUNGEST, max_value=OLDEST, step=1, value=None, key=PlanField.AGE,
            persist_state="session", placeholder="not told",
        )  # fmt: skip
    with language:
        st.selectbox(
            "Language", list(LANGUAGES), format_func=LANGUAGES.__getitem__, key=PlanField.LANGUAGE,
            persist_state="session",
        )  # fmt: skip
    wishes, deeds = st.columns(2)
    with wishes:
        st.text_area(
            "Wishes", key=PlanField.WISHES, height=96, persist_state="session",
            placeholder="One a line",
        )  # fmt: skip
    with deeds:
        st.text_area(
            "Good deeds", key=PlanField.GOOD_DEEDS, height=96, persist_state="session",
            placeholder="One a line",
        )  # fmt: skip


def _draw_santa(studio: Studio, versions: list[PromptVersion]) -> None:
    st.subheader("Santa and the call", anchor=False)
    labels = labels_of(studio)
    by_number = {version.number: version for version in versions}
    choices = {choice.avatar: choice for choice in studio.avatars}
    left, right = st.columns(2)
    with left:
        st.selectbox(
            "Prompt", list(by_number), format_func=lambda number: version_label(by_number[number], labels),
            key=PlanField.PROMPT, persist_state="session",
        )  # fmt: skip
    with right:
        st.selectbox(
            "Avatar", list(choices), format_func=lambda avatar: _avatar_label(choices[avatar]),
            key=PlanField.AVATAR, persist_state="session",
        )  # fmt: skip
    left, right = st.columns(2)
    with left:
        st.segmented_control(
            "The child talks", list(_LISTENING), format_func=_LISTENING.__getitem__, key=PlanField.LISTEN,
            required=True, persist_state="session",
        )  # fmt: skip
        st.toggle(
            "The child may talk over Santa", key=PlanField.TALK_OVER, persist_state="session",
            disabled=session_state.plan_value(PlanField.LISTEN) is Listen.TYPING,
            help="With loudspeakers and without headphones turn it off: Santa would hear himself. Then they "
            "take turns, and the microphone is closed while Santa speaks.",
        )  # fmt: skip
    chosen = choices[session_state.plan_value(PlanField.AVATAR)]
    longest = longest_cap_seconds(chosen.avatar)
    with right:
        # The slider keeps its range, so the length that was chosen is back with the next avatar.
        st.slider(
            "At most", SHORTEST_CAP_SECONDS // 60, LONGEST_CAP_SECONDS // 60, key=PlanField.CAP_MINUTES,
            format="%d min", persist_state="session", disabled=longest == SHORTEST_CAP_SECONDS,
            help="Santa says goodbye before this length is reached.",
        )  # fmt: skip
        if longest == SHORTEST_CAP_SECONDS:
            st.caption(f"{as_text(chosen.label)}: free, and over after about {length(longest)}.")
    if not chosen.available:
        st.warning(as_text(chosen.because), icon=":material/power_off:")
    st.caption(as_text(_price(chosen)))


def _avatar_label(choice: AvatarChoice) -> str:
    return choice.label if choice.available else f"{choice.label} (not set up)"


def _price(choice: AvatarChoice) -> str:
    cap_seconds = min(
        int(session_state.plan_value(PlanField.CAP_MINUTES)) * 60, longest_cap_seconds(choice.avatar)
    )
    return price_line(avatar=choice.avatar, cap_seconds=cap_seconds, card=choice.card)


def _answering(avatar: Avatar) -> dict[AnswerBy, str]:
    word = knowledge_word(avatar)
    return {
        AnswerBy.OWN_LLM: "Our language model, sentence by sentence",
        AnswerBy.VENDOR_LLM: f"The avatar's service, with our prompt as its {word}",
        AnswerBy.KNOWLEDGE_BASE_ID: f"The avatar's service, with a {word} kept there",
    }


def _draw_more() -> None:
    avatar = session_state.plan_value(PlanField.AVATAR)
    answering = _answering(avatar)
    with st.expander("Picture, voice and who answers", icon=":material/tune:"):
        left, right = st.columns(2)
        with left:
            st.selectbox(
                "Picture quality", list(_QUALITIES), format_func=_QUALITIES.__getitem__,
                key=PlanField.QUALITY, persist_state="session",
            )  # fmt: skip
            st.slider(
                "Speed of the voice", 0.5, 1.5, step=0.05, key=PlanField.RATE,
                persist_state="session",
            )  # fmt: skip
        with right:
            st.selectbox(
                "Mood of the voice", _EMOTIONS, format_func=str.capitalize, key=PlanField.EMOTION,
                persist_state="session",
            )  # fmt: skip
            st.selectbox(
                "Answers come from", list(answering), format_func=answering.__getitem__,
                key=PlanField.ANSWER_BY, persist_state="session",
                help="Only our own language model can be checked before Santa says its words.",
            )  # fmt: skip
        if session_state.plan_value(PlanField.ANSWER_BY) is AnswerBy.KNOWLEDGE_BASE_ID:
            st.text_input(
                f"{knowledge_word(avatar).capitalize()} id", key=PlanField.KNOWLEDGE_BASE_ID, max_chars=100,
                persist_state="session",
            )  # fmt: skip


def _draw_list(title: str, items: list[str] | tuple[str, ...]) -> None:
    if items:
        st.markdown(f"**{title}**\n\n" + "\n".join(f"- {as_text(item)}" for item in items))
