"""Days and times a week."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from wearable_coach.standards.table import table
from wearable_coach.verification.claims import Objection, Remembered, contradicted
from wearable_coach.verification.doses import read_dose
from wearable_coach.verification.evidence import Evidence
from wearable_coach.verification.number_judges import FixedNumber, number
from wearable_coach.verification.reading import Reading
from wearable_coach.verification.sentence import Quantity
from wearable_coach.verification.wording import plain_list

WEEKLY = re.compile(
    r"(?:주당|일주일에|일주일|매주|한 ?주에|한 ?주|(?<![가-힣])주|주간)(?: ?(?:총|합계|합|최소|약|모두|목표|에|유산소|중강도|고강도|운동|으로|동안|기준|합쳐|합쳐서|는|은)){0,3} ?[:=]? ?$"
)


_KINDS = (
    ("strength", r"근력|저항|웨이트|근육|스쿼트"),
    ("flexibility", r"유연성|스트레칭"),
    ("balance", r"균형|밸런스"),
    ("aerobic", r"유산소|걷기|걷|조깅|달리|러닝|자전거|수영|운동"),
)


_KIND = re.compile("|".join(f"(?P<{n}>{p})" for n, p in _KINDS))


@cache
def _frequency(kind: str, who: bool) -> frozenset[int]:  # noqa: FBT001 - a memo's key
    """Return how often a week a kind may be done: the WHO's days, or the ACSM's and the plans'."""
    rows = table("activity")
    if who:
        adult, older = rows["who_2020"]["adult"], rows["who_2020"]["older_adult"]
        return frozenset(
            {{"strength": adult["strength_days"], "balance": older["balance_days"]}[kind]}
        )
    days = {**rows["days_a_week"], "strength": rows["acsm_fitt"]["strength_days"]}
    least, most = days[kind]
    return frozenset(range(least, most + 1))


_RIGHT_AFTER = 4
"""How close after its number a kind of exercise stands [characters]."""


def read_days(r: Reading, q: Quantity) -> None:
    """Read days or times: how often a week, sets of a movement, or a dose."""
    weekly = bool(WEEKLY.search(r.before(q, 24))) or (
        r.row == "" and bool(re.match(r"\s*\|\s*\**빈도", r.text))
    )
    if (
        q.unit == "day"
        and re.search(r"평소|기준선|중앙값|기준값|기록|모이|모아|쌓이", r.text)
        and not weekly
    ):
        days = str(table("heart_rate")["delta"]["baseline_days"])
        refusal = contradicted("STD-HR-030", f"평소 값은 {days}일 이상의 중앙값이에요")
        judge = FixedNumber(frozenset({days}), refusal)
        r.claim(q, "norm:baseline_days", "STD-HR-030", Remembered(judge))
        return
    if not weekly:
        if not read_dose(r, q) and q.unit == "day" and re.search(r"유산소|근력|운동|걷", r.text):
            _claim_days(r, q)
        return
    _claim_days(r, q)


def _claim_days(r: Reading, q: Quantity) -> None:
    kind = _kind_before(r, q)
    named = re.search(r"WHO|세계 ?보건", r.text)
    who = (
        named is not None
        and (q.op == "ge" or q.start > named.start())
        and not re.search(
            r"[가-힣] ?주 ?\x01 ?일(?:이|을|로|이라)?[^.]{0,6}(?:그 ?몫|더해)",
            r.text[max(0, q.start - 4) : q.end + 12],
        )
    )
    r.claim(
        q,
        f"frequency:{kind}",
        "STD-FITT-001" if not who else "STD-WHO-001",
        _Frequency(kind, who and kind in {"strength", "balance"}),
    )


def _kind_before(r: Reading, q: Quantity) -> str:
    found = "aerobic"
    if re.search(r"(?:균형|밸런스)[^.\x01]{0,12}(?:근력)|근력[^.\x01]{0,8}균형", r.text[: q.start]):
        return "balance"
    for match in _KIND.finditer(r.text, 0, q.start):
        found = (
            str(match.lastgroup)
            if match.lastgroup != "aerobic" or match.group() != "운동"
            else found
        )
    after = _KIND.search(r.text, q.end, min(len(r.text), q.end + 14))
    if (not _KIND.search(r.text, 0, q.start) and after) or (
        after and after.start() - q.end <= _RIGHT_AFTER and after.lastgroup != "aerobic"
    ):
        found = str(after.lastgroup)
    return found


class _Frequency(NamedTuple):
    """Days or times a week."""

    kind: str
    """strength, flexibility, balance or aerobic."""
    who: bool
    """Whether it is said to be the WHO's."""

    def judge(self, evidence: Evidence, bound: Sequence[str], /) -> Objection | None:
        told = [number(b) for b in bound]
        allowed: frozenset[int | Decimal] = frozenset(_frequency(self.kind, self.who))
        if self.kind == "aerobic" and evidence.week_days:
            allowed = frozenset(evidence.week_days)
        if all(t in allowed for t in told):
            return None
        return contradicted(
            "STD-WHO-001" if self.who else "STD-FITT-001",
            f"주 {'~'.join(bound)}일: 맞는 빈도는 주 {plain_list(allowed)}일이에요",
        )
