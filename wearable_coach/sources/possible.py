"""Whether nine readings may be impossible together: a quick look that lets pass what is plainly possible.

What it doubts is judged by `standards.validity`, which alone refuses; both go by the same table.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from wearable_coach.records import VITAL_FIELDS, Profile
from wearable_coach.standards.table import table

HEART, REST, STEPS, DISTANCE, WEIGHT, BMI = (
    VITAL_FIELDS.index(name)
    for name in ("heart_rate", "resting_heart_rate", "steps", "distance_km", "weight", "bmi")
)
_MARGIN = 1e-6
"""Inside a bound; what lies nearer is judged exactly."""


class _Bounds(NamedTuple):
    from_steps: int
    stride_m: tuple[float, float]
    height_m2: tuple[float, float]
    bmi_off: float


def may_be_impossible(readings: Sequence[float], profile: Profile) -> bool:
    """Say whether readings, each possible by itself, are to be judged together.

    Args:
        readings: Nine numbers in the order of the vitals; NaN is missing.
        profile: Whose they are.
    """
    bounds = _bounds()
    steps, km = readings[STEPS], readings[DISTANCE]
    if steps >= bounds.from_steps and not _within(km * 1000 / steps, bounds.stride_m):
        return True
    weight, bmi = readings[WEIGHT], readings[BMI]
    if weight > 0 and bmi > 0 and not _fits(weight, bmi, profile.height_cm, bounds):
        return True
    return profile.hr_context == "exercise" and readings[HEART] < readings[REST]


def _within(value: float, bounds: tuple[float, float]) -> bool:
    """Say whether a value lies inside bounds; a missing one does."""
    return not (value <= bounds[0] or value >= bounds[1])


def _fits(weight: float, bmi: float, height_cm: float | None, bounds: _Bounds) -> bool:
    if not _within(weight / bmi, bounds.height_m2):
        return False
    return height_cm is None or abs(weight / (height_cm / 100) ** 2 - bmi) < bounds.bmi_off


@cache
def _bounds() -> _Bounds:
    rows = table("vitals")["cross_field"]
    return _Bounds(
        rows["stride_m"]["from_steps"],
        _inside(*rows["stride_m"]["impossible"]),
        _inside(*(edge**2 for edge in rows["implied_height_m"]["impossible"])),
        rows["bmi_from_height"]["tolerance_kg_m2"] - _MARGIN,
    )


def _inside(low: float, high: float) -> tuple[float, float]:
    return low + _MARGIN, high - _MARGIN
