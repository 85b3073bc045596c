"""Fitabase's heart rates, a row every 5 to 15 seconds: a mean of the day, and its lowest half hour for a resting rate."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from wearable_coach.sources.devices.clock import DAY_S
from wearable_coach.sources.devices.daily import DAY_MEAN, LOWEST
from wearable_coach.sources.devices.pulse import Pulse
from wearable_coach.sources.fitabase_parts import PartDay, TakeRow, local_second

_TIME, _VALUE = "time", "value"
_HOW = (("heart_rate", DAY_MEAN), ("resting_heart_rate", LOWEST))
_DECIMALS = 6
"""What adding leaves behind these is no reading."""


class HeartRates:
    """Heart rates by person, kept as sums of five minutes: memory grows with days and not with rows."""

    def __init__(self) -> None:
        """Start empty."""
        self._people: dict[str, Pulse] = {}
        self._first: dict[tuple[str, int], tuple[int, str]] = {}
        self._counts: Counter[str] = Counter()

    def taker(self, names: Sequence[str], file: str) -> TakeRow | None:
        """Return what takes the rows of a file; None where its header is of another kind."""
        if not {_TIME, _VALUE} <= set(names):
            return None
        time_at, value_at = names.index(_TIME), names.index(_VALUE)
        people, first = self._people, self._first

        def take(person: str, cells: Sequence[str], line: int) -> str:
            second = local_second(cells[time_at])
            if second is None:
                return "type:time"
            try:
                bpm = float(cells[value_at])
            except ValueError:
                return "type:heart_rate"
            pulse = people.get(person)
            if pulse is None:
                pulse = people[person] = Pulse()
            day = second // DAY_S
            if not pulse.has(day):
                first.setdefault((person, day), (line, file))
            pulse.add(second, bpm)
            return ""

        return take

    def days(self) -> Iterator[PartDay]:
        """Yield mean and lowest half hour of each person-day; nothing where it was worn too few hours."""
        for person, pulse in self._people.items():
            for day in sorted(pulse.days()):
                found = {"heart_rate": pulse.mean(day), "resting_heart_rate": pulse.lowest(day)}
                vitals = {n: round(bpm, _DECIMALS) for n, bpm in found.items() if bpm is not None}
                self._counts["too_few_hours:heart_rate"] += not vitals
                self._counts["derived:resting_heart_rate"] += "resting_heart_rate" in vitals
                how = tuple((name, made) for name, made in _HOW if name in vitals)
                yield PartDay(person, day, *self._first[person, day], vitals, how)
            self._counts["impossible:heart_rate"] += pulse.impossible

    def counts(self) -> Mapping[str, int]:
        """Return what was read otherwise than it stands, after `days`."""
        return self._counts
