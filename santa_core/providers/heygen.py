"""HeyGen's Streaming Avatar v1 as an AvatarProvider: the session is ours, the picture is the browser's."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Sequence
from typing import Any

import httpx

from santa_core.domain.calls import Avatar
from santa_core.errors import ProviderError, ProviderRefused, ProviderUnavailable
from santa_core.ports import (
    ActiveSession,
    AvatarInfo,
    AvatarSession,
    Balance,
    Capabilities,
    Clock,
    Reachability,
    SessionHistoryEntry,
    SessionRequest,
    VendorFailure,
    VoiceInfo,
)
from santa_core.providers.heygen_api import HeyGenApi
from santa_core.providers.lost_openings import OurOpenings, close_lost_session
from santa_core.providers.vendor_http import RecentFailures, Timeouts, UnusableAnswer, VendorHttp
from santa_core.services.system_clock import SystemClock

QUOTA_PER_CREDIT = 60

CAPABILITIES = Capabilities(
    keep_alive_seconds=60,  # sessions are opened with an idle timeout of 120 s
    sandbox=False,
    ends_at_cap=False,
    speaks_from_server=True,
    browser_tokens=True,
    voices=True,
    names_end_reason=False,
    keeps_conversation=False,
)


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
        capabilities: Capabilities = CAPABILITIES,
        video_encoding: str = "H264",
        stt_confidence: float | None = None,
        clock: Clock | None = None,
        timeouts: Timeouts | None = None,
        failures: RecentFailures | None = None,
        openings: OurOpenings | None = None,
    ) -> None:
        self.avatar = avatar
        self.account = vendor
        self.capabilities = capabilities
        self._avatar_id = avatar_id
        self._voice_id = voice_id
        self._video_encoding = video_encoding
        self._stt_confidence = stt_confidence
        self._clock = clock or SystemClock()
        self._http = VendorHttp(
            http,
            base_url=base_url,
            vendor=vendor,
            key_header="X-Api-Key",
            api_key=api_key,
            clock=self._clock,
            timeouts=timeouts,
            failures=failures,
        )
        self.api = HeyGenApi(self._http)
        self._openings = openings or OurOpenings()

    async def create_token(self) -> str:
        return await self.api.create_token()

    async def open_session(self, request: SessionRequest) -> AvatarSession:
        """Opened with a browser's token, as the SDK does it: the browser goes on with the same token."""
        self._openings.under_way += 1
        try:
            return await self._open(request)
        finally:
            self._openings.under_way -= 1

    async def close_session(self, session_id: str) -> None:
        try:
            await self.api.stop(session_id)
        except ProviderRefused as error:
            if error.kind == "session_closed":
                return
            # What a key may not do, or a full account, says nothing of the session.
            if error.kind not in ("invalid_request", "other") or await self._is_listed(session_id, error):
                raise

    async def keep_alive(self, session_id: str) -> None:
        await self.api.keep_alive(session_id)

    async def forget(self, session_id: str) -> None:
        """HeyGen has no call that deletes what was said."""

    async def tidy(self, *, open_call_ids: Collection[str]) -> int:
        return 0  # a knowledge base travels with its session, and nothing else is kept

    async def check(self) -> Reachability:
        return await self.api.check()

    def recent_failures(self) -> Sequence[VendorFailure]:
        return self._http.failures.newest_first()

    async def active_sessions(self) -> Sequence[ActiveSession]:
        listed = await self.api.active_sessions()
        return [ActiveSession(s.session_id, s.status or "unknown", s.created_at) for s in listed]

    async def session_history(self, *, limit: int = 100) -> Sequence[SessionHistoryEntry]:
        entries = await self.api.session_history(limit=limit)
        return [
            SessionHistoryEntry(e.session_id, e.status or "unknown", e.created_at, e.duration)
            for e in entries
        ]

    async def balance(self) -> Balance:
        quota = (await self.api.remaining_quota()).remaining_quota
        return Balance(credits=None if quota is None else quota / QUOTA_PER_CREDIT)

    async def avatars(self) -> Sequence[AvatarInfo]:
        return [
            AvatarInfo(a.avatar_id, a.pose_name or a.avatar_id, a.normal_preview)
            for a in await self.api.avatars()
        ]

    async def voices(self) -> Sequence[VoiceInfo]:
        return [
            VoiceInfo(v.voice_id, v.name or v.voice_id, v.language, v.preview_audio)
            for v in await self.api.voices()
        ]

    async def speak(self, session_id: str, text: str) -> None:
        await self.api.task(session_id, text, task_type="repeat", task_mode="async")

    async def aclose(self) -> None:
        await self._http.aclose()

    async def _open(self, request: SessionRequest) -> AvatarSession:
        # At the same time, so looking costs no time.
        before, token = await asyncio.gather(self._listed_before(), self.api.create_token())
        # Before the answer: what we bill by is never later than the vendor's own start.
        opened_at = self._clock.now()
        try:
            new = await self.api.new(self._new_session_body(request), token=token)
        except UnusableAnswer as error:
            if not await self._close_named(error.data):
                await self._close_lost(before)
            raise
        except ProviderUnavailable as error:
            # retryable: it never left this machine, or was not even looked at.
            if not error.retryable:
                await self._close_lost(before)
            raise
        self._openings.known_ids.add(new.session_id)
        return AvatarSession(
            session_id=new.session_id,
            opened_at=opened_at,
            duration_limit_seconds=new.session_duration_limit,
            browser_info={
                "sdk": "streaming_avatar",
                "token": token,
                "base_path": self._http.base_url,
                "session_info": {
                    "session_id": new.session_id,
                    "access_token": new.access_token,
                    "url": new.url,
                    "is_paid": bool(new.is_paid),
                    "session_duration_limit": new.session_duration_limit or 0,
                },
            },
        )

    async def _listed_before(self) -> frozenset[str] | None:
        try:
            listed = await self.api.active_sessions(at_a_glance=True)
        except ProviderError:
            return None
        return frozenset(session.session_id for session in listed)

    async def _close_lost(self, before: frozenset[str] | None) -> None:
        await close_lost_session(self.api, before=before, openings=self._openings, clock=self._clock)

    async def _close_named(self, data: Any) -> bool:
        """An answer we cannot use may still name the session that is billed. False: it names none."""
        session_id = data.get("session_id") if isinstance(data, dict) else None
        if not (isinstance(session_id, str) and session_id):
            return False
        try:
            await self.close_session(session_id)
        except ProviderError:
            return False
        return True

    async def _is_listed(self, session_id: str, refusal: ProviderRefused) -> bool:
        try:
            return session_id in [s.session_id for s in await self.api.active_sessions()]
        except ProviderError:
            raise refusal from None

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


def _without_missing(body: dict[str, Any]) -> dict[str, object]:
    return {key: value for key, value in body.items() if value is not None}
