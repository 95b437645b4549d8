"""What the accounts at the vendors say of themselves, asked all at once and never waited for long.

    ask_accounts        reachable, clock, balance, sessions: for the pages and the doctor
    ask_catalogue       avatars and voices of one account: only when somebody wants to see them

An account is what several avatars may share (LiveAvatar and its sandbox): it is asked once. Runs on the
loop the providers live on.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from santa_core.domain.calls import Avatar
from santa_core.errors import ProviderError, VendorWords
from santa_core.ports import (
    ActiveSession,
    AvatarInfo,
    AvatarProvider,
    Balance,
    Clock,
    Reachability,
    VendorFailure,
    VoiceInfo,
)

ANSWER_SECONDS = 6.0  # a vendor that has not answered by then is told to hang
_MOST_LISTED = 500  # of avatars, voices: more than anybody reads

T = TypeVar("T")


@dataclass(frozen=True)
class Refusal:
    """Why there is no answer: a sentence, the error's kind, and the vendor's own words."""

    sentence: str
    kind: str
    vendor: VendorWords


@dataclass(frozen=True)
class Answer(Generic[T]):
    """Either a value or a refusal."""

    value: T | None = None
    refusal: Refusal | None = None


@dataclass(frozen=True)
class AccountReport:
    """One account at one moment. `avatars`: those of the plan that use it."""

    account: str
    avatars: tuple[Avatar, ...]
    at: datetime
    reached: Answer[Reachability]
    balance: Answer[Balance]
    sessions: Answer[Sequence[ActiveSession]]
    failures: tuple[VendorFailure, ...] = ()  # of this process, newest first

    @property
    def is_practice(self) -> bool:
        return Avatar.PRACTICE in self.avatars


@dataclass(frozen=True)
class Catalogue:
    """`avatars` and `voices` are cut at 500."""

    account: str
    avatars: Answer[Sequence[AvatarInfo]]
    voices: Answer[Sequence[VoiceInfo]] | None  # None: this vendor lists no voices


def accounts_of(providers: Mapping[Avatar, AvatarProvider]) -> dict[str, list[AvatarProvider]]:
    """The providers by account, in the order of the plan."""
    found: dict[str, list[AvatarProvider]] = {}
    for provider in providers.values():
        found.setdefault(provider.account, []).append(provider)
    return found


async def ask_accounts(
    providers: Mapping[Avatar, AvatarProvider], *, clock: Clock, answer_seconds: float = ANSWER_SECONDS
) -> list[AccountReport]:
    """Never raises for a vendor's sake, and never takes longer than `answer_seconds` and a moment."""
    asked = (_ask(group, clock, answer_seconds) for group in accounts_of(providers).values())
    return list(await asyncio.gather(*asked))


async def ask_catalogue(provider: AvatarProvider, *, answer_seconds: float = ANSWER_SECONDS) -> Catalogue:
    lists_voices = provider.capabilities.voices
    avatars, voices = await asyncio.gather(
        _answer(provider.account, provider.avatars, answer_seconds),
        _answer(provider.account, provider.voices, answer_seconds) if lists_voices else _nothing(),
    )
    return Catalogue(provider.account, _cut(avatars), _cut(voices) if voices else None)


async def _ask(providers: Sequence[AvatarProvider], clock: Clock, seconds: float) -> AccountReport:
    first = providers[0]
    reached, balance, sessions = await asyncio.gather(
        _answer(first.account, first.check, seconds),
        _answer(first.account, first.balance, seconds),
        _answer(first.account, first.active_sessions, seconds),
    )
    failures = [failure for provider in providers for failure in provider.recent_failures()]
    return AccountReport(
        account=first.account,
        avatars=tuple(provider.avatar for provider in providers),
        at=clock.now(),
        reached=reached,
        balance=balance,
        sessions=sessions,
        failures=tuple(sorted(failures, key=lambda failure: failure.at, reverse=True)),
    )


async def _answer(account: str, ask: Callable[[], Awaitable[T]], seconds: float) -> Answer[T]:
    try:
        async with asyncio.timeout(seconds):
            return Answer(value=await ask())
    except ProviderError as error:
        return Answer(refusal=Refusal(str(error), error.kind, error.vendor))
    except TimeoutError:
        sentence = f"{account} did not answer within {seconds:g} s. Check the connection, then refresh."
        return Answer(refusal=Refusal(sentence, "unavailable", VendorWords()))


async def _nothing() -> None:
    return None


def _cut(answer: Answer[Sequence[T]]) -> Answer[Sequence[T]]:
    return answer if answer.value is None else Answer(value=answer.value[:_MOST_LISTED])
