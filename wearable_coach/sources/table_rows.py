"""The rows of a table under one header: cells to readings, whose and which day, and into the collector."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from operator import itemgetter
from typing import Any

from wearable_coach.errors import BadInput
from wearable_coach.records import VITAL_FIELDS, Profile
from wearable_coach.sources.cleaning import ZERO, impossible_zeros
from wearable_coach.sources.column_names import DATE, PERSON
from wearable_coach.sources.day_store import NAN, Shared
from wearable_coach.sources.number_cells import Cell, Reading
from wearable_coach.sources.possible import DISTANCE, REST, STEPS, may_be_impossible
from wearable_coach.sources.real_days import Collector
from wearable_coach.sources.rejects import shown
from wearable_coach.sources.sheets import Sheet
from wearable_coach.sources.table_cells import Cells, keep
from wearable_coach.sources.table_columns import Column, columns_of, joined
from wearable_coach.sources.table_dates import TableDate, table_date
from wearable_coach.sources.table_grain import Grain
from wearable_coach.sources.table_options import TableOptions
from wearable_coach.sources.table_profile import ProfileColumns, ReadProfile
from wearable_coach.standards.validity import check_inputs

NAME = "table"


class TableRows:
    """Takes the rows of one header."""

    def __init__(
        self,
        sheet: Sheet,
        header: Sequence[str],
        collector: Collector,
        options: TableOptions,
    ) -> None:
        """Look at a header.

        Raises:
            BadInput: a person must say something first.
        """
        found = columns_of(header, options)
        if found.problems:
            raise BadInput(joined(sheet.name, found.problems))
        self._file, self._width, self._collector = sheet.name, len(header), collector
        self._columns = read = found.read
        self._odd: list[tuple[str, Cell]] = []
        self._missing = frozenset(mark.lower() for mark in options.missing)
        self._is_decimal = sheet.delimiter != ","
        self._readings = [
            (VITAL_FIELDS.index(field), self._cells(column), column.place)
            for field, column in read.items()
            if field in VITAL_FIELDS
        ]
        self._profile = self._profile_columns()
        self._profile_of = _getter([column.place for column in self._profile.columns])
        self._person, self._date = read.get(PERSON), read.get(DATE)
        self._people: dict[str, tuple[int, int]] = {}
        self._dates: dict[str, TableDate] = {}
        self._profiles: dict[tuple[str, ...], tuple[ReadProfile, int]] = {}
        self._grain = Grain(read, collector.held())
        self._tell(found.aside, found.converted)

    def take_all(self, rows: Iterable[tuple[int, list[str]]]) -> None:
        """Take all rows, then look at them as a whole.

        Raises:
            BadInput: they are no days of people.
        """
        for line, cells in rows:
            self.take(line, cells)
        self.finish()

    def take(self, line: int, cells: list[str]) -> None:
        """Take a row.

        Raises:
            BadInput: it shows that the rows are no days.
        """
        if len(cells) != self._width:
            self._reject(line, ("columns",))
            return
        readings = [NAN] * len(VITAL_FIELDS)
        for slot, of, place in self._readings:
            readings[slot] = of[cells[place]]
        profile, shared = self._profile_at(cells)
        found = TableDate(None) if self._date is None else self._date_at(cells[self._date.place])
        is_odd = self._odd or profile.reasons or (self._date is not None and found.day is None)
        if is_odd and not self._settle(line, cells, profile, found):
            return
        if not (readings[STEPS] > 0 and readings[DISTANCE] > 0) and not self._worn(line, readings):
            return
        if profile.shared is not None and self._is_impossible(line, readings, profile.shared):
            return
        self._keep(line, cells, found, shared, readings)

    def _keep(
        self, line: int, cells: list[str], found: TableDate, shared: int, readings: list[float]
    ) -> None:
        person = self._person_at(line, cells)
        if person is None:
            return
        if self._collector.keep(person, found.day, shared, readings, readings[REST]):
            self._grain.day(person[0], found.day)
            return
        day = found.day or 0
        if found.time:
            raise BadInput(joined(self._file, [self._grain.within_a_day(line, found.time, day)]))
        same = all(a == b or (a != a and b != b) for a, b in zip(readings, self._collector.readings_on(person, day), strict=True))  # noqa: PLR0124 - NaN  # fmt: skip
        if self._person is None and not same:
            raise BadInput(joined(self._file, [self._grain.whose(line, day)]))
        if not same:
            self._grain.repeat(line, day)
        self._reject(line, ("duplicate_day",))

    def _person_at(self, line: int, cells: list[str]) -> tuple[int, int] | None:
        text = "" if self._person is None else cells[self._person.place]
        found = self._people.get(text)
        if found is None:
            whose = text.strip()
            if self._person is not None and not whose:
                self._reject(line, ("missing:id",))
                return None
            found = self._collector.person_of(NAME, whose or None)
            keep(self._people, text, found)
        return found

    def _date_at(self, text: str) -> TableDate:
        found = self._dates.get(text)
        if found is None:
            order = self._columns[DATE].meaning.unit
            found = table_date(text, order)
            keep(self._dates, text, found)
        return found

    def _profile_at(self, cells: list[str]) -> tuple[ReadProfile, int]:
        key = self._profile_of(cells)
        found = self._profiles.get(key)
        if found is None:
            profile = self._profile.read(key)
            shared = -1 if profile.shared is None else self._collector.shared_of(profile.shared)
            found = (profile, shared)
            keep(self._profiles, key, found)
        if found[0].kinds:
            for kind in found[0].kinds:
                self._collector.count(kind)
        return found

    def _settle(self, line: int, cells: list[str], profile: ReadProfile, found: TableDate) -> bool:
        """Count what was read otherwise than it stands, or refuse the row; say whether it goes on."""
        codes = {cell.code: shown(text) for text, cell in self._odd if cell.code}
        codes |= dict(zip(profile.reasons, profile.values, strict=True))
        if self._date is not None and found.day is None:
            text = cells[self._date.place].strip()
            codes["type:date" if text else "missing:date"] = shown(text)
            if found.may_be_two:
                self._grain.two_orders(line, text)
        self._grain.refuse(line, codes)
        if not codes:
            for _, cell in self._odd:
                for kind in cell.kinds:
                    self._collector.count(kind)
        self._odd.clear()
        if codes:
            self._reject(line, tuple(codes), tuple(codes.values()))
        return not codes

    def _worn(self, line: int, readings: list[float]) -> bool:
        """Clear a zero of steps or distance that the other contradicts; say whether anything was measured."""
        steps, km = (None if math.isnan(x) else x for x in (readings[STEPS], readings[DISTANCE]))
        for name in impossible_zeros(steps, km):
            readings[VITAL_FIELDS.index(name)] = NAN
            self._collector.count(f"{ZERO}:{name}")
        if any(x > 0 for x in readings):
            return True
        self._reject(line, ("empty_day" if all(map(math.isnan, readings)) else "not_worn",))
        return False

    def _is_impossible(self, line: int, readings: Sequence[float], shared: Shared) -> bool:
        if not may_be_impossible(readings, shared.profile):
            return False
        told = {n: x for n, x in zip(VITAL_FIELDS, readings, strict=True) if not math.isnan(x)}
        reasons = check_inputs(shared.profile.model_dump(), told, hrmax_formula=None).reject
        if reasons:
            self._reject(line, reasons)
        return bool(reasons)

    def finish(self) -> None:
        """Look at the rows as a whole.

        Raises:
            BadInput: they are no days of people, or a column holds another unit.
        """
        if problems := self._grain.problems(self._collector.readings_since):
            raise BadInput(joined(self._file, problems))

    def _reject(self, line: int, reasons: tuple[str, ...], values: tuple[str, ...] = ()) -> None:
        self._collector.reject(line, reasons, NAME, self._file, values)

    def _cells(self, column: Column) -> Cells:
        reading = Reading(column.meaning, self._is_decimal, self._missing)
        return Cells(reading.cell, self._odd)

    def _profile_columns(self) -> ProfileColumns:
        told = tuple(c for field, c in self._columns.items() if field in Profile.model_fields)
        return ProfileColumns(NAME, told, self._missing, self._is_decimal)

    def _tell(self, aside: tuple[str, ...], converted: tuple[str, ...]) -> None:
        if aside:
            self._collector.note(f"{self._file}: left aside the columns {', '.join(aside)}")
        for sentence in converted:
            self._collector.note(f"{self._file}: {sentence}")
        if self._person is None:
            self._collector.note(
                f"{self._file}: no column says whose a day is, so that all are one person's; name one with --id COLUMN if they are not"
            )
        if self._date is None:
            self._collector.note(
                f"{self._file}: no column says the date, so that no baseline is reckoned and no day is seen twice"
            )


def _getter(places: list[int]) -> Any:  # noqa: ANN401 - a function of a row
    if not places:
        return lambda _: ()
    if len(places) == 1:
        return lambda cells: (cells[places[0]],)
    return itemgetter(*places)
