"""The client of chat completions, against a real server that misbehaves on demand."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace

import pytest

from santa_core.errors import ProviderError, ProviderRefused, ProviderUnavailable
from santa_core.llm.openai_chat import OpenAIChatModel
from santa_core.ports import ChatUsage
from tests.contract.test_chat_model import KEY, a_request, read
from tests.fakes.openai_server import Behaviour, RunningServer, running_openai_server


@pytest.fixture(scope="module")
def running() -> Iterator[RunningServer]:
    with running_openai_server() as server:
        yield server


@pytest.fixture
def server(running: RunningServer) -> Behaviour:
    vars(running.behaviour).update(vars(Behaviour()))
    return running.behaviour


@pytest.fixture
async def model(running: RunningServer, server: Behaviour) -> AsyncIterator[OpenAIChatModel]:
    chat = OpenAIChatModel(api_key=KEY, base_url=running.base_url)
    yield chat
    await chat.aclose()


async def failure_of(model: OpenAIChatModel) -> ProviderError:
    with pytest.raises(ProviderError) as failed:
        await read(model, a_request("Hello"))
    assert KEY not in f"{failed.value} {failed.value.vendor}"
    return failed.value


async def test_the_request_is_the_prompts_and_nothing_of_the_child_beside(
    model: OpenAIChatModel, server: Behaviour
) -> None:
    await read(model, a_request("Hello"))
    (sent,) = server.requests
    assert sent == {
        "model": "test-model",
        "messages": [
            {"role": "system", "content": "You are Santa."},
            {"role": "user", "content": "Hello"},
        ],
        "temperature": 0.8,
        "max_tokens": 150,
        "stream": True,
        "stream_options": {"include_usage": True},
    }
    assert server.authorizations == [f"Bearer {KEY}"]


async def test_tokens_are_counted(model: OpenAIChatModel, server: Behaviour) -> None:
    server.replies = ["Ho ho ho!"]
    answer = await read(model, a_request("Hello Santa"))
    assert answer.usage == [ChatUsage("test-model", input_tokens=5, output_tokens=3, finish_reason="stop")]


async def test_a_set_model_overrides_the_prompts(running: RunningServer, server: Behaviour) -> None:
    model = OpenAIChatModel(api_key=KEY, base_url=running.base_url, model="llama3.2")
    await read(model, a_request("Hello"))
    assert server.requests[0]["model"] == model.label == "llama3.2"
    await model.aclose()


@pytest.mark.parametrize("name", ["stream_options", "max_tokens", "temperature"])
async def test_a_refused_parameter_is_left_out_and_the_refusal_remembered(
    model: OpenAIChatModel, server: Behaviour, name: str
) -> None:
    server.refused_parameters = frozenset({name})
    assert (await read(model, a_request("Hello"))).deltas
    await read(model, a_request("Hello"))
    assert [name in sent for sent in server.requests] == [True, False, False]
    assert ("max_completion_tokens" in server.requests[1]) is (name == "max_tokens")


async def test_an_answers_schema_is_asked_for_and_left_out_where_it_is_not_known(
    model: OpenAIChatModel, server: Behaviour
) -> None:
    schema = {"type": "object", "properties": {"pass": {"type": "boolean"}}}
    request = replace(a_request("Hello"), answer_schema=schema)
    await read(model, request)
    assert server.requests[0]["response_format"] == {
        "type": "json_schema",
        "json_schema": {"name": "answer", "strict": True, "schema": schema},
    }
    server.refused_parameters = frozenset({"response_format"})
    assert (await read(model, request)).deltas
    await read(model, request)
    assert ["response_format" in sent for sent in server.requests] == [True, True, False, False]


@pytest.mark.parametrize("name", ["o4-mini", "gpt-5-nano"])
async def test_reasoning_models_are_asked_in_their_own_words_at_once(
    model: OpenAIChatModel, server: Behaviour, name: str
) -> None:
    server.refused_parameters = frozenset({"max_tokens", "temperature"})
    assert (await read(model, replace(a_request("Hello"), model=name))).deltas
    (sent,) = server.requests
    assert sent["max_completion_tokens"] == 150


async def test_a_bad_request_for_another_reason_is_not_repeated(
    model: OpenAIChatModel, server: Behaviour
) -> None:
    server.fail_with(400, message="the messages are too long")
    error = await failure_of(model)
    assert isinstance(error, ProviderRefused) and error.kind == "invalid_request"
    assert error.vendor.message == "the messages are too long"
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("status", "code", "kind", "retryable"),
    [
        (401, "invalid_api_key", "unauthorized", False),
        (403, None, "unauthorized", False),
        (404, "model_not_found", "invalid_request", False),
        (429, "insufficient_quota", "insufficient_credits", False),
        (429, "rate_limit_exceeded", "unavailable", True),
        (500, None, "unavailable", True),
        (503, None, "unavailable", True),
    ],
)
async def test_errors_are_told_by_what_can_be_done(
    model: OpenAIChatModel, server: Behaviour, status: int, code: str | None, kind: str, retryable: bool
) -> None:
    server.fail_with(status, code=code, message=f"no, {KEY} will not do")
    error = await failure_of(model)
    assert (error.kind, error.retryable, error.vendor.status) == (kind, retryable, status)
    assert isinstance(error, ProviderUnavailable if retryable else ProviderRefused)
    assert error.vendor.message == "no, [removed] will not do"
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("7", 7.0),
        ("0.5", 0.5),
        (None, None),
        ("soon", None),
        ("-1", None),
        ("Wed, 21 Oct 2026 07:28:00 GMT", None),
    ],
)
async def test_how_long_the_server_wants_to_be_left_alone_is_kept(
    model: OpenAIChatModel, server: Behaviour, header: str | None, seconds: float | None
) -> None:
    server.fail_with(429)
    server.retry_after = header
    assert (await failure_of(model)).retry_after_seconds == seconds


@pytest.mark.parametrize("breakage", ["break_after_tokens", "garbage_after_tokens"])
async def test_a_stream_that_breaks_is_an_error_after_the_words_that_came(
    model: OpenAIChatModel, server: Behaviour, breakage: str
) -> None:
    setattr(server, breakage, 2)
    stream = model.stream(a_request("Hello"))
    words = [await anext(stream), await anext(stream)]
    assert len(words) == 2
    with pytest.raises(ProviderUnavailable) as failed:
        await anext(stream)
    assert failed.value.retryable


async def test_a_server_that_falls_silent_is_given_up(running: RunningServer, server: Behaviour) -> None:
    server.first_token_seconds = 5
    model = OpenAIChatModel(api_key=KEY, base_url=running.base_url, silence_seconds=0.2)
    began = time.perf_counter()
    assert (await failure_of(model)).kind == "unavailable"
    assert time.perf_counter() - began < 2
    await model.aclose()


async def test_no_server_is_unavailable() -> None:
    model = OpenAIChatModel(api_key=KEY, base_url="http://127.0.0.1:9/v1", connect_seconds=1)
    assert (await failure_of(model)).kind == "unavailable"
    await model.aclose()


@pytest.mark.parametrize(
    ("finish_reason", "advice"), [("length", "max tokens"), ("content_filter", "filter")]
)
async def test_an_empty_answer_is_an_error_that_says_why(
    model: OpenAIChatModel, server: Behaviour, finish_reason: str, advice: str
) -> None:
    server.replies, server.finish_reason = [""], finish_reason
    error = await failure_of(model)
    assert isinstance(error, ProviderRefused) and advice in str(error)


async def test_closing_the_stream_stops_the_server_from_writing(
    model: OpenAIChatModel, server: Behaviour
) -> None:
    server.tokens_per_second, server.replies = 50, ["snow " * 500]
    stream = model.stream(a_request("Hello"))
    await anext(stream)
    await stream.aclose()  # type: ignore[attr-defined]
    await until(lambda: server.streams_cut == 1)
    assert server.tokens_sent < 100


async def test_cancelling_the_reader_stops_the_server_too(model: OpenAIChatModel, server: Behaviour) -> None:
    server.tokens_per_second, server.replies = 50, ["snow " * 500]
    reader = asyncio.create_task(read(model, a_request("Hello")))
    await until(lambda: server.tokens_sent > 0)
    reader.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reader
    await until(lambda: server.streams_cut == 1)


async def test_words_arrive_while_the_server_still_writes(model: OpenAIChatModel, server: Behaviour) -> None:
    server.tokens_per_second, server.replies = 20, ["one two three four five six seven eight"]
    stream = model.stream(a_request("Hello"))
    await anext(stream)
    sent_by_then = server.tokens_sent
    async for _ in stream:
        pass
    assert 0 < sent_by_then < server.tokens_sent


async def until(happened: object, *, seconds: float = 3.0) -> None:
    assert callable(happened)
    deadline = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < deadline, "it did not happen in time"
        await asyncio.sleep(0.01)
