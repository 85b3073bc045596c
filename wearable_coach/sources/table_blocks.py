"""The rows of a table some thousands at a time, a column after another: what is plain needs no look at each row.

Rows that are not plain go one by one, in their order among the others: what comes of a file is the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import NamedTuple

from wearable_coach.records import VITAL_FIELDS
from wearable_coach.sources.cleaning import impossible_zeros
from wearable_coach.sources.day_store import NAN
from wearable_coach.sources.possible import DISTANCE, STEPS, not_plain
from wearable_coach.sources.table_rows import KnownProfile, TableRows

_AT_ONCE = 256
"""More fall out of the processor's cache, and cost collections of garbage."""
_FEW = 8
"""Where one row of so many is not plain, all of them go one by one."""
_MOST_LOOKED_AT = 100_000
"""Rows of a file that is refused anyway, to say all that is wrong with it."""
Rows = Sequence[tuple[int, list[str]]]


def take_in_blocks(
    table: TableRows, rows: Iterable[tuple[int, list[str]]], *, at_once: int = _AT_ONCE
) -> None:
    """Take rows as `TableRows.take` does, a million in seconds.

    Args:
        table: Where they go.
        rows: (line number, cells).
        at_once: How many.
    """
    rows, looked_at = iter(rows), 0
    while looked_at < _MOST_LOOKED_AT:
        block: list[tuple[int, list[str]]] = []
        try:
            block.extend(islice(rows, at_once))
        finally:  # rows that cannot be read to their end are taken up to there
            if block:
                _take(table, block)
        if not block:
            return
        looked_at += len(block) if table.is_refused else 0


def _take(table: TableRows, block: Rows) -> None:
    columns = _texts(block, table.width)
    if columns is not None:
        _Block(table, block, columns).take()
    else:
        table.take(block)


def _texts(rows: Rows, width: int) -> list[tuple[str, ...]] | None:
    """Return the cells of rows column by column; None where a row is of another width."""
    _, cells = zip(*rows, strict=True)
    return list(zip(*cells, strict=True)) if set(map(len, cells)) == {width} else None


class _Columns(NamedTuple):
    """What the rows of a block say, a column a thing."""

    readings: list[list[float]]
    """Nine, in the order of the vitals."""
    days: list[int | None] | None
    """None where no column says the date."""
    profiles: list[KnownProfile]
    people: Sequence[str]


class _Block:
    """Some rows of as many cells as the header has."""

    def __init__(self, table: TableRows, rows: Rows, texts: Sequence[tuple[str, ...]]) -> None:
        self._table, self._rows, self._texts = table, rows, texts
        self._kinds: dict[int, list[str]] = {}
        """Of rows with cells that are read otherwise than they stand, which."""
        self._not_plain: set[int] = set()

    def take(self) -> None:
        """Take all rows."""
        read = self._columns()
        self._look_at(read)
        if len(self._not_plain) * _FEW > len(self._rows):
            self._table.take(self._rows)
            return
        start = 0
        for at in sorted(self._not_plain):
            self._take_plain(read, start, at)
            self._table.take(self._rows[at : at + 1])
            start = at + 1
        self._take_plain(read, start, len(self._rows))

    def _columns(self) -> _Columns:
        table, count = self._table, len(self._rows)
        readings = [self._readings_of(name) for name in VITAL_FIELDS]
        days = None
        if table.date is not None:
            days = [
                found.day for found in map(table.dates.__getitem__, self._texts[table.date.place])
            ]
        if table.profile_places:
            keys = zip(*(self._texts[place] for place in table.profile_places), strict=True)
            profiles = list(map(table.profiles.__getitem__, keys))
        else:
            profiles = [table.profiles[()]] * count
        people = [""] * count if table.person is None else self._texts[table.person.place]
        return _Columns(readings, days, profiles, people)

    def _readings_of(self, name: str) -> list[float]:
        place, cells = self._table.vitals.get(name, (0, None))
        if cells is None:
            return [NAN] * len(self._rows)
        texts, odd = self._texts[place], self._table.odd
        readings = list(map(cells.__getitem__, texts))
        if odd:
            known = dict(odd)
            odd.clear()
            for at, text in enumerate(texts):
                if text in known:
                    self._see(at, known[text].code, known[text].kinds)
        return readings

    def _see(self, at: int, code: str, kinds: Iterable[str]) -> None:
        if code:
            self._not_plain.add(at)
        else:
            self._kinds.setdefault(at, []).extend(kinds)

    def _look_at(self, read: _Columns) -> None:
        """Find the rows that are not plain."""
        found = self._not_plain
        if read.days is not None and None in read.days:
            found.update(at for at, day in enumerate(read.days) if day is None)
        if not all(profile.is_plain for profile in read.profiles):
            for at, profile in enumerate(read.profiles):
                self._see(at, "".join(profile.read.reasons), profile.read.kinds)
        if self._table.person is not None:
            nobody = {text for text in set(read.people) if not text.strip()}
            if nobody:
                found.update(at for at, text in enumerate(read.people) if text in nobody)
        doubted = not_plain(read.readings)
        if any(profile.asks_more for profile in read.profiles):
            doubted = list(range(len(self._rows)))
        for at in doubted:
            row = [column[at] for column in read.readings]
            if read.profiles[at].doubts(row) or _is_hardly_worn(row):
                found.add(at)

    def _take_plain(self, read: _Columns, start: int, stop: int) -> None:
        """Take plain rows; from one on whose date is there already, one by one."""
        if start == stop:
            return
        table = self._table
        kept = table.collector.keep_all(
            list(map(table.people.__getitem__, read.people[start:stop])),
            None if read.days is None else [d for d in read.days[start:stop] if d is not None],
            [profile.shared for profile in read.profiles[start:stop]],
            [column[start:stop] for column in read.readings],
        )
        for at in range(start, start + kept) if self._kinds else ():
            for kind in self._kinds.get(at, ()):
                table.collector.count(kind)
        if kept < stop - start:
            table.take(self._rows[start + kept : stop])


def _is_hardly_worn(row: Sequence[float]) -> bool:
    """Say whether a day has a zero of steps or distance that cannot be, or nothing but zeros."""
    if row[STEPS] > 0 < row[DISTANCE]:
        return False
    return bool(impossible_zeros(row[STEPS], row[DISTANCE])) or not any(x > 0 for x in row)
