"""Products without an equals sign: "40분씩 3일이면 주 120분"."""

from __future__ import annotations

import re

from wearable_coach.verification.claims import Note, Remembered
from wearable_coach.verification.equation_judges import StatedWeek, WeeklyEquation, Working
from wearable_coach.verification.reading import Reading

_DAYS_FIRST = re.compile(
    r"주 ?\x01 ?(?:일|회|번)(?!복)(?:에|은|은|,|으로)? ?(?:하루|매일|한 ?번에|회당|매회|각)? ?\x01 ?분(?:씩|간)?[^.\x01=]{0,24}?주 ?\x01 ?분"
)


_SUM = re.compile(
    r"\x01 ?분(?:씩|간)?[ ,]*(?:을|를|으로)? ?(?:매주|주에|주|일주일에|한 ?주에)? ?\x01 ?(?:일|회|번)(?!복)(?:[^.\x01=]{0,14}?)(?:이면|면|하면|해서|총|합|모두|→|,|씩) ?[^.\x01]{0,12}?\x01 ?분"
)


_PRODUCT = (None, "*", None)
_MINUTES_DAYS_SUM = ("min", "day", "min")


def read_products(r: Reading) -> None:
    """Read "40분씩 3일이면 주 120분": a product without an equals sign."""
    for match in (*_SUM.finditer(r.text), *_DAYS_FIRST.finditer(r.text)):
        inside = [q for q in r.quantities if match.start() <= q.start < match.end()]
        if (
            any(q.start in r.done for q in inside)
            or len(inside) != len(_MINUTES_DAYS_SUM)
            or any(q.is_range for q in inside)
        ):
            continue
        units = tuple(q.unit for q in inside)
        first, last = r.together(inside)
        judge = Remembered(WeeklyEquation(Working(_PRODUCT, 2, units, arrow=False)))
        span, slots = match.span(), (first, last)
        r.add("arithmetic:week", "VER-MATH-001", judge, span=span, slots=slots)
        r.notes.append(Note(StatedWeek(_PRODUCT, units, twice=False), first, last - 1))
