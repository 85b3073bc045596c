"""What a person's own days before a day say of it: the median resting heart rate, the means of seven days."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from wearable_coach.records import PAST_MEANS, PastDays, Profile, Vitals
from wearable_coach.standards.fields import vital_rows
from wearable_coach.standards.numbers import exact, half_up
from wearable_coach.standards.table import table


class WeekMean(NamedTuple):
    """The mean of a vital over the seven days before, in the vital's unit."""

    field: str
    mean: Decimal
    difference: Decimal | None
    """Today's minus it; None where today's is missing."""


class Usual(NamedTuple):
    """What is usual for a person before a day."""

    baseline_rhr: int | None
    """Median resting HR [bpm]."""
    past: PastDays | None


def week_means(profile: Profile, vitals: Vitals) -> tuple[WeekMean, ...]:
    """Return the means that are known of the days before, in the order of telling."""
    past = profile.past
    if past is None:
        return ()
    found = []
    for name in PAST_MEANS:
        if (mean := getattr(past, name)) is not None:
            today = getattr(vitals, name)
            difference = None if today is None else exact(today) - exact(mean)
            found.append(WeekMean(name, exact(mean), difference))
    return tuple(found)


def usual_before(days: Mapping[int, Vitals]) -> Usual:
    """Reckon what is usual from a person's days.

    Args:
        days: How many days ago, from 1 → that day's readings.

    Source: STD-HR-030, STD-PAST-001.
    """
    resting = sorted(
        day.resting_heart_rate for day in days.values() if day.resting_heart_rate is not None
    )
    known = len(resting) >= baseline_days()
    last = [days[ago] for ago in range(1, mean_of_days() + 1) if ago in days]
    told: dict[str, float] = {"baseline_days": len(resting)} if known else {}
    for name in PAST_MEANS:
        readings = [value for day in last if (value := getattr(day, name)) is not None]
        mean = mean_of(name, readings)
        if mean is not None:
            told[name] = mean
    baseline = half_up(exact(median_of(resting))) if known else None
    return Usual(baseline, PastDays.model_validate(told) if told else None)


def mean_of(field: str, readings: Sequence[float]) -> float | None:
    """Return the mean of the days that have a reading, to the field's decimals; None: of too few days."""
    step = 10 ** vital_rows()[field].decimals
    total = sum(round(value * step) for value in readings)
    (mean,) = means_of_sums([total], [len(readings)], step)
    return None if math.isnan(mean) else mean


def means_of_sums(totals: Iterable[int], counts: Iterable[int], step: int) -> list[float]:
    """Return means, halves up, of sums in a field's smallest step; NaN: of too few days.

    Args:
        totals: The sums.
        counts: Of how many days each is.
        step: How many of the smallest steps are one of the field's unit.
    """
    least = least_days()
    rounded = [
        (2 * total + count) // (2 * count) if count >= least else math.nan
        for total, count in zip(totals, counts, strict=False)
    ]
    return rounded if step == 1 else [mean / step for mean in rounded]


def median_of(ordered: Sequence[float]) -> float:
    """Return the median of numbers in order, without sorting them again."""
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def is_similar(field: str, difference: Decimal) -> bool:
    """Say whether a reading lies so near its mean that it is like it. Source: STD-PAST-001."""
    within = table("past_days")["week_mean"]["similar_within"][field]
    return abs(difference) <= exact(within)


@cache
def baseline_days() -> int:
    """Return how many days a baseline needs. Source: STD-HR-030."""
    days: int = table("heart_rate")["delta"]["baseline_days"]
    return days


@cache
def mean_of_days() -> int:
    """Return how many dates before a day a mean is of. Source: STD-PAST-001."""
    days: int = table("past_days")["week_mean"]["days"]
    return days


@cache
def least_days() -> int:
    """Return how many of those dates must have a reading. Source: STD-PAST-001."""
    days: int = table("past_days")["week_mean"]["least_days"]
    return days


@cache
def most_days_ago() -> int:
    """Return the longest that a day of a person can lie back [d]. Source: STD-PAST-002."""
    days: int = table("past_days")["known"]["most_days_ago"]
    return days
