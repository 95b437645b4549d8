"""LiveAvatar's adapter: what it asks for, what it keeps there only as long as needed, what it survives."""

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
from santa_core.errors import ProviderError, ProviderRefused, ProviderUnavailable
from santa_core.ports import Balance, SessionRequest
from santa_core.providers.liveavatar import SANDBOX_AVATAR_ID, LiveAvatarAccount, LiveAvatarProvider
from tests.contract.recorded import API_KEY, answer_of
from tests.contract.recorded_liveavatar import (
    AVATAR_ID,
    CONTEXT_ID,
    SESSION_ID,
    SESSION_TOKEN,
    VOICE_ID,
    RecordedLiveAvatar,
    recorded,
)
from tests.fakes.vendor_wire import Outcome, VendorWire

REQUEST = SessionRequest(call_id="call-1", quality=Quality.MEDIUM, voice=Voice(rate=0.95), language="en")
WITH_PROMPT = replace(REQUEST, knowledge_base="You are Santa.")
MAKE, STOP = "POST /v1/sessions/token", "POST /v1/sessions/stop"
SESSIONS = "GET /v1/sessions"
MAKE_CONTEXT, CONTEXTS = "POST /v1/contexts", "GET /v1/contexts"
DELETE_CONTEXT = f"DELETE /v1/contexts/{CONTEXT_ID}"
DELETE_EVENTS = f"DELETE /v1/sessions/{SESSION_ID}/events"


def provider_of(
    http: httpx.AsyncClient, wire: VendorWire | None = None, **options: Any
) -> LiveAvatarProvider:
    account = LiveAvatarAccount(
        http,
        base_url="https://api.liveavatar.com",
        api_key=API_KEY,
        clock=wire.clock if wire else None,
    )
    return LiveAvatarProvider(account, **{"avatar_id": AVATAR_ID, **options})


def at(outcomes: dict[str, Sequence[Outcome]], **options: Any) -> tuple[LiveAvatarProvider, VendorWire]:
    wire = VendorWire(outcomes, usual=RecordedLiveAvatar()._answer)
    return provider_of(wire.client(), wire, **options), wire


def page(*results: object, **more: object) -> httpx.Response:
    data = {"count": len(results), "next": None, "previous": None, "results": list(results), **more}
    return httpx.Response(200, json={"code": 1000, "data": data})


def named(*call_ids: str) -> httpx.Response:
    return page(*({"id": f"context-of-{i}", "name": f"santa-call {i}"} for i in call_ids))


def success(request: httpx.Request) -> httpx.Response:
    return httpx.Response(200, json={"code": 1000, "data": None})


# --- opening -------------------------------------------------------------------------------


async def test_with_our_own_llm_no_context_is_given_so_theirs_stays_silent() -> None:
    vendor = RecordedLiveAvatar()  # fails the test if the request is not the recorded one
    session = await provider_of(vendor.client()).open_session(REQUEST)
    assert vendor.asked == [MAKE]
    assert "context_id" not in json.loads(vendor.requests[0].content)["avatar_persona"]
    assert session.session_id == SESSION_ID
    assert session.duration_limit_seconds == 630  # the cap of 600 s, and 30 for the goodbye
    assert session.browser_info == {
        "sdk": "liveavatar",
        "session_id": SESSION_ID,
        "session_token": SESSION_TOKEN,
        "api_url": "https://api.liveavatar.com",
        "push_to_talk": False,
    }


async def test_with_their_llm_a_context_is_made_for_this_call_and_the_prompt_goes_nowhere_else() -> None:
    vendor = RecordedLiveAvatar()
    session = await provider_of(vendor.client()).open_session(WITH_PROMPT)
    assert vendor.asked == [MAKE_CONTEXT, MAKE]
    assert json.loads(vendor.requests[1].content)["avatar_persona"]["context_id"] == CONTEXT_ID
    assert "You are Santa." not in f"{vendor.requests[1].content!r} {session.browser_info}"


async def test_a_context_of_the_account_is_used_as_it_is_and_never_deleted() -> None:
    vendor = RecordedLiveAvatar()
    provider = provider_of(vendor.client())
    session = await provider.open_session(replace(REQUEST, knowledge_base_id=CONTEXT_ID))
    await provider.close_session(session.session_id)
    await provider.forget(session.session_id)
    assert vendor.asked == [MAKE, STOP, DELETE_EVENTS]


async def test_push_to_talk_a_voice_and_the_sandbox_are_asked_for_as_recorded() -> None:
    session = await provider_of(RecordedLiveAvatar().client()).open_session(
        replace(REQUEST, push_to_talk=True)
    )
    assert session.browser_info["push_to_talk"] is True
    await provider_of(RecordedLiveAvatar().client(), voice_id=VOICE_ID).open_session(REQUEST)
    sandbox = provider_of(RecordedLiveAvatar().client(), avatar_id=SANDBOX_AVATAR_ID, sandbox=True)
    assert (await sandbox.open_session(REQUEST)).duration_limit_seconds == 60
    assert sandbox.capabilities.sandbox


@pytest.mark.parametrize(("rate", "speed"), [(0.5, 0.8), (0.95, 0.95), (1.0, None), (1.5, 1.2)])
async def test_the_rate_of_speech_is_kept_within_what_the_vendor_takes(
    rate: float, speed: float | None
) -> None:
    provider, wire = at({MAKE: [answer_of(recorded("token"))]})
    await provider.open_session(replace(REQUEST, voice=Voice(rate=rate)))
    persona = json.loads(wire.requests[0].content)["avatar_persona"]
    assert persona.get("voice_settings") == (None if speed is None else {"speed": speed})


async def test_a_length_that_the_plan_does_not_allow_is_left_to_the_plan() -> None:
    detail = [{"loc": ["body", "FULL", "max_session_duration"], "msg": "too long", "type": "odd"}]
    too_long = httpx.Response(422, json={"detail": detail})
    provider, wire = at({MAKE: [too_long, answer_of(recorded("token"))]})
    session = await provider.open_session(REQUEST)
    assert wire.asked == [MAKE, MAKE]
    assert "max_session_duration" not in json.loads(wire.requests[1].content)
    assert session.duration_limit_seconds is None


async def test_a_lost_token_is_asked_for_again_because_nothing_is_billed_before_the_start() -> None:
    provider, wire = at({MAKE: [httpx.ReadTimeout("x"), answer_of(recorded("token"))]})
    assert (await provider.open_session(REQUEST)).session_id == SESSION_ID
    assert wire.asked == [MAKE, MAKE]


@pytest.mark.parametrize(
    ("fixture", "kind"),
    [
        ("token_unauthorized", "unauthorized"),
        ("token_concurrent_limit", "session_limit"),
        ("token_insufficient_credits", "insufficient_credits"),
        ("token_rate_limited", "unavailable"),
        ("token_server_error", "unavailable"),
        ("token_invalid", "invalid_request"),
        ("token_unknown_avatar", "invalid_request"),
    ],
)
async def test_a_refused_token_says_why_and_leaves_no_prompt_behind(fixture: str, kind: str) -> None:
    provider, wire = at(
        {
            MAKE: [answer_of(recorded(fixture))],
            CONTEXTS: [named("call-0", "call-1")],
            "DELETE /v1/contexts/context-of-call-1": [success],
        }
    )
    with pytest.raises(ProviderError) as failed:
        await provider.open_session(WITH_PROMPT)
    assert failed.value.kind == kind
    assert wire.asked[-2:] == [CONTEXTS, "DELETE /v1/contexts/context-of-call-1"]


async def test_a_prompt_whose_making_is_lost_is_looked_for_and_deleted() -> None:
    provider, wire = at(
        {
            MAKE_CONTEXT: [httpx.ReadTimeout("x")],
            CONTEXTS: [named("call-1")],
            "DELETE /v1/contexts/context-of-call-1": [success],
        }
    )
    with pytest.raises(ProviderUnavailable):
        await provider.open_session(WITH_PROMPT)
    assert wire.asked == [MAKE_CONTEXT, CONTEXTS, "DELETE /v1/contexts/context-of-call-1"]


async def test_the_first_error_is_told_when_cleaning_up_fails_too() -> None:
    broken = httpx.Response(502)
    provider, _ = at({MAKE: [answer_of(recorded("token_concurrent_limit"))], CONTEXTS: [broken]})
    with pytest.raises(ProviderRefused) as refused:
        await provider.open_session(WITH_PROMPT)
    assert refused.value.kind == "session_limit"


# --- closing and forgetting ----------------------------------------------------------------


@pytest.mark.parametrize("name", ["stop", "stop_closed", "stop_unknown"])
async def test_what_is_closed_is_closed(name: str) -> None:
    provider, wire = at({STOP: [answer_of(recorded(name))]})
    await provider.close_session(SESSION_ID)
    assert wire.asked == [STOP]


async def test_the_reason_of_closing_is_told_to_the_vendor() -> None:
    provider, wire = at({STOP: [success]})
    await provider.close_session(SESSION_ID, reason="ZOMBIE_SESSION_REAP")
    assert json.loads(wire.requests[0].content)["reason"] == "ZOMBIE_SESSION_REAP"


async def test_an_odd_refusal_to_close_is_believed_only_if_the_session_is_not_active() -> None:
    odd = httpx.Response(409, json={"code": 77, "message": "something new"})
    provider, _ = at({STOP: [odd], SESSIONS: [page({"id": "another"})]})
    await provider.close_session(SESSION_ID)
    for listed in (page({"id": SESSION_ID}), httpx.Response(502), page({"name": "no id"})):
        provider, _ = at({STOP: [odd], SESSIONS: [listed]})
        with pytest.raises(ProviderRefused) as refused:
            await provider.close_session(SESSION_ID)
        assert refused.value.vendor.code == "77"


async def test_forgetting_deletes_what_was_said_and_the_calls_prompt_once() -> None:
    vendor = RecordedLiveAvatar()
    provider = provider_of(vendor.client())
    session = await provider.open_session(WITH_PROMPT)
    await provider.close_session(session.session_id)
    await provider.forget(session.session_id)
    assert vendor.asked[-2:] == [DELETE_EVENTS, DELETE_CONTEXT]
    await provider.forget(session.session_id)
    assert vendor.asked[-1] == DELETE_EVENTS  # the prompt is gone already


async def test_what_was_said_stays_if_it_is_to_be_kept_and_the_prompt_goes_all_the_same() -> None:
    vendor = RecordedLiveAvatar()
    provider = provider_of(vendor.client(), keep_events=True)
    session = await provider.open_session(WITH_PROMPT)
    await provider.forget(session.session_id)
    assert vendor.asked[-1] == DELETE_CONTEXT
    assert DELETE_EVENTS not in vendor.asked


async def test_the_prompt_goes_even_if_the_words_would_not_and_the_failure_is_told() -> None:
    provider, wire = at(
        {DELETE_EVENTS: [httpx.Response(500), httpx.Response(500), httpx.Response(500), success]}
    )
    session = await provider.open_session(WITH_PROMPT)
    with pytest.raises(ProviderUnavailable):
        await provider.forget(session.session_id)
    assert wire.asked[-1] == DELETE_CONTEXT
    await provider.forget(session.session_id)  # asked again later, it succeeds


async def test_a_prompt_that_could_not_be_deleted_is_deleted_the_next_time() -> None:
    refused = httpx.Response(403, json={"code": 1, "message": "not now"})
    provider, wire = at({DELETE_CONTEXT: [refused, success]})
    session = await provider.open_session(WITH_PROMPT)
    with pytest.raises(ProviderRefused):
        await provider.forget(session.session_id)
    await provider.forget(session.session_id)
    assert wire.asked.count(DELETE_CONTEXT) == 2


async def test_what_there_is_nothing_to_delete_of_is_forgotten() -> None:
    gone = httpx.Response(404, json={"code": 4042, "message": "Context not found"})
    provider, _ = at({DELETE_EVENTS: [answer_of(recorded("events_unknown"))], DELETE_CONTEXT: [gone]})
    session = await provider.open_session(WITH_PROMPT)
    await provider.forget(session.session_id)
    assert list(provider.recent_failures()) == []


async def test_tidying_deletes_the_prompts_of_calls_that_are_over_and_nothing_else() -> None:
    own = {"id": "own", "name": "Our receptionist"}
    nameless = {"id": "nameless", "name": None}
    ours = [{"id": f"context-of-{i}", "name": f"santa-call {i}"} for i in ("open", "over", "crashed")]
    deletions = [f"DELETE /v1/contexts/context-of-{i}" for i in ("over", "crashed")]
    provider, wire = at({CONTEXTS: [page(own, nameless, *ours)], **{d: [success] for d in deletions}})
    assert await provider.tidy(open_call_ids={"open"}) == 2
    assert wire.asked == [CONTEXTS, *deletions]


# --- reading -------------------------------------------------------------------------------


async def test_all_pages_are_read_whether_the_vendor_pages_or_not() -> None:
    def sessions(first: int, last: int) -> list[dict[str, str]]:
        return [{"id": f"s{n}"} for n in range(first, last)]

    full = [page(*sessions(0, 100), count=150, next="page=2"), page(*sessions(100, 150), count=150)]
    provider, wire = at({SESSIONS: full})
    assert len(await provider.active_sessions()) == 150
    assert [request.url.params["page"] for request in wire.requests] == ["1", "2"]

    # The same page again and again: the vendor does not page at all.
    provider, wire = at({SESSIONS: [page(*sessions(0, 100), count=None, next="x")]})
    assert len(await provider.active_sessions()) == 100

    for bare in ([{"id": "a"}], {"sessions": [{"id": "a"}]}, {"results": [{"session_id": "a"}]}):
        provider, _ = at({SESSIONS: [httpx.Response(200, json={"code": 100, "data": bare})]})
        assert [s.session_id for s in await provider.active_sessions()] == ["a"]
    provider, _ = at({SESSIONS: [success]})
    assert list(await provider.active_sessions()) == []


@pytest.mark.parametrize("data", [{}, 5, "none", {"count": 1}, [{"name": "no id"}], {"a": [], "b": []}])
async def test_a_list_that_cannot_be_read_is_an_error_and_not_an_empty_one(data: object) -> None:
    provider, _ = at({SESSIONS: [httpx.Response(200, json={"code": 1000, "data": data})]})
    with pytest.raises(ProviderError):
        await provider.active_sessions()


async def test_the_history_tells_credits_and_why_a_session_ended() -> None:
    vendor = RecordedLiveAvatar()
    provider = provider_of(vendor.client())
    await provider.open_session(REQUEST)
    (entry,) = await provider.session_history()
    assert (entry.session_id, entry.status) == (SESSION_ID, "closed")
    assert (entry.duration_seconds, entry.credits) == (61, Decimal("2.04"))
    assert entry.end_reason == "USER_DISCONNECTED"
    assert entry.created_at == datetime(2025, 12, 1, 9, tzinfo=UTC)


async def test_a_history_without_its_uncertain_fields_is_survived() -> None:
    odd = [{"id": "a", "credits_consumed": "many", "duration": None, "end_reason": 5}, {"no": "id"}]
    provider, _ = at({SESSIONS: [page(*odd)]})
    (entry,) = await provider.session_history()
    assert (entry.credits, entry.duration_seconds, entry.end_reason) == (None, None, "5")


@pytest.mark.parametrize(
    ("data", "credits_left"),
    [
        ({"credits_left": "9.50"}, Decimal("9.50")),
        ({"credits_left": 9}, Decimal(9)),
        ({"credits": 3.5}, Decimal("3.5")),
        ({"credits_left": "unlimited"}, None),
        ({"mood": "merry"}, None),
    ],
)
async def test_the_balance_is_read_in_any_form_or_not_known(
    data: dict[str, object], credits_left: Decimal | None
) -> None:
    answer = httpx.Response(200, json={"code": 1000, "data": data})
    provider, _ = at({"GET /v1/users/credits": [answer]})
    assert await provider.balance() == Balance(credits_left)


async def test_what_was_said_is_read_back() -> None:
    lines = await provider_of(RecordedLiveAvatar().client()).transcript(SESSION_ID)
    assert [(line.role, line.transcript) for line in lines] == [
        ("avatar", "Ho ho ho!"),
        ("user", "Hello Santa"),
    ]
    assert lines[0].absolute_timestamp == datetime(2025, 12, 1, 9, 0, 5, tzinfo=UTC)


async def test_avatars_are_the_accounts_own_first_each_once() -> None:
    own = page({"id": "mine", "name": "My Santa"}, {"id": "both", "name": "Mine too"})
    public = page({"id": "both", "name": "Public"}, {"id": "theirs"}, {"no": "id"})
    provider, _ = at({"GET /v1/avatars": [own], "GET /v1/avatars/public": [public]})
    assert [(a.avatar_id, a.name) for a in await provider.avatars()] == [
        ("mine", "My Santa"),
        ("both", "Mine too"),
        ("theirs", "theirs"),
    ]


async def test_the_sandbox_shares_the_account_and_its_failures() -> None:
    wire = VendorWire({"GET /v1/users/credits": [httpx.Response(401)]}, usual=success)
    account = LiveAvatarAccount(wire.client(), base_url="https://x", api_key=API_KEY, clock=wire.clock)
    live = LiveAvatarProvider(account, avatar_id=AVATAR_ID)
    sandbox = LiveAvatarProvider(account, avatar_id=SANDBOX_AVATAR_ID, sandbox=True)
    with pytest.raises(ProviderRefused):
        await live.balance()
    assert len(sandbox.recent_failures()) == 1
    assert live.account == sandbox.account
    await live.aclose()
    await sandbox.aclose()  # closing twice is no error


async def test_an_id_is_one_part_of_a_path_whatever_it_holds() -> None:
    wire = VendorWire({}, usual=success)
    with pytest.raises(ProviderError):  # the answer is of no session
        await provider_of(wire.client(), wire).api.session("../users/credits")
    assert [request.url.raw_path for request in wire.requests] == [b"/v1/sessions/..%2Fusers%2Fcredits"]


async def test_the_servers_own_start_and_session_are_as_recorded() -> None:
    provider = provider_of(RecordedLiveAvatar().client())
    await provider.open_session(REQUEST)
    started = await provider.api.start(SESSION_TOKEN)
    assert started.livekit_url.startswith("wss://")
    assert (await provider.api.session(SESSION_ID)).duration == 61
    assert (await provider.api.context(CONTEXT_ID)).name == "santa-call call-1"
