"""Intervals of a day's share and of its difference to a share that an evaluation found.

Source:
    Wilson (1927), doi:10.1080/01621459.1927.10502953; the difference of two independent shares from the ends of
    each by Newcombe (1998), doi:10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I, of a weighted
    sum by Zou and Donner (2008), doi:10.1002/sim.3095.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from typing import NamedTuple

from wearable_coach.evaluation.figure import Figure

Z = 4.0
"""How far the ends lie from a share, in standard errors: a service that goes as its evaluation is told of on one day or
two in a hundred, although it is looked at every hour and in four ways (`python -m bench.served`)."""
_Z_EVALUATED = 1.959964
"""Of the intervals of 95 % that an evaluation writes down."""


class Share(NamedTuple):
    """A share [1] with the ends of its interval at `Z`."""

    value: float
    low: float
    high: float


def share_of(hits: float, n: float) -> Share:
    """Return a share of independent answers, by Wilson.

    Args:
        hits: Of them [count].
        n: Answers, more than none [count].
    """
    value = hits / n
    middle = (value + Z**2 / (2 * n)) / (1 + Z**2 / n)
    half = Z * sqrt(value * (1 - value) / n + Z**2 / (4 * n**2)) / (1 + Z**2 / n)
    return Share(value, max(0.0, middle - half), min(1.0, middle + half))


def evaluated_share(figure: Figure) -> Share | None:
    """Return an evaluation's share with its ends at `Z`; None where nothing was scored.

    Its answers count by people, so its own interval says how many independent ones they are worth.
    """
    if figure.share is None or figure.low is None or figure.high is None:
        return None
    n = max(_n_of(figure.share, end) for end in (figure.low, figure.high)) or figure.n
    return share_of(figure.share * n, n)


def weighted(shares: Sequence[tuple[float, Share]]) -> Share:
    """Return a sum of independent shares, each with its weight; the weights add up to 1."""
    value = sum(weight * one.value for weight, one in shares)
    down = sqrt(sum((weight * (one.value - one.low)) ** 2 for weight, one in shares))
    up = sqrt(sum((weight * (one.high - one.value)) ** 2 for weight, one in shares))
    return Share(value, max(0.0, value - down), min(1.0, value + up))


def difference(one: Share, other: Share) -> Share:
    """Return one share minus another, both independent."""
    value = one.value - other.value
    down = sqrt((one.value - one.low) ** 2 + (other.high - other.value) ** 2)
    up = sqrt((one.high - one.value) ** 2 + (other.value - other.low) ** 2)
    return Share(value, value - down, value + up)


def _n_of(value: float, end: float) -> float:
    """Return of how many answers an end of Wilson's interval tells [count]; 0 where it tells of none."""
    apart = abs(value - end)
    return _Z_EVALUATED**2 * end * (1 - end) / apart**2 if apart else 0.0
