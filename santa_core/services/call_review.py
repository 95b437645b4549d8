"""A finished call as the review shows it: record, turns, events, checks, and how long the child waited."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from santa_core.domain.calls import CallEvent, CallRecord, EndReason, Turn
from santa_core.domain.waits import Waits, waits_of
from santa_core.errors import InputError, NotFoundError
from santa_core.ports import CallLog, PromptLibrary, ScenarioLibrary
from santa_core.services.call_checks import CallChecks, checks_of
from santa_core.services.call_script import script_for
from santa_core.services.safety_rules import OUR_RULES, SafetyRules


@dataclass(frozen=True)
class CallReview:
    record: CallRecord
    turns: tuple[Turn, ...]
    events: tuple[CallEvent, ...]
    checks: CallChecks

    @property
    def alerts(self) -> tuple[CallEvent, ...]:
        """What the child said that a grown-up had to hear of: told in the call."""
        return tuple(event for event in self.events if event.name == "child_alert")

    @property
    def flags(self) -> tuple[CallEvent, ...]:
        return tuple(event for event in self.events if event.name == "flag")

    @property
    def vendor_reason(self) -> str | None:
        """The vendor's own word for why it ended the session; None if it gave none, or we ended the call."""
        if self.record.end_reason is not EndReason.PROVIDER_ERROR:
            return None
        gone = [event for event in self.events if event.name == "stream_disconnected"]
        word = gone[-1].detail.get("vendor_reason") if gone else None
        return word if isinstance(word, str) else None

    @property
    def waits(self) -> Waits | None:
        return waits_of(self.turns)

    def seconds_into_call(self, at: datetime) -> float | None:
        """None before the vendor's session was opened."""
        started = self.record.started_at
        return None if started is None else max(0.0, (at - started).total_seconds())


def review_call(
    log: CallLog,
    call_id: str,
    *,
    scenarios: ScenarioLibrary | None = None,
    prompts: PromptLibrary | None = None,
    rules: SafetyRules = OUR_RULES,
) -> CallReview:
    """With `scenarios` and `prompts` today's rules know what the call was about, and a leak of its prompt.
    Raises NotFoundError and StorageError."""
    record = log.call(call_id)
    if record is None:
        raise NotFoundError("There is no call with this id in the log. Open one from the list on Usage.")
    turns, events = log.turns(call_id), log.events(call_id)
    scenario = scenarios.scenario(record.plan.scenario_id) if scenarios else None
    checks = checks_of(
        record,
        turns,
        events,
        rules=rules,
        prompt=_prompt_of(record, prompts),
        tags=scenario.tags if scenario else (),
    )
    return CallReview(record, tuple(turns), tuple(events), checks)


def _prompt_of(record: CallRecord, prompts: PromptLibrary | None) -> str:
    version = prompts.version(record.plan.prompt_version) if prompts else None
    if version is None:
        return ""
    try:
        return script_for(version, record.plan.child).system_prompt
    except InputError:  # it could not have been called with it: nothing of it can have leaked
        return ""
