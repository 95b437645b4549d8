"""Labels: what is production, what is staging; moving them, the gate before production, who moved them."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from components import session_state
from components.safe_text import as_text
from components.session_state import RefusedPromotion
from components.times import browser_zone, moment
from santa_core.domain.prompts import PRODUCTION, LabelMove, PromptVersion
from santa_core.errors import InputError
from santa_core.evaluation.promotion import PromotionRefused, is_rollback, promote
from santa_core.services.prompt_labels import move_own_label
from santa_core.studio import Studio

_STANDING_LABELS = ("staging",)
_GATE_WORDS = {"passed": "passed", "overridden": "overridden", "rollback": "rolled back", "": ""}


def draw_labels(studio: Studio, version: PromptVersion, labels: Mapping[str, int], *, by: str) -> None:
    st.subheader(f"Labels of version {version.number}", anchor=False)
    _draw_promotion(studio, version, labels, by=by)
    _draw_move(studio, version, labels, by=by)
    _draw_log(studio, labels)


def _draw_promotion(studio: Studio, version: PromptVersion, labels: Mapping[str, int], *, by: str) -> None:
    if labels.get(PRODUCTION) == version.number:
        st.success(
            "This version is production: calls use it unless they choose another.", icon=":material/verified:"
        )
        return
    goes_back = is_rollback(studio.prompts, version.number)
    with st.form(f"promote_{version.number}"):
        if goes_back:
            st.caption("It was production before: it goes back without a new run, but with a reason.")
        else:
            st.caption(
                "The gate looks at this version's newest finished run: blockers, regressions, budgets."
            )
        reason = st.text_input("Why production", key=f"promote_reason_{version.number}")
        if st.form_submit_button("Promote to production", icon=":material/rocket_launch:", width="stretch"):
            _promote(studio, version, by=by, reason=reason or "")
    refused = session_state.refused_promotion(version.number)
    if refused is not None:
        _draw_refusal(studio, version, refused, by=by)


def _draw_refusal(studio: Studio, version: PromptVersion, refused: RefusedPromotion, *, by: str) -> None:
    st.error("The gate says no.", icon=":material/block:")
    for gate_reason in refused.verdict.reasons:
        st.markdown(f"- {as_text(gate_reason.text)}")
    for remark in refused.verdict.remarks:
        st.caption(as_text(remark))
    with st.form(f"override_{version.number}"):
        st.caption("Going past the gate is written down with your name and reason.")
        why = st.text_input("Why go past the gate", key=f"override_reason_{version.number}")
        if st.form_submit_button("Override", icon=":material/gavel:", width="stretch"):
            _promote(studio, version, by=by, reason=refused.reason, override_reason=why or "")


def _promote(
    studio: Studio, version: PromptVersion, *, by: str, reason: str, override_reason: str | None = None
) -> None:
    try:
        promote(
            studio.prompts,
            studio.suite_log,
            studio.scenarios,
            label=PRODUCTION,
            number=version.number,
            by=by,
            reason=" ".join(reason.split()),
            chat_model=studio.chat_model.label,
            override_reason=override_reason,
        )
    except PromotionRefused as error:
        session_state.remember_refused_promotion(RefusedPromotion(version.number, reason, error.verdict))
        st.rerun()
    except InputError as error:
        st.error(as_text(str(error)), icon=":material/edit_note:")
    else:
        session_state.forget_refused_promotion()
        session_state.remember_prompt_news(f"Version {version.number} is production from now on.")
        st.rerun()


def _draw_move(studio: Studio, version: PromptVersion, labels: Mapping[str, int], *, by: str) -> None:
    own = [label for label in labels if label not in (PRODUCTION, *_STANDING_LABELS)]
    with st.form(f"move_label_{version.number}"):
        label = st.selectbox(
            "Label",
            [*_STANDING_LABELS, *own],
            accept_new_options=True,
            key=f"label_{version.number}",
            help="Choose one, or type a new one: “grief-trial”.",
        )
        reason = st.text_input("Reason", key=f"label_reason_{version.number}")
        if st.form_submit_button("Move label", icon=":material/sell:", width="stretch"):
            _move(studio, version, label or "", by=by, reason=reason or "")


def _move(studio: Studio, version: PromptVersion, given: str, *, by: str, reason: str) -> None:
    try:
        move = move_own_label(studio.prompts, given, version.number, by=by, reason=reason)
    except InputError as error:
        st.error(as_text(str(error)), icon=":material/edit_note:")
    else:
        session_state.remember_prompt_news(f"{as_text(move.label)} points to version {version.number} now.")
        st.rerun()


def _draw_log(studio: Studio, labels: Mapping[str, int]) -> None:
    moves = [move for label in labels for move in studio.prompts.label_moves(label)]
    moves.sort(key=lambda move: move.at, reverse=True)
    with st.expander(f"Log of moves ({len(moves)})", icon=":material/history:"):
        st.dataframe(pd.DataFrame([_row(move) for move in moves]), hide_index=True)


def _row(move: LabelMove) -> dict[str, str]:
    before = f"{move.from_number} → " if move.from_number else ""
    return {
        "Label": move.label,
        "Version": f"{before}{move.to_number}",
        "By": move.by,
        "Why": move.reason,
        "Gate": _GATE_WORDS.get(move.gate, move.gate),
        "When": moment(move.at, browser_zone()),
    }
