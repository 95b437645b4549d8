"""python -m santa_core calls list|show <id>|export <id>"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING

from santa_core.cli.terminal import Terminal
from santa_core.domain.billing import dollars, explain, is_free
from santa_core.domain.call_export import call_as_json, waits_as_json, whole_call_as_json
from santa_core.domain.call_sessions import sessions_in_words
from santa_core.domain.calls import CallEvent, CallRecord, CallState, Speaker, Turn
from santa_core.domain.endings import ENDINGS
from santa_core.domain.rate_cards import card_by_id
from santa_core.domain.waits import waits_of
from santa_core.errors import NotFoundError
from santa_core.ports import CallFilter, CallLog
from santa_core.storage.call_log import SqlCallLog
from santa_core.storage.database import open_database

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]


def add_to(commands: Commands) -> None:
    calls = commands.add_parser("calls", help="the log of calls")
    actions = calls.add_subparsers(required=True, metavar="action")
    as_json = argparse.ArgumentParser(add_help=False)
    as_json.add_argument("--json", action="store_true", help="print JSON")

    listing = actions.add_parser("list", parents=[as_json], help="the latest calls")
    listing.add_argument("--staff", metavar="NAME", help="only this person's")
    listing.add_argument("--limit", type=_count, default=50, metavar="N", help="at most N (50)")
    listing.set_defaults(run=_list)

    show = actions.add_parser("show", parents=[as_json], help="one call with its turns and events")
    show.add_argument("id")
    show.set_defaults(run=_show)

    export = actions.add_parser("export", parents=[as_json], help="one call, whole, as JSON")
    export.add_argument("id")
    export.set_defaults(run=_export)


def _list(arguments: argparse.Namespace, database_url: str, terminal: Terminal) -> None:
    with _log(database_url) as log:
        calls = log.recent_calls(CallFilter(staff_name=arguments.staff, limit=arguments.limit))
        turns = {call.call_id: log.turns(call.call_id) for call in calls}
    if arguments.json:
        terminal.json([{**call_as_json(call), "waits": waits_as_json(turns[call.call_id])} for call in calls])
    elif not calls:
        terminal.line("No calls yet.")
    else:
        heading = ("TIME", "WHO", "SCENARIO", "SANTA", "OUTCOME", "DURATION", "P50/P90/P95", "COST", "ID")
        terminal.table([heading, *(_row(call, turns[call.call_id], terminal) for call in calls)])


def _show(arguments: argparse.Namespace, database_url: str, terminal: Terminal) -> None:
    if arguments.json:
        _export(arguments, database_url, terminal)
        return
    with _log(database_url) as log:
        call = _required(log, arguments.id)
        turns, events = log.turns(call.call_id), log.events(call.call_id)
    for label, value in [*_header(call, terminal), ("Waits", _all_waits(turns))]:
        terminal.line(f"{label:<10}{value}")
    start = call.started_at or call.created_at
    terminal.line()
    terminal.line(f"Turns ({len(turns)})")
    for turn in turns:
        for line in _turn_lines(turn, start=start, child_name=call.plan.child.name):
            terminal.line(line)
    terminal.line()
    terminal.line(f"Events ({len(events)})")
    for event in events:
        terminal.line(_event_line(event, start=start))


def _export(arguments: argparse.Namespace, database_url: str, terminal: Terminal) -> None:
    with _log(database_url) as log:
        call = _required(log, arguments.id)
        terminal.json(whole_call_as_json(call, log.turns(call.call_id), log.events(call.call_id)))


@contextmanager
def _log(database_url: str) -> Iterator[CallLog]:
    database = open_database(database_url)
    try:
        yield SqlCallLog(database)
    finally:
        database.dispose()


def _required(log: CallLog, call_id: str) -> CallRecord:
    call = log.call(call_id)
    if call is None:
        raise NotFoundError(f"There is no call {call_id} in the log. See: python -m santa_core calls list")
    return call


def _row(call: CallRecord, turns: Sequence[Turn], terminal: Terminal) -> tuple[str, ...]:
    return (
        terminal.time(call.started_at or call.created_at),
        call.staff_name,
        call.plan.scenario_id,
        _santa(call),
        call.end_reason or call.state,
        _duration(call),
        _wait(turns),
        _cost(call),
        call.call_id,
    )


def _header(call: CallRecord, terminal: Terminal) -> list[tuple[str, str]]:
    child = call.plan.child
    about = ", ".join(str(part) for part in (child.name, child.age, child.language) if part is not None)
    sessions = sessions_in_words(call, length=_minutes)
    return [
        ("Call", call.call_id),
        ("Time", terminal.time(call.started_at or call.created_at)),
        ("Who", call.staff_name),
        ("Scenario", call.plan.scenario_id),
        ("Child", about),
        ("Santa", f"{_santa(call)}, prompt version {call.plan.prompt_version}"),
        ("Outcome", _outcome(call)),
        ("Duration", _duration(call)),
        *([("Sessions", sessions)] if sessions else []),
        ("Cost", _arithmetic(call)),
    ]


def _santa(call: CallRecord) -> str:
    return f"{call.plan.avatar}, {call.chat_model}" if call.chat_model else str(call.plan.avatar)


def _outcome(call: CallRecord) -> str:
    """ "ended: user (ended by the caller)"."""
    if call.end_reason is None:
        return call.state
    if call.state is not CallState.ENDED:
        return f"{call.state}: {call.end_reason}"
    return f"{call.state}: {call.end_reason} ({ENDINGS[call.end_reason].logged})"


def _duration(call: CallRecord) -> str:
    seconds = call.duration_seconds
    return "-" if seconds is None else _minutes(seconds)


def _wait(turns: Sequence[Turn]) -> str:
    """How long the child waited for an answer: "640/900/1280 ms"."""
    waits = waits_of(turns)
    return "-" if waits is None else f"{waits.p50_ms}/{waits.p90_ms}/{waits.p95_ms} ms"


def _all_waits(turns: Sequence[Turn]) -> str:
    waits = waits_of(turns)
    if waits is None:
        return "-"
    parts = ", ".join(f"{part.replace('_', ' ')} {ms}" for part, ms in waits.median_parts_ms.items())
    figures = f"p50 {waits.p50_ms} ms, p90 {waits.p90_ms} ms, p95 {waits.p95_ms} ms"
    return f"{waits.answers} answered: {figures} (medians of the parts: {parts})"


def _cost(call: CallRecord) -> str:
    if call.bill is None:
        return "-"
    if is_free(call.bill):
        return "free"
    return f"free ({dollars(call.bill.usd)})" if call.bill.would_have_cost else dollars(call.bill.usd)


def _arithmetic(call: CallRecord) -> str:
    if call.bill is None:
        return "-"
    try:
        return explain(call.bill, card_by_id(call.bill.rate_card_id), earlier=call.earlier_sessions)
    except NotFoundError:
        return f"{_cost(call)}, by the rate card {call.bill.rate_card_id}, which this version does not know"


def _turn_lines(turn: Turn, *, start: datetime, child_name: str) -> Iterator[str]:
    who = f"Santa ({turn.origin})" if turn.speaker is Speaker.SANTA else child_name
    waited = turn.latency.total_ms if turn.latency else None
    after = "" if waited is None else f" [after {waited} ms]"
    yield f"  {_since(turn.started_at, start)}  {who}{after}: {turn.text}"
    if turn.intended_text is not None:
        yield f"  {'':7}  (cut off; he would have said: {turn.intended_text})"
    if turn.heard_text is not None:
        yield f"  {'':7}  (corrected; heard as: {turn.heard_text})"


def _event_line(event: CallEvent, *, start: datetime) -> str:
    detail = f" {json.dumps(event.detail, ensure_ascii=False)}" if event.detail else ""
    return f"  {_since(event.at, start)}  {event.source} {event.name}{detail}"


def _since(at: datetime, start: datetime) -> str:
    seconds = (at - start).total_seconds()
    return f"{'-' if seconds < 0 else ' '}{_minutes(abs(seconds)):>6}"


def _minutes(seconds: float) -> str:
    """ "1:01": whole seconds, rounded down as a clock shows them."""
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes}:{rest:02}"


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) == 0:
        raise argparse.ArgumentTypeError("should be a whole number from 1")
    return int(text)
