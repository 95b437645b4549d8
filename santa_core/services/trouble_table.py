"""The troubleshooting table, alive: what the last week of calls says about each trouble, and its cure.

no video, echo, latency, drops, a silent avatar, no recognition: each a row, always all six, in this order.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from santa_core.domain.calls import AnswerBy, CallRecord, CallState, EndReason, Listen
from santa_core.ports import CallFilter, CallLog
from santa_core.services.trouble_rows import DAYS, Sighting, TroubleRow, Verdict, WeekOfCalls, row_of

_MOST_CALLS, _MOST_EVENTS = 500, 5_000
SLOW_MS = 3_000  # people hang up on voices that answer later; other vendors' p95 is above four seconds
_FIRST_PICTURE_SECONDS = 15  # a call that lived so long should have shown one

_EVENTS = (
    "first_frame", "start_failed", "sound_blocked", "echo_heard", "waits", "connection_quality_changed",
    "media_reconnecting", "keep_alive_failed", "avatar_silent", "speak_failed", "voice_chat_failed",
    "microphone_silent", "microphone_lost", "unheard", "hearing_lost",
)  # fmt: skip


def read_trouble_table(
    log: CallLog, *, now: datetime, ears_available: bool, ears_note: str
) -> list[TroubleRow]:
    """Raises StorageError."""
    calls = log.recent_calls(CallFilter(since=now - timedelta(days=DAYS), limit=_MOST_CALLS))
    ids = {call.call_id for call in calls}
    events = [e for e in log.recent_events(_EVENTS, limit=_MOST_EVENTS) if e.call_id in ids] if calls else []
    return trouble_table(WeekOfCalls(calls, events), ears_available=ears_available, ears_note=ears_note)


def trouble_table(week: WeekOfCalls, *, ears_available: bool = True, ears_note: str = "") -> list[TroubleRow]:
    return [
        _no_video(week),
        _echo(week),
        _slow(week),
        _drops(week),
        _silent_avatar(week),
        _no_recognition(week, ears_available=ears_available, ears_note=ears_note),
    ]


# --- the rows ------------------------------------------------------------------------------


def _no_video(week: WeekOfCalls) -> TroubleRow:
    opened = [call for call in week.calls if call.started_at is not None and call.state is CallState.ENDED]
    pictured = week.with_event("first_frame")
    blind = frozenset(
        call.call_id
        for call in opened
        if call.connected_at is not None
        and (call.duration_seconds or 0) >= _FIRST_PICTURE_SECONDS
        and call.call_id not in pictured
    )
    return row_of(
        "No video showing",
        opened,
        (
            Sighting(
                "no connection came about",
                "The network lets no WebRTC through: try without VPN, from another network, or ask for UDP "
                "and for wss to the avatar's service to be allowed.",
                week.ended_by(EndReason.NEVER_CONNECTED) | week.with_event("start_failed"),
            ),
            Sighting(
                "connected, but no picture was drawn",
                "The page attaches the stream by itself; a browser without the H.264 decoder draws nothing. "
                "Use a current Chrome, Edge, Firefox or Safari.",
                blind,
            ),
            Sighting(
                "the browser held the sound back",
                "Browsers play no sound before a click: press “Turn on sound” over the picture.",
                week.with_event("sound_blocked"),
            ),
        ),
        "If no picture comes within half a minute, the call ends by itself: try another network or browser.",
    )


def _echo(week: WeekOfCalls) -> TroubleRow:
    return row_of(
        "Audio echo",
        _spoken(week),
        (
            Sighting(
                "Santa came back through the microphone",
                "Use headphones. Without any, turn “The child may talk over Santa” off in the plan: the "
                "microphone is then closed while Santa speaks.",
                week.with_event("echo_heard"),
            ),
        ),
        "Use headphones; the browser's own echo cancellation is on, and cannot do everything.",
        kind="spoken calls",
    )


def _slow(week: WeekOfCalls) -> TroubleRow:
    waits = {event.call_id: event.detail for event in week.events if event.name == "waits"}
    slow = frozenset(call_id for call_id, detail in waits.items() if _number(detail.get("p95_ms")) > SLOW_MS)
    bad_line = week.with_event("connection_quality_changed", _is_bad)
    answered = [call for call in week.calls if call.call_id in waits or call.call_id in bad_line]
    worst = max((_number(detail.get("p95_ms")) for detail in waits.values()), default=0)
    row = row_of(
        "High latency",
        answered,
        (
            Sighting(
                f"a child waited more than {SLOW_MS / 1000:g} s for one answer in twenty",
                _cure_of_part(_slowest_part(waits[call_id] for call_id in slow)),
                slow,
            ),
            Sighting(
                "the connection was reported bad",
                "Choose Medium or Low as picture quality, use a cable, stop other downloads.",
                bad_line,
            ),
        ),
        "Lower the picture quality only for a bad connection: it does not make a language model or an avatar "
        "answer sooner. The review of a call shows where each second went.",
        kind="answered calls",
    )
    if not worst:
        return row
    return _with_more(row, f"The slowest call's p95 was {worst / 1000:.1f} s.")


def _drops(week: WeekOfCalls) -> TroubleRow:
    live = [call for call in week.calls if call.connected_at is not None and call.state is CallState.ENDED]
    return row_of(
        "Session drops",
        live,
        (
            Sighting(
                "the vendor's idle timer ran out",
                "The studio keeps sessions alive by itself; where that failed, “Last errors” says why.",
                week.ended_by(EndReason.IDLE_TIMEOUT),
            ),
            Sighting(
                "keeping the session alive failed",
                "The vendor did not take a keep-alive: see “Last errors”, and whether it can be reached.",
                week.with_event("keep_alive_failed"),
            ),
            Sighting(
                "the stream from the avatar broke",
                "Use a cable or a better network, then call again with a lower picture quality.",
                week.ended_by(EndReason.NETWORK_ERROR),
            ),
            Sighting(
                "the page lost the studio",
                "The way from the browser to this studio broke: check it, and any proxy between that cuts "
                "WebSockets.",
                week.ended_by(EndReason.LINK_LOST),
            ),
            Sighting(
                "the vendor's own time limit was reached",
                "Plan calls shorter than the account's limit; unpaid accounts are cut early.",
                week.ended_by(EndReason.DURATION_LIMIT),
            ),
            Sighting(
                "the credits ran out",
                "Top up the account at the vendor.",
                week.ended_by(EndReason.CREDITS_EXHAUSTED),
            ),
            Sighting(
                "the avatar's service ended the call",
                "Call again; if it happens again, see “Last errors” and the vendor's status page.",
                week.ended_by(EndReason.PROVIDER_ERROR),
            ),
            Sighting(
                "the picture's connection had to be rebuilt",
                "A weak wireless network does this: use a cable, or come closer to the router.",
                week.with_event("media_reconnecting"),
            ),
        ),
        "The studio keeps each session alive and says goodbye before the planned end. What ends a call early "
        "is in its review.",
    )


def _silent_avatar(week: WeekOfCalls) -> TroubleRow:
    live = [call for call in week.calls if call.connected_at is not None]
    by_vendor = frozenset(c.call_id for c in live if c.plan.answer_by is not AnswerBy.OWN_LLM)
    silent = week.with_event("avatar_silent")
    return row_of(
        "Avatar not responding",
        live,
        (
            Sighting(
                "the avatar's service wrote no answer",
                "The plan lets the vendor's model answer: check the knowledge base or context it names, or "
                "let our language model answer (it speaks through REPEAT).",
                silent & by_vendor,
            ),
            Sighting(
                "the avatar did not say its line",
                "End the call and start a new one. If it stays so, try another avatar or voice, or Practice "
                "Santa, to see whose fault it is.",
                silent - by_vendor,
            ),
            Sighting(
                "the avatar refused a sentence",
                "“Last errors” and the review have the vendor's words: often a closed session, a blocked "
                "word, or a text over 1,000 characters.",
                week.with_event("speak_failed"),
            ),
        ),
        "Our own answers are spoken word for word (REPEAT); the vendor's model answers only where the plan "
        "says so.",
    )


def _no_recognition(week: WeekOfCalls, *, ears_available: bool, ears_note: str) -> TroubleRow:
    row = row_of(
        "STT not working",
        _spoken(week),
        (
            Sighting(
                "the microphone could not be opened",
                "Allow the microphone in the browser's address bar. "
                "Browsers offer it on https and on localhost only.",
                week.with_event("voice_chat_failed"),
            ),
            Sighting(
                "nothing came from the microphone",
                "Unmute it by its switch and in the system's settings, or choose another before the call.",
                week.with_event("microphone_silent"),
            ),
            Sighting(
                "the microphone went away",
                "Plug it in again, or choose another in the call.",
                week.with_event("microphone_lost"),
            ),
            Sighting(
                "speech was heard, but no words came of it",
                "Check the child's language in the plan. On LiveAvatar without a context words may not be "
                "passed on: type, or let a context answer.",
                week.with_event("unheard"),
            ),
            Sighting(
                "the vendor's ears were lost",
                "The vendor closed its listening connection: start a new call, or type.",
                week.with_event("hearing_lost"),
            ),
        ),
        "Test the microphone above. Allow it in the browser; without https it works on localhost only.",
        kind="spoken calls",
    )
    if ears_available:
        return row
    note = ears_note or "The practice avatar has no ears on this machine."
    return TroubleRow(
        row.trouble, Verdict.TROUBLE, _joined(note, row.seen), (*row.cures, "Until then type to Santa."),
        row.latest, row.latest_at,
    )  # fmt: skip


def _spoken(week: WeekOfCalls) -> list[CallRecord]:
    return [
        call for call in week.calls if call.connected_at is not None and call.plan.listen is not Listen.TYPING
    ]


def _with_more(row: TroubleRow, sentence: str) -> TroubleRow:
    return TroubleRow(
        row.trouble, row.verdict, _joined(row.seen, sentence), row.cures, row.latest, row.latest_at
    )


def _joined(*sentences: str) -> str:
    return " ".join(sentence for sentence in sentences if sentence)


def _slowest_part(details: Iterable[Mapping[str, Any]]) -> str:
    """Of the calls' `median_parts_ms`: the part with the largest sum; "" if none was measured."""
    sums: dict[str, float] = {}
    for detail in details:
        parts = detail.get("median_parts_ms")
        for part, ms in parts.items() if isinstance(parts, dict) else ():
            sums[part] = sums.get(part, 0) + _number(ms)
    return max(sums, key=sums.__getitem__, default="")


def _cure_of_part(part: str) -> str:
    match part:
        case "hearing":
            return (
                "Most of it was recognising the words: other ears (SANTA_EARS), or a shorter pause "
                "(SANTA_PAUSE_MS), help."
            )
        case "first_token" | "first_sentence":
            return "Most of it was the language model: a quicker model, or a shorter prompt, helps."
        case "avatar":
            return (
                "Most of it was the avatar's service starting to speak: the picture quality does not change "
                "that. Compare with Practice Santa."
            )
        case "sending" | "sound":
            return "Most of it was on the way to and from the browser: use a cable, or a lower quality."
        case _:
            return "The review of the call shows where each second went."


def _is_bad(detail: Mapping[str, Any]) -> bool:
    return str(detail.get("quality", "")).upper() in _BAD_QUALITIES


_BAD_QUALITIES: Collection[str] = ("BAD", "POOR", "LOST")  # HeyGen's word and LiveKit's


def _number(value: object) -> float:
    """0 for what is none: the log may be older, or a browser's."""
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else 0.0
