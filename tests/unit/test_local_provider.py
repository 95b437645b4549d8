"""The practice avatar: one account, whatever address a browser uses."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette

from santa_core.domain.calls import Quality, Voice
from santa_core.emulator.app import create_emulator
from santa_core.emulator.settings import EmulatorSettings
from santa_core.errors import ProviderUnavailable
from santa_core.ports import SessionRequest
from santa_core.providers.local import LocalAvatarProvider
from tests.fakes.vendor_wire import ImpatientClock

KEY = "practice-key"
REQUEST = SessionRequest(
    call_id="call-1",
    quality=Quality.LOW,
    voice=Voice(),
    language="en",
    browser_origin="http://localhost:8501/santa",
)


@dataclass
class Practice:
    provider: LocalAvatarProvider
    emulator: Starlette

    async def fault(self, **fault: Any) -> None:
        transport = httpx.ASGITransport(app=self.emulator)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as http:
            answer = await http.post("/control/rest-faults", json=[fault], headers={"X-Api-Key": KEY})
        assert answer.status_code == 200, answer.text


@pytest.fixture
async def practice() -> AsyncIterator[Practice]:
    emulator = create_emulator(EmulatorSettings(api_keys=(KEY,)))
    provider = LocalAvatarProvider(emulator, api_key=KEY, clock=ImpatientClock())
    yield Practice(provider, emulator)
    await provider.aclose()
    await emulator.state.emulator.aclose()


async def test_the_browser_is_sent_to_the_address_it_came_from(practice: Practice) -> None:
    session = await practice.provider.open_session(REQUEST)
    assert session.browser_info["base_path"] == "http://localhost:8501/santa/emulator"
    assert session.browser_info["session_info"]["url"] == "ws://localhost:8501/santa/emulator"  # type: ignore[index]


@pytest.mark.parametrize("kind", ["500", "502", "truncated"])
async def test_a_lost_opening_is_closed_here_too_and_another_browsers_call_stays(
    practice: Practice, kind: str
) -> None:
    elsewhere = replace(REQUEST, call_id="call-2", browser_origin="http://127.0.0.1:8501")
    other = await practice.provider.open_session(elsewhere)
    await practice.fault(path="/v1/streaming.new", kind=kind, acts=True)
    with pytest.raises(ProviderUnavailable):
        await practice.provider.open_session(REQUEST)
    assert [s.session_id for s in await practice.provider.active_sessions()] == [other.session_id]


async def test_failures_of_every_address_are_the_accounts(practice: Practice) -> None:
    await practice.fault(path="/v1/streaming.new", kind="502")
    with pytest.raises(ProviderUnavailable):
        await practice.provider.open_session(REQUEST)
    (failure,) = practice.provider.recent_failures()
    assert (failure.request, failure.kind) == ("POST /v1/streaming.new", "unavailable")
