"""What the services need from the world. Adapters implement these; bootstrap hands them out."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Protocol

from santa_core.domain.accounts import AccountEvent
from santa_core.domain.calls import (
    Avatar,
    CallEvent,
    CallRecord,
    Child,
    Quality,
    Turn,
    Voice,
)
from santa_core.domain.prompt_drafts import Draft
from santa_core.domain.prompts import LabelMove, PromptVersion
from santa_core.domain.scenarios import Scenario
from santa_core.domain.suites import KeptAnswer, Outcome, Rating, SuiteRun
from santa_core.errors import VendorWords


class Clock(Protocol):
    def now(self) -> datetime:
        """Aware UTC."""

    def monotonic(self) -> float:
        """Seconds; only differences mean something."""

    async def sleep(self, seconds: float) -> None: ...


# --- the avatar's vendor -------------------------------------------------------------------


@dataclass(frozen=True)
class SessionRequest:
    """What a vendor's session is opened with. `knowledge_base` is None when our own LLM answers.

    `call_id` names what the vendor keeps for us only as long as the call lasts. The vendor is asked to
    end the session soon after `cap_seconds` by itself, where it can be asked.
    """

    call_id: str
    quality: Quality
    voice: Voice
    language: str
    cap_seconds: int = 600
    push_to_talk: bool = False
    activity_idle_timeout_seconds: int = 120  # 30 to 3600
    knowledge_base: str | None = field(default=None, repr=False)
    knowledge_base_id: str | None = None
    silence_prompt: bool = False
    browser_origin: str | None = None  # "http://localhost:8501": where the browser will look for us


@dataclass(frozen=True)
class AvatarSession:
    """An open session. `browser_info` is all the browser gets: never a key, never a prompt.

    browser_info says by "sdk" which client joins it, and holds what that client needs:

    HeyGen v1 (also practice)  {"sdk": "streaming_avatar", "token", "base_path", "session_info": {the
        StartAvatarResponse of the SDK: session_id, access_token, url, is_paid, session_duration_limit}}
    LiveAvatar                 {"sdk": "liveavatar", "session_id", "session_token", "api_url",
        "push_to_talk": bool}

    base_path and api_url are absolute URLs.
    """

    session_id: str
    opened_at: datetime
    duration_limit_seconds: int | None
    browser_info: Mapping[str, object] = field(repr=False)  # it holds tokens


@dataclass(frozen=True)
class ActiveSession:
    session_id: str
    status: str
    created_at: datetime | None


@dataclass(frozen=True)
class SessionHistoryEntry:
    session_id: str
    status: str
    created_at: datetime | None
    duration_seconds: float | None
    credits: Decimal | None = None  # None: the vendor does not say
    end_reason: str | None = None  # in the vendor's word


@dataclass(frozen=True)
class AvatarInfo:
    avatar_id: str
    name: str
    preview_url: str | None


@dataclass(frozen=True)
class VoiceInfo:
    voice_id: str
    name: str
    language: str | None
    preview_url: str | None


@dataclass(frozen=True)
class Balance:
    """Credits left, as the vendor counts them; None where it does not say."""

    credits: Decimal | None


@dataclass(frozen=True)
class Capabilities:
    """What a vendor can do: docs/providers.md has the table, and a test holds it to this."""

    keep_alive_seconds: int  # a session that nobody uses must hear from us at least this often
    sandbox: bool  # sessions that cost nothing
    ends_at_cap: bool  # it ends a session by itself at the length we ask for
    speaks_from_server: bool  # speak()
    browser_tokens: bool  # create_token()
    voices: bool  # voices() lists some
    names_end_reason: bool  # it says why it ended a session
    keeps_conversation: bool  # what was said stays with it until forget()


@dataclass(frozen=True)
class Reachability:
    """How a vendor answered just now. `clock_offset_seconds`: its clock minus ours, by its Date header
    (whole seconds); None where it sent none."""

    latency_ms: int
    clock_offset_seconds: float | None


@dataclass(frozen=True)
class VendorFailure:
    """An answer that was an error. `request`: the endpoint, as "POST /v1/streaming.new"."""

    at: datetime
    request: str
    kind: str  # ProviderError.kind
    vendor: VendorWords


class AvatarProvider(Protocol):
    """Raises ProviderRefused or ProviderUnavailable, with the vendor's words; what a vendor cannot do is
    refused with kind "unsupported".

    open_session is never repeated by an adapter after an unknown outcome: the adapter then looks for the
    session that may have been opened, and closes it if it is surely ours. close_session is idempotent: a
    session that is already gone is a success. Several providers may share one `account`: its sessions and
    balance are then the same.
    """

    avatar: Avatar
    account: str  # shown to people: "HeyGen", "LiveAvatar", "Practice Santa"
    capabilities: Capabilities

    async def open_session(self, request: SessionRequest) -> AvatarSession: ...
    async def close_session(self, session_id: str) -> None: ...
    async def forget(self, session_id: str) -> None:
        """Deletes what the vendor keeps of a closed session: what was said, the prompt it was given."""

    async def tidy(self, *, open_call_ids: Collection[str]) -> int:
        """Deletes what calls other than these left at the vendor (after a crash). Returns how many."""
        ...

    async def check(self) -> Reachability: ...
    def recent_failures(self) -> Sequence[VendorFailure]:
        """Newest first, of this process."""
        ...

    async def keep_alive(self, session_id: str) -> None: ...
    async def active_sessions(self) -> Sequence[ActiveSession]: ...
    async def session_history(self, *, limit: int = 100) -> Sequence[SessionHistoryEntry]: ...
    async def balance(self) -> Balance: ...
    async def avatars(self) -> Sequence[AvatarInfo]: ...
    async def voices(self) -> Sequence[VoiceInfo]: ...
    async def create_token(self) -> str:
        """A single-use token for a browser (the seed's /api/heygen/token)."""
        ...

    async def speak(self, session_id: str, text: str) -> None:
        """Say `text` verbatim, from the server (used when the browser cannot)."""
        ...

    async def aclose(self) -> None: ...


# --- the language model --------------------------------------------------------------------


@dataclass(frozen=True)
class Message:
    role: str  # system, user, assistant
    content: str = field(repr=False)  # the prompt, or what a child said


@dataclass(frozen=True)
class ChatRequest:
    """`child` and `call_id` are for the scripted Santa; an LLM only gets `messages`."""

    messages: tuple[Message, ...]
    model: str
    temperature: float
    max_tokens: int
    child: Child
    call_id: str
    answer_schema: Mapping[str, object] | None = None  # a JSON schema the answer is to follow, if it can


@dataclass(frozen=True)
class TextDelta:
    text: str


@dataclass(frozen=True)
class ChatUsage:
    """The last item of a stream. Tokens are None when the server did not count."""

    model: str
    input_tokens: int | None = None
    output_tokens: int | None = None
    finish_reason: str | None = None


class ChatModel(Protocol):
    label: str  # shown to people: "Scripted Santa", "gpt-4o-mini"

    def stream(self, request: ChatRequest) -> AsyncIterator[TextDelta | ChatUsage]:
        """Deltas as they are written, then one ChatUsage.

        Closing the iterator (aclose) cancels the generation. Raises ProviderError.
        """
        ...

    async def aclose(self) -> None: ...


class Moderator(Protocol):
    """A moderation service: a second opinion on words, beside our own rules."""

    async def flagged_categories(self, text: str) -> tuple[str, ...]:
        """In the service's own words ("violence", "self-harm/intent"); none if it has nothing against it.
        Raises ProviderError, also when it takes too long."""
        ...

    async def aclose(self) -> None: ...


# --- the log -------------------------------------------------------------------------------


@dataclass(frozen=True)
class CallFilter:
    staff_name: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    limit: int = 50


class CallLog(Protocol):
    """Synchronous, thread-safe, committed when the method returns. Raises StorageError."""

    def save_call(self, record: CallRecord) -> None:
        """Insert or replace the whole row."""

    def call(self, call_id: str) -> CallRecord | None: ...
    def recent_calls(self, filter: CallFilter | None = None) -> list[CallRecord]:
        """Newest first."""
        ...

    def open_calls(self) -> list[CallRecord]:
        """State opening, connecting, live or ending: the reaper's question."""
        ...

    def append_event(self, event: CallEvent) -> bool:
        """False if this event_id is already there for this call."""
        ...

    def events(self, call_id: str) -> list[CallEvent]:
        """In the order they were appended."""
        ...

    def recent_events(self, names: Collection[str], *, limit: int = 20) -> list[CallEvent]:
        """Of all calls, newest first."""
        ...

    def calls_of_sessions(self, session_ids: Iterable[str]) -> dict[str, CallRecord]:
        """The call of each of these vendor's sessions, earlier ones included; unknown ones are left out."""
        ...

    def spent_usd(self, *, since: datetime, until: datetime) -> Decimal:
        """The bills of calls created in [since, until), practice left out."""
        ...

    def save_turn(self, turn: Turn) -> None:
        """Insert or replace by turn_id."""

    def turns(self, call_id: str) -> list[Turn]:
        """By index."""
        ...


class AccountLog(Protocol):
    """Synchronous, thread-safe, committed when the method returns. Raises StorageError."""

    def append_account_event(self, event: AccountEvent) -> None: ...
    def recent_account_events(self, *, limit: int = 20) -> list[AccountEvent]:
        """Newest first."""
        ...


class PromptLibrary(Protocol):
    def version(self, number: int) -> PromptVersion | None: ...
    def versions(self) -> list[PromptVersion]:
        """Newest first."""
        ...

    def labelled(self, label: str) -> PromptVersion | None:
        """The version a label ("production") points to."""
        ...

    def labels(self) -> dict[str, int]:
        """Each label's version number."""
        ...

    def save_version(self, version: PromptVersion) -> PromptVersion:
        """Stored under the next free number (`version.number` is ignored), with its content hash.

        Raises NotFoundError if its parent does not exist.
        """
        ...

    def move_label(
        self, label: str, number: int, *, by: str, reason: str, gate: str = "", run_id: str | None = None
    ) -> LabelMove:
        """Raises NotFoundError if there is no such version."""
        ...

    def label_moves(self, label: str) -> list[LabelMove]:
        """Newest first."""
        ...


class DraftShelf(Protocol):
    """Prompt versions that people are writing: one a person and base. Synchronous, thread-safe, committed
    when the method returns. Raises StorageError."""

    def keep_draft(self, draft: Draft) -> None:
        """Insert or replace by person and base."""

    def draft(self, by: str, base: int) -> Draft | None: ...
    def drafts(self, by: str) -> list[Draft]:
        """A person's, the latest first."""
        ...

    def drop_draft(self, by: str, base: int) -> None:
        """Nothing happens if there is none."""


class ScenarioLibrary(Protocol):
    """Those that come with the program, and those that staff added. Thread-safe."""

    def all(self) -> list[Scenario]:
        """By category, then as written or added."""
        ...

    def scenario(self, scenario_id: str) -> Scenario | None: ...
    def save(self, scenario: Scenario) -> None:
        """Insert or replace one of staff's (`author` is set). Raises InputError if the id belongs to one
        that comes with the program."""

    def delete(self, scenario_id: str) -> None:
        """One of staff's; runs keep their copy. Raises NotFoundError."""


# --- suites --------------------------------------------------------------------------------


class SuiteLog(Protocol):
    """Synchronous, thread-safe, committed when the method returns. Raises StorageError."""

    def save_run(self, run: SuiteRun) -> None:
        """Insert or replace the whole row."""

    def run(self, run_id: str) -> SuiteRun | None: ...
    def runs(self, *, limit: int = 50) -> list[SuiteRun]:
        """Newest first."""
        ...

    def running_runs(self) -> list[str]:
        """The ids of runs in state running, oldest first: whoever resumes them asks often."""
        ...

    def take_run(self, run_id: str, *, now: datetime, unseen_since: datetime) -> bool:
        """Sets the heartbeat of a running run to `now` if it is older than `unseen_since`: of several
        servers that ask, one gets True."""
        ...

    def save_outcome(self, run_id: str, outcome: Outcome) -> None:
        """Insert or replace by its cell. Raises StorageError if there is no such run."""

    def outcomes(self, run_id: str) -> list[Outcome]:
        """By scenario, version and repeat."""
        ...

    def save_rating(self, rating: Rating) -> None: ...
    def ratings(self, run_id: str | None = None) -> list[Rating]:
        """Oldest first; of all runs if None."""
        ...

    def kept_answer(self, key: str) -> KeptAnswer | None: ...
    def keep_answer(self, key: str, answer: KeptAnswer) -> None:
        """The first one kept stays."""
