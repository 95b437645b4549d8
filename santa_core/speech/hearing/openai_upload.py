"""A whole utterance sent to POST /audio/transcriptions: OpenAI's, or any server's that speaks the same.

multipart: file (WAV, 16 kHz mono), model, response_format=json, language or languages[], keywords[], prompt,
include[]=logprobs where the model tells them; answer {"text": ..., "logprobs": [{"logprob": ...}]}.
https://developers.openai.com/api/reference/resources/audio/subresources/transcriptions/methods/create
Not streamed: an utterance is short, and its words are wanted when they are complete.
"""

from __future__ import annotations

import io
import wave
from typing import TYPE_CHECKING, Any

from santa_core.speech.hearing.openai_models import PROMPT, hints, tells_probabilities
from santa_core.speech.hearing.transcript_text import clean, confidence
from santa_core.speech.ports import HEARING_RATE_HZ, SpeechServiceFailed, Transcript

if TYPE_CHECKING:
    import httpx

OPENAI_URL = "https://api.openai.com/v1"
KEEP_CONNECTION_SECONDS = 120.0  # a child takes longer between two sentences than the usual 5 s
_BROKEN = (500, 502, 503, 504)


class TranscriptionServer:
    """Keeps its connections. `timeout_seconds` without a sign of life, `connect_seconds` to be reached.
    Safe from any thread."""

    def __init__(
        self,
        *,
        api_key: str | None,
        base_url: str | None,
        timeout_seconds: float = 8.0,
        connect_seconds: float = 3.0,
    ) -> None:
        import httpx

        self._ours = base_url is None
        self._timeout_seconds = timeout_seconds
        self._client: httpx.Client = httpx.Client(
            base_url=base_url or OPENAI_URL,
            headers={"Authorization": f"Bearer {api_key}"} if api_key else {},
            timeout=httpx.Timeout(timeout_seconds, connect=connect_seconds),
            limits=httpx.Limits(keepalive_expiry=KEEP_CONNECTION_SECONDS),
        )

    def transcribe(self, pcm: bytes, *, model: str, language: str) -> Transcript:
        """`pcm`: int16 mono at HEARING_RATE_HZ. Raises SpeechServiceFailed."""
        form: dict[str, str | list[str]] = {
            f"{name}[]" if isinstance(value, list) else name: value
            for name, value in hints(model, language).items()
        }
        form |= {"model": model, "response_format": "json"}
        if tells_probabilities(model):
            form["include[]"] = ["logprobs"]
        response = self._post(form, _wav(pcm))
        if response.status_code >= 400:
            raise self._refused(response, model)
        try:
            return _transcript(response.json())
        except (ValueError, TypeError, KeyError, AttributeError):
            raise SpeechServiceFailed(
                f"{self._whose()} answered with something that is no transcription. {self._check()}",
                retryable=False,
            ) from None

    def close(self) -> None:
        self._client.close()

    def _post(self, form: dict[str, str | list[str]], wav: bytes) -> httpx.Response:
        """Once more if the connection broke or the server is broken: a transcription changes nothing. Not
        after a timeout: somebody is waiting."""
        import httpx

        try:
            try:
                response = self._post_once(form, wav)
                if response.status_code not in _BROKEN:
                    return response
            except (httpx.NetworkError, httpx.RemoteProtocolError):
                pass
            return self._post_once(form, wav)
        except httpx.TimeoutException:
            raise SpeechServiceFailed(
                f"{self._whose()} did not answer within {self._timeout_seconds:g} s. Say it again, or type.",
                retryable=True,
            ) from None
        except (httpx.HTTPError, httpx.InvalidURL):
            # from None: a request's error carries its headers, and with them the key.
            raise SpeechServiceFailed(
                f"{self._whose()} could not be reached. {self._check('the connection')}", retryable=True
            ) from None

    def _post_once(self, form: dict[str, str | list[str]], wav: bytes) -> httpx.Response:
        return self._client.post(
            "/audio/transcriptions", data=form, files={"file": ("said.wav", wav, "audio/wav")}
        )

    def _refused(self, response: httpx.Response, model: str) -> SpeechServiceFailed:
        status, code = response.status_code, _error_code(response)
        if status in (401, 403):
            said = f"{self._whose()} did not accept the key. Check OPENAI_API_KEY and start again."
        elif status == 402 or code == "insufficient_quota":
            said = "The OpenAI account has no credit left for transcription. Top it up, or set SANTA_EARS."
        elif status == 404:
            said = (
                f"The transcription model {model!r} is not there. {self._check('SANTA_TRANSCRIPTION_MODEL')}"
            )
        elif status in (408, 429) or status >= 500:
            busy = f"{self._whose()} is overloaded or broken (status {status}). Try again in a moment."
            return SpeechServiceFailed(busy, retryable=True)
        else:
            said = (
                f"{self._whose()} did not accept the recording (status {status}, model {model!r}). "
                f"{self._check('SANTA_TRANSCRIPTION_MODEL')}"
            )
        return SpeechServiceFailed(said, retryable=False)

    def _whose(self) -> str:
        return "OpenAI's transcription" if self._ours else "The transcription server"

    def _check(self, what: str = "") -> str:
        things = [what] * bool(what) + ["OPENAI_BASE_URL"] * (not self._ours)
        return f"Check {' and '.join(things)}." if things else "Try again in a moment."


def _wav(pcm: bytes) -> bytes:
    """In memory: nothing that was said is written anywhere."""
    file = io.BytesIO()
    with wave.open(file, "wb") as wav:
        wav.setnchannels(1)
        wav.setsampwidth(2)
        wav.setframerate(HEARING_RATE_HZ)
        wav.writeframes(pcm)
    return file.getvalue()


def _transcript(answer: Any) -> Transcript:
    logprobs = [float(token["logprob"]) for token in answer.get("logprobs") or []]
    text = answer["text"]
    if not isinstance(text, str):
        raise TypeError("no text")
    return Transcript(clean(text, prompt=PROMPT), confidence(logprobs))


def _error_code(response: httpx.Response) -> str | None:
    try:
        code = response.json()["error"]["code"]
    except (ValueError, TypeError, KeyError):
        return None
    return code if isinstance(code, str) else None
