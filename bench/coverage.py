"""Simulate how often the intervals of an evaluation hold the truth.

    python -m bench.coverage [--draws N] [--alike 0.1] [--attainable]

Each cell draws answers of a true rate, of persons that differ (beta-binomial; `--alike` is the correlation of two
answers to one person), and asks `wearable_coach.evaluation.intervals` for the 95 % interval. Of differences the second
model answers half the questions as the first does, the others anew, and is worse by 0 or 5 points.
`--attainable` draws nothing and reckons what any interval could cover where few answers miss or differ.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from wearable_coach.evaluation.intervals import Interval, difference_interval, share_interval
from wearable_coach.evaluation.people import Array, People

SIZES, RATES, CLUSTERS = (50, 300, 1000), (0.5, 0.95, 0.99), ("1", "10", "uneven")
CONFIDENCE = 0.95
SAME = 0.5
"""Share of the questions to which both models answer alike for another reason than the person."""
_LONGEST, _MEAN = 25, 5
LEAST = 0.93
_QUANTILES = 20_000


class Cell(NamedTuple):
    """One cell of the table."""

    n: int
    rate: float
    cluster: str
    alike: float
    """Correlation of two answers to one person [1]."""


def cells(alike: float) -> list[Cell]:
    """Every cell of the table."""
    return [Cell(n, rate, cluster, alike) for cluster in CLUSTERS for n in SIZES for rate in RATES]


def people_of(cell: Cell) -> list[str]:
    """The person of each case: one each, ten each, or uneven (geometric, 1 to 25, five on average)."""
    if cell.cluster != "uneven":
        return [str(i // int(cell.cluster)) for i in range(cell.n)]
    rng = np.random.default_rng(5)
    found: list[str] = []
    while len(found) < cell.n:
        size = min(int(rng.geometric(1 / _MEAN)), _LONGEST)
        found += [str(len(found))] * size
    return found[: cell.n]


def persons_of(cell: Cell) -> NDArray[np.intp]:
    """The number of each case's person."""
    return np.unique(people_of(cell), return_inverse=True)[1]


def answers(cell: Cell, draws: int, seed: int) -> Iterator[tuple[Array, Array]]:
    """Yield draws of two models' answers of the same rate, 1 where an answer is right."""
    rng, persons = np.random.default_rng(seed), persons_of(cell)
    many = int(persons.max()) + 1
    spread = (1 - cell.alike) / cell.alike
    for _ in range(draws):
        rates = np.full(cell.n, cell.rate)
        if cell.cluster != "1":
            of_person = rng.beta(cell.rate * spread, (1 - cell.rate) * spread, size=many)
            rates = of_person[persons]
        one = rng.random(cell.n) < rates
        other = np.where(rng.random(cell.n) < SAME, one, rng.random(cell.n) < rates)
        yield one.astype(float), other.astype(float)


def covered(found: Iterator[Interval | None], truth: float) -> tuple[float, float]:
    """Return how often intervals hold the truth, and how often they are of no width [1]."""
    all_ = [f for f in found if f]
    inside = sum(f.low <= truth + 1e-12 and f.high >= truth - 1e-12 for f in all_)
    return inside / len(all_), sum(f.low == f.high for f in all_) / len(all_)


def of_shares(cell: Cell, draws: int, seed: int = 1) -> tuple[float, float]:
    """Return coverage and zero widths of the interval of a share."""
    people, every = People(people_of(cell), seed=0), np.ones(cell.n)
    drawn = answers(cell, draws, seed)
    found = (share_interval(a, every, people, confidence=CONFIDENCE) for a, _ in drawn)
    return covered(found, cell.rate)


def of_differences(cell: Cell, draws: int, worse: float, seed: int = 2) -> tuple[float, float]:
    """Return coverage and zero widths of the interval of a paired difference, the second worse by `worse`."""
    people, every = People(people_of(cell), seed=0), np.ones(cell.n)
    rng = np.random.default_rng(seed + 1)
    found = (
        difference_interval(
            (a, every),
            (b * (rng.random(cell.n) < 1 - worse / cell.rate), every),
            people,
            confidence=CONFIDENCE,
        )
        for a, b in answers(cell, draws, seed)
    )
    return covered(found, worse)


def attainable_of_share(n: int, rate: float) -> tuple[float, float]:
    """Return what intervals of a share can cover that is next to 95 % from below and from above, one case a person [1].

    An interval that moves with the misses holds the truth for misses that follow one another.
    """
    chances = stats.binom.pmf(np.arange(n + 1), n, 1 - rate)
    sums = np.concatenate([[0.0], np.cumsum(chances)])
    found = np.unique(np.round((sums[None, :] - sums[:, None])[np.triu_indices(n + 2, 1)], 9))
    return float(found[found < CONFIDENCE].max()), float(found[found >= CONFIDENCE].min())


def least_of_no_difference(cell: Cell) -> float:
    """Return the least that an interval can cover of two equal models, if of however many discordant answers it covers 93 % [1].

    Which of two equal models meets a case that only one meets is a coin's toss, of whomever the case is.
    """
    chances = np.ones(1)
    for size, people in zip(
        *np.unique(np.bincount(persons_of(cell)), return_counts=True), strict=True
    ):
        of_one = _discordant_of_person(cell, int(size))
        for _ in range(int(people)):
            chances = np.convolve(chances, of_one)
    return float(sum(c * _least_of_tosses(m) for m, c in enumerate(chances) if c))


def _discordant_of_person(cell: Cell, cases: int) -> Array:
    """Return how likely so many of a person's cases are met by one of two equal models alone."""
    spread = (1 - cell.alike) / cell.alike
    at = (np.arange(_QUANTILES) + 0.5) / _QUANTILES
    rates = stats.beta.ppf(at, cell.rate * spread, (1 - cell.rate) * spread)
    rates = np.array([cell.rate]) if cell.cluster == "1" else rates
    apart = (1 - SAME) * 2 * rates * (1 - rates)
    found: Array = stats.binom.pmf(np.arange(cases + 1)[:, None], cases, apart).mean(axis=1)
    return found


def _least_of_tosses(tosses: int) -> float:
    """Return the least share of tosses' outcomes, from the evenest on, that is 93 % or more."""
    heads = np.arange(tosses + 1)
    uneven = np.abs(2 * heads - tosses)
    chances = stats.binom.pmf(heads, tosses, 0.5)
    covered = np.array([chances[uneven <= most].sum() for most in np.unique(uneven)])
    return float(covered[covered >= LEAST].min())


def attainable() -> None:
    """Print what any interval could cover at the ends."""
    print("| n | rate | share, next to 95 % from below and above |\n|---|---|---|")
    for n in SIZES:
        for rate in RATES:
            below, above = attainable_of_share(n, rate)
            print(f"| {n:,} | {rate} | {100 * below:.1f}, {100 * above:.1f} |")
    print("| cases a person | n | " + " | ".join(f"difference 0: {r}" for r in RATES) + " |")
    print("|---|---|" + "---|" * len(RATES))
    for cluster in CLUSTERS:
        for n in SIZES:
            row = [100 * least_of_no_difference(Cell(n, r, cluster, 0.1)) for r in RATES]
            print(f"| {cluster} | {n:,} | " + " | ".join(f"{x:.1f}" for x in row) + " |")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--draws", type=int, default=4000)
    parser.add_argument("--alike", type=float, default=0.1)
    parser.add_argument("--attainable", action="store_true")
    asked = parser.parse_args()
    if asked.attainable:
        attainable()
        return
    tables: dict[str, Callable[[Cell], tuple[float, float]]] = {
        "share": lambda c: of_shares(c, asked.draws),
        "difference 0": lambda c: of_differences(c, asked.draws, 0),
        "difference 5 points": lambda c: of_differences(c, asked.draws, 0.05),
    }
    print("| cases a person | n | " + " | ".join(f"{t}: {r}" for t in tables for r in RATES) + " |")
    print("|---|---|" + "---|" * (len(tables) * len(RATES)))
    most = 0.0
    for cluster in CLUSTERS:
        for n in SIZES:
            row = []
            for measure in tables.values():
                for rate in RATES:
                    inside, flat = measure(Cell(n, rate, cluster, asked.alike))
                    most = max(most, flat)
                    row.append(f"{100 * inside:.1f}")
            print(f"| {cluster} | {n:,} | " + " | ".join(row) + " |", flush=True)
    print(f"intervals of no width: {100 * most:.1f} % at most")


if __name__ == "__main__":
    main()
