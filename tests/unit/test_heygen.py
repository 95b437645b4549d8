"""HeyGen's adapter: what it sends, what it survives, and what it does when an opening is lost."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import httpx
import pytest

from santa_core.domain.calls import Quality, Voice
from santa_core.errors import ProviderError, ProviderRefused, ProviderUnavailable, VendorWords
from santa_core.ports import Balance, SessionRequest
from santa_core.providers.heygen import HeyGenAvatarProvider
from santa_core.providers.lost_openings import BETWEEN_LISTINGS_SECONDS, OurOpenings
from tests.contract.recorded import answer_of
from tests.contract.recorded_heygen import API_KEY, SESSION_ID, RecordedHeyGen, recorded
from tests.fakes.vendor_wire import Outcome, VendorWire

REQUEST = SessionRequest(call_id="call-1", quality=Quality.MEDIUM, voice=Voice(rate=0.95), language="en")
NEW = "POST /v1/streaming.new"
TOKEN = "POST /v1/streaming.create_token"
STOP = "POST /v1/streaming.stop"
LIST = "GET /v1/streaming.list"


def as_recorded(request: httpx.Request) -> httpx.Response:
    name = request.url.path.rpartition(".")[2]
    return answer_of(recorded({"list": "active_sessions_none"}.get(name, name)))


def wire_of(outcomes: dict[str, Sequence[Outcome]]) -> VendorWire:
    return VendorWire(outcomes, usual=as_recorded)


def provider_at(wire: VendorWire, *, openings: OurOpenings | None = None) -> HeyGenAvatarProvider:
    return HeyGenAvatarProvider(
        wire.client(),
        base_url="https://api.heygen.com/",
        api_key=API_KEY,
        avatar_id="Santa_Fireplace_Front_public",
        clock=wire.clock,
        openings=openings,
    )


def listing(*sessions: tuple[str, str]) -> httpx.Response:
    """(session id, status) each."""
    entries = [{"session_id": session_id, "status": status} for session_id, status in sessions]
    return httpx.Response(200, json={"code": 100, "data": {"sessions": entries}})


def broken(status: int = 502) -> httpx.Response:
    return httpx.Response(status, text="<html>Bad gateway</html>")


LOST: tuple[Outcome, ...] = (
    httpx.ReadTimeout("no answer"),
    broken(),
    broken(500),
    httpx.RemoteProtocolError("cut off"),
    httpx.Response(200, content=b'{"code": 100, "data": {"session_id": "our'),
    httpx.Response(200, json={"code": 100, "data": {}}),
)


# --- an opening whose answer is lost -------------------------------------------------------


@pytest.mark.parametrize("outcome", LOST)
async def test_a_lost_opening_is_never_repeated_and_its_session_is_found_and_closed(
    outcome: Outcome,
) -> None:
    stranger = ("stranger", "connected")
    ours = ("ours", "new")
    wire = wire_of({NEW: [outcome], LIST: [listing(stranger), listing(stranger, ours)]})
    with pytest.raises(ProviderUnavailable) as failed:
        await provider_at(wire).open_session(REQUEST)
    assert not failed.value.retryable
    assert sorted(wire.asked[:2]) == sorted([LIST, TOKEN])  # at the same time
    assert wire.asked[2:] == [NEW, LIST, LIST, STOP]
    assert json.loads(wire.requests[-1].content) == {"session_id": "ours"}
    assert wire.clock.pauses == [BETWEEN_LISTINGS_SECONDS]


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        (listing(("a", "new")), [listing(("a", "new"))], "it was there before we asked"),
        (listing(), [listing()], "there is none"),
        (listing(), [listing(("a", "connected"))], "somebody has joined it"),
        (
            listing(),
            [listing(("a", "new")), listing(("a", "connected")), listing(("a", "connected"))],
            "somebody joins it meanwhile",
        ),
        (listing(), [listing(("a", "new"), ("b", "new"))], "there are two such ones"),
        (
            listing(),
            [listing(("a", "new")), listing(("a", "new"), ("b", "new"))],
            "a second one appears meanwhile",
        ),
        (listing(), [broken()], "the list cannot be had"),
        (broken(), [listing(("a", "new"))], "nobody knows what was there before"),
        (httpx.Response(200, json={"code": 100, "data": {}}), [listing(("a", "new"))], "no list at all"),
    ],
)
async def test_a_session_that_may_be_somebody_elses_is_left_alone(
    before: Outcome, after: list[Outcome], why: str
) -> None:
    wire = wire_of({NEW: [httpx.ReadTimeout("no answer")], LIST: [before, *after]})
    with pytest.raises(ProviderUnavailable):
        await provider_at(wire).open_session(REQUEST)
    assert STOP not in wire.asked, why


async def test_a_lost_session_that_appears_late_is_closed_too() -> None:
    ours = listing(("ours", "new"))
    wire = wire_of({NEW: [httpx.ReadTimeout("no answer")], LIST: [listing(), listing(), ours, ours]})
    with pytest.raises(ProviderUnavailable):
        await provider_at(wire).open_session(REQUEST)
    assert wire.asked[-1] == STOP
    assert wire.clock.pauses == [BETWEEN_LISTINGS_SECONDS] * 2


async def test_a_call_that_we_opened_ourselves_is_never_taken_for_a_lost_one() -> None:
    wire = wire_of(
        {
            NEW: [answer_of(recorded("new")), httpx.ReadTimeout("no answer")],
            # The first call has not been joined yet, and was opened after the second one's listing.
            LIST: [listing(), listing(), listing((SESSION_ID, "new"))],
        }
    )
    provider = provider_at(wire)
    await provider.open_session(REQUEST)
    with pytest.raises(ProviderUnavailable):
        await provider.open_session(replace(REQUEST, call_id="call-2"))
    assert STOP not in wire.asked


async def test_while_another_opening_is_under_way_the_newcomer_may_be_its() -> None:
    openings = OurOpenings()
    openings.under_way = 1
    wire = wire_of({NEW: [httpx.ReadTimeout("no answer")], LIST: [listing(), listing(("a", "new"))]})
    with pytest.raises(ProviderUnavailable):
        await provider_at(wire, openings=openings).open_session(REQUEST)
    assert STOP not in wire.asked
    assert openings.under_way == 1  # the other one's


@pytest.mark.parametrize(
    "outcome", [httpx.ConnectError("refused"), httpx.Response(429, json={"code": 1, "message": "slow down"})]
)
async def test_an_opening_that_surely_did_not_happen_is_not_looked_for(outcome: Outcome) -> None:
    wire = wire_of({NEW: [outcome]})
    with pytest.raises(ProviderUnavailable) as failed:
        await provider_at(wire).open_session(REQUEST)
    assert failed.value.retryable
    assert sorted(wire.asked) == sorted([LIST, TOKEN, NEW])


async def test_a_session_whose_answer_cannot_be_used_is_closed_by_its_name() -> None:
    wire = wire_of({NEW: [httpx.Response(200, json={"code": 100, "data": {"session_id": SESSION_ID}})]})
    with pytest.raises(ProviderUnavailable):
        await provider_at(wire).open_session(REQUEST)
    assert wire.asked[2:] == [NEW, STOP]
    assert json.loads(wire.requests[-1].content) == {"session_id": SESSION_ID}


async def test_a_vendor_that_does_not_list_its_sessions_opens_them_all_the_same() -> None:
    wire = wire_of({LIST: [broken()]})
    session = await provider_at(wire).open_session(REQUEST)
    assert session.session_id == SESSION_ID
    assert wire.asked.count(LIST) == 1  # only good to have: not repeated, not waited for


# --- closing -------------------------------------------------------------------------------


async def test_closing_is_repeated_until_it_is_confirmed() -> None:
    wire = wire_of({STOP: [httpx.ReadTimeout("x"), broken(), answer_of(recorded("stop"))]})
    await provider_at(wire).close_session(SESSION_ID)
    assert wire.asked == [STOP] * 3


@pytest.mark.parametrize("name", ["stop_closed", "stop_unknown"])
async def test_what_is_closed_already_is_closed(name: str) -> None:
    wire = wire_of({STOP: [answer_of(recorded(name))]})
    await provider_at(wire).close_session(SESSION_ID)
    assert wire.asked == [STOP]


async def test_an_odd_refusal_to_close_is_believed_only_if_the_session_is_not_listed() -> None:
    odd = httpx.Response(400, json={"code": 77, "message": "something new"})
    wire = wire_of({STOP: [odd], LIST: [listing(("other", "connected"))]})
    await provider_at(wire).close_session(SESSION_ID)
    for listed in (listing((SESSION_ID, "connected")), broken()):
        wire = wire_of({STOP: [odd], LIST: [listed]})
        with pytest.raises(ProviderRefused) as refused:
            await provider_at(wire).close_session(SESSION_ID)
        assert refused.value.vendor.code == "77"


async def test_a_key_that_is_not_accepted_closes_nothing() -> None:
    wire = wire_of({STOP: [httpx.Response(401, json={"code": 400112, "message": "Unauthorized"})]})
    with pytest.raises(ProviderRefused) as refused:
        await provider_at(wire).close_session(SESSION_ID)
    assert refused.value.kind == "unauthorized"
    assert wire.asked == [STOP]


# --- what is sent and read -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("fixture", "kind"),
    [
        ("new_concurrent_limit", "session_limit"),
        ("new_quota_exhausted", "insufficient_credits"),
        ("new_token_spent", "unauthorized"),
        ("new_old_avatar", "invalid_request"),
    ],
)
async def test_refusals_are_told_by_meaning_with_the_vendors_words(fixture: str, kind: str) -> None:
    vendor = RecordedHeyGen(failing={"/v1/streaming.new": fixture})
    provider = HeyGenAvatarProvider(
        vendor.client(),
        base_url="https://api.heygen.com",
        api_key=API_KEY,
        avatar_id="Santa_Fireplace_Front_public",
    )
    with pytest.raises(ProviderRefused) as refused:
        await provider.open_session(REQUEST)
    assert refused.value.kind == kind
    answer = recorded(fixture)["response"]
    assert refused.value.vendor == VendorWords(
        answer["status"], str(answer["json"]["code"]), answer["json"]["message"]
    )


async def test_what_the_browser_does_first_is_as_recorded() -> None:
    vendor = RecordedHeyGen()
    provider = HeyGenAvatarProvider(
        vendor.client(),
        base_url="https://api.heygen.com",
        api_key=API_KEY,
        avatar_id="Santa_Fireplace_Front_public",
    )
    session = await provider.open_session(REQUEST)
    token = str(session.browser_info["token"])
    await provider.api.start(SESSION_ID, token=token)
    await provider.api.start_listening(SESSION_ID, token=token)
    await provider.api.stop_listening(SESSION_ID, token=token)
    await provider.api.interrupt(SESSION_ID, token=token)
    await provider.close_session(SESSION_ID)
    for late in (provider.api.start, provider.api.interrupt, provider.api.start_listening):
        with pytest.raises(ProviderRefused) as refused:
            await late(SESSION_ID, token=token)
        assert refused.value.kind == "session_closed"


async def test_unknown_fields_and_odd_values_are_survived() -> None:
    odd: list[dict[str, Any]] = [
        {"session_id": "a", "status": "new", "created_at": "2025-12-01T09:00:00Z", "mood": "merry"},
        {"session_id": "b", "status": "new", "created_at": 1764579600000},
        {"session_id": "c", "status": None, "created_at": "yesterday"},
        {"session_id": 4},
    ]
    wire = wire_of({LIST: [httpx.Response(200, json={"code": 1000, "data": {"sessions": odd, "more": 1}})]})
    a, b, c, d = await provider_at(wire).active_sessions()
    assert a.created_at == b.created_at == datetime(2025, 12, 1, 9, tzinfo=UTC)
    assert (c.status, c.created_at) == ("unknown", None)
    assert (d.session_id, d.status) == ("4", "unknown")

    new = recorded("new")
    new["response"]["json"]["data"] |= {"session_duration_limit": "long", "is_paid": {}, "mood": "merry"}
    session = await provider_at(wire_of({NEW: [answer_of(new)]})).open_session(REQUEST)
    assert session.duration_limit_seconds is None


async def test_one_odd_avatar_or_voice_does_not_hide_the_others() -> None:
    avatars = [{"avatar_id": "a", "pose_name": None}, {"name": "no id"}, "nonsense"]
    voices = {"voices": [{"voice_id": "v", "preview_audio": 5, "language": "English"}, {}]}
    wire = wire_of(
        {
            "GET /v1/streaming/avatar.list": [httpx.Response(200, json={"code": 100, "data": avatars})],
            "GET /v2/voices": [httpx.Response(200, json={"error": None, "data": voices})],
        }
    )
    (avatar,) = await provider_at(wire).avatars()
    (voice,) = await provider_at(wire).voices()
    assert (avatar.avatar_id, avatar.name) == ("a", "a")
    assert (voice.voice_id, voice.name, voice.language) == ("v", "v", "English")


@pytest.mark.parametrize("data", [{}, [], 5, {"sessions": [{}]}, {"sessions": {"a": 1}}])
async def test_a_list_that_cannot_be_read_is_an_error_and_not_an_empty_one(data: object) -> None:
    wire = wire_of({LIST: [httpx.Response(200, json={"code": 100, "data": data})]})
    with pytest.raises(ProviderError):
        await provider_at(wire).active_sessions()


async def test_no_session_may_be_written_as_null() -> None:
    answers: tuple[object, ...] = (None, {"sessions": None}, {"sessions": []})
    for data in answers:
        wire = wire_of({LIST: [httpx.Response(200, json={"code": 100, "data": data})]})
        assert list(await provider_at(wire).active_sessions()) == []


async def test_history_is_read_page_by_page_and_stops_at_a_token_that_comes_back() -> None:
    def page(*ids: str, token: str | None) -> httpx.Response:
        data = {"data": [{"session_id": i} for i in ids], "next_pagination_token": token}
        return httpx.Response(200, json={"code": 100, "data": data})

    history = "GET /v2/streaming.list"
    wire = wire_of({history: [page("a", "b", token="2"), page("c", token="2")]})
    assert [e.session_id for e in await provider_at(wire).session_history()] == ["a", "b", "c"]
    assert wire.requests[1].url.params["token"] == "2"
    wire = wire_of({history: [page("a", "b", token="2")]})
    assert [e.session_id for e in await provider_at(wire).session_history(limit=1)] == ["a"]


async def test_the_balance_is_the_quota_divided_by_sixty() -> None:
    provider = HeyGenAvatarProvider(RecordedHeyGen().client(), base_url="https://x", api_key=API_KEY)
    assert await provider.balance() == Balance(Decimal("9.5"))  # 570 / 60


async def test_the_prompt_and_the_knowledge_base_reach_the_vendor_only_when_given() -> None:
    wire = wire_of({})
    await provider_at(wire).open_session(REQUEST)
    plain = json.loads(wire.requests[-1].content)
    assert not {"knowledge_base", "knowledge_base_id"} & plain.keys()
    session = await provider_at(wire).open_session(
        SessionRequest(
            call_id="call-2",
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
