"""HeyGen's v1 REST: its endpoints, envelopes, status and error codes."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from santa_core.emulator import errors
from santa_core.emulator.accounts import Accounts, Caller
from santa_core.emulator.addresses import socket_url
from santa_core.emulator.clock import EmulatorClock
from santa_core.emulator.errors import VendorError
from santa_core.emulator.faults import Faults
from santa_core.emulator.live_session import LiveSession
from santa_core.emulator.options import (
    SANTA_AVATAR_ID,
    SANTA_VOICE_ID,
    parse_session_id,
    parse_session_options,
    parse_task_options,
)
from santa_core.emulator.registry import Sessions
from santa_core.emulator.session_record import EndReason, SessionRecord
from santa_core.emulator.settings import EmulatorSettings
from santa_core.emulator.spoilt_answers import Dialect, SpoiltAnswers
from santa_core.emulator.tariff import QUOTA_UNITS_PER_CREDIT

Answer = Callable[[Request, Caller], Awaitable[dict[str, Any]]]
MAX_PAGE_SIZE = 100
HEYGEN = Dialect(
    codes={400: errors.INVALID_PARAMETER, 401: errors.UNAUTHORIZED, 429: errors.TOO_MANY},
    fallback_code=errors.FAULT,
)


class Rest:
    def __init__(
        self,
        *,
        settings: EmulatorSettings,
        accounts: Accounts,
        sessions: Sessions,
        faults: Faults,
        clock: EmulatorClock,
        warm: Callable[[], None],
        spoilt: SpoiltAnswers,
    ) -> None:
        self._warm = warm
        self._spoilt = spoilt
        self._settings = settings
        self._accounts = accounts
        self._sessions = sessions
        self._faults = faults
        self._clock = clock

    def routes(self) -> list[BaseRoute]:
        post: list[tuple[str, Answer]] = [
            ("/v1/streaming.create_token", self._create_token),
            ("/v1/streaming.new", self._new),
            ("/v1/streaming.start", self._start),
            ("/v1/streaming.task", self._task),
            ("/v1/streaming.interrupt", self._interrupt),
            ("/v1/streaming.stop", self._stop),
            ("/v1/streaming.keep_alive", self._keep_alive),
            ("/v1/streaming.start_listening", self._start_listening),
            ("/v1/streaming.stop_listening", self._stop_listening),
            ("/v1/streaming.ice", self._ice),
        ]
        get: list[tuple[str, Answer]] = [
            ("/v1/streaming.list", self._active_sessions),
            ("/v2/streaming.list", self._session_history),
            ("/v1/streaming/avatar.list", self._avatars),
            ("/v2/voices", self._voices),
            ("/v2/user/remaining_quota", self._remaining_quota),
        ]
        return [
            *(self._route(path, answer, method="POST") for path, answer in post),
            *(self._route(path, answer, method="GET") for path, answer in get),
        ]

    def _route(self, path: str, answer: Answer, *, method: str) -> Route:
        endpoint = self._spoilt.endpoint(path, self._endpoint(answer), dialect=HEYGEN)
        return Route(path, endpoint, methods=[method])

    def _endpoint(self, answer: Answer) -> Callable[[Request], Awaitable[Response]]:
        async def endpoint(request: Request) -> Response:
            try:
                await self._suffer_faults()
                return JSONResponse(await answer(request, self._accounts.caller(request.headers)))
            except VendorError as error:
                body = {"code": error.code, "message": error.message, "data": None}
                return JSONResponse(body, status_code=error.status)

        return endpoint

    async def _suffer_faults(self) -> None:
        if self._faults.rest_delay_seconds:
            await self._clock.sleep(self._faults.rest_delay_seconds)
        if status := self._faults.take_rest_failure():
            raise VendorError(status, errors.FAULT, "Internal error (made on purpose by the emulator)")

    async def _create_token(self, request: Request, caller: Caller) -> dict[str, Any]:
        _require_account(caller)
        self._warm()  # a session will follow
        return {"error": None, "data": {"token": self._accounts.mint_token()}}

    async def _new(self, request: Request, caller: Caller) -> dict[str, Any]:
        self._accounts.check_unspent(caller)
        options = parse_session_options(await _body(request))
        record = self._sessions.admit(options)
        session_id = record.session_id
        self._accounts.spend(caller, session_id)  # before anything is awaited: a token opens one session
        session = await self._sessions.open(record)
        return _success(
            {
                "session_id": session_id,
                "access_token": self._sessions.room_token(session, identity=f"user-{session_id}"),
                "url": socket_url(request),
                "is_paid": self._settings.is_paid,
                "session_duration_limit": session.record.duration_limit_seconds,
                "realtime_endpoint": socket_url(request, f"/v1/ws/streaming.chat?session_id={session_id}"),
                "livekit_agent_token": self._sessions.room_token(session, identity=f"agent-{session_id}"),
                "sdp": None,
                "ice_servers": None,
                "ice_servers2": None,
            }
        )

    async def _start(self, request: Request, caller: Caller) -> dict[str, Any]:
        await (await self._session(request, caller)).start()
        return _success(None)

    async def _task(self, request: Request, caller: Caller) -> dict[str, Any]:
        """async answers when the sound is made (talk: at once, with duration 0, since nothing is written
        yet); sync when it was spoken."""
        body = await _body(request)
        options = parse_task_options(body)
        session = self._find(options.session_id, caller)
        speak = session.repeat if options.task_type == "repeat" else session.talk
        task = speak(options.text)
        if options.waits:
            await task.done.wait()
        made = options.waits or options.task_type == "repeat"
        duration_ms = await task.duration_ms() if made else 0.0
        return _success({"duration_ms": duration_ms, "task_id": task.task_id})

    async def _interrupt(self, request: Request, caller: Caller) -> dict[str, Any]:
        (await self._session(request, caller)).interrupt()
        return _success(None)

    async def _stop(self, request: Request, caller: Caller) -> dict[str, Any]:
        await self._sessions.end(await self._session(request, caller), EndReason.STOPPED)
        return _success(None)

    async def _keep_alive(self, request: Request, caller: Caller) -> dict[str, Any]:
        (await self._session(request, caller)).touch()
        return _success(None)

    async def _start_listening(self, request: Request, caller: Caller) -> dict[str, Any]:
        (await self._session(request, caller)).listening_pose(True)
        return _success(None)

    async def _stop_listening(self, request: Request, caller: Caller) -> dict[str, Any]:
        (await self._session(request, caller)).listening_pose(False)
        return _success(None)

    async def _ice(self, request: Request, caller: Caller) -> dict[str, Any]:
        raise errors.invalid_parameter("streaming.ice: raw WebRTC ended with version v1; connect by LiveKit")

    async def _active_sessions(self, request: Request, caller: Caller) -> dict[str, Any]:
        _require_account(caller)
        return _success(
            {
                "sessions": [
                    {
                        "session_id": session.record.session_id,
                        "status": session.record.status,
                        "created_at": _unix(session.record.created),
                    }
                    for session in self._sessions.live
                ]
            }
        )

    async def _session_history(self, request: Request, caller: Caller) -> dict[str, Any]:
        _require_account(caller)
        page_size = _whole_number(request, "page_size", 10, at_most=MAX_PAGE_SIZE)
        token = request.query_params.get("token") or request.query_params.get("next_pagination_token")
        page = int(token) if token and token.isdecimal() else _whole_number(request, "page", 1)
        records = self._sessions.history
        first = (page - 1) * page_size
        more = first + page_size < len(records)
        now = self._clock.monotonic()
        return _success(
            {
                "total": len(records),
                "page": page,
                "page_size": page_size,
                "next_pagination_token": str(page + 1) if more else None,
                "data": [_history_entry(record, now) for record in records[first : first + page_size]],
            }
        )

    async def _avatars(self, request: Request, caller: Caller) -> dict[str, Any]:
        _require_account(caller)
        santa = {
            "avatar_id": SANTA_AVATAR_ID,
            "created_at": 1733011200,  # 1 December 2024
            "default_voice": SANTA_VOICE_ID,
            "is_public": True,
            "normal_preview": None,
            "pose_name": "Santa by the fireplace",
            "status": "ACTIVE",
        }
        return _success([santa])

    async def _voices(self, request: Request, caller: Caller) -> dict[str, Any]:
        _require_account(caller)
        santa = {
            "voice_id": SANTA_VOICE_ID,
            "language": "English",
            "gender": "male",
            "name": "Santa",
            "preview_audio": None,
            "support_pause": True,
            "emotion_support": True,
        }
        return {"error": None, "data": {"voices": [santa]}}

    async def _remaining_quota(self, request: Request, caller: Caller) -> dict[str, Any]:
        _require_account(caller)
        left = int(self._sessions.credits_left() * QUOTA_UNITS_PER_CREDIT)
        return {"error": None, **_success({"remaining_quota": left, "details": {"api": left}})}

    async def _session(self, request: Request, caller: Caller) -> LiveSession:
        return self._find(parse_session_id(await _body(request)), caller)

    def _find(self, session_id: str, caller: Caller) -> LiveSession:
        if not self._accounts.may_use(caller, session_id):
            raise errors.unauthorized()
        session = self._sessions.find(session_id)
        self._accounts.spend(caller, session_id)
        return session


def _require_account(caller: Caller) -> None:
    """Tokens are for one session; the account's own matters need the key."""
    if caller.token is not None:
        raise errors.unauthorized()


async def _body(request: Request) -> dict[str, Any]:
    raw = await request.body()
    try:
        body = json.loads(raw) if raw else {}
    except ValueError:
        raise errors.invalid_parameter("the body is not JSON") from None
    if not isinstance(body, dict):
        raise errors.invalid_parameter("the body is not a JSON object")
    return body


def _success(data: Any) -> dict[str, Any]:
    return {"code": 100, "message": "success", "data": data}


def _history_entry(record: SessionRecord, now: float) -> dict[str, Any]:
    return {
        "session_id": record.session_id,
        "status": record.end_reason or record.status,
        "created_at": _unix(record.created),
        "api_key_type": record.api_key_type,
        "duration": round(record.duration_seconds(now), 3),
        "avatar_id": record.options.avatar_id,
        "voice_name": record.options.voice_id or SANTA_VOICE_ID,
    }


def _unix(moment: datetime) -> int:
    return int(moment.timestamp())


def _whole_number(request: Request, name: str, default: int, *, at_most: int | None = None) -> int:
    raw = request.query_params.get(name)
    if raw is None:
        return default
    if not raw.isdecimal() or int(raw) < 1 or (at_most is not None and int(raw) > at_most):
        limit = f" to {at_most}" if at_most is not None else ""
        raise errors.invalid_parameter(f"{name}: {raw!r} is not a whole number from 1{limit}")
    return int(raw)
