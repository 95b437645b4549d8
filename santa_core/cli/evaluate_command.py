"""python -m santa_core evaluate --version V --suite blockers: runs a suite to its end, judges the version.

Exit code 0: every conversation passed, and nothing else speaks against the version; 100: something failed;
1: it could not be told (no such version, nobody to answer); 130: Ctrl-C.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from typing import TYPE_CHECKING

from santa_core.bootstrap import Lab, open_lab
from santa_core.cli.evaluate_report import as_json, draw_report
from santa_core.cli.terminal import Terminal
from santa_core.domain.prompts import PromptVersion
from santa_core.domain.suites import Outcome, Runner, RunState, SuiteRun
from santa_core.errors import InputError, NotFoundError, ProviderRefused
from santa_core.evaluation.evaluation import evaluated
from santa_core.evaluation.gate import GateBudgets
from santa_core.evaluation.suite_plan import CHOSEN
from santa_core.settings import load_settings

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]

FAILED, CTRL_C = 100, 130
_BY = "the command line"


def add_to(commands: Commands) -> None:
    evaluate = commands.add_parser("evaluate", help="does a version of Santa keep the rules? 0 yes, 100 no")
    evaluate.add_argument("--version", metavar="V", help="its number, or a label: production, staging ...")
    evaluate.add_argument("--against", metavar="V", help="another version, played beside it")
    evaluate.add_argument("--suite", metavar="NAME", help="blockers (if nothing is named), all, a category")
    evaluate.add_argument(
        "--scenario", metavar="ID", action="append", default=[], help="only this one; may be given again"
    )
    repeats = GateBudgets().repeats
    evaluate.add_argument(
        "--repeats", type=_count, default=repeats, metavar="N", help=f"of each scenario ({repeats})"
    )
    evaluate.add_argument(
        "--concurrency", type=_count, default=4, metavar="N", help="conversations at once (4, at most 8)"
    )
    evaluate.add_argument(
        "--runner",
        choices=[Runner.SCRIPTED.value, Runner.SIMULATED.value],
        default=Runner.SCRIPTED.value,
        help="who plays the child: its lines word for word (scripted), or a language model",
    )
    evaluate.add_argument("--resume", metavar="RUN_ID", help="go on with a run that was stopped")
    evaluate.add_argument("--json", action="store_true", help="print JSON")
    evaluate.set_defaults(run=_run)


def _run(arguments: argparse.Namespace, database_url: str, terminal: Terminal) -> int:
    if (arguments.version is None) == (arguments.resume is None):
        raise InputError("Say either which --version to evaluate, or which run to --resume.")
    if arguments.suite and arguments.scenario:
        raise InputError("Give either a --suite or single --scenario ids.")
    try:
        return asyncio.run(_evaluate(arguments, database_url, terminal))
    except KeyboardInterrupt:
        return CTRL_C


async def _evaluate(arguments: argparse.Namespace, database_url: str, terminal: Terminal) -> int:
    lab = open_lab(load_settings(), database_url=database_url)
    try:
        run = await _ended_run(arguments, lab)
        if run.state is RunState.RUNNING:
            raise InputError(f"Another server took up the run {run.run_id}. Its page shows the outcome.")
        if run.state is RunState.CANCELLED:
            raise ProviderRefused(f"The run was given up. {run.note} {_how_to_resume(run)}")
        found = evaluated(run, log=lab.suite_log, prompts=lab.prompts, scenarios=lab.scenarios)
        if all(outcome.error is not None for outcome in found.outcomes):
            raise ProviderRefused(f"No conversation could be held. {found.outcomes[0].error}")
        if arguments.json:
            terminal.json(as_json(found))
        else:
            draw_report(found, terminal)
        return 0 if found.passed else FAILED
    finally:
        await lab.aclose()


async def _ended_run(arguments: argparse.Namespace, lab: Lab) -> SuiteRun:
    suites = lab.suites
    if arguments.resume:
        run = lab.suite_log.run(arguments.resume)
        if run is None:
            raise NotFoundError(f"There is no run {arguments.resume}.")
        done = len(lab.suite_log.outcomes(run.run_id))
    else:
        names = [name for name in (arguments.version, arguments.against) if name]
        run, done = (
            suites.plan(
                suite=CHOSEN if arguments.scenario else arguments.suite or "blockers",
                scenario_ids=arguments.scenario,
                versions=[_version(lab, name).number for name in names],
                repeats=arguments.repeats,
                runner=Runner(arguments.runner),
                concurrency=arguments.concurrency,
                by=_BY,
            ),
            0,
        )
    progress = _ProgressLine(run, done)
    try:
        if arguments.resume:
            return await suites.resume_run(run.run_id, seen=progress)
        return await suites.run_to_end(run, seen=progress)
    except asyncio.CancelledError:
        # Ctrl-C: cancelled for good, so that no studio on the same log goes on with it.
        await suites.cancel(run.run_id, by=_BY)
        progress.line(f"Stopped; what is done is kept. {_how_to_resume(run)}")
        raise


def _version(lab: Lab, name: str) -> PromptVersion:
    version = lab.prompts.version(int(name)) if name.isdecimal() else lab.prompts.labelled(name)
    if version is None:
        labels = ", ".join(lab.prompts.labels())
        raise NotFoundError(f"There is no version “{name}”. Take a number or a label: {labels}.")
    return version


def _how_to_resume(run: SuiteRun) -> str:
    return f"To go on: python -m santa_core evaluate --resume {run.run_id}"


class _ProgressLine:
    """On stderr: one line that changes on a terminal, a line for each tenth elsewhere."""

    def __init__(self, run: SuiteRun, done: int) -> None:
        self._done, self._of, self._failed = done, len(run.cells), 0
        self._terminal = Terminal(sys.stderr)
        self._changes = sys.stderr.isatty()
        self.line(f"Run {run.run_id}: {self._of} conversations, {run.chat_model} answers.")

    def __call__(self, outcome: Outcome) -> None:
        before = self._tenth()
        self._done += 1
        self._failed += not outcome.passed
        words = f"{self._done} of {self._of}, {self._failed} failed"
        if self._changes:
            sys.stderr.write(f"\r{words}" + ("\n" if self._done == self._of else ""))
            sys.stderr.flush()
        elif self._tenth() != before:
            self.line(words)

    def line(self, words: str) -> None:
        self._terminal.line(words)

    def _tenth(self) -> int:
        return self._done * 10 // self._of


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) == 0:
        raise argparse.ArgumentTypeError("should be a whole number from 1")
    return int(text)
