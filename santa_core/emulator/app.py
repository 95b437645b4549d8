"""The emulator as an ASGI app: HeyGen's v1 streaming service, and LiveAvatar, on this machine.

    create_emulator(settings) -> Starlette      mount it anywhere, or serve it alone
    app.state.emulator: Emulator                its sessions, its faults, aclose()

A mounted app gets no lifespan of its own: background work starts with the first session, and whoever
mounts the emulator awaits emulator.aclose() at the end.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from santa_core.emulator.accounts import Accounts
from santa_core.emulator.api_words import ApiWords
from santa_core.emulator.brain import Brain, no_brain
from santa_core.emulator.chat_socket import Chat
from santa_core.emulator.clock import EmulatorClock, SystemClock
from santa_core.emulator.control import Control
from santa_core.emulator.faults import Faults
from santa_core.emulator.heygen_words import HeyGenWords
from santa_core.emulator.ice import offer_loopback_where_alone
from santa_core.emulator.live_session import LiveSession
from santa_core.emulator.liveavatar.passes import Passes
from santa_core.emulator.liveavatar.rest import LiveAvatarRest
from santa_core.emulator.liveavatar.tariff import liveavatar_terms
from santa_core.emulator.liveavatar.words import LiveAvatarWords
from santa_core.emulator.performance import FaceFactory
from santa_core.emulator.performers import Performers
from santa_core.emulator.registry import Sessions
from santa_core.emulator.rest import Rest
from santa_core.emulator.rest_faults import RestFaults
from santa_core.emulator.session_record import SessionRecord
from santa_core.emulator.settings import EmulatorSettings
from santa_core.emulator.signalling import Signalling
from santa_core.emulator.spoilt_answers import SpoiltAnswers
from santa_core.emulator.tariff import heygen_terms
from santa_core.emulator.workers import Workers
from santa_core.speech.ports import Ears, TextToSpeech


class Emulator:
    """One account at each of the two vendors, with their sessions. Lives on one event loop."""

    def __init__(
        self,
        settings: EmulatorSettings,
        *,
        brain: Brain,
        performers: Performers,
        clock: EmulatorClock,
        faults: Faults,
    ) -> None:
        self.settings = settings
        self.faults = faults
        self._brain = brain
        self._performers = performers
        self._clock = clock
        self._workers = Workers(speakers=settings.concurrency_limit + settings.liveavatar_concurrency_limit)
        self._sessions = Sessions(
            terms=heygen_terms(settings),
            clock=clock,
            faults=faults,
            open_session=lambda record: self._open(record, HeyGenWords()),
        )
        passes = Passes(settings.liveavatar_keys, clock)
        self._liveavatar_sessions = Sessions(
            terms=liveavatar_terms(settings),
            clock=clock,
            faults=faults,
            open_session=lambda record: self._open(
                record, LiveAvatarWords(passes.find(record.session_id), clock)
            ),
        )
        accounts = Accounts(settings.api_keys, clock)
        rest_faults = RestFaults()
        self._spoilt = SpoiltAnswers(rest_faults, clock)
        rest = Rest(
            settings=settings,
            accounts=accounts,
            sessions=self._sessions,
            faults=faults,
            clock=clock,
            warm=self.warm,
            spoilt=self._spoilt,
        )
        liveavatar = LiveAvatarRest(
            passes=passes,
            sessions=self._liveavatar_sessions,
            faults=faults,
            clock=clock,
            warm=self.warm,
            spoilt=self._spoilt,
        )
        all_sessions = (self._sessions, self._liveavatar_sessions)
        control = Control(
            accounts=accounts,
            sessions=all_sessions,
            faults=faults,
            rest_faults=rest_faults,
            rest_paths=lambda: self._spoilt.templates,
            notes=lambda: self.notes,
        )
        self.routes = [
            Route("/", _here, methods=["GET"]),  # HEAD too: LiveKit clients warm their connection with it
            *rest.routes(),
            *liveavatar.routes(),
            *control.routes(),
            *Signalling(all_sessions).routes(),
            *Chat(accounts, self._sessions).routes(),
        ]

    @property
    def sessions(self) -> list[LiveSession]:
        """Those that are open, of both vendors."""
        return [*self._sessions.live, *self._liveavatar_sessions.live]

    @property
    def notes(self) -> dict[str, str]:
        """One sentence each about voice, ears and face, for people."""
        return {**self._performers.notes, "voice": self._performers.voice.note}

    @property
    def ears(self) -> Ears:
        """Whether Santa hears here (available), and a sentence about it (note)."""
        return self._performers.ears

    @property
    def registry(self) -> Sessions:
        """HeyGen's."""
        return self._sessions

    @property
    def liveavatar_registry(self) -> Sessions:
        return self._liveavatar_sessions

    def warm(self) -> None:
        """Make Santa ready in the background, so that the first call starts as fast as the next."""
        self._performers.warm()

    async def aclose(self) -> None:
        """Ends every session and all background work. Idempotent."""
        self._spoilt.close()
        await self._sessions.aclose()
        await self._liveavatar_sessions.aclose()
        self._workers.shutdown()
        self._performers.close()

    async def _open(self, record: SessionRecord, words: ApiWords) -> LiveSession:
        loop = asyncio.get_running_loop()
        face = await loop.run_in_executor(self._workers.speech, self._performers.face, record.options.quality)
        return LiveSession(
            record,
            settings=self.settings,
            words=words,
            brain=self._brain,
            voice=self._performers.voice,
            ears=self._performers.ears,
            face=face,
            workers=self._workers,
            clock=self._clock,
            shared_faults=self.faults,
        )


def create_emulator(
    settings: EmulatorSettings,
    *,
    brain: Brain | None = None,
    voice: TextToSpeech | None = None,
    ears: Ears | None = None,
    faces: FaceFactory | None = None,
    clock: EmulatorClock | None = None,
    faults: Faults | None = None,
) -> Starlette:
    """What is not handed in is opened from what is installed here; what is missing is told in `notes`."""
    offer_loopback_where_alone()
    emulator = Emulator(
        settings,
        brain=brain or no_brain,
        performers=Performers.open(voice=voice, ears=ears, faces=faces, hearing=settings.hearing),
        clock=clock or SystemClock(),
        faults=faults or Faults(),
    )

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        try:
            yield
        finally:
            await emulator.aclose()

    app = Starlette(routes=emulator.routes, middleware=_cross_origin(settings), lifespan=lifespan)
    app.state.emulator = emulator
    return app


def _cross_origin(settings: EmulatorSettings) -> list[Middleware]:
    if not settings.allow_origins:
        return []
    return [
        Middleware(
            CORSMiddleware,
            allow_origins=[origin for origin in settings.allow_origins if origin != "*"],
            # LiveAvatar's SDK asks with credentials, for which browsers take no star but the origin itself.
            allow_origin_regex=".*" if "*" in settings.allow_origins else None,
            allow_methods=["GET", "POST", "PATCH", "DELETE", "HEAD", "OPTIONS"],
            allow_headers=["*"],
            allow_credentials=True,
            max_age=600,
        )
    ]


async def _here(request: Request) -> Response:
    return PlainTextResponse("Practice Santa: an emulator of HeyGen's streaming avatar and of LiveAvatar")
