"""Heart rate over the day: its mean where the day was worn, and the lowest half hour where a device gives no resting rate."""

from __future__ import annotations

from array import array

from wearable_coach.sources.devices.clock import DAY_S
from wearable_coach.sources.devices.formats import gathering
from wearable_coach.standards.fields import vital_rows


class Pulse:
    """Heart rates in short parts of days, so that a lifetime of them fits into memory."""

    def __init__(self) -> None:
        """Start empty."""
        rows = gathering()["pulse"]
        self._bin_s = rows["part_min"] * 60
        self._bins = DAY_S // self._bin_s
        self._least_hours = rows["least_hours"]
        self._window = rows["lowest_min"] // rows["part_min"]
        self._least_parts = rows["least_parts"]
        self._low, self._high = vital_rows()["heart_rate"].impossible
        self.impossible = 0
        """Heart rates that no heart has, left aside."""
        self._sums: dict[int, array[float]] = {}
        self._counts: dict[int, array[int]] = {}

    def add(self, local_s: float, bpm: float) -> None:
        """Take a heart rate [bpm] at a time by the local clock, since 1970 [s]."""
        if not self._low <= bpm <= self._high:
            self.impossible += 1
            return
        day, at = divmod(int(local_s // self._bin_s), self._bins)
        sums = self._sums.get(day)
        if sums is None:
            sums = self._sums[day] = array("f", bytes(4 * self._bins))
            self._counts[day] = array("H", bytes(2 * self._bins))
        if self._counts[day][at] < 65535:  # noqa: PLR2004 - what the array holds
            sums[at] += bpm
            self._counts[day][at] += 1

    def days(self) -> set[int]:
        """Return the days with any heart rate."""
        return set(self._sums)

    def has(self, day: int) -> bool:
        """Say whether a day has any heart rate."""
        return day in self._sums

    def mean(self, day: int) -> float | None:
        """Return the day's mean, each hour alike [bpm]; None where it was worn too few hours to have one."""
        means = self._means(day)
        each = self._bins // 24
        hours = [
            [m for m in means[at : at + each] if m is not None] for at in range(0, len(means), each)
        ]
        worn = [sum(hour) / len(hour) for hour in hours if hour]
        return sum(worn) / len(worn) if len(worn) >= self._least_hours else None

    def lowest(self, day: int) -> float | None:
        """Return the lowest half-hour mean [bpm], which stands for a resting rate; None where too little was worn."""
        if self.mean(day) is None:
            return None
        means = self._means(day)
        lows = []
        for at in range(len(means) - self._window + 1):
            inside = [m for m in means[at : at + self._window] if m is not None]
            if len(inside) >= self._least_parts:
                lows.append(sum(inside) / len(inside))
        return min(lows, default=None)

    def _means(self, day: int) -> list[float | None]:
        if day not in self._sums:
            return []
        both = zip(self._sums[day], self._counts[day], strict=True)
        return [total / n if n else None for total, n in both]
