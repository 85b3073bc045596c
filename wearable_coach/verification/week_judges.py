"""Judging minutes: a week's range, its sum, what is lacking, a session, vigorous ones counted twice."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

from wearable_coach.standards.table import table
from wearable_coach.verification.claims import Objection, contradicted, unsupported
from wearable_coach.verification.evidence import Evidence
from wearable_coach.verification.number_judges import number
from wearable_coach.verification.wording import plain, plain_list

RULE = "STD-WHO-001"


@cache
def who_ranges() -> dict[tuple[Decimal, Decimal], str]:
    """Return the weekly ranges [min] and the level that each is for."""
    adult = table("activity")["who_2020"]["adult"]
    rows = (("moderate_min", "moderate"), ("vigorous_min", "vigorous"))
    return {(Decimal(adult[key][0]), Decimal(adult[key][1])): level for key, level in rows}


@cache
def _edges() -> dict[str, frozenset[Decimal]]:
    """Return the ends of the weekly ranges [min] by level, those of all under no name."""
    by_level = {level: frozenset(pair) for pair, level in who_ranges().items()}
    return {"": frozenset().union(*by_level.values()), **by_level}


@cache
def _written() -> str:
    adult = table("activity")["who_2020"]["adult"]
    moderate, vigorous = (
        "~".join(map(str, adult[key])) for key in ("moderate_min", "vigorous_min")
    )
    return f"중강도 {moderate}분, 고강도 {vigorous}분"


def vigorous_counts_as() -> int:
    """Return how many moderate minutes one vigorous minute is."""
    factor: int = table("activity")["who_2020"]["adult"]["vigorous_counts_as"]
    return factor


class Equivalence:
    """Vigorous minutes counted twice: "고강도 75분은 중강도 150분"."""

    __slots__ = ()

    def judge_numbers(self, bound: Sequence[str], /) -> Objection | None:
        """Judge the second number by the first."""
        right = number(bound[0]) * vigorous_counts_as()
        if number(bound[1]) == right:
            return None
        return contradicted(RULE, f"고강도 {bound[0]}분은 중강도 {plain(right)}분이에요")


class WeeklyRange(NamedTuple):
    """A range of minutes a week: "주 150~300분"."""

    level: str
    """moderate, vigorous or nothing."""
    is_met: bool = False
    """Whether the sentence says that the week before it reaches it."""

    def judge(self, evidence: Evidence, bound: Sequence[str], /) -> Objection | None:
        """Judge whether the WHO recommends it, at which level, and whether the answer's own sums reach it."""
        key = number(bound[0]), number(bound[-1])
        known = who_ranges().get(key)
        if known is None:
            if key[0] in evidence.week_totals and key[1] in evidence.week_totals:
                return None
            return contradicted(
                RULE, f"주 {bound[0]}~{bound[-1]}분은 WHO 권고에 없어요 ({_written()})"
            )
        if self.level and known != self.level:
            right = "중강도" if known == "moderate" else "고강도"
            return contradicted(RULE, f"주 {bound[0]}~{bound[-1]}분은 {right}의 권고예요")
        totals = evidence.week_totals
        if self.is_met and totals and not any(key[0] <= total <= key[1] for total in totals):
            told = f"합계 {plain_list(totals)}분은 주 {bound[0]}~{bound[-1]}분에 들지 않아요"
            return contradicted(RULE, told)
        return None


class WeeklySum(NamedTuple):
    """Minutes a week: "주 150분"."""

    level: str
    """moderate, vigorous or nothing."""
    who: bool
    """Whether the sentence names the WHO."""
    op: str
    """The comparator, nothing when there is none."""

    def judge(self, evidence: Evidence, bound: Sequence[str], /) -> Objection | None:
        """Judge it as a sum of the answer's own sessions, or one of the WHO's edges."""
        level, who, op = self
        told = number(bound[0])
        if told in evidence.week_totals and not (who and op in {"ge", "le", "gt", "lt"}):
            return None
        allowed = _edges()[level]
        if (who or op or not evidence.week_totals) and told in allowed:
            return None
        if told in evidence.week_totals:
            return None
        if evidence.week_totals and not who:
            if told in allowed and level != "vigorous":
                least = min(_edges()["moderate"])
                return None if told == least else contradicted(RULE, "합계가 맞지 않아요")
            return contradicted(
                RULE,
                f"주 {bound[0]}분: 앞의 계산과 달라요 ({plain_list(evidence.week_totals)}분)",
            )
        return contradicted(RULE, f"주 {bound[0]}분은 WHO 권고나 이 계획의 합계가 아니에요")


class WeeklyGap:
    """What is lacking to a recommendation: "WHO 최소량까지 30분 남아요"."""

    __slots__ = ()

    def judge(self, evidence: Evidence, bound: Sequence[str], /) -> Objection | None:
        """Judge it by the answer's own sums."""
        told = number(bound[0])
        if any(
            abs(edge - total) == told for edge in _edges()[""] for total in evidence.week_totals
        ):
            return None
        return contradicted(RULE, f"WHO 기준까지의 차이가 {bound[0]}분이 아니에요")


class SessionMinutes:
    """Minutes a session."""

    __slots__ = ()

    def judge(self, evidence: Evidence, bound: Sequence[str], /) -> Objection | None:
        """Judge them by the answer's own weekly sum when there is one, else by the plans."""
        told = [number(b) for b in bound]
        if evidence.week_minutes:
            if all(t in evidence.week_minutes for t in told):
                return None
            return contradicted(
                "STD-PLAN-001",
                f"{'~'.join(bound)}분: 주간 합계의 {plain_list(evidence.week_minutes)}분과 달라요",
            )
        if all(t in _sessions() for t in told):
            return None
        return unsupported("STD-PLAN-001", f"{'~'.join(bound)}분: 근거가 없는 시간이에요")


@cache
def _sessions() -> frozenset[int]:
    found = {table("activity")["acsm_fitt"][k]["session_min"] for k in ("moderate", "vigorous")}
    plans = table("dose").get("plans", {}).get("aerobic", {})
    waiting: list[Any] = list(plans.values())
    while waiting:
        row = waiting.pop()
        if isinstance(row, dict):
            waiting += row.values()
        elif isinstance(row[0], list):
            waiting += row
        else:
            found.add(row[0])
    return frozenset(found)
