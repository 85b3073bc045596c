"""Judging intensity: shares of the reserve or the maximum, and the cap."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from wearable_coach.standards.intensity import intensity_classes
from wearable_coach.standards.labels import cap_label, screening_label
from wearable_coach.standards.numbers import exact
from wearable_coach.standards.table import table
from wearable_coach.verification.claims import Objection, contradicted
from wearable_coach.verification.evidence import Evidence
from wearable_coach.verification.norms import norm_bands, ranges, thresholds
from wearable_coach.verification.number_judges import number
from wearable_coach.verification.wording import edge_words, named

CAP_RULE = "STD-SAFE-001"


_CLASS_CAP = {
    "very_light": "light",
    "light": "light",
    "moderate": "moderate",
    "vigorous": "vigorous",
    "near_maximal": "beyond",
}


@cache
def cap_rank(level: str) -> int:
    """Return the order of a cap or of a class of intensity; what is above every cap comes last."""
    order: list[str] = table("intensity")["order"]
    name = _CLASS_CAP.get(level, level)
    return order.index(name) if name in order else len(order)


@cache
def hrr_band(level: str) -> tuple[Decimal, Decimal]:
    """Return the band of a class [%HRR]; open ends are 0 and 100."""
    low, high = intensity_classes()[level]["hrr_pct"]
    return exact(low or 0), exact(high or 100)


def over_cap(evidence: Evidence, level: str) -> Objection | None:
    """Refuse advice above what safety and screening allow."""
    if cap_rank(level) <= cap_rank(evidence.cap):
        return None
    return contradicted(
        CAP_RULE,
        f"오늘 허용되는 강도: {cap_label(evidence.cap)} (안전 {evidence.facts.safety_level}단계, "
        f"운동 전 선별: {screening_label(evidence.facts.screening)})",
    )


class AdvisedLevel(NamedTuple):
    """Advice of an intensity."""

    level: str
    """The class or cap that the words mean."""

    def judge(self, evidence: Evidence, _bound: Sequence[str], /) -> Objection | None:
        """Judge it against the cap, and against advice to rest."""
        if self.level == "vigorous" and evidence.rests_today:
            return contradicted("VER-SAFE-002", "오늘은 쉬라고 해 놓고 고강도를 권해요")
        return over_cap(evidence, self.level)


class PercentBand(NamedTuple):
    """A band of an intensity: "여유심박수의 40~59%"."""

    basis: str
    """pct_hrr or pct_hrmax."""
    called: frozenset[str]
    """The classes named beside it."""
    advised: bool
    with_bpm: bool
    """Whether a range of beats a minute stands in the sentence."""

    def judge(self, evidence: Evidence, bound: Sequence[str], /) -> Objection | None:
        """Judge whether the standard prints it, for which class, and the cap where it is advised."""
        basis, called, advised, with_bpm = self
        low, high = number(bound[0]), number(bound[-1])
        classes = ranges(basis).get((low, high))
        if classes is None and len(called) > 1:
            classes = _spanning(basis, low, high, called)
        if classes is None and with_bpm and basis == "pct_hrr":
            classes = _inside(low, high)
        if classes is None:
            other = ranges("pct_hrmax" if basis == "pct_hrr" else "pct_hrr").get((low, high))
            hint = " (다른 기준의 값이에요: 여유심박수와 최대심박수를 섞었어요)" if other else ""
            return contradicted(
                "STD-INT-001", f"{bound[0]}~{bound[-1]}%는 ACSM 강도 구간이 아니에요{hint}"
            )
        if called and classes.isdisjoint(called):
            right = named(basis, classes)
            return contradicted("STD-INT-001", f"{bound[0]}~{bound[-1]}%: 맞는 강도는 {right}")
        return over_cap(evidence, max(classes, key=cap_rank)) if advised else None


def _spanning(
    basis: str, low: Decimal, high: Decimal, called: frozenset[str]
) -> frozenset[str] | None:
    bands = [b for b in norm_bands(basis) if b.name in called]
    lows = {b.low for b in bands}
    highs = {b.high for b in bands} | {b.high - 1 for b in bands if b.high is not None}
    return called if low in lows and high in highs else None


def _inside(low: Decimal, high: Decimal) -> frozenset[str] | None:
    for band in norm_bands("pct_hrr"):
        if (band.low or 0) <= low < high and (band.high is None or high <= band.high):
            return frozenset({band.name})
    return None


class PercentEdge(NamedTuple):
    """An edge of an intensity: "여유심박수 60% 이상"."""

    basis: str
    """pct_hrr or pct_hrmax."""
    op: str
    """The comparator, nothing when there is none."""
    called: frozenset[str]
    """The classes named beside it."""

    def judge(self, evidence: Evidence, bound: Sequence[str], /) -> Objection | None:
        """Judge whether the standard prints it, and for which class."""
        op = self.op
        told, known = number(bound[0]), thresholds(self.basis)
        if op in {"ge", "gt", "le", "lt"}:
            return _percent_threshold(known.get((op, told)), f"{bound[0]}%", self)
        edges = {edge for _, edge in known}
        return (
            None
            if told in edges or told in evidence.stated_percents
            else contradicted("STD-INT-001", f"{bound[0]}%는 근거가 없는 비율이에요")
        )


def _percent_threshold(
    classes: frozenset[str] | None, written: str, edge: PercentEdge
) -> Objection | None:
    if classes is None:
        told = edge_words(written, edge.op)
        return contradicted("STD-INT-001", f"{told}: ACSM 강도의 경계가 아니에요")
    if edge.called and classes.isdisjoint(edge.called):
        told = edge_words(written, edge.op)
        return contradicted("STD-INT-001", f"{told}: 맞는 강도는 {named(edge.basis, classes)}")
    return None
