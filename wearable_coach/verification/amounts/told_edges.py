"""From which temperature, glucose or pressure something is to be done, said as a condition: 열이 38도를 넘으면, 혈당이 70 아래면, 180/110 이상이면."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from wearable_coach.korean import Bound
from wearable_coach.standards.table import table
from wearable_coach.verification.amounts.told import Told

_UP = frozenset({Bound.AT_LEAST, Bound.MORE_THAN})
_DOWN = frozenset({Bound.AT_MOST, Bound.LESS_THAN})
_GOES_UP = re.compile(
    r" ?(?:mmHg)?(?:까지 ?|[을를이] ?|/ ?\d+ ?(?:mmHg)? ?)?(?:넘|이상|오르|올라|에 ?이르|부터)"
)
_OF_TWO = re.compile(r" ?(?:mmHg)? ?/ ?\d+ ?(?:mmHg)? ?(?:이상|넘|[을를] ?넘)")
"""Behind the upper pressure of two, from which on something is to be done."""
_GOES_DOWN = re.compile(r" ?(?:[을를이]? ?)?(?:아래|밑|미만|보다 ?낮|밑돌|못 ?미치)")


class _Edge(NamedTuple):
    """What is measured and from where on, upwards or downwards."""

    named: str
    """Words that the sentence has of what is measured."""
    units: frozenset[str]
    is_up: bool
    unlike: str = "$^"
    """What stands before an amount that is another's: of 위 혈압 and 아래 혈압."""


_BARE = frozenset({"", "mmhg"})
_TEMPERATURE = _Edge(r"열|체온|온도계", frozenset({"deg"}), is_up=True)
_SUGAR_LOW = _Edge(r"혈당|당[이을]", frozenset({"", "mgdl"}), is_up=False)
_SUGAR_HIGH = _SUGAR_LOW._replace(is_up=True)
_UPPER = _Edge(r"혈압|수축기", _BARE, is_up=True, unlike=r"(?:아래|이완기)[^,.]*$")
_LOWER = _Edge(r"혈압|이완기", _BARE, is_up=True, unlike=r"(?:위|수축기)[^,./]*$")


def is_told_edge(told: Told) -> bool:
    """Say whether an amount is an edge of the table of told readings, supposed and on its side. Source: STD-TOLD-001."""
    bound, unit = told.amount.bound, told.amount.unit
    is_first = bound is Bound.EXACT and _OF_TWO.match(told.rest) is not None
    if told.is_stated and not is_first:
        return False
    if told.amount.is_range or not (told.is_supposed or is_first or bound is not Bound.EXACT):
        return False
    goes_up = bound in _UP or (bound is Bound.EXACT and _GOES_UP.match(told.rest) is not None)
    goes_down = bound in _DOWN or (bound is Bound.EXACT and _GOES_DOWN.match(told.rest) is not None)
    return any(
        told.value == value
        and unit in edge.units
        and (goes_up if edge.is_up else goes_down)
        and re.search(edge.named, told.sentence) is not None
        and re.search(edge.unlike, told.lead) is None
        for value, edge in _edges()
    )


@cache
def _edges() -> tuple[tuple[float, _Edge], ...]:
    rows = table("told")
    temperature, sugar = rows["temperature_c"], rows["glucose_mg_dl"]
    pressure = rows["pressure_mm_hg"]
    return (
        (temperature["fever_from"], _TEMPERATURE),
        (temperature["emergency_from"], _TEMPERATURE),
        (sugar["low_below"], _SUGAR_LOW),
        (sugar["critical_below"], _SUGAR_LOW),
        (sugar["high_above"], _SUGAR_HIGH),
        (pressure["systolic_from"], _UPPER),
        (pressure["diastolic_from"], _LOWER),
    )
