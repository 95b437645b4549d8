"""Whatever people, vendors, servers and clocks do: no meter is left running.

Hypothesis plays random sequences of what a browser does, what goes wrong at the vendors, a server that stops
or is killed, and clocks that jump, against the real call service on a fake log, fake vendors and a fake
clock. What must hold after every step, and when all has healed, stands in the invariants and in `teardown`.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Coroutine
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import count
from typing import Any, TypeVar
from uuid import UUID

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from santa_core.domain.calls import Avatar, CallRecord, CallState, EndReason, Quality
from santa_core.errors import ProviderError, ProviderRefused, ProviderUnavailable, SantaError, StorageError
from santa_core.ports import ActiveSession, AvatarSession, SessionRequest
from santa_core.services import log_writer
from santa_core.services.call_messages import CallMessage, Ended, SessionChanged
from santa_core.services.calls import CallService, OpenedCall
from santa_core.services.live_call import LiveCall
from santa_core.services.tickets import PlanTicket
from tests.fakes.avatar_provider import FakeAvatarProvider
from tests.fakes.call_log import FakeCallLog
from tests.fakes.chat_model import FakeChatModel
from tests.fakes.clock import FakeClock
from tests.fakes.prompt_library import FakePromptLibrary
from tests.fakes.samples import a_plan, a_prompt

T = TypeVar("T")

NO_ANSWER = ProviderUnavailable("No answer.", kind="unavailable", retryable=True)
UNAUTHORIZED = ProviderRefused("The key is refused.", kind="unauthorized")
NO_CREDITS = ProviderRefused("No credits.", kind="insufficient_credits")
ANY_FAULT = st.sampled_from([None, NO_ANSWER, UNAUTHORIZED])
MOST_CALLS = 6


class AtOnce(Executor):
    """Writes the log in the caller's thread, so that a sequence plays the same way each time."""

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:
        done: Future[T] = Future()
        try:
            done.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001 - whatever it was, it is the future's to tell
            done.set_exception(error)
        return done


class Vendor(FakeAvatarProvider):
    """Knows whose each session is, and keeps an adapter's promise: after an unknown outcome the session that
    was opened is closed, if the vendor lets it. `lost`: sessions that nobody could know of."""

    def __init__(self, avatar: Avatar, account: str, clock: FakeClock) -> None:
        super().__init__(avatar=avatar, account=account, clock=clock, duration_limit_seconds=None)
        self._numbers = count(1 if avatar is Avatar.HEYGEN else 1_001)  # no two vendors give the same id
        self.call_ids: dict[str, str] = {}
        self.lost: set[str] = set()
        self.joined: set[str] = set()
        self.answer_delay_seconds = 0.0
        self.twice: list[str] = []  # calls that had two sessions at once, for however short a time

    async def open_session(self, request: SessionRequest) -> AvatarSession:
        before = set(self._sessions)
        answered = False
        try:
            session = await super().open_session(request)
            self._note(before, request.call_id)
            await self._pass(self.answer_delay_seconds)
            answered = True
            return session
        except ProviderError:
            self._note(before, request.call_id)
            if not self.close_error and not self.list_error:
                for session_id in set(self._sessions) - before:
                    if self.call_ids[session_id] == request.call_id:
                        self.drop_session(session_id)
            raise
        finally:
            if not answered:
                self.lost |= {
                    i for i in set(self._sessions) - before if self.call_ids.get(i) == request.call_id
                }

    def _note(self, before: set[str], call_id: str) -> None:
        for session_id in set(self._sessions) - before - set(self.call_ids):
            self.call_ids[session_id] = call_id
        if len(self.sessions_of(call_id)) > 1:
            self.twice.append(call_id)

    def sessions_of(self, call_id: str) -> list[str]:
        return [i for i in self.open_ids if self.call_ids[i] == call_id]

    async def active_sessions(self) -> list[ActiveSession]:
        listed = await super().active_sessions()
        return [
            ActiveSession(s.session_id, "connected" if s.session_id in self.joined else "new", s.created_at)
            for s in listed
        ]

    def heal(self) -> None:
        self.open_error = self.close_error = self.list_error = self.keep_alive_error = None
        self.lost_answer = False
        self.open_delay_seconds = self.close_delay_seconds = self.answer_delay_seconds = 0.0
        self.credits_left = Decimal(10)


class Process:
    """What a server may touch of the world, until it is killed."""

    def __init__(self) -> None:
        self.is_dead = False

    def log(self, log: FakeCallLog) -> Any:
        return _Gate(log, self)

    def vendor(self, vendor: Vendor) -> Any:
        return _Gate(vendor, self)


class _Gate:
    def __init__(self, inner: Any, process: Process) -> None:
        self._inner = inner
        self._process = process

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._inner, name)
        if not callable(value):
            return value

        def call(*args: Any, **kwargs: Any) -> Any:
            if self._process.is_dead:
                raise asyncio.CancelledError
            return value(*args, **kwargs)

        return call


@dataclass
class Tab:
    """A browser's tab with a call in it. `opening`: its requests that have no answer yet."""

    ticket: PlanTicket
    openings: list[asyncio.Task[OpenedCall]] = field(default_factory=list)
    told: list[CallMessage] = field(default_factory=list)
    is_linked: bool = False
    joined: str | None = None
    messages: int = 0

    def send(self, message: CallMessage) -> None:
        self.told.append(message)


class LifeOfASession(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.clock = FakeClock()
        self.log = FakeCallLog()
        self.prompts = FakePromptLibrary()
        self.heygen = Vendor(Avatar.HEYGEN, "HeyGen", self.clock)
        self.liveavatar = Vendor(Avatar.LIVEAVATAR, "LiveAvatar", self.clock)
        self.vendors = [self.heygen, self.liveavatar]
        self.tabs: list[Tab] = []
        self.process = Process()

    # --- how it is played -------------------------------------------------------------------

    def play(self, work: Coroutine[Any, Any, T]) -> T:
        return self.loop.run_until_complete(work)

    def report(self, work: Coroutine[Any, Any, None]) -> None:
        """What a browser tells: with a full disk it gets no acknowledgement, and what is told counts."""
        with contextlib.suppress(StorageError):
            self.play(work)

    def settle(self) -> None:
        self.play(self.clock.settle())

    @initialize()
    def server_starts_and_two_call(self) -> None:
        self.play(self._start_server())
        for vendor in self.vendors:
            self._start(vendor.avatar, "live")

    async def _start_server(self) -> None:
        self.process = Process()
        if self.prompts.version(1) is None:
            self.prompts.save_version(a_prompt(number=0))
        self.calls = CallService(
            providers={v.avatar: self.process.vendor(v) for v in self.vendors},
            chat=FakeChatModel(["Really? Tell me more."], clock=self.clock),
            log=self.process.log(self.log),
            accounts=self.log,
            prompts=self.prompts,
            clock=self.clock,
            max_calls=3,
        )
        self.reaping = asyncio.create_task(self._reap(self.calls))
        await self.clock.settle()

    async def _reap(self, calls: CallService) -> None:
        while True:
            await calls.reap()
            await self.clock.sleep(5)

    def linked(self) -> list[Tab]:
        return [tab for tab in self.tabs if tab.is_linked and self.live(tab) is not None]

    def live(self, tab: Tab) -> LiveCall | None:
        return self.calls.live(tab.ticket.call_id)

    def an_id(self, tab: Tab) -> str:
        tab.messages += 1
        return f"message-{id(tab)}-{tab.messages}"

    def event(self, tab: Tab, name: str, **detail: Any) -> None:
        call = self.live(tab)
        if call is not None and tab.is_linked:
            self.report(call.event(name, event_id=self.an_id(tab), browser_at=None, detail=detail))
            self.settle()

    def vendor_of(self, tab: Tab) -> Vendor:
        return next(v for v in self.vendors if v.avatar is tab.ticket.plan.avatar)

    # --- people -----------------------------------------------------------------------------

    @precondition(lambda self: len(self.tabs) < MOST_CALLS)
    @rule(
        avatar=st.sampled_from([Avatar.HEYGEN, Avatar.LIVEAVATAR]),
        until=st.sampled_from(["clicked", "open", "live", "live", "live"]),
    )
    def start(self, avatar: Avatar, until: str) -> None:
        self._start(avatar, until)

    def _start(self, avatar: Avatar, until: str) -> None:
        call_id = str(UUID(int=len(self.tabs) + 1, version=4))
        tab = Tab(PlanTicket(call_id, f"Nora {len(self.tabs) % 2}", a_plan(avatar=avatar)))
        self.tabs.append(tab)
        self._open(tab)
        if until != "clicked":
            self.settle()
        call = self.live(tab)
        if until == "live" and call is not None:
            call.attach(tab.send)
            tab.is_linked = True
            self._join(tab, call)

    @precondition(lambda self: self.tabs)
    @rule(data=st.data())
    def start_again(self, data: st.DataObject) -> None:
        self._open(data.draw(st.sampled_from(self.tabs)))
        self.settle()

    def _open(self, tab: Tab) -> None:
        async def begin() -> asyncio.Task[OpenedCall]:
            work = self.calls.open(tab.ticket, quality=None, browser_origin="http://localhost:8501")
            opening = asyncio.create_task(work)
            opening.add_done_callback(lambda done: done.cancelled() or done.exception())
            return opening

        tab.openings.append(self.play(begin()))

    @precondition(lambda self: self.tabs)
    @rule(data=st.data())
    def leave_while_it_opens(self, data: st.DataObject) -> None:
        for opening in data.draw(st.sampled_from(self.tabs)).openings:
            opening.cancel()
        self.settle()

    @precondition(lambda self: self.tabs)
    @rule(data=st.data())
    def link_comes(self, data: st.DataObject) -> None:
        """The first time, after a drop, or from a second tab."""
        tab = data.draw(st.sampled_from(self.tabs))
        call = self.live(tab)
        if call is not None:
            call.attach(tab.send)
            tab.is_linked = True
            self.settle()

    @precondition(lambda self: self.tabs)
    @rule(data=st.data())
    def link_drops(self, data: st.DataObject) -> None:
        tab = data.draw(st.sampled_from(self.tabs))
        call = self.live(tab)
        if call is not None:
            call.detach(tab.send)
        tab.is_linked = False

    @precondition(lambda self: self.tabs)
    @rule(data=st.data())
    def stream_is_ready(self, data: st.DataObject) -> None:
        tab = data.draw(st.sampled_from(self.tabs))
        call = self.live(tab)
        if call is not None and tab.is_linked:
            self._join(tab, call)

    def _join(self, tab: Tab, call: LiveCall) -> None:
        changed = [m for m in tab.told if isinstance(m, SessionChanged)]
        info: Any = (changed[-1] if changed else call.session).browser_info
        tab.joined = info["session_info"]["session_id"]
        self.vendor_of(tab).joined.add(tab.joined or "")
        self.event(tab, "stream_ready")

    @precondition(lambda self: self.linked())
    @rule(data=st.data(), quality=st.sampled_from(Quality))
    def reopen(self, data: st.DataObject, quality: Quality) -> None:
        tab = data.draw(st.sampled_from(self.linked()))
        call = self.live(tab)
        if call is not None and tab.is_linked:
            self.report(call.reopen(quality, event_id=self.an_id(tab), browser_at=None))
            if data.draw(st.booleans()):
                self.settle()

    @precondition(lambda self: self.linked())
    @rule(
        data=st.data(),
        fault=ANY_FAULT,
        late=st.sampled_from([0.0, 4.0]),
        seconds=st.sampled_from([0, 1, 6, 20]),
        ends=st.booleans(),
    )
    def reopen_in_trouble(
        self, data: st.DataObject, fault: ProviderError | None, late: float, seconds: int, ends: bool
    ) -> None:
        """The vendor will not close the old session, or is slow to open the next; people lose patience."""
        tab = data.draw(st.sampled_from(self.linked()))
        call, vendor = self.live(tab), self.vendor_of(tab)
        assert call is not None
        vendor.close_error = fault
        vendor.open_delay_seconds = vendor.answer_delay_seconds = late
        self.report(call.reopen(Quality.LOW, event_id=self.an_id(tab), browser_at=None))
        self.play(self._pass(seconds))
        if ends:
            self.play(_asked(call, EndReason.USER))
            self.play(self._pass(12))

    @precondition(lambda self: self.tabs)
    @rule(data=st.data())
    def type(self, data: st.DataObject) -> None:
        tab = data.draw(st.sampled_from(self.tabs))
        call = self.live(tab)
        if call is not None and tab.is_linked:
            self.report(call.commands.typed("I like snow", event_id=self.an_id(tab), browser_at=None))
            self.settle()

    @precondition(lambda self: self.linked())
    @rule(data=st.data(), reason=st.sampled_from([EndReason.USER, EndReason.PAGE_CLOSED]))
    def end(self, data: st.DataObject, reason: EndReason) -> None:
        """End call, or the beacon of a page that is left."""
        call = self.live(data.draw(st.sampled_from(self.linked())))
        if call is not None:
            self.play(_asked(call, reason))
            if data.draw(st.booleans()):
                self.settle()

    @rule(name=st.sampled_from(["Nora 0", "Nora 1"]))
    def sign_out(self, name: str) -> None:
        self.play(self.calls.sign_out(name))
        self.settle()

    # --- vendors ----------------------------------------------------------------------------

    @rule(data=st.data(), fault=ANY_FAULT, lost=st.booleans(), late=st.sampled_from([0.0, 4.0]))
    def opening_fails(
        self, data: st.DataObject, fault: ProviderError | None, lost: bool, late: float
    ) -> None:
        vendor = data.draw(st.sampled_from(self.vendors))
        vendor.open_error, vendor.lost_answer = fault, lost
        vendor.open_delay_seconds, vendor.answer_delay_seconds = late, late

    @rule(data=st.data(), fault=ANY_FAULT, late=st.sampled_from([0.0, 4.0, 1_000.0]))
    def closing_fails(self, data: st.DataObject, fault: ProviderError | None, late: float) -> None:
        vendor = data.draw(st.sampled_from(self.vendors))
        vendor.close_error, vendor.close_delay_seconds = fault, late

    @rule(data=st.data(), fault=ANY_FAULT)
    def listing_fails(self, data: st.DataObject, fault: ProviderError | None) -> None:
        data.draw(st.sampled_from(self.vendors)).list_error = fault

    @rule(data=st.data(), fault=ANY_FAULT)
    def keeping_alive_fails(self, data: st.DataObject, fault: ProviderError | None) -> None:
        data.draw(st.sampled_from(self.vendors)).keep_alive_error = fault

    @rule(data=st.data())
    def credits_run_out(self, data: st.DataObject) -> None:
        vendor = data.draw(st.sampled_from(self.vendors))
        vendor.credits_left, vendor.open_error, vendor.lost_answer = Decimal(0), NO_CREDITS, False
        for session_id in vendor.open_ids:
            vendor.drop_session(session_id)

    @precondition(lambda self: self.tabs)
    @rule(data=st.data(), told=st.booleans(), number=st.sampled_from([None, 0, 1, 5, 9]))
    def vendor_drops_the_session(self, data: st.DataObject, told: bool, number: int | None) -> None:
        tab = data.draw(st.sampled_from(self.tabs))
        for session_id in self.vendor_of(tab).sessions_of(tab.ticket.call_id):
            self.vendor_of(tab).drop_session(session_id)
        if told:
            self.event(tab, "stream_disconnected", reason=number, vendor_reason=None)

    @rule(data=st.data())
    def somebody_closes_what_is_listed(self, data: st.DataObject) -> None:
        """A person on Diagnostics tries each session: what belongs to a call that goes on is refused."""
        vendor = data.draw(st.sampled_from(self.vendors))
        for session_id in vendor.open_ids:
            owned = any(
                call.session.session_id == session_id and not call.is_ending
                for tab in self.tabs
                if (call := self.live(tab)) is not None and call.record.session_id == session_id
            )
            self.play(self._close_stranger(vendor, session_id))
            assert not owned or session_id in vendor.open_ids, "a live call's session was closed by hand"

    async def _close_stranger(self, vendor: Vendor, session_id: str) -> None:
        closing = asyncio.create_task(self.calls.close_stranger(vendor.avatar, session_id, by="Nora"))
        await self.clock.settle()
        closing.cancel()
        with contextlib.suppress(SantaError, asyncio.CancelledError):
            await closing

    # --- the server and the clocks ----------------------------------------------------------

    @rule(full=st.booleans())
    def disk(self, full: bool) -> None:
        self.log.failing = full

    @rule()
    def server_stops(self) -> None:
        self.play(self._stop_server())
        self._forget_tabs()
        self.play(self._start_server())

    async def _stop_server(self) -> None:
        self.reaping.cancel()
        closing = asyncio.create_task(self.calls.aclose())
        began = self.clock.monotonic()
        await self.clock.advance(20)
        assert closing.done(), "a stop was held for more than 20 s"
        assert self.clock.monotonic() - began <= 20
        await closing

    @rule()
    def server_is_killed(self) -> None:
        self.play(self._kill_server())
        self._forget_tabs()
        self.play(self._start_server())

    async def _kill_server(self) -> None:
        # What it was told and had not written down, nobody knows.
        for vendor in self.vendors:
            known = self.log.calls_of_sessions(vendor.open_ids)
            vendor.lost |= {i for i in vendor.open_ids if i not in known}
        self.process.is_dead = True
        for task in asyncio.all_tasks() - {asyncio.current_task()}:
            task.cancel()
        await self.clock.settle()
        for vendor in self.vendors:
            known = self.log.calls_of_sessions(vendor.open_ids)
            vendor.lost |= {i for i in vendor.open_ids if i not in known}

    def _forget_tabs(self) -> None:
        for tab in self.tabs:
            tab.is_linked, tab.openings = False, []

    @rule(seconds=st.sampled_from([1, 2, 7, 16, 31, 70]))
    def time_passes(self, seconds: int) -> None:
        self.play(self._pass(seconds))

    async def _pass(self, seconds: int) -> None:
        for _ in range(seconds):
            for tab in self.tabs:
                call = self.live(tab)
                if call is not None and tab.is_linked:
                    call.heartbeat(browser_at=self.clock.now(), rtt_ms=2)
            await self.clock.advance(1)

    @rule(hours=st.sampled_from([-26, -1, 1, 5]))
    def wall_clock_jumps(self, hours: int) -> None:
        self.clock.jump(hours * 3_600)

    # --- what must always hold ---------------------------------------------------------------

    def records(self) -> list[CallRecord]:
        records = (self.log.call(tab.ticket.call_id) for tab in self.tabs)
        return [record for record in records if record is not None]

    @invariant()
    def never_two_sessions_for_one_call(self) -> None:
        for vendor in self.vendors:
            assert vendor.twice == []

    @invariant()
    def no_open_session_without_an_owner(self) -> None:
        for vendor in self.vendors:
            owners = self.log.calls_of_sessions(vendor.open_ids)
            for session_id in vendor.open_ids:
                owner = owners.get(session_id)
                if owner is not None:
                    assert owner.state is not CallState.ENDED, f"{session_id} outlived its call"
                elif session_id not in vendor.lost:
                    call_id = vendor.call_ids[session_id]
                    assert self._is_in_hand(call_id), f"nobody knows of {session_id}"

    def _is_in_hand(self, call_id: str) -> bool:
        """The server knows of it: it is being opened, or closed because it could not be written down."""
        live = self.calls.live(call_id)
        return call_id in self.calls._opening or live is not None or call_id in self.calls._endings

    @invariant()
    def what_is_ended_has_a_reason_and_a_price(self) -> None:
        for record in self.records():
            if record.state is CallState.ENDED:
                assert record.end_reason is not None
                assert record.ended_at is not None
                if record.session_id is not None or record.earlier_sessions:
                    assert record.bill is not None
                for session in record.earlier_sessions:
                    assert session.bill.billed_seconds > 0 or record.plan.avatar is Avatar.LIVEAVATAR

    @invariant()
    def a_browser_is_told_once_that_it_is_over(self) -> None:
        for tab in self.tabs:
            assert sum(isinstance(message, Ended) for message in tab.told) <= 1

    def teardown(self) -> None:
        try:
            if hasattr(self, "calls"):
                self._all_heals()
        finally:
            self.play(self._kill_server())
            self.loop.close()

    def _all_heals(self) -> None:
        self.log.failing = False
        for vendor in self.vendors:
            vendor.heal()
        for tab in self.tabs:
            call = self.live(tab)
            if call is not None:
                call.detach(tab.send)
            tab.is_linked = False
        self.play(self.clock.advance(400))
        for vendor in self.vendors:
            listed = self.play(self.calls.vendor_sessions(vendor.avatar))
            assert {s.session_id for s, _ in listed} == set(vendor.open_ids)
            for session, owner in listed:
                assert owner is None, f"{session.session_id} of {owner} is still open"
                assert session.session_id in vendor.lost
                self.play(self.calls.close_stranger(vendor.avatar, session.session_id, by="Nora"))
            assert vendor.open_ids == []
        for record in self.records():
            assert record.state is CallState.ENDED, f"{record.call_id} is {record.state}"
        assert self.calls.open_count() == 0
        assert self.calls._admission._places == {}
        self.what_is_ended_has_a_reason_and_a_price()


async def _asked(call: LiveCall, reason: EndReason) -> None:
    call.end(reason)


def test_no_meter_is_left_running(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log_writer, "ThreadPoolExecutor", lambda **_: AtOnce())
    run_state_machine_as_test(
        LifeOfASession,
        settings=settings(
            max_examples=100,
            stateful_step_count=40,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
