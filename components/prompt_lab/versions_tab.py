"""Versions: the list, the editor, labels, comparing. One version is chosen; its number is in the address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from components import session_state
from components.prompt_lab.compare_panel import draw_compare
from components.prompt_lab.editor import draw_editor
from components.prompt_lab.labels_panel import draw_labels
from components.prompt_lab.version_files import draw_files
from components.safe_text import as_text
from components.times import browser_zone, day_and_time, moment
from components.who_is_calling import require_name
from santa_core.domain.prompts import PromptVersion
from santa_core.errors import StorageError
from santa_core.services.prompt_editing import PromptEditing
from santa_core.studio import Studio

_COLOURS = {"production": "red", "staging": "orange"}
_LIST_HEIGHT = 430
_FIT_WITHOUT_SCROLLING = 5
_NOTE_CHARACTERS = 90


def draw_versions(studio: Studio) -> None:
    name = require_name()
    try:
        versions, labels = studio.prompts.versions(), studio.prompts.labels()
        drafts = {draft.base for draft in studio.drafts.drafts(name)}
    except StorageError as error:
        st.error(as_text(str(error)), icon=":material/database:")
        return
    if not versions:
        st.info("There is no prompt version yet.", icon=":material/edit_note:")
        return
    for sentence in session_state.prompt_news():
        st.success(sentence, icon=":material/check:")
    editing = PromptEditing(studio.prompts, studio.drafts, studio.clock)
    side, main = st.columns([1, 3.4], gap="large")
    with side:
        chosen = _draw_list(versions, labels, drafts)
        draw_labels(studio, chosen, labels, by=name)
        draw_files(studio, editing, chosen, by=name)
    with main:
        _draw_heading(studio, chosen, labels)
        draw_editor(editing, chosen, by=name)
        st.divider()
        draw_compare(versions, labels, chosen)


def _draw_list(
    versions: Sequence[PromptVersion], labels: Mapping[str, int], drafts: set[int]
) -> PromptVersion:
    by_number = {version.number: version for version in versions}
    asked = _asked_for(by_number, labels)
    if session_state.chosen_version() != asked:
        session_state.choose_version(asked)
    zone = browser_zone()
    st.subheader("Versions", anchor=False)
    with st.container(
        height=_LIST_HEIGHT if len(versions) > _FIT_WITHOUT_SCROLLING else "content", border=False
    ):
        number = st.radio(
            "Version",
            list(by_number),
            format_func=lambda number: _title(number, labels, drafts),
            captions=[
                f"{as_text(_short(version.note))}  \n{as_text(version.author)}, "
                f"{as_text(day_and_time(version.created_at, zone))}"
                for version in versions
            ],
            key=session_state.VERSION_LIST,
            on_change=_show_in_address,
            label_visibility="collapsed",
            width="stretch",
        )
    return by_number[number if number is not None else asked]


def _draw_heading(studio: Studio, version: PromptVersion, labels: Mapping[str, int]) -> None:
    st.subheader(f"Version {version.number} {_badges(version.number, labels)}", anchor=False)
    origin = f" · made from version {version.parent}" if version.parent else ""
    saved = as_text(moment(version.created_at, browser_zone()))
    st.caption(f"{as_text(version.note)}  \nBy {as_text(version.author)} · {saved}{origin}")
    if not studio.settings.has_language_model:
        st.info(
            "The scripted Santa answers here, and the prompt has no effect on him: only the lines he says "
            "word for word have. For a language model put OPENAI_API_KEY or OPENAI_BASE_URL into .env and "
            "start again.",
            icon=":material/smart_toy:",
        )


def _asked_for(by_number: Mapping[int, PromptVersion], labels: Mapping[str, int]) -> int:
    """The address's version, else production, else the newest."""
    asked = st.query_params.get("version", "")
    if asked.isascii() and asked.isdigit() and len(asked) < 10 and int(asked) in by_number:
        return int(asked)
    if asked:
        st.warning(f"There is no prompt version {as_text(asked[:20])}. Here is production.")
        del st.query_params["version"]
    return labels.get("production", max(by_number))


def _show_in_address() -> None:
    number = session_state.chosen_version()
    if number is not None:
        st.query_params["version"] = str(number)


def _title(number: int, labels: Mapping[str, int], drafts: set[int]) -> str:
    draft = " :gray-badge[your draft]" if number in drafts else ""
    return f"**Version {number}** {_badges(number, labels)}{draft}"


def _badges(number: int, labels: Mapping[str, int]) -> str:
    return " ".join(
        f":{_COLOURS.get(label, 'blue')}-badge[{as_text(label)}]"
        for label, pointed in labels.items()
        if pointed == number
    )


def _short(note: str) -> str:
    return note if len(note) <= _NOTE_CHARACTERS else note[:_NOTE_CHARACTERS].rstrip() + "…"
