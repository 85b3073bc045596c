"""A person's own resting heart rate: what it usually was before a day."""

from __future__ import annotations

from array import array
from bisect import insort
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache

from wearable_coach.sources.day_store import NO_BASELINE
from wearable_coach.standards.numbers import exact, half_up
from wearable_coach.standards.table import table


def baselines(people: Iterable[Mapping[int, int]], resting: Sequence[float]) -> array[int]:
    """Return each day's baseline [bpm]: the median of the person's dates before it; 0 is none.

    Args:
        people: Of each person, date's number → place of the day.
        resting: Resting HR of each day [bpm]; NaN is missing.

    Source: STD-HR-030.
    """
    found = array("h", [NO_BASELINE]) * len(resting)
    least = _baseline_days()
    for places in people:
        before: list[float] = []
        for _, place in sorted(places.items()):
            if len(before) >= least:
                found[place] = _rounded(median_of(before))
            if (today := resting[place]) == today:
                insort(before, today)
    return found


def median_of(ordered: Sequence[float]) -> float:
    """Return the median of numbers in order, without sorting them again."""
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


@lru_cache(maxsize=4096)
def _rounded(bpm: float) -> int:
    return half_up(exact(bpm))


@cache
def _baseline_days() -> int:
    days: int = table("heart_rate")["delta"]["baseline_days"]
    return days
