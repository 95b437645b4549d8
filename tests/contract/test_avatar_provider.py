"""What every avatar's vendor must do: the fake, HeyGen as recorded, the practice avatar for real."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from decimal import Decimal

import httpx
import pytest

from santa_core.domain.calls import Avatar, Quality, Voice
from santa_core.emulator.app import create_emulator
from santa_core.emulator.settings import EmulatorSettings
from santa_core.errors import ProviderRefused
from santa_core.ports import AvatarProvider, AvatarSession, SessionRequest
from santa_core.providers.heygen import HeyGenAvatarProvider
from santa_core.providers.local import LocalAvatarProvider
from tests.contract.recorded_heygen import API_KEY, RecordedHeyGen
from tests.fakes.avatar_provider import FakeAvatarProvider

REQUEST = SessionRequest(
    quality=Quality.MEDIUM,
    voice=Voice(rate=0.95),
    language="en",
    browser_origin="http://localhost:8931",
)


@dataclass
class Vendor:
    """One account with one slot. `start`: what the browser's SDK does first with its session."""

    provider: AvatarProvider
    avatar: Avatar
    start: Callable[[AvatarSession], Awaitable[None]]


async def _no_start(session: AvatarSession) -> None:
    pass


@pytest.fixture(params=["fake", "heygen as recorded", "practice"])
async def vendor(request: pytest.FixtureRequest) -> AsyncIterator[Vendor]:
    if request.param == "fake":
        fake = FakeAvatarProvider(max_sessions=1)
        yield Vendor(fake, Avatar.PRACTICE, _no_start)
        await fake.aclose()
    elif request.param == "heygen as recorded":
        heygen = HeyGenAvatarProvider(
            RecordedHeyGen().client(),
            base_url="https://api.heygen.com",
            api_key=API_KEY,
            avatar_id="Santa_Fireplace_Front_public",
        )
        yield Vendor(heygen, Avatar.HEYGEN, _no_start)
        await heygen.aclose()
    else:
        emulator = create_emulator(EmulatorSettings(api_keys=(API_KEY,), concurrency_limit=1))
        local = LocalAvatarProvider(emulator, api_key=API_KEY)

        async def start(session: AvatarSession) -> None:
            transport = httpx.ASGITransport(app=emulator, root_path="/emulator")
            async with httpx.AsyncClient(transport=transport) as browser:
                answer = await browser.post(
                    f"{session.browser_info['base_path']}/v1/streaming.start",
                    json={"session_id": session.session_id},
                    headers={"Authorization": f"Bearer {session.browser_info['token']}"},
                )
            assert answer.status_code == 200, answer.text

        yield Vendor(local, Avatar.PRACTICE, start)
        await local.aclose()
        await emulator.state.emulator.aclose()


async def test_an_opened_session_is_all_the_browser_needs_and_no_more(vendor: Vendor) -> None:
    session = await vendor.provider.open_session(REQUEST)
    info = json.loads(json.dumps(session.browser_info))
    assert vendor.provider.avatar is vendor.avatar
    assert session.opened_at.utcoffset() is not None
    assert set(info) == {"token", "base_path", "session_info"}
    assert info["base_path"].startswith("http")
    assert set(info["session_info"]) == {
        "session_id",
        "access_token",
        "url",
        "is_paid",
        "session_duration_limit",
    }
    assert info["session_info"]["session_id"] == session.session_id
    assert info["session_info"]["url"].startswith("ws")
    assert session.duration_limit_seconds == info["session_info"]["session_duration_limit"]
    assert API_KEY not in json.dumps(info)


async def test_an_open_session_is_listed_until_it_is_closed(vendor: Vendor) -> None:
    session = await vendor.provider.open_session(REQUEST)
    (listed,) = await vendor.provider.active_sessions()
    assert listed.session_id == session.session_id
    assert listed.created_at is not None and listed.created_at.utcoffset() is not None
    await vendor.provider.close_session(session.session_id)
    assert list(await vendor.provider.active_sessions()) == []
    assert session.session_id in [s.session_id for s in await vendor.provider.session_history()]


async def test_closing_what_is_gone_is_a_success(vendor: Vendor) -> None:
    session = await vendor.provider.open_session(REQUEST)
    await vendor.provider.close_session(session.session_id)
    await vendor.provider.close_session(session.session_id)
    await vendor.provider.close_session("no-such-session")


async def test_a_full_account_refuses_one_more_session(vendor: Vendor) -> None:
    first = await vendor.provider.open_session(REQUEST)
    with pytest.raises(ProviderRefused) as refused:
        await vendor.provider.open_session(REQUEST)
    assert refused.value.kind == "session_limit"
    assert not refused.value.retryable
    await vendor.provider.close_session(first.session_id)


async def test_it_speaks_and_stays_awake_while_the_session_is_open(vendor: Vendor) -> None:
    session = await vendor.provider.open_session(REQUEST)
    await vendor.start(session)
    await vendor.provider.speak(session.session_id, "Ho ho ho!")
    await vendor.provider.keep_alive(session.session_id)


async def test_it_refuses_to_speak_or_stay_awake_once_the_session_is_closed(vendor: Vendor) -> None:
    session = await vendor.provider.open_session(REQUEST)
    await vendor.start(session)
    await vendor.provider.close_session(session.session_id)
    for attempt in (
        vendor.provider.speak(session.session_id, "Ho ho ho!"),
        vendor.provider.keep_alive(session.session_id),
    ):
        with pytest.raises(ProviderRefused) as refused:
            await attempt
        assert refused.value.kind == "session_closed"


async def test_it_refuses_more_than_a_thousand_characters(vendor: Vendor) -> None:
    session = await vendor.provider.open_session(REQUEST)
    await vendor.start(session)
    with pytest.raises(ProviderRefused) as refused:
        await vendor.provider.speak(session.session_id, "o" * 1_001)
    assert refused.value.kind == "invalid_request"


async def test_it_tells_its_avatars_and_its_balance(vendor: Vendor) -> None:
    assert all(a.avatar_id and a.name for a in await vendor.provider.avatars())
    assert len(await vendor.provider.avatars()) > 0
    credits_left = (await vendor.provider.balance()).credits
    assert isinstance(credits_left, Decimal) and 0 < credits_left <= 10


async def test_each_token_is_another(vendor: Vendor) -> None:
    assert await vendor.provider.create_token() != await vendor.provider.create_token()
