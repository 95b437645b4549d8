"""A vendor's HTTP with outcomes given per endpoint, for what goes wrong between us."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime

import httpx

Outcome = httpx.Response | Exception | Callable[[httpx.Request], httpx.Response]


class ImpatientClock:
    """Remembers pauses instead of making them; time passes by as much."""

    def __init__(self) -> None:
        self.pauses: list[float] = []

    def now(self) -> datetime:
        return datetime(2025, 12, 1, tzinfo=UTC)

    def monotonic(self) -> float:
        return sum(self.pauses)

    async def sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)


class VendorWire:
    """`outcomes` maps "METHOD /path" to what is answered in turn, or raised; the last one goes on.
    Everything else gets what `usual` answers. Read `asked` and `requests`."""

    def __init__(
        self,
        outcomes: Mapping[str, Sequence[Outcome]],
        *,
        usual: Callable[[httpx.Request], httpx.Response],
    ) -> None:
        self._outcomes = {endpoint: list(answers) for endpoint, answers in outcomes.items()}
        self._usual = usual
        self.requests: list[httpx.Request] = []
        self.clock = ImpatientClock()

    @property
    def asked(self) -> list[str]:
        return [f"{request.method} {request.url.path}" for request in self.requests]

    def client(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(transport=httpx.MockTransport(self._answer))

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        outcomes = self._outcomes.get(f"{request.method} {request.url.path}")
        if not outcomes:
            return self._usual(request)
        outcome = outcomes.pop(0) if len(outcomes) > 1 else outcomes[0]
        if isinstance(outcome, Exception):
            raise outcome
        return outcome if isinstance(outcome, httpx.Response) else outcome(request)
