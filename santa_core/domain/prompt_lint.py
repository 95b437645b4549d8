"""Reads a prompt version as an experienced colleague would, before a child has to hear it.

Deterministic, without a language model, some milliseconds for any prompt that may be stored: it runs while
somebody types. The rules of wording know English.
"""

from __future__ import annotations

from collections.abc import Iterator

from santa_core.domain.prompt_fields import TEXT, over_limits
from santa_core.domain.prompt_rules.contradictions import contradiction_findings
from santa_core.domain.prompt_rules.finding import Finding, Level, error, warning
from santa_core.domain.prompt_rules.lengths import length_findings
from santa_core.domain.prompt_rules.lines import line_findings
from santa_core.domain.prompt_rules.manners import manner_findings
from santa_core.domain.prompt_rules.policies import policy_findings
from santa_core.domain.prompt_rules.safety import safety_findings
from santa_core.domain.prompt_rules.settings import setting_findings
from santa_core.domain.prompt_rules.statements import statements
from santa_core.domain.prompt_rules.variables import variable_findings
from santa_core.domain.prompts import PromptVersion
from santa_core.domain.token_prices import estimated_tokens

__all__ = ["Finding", "Level", "errors_in", "lint"]

_SANE_CHARACTERS = 8_000
_LEVELS = list(Level)


def lint(version: PromptVersion) -> list[Finding]:
    """Errors first, then warnings, then hints; within each by field, then by place. A version that is too
    big to be stored gets only that said."""
    too_long = over_limits(version)
    if too_long:
        return [error("too-long", found.message, found.path) for found in too_long]
    found = [*_of_text(version), *variable_findings(version), *line_findings(version)]
    found += [*safety_findings(version), *setting_findings(version)]
    return sorted(found, key=lambda finding: (_LEVELS.index(finding.level), finding.path != TEXT))


def errors_in(findings: list[Finding]) -> list[Finding]:
    """What keeps a version from being saved."""
    return [finding for finding in findings if finding.level is Level.ERROR]


def _of_text(version: PromptVersion) -> Iterator[Finding]:
    text = version.text
    if not text.strip():
        yield error("empty-prompt", "The prompt is empty: say who Santa is and how he speaks.", TEXT)
        return
    if len(text) > _SANE_CHARACTERS:
        yield warning(
            "long-prompt",
            f"The prompt has about {estimated_tokens(text):,} tokens, sent again with every answer: it costs "
            "money and makes a child wait. Models also forget rules in a long prompt. Shorten it.",
            TEXT,
        )
    found = statements(text)
    yield from length_findings(found, text)
    yield from contradiction_findings(found)
    yield from manner_findings(found)
    yield from policy_findings(version, found)
