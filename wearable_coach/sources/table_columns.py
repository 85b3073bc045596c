"""The columns of a plain table: which are known, and what to do about the others."""

from __future__ import annotations

import re
from collections.abc import Iterable

from wearable_coach.errors import BadInput
from wearable_coach.records import VITAL_FIELDS, Profile
from wearable_coach.standards.fields import looks_like, profile_numbers, vital_rows
from wearable_coach.standards.table import table

KNOWN = frozenset((*VITAL_FIELDS, *Profile.model_fields, "id", "date"))
"""The columns that are read; ``id`` and ``date`` only tell days of a person apart."""
_SEXES = "M or F"


def normal_name(column: str) -> str:
    """Return a column name in the product's form (``" Heart Rate "`` is ``heart_rate``)."""
    return re.sub(r"[\s\-]+", "_", column.strip().lower())


def unknown_columns(columns: Iterable[str], *, where: str) -> tuple[str, ...]:
    """Return the columns that are none of the product's and look like none of them.

    Raises:
        BadInput: a column looks like one of the product's fields under another name or unit.
    """
    left: list[str] = []
    for column in columns:
        if column in KNOWN:
            continue
        field = next((f for words, f in looks_like() if re.search(words, column)), None)
        if field is not None:
            raise BadInput(_advice(column, field, where))
        left.append(column)
    return tuple(left)


def _advice(column: str, field: str, where: str) -> str:
    units = table("population")["imports"]["table_units"]
    unit = column.rsplit("_", 1)[-1].strip("()[]")
    row = vital_rows().get(field) or profile_numbers().get(field)
    wanted = _SEXES if row is None else row.column_unit
    convert = f"{units[unit]} and rename" if unit in units else "convert if needed and rename"
    return f"{where}: column {column!r} is not read, since its unit would be a guess; {convert} it to {field} [{wanted}], or remove it"
