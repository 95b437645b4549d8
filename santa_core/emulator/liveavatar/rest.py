"""LiveAvatar's REST: its endpoints and envelopes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from santa_core.emulator.addresses import socket_url
from santa_core.emulator.clock import EmulatorClock
from santa_core.emulator.errors import VendorError
from santa_core.emulator.faults import Faults
from santa_core.emulator.live_session import LiveSession
from santa_core.emulator.liveavatar import catalogue, errors
from santa_core.emulator.liveavatar.contexts import Contexts
from santa_core.emulator.liveavatar.errors import Invalid
from santa_core.emulator.liveavatar.options import parse_token_request
from santa_core.emulator.liveavatar.passes import Passes, SessionPass
from santa_core.emulator.liveavatar.wire import Fields, body_of, is_uuid
from santa_core.emulator.registry import Sessions
from santa_core.emulator.session_record import EndReason, SessionRecord
from santa_core.emulator.spoilt_answers import MADE_ON_PURPOSE, SpoiltAnswers

Answer = Callable[[Request], Awaitable[Response]]

SUCCESS = 1000
STOP_REASONS = (
    "UNKNOWN",
    "USER_DISCONNECTED",
    "SERVER_ERROR",
    "IDLE_TIMEOUT",
    "NO_CREDITS",
    "USER_CLOSED",
    "AVATAR_DELETED",
    "MAX_DURATION_REACHED",
    "ZOMBIE_SESSION_REAP",
    "AGENT_HANG_UP",
)


class LiveAvatarRest:
    def __init__(
        self,
        *,
        passes: Passes,
        sessions: Sessions,
        faults: Faults,
        clock: EmulatorClock,
        warm: Callable[[], None],
        spoilt: SpoiltAnswers,
    ) -> None:
        self._passes = passes
        self._sessions = sessions
        self._contexts = Contexts(clock)
        self._faults = faults
        self._clock = clock
        self._warm = warm
        self._spoilt = spoilt

    def routes(self) -> list[BaseRoute]:
        context = "/v1/contexts/{context_id}"
        session = "/v1/sessions/{session_id}"  # after those with a name in that place
        return [
            self._route("POST", "/v1/sessions/token", self._token),
            self._route("POST", "/v1/sessions/start", self._start),
            self._route("POST", "/v1/sessions/stop", self._stop),
            self._route("POST", "/v1/sessions/keep-alive", self._keep_alive),
            self._route("GET", "/v1/sessions", self._list_sessions),
            self._route("GET", session, self._session),
            self._route("GET", f"{session}/transcript", self._transcript),
            self._route("DELETE", f"{session}/events", self._delete_events),
            self._route("GET", "/v1/contexts", self._list_contexts),
            self._route("POST", "/v1/contexts", self._create_context),
            self._route("GET", context, self._context),
            self._route("PATCH", context, self._update_context),
            self._route("DELETE", context, self._delete_context),
            self._route("GET", "/v1/avatars/public", self._public_avatars),
            self._route("GET", "/v1/avatars", self._own_avatars),
            self._route("GET", "/v1/voices", self._voices),
            self._route("GET", "/v1/users/credits", self._credits),
        ]

    def _route(self, method: str, path: str, answer: Answer) -> Route:
        async def endpoint(request: Request) -> Response:
            try:
                await self._suffer_faults()
                return await answer(request)
            except Invalid as invalid:
                return JSONResponse({"detail": invalid.detail}, status_code=invalid.status)
            except VendorError as error:
                body = {"code": error.code, "data": None, "message": error.message}
                return JSONResponse(body, status_code=error.status)

        suffering = self._spoilt.endpoint(path, endpoint, dialect=errors.DIALECT)
        return Route(path, suffering, methods=[method])

    async def _suffer_faults(self) -> None:
        if self._faults.rest_delay_seconds:
            await self._clock.sleep(self._faults.rest_delay_seconds)
        if status := self._faults.take_rest_failure():
            raise VendorError(status, errors.BROKEN, f"Internal error ({MADE_ON_PURPOSE})")

    async def _token(self, request: Request) -> Response:
        """Nothing is opened yet, but what could not be opened now is refused now."""
        self._passes.require_key(request.headers)
        wanted = parse_token_request(await body_of(request), self._contexts.find)
        self._sessions.check_room(wanted.options)
        self._warm()  # a session will follow
        issued = self._passes.issue(wanted)
        data = {"session_id": issued.session_id, "session_token": issued.token}
        return _success(data, "Session token created successfully")

    async def _start(self, request: Request) -> Response:
        its_pass = self._passes.by_token(request.headers)
        if its_pass is None:
            raise errors.invalid_token()
        # All of this before anything is awaited: a token starts one session.
        record = self._admit(its_pass)
        session = await self._sessions.open(record)
        if its_pass.stopped:
            await self._sessions.end(session, EndReason.STOPPED)
            raise errors.closed()
        await session.start()
        session_id = record.session_id
        data = {
            "session_id": session_id,
            "livekit_url": socket_url(request),
            "livekit_client_token": self._sessions.room_token(session, identity=f"user-{session_id}"),
            "livekit_agent_token": None,
            "max_session_duration": record.duration_limit_seconds,
            "ws_url": None,
        }
        return _success(data, "Session started successfully", status=201)

    def _admit(self, its_pass: SessionPass) -> SessionRecord:
        wanted = its_pass.request
        if not its_pass.started and not its_pass.stopped:  # a refusal leaves the token good
            self._sessions.check_room(wanted.options)
        its_pass.start(self._clock.monotonic())
        return self._sessions.admit(
            wanted.options,
            session_id=its_pass.session_id,
            duration_limit_seconds=wanted.max_duration_seconds,
        )

    async def _stop(self, request: Request) -> Response:
        """A session that was never started is stopped too: its token is void from then on."""
        fields, its_pass = await self._meant(request)
        default = "UNKNOWN" if await request.body() else "USER_CLOSED"
        reason = fields.choice("reason", STOP_REASONS, default)
        if its_pass.stopped:
            raise errors.closed()
        # One that is just opening is ended by its start, which sees that it was stopped.
        running = its_pass.started and not self._sessions.is_opening(its_pass.session_id)
        session = self._sessions.find(its_pass.session_id) if running else None
        its_pass.stopped, its_pass.stop_reason = True, reason
        if session is not None:
            await self._sessions.end(session, EndReason.STOPPED)
        return _success(None, "Session stopped successfully")

    async def _keep_alive(self, request: Request) -> Response:
        _, its_pass = await self._meant(request)
        if its_pass.stopped:
            raise errors.closed()
        self._live(its_pass).touch()
        return _success(None, "Session kept alive")

    async def _list_sessions(self, request: Request) -> Response:
        self._passes.require_key(request.headers)
        query = Fields(request.query_params, ("query",))
        query.needed_text("type")
        active = query.choice("type", ("active", "historic"), "active") == "active"
        records = [record for record in self._sessions.history if record.open is active]
        return _success(catalogue.page_of(request, records, self._entry))

    async def _session(self, request: Request) -> Response:
        self._passes.require_key(request.headers)
        return _success(self._entry(self._record(self._in_path(request))))

    async def _transcript(self, request: Request) -> Response:
        self._passes.require_key(request.headers)
        its_pass = self._in_path(request)
        return _success(catalogue.transcript(its_pass, active=self._record(its_pass).open))

    async def _delete_events(self, request: Request) -> Response:
        self._passes.require_key(request.headers)
        its_pass = self._in_path(request)
        self._record(its_pass)
        its_pass.transcript.clear()
        return _success(None, "Session events deleted")

    async def _list_contexts(self, request: Request) -> Response:
        self._passes.require_key(request.headers)
        return _success(catalogue.page_of(request, self._contexts.all, catalogue.context_line))

    async def _create_context(self, request: Request) -> Response:
        self._passes.require_key(request.headers)
        context = self._contexts.create(await body_of(request))
        return _success(catalogue.context_entry(context), "Context created")

    async def _context(self, request: Request) -> Response:
        self._passes.require_key(request.headers)
        return _success(catalogue.context_entry(self._contexts.find(_path_uuid(request, "context_id"))))

    async def _update_context(self, request: Request) -> Response:
        self._passes.require_key(request.headers)
        context_id = _path_uuid(request, "context_id")
        context = self._contexts.update(context_id, await body_of(request))
        return _success(catalogue.context_entry(context), "Context updated")

    async def _delete_context(self, request: Request) -> Response:
        self._passes.require_key(request.headers)
        self._contexts.delete(_path_uuid(request, "context_id"))
        return _success(None, "Context deleted")

    async def _public_avatars(self, request: Request) -> Response:
        self._passes.require_key(request.headers)
        return _success(catalogue.page_of(request, catalogue.public_avatars(), dict))

    async def _own_avatars(self, request: Request) -> Response:
        self._passes.require_key(request.headers)
        nothing: list[dict[str, Any]] = []
        return _success(catalogue.page_of(request, nothing, dict))

    async def _voices(self, request: Request) -> Response:
        self._passes.require_key(request.headers)
        return _success(catalogue.page_of(request, catalogue.voices(), dict))

    async def _credits(self, request: Request) -> Response:
        self._passes.require_key(request.headers)
        return _success({"credits_left": f"{self._sessions.credits_left():.2f}"})

    async def _meant(self, request: Request) -> tuple[Fields, SessionPass]:
        """The session of the Bearer token, or with the key the one that the body names."""
        its_pass = self._passes.by_token(request.headers)
        if its_pass is None:
            self._passes.require_key(request.headers)
        fields = Fields(await body_of(request), ("body",))
        if its_pass is None:
            return fields, self._passes.find(fields.needed_uuid("session_id"))
        if fields.uuid("session_id") not in (None, its_pass.session_id):
            raise errors.no_such_session()
        return fields, its_pass

    def _live(self, its_pass: SessionPass) -> LiveSession:
        """Raises VendorError: 404 for one that was never started, 400 for one that is over."""
        return self._sessions.find(its_pass.session_id)

    def _in_path(self, request: Request) -> SessionPass:
        return self._passes.find(_path_uuid(request, "session_id"))

    def _record(self, its_pass: SessionPass) -> SessionRecord:
        """Raises VendorError 404 for a session that was never started."""
        for record in self._sessions.history:
            if record.session_id == its_pass.session_id:
                return record
        raise errors.no_such_session()

    def _entry(self, record: SessionRecord) -> dict[str, Any]:
        stop_reason = self._passes.find(record.session_id).stop_reason
        return catalogue.session_entry(record, stop_reason, now=self._clock.monotonic())


def _path_uuid(request: Request, name: str) -> str:
    value = str(request.path_params[name])
    if not is_uuid(value):
        raise Invalid(("path", name), "Input should be a valid UUID", "uuid_parsing")
    return value.lower()


def _success(data: Any, message: str = "Success", *, status: int = 200) -> Response:
    return JSONResponse({"code": SUCCESS, "data": data, "message": message}, status_code=status)
