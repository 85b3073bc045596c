"""A table is read column by column where it is plain, row by row where it is not: what comes of it is the same."""

from __future__ import annotations

from itertools import chain
from typing import NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from wearable_coach.sources.day_lines import json_of_days
from wearable_coach.sources.real_days import Collector
from wearable_coach.sources.rejects import Reject
from wearable_coach.sources.sheets import Sheet
from wearable_coach.sources.table_blocks import take_in_blocks
from wearable_coach.sources.table_options import TableOptions
from wearable_coach.sources.table_rows import TableRows

_MISSING = ("", "--", "-1", "x")
_CELLS = {
    "user id": ("kim", "lee", " kim ", "Park", ""),
    "date": (*(f"2024-01-{n:02d}" for n in range(1, 20)), "2024-01-03 10:00", "1/2/2024", "soon", ""),
    "heart_rate": ("72", "61", "72 bpm", "72.4", "900", "0", *_MISSING),
    "resting_heart_rate": ("60", "58", "61.5", "0", *_MISSING),
    "sleep_hr": ("7.5", "7:12", "7.199", "0", "45", *_MISSING),
    "steps": ("8000", "0", "1000", "8,432", "900", "-5", *_MISSING),
    "distance_km": ("5.2", "0", "0.2", "1", "40", "5,200 m", *_MISSING),
    "weight": ("70", "70.5", "0", "40", *_MISSING),
    "bmi": ("22.9", "23", "0", "50", *_MISSING),
    "height_cm": ("175", "175 cm", "140", "9", ""),
    "hr_context": ("rest", "exercise", "odd", ""),
}  # fmt: skip
_PLAIN = {
    "user id": ("kim", "lee", "Park"),
    "date": tuple(f"2024-{m:02d}-{n:02d}" for m in range(1, 13) for n in range(1, 29)),
    "heart_rate": ("72", "80"),
    "resting_heart_rate": ("60", "61", ""),
    "sleep_hr": ("7.5", "6.25", ""),
    "steps": ("8000", "9000"),
    "distance_km": ("5.2", "6.1"),
    "weight": ("70", "70.5"),
    "bmi": ("22.9", "23"),
    "height_cm": ("175",),
    "hr_context": ("rest", ""),
}


class _Table(NamedTuple):
    header: tuple[str, ...]
    rows: list[tuple[int, list[str]]]


class _Outcome(NamedTuple):
    lines: str
    days: list[str]
    rejects: tuple[Reject, ...]
    counts: tuple[tuple[str, int], ...]
    notes: tuple[str, ...]


@st.composite
def tables(draw: st.DrawFn) -> _Table:
    names = list(_CELLS)
    header = tuple(n for n in names if n == "steps" or draw(st.integers(0, 3)))
    plain = st.tuples(*(st.sampled_from(_PLAIN[n]) for n in header))
    wild = st.tuples(*(st.sampled_from(_CELLS[n]) for n in header))
    few = st.tuples(plain, st.integers(0, len(header) - 1), wild).map(
        lambda it: tuple(w if at == it[1] else p for at, (p, w) in enumerate(zip(it[0], it[2], strict=True)))
    )  # fmt: skip
    short = plain.map(lambda cells: cells[1:])
    share = draw(st.sampled_from([plain, plain | few, wild, plain | few | short]))
    rows = draw(st.lists(share, min_size=1, max_size=40))
    return _Table(header, [(line, list(cells)) for line, cells in enumerate(rows, start=2)])


def outcome(table: _Table, at_once: int | None) -> _Outcome | list[str]:
    collector = Collector()
    sheet = Sheet("t.csv", table.header, iter(()))
    rows = TableRows(sheet, table.header, collector, TableOptions())
    if at_once is None:
        rows.take(table.rows)
    else:
        take_in_blocks(rows, table.rows, at_once=at_once)
    if problems := rows.problems():
        return list(problems)
    found = collector.result()
    days = [repr(day) for day in found.days]
    return _Outcome(
        "".join(json_of_days(found.days)), days, found.rejects, found.counts, found.notes
    )


@settings(max_examples=400, deadline=None)
@given(table=tables(), at_once=st.sampled_from([1, 7, 16, 256]))
def test_what_comes_of_a_table_is_the_same_by_columns_and_by_rows(
    table: _Table, at_once: int
) -> None:
    assert outcome(table, at_once) == outcome(table, None)


def test_one_odd_row_among_many_is_read_in_its_place() -> None:
    header = ("user id", "date", "steps")
    plain = [["a", f"2024-01-{n:02d}", str(8000 + n)] for n in range(1, 29)]
    odd = [["b", "2024-01-01", "many"], ["a", "2024-01-05", "7"], ["c", "2024-01-01", "8,000"]]
    cells = chain(plain[:10], odd, plain[10:])
    table = _Table(header, list(enumerate(cells, start=2)))
    found = outcome(table, 256)
    assert isinstance(found, _Outcome)
    assert found == outcome(table, None)
    assert [(r.line, r.reasons) for r in found.rejects] == [(12, ("type:steps",)), (13, ("duplicate_day",))]  # fmt: skip
    assert found.counts == (("thousands:steps", 1),)
    assert len(found.days) == 29


def test_what_a_profile_says_is_held_against_each_row() -> None:
    header = ("date", "steps", "distance_km", "weight", "bmi", "height_cm", "heart_rate", "resting_heart_rate", "hr_context")  # fmt: skip
    plain = "8000,5.2,70,22.9,175,120,60,exercise"
    tall, slow = "8000,5.2,70,22.9,150,120,60,", "8000,5.2,70,22.9,,55,60,exercise"
    days = [plain] * 9 + [tall] + [plain] * 9 + [slow] + [plain] * 5
    rows = [[f"2024-01-{n:02d}", *text.split(",")] for n, text in enumerate(days, start=1)]
    found = outcome(_Table(header, list(enumerate(rows, start=2))), 256)
    assert isinstance(found, _Outcome)
    assert [r.reasons for r in found.rejects] == [("bmi_weight_height_mismatch",), ("hr_below_rhr",)]  # fmt: skip
