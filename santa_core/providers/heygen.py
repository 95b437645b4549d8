"""HeyGen's Streaming Avatar v1 as an AvatarProvider: the session is ours, the picture is the browser's."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import httpx
from pydantic import TypeAdapter

from santa_core.domain.calls import Avatar
from santa_core.errors import ProviderError, ProviderRefused
from santa_core.ports import (
    ActiveSession,
    AvatarInfo,
    AvatarSession,
    Balance,
    Clock,
    SessionHistoryEntry,
    SessionRequest,
)
from santa_core.providers.heygen_api import HeyGenApi, UnusableAnswer
from santa_core.providers.heygen_wire import (
    HistoryPage,
    ListedAvatar,
    ListedSessions,
    NewSession,
    Quota,
    Task,
    Token,
)
from santa_core.services.system_clock import SystemClock

QUOTA_PER_CREDIT = 60
_PAGE_SIZE = 100
_OPENING_SECONDS = 25.0  # .new makes a room and wakes an avatar

_ANYTHING: TypeAdapter[Any] = TypeAdapter(Any)
_TOKEN = TypeAdapter(Token)
_NEW_SESSION = TypeAdapter(NewSession)
_TASK = TypeAdapter(Task | None)
_SESSIONS = TypeAdapter(ListedSessions | None)
_HISTORY = TypeAdapter(HistoryPage)
_AVATARS = TypeAdapter(list[ListedAvatar])
_QUOTA = TypeAdapter(Quota)


class HeyGenAvatarProvider:
    """`http` is closed with the provider. `avatar_id` None leaves the choice to the vendor, `stt_confidence`
    None its threshold (0 to 1) below which heard words are dropped."""

    def __init__(
        self,
        http: httpx.AsyncClient,
        *,
        base_url: str,
        api_key: str,
        avatar_id: str | None = None,
        voice_id: str | None = None,
        avatar: Avatar = Avatar.HEYGEN,
        vendor: str = "HeyGen",
        video_encoding: str = "H264",
        stt_confidence: float | None = None,
        clock: Clock | None = None,
    ) -> None:
        self.avatar = avatar
        self._avatar_id = avatar_id
        self._voice_id = voice_id
        self._video_encoding = video_encoding
        self._stt_confidence = stt_confidence
        self._clock = clock or SystemClock()
        self._api = HeyGenApi(http, base_url=base_url, api_key=api_key, vendor=vendor, clock=self._clock)

    async def create_token(self) -> str:
        # A token that is never used costs nothing, and bursts of this call are known to fail.
        answer = await self._api.post("/v1/streaming.create_token", _TOKEN, body={}, safe=True)
        return answer.token

    async def open_session(self, request: SessionRequest) -> AvatarSession:
        """Opened with a browser's token, as the SDK does it: the browser goes on with the same token."""
        token = await self.create_token()
        # Before the answer: what we bill by is never later than the vendor's own start.
        opened_at = self._clock.now()
        try:
            new = await self._api.post(
                "/v1/streaming.new",
                _NEW_SESSION,
                body=self._new_session_body(request),
                token=token,
                timeout_seconds=_OPENING_SECONDS,
            )
        except UnusableAnswer as error:
            await self._close_what_was_opened(error.data)
            raise
        return AvatarSession(
            session_id=new.session_id,
            opened_at=opened_at,
            duration_limit_seconds=new.session_duration_limit,
            browser_info={
                "sdk": "streaming_avatar",
                "token": token,
                "base_path": self._api.base_url,
                "session_info": {
                    "session_id": new.session_id,
                    "access_token": new.access_token,
                    "url": new.url,
                    "is_paid": bool(new.is_paid),
                    "session_duration_limit": new.session_duration_limit or 0,
                },
            },
        )

    async def close_session(self, session_id: str) -> None:
        try:
            await self._api.post("/v1/streaming.stop", _ANYTHING, body={"session_id": session_id}, safe=True)
        except ProviderRefused as error:
            if error.kind != "session_closed":
                raise

    async def keep_alive(self, session_id: str) -> None:
        await self._api.post(
            "/v1/streaming.keep_alive", _ANYTHING, body={"session_id": session_id}, safe=True
        )

    async def active_sessions(self) -> Sequence[ActiveSession]:
        answer = await self._api.get("/v1/streaming.list", _SESSIONS)
        return (
            [ActiveSession(s.session_id, s.status, s.created_at) for s in answer.sessions] if answer else []
        )

    async def session_history(self, *, limit: int = 100) -> Sequence[SessionHistoryEntry]:
        entries: list[SessionHistoryEntry] = []
        seen: set[str] = set()
        query: dict[str, str | int] = {"page_size": min(limit, _PAGE_SIZE)}
        while True:
            page = await self._api.get("/v2/streaming.list", _HISTORY, query=query)
            entries += [
                SessionHistoryEntry(e.session_id, e.status, e.created_at, e.duration) for e in page.data
            ]
            token = page.next_pagination_token
            # A token that comes back again would never end.
            if not token or token in seen or not page.data or len(entries) >= limit:
                return entries[:limit]
            seen.add(token)
            query["token"] = token

    async def balance(self) -> Balance:
        quota = (await self._api.get("/v2/user/remaining_quota", _QUOTA)).remaining_quota
        return Balance(credits=None if quota is None else Decimal(quota) / QUOTA_PER_CREDIT)

    async def avatars(self) -> Sequence[AvatarInfo]:
        answer = await self._api.get("/v1/streaming/avatar.list", _AVATARS)
        return [AvatarInfo(a.avatar_id, a.pose_name or a.avatar_id, a.normal_preview) for a in answer]

    async def speak(self, session_id: str, text: str) -> None:
        body = {"session_id": session_id, "text": text, "task_mode": "async", "task_type": "repeat"}
        await self._api.post("/v1/streaming.task", _TASK, body=body)

    async def aclose(self) -> None:
        await self._api.aclose()

    def _new_session_body(self, request: SessionRequest) -> dict[str, object]:
        """What the SDK's newSession sends for voice chat over its WebSocket transport."""
        voice: dict[str, object | None] = {
            "voice_id": self._voice_id,
            "rate": request.voice.rate,
            "emotion": request.voice.emotion,
            "elevenlabs_settings": {},
        }
        body: dict[str, object | None] = {
            "avatar_name": self._avatar_id,
            "quality": request.quality.value,
            "knowledge_base_id": request.knowledge_base_id,
            "knowledge_base": request.knowledge_base,
            "voice": _without_missing(voice),
            "language": request.language,
            "stt_settings": {"confidence": self._stt_confidence} if self._stt_confidence else None,
            "version": "v2",
            "video_encoding": self._video_encoding,
            "source": "sdk",
            "ia_is_livekit_transport": False,
            "silence_response": request.silence_prompt,
            "activity_idle_timeout": request.activity_idle_timeout_seconds,
        }
        return _without_missing(body)

    async def _close_what_was_opened(self, data: Any) -> None:
        """An answer we cannot use may still stand for a session that is billed."""
        session_id = data.get("session_id") if isinstance(data, dict) else None
        if isinstance(session_id, str) and session_id:
            # The caller hears of the unusable answer; the reaper finds the session if this fails too.
            with contextlib.suppress(ProviderError):
                await self.close_session(session_id)


def _without_missing(body: dict[str, Any]) -> dict[str, object]:
    return {key: value for key, value in body.items() if value is not None}
