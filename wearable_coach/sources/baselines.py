"""What was usual for a person before each of their days: the median resting heart rate, the means of seven dates."""

from __future__ import annotations

from array import array
from bisect import insort
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

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
    least = baseline_days()
    before: list[float] = []
    for _, place in dates:
        if len(before) >= least:
            found.baselines[place] = _rounded(median_of(before))
            found.baseline_days[place] = len(before)
        if (today := resting[place]) == today:
            insort(before, today)


def _fill_means(found: Usuals, dates: Sequence[tuple[int, int]], readings: Sequence[float]) -> None:
    """Reckon the means with sums that days enter and leave, in each vital's smallest step."""
    length, least, width, means = mean_of_days(), least_days(), len(PAST_MEANS), found.means
    for at, (name, field) in enumerate(zip(PAST_MEANS, _PLACES, strict=True)):
        step = 10 ** vital_rows()[name].decimals
        days: list[int] = []
        values: list[int] = []
        first = count = total = 0
        for day, place in dates:
            while count and days[first] < day - length:
                total -= values[first]
                first, count = first + 1, count - 1
            if count >= least:
                means[place * width + at] = mean_of_sum(total, count, step)
            value = readings[place * _WIDTH + field]
            if value == value:  # noqa: PLR0124 - NaN is missing
                days.append(day)
                values.append(reading := round(value * step))
                total, count = total + reading, count + 1


@lru_cache(maxsize=4096)
def _rounded(bpm: float) -> int:
    return half_up(exact(bpm))
