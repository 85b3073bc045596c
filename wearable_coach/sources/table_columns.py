"""The columns of a table: what each means, what is left aside, and all that a person must say first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from wearable_coach.records import VITAL_FIELDS
from wearable_coach.sources.column_names import (
    DATE,
    PERSON,
    AskedColumn,
    Meaning,
    key_of,
    meaning_of,
    unit_of_field,
    units_of,
)
from wearable_coach.sources.table_options import TableOptions
from wearable_coach.standards.table import table

_SURENESS = ("said", "own", "named", "or_else", "by_name")


class TableColumn(NamedTuple):
    """A column that is read."""

    place: int
    name: str
    """As written."""
    meaning: Meaning


class Columns(NamedTuple):
    """What a header says."""

    read: Mapping[str, TableColumn]
    """By field."""
    aside: tuple[str, ...]
    converted: tuple[str, ...]
    """What was taken under another name or in another unit, each as a sentence."""
    problems: tuple[str, ...]
    """What a person must say, each with its remedy."""
    asked: frozenset[str] = frozenset()
    """The fields that this is about; they are not read."""


def columns_of(header: Sequence[str], options: TableOptions) -> Columns:
    """Return what a header says.

    Args:
        header: Names as written.
        options: What a person says of them.
    """
    found: dict[str, list[tuple[int, TableColumn]]] = {}
    asked: list[tuple[str, AskedColumn]] = []
    aside: list[str] = []
    for place, name in enumerate(header):
        meant, rank = _meant(name, options)
        if isinstance(meant, Meaning):
            found.setdefault(meant.field, []).append((rank, TableColumn(place, name, meant)))
        elif isinstance(meant, AskedColumn):
            asked.append((name, meant))
        elif name:
            aside.append(name)
    problems = dict.fromkeys(twice_in(aside), "")
    read = {field: _one_of(field, some, aside, problems) for field, some in found.items()}
    for name, one in asked:
        if one.field in read:
            aside.append(name)
        else:
            problems[_question(name, one)] = one.field
    problems |= _unknown_in_map(header, options)
    problems |= dict.fromkeys(_within_day(aside, options), DATE)
    ordered = tuple(name for name in header if name in aside)
    known = {field: column for field, column in read.items() if field not in problems.values()}
    told = tuple(_converted(read.values()))
    return Columns(known, ordered, told, tuple(problems), frozenset(problems.values()))


def is_a_table(header: Iterable[str], options: TableOptions) -> bool:
    """Say whether a header has a reading under a name that is known, or that a person mapped."""
    return any(
        isinstance(meant, Meaning) and meant.field in VITAL_FIELDS
        for meant, _ in (_meant(name, options) for name in header)
    )


def joined(where: str, problems: Sequence[str]) -> str:
    """Return all problems of a file as one message."""
    if len(problems) == 1:
        return f"{where}: {problems[0]}"
    numbered = "; ".join(f"({i}) {problem}" for i, problem in enumerate(problems, start=1))
    return f"{where}: {len(problems)} problems: {numbered}"


def twice_in(header: Sequence[str]) -> list[str]:
    """Return what is said of the names that stand twice in a header."""
    return [_twice(name) for name in dict.fromkeys(header) if name and header.count(name) > 1]


def _meant(name: str, options: TableOptions) -> tuple[Meaning | AskedColumn | None, int]:
    for said, meaning in options.columns.items():
        if said == name or key_of(said) == key_of(name):
            return meaning, 0
    meant = meaning_of(name)
    return meant, _SURENESS.index(meant.surety) if isinstance(meant, Meaning) else 0


def _one_of(
    field: str, some: list[tuple[int, TableColumn]], aside: list[str], problems: dict[str, str]
) -> TableColumn:
    """Return the column that says a field the surest; ask where several do alike."""
    some = sorted(some, key=lambda one: (one[0], one[1].meaning.unit != "", one[1].place))
    rank, first = some[0]
    others = [column for _, column in some[1:]]
    alike = [
        c for r, c in some[1:] if r == rank and bool(c.meaning.unit) == bool(first.meaning.unit)
    ]
    if _SURENESS[rank] == "or_else":
        alike = others
    names = (first.name, *(c.name for c in alike))
    if alike and len({key_of(name) for name in names}) == 1:
        problems[_twice(first.name if len(set(names)) == 1 else field)] = field
    elif alike:
        ways = " or ".join(_way(field, name) for name in names)
        said = f"columns {' and '.join(map(repr, names))} all say {field}; choose one: {ways}"
        problems[said] = field
    aside += [column.name for column in others]
    return first


def _twice(name: str) -> str:
    return f"column {name!r} stands twice in the header; rename or remove one"


def _way(field: str, name: str) -> str:
    return f"--id {name!r}" if field == PERSON else f"--map {name!r}={field}"


def _question(name: str, asked: AskedColumn) -> str:
    field, unit = asked.field, unit_of_field(asked.field)
    units = [u for u in units_of(field) if units_of(field)[u] != "1" and u.isascii()]
    way = f"--map {name!r}={field}"
    or_unit = f" (of another unit :{units[0]} and so on behind it)" if units else ""
    why = "says no unit" if asked.lacks_unit else f"may be {field}"
    wanted = f" [{unit}]" if unit else ""
    return (
        f"column {name!r} {why}; if it is {field}{wanted} add {way}{or_unit}, else --map {name!r}=-"
    )


def _unknown_in_map(header: Sequence[str], options: TableOptions) -> dict[str, str]:
    """Return what is said of columns that are named and not there, and the field that each is to be."""
    keys, had = {key_of(name) for name in header}, ", ".join(header)[:120]
    return {
        f"there is no column {name!r} that --map or --id names; the header has {had}": meant.field
        if meant
        else ""
        for name, meant in options.columns.items()
        if key_of(name) not in keys
    }


def _within_day(aside: Sequence[str], options: TableOptions) -> list[str]:
    """Return what is said of columns that tell minutes or hours: such rows are no days."""
    known = {key_of(name) for name in table("columns")["within_day"]}
    said = {key_of(name) for name in options.columns}
    return [
        f"column {name!r} tells times within a day, so that its rows are no days; give the daily file, or --map {name!r}=- if each row is a day"
        for name in aside
        if key_of(name) in known - said
    ]


def _converted(read: Iterable[TableColumn]) -> Iterable[str]:
    for place, name, meaning in read:
        unit = f" in {meaning.unit}" if meaning.factor != 1 else ""
        if unit or key_of(name) != key_of(meaning.field):
            yield f"column {place + 1} {name!r} is read as {meaning.field}{unit}"
