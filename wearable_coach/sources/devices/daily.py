"""Gathers what a device recorded into days: amounts once, sleep by the day of waking, means with what they mean.

A file is one person's. Times are the wearer's own; what a day lacks stays missing.
"""

from __future__ import annotations

from array import array
from typing import Any, NamedTuple

from wearable_coach.records import VITAL_FIELDS
from wearable_coach.sources.devices.amounts import OTHER, Amounts, Recorder
from wearable_coach.sources.devices.clock import Moment, is_of_devices, iso_day, years_between
from wearable_coach.sources.devices.nights import Nights
from wearable_coach.sources.devices.pulse import Pulse
from wearable_coach.sources.real_days import Collector, RawDay
from wearable_coach.standards.fields import vital_rows

DAY_MEAN = "24h mean"
NIGHT_MEAN = "overnight mean"
AWAKE = "spot awake"
SPOT = "spot"
LOWEST = "derived: lowest 30-minute mean"
_DECIMALS = 6
"""What adding and converting leaves behind these is no reading."""
_SUMMED = ("steps", "distance_km", "active_calories")


class _Reading(NamedTuple):
    rank: int
    at_s: float
    """Later of one source counts."""
    value: float
    how: str


class DayBook:
    """One person's days as they are gathered; `hand_over` gives them to the collector."""

    def __init__(self, source: str, file: str, person: str | None = None) -> None:
        """Start empty.

        Args:
            source: What the days say of their importer.
            file: And of their file.
            person: The export's own identifier of the person; None where it is one person's.
        """
        self._source, self._file, self._person = source, file, person
        self.amounts = {name: Amounts() for name in _SUMMED}
        self.nights = Nights()
        self.pulse = Pulse()
        self._readings: dict[str, dict[int, _Reading]] = {}
        self._spots: array[float] = array("d")
        self._impossible_spots = 0
        self._zero_heights = 0
        self._heights: list[tuple[float, float]] = []
        self._born: int | None = None
        self._sex: str | None = None
        self._lines: dict[int, int] = {}

    def at_line(self, day: int, line: int) -> None:
        """Remember where a day is first spoken of."""
        self._lines.setdefault(day, line)

    def add_reading(
        self, name: str, day: int, value: float, how: str = "", by: tuple[int, float] = (OTHER, 0)
    ) -> None:
        """Take a vital that a device states for a day; of several, the first rank's latest counts.

        Args:
            name: The vital.
            day: Days since 1970, local.
            value: In the product's unit.
            how: What it means, where that is not plain: a mean, at night.
            by: (whose word it is by rank, when it was measured since 1970 [s]).
        """
        rank, at_s = by
        kept = self._readings.setdefault(name, {})
        known = kept.get(day)
        if known is None or (rank, -at_s) <= (known.rank, -known.at_s):
            kept[day] = _Reading(rank, at_s, value, how)

    def add_total(self, name: str, day: int, value: float, *, rank: int = OTHER) -> None:
        """Take the amount that a device states for a whole day."""
        self.amounts[name].add_total(Recorder(rank, ""), day, value)

    def add_spot(self, at: Moment, percent: float) -> None:
        """Take an oxygen saturation [%]; whether it was slept is settled when all nights are known."""
        low, high = vital_rows()["oxygen_saturation"].impossible
        if low <= percent <= high:
            self._spots.extend((at.utc_s, at.day, percent))
        else:
            self._impossible_spots += 1

    def add_height(self, at_s: float, height_cm: float) -> None:
        """Take the person's height [cm] as of a time since 1970 [s]."""
        if height_cm > 0:
            self._heights.append((at_s, height_cm))
        else:
            self._zero_heights += 1

    def set_person(self, *, born_day: int | None = None, sex: str | None = None) -> None:
        """Take what an export says of the person; the birth date leaves only as completed years.

        Args:
            born_day: Days since 1970.
            sex: M or F.
        """
        self._born = self._born if born_day is None else born_day
        self._sex = self._sex if sex is None else sex

    def hand_over(self, collector: Collector) -> None:
        """Give every day to the collector, the earliest first."""
        self.nights.gather()
        self._settle_spots(collector)
        self._heights.sort()
        days = self._days(collector)
        for place, day in enumerate(days, start=1):
            vitals, provenance = self._vitals(day, collector)
            collector.add(
                RawDay(
                    line=self._lines.get(day, place),
                    file=self._file,
                    source=self._source,
                    person=self._person,
                    date=iso_day(day),
                    profile=self._profile(day, vitals, provenance),
                    vitals=vitals,
                    provenance=tuple(provenance.items()),
                    exact_rhr=vitals.get("resting_heart_rate"),
                )
            )
        self._tell(collector)

    def _days(self, collector: Collector) -> list[int]:
        known: set[int] = {*self.nights.days(), *self.pulse.days()}
        for amounts in self.amounts.values():
            known |= amounts.days()
        for readings in self._readings.values():
            known |= readings.keys()
        possible = {day for day in known if is_of_devices(day)}
        if len(possible) < len(known):
            collector.count("impossible_time:day", len(known) - len(possible))
        return sorted(possible)

    def _vitals(self, day: int, collector: Collector) -> tuple[dict[str, Any], dict[str, str]]:
        found: dict[str, Any] = dict.fromkeys(VITAL_FIELDS)
        how: dict[str, str] = {}
        for name, amounts in self.amounts.items():
            amount = amounts.of(day)
            if amount is not None:
                found[name] = amount.value
                if amount.was_several:
                    collector.count(f"counted_once:{name}")
        found["sleep_hr"] = self.nights.hours(day)
        for name, reading in self._pulse(day, collector).items():
            found[name], how[name] = reading
        for name, readings in self._readings.items():
            if day in readings:
                found[name], how[name] = readings[day].value, readings[day].how
        if how.get("resting_heart_rate") == LOWEST:
            collector.count("derived:resting_heart_rate")
        whole = {n: v if v is None else round(v, _DECIMALS) for n, v in found.items()}
        return whole, {name: meaning for name, meaning in how.items() if meaning}

    def _pulse(self, day: int, collector: Collector) -> dict[str, tuple[float, str]]:
        """Return what the heart rates of a day say: its mean, and the lowest half hour for a resting rate."""
        mean = self.pulse.mean(day)
        stated = (
            "resting_heart_rate" in self._readings
        )  # one way of measuring rest for a person's baseline
        lowest = None if stated else self.pulse.lowest(day)
        if mean is None and self.pulse.has(day):
            collector.count("too_few_hours:heart_rate")
        found = {} if mean is None else {"heart_rate": (mean, DAY_MEAN)}
        return found if lowest is None else found | {"resting_heart_rate": (lowest, LOWEST)}

    def _profile(self, day: int, vitals: dict[str, Any], how: dict[str, str]) -> dict[str, Any]:
        profile: dict[str, Any] = {"sex": self._sex, "height_cm": self._height(day)}
        if self._born is not None and self._born <= day:
            profile["age"] = years_between(self._born, day)
        if vitals["heart_rate"] is not None and how.get("heart_rate") == DAY_MEAN:
            profile["hr_context"] = "24h"
        return {name: value for name, value in profile.items() if value is not None}

    def _height(self, day: int) -> float | None:
        before = [height for at_s, height in self._heights if at_s < (day + 2) * 86400]
        if before:
            return before[-1]
        return self._heights[0][1] if self._heights else None

    def _settle_spots(self, collector: Collector) -> None:
        """Make a day's saturation of its spots: the mean of those slept, else of those awake."""
        asleep: dict[int, list[float]] = {}
        awake: dict[int, list[float]] = {}
        spots = self._spots
        for utc_s, day, percent in zip(spots[::3], spots[1::3], spots[2::3], strict=True):
            night = self.nights.waking_day(utc_s)
            where, of_day = (awake, int(day)) if night is None else (asleep, night)
            where.setdefault(of_day, []).append(percent)
        for of_day, values in awake.items():
            if of_day in asleep:
                collector.count("beside_overnight_mean:oxygen_saturation", len(values))
                continue
            how = AWAKE if self.nights.hours(of_day) is not None else SPOT
            self.add_reading("oxygen_saturation", of_day, sum(values) / len(values), how)
        for of_day, values in asleep.items():
            mean = sum(values) / len(values)
            self.add_reading("oxygen_saturation", of_day, mean, NIGHT_MEAN)

    def _tell(self, collector: Collector) -> None:
        told = {
            "counted_once:sleep_hr": self.nights.overlapping,
            "impossible:heart_rate": self.pulse.impossible,
            "impossible:oxygen_saturation": self._impossible_spots,
            "zero:height_cm": self._zero_heights,
            "in_bed_only:sleep_hr": self.nights.only_in_bed(),
        }
        for kind, n in told.items():
            if n:
                collector.count(kind, n)
