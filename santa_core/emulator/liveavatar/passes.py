"""LiveAvatar's sessions from their token on. A session that nobody started is none: it takes no slot and
costs nothing."""

from __future__ import annotations

import hmac
import secrets
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field

from santa_core.emulator import room_token
from santa_core.emulator.clock import EmulatorClock
from santa_core.emulator.liveavatar.errors import (
    already_started,
    closed,
    invalid_key,
    invalid_token,
    no_such_session,
)
from santa_core.emulator.liveavatar.options import TokenRequest

TOKEN_VALID_SECONDS = 3600
MAX_PASSES = 10_000  # more than the history holds: what is in there has its pass


@dataclass(frozen=True)
class TranscriptLine:
    """`role`: user or avatar. `seconds`: since the session's start."""

    role: str
    text: str = field(repr=False)
    unix_time: int
    seconds: int


@dataclass
class SessionPass:
    session_id: str
    token: str = field(repr=False)
    request: TokenRequest
    valid_until: float  # monotonic seconds; to start by
    started: bool = False
    stopped: bool = False
    stop_reason: str | None = None  # as who stopped it gave it
    transcript: list[TranscriptLine] = field(default_factory=list)

    def start(self, now: float) -> None:
        """Raises VendorError: a token starts once, within its time, and never after a stop."""
        if self.stopped:
            raise closed()
        if self.started:
            raise already_started()
        if now > self.valid_until:
            raise invalid_token()
        self.started = True


class Passes:
    """Who may ask: API keys for everything, session tokens for their own session."""

    def __init__(self, api_keys: tuple[str, ...], clock: EmulatorClock) -> None:
        self._api_keys = api_keys
        self._clock = clock
        self._secret = secrets.token_bytes(32)
        self._by_session: dict[str, SessionPass] = {}
        self._by_token: dict[str, SessionPass] = {}

    def issue(self, request: TokenRequest) -> SessionPass:
        session_id = str(uuid.uuid4())
        # The SDK reads the mode from here. The prompt has no business in it: browsers hold this token.
        claims = {
            "iss": "emulator",
            "session_id": session_id,
            "exp": int(self._clock.now().timestamp()) + TOKEN_VALID_SECONDS,
            "start_session_data": {"mode": "FULL", "session_id": session_id},
        }
        issued = SessionPass(
            session_id=session_id,
            token=room_token.sign(self._secret, claims),
            request=request,
            valid_until=self._clock.monotonic() + TOKEN_VALID_SECONDS,
        )
        self._by_session[session_id] = self._by_token[issued.token] = issued
        while len(self._by_session) > MAX_PASSES:
            oldest = self._by_session.pop(next(iter(self._by_session)))
            del self._by_token[oldest.token]
        return issued

    def find(self, session_id: str) -> SessionPass:
        """Raises VendorError 404."""
        if found := self._by_session.get(session_id):
            return found
        raise no_such_session()

    def require_key(self, headers: Mapping[str, str]) -> None:
        """Raises VendorError 401."""
        key = headers.get("x-api-key", "")
        if not any(hmac.compare_digest(key.encode(), known.encode()) for known in self._api_keys):
            raise invalid_key()

    def by_token(self, headers: Mapping[str, str]) -> SessionPass | None:
        """The session of a Bearer token; None without one. Raises VendorError 401 for an unknown one."""
        scheme, _, token = headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            return None
        if found := self._by_token.get(token.strip()):
            return found
        raise invalid_token()
