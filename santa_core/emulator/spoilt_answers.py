"""What a caller gets when a REST fault strikes, in place of the answer or after the work was done."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from santa_core.emulator.clock import EmulatorClock
from santa_core.emulator.rest_faults import Kind, RestFault, RestFaults

Endpoint = Callable[[Request], Awaitable[Response]]

RETRY_AFTER_SECONDS = 1
MADE_ON_PURPOSE = "made on purpose by the emulator"
_WORDS: Mapping[int, str] = {
    400: "Bad request",
    401: "Unauthorized",
    403: "Forbidden",
    409: "Conflict",
    422: "Unprocessable entity",
    429: "Too many requests",
    500: "Internal error",
}
_HALF_AN_ANSWER = b'{"code": 1000, "message": "success", "data": {"session_'


@dataclass(frozen=True)
class Dialect:
    """How one API writes a refusal: `codes` are its numbers, `fallback_code` for statuses it has none for;
    `detailed_422`: without an envelope, as FastAPI writes it."""

    codes: Mapping[int, int]
    fallback_code: int
    detailed_422: bool = False

    def refusal(self, status: int, *, message: str, headers: Mapping[str, str] | None = None) -> Response:
        if status == 422 and self.detailed_422:
            detail = [{"loc": ["body"], "msg": message, "type": "value_error"}]
            return JSONResponse({"detail": detail}, status_code=status)
        body = {"code": self.codes.get(status, self.fallback_code), "message": message, "data": None}
        return JSONResponse(body, status_code=status, headers=dict(headers or {}))


class SpoiltAnswers:
    """Puts the faults before endpoints. One for all REST of an emulator; aclose() ends what hangs."""

    def __init__(self, faults: RestFaults, clock: EmulatorClock) -> None:
        self._faults = faults
        self._clock = clock
        self._closing = asyncio.Event()
        self._templates: set[str] = set()

    @property
    def templates(self) -> Collection[str]:
        """The paths that faults may be asked for."""
        return self._templates

    def endpoint(self, template: str, endpoint: Endpoint, *, dialect: Dialect) -> Endpoint:
        """`endpoint`, suffering what strikes on `template`, the path of its route."""
        self._templates.add(template)

        async def suffering(request: Request) -> Response:
            path = request.url.path.removeprefix(str(request.scope.get("root_path", "")).rstrip("/"))
            fault = self._faults.strike(method=request.method, path=path, template=template)
            if fault is None:
                return await endpoint(request)
            return await self._suffer(fault, request, endpoint, dialect)

        return suffering

    def close(self) -> None:
        """Whoever still hangs is answered 500, so that the server can stop. Idempotent."""
        self._closing.set()

    async def _suffer(
        self, fault: RestFault, request: Request, endpoint: Endpoint, dialect: Dialect
    ) -> Response:
        await request.body()  # read before the caller may hang up; the endpoint gets it from here
        if fault.kind is Kind.SLOW:
            return await self._answer_late(fault, request, endpoint, dialect)
        answer = await endpoint(request) if fault.acts else None
        match fault.kind:
            case Kind.HANG:
                await self._until_nobody_waits(request)
                return dialect.refusal(500, message=_words(500))
            case Kind.TRUNCATED:
                whole = bytes(answer.body) if answer is not None else _HALF_AN_ANSWER * 2
                return Response(whole[: len(whole) // 2], media_type="application/json")
            case Kind.BAD_GATEWAY:
                return _proxy_page()
            case Kind.TOO_MANY:
                headers = {
                    "Retry-After": str(RETRY_AFTER_SECONDS),
                    "X-RateLimit-Reset": str(int(self._clock.now().timestamp()) + RETRY_AFTER_SECONDS),
                }
                return dialect.refusal(429, message=_words(429), headers=headers)
            case _:
                status = int(fault.kind)
                return dialect.refusal(status, message=_words(status))

    async def _answer_late(
        self, fault: RestFault, request: Request, endpoint: Endpoint, dialect: Dialect
    ) -> Response:
        answer = await endpoint(request) if fault.acts else None
        delay = asyncio.create_task(self._clock.sleep(fault.delay_seconds), name="emulator-slow-answer")
        hung_up = asyncio.create_task(self._until_nobody_waits(request), name="emulator-hung-up")
        try:
            await asyncio.wait([delay, hung_up], return_when=asyncio.FIRST_COMPLETED)
            if answer is not None:
                return answer
            if delay.done():
                return await endpoint(request)
            return dialect.refusal(500, message=_words(500))  # nobody reads it
        finally:
            for task in (delay, hung_up):
                task.cancel()
            await asyncio.gather(delay, hung_up, return_exceptions=True)

    async def _until_nobody_waits(self, request: Request) -> None:
        """Returns when the caller has hung up, or when the emulator closes."""
        gone = asyncio.create_task(_hang_up(request), name="emulator-caller-gone")
        closing = asyncio.create_task(self._closing.wait(), name="emulator-closing")
        try:
            await asyncio.wait([gone, closing], return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (gone, closing):
                task.cancel()
            await asyncio.gather(gone, closing, return_exceptions=True)


async def _hang_up(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


def _words(status: int) -> str:
    return f"{_WORDS[status]} ({MADE_ON_PURPOSE})"


def _proxy_page() -> Response:
    return HTMLResponse(
        "<html>\n<head><title>502 Bad Gateway</title></head>\n<body>\n"
        "<center><h1>502 Bad Gateway</h1></center>\n<hr><center>nginx</center>\n</body>\n</html>\n",
        status_code=502,
    )
