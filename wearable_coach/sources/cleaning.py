"""What a device wrote, in the product's terms: rounded to a field's unit, and no zero that says "missing".

Nothing is changed unsaid: each kind of change has a name, and whoever cleans counts it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from typing import Any

from wearable_coach.records import VITAL_FIELDS
from wearable_coach.standards.fields import number_rows, vital_rows
from wearable_coach.standards.numbers import exact, half_up, plain
from wearable_coach.standards.table import table

_EXACT_BELOW = 1e15
ROUNDED = "rounded"
ZERO = "zero"


@lru_cache(maxsize=65_536)
def rounded(field: str, value: float) -> float:
    """Return a finite number in its field's unit, halves up: 72.4 bpm is 72, 7.199 h is 7.2.

    Args:
        field: A vital, or a number of the profile.
        value: In the field's unit.
    """
    whole, decimals = _precision()[field]
    if abs(value) >= _EXACT_BELOW:
        return value  # no reading; the checks refuse it
    if whole:
        return half_up(exact(value))
    tens: int = 10**decimals
    return half_up(exact(value) * tens) / tens


def cleaned(
    vitals: Mapping[str, Any], count: Callable[[str], None] = lambda _: None
) -> dict[str, Any]:
    """Return a day's readings, rounded, and without the zeros that cannot be; text stays for the checks.

    Args:
        vitals: Readings by name, in the product's units.
        count: Is told the kind of each change, such as ``zero:weight``.
    """
    found: dict[str, Any] = dict.fromkeys(VITAL_FIELDS)
    for name, value in vitals.items():
        found[name] = _cleaned(name, value, count) if name in found else value
    for name in impossible_zeros(found["steps"], found["distance_km"]):
        found[name] = None
        count(f"{ZERO}:{name}")
    return found


def impossible_zeros(steps: object, distance_km: object) -> tuple[str, ...]:
    """Return which of steps and distance is a 0 that the other one contradicts."""
    if not steps or not distance_km:
        if steps == 0 and isinstance(distance_km, float | int) and distance_km > 0:
            return ("steps",)
        if distance_km == 0 and isinstance(steps, float | int) and steps >= _far_from_steps():
            return ("distance_km",)
    return ()


def is_zero_for_missing(field: str, value: float) -> bool:
    """Say whether a 0 of this field says that nothing was measured."""
    return value == 0 and field in _never_zero()


def says_nothing(values: Mapping[str, Any]) -> bool:
    """Say whether a day holds no reading but zeros: the device lay in a drawer."""
    return not any(values[name] for name in VITAL_FIELDS)


def _cleaned(name: str, value: object, count: Callable[[str], None]) -> object:
    number = plain(value)
    if isinstance(number, bool) or not isinstance(number, int | float):
        return value
    if not math.isfinite(number):
        return number
    nearest = rounded(name, number)
    if is_zero_for_missing(name, number):
        count(f"{ZERO}:{name}")
        return None
    if nearest != number:
        count(f"{ROUNDED}:{name}")
    return nearest


@cache
def _precision() -> dict[str, tuple[bool, int]]:
    return {row.name: (row.is_whole, row.decimals) for row in number_rows()}


@cache
def _never_zero() -> frozenset[str]:
    return frozenset(row.name for row in vital_rows().values() if row.zero_is_missing)


@cache
def _far_from_steps() -> int:
    steps: int = table("vitals")["cross_field"]["stride_m"]["from_steps"]
    return steps
