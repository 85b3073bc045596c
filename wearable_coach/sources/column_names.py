"""What a column's name means: a field of the product and a unit, by a table and never by likeness."""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction
from functools import cache
from typing import Any, Literal, NamedTuple

from wearable_coach.records import VITAL_FIELDS, Profile
from wearable_coach.standards.fields import looks_like, number_rows
from wearable_coach.standards.table import table

PERSON, DATE, ASIDE = "id", "date", "-"
FIELDS = (*VITAL_FIELDS, *(n for n in Profile.model_fields if n != "past"), PERSON, DATE)
"""What a column can be: a reading, a part of the profile, whose day it is, or which; the days before are no column."""
Surety = Literal["own", "named", "or_else", "by_name"]


class Meaning(NamedTuple):
    """A field, and in which unit a column says it."""

    field: str
    unit: str = ""
    """As the table of units names it; empty is the field's own."""
    surety: Surety = "named"

    @property
    def factor(self) -> Fraction:
        """How many of the field's own unit one of the column's is."""
        return _factor(self.field, self.unit)


class AskedColumn(NamedTuple):
    """A column that probably means a field, which only a person can say."""

    field: str
    lacks_unit: bool


def meaning_of(column: str) -> Meaning | AskedColumn | None:
    """Return what a column means, what it probably means, or nothing.

    Args:
        column: Its name as written.
    """
    own = normal_name(column)
    if own in FIELDS:
        return Meaning(own, surety="or_else" if own == PERSON else "own")
    if (known := _names().get(key_of(column))) is not None:
        return known
    base, unit = _parted(column)
    if unit:
        field = _bases().get(key_of(base))
        if field is not None and unit in units_of(field):
            return Meaning(field, unit)
    return _asked(own)


def normal_name(column: str) -> str:
    """Return a column name in the product's form (``" Heart Rate "`` is ``heart_rate``)."""
    return re.sub(r"[\s\-]+", "_", column.strip().lower())


def key_of(name: str) -> str:
    """Return a name as names are compared: without case, width, spaces, hyphens and underscores."""
    return re.sub(r"[\s\-_·.]+", "", unicodedata.normalize("NFKC", name).lower())


@cache
def _factor(field: str, unit: str) -> Fraction:
    return Fraction(units_of(field)[unit]) if unit else Fraction(1)


def units_of(field: str) -> dict[str, str]:
    """Return unit → how many of the field's own unit it is; empty of a field without units."""
    found: dict[str, str] = table("columns")["units"].get(field, {})
    return found


def unit_of_field(field: str) -> str:
    """Return the unit in which a field is asked for; empty of one without."""
    return {row.name: row.column_unit for row in number_rows()}.get(field, "")


_UNIT_IN_BRACKETS = re.compile(r"(.+?)\s*[(\[（]([^)\]）]+)[)\]）]\s*")
_UNIT_AS_A_WORD = re.compile(r"(.+)[\s_\-]([^\s_\-]+)")
_UNIT_AS_CAMEL = re.compile(r"(.+[a-z])([A-Z][a-z]+)")


def _parted(column: str) -> tuple[str, str]:
    """Return a name without its unit, and the unit."""
    text = unicodedata.normalize("NFKC", column.strip())
    for form in (_UNIT_IN_BRACKETS, _UNIT_AS_A_WORD, _UNIT_AS_CAMEL):
        if found := form.fullmatch(text):
            return found[1], found[2].strip().lower()
    return text, ""


@cache
def _names() -> dict[str, Meaning]:
    found: dict[str, Meaning] = {}
    for field, row in _rows():
        found |= {key_of(name): Meaning(field) for name in row.get("as_is", ())}
        found |= {key_of(name): Meaning(field, unit) for name, unit in row.get("in", {}).items()}
        for surety in ("or_else", "by_name"):
            names: list[str] = row.get(surety, [])
            found |= {key_of(name): Meaning(field, surety=surety) for name in names}
    return found


@cache
def _bases() -> dict[str, str]:
    """Return key → field of the names that a unit may stand behind."""
    return {
        key_of(name): field
        for field, row in _rows()
        for name in (*row.get("as_is", ()), *row.get("with_unit", ()))
    }


def _rows() -> list[tuple[str, dict[str, Any]]]:
    return list(table("columns")["fields"].items())


def _asked(own: str) -> AskedColumn | None:
    """Return the field that a name is close to, where unit and meaning may fit."""
    if re.search(table("columns")["other_meaning"], own):
        return None
    field = _bases().get(key_of(own)) or next((f for w, f in looks_like() if re.search(w, own)), "")
    return AskedColumn(field, key_of(own) in _bases()) if field else None
