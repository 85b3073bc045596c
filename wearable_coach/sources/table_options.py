"""What a person says of a table that its header does not: columns, whose days, what means missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from wearable_coach.errors import BadInput
from wearable_coach.input_files import read_text
from wearable_coach.input_values import place_of, yaml_of
from wearable_coach.sources.column_names import ASIDE, FIELDS, PERSON, Meaning, key_of, units_of

_KEYS = ("columns", "id", "missing")


class TableOptions(NamedTuple):
    """What is said of tables by hand."""

    columns: Mapping[str, Meaning | None] = {}
    """Column as written → what it means; None leaves it aside."""
    missing: tuple[str, ...] = ()
    """What a cell says where nothing was measured, beside what the table of marks has."""

    def of(self, header: Iterable[str]) -> TableOptions:
        """Return what is said of the columns of a header alone: JSON objects need not all have all keys."""
        keys = {key_of(name) for name in header}
        return self._replace(columns={c: m for c, m in self.columns.items() if key_of(c) in keys})

    def columns_as_said(self) -> dict[str, str]:
        """Return the columns as they are said by hand, such as ``nap`` → ``sleep_hr:min``."""
        return {
            column: ":".join(filter(None, m[:2])) if m else ASIDE
            for column, m in self.columns.items()
        }


def said_options(columns: Mapping[str, str], missing: Iterable[str]) -> TableOptions:
    """Return what columns as they are said by hand mean: the inverse of `columns_as_said`.

    Raises:
        BadInput: one names no field or unit.
    """
    found = {_column(c, repr(c)): meaning(m, said=f"{c!r}: {m!r}") for c, m in columns.items()}
    return TableOptions(found, tuple(missing))


def table_options(
    *,
    mapped: Iterable[str] = (),
    person: str | None = None,
    missing: str | None = None,
    file: Path | None = None,
) -> TableOptions:
    """Return what the command line and a mapping file say together; the command line goes first.

    Args:
        mapped: ``COLUMN=FIELD``, ``COLUMN=FIELD:UNIT`` or ``COLUMN=-``.
        person: The column that says whose day a row is.
        missing: Marks, separated by commas.
        file: YAML or JSON with ``columns``, ``id`` and ``missing``.

    Raises:
        BadInput: something of it cannot be read, or names no field or unit.
    """
    found = _of_file(file) if file is not None else TableOptions()
    columns = dict(found.columns)
    for text in mapped:
        column, _, meant = text.rpartition("=")
        columns[_column(column, repr(text))] = meaning(meant, said=f"--map {text!r}")
    if person is not None:
        columns = {c: m for c, m in columns.items() if m is None or m.field != PERSON}
        columns[_column(person, "--id")] = Meaning(PERSON)
    marks = found.missing if missing is None else tuple(m.strip() for m in missing.split(","))
    return TableOptions(columns, tuple(filter(None, marks)))


def meaning(text: str, *, said: str) -> Meaning | None:
    """Read ``FIELD``, ``FIELD:UNIT`` or ``-``.

    Raises:
        BadInput: there is no such field, or it has no such unit.
    """
    field, _, unit = text.strip().partition(":")
    field, unit = field.strip(), unit.strip().lower()
    if field == ASIDE:
        return None
    if field not in FIELDS:
        message = f"map: {said} names {field!r}; name one of {', '.join(FIELDS)}, or - to leave the column aside"
        raise BadInput(message)
    if unit and unit not in units_of(field):
        known = ", ".join(units_of(field)) or "none"
        message = f"map: {said} names the unit {unit!r}; {field} is read in {known}"
        raise BadInput(message)
    return Meaning(field, unit)


def _column(column: str, said: str) -> str:
    if not column.strip():
        message = f"map: {said} names no column; write COLUMN=FIELD, such as 심박수=heart_rate"
        raise BadInput(message)
    return column.strip()


def _of_file(path: Path) -> TableOptions:
    try:
        text = read_text(path)
        yaml_of(text)  # keys that stand twice, too many aliases, too deep
        data = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - words alone: a column may be called "on" or "no"
    except OSError as error:
        message = f"map: cannot read {path} ({error.strerror}); give a readable file"
        raise BadInput(message) from None
    except (ValueError, yaml.YAMLError) as error:
        message = f"map: {path} is no YAML{place_of(error)}; write columns, id and missing as the guide shows"
        raise BadInput(message) from None
    if not isinstance(data, dict) or not data.keys() <= {*_KEYS}:
        message = f"map: {path} is to hold {', '.join(_KEYS)} and nothing else; write it as the guide shows"
        raise BadInput(message)
    return _of_data(data, path)


def _of_data(data: Mapping[str, Any], path: Path) -> TableOptions:
    columns, person, missing = data.get("columns") or {}, data.get("id"), data.get("missing") or []
    if not isinstance(columns, dict) or not isinstance(missing, list | str):
        message = f"map: {path} is to hold columns as COLUMN: FIELD and missing as a list; write it as the guide shows"
        raise BadInput(message)
    found = {
        str(c): meaning(str(m) or ASIDE, said=f"{path.name}, {c!r}: {m!r}")
        for c, m in columns.items()
    }
    if person is not None:
        found[str(person)] = Meaning(PERSON)
    marks = missing.split(",") if isinstance(missing, str) else missing
    return TableOptions(found, tuple(str(mark).strip() for mark in marks))
