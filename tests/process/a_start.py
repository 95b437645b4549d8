"""A start that should fail: the program as people run it, and what it leaves in the terminal."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).parents[2]
SECONDS = 120  # far more than a start takes, also on a busy machine

# What Streamlit says of itself before the studio is asked.
_STREAMLITS_OWN = ("You can now view", "URL:", "Local URL:", "Network URL:", "External URL:")
_OURS = ("OPENAI_", "HEYGEN_", "DATABASE_", "SANTA_", "STREAMLIT_")


@dataclass(frozen=True)
class Ending:
    code: int
    words: str

    @property
    def sentences_for_people(self) -> list[str]:
        """The lines that are not Streamlit's banner or its log."""
        lines = [line.strip() for line in self.words.splitlines()]
        return [
            line
            for line in lines
            if line
            and not line.startswith(_STREAMLITS_OWN)
            and "external IP" not in line
            and "docs.streamlit.io" not in line
        ]

    def says(self, *pieces: str) -> None:
        """One line with all of `pieces`, no traceback, and a code that scripts notice."""
        assert self.code != 0, self.words
        assert "Traceback" not in self.words
        assert len(self.sentences_for_people) == 1, self.words
        for piece in pieces:
            assert piece in self.sentences_for_people[0], self.words


def streamlit(port: int) -> list[str]:
    return [sys.executable, "-m", "streamlit", "run", str(PROJECT / "app.py"),
            "--server.port", str(port), "--server.headless", "true"]  # fmt: skip


def start(command: list[str], *, folder: Path, **environment: str) -> Ending:
    """Runs `command` in `folder`, whose .env is the one that counts, and waits for its end."""
    inherited = {k: v for k, v in os.environ.items() if not k.startswith(_OURS)}
    ended = subprocess.run(
        command,
        cwd=folder,
        # .streamlit/config.toml is looked for in the folder: what it says of the address is repeated here.
        env={
            **inherited,
            "PYTHONPATH": str(PROJECT),
            "PYTHONIOENCODING": "utf-8",
            "STREAMLIT_SERVER_ADDRESS": "localhost",
            "SANTA_DATA_DIR": str(folder / "data"),
            **environment,
        },
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=SECONDS,
        check=False,
    )
    return Ending(ended.returncode, ended.stdout.decode("utf-8", "replace"))
