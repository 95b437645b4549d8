"""python -m santa_core check-replies FILE.jsonl: what the safety check finds in replies of Santa's.

One JSON object a line in, one a line out, in the same order, as they are read; "-" is standard input.

    in   {"id": 1, "child": "A bike!", "reply": "You will get it!", "tags": [], "language": "en"}
    out  {"id": 1, "violations": [{"rule": "promise", "severity": "blocker", "span": [0, 12], "reason": ""}]}

A line that cannot be read is named on standard error, the others are still checked, and the exit code
is 1. Fields that are not known here are left alone: a labelled set carries more.
"""

from __future__ import annotations

import argparse
import json
import sys
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from santa_core.cli.terminal import Terminal
from santa_core.domain.safety.model import Situation, Violation
from santa_core.domain.safety.reply_check import check_reply
from santa_core.errors import InputError
from santa_core.storage.default_prompt import default_prompt

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]


def add_to(commands: Commands) -> None:
    command = commands.add_parser("check-replies", help="run the safety check over replies of Santa's")
    command.add_argument(
        "file", metavar="FILE.jsonl", help='one reply a line, as JSON; "-" for standard input'
    )
    command.set_defaults(run=_run)


@dataclass(frozen=True)
class ReplyLine:
    """A reply and what it answers. `reply_id` is a text or a number, handed back as it came."""

    reply_id: str | int | float
    reply: str
    situation: Situation


def reply_line(text: str, *, prompt: str = "") -> ReplyLine:
    """`prompt`: what Santa was told, to know a leak of it. Raises InputError naming the field."""
    try:
        content = json.loads(text)
    except RecursionError:
        raise InputError("this is nested too deeply.") from None
    except ValueError as error:
        raise InputError(f"this is not JSON ({error}).") from None
    if not isinstance(content, dict):
        raise InputError('this should be an object like {"id": ..., "child": ..., "reply": ...}.')
    if isinstance(content.get("id"), bool) or not isinstance(content.get("id"), str | int | float):
        raise InputError("the field 'id' should be a text or a number.")
    return ReplyLine(
        reply_id=content["id"],
        reply=_text(content, "reply"),
        situation=Situation(
            said=_texts(content, "child"),
            language=_text(content, "language", "en").casefold()[:2],  # "en-GB" is English
            child_name=_text(content, "child_name", "") or None,
            prompt=prompt,
            tags=_texts(content, "tags"),
        ),
    )


def _run(arguments: argparse.Namespace, database_url: str, terminal: Terminal) -> int:
    del database_url  # it needs none
    prompt = default_prompt().text  # the version that comes with the program
    errors = Terminal(sys.stderr)
    name = "standard input" if arguments.file == "-" else Path(arguments.file).name
    broken = 0
    with _opened(arguments.file) as file:
        for number, line in enumerate(file, start=1):
            if not line.strip():
                continue
            try:
                checked = reply_line(_decoded(line), prompt=prompt)
            except InputError as error:
                errors.line(f"{name}, line {number}: {error}")
                broken += 1
                continue
            violations = check_reply(checked.reply, checked.situation)
            terminal.json_line(
                {"id": checked.reply_id, "violations": [_as_json(violation) for violation in violations]}
            )
    if broken:
        errors.line(f"{broken} line{'' if broken == 1 else 's'} could not be checked.")
    return 1 if broken else 0


def _as_json(violation: Violation) -> dict[str, Any]:
    return {
        "rule": violation.rule,
        "severity": violation.severity,
        "span": list(violation.span),
        "reason": violation.reason,
    }


def _opened(file: str) -> AbstractContextManager[BinaryIO]:
    if file == "-":
        return nullcontext(sys.stdin.buffer)
    try:
        return Path(file).open("rb")
    except OSError as error:
        raise InputError(f"{file} cannot be read ({error.strerror}). Give a file of JSON lines.") from error


def _decoded(line: bytes) -> str:
    try:
        return line.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError("this is not UTF-8 text. Save the file as UTF-8.") from None


def _text(content: dict[str, Any], field: str, default: str | None = None) -> str:
    value = content.get(field)
    if value is None and default is not None:
        return default
    if not isinstance(value, str):
        raise InputError(f"the field {field!r} should be a text{_but_is(value)}.")
    return value


def _texts(content: dict[str, Any], field: str) -> tuple[str, ...]:
    """A text, or a list of them; nothing if it is missing."""
    value = content.get(field)
    if value is None:
        return ()
    if isinstance(value, str):
        return (value,)
    if not isinstance(value, list) or not all(isinstance(text, str) for text in value):
        raise InputError(f"the field {field!r} should be a text or a list of texts.")
    return tuple(value)


def _but_is(value: object) -> str:
    return " and is missing" if value is None else f", not {json.dumps(value)[:40]}"
