"""The moderation endpoint of the OpenAI-compatible test server."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

CATEGORIES = (
    "harassment", "harassment/threatening", "hate", "hate/threatening", "illicit", "illicit/violent",
    "self-harm", "self-harm/intent", "self-harm/instructions", "sexual", "sexual/minors", "violence",
    "violence/graphic",
)  # fmt: skip


@dataclass
class ModerationBehaviour:
    """`flags`: the categories of texts that hold these words. Read and changed while the server runs."""

    flags: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    delay_seconds: float = 0.0
    failure: tuple[int, dict[str, Any]] | None = None
    raw_answer: str | None = None  # sent as it is, instead of an answer
    requests: list[dict[str, Any]] = field(default_factory=list)

    def fail_with(self, status: int, *, message: str = "made to fail") -> None:
        self.failure = (status, {"error": {"message": message, "type": "test", "param": None, "code": None}})


def moderations_route(behaviour: ModerationBehaviour) -> Route:
    async def moderations(request: Request) -> Response:
        body = await request.json()
        behaviour.requests.append(body)
        await asyncio.sleep(behaviour.delay_seconds)
        if behaviour.failure is not None:
            status, answer = behaviour.failure
            return JSONResponse(answer, status)
        if behaviour.raw_answer is not None:
            return Response(behaviour.raw_answer, media_type="application/json")
        found = next((c for words, c in behaviour.flags.items() if words in body["input"]), ())
        result = {
            "flagged": bool(found),
            "categories": {category: category in found for category in CATEGORIES},
            "category_scores": {category: 0.9 if category in found else 0.01 for category in CATEGORIES},
            "category_applied_input_types": {category: ["text"] for category in CATEGORIES},
        }
        return JSONResponse({"id": "modr-test", "model": body["model"], "results": [result]})

    return Route("/v1/moderations", moderations, methods=["POST"])
