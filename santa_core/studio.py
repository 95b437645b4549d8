"""The studio: everything the pages and the routes share, and its life from start to stop."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable, Coroutine
from concurrent.futures import Future
from dataclasses import dataclass, field
from threading import Thread
from typing import Any, TypeVar

from starlette.applications import Starlette
from starlette.routing import BaseRoute, Mount

from santa_core.domain.calls import Avatar
from santa_core.domain.rate_cards import RateCard
from santa_core.emulator.refusals import keep_refusals_out_of_the_log
from santa_core.errors import StorageError
from santa_core.evaluation.suite_runs import SuiteRuns
from santa_core.ports import (
    AccountLog,
    AvatarProvider,
    CallLog,
    ChatModel,
    Clock,
    DraftShelf,
    Moderator,
    PromptLibrary,
    ScenarioLibrary,
    SuiteLog,
)
from santa_core.services.calls import CallService
from santa_core.services.health import Check
from santa_core.services.tickets import TicketSigner
from santa_core.settings import Settings
from santa_core.speech.hearing.options import HearingOptions
from santa_core.speech.hearing.tiers import TierChoice
from santa_core.speech.ports import TextToSpeech
from santa_core.speech.speaking.timed_silence import TimedSilence
from santa_core.storage.database import Database
from santa_core.web.call_routes import call_routes
from santa_core.web.health_route import health_route
from santa_core.web.seed_routes import seed_routes

logger = logging.getLogger(__name__)

REAP_SECONDS = 5

T = TypeVar("T")


@dataclass(frozen=True)
class AvatarChoice:
    """An avatar as the plan offers it. `because`: why it cannot be chosen, and what to do."""

    avatar: Avatar
    label: str
    available: bool
    because: str
    card: RateCard


@dataclass(frozen=True)
class Hearing:
    available: bool
    note: str


@dataclass
class Studio:
    """Everything the pages and the routes share: one in a process, built by bootstrap.open_studio."""

    settings: Settings
    clock: Clock
    database: Database
    call_log: CallLog
    account_log: AccountLog
    prompts: PromptLibrary
    drafts: DraftShelf
    scenarios: ScenarioLibrary
    suite_log: SuiteLog
    suites: SuiteRuns
    judge_chat: ChatModel | None  # None: no language model to judge; it may be chat_model
    tickets: TicketSigner
    chat_model: ChatModel
    moderator: Moderator | None
    providers: dict[Avatar, AvatarProvider]
    calls: CallService
    emulator: Starlette
    hearing: Hearing
    hearing_options: HearingOptions
    hearing_tiers: tuple[TierChoice, ...]  # all there are, the chosen one first
    voice: TextToSpeech
    avatars: list[AvatarChoice]
    _loop: asyncio.AbstractEventLoop | None = field(default=None, init=False)

    def wait_for(self, work: Callable[[], Coroutine[Any, Any, T]], *, timeout_seconds: float = 20) -> T:
        """Runs `work` on the server's loop, where providers and calls live; call it from a page's thread.
        Raises what it raises, or TimeoutError; it is then cancelled."""
        if self._loop is None:  # no server: a page under test, a command line
            return asyncio.run(asyncio.wait_for(work(), timeout_seconds))
        running = asyncio.run_coroutine_threadsafe(asyncio.wait_for(work(), timeout_seconds), self._loop)
        return running.result()

    def begin(self, work: Callable[[], Coroutine[Any, Any, T]]) -> Future[T]:
        """As wait_for, without waiting: ask the future. Cancelling it cancels the work."""
        if self._loop is not None:
            return asyncio.run_coroutine_threadsafe(work(), self._loop)
        begun: Future[T] = Future()
        Thread(target=_run_by_itself, args=(work, begun), daemon=True).start()
        return begun

    def routes(self, *, base_path: str = "") -> list[BaseRoute]:
        """`base_path`: server.baseUrlPath as "/santa", or "": Streamlit does not prefix our routes."""
        allowed = self.settings.allowed_origins
        inner: list[BaseRoute] = [
            *call_routes(self.calls, self.tickets, self.clock, allowed_origins=allowed, base_path=base_path),
            *seed_routes(
                tickets=self.tickets,
                providers=self.providers,
                chat=self.chat_model,
                prompts=self.prompts,
                allowed_origins=allowed,
            ),
            health_route(self.health, self.calls.open_count, self._practice_sessions),
            Mount("/emulator", app=self.emulator),
        ]
        return [Mount(base_path, routes=inner)] if base_path else inner

    def _practice_sessions(self) -> int:
        return len(self.emulator.state.emulator.sessions)

    def health(self) -> list[Check]:
        checks = [_database_check(self.call_log), language_model_check(self.settings, self.chat_model.label)]
        checks.append(Check("hearing", self.hearing.available, self.hearing.note, needed=False))
        checks.append(Check("voice", self.voice.name != TimedSilence.name, self.voice.note, needed=False))
        checks += [
            Check(
                choice.label,
                choice.available,
                choice.because or "Ready.",
                needed=choice.avatar is Avatar.PRACTICE,
            )
            for choice in self.avatars
        ]
        return checks

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """The server's lifespan: closes orphans first, every call and adapter last."""
        self._loop = asyncio.get_running_loop()
        keep_refusals_out_of_the_log()
        self.emulator.state.emulator.warm()
        reaping = asyncio.create_task(self._reap())
        try:
            yield
        finally:
            self._loop = None
            reaping.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await reaping
            await self.calls.aclose()
            await self.suites.aclose()
            for provider in self.providers.values():
                await provider.aclose()
            await self.chat_model.aclose()
            if self.judge_chat is not None and self.judge_chat is not self.chat_model:
                await self.judge_chat.aclose()
            if self.moderator is not None:
                await self.moderator.aclose()
            await self.emulator.state.emulator.aclose()
            self.voice.close()
            self.database.dispose()

    async def _reap(self) -> None:
        while True:
            try:
                await self.calls.reap()
                await self.suites.resume()
            except StorageError:
                logger.exception("the reaper could not read the log")
            except Exception:  # whatever it is: a reaper that stops leaves meters running
                logger.exception("the reaper failed")
            await self.clock.sleep(REAP_SECONDS)


def _run_by_itself(work: Callable[[], Coroutine[Any, Any, T]], begun: Future[T]) -> None:
    """No server: a page under test."""
    begun.set_running_or_notify_cancel()  # from here on cancel() is too late, and does nothing
    try:
        begun.set_result(asyncio.run(work()))
    except Exception as error:  # noqa: BLE001  # whoever asks the future gets it
        begun.set_exception(error)


def _database_check(log: CallLog) -> Check:
    try:
        log.open_calls()
    except StorageError as error:
        return Check("log", False, str(error))
    return Check("log", True, "Every event is written down as it happens.")


def language_model_check(settings: Settings, label: str) -> Check:
    if settings.has_language_model:
        return Check("language model", True, f"{label} answers.")
    return Check(
        "language model",
        False,
        "The scripted Santa answers. For a real one put OPENAI_API_KEY into .env.",
        needed=False,
    )
