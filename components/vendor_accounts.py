"""The accounts at the vendors: reachable, clock, credits, and on request their avatars and voices."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar
from urllib.parse import urlsplit

import pandas as pd
import streamlit as st

from components import session_state
from components.account_answers import catalogue_of
from components.safe_text import as_text
from components.studio_checks import draw_checks
from components.times import browser_zone, time_of_day
from santa_core.ports import AvatarInfo, AvatarProvider, VoiceInfo
from santa_core.services.examination import paid_card
from santa_core.services.vendor_accounts import AccountReport, Answer, Catalogue, accounts_of
from santa_core.services.vendor_checks import account_checks, said_by
from santa_core.studio import Studio

T = TypeVar("T")

_MOST_PREVIEWS = 24  # pictures from the internet, each some 100 kB


def draw_asked_at(at: datetime) -> None:
    """When the vendors were asked, and a way to ask again."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(f"As of {as_text(time_of_day(at, browser_zone()))}")
        st.button("Refresh", icon=":material/refresh:", on_click=session_state.forget_all_answers)


def draw_accounts(studio: Studio, reports: Sequence[AccountReport]) -> None:
    vendors = [report for report in reports if not report.is_practice]
    if not vendors:
        st.info(
            "No vendor is set up: calls are with Practice Santa, for free. Put HEYGEN_API_KEY, or "
            "LIVEAVATAR_API_KEY and LIVEAVATAR_AVATAR_ID, into .env and start again.",
            icon=":material/key_off:",
        )
    providers = accounts_of(studio.providers)
    for column, report in zip(st.columns(max(len(vendors), 1)), vendors, strict=False):
        with column.container(border=True):
            st.subheader(as_text(report.account), anchor=False)
            draw_checks(account_checks(report, paid_card(report, report.at)))
            _draw_catalogue_place(studio, providers[report.account][0])


def _draw_catalogue_place(studio: Studio, provider: AvatarProvider) -> None:
    found = session_state.catalogue(provider.account)
    if found is None:
        if not st.button(
            "List avatars and voices", icon=":material/face:", key=f"catalogue_{provider.account}"
        ):
            return
        found = catalogue_of(studio, provider)
        if found is None:
            st.error("The studio is too busy to ask. Try again in a moment.", icon=":material/timer_off:")
            return
    _draw_avatars(found)
    _draw_voices(found)


def _draw_avatars(found: Catalogue) -> None:
    avatars = _listed(found.avatars, "avatars")
    if not avatars:
        return
    rows = [{"name": avatar.name, "id": avatar.avatar_id} for avatar in avatars]
    column = st.column_config
    st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        height=min(38 + 35 * len(rows), 250),
        key=f"avatars_{found.account}",
        column_config={
            "name": column.TextColumn(f"Avatar ({len(rows)})"),
            "id": column.TextColumn("Id, for SANTA_AVATAR_ID or LIVEAVATAR_AVATAR_ID"),
        },
    )
    pictured = [avatar for avatar in avatars if is_safe_address(avatar.preview_url)]
    if pictured and st.toggle(
        "Show previews",
        key=f"previews_{found.account}",
        help=f"This browser then loads pictures from {as_text(found.account)}'s servers.",
    ):
        _draw_previews(pictured)


def _draw_previews(avatars: Sequence[AvatarInfo]) -> None:
    with st.container(horizontal=True):
        for avatar in avatars[:_MOST_PREVIEWS]:
            st.image(str(avatar.preview_url), caption=as_text(_short(avatar.name)), width=150)
    if len(avatars) > _MOST_PREVIEWS:
        st.caption(f"The first {_MOST_PREVIEWS} of {len(avatars)}.")


def _draw_voices(found: Catalogue) -> None:
    if found.voices is None:
        st.caption(f"{as_text(found.account)} lists no voices.")
        return
    voices = _listed(found.voices, "voices")
    if not voices:
        return
    column = st.column_config
    st.dataframe(
        pd.DataFrame([_voice_row(voice) for voice in voices]),
        hide_index=True,
        height=min(38 + 35 * len(voices), 250),
        key=f"voices_{found.account}",
        column_config={
            "name": column.TextColumn(f"Voice ({len(voices)})"),
            "language": column.TextColumn("Language", width=110),
            "id": column.TextColumn("Id, for SANTA_VOICE_ID or LIVEAVATAR_VOICE_ID"),
            "preview": column.LinkColumn("Sample", display_text="Listen", width=80),
        },
    )


def _voice_row(voice: VoiceInfo) -> dict[str, str | None]:
    preview = voice.preview_url if is_safe_address(voice.preview_url) else None
    return {"name": voice.name, "language": voice.language, "id": voice.voice_id, "preview": preview}


def _listed(answer: Answer[Sequence[T]], what: str) -> Sequence[T]:
    if answer.value is None:
        st.warning(as_text(said_by(answer.refusal)), icon=":material/cloud_off:")
        return ()
    if not answer.value:
        st.caption(f"The account has no {what}.")
    return answer.value


def is_safe_address(url: str | None) -> bool:
    """Whether a browser may be sent there: https, and nothing that is not an address."""
    if url is None or len(url) > 2_000 or not url.isprintable():
        return False
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme == "https" and bool(parts.hostname)


def _short(name: str) -> str:
    return name if len(name) <= 60 else f"{name[:60]}…"
