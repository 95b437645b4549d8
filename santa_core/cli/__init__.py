"""The command line.

python -m santa_core calls list|show <id>|export <id>    what is in the log
python -m santa_core check-replies FILE.jsonl            what the safety check finds in replies of Santa's
python -m santa_core database upgrade                    bring PostgreSQL's tables up to date
python -m santa_core evaluate --version V --suite blockers   does a version of Santa keep the rules
python -m santa_core doctor                              what is connected, what is wrong, and the cure
python -m santa_core promptfoo export PATH|import FILE   test cases to and from promptfoo
python -m santa_core prompts list|export DIR|import DIR  versions of the prompt, in a folder of git
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from datetime import tzinfo

from santa_core.cli import (
    calls_command,
    check_replies_command,
    database_command,
    doctor_command,
    evaluate_command,
    promptfoo_command,
    prompts_command,
)
from santa_core.cli.terminal import Terminal
from santa_core.errors import SantaError
from santa_core.settings import load_settings


def main(
    argv: Sequence[str] | None = None, *, database_url: str | None = None, zone: tzinfo | None = None
) -> int:
    """The exit code: 0, 1 with a sentence on stderr or a doctor who found something, 2 for a wrong command,
    100 for a version that failed its suite, 130 for Ctrl-C, 141 for a closed pipe.

    `database_url` None: the settings'. `zone` None: this machine's.
    """
    arguments = _parser().parse_args(argv)
    try:
        terminal = Terminal(sys.stdout, zone=zone)
        code = arguments.run(arguments, database_url or load_settings().database_url, terminal)
        sys.stdout.flush()
    except BrokenPipeError:
        # `... | head` read enough. Python would complain once more when it flushes stdout at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141  # as of a program that SIGPIPE ended
    except SantaError as error:
        Terminal(sys.stderr).line(str(error))
        return 1
    return code or 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m santa_core", description="The Santa call studio.")
    commands = parser.add_subparsers(required=True, metavar="command")
    calls_command.add_to(commands)
    check_replies_command.add_to(commands)
    database_command.add_to(commands)
    doctor_command.add_to(commands)
    evaluate_command.add_to(commands)
    promptfoo_command.add_to(commands)
    prompts_command.add_to(commands)
    return parser
