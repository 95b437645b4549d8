"""The practice avatar: HeyGen's API, spoken to an emulator in this process instead of over the network."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from urllib.parse import urlsplit

import httpx
from starlette.types import ASGIApp

from santa_core.domain.calls import Avatar
from santa_core.errors import ProviderRefused
from santa_core.ports import (
    ActiveSession,
    AvatarInfo,
    AvatarSession,
    Balance,
    Clock,
    Reachability,
    SessionHistoryEntry,
    SessionRequest,
    VendorFailure,
    VoiceInfo,
)
from santa_core.providers import heygen
from santa_core.providers.heygen import HeyGenAvatarProvider
from santa_core.providers.lost_openings import OurOpenings
from santa_core.providers.vendor_http import RecentFailures, Timeouts

MOUNT_POINT = "/emulator"
# Right sentences through a real microphone get 0.43 to 0.61 from the practice recogniser: HeyGen's 0.55
# would drop every second one.
STT_CONFIDENCE = 0.35
_NO_BROWSER = "http://localhost"  # for calls whose answers hold no address

CAPABILITIES = replace(heygen.CAPABILITIES, sandbox=True, voices=False)


class LocalAvatarProvider:
    """`emulator` is any ASGI app that answers as HeyGen does and is mounted at /emulator below the
    address that the browser uses: `SessionRequest.browser_origin`, with the server's base path."""

    avatar = Avatar.PRACTICE
    account = "Practice Santa"
    capabilities = CAPABILITIES

    def __init__(
        self,
        emulator: ASGIApp,
        *,
        api_key: str,
        clock: Clock | None = None,
        timeouts: Timeouts | None = None,
    ) -> None:
        self._emulator = emulator
        self._api_key = api_key
        self._clock = clock
        self._timeouts = timeouts
        # Shared by all addresses: it is one account.
        self._failures = RecentFailures()
        self._openings = OurOpenings()
        self._vendor = self._vendor_at(_NO_BROWSER)

    async def open_session(self, request: SessionRequest) -> AvatarSession:
        # The emulator builds its addresses from the Host it is asked by: it must be the browser's.
        vendor = self._vendor_at(request.browser_origin or _NO_BROWSER)
        try:
            return await vendor.open_session(request)
        finally:
            await vendor.aclose()

    async def close_session(self, session_id: str) -> None:
        await self._vendor.close_session(session_id)

    async def forget(self, session_id: str) -> None:
        """Nothing that was said stays in the emulator."""

    async def tidy(self, *, open_call_ids: Collection[str]) -> int:
        return 0

    async def check(self) -> Reachability:
        return await self._vendor.check()

    def recent_failures(self) -> Sequence[VendorFailure]:
        return self._failures.newest_first()

    async def keep_alive(self, session_id: str) -> None:
        await self._vendor.keep_alive(session_id)

    async def active_sessions(self) -> Sequence[ActiveSession]:
        return await self._vendor.active_sessions()

    async def session_history(self, *, limit: int = 100) -> Sequence[SessionHistoryEntry]:
        return await self._vendor.session_history(limit=limit)

    async def balance(self) -> Balance:
        return await self._vendor.balance()

    async def avatars(self) -> Sequence[AvatarInfo]:
        return await self._vendor.avatars()

    async def voices(self) -> Sequence[VoiceInfo]:
        raise ProviderRefused(
            "Practice Santa has one voice, his own. SANTA_VOICE in .env says how it is made.",
            kind="unsupported",
        )

    async def create_token(self) -> str:
        return await self._vendor.create_token()

    async def speak(self, session_id: str, text: str) -> None:
        await self._vendor.speak(session_id, text)

    async def aclose(self) -> None:
        await self._vendor.aclose()

    def _vendor_at(self, browser_origin: str) -> HeyGenAvatarProvider:
        base_url = f"{browser_origin.rstrip('/')}{MOUNT_POINT}"
        transport = httpx.ASGITransport(
            app=self._emulator,
            root_path=urlsplit(base_url).path,
            # A fault of the emulator is a vendor's 500, not our exception.
            raise_app_exceptions=False,
        )
        return HeyGenAvatarProvider(
            # trust_env: no proxy between us and ourselves.
            httpx.AsyncClient(transport=transport, trust_env=False),
            base_url=base_url,
            api_key=self._api_key,
            avatar=Avatar.PRACTICE,
            vendor=self.account,
            capabilities=self.capabilities,
            video_encoding="VP8",  # Chromium builds without proprietary codecs lack H264
            stt_confidence=STT_CONFIDENCE,
            clock=self._clock,
            timeouts=self._timeouts,
            failures=self._failures,
            openings=self._openings,
        )
