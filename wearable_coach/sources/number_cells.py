"""Numbers as people and exports write them: ``8,432``, ``72 bpm``, ``7:12``, ``13,5``, full-width digits, ``--``."""

from __future__ import annotations

import math
import re
import unicodedata
from fractions import Fraction
from functools import cache
from typing import NamedTuple

from wearable_coach.sources.cleaning import ROUNDED, ZERO, is_zero_for_missing, rounded
from wearable_coach.sources.column_names import Meaning, units_of
from wearable_coach.standards.fields import profile_numbers, vital_rows
from wearable_coach.standards.table import table

_THOUSANDS = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")
_DECIMAL_COMMA = re.compile(r"[+-]?\d+,\d+")
_CLOCK = re.compile(r"(\d{1,2}):([0-5]\d)(?::([0-5]\d)(?:\.\d+)?)?")
_HOURS_MINUTES = re.compile(r"(\d+)\s*(?:시간|h|hr|hrs|hours?)\s*(\d+)\s*(?:분|m|min|mins|minutes?)\s*", re.IGNORECASE)  # fmt: skip
_WITH_UNIT = re.compile(r"([+-]?[\d.,]+)\s*([^\d\s.,+-].*)")


class NumberCell(NamedTuple):
    """What a cell says of its field."""

    value: float
    """Rounded to the field's unit; NaN is missing."""
    kinds: tuple[str, ...] = ()
    """How it was read otherwise than it stands."""
    code: str = ""
    """Why it is no reading, where it is none."""


class CellReading(NamedTuple):
    """How the cells of one column are read."""

    meaning: Meaning
    comma_is_decimal: bool = False
    """Whether the file separates its columns by something else than commas."""
    missing: frozenset[str] = frozenset()
    """What means missing in this file, in small letters."""

    def cell(self, text: str) -> NumberCell:
        """Read a cell."""
        field = self.meaning.field
        plain = _narrow(text)
        kinds = () if plain == text.strip() else (f"full_width:{field}",)
        if self._is_missing(plain):
            return NumberCell(math.nan, (*kinds, f"missing:{field}") if plain else ())
        number, how, unit = self._number(plain)
        if number is None:
            return NumberCell(math.nan, (), f"type:{field}")
        if how:
            kinds = (*kinds, f"{how}:{field}")
        if not math.isfinite(number):
            return NumberCell(math.nan, (), f"nan:{field}")
        if number in _sentinels() or self._is_missing(f"{number:g}"):
            return NumberCell(math.nan, (*kinds, f"missing:{field}"))
        return _measured(field, _scaled(number, unit), kinds)

    def _is_missing(self, text: str) -> bool:
        return not text or text.lower() in _marks() or text.lower() in self.missing

    def _number(self, text: str) -> tuple[float | None, str, Fraction]:
        """Return number, how it was written, and how many of the field's unit its own is."""
        factor = self.meaning.factor
        if (plain := _float(text)) is not None:
            return plain, "", factor
        if (commas := self._with_commas(text)) is not None:
            return *commas, factor
        if self.meaning.field == "sleep_hr" and (hours := _clock(text)) is not None:
            return hours, "hours_minutes", Fraction(1)
        if found := _WITH_UNIT.fullmatch(text):
            factors = units_of(self.meaning.field)
            number = _float(found[1])
            inner = (number, "") if number is not None else self._with_commas(found[1])
            if inner is not None and (unit := found[2].strip().lower()) in factors:
                return inner[0], "unit", Fraction(factors[unit])
        return None, "", factor

    def _with_commas(self, text: str) -> tuple[float, str] | None:
        is_thousands = _THOUSANDS.fullmatch(text) is not None
        if is_thousands and not (self.comma_is_decimal and not self._is_count(text)):
            return float(text.replace(",", "")), "thousands"
        if _DECIMAL_COMMA.fullmatch(text):
            return float(text.replace(",", ".")), "decimal_comma"
        return None

    def _is_count(self, text: str) -> bool:
        """Say whether a comma before three digits parts thousands even where commas are decimal."""
        row = vital_rows().get(self.meaning.field)
        return text.count(",") > 1 or "." in text or (row is not None and row.is_long)


def _measured(field: str, value: float, kinds: tuple[str, ...]) -> NumberCell:
    row = vital_rows().get(field) or profile_numbers()[field]
    if field in vital_rows() and is_zero_for_missing(field, value):
        return NumberCell(math.nan, (*kinds, f"{ZERO}:{field}"))
    nearest = rounded(field, value)
    if not row.impossible[0] <= nearest <= row.impossible[1]:
        return NumberCell(math.nan, (), f"range:{field}")
    return NumberCell(nearest, kinds if nearest == value else (*kinds, f"{ROUNDED}:{field}"))


def _scaled(number: float, factor: Fraction) -> float:
    return number if factor == 1 else float(Fraction(repr(number)) * factor)


def _float(text: str) -> float | None:
    try:
        return float(text) if "_" not in text else None
    except ValueError:
        return None


def _clock(text: str) -> float | None:
    """Return the hours of ``7:12`` or ``7시간 12분``."""
    if found := _CLOCK.fullmatch(text):
        return int(found[1]) + int(found[2]) / 60 + int(found[3] or 0) / 3600
    if found := _HOURS_MINUTES.fullmatch(text):
        return int(found[1]) + int(found[2]) / 60
    return None


def _narrow(text: str) -> str:
    """Return a cell without blanks around it, full-width signs as plain ones."""
    return text.strip() if text.isascii() else unicodedata.normalize("NFKC", text).strip()


@cache
def _marks() -> frozenset[str]:
    return frozenset(str(mark) for mark in table("columns")["missing"])


@cache
def _sentinels() -> frozenset[float]:
    return frozenset(float(number) for number in table("columns")["sentinels"])
