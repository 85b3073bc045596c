"""Which sections an answer has, and how long it may be: by its kind, and at an emergency by that alone."""

from __future__ import annotations

from functools import cache

from wearable_coach.records import Kind
from wearable_coach.standards.levels import SafetyLevel
from wearable_coach.standards.table import table

_EMERGENCY = "emergency"


@cache
def section_order(kind: Kind, *, level: int, cap: str) -> tuple[str, ...]:
    """Return the headings of an answer in their order; coaching has none.

    Args:
        kind: What kind of answer it is.
        level: The day's safety level, 0 to 4.
        cap: The highest intensity that the day and the person allow; ``none`` withholds a prescription.

    Source:
        FMT-SEC-001 (policy).
    """
    orders: dict[str, list[str]] = table("answer_format")[kind]
    if not orders:
        return ()
    if level == SafetyLevel.EMERGENCY:
        return tuple(orders[_EMERGENCY])
    if kind == "health_interpretation":
        return tuple(orders["report"])
    return tuple(orders["withheld" if cap == "none" else "prescribed"])


@cache
def length_range(kind: Kind, *, level: int) -> tuple[int, int]:
    """Return the least and the most characters of an answer [characters].

    Args:
        kind: What kind of answer it is.
        level: The day's safety level, 0 to 4; an emergency has no time for more than its own range.

    Source:
        FMT-SEC-001 (policy).
    """
    ranges = table("answer_format")["length_characters"]
    least, most = ranges[_EMERGENCY if level == SafetyLevel.EMERGENCY else kind]
    return least, most
