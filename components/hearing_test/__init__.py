"""Speak to this server and see what arrives: level, noise, the line, and the words as Santa would hear them.

    link_state.py    whether the sound arrives: pure
    sound_link.py    one browser's sound: received, measured, heard, echoed
    echo.py          a second's delay and back
    tier_hearing.py  one tier's words, in a thread of its own;  tiers.py  which there are
    peer.py          what streamlit-webrtc keeps to itself
    readings.py      the numbers on the page;  lines.py  what to read aloud

The streamer stands in the page itself, not in a fragment: when it then has the page run again, the browser
at times takes it out and puts a new one in, and its connection is lost (9 of 26 tries). What is drawn again
and again is a fragment, and so is what a person changes while it runs: neither has the page run again.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping

import streamlit as st
from streamlit_webrtc import WebRtcMode, webrtc_streamer

from components import session_state
from components.hearing_test.lines import languages, line_in
from components.hearing_test.link_state import CONNECT_SECONDS, SILENT_SECONDS, LinkState
from components.hearing_test.peer import peer_of
from components.hearing_test.readings import draw_figures, draw_level, draw_tier
from components.hearing_test.sound_link import SoundLink
from components.hearing_test.tiers import Tier, tiers_of
from components.page_links import link_to
from components.safe_text import as_text
from santa_core.studio import Studio

logger = logging.getLogger(__name__)

_REDRAW_SECONDS = 0.5
_CALL_CHECK_AFTER_FAILURES = 2
# As the call asks for it, so that what is heard here is what Santa will hear.
_MICROPHONE = {"echoCancellation": True, "noiseSuppression": True, "autoGainControl": True}

_SAYS = {
    LinkState.WAITING: ("Press Start and allow the microphone.", ":material/mic_none:"),
    LinkState.CONNECTING: ("Connecting to the studio …", ":material/sync:"),
    LinkState.HEARING: ("The studio hears this microphone.", ":material/mic:"),
    LinkState.STOPPED: ("The test has ended. Start begins another.", ":material/mic_off:"),
}
_FAILED = {
    LinkState.NEVER_CONNECTED: (
        f"No connection came about within {CONNECT_SECONDS:.0f} seconds. Probably a firewall or a VPN "
        "between this browser and the studio keeps its packets (UDP) out."
    ),
    LinkState.NO_SOUND: (
        f"The connection stands, but no sound has come for {SILENT_SECONDS:.0f} seconds. Probably the "
        "network was interrupted, or the computer slept."
    ),
    LinkState.DROPPED: (
        "The connection broke off. Probably the network changed, or the microphone was unplugged."
    ),
}


def draw_hearing_test(studio: Studio) -> None:
    tried = session_state.hearing_try()
    tiers = tiers_of(studio)
    link = link_of_try(tried.number, _tiers=tiers)
    _draw_microphone(link, key=f"hearing-test-{tried.number}")
    running = link.state.running
    st.fragment(_draw_live, run_every=_REDRAW_SECONDS if running else None)(link, tiers, running=running)


@st.cache_resource(scope="session", show_spinner=False, max_entries=1, on_release=SoundLink.close)
def link_of_try(number: int, _tiers: Mapping[str, Tier]) -> SoundLink:
    """Of this browser tab; closed when the next try begins or the tab is gone."""
    return SoundLink({name: tier.open_ears for name, tier in _tiers.items() if tier.open_ears is not None})


def _draw_microphone(link: SoundLink, *, key: str) -> None:
    """The streamer keeps its key and its place, so nothing comes and goes above it: remounted it would
    lose its connection."""
    _draw_choices(link)
    try:
        context = webrtc_streamer(
            key=key,
            mode=WebRtcMode.SENDRECV,
            # No STUN: it would wait for an internet that may not be there.
            rtc_configuration={"iceServers": []},
            media_stream_constraints={"audio": _MICROPHONE, "video": False},
            sink_audio_track=link,
            source_audio_track=link.echo_track,
            sendback_video=False,
            media_toggle_controls=False,
            audio_html_attrs={"autoPlay": True, "controls": False},
            translations={"start": "Start", "stop": "Stop", "select_device": "Choose the microphone"},
        )
    except Exception:  # whatever goes wrong in answering an offer: this try has failed
        logger.exception("the hearing test could not answer the browser's offer")
        link.refused()
        return
    link.goes_over(peer_of(context))
    if not context.state.playing and not context.state.signalling:
        link.browser_is_idle()


@st.fragment
def _draw_choices(link: SoundLink) -> None:
    names = languages()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        language = st.selectbox(
            "Language",
            list(names),
            format_func=lambda code: names[code],
            key=session_state.HEARING_LANGUAGE,
            width=200,
        )
        echo = st.toggle("Echo: hear yourself a second later", key=session_state.HEARING_ECHO)
    st.markdown(f"Read aloud: **{as_text(line_in(language))}**")
    link.set_up(language=language, echo=echo)
    if echo:
        st.warning(
            "Put headphones on, or the echo comes back through the microphone.", icon=":material/headphones:"
        )


def _draw_live(link: SoundLink, tiers: Mapping[str, Tier], *, running: bool) -> None:
    state = link.state
    if state.running != running:
        st.rerun()  # draws this more, or less, often
    if state.failed:
        _draw_failure(state)
    else:
        sentence, icon = _SAYS[state]
        st.markdown(f"{icon} {sentence}")
    sound = link.sound()
    if state is not LinkState.WAITING:
        draw_level(sound, link.line)
    st.subheader("As Santa would hear it", anchor=False)
    words = link.words()
    line = line_in(session_state.hearing_language())
    for column, (name, tier) in zip(st.columns(len(tiers)), tiers.items(), strict=True):
        with column:
            draw_tier(tier, words.get(name), line=line)
    if sound is not None:
        st.subheader("What arrives", anchor=False)
        draw_figures(sound, link.line, link.received_as)


def _draw_failure(state: LinkState) -> None:
    tried = session_state.hearing_try()
    st.error(_FAILED[state], icon=":material/link_off:")
    if st.button("Try again", type="primary", icon=":material/refresh:"):
        session_state.begin_hearing_try(failures=tried.failures + 1)
        st.rerun()
    if tried.failures + 1 >= _CALL_CHECK_AFTER_FAILURES:
        st.markdown(
            "The call page checks microphone and speakers within the browser, without this connection:"
        )
        link_to("call", "Check them on the call page", icon=":material/video_call:")
