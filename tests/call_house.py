"""A house with a call in it: the call service on a real SQLite log, a fake vendor, a clock moved by hand."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from santa_core.domain.calls import Avatar, CallRecord
from santa_core.services.call_messages import CallMessage, Say
from santa_core.services.calls import CallService
from santa_core.services.live_call import LiveCall
from santa_core.services.tickets import PlanTicket
from santa_core.storage.account_log import SqlAccountLog
from santa_core.storage.call_log import SqlCallLog
from santa_core.storage.database import open_database
from santa_core.storage.prompt_library import SqlPromptLibrary
from tests.fakes.avatar_provider import FakeAvatarProvider
from tests.fakes.chat_model import FakeChatModel
from tests.fakes.clock import FakeClock
from tests.fakes.samples import a_plan, a_prompt

ORIGIN = "http://localhost:8501"


class House:
    """A call service on a real SQLite log, with a fake vendor and a clock that is moved by hand."""

    def __init__(self, folder: Path, avatar: Avatar = Avatar.PRACTICE) -> None:
        self.clock = FakeClock()
        self.database = open_database(f"sqlite:///{folder / 'log.db'}")
        self.log = SqlCallLog(self.database)
        self.accounts = SqlAccountLog(self.database)
        self.prompts = SqlPromptLibrary(self.database)
        if self.prompts.version(1) is None:
            self.prompts.save_version(a_prompt(number=0))
        self.vendor = FakeAvatarProvider(avatar=avatar, clock=self.clock, duration_limit_seconds=3_600)
        self.chat = FakeChatModel(["Really? Tell me more."], clock=self.clock)
        self.calls = self.service()
        self.told: list[CallMessage] = []

    def service(self, *, max_calls: int = 6, **more: Any) -> CallService:
        self.calls = CallService(
            providers={self.vendor.avatar: self.vendor},
            chat=self.chat,
            log=self.log,
            accounts=self.accounts,
            prompts=self.prompts,
            clock=self.clock,
            max_calls=max_calls,
            **more,
        )
        return self.calls

    def ticket(self, **plan: Any) -> PlanTicket:
        return PlanTicket(str(uuid4()), "Nora", a_plan(**{"avatar": self.vendor.avatar, **plan}))

    async def open(self, ticket: PlanTicket | None = None, **plan: Any) -> LiveCall:
        opened = await self.calls.open(ticket or self.ticket(**plan), quality=None, browser_origin=ORIGIN)
        call = self.calls.live(opened.record.call_id)
        assert call is not None
        call.attach(self.told.append)
        return call

    async def open_live(self, **plan: Any) -> LiveCall:
        call = await self.open(**plan)
        await happens(call, "stream_ready")
        return call

    def said(self) -> list[str]:
        return [m.text for m in self.told if isinstance(m, Say)]

    async def speak_all(self, call: LiveCall) -> None:
        """The avatar says everything it was given."""
        for n, say in enumerate(m for m in self.told if isinstance(m, Say)):
            call.spoken(say.sentence_id, task_id=f"task-{n}")
            await happens(call, "avatar_start_talking", task_id=f"task-{n}")
            await happens(call, "avatar_stop_talking", task_id=f"task-{n}")

    async def settles(self) -> None:
        """What is under way goes on as far as it can without time passing: the log's thread included."""
        for _ in range(4):
            await self.clock.settle()
            await self.calls.flush()
        await self.clock.settle()

    async def passes(self, seconds: float, call: LiveCall) -> None:
        """Time passes in a browser that keeps sending heartbeats."""
        for _ in range(round(seconds)):
            call.heartbeat(browser_at=self.clock.now(), rtt_ms=2)
            await self.clock.advance(1)


async def happens(call: LiveCall, name: str, **detail: Any) -> None:
    await call.event(name, event_id=str(uuid4()), browser_at=None, detail=detail)


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async for made in _kept(House(tmp_path)):
        yield made


@pytest.fixture
async def paid_house(tmp_path: Path) -> AsyncIterator[House]:
    """Its vendor is HeyGen: seconds cost money."""
    async for made in _kept(House(tmp_path, Avatar.HEYGEN)):
        yield made


async def _kept(made: House) -> AsyncIterator[House]:
    yield made
    made.vendor.close_error = None
    closing = asyncio.create_task(made.calls.aclose())
    await made.clock.advance(300)  # a failed test may leave a close that waits for its next try
    await closing
    made.database.dispose()


async def logged(house: House, call: LiveCall | PlanTicket) -> CallRecord:
    await house.calls.flush()
    record = house.log.call(call.call_id if isinstance(call, PlanTicket) else call.record.call_id)
    assert record is not None
    return record


async def crash(house: House, *calls: LiveCall) -> None:
    """The process is gone: nothing of it runs any more."""
    await house.calls.flush()
    for call in calls:
        call._ticking.cancel()
        call._keep_alive.stop()
