"""From scored answers to figures with intervals, and to differences between models."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from wearable_coach.evaluation.case import Case
from wearable_coach.evaluation.figure import Difference, Figure
from wearable_coach.evaluation.intervals import difference_interval, paired, share_interval
from wearable_coach.evaluation.people import RESAMPLES, Array, People
from wearable_coach.evaluation.score import BY_KEY, MEASURES, UNSCORED, Score
from wearable_coach.evaluation.statistics import holm, mcnemar_p

CONFIDENCE = 0.95
Scores = Mapping[str, Mapping[str, Score]]
"""Case id → measure → score; a case without an answer is not there."""


class Table(NamedTuple):
    """Scores as arrays over cases, and whose cases they are."""

    cases: tuple[Case, ...]
    people: People

    def arrays(self, scores: Scores, measure: str) -> tuple[Array, Array]:
        """Return hits and of, 0 where nothing is scored."""
        found = [scores.get(case.id, {}).get(measure, UNSCORED) for case in self.cases]
        return np.array([s.hits for s in found]), np.array([s.of for s in found])

    def figure(self, scores: Scores, measure: str) -> Figure:
        """Return one figure of a model."""
        hits, of = self.arrays(scores, measure)
        interval = share_interval(hits, of, self.people, confidence=CONFIDENCE)
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
            people=int(np.count_nonzero(self.people.by_person(of))),
        )

    def difference(
        self, measure: str, one: tuple[str, Scores], other: tuple[str, Scores], *, together: int = 1
    ) -> Difference:
        """Return the difference of one model to another over the cases scored in both, not yet corrected.

        Args:
            measure: Of what.
            one: Name and scores of the model.
            other: Those of the model that it is compared with.
            together: Measures over which the wider interval is to hold at once [count].
        """
        alone = self.arrays(one[1], measure), self.arrays(other[1], measure)
        (h1, o1), (h2, o2) = paired(*alone)
        confidences = CONFIDENCE, 1 - (1 - CONFIDENCE) / together
        interval, wide = (
            difference_interval((h1, o1), (h2, o2), self.people, confidence=c) for c in confidences
        )
        better = int(np.count_nonzero(h1 * o2 > h2 * o1))
        worse = int(np.count_nonzero(h1 * o2 < h2 * o1))
        persons = self.people.by_person((o1 > 0).astype(float))
        exact = BY_KEY[measure].yes_no and not np.any(persons > 1)
        p = None
        if interval is not None:
            p = mcnemar_p(better, worse) if exact else self.people.permutation_p((h1, o1), (h2, o2))
        return Difference(
            measure=measure,
            model=one[0],
            against=other[0],
            difference=interval.value if interval else None,
            low=interval.low if interval else None,
            high=interval.high if interval else None,
            low_together=wide.low if wide else None,
            high_together=wide.high if wide else None,
            p=p,
            test="mcnemar" if exact else "permutation",
            only_model=better,
            only_against=worse,
            n=int(np.count_nonzero(o1)),
            people=int(np.count_nonzero(persons)),
            n_model=int(np.count_nonzero(alone[0][1])),
            n_against=int(np.count_nonzero(alone[1][1])),
        )


def table_of(cases: Iterable[Case], *, seed: int, resamples: int = RESAMPLES) -> Table:
    """Return a table over cases; the same seed and persons give the same tests.

    Raises:
        ValueError: there are none.
    """
    rows = tuple(cases)
    if not rows:
        message = "there are no cases to compare"
        raise ValueError(message)
    return Table(rows, People([c.person for c in rows], seed=seed, resamples=resamples))


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
    many = max(1, len(headline))
    found = {m.key: table.difference(m.key, one, other, together=many) for m in MEASURES}
    tested = [key for key in headline if found[key].p is not None]
    corrected = holm([p for key in tested if (p := found[key].p) is not None])
    for key, p in zip(tested, corrected, strict=True):
        found[key] = found[key].model_copy(update={"p_holm": p})
    return tuple(found.values())


def breakdown(
    cases: Sequence[Case], scores: Scores, measures: Sequence[str], *, by: str, seed: int
) -> dict[str, tuple[Figure, ...]]:
    """Return figures by category, kind, stratum, set or source of the vitals.

    Args:
        cases: All cases.
        scores: A model's.
        measures: Which figures.
        by: category, kind, stratum, source or set.
        seed: Of the tests.
    """
    groups: dict[str, list[Case]] = {}
    for case in cases:
        groups.setdefault(str(getattr(case, by)), []).append(case)
    found = {}
    for name, members in sorted(groups.items(), key=lambda g: (-len(g[1]), g[0])):
        table = table_of(members, seed=seed)
        found[name] = tuple(table.figure(scores, m) for m in measures)
    return found
