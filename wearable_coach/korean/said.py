"""What the words around an amount say of it: bound, tolerance, and of what it is a rate."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

from wearable_coach.korean.amounts import Bound
from wearable_coach.korean.tables import table

_LEFT = 18
"""How far to the left a word stands that belongs to an amount [characters]."""
_AFTER_PARTICLES = r" ?(?:씩|짜리)?(?:으?로|이|은|는|의|도|만)? ?"
_ONE = r"(?<![\d.])1"
_RATE_AFTER = re.compile(r" ?/ ?(?P<per>일|day|주|week|wk|회)(?![가-힣A-Za-z])")
_RATES = {"일": "day", "day": "day", "주": "week", "week": "week", "wk": "week", "회": "time"}


class Meant(NamedTuple):
    """How an amount is meant."""

    end: int
    """Where the words end that say it."""
    bound: Bound = Bound.EXACT
    tolerance: Decimal = Decimal(0)
    lean: int = 0
    per: str = ""


class _Row(NamedTuple):
    bound: Bound
    tolerance: Decimal
    lean: int


def said_around(text: str, start: int, end: int) -> Meant:
    """Return what the words around an amount say of it.

    Args:
        text: The sentence.
        start: Where the amount begins.
        end: Where its unit ends.
    """
    said = _before(text, start, end)
    while found := _after().match(text, said.end):
        said = _more(said, _rows("after")[_number(found)], found.end())
    if rate := _RATE_AFTER.match(text, said.end):
        said = said._replace(per=_RATES[rate["per"]], end=rate.end())
    return said


def _before(text: str, start: int, end: int) -> Meant:
    left = text[max(0, start - _LEFT) : start]
    said = Meant(end)
    if (found := _before_pattern().search(left)) is not None:
        said = _more(said, _rows("before")[_number(found)], end)
        left = left[: found.start()]
    per = _per().search(left)
    return said._replace(per=str(per.lastgroup)) if per else said


def _more(said: Meant, row: _Row, end: int) -> Meant:
    return said._replace(
        end=end,
        bound=row.bound if row.bound is not Bound.EXACT else said.bound,
        tolerance=max(said.tolerance, row.tolerance),
        lean=row.lean or said.lean,
    )


def _number(found: re.Match[str]) -> int:
    """Return which row of the table matched, by the name of its group."""
    return next(
        int(name[1:])
        for name, text in found.groupdict().items()
        if name[0] == "r" and text is not None
    )


@cache
def _rows(key: str) -> tuple[_Row, ...]:
    rows: list[dict[str, Any]] = table("amount_words")[key]
    return tuple(
        _Row(
            Bound(row.get("bound", "exact")),
            Decimal(str(row.get("tolerance", 0))),
            int(row.get("lean", 0)),
        )
        for row in rows
    )


def _any(key: str) -> str:
    rows: list[dict[str, Any]] = table("amount_words")[key]
    return "|".join(f"(?P<r{k}>{row['words']})" for k, row in enumerate(rows))


@cache
def _before_pattern() -> re.Pattern[str]:
    return re.compile(rf"(?:(?<=[\s(,~:*])|^)(?:{_any('before')})(?:으로|로는?|은|는|도)? ?$")


@cache
def _after() -> re.Pattern[str]:
    return re.compile(rf"{_AFTER_PARTICLES}(?:{_any('after')})")


@cache
def _per() -> re.Pattern[str]:
    rows: dict[str, str] = table("amount_words")["per"]
    one = "|".join(f"(?P<{name}>{words.replace('1', _ONE)})" for name, words in rows.items())
    return re.compile(
        rf"(?:(?<=[\s(,:/])|^)(?:{one})(?:에|은|는|의)?(?: ?(?:평균|총|합계|각각|중강도|고강도|저강도))?(?:으로|로)? ?$"
    )
