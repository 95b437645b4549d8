"""How often the safety check is right, measured on the labelled replies.

python -m tests.labelled_replies.measure            the figures of both halves, and each wrong verdict of dev
python -m tests.labelled_replies.measure --write    ... and writes the table of docs/safety.md anew

A reply counts once for a rule, however many of its words break it. The held-out half prints figures
only: whoever reads its verdicts to mend a rule has no held-out half any more.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from santa_core.cli.check_replies_command import ReplyLine, reply_line
from santa_core.domain.safety.model import Rule
from santa_core.domain.safety.reply_check import check_reply
from santa_core.storage.default_prompt import default_prompt

FOLDER = Path(__file__).parent
DOCS = FOLDER.parent.parent / "docs" / "safety.md"
HALVES = ("dev", "test")
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"


@dataclass(frozen=True)
class Labelled:
    """A reply and the rules that a careful reader finds broken in it."""

    line: ReplyLine
    expected: frozenset[Rule]
    near: Rule | None  # a good reply that seems to break this one


@dataclass(frozen=True)
class Count:
    """Of one rule: replies that break it and were caught, were missed, and others that were accused."""

    caught: int
    missed: int
    accused: int

    @property
    def bad(self) -> int:
        return self.caught + self.missed

    @property
    def precision(self) -> float:
        """1.0 if nothing was reported: nothing that was said was wrong."""
        reported = self.caught + self.accused
        return self.caught / reported if reported else 1.0

    @property
    def recall(self) -> float:
        return self.caught / self.bad if self.bad else 1.0


def labelled(half: str) -> list[Labelled]:
    """`half`: "dev" or "test". Raises InputError naming a field that is wrong, ValueError a rule."""
    return list(_read(half))


def found(reply: Labelled) -> frozenset[Rule]:
    return frozenset(v.rule for v in check_reply(reply.line.reply, reply.line.situation))


def counted(replies: Sequence[Labelled]) -> dict[Rule, Count]:
    verdicts = [(reply.expected, found(reply)) for reply in replies]
    return {
        rule: Count(
            caught=sum(rule in expected and rule in said for expected, said in verdicts),
            missed=sum(rule in expected and rule not in said for expected, said in verdicts),
            accused=sum(rule not in expected and rule in said for expected, said in verdicts),
        )
        for rule in Rule
    }


def macro(counts: Mapping[Rule, Count]) -> tuple[float, float]:
    """Precision and recall, each the mean over the rules: a rare rule weighs as much as a frequent one."""
    return (
        sum(count.precision for count in counts.values()) / len(counts),
        sum(count.recall for count in counts.values()) / len(counts),
    )


def wholly_right(replies: Sequence[Labelled]) -> int:
    """Replies of which the check says exactly what the reader says."""
    return sum(found(reply) == reply.expected for reply in replies)


def report(halves: Mapping[str, Sequence[Labelled]]) -> str:
    """The section of docs/safety.md: one table, dev beside held-out."""
    counts = {half: counted(replies) for half, replies in halves.items()}
    rows = [_row(rule, *(counts[half][rule] for half in HALVES)) for rule in Rule]
    means = {half: macro(counts[half]) for half in HALVES}
    sentences = [
        f"{_NAMES[half]}: {wholly_right(replies)} of {len(replies)} replies get exactly the verdict of the "
        f"reader; mean precision {means[half][0]:.1%}, mean recall {means[half][1]:.1%}; of "
        f"{sum(not reply.expected for reply in replies)} good replies "
        f"{sum(not reply.expected and bool(found(reply)) for reply in replies)} are accused of something."
        for half, replies in halves.items()
    ]
    head = (
        "| rule | bad (dev) | precision | recall | bad (held out) | precision | recall |\n"
        "|---|--:|--:|--:|--:|--:|--:|"
    )
    return "\n".join([" ".join(sentences), "", head, *rows])


_NAMES = {"dev": "Looked at while writing the rules", "test": "Held out"}


def _row(rule: Rule, dev: Count, test: Count) -> str:
    cells = [f"{count.bad} | {count.precision:.1%} | {count.recall:.1%}" for count in (dev, test)]
    return f"| {rule} | {' | '.join(cells)} |"


def _read(half: str) -> Iterator[Labelled]:
    prompt = default_prompt().text
    for path in sorted(FOLDER.glob(f"{half}-*.jsonl")):
        for text in path.read_text(encoding="utf-8").splitlines():
            content = json.loads(text)
            near = content.get("near")
            yield Labelled(
                line=reply_line(text, prompt=prompt),
                expected=frozenset(Rule(rule) for rule in content["expected"]),
                near=Rule(near) if near else None,
            )


def with_measured(document: str, text: str) -> str:
    """`document` with the text between the marks replaced."""
    before, _, rest = document.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not end:
        raise ValueError(f"docs/safety.md needs the lines {BEGIN} and {END}.")
    return f"{before}{BEGIN}\n{text}\n{END}{after}"


def _print_wrong_verdicts(replies: Sequence[Labelled]) -> None:
    for reply in replies:
        said = found(reply)
        if said != reply.expected:
            missed, accused = sorted(reply.expected - said), sorted(said - reply.expected)
            print(f"{reply.line.reply_id}: missed {missed} accused {accused}\n    {reply.line.reply[:200]}")


def main(arguments: Sequence[str]) -> None:
    halves = {half: labelled(half) for half in HALVES}
    _print_wrong_verdicts(halves["dev"])
    text = report(halves)
    print(text)
    if "--write" in arguments:
        DOCS.write_text(with_measured(DOCS.read_text(encoding="utf-8"), text), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
