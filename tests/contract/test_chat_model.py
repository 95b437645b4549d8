"""What every language model must do: the fake, the scripted Santa, and a real server's client."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass

import pytest

from santa_core.domain.calls import Child
from santa_core.llm.openai_chat import OpenAIChatModel
from santa_core.llm.scripted_chat import ScriptedChatModel
from santa_core.ports import ChatModel, ChatRequest, ChatUsage, Message, TextDelta
from tests.fakes.chat_model import FakeChatModel
from tests.fakes.openai_server import RunningServer, running_openai_server

KEY = "sk-very-secret"


def a_request(*said: str) -> ChatRequest:
    """`said`: child and Santa in turn, the child first."""
    roles = ("user", "assistant")
    talk = (Message(roles[i % 2], words) for i, words in enumerate(said))
    return ChatRequest(
        messages=(Message("system", "You are Santa."), *talk),
        model="test-model",
        temperature=0.8,
        max_tokens=150,
        child=Child(name="Emma", age=6),
        call_id="call-1",
    )


@pytest.fixture(scope="module")
def server() -> Iterator[RunningServer]:
    with running_openai_server(tokens_per_second=400) as running:
        yield running


@pytest.fixture(params=["fake", "scripted", "openai"])
async def model(request: pytest.FixtureRequest) -> AsyncIterator[ChatModel]:
    chat: ChatModel
    if request.param == "fake":
        chat = FakeChatModel(["Ho ho ho! What would you like?", "How lovely."])
    elif request.param == "scripted":
        chat = ScriptedChatModel()
    else:
        running: RunningServer = request.getfixturevalue("server")
        chat = OpenAIChatModel(api_key=KEY, base_url=running.base_url)
    yield chat
    await chat.aclose()


@dataclass(frozen=True)
class Answer:
    deltas: list[str]
    usage: list[ChatUsage]
    ends_with_usage: bool


async def read(model: ChatModel, request: ChatRequest) -> Answer:
    items = [item async for item in model.stream(request)]
    return Answer(
        [i.text for i in items if isinstance(i, TextDelta)],
        [i for i in items if isinstance(i, ChatUsage)],
        isinstance(items[-1], ChatUsage),
    )


async def test_words_come_in_pieces_and_then_one_account_of_them(model: ChatModel) -> None:
    answer = await read(model, a_request("Hello"))
    assert len(answer.deltas) > 3
    assert "".join(answer.deltas).strip().endswith((".", "!", "?"))
    assert answer.ends_with_usage and len(answer.usage) == 1
    assert answer.usage[0].finish_reason == "stop"
    assert answer.usage[0].model


async def test_the_conversation_matters(model: ChatModel) -> None:
    first = "".join((await read(model, a_request("Hello"))).deltas)
    second = "".join((await read(model, a_request("Hello", first, "Hello"))).deltas)
    assert first != second


async def test_closing_the_stream_early_leaves_the_model_usable(model: ChatModel) -> None:
    stream = model.stream(a_request("Hello"))
    assert isinstance(await anext(stream), TextDelta)
    await stream.aclose()  # type: ignore[attr-defined]
    assert (await read(model, a_request("Hello"))).deltas


async def test_two_calls_may_be_answered_at_once(model: ChatModel) -> None:
    answers = await asyncio.gather(*(read(model, a_request("Hello")) for _ in range(3)))
    assert all(answer.deltas for answer in answers)


async def test_it_has_a_name_for_people(model: ChatModel) -> None:
    assert model.label
    assert KEY not in f"{model.label} {model!r}"
