"""LiveAvatar as an AvatarProvider, in FULL mode: the server makes the session, the browser starts it.

Own LLM: no context, so their LLM stays silent, and what Santa says goes through the browser's `repeat`.
Vendor's LLM: a context made of the prompt for this one call, deleted with what was said when it is over.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import replace

import httpx

from santa_core.domain.calls import Avatar
from santa_core.errors import ProviderError, ProviderRefused
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
from santa_core.providers.call_contexts import CallContexts
from santa_core.providers.liveavatar_api import LiveAvatarApi
from santa_core.providers.liveavatar_wire import SaidLine, SessionToken
from santa_core.providers.vendor_http import Timeouts, VendorHttp
from santa_core.services.system_clock import SystemClock

ACCOUNT = "LiveAvatar"
# The one avatar that sandbox sessions may show, by the vendor's documents.
SANDBOX_AVATAR_ID = "dd73ea75-1218-4ef3-92ce-606d5f7fbc0a"
SANDBOX_SECONDS = 60
# Past our own cap the vendor ends the session by itself, should we all have died.
BEYOND_CAP_SECONDS = 30
_SLOWEST, _FASTEST = 0.8, 1.2  # of voice_settings.speed

CAPABILITIES = Capabilities(
    keep_alive_seconds=120,  # sessions are ended after five minutes without
    sandbox=False,
    ends_at_cap=True,
    speaks_from_server=False,  # speech is a message within the browser's room
    browser_tokens=False,  # its token is a session
    voices=True,
    names_end_reason=True,
    keeps_conversation=True,
)
SANDBOX_CAPABILITIES = replace(CAPABILITIES, sandbox=True)


class LiveAvatarAccount:
    """One key's account, shared by the avatar that is billed and the sandbox. Closing a provider closes it
    for both."""

    def __init__(
        self,
        http: httpx.AsyncClient,
        *,
        base_url: str,
        api_key: str,
        clock: Clock | None = None,
        timeouts: Timeouts | None = None,
    ) -> None:
        self.clock = clock or SystemClock()
        self.http = VendorHttp(
            http,
            base_url=base_url,
            vendor=ACCOUNT,
            key_header="X-API-KEY",
            api_key=api_key,
            clock=self.clock,
            timeouts=timeouts,
        )
        self.api = LiveAvatarApi(self.http)
        self.contexts = CallContexts(self.api)


class LiveAvatarProvider:
    """`avatar_id` is a UUID of the account; `voice_id` None leaves the avatar its own voice.

    `keep_events`: what was said stays at the vendor after forget(). `sandbox`: free, about a minute long.
    """

    account = ACCOUNT

    def __init__(
        self,
        account: LiveAvatarAccount,
        *,
        avatar_id: str,
        voice_id: str | None = None,
        sandbox: bool = False,
        keep_events: bool = False,
        video_encoding: str = "H264",
    ) -> None:
        self.avatar = Avatar.LIVEAVATAR_SANDBOX if sandbox else Avatar.LIVEAVATAR
        self.capabilities = SANDBOX_CAPABILITIES if sandbox else CAPABILITIES
        self._http = account.http
        self.api = account.api
        self._contexts = account.contexts
        self._clock = account.clock
        self._avatar_id = avatar_id
        self._voice_id = voice_id
        self._is_sandbox = sandbox
        self._keep_events = keep_events
        self._video_encoding = video_encoding

    async def open_session(self, request: SessionRequest) -> AvatarSession:
        """Makes the session; it is billed from when the browser starts it with the session token."""
        context_id = request.knowledge_base_id
        if request.knowledge_base is not None:
            context_id = await self._contexts.create(request.call_id, request.knowledge_base)
        longest_seconds: int | None = request.cap_seconds + BEYOND_CAP_SECONDS
        if self._is_sandbox:
            longest_seconds = min(request.cap_seconds + BEYOND_CAP_SECONDS, SANDBOX_SECONDS)
        opened_at = self._clock.now()
        try:
            try:
                made = await self._session_token(request, context_id, longest_seconds)
            except ProviderRefused as error:
                # A plan may not allow this length; its own limit then ends the session.
                if error.vendor.status != 422 or "max_session_duration" not in (error.vendor.message or ""):
                    raise
                longest_seconds = SANDBOX_SECONDS if self._is_sandbox else None
                made = await self._session_token(request, context_id, None)
        except BaseException:
            if request.knowledge_base is not None:
                await self._contexts.discard(request.call_id)
            raise
        if request.knowledge_base is not None and context_id is not None:
            self._contexts.belongs_to(made.session_id, context_id)
        return AvatarSession(
            session_id=made.session_id,
            opened_at=opened_at,
            duration_limit_seconds=longest_seconds,
            browser_info={
                "sdk": "liveavatar",
                "session_id": made.session_id,
                "session_token": made.session_token,
                "api_url": self._http.base_url,
                "push_to_talk": request.push_to_talk,
            },
        )

    async def close_session(self, session_id: str, *, reason: str = "USER_DISCONNECTED") -> None:
        """`reason` in the vendor's words: USER_DISCONNECTED, IDLE_TIMEOUT, ZOMBIE_SESSION_REAP, ..."""
        try:
            await self.api.stop(session_id, reason=reason)
        except ProviderRefused as error:
            if error.kind == "session_closed":
                return
            # What a key may not do says nothing of the session; an odd refusal is believed only if the
            # session is not among the active ones.
            if error.kind not in ("invalid_request", "other") or await self._is_active(session_id, error):
                raise

    async def forget(self, session_id: str) -> None:
        """Deletes what was said, unless it is to be kept, and the prompt made for this call."""
        failed: ProviderError | None = None
        if not self._keep_events:
            try:
                await self.api.delete_events(session_id)
            except ProviderRefused as error:
                if not _is_gone(error):
                    failed = error
            except ProviderError as error:
                failed = error
        # The prompt goes even if the words would not.
        await self._contexts.delete_of(session_id)
        if failed is not None:
            raise failed

    async def tidy(self, *, open_call_ids: Collection[str]) -> int:
        return await self._contexts.tidy(open_call_ids=open_call_ids)

    async def transcript(self, session_id: str) -> Sequence[SaidLine]:
        """What the vendor heard and said, until forget()."""
        return await self.api.transcript(session_id)

    async def check(self) -> Reachability:
        return await self.api.check()

    def recent_failures(self) -> Sequence[VendorFailure]:
        return self._http.failures.newest_first()

    async def keep_alive(self, session_id: str) -> None:
        await self.api.keep_alive(session_id)

    async def active_sessions(self) -> Sequence[ActiveSession]:
        return [
            ActiveSession(s.session_id, s.status or "active", s.created_at)
            for s in await self.api.active_sessions()
        ]

    async def session_history(self, *, limit: int = 100) -> Sequence[SessionHistoryEntry]:
        return [
            SessionHistoryEntry(
                e.session_id,
                e.status or "closed",
                e.created_at,
                e.duration,
                credits=e.credits_consumed,
                end_reason=e.end_reason,
            )
            for e in await self.api.session_history(limit=limit)
        ]

    async def balance(self) -> Balance:
        return Balance((await self.api.credits()).credits_left)

    async def avatars(self) -> Sequence[AvatarInfo]:
        """Those of the account first, then the public ones."""
        own, public = await asyncio.gather(self.api.own_avatars(), self.api.public_avatars())
        found: dict[str, AvatarInfo] = {}
        for a in (*own, *public):
            found.setdefault(a.avatar_id, AvatarInfo(a.avatar_id, a.name or a.avatar_id, a.preview_url))
        return list(found.values())

    async def voices(self) -> Sequence[VoiceInfo]:
        return [
            VoiceInfo(v.voice_id, v.name or v.voice_id, v.language, v.preview_url)
            for v in await self.api.voices()
        ]

    async def create_token(self) -> str:
        raise ProviderRefused(
            "LiveAvatar has no tokens apart from sessions. Start a call, or ask for a token of HeyGen's.",
            kind="unsupported",
        )

    async def speak(self, session_id: str, text: str) -> None:
        raise ProviderRefused(
            "LiveAvatar speaks only through the browser of the call: open the call and speak there.",
            kind="unsupported",
        )

    async def aclose(self) -> None:
        await self._http.aclose()

    async def _is_active(self, session_id: str, refusal: ProviderRefused) -> bool:
        try:
            return session_id in [s.session_id for s in await self.api.active_sessions()]
        except ProviderError:
            raise refusal from None

    async def _session_token(
        self, request: SessionRequest, context_id: str | None, longest_seconds: int | None
    ) -> SessionToken:
        # avatar_persona is marked deprecated, but its successor needs an agent made by hand at the vendor.
        persona: dict[str, object] = {"language": request.language}
        if self._voice_id is not None:
            persona["voice_id"] = self._voice_id
        if context_id is not None:
            persona["context_id"] = context_id
        speed = min(max(request.voice.rate, _SLOWEST), _FASTEST)
        if speed != 1.0:
            persona["voice_settings"] = {"speed": speed}
        body: dict[str, object] = {
            "mode": "FULL",
            "avatar_id": self._avatar_id,
            "is_sandbox": self._is_sandbox,
            "video_settings": {"quality": request.quality.value, "encoding": self._video_encoding},
            "interactivity_type": "PUSH_TO_TALK" if request.push_to_talk else "CONVERSATIONAL",
            "avatar_persona": persona,
        }
        if longest_seconds is not None:
            body["max_session_duration"] = longest_seconds
        return await self.api.session_token(body)


def _is_gone(error: ProviderRefused) -> bool:
    return error.kind == "session_closed" or error.vendor.status in (404, 410)
