"""docs/providers.md says what the code does."""

from __future__ import annotations

import re
from dataclasses import asdict
from pathlib import Path

import pytest

from santa_core.ports import Capabilities
from santa_core.providers import heygen, liveavatar, local
from santa_core.providers.error_meanings import BY_STATUS, ROWS
from santa_core.providers.vendor_http import ATTEMPTS, FAILURES_KEPT, LONGEST_PAUSE_SECONDS, Timeouts

PAGE = Path(__file__).parents[2].joinpath("docs", "providers.md").read_text(encoding="utf-8")

CAPABILITIES = {
    "Practice Santa": local.CAPABILITIES,
    "HeyGen": heygen.CAPABILITIES,
    "LiveAvatar": liveavatar.CAPABILITIES,
    "LiveAvatar sandbox": liveavatar.SANDBOX_CAPABILITIES,
}


def table_after(heading: str) -> list[list[str]]:
    """The cells of the first table below a heading, without the line of dashes."""
    section = PAGE.split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    rows = [line.strip("|").split("|") for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in row] for row in rows if not set("".join(row)) <= set("-: ")]


def _word(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value} s"


@pytest.mark.parametrize("vendor", CAPABILITIES)
def test_the_table_of_capabilities_is_what_the_providers_say(vendor: str) -> None:
    head, *rows = table_after("What each can do")
    column = head.index(vendor)
    told = {re.findall(r"`(\w+)`", row[0])[0]: row[column] for row in rows}
    assert told == {name: _word(value) for name, value in asdict(CAPABILITIES[vendor]).items()}


def test_the_table_of_capabilities_knows_every_capability_and_every_vendor() -> None:
    head, *rows = table_after("What each can do")
    assert head[1:] == list(CAPABILITIES)
    assert len(rows) == len(Capabilities.__dataclass_fields__)


def test_the_table_of_errors_knows_every_code_and_status_under_its_kind() -> None:
    rows = {row[0].strip("`"): row for row in table_after("What an error means")[1:]}
    for row in ROWS:
        for code in row.codes:
            assert f"`{code}`" in rows[row.meaning.kind][1], code
    for status, meaning in BY_STATUS.items():
        assert str(status) in rows[meaning.kind][3], status
    kinds = {row.meaning.kind for row in ROWS} | {meaning.kind for meaning in BY_STATUS.values()}
    assert kinds | {"unsupported", "other"} == set(rows)


def test_the_figures_of_a_request_are_the_codes() -> None:
    timeouts = Timeouts()
    for sentence in (
        f"may take {timeouts.usual:g} s as a whole ({timeouts.opening:g} s where a session is opened)",
        {3: "is asked three times"}[ATTEMPTS],
        f"honoured up to {LONGEST_PAUSE_SECONDS:g} s",
        f"The last {FAILURES_KEPT} errors",
        f"the plan's cap and {liveavatar.BEYOND_CAP_SECONDS} s",
        liveavatar.SANDBOX_AVATAR_ID,
    ):
        assert sentence in PAGE, sentence
