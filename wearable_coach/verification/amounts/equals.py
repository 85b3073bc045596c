"""Two amounts that are said to be the same: 90분은 한 시간 반, 5.9km, 즉 5,900m."""

from __future__ import annotations

import re
from decimal import Decimal

from wearable_coach.korean import Amount, AmountKind, Bound
from wearable_coach.korean.amounts import ratio
from wearable_coach.verification.amounts.told import Told

_SAME = re.compile(
    r"(?:은|는|이면|면|이라면|이니까|이니|을|를)?,? ?(?:(?:곧|즉|그러니까|다시 말해|말하자면|바꾸면|풀면|환산하면|시계로 옮기면|옮기면|시간으로 치면|시간으로|분으로|미터로|분 단위로)(?: 바꾸면| 치면| 하면| 환산하면)?,? ?|[(=≈] ?)?(?:약 )?"
)
_IS = re.compile(
    r"\)?(?: ?정도)?(?:이에요|예요|입니다|이네요|네요|이고|이며|이라|인 |이죠|죠|을 뜻|를 뜻|이니|[을를] |[,.)]|이 ?[되됩]|가 ?[되됩]|$)"
)
_HOURS = "시간"
_ROUNDED = Decimal("0.005")
"""How far the two may lie apart by rounding [share]."""


def is_same(told: Told) -> bool | None:
    """Say whether an amount is the same as the one that the sentence says it is, None where it says no such thing."""
    at = told.others.index(told.amount)
    pairs = [
        (told.others[k], told.others[k + 1]) for k in (at - 1, at) if 0 <= k < len(told.others) - 1
    ]
    for first, second in pairs:
        same = _are_same(told.sentence, first, second)
        if same is not None:
            return same
    return None


def _are_same(sentence: str, first: Amount, second: Amount) -> bool | None:
    factor = ratio(first.unit, second.unit)
    is_plain = all(
        a.kind is AmountKind.COUNT and a.bound is Bound.EXACT and not a.is_range and not a.is_apart
        for a in (first, second)
    )
    is_other_unit = first.unit != second.unit or (_HOURS in sentence[first.start : first.end]) != (
        _HOURS in sentence[second.start : second.end]
    )
    if not is_plain or factor is None or not is_other_unit or not first.unit:
        return None
    if "day" in {first.unit, second.unit} and "," in sentence[first.end : second.start]:
        return None  # days of a week and how long on each: 주 5일, 30분
    if not _SAME.fullmatch(sentence[first.end : second.start]) or not _IS.match(
        sentence, second.end
    ):
        return None
    if first.low is None or second.low is None or not second.low:
        return None
    return abs(first.low * factor - second.low) <= _ROUNDED * second.low
