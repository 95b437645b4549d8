"""The gate's word on a version, with its reasons, and the way to production: through it, or past it."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from components import session_state
from components.plan_form import version_label
from components.prompt_lab import lab_address
from components.safe_text import as_text
from santa_core.domain.prompts import PRODUCTION, PromptVersion
from santa_core.domain.suites import SuiteRun
from santa_core.errors import InputError
from santa_core.evaluation.gate import GateVerdict
from santa_core.evaluation.promotion import REASON_CHARACTERS, gate_verdict, is_rollback, promote
from santa_core.studio import Studio

_MAX_REASON_CHARACTERS = 500


def draw_gate(
    studio: Studio,
    run: SuiteRun,
    versions: Mapping[int, PromptVersion],
    labels: Mapping[str, int],
    *,
    by: str,
) -> None:
    """Raises StorageError."""
    candidates = [n for n in run.versions if n != labels.get(PRODUCTION) and n in versions]
    if not candidates:
        return
    with st.container(border=True):
        st.markdown("**The gate before production**")
        number = candidates[-1]
        if len(candidates) > 1:
            number = st.selectbox(
                "Candidate", candidates, index=len(candidates) - 1, key=f"gate_{run.run_id}", width=280,
                format_func=lambda number: version_label(versions[number], labels),
            )  # fmt: skip
        verdict = gate_verdict(
            studio.prompts,
            studio.suite_log,
            studio.scenarios,
            number=number,
            chat_model=studio.chat_model.label,
        )
        draw_verdict(verdict)
        _draw_other_run(verdict, run)
        _draw_promotion(studio, verdict, by=by)


def draw_verdict(verdict: GateVerdict) -> None:
    """Also without colours it says which it is."""
    if verdict.passed:
        st.success(f"Version {verdict.version} passes the gate.", icon=":material/verified:")
    else:
        reasons = "\n".join(f"- {as_text(reason.text)}" for reason in verdict.reasons)
        st.error(
            f"Version {verdict.version} does not pass the gate.\n\n{reasons}", icon=":material/front_hand:"
        )
    for remark in verdict.remarks:
        st.caption(f":material/info: {as_text(remark)}")


def _draw_other_run(verdict: GateVerdict, run: SuiteRun) -> None:
    if verdict.run_id is None or verdict.run_id == run.run_id:
        return
    st.caption("It looks at another run than the one that is open: the newest one with all blockers.")
    if st.button("Open that run", icon=":material/open_in_new:", type="tertiary"):
        lab_address.show(run=verdict.run_id, scenario=None, version=None)
        st.rerun()


def _draw_promotion(studio: Studio, verdict: GateVerdict, *, by: str) -> None:
    key = f"promote_{verdict.version}"
    goes_back = is_rollback(studio.prompts, verdict.version)
    with st.form(key, border=False):
        if goes_back:
            reason = st.text_input(
                "Why back to this version", max_chars=_MAX_REASON_CHARACTERS, key=f"{key}_back",
                placeholder=f"It was production before: no gate. At least {REASON_CHARACTERS} characters",
            )  # fmt: skip
            override = None
        elif verdict.passed:
            reason = st.text_input(
                "Why this version", max_chars=_MAX_REASON_CHARACTERS, key=f"{key}_reason",
                placeholder="Warmer answers to sad children",
            )  # fmt: skip
            override = None
        else:
            reason = override = st.text_input(
                "Why past the gate", max_chars=_MAX_REASON_CHARACTERS, key=f"{key}_override",
                placeholder=f"At least {REASON_CHARACTERS} characters; the log keeps it with your name",
            )  # fmt: skip
        pressed = st.form_submit_button(
            "Promote to production",
            type="primary" if verdict.passed else "secondary",
            icon=":material/rocket_launch:",
        )
    if not pressed:
        return
    try:
        promote(
            studio.prompts,
            studio.suite_log,
            studio.scenarios,
            label=PRODUCTION,
            number=verdict.version,
            by=by,
            reason=reason or "",
            chat_model=studio.chat_model.label,
            override_reason=override,
        )
    except InputError as error:
        st.error(as_text(str(error)), icon=":material/front_hand:")
        return
    session_state.remember_case_news(f"Version {verdict.version} is production now: calls use it at once.")
    st.rerun()
