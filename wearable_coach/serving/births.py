"""How long ago a birth was: within the weeks after it that a body takes to recover, or long over."""

from __future__ import annotations

import re
from decimal import Decimal

from wearable_coach.korean import Sentence
from wearable_coach.standards.table import table

_DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}
_RECENT = re.compile(
    r"얼마 ?안|얼마 ?전|며칠|방금|어제|그제|엊그제|지난 ?주|지난 ?달|이번 ?달|백일|100일|신생아|조리원|갓 "
)
_LONG_AGO = re.compile(
    r"작년|재작년|지난해|예전|옛날|오래|돌 ?(?:이|을|지|잔)|몇 ?년|몇 ?해|둘을|셋을|둘 ?낳|셋 ?낳|두 ?명|세 ?명|경험|어린이집|유치원|학교"
)
_DENIED = re.compile(r"[가-힣\d]+[이가]? ?(?:아니라|아니고|말고)")
"""A time that it was not: 재작년이 아니라 지난달에."""


def is_recent(sentences: tuple[Sentence, ...], place: int) -> bool:
    """Say whether a birth that a sentence tells is so recent that the body still recovers.

    Args:
        sentences: All that the user said.
        place: Which of them tells it; the next may say when it was.

    Source: standards.md §5 (policy), `safety.yaml` for the weeks.
    """
    within = 7 * Decimal(table("safety")["conditions"]["postpartum_within_weeks"])
    for sentence in sentences[place : place + 2]:
        text = _DENIED.sub("", sentence.text)
        spans = [d for q in sentence.quantities if (d := _days(q.unit, q.low, q.high)) is not None]
        if spans:
            return max(spans) <= within
        if _LONG_AGO.search(text):
            return False
        if _RECENT.search(text):
            return True
    return True


def _days(unit: str, low: Decimal | None, high: Decimal | None) -> Decimal | None:
    if unit not in _DAYS or low is None or high is None:
        return None
    return high * _DAYS[unit]
