"""The lines Santa says word for word, held to the rules his answers are held to: nothing else stops them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from santa_core.domain.calls import Child
from santa_core.domain.child_details import prompt_values
from santa_core.domain.prompt_fields import field_label, spoken_lines
from santa_core.domain.prompt_rules.finding import Finding, warning
from santa_core.domain.prompts import PromptVersion, render
from santa_core.domain.safety.model import Rule, Situation, Violation
from santa_core.domain.safety.reply_check import check_reply
from santa_core.errors import InputError

# Length and what cannot be said have findings of their own; a goodbye may have four sentences.
_SAID_ELSEWHERE = frozenset({Rule.TOO_LONG, Rule.TOO_MANY_SENTENCES, Rule.UNSPEAKABLE, Rule.PROMPT_LEAK})
_NAME = "Emma"


def safety_findings(version: PromptVersion) -> Iterator[Finding]:
    for line in spoken_lines(version):
        try:
            said = render(line.text, prompt_values(Child(_NAME, 6, line.language), version))
        except InputError:  # said elsewhere
            continue
        for violation in _violations(said, line.language):
            yield warning(
                f"line-{violation.rule}",
                f"“{field_label(line.path)}” breaks the safety rule {violation.rule}: {violation.reason} "
                "Every child would hear it: say it otherwise.",
                line.path,
            )


@lru_cache(maxsize=256)  # the lint runs at every pause in typing, and most lines stay as they are
def _violations(said: str, language: str) -> tuple[Violation, ...]:
    found = check_reply(said, Situation(language=language, child_name=_NAME))
    by_rule = {violation.rule: violation for violation in found if violation.rule not in _SAID_ELSEWHERE}
    return tuple(by_rule.values())
