"""What every moderation service must do: the fake, and OpenAI's client against a real server."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest

from santa_core.errors import ProviderError, ProviderRefused, ProviderUnavailable
from santa_core.llm.openai_moderation import OpenAIModerator
from santa_core.ports import Moderator
from tests.fakes.moderator import FakeModerator
from tests.fakes.openai_server import RunningServer, running_openai_server

KEY = "sk-very-secret"
FLAGS = {"kill": ("self-harm/intent", "violence")}


@pytest.fixture
def server() -> Iterator[RunningServer]:
    with running_openai_server() as running:
        running.behaviour.moderation.flags = FLAGS
        yield running


@pytest.fixture(params=["fake", "openai"])
async def moderator(request: pytest.FixtureRequest) -> AsyncIterator[Moderator]:
    made: Moderator
    if request.param == "fake":
        made = FakeModerator(FLAGS)
    else:
        running: RunningServer = request.getfixturevalue("server")
        made = OpenAIModerator(api_key=KEY, base_url=running.base_url)
    yield made
    await made.aclose()


async def test_words_nothing_is_against_have_no_category(moderator: Moderator) -> None:
    assert await moderator.flagged_categories("I would like a bike") == ()


async def test_the_categories_are_the_services_own(moderator: Moderator) -> None:
    assert await moderator.flagged_categories("I want to kill it") == ("self-harm/intent", "violence")


# --- OpenAI's own --------------------------------------------------------------------------


@pytest.fixture
async def openai(server: RunningServer) -> AsyncIterator[OpenAIModerator]:
    made = OpenAIModerator(api_key=KEY, base_url=server.base_url, seconds=0.5)
    yield made
    await made.aclose()


async def test_the_words_and_nothing_else_are_sent(server: RunningServer, openai: OpenAIModerator) -> None:
    await openai.flagged_categories("hello")
    assert server.behaviour.moderation.requests == [{"model": "omni-moderation-latest", "input": "hello"}]


@pytest.mark.parametrize(
    ("status", "kind", "error"),
    [(401, "unauthorized", ProviderRefused), (404, "invalid_request", ProviderRefused),
     (429, "unavailable", ProviderUnavailable), (500, "unavailable", ProviderUnavailable)],
)  # fmt: skip
async def test_an_error_has_a_kind_and_no_secret(
    server: RunningServer, openai: OpenAIModerator, status: int, kind: str, error: type[ProviderError]
) -> None:
    server.behaviour.moderation.fail_with(status, message=f"no {KEY}")
    with pytest.raises(error) as caught:
        await openai.flagged_categories("hello")
    assert caught.value.kind == kind
    assert KEY not in f"{caught.value} {caught.value.vendor}"
    assert KEY not in repr(openai)


@pytest.mark.parametrize(
    "answer",
    ["", "{", "[]", "{}", '{"results": []}', '{"results": [{}]}', '{"results": [{"flagged": true}]}'],
)
async def test_an_answer_that_is_none_is_an_error(
    server: RunningServer, openai: OpenAIModerator, answer: str
) -> None:
    server.behaviour.moderation.raw_answer = answer
    with pytest.raises(ProviderError):
        await openai.flagged_categories("hello")


async def test_a_service_that_takes_too_long_is_given_up(
    server: RunningServer, openai: OpenAIModerator
) -> None:
    server.behaviour.moderation.delay_seconds = 5
    with pytest.raises(ProviderUnavailable):
        await openai.flagged_categories("hello")
