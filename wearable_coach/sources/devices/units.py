"""Units that exports write, each with its factor to the product's; an unknown one is not guessed."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from wearable_coach.sources.devices.formats import formats
from wearable_coach.standards.fields import profile_numbers, vital_rows

_NUMBER = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?$|[+-]?\d*\.?\d+(?:[eE][+-]?\d+)?$")
_MOST = 1e15
"""Nothing that a device records is as large."""
_NOTHING = frozenset({"", "-", "--", "—", "null", "none", "nan", "n/a"})


@cache
def factor(field: str, unit: str) -> float | None:
    """Return by what a value in `unit` is multiplied to be in the field's own; None of an unknown unit.

    Args:
        field: A vital, or a number of the profile.
        unit: As an export writes it (``count/min``, ``mi``, ``kJ``).
    """
    rows: dict[str, Any] = formats()["units"].get(field, {})
    named = rows.get("named", {}).get(unit, unit)
    row = vital_rows().get(field) or profile_numbers().get(field)
    own = dict(row.factors) if row is not None else {}
    if row is not None and named == row.unit:
        return 1.0
    said = rows.get("factors", {}).get(named, own.get(named))
    return None if said is None else float(said)


def number(value: object) -> float | None:
    """Return the finite number that a cell or a JSON value is; None where it is none.

    ``1,234``, ``--`` and ``"72"`` are read as what they mean; ``true`` is no number.
    """
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return float(value) if abs(value) < _MOST else None
    if not isinstance(value, str):
        return None
    text = value.strip()
    if text.lower() in _NOTHING or not _NUMBER.match(text):
        return None
    found = float(text.replace(",", ""))
    return found if abs(found) < _MOST else None


def says_nothing(value: object) -> bool:
    """Say whether a cell or a JSON value is empty by its own word (``--``, ``null``)."""
    return value is None or (isinstance(value, str) and value.strip().lower() in _NOTHING)
