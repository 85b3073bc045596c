"""Whether nine readings may be impossible together: a quick look that lets pass what is plainly possible.

What it doubts is judged by `standards.validity`, which alone refuses; both go by the same table.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
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


def doubts(profile: Profile) -> Callable[[Sequence[float]], bool]:
    """Return what says whether readings, each possible by itself, are to be judged together.

    It takes nine numbers in the order of the vitals; NaN is missing.

    Args:
        profile: Whose they are.
    """
    from_steps, stride, height, off = _bounds()
    low, high = stride[0] / 1000, stride[1] / 1000
    least, most = height
    height_m2 = None if profile.height_cm is None else (profile.height_cm / 100) ** 2
    in_exercise = profile.hr_context == "exercise"

    def look(readings: Sequence[float]) -> bool:
        steps, km, weight, bmi = (
            readings[STEPS],
            readings[DISTANCE],
            readings[WEIGHT],
            readings[BMI],
        )
        if steps >= from_steps and not (km != km or low * steps < km < high * steps):  # noqa: PLR0124 - NaN
            return True
        if weight > 0 and bmi > 0:
            if not least * bmi < weight < most * bmi:
                return True
            if height_m2 is not None and abs(weight / height_m2 - bmi) >= off:
                return True
        return in_exercise and readings[HEART] < readings[REST]

    return look


def not_plain(readings: Sequence[Sequence[float]]) -> list[int]:
    """Return the days that are to be looked at one by one: of all others nothing is to be said.

    A plain day was worn, and its steps go with its distance, its weight with its BMI.

    Args:
        readings: Nine columns in the order of the vitals; NaN is missing.
    """
    _, stride, (least, most), _ = _bounds()
    low, high = stride[0] / 1000, stride[1] / 1000
    asked = zip(*(readings[at] for at in (STEPS, DISTANCE, WEIGHT, BMI)), strict=True)
    return [
        at
        for at, (steps, km, weight, bmi) in enumerate(asked)
        if not (0 < low * steps < km < high * steps and least * bmi < weight < most * bmi)
    ]


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
