"""Builds the studio from the settings: the only place that knows which adapter stands behind a port."""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import httpx
from starlette.types import ASGIApp

from santa_core.domain.calls import Avatar, Child
from santa_core.domain.rate_cards import card_for
from santa_core.domain.talking_over import Pauses
from santa_core.emulator.app import create_emulator
from santa_core.emulator.brain import Brain, BrainRequest
from santa_core.emulator.settings import EmulatorSettings
from santa_core.errors import StorageError
from santa_core.evaluation.suite_runs import SuiteRuns
from santa_core.llm.openai_chat import OpenAIChatModel
from santa_core.llm.openai_moderation import OpenAIModerator
from santa_core.llm.scripted_chat import ScriptedChatModel
from santa_core.ports import (
    AvatarProvider,
    CallLog,
    ChatModel,
    ChatRequest,
    Clock,
    Message,
    Moderator,
    PromptLibrary,
    ScenarioLibrary,
    SuiteLog,
    TextDelta,
)
from santa_core.providers.heygen import HeyGenAvatarProvider
from santa_core.providers.liveavatar import SANDBOX_AVATAR_ID, LiveAvatarAccount, LiveAvatarProvider
from santa_core.providers.local import LocalAvatarProvider
from santa_core.services.call_safety import SafetySetup
from santa_core.services.calls import CallService
from santa_core.services.health import Check
from santa_core.services.system_clock import SystemClock
from santa_core.services.tickets import TicketSigner
from santa_core.settings import Settings
from santa_core.speech.hearing.options import HearingOptions
from santa_core.speech.hearing.tiers import available_tiers, choose_tier
from santa_core.speech.speaking.choice import SpeakingOptions, open_text_to_speech
from santa_core.speech.speaking.timed_silence import TimedSilence
from santa_core.storage.account_log import SqlAccountLog
from santa_core.storage.call_log import SqlCallLog
from santa_core.storage.database import Database, open_database
from santa_core.storage.default_prompt import seed_prompts
from santa_core.storage.draft_shelf import SqlDraftShelf
from santa_core.storage.prompt_library import SqlPromptLibrary
from santa_core.storage.scenario_library import YamlScenarioLibrary
from santa_core.storage.sql_scenario_library import SqlScenarioLibrary
from santa_core.storage.suite_log import SqlSuiteLog
from santa_core.studio import AvatarChoice, Hearing, Studio, language_model_check


def open_studio(settings: Settings) -> Studio:
    """Raises SettingsError or StorageError with a sentence that says what to do."""
    hearing = _hearing_options(settings)
    _make_data_folder(settings.santa_data_dir)
    database = open_database(settings.database_url)
    clock = SystemClock()
    call_log, accounts = SqlCallLog(database), SqlAccountLog(database)
    prompts = SqlPromptLibrary(database)
    seed_prompts(prompts)
    scenarios = SqlScenarioLibrary(database, shipped=YamlScenarioLibrary())
    suite_log = SqlSuiteLog(database)
    chat, moderator = _chat_model(settings), _moderator(settings)
    judge = _judge_chat(settings, chat)
    given = settings.santa_practice_key
    emulator_key = given.get_secret_value() if given else secrets.token_urlsafe(24)
    voice = open_text_to_speech(_speaking(settings))
    emulator = create_emulator(
        _emulator_settings(emulator_key, settings, hearing), brain=_brain(chat, prompts), voice=voice
    )
    ears = emulator.state.emulator.ears
    providers = _providers(settings, emulator, emulator_key, clock)
    return Studio(
        settings=settings,
        clock=clock,
        database=database,
        call_log=call_log,
        account_log=accounts,
        prompts=prompts,
        scenarios=scenarios,
        suite_log=suite_log,
        suites=_suites(
            settings,
            chat=chat,
            judge=judge,
            log=suite_log,
            prompts=prompts,
            scenarios=scenarios,
            calls=call_log,
            clock=clock,
        ),
        judge_chat=judge,
        drafts=SqlDraftShelf(database),
        tickets=TicketSigner(_secret(settings)),
        chat_model=chat,
        moderator=moderator,
        providers=providers,
        calls=CallService(
            providers=providers,
            chat=chat,
            log=call_log,
            accounts=accounts,
            prompts=prompts,
            clock=clock,
            max_calls=settings.santa_max_calls,
            session_limits=_session_limits(settings),
            monthly_budget_usd=settings.santa_monthly_budget_usd,
            pauses=Pauses(
                ends_speech=timedelta(milliseconds=settings.santa_pause_ms),
                unfinished=timedelta(milliseconds=settings.santa_unfinished_pause_ms),
            ),
            scenarios=scenarios,
            safety=SafetySetup(moderator=moderator),
        ),
        emulator=emulator,
        hearing=Hearing(ears.available, ears.note),
        hearing_options=hearing,
        hearing_tiers=available_tiers(hearing),
        voice=voice,
        avatars=_choices(providers, settings, clock),
    )


@dataclass(frozen=True)
class Lab:
    """What suites need, without a studio. Whoever opens it closes it."""

    database: Database
    prompts: PromptLibrary
    scenarios: ScenarioLibrary
    suite_log: SuiteLog
    suites: SuiteRuns
    chat_model: ChatModel
    judge_chat: ChatModel | None

    async def aclose(self) -> None:
        await self.suites.aclose()
        for chat in {id(chat): chat for chat in (self.chat_model, self.judge_chat) if chat}.values():
            await chat.aclose()
        self.database.dispose()


def open_lab(settings: Settings, *, database_url: str | None = None) -> Lab:
    """Raises SettingsError or StorageError. `database_url` None: the settings'."""
    _make_data_folder(settings.santa_data_dir)
    database = open_database(database_url or settings.database_url)
    prompts = SqlPromptLibrary(database)
    seed_prompts(prompts)
    scenarios = SqlScenarioLibrary(database, shipped=YamlScenarioLibrary())
    log, chat = SqlSuiteLog(database), _chat_model(settings)
    judge = _judge_chat(settings, chat)
    suites = _suites(
        settings,
        chat=chat,
        judge=judge,
        log=log,
        prompts=prompts,
        scenarios=scenarios,
        calls=SqlCallLog(database),
        clock=SystemClock(),
    )
    return Lab(database, prompts, scenarios, log, suites, chat, judge)


def _suites(
    settings: Settings,
    *,
    chat: ChatModel,
    judge: ChatModel | None,
    log: SuiteLog,
    prompts: PromptLibrary,
    scenarios: ScenarioLibrary,
    calls: CallLog,
    clock: Clock,
) -> SuiteRuns:
    judge_model = settings.santa_judge_model or settings.openai_model
    return SuiteRuns(
        chat=chat,
        log=log,
        prompts=prompts,
        scenarios=scenarios,
        clock=clock,
        calls=calls,
        whose=_whose(settings, settings.openai_model),
        judge_chat=judge,
        judge_whose=_whose(settings, judge_model),
        judge_model=judge_model,
    )


def _whose(settings: Settings, model: str | None) -> str | None:
    """By what answers are kept: server and model. None for the scripted Santa's, which are there at once and
    change with the program. `model` None: each request's own, which is in its key."""
    if not settings.has_language_model:
        return None
    return f"{settings.openai_base_url or 'OpenAI'} {model or ''}"


def _judge_chat(settings: Settings, chat: ChatModel) -> ChatModel | None:
    """Who judges and plays children: nobody without a language model."""
    if not settings.has_language_model:
        return None
    return chat if settings.santa_judge_model is None else _open_ai(settings, settings.santa_judge_model)


def open_vendors(settings: Settings, clock: Clock) -> dict[Avatar, AvatarProvider]:
    """The vendors alone, without a studio: for the doctor. Whoever opens them closes them."""
    providers = _providers(settings, _nowhere, "", clock)
    del providers[Avatar.PRACTICE]  # it lives in a running studio
    return providers


def machine_checks(settings: Settings) -> list[Check]:
    """Who answers, hears and speaks, without a studio. Raises SettingsError."""
    tier, *_ = available_tiers(_hearing_options(settings))
    hearing = f"{tier.label} listens." if tier.available else tier.because
    voice = open_text_to_speech(_speaking(settings))
    try:
        speaks = Check("voice", voice.name != TimedSilence.name, voice.note, needed=False)
    finally:
        voice.close()
    model = settings.openai_model or "The prompt version's model"
    return [
        language_model_check(settings, model),
        Check("hearing", tier.available, hearing, needed=False),
        speaks,
    ]


async def _nowhere(_scope: object, _receive: object, _send: object) -> None:
    raise RuntimeError("there is no practice avatar without a studio")


def _session_limits(settings: Settings) -> dict[Avatar, int]:
    """Both LiveAvatars are one account."""
    limits = {
        Avatar.HEYGEN: settings.heygen_max_sessions,
        Avatar.LIVEAVATAR: settings.liveavatar_max_sessions,
        Avatar.LIVEAVATAR_SANDBOX: settings.liveavatar_max_sessions,
    }
    return {avatar: limit for avatar, limit in limits.items() if limit is not None}


def _hearing_options(settings: Settings) -> HearingOptions:
    key, whisper = settings.openai_api_key, settings.santa_whisper_model
    options = HearingOptions(
        openai_api_key=key.get_secret_value() if key else None,
        openai_base_url=settings.openai_base_url,
        openai_model=settings.santa_transcription_model,
        whisper_model=str(whisper.expanduser()) if whisper else None,
        pause_ms=settings.santa_pause_ms,
    )
    return replace(options, tier=choose_tier(settings.santa_ears, options))


def _emulator_settings(key: str, settings: Settings, hearing: HearingOptions) -> EmulatorSettings:
    """A practice account that never runs dry and has room for every call we allow."""
    return EmulatorSettings(
        api_keys=(key,),
        concurrency_limit=settings.santa_max_calls,
        quota_credits=Decimal(1_000_000),
        session_duration_limit_seconds=3_600,
        is_paid=True,
        hearing=hearing,
    )


def _speaking(settings: Settings) -> SpeakingOptions:
    key = settings.openai_api_key
    return SpeakingOptions(
        tier=settings.santa_voice,
        openai_key=key.get_secret_value() if key else None,
        openai_base_url=settings.openai_base_url,
        openai_voice=settings.santa_openai_voice,
        openai_model=settings.santa_speech_model,
    )


def _brain(chat: ChatModel, prompts: PromptLibrary) -> Brain:
    """Who answers TALK on the practice avatar: the same model, with the knowledge base as its prompt."""

    async def think(request: BrainRequest) -> AsyncIterator[str]:
        prompt = prompts.labelled("production")
        if prompt is None:
            return
        history = (Message(line.role, line.text) for line in request.history)
        stream = chat.stream(
            ChatRequest(
                messages=(
                    Message("system", request.knowledge_base or prompt.text),
                    *history,
                    Message("user", request.text),
                ),
                model=prompt.model,
                temperature=prompt.temperature,
                max_tokens=prompt.max_tokens,
                child=Child(name="", language=request.language),
                call_id="",
            )
        )
        async for item in stream:
            if isinstance(item, TextDelta):
                yield item.text

    return think


def _choices(providers: dict[Avatar, AvatarProvider], settings: Settings, clock: Clock) -> list[AvatarChoice]:
    missing = _missing_for_liveavatar(settings)
    reasons = {
        Avatar.PRACTICE: "",
        Avatar.HEYGEN: _not_set_up("HeyGen", ["HEYGEN_API_KEY"]),
        Avatar.LIVEAVATAR: _not_set_up("LiveAvatar", missing),
        Avatar.LIVEAVATAR_SANDBOX: _not_set_up("LiveAvatar sandbox", ["LIVEAVATAR_API_KEY"]),
    }
    labels = {
        Avatar.PRACTICE: "Practice Santa",
        Avatar.HEYGEN: "HeyGen",
        Avatar.LIVEAVATAR: "LiveAvatar",
        Avatar.LIVEAVATAR_SANDBOX: "LiveAvatar sandbox",
    }
    return [
        AvatarChoice(
            avatar,
            label,
            avatar in providers,
            "" if avatar in providers else reasons[avatar],
            card_for(avatar, clock.now()),
        )
        for avatar, label in labels.items()
    ]


def _missing_for_liveavatar(settings: Settings) -> list[str]:
    values = {
        "LIVEAVATAR_API_KEY": settings.liveavatar_api_key,
        "LIVEAVATAR_AVATAR_ID": settings.liveavatar_avatar_id,
    }
    return [name for name, value in values.items() if not value]


def _not_set_up(label: str, missing: list[str]) -> str:
    return f"{label} is not set up: put {' and '.join(missing)} into .env and start again."


def _providers(
    settings: Settings, emulator: ASGIApp, emulator_key: str, clock: Clock
) -> dict[Avatar, AvatarProvider]:
    providers: dict[Avatar, AvatarProvider] = {
        # Avatar and voice of the settings are HeyGen's: the practice avatar has its own.
        Avatar.PRACTICE: LocalAvatarProvider(emulator, api_key=emulator_key, clock=clock)
    }
    if settings.heygen_api_key is not None:
        providers[Avatar.HEYGEN] = HeyGenAvatarProvider(
            httpx.AsyncClient(http2=True),
            base_url=settings.heygen_base_url,
            api_key=settings.heygen_api_key.get_secret_value(),
            avatar_id=settings.santa_avatar_id,
            voice_id=settings.santa_voice_id,
            clock=clock,
        )
    if settings.liveavatar_api_key is not None:
        # The key is enough for the sandbox, and for /diagnostics to list the avatars to choose from.
        account = LiveAvatarAccount(
            httpx.AsyncClient(http2=True),
            base_url=settings.liveavatar_base_url,
            api_key=settings.liveavatar_api_key.get_secret_value(),
            clock=clock,
        )
        if settings.liveavatar_avatar_id:
            providers[Avatar.LIVEAVATAR] = LiveAvatarProvider(
                account,
                avatar_id=settings.liveavatar_avatar_id,
                voice_id=settings.liveavatar_voice_id,
                keep_events=settings.liveavatar_keep_events,
            )
        providers[Avatar.LIVEAVATAR_SANDBOX] = LiveAvatarProvider(
            account,
            avatar_id=SANDBOX_AVATAR_ID,
            voice_id=settings.liveavatar_voice_id,
            keep_events=settings.liveavatar_keep_events,
            sandbox=True,
        )
    return providers


def _chat_model(settings: Settings) -> ChatModel:
    if not settings.has_language_model:
        return ScriptedChatModel()
    return _open_ai(settings, settings.openai_model)


def _open_ai(settings: Settings, model: str | None) -> ChatModel:
    key = settings.openai_api_key
    return OpenAIChatModel(
        # A local server needs no key, but the library wants one.
        api_key=key.get_secret_value() if key else "none",
        base_url=settings.openai_base_url,
        model=model,
    )


def _moderator(settings: Settings) -> Moderator | None:
    if not settings.has_moderation:
        return None
    key = settings.openai_api_key
    return OpenAIModerator(
        api_key=key.get_secret_value() if key else "none", base_url=settings.openai_base_url
    )


def _make_data_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / f".writable-{os.getpid()}"
        probe.touch()
        probe.unlink()
    except (FileExistsError, NotADirectoryError) as error:
        raise StorageError(
            f"The data folder {folder} cannot be made: there is a file in the way. "
            "Move it, or set SANTA_DATA_DIR to a folder."
        ) from error
    except OSError as error:
        raise StorageError(
            f"The data folder {folder} cannot be written ({error.strerror}). "
            "Give yourself write permission, or set SANTA_DATA_DIR to a folder of yours."
        ) from error


def _secret(settings: Settings) -> str:
    """The ticket secret: given, or made once and kept beside the log, readable by its owner only."""
    if settings.santa_studio_secret is not None:
        return settings.santa_studio_secret.get_secret_value()
    path = settings.santa_data_dir / "ticket-secret"
    with contextlib.suppress(FileExistsError):
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(32))
    return path.read_text()
