"""Weeks and added minutes: the ACSM progression."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from wearable_coach.standards.table import table
from wearable_coach.verification.claims import Objection, Remembered, contradicted
from wearable_coach.verification.doses import read_dose
from wearable_coach.verification.number_judges import FixedNumber, number
from wearable_coach.verification.reading import Reading
from wearable_coach.verification.sentence import Quantity


def read_week(r: Reading, q: Quantity) -> None:
    """Read weeks: the ACSM progression, the days of a baseline, or a dose."""
    steps = table("activity")["acsm_fitt"]["progression"]
    if re.search(r"평소|기준선|중앙값|기준값|기저", r.text) and not q.is_range:
        days: int = table("heart_rate")["delta"]["baseline_days"]
        weeks = days // 7
        refusal = contradicted("STD-HR-030", f"평소 값은 {days}일({weeks}주) 이상의 중앙값이에요")
        judge = Remembered(FixedNumber(frozenset({str(weeks)}), refusal))
        r.claim(q, "norm:baseline_days", "STD-HR-030", judge)
    elif re.match(r" ?(?:마다|간격|에 한|단위|에 \x01)", r.rest(q, 6)):
        r.claim(q, "progress:weeks", "STD-FITT-001", Remembered(Weeks(*steps["every_weeks"])))
    elif not read_dose(r, q) and (
        r.section == "progress"
        or re.search(r"처음|첫|동안|늘리|늘려|올리|적응|초기|진행[^:]{0,20}:", r.text)
    ):
        judge = Remembered(Weeks(steps["every_weeks"][0], steps["over_weeks"][1]))
        r.claim(q, "progress:weeks", "STD-FITT-001", judge)


class Weeks(NamedTuple):
    """Weeks of the progression."""

    least: int
    most: int

    def judge_numbers(self, bound: Sequence[str], /) -> Objection | None:
        """Judge whether they are within it."""
        least, most = self
        if all(least <= number(b) <= most for b in bound):
            return None
        return contradicted("STD-FITT-001", f"{'~'.join(bound)}: ACSM 진행은 {least}~{most}주예요")


def read_progress(r: Reading, q: Quantity) -> bool:
    """Read "5~10분 늘려요": the ACSM progression of a session."""
    growing = (
        q.is_range
        and (r.section == "progress" or re.search(r"진행[^:]{0,20}:|주 ?마다|주 ?간격", r.text))
        and not re.search("×|=", r.text)
    )
    if q.unit != "min":
        return False
    if (
        not growing
        and not re.match(
            r" ?(?:정도|씩|가량|만)? ?(?:씩)? ?(?:만)? ?(?:늘|더 늘|더하|추가|올리|길게|더 걷|연장)",
            r.rest(q, 12),
        )
        and q.sign != "+"
    ):
        return False
    steps = table("activity")["acsm_fitt"]["progression"]
    r.claim(q, "progress:min", "STD-FITT-001", Remembered(_AddedMinutes(*steps["add_min"])))
    return True


class _AddedMinutes(NamedTuple):
    """Minutes by which a session grows."""

    least: int
    most: int

    def judge_numbers(self, bound: Sequence[str], /) -> Objection | None:
        least, most = self
        if all(least <= number(b) <= most for b in bound):
            return None
        return contradicted("STD-FITT-001", f"한 번에 늘리는 시간은 {least}~{most}분이에요")
