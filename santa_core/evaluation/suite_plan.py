"""What a run is to be, from what a person chose; says what is wrong with the choice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from santa_core.domain.calls import CallRecord
from santa_core.domain.prompts import PromptVersion
from santa_core.domain.scenarios import Scenario
from santa_core.domain.suites import Runner, SuiteRun, chosen
from santa_core.errors import InputError, NotFoundError
from santa_core.ports import CallLog, PromptLibrary, ScenarioLibrary

CHOSEN = "chosen"
MOST_REPEATS = 20
MOST_CONVERSATIONS = 3_000


@dataclass(frozen=True)
class SuiteChoice:
    """`suite`: "blockers", "all", a category, or "chosen", which takes `scenario_ids`. With the recorded
    runner `call_id` names the call; no versions and no ids then mean the call's own."""

    by: str
    suite: str = CHOSEN
    scenario_ids: tuple[str, ...] = ()
    versions: tuple[int, ...] = ()
    repeats: int = 1
    runner: Runner = Runner.SCRIPTED
    concurrency: int = 4
    call_id: str | None = None


def planned(
    choice: SuiteChoice,
    *,
    prompts: PromptLibrary,
    scenarios: ScenarioLibrary,
    calls: CallLog | None,
    chat_model: str,
    judge_model: str | None,
    has_judge: bool,
    most_at_once: int,
    now: datetime,
) -> SuiteRun:
    """Raises InputError or NotFoundError. `judge_model` None: the first version's."""
    call = _call(choice, calls)
    versions = _versions(choice, prompts, call)
    wanted = _scenarios(choice, scenarios, call)
    repeats = 1 if call else choice.repeats
    if not 1 <= repeats <= MOST_REPEATS:
        raise InputError(f"A scenario can be repeated 1 to {MOST_REPEATS} times, not {repeats}.")
    if not 1 <= choice.concurrency <= most_at_once:
        raise InputError(f"1 to {most_at_once} conversations can be held at once, not {choice.concurrency}.")
    if choice.runner is Runner.SIMULATED and not has_judge:
        raise InputError("A simulated child needs a language model: put OPENAI_API_KEY into .env.")
    conversations = len(versions) * len(wanted) * repeats
    if conversations > MOST_CONVERSATIONS:
        raise InputError(
            f"These would be {conversations:,} conversations, and {MOST_CONVERSATIONS:,} are the most. "
            "Choose fewer versions, scenarios or repeats."
        )
    return SuiteRun(
        run_id=str(uuid4()),
        suite=choice.suite,
        versions=tuple(version.number for version in versions),
        scenarios=tuple(wanted),
        repeats=repeats,
        runner=choice.runner,
        concurrency=choice.concurrency,
        chat_model=(call.chat_model or "the avatar's own") if call else chat_model,
        judge_model=(judge_model or versions[0].model) if has_judge else None,
        started_by=choice.by,
        started_at=now,
        call_id=choice.call_id if call else None,
    )


def _call(choice: SuiteChoice, calls: CallLog | None) -> CallRecord | None:
    if choice.runner is not Runner.RECORDED:
        return None
    if choice.call_id is None or calls is None:
        raise InputError("Choose the call that is to be judged.")
    call = calls.call(choice.call_id)
    if call is None:
        raise NotFoundError(f"There is no call {choice.call_id} in the log.")
    return call


def _versions(choice: SuiteChoice, prompts: PromptLibrary, call: CallRecord | None) -> list[PromptVersion]:
    numbers: Sequence[int] = list(dict.fromkeys(choice.versions))
    if call:
        if numbers and numbers != [call.plan.prompt_version]:
            raise InputError(f"That call was held with version {call.plan.prompt_version}, and no other.")
        numbers = [call.plan.prompt_version]
    if not numbers:
        raise InputError("Choose at least one prompt version.")
    versions = []
    for number in numbers:
        version = prompts.version(number)
        if version is None:
            raise NotFoundError(f"There is no prompt version {number}.")
        versions.append(version)
    return versions


def _scenarios(choice: SuiteChoice, scenarios: ScenarioLibrary, call: CallRecord | None) -> list[Scenario]:
    if choice.suite != CHOSEN:
        found = chosen(choice.suite, scenarios.all())
        if not found:
            raise NotFoundError(
                f"No scenario belongs to the suite “{choice.suite}”. Take blockers, all or a category."
            )
        return found
    ids = list(dict.fromkeys(choice.scenario_ids)) or ([call.plan.scenario_id] if call else [])
    if not ids:
        raise InputError("Choose at least one scenario.")
    wanted = []
    for scenario_id in ids:
        scenario = scenarios.scenario(scenario_id)
        if scenario is None:
            raise NotFoundError(f"There is no scenario “{scenario_id}”.")
        wanted.append(scenario)
    return wanted
