"""Runs the real promptfoo on what the studio exports, against the local server.

python -m tests.promptfoo.real_promptfoo    writes recorded_verdicts.json anew, with promptfoo on the PATH
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from santa_core.domain.prompts import PromptVersion
from santa_core.domain.scenarios import Scenario
from santa_core.storage.promptfoo_export import export
from tests.fakes.openai_server import running_openai_server
from tests.promptfoo import parity_cases

RECORDED = Path(__file__).with_name("recorded_verdicts.json")


def promptfoo() -> str | None:
    return shutil.which("promptfoo")


def run(
    version: PromptVersion, scenarios: Sequence[Scenario], *, replies: Sequence[str]
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """promptfoo's own results, and the requests it sent."""
    program = promptfoo()
    assert program is not None
    with tempfile.TemporaryDirectory() as folder, running_openai_server(replies=replies) as server:
        config, results = Path(folder, "santa.yaml"), Path(folder, "results.json")
        config.write_text(export(version, scenarios).yaml, encoding="utf-8")
        environment = {
            **os.environ,
            "OPENAI_API_KEY": "test",
            "OPENAI_BASE_URL": server.base_url,
            "PROMPTFOO_CONFIG_DIR": folder,
            "PROMPTFOO_DISABLE_TELEMETRY": "1",
            "PROMPTFOO_DISABLE_UPDATE": "1",
            "PROMPTFOO_DISABLE_REMOTE_GENERATION": "1",
        }
        command = [program, "eval", "-c", str(config), "--no-cache", "-o", str(results), "--no-progress-bar"]
        done = subprocess.run(
            command, env=environment, cwd=folder, capture_output=True, text=True, timeout=280, check=False
        )
        # 100: it ran, and some tests failed.
        assert done.returncode in (0, 100), done.stdout + done.stderr
        return json.loads(results.read_text(encoding="utf-8")), list(server.behaviour.requests)


def verdicts_in(results: dict[str, Any]) -> dict[str, bool]:
    """By scenario: did all tests of its conversation pass?"""
    verdicts: dict[str, bool] = {}
    for test in results["results"]["results"]:
        scenario_id = test["metadata"]["conversationId"]
        verdicts[scenario_id] = verdicts.get(scenario_id, True) and test["success"]
    return verdicts


def main() -> None:
    results, _ = run(parity_cases.version(), parity_cases.scenarios(), replies=parity_cases.REPLIES)
    recorded = {"promptfoo": results["metadata"]["promptfooVersion"], "passed": verdicts_in(results)}
    RECORDED.write_text(json.dumps(recorded, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
