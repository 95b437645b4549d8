"""The editor of a prompt version: fields, what the lint says meanwhile, and saving."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from components import session_state
from components.prompt_lab.diff_view import draw_diff, draw_legend
from components.prompt_lab.draft_fields import draw_fields
from components.prompt_lab.insight import SAMPLE_CHILDREN, draw_cost, draw_findings, draw_preview
from components.safe_text import as_text
from components.session_state import OpenedDraft
from components.times import browser_zone, moment
from santa_core.domain.prompt_diff import diff_versions
from santa_core.domain.prompt_drafts import Draft
from santa_core.domain.prompt_fields import MAX_NOTE_CHARACTERS
from santa_core.domain.prompt_lint import lint
from santa_core.domain.prompts import PromptVersion
from santa_core.errors import InputError, StorageError
from santa_core.services.prompt_editing import AlreadyThere, PromptEditing, Saved

# The checks and the button stay in sight while somebody reads and types below.
_STICKY = """<style>
@media (min-width: 641px) {
  [data-testid="stColumn"] [data-testid="stColumn"]:has(.st-key-beside_the_editor) {
    position: sticky; top: 4.5rem; align-self: flex-start; max-height: calc(100vh - 5.5rem); overflow-y: auto;
  }
}
.st-key-lint_findings p { font-size: .9rem; }
</style>"""


@st.fragment
def draw_editor(editing: PromptEditing, base: PromptVersion, *, by: str) -> None:
    """Only this runs again while somebody types; what is typed is on the shelf after each run."""
    try:
        opened = _opened(editing, base, by=by)
        _draw(editing, opened, base)
    except StorageError as error:
        st.error(as_text(str(error)), icon=":material/database:")


def _opened(editing: PromptEditing, base: PromptVersion, *, by: str) -> OpenedDraft:
    opened = session_state.opened_draft()
    if opened is None or (opened.draft.base, opened.draft.by) != (base.number, by):
        opened = session_state.open_draft(editing.open(base.number, by=by))
    return opened


def _draw(editing: PromptEditing, opened: OpenedDraft, base: PromptVersion) -> None:
    key = f"draft_{opened.generation}"
    fields, beside = st.columns([1.8, 1], gap="large")
    with beside, st.container(key="beside_the_editor"):
        st.html(_STICKY)
        # They stand on top, and are known only when the fields have been read.
        checks, saving = st.container(), st.container()
        cost = st.container()
        chosen = st.selectbox("Sample child", list(SAMPLE_CHILDREN), key="sample_child")
        child = SAMPLE_CHILDREN[chosen or next(iter(SAMPLE_CHILDREN))]
        preview = st.container()
    with fields:
        written = draw_fields(opened.draft.content, child, key=key)
    with saving:
        note = st.text_input(
            "Note",
            opened.draft.note,
            max_chars=MAX_NOTE_CHARACTERS,
            key=f"{key}_note",
            placeholder="What is different, and why",
        )
    draft = editing.keep(replace(opened.draft, content=written.content, note=note or ""))
    if written.is_reshaped:
        session_state.open_draft(draft)
        st.rerun()
    with checks:
        draw_findings(lint(draft.content), draft.content)
    with saving:
        _draw_saving(editing, draft, base)
    with cost:
        draw_cost(draft.content, child)
    with preview:
        draw_preview(draft.content, child)
        _draw_changes(base, draft.content)


def _draw_changes(base: PromptVersion, content: PromptVersion) -> None:
    changes = [field for field in diff_versions(base, content) if field.is_changed]
    if changes:
        with st.expander(f"What you changed ({len(changes)})", icon=":material/difference:"):
            draw_legend()
            draw_diff(changes)


def _draw_saving(editing: PromptEditing, draft: Draft, base: PromptVersion) -> None:
    is_changed = editing.is_changed(draft)
    faster = editing.meanwhile(draft)
    if faster and is_changed:
        _draw_faster(editing, draft, faster)
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button(
            "Save as new version",
            type="primary",
            icon=":material/save:",
            disabled=bool(faster and is_changed),
        ):
            _save(editing, draft, anyway=False)
        if (is_changed or draft.note) and st.button("Discard changes", icon=":material/undo:"):
            editing.discard(draft)
            session_state.forget_opened_draft()
            st.rerun()
    if is_changed:
        st.caption(f"Not saved yet, and kept for you. Version {base.number} stays as it is.")
    else:
        st.caption(f"This is version {base.number}. Change something, and save it as a new version.")


def _draw_faster(editing: PromptEditing, draft: Draft, faster: tuple[PromptVersion, ...]) -> None:
    zone = browser_zone()
    with st.container(border=True):
        for version in faster:
            st.warning(
                f"**{as_text(version.author)} saved version {version.number} while you were writing**, "
                f"{as_text(moment(version.created_at, zone))}: {as_text(version.note)}",
                icon=":material/group:",
            )
            with st.expander(f"Yours against version {version.number}"):
                draw_legend()
                draw_diff(diff_versions(version, draft.content))
        st.caption("Nothing of yours is lost, and nothing of theirs: both can be versions of their own.")
        if st.button("Save mine all the same", icon=":material/save:"):
            _save(editing, draft, anyway=True)


def _save(editing: PromptEditing, draft: Draft, *, anyway: bool) -> None:
    try:
        outcome = editing.save(draft, anyway=anyway)
    except InputError as error:
        st.error(as_text(str(error)), icon=":material/edit_note:")
        return
    if isinstance(outcome, AlreadyThere):
        number = outcome.version.number
        st.info(
            f"Version {number} is the same, to the letter: there is nothing to save. "
            "To use it, move a label to it.",
            icon=":material/content_copy:",
        )
    elif isinstance(outcome, Saved):
        session_state.forget_opened_draft()
        news = [f"Saved as version {outcome.version.number}."]
        news += [
            f"In the same moment {as_text(other.author)} saved version {other.number}: "
            f"{as_text(other.note)}. Compare the two below."
            for other in outcome.meanwhile
        ]
        session_state.remember_prompt_news(*news)
        st.query_params["version"] = str(outcome.version.number)
        st.rerun()
    else:
        st.rerun()  # somebody saved since this was drawn: now they are named
