"""Judging intensity: shares of the reserve or the maximum, Karvonen targets, RPE, and the cap."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import cache

from wearable_coach.standards.intensity import intensity_classes
from wearable_coach.standards.labels import cap_label, screening_label, withheld_label
from wearable_coach.standards.numbers import exact
from wearable_coach.standards.table import table
from wearable_coach.verification.claims import Finding, contradicted, unsupported
from wearable_coach.verification.evidence import Evidence
from wearable_coach.verification.norms import norm_bands, ranges, thresholds
from wearable_coach.verification.number_judges import close_bpm, number
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


def over_cap(evidence: Evidence, level: str) -> Finding | None:
    """Refuse advice above what safety and screening allow."""
    if cap_rank(level) <= cap_rank(evidence.cap):
        return None
    return contradicted(
        CAP_RULE,
        f"오늘 허용되는 강도: {cap_label(evidence.cap)} (안전 {evidence.facts.safety_level}단계, "
        f"운동 전 선별: {screening_label(evidence.facts.screening)})",
    )


def advised_level(evidence: Evidence, _bound: Sequence[str], level: str) -> Finding | None:
    """Judge advice of an intensity. Args: the class or cap that the words mean."""
    if level == "vigorous" and evidence.rests_today:
        return contradicted("VER-SAFE-002", "오늘은 쉬라고 해 놓고 고강도를 권해요")
    return over_cap(evidence, level)


def percent_band(
    evidence: Evidence, bound: Sequence[str], args: tuple[str, frozenset[str], bool, bool]
) -> Finding | None:
    """Judge "여유심박수의 40~59%". Args: basis, classes named, advised, whether bpm stand beside it."""
    basis, called, advised, with_bpm = args
    low, high = number(bound[0]), number(bound[-1])
    known = ranges(basis)
    classes = known.get((low, high))
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
        return contradicted(
            "STD-INT-001", f"{bound[0]}~{bound[-1]}%: 맞는 강도는 {named(basis, classes)}"
        )
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


def percent_edge(
    evidence: Evidence, bound: Sequence[str], args: tuple[str, str, frozenset[str]]
) -> Finding | None:
    """Judge "여유심박수 60% 이상". Args: basis, comparator (or nothing), classes named."""
    basis, op, called = args
    told = number(bound[0])
    known = thresholds(basis)
    if op in {"ge", "gt", "le", "lt"}:
        classes = known.get((op, told))
        if classes is None:
            told_edge = edge_words(f"{bound[0]}%", op)
            return contradicted("STD-INT-001", f"{told_edge}: ACSM 강도의 경계가 아니에요")
        if called and classes.isdisjoint(called):
            told_edge = edge_words(f"{bound[0]}%", op)
            return contradicted("STD-INT-001", f"{told_edge}: 맞는 강도는 {named(basis, classes)}")
        return None
    edges = {edge for _, edge in known}
    return (
        None
        if told in edges or told in evidence.stated_percents
        else contradicted("STD-INT-001", f"{bound[0]}%는 근거가 없는 비율이에요")
    )


def withheld(evidence: Evidence) -> Finding | None:
    """Refuse bpm targets where they are withheld."""
    code = evidence.facts.hr_targets_withheld
    if code is None:
        return None
    why = withheld_label(code)
    if evidence.facts.hr_invalid:
        return contradicted(
            "STD-HR-011", f"목표 심박수를 줄 수 없어요 ({why}): RPE와 대화 검사만 써요"
        )
    return unsupported("STD-HR-010", f"목표 심박수를 계산할 수 없어요 ({why})")


def target_range(
    evidence: Evidence, bound: Sequence[str], args: tuple[int, int, int, int, frozenset[str], bool]
) -> Finding | None:
    """Judge a target range. Args: places of low, high and of their percents (-1), classes, advised."""
    low_at, high_at, low_pct, high_pct, called, advised = args
    if found := withheld(evidence):
        return found
    low, high = bound[low_at], bound[high_at]
    if low_pct >= 0:
        found = _at(evidence, low, bound[low_pct]) or _at(evidence, high, bound[high_pct])
    else:
        found = _somewhere(evidence, low, high, called)
    if found or not advised:
        return found
    return _bpm_over_cap(evidence, high)


def _at(evidence: Evidence, bpm: str, percent: str) -> Finding | None:
    target = evidence.target_bpm(percent)
    if target is not None and close_bpm(bpm, target):
        return None
    return contradicted("STD-HR-010", f"여유심박수 {percent}%는 {target}bpm이에요")


def _somewhere(evidence: Evidence, low: str, high: str, called: frozenset[str]) -> Finding | None:
    bands = [
        _canonical(name)
        for name in (sorted(called, key=cap_rank) or ("light", "moderate", "vigorous"))
    ]
    if called:
        bands.append((bands[0][0], bands[-1][1]))
    for band in (*bands, *evidence.stated_ranges):
        if _fits(evidence, low, high, band):
            return None
    if not evidence.stated_ranges and any(_within(evidence, low, high, band) for band in bands):
        return None
    wanted = ", ".join(f"{evidence.target_bpm(p[0])}~{evidence.target_bpm(p[1])}" for p in bands)
    return contradicted("STD-HR-010", f"카보넨 목표는 {wanted}bpm이에요")


@cache
def _canonical(level: str) -> tuple[str, str]:
    low, high = hrr_band(level)
    return str(low), str(high)


def _fits(evidence: Evidence, low: str, high: str, band: tuple[str, str]) -> bool:
    first, last = evidence.target_bpm(band[0]), evidence.target_bpm(band[1])
    if first is None or last is None or not close_bpm(low, first):
        return False
    printed = evidence.target_bpm(str(Decimal(band[1]) - 1)) if Decimal(band[1]) % 10 == 0 else last
    return close_bpm(high, last) or (printed is not None and close_bpm(high, printed))


def _within(evidence: Evidence, low: str, high: str, band: tuple[str, str]) -> bool:
    first, last = evidence.target_bpm(band[0]), evidence.target_bpm(band[1])
    return (
        first is not None
        and last is not None
        and first - 1 <= number(low) < number(high) <= last + 1
    )


def _bpm_over_cap(evidence: Evidence, high: str) -> Finding | None:
    if evidence.cap == "none":
        return over_cap(evidence, "light")
    ceiling = evidence.target_bpm(str(hrr_band(evidence.cap)[1]))
    if ceiling is not None and number(high) > ceiling + 1:
        return over_cap(evidence, "beyond")
    return None


def target_single(
    evidence: Evidence, bound: Sequence[str], args: tuple[int, int, bool]
) -> Finding | None:
    """Judge one target. Args: place of the bpm, place of its percent (-1 when unsaid), advised."""
    bpm_at, pct_at, advised = args
    if found := withheld(evidence):
        return found
    bpm = bound[bpm_at]
    if pct_at >= 0:
        found = _at(evidence, bpm, bound[pct_at])
    else:
        stated = [p for pair in evidence.stated_ranges for p in pair] or [
            str(p) for p in ("30", "39", "40", "59", "60", "89", "90")
        ]
        found = (
            None
            if any(_at(evidence, bpm, p) is None for p in stated)
            else contradicted("STD-HR-010", f"{bpm}bpm은 카보넨 목표의 끝값이 아니에요")
        )
    if found or not advised:
        return found
    return _bpm_over_cap(evidence, bpm)
