"""Whether the rows of a table are days of people at all: checked while they are read, never assumed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date

from wearable_coach.sources.column_names import DATE, PERSON, unit_of_field, units_of
from wearable_coach.sources.real_days import Collector
from wearable_coach.sources.table_columns import TableColumn
from wearable_coach.standards.fields import vital_rows
from wearable_coach.standards.table import table

_ONES = 2
"""So many impossible readings are slips, not a column's unit."""


_REPEATS = frozenset({"duplicate_day"})


class Grain:
    """What is seen of a file's rows, and what it comes to at the end."""

    def __init__(self, columns: Mapping[str, TableColumn], start: int) -> None:
        """Start before the first row.

        Args:
            columns: What is read, by field.
            start: Days that were kept before.
        """
        self._columns, self._start = columns, start
        self._first: dict[str, tuple[int, str]] = {}
        self._refused: Counter[str] = Counter()
        self._repeated = 0
        self._certain: dict[str, str] = {}
        self._nobodys: dict[int, list[str]] = {}
        self._likely = ""

    def repeat(self, line: int, day: int) -> None:
        """See a row that says otherwise of a date that its person has already."""
        self._repeated += 1
        self._first.setdefault("repeated", (line, date.fromordinal(day).isoformat()))

    def two_orders(self, line: int, text: str) -> None:
        """See a date in which month and day may stand in either order."""
        self._first.setdefault("two orders", (line, text))

    def refuse(self, line: int, codes: Mapping[str, str]) -> None:
        """See a row that is refused: code → what stands there."""
        for code, text in codes.items():
            kind, _, field = code.partition(":")
            if kind in ("range", "type") and field in vital_rows():
                self._refused[field] += 1
                self._first.setdefault(f"range:{field}", (line, text))

    def within_a_day(self, line: int, time: str, day: int) -> None:
        """See a second row with a time on a person's date."""
        self._certain.setdefault("within a day", self._within_a_day(line, time, day))

    def whose(self, line: int, day: int) -> None:
        """See a second row of a date, saying otherwise, in a file that says no person."""
        self._certain.setdefault("whose", self._whose(line, day))

    def _within_a_day(self, line: int, time: str, day: int) -> str:
        name = self._columns[DATE].name
        on = date.fromordinal(day).isoformat()
        return f"line {line}, column {name!r}: {on} {time} is a second row of that date, so that its rows are no days; give the daily file, or add the rows of a day up first"

    def _whose(self, line: int, day: int) -> str:
        on = date.fromordinal(day).isoformat()
        return f"line {line}: a second row of {on}, and no column says whose a row is; name it with --id COLUMN, or keep one row a day"

    def refuse_on(self, line: int, day: int, time: str, cells: list[str]) -> None:
        """See a row of nobody's that is refused: a second one of its date shows the same as one that is kept."""
        if self._nobodys.setdefault(day, cells) != cells and not self._likely:
            self._likely = self._within_a_day(line, time, day) if time else self._whose(line, day)

    @property
    def is_certain(self) -> bool:
        """Whether a row has shown that the file is refused, whatever follows."""
        return bool(self._certain)

    def problems(self, collector: Collector, *, is_refused: bool) -> dict[str, frozenset[str]]:
        """Return what is said of the file as a whole: each with the codes of rows that it is about.

        Args:
            collector: Holds the days that were kept.
            is_refused: Whether something else refuses the file.
        """
        days = collector.held() - self._start
        found = dict.fromkeys(self._certain.values(), _REPEATS)
        for field, refused in self._refused.items():
            taken = sum(x == x for x in collector.readings_since(self._start, field))  # noqa: PLR0124 - not NaN
            if refused > max(_ONES, taken):
                said = self._of_unit(field, refused, refused + taken)
                found[said] = frozenset({f"range:{field}", f"type:{field}"})
        found |= dict.fromkeys(self._of_people(days, collector), frozenset())
        if self._repeated > _ONES and self._repeated >= days:
            line, value = self._first["repeated"]
            said = f"line {line}: {self._repeated:,} rows say otherwise of a date that their person has (the first {value}), {days:,} begin one, so that its rows are no days; add the rows of a day up first"
            found[said] = _REPEATS
        if "two orders" in self._first:
            line, value = self._first["two orders"]
            name = self._columns[DATE].name
            said = f"line {line}, column {name!r}: {value!r} may be two dates; add --map {name!r}=date:mdy if the month stands first, else --map {name!r}=date:dmy"
            found[said] = frozenset({"type:date"})
        if self._likely and not self._certain and (found or is_refused):
            found[self._likely] = _REPEATS
        return found

    def _of_unit(self, field: str, refused: int, of: int) -> str:
        """Return what is said of a column most of whose readings are none: it holds another unit or thing."""
        line, value = self._first[f"range:{field}"]
        name = self._columns[field].name
        low, high = vital_rows()[field].impossible
        units = [u for u, factor in units_of(field).items() if factor != "1"]
        way = (
            f"; say its unit with --map {name!r}={field}:UNIT ({', '.join(units)})" if units else ""
        )
        return f"line {line}, column {name!r}: {value!r} is no {field} [{unit_of_field(field)}], {low:g} to {high:g}; {refused:,} of its {of:,} readings are none{way}, or leave it aside with --map {name!r}=-"

    def _of_people(self, days: int, collector: Collector) -> list[str]:
        """Return a column that numbers the rows: as many people as rows, each on a date of its own."""
        least: int = table("heart_rate")["delta"]["baseline_days"]
        column = self._columns.get(PERSON)
        if column is None or days < least:
            return []
        people = collector.people_since(self._start)
        if len(people) < days or len(collector.dates_of(people)) < days:
            return []
        return [
            f"column {column.name!r} is another one in each of {days:,} rows, and so is the date: it numbers rows and names nobody; name the person's column with --id COLUMN, or add --map {column.name!r}=- if the file is one person's"
        ]
