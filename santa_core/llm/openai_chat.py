"""Any server that speaks OpenAI's chat completions, as a ChatModel."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any

from santa_core.errors import ProviderError, ProviderRefused
from santa_core.llm.openai_errors import as_provider_error, transport_errors
from santa_core.ports import ChatRequest, ChatUsage, TextDelta

if TYPE_CHECKING:
    from openai import AsyncOpenAI, AsyncStream
    from openai.types.chat import ChatCompletionChunk

OPENAI_URL = "https://api.openai.com/v1"

# These refuse max_tokens and any temperature but their own.
_REASONING_MODEL = re.compile(r"^(o\d|gpt-[5-9])")

KEEP_CONNECTION_SECONDS = 120.0


class OpenAIChatModel:
    """`model` overrides the one each request asks for. Times out after `connect_seconds` without a
    connection, or `silence_seconds` without a further word. Never repeats a failed request: whoever
    talks with a child has a better use for the time.

    Servers differ in the parameters they take. One that refuses a parameter is asked again without
    it, once; what was refused is remembered for the model.
    """

    def __init__(
        self,
        *,
        api_key: str,
        base_url: str | None = None,
        model: str | None = None,
        connect_seconds: float = 5.0,
        silence_seconds: float = 20.0,
    ) -> None:
        # Imported here: it takes over a second, which an app without a language model need not wait.
        import httpx2  # what openai itself speaks HTTP with
        from openai import AsyncOpenAI, DefaultAsyncHttpxClient, Timeout

        self.label = model or "OpenAI"
        self._model = model
        self._api_key = api_key
        self._client: AsyncOpenAI = AsyncOpenAI(
            api_key=api_key,
            # Given, so that the library does not look for it in the environment.
            base_url=base_url or OPENAI_URL,
            timeout=Timeout(silence_seconds, connect=connect_seconds),
            max_retries=0,
            # A child takes longer than the library's 5 s to answer: without this every turn would begin
            # with a new connection, and on the internet with a TLS handshake.
            http_client=DefaultAsyncHttpxClient(
                limits=httpx2.Limits(keepalive_expiry=KEEP_CONNECTION_SECONDS)
            ),
        )
        self._refused: dict[str, frozenset[str]] = {}  # by model: names of parameters

    def __repr__(self) -> str:
        return f"OpenAIChatModel({self.label!r})"

    async def stream(self, request: ChatRequest) -> AsyncIterator[TextDelta | ChatUsage]:
        model = self._model or request.model
        try:
            answer = await self._open(request, model=model)
            try:
                async for item in _read(answer, model=model):
                    yield item
            finally:
                # Closing the connection is what stops the server from writing on.
                await answer.close()
        except transport_errors() as error:
            raise as_provider_error(error, model=model, secret=self._api_key) from error

    async def aclose(self) -> None:
        await self._client.close()

    async def _open(self, request: ChatRequest, *, model: str) -> AsyncStream[ChatCompletionChunk]:
        from openai import AsyncStream, BadRequestError, UnprocessableEntityError
        from openai.types.chat import ChatCompletionChunk

        while True:
            refused = self._refused.get(model) or _known_to_refuse(model)
            try:
                # What chat.completions.create does after checking every parameter against its types, which
                # for a conversation of a dozen turns takes 6 of the 7 ms that the library adds.
                return await self._client.post(
                    "/chat/completions",
                    body=_parameters(request, model, refused),
                    cast_to=ChatCompletionChunk,
                    stream=True,
                    stream_cls=AsyncStream[ChatCompletionChunk],
                )
            except (BadRequestError, UnprocessableEntityError) as error:
                newly = _parameter_refused(str(error)) - refused
                if not newly:
                    raise
                self._refused[model] = refused | newly


async def _read(
    answer: AsyncStream[ChatCompletionChunk], *, model: str
) -> AsyncIterator[TextDelta | ChatUsage]:
    finish_reason: str | None = None
    input_tokens: int | None = None
    output_tokens: int | None = None
    wrote = False
    async for chunk in answer:
        model = chunk.model or model
        if chunk.usage is not None:
            input_tokens, output_tokens = chunk.usage.prompt_tokens, chunk.usage.completion_tokens
        for choice in chunk.choices[:1]:
            finish_reason = choice.finish_reason or finish_reason
            if choice.delta and choice.delta.content:
                wrote = True
                yield TextDelta(choice.delta.content)
    if not wrote:
        raise _nothing_written(model, finish_reason)
    yield ChatUsage(model, input_tokens, output_tokens, finish_reason)


def _parameters(request: ChatRequest, model: str, refused: frozenset[str]) -> dict[str, Any]:
    parameters: dict[str, Any] = {
        "model": model,
        "messages": [{"role": m.role, "content": m.content} for m in request.messages],
        "stream": True,
        "stream_options": {"include_usage": True},
        "temperature": request.temperature,
        "max_tokens": request.max_tokens,
    }
    if "max_tokens" in refused:
        parameters["max_completion_tokens"] = request.max_tokens
    if request.answer_schema is not None:
        schema = {"name": "answer", "strict": True, "schema": dict(request.answer_schema)}
        parameters["response_format"] = {"type": "json_schema", "json_schema": schema}
    return {name: value for name, value in parameters.items() if name not in refused}


def _known_to_refuse(model: str) -> frozenset[str]:
    return frozenset({"max_tokens", "temperature"} if _REASONING_MODEL.match(model) else ())


def _parameter_refused(words: str) -> frozenset[str]:
    """Which of our parameters a server complains of. "max_tokens ... use max_completion_tokens instead"
    and its opposite both name two: the first named is the refused one."""
    named = re.search(
        r"stream_options|max_completion_tokens|max_tokens|temperature|response_format|json_schema", words
    )
    return frozenset({named.group().replace("json_schema", "response_format")} if named else ())


def _nothing_written(model: str, finish_reason: str | None) -> ProviderError:
    because = {
        "length": "its tokens were used up before it wrote: raise max tokens, or choose another model",
        "content_filter": "its content filter held the answer back",
    }.get(finish_reason or "", "try again, or choose another model")
    return ProviderRefused(f"The language model {model!r} answered with nothing: {because}.")
