"""SpeechToText by OpenAI, or by any server with the same interface.

At OpenAI an utterance is streamed while it is spoken (openai_live_link): its words appear meanwhile, and
its end waits only for the last of them. Where that is refused or breaks, and at other servers, the whole
utterance is sent when it is over (openai_upload). So a broken WebSocket never loses words. The sound is
kept in memory until then, half a minute at most, and nowhere else.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from santa_core.speech.hearing.languages import base_language, is_whispers_language
from santa_core.speech.hearing.openai_live_link import LinkLost, LiveLink
from santa_core.speech.hearing.openai_models import (
    LIVE_MODEL,
    OTHER_SERVERS_MODEL,
    realtime_session,
    recording_model,
)
from santa_core.speech.hearing.openai_upload import TranscriptionServer
from santa_core.speech.ports import HEARING_RATE_HZ, Pcm, Transcript

if TYPE_CHECKING:
    from av import AudioFrame, AudioResampler

logger = logging.getLogger(__name__)

REALTIME_URL = "wss://api.openai.com/v1/realtime?intent=transcription"
LIVE_RATE_HZ = 24_000

_SHORTEST_SECONDS = 0.1  # less than this both interfaces refuse
_LIVE_AGAIN_SECONDS = 60.0  # after a failure: meanwhile nobody waits for a WebSocket that does not come
_LINK_SECONDS = 50 * 60.0  # OpenAI ends a session after 60 minutes
_IDLE_LINKS = 8


class OpenAISpeechToText:
    """`realtime_url` None: whole utterances only. Implements SpeechToText; safe from any thread."""

    name = "openai"

    def __init__(
        self,
        *,
        api_key: str | None,
        base_url: str | None = None,
        model: str | None = None,
        realtime_url: str | None = None,
        timeout_seconds: float = 8.0,
        live_seconds: float = 4.0,
        connect_seconds: float = 3.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`live_seconds`: how long the words may take after the end of an utterance before it is sent again
        as a whole."""
        self._model = model or (OTHER_SERVERS_MODEL if base_url else LIVE_MODEL)
        self._api_key, self._realtime_url = api_key, realtime_url
        self._live_seconds, self._connect_seconds, self._clock = live_seconds, connect_seconds, clock
        self._server = TranscriptionServer(
            api_key=api_key,
            base_url=base_url,
            timeout_seconds=timeout_seconds,
            connect_seconds=connect_seconds,
        )
        self._idle: list[tuple[str, LiveLink]] = []
        self._guard = threading.Lock()
        self._no_live_until = float("-inf")
        self.note = (
            f"Transcription by the server at OPENAI_BASE_URL ({self._model}): what people say is sent there."
            if base_url
            else f"OpenAI's transcription ({self._model}): what people say is sent to OpenAI."
        )

    def __repr__(self) -> str:
        return f"OpenAISpeechToText({self._model!r})"

    def understands(self, language: str) -> bool:
        return is_whispers_language(language)

    def listen(self, *, language: str) -> OpenAITranscription:
        """Opens a WebSocket unless one is kept from before: it connects while the utterance begins."""
        return OpenAITranscription(self, language=base_language(language))

    def close(self) -> None:
        with self._guard:
            idle, self._idle = self._idle, []
            self._no_live_until = float("inf")
        for _, link in idle:
            link.close()
        for _, link in idle:
            link.join()
        self._server.close()

    # What one utterance needs of it.

    def take_link(self, language: str) -> LiveLink | None:
        if self._realtime_url is None or self._api_key is None or self._clock() < self._no_live_until:
            return None
        stale: list[LiveLink] = []
        found: LiveLink | None = None
        with self._guard:
            for entry in reversed(self._idle):
                kept_for, link = entry
                if link.lost or time.monotonic() - link.opened_at > _LINK_SECONDS:
                    stale.append(link)
                elif found is None and kept_for == language:
                    found = link
                else:
                    continue
                self._idle.remove(entry)
        for link in stale:
            link.close()
        return found or LiveLink(
            self._realtime_url,
            api_key=self._api_key,
            session=realtime_session(self._model, language),
            connect_seconds=self._connect_seconds,
        )

    def keep_link(self, language: str, link: LiveLink) -> None:
        with self._guard:
            keep = len(self._idle) < _IDLE_LINKS and self._no_live_until != float("inf")
            if keep:
                self._idle.append((language, link))
        if not keep:
            link.close()

    def live_failed(self) -> None:
        with self._guard:
            self._no_live_until = max(self._no_live_until, self._clock() + _LIVE_AGAIN_SECONDS)
        logger.warning("live transcription failed: whole utterances are sent for a minute")

    def upload(self, pcm: bytes, language: str) -> Transcript:
        return self._server.transcribe(pcm, model=recording_model(self._model), language=language)

    @property
    def waits(self) -> tuple[float, float]:
        """Seconds for a connection and for the words after the end."""
        return self._connect_seconds, self._live_seconds


class OpenAITranscription:
    """Implements Transcription."""

    def __init__(self, service: OpenAISpeechToText, *, language: str) -> None:
        self._service = service
        self._language = language
        self._sound = bytearray()
        self._unsent = 0  # where in _sound the live link goes on
        self._link = service.take_link(language)
        self._resampler: AudioResampler | None = None
        if self._link is not None:
            self._link.begin()

    def hear(self, pcm: Pcm) -> None:
        self._sound += np.asarray(pcm, dtype=np.int16).tobytes()
        if self._link is None:
            return
        try:
            if self._link.lost:
                raise LinkLost
            if self._link.ready:
                self._send_on(self._link)
        except LinkLost:
            self._give_up_live()

    def guess(self) -> str:
        return self._link.words() if self._link is not None else ""

    def finish(self) -> Transcript:
        """Raises SpeechServiceFailed."""
        if len(self._sound) < _SHORTEST_SECONDS * HEARING_RATE_HZ * 2:
            self.cancel()
            return Transcript("", None)
        if self._link is not None:
            try:
                return self._finish_live(self._link)
            except LinkLost:
                self._give_up_live()
        return self._service.upload(bytes(self._sound), self._language)

    def cancel(self) -> None:
        link, self._link = self._link, None
        if link is None:
            return
        if self._unsent == 0 and not link.lost:
            self._service.keep_link(self._language, link)
        else:
            link.close()  # what it still has to say about this utterance must not come into the next

    def _finish_live(self, link: LiveLink) -> Transcript:
        connect_seconds, words_seconds = self._service.waits
        link.wait_until_ready(link.opened_at + connect_seconds - time.monotonic())
        self._send_on(link, to_the_end=True)
        transcript = link.finish(words_seconds)
        self._link = None
        self._service.keep_link(self._language, link)
        return transcript

    def _give_up_live(self) -> None:
        link, self._link = self._link, None
        if link is not None:
            link.close()
        self._service.live_failed()

    def _send_on(self, link: LiveLink, *, to_the_end: bool = False) -> None:
        new = np.frombuffer(bytes(self._sound[self._unsent :]), dtype=np.int16)
        self._unsent = len(self._sound)
        frames: list[AudioFrame] = self._at_live_rate(new) if len(new) else []
        if to_the_end and self._resampler is not None:
            frames += self._resampler.resample(None)
        pcm = b"".join(frame.to_ndarray().tobytes() for frame in frames)
        if pcm:
            link.append(pcm)

    def _at_live_rate(self, pcm: Pcm) -> list[AudioFrame]:
        from av import AudioFrame, AudioResampler

        if self._resampler is None:
            self._resampler = AudioResampler(format="s16", layout="mono", rate=LIVE_RATE_HZ)
        frame = AudioFrame.from_ndarray(pcm.reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate = HEARING_RATE_HZ
        return self._resampler.resample(frame)
