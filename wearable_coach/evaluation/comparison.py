"""From scored answers to figures with intervals, and to differences between models."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from wearable_coach.evaluation.case import Case
from wearable_coach.evaluation.figure import Difference, Figure
from wearable_coach.evaluation.score import BY_KEY, MEASURES, UNSCORED, Score
from wearable_coach.evaluation.statistics import RESAMPLES, Array, Draws, holm, mcnemar_p

CONFIDENCE = 0.95
Scores = Mapping[str, Mapping[str, Score]]
"""Case id → measure → score; a case without an answer is not there."""


class Table(NamedTuple):
    """Scores as arrays over cases, and the draws that intervals come from."""

    cases: tuple[Case, ...]
    draws: Draws

    def arrays(self, scores: Scores, measure: str) -> tuple[Array, Array]:
        """Return hits and of, 0 where nothing is scored."""
        found = [scores.get(case.id, {}).get(measure, UNSCORED) for case in self.cases]
        return np.array([s.hits for s in found]), np.array([s.of for s in found])

    def figure(self, scores: Scores, measure: str) -> Figure:
        """Return one figure of a model."""
        hits, of = self.arrays(scores, measure)
        interval = self.draws.share(hits, of, confidence=CONFIDENCE)
        n = int(np.count_nonzero(of))
        unread = [scores.get(c.id, {}).get(measure, UNSCORED).unread for c in self.cases]
        silent = sum(u > 0 and not o for u, o in zip(unread, of, strict=True))
        return Figure(
            measure=measure,
            share=interval.value if interval else None,
            low=interval.low if interval else None,
            high=interval.high if interval else None,
            hits=float(hits.sum()),
            of=float(of.sum()),
            unread=float(sum(unread)),
            n=n,
            unscored=sum(case.id in scores for case in self.cases) - n - silent,
            people=int(np.count_nonzero(self.draws.by_person(of))),
        )

    def difference(
        self, measure: str, one: tuple[str, Scores], other: tuple[str, Scores]
    ) -> Difference:
        """Return the difference of one model to another, not yet corrected."""
        both = np.array([c.id in one[1] and c.id in other[1] for c in self.cases], dtype=float)
        (h1, o1), (h2, o2) = self.arrays(one[1], measure), self.arrays(other[1], measure)
        pair = (h1 * both, o1 * both), (h2 * both, o2 * both)
        interval = self.draws.difference(*pair, confidence=CONFIDENCE)
        yes_no = BY_KEY[measure].yes_no
        better = int(np.count_nonzero((pair[0][0] > pair[1][0]) & (o1 > 0) & (o2 > 0)))
        worse = int(np.count_nonzero((pair[0][0] < pair[1][0]) & (o1 > 0) & (o2 > 0)))
        p = None
        if interval is not None:
            p = mcnemar_p(better, worse) if yes_no else self.draws.permutation_p(*pair)
        return Difference(
            measure=measure,
            model=one[0],
            against=other[0],
            difference=interval.value if interval else None,
            low=interval.low if interval else None,
            high=interval.high if interval else None,
            p=p,
            test="mcnemar" if yes_no else "permutation",
            only_model=better,
            only_against=worse,
            n=int(np.count_nonzero((pair[0][1] > 0) & (pair[1][1] > 0))),
        )


def table_of(cases: Iterable[Case], *, seed: int, resamples: int = RESAMPLES) -> Table:
    """Return a table over cases, for draws of persons that are the same for the same seed.

    Raises:
        ValueError: there are none.
    """
    rows = tuple(cases)
    if not rows:
        message = "there are no cases to compare"
        raise ValueError(message)
    return Table(rows, Draws([c.person for c in rows], seed=seed, resamples=resamples))


def figures_of(table: Table, scores: Scores) -> tuple[Figure, ...]:
    """Return every measure of a model, in the order of `MEASURES`."""
    return tuple(table.figure(scores, m.key) for m in MEASURES)


def differences_of(
    table: Table,
    one: tuple[str, Scores],
    other: tuple[str, Scores],
    *,
    headline: Sequence[str],
) -> tuple[Difference, ...]:
    """Return every difference of one model to another, corrected over the headline measures."""
    found = {m.key: table.difference(m.key, one, other) for m in MEASURES}
    tested = [key for key in headline if found[key].p is not None]
    corrected = holm([p for key in tested if (p := found[key].p) is not None])
    for key, p in zip(tested, corrected, strict=True):
        found[key] = found[key].model_copy(update={"p_holm": p})
    return tuple(found.values())


def breakdown(
    cases: Sequence[Case], scores: Scores, measures: Sequence[str], *, by: str, seed: int
) -> dict[str, tuple[Figure, ...]]:
    """Return figures by category, stratum or source of the vitals.

    Args:
        cases: All cases.
        scores: A model's.
        measures: Which figures.
        by: category, stratum, source or set.
        seed: Of the draws.
    """
    groups: dict[str, list[Case]] = {}
    for case in cases:
        groups.setdefault(str(getattr(case, by)), []).append(case)
    found = {}
    for name, members in sorted(groups.items(), key=lambda g: (-len(g[1]), g[0])):
        table = table_of(members, seed=seed)
        found[name] = tuple(table.figure(scores, m) for m in measures)
    return found
