"""Who may ask: API keys, and the single-use tokens they mint."""

from __future__ import annotations

import base64
import hmac
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from santa_core.emulator.clock import EmulatorClock
from santa_core.emulator.errors import unauthorized

TOKEN_VALID_SECONDS = 3600.0


@dataclass(frozen=True)
class Caller:
    """The account itself (`token` None), or a browser that holds one of its tokens."""

    token: str | None


@dataclass
class _Token:
    minted_at: float
    session_id: str | None = None


class Accounts:
    def __init__(self, api_keys: tuple[str, ...], clock: EmulatorClock) -> None:
        self._api_keys = api_keys
        self._clock = clock
        self._tokens: dict[str, _Token] = {}

    def mint_token(self) -> str:
        self._forget_old_tokens()
        claims = {"token": secrets.token_hex(16), "token_type": "sa_from_regular"}
        token = base64.urlsafe_b64encode(json.dumps(claims).encode()).rstrip(b"=").decode()
        self._tokens[token] = _Token(self._clock.monotonic())
        return token

    def caller(self, headers: Mapping[str, str]) -> Caller:
        """Raises VendorError 401 when neither a known key nor a known token is there."""
        if self.is_key(headers.get("x-api-key", "")):
            return Caller(token=None)
        scheme, _, token = headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer" and token.strip() in self._tokens:
            return Caller(token=token.strip())
        raise unauthorized()

    def is_key(self, candidate: str) -> bool:
        # compare_digest takes only ASCII strings.
        return any(hmac.compare_digest(candidate.encode(), key.encode()) for key in self._api_keys)

    def check_unspent(self, caller: Caller) -> None:
        """A token opens one session. Raises VendorError 401 for the second."""
        if caller.token is not None and self._tokens[caller.token].session_id is not None:
            raise unauthorized()

    def spend(self, caller: Caller, session_id: str) -> None:
        if caller.token is not None:
            self._tokens[caller.token].session_id = session_id

    def may_use(self, caller: Caller, session_id: str) -> bool:
        return caller.token is None or self.token_opens(caller.token, session_id)

    def token_opens(self, token: str, session_id: str) -> bool:
        known = self._tokens.get(token)
        # An API key's session has no token of its own: any unspent token of the account may join it.
        return known is not None and known.session_id in (session_id, None)

    def _forget_old_tokens(self) -> None:
        oldest = self._clock.monotonic() - TOKEN_VALID_SECONDS
        self._tokens = {
            token: state
            for token, state in self._tokens.items()
            if state.session_id is not None or state.minted_at > oldest
        }
