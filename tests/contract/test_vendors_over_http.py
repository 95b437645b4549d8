"""Both vendors' adapters against the emulator over real HTTP, with its faults: what is left open after."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import httpx
import pytest

from santa_core.domain.calls import Quality, Voice
from santa_core.errors import ProviderError, ProviderUnavailable
from santa_core.ports import SessionRequest
from santa_core.providers.heygen import HeyGenAvatarProvider
from santa_core.providers.liveavatar import SANDBOX_AVATAR_ID, LiveAvatarAccount, LiveAvatarProvider
from santa_core.providers.vendor_http import Timeouts
from tests.contract.recorded_liveavatar import AVATAR_ID
from tests.emulator.served import KEY, Served, serve
from tests.fakes.vendor_wire import ImpatientClock

REQUEST = SessionRequest(call_id="call-1", quality=Quality.LOW, voice=Voice(), language="en")
PROMPT = "You are Santa Claus."
API_KEY = KEY["X-Api-Key"]
NEW = "/v1/streaming.new"


@dataclass
class Vendors:
    served: Served
    clock: ImpatientClock
    heygen: HeyGenAvatarProvider
    liveavatar: LiveAvatarProvider
    sandbox: LiveAvatarProvider

    async def fault(self, path: str, kind: str, **more: Any) -> None:
        fault = {"path": path, "kind": kind, **more}
        answer = await self.served.http.post("/control/rest-faults", json=[fault], headers=KEY)
        assert answer.status_code == 200, answer.text

    async def heal(self) -> list[int]:
        """Clears the faults and tells how often each struck."""
        faults = (await self.served.http.get("/control/rest-faults", headers=KEY)).json()
        await self.served.http.post("/control/rest-faults", json=[], headers=KEY)
        return [fault["struck"] for fault in faults]


@pytest.fixture
async def vendors() -> AsyncIterator[Vendors]:
    async with serve() as served:
        clock = ImpatientClock()
        # A vendor in this machine answers at once, or never.
        timeouts = Timeouts(usual=1.0, opening=1.0, glance=1.0, connect=1.0)
        heygen = HeyGenAvatarProvider(
            httpx.AsyncClient(http2=True, trust_env=False),
            base_url=served.address,
            api_key=API_KEY,
            clock=clock,
            timeouts=timeouts,
        )
        account = LiveAvatarAccount(
            httpx.AsyncClient(http2=True, trust_env=False),
            base_url=served.address,
            api_key=API_KEY,
            clock=clock,
            timeouts=timeouts,
        )
        liveavatar = LiveAvatarProvider(account, avatar_id=AVATAR_ID)
        sandbox = LiveAvatarProvider(account, avatar_id=SANDBOX_AVATAR_ID, sandbox=True)
        yield Vendors(served, clock, heygen, liveavatar, sandbox)
        await heygen.aclose()
        await liveavatar.aclose()


@pytest.mark.parametrize("kind", ["hang", "500", "502", "truncated"])
@pytest.mark.parametrize("acts", [True, False])
async def test_whatever_becomes_of_an_opening_at_heygen_no_session_is_left(
    vendors: Vendors, kind: str, acts: bool
) -> None:
    stranger, _ = await vendors.served.open_session()
    await vendors.fault(NEW, kind, acts=acts)
    with pytest.raises(ProviderUnavailable):
        await vendors.heygen.open_session(REQUEST)
    assert await vendors.heal() == [1]  # asked once
    left = [session.session_id for session in await vendors.heygen.active_sessions()]
    assert left == [stranger["session_id"]]


@pytest.mark.parametrize("kind", ["400", "401", "403", "409", "422", "429"])
async def test_a_refused_opening_at_heygen_is_told_and_nothing_is_open(vendors: Vendors, kind: str) -> None:
    await vendors.fault(NEW, kind)
    with pytest.raises(ProviderError) as failed:
        await vendors.heygen.open_session(REQUEST)
    assert failed.value.vendor.status == int(kind)
    assert await vendors.heal() == [1]
    assert list(await vendors.heygen.active_sessions()) == []


@pytest.mark.parametrize("kind", ["hang", "500", "502", "truncated"])
@pytest.mark.parametrize("vendor", ["heygen", "liveavatar"])
async def test_a_close_whose_answer_is_lost_is_repeated_until_it_is_confirmed(
    vendors: Vendors, vendor: str, kind: str
) -> None:
    provider = vendors.heygen if vendor == "heygen" else vendors.liveavatar
    session = await provider.open_session(REQUEST)
    if vendor == "liveavatar":
        await vendors.liveavatar.api.start(str(session.browser_info["session_token"]))
    path = "/v1/streaming.stop" if vendor == "heygen" else "/v1/sessions/stop"
    await vendors.fault(path, kind, acts=True, times=1)
    await provider.close_session(session.session_id)
    assert await vendors.heal() == [1]
    assert list(await provider.active_sessions()) == []


async def test_a_vendor_that_asks_for_a_pause_gets_it(vendors: Vendors) -> None:
    await vendors.fault("/v1/sessions/token", "429", times=1)
    await vendors.liveavatar.open_session(REQUEST)
    (pause,) = vendors.clock.pauses
    assert 1.0 < pause < 1.5  # Retry-After: 1


async def test_a_whole_life_at_liveavatar_leaves_only_its_place_in_the_history(vendors: Vendors) -> None:
    api = vendors.liveavatar.api
    session = await vendors.liveavatar.open_session(replace(REQUEST, knowledge_base=PROMPT))
    assert list(await vendors.liveavatar.active_sessions()) == []  # nobody has started it
    started = await api.start(str(session.browser_info["session_token"]))
    assert started.max_session_duration == session.duration_limit_seconds == 630
    await vendors.liveavatar.keep_alive(session.session_id)
    (active,) = await vendors.liveavatar.active_sessions()
    assert active.session_id == session.session_id
    assert [context.name for context in await api.contexts()] == ["santa-call call-1"]
    assert await vendors.liveavatar.tidy(open_call_ids={"call-1"}) == 0

    await vendors.liveavatar.close_session(session.session_id)
    await vendors.liveavatar.forget(session.session_id)
    assert list(await vendors.liveavatar.active_sessions()) == []
    assert await api.contexts() == []
    assert list(await vendors.liveavatar.transcript(session.session_id)) == []
    (entry,) = await vendors.liveavatar.session_history()
    assert (entry.session_id, entry.end_reason) == (session.session_id, "USER_DISCONNECTED")


async def test_a_prompt_left_by_a_crash_is_tidied_away(vendors: Vendors) -> None:
    await vendors.liveavatar.open_session(replace(REQUEST, knowledge_base=PROMPT))
    await vendors.liveavatar.open_session(replace(REQUEST, call_id="call-2", knowledge_base=PROMPT))
    account = LiveAvatarAccount(
        httpx.AsyncClient(trust_env=False), base_url=vendors.served.address, api_key=API_KEY
    )
    restarted = LiveAvatarProvider(account, avatar_id=AVATAR_ID)
    assert await restarted.tidy(open_call_ids={"call-2"}) == 1
    assert [context.name for context in await restarted.api.contexts()] == ["santa-call call-2"]
    await restarted.aclose()


async def test_a_stopped_session_that_was_never_started_cannot_be_started(vendors: Vendors) -> None:
    session = await vendors.liveavatar.open_session(REQUEST)
    await vendors.liveavatar.close_session(session.session_id)
    with pytest.raises(ProviderError):
        await vendors.liveavatar.api.start(str(session.browser_info["session_token"]))
    assert list(await vendors.liveavatar.active_sessions()) == []


async def test_the_sandbox_costs_nothing_and_is_an_account_with_the_other(vendors: Vendors) -> None:
    session = await vendors.sandbox.open_session(REQUEST)
    started = await vendors.sandbox.api.start(str(session.browser_info["session_token"]))
    assert started.max_session_duration == session.duration_limit_seconds == 60
    assert [s.session_id for s in await vendors.liveavatar.active_sessions()] == [session.session_id]
    await vendors.sandbox.close_session(session.session_id)
    assert (await vendors.sandbox.balance()).credits == Decimal("10.00")


async def test_both_clocks_are_read_over_http(vendors: Vendors) -> None:
    for provider in (vendors.heygen, vendors.liveavatar):
        reached = await provider.check()
        assert reached.clock_offset_seconds is not None  # our clock is a fake of another day
