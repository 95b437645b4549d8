"""JWTs (HS256): LiveKit's access tokens, which name a room and who enters it, and others of this kind."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any

_HEADER = {"alg": "HS256", "typ": "JWT"}


def mint(secret: bytes, *, room: str, identity: str, now_seconds: float, valid_seconds: float) -> str:
    claims = {
        "iss": "emulator",
        "sub": identity,
        "nbf": int(now_seconds) - 10,
        "exp": int(now_seconds + valid_seconds),
        "video": {"room": room, "roomJoin": True, "canPublish": True, "canSubscribe": True},
    }
    return sign(secret, claims)


def sign(secret: bytes, claims: Mapping[str, Any]) -> str:
    signed = f"{_encode(json.dumps(_HEADER).encode())}.{_encode(json.dumps(claims).encode())}"
    return f"{signed}.{_encode(_signature(secret, signed))}"


def room_and_identity(secret: bytes, token: str, *, now_seconds: float) -> tuple[str, str] | None:
    """None when the token is not ours, altered or past its time."""
    signed, _, signature = token.rpartition(".")
    try:
        if not hmac.compare_digest(_decode(signature), _signature(secret, signed)):
            return None
        claims: dict[str, Any] = json.loads(_decode(signed.split(".")[1]))
        if claims["exp"] < now_seconds:
            return None
        return str(claims["video"]["room"]), str(claims["sub"])
    except (ValueError, KeyError, IndexError):
        return None


def _signature(secret: bytes, signed: str) -> bytes:
    return hmac.new(secret, signed.encode(), hashlib.sha256).digest()


def _encode(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _decode(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
