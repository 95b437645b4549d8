"""The HTTP of a speech service of OpenAI's kind: a request out, samples in as they come."""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from typing import Any

import httpx

from santa_core.speech.ports import SpeechServiceFailed

OPENAI_URL = "https://api.openai.com/v1"
# A child takes longer to answer than the 5 s a client keeps a connection by default; with TLS a new one
# would cost every turn two round trips.
KEEP_CONNECTION_SECONDS = 120.0
STOP_SECONDS = 5.0


class OpenAISpeech:
    """All streams live on one event loop in a thread of its own, started with the first: so a stream can
    be given up whatever it waits for, and its connection with it. Never repeats a failed request."""

    def __init__(
        self, *, api_key: str, base_url: str | None, connect_seconds: float, silence_seconds: float
    ) -> None:
        self._url = f"{(base_url or OPENAI_URL).rstrip('/')}/audio/speech"
        self._headers = {"Authorization": f"Bearer {api_key}"}
        # Made here, because it takes 50 ms, and start() is called on an event loop.
        self._client = httpx.AsyncClient(
            timeout=httpx.Timeout(silence_seconds, connect=connect_seconds),
            limits=httpx.Limits(keepalive_expiry=KEEP_CONNECTION_SECONDS),
        )
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="openai-speech", daemon=True)
        self._starting = threading.Lock()
        self._closed = False

    def start(self, body: Mapping[str, Any]) -> SoundStream:
        sound = SoundStream()
        with self._starting:
            if self._closed:
                sound.put(SpeechServiceFailed("The voice is closed.", retryable=False))
                return sound
            if not self._thread.is_alive():
                self._thread.start()
            sound.fetching = asyncio.run_coroutine_threadsafe(self._fetch(body, sound.put), self._loop)
        return sound

    def close(self) -> None:
        """Ends every stream, and refuses new ones. Idempotent."""
        with self._starting:
            if self._closed:
                return
            self._closed = True
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join(STOP_SECONDS)
        else:
            self._loop.close()

    async def _fetch(self, body: Mapping[str, Any], put: Callable[[bytes | Exception | None], None]) -> None:
        try:
            async with self._client.stream("POST", self._url, json=body, headers=self._headers) as answer:
                if answer.status_code != 200:
                    await answer.aread()
                    raise _refused(answer)
                if "json" in answer.headers.get("content-type", ""):
                    raise SpeechServiceFailed(_NO_SOUND, retryable=False)
                async for chunk in answer.aiter_bytes():
                    put(chunk)
        except SpeechServiceFailed as error:
            put(error)
        except (httpx.HTTPError, httpx.StreamError, httpx.InvalidURL, ValueError):
            # Their own messages are left out: they are for programmers, and may hold what was sent.
            put(SpeechServiceFailed(_NO_ANSWER, retryable=True))
        finally:
            put(None)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_forever()
        streams = asyncio.all_tasks(self._loop)
        for stream in streams:
            stream.cancel()
        self._loop.run_until_complete(asyncio.gather(*streams, return_exceptions=True))
        self._loop.run_until_complete(self._client.aclose())
        self._loop.close()


class SoundStream:
    """The bytes of one answer. Iterate in one thread; cancel() in any."""

    def __init__(self) -> None:
        self.fetching: Future[None] | None = None
        self.cancelled = False
        self._parts: queue.SimpleQueue[bytes | Exception | None] = queue.SimpleQueue()
        self.put = self._parts.put

    def __iter__(self) -> Iterator[bytes]:
        """Blocks for each part. Raises SpeechServiceFailed; ends early when it was cancelled."""
        while (part := self._parts.get()) is not None:
            if isinstance(part, Exception):
                raise part
            yield part

    def cancel(self) -> None:
        """Closes the connection, which is what stops the service from speaking on. Harmless at the end."""
        self.cancelled = True
        if self.fetching is not None:
            self.fetching.cancel()
        self._parts.put(None)  # a request that had not begun will not say that it ended


_NO_ANSWER = "The speech service stopped answering. Check OPENAI_BASE_URL and the connection."
_NO_SOUND = "The speech service answered with something else than sound. Check OPENAI_BASE_URL."


def _refused(answer: httpx.Response) -> SpeechServiceFailed:
    status = answer.status_code
    if status in (401, 403):
        return SpeechServiceFailed(
            "The speech service did not accept the key. Check OPENAI_API_KEY and start again.",
            retryable=False,
        )
    if status == 402 or (status == 429 and "insufficient_quota" in answer.text):
        return SpeechServiceFailed(
            "The speech service's account has no credit left. Top it up, or set SANTA_VOICE=espeak.",
            retryable=False,
        )
    if status in (408, 409, 429) or status >= 500:
        return SpeechServiceFailed(
            f"The speech service is overloaded or broken (it answered {status}).", retryable=True
        )
    return SpeechServiceFailed(
        f"The speech service did not accept the request (it answered {status}). "
        "Check SANTA_SPEECH_MODEL, SANTA_OPENAI_VOICE and OPENAI_BASE_URL.",
        retryable=False,
    )
