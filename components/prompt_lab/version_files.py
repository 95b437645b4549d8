"""A version as a YAML file: down to this computer, and up into the editor."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from components import session_state
from components.safe_text import as_text
from santa_core.domain.prompt_yaml import version_as_yaml, version_from_yaml
from santa_core.domain.prompts import PromptVersion
from santa_core.domain.yaml_text import MAX_CHARACTERS
from santa_core.errors import InputError
from santa_core.services.prompt_editing import PromptEditing
from santa_core.studio import Studio


def draw_files(studio: Studio, editing: PromptEditing, version: PromptVersion, *, by: str) -> None:
    with st.expander("Files", icon=":material/folder:"):
        parent = studio.prompts.version(version.parent) if version.parent else None
        st.download_button(
            f"Download version {version.number}",
            version_as_yaml(version, parent_hash=parent.content_hash if parent else None),
            file_name=f"version-{version.number:03d}.yaml",
            mime="application/yaml",
            icon=":material/download:",
            width="stretch",
        )
        given = st.file_uploader("Open a version from a YAML file", type=["yaml", "yml"], key="version_file")
        if given is not None and st.button(
            "Put it into the editor", icon=":material/upload:", width="stretch"
        ):
            _open(editing, version, given.getvalue(), where=given.name, by=by)
        st.caption(
            "All versions, in a folder that lives in git: "
            "`python -m santa_core prompts export DIR`, and `import DIR` back."
        )


def _open(editing: PromptEditing, version: PromptVersion, content: bytes, *, where: str, by: str) -> None:
    """Into the editor, not into the library: somebody looks at it, and saves it with a note."""
    try:
        if len(content) > 4 * MAX_CHARACTERS:
            raise InputError(f"{where} is too big for a prompt version.")
        read = version_from_yaml(content.decode("utf-8"), where=where).version
    except UnicodeDecodeError:
        st.error(f"{as_text(where)} is not a UTF-8 text file. Save it again as UTF-8.")
        return
    except InputError as error:
        st.error(as_text(str(error)), icon=":material/data_object:")
        return
    same = editing.same_as(read)
    if same is not None:
        st.info(f"Version {same.number} is the same, to the letter.", icon=":material/content_copy:")
        return
    fresh = editing.fresh(version.number, by=by)
    kept = editing.keep(
        replace(fresh, content=replace(read, number=0, parent=version.number), note=read.note)
    )
    session_state.open_draft(kept)
    session_state.remember_prompt_news(
        f"{as_text(where)} stands in the editor as a change to version {version.number}. Look at it, then "
        "save it."
    )
    st.rerun()
