"""A conversation of a suite as HTML: what was said, what was written, what is wrong with it and where.

All of it is people's and models' text: escaped here, each piece once.
"""

from __future__ import annotations

from collections.abc import Sequence

from components.prompt_lab.check_words import answer_name, in_words, result_in_words
from components.prompt_lab.checked_text import marked_html
from components.safe_text import as_html
from santa_core.domain.assertions import CheckResult
from santa_core.domain.safety.model import ChildAlert, Severity, Violation
from santa_core.domain.suites import TestTurn
from santa_core.domain.token_prices import token_cost_usd

_SHAPES = {Severity.BLOCKER: "■", Severity.WARNING: "▲"}

STYLE = """<style>
ol.held.held { list-style: none; margin: 0; padding: 0; display: grid; gap: 0.5rem; }
ol.held.held li { margin: 0; max-width: 50rem; padding: 0.5rem 0.8rem; border-radius: 0.5rem;
  border: 1px solid color-mix(in srgb, currentColor 16%, transparent); overflow-wrap: anywhere; }
ol.held li.by-santa { border-inline-start: 4px solid #2E7D5B; }
ol.held li.by-child { border-inline-start: 4px solid #D9A441; margin-inline-end: 2rem; }
ol.held li.broken { border-inline-start-color: #B3202A; border-inline-start-style: double; }
.held .about { display: flex; flex-wrap: wrap; gap: 0.1rem 0.8rem; font-size: 0.8rem; opacity: 0.75; }
.held .who { font-weight: 600; }
.held .written { margin-block-start: 0.35rem; font-size: 0.9rem; }
.held .written .tag { font-size: 0.75rem; opacity: 0.75; display: block; }
.held del, .held u { border-radius: 0.2rem; padding-inline: 0.1rem; }
.held del { background: color-mix(in srgb, #B3202A 26%, transparent); text-decoration-thickness: 2px; }
.held u { background: color-mix(in srgb, #D9A441 38%, transparent); text-decoration-style: wavy;
  text-underline-offset: 0.2em; }
.held ul.found { list-style: none; margin: 0.35rem 0 0; padding: 0; font-size: 0.82rem;
  display: grid; gap: 0.1rem; }
.held ul.found li { border: 0; padding: 0; max-width: none; border-radius: 0; }
.held ul.found b { font-weight: 600; }
</style>"""


def conversation_html(
    turns: Sequence[TestTurn], checks: Sequence[CheckResult] = (), *, child: str, model: str
) -> str:
    """`model`: of the version that answered, for what a turn cost."""
    items = []
    for number, turn in enumerate(turns):
        if turn.child:
            items.append(_child_item(turn, child))
        failed = [check for check in checks if check.turn == number and check.passed is False]
        items.append(_santa_item(turn, number, failed, model))
    return f'{STYLE}<ol class="held" aria-label="The conversation">{"".join(items)}</ol>'


def _child_item(turn: TestTurn, child: str) -> str:
    alerts = "".join(_alert(alert) for alert in turn.alerts)
    found = f'<ul class="found">{alerts}</ul>' if alerts else ""
    return (
        f'<li class="by-child"><div class="about"><span class="who" dir="auto">{as_html(child)}</span></div>'
        f'<div dir="auto">{as_html(turn.child)}</div>{found}</li>'
    )


def _alert(alert: ChildAlert) -> str:
    return f"<li>⚑ <b>{as_html(alert.kind)}</b>: {as_html(alert.reason)}</li>"


def _santa_item(turn: TestTurn, number: int, checks: Sequence[CheckResult], model: str) -> str:
    about = [
        f'<span class="who">Santa</span><span>{answer_name(number)}</span>',
        *(f"<span>{as_html(figure)}</span>" for figure in figures_of(turn, model)),
    ]
    blocked = any(v.severity is Severity.BLOCKER for v in turn.violations)
    broken = blocked or bool(checks)
    said = as_html(turn.santa) if turn.santa else "<em>nothing</em>"
    written = ""
    if turn.violations or " ".join(turn.written.split()) != " ".join(turn.santa.split()):
        tag = "Written by the model, not spoken as it stands" if blocked else "As the model wrote it"
        words = marked_html(turn.written, turn.violations)
        written = f'<div class="written" dir="auto"><span class="tag">{tag}</span>{words}</div>'
    found = "".join(_violation(v) for v in turn.violations) + "".join(_check(check) for check in checks)
    listed = f'<ul class="found">{found}</ul>' if found else ""
    return (
        f'<li class="by-santa{" broken" if broken else ""}"><div class="about">{"".join(about)}</div>'
        f'<div dir="auto">{said}</div>{written}{listed}</li>'
    )


def figures_of(turn: TestTurn, model: str) -> list[str]:
    """ "640 ms to the first sentence", "812 + 45 tokens", "$0.00015": what of it was measured."""
    found = []
    if turn.first_sentence_ms is not None:
        found.append(f"{turn.first_sentence_ms:,} ms to the first sentence")
    if turn.input_tokens is not None and turn.output_tokens is not None:
        found.append(f"{turn.input_tokens:,} + {turn.output_tokens:,} tokens")
        cost = token_cost_usd(model, turn.input_tokens, turn.output_tokens)
        if cost:
            found.append(f"${cost:.5f}")
    return found


def _violation(violation: Violation) -> str:
    return (
        f"<li>{_SHAPES[violation.severity]} <b>{as_html(violation.rule)}</b> "
        f"({as_html(violation.severity)}): {as_html(violation.reason)}</li>"
    )


def _check(check: CheckResult) -> str:
    shape, word = result_in_words(check)
    return f"<li>{shape} <b>{word}</b>: {as_html(in_words(check.assertion))}. {as_html(check.reason)}</li>"
