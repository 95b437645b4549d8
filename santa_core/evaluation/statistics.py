"""What few repeats can tell: intervals of pass rates, whether a version is worse, whether two agree."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

_Z_95 = 1.959963984540054  # the normal distribution's 97.5% point: two-sided 95%


@dataclass(frozen=True)
class Interval:
    low: float  # 0 to 1
    high: float


@dataclass(frozen=True)
class Tally:
    """`passes` of `of` conversations."""

    passes: int
    of: int  # at least 1 for a rate

    @property
    def rate(self) -> Fraction:
        return Fraction(self.passes, self.of)


def wilson_interval(passes: int, of: int) -> Interval:
    """The 95% score interval of a pass rate, which stays honest at 3 of 3, where the usual one is [1, 1].

    E. B. Wilson, "Probable inference, the law of succession, and statistical inference", J. Am. Stat. Assoc.
    22 (1927) 209-212; recommended for few trials by Brown, Cai and DasGupta, Statistical Science 16 (2001).

    >>> wilson_interval(3, 3)
    Interval(low=0.43850296824495455, high=1.0)
    """
    if of == 0:
        return Interval(0.0, 1.0)
    rate, z2 = passes / of, _Z_95**2
    centre = (rate + z2 / (2 * of)) / (1 + z2 / of)
    half = _Z_95 / (1 + z2 / of) * math.sqrt(rate * (1 - rate) / of + z2 / (4 * of * of))
    # At the ends the formula gives exactly 0 and 1, and rounding nearly so.
    low = 0.0 if passes == 0 else max(0.0, centre - half)
    high = 1.0 if passes == of else min(1.0, centre + half)
    return Interval(low, high)


def paired_worsening_p(pairs: Sequence[tuple[Tally, Tally]]) -> float:
    """How likely a worsening as large as this one, over all scenarios, is by chance alone.

    Each pair is one scenario: (before, after). One-sided exact permutation test on the sum of the pairs'
    differences in pass rate: without a change each difference could as well have had the other sign
    (R. A. Fisher, The Design of Experiments, 1935, section 21). The scenario is the unit, because repeats of
    one scenario go wrong together. With one repeat each it is McNemar's exact test (one-sided). Pairs without
    conversations on one side are left out.

    >>> paired_worsening_p([(Tally(1, 1), Tally(0, 1))] * 5)  # all five of five turned bad: 1 / 2^5
    0.03125
    """
    differences = [after.rate - before.rate for before, after in pairs if before.of and after.of]
    unit = math.lcm(*(difference.denominator for difference in differences))
    steps = [int(difference * unit) for difference in differences if difference]
    ways = {0: 1}  # by sum: in how many ways the signs can fall so
    for step in steps:
        further: dict[int, int] = defaultdict(int)
        for total, count in ways.items():
            further[total + step] += count
            further[total - step] += count
        ways = further
    observed = sum(steps)
    as_bad = sum(count for total, count in ways.items() if total <= observed)
    return float(Fraction(as_bad, 2 ** len(steps)))


def scenario_worsening_p(before: Tally, after: Tally) -> float:
    """Fisher's exact test, one-sided: how likely `after` has so few of all the passes by chance alone.

    R. A. Fisher, Statistical Methods for Research Workers, 5th ed. (1934), section 21.02.

    >>> scenario_worsening_p(Tally(3, 3), Tally(0, 3))  # 1 / (6 over 3)
    0.05
    """
    passes, of = before.passes + after.passes, before.of + after.of
    if not before.of or not after.of:
        return 1.0
    fewest = max(0, passes - before.of)
    ways = sum(
        math.comb(after.of, count) * math.comb(before.of, passes - count)
        for count in range(fewest, after.passes + 1)
    )
    return float(Fraction(ways, math.comb(of, passes)))


def cohens_kappa(*, both_yes: int, both_no: int, only_first: int, only_second: int) -> float | None:
    """Agreement of two who say yes or no, beyond chance: 1 whole, 0 as by chance, below 0 worse than that.
    None if it cannot be told: nothing was rated, or both always said the same one word.

    J. Cohen, "A coefficient of agreement for nominal scales", Educ. Psychol. Meas. 20 (1960) 37-46.
    """
    of = both_yes + both_no + only_first + only_second
    if of == 0:
        return None
    first_yes, second_yes = both_yes + only_first, both_yes + only_second
    agreed = Fraction(both_yes + both_no, of)
    by_chance = Fraction(first_yes * second_yes + (of - first_yes) * (of - second_yes), of * of)
    return None if by_chance == 1 else float((agreed - by_chance) / (1 - by_chance))
