"""HeyGen's v1 endpoints, one method each.

/v1/streaming.ice is not here: it carried raw WebRTC candidates, which HeyGen ended on 2025-02-28; LiveKit
carries its own.
"""

from __future__ import annotations

from collections.abc import Mapping

from santa_core.ports import Reachability
from santa_core.providers import heygen_wire as wire
from santa_core.providers.vendor_http import ANYTHING, VendorHttp

_PAGE_SIZE = 100
_MOST_PAGES = 50


class HeyGenApi:
    """`token`, where it can be given: a browser's token, to ask as the session's browser would."""

    def __init__(self, http: VendorHttp) -> None:
        self.http = http

    async def create_token(self) -> str:
        # A token that is never used costs nothing, and bursts of this call are known to fail.
        answer = await self.http.post("/v1/streaming.create_token", wire.TOKEN, body={}, safe=True)
        return answer.token

    async def new(self, body: Mapping[str, object], *, token: str) -> wire.NewSession:
        """Sent once, whatever happens: two would be billed."""
        return await self.http.post(
            "/v1/streaming.new",
            wire.NEW_SESSION,
            body=body,
            token=token,
            safe=False,
            timeout_seconds=self.http.timeouts.opening,
        )

    async def start(self, session_id: str, *, token: str | None = None) -> None:
        """What the browser's SDK does before it joins the room. Sent once: a second start is refused."""
        await self._of_session("start", session_id, token=token, safe=False)

    async def task(self, session_id: str, text: str, *, task_type: str, task_mode: str) -> wire.Task | None:
        """Sent once: Santa must not say a thing twice."""
        body = {"session_id": session_id, "text": text, "task_mode": task_mode, "task_type": task_type}
        return await self.http.post("/v1/streaming.task", wire.TASK, body=body, safe=False)

    async def interrupt(self, session_id: str, *, token: str | None = None) -> None:
        """Sent once: late, it would cut off the next sentence. Does nothing while the avatar is silent."""
        await self._of_session("interrupt", session_id, token=token, safe=False)

    async def start_listening(self, session_id: str, *, token: str | None = None) -> None:
        """The pose of somebody who listens; the microphone is another matter."""
        await self._of_session("start_listening", session_id, token=token)

    async def stop_listening(self, session_id: str, *, token: str | None = None) -> None:
        await self._of_session("stop_listening", session_id, token=token)

    async def stop(self, session_id: str) -> None:
        await self._of_session("stop", session_id, expected=("session_closed",))

    async def keep_alive(self, session_id: str) -> None:
        await self._of_session("keep_alive", session_id)

    async def active_sessions(self, *, at_a_glance: bool = False) -> list[wire.ListedSession]:
        """`at_a_glance`: asked once and not waited for long."""
        answer = await self.http.get("/v1/streaming.list", wire.SESSIONS, at_a_glance=at_a_glance)
        return list(answer.sessions or []) if answer else []

    async def session_history(self, *, limit: int) -> list[wire.HistoryEntry]:
        """Newest first, page by page."""
        entries: list[wire.HistoryEntry] = []
        seen: set[str] = set()
        query: dict[str, str | int] = {"page_size": min(limit, _PAGE_SIZE)}
        for _ in range(_MOST_PAGES):
            page = await self.http.get("/v2/streaming.list", wire.HISTORY, query=query)
            entries += page.data
            token = page.next_pagination_token
            # A token that comes back again would never end.
            if not token or token in seen or not page.data or len(entries) >= limit:
                break
            seen.add(token)
            query["token"] = token
        return entries[:limit]

    async def avatars(self) -> list[wire.ListedAvatar]:
        return await self.http.get("/v1/streaming/avatar.list", wire.AVATARS)

    async def voices(self) -> list[wire.ListedVoice]:
        return (await self.http.get("/v2/voices", wire.VOICES)).voices

    async def remaining_quota(self) -> wire.Quota:
        return await self.http.get("/v2/user/remaining_quota", wire.QUOTA)

    async def check(self) -> Reachability:
        return await self.http.check("/v1/streaming.list")

    async def _of_session(
        self,
        call: str,
        session_id: str,
        *,
        token: str | None = None,
        safe: bool = True,
        expected: tuple[str, ...] = (),
    ) -> None:
        await self.http.post(
            f"/v1/streaming.{call}",
            ANYTHING,
            body={"session_id": session_id},
            token=token,
            safe=safe,
            expected=expected,
        )
