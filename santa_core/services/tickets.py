"""Signed tickets: what a browser may do, without a cookie and without a session of our own.

A plan ticket says who calls and with which plan; the page mints it, POST /api/calls takes it. A link
token says only which call it is for; it lives as long as a call can.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from itsdangerous import BadSignature, SignatureExpired, URLSafeTimedSerializer

from santa_core.domain.calls import AnswerBy, Avatar, CallPlan, Child, Listen, Quality, Voice
from santa_core.errors import NotAllowedError

PLAN_TICKET_SECONDS = 3_600
LINK_TOKEN_SECONDS = 2 * 3_600


class TicketExpired(NotAllowedError):
    pass


@dataclass(frozen=True)
class PlanTicket:
    call_id: str
    staff_name: str
    plan: CallPlan


class TicketSigner:
    """`secret` is the server's own; a changed secret makes old tickets invalid, nothing else."""

    def __init__(self, secret: str) -> None:
        # Separate salts: a link token can never pass for a plan ticket.
        self._plans = URLSafeTimedSerializer(secret, salt="plan-ticket")
        self._links = URLSafeTimedSerializer(secret, salt="link-token")

    def sign_plan(self, *, call_id: str, staff_name: str, plan: CallPlan) -> str:
        return self._plans.dumps({"call": call_id, "staff": staff_name, "plan": plan_to_json(plan)})

    def read_plan(self, ticket: str) -> PlanTicket:
        """Raises TicketExpired or NotAllowedError."""
        data = _read(self._plans, ticket, max_age_seconds=PLAN_TICKET_SECONDS)
        return PlanTicket(data["call"], data["staff"], plan_from_json(data["plan"]))

    def sign_link(self, call_id: str) -> str:
        return self._links.dumps({"call": call_id})

    def may_link(self, token: str, call_id: str) -> bool:
        try:
            data = _read(self._links, token, max_age_seconds=LINK_TOKEN_SECONDS)
        except NotAllowedError:
            return False
        return bool(data["call"] == call_id)


def _read(serializer: URLSafeTimedSerializer, token: str, *, max_age_seconds: int) -> dict[str, Any]:
    try:
        data: dict[str, Any] = serializer.loads(token, max_age=max_age_seconds)
    except SignatureExpired as error:
        raise TicketExpired(
            "This page has been open for a long time: reload it, then start again."
        ) from error
    except BadSignature as error:
        raise NotAllowedError("This ticket is not one of ours: reload the page, then start again.") from error
    return data


def plan_to_json(plan: CallPlan) -> dict[str, Any]:
    child = plan.child
    return {
        "scenario": plan.scenario_id,
        "child": {
            "name": child.name,
            "age": child.age,
            "language": child.language,
            "wishes": list(child.wishes),
            "good_deeds": list(child.good_deeds),
            "say_name_as": child.say_name_as,
        },
        "prompt_version": plan.prompt_version,
        "avatar": plan.avatar,
        "quality": plan.quality,
        "voice": {"rate": plan.voice.rate, "emotion": plan.voice.emotion},
        "listen": plan.listen,
        "talk_over": plan.talk_over,
        "answer_by": plan.answer_by,
        "knowledge_base_id": plan.knowledge_base_id,
        "cap_seconds": plan.cap_seconds,
    }


def plan_from_json(data: dict[str, Any]) -> CallPlan:
    child = data["child"]
    return CallPlan(
        scenario_id=data["scenario"],
        child=Child(
            name=child["name"],
            age=child["age"],
            language=child["language"],
            wishes=tuple(child["wishes"]),
            good_deeds=tuple(child["good_deeds"]),
            say_name_as=child["say_name_as"],
        ),
        prompt_version=data["prompt_version"],
        avatar=Avatar(data["avatar"]),
        quality=Quality(data["quality"]) if data["quality"] else None,
        voice=Voice(rate=data["voice"]["rate"], emotion=data["voice"]["emotion"]),
        listen=Listen(data["listen"]),
        talk_over=data["talk_over"],
        answer_by=AnswerBy(data["answer_by"]),
        knowledge_base_id=data["knowledge_base_id"],
        cap_seconds=data["cap_seconds"],
    )
