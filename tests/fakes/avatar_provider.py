"""An avatar's vendor without a vendor."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import count

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
from tests.fakes.clock import FakeClock

CAPABILITIES = Capabilities(
    keep_alive_seconds=60,
    sandbox=False,
    ends_at_cap=False,
    speaks_from_server=True,
    browser_tokens=True,
    voices=True,
    names_end_reason=False,
    keeps_conversation=False,
)


@dataclass(frozen=True)
class _Session:
    opened_at: datetime
    closed_at: datetime | None = None


class FakeAvatarProvider:
    """Opens and closes sessions in memory.

    `open_delay_seconds` passes on the clock before the answer. `open_error`, `close_error` and
    `speak_error` are raised by their method as long as they are set; set one to None to heal it.
    `lost_answer`: open_session opens, then raises `open_error`, as after a broken connection.
    Read `opened`, `closed`, `kept_alive`, `spoken`, `forgotten`, `tidied`.
    """

    def __init__(
        self,
        *,
        avatar: Avatar = Avatar.PRACTICE,
        clock: Clock | None = None,
        open_delay_seconds: float = 0.0,
        close_delay_seconds: float = 0.0,
        open_error: ProviderError | None = None,
        lost_answer: bool = False,
        close_error: ProviderError | None = None,
        speak_error: ProviderError | None = None,
        max_sessions: int | None = None,
        duration_limit_seconds: int | None = 600,
        credits_left: Decimal | None = Decimal("10"),
        account: str = "Fake vendor",
        capabilities: Capabilities = CAPABILITIES,
    ) -> None:
        self.account = account
        self.capabilities = capabilities
        self.lost_answer = lost_answer
        self.keep_alive_error: ProviderError | None = None
        self.list_error: ProviderError | None = None  # of active_sessions, history and balance
        self.failures: list[VendorFailure] = []
        self.forgotten: list[str] = []
        self.tidied: list[frozenset[str]] = []  # the open call ids of each call of tidy
        self.avatar = avatar
        self.clock: Clock = clock or FakeClock()
        self.open_delay_seconds = open_delay_seconds
        self.close_delay_seconds = close_delay_seconds
        self.open_error = open_error
        self.close_error = close_error
        self.speak_error = speak_error
        self.max_sessions = max_sessions
        self.duration_limit_seconds = duration_limit_seconds
        self.credits_left = credits_left
        self.opened: list[SessionRequest] = []
        self.closed: list[str] = []  # every call of close_session that succeeded
        self.kept_alive: list[str] = []
        self.spoken: list[tuple[str, str]] = []  # (session id, text)
        self.is_closed = False
        self._sessions: dict[str, _Session] = {}
        self._numbers = count(1)

    async def open_session(self, request: SessionRequest) -> AvatarSession:
        await self._pass(self.open_delay_seconds)
        if self.open_error and not self.lost_answer:
            raise self.open_error
        if self.max_sessions is not None and len(self.open_ids) >= self.max_sessions:
            raise ProviderRefused("All sessions are in use.", kind="session_limit")
        session_id = f"session-{next(self._numbers)}"
        self.opened.append(request)
        self._sessions[session_id] = _Session(opened_at=self.clock.now())
        if self.open_error:
            raise self.open_error
        base_path = request.browser_origin or "http://vendor.test"
        return AvatarSession(
            session_id=session_id,
            opened_at=self.clock.now(),
            duration_limit_seconds=self.duration_limit_seconds,
            browser_info={
                "sdk": "streaming_avatar",
                "token": f"token-of-{session_id}",
                "base_path": base_path,
                "session_info": {
                    "session_id": session_id,
                    "access_token": f"room-token-of-{session_id}",
                    "url": base_path.replace("http", "ws", 1),
                    "is_paid": False,
                    "session_duration_limit": self.duration_limit_seconds or 0,
                },
            },
        )

    async def close_session(self, session_id: str) -> None:
        await self._pass(self.close_delay_seconds)
        if self.close_error:
            raise self.close_error
        self.closed.append(session_id)
        self.drop_session(session_id)

    def drop_session(self, session_id: str) -> None:
        """The vendor ends the session by itself."""
        session = self._sessions.get(session_id)
        if session and session.closed_at is None:
            self._sessions[session_id] = _Session(session.opened_at, closed_at=self.clock.now())

    def adopt_session(self, session_id: str) -> None:
        """A session that somebody else left open."""
        self._sessions[session_id] = _Session(opened_at=self.clock.now())

    @property
    def open_ids(self) -> list[str]:
        return [session_id for session_id, s in self._sessions.items() if s.closed_at is None]

    async def keep_alive(self, session_id: str) -> None:
        if self.keep_alive_error:
            raise self.keep_alive_error
        self._check_open(session_id)
        self.kept_alive.append(session_id)

    async def forget(self, session_id: str) -> None:
        self.forgotten.append(session_id)

    async def tidy(self, *, open_call_ids: Collection[str]) -> int:
        self.tidied.append(frozenset(open_call_ids))
        return 0

    async def check(self) -> Reachability:
        if self.list_error:
            raise self.list_error
        return Reachability(latency_ms=12, clock_offset_seconds=0.0)

    def recent_failures(self) -> Sequence[VendorFailure]:
        return self.failures[::-1]

    async def voices(self) -> Sequence[VoiceInfo]:
        return [VoiceInfo("santa-voice", "Fake voice", "en", None)]

    async def active_sessions(self) -> Sequence[ActiveSession]:
        if self.list_error:
            raise self.list_error
        return [ActiveSession(i, "connected", self._sessions[i].opened_at) for i in self.open_ids]

    async def session_history(self, *, limit: int = 100) -> Sequence[SessionHistoryEntry]:
        closed = [
            SessionHistoryEntry(i, "closed", s.opened_at, (s.closed_at - s.opened_at).total_seconds())
            for i, s in self._sessions.items()
            if s.closed_at is not None
        ]
        return closed[::-1][:limit]

    async def balance(self) -> Balance:
        if self.list_error:
            raise self.list_error
        return Balance(self.credits_left)

    async def avatars(self) -> Sequence[AvatarInfo]:
        return [AvatarInfo("santa", "Fake Santa", None)]

    async def create_token(self) -> str:
        return f"token-{next(self._numbers)}"

    async def speak(self, session_id: str, text: str) -> None:
        if self.speak_error:
            raise self.speak_error
        self._check_open(session_id)
        if len(text) > 1_000:
            raise ProviderRefused("The text is too long.", kind="invalid_request")
        self.spoken.append((session_id, text))

    async def aclose(self) -> None:
        self.is_closed = True

    def _check_open(self, session_id: str) -> None:
        if session_id not in self.open_ids:
            raise ProviderRefused("The session is closed.", kind="session_closed")

    async def _pass(self, seconds: float) -> None:
        if seconds:
            await self.clock.sleep(seconds)
