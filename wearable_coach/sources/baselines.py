"""What was usual for a person before each of their days: the median resting heart rate, the means of seven dates."""

from __future__ import annotations

from array import array
from bisect import insort
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate
from operator import sub

from wearable_coach.records import PAST_MEANS, VITAL_FIELDS
from wearable_coach.sources.day_store import NAN, NO_BASELINE, Usuals
from wearable_coach.standards.fields import vital_rows
from wearable_coach.standards.numbers import exact, half_up
from wearable_coach.standards.past_days import (
    baseline_days,
    least_days,
    mean_of_days,
    mean_of_sum,
    median_of,
)

_WIDTH = len(VITAL_FIELDS)
_PLACES = tuple(VITAL_FIELDS.index(name) for name in PAST_MEANS)


def usuals(
    people: Iterable[Mapping[int, int]], readings: Sequence[float], resting: Sequence[float]
) -> Usuals:
    """Return what was usual before each day, of the person's dates before it alone.

    Args:
        people: Of each person, date's number → place of the day.
        readings: Nine of each day, in the order of the vitals; NaN is missing.
        resting: Resting HR of each day before rounding [bpm]; NaN is missing.

    Source: STD-HR-030, STD-PAST-001.
    """
    found = Usuals(
        array("h", [NO_BASELINE]) * len(resting),
        array("i", [0]) * len(resting),
        array("d", [NAN]) * (len(resting) * len(PAST_MEANS)),
    )
    for places in people:
        if len(places) > least_days():
            dates = sorted(places.items())
            _fill_baselines(found, dates, resting)
            _fill_means(found, dates, readings)
    return found


def _fill_baselines(
    found: Usuals, dates: Sequence[tuple[int, int]], resting: Sequence[float]
) -> None:
    least, baselines, counts = baseline_days(), found.baselines, found.baseline_days
    before: list[float] = []
    for _, place in dates:
        count = len(before)
        if count >= least:
            baselines[place] = _rounded(median_of(before))
            counts[place] = count
        if (today := resting[place]) == today:
            insort(before, today)


def _fill_means(found: Usuals, dates: Sequence[tuple[int, int]], readings: Sequence[float]) -> None:
    """Reckon the means as differences of running sums, in each vital's smallest step."""
    days, places = zip(*dates, strict=True)
    firsts = _firsts(days)
    least, width = least_days(), len(PAST_MEANS)
    for at, (name, field) in enumerate(zip(PAST_MEANS, _PLACES, strict=True)):
        step = 10 ** vital_rows()[name].decimals
        told = _at(places, _WIDTH, field, readings)
        known = [x == x for x in told]  # noqa: PLR0124 - NaN is missing
        steps = [round(x * step) if there else 0 for x, there in zip(told, known, strict=True)]
        sums, counts = [0, *accumulate(steps)], [0, *accumulate(known)]
        _put(
            places, width, at, found.means,
            [
                mean_of_sum(total - sums[first], count, step) if count >= least else NAN
                for total, count, first in zip(
                    sums, map(sub, counts, map(counts.__getitem__, firsts)), firsts, strict=False
                )
            ],
        )  # fmt: skip


def _firsts(days: Sequence[int]) -> list[int]:
    """Return of each day the first among a person's dates that its mean reaches back to."""
    length, firsts, first = mean_of_days(), [], 0
    for day in days:
        while days[first] < day - length:
            first += 1
        firsts.append(first)
    return firsts


def _at(places: Sequence[int], width: int, at: int, values: Sequence[float]) -> Sequence[float]:
    """Return one of so many values of each place."""
    run = _run(places)
    if run is not None:
        return values[run[0] * width + at : run[1] * width : width]
    return [values[place * width + at] for place in places]


def _put(
    places: Sequence[int], width: int, at: int, values: array[float], new: Sequence[float]
) -> None:
    """Set one of so many values of each place."""
    run = _run(places)
    if run is not None:
        values[run[0] * width + at : run[1] * width : width] = array("d", new)
        return
    for place, value in zip(places, new, strict=True):
        values[place * width + at] = value


def _run(places: Sequence[int]) -> tuple[int, int] | None:
    """Return begin and end of places that follow one another, as those of a person in a table mostly do."""
    run = range(places[0], places[0] + len(places))
    return (run.start, run.stop) if tuple(run) == tuple(places) else None


@lru_cache(maxsize=4096)
def _rounded(bpm: float) -> int:
    return half_up(exact(bpm))
