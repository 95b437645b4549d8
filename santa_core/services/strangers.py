"""The sessions that are open at a vendor, whose they are, and closing one that is nobody's."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from uuid import uuid4

from santa_core.domain.accounts import AccountEvent
from santa_core.domain.calls import Avatar, CallRecord, CallState
from santa_core.errors import InputError, NotAllowedError, ProviderUnavailable
from santa_core.ports import AccountLog, ActiveSession, AvatarProvider, CallLog, Clock
from santa_core.services.session_closing import close_for_certain
from santa_core.services.time_limit import within

LIST_SECONDS = 15
_OPENING_SLACK = timedelta(seconds=15)


class Strangers:
    """`is_owned`: whether some server owns this open call."""

    def __init__(
        self,
        *,
        providers: Mapping[Avatar, AvatarProvider],
        log: CallLog,
        accounts: AccountLog,
        clock: Clock,
        is_owned: Callable[[CallRecord], bool],
    ) -> None:
        self._providers = providers
        self._log = log
        self._accounts = accounts
        self._clock = clock
        self._is_owned = is_owned

    async def sessions(self, avatar: Avatar) -> list[tuple[ActiveSession, CallRecord | None]]:
        """All that are open on the avatar's account, each with its call, None if the log knows none.
        Raises ProviderError, InputError, StorageError."""
        active = await self._active(self._provider(avatar))
        owners = self._log.calls_of_sessions([session.session_id for session in active])
        return [(session, owners.get(session.session_id)) for session in active]

    async def close(self, avatar: Avatar, session_id: str, *, by: str) -> None:
        """Closes it for certain. What was done is written down before it is done, and how it went after.

        Raises NotAllowedError if it belongs to a call that is going on, or may belong to one that is just
        being opened; ProviderError, InputError, StorageError.
        """
        provider = self._provider(avatar)
        owner = self._log.calls_of_sessions([session_id]).get(session_id)
        goes_on = owner is not None and owner.state is not CallState.ENDED and self._is_owned(owner)
        if owner is not None and goes_on and owner.session_id == session_id:
            raise NotAllowedError(
                f"This session belongs to a call of {owner.staff_name} that is going on. "
                "End the call on its page."
            )
        if owner is None and await self._may_be_opening(provider, session_id):
            raise NotAllowedError(
                "A call is just being opened, and this may be its session. Try again in a minute."
            )
        self._write(provider, "closing_stranger", session_id, by=by)
        unconfirmed = await close_for_certain(provider, session_id, clock=self._clock)
        if unconfirmed is None:
            self._write(provider, "stranger_closed", session_id, by=by)
            return
        detail = {"kind": unconfirmed.kind, "message": unconfirmed.message}
        self._write(provider, "stranger_not_closed", session_id, by=by, detail=detail)
        if isinstance(unconfirmed.error, TimeoutError):
            raise ProviderUnavailable(
                f"{provider.account} does not answer. Try again in a minute.",
                kind="unavailable",
                retryable=True,
            )
        raise unconfirmed.error

    async def _may_be_opening(self, provider: AvatarProvider, session_id: str) -> bool:
        """A call's session is known to the log only when the vendor has answered."""
        opening = [
            record
            for record in self._log.open_calls()
            if record.session_id is None
            and record.plan.avatar in self._providers
            and self._providers[record.plan.avatar].account == provider.account
            and self._is_owned(record)
        ]
        if not opening:
            return False
        active = {session.session_id: session for session in await self._active(provider)}
        session = active.get(session_id)
        if session is None:
            return False
        created_at = session.created_at
        return created_at is None or any(
            created_at
            >= max((s.closed_at for s in r.earlier_sessions), default=r.created_at) - _OPENING_SLACK
            for r in opening
        )

    async def _active(self, provider: AvatarProvider) -> list[ActiveSession]:
        try:
            return list(await within(self._clock, LIST_SECONDS, provider.active_sessions()))
        except TimeoutError:
            raise ProviderUnavailable(
                f"{provider.account} does not answer. Try again in a minute.",
                kind="unavailable",
                retryable=True,
            ) from None

    def _provider(self, avatar: Avatar) -> AvatarProvider:
        provider = self._providers.get(avatar)
        if provider is None:
            raise InputError(f"The avatar {avatar} is not set up.")
        return provider

    def _write(
        self,
        provider: AvatarProvider,
        name: str,
        session_id: str,
        *,
        by: str,
        detail: Mapping[str, object] | None = None,
    ) -> None:
        self._accounts.append_account_event(
            AccountEvent(
                str(uuid4()), self._clock.now(), provider.account, name, by, session_id, dict(detail or {})
            )
        )
