"""Whether one person's days came in twice, by two files: they would stand on both sides of a split."""

from __future__ import annotations

import math
from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from wearable_coach.sources.day_store import DayStore

_LEAST_READINGS, _LEAST_DAYS = 3, 3
"""So many readings alike on each of so many dates are no chance."""


def same_person(
    store: DayStore, dates: Iterable[Mapping[int, int]], inputs: Sequence[str]
) -> tuple[int, int] | None:
    """Return two people of different inputs who share days, all their readings alike; None where there are none.

    Args:
        store: The days.
        dates: Of each person, date's number → place of the day.
        inputs: Of each person, what they were first read from.
    """
    first: dict[tuple[int, bytes], int] = {}
    shared: Counter[tuple[int, int]] = Counter()
    for who, places in enumerate(dates):
        for day, place in places.items():
            readings = store.readings_of(place)
            if sum(not math.isnan(x) for x in readings) < _LEAST_READINGS:
                continue
            other = first.setdefault((day, array("d", readings).tobytes()), who)
            if inputs[other] != inputs[who]:
                shared[other, who] += 1
                if shared[other, who] >= _LEAST_DAYS:
                    return other, who
    return None
