"""Doses: numbers that an answer may prescribe, by the words around them (dose and habits tables)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from wearable_coach.standards.numbers import exact
from wearable_coach.standards.table import table
from wearable_coach.verification.claims import Objection, Remembered, contradicted
from wearable_coach.verification.number_judges import number
from wearable_coach.verification.reading import Reading
from wearable_coach.verification.sentence import Quantity

_UNITS = {
    "분": "min",
    "초": "s",
    "시간": "h",
    "회": "times",
    "번": "times",
    "세트": "set",
    "일": "day",
    "주": "week",
    "개월": "month",
    "보": "steps",
    "잔": "cups",
    "컵": "cups",
    "도": "deg",
    "%": "pct",
    "bpm": "bpm",
    "km": "km",
    "m": "m",
    "cm": "cm",
    "kg": "kg",
    "mL": "ml",
    "L": "ml",
    "배": "fold",
    "가지": "things",
    "개": "things",
    "시": "clock",
    "살": "age",
    "세": "age",
    "": "",
}


_SECTION_WORDS = {
    "warmup": "준비운동",
    "cooldown": "정리운동",
    "main": "본운동",
    "progress": "진행",
    "week": "주간 합계",
    "screening": "오늘",
    "today": "오늘",
    "now": "오늘",
}


WALKS = frozenset({"STD-HABIT-003"})
"""Doses whose words name exercise of any length: alone their minutes are read as a session's."""


class Dose(NamedTuple):
    """One row of the dose table."""

    rule: str
    words: re.Pattern[str]
    unit: str
    low: Decimal
    high: Decimal
    loose: re.Pattern[str] | None = None
    """Words that may name something else, so that they count only beside `within`."""
    within: re.Pattern[str] | None = None

    def is_named(self, text: str, title: str) -> bool:
        """Say whether a sentence has its words, in a section of a title."""
        if self.words.search(text):
            return True
        if self.loose is None or self.within is None or not self.loose.search(text):
            return False
        return bool(self.within.search(text) or self.within.search(title))


@cache
def doses() -> dict[str, tuple[Dose, ...]]:
    """Return the doses by canonical unit."""
    found: dict[str, list[Dose]] = {}
    for row in (*table("dose")["doses"].values(), *table("habits")["doses"].values()):
        unit = _UNITS.get(row["unit"], row["unit"])
        low, high = (exact(x) for x in row["range"])
        loose = [_any_of(row[k]) if k in row else None for k in ("loose_ko", "within_ko")]
        dose = Dose(row["rule"], _any_of(row["words_ko"]), unit, low, high, *loose)
        found.setdefault(unit, []).append(dose)
    return {unit: tuple(rows) for unit, rows in found.items()}


def _any_of(words: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(w).replace(r"\ ", " ?") for w in words))


def fitting(r: Reading, q: Quantity) -> tuple[Dose, ...]:
    """Return the doses whose words stand near a quantity; the section's name counts as near."""
    here = r.text
    title = _SECTION_WORDS.get(r.section, "")
    rows = doses().get(q.unit, ())
    named = tuple(d for d in rows if d.is_named(here, title))
    if title:
        by_title = tuple(d for d in rows if d not in named and d.words.search(title))
        named += by_title
    return tuple(sorted(named, key=lambda d: d.rule in WALKS))


class FittingDose(NamedTuple):
    """A dose, and the rows whose words stand near it."""

    rows: tuple[Dose, ...]

    def judge_numbers(self, bound: Sequence[str], /) -> Objection | None:
        """Judge whether every number lies inside one row's range."""
        told = [number(b) for b in bound]
        if any(all(row.low <= t <= row.high for t in told) for row in self.rows):
            return None
        row = self.rows[0]
        written = f"{'~'.join(bound)}: 허용 범위는 {row.low:f}~{row.high:f}이에요"
        return contradicted(row.rule, written)


def read_dose(r: Reading, q: Quantity) -> bool:
    """Claim a quantity as a dose when the table has words for it here, other than a walk's."""
    rows = fitting(r, q)
    if all(row.rule in WALKS for row in rows):
        return False
    r.claim(q, f"dose:{rows[0].rule}", rows[0].rule, Remembered(FittingDose(rows)))
    return True
