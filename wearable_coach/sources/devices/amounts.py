"""What adds up over a day (steps, distance, energy), from several sources whose times overlap.

Each part of the day is counted once: by the source that comes first (the watch, then the phone, then others), and among
equals by the one that says more. A phone in the pocket and a watch on the wrist are one person's one walk.
"""

from __future__ import annotations

from array import array
from typing import NamedTuple

from wearable_coach.sources.devices.clock import DAY_S
from wearable_coach.sources.devices.formats import gathering

WATCH, PHONE, OTHER = range(3)
"""Whose word counts first."""


class Recorder(NamedTuple):
    """Who recorded: by rank, then by name."""

    rank: int
    name: str


class DayAmount(NamedTuple):
    """A day's amount."""

    value: float
    was_several: bool
    """Whether more than one source spoke of one time, and one was counted."""


class Amounts:
    """One quantity's parts of days, by source."""

    def __init__(self) -> None:
        """Start empty."""
        rows = gathering()["amounts"]
        self._bin_s = rows["part_min"] * 60
        self._long_s = rows["longest_part_h"] * 3600
        self._bins = DAY_S // self._bin_s
        self._parts: dict[int, dict[Recorder, array[float]]] = {}
        self._totals: dict[int, dict[Recorder, float]] = {}

    def days(self) -> set[int]:
        """Return the days of which anything is known."""
        return {*self._parts, *self._totals}

    def add(self, recorder: Recorder, start_s: float, end_s: float, value: float) -> None:
        """Take what was counted from one time to another.

        Args:
            recorder: Who counted.
            start_s: By the local clock, since 1970 [s].
            end_s: The same, of its end.
            value: The amount in the product's unit.
        """
        width = end_s - start_s
        bin_s = self._bin_s
        first = int(start_s // bin_s)
        if width <= 0 or first == int((end_s - 1e-6) // bin_s):
            self._put(recorder, first, value)
        elif width > self._long_s:
            self._spread(recorder, start_s, end_s, value)
        else:
            for place in range(first, int((end_s - 1e-6) // bin_s) + 1):
                inside = min(end_s, (place + 1) * bin_s) - max(start_s, place * bin_s)
                self._put(recorder, place, value * inside / width)

    def add_total(self, recorder: Recorder, day: int, value: float) -> None:
        """Take what a source says of a whole day; what it says of one day adds up."""
        totals = self._totals.setdefault(day, {})
        totals[recorder] = totals.get(recorder, 0.0) + value

    def _spread(self, recorder: Recorder, start_s: float, end_s: float, value: float) -> None:
        """Take a part as long as a day for the total that it is, of each day by its share."""
        for day in range(int(start_s // DAY_S), int((end_s - 1e-6) // DAY_S) + 1):
            inside = min(end_s, (day + 1) * DAY_S) - max(start_s, day * DAY_S)
            self.add_total(recorder, day, value * inside / (end_s - start_s))

    def _put(self, recorder: Recorder, place: int, value: float) -> None:
        day, at = divmod(place, self._bins)
        by_recorder = self._parts.get(day)
        if by_recorder is None:
            by_recorder = self._parts[day] = {}
        parts = by_recorder.get(recorder)
        if parts is None:
            parts = by_recorder[recorder] = array("d", bytes(8 * self._bins))
        parts[at] += value

    def of(self, day: int) -> DayAmount | None:
        """Return a day's amount; None where nothing is known of it."""
        by_recorder = self._parts.get(day)
        totals = self._totals.get(day, {})
        if not by_recorder and not totals:
            return None
        found, was_several = _once(by_recorder) if by_recorder else (0.0, False)
        whole = max((_first_rank(totals)), default=0.0)
        was_several = was_several or len(totals) + bool(by_recorder) > 1
        return DayAmount(max(found, whole), was_several)


def _once(by_recorder: dict[Recorder, array[float]]) -> tuple[float, bool]:
    if len(by_recorder) == 1:
        return sum(next(iter(by_recorder.values()))), False
    ranked = sorted(by_recorder.items())
    found, was_several = 0.0, False
    for said in zip(*(parts for _, parts in ranked), strict=True):
        speaking = [i for i, value in enumerate(said) if value > 0]
        if not speaking:
            continue
        rank = ranked[speaking[0]][0].rank
        found += max(said[i] for i in speaking if ranked[i][0].rank == rank)
        was_several = was_several or len(speaking) > 1
    return found, was_several


def _first_rank(totals: dict[Recorder, float]) -> list[float]:
    rank = min((recorder.rank for recorder in totals), default=None)
    return [value for recorder, value in totals.items() if recorder.rank == rank]
