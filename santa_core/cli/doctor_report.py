"""An examination as lines for a terminal, and as JSON. Neither holds a key."""

from __future__ import annotations

from typing import Any

from santa_core.cli.terminal import Terminal
from santa_core.services.examination import Examination
from santa_core.services.health import Check
from santa_core.services.recent_errors import RecentError
from santa_core.services.trouble_rows import TroubleRow, Verdict
from santa_core.services.vendor_sessions import OwnedSession, Ownership

_LAST_ERRORS = 10
_MARKS = {Verdict.FINE: "ok", Verdict.TROUBLE: "!!", Verdict.UNKNOWN: "--"}


def print_report(found: Examination, terminal: Terminal) -> None:
    terminal.line("This studio")
    _print_checks(found.checks, terminal)
    terminal.line()
    terminal.line("Keys")
    for key in found.keys:
        terminal.line(f"  {key.name:<22}{'set' if key.is_set else 'not set':<9}{key.purpose}")
    terminal.line()
    terminal.line("Vendors")
    for _, checks in found.accounts:
        _print_checks(checks, terminal)
    if not found.accounts:
        terminal.line("  None is set up: calls are with Practice Santa, for free.")
    if found.log is not None:
        _print_sessions(found.log.sessions, terminal)
        _print_troubles(found.troubles, terminal)
        _print_errors(found.log.errors[:_LAST_ERRORS], terminal)
    terminal.line()
    terminal.line(verdict(found))


def verdict(found: Examination) -> str:
    wrong = found.wrong
    if not wrong:
        return "Everything that is needed is right."
    return f"Wrong, and needed: {', '.join(dict.fromkeys(check.name for check in wrong))}."


def as_json(found: Examination) -> dict[str, Any]:
    log = found.log
    return {
        "ok": not found.wrong,
        "verdict": verdict(found),
        "at": found.at.isoformat(),
        "studio": [_check_json(check) for check in found.checks],
        "keys": {key.name: key.is_set for key in found.keys},
        "vendors": [
            {
                "account": report.account,
                "avatars": [avatar.value for avatar in report.avatars],
                "latency_ms": report.reached.value.latency_ms if report.reached.value else None,
                "credits": _credits(report.balance.value.credits if report.balance.value else None),
                "checks": [_check_json(check) for check in checks],
            }
            for report, checks in found.accounts
        ],
        "sessions": [_session_json(owned) for owned in log.sessions] if log else None,
        "troubles": [_trouble_json(row) for row in found.troubles] if log else None,
        "errors": [_error_json(error) for error in log.errors] if log else None,
        "calls_without_a_server": [call.call_id for call in log.orphans.open] if log else None,
    }


def _print_checks(checks: list[Check], terminal: Terminal) -> None:
    for check in checks:
        mark = "ok" if check.ok else "!!" if check.needed else "--"
        name = check.name[:1].upper() + check.name[1:]
        terminal.line(f"  {mark}  {name:<26}{check.detail}")


def _print_sessions(sessions: list[OwnedSession], terminal: Terminal) -> None:
    terminal.line()
    terminal.line(f"Sessions at the vendors ({len(sessions)})")
    if not sessions:
        terminal.line("  None is open.")
        return
    heading = ("ACCOUNT", "SESSION", "STATUS", "SINCE", "OWNER")
    rows = [
        (
            owned.account,
            owned.session.session_id,
            owned.session.status,
            terminal.time(owned.since) if owned.since else "-",
            _owner(owned),
        )
        for owned in sessions
    ]
    terminal.table([heading, *rows])


def _owner(owned: OwnedSession) -> str:
    if owned.call is None:
        return "unknown: opened elsewhere; close it on /diagnostics"
    match owned.ownership:
        case Ownership.CALL:
            return f"{owned.call.staff_name}, call {owned.call.call_id}"
        case Ownership.OPENING:
            return f"perhaps {owned.call.staff_name}, whose call is being opened"
        case _:
            return f"call {owned.call.call_id} of {owned.call.staff_name}, which is over"


def _print_troubles(rows: list[TroubleRow], terminal: Terminal) -> None:
    terminal.line()
    terminal.line("Trouble and cures")
    for row in rows:
        terminal.line(f"  {_MARKS[row.verdict]}  {row.trouble:<26}{row.seen}")
        if row.verdict is Verdict.TROUBLE:
            for cure in row.cures:
                terminal.line(f"{'':32}> {cure}")
        if row.latest is not None and row.latest_at is not None:
            terminal.line(f"{'':32}latest: {terminal.time(row.latest_at)}, call {row.latest.call_id}")


def _print_errors(errors: list[RecentError], terminal: Terminal) -> None:
    terminal.line()
    terminal.line("Last errors")
    if not errors:
        terminal.line("  None.")
    for error in errors:
        terminal.line(f"  {terminal.time(error.at)}  {error.what} ({error.where}): {error.words}")


def _check_json(check: Check) -> dict[str, Any]:
    return {"name": check.name, "ok": check.ok, "needed": check.needed, "detail": check.detail}


def _session_json(owned: OwnedSession) -> dict[str, Any]:
    return {
        "account": owned.account,
        "session_id": owned.session.session_id,
        "status": owned.session.status,
        "since": owned.since.isoformat() if owned.since else None,
        "ownership": owned.ownership.value,
        "call_id": owned.call.call_id if owned.call else None,
        "staff_name": owned.call.staff_name if owned.call else None,
    }


def _trouble_json(row: TroubleRow) -> dict[str, Any]:
    return {
        "trouble": row.trouble,
        "verdict": row.verdict.value,
        "seen": row.seen,
        "cures": list(row.cures),
        "latest_call_id": row.latest.call_id if row.latest else None,
        "latest_at": row.latest_at.isoformat() if row.latest_at else None,
    }


def _error_json(error: RecentError) -> dict[str, Any]:
    return {
        "at": error.at.isoformat(),
        "what": error.what,
        "where": error.where,
        "words": error.words,
        "call_id": error.call_id,
    }


def _credits(credits: object) -> str | None:
    """As text: no float ever holds credits."""
    return None if credits is None else str(credits)
