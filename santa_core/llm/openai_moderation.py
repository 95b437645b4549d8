"""OpenAI's moderation endpoint (POST /v1/moderations) as a Moderator."""

from __future__ import annotations

from typing import TYPE_CHECKING

from santa_core.llm.openai_chat import KEEP_CONNECTION_SECONDS, OPENAI_URL
from santa_core.llm.openai_errors import as_provider_error, transport_errors

if TYPE_CHECKING:
    from openai import AsyncOpenAI

MODEL = "omni-moderation-latest"

# The library does not check what an answer is made of.
_NO_ANSWER: tuple[type[Exception], ...] = (AttributeError, IndexError, TypeError)


class OpenAIModerator:
    """Free of charge at OpenAI; other servers seldom have it. Gives up after `seconds`, repeats nothing: an
    answer that comes later is of no use."""

    def __init__(self, *, api_key: str, base_url: str | None = None, seconds: float = 5.0) -> None:
        # Imported here, as in openai_chat.py: it takes over a second.
        import httpx2
        from openai import AsyncOpenAI, DefaultAsyncHttpxClient

        self._api_key = api_key
        self._client: AsyncOpenAI = AsyncOpenAI(
            api_key=api_key,
            base_url=base_url or OPENAI_URL,
            timeout=seconds,
            max_retries=0,
            http_client=DefaultAsyncHttpxClient(
                limits=httpx2.Limits(keepalive_expiry=KEEP_CONNECTION_SECONDS)
            ),
        )

    def __repr__(self) -> str:
        return "OpenAIModerator()"

    async def flagged_categories(self, text: str) -> tuple[str, ...]:
        try:
            answer = await self._client.moderations.create(model=MODEL, input=text)
            result = answer.results[0]
            categories = result.categories.model_dump(by_alias=True)
        except transport_errors() + _NO_ANSWER as error:
            raise as_provider_error(error, model=MODEL, secret=self._api_key) from error
        if not result.flagged:
            return ()
        return tuple(sorted(name for name, found in categories.items() if found)) or ("unnamed",)

    async def aclose(self) -> None:
        await self._client.close()
