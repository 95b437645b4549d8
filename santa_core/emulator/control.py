"""/control: the drills' own small REST. No part of any vendor; needs HeyGen's key; faults spare it.

GET  /control                                what runs, which faults are on
POST /control/faults                         {fault: value, ...} for all sessions
POST /control/rest-faults                    [{"path", "kind", ...}, ...] for REST calls; [] clears
GET  /control/rest-faults                    those, each with how often it has struck
POST /control/sessions/{id}/faults           the same for one session
POST /control/sessions/{id}/disconnect       {"reason": "SERVER_SHUTDOWN"}
POST /control/sessions/{id}/end              {"reason": "idle_timeout"}: as if that timer had run out
POST /control/sessions/{id}/drop-signalling
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Collection
from dataclasses import asdict
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from santa_core.emulator import errors
from santa_core.emulator.accounts import Accounts
from santa_core.emulator.errors import VendorError
from santa_core.emulator.faults import Faults, disconnect_reason
from santa_core.emulator.live_session import LiveSession
from santa_core.emulator.registry import Sessions
from santa_core.emulator.rest_faults import RestFaults
from santa_core.emulator.session_record import EndReason

ENDS = (EndReason.IDLE, EndReason.DURATION, EndReason.QUOTA, EndReason.SHUTDOWN)

Answer = Callable[[Request], Awaitable[Any]]


class Control:
    def __init__(
        self,
        *,
        accounts: Accounts,
        sessions: tuple[Sessions, Sessions],
        faults: Faults,
        rest_faults: RestFaults,
        rest_paths: Callable[[], Collection[str]],
        notes: Callable[[], dict[str, str]],
    ) -> None:
        """`sessions`: HeyGen's and LiveAvatar's. `notes`: one sentence each about voice, ears and face."""
        self._accounts = accounts
        self._sessions = sessions
        self._faults = faults
        self._rest_faults = rest_faults
        self._rest_paths = rest_paths
        self._notes = notes

    def routes(self) -> list[BaseRoute]:
        session = "/control/sessions/{session_id}"
        return [
            Route("/control", self._endpoint(self._status), methods=["GET"]),
            Route("/control/faults", self._endpoint(self._set_faults), methods=["POST"]),
            Route("/control/rest-faults", self._endpoint(self._set_rest_faults), methods=["POST"]),
            Route("/control/rest-faults", self._endpoint(self._list_rest_faults), methods=["GET"]),
            Route(f"{session}/faults", self._endpoint(self._set_session_faults), methods=["POST"]),
            Route(f"{session}/disconnect", self._endpoint(self._disconnect), methods=["POST"]),
            Route(f"{session}/end", self._endpoint(self._end), methods=["POST"]),
            Route(f"{session}/drop-signalling", self._endpoint(self._drop_signalling), methods=["POST"]),
        ]

    def _endpoint(self, answer: Answer) -> Callable[[Request], Awaitable[Response]]:
        async def endpoint(request: Request) -> Response:
            try:
                if self._accounts.caller(request.headers).token is not None:
                    raise errors.unauthorized()
                return JSONResponse(await answer(request))
            except VendorError as error:
                return JSONResponse({"error": error.message}, status_code=error.status)
            except ValueError as error:
                return JSONResponse({"error": str(error)}, status_code=400)

        return endpoint

    async def _status(self, request: Request) -> dict[str, Any]:
        heygen, liveavatar = self._sessions
        return {
            "notes": self._notes(),
            "faults": asdict(self._faults),
            "credits_left": str(heygen.credits_left()),
            "liveavatar_credits_left": str(liveavatar.credits_left()),
            "sessions": [
                {
                    "api": session.record.terms.api,
                    "session_id": session.record.session_id,
                    "status": session.record.status,
                    "client_connected": session.room.occupied,
                    "sound_late_ms": round(session.worst_lateness_seconds * 1000, 1),
                    "faults": asdict(session.faults),
                }
                for sessions in self._sessions
                for session in sessions.live
            ],
        }

    async def _set_faults(self, request: Request) -> dict[str, Any]:
        self._faults.update(await _body(request))
        return asdict(self._faults)

    async def _set_rest_faults(self, request: Request) -> list[dict[str, Any]]:
        self._rest_faults.replace(await _json(request), templates=self._rest_paths())
        return self._rest_faults.as_json()

    async def _list_rest_faults(self, request: Request) -> list[dict[str, Any]]:
        return self._rest_faults.as_json()

    async def _set_session_faults(self, request: Request) -> dict[str, Any]:
        _, session = self._find(request)
        session.faults.update(await _body(request))
        return asdict(session.faults)

    async def _disconnect(self, request: Request) -> dict[str, Any]:
        sessions, session = self._find(request)
        reason = disconnect_reason(str((await _body(request)).get("reason", "ROOM_DELETED")))
        await sessions.end(session, EndReason.FAULT, disconnect_reason=reason)
        return {}

    async def _end(self, request: Request) -> dict[str, Any]:
        sessions, session = self._find(request)
        reason = (await _body(request)).get("reason")
        if reason not in ENDS:
            raise ValueError(f"reason: {reason!r} is not one of {', '.join(ENDS)}")
        await sessions.end(session, EndReason(reason))
        return {}

    async def _drop_signalling(self, request: Request) -> dict[str, Any]:
        _, session = self._find(request)
        session.room.drop_signalling()
        return {}

    def _find(self, request: Request) -> tuple[Sessions, LiveSession]:
        """Raises VendorError 404 when it is not open."""
        session_id = request.path_params["session_id"]
        for sessions in self._sessions:
            if any(session.record.session_id == session_id for session in sessions.live):
                return sessions, sessions.find(session_id)
        raise errors.no_such_session()


async def _body(request: Request) -> dict[str, Any]:
    body = await _json(request)
    if not isinstance(body, dict):
        raise ValueError("the body is not a JSON object")
    return body


async def _json(request: Request) -> Any:
    raw = await request.body()
    return json.loads(raw) if raw else {}
