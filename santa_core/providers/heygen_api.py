"""HTTP with HeyGen: one request in, one parsed answer or one ProviderError out."""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any, TypeVar

import httpx
from pydantic import TypeAdapter, ValidationError

from santa_core.errors import ProviderError, ProviderRefused, ProviderUnavailable, VendorWords
from santa_core.ports import Clock
from santa_core.providers.heygen_wire import Envelope, meaning

T = TypeVar("T")

_SAFE_ATTEMPTS = 3
_FIRST_PAUSE_SECONDS = 0.2
_NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)

_ADVICE = {
    "unauthorized": "{vendor} did not accept the API key. Check the key in .env and start again.",
    "insufficient_credits": "{vendor} has no credits left. Top up the account, or call with Practice Santa.",
    "session_limit": "All sessions at {vendor} are in use. End another call, or try again in a minute.",
    "session_closed": "This session is already over at {vendor}. Start a new call.",
    "invalid_request": "{vendor} did not accept the request. Check avatar, voice and language.",
    "unavailable": "{vendor} is not answering as it should. Try again in a moment.",
    "other": "{vendor} answered with an error. Try again, and see what it said.",
}


class HeyGenApi:
    """`vendor` is the name people read in errors. The client is closed by aclose()."""

    def __init__(
        self, http: httpx.AsyncClient, *, base_url: str, api_key: str, vendor: str, clock: Clock
    ) -> None:
        self.base_url = base_url.rstrip("/")
        self._http = http
        self._api_key = api_key
        self._vendor = vendor
        self._clock = clock

    def __repr__(self) -> str:
        return f"HeyGenApi({self.base_url!r})"

    async def get(
        self, path: str, answer: TypeAdapter[T], *, query: Mapping[str, str | int] | None = None
    ) -> T:
        return await self._call("GET", path, answer, query=query, safe=True, timeout_seconds=10)

    async def post(
        self,
        path: str,
        answer: TypeAdapter[T],
        *,
        body: Mapping[str, object],
        safe: bool = False,
        token: str | None = None,
        timeout_seconds: float = 10,
    ) -> T:
        """`safe`: doing it twice is no worse than once, so failures of transport are repeated.
        `token`: ask as this browser token's holder instead of by the API key."""
        return await self._call(
            "POST", path, answer, body=body, safe=safe, token=token, timeout_seconds=timeout_seconds
        )

    async def aclose(self) -> None:
        await self._http.aclose()

    async def _call(
        self,
        method: str,
        path: str,
        answer: TypeAdapter[T],
        *,
        safe: bool,
        timeout_seconds: float,
        query: Mapping[str, str | int] | None = None,
        body: Mapping[str, object] | None = None,
        token: str | None = None,
    ) -> T:
        request = self._http.build_request(
            method,
            f"{self.base_url}{path}",
            params=query,
            json=body,
            headers={"Authorization": f"Bearer {token}"} if token else {"X-Api-Key": self._api_key},
            timeout=httpx.Timeout(timeout_seconds, connect=5),
        )
        for attempt in range(1, _SAFE_ATTEMPTS + 1):
            try:
                return await self._once(request, answer, safe=safe)
            except ProviderUnavailable as error:
                if not (safe and error.retryable) or attempt == _SAFE_ATTEMPTS:
                    raise
            # Jitter, so that several calls that failed together do not come back together.
            await self._clock.sleep(_FIRST_PAUSE_SECONDS * 2 ** (attempt - 1) * random.uniform(0.5, 1.5))
        raise AssertionError("unreachable: the last attempt returns or raises")

    async def _once(self, request: httpx.Request, answer: TypeAdapter[T], *, safe: bool) -> T:
        try:
            response = await self._http.send(request)
        except httpx.TimeoutException as error:
            raise self._no_answer("it took too long", retryable=_may_repeat(error, safe)) from error
        except httpx.RequestError as error:
            raise self._no_answer(type(error).__name__, retryable=_may_repeat(error, safe)) from error
        try:
            envelope = Envelope.model_validate_json(response.content)
        except ValidationError:
            # A proxy's HTML page, or nothing at all. from None: pydantic's words repeat the answer.
            raise self._error(VendorWords(response.status_code), request, safe=safe) from None
        if not response.is_success or not envelope.is_success:
            raise self._error(envelope.words(response.status_code), request, safe=safe)
        try:
            return answer.validate_python(envelope.data)
        except ValidationError:
            raise UnusableAnswer(
                f"{self._vendor} answered in a form that is not understood.", data=envelope.data
            ) from None

    def _error(self, words: VendorWords, request: httpx.Request, *, safe: bool) -> ProviderError:
        if words.message:
            words = VendorWords(words.status, words.code, self._without_secrets(words.message, request))
        kind = meaning(words)
        text = _ADVICE[kind].format(vendor=self._vendor)
        if kind == "unavailable":
            # Even a 5xx may have done what was asked.
            retryable = safe or words.status == 429
            return ProviderUnavailable(text, kind=kind, retryable=retryable, vendor=words)
        return ProviderRefused(text, kind=kind, vendor=words)

    def _no_answer(self, because: str, *, retryable: bool) -> ProviderUnavailable:
        return ProviderUnavailable(
            f"{self._vendor} did not answer. Check the connection and try again.",
            kind="unavailable",
            retryable=retryable,
            vendor=VendorWords(message=f"No answer: {because}."),
        )

    def _without_secrets(self, message: str, request: httpx.Request) -> str:
        bearer = request.headers.get("Authorization", "").removeprefix("Bearer ")
        for secret in (self._api_key, bearer):
            if secret:
                message = message.replace(secret, "[removed]")
        return message


class UnusableAnswer(ProviderUnavailable):
    """Success, in a form we cannot read. `data` is what came, for whoever must clean up after it."""

    def __init__(self, message: str, *, data: Any) -> None:
        super().__init__(message, kind="other")
        self.data = data


def _may_repeat(error: httpx.RequestError, safe: bool) -> bool:
    return safe or isinstance(error, _NEVER_SENT)
