"""The hearing test over real aiortc connections: measured, heard, and ended without holding the loop."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from aiortc import RTCPeerConnection
from aiortc.contrib.media import MediaRelay
from streamlit.runtime.app_session import AppSessionState
from streamlit_webrtc import WebRtcMode, WebRtcStreamerContext, WebRtcStreamerState, WebRtcWorker

from components.hearing_test.echo import DelayLine, EchoTrack
from components.hearing_test.link_state import LinkState
from components.hearing_test.peer import end_quietly, peer_of, read_line
from components.hearing_test.sound_link import SoundLink
from santa_core.speech.ports import SAMPLE_RATE_HZ, HeardWords
from tests.emulator.lateness import watching_lateness
from tests.fakes.ears import FakeEars


async def connected(link: SoundLink) -> tuple[RTCPeerConnection, RTCPeerConnection]:
    """A browser's stand-in that sends sound, and the studio's side with `link` as its sink."""
    speaker = DelayLine()
    speaker.switch(on=True)
    for _ in range(2):
        speaker.push(np.full(SAMPLE_RATE_HZ, 8_000, dtype=np.int16))
    browser, studio = RTCPeerConnection(), RTCPeerConnection()
    browser.addTrack(EchoTrack(speaker))

    @studio.on("track")
    def on_track(track) -> None:  # type: ignore[no-untyped-def]
        link.addTrack(track)
        link.start()
        studio.addTrack(link.echo_track)

    await browser.setLocalDescription(await browser.createOffer())
    await studio.setRemoteDescription(browser.localDescription)
    await studio.setLocalDescription(await studio.createAnswer())
    await browser.setRemoteDescription(studio.localDescription)
    link.goes_over(studio)
    return browser, studio


async def test_a_real_connection_is_measured_heard_and_ended() -> None:
    ears = FakeEars([HeardWords("hello", 0.9, final=True)])
    link = SoundLink({"fake": lambda: ears})
    browser, studio = await connected(link)
    async with asyncio.timeout(20):
        # What is waited for is aiortc's, and has no event.
        while link.line is None or link.sound() is None:  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    assert link.state is LinkState.HEARING
    assert link.received_as == "48,000 Hz, 2 channels"
    assert link.line.packets_received > 0
    assert link.line.packets_lost == 0
    assert (await read_line(studio)) is not None
    await asyncio.to_thread(link.close)
    assert ears.closed.is_set()
    async with asyncio.timeout(10):
        while studio.connectionState != "closed":  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    await browser.close()
    assert [heard.text for heard in link.words()["fake"].utterances] == ["hello"]


async def test_a_link_can_be_used_again_after_its_end() -> None:
    link = SoundLink({})
    first = link.echo_track
    link.stop()
    assert link.echo_track is not first
    assert link.echo_track.readyState == "live"


class OpenTab:
    """What streamlit-webrtc's watching thread looks at."""

    id = "tab"
    _client_state = SimpleNamespace(page_script_hash="")

    def __init__(self) -> None:
        self._state = AppSessionState.APP_IS_RUNNING


def worker_for(loop: asyncio.AbstractEventLoop) -> WebRtcWorker[Any, Any]:
    nothing = dict.fromkeys(
        (
            "rtc_configuration", "source_video_track", "source_audio_track", "sink_video_track",
            "sink_audio_track", "player_factory", "in_recorder_factory", "out_recorder_factory",
            "video_frame_callback", "audio_frame_callback", "queued_video_frames_callback",
            "queued_audio_frames_callback", "on_video_ended", "on_audio_ended", "video_processor_factory",
            "audio_processor_factory",
        )
    )  # fmt: skip
    return WebRtcWorker(
        WebRtcMode.SENDRECV, **nothing, async_processing=True, video_receiver_size=4, audio_receiver_size=4,
        sendback_video=False, sendback_audio=True, loop=loop, relay=MediaRelay(),
    )  # fmt: skip


async def test_a_tab_that_goes_away_does_not_hold_the_loop_of_the_calls(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tab = OpenTab()
    monkeypatch.setattr(
        "streamlit_webrtc.shutdown.get_this_session_info", lambda: SimpleNamespace(session=tab)
    )
    worker = worker_for(asyncio.get_running_loop())
    browser = RTCPeerConnection()
    browser.addTrack(EchoTrack(DelayLine()))
    await browser.setLocalDescription(await browser.createOffer())
    answer = await asyncio.to_thread(worker.process_offer, browser.localDescription.sdp, "offer", 10)
    await browser.setRemoteDescription(answer)
    ended = asyncio.Event()
    end_quietly(worker.pc)
    worker.pc.on("connectionstatechange", lambda: worker.pc.connectionState == "closed" and ended.set())
    async with watching_lateness() as lateness:
        tab._state = AppSessionState.SHUTDOWN_REQUESTED
        async with asyncio.timeout(10):
            await ended.wait()
            await asyncio.to_thread(worker.stop)
    await browser.close()
    # Its own listener left alone holds the loop for a second; this machine may be busy, but not so much.
    assert lateness.worst_seconds < 0.5


def test_streamlit_webrtc_still_has_what_we_read_of_it() -> None:
    """It is private: a new version may lose it, and then loss, jitter and a quiet end."""
    context = WebRtcStreamerContext(worker=None, state=WebRtcStreamerState(False, False))
    assert peer_of(context) is None

    class Worker:
        pc = RTCPeerConnection()

    worker = Worker()
    context._set_worker(worker)  # type: ignore[arg-type]
    assert peer_of(context) is Worker.pc
