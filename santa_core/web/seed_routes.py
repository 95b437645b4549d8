"""The seed's two routes, behind the ticket: a HeyGen token, and one answer of Santa's.

They serve pages written after the seed's examples. Our own call page needs neither: its server opens
the session and keeps the conversation. What Santa answers is screened as in a call; there is no log of it.
"""

from __future__ import annotations

from dataclasses import replace

from pydantic import BaseModel, Field, ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from santa_core.domain.calls import Avatar
from santa_core.domain.safety.model import Situation
from santa_core.domain.safety.screen import ReplyScreen
from santa_core.domain.sentences import SentenceCutter
from santa_core.errors import InputError, NotFoundError
from santa_core.ports import AvatarProvider, ChatModel, ChatRequest, Message, PromptLibrary, TextDelta
from santa_core.services.call_script import script_for
from santa_core.services.tickets import TicketSigner
from santa_core.web.access import browser_origin, ticket_of
from santa_core.web.answers import answering


class _SantaChat(BaseModel):
    message: str = Field(min_length=1, max_length=2_000)
    childName: str = Field(min_length=1, max_length=300)


def seed_routes(
    *,
    tickets: TicketSigner,
    providers: dict[Avatar, AvatarProvider],
    chat: ChatModel,
    prompts: PromptLibrary,
    allowed_origins: frozenset[str],
) -> list[BaseRoute]:
    async def heygen_token(request: Request) -> Response:
        browser_origin(request, allowed=allowed_origins, required=False)
        avatar = ticket_of(request, tickets).plan.avatar
        provider = providers.get(avatar)
        if provider is None:
            raise InputError(f"The avatar {avatar} is not set up.")
        return JSONResponse({"token": await provider.create_token()})

    async def santa_chat(request: Request) -> Response:
        browser_origin(request, allowed=allowed_origins, required=False)
        ticket = ticket_of(request, tickets)
        try:
            body = _SantaChat.model_validate_json(await request.body())
        except ValidationError:
            raise InputError('The body must be JSON: {"message": "...", "childName": "..."}.') from None
        prompt = prompts.version(ticket.plan.prompt_version)
        if prompt is None:
            raise NotFoundError(f"There is no prompt version {ticket.plan.prompt_version}.")
        child = replace(ticket.plan.child, name=body.childName)
        script = script_for(prompt, child)
        answer = ""
        async for item in chat.stream(
            ChatRequest(
                messages=(Message("system", script.system_prompt), Message("user", body.message)),
                model=prompt.model,
                temperature=prompt.temperature,
                max_tokens=prompt.max_tokens,
                child=child,
                call_id=ticket.call_id,
            )
        ):
            if isinstance(item, TextDelta):
                answer += item.text
        screen = ReplyScreen(
            Situation(
                said=(body.message,),
                language=child.language,
                child_name=child.name,
                prompt=script.system_prompt,
            )
        )
        cutter = SentenceCutter()
        sentences = (screen.sentence(text).spoken for text in (*cutter.feed(answer), *cutter.flush()))
        return JSONResponse({"response": " ".join(filter(None, sentences))})

    return [
        Route("/api/heygen/token", answering(heygen_token), methods=["GET"]),
        Route("/api/santa-chat", answering(santa_chat), methods=["POST"]),
    ]
