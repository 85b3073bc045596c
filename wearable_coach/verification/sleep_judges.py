"""Judging hours and minutes asleep."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from wearable_coach.standards.numbers import half_up
from wearable_coach.standards.table import table
from wearable_coach.verification.claims import Finding, contradicted, unsupported
from wearable_coach.verification.edge_judges import EdgeDistance, PrintedRange
from wearable_coach.verification.evidence import Evidence
from wearable_coach.verification.number_judges import MINUTES_AN_HOUR, number
from wearable_coach.verification.wording import plain

_UNKNOWN = unsupported("VER-SOURCE-001", "수면 시간: 입력에 없는 값이에요")


class HoursMinutes:
    """Sleep written as hours and minutes."""

    __slots__ = ()

    def judge(self, evidence: Evidence, bound: Sequence[str], /) -> Finding | None:
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

    def judge(self, evidence: Evidence, bound: Sequence[str], /) -> Finding | None:
        """Judge them, rounded half up."""
        actual = evidence.value("sleep_hr")
        if actual is None:
            return _UNKNOWN
        minutes = half_up(actual * MINUTES_AN_HOUR)
        if number(bound[0]) == minutes:
            return None
        return contradicted("VER-SLEEP-001", f"수면은 {minutes}분이에요")


class SleepGap(NamedTuple):
    """What is lacking to a recommendation, or above it: "권장보다 30분 짧아요"."""

    direction: str
    unit: str
    """min, h or hm."""

    def judge(self, evidence: Evidence, bound: Sequence[str], /) -> Finding | None:
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

    def judge(self, evidence: Evidence, bound: Sequence[str], /) -> Finding | None:
        """Judge whether the standard prints it, for this population or this person."""
        found = PrintedRange("sleep_hr", self.called or _HALF_KNOWN).judge(evidence, bound)
        if found:
            return found
        low, high = (
            int(x)
            for x in table("sleep")["recommended_h"]["older_adult" if evidence.older else "adult"]
        )
        told = number(bound[0]), number(bound[-1])
        if not self.population and told[1] >= 8 and told != (Decimal(low), Decimal(high)):  # noqa: PLR2004 - a recommended range
            return contradicted("STD-SLP-001", f"이 나이의 권장은 {low}~{high}시간이에요")
        if self.population == "older" and told[1] == 9 and "18" not in bound:  # noqa: PLR2004 - the adults' bound
            return contradicted("STD-SLP-001", "65세 이상은 7~8시간이에요")
        return None
