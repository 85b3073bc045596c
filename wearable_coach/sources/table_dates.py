"""Dates as tables write them; a form that may be read two ways is never guessed."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import NamedTuple

_TIME = r"(?:[T\s]+(?P<h>\d{1,2}):(?P<m>\d{2})(?::(?P<s>\d{2}))?(?:[.,]\d+)?\s*(?:[AaPp]\.?[Mm]\.?)?\s*(?:Z|UTC|[+-]\d{2}:?\d{2})?)?"
_YEAR_FIRST = re.compile(r"(\d{4})\s*[-/.년]\s*(\d{1,2})\s*[-/.월]\s*(\d{1,2})\s*[.일]?" + _TIME)
_PACKED = re.compile(r"(\d{4})(\d{2})(\d{2})" + _TIME)
_YEAR_LAST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})" + _TIME)


class TableDate(NamedTuple):
    """What a cell of a date says."""

    day: int | None
    """The date's number; None: it is no date, or may be two."""
    time: str = ""
    """The time of day behind it, unless that is midnight."""
    may_be_two: bool = False
    """Whether day and month may stand in either order."""


def table_date(text: str, order: str = "") -> TableDate:
    """Read a date, with or without a time of day.

    Args:
        text: The cell.
        order: ``mdy`` or ``dmy`` of dates that end with the year; empty where nobody said it.
    """
    text = text.strip() if text.isascii() else unicodedata.normalize("NFKC", text).strip()
    if found := _YEAR_FIRST.fullmatch(text) or _PACKED.fullmatch(text):
        year, month, day = int(found[1]), int(found[2]), int(found[3])
    elif found := _YEAR_LAST.fullmatch(text):
        first, second, year = int(found[1]), int(found[2]), int(found[3])
        if order not in ("mdy", "dmy"):
            return TableDate(None, may_be_two=True)
        month, day = (first, second) if order == "mdy" else (second, first)
    else:
        return TableDate(None)
    try:
        number = date(year, month, day).toordinal()
    except ValueError:
        return TableDate(None)
    return TableDate(number, _time(found))


def _time(found: re.Match[str]) -> str:
    parts = [found["h"] or "0", found["m"] or "00", found["s"] or "00"]
    return ":".join(parts) if any(int(part) for part in parts) else ""
