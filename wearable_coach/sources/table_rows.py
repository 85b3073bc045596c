"""The rows of a table under one header: cells to readings, whose and which day, and into the collector."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from operator import getitem, itemgetter
from typing import Any, NamedTuple

from wearable_coach.records import VITAL_FIELDS, Profile
from wearable_coach.sources.cleaning import ZERO, impossible_zeros
from wearable_coach.sources.column_names import DATE, PERSON
from wearable_coach.sources.day_store import NAN
from wearable_coach.sources.number_cells import CellReading, NumberCell
from wearable_coach.sources.possible import DISTANCE, REST, STEPS, doubts
from wearable_coach.sources.real_days import Collector
from wearable_coach.sources.rejects import shown
from wearable_coach.sources.sheets import Sheet
from wearable_coach.sources.table_cells import Cells, Memo
from wearable_coach.sources.table_columns import TableColumn, columns_of
from wearable_coach.sources.table_dates import TableDate, table_date
from wearable_coach.sources.table_grain import Grain
from wearable_coach.sources.table_options import TableOptions
from wearable_coach.sources.table_profile import ProfileColumns, ReadProfile
from wearable_coach.standards.validity import check_inputs

NAME = "table"

_UNDATED = TableDate(None)
_NOTHING = frozenset({"empty_day", "not_worn"})
"""What may be said of a row only because columns of it are not read."""


class KnownProfile(NamedTuple):
    """A profile that rows share."""

    shared: int
    """Its place in the store."""
    profile: Profile
    doubts: Callable[[Sequence[float]], bool]
    asks_more: bool
    """Whether it has what readings are held against: a height, exercise."""
    is_plain: bool
    """Whether it is neither refused nor read otherwise than it stands."""
    read: ReadProfile


class TableRows:
    """Takes the rows of one header."""

    def __init__(
        self,
        sheet: Sheet,
        header: Sequence[str],
        collector: Collector,
        options: TableOptions,
    ) -> None:
        """Look at a header; what a person must say first is told when its rows were looked at."""
        found = columns_of(header, options)
        self._asked, self._questions = found.asked, found.problems
        self._file, self.width, self.collector = sheet.name, len(header), collector
        self._columns = read = found.read
        self.odd: list[tuple[str, NumberCell]] = []
        self._missing = frozenset(mark.lower() for mark in options.missing)
        self._is_decimal = sheet.delimiter != ","
        vitals = [column for field, column in read.items() if field in VITAL_FIELDS]
        self._cells = [self._cells_of(column) for column in vitals]
        self._vitals_of = _getter([column.place for column in vitals])
        self.vitals = {
            column.meaning.field: (column.place, cells)
            for column, cells in zip(vitals, self._cells, strict=True)
        }
        told = [column.meaning.field for column in vitals]
        self._in_order = itemgetter(
            *(told.index(n) if n in told else len(told) for n in VITAL_FIELDS)
        )
        self._profile = self._profile_columns()
        self.profile_places = [column.place for column in self._profile.columns]
        self._profile_of = _getter(self.profile_places)
        self.person, self.date = read.get(PERSON), read.get(DATE)
        self.people = Memo(self._person_of)
        self.dates = Memo(self._date_of)
        self.profiles = Memo(self._known_profile)
        self._grain = Grain(read, collector.held())
        self._tell(found.aside, found.converted)

    def take(self, rows: Iterable[tuple[int, list[str]]]) -> None:
        """Take rows one by one, whatever stands in them."""
        width, odd, keep_day = self.width, self.odd, self.collector.keep
        cells_of, vitals_of, in_order = self._cells, self._vitals_of, self._in_order
        profile_of, profiles, dates = self._profile_of, self.profiles, self.dates
        person_at = None if self.person is None else self.person.place
        date_at = None if self.date is None else self.date.place
        for line, cells in rows:
            if len(cells) != width:
                self._reject(line, ("columns",))
                continue
            readings = in_order((*map(getitem, cells_of, vitals_of(cells)), NAN))
            profile = profiles[profile_of(cells)]
            date = _UNDATED if date_at is None else dates[cells[date_at]]
            is_odd = odd or not profile.is_plain or (date.day is None and date is not _UNDATED)
            if is_odd and not self._settle(line, cells, profile, date):
                continue
            if not readings[STEPS] > 0 < readings[DISTANCE]:
                readings = self._worn(line, readings)
            if not readings or (
                profile.doubts(readings) and self._is_impossible(line, readings, profile)
            ):
                continue
            text = "" if person_at is None else cells[person_at]
            if person_at is not None and not text.strip():
                self._reject(line, ("missing:id",))
                continue
            person = self.people[text]
            if not keep_day(person, date.day, profile.shared, readings, readings[REST]):
                self._repeat(line, person, date, readings)

    def _repeat(self, line: int, person: int, date: TableDate, readings: Sequence[float]) -> None:
        """Refuse a row of a date that its person has; see where that shows that the rows are no days."""
        if self._asks_whose():
            return
        day = date.day or 0
        kept = self.collector.readings_on(person, day)
        same = repr([float(x) for x in readings]) == repr([float(x) for x in kept])
        if date.time:
            self._grain.within_a_day(line, date.time, day)
        elif self.person is None and not same:
            self._grain.whose(line, day)
        elif not same:
            self._grain.repeat(line, day)
        self._reject(line, ("duplicate_day",))

    def _asks_whose(self) -> bool:
        """Say whether a person must say first whose days they are, or of which date."""
        return not self._asked.isdisjoint((PERSON, DATE))

    def _person_of(self, text: str) -> int:
        return self.collector.person_of(NAME, text.strip() or None)

    def _date_of(self, text: str) -> TableDate:
        return table_date(text, self._columns[DATE].meaning.unit)

    def _known_profile(self, key: tuple[str, ...]) -> KnownProfile:
        read = self._profile.read(key)
        place = -1 if read.shared is None else self.collector.shared_of(read.shared)
        profile = Profile() if read.shared is None else read.shared.profile
        is_plain = not (read.reasons or read.kinds)
        asks_more = profile.height_cm is not None or profile.hr_context == "exercise"
        return KnownProfile(place, profile, doubts(profile), asks_more, is_plain, read)

    def _settle(self, line: int, cells: list[str], profile: KnownProfile, found: TableDate) -> bool:
        """Count what was read otherwise than it stands, or refuse the row; say whether it goes on."""
        codes = {cell.code: shown(text) for text, cell in self.odd if cell.code}
        codes |= dict(zip(profile.read.reasons, profile.read.values, strict=True))
        if self.date is not None and found.day is None:
            text = cells[self.date.place].strip()
            codes["type:date" if text else "missing:date"] = shown(text)
            if found.may_be_two:
                self._grain.two_orders(line, text)
        self._grain.refuse(line, codes)
        if codes and found.day is not None and self.person is None and not self._asks_whose():
            self._grain.refuse_on(line, found.day, found.time, cells)
        if not codes:
            for kind in (*profile.read.kinds, *(k for _, cell in self.odd for k in cell.kinds)):
                self.collector.count(kind)
        self.odd.clear()
        if codes:
            self._reject(line, tuple(codes), tuple(codes.values()))
        return not codes

    def _worn(self, line: int, readings: Sequence[float]) -> Sequence[float]:
        """Return the readings without a zero that the other of steps and distance contradicts; nothing of an empty day."""
        steps, km = (None if math.isnan(x) else x for x in (readings[STEPS], readings[DISTANCE]))
        if zeros := impossible_zeros(steps, km):
            readings = [
                NAN if n in zeros else x for n, x in zip(VITAL_FIELDS, readings, strict=True)
            ]
            for name in zeros:
                self.collector.count(f"{ZERO}:{name}")
        if any(x > 0 for x in readings):
            return readings
        self._reject(line, ("empty_day" if all(map(math.isnan, readings)) else "not_worn",))
        return ()

    def _is_impossible(self, line: int, readings: Sequence[float], of: KnownProfile) -> bool:
        told = {n: x for n, x in zip(VITAL_FIELDS, readings, strict=True) if not math.isnan(x)}
        reasons = check_inputs(of.profile.model_dump(), told, hrmax_formula=None).reject
        if reasons:
            self._reject(line, reasons)
        return bool(reasons)

    @property
    def is_refused(self) -> bool:
        """Whether the file is refused, whatever follows."""
        return bool(self._questions) or self._grain.is_certain

    def problems(self) -> dict[str, frozenset[str]]:
        """Return what is wrong with header and rows as a whole: each with the codes of rows that it is about."""
        asked = dict.fromkeys(self._questions, _NOTHING)
        return asked | self._grain.problems(self.collector, is_refused=bool(asked))

    def names(self) -> dict[str, str]:
        """Return field → the column that says it."""
        return {field: column.name for field, column in self._columns.items()}

    def _reject(self, line: int, reasons: tuple[str, ...], values: tuple[str, ...] = ()) -> None:
        self.collector.reject(line, reasons, NAME, self._file, values)

    def _cells_of(self, column: TableColumn) -> Cells:
        reading = CellReading(column.meaning, self._is_decimal, self._missing)
        return Cells(reading.cell, self.odd)

    def _profile_columns(self) -> ProfileColumns:
        told = tuple(c for field, c in self._columns.items() if field in Profile.model_fields)
        return ProfileColumns(NAME, told, self._missing, self._is_decimal)

    def _tell(self, aside: tuple[str, ...], converted: tuple[str, ...]) -> None:
        if aside:
            self.collector.note(f"{self._file}: left aside the columns {', '.join(aside)}")
        for sentence in converted:
            self.collector.note(f"{self._file}: {sentence}")
        if self.person is None:
            self.collector.note(
                f"{self._file}: no column says whose a day is, so that all are one person's; name one with --id COLUMN if they are not"
            )
        if self.date is None:
            self.collector.note(
                f"{self._file}: no column says the date, so that no baseline is reckoned and no day is seen twice"
            )


def _getter(places: list[int]) -> Any:  # noqa: ANN401 - a function of a row
    if not places:
        return lambda _: ()
    if len(places) == 1:
        return lambda cells: (cells[places[0]],)
    return itemgetter(*places)
