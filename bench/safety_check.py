"""The safety check: how long a sentence of Santa's waits for it before it may be spoken.

sentence   one sentence through ReplyScreen, as in a call: a child's three turns, the real prompt
first      the first sentence of a reply, which also reads what the child said
alerts     what a child said, searched for signs of harm
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial

from bench.figures import Figures, figures_of
from bench.machine import Conditions
from bench.report import Outcome, Row
from santa_core.domain.safety.child_alerts import alerts_in
from santa_core.domain.safety.model import Situation
from santa_core.domain.safety.screen import ReplyScreen
from santa_core.storage.default_prompt import default_prompt

ROUNDS = 400
WARM_UP_ROUNDS = 20
LIMIT_MS = 1.0
SAID = ("Hello Santa, I am Emma!", "I want a red bike and a book about whales.", "My cat died last week.")
SENTENCES = (
    "Thank you for telling me that, it must have been very hard for you.",
    "I can't promise you a puppy, but I will write it on my list and talk to the elves.",
    "Is there a grown-up at home who can sit with you and look at the pictures?",
)


def run() -> Outcome:
    situation = Situation(said=SAID, child_name="Emma", prompt=default_prompt().text)
    conditions = Conditions()
    first, later, alerts = [], [], []
    for round_number in range(ROUNDS + WARM_UP_ROUNDS):
        screen = ReplyScreen(situation)
        times = [_milliseconds(partial(screen.sentence, sentence)) for sentence in SENTENCES]
        heard = [_milliseconds(partial(alerts_in, words)) for words in SAID]
        if round_number >= WARM_UP_ROUNDS:
            first.append(times[0])
            later.extend(times[1:])
            alerts.extend(heard)
    series = {"sentence": figures_of(later), "first": figures_of(first), "alerts": figures_of(alerts)}
    return Outcome(
        benchmark="safety_check",
        figures={
            name: {**figures.as_json(), "p50_to_limit": round(figures.p50 / LIMIT_MS, 2)}
            for name, figures in series.items()
        },
        rows=[row for name, figures in series.items() for row in _rows(name, figures)],
        conditions=conditions.as_json(),
        setting={"rounds": ROUNDS, "limit_ms": LIMIT_MS},
    )


def _rows(name: str, figures: Figures) -> list[Row]:
    return [
        Row(
            f"{name}, p50",
            f"{figures.p50:.2f} ms ({figures.p50 / LIMIT_MS:.0%} of the limit)",
            f"< {LIMIT_MS:.0f} ms",
            figures.p50 < LIMIT_MS,
        ),
        Row(
            f"{name}, p95",
            f"{figures.p95:.2f} ms ({figures.p95 / LIMIT_MS:.0%} of the limit)",
            f"< {LIMIT_MS:.0f} ms",
            figures.p95 < LIMIT_MS,
        ),
    ]


def _milliseconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1_000
