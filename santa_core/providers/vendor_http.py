"""HTTP with a vendor: one request in, one parsed answer or one ProviderError out."""

from __future__ import annotations

import asyncio
import logging
import random
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn, TypeVar

import httpx
from pydantic import TypeAdapter, ValidationError

from santa_core.errors import ProviderError, ProviderRefused, ProviderUnavailable, VendorWords
from santa_core.ports import Clock, Reachability, VendorFailure
from santa_core.providers.error_meanings import meaning_of
from santa_core.providers.vendor_answers import VendorAnswer, private_texts, read_answer, server_time

T = TypeVar("T")

logger = logging.getLogger(__name__)

ANYTHING: TypeAdapter[Any] = TypeAdapter(Any)
ATTEMPTS = 3  # of what is safe to repeat
FAILURES_KEPT = 20
LONGEST_PAUSE_SECONDS = 10.0  # a vendor that wants a longer one is not waited for
_FIRST_PAUSE_SECONDS = 0.2
_NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)


@dataclass(frozen=True)
class Timeouts:
    """Seconds that a request may take as a whole, whatever trickles in meanwhile."""

    usual: float = 10.0
    opening: float = 25.0  # making a room and waking an avatar
    glance: float = 3.0  # an answer that is only good to have
    connect: float = 5.0


class RecentFailures:
    """The last errors of an account, for people who look into it."""

    def __init__(self) -> None:
        self._failures: deque[VendorFailure] = deque(maxlen=FAILURES_KEPT)

    def add(self, failure: VendorFailure) -> None:
        self._failures.append(failure)

    def newest_first(self) -> Sequence[VendorFailure]:
        return tuple(reversed(self._failures))


class UnusableAnswer(ProviderUnavailable):
    """Success, in a form we cannot read. `data` is what came, for whoever must clean up after it."""

    def __init__(self, vendor: str, *, status: int, data: Any) -> None:
        super().__init__(
            f"{vendor} answered in a form that is not understood. "
            "Try again; if it stays, this program may need an update.",
            kind="other",
            vendor=VendorWords(status, None, "Success, in a form that is not understood."),
        )
        self.data = data


class VendorHttp:
    """One account at one vendor. `vendor` is the name people read in errors; `http` is closed by aclose().

    Every method raises ProviderRefused or ProviderUnavailable. A request that is not `safe` is sent once;
    when that raises ProviderUnavailable with `retryable` False, nobody knows whether it was carried out.
    `expected` names kinds of errors that the caller takes for an answer: they are not kept as failures.
    """

    def __init__(
        self,
        http: httpx.AsyncClient,
        *,
        base_url: str,
        vendor: str,
        key_header: str,
        api_key: str,
        clock: Clock,
        timeouts: Timeouts | None = None,
        failures: RecentFailures | None = None,
    ) -> None:
        self.base_url = base_url.rstrip("/")
        self.vendor = vendor
        self.clock = clock
        self.timeouts = timeouts or Timeouts()
        self.failures = failures or RecentFailures()
        self._http = http
        self._key_header = key_header
        self._api_key = api_key

    def __repr__(self) -> str:
        return f"VendorHttp({self.vendor!r}, {self.base_url!r})"

    async def get(
        self,
        path: str,
        answer: TypeAdapter[T],
        *,
        query: Mapping[str, str | int] | None = None,
        at_a_glance: bool = False,
    ) -> T:
        """`at_a_glance`: asked once, and not waited for long."""
        timeout_seconds = self.timeouts.glance if at_a_glance else None
        request = self._request("GET", path, timeout_seconds, query=query)
        return await self._ask(request, answer, attempts=1 if at_a_glance else ATTEMPTS, expected=())

    async def post(
        self,
        path: str,
        answer: TypeAdapter[T],
        *,
        body: Mapping[str, object] | None,
        safe: bool,
        token: str | None = None,
        timeout_seconds: float | None = None,
        expected: Sequence[str] = (),
    ) -> T:
        """`safe`: doing it twice is no worse than once, so it is repeated where repeating may help.
        `token`: ask as this token's holder instead of by the API key."""
        request = self._request("POST", path, timeout_seconds, body=body, token=token)
        return await self._ask(request, answer, attempts=ATTEMPTS if safe else 1, expected=expected)

    async def delete(self, path: str, *, expected: Sequence[str] = ()) -> None:
        """Deleting twice is no worse than once."""
        request = self._request("DELETE", path, None)
        await self._ask(request, ANYTHING, attempts=ATTEMPTS, expected=expected)

    async def check(self, path: str, *, query: Mapping[str, str | int] | None = None) -> Reachability:
        """Asks once, and looks at the clocks."""
        request = self._request("GET", path, None, query=query)
        sent_at, started = self.clock.now(), self.clock.monotonic()
        try:
            response = await self._send(request, safe=False)
            took_seconds = self.clock.monotonic() - started
            self._data(request, response, safe=False, expected=())
        except ProviderUnavailable as error:
            self._keep(request, error)
            raise
        theirs = server_time(response)
        offset = None
        if theirs is not None:
            # A Date is cut to the second, so it stands for the middle of that second.
            ours_seconds = took_seconds / 2
            offset = float(round((theirs - sent_at).total_seconds() + 0.5 - ours_seconds))
        return Reachability(latency_ms=round(took_seconds * 1_000), clock_offset_seconds=offset)

    async def aclose(self) -> None:
        await self._http.aclose()

    def _request(
        self,
        method: str,
        path: str,
        timeout_seconds: float | None,
        *,
        query: Mapping[str, str | int] | None = None,
        body: Mapping[str, object] | None = None,
        token: str | None = None,
    ) -> _Request:
        total_seconds = timeout_seconds or self.timeouts.usual
        try:
            built = self._http.build_request(
                method,
                f"{self.base_url}{path}",
                params=query,
                json=body,
                headers={"Authorization": f"Bearer {token}"} if token else {self._key_header: self._api_key},
                timeout=httpx.Timeout(total_seconds, connect=min(self.timeouts.connect, total_seconds)),
            )
        except httpx.InvalidURL:
            raise ProviderRefused(
                f"The address of {self.vendor} in .env is not one: correct its BASE_URL and start again.",
                kind="invalid_request",
            ) from None
        secrets = (self._api_key, *((token,) if token else ()), *private_texts(body))
        return _Request(built, f"{method} {path}", total_seconds, secrets)

    async def _ask(
        self, request: _Request, answer: TypeAdapter[T], *, attempts: int, expected: Sequence[str]
    ) -> T:
        for attempt in range(1, attempts + 1):
            try:
                response = await self._send(request, safe=attempts > 1)
                data = self._data(request, response, safe=attempts > 1, expected=expected)
            except ProviderUnavailable as error:
                pause = error.retry_after_seconds
                if attempt == attempts or not error.retryable or (pause or 0) > LONGEST_PAUSE_SECONDS:
                    self._keep(request, error)
                    raise
                # Jitter, so that several calls that failed together do not come back together.
                grown = _FIRST_PAUSE_SECONDS * 2 ** (attempt - 1) * random.uniform(0.5, 1.5)
                await self.clock.sleep(grown if pause is None else pause + grown)
                continue
            try:
                return answer.validate_python(data)
            except ValidationError:
                unusable = UnusableAnswer(self.vendor, status=response.status_code, data=data)
                self._keep(request, unusable)
                # from None: pydantic's words repeat the answer.
                raise unusable from None
        raise AssertionError("unreachable: the last attempt returns or raises")

    async def _send(self, request: _Request, *, safe: bool) -> httpx.Response:
        """Raises ProviderUnavailable from None: httpx's errors hold the request, and so the key."""
        try:
            async with asyncio.timeout(request.total_seconds):
                return await self._http.send(request.built)
        except TimeoutError:
            reason, never_sent = f"nothing came within {request.total_seconds:g} s", False
        except httpx.RequestError as error:
            reason, never_sent = type(error).__name__, isinstance(error, _NEVER_SENT)
        raise ProviderUnavailable(
            f"{self.vendor} did not answer. Check the connection and try again.",
            kind="unavailable",
            retryable=safe or never_sent,
            vendor=VendorWords(message=f"No answer: {reason}."),
        ) from None

    def _data(
        self, request: _Request, response: httpx.Response, *, safe: bool, expected: Sequence[str]
    ) -> Any:
        answer = read_answer(response, secrets=request.secrets, now=self.clock.now())
        if not answer.is_success:
            self._raise(request, answer, safe=safe, expected=expected)
        return answer.data

    def _raise(
        self, request: _Request, answer: VendorAnswer, *, safe: bool, expected: Sequence[str]
    ) -> NoReturn:
        meaning = meaning_of(answer.words)
        text = meaning.advice.format(vendor=self.vendor)
        if not answer.is_readable and 200 <= answer.status < 300:
            # It may well have been done: half an answer is no refusal.
            text = f"{self.vendor}'s answer was cut off or is no answer of its. Try again in a moment."
            raise ProviderUnavailable(text, kind="unavailable", retryable=safe, vendor=answer.words)
        if meaning.kind == "unavailable":
            # Even a 5xx may have done what was asked; too many requests was not even looked at.
            raise ProviderUnavailable(
                text,
                kind=meaning.kind,
                retryable=safe or answer.status == 429,
                vendor=answer.words,
                retry_after_seconds=answer.retry_after_seconds,
            )
        refused = ProviderRefused(
            text, kind=meaning.kind, vendor=answer.words, retry_after_seconds=answer.retry_after_seconds
        )
        if refused.kind not in expected:
            self._keep(request, refused)
        raise refused

    def _keep(self, request: _Request, error: ProviderError) -> None:
        self.failures.add(VendorFailure(self.clock.now(), request.endpoint, error.kind, error.vendor))
        logger.warning(
            "a vendor's answer was an error",
            extra={
                "vendor": self.vendor,
                "endpoint": request.endpoint,
                "kind": error.kind,
                "status": error.vendor.status,
            },
        )


@dataclass(frozen=True, repr=False)
class _Request:
    built: httpx.Request
    endpoint: str
    total_seconds: float
    secrets: tuple[str, ...]
