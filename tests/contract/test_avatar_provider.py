"""What every avatar's vendor must do: the fake, both vendors as recorded, the practice avatar for real."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, replace
from decimal import Decimal

import httpx
import pytest

from santa_core.domain.calls import Avatar, Quality, Voice
from santa_core.emulator.app import create_emulator
from santa_core.emulator.settings import EmulatorSettings
from santa_core.errors import ProviderRefused
from santa_core.ports import AvatarProvider, AvatarSession, SessionRequest
from santa_core.providers.heygen import HeyGenAvatarProvider
from santa_core.providers.liveavatar import SANDBOX_AVATAR_ID, LiveAvatarAccount, LiveAvatarProvider
from santa_core.providers.local import LocalAvatarProvider
from tests.contract.recorded import API_KEY
from tests.contract.recorded_heygen import RecordedHeyGen
from tests.contract.recorded_liveavatar import AVATAR_ID, RecordedLiveAvatar
from tests.fakes.avatar_provider import FakeAvatarProvider

REQUEST = SessionRequest(
    call_id="call-1",
    quality=Quality.MEDIUM,
    voice=Voice(rate=0.95),
    language="en",
    browser_origin="http://localhost:8931",
)

BROWSER_KEYS = {
    "streaming_avatar": {"sdk", "token", "base_path", "session_info"},
    "liveavatar": {"sdk", "session_id", "session_token", "api_url", "push_to_talk"},
}


@dataclass
class Vendor:
    """One account with one slot. `start`: what the browser's SDK does first with its session."""

    provider: AvatarProvider
    avatar: Avatar
    start: Callable[[AvatarSession], Awaitable[None]]


async def _no_start(session: AvatarSession) -> None:
    pass


def _liveavatar(*, sandbox: bool) -> Vendor:
    account = LiveAvatarAccount(
        RecordedLiveAvatar().client(), base_url="https://api.liveavatar.com/", api_key=API_KEY
    )
    avatar_id = SANDBOX_AVATAR_ID if sandbox else AVATAR_ID
    provider = LiveAvatarProvider(account, avatar_id=avatar_id, sandbox=sandbox)
    return Vendor(provider, Avatar.LIVEAVATAR_SANDBOX if sandbox else Avatar.LIVEAVATAR, _no_start)


async def _liveavatar_at_the_emulator() -> AsyncIterator[Vendor]:
    settings = EmulatorSettings(api_keys=("another-key",), liveavatar_api_keys=(API_KEY,))
    emulator = create_emulator(settings)
    account = LiveAvatarAccount(
        httpx.AsyncClient(transport=httpx.ASGITransport(app=emulator)),
        base_url="https://api.liveavatar.com",
        api_key=API_KEY,
    )

    async def start(session: AvatarSession) -> None:
        await account.api.start(str(session.browser_info["session_token"]))

    yield Vendor(LiveAvatarProvider(account, avatar_id=AVATAR_ID), Avatar.LIVEAVATAR, start)
    await account.http.aclose()
    await emulator.state.emulator.aclose()


@pytest.fixture(
    params=[
        "fake",
        "heygen as recorded",
        "liveavatar as recorded",
        "liveavatar sandbox as recorded",
        "liveavatar at the emulator",
        "practice",
    ]
)
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
    elif request.param == "liveavatar at the emulator":
        async for emulated in _liveavatar_at_the_emulator():
            yield emulated
    elif request.param.startswith("liveavatar"):
        liveavatar = _liveavatar(sandbox="sandbox" in request.param)
        yield liveavatar
        await liveavatar.provider.aclose()
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
    assert set(info) == BROWSER_KEYS[info["sdk"]]
    assert API_KEY not in json.dumps(info)
    if info["sdk"] == "liveavatar":
        assert info["session_id"] == session.session_id
        assert info["session_token"]
        assert info["api_url"] == "https://api.liveavatar.com"
        return
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


async def test_an_open_session_is_listed_until_it_is_closed(vendor: Vendor) -> None:
    session = await vendor.provider.open_session(REQUEST)
    await vendor.start(session)
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


async def test_what_is_left_of_a_closed_session_can_be_forgotten_twice(vendor: Vendor) -> None:
    session = await vendor.provider.open_session(REQUEST)
    await vendor.start(session)
    await vendor.provider.close_session(session.session_id)
    await vendor.provider.forget(session.session_id)
    await vendor.provider.forget(session.session_id)


async def test_a_full_account_refuses_one_more_session(vendor: Vendor) -> None:
    first = await vendor.provider.open_session(REQUEST)
    await vendor.start(first)
    with pytest.raises(ProviderRefused) as refused:
        await vendor.provider.open_session(REQUEST)
    assert refused.value.kind == "session_limit"
    assert not refused.value.retryable
    await vendor.provider.close_session(first.session_id)


async def test_it_stays_awake_while_the_session_is_open(vendor: Vendor) -> None:
    session = await vendor.provider.open_session(REQUEST)
    await vendor.start(session)
    await vendor.provider.keep_alive(session.session_id)
    await vendor.provider.close_session(session.session_id)
    with pytest.raises(ProviderRefused) as refused:
        await vendor.provider.keep_alive(session.session_id)
    assert refused.value.kind == "session_closed"


async def test_it_speaks_while_the_session_is_open_or_says_that_it_cannot(vendor: Vendor) -> None:
    session = await vendor.provider.open_session(REQUEST)
    await vendor.start(session)
    if not vendor.provider.capabilities.speaks_from_server:
        with pytest.raises(ProviderRefused) as refused:
            await vendor.provider.speak(session.session_id, "Ho ho ho!")
        assert refused.value.kind == "unsupported"
        return
    await vendor.provider.speak(session.session_id, "Ho ho ho!")
    with pytest.raises(ProviderRefused) as refused:
        await vendor.provider.speak(session.session_id, "o" * 1_001)
    assert refused.value.kind == "invalid_request"
    await vendor.provider.close_session(session.session_id)
    with pytest.raises(ProviderRefused) as refused:
        await vendor.provider.speak(session.session_id, "Ho ho ho!")
    assert refused.value.kind == "session_closed"


async def test_each_token_is_another_where_there_are_tokens(vendor: Vendor) -> None:
    if vendor.provider.capabilities.browser_tokens:
        assert await vendor.provider.create_token() != await vendor.provider.create_token()
        return
    with pytest.raises(ProviderRefused) as refused:
        await vendor.provider.create_token()
    assert refused.value.kind == "unsupported"


async def test_it_tells_its_avatars_and_its_balance(vendor: Vendor) -> None:
    assert all(a.avatar_id and a.name for a in await vendor.provider.avatars())
    assert len(await vendor.provider.avatars()) > 0
    credits_left = (await vendor.provider.balance()).credits
    assert isinstance(credits_left, Decimal) and 0 < credits_left <= 10


async def test_it_lists_its_voices_or_says_that_it_cannot(vendor: Vendor) -> None:
    if vendor.provider.capabilities.voices:
        assert all(v.voice_id and v.name for v in await vendor.provider.voices())
        assert len(await vendor.provider.voices()) > 0
        return
    with pytest.raises(ProviderRefused) as refused:
        await vendor.provider.voices()
    assert refused.value.kind == "unsupported"


async def test_it_can_be_reached_and_has_no_failures_yet(vendor: Vendor) -> None:
    assert (await vendor.provider.check()).latency_ms >= 0
    assert list(vendor.provider.recent_failures()) == []


async def test_closing_what_is_gone_is_not_kept_as_a_failure(vendor: Vendor) -> None:
    session = await vendor.provider.open_session(REQUEST)
    await vendor.provider.close_session(session.session_id)
    await vendor.provider.close_session(session.session_id)
    assert list(vendor.provider.recent_failures()) == []


async def test_nothing_is_tidied_away_under_an_open_call(vendor: Vendor) -> None:
    session = await vendor.provider.open_session(replace(REQUEST, call_id="call-2"))
    assert await vendor.provider.tidy(open_call_ids={"call-1", "call-2"}) == 0
    await vendor.provider.close_session(session.session_id)


async def test_a_provider_names_the_account_it_is_of(vendor: Vendor) -> None:
    names = {
        Avatar.PRACTICE: ("Practice Santa", "Fake vendor"),
        Avatar.HEYGEN: ("HeyGen",),
        Avatar.LIVEAVATAR: ("LiveAvatar",),
        Avatar.LIVEAVATAR_SANDBOX: ("LiveAvatar",),  # one account, so its sessions are seen once
    }
    assert vendor.provider.account in names[vendor.avatar]
