"""Hours, minutes, days a week: sleep, sessions, weekly sums, and the doses."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from wearable_coach.verification import week_readers as week
from wearable_coach.verification.claims import Objection, Remembered, contradicted, unsupported
from wearable_coach.verification.doses import WALKS, FittingDose, fitting, read_dose
from wearable_coach.verification.evidence import Evidence
from wearable_coach.verification.frequency_readers import WEEKLY
from wearable_coach.verification.number_judges import FixedNumber
from wearable_coach.verification.reading import Reading
from wearable_coach.verification.sentence import Quantity
from wearable_coach.verification.sleep_readers import is_sleep_minutes, read_sleep
from wearable_coach.verification.week_judges import SessionMinutes

_DAY_LONG = re.compile(r" ?(?:평균|내내|동안 ?(?:잰|측정)|심박|측정|기록|치)")
_NOT_SESSION = re.compile(r"WHO|세트|쉬|휴식|환산|모자라|부족|남아|더 ?필요")


def read_time(r: Reading, q: Quantity) -> None:
    """Read hours or minutes."""
    if (
        q.unit == "min"
        and not q.is_range
        and re.match(r" ?(?:동안|에) ?(?:심장|뛰|몇|박동)", r.rest(q, 10))
    ):
        refusal = contradicted("VER-NUM-001", "심박수는 1분 동안 뛰는 횟수예요")
        r.claim(
            q, "definition:bpm", "VER-NUM-001", Remembered(FixedNumber(frozenset({"1"}), refusal))
        )
    elif q.unit == "min":
        _read_minutes(r, q)
    elif q.unit == "h" and not q.is_range and _DAY_LONG.match(r.text, q.end):
        r.claim(q, "context:24h", "VER-CTX-001", Remembered(_DayLong()))
    elif not read_sleep(r, q):
        read_dose(r, q)


def _read_minutes(r: Reading, q: Quantity) -> None:
    weekly = bool(WEEKLY.search(r.before(q, 24)))
    readers: tuple[Callable[[], bool], ...] = (
        lambda: is_sleep_minutes(r, q) and read_sleep(r, q),
        lambda: week.read_equivalence(r, q),
        lambda: _in_session(r, weekly=weekly) and week.read_session(r, q),
        lambda: week.read_weekly(r, q, weekly=weekly),
        lambda: _read_walk(r, q),
        lambda: read_dose(r, q),
        lambda: week.read_session(r, q),
    )
    any(read() for read in readers)


def _read_walk(r: Reading, q: Quantity) -> bool:
    """Read the minutes of a walk that nothing else tells of: those to begin with, or a session's."""
    rows = fitting(r, q)
    if not rows or any(row.rule not in WALKS for row in rows) or not week.speaks_of_session(r):
        return False
    r.claim(q, "session:min", "STD-PLAN-001", _WalkMinutes(FittingDose(rows)))
    return True


class _WalkMinutes(NamedTuple):
    """Minutes of a walk: a dose to begin with, or a session of a plan."""

    begun: FittingDose

    def judge(self, evidence: Evidence, bound: Sequence[str], /) -> Objection | None:
        if self.begun.judge_numbers(bound) is None:
            return None
        return SessionMinutes().judge(evidence, bound)


def _in_session(r: Reading, *, weekly: bool) -> bool:
    return not weekly and r.section in {"main", "plan", "week"} and not _NOT_SESSION.search(r.text)


class _DayLong:
    """The hours of a day, which a mean heart rate is taken over."""

    __slots__ = ()

    def judge_numbers(self, bound: Sequence[str], /) -> Objection | None:
        if bound[0] == "24":
            return None
        return unsupported("VER-NUM-001", f"{bound[0]}시간: 근거가 없는 숫자예요")
