"""One Realtime transcription session over a WebSocket: sound up, words down while somebody speaks.

    we      session.update                                   once, after the session is created
    server  session.updated                                  now it listens
    we      input_audio_buffer.append {audio}                base64 of int16 mono at 24 kHz, at will
    server  conversation.item.input_audio_transcription.delta {delta}
    we      input_audio_buffer.commit                        the utterance is over
    server  input_audio_buffer.committed {item_id}
    server  conversation.item.input_audio_transcription.completed {item_id, transcript, logprobs} or .failed

An `error` may come at any time. wss://api.openai.com/v1/realtime?intent=transcription, without a model in
the address, with the key as Authorization: Bearer. A session lasts 60 minutes at most. Sources:
developers.openai.com/api/docs/guides/realtime-transcription, the client and server events under
developers.openai.com/api/reference/resources/realtime, and the types of openai 3.54 in openai/types/realtime.
"""

from __future__ import annotations

import base64
import contextlib
import json
import logging
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from santa_core.speech.hearing.openai_models import PROMPT
from santa_core.speech.hearing.transcript_text import clean, confidence
from santa_core.speech.ports import Transcript

if TYPE_CHECKING:
    from websockets.sync.client import ClientConnection

logger = logging.getLogger(__name__)

_LOOK_SECONDS = 0.3  # how often the reader looks whether it should stop
_TRANSCRIPTION = "conversation.item.input_audio_transcription."


class LinkLost(Exception):
    """The session was refused, broke, or did not answer in time. What was said must go another way."""


class LiveLink:
    """Connects and reads in a thread of its own; everything else is for one thread at a time, and for
    one utterance after the other: begin, append at will, finish."""

    def __init__(
        self,
        url: str,
        *,
        api_key: str,
        session: dict[str, Any],
        connect_seconds: float,
        close_seconds: float = 1.0,
    ) -> None:
        self.opened_at = time.monotonic()
        self._url, self._api_key, self._session = url, api_key, session
        self._connect_seconds, self._close_seconds = connect_seconds, close_seconds
        self._news = threading.Condition()
        self._connection: ClientConnection | None = None
        self._ready = self._lost = False
        self._words: list[str] = []
        self._item: str | None = None
        self._completed: dict[str, Any] | None = None
        self._reader = threading.Thread(target=self._run, name="openai-transcription", daemon=True)
        self._reader.start()

    @property
    def ready(self) -> bool:
        return self._ready and not self._lost

    @property
    def lost(self) -> bool:
        return self._lost

    def begin(self) -> None:
        with self._news:
            self._words, self._item, self._completed = [], None, None

    def append(self, pcm: bytes) -> None:
        """`pcm`: int16 mono at 24 kHz. Only when ready. Raises LinkLost."""
        self._send({"type": "input_audio_buffer.append", "audio": base64.b64encode(pcm).decode("ascii")})

    def words(self) -> str:
        """So far."""
        return clean("".join(self._words), prompt=PROMPT)

    def wait_until_ready(self, seconds: float) -> None:
        """Raises LinkLost."""
        self._wait(lambda: self._ready, seconds)

    def finish(self, seconds: float) -> Transcript:
        """Raises LinkLost, also when there are no words within `seconds`."""
        self._send({"type": "input_audio_buffer.commit"})
        self._wait(lambda: self._completed is not None, seconds)
        assert self._completed is not None
        try:
            sure = confidence(float(token["logprob"]) for token in self._completed.get("logprobs") or [])
        except (TypeError, KeyError, ValueError) as error:
            raise LinkLost from error
        return Transcript(clean(str(self._completed.get("transcript") or ""), prompt=PROMPT), sure)

    def close(self) -> None:
        """Idempotent; returns at once, the reader says goodbye to the server."""
        with self._news:
            self._lost = True
            self._news.notify_all()

    def join(self) -> None:
        """After close: until the reader has stopped, a second or two."""
        self._reader.join(timeout=self._connect_seconds + self._close_seconds)

    def _wait(self, happened: Callable[[], bool], seconds: float) -> None:
        with self._news:
            self._news.wait_for(lambda: self._lost or happened(), timeout=max(0.0, seconds))
            if self._lost or not happened():
                raise LinkLost

    def _send(self, message: dict[str, Any]) -> None:
        from websockets.exceptions import ConnectionClosed

        if self._connection is None or self._lost:
            raise LinkLost
        try:
            self._connection.send(json.dumps(message))
        except (ConnectionClosed, OSError) as error:
            raise LinkLost from error

    def _run(self) -> None:
        from websockets.exceptions import WebSocketException

        try:
            self._read()
        except (WebSocketException, OSError, ValueError, TypeError, AttributeError, ImportError) as error:
            # Refused, broken, no JSON object, a proxy that needs a package. The kind only: errors of a
            # handshake hold the request with the key.
            logger.info("a live transcription ended: %s", type(error).__name__)
        except LinkLost:
            pass
        finally:
            with self._news:
                self._lost = True
                self._news.notify_all()

    def _read(self) -> None:
        from websockets.sync.client import connect

        # At DEBUG websockets writes down the handshake, with the key, and the sound.
        wire = logging.getLogger(f"{__name__}.wire")
        wire.setLevel(logging.WARNING)
        with connect(
            self._url,
            logger=wire,
            additional_headers={"Authorization": f"Bearer {self._api_key}"},
            compression=None,  # base64 of speech hardly gets smaller
            open_timeout=self._connect_seconds,
            close_timeout=self._close_seconds,
        ) as connection:
            self._connection = connection
            self._send({"type": "session.update", "session": self._session})
            while not self._lost:
                with contextlib.suppress(TimeoutError):
                    self._take(json.loads(connection.recv(timeout=_LOOK_SECONDS)))

    def _take(self, event: dict[str, Any]) -> None:
        kind = event.get("type")
        with self._news:
            if kind == "session.updated":
                self._ready = True
            elif kind == "input_audio_buffer.committed":
                self._item = event.get("item_id")
            elif kind == _TRANSCRIPTION + "delta":
                self._words.append(str(event.get("delta") or ""))
            elif kind == _TRANSCRIPTION + "completed":
                if self._item is None or event.get("item_id") == self._item:
                    self._completed = event
            elif kind in ("error", _TRANSCRIPTION + "failed"):
                code = (event.get("error") or {}).get("code")
                # The code, not the message: a message may quote what was sent.
                logger.info("a live transcription failed: %s", code if isinstance(code, str) else "no code")
                self._lost = True
            self._news.notify_all()
