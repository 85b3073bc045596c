"""Fitabase's steps by the minute or by the hour, added up to days; part of a day is none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from wearable_coach.sources.devices.clock import DAY_S
from wearable_coach.sources.export_columns import number
from wearable_coach.sources.fitabase_parts import PartDay, TakeRow, local_second

_HOURS = 24
_WIDE = tuple(f"steps{minute:02d}" for minute in range(60))
_FORMS = (
    ("activityhour", ("steptotal",)),
    ("activityminute", ("steps",)),
    ("activityhour", _WIDE),
)
"""(column of date and time, columns of steps); of a day that several have, the first whole one counts."""
SUM = (("steps", "sum of the day's minutes"),)


class _Sum:
    """The steps of one day by one form, each of its rows once."""

    __slots__ = ("file", "hours", "line", "seen", "steps")

    def __init__(self, line: int, file: str) -> None:
        self.line, self.file = line, file
        self.steps, self.seen, self.hours = 0.0, 0, 0

    @property
    def is_whole(self) -> bool:
        return self.hours == (1 << _HOURS) - 1


class StepsOfDays:
    """Sums of steps by person and day."""

    def __init__(self) -> None:
        """Start empty."""
        self._sums: dict[tuple[str, int], dict[int, _Sum]] = {}

    def taker(self, names: Sequence[str], file: str) -> TakeRow | None:
        """Return what takes the rows of a file; None where its header is of another kind."""
        for form, (time, columns) in enumerate(_FORMS):
            if {time, *columns} <= set(names):
                return self._taker(form, names.index(time), [names.index(c) for c in columns], file)
        return None

    def _taker(self, form: int, time_at: int, steps_at: Sequence[int], file: str) -> TakeRow:
        time_column = _FORMS[form][0]

        def take(person: str, cells: Sequence[str], line: int) -> str:
            second = local_second(cells[time_at])
            if second is None:
                return f"type:{time_column}"
            steps = _sum([cells[at] for at in steps_at])
            if steps is None:
                return "type:steps"
            day, clock = divmod(second, DAY_S)
            minute = clock // 60
            forms = self._sums.setdefault((person, day), {})
            known = forms.get(form)
            if known is None:
                known = forms[form] = _Sum(line, file)
            if known.seen >> minute & 1:
                return "duplicate_minute"
            known.seen |= 1 << minute
            known.hours |= 1 << minute // 60
            known.steps += steps
            return ""

        return take

    def days(self) -> Iterator[PartDay]:
        """Yield the steps of each person-day; nothing where hours of it are not there."""
        for (person, day), forms in self._sums.items():
            ranked = sorted(forms.items())
            whole = next((one for _, one in ranked if one.is_whole), None)
            first = whole or ranked[0][1]
            vitals = {} if whole is None else {"steps": whole.steps}
            yield PartDay(person, day, first.line, first.file, vitals, SUM if whole else ())

    def counts(self) -> Mapping[str, int]:
        """Return nothing: what is added up is counted by the day that takes it."""
        return Counter()


def _sum(cells: Sequence[str]) -> float | None:
    total = 0.0
    for cell in cells:
        steps = number(cell)
        if not isinstance(steps, float) or not 0 <= steps < float("inf"):
            return None
        total += steps
    return total
