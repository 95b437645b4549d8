"""The way from the studio to the vendor: whole, or refused for single calls, as by a server that is down."""

from __future__ import annotations

import re

import httpx

_BRACES = re.compile(r"\{[^/}]*\}")


def over_socket(socket: str) -> httpx.AsyncHTTPTransport:
    """Without TLS: to read its certificates, five times a test, took half of the time of these tests."""
    return httpx.AsyncHTTPTransport(uds=socket, verify=False)


class SpoiltNetwork(httpx.AsyncBaseTransport):
    """`socket`: the vendor's. A call on `refuse` gets a connection to one that nobody listens on."""

    def __init__(self, socket: str) -> None:
        self._way = over_socket(socket)
        self._nowhere = over_socket(f"{socket}-of-nobody")
        self._refused: tuple[str, str] | None = None
        self.struck = 0
        self.asked: list[str] = []  # "POST /v1/streaming.new", in order

    def refuse(self, method: str, path: str) -> None:
        """`path` as the API writes it, with {id} for any id."""
        self._refused = (method, _BRACES.sub("[^/]+", path.replace(".", r"\.")))
        self.struck = 0

    def mend(self) -> None:
        self._refused = None

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(f"{request.method} {request.url.path}")
        if self._refused is not None:
            method, path = self._refused
            if request.method == method and re.fullmatch(path, request.url.path):
                self.struck += 1
                return await self._nowhere.handle_async_request(request)
        return await self._way.handle_async_request(request)

    async def aclose(self) -> None:
        await self._way.aclose()
        await self._nowhere.aclose()
