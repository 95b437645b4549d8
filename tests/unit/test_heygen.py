from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import httpx
import pytest

from santa_core.domain.calls import Quality, Voice
from santa_core.errors import ProviderError, ProviderRefused, ProviderUnavailable, VendorWords
from santa_core.ports import Balance, SessionRequest
from santa_core.providers.heygen import HeyGenAvatarProvider
from santa_core.providers.heygen_wire import meaning
from tests.contract.recorded_heygen import API_KEY, SESSION_ID, RecordedHeyGen, recorded

REQUEST = SessionRequest(quality=Quality.MEDIUM, voice=Voice(rate=0.95), language="en")
NEW = "/v1/streaming.new"
STOP = "/v1/streaming.stop"
LIST = "/v1/streaming.list"


class ImpatientClock:
    """Remembers pauses instead of making them."""

    def __init__(self) -> None:
        self.pauses: list[float] = []

    def now(self) -> datetime:
        return datetime(2025, 12, 1, tzinfo=UTC)

    def monotonic(self) -> float:
        return 0.0

    async def sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)


class Wire:
    """Answers with the outcomes given for a path, in turn; the last one goes on. As recorded elsewhere."""

    def __init__(self, **outcomes: list[httpx.Response | Exception]) -> None:
        self.outcomes = outcomes
        self.asked: list[str] = []
        self.requests: list[httpx.Request] = []
        self.clock = ImpatientClock()

    def provider(self) -> HeyGenAvatarProvider:
        return HeyGenAvatarProvider(
            httpx.AsyncClient(transport=httpx.MockTransport(self._answer)),
            base_url="https://api.heygen.com/",
            api_key=API_KEY,
            avatar_id="Santa_Fireplace_Front_public",
            clock=self.clock,
        )

    def _answer(self, request: httpx.Request) -> httpx.Response:
        name = request.url.path.rpartition(".")[2]
        self.asked.append(name)
        self.requests.append(request)
        outcomes = self.outcomes.get(name)
        if not outcomes:
            answer = recorded({"list": "active_sessions"}.get(name, name))["response"]
            return httpx.Response(answer["status"], json=answer["json"])
        outcome = outcomes.pop(0) if len(outcomes) > 1 else outcomes[0]
        if isinstance(outcome, Exception):
            raise outcome
        return outcome


def broken(status: int = 502) -> httpx.Response:
    return httpx.Response(status, text="<html>Bad gateway</html>")


def silent() -> httpx.ReadTimeout:
    return httpx.ReadTimeout("no answer")


async def test_opening_is_never_repeated_when_its_outcome_is_unknown() -> None:
    outcome: httpx.Response | Exception
    for outcome in (silent(), broken(), httpx.RemoteProtocolError("cut off")):
        wire = Wire(new=[outcome])
        with pytest.raises(ProviderUnavailable) as failed:
            await wire.provider().open_session(REQUEST)
        assert wire.asked == ["create_token", "new"]
        assert failed.value.kind == "unavailable"
        assert not failed.value.retryable


async def test_an_opening_that_never_left_this_machine_may_be_tried_again() -> None:
    wire = Wire(new=[httpx.ConnectError("refused")])
    with pytest.raises(ProviderUnavailable) as failed:
        await wire.provider().open_session(REQUEST)
    assert failed.value.retryable
    assert wire.asked.count("new") == 1


async def test_closing_and_reading_are_repeated_twice_with_growing_pauses() -> None:
    wire = Wire(stop=[silent(), broken(), httpx.Response(200, json={"code": 100, "data": None})])
    await wire.provider().close_session(SESSION_ID)
    assert wire.asked == ["stop"] * 3
    first, second = wire.clock.pauses
    assert 0.1 <= first <= 0.3 and 0.2 <= second <= 0.6

    wire = Wire(list=[broken()])
    with pytest.raises(ProviderUnavailable) as failed:
        await wire.provider().active_sessions()
    assert wire.asked == ["list"] * 3
    assert failed.value.retryable


async def test_speaking_is_never_repeated() -> None:
    wire = Wire(task=[silent()])
    with pytest.raises(ProviderUnavailable):
        await wire.provider().speak(SESSION_ID, "Ho ho ho!")
    assert wire.asked == ["task"]


async def test_a_refusal_is_not_repeated() -> None:
    wire = Wire(stop=[httpx.Response(401, json={"code": 400112, "message": "Unauthorized"})])
    with pytest.raises(ProviderRefused) as refused:
        await wire.provider().close_session(SESSION_ID)
    assert refused.value.kind == "unauthorized"
    assert wire.asked == ["stop"]


@pytest.mark.parametrize(
    ("fixture", "kind"),
    [
        ("new_concurrent_limit", "session_limit"),
        ("new_quota_exhausted", "insufficient_credits"),
        ("new_token_spent", "unauthorized"),
    ],
)
async def test_refusals_are_told_by_meaning_with_the_vendors_words(fixture: str, kind: str) -> None:
    vendor = RecordedHeyGen(failing={NEW: fixture})
    provider = HeyGenAvatarProvider(
        vendor.client(),
        base_url="https://api.heygen.com",
        api_key=API_KEY,
        avatar_id="Santa_Fireplace_Front_public",
    )
    with pytest.raises(ProviderRefused) as refused:
        await provider.open_session(REQUEST)
    answer = recorded(fixture)["response"]
    assert refused.value.kind == kind
    assert refused.value.vendor == VendorWords(
        answer["status"], str(answer["json"]["code"]), answer["json"]["message"]
    )


@pytest.mark.parametrize(
    ("status", "code", "message", "kind"),
    [
        (400, "10004", "Concurrent limit reached", "session_limit"),
        (403, "4003", "Session concurrency limit reached", "session_limit"),
        (400, None, "quota not enough", "insufficient_credits"),
        (402, None, None, "insufficient_credits"),
        (400, "1", "Insufficient credit", "insufficient_credits"),
        (401, "400112", "Unauthorized", "unauthorized"),
        (403, None, None, "unauthorized"),
        (400, "400006", "Session is not in correct state", "session_closed"),
        (400, None, "session state wrong: closed", "session_closed"),
        (400, "400006", "session state wrong: new", "invalid_request"),
        (404, None, "session not found", "session_closed"),
        (400, "10003", "invalid avatar", "invalid_request"),
        (422, None, "streaming avatar not support this voice", "invalid_request"),
        (404, None, None, "invalid_request"),
        (429, None, "slow down", "unavailable"),
        (500, None, None, "unavailable"),
        (200, "10001", "something", "invalid_request"),
        (200, None, None, "other"),
    ],
)
def test_what_an_error_answer_means(status: int, code: str | None, message: str | None, kind: str) -> None:
    assert meaning(VendorWords(status, code, message)) == kind


async def test_an_error_in_the_other_envelope_is_an_error_too() -> None:
    wire = Wire(
        create_token=[httpx.Response(200, json={"error": {"code": 7, "message": "quota"}, "data": None})]
    )
    with pytest.raises(ProviderRefused) as refused:
        await wire.provider().create_token()
    assert refused.value.vendor == VendorWords(200, "7", "quota")


async def test_a_session_whose_answer_cannot_be_used_is_closed_again() -> None:
    wire = Wire(new=[httpx.Response(200, json={"code": 100, "data": {"session_id": SESSION_ID}})])
    with pytest.raises(ProviderUnavailable):
        await wire.provider().open_session(REQUEST)
    assert wire.asked == ["create_token", "new", "stop"]
    assert json.loads(wire.requests[-1].content) == {"session_id": SESSION_ID}


@pytest.mark.parametrize(
    "nonsense", [b"", b"null", b"[]", b"{}", b"\xff\xfe", b'{"data": 5}', b'{"code":100,"data":[]}']
)
async def test_nonsense_is_an_error_and_never_a_crash(nonsense: bytes) -> None:
    for outcome in (httpx.Response(200, content=nonsense), httpx.Response(500, content=nonsense)):
        with pytest.raises(ProviderError):
            await Wire(new=[outcome]).provider().open_session(REQUEST)


async def test_unknown_fields_and_odd_dates_are_survived() -> None:
    odd: list[dict[str, Any]] = [
        {"session_id": "a", "status": "new", "created_at": "2025-12-01T09:00:00Z", "mood": "merry"},
        {"session_id": "b", "status": "new", "created_at": 1764579600000},
        {"session_id": "c", "status": "new", "created_at": "yesterday"},
        {"session_id": 4},
    ]
    wire = Wire(list=[httpx.Response(200, json={"code": 1000, "data": {"sessions": odd, "more": 1}})])
    a, b, c, d = await wire.provider().active_sessions()
    assert a.created_at == b.created_at == datetime(2025, 12, 1, 9, tzinfo=UTC)
    assert c.created_at is None
    assert (d.session_id, d.status) == ("4", "unknown")


async def test_history_is_read_page_by_page_and_stops_at_a_token_that_comes_back() -> None:
    def page(*ids: str, token: str | None) -> httpx.Response:
        data = {"data": [{"session_id": i} for i in ids], "next_pagination_token": token}
        return httpx.Response(200, json={"code": 100, "data": data})

    wire = Wire(list=[page("a", "b", token="2"), page("c", token="2")])
    assert [e.session_id for e in await wire.provider().session_history()] == ["a", "b", "c"]
    assert wire.requests[1].url.params["token"] == "2"
    wire = Wire(list=[page("a", "b", token="2")])
    assert [e.session_id for e in await wire.provider().session_history(limit=1)] == ["a"]


async def test_the_balance_is_the_quota_divided_by_sixty() -> None:
    provider = HeyGenAvatarProvider(RecordedHeyGen().client(), base_url="https://x", api_key=API_KEY)
    assert await provider.balance() == Balance(Decimal("9.5"))  # 570 / 60


async def test_the_prompt_and_the_knowledge_base_reach_the_vendor_only_when_given() -> None:
    wire = Wire()
    await wire.provider().open_session(REQUEST)
    plain = json.loads(wire.requests[-1].content)
    assert not {"knowledge_base", "knowledge_base_id"} & plain.keys()
    session = await wire.provider().open_session(
        SessionRequest(
            quality=Quality.LOW,
            voice=Voice(),
            language="pl",
            knowledge_base="You are Santa.",
            silence_prompt=True,
            activity_idle_timeout_seconds=300,
        )
    )
    sent = json.loads(wire.requests[-1].content)
    assert sent["knowledge_base"] == "You are Santa."
    assert (sent["language"], sent["quality"]) == ("pl", "low")
    assert (sent["silence_response"], sent["activity_idle_timeout"]) == (True, 300)
    assert "You are Santa." not in json.dumps(session.browser_info)


async def test_the_key_is_in_no_error_repr_or_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    echo = httpx.Response(400, json={"code": 1, "message": f"bad request with {API_KEY} inside"})
    wire = Wire(
        new=[echo], task=[echo], create_token=[httpx.Response(200, json={"data": {"token": "browser-token"}})]
    )
    provider = wire.provider()
    with pytest.raises(ProviderRefused) as refused:
        await provider.open_session(REQUEST)
    with pytest.raises(ProviderRefused):
        await provider.speak(SESSION_ID, "x")
    told = f"{refused.value} {refused.value!r} {refused.value.vendor} {provider!r} {vars(refused.value)}"
    assert API_KEY not in told + caplog.text
    assert "browser-token" not in told + caplog.text
