"""What Santa wrote, with what a rule found in it marked, as HTML that holds nobody's markup."""

from __future__ import annotations

from collections.abc import Sequence

from components.safe_text import as_html
from santa_core.domain.safety.model import Severity, Violation


def marked_html(text: str, violations: Sequence[Violation]) -> str:
    """Marks do not rest on colour alone: a blocker is struck out, a warning underlined, and each says its
    rule to whoever points at it or has it read out."""
    html, at = "", 0
    for violation in sorted(violations, key=lambda v: v.span):
        begin, end = max(violation.span[0], at), violation.span[1]
        if begin >= end:
            continue  # inside a span that is marked already
        kind = "del" if violation.severity is Severity.BLOCKER else "u"
        title = as_html(f"{violation.rule}: {violation.reason}")
        html += f'{as_html(text[at:begin])}<{kind} title="{title}">{as_html(text[begin:end])}</{kind}>'
        at = end
    return html + as_html(text[at:])
