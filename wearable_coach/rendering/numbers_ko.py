"""How numbers are written in Korean: value and unit in the forms that texts and verifier share."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any

from wearable_coach.standards.fields import vital_rows
from wearable_coach.standards.numbers import bands, exact, half_up, shown, two_decimals

_MINUTES_AN_HOUR = 60
_PLACES = 2


def bpm(value: int) -> str:
    """Write a heart rate [beats/min]: ``62bpm``."""
    return f"{value}bpm"


def signed_bpm(value: int) -> str:
    """Write a change with its sign [beats/min]: ``+12bpm``, ``-3bpm``, ``±0bpm``."""
    return f"{value:+d}bpm" if value else "±0bpm"


def bpm_range(low: int, high: int) -> str:
    """Write a range of heart rates [beats/min]: ``108~131bpm``."""
    return f"{low}~{high}bpm"


def steps(value: int) -> str:
    """Write steps: ``8,123보``."""
    return f"{value:,}보"


def kcal(value: int) -> str:
    """Write active energy [kcal]: ``1,350kcal``."""
    return f"{value:,}kcal"


def percent(value: Decimal | float) -> str:
    """Write a share [%]: ``97%``."""
    return f"{plain(value)}%"


@lru_cache(maxsize=4096)
def plain(value: Decimal | float) -> str:
    """Write a number in its shortest exact form: 70.0 is ``70``, 70.20 is ``70.2``."""
    number = exact(value)
    if number == number.to_integral_value():
        return str(int(number))
    return format(number.normalize(), "f")


@lru_cache(maxsize=4096)
def _at_most_two_places(value: float) -> str:
    number = exact(value)
    long = -int(number.as_tuple().exponent) > _PLACES
    return plain(two_decimals(number) if long else number)


def km(value: float) -> str:
    """Write a distance [km], with two decimals at most: ``5.2km``."""
    return f"{_at_most_two_places(value)}km"


def kg(value: float) -> str:
    """Write a weight [kg], with two decimals at most: ``70.2kg``."""
    return f"{_at_most_two_places(value)}kg"


@lru_cache(maxsize=1024)
def bmi(value: float) -> str:
    """Write a BMI [kg/m²] with one decimal, two where one would show another class.

    Source: STD-ROUND-005.
    """
    return shown(exact(value), bands("body", "ksso"))


def hours(value: float) -> str:
    """Write hours in decimals: ``6.5시간``."""
    return f"{plain(value)}시간"


@lru_cache(maxsize=4096)
def whole_minutes(value: float) -> int | None:
    """Return hours as minutes when they are whole minutes exactly, else None [min]."""
    minutes = exact(value) * _MINUTES_AN_HOUR
    return int(minutes) if minutes == minutes.to_integral_value() else None


@lru_cache(maxsize=4096)
def hours_minutes(value: float) -> str:
    """Write hours as hours and minutes, minutes rounded half up: ``6시간 30분``.

    A value that rounding would lift to a full hour stays in decimals, since classes begin there.
    """
    minutes = half_up(exact(value) * _MINUTES_AN_HOUR)
    full, rest = divmod(minutes, _MINUTES_AN_HOUR)
    if rest == 0 and full != exact(value):
        return hours(value)
    if full == 0 and rest:
        return f"{rest}분"
    return f"{full}시간 {rest}분" if rest else f"{full}시간"


WAYS: dict[str, Callable[[Any], str]] = {
    "bpm": bpm,
    "hours_minutes": hours_minutes,
    "steps": steps,
    "km": km,
    "kcal": kcal,
    "percent": percent,
    "kg": kg,
    "bmi": bmi,
}


@cache
def writer(name: str) -> Callable[[Any], str]:
    """Return how a vital's value is written in answers; ``plain`` is its number and its unit.

    Raises:
        KeyError: there is no such vital, or no such way.
    """
    field = vital_rows()[name]
    if field.words.written == "plain":
        return lambda value: f"{plain(value)}{field.unit}"
    return WAYS[field.words.written]
