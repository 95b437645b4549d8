"""GET /api/health: is the studio up, and what is connected. No ticket needed, so no detail is given."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from santa_core.services.health import Check


def health_route(
    checks: Callable[[], Sequence[Check]],
    open_calls: Callable[[], int],
    practice_sessions: Callable[[], int],
) -> BaseRoute:
    def health(request: Request) -> Response:
        # A plain function: Starlette runs it in a thread, so a slow database does not hold up media.
        found = checks()
        ok = all(check.ok for check in found if check.needed)
        return JSONResponse(
            {
                "status": "ok" if ok else "degraded",
                "connected": {check.name: check.ok for check in found},
                "open_calls": open_calls(),
                "practice_sessions": practice_sessions(),
            },
            200 if ok else 503,
        )

    return Route("/api/health", health, methods=["GET"])
