"""Judging hours and minutes asleep."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from wearable_coach.standards.numbers import half_up
from wearable_coach.standards.table import table
from wearable_coach.verification.claims import Objection, contradicted, unsupported
from wearable_coach.verification.edge_judges import EdgeDistance, PrintedRange
from wearable_coach.verification.evidence import Evidence
from wearable_coach.verification.number_judges import MINUTES_AN_HOUR, number
from wearable_coach.verification.wording import plain

_UNKNOWN = unsupported("VER-SOURCE-001", "수면 시간: 입력에 없는 값이에요")


class HoursMinutes:
    """Sleep written as hours and minutes."""

    __slots__ = ()

    def judge(self, evidence: Evidence, bound: Sequence[str], /) -> Objection | None:
        """Judge them, minutes rounded half up."""
        actual = evidence.value("sleep_hr")
        if actual is None:
            return _UNKNOWN
        minutes = half_up(actual * MINUTES_AN_HOUR)
        told = number(bound[0]) * MINUTES_AN_HOUR + number(bound[1])
        if told == minutes and number(bound[1]) < MINUTES_AN_HOUR:
            return None
        whole, rest = divmod(minutes, MINUTES_AN_HOUR)
        return contradicted(
            "VER-SLEEP-001", f"수면 {plain(actual)}시간은 {whole}시간 {rest}분이에요"
        )


class SleepMinutes:
    """Sleep written in minutes."""

    __slots__ = ()

    def judge(self, evidence: Evidence, bound: Sequence[str], /) -> Objection | None:
        """Judge them, rounded half up."""
        actual = evidence.value("sleep_hr")
        if actual is None:
            return _UNKNOWN
        minutes = half_up(actual * MINUTES_AN_HOUR)
        if number(bound[0]) == minutes:
            return None
        return contradicted("VER-SLEEP-001", f"수면은 {minutes}분이에요")


class SleepGoal:
    """Hours that are to be slept: "7시간은 주무셔야 해요"."""

    __slots__ = ()

    def judge(self, evidence: Evidence, bound: Sequence[str], /) -> Objection | None:
        """Judge them by the hours that are recommended to adults, or to older people."""
        del evidence  # a goal is the same for a night of any length
        recommended = table("sleep")["recommended_h"].values()
        if any(Decimal(low) <= number(bound[0]) <= Decimal(high) for low, high in recommended):
            return None
        return contradicted("STD-SLP-001", f"{bound[0]}시간: 권장 수면 시간이 아니에요")


class SleepGap(NamedTuple):
    """What is lacking to a recommendation, or above it: "권장보다 30분 짧아요"."""

    direction: str
    unit: str
    """min, h or hm."""

    def judge(self, evidence: Evidence, bound: Sequence[str], /) -> Objection | None:
        """Judge how far the sleep is from an edge."""
        told = [str(number(bound[0]) / MINUTES_AN_HOUR)] if self.unit == "min" else bound
        return EdgeDistance("sleep_hr", self.direction).judge(evidence, told)


_HALF_KNOWN = frozenset({"recommended", "short"})


class PopulationRange(NamedTuple):
    """A recommended range, and for whom."""

    called: frozenset[str] | None
    """The classes that it is called by, None when it is not called."""
    population: str
    """older, adult, or nothing when the sentence names none."""

    def judge(self, evidence: Evidence, bound: Sequence[str], /) -> Objection | None:
        """Judge whether the standard prints it, for this population or this person."""
        found = PrintedRange("sleep_hr", self.called or _HALF_KNOWN).judge(evidence, bound)
        if found:
            return found
        told = number(bound[0]), number(bound[-1])
        if not self.population:
            return _not_of_this_age(evidence, told)
        if self.population == "older" and _is_adults(told[1], bound):
            age, (low, high) = table("sleep")["older_from_age"], _recommended("older_adult")
            return contradicted("STD-SLP-001", f"{age}세 이상은 {low}~{high}시간이에요")
        return None


def _not_of_this_age(evidence: Evidence, told: tuple[Decimal, Decimal]) -> Objection | None:
    low, high = right = _recommended("older_adult" if evidence.older else "adult")
    least = min(_recommended("adult")[1], _recommended("older_adult")[1])
    if told[1] < least or told == right:
        return None
    return contradicted("STD-SLP-001", f"이 나이의 권장은 {low}~{high}시간이에요")


def _is_adults(upper: Decimal, bound: Sequence[str]) -> bool:
    from_age = str(table("activity")["who_2020"]["ages"]["adult_from"])
    return upper == _recommended("adult")[1] and from_age not in bound


@cache
def _recommended(population: str) -> tuple[Decimal, Decimal]:
    """Return the recommended sleep of a population (STD-SLP-001) [h]."""
    low, high = table("sleep")["recommended_h"][population]
    return Decimal(low), Decimal(high)
