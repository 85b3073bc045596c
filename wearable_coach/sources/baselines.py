"""What was usual for a person before each of their days: the median resting heart rate, the means of seven dates."""

from __future__ import annotations

from array import array
from bisect import insort
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate, repeat
from operator import sub

from wearable_coach.records import PAST_MEANS, VITAL_FIELDS
from wearable_coach.sources.day_store import NAN, NO_BASELINE, Usuals
from wearable_coach.standards.fields import vital_rows
from wearable_coach.standards.numbers import exact, half_up
from wearable_coach.standards.past_days import (
    baseline_days,
    least_days,
    mean_of_days,
    means_of_sums,
    median_of,
)

_PLACES = tuple(VITAL_FIELDS.index(name) for name in PAST_MEANS)


def usuals(
    people: Iterable[Mapping[int, int]],
    readings: Sequence[Sequence[float]],
    resting: Sequence[float],
) -> Usuals:
    """Return what was usual before each day, of the person's dates before it alone.

    Args:
        people: Of each person, date's number → place of the day.
        readings: Nine columns, in the order of the vitals; NaN is missing.
        resting: Resting HR of each day before rounding [bpm]; NaN is missing.

    Source: STD-HR-030, STD-PAST-001.
    """
    found = Usuals(
        array("h", [NO_BASELINE]) * len(resting),
        array("i", [0]) * len(resting),
        tuple(array("d", [NAN]) * len(resting) for _ in PAST_MEANS),
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


def _fill_means(
    found: Usuals, dates: Sequence[tuple[int, int]], readings: Sequence[Sequence[float]]
) -> None:
    """Reckon the means as differences of running sums, in each vital's smallest step."""
    days, places = zip(*dates, strict=True)
    firsts = _firsts(days)
    all_days = list(map(sub, range(len(days)), firsts))
    for name, field, means in zip(PAST_MEANS, _PLACES, found.means, strict=True):
        step = 10 ** vital_rows()[name].decimals
        told = _at(places, readings[field])
        counts = all_days
        if (total := sum(told)) != total:
            known = [x == x for x in told]  # noqa: PLR0124 - NaN is missing
            told = [x if there else 0 for x, there in zip(told, known, strict=True)]
            counts = _since(firsts, known)
        steps = map(int, told) if step == 1 else [round(x * step) for x in told]
        _put(places, means, means_of_sums(_since(firsts, steps), counts, step))


def _since(firsts: Sequence[int], values: Iterable[int]) -> list[int]:
    """Return the sum of the values before each day, from the first that its mean reaches back to."""
    sums = [0, *accumulate(values)]
    return list(map(sub, sums, map(sums.__getitem__, firsts)))


def _firsts(days: Sequence[int]) -> list[int]:
    """Return of each day the first among a person's dates that its mean reaches back to."""
    length, count = mean_of_days(), len(days)
    if days[-1] - days[0] == count - 1:
        return [*repeat(0, min(length, count)), *range(count - length)]
    firsts, first = [], 0
    for day in days:
        while days[first] < day - length:
            first += 1
        firsts.append(first)
    return firsts


def _at(places: Sequence[int], values: Sequence[float]) -> Sequence[float]:
    """Return the value of each place."""
    run = _run(places)
    return list(map(values.__getitem__, places)) if run is None else values[run]


def _put(places: Sequence[int], values: array[float], new: Sequence[float]) -> None:
    """Set the value of each place."""
    run = _run(places)
    if run is not None:
        values[run] = array("d", new)
        return
    for place, value in zip(places, new, strict=True):
        values[place] = value


def _run(places: Sequence[int]) -> slice | None:
    """Return places that follow one another, as those of a person in a table mostly do."""
    run = range(places[0], places[0] + len(places))
    return slice(run.start, run.stop) if tuple(run) == tuple(places) else None


@lru_cache(maxsize=4096)
def _rounded(bpm: float) -> int:
    return half_up(exact(bpm))
