"""Intervals of shares and of paired differences that hold at 0 and 1, and where a person has several cases.

A share is Wilson's interval, with Brown, Cai and DasGupta's end for three misses or fewer; a difference is
Agresti and Min's, which adds a pair to each side, so neither is ever of no width. Both count answers by
their design effect (Kish): how much less n answers tell because a person's are alike. What few people
show of it is weak evidence, so an alikeness that is assumed has the weight of `ASSUMED_PEOPLE` people
where it can be told of nobody, and of none where it can be told of everybody. docs/evaluation.md says why,
and `python -m bench.coverage` how often the truth lies inside.

`hits` and `of` are arrays over cases, both 0 where an answer is unscored.
"""

from __future__ import annotations

from math import sqrt
from typing import NamedTuple

import numpy as np
from scipy import special

from wearable_coach.evaluation.alikeness import ALIKE_ANSWERS, ALIKE_DIFFERENCES
from wearable_coach.evaluation.people import Array, People

ASSUMED_PEOPLE = 3
"""People whose weight the assumed alikeness has where it can be told of nobody [count]."""
_LEAST_EFFECT = 0.2
"""Nobody is so unlike himself that five answers tell more than 25 [1]."""
_EXACT_MISSES = 3
_ADDED = 2
"""Pairs that are added, half of them discordant [count]."""
_NONE = 1e-9


class Interval(NamedTuple):
    """A share or a difference with its interval."""

    value: float
    low: float
    high: float


def share_interval(hits: Array, of: Array, people: People, *, confidence: float) -> Interval | None:
    """Return hits of all with an interval; None when nothing is scored.

    Args:
        hits: Over cases.
        of: Over cases.
        people: Whose cases they are.
        confidence: Of both sides [1].

    Source:
        Wilson (1927); Brown, Cai, DasGupta (2001), doi:10.1214/ss/1009213286; Kish (1965).
    """
    total = float(of.sum())
    if not total:
        return None
    value = float(hits.sum() / total)
    sums, trials = people.by_person(hits), people.by_person(of)
    sums, trials = sums[trials > 0], trials[trials > 0]
    plain = value * (1 - value) / total
    seen = 1.0
    if plain > _NONE / total:
        apart = float(np.sum((sums - value * trials) ** 2)) / total**2
        seen = _many(len(trials)) * apart / plain
    telling = min(np.count_nonzero(sums > _NONE), np.count_nonzero(trials - sums > _NONE))
    effect, assumed = _design_effect(seen, trials, int(telling), ALIKE_ANSWERS)
    critical = _critical(confidence, len(trials), assumed, total)
    return Interval(value, *_wilson(value, total / effect, critical))


def difference_interval(
    one: tuple[Array, Array], other: tuple[Array, Array], people: People, *, confidence: float
) -> Interval | None:
    """Return the difference of two shares over the cases scored in both, one minus other.

    Args:
        one: Hits and of.
        other: The same of the other model.
        people: Whose cases they are.
        confidence: Of both sides [1].

    Source:
        Agresti, Min (2005), doi:10.1002/sim.1781; Kish (1965).
    """
    (h1, o1), (h2, o2) = paired(one, other)
    pairs = float(np.count_nonzero(o1))
    if not pairs:
        return None
    value = float(h1.sum() / o1.sum() - h2.sum() / o2.sum())
    cases = people.by_person((o1 > 0).astype(float))
    cases = cases[cases > 0]
    off = pairs * (_residual(h1, o1) - _residual(h2, o2))
    alone, apart = float(np.sum(off**2)), float(np.sum(people.by_person(off) ** 2))
    seen = _many(len(cases)) * apart / alone if alone > _NONE else 1.0
    discordant = people.by_person((np.abs(h1 * o2 - h2 * o1) > _NONE).astype(float))
    telling = int(np.count_nonzero(discordant))
    effect, assumed = _design_effect(seen, cases, telling, ALIKE_DIFFERENCES)
    a_case = float(o1.sum() + o2.sum()) / (2 * pairs)
    unit = (1 + (a_case - 1) * ALIKE_ANSWERS) / a_case
    n = pairs / effect
    squares = (alone + pairs * value**2) / effect
    variance = (squares + unit - (value * n) ** 2 / (n + _ADDED)) / (n + _ADDED) ** 2
    middle = value * n / (n + _ADDED)
    critical = _critical(confidence, len(cases), assumed, max(pairs, pairs * a_case))
    reach = critical * sqrt(variance)
    return Interval(value, max(-1.0, middle - reach), min(1.0, middle + reach))


def paired(
    one: tuple[Array, Array], other: tuple[Array, Array]
) -> tuple[tuple[Array, Array], tuple[Array, Array]]:
    """Return hits and of of two models with 0 wherever either is unscored."""
    both = ((one[1] > 0) & (other[1] > 0)).astype(float)
    return (one[0] * both, one[1] * both), (other[0] * both, other[1] * both)


def _residual(hits: Array, of: Array) -> Array:
    """Return what each case adds to the error of a share, to the first order."""
    total = of.sum()
    off: Array = (hits - of * (hits.sum() / total)) / total
    return off


def _many(people: int) -> float:
    return people / (people - 1) if people > 1 else 1.0


def _design_effect(seen: float, sizes: Array, telling: int, alike: float) -> tuple[float, float]:
    """Return how many answers tell as much as one independent one, and the weight of what is assumed in it [people].

    Args:
        seen: As the data show it.
        sizes: Answers of each person.
        telling: People of whom it can be told.
        alike: Correlation that is assumed.
    """
    assumed = 1 + (float(np.sum(sizes**2) / np.sum(sizes)) - 1) * alike
    others, evidence = len(sizes) - 1, max(0, min(telling, len(sizes)) - 1)
    weight = ASSUMED_PEOPLE * (1 - evidence / others if others else 1.0)
    if assumed <= 1:
        return 1.0, weight
    effect = (evidence * seen + weight * assumed) / (evidence + weight)
    return max(_LEAST_EFFECT, effect), weight


def _critical(confidence: float, people: int, assumed: float, trials: float) -> float:
    """Return the quantile of the normal, or, where people have several, of Student's by people."""
    upper = (1 + confidence) / 2
    if trials <= people:
        return float(special.ndtri(upper))
    return float(special.stdtrit(people - 1 + assumed, upper))


def _wilson(value: float, n: float, critical: float) -> tuple[float, float]:
    low, high = (_lower_end(share, n, critical) for share in (value, 1 - value))
    return low, 1 - high


def _lower_end(value: float, n: float, critical: float) -> float:
    hits = value * n
    if hits <= _NONE:
        return 0.0
    z = critical**2
    reach = critical * sqrt(hits * (1 - value) + z / 4)
    low = (hits + z / 2 - reach) / (n + z)
    if hits <= _EXACT_MISSES:
        both_tails = 2 * float(special.ndtr(-critical))
        low = min(low, float(special.gammaincinv(hits, both_tails)) / n)
    return low
