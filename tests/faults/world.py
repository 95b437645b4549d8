"""A studio and its vendor in one process, on real sockets and a clock on which waiting takes no time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import uuid4

import httpx
from starlette.applications import Starlette

from santa_core.domain.calls import AnswerBy, CallPlan, CallRecord, Child
from santa_core.emulator.app import Emulator, create_emulator
from santa_core.emulator.session_record import SessionRecord
from santa_core.emulator.settings import EmulatorSettings
from santa_core.services.calls import CallService
from santa_core.services.tickets import TicketSigner
from santa_core.studio import REAP_SECONDS
from santa_core.web.call_routes import call_routes
from tests.emulator.doubles import FakeBrain, FakeEars, FakeFaces, FakeVoice
from tests.fakes.call_log import FakeCallLog
from tests.fakes.chat_model import FakeChatModel
from tests.fakes.prompt_library import FakePromptLibrary
from tests.fakes.samples import a_prompt
from tests.faults.played_browser import PlayedBrowser
from tests.faults.served_apps import served
from tests.faults.spoilt_network import SpoiltNetwork, over_socket
from tests.faults.vendors import API_KEY, RestCall, Vendor
from tests.faults.virtual_time import VirtualClock

PROMPT = "You are Santa, and this prompt is nobody's business."
CHILD_NAME = "Ottilie"
CHILD_WORDS = "my grandfather fell asleep for ever"
# One slot: a session left open would keep the next call out.
ONE_SLOT = 1
VENDOR_URL = "http://vendor.test"
LOOK_SECONDS = 0.5


@dataclass
class World:
    vendor: Vendor
    emulator: Emulator
    studio_socket: str
    network: SpoiltNetwork
    log: FakeCallLog
    calls: CallService
    tickets: TicketSigner
    clock: VirtualClock
    control: httpx.AsyncClient  # the account holder's own way to the vendor, never spoilt
    browsers: list[PlayedBrowser] = field(default_factory=list)
    _is_stopped: bool = False

    def browser(self, *, answer_by: AnswerBy = AnswerBy.OWN_LLM, cap_seconds: int = 300) -> PlayedBrowser:
        plan = CallPlan(
            "greeting",
            Child(CHILD_NAME, 6),
            prompt_version=1,
            avatar=self.vendor.avatar,
            answer_by=answer_by,
            cap_seconds=cap_seconds,
        )
        ticket = self.tickets.sign_plan(call_id=str(uuid4()), staff_name="Nora", plan=plan)
        self.browsers.append(
            PlayedBrowser(self.studio_socket, ticket=ticket, enter_room=self._enter_room, clock=self.clock)
        )
        return self.browsers[-1]

    async def spoil(
        self, call: RestCall, kind: str, *, acts: bool = False, delay_seconds: float = 30
    ) -> None:
        if kind == "refused":
            self.network.refuse(call.method, call.path)
            return
        fault = {"path": call.path, "method": call.method, "kind": kind, "acts": acts}
        await self._rest_faults([{**fault, "delay_seconds": delay_seconds}])

    async def mend(self) -> None:
        self.network.mend()
        await self._rest_faults([])

    async def struck(self) -> int:
        """How often the fault that is on has struck."""
        answer = await self.control.get("/control/rest-faults")
        return self.network.struck + sum(int(fault["struck"]) for fault in answer.json())

    async def tell_of_lost_streams(self) -> None:
        """What the SDK does when the vendor's room is gone; until cancelled."""
        told: set[str] = set()
        while True:
            await self.clock.sleep(LOOK_SECONDS)
            alive = {session.record.session_id for session in self.emulator.sessions}
            for browser in self.browsers:
                session_id = browser.session_id
                if browser.is_there and session_id is not None and session_id not in alive | told:
                    told.add(session_id)
                    await browser.loses_the_stream()

    async def vendor_ends_the_session(self) -> None:
        for session in self.emulator.sessions:
            url = f"/control/sessions/{session.record.session_id}/disconnect"
            await self.control.post(url, json={"reason": "ROOM_DELETED"})

    async def studio_stops(self) -> None:
        """SIGTERM: what Studio.running does with the calls at its end."""
        if not self._is_stopped:
            self._is_stopped = True
            await self.calls.aclose()

    @property
    def sessions_open(self) -> int:
        """At the vendor: the meters that run."""
        return len(self.emulator.sessions)

    @property
    def history(self) -> list[SessionRecord]:
        return self.vendor.sessions(self.emulator).history

    @property
    def vendor_empty_at(self) -> float | None:
        """When the last session ended, on the loop's clock; None if there was none or one is open."""
        ended = [record.ended_at for record in self.history]
        if not ended or None in ended:
            return None
        return max(at for at in ended if at is not None)

    def record(self, browser: PlayedBrowser) -> CallRecord | None:
        call_id = self.tickets.read_plan(browser.ticket).call_id
        return self.log.call(call_id)

    async def aclose(self) -> None:
        for browser in self.browsers:
            await browser.aclose()
        await self.control.aclose()

    async def _enter_room(self, info: dict[str, object]) -> None:
        await self.vendor.joins(self.control, info)

    async def _rest_faults(self, faults: list[dict[str, object]]) -> None:
        answer = await self.control.post("/control/rest-faults", json=faults)
        assert answer.status_code == 200, answer.text


@asynccontextmanager
async def a_world(vendor: Vendor, *, slots: int = ONE_SLOT) -> AsyncIterator[World]:
    clock = VirtualClock()
    settings = EmulatorSettings(
        api_keys=(API_KEY,),
        concurrency_limit=slots,
        liveavatar_concurrency_limit=slots,
        quota_credits=Decimal(1_000),
        liveavatar_credits=Decimal(1_000),
    )
    app = create_emulator(
        settings, brain=FakeBrain(), voice=FakeVoice(), ears=FakeEars(), faces=FakeFaces(), clock=clock
    )
    emulator: Emulator = app.state.emulator
    log, prompts, tickets = FakeCallLog(), FakePromptLibrary(now=clock.now), TicketSigner("of these tests")
    prompts.save_version(a_prompt(text=PROMPT))
    async with served(app) as vendor_socket:
        network = SpoiltNetwork(vendor_socket)
        control = httpx.AsyncClient(
            transport=over_socket(vendor_socket),
            base_url=VENDOR_URL,
            headers={"X-Api-Key": API_KEY},
        )
        provider = vendor.provider(httpx.AsyncClient(transport=network), VENDOR_URL, clock)
        calls = CallService(
            providers={vendor.avatar: provider},
            chat=FakeChatModel(["Really? Tell me more."], clock=clock),
            log=log,
            accounts=log,
            prompts=prompts,
            clock=clock,
        )
        routes = call_routes(calls, tickets, clock, allowed_origins=frozenset(), base_path="")
        async with served(Starlette(routes=routes)) as studio_socket:
            world = World(vendor, emulator, studio_socket, network, log, calls, tickets, clock, control)
            background = [
                asyncio.create_task(_reap(calls, clock)),
                asyncio.create_task(world.tell_of_lost_streams()),
            ]
            try:
                yield world
            finally:
                for task in background:
                    task.cancel()
                await asyncio.gather(*background, return_exceptions=True)
                await world.aclose()
                await world.studio_stops()
        await provider.aclose()
        await emulator.aclose()


async def _reap(calls: CallService, clock: VirtualClock) -> None:
    """What Studio.running does beside the calls."""
    while True:
        await calls.reap()
        await clock.sleep(REAP_SECONDS)
