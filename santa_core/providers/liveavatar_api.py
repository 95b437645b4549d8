"""LiveAvatar's endpoints, one method each. All are asked by the API key, except `start`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from pydantic import TypeAdapter, ValidationError

from santa_core.ports import Reachability
from santa_core.providers import liveavatar_wire as wire
from santa_core.providers.vendor_answers import readable
from santa_core.providers.vendor_http import ANYTHING, UnusableAnswer, VendorHttp

_SESSIONS = TypeAdapter(list[wire.ListedSession])
PAGE_SIZE = 100
_MOST_PAGES = 50
_GONE = ("session_closed", "invalid_request")  # of what is deleted


class LiveAvatarApi:
    """`base_url` is what the browser's SDK is given too."""

    def __init__(self, http: VendorHttp) -> None:
        self.http = http

    async def session_token(self, body: Mapping[str, object]) -> wire.SessionToken:
        """Repeated where repeating may help: a session nobody has started is not billed."""
        return await self.http.post("/v1/sessions/token", wire.SESSION_TOKEN, body=body, safe=True)

    async def start(self, session_token: str) -> wire.StartedSession:
        """What the browser's SDK does. Sent once: a token starts once, and then the meter runs."""
        return await self.http.post(
            "/v1/sessions/start",
            wire.STARTED,
            body=None,
            token=session_token,
            safe=False,
            timeout_seconds=self.http.timeouts.opening,
        )

    async def stop(self, session_id: str, *, reason: str) -> None:
        body = {"session_id": session_id, "reason": reason}
        await self.http.post(
            "/v1/sessions/stop", ANYTHING, body=body, safe=True, expected=("session_closed",)
        )

    async def keep_alive(self, session_id: str) -> None:
        await self.http.post("/v1/sessions/keep-alive", ANYTHING, body={"session_id": session_id}, safe=True)

    async def active_sessions(self) -> list[wire.ListedSession]:
        """An entry that cannot be read is an error: a session that is overlooked is one left open."""
        found = await self._pages("/v1/sessions", query={"type": "active"})
        try:
            return _SESSIONS.validate_python(found)
        except ValidationError:
            raise UnusableAnswer(self.http.vendor, status=200, data=None) from None

    async def session_history(self, *, limit: int) -> list[wire.ListedSession]:
        """Newest first."""
        found = await self._pages("/v1/sessions", query={"type": "historic"}, limit=limit)
        return readable(found, wire.ListedSession)

    async def session(self, session_id: str) -> wire.ListedSession:
        return await self.http.get(f"/v1/sessions/{_part(session_id)}", wire.SESSION)

    async def transcript(self, session_id: str) -> list[wire.SaidLine]:
        """What was said in a FULL session, until its events are deleted."""
        answer = await self.http.get(f"/v1/sessions/{_part(session_id)}/transcript", wire.TRANSCRIPT)
        return list(answer.transcript_data or []) if answer else []

    async def delete_events(self, session_id: str) -> None:
        await self.http.delete(f"/v1/sessions/{_part(session_id)}/events", expected=_GONE)

    async def create_context(self, *, name: str, prompt: str, opening_text: str = "") -> wire.Context:
        """Sent once: two prompts of one call would lie there."""
        body = {"name": name, "prompt": prompt, "opening_text": opening_text}
        return await self.http.post("/v1/contexts", wire.CONTEXT, body=body, safe=False)

    async def contexts(self) -> list[wire.Context]:
        return readable(await self._pages("/v1/contexts"), wire.Context)

    async def context(self, context_id: str) -> wire.Context:
        return await self.http.get(f"/v1/contexts/{_part(context_id)}", wire.CONTEXT)

    async def delete_context(self, context_id: str) -> None:
        await self.http.delete(f"/v1/contexts/{_part(context_id)}", expected=_GONE)

    async def public_avatars(self) -> list[wire.ListedAvatar]:
        return readable(await self._pages("/v1/avatars/public"), wire.ListedAvatar)

    async def own_avatars(self) -> list[wire.ListedAvatar]:
        return readable(await self._pages("/v1/avatars"), wire.ListedAvatar)

    async def voices(self) -> list[wire.ListedVoice]:
        return readable(await self._pages("/v1/voices"), wire.ListedVoice)

    async def credits(self) -> wire.Credits:
        return await self.http.get("/v1/users/credits", wire.CREDITS)

    async def check(self) -> Reachability:
        return await self.http.check("/v1/users/credits")

    async def _pages(
        self, path: str, *, query: Mapping[str, str] | None = None, limit: int | None = None
    ) -> list[Any]:
        """All entries, whether the vendor pages or not: a short page is the last one, and so is one that
        says so, or that brings back what was there before."""
        found: list[Any] = []
        size = min(limit, PAGE_SIZE) if limit else PAGE_SIZE
        for number in range(1, _MOST_PAGES + 1):
            asked: dict[str, str | int] = {**(query or {}), "page": number, "page_size": size}
            page = await self.http.get(path, wire.PAGE, query=asked)
            if page.results and page.results[0] in found:
                break
            found += page.results
            is_last = len(page.results) < size and not page.next
            if is_last or not page.results or (limit and len(found) >= limit):
                break
            if page.count is not None and len(found) >= page.count:
                break
        return found[:limit]


def _part(identifier: str) -> str:
    """An id inside a path: whatever it holds, it names one thing there."""
    return quote(identifier, safe="")
