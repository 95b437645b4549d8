"""Everything the doctor finds: the studio, its keys, the vendors, their sessions, troubles and last errors.

What needs the log is empty where the log cannot be read; the studio's checks then say so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from santa_core.domain.calls import Avatar
from santa_core.domain.rate_cards import RateCard, card_for
from santa_core.errors import StorageError
from santa_core.ports import AccountLog, AvatarProvider, CallLog, Clock
from santa_core.services.health import Check
from santa_core.services.orphans import Orphans, find_orphans, orphan_check
from santa_core.services.recent_errors import RecentError, recent_errors
from santa_core.services.trouble_rows import TroubleRow
from santa_core.services.trouble_table import read_trouble_table
from santa_core.services.usage_report import month_of
from santa_core.services.vendor_accounts import ANSWER_SECONDS, AccountReport, ask_accounts
from santa_core.services.vendor_checks import KeyState, account_checks, budget_check, key_states
from santa_core.services.vendor_sessions import OwnedSession, owned_sessions, session_check
from santa_core.settings import Settings


@dataclass(frozen=True)
class LogFindings:
    """What the log says of money, sessions and errors."""

    budget: Check
    orphans: Orphans
    sessions: list[OwnedSession]
    errors: list[RecentError]


@dataclass(frozen=True)
class Examination:
    at: datetime
    checks: list[Check]  # of the studio
    keys: list[KeyState]
    accounts: list[tuple[AccountReport, list[Check]]]
    log: LogFindings | None
    troubles: list[TroubleRow]

    @property
    def wrong(self) -> list[Check]:
        """What is needed and not right."""
        every = [*self.checks, *(check for _, checks in self.accounts for check in checks)]
        return [check for check in every if check.needed and not check.ok]


async def examine(
    *,
    settings: Settings,
    providers: Mapping[Avatar, AvatarProvider],
    checks: Sequence[Check],
    log: CallLog | None,
    accounts: AccountLog | None,
    clock: Clock,
    answer_seconds: float = ANSWER_SECONDS,
) -> Examination:
    """`checks`: what is known of this machine. All vendors are asked at once; the log is read on this
    thread, so ask for it where nothing else runs."""
    reports = await ask_accounts(providers, clock=clock, answer_seconds=answer_seconds)
    now = clock.now()
    found = list(checks)
    hearing = next((check for check in checks if check.name == "hearing"), None)
    findings, troubles = None, []
    if log is not None and accounts is not None:
        try:
            findings = read_log(log, accounts, reports, now=now, budget_usd=settings.santa_monthly_budget_usd)
            troubles = read_trouble_table(
                log,
                now=now,
                ears_available=hearing is None or hearing.ok,
                ears_note=hearing.detail if hearing else "",
            )
        except StorageError as error:
            found.append(Check("log", False, str(error)))
        else:
            found += [
                findings.budget,
                orphan_check(findings.orphans, now=now),
                session_check(findings.sessions),
            ]
    return Examination(
        at=now,
        checks=found,
        keys=key_states(settings),
        accounts=[(report, account_checks(report, paid_card(report, now))) for report in reports],
        log=findings,
        troubles=troubles,
    )


def read_log(
    log: CallLog,
    accounts: AccountLog,
    reports: Sequence[AccountReport],
    *,
    now: datetime,
    budget_usd: Decimal | None,
) -> LogFindings:
    """Raises StorageError."""
    since, until = month_of(now)
    return LogFindings(
        budget=budget_check(budget_usd=budget_usd, spent_usd=log.spent_usd(since=since, until=until)),
        orphans=find_orphans(log, accounts, now=now),
        sessions=owned_sessions(reports, log, now=now),
        errors=recent_errors(log, reports),
    )


def paid_card(report: AccountReport, now: datetime) -> RateCard | None:
    """By what the account is billed; None for practice, which is free."""
    if report.is_practice:
        return None
    cards = (card_for(avatar, now) for avatar in report.avatars)
    return next((card for card in cards if not card.is_free), None)
