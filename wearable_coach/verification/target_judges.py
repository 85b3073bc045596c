"""Judging Karvonen targets: ranges, single ends, and the share that stands beside them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from wearable_coach.standards.intensity import intensity_classes
from wearable_coach.standards.labels import withheld_label
from wearable_coach.verification.claims import Objection, contradicted, unsupported
from wearable_coach.verification.evidence import Evidence
from wearable_coach.verification.intensity_judges import hrr_band, over_cap
from wearable_coach.verification.number_judges import close_bpm, number, tolerance_bpm


def withheld(evidence: Evidence) -> Objection | None:
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


class TargetRange(NamedTuple):
    """A target: "108~131bpm", perhaps with the share of the reserve that it is."""

    low: int
    """Which of the bound numbers is the low one."""
    high: int
    low_percent: int
    """Which is the share of the low one; -1 when no share is said."""
    high_percent: int
    called: frozenset[str]
    """The classes named beside it."""
    advised: bool

    def judge(self, evidence: Evidence, bound: Sequence[str], /) -> Objection | None:
        """Judge both ends by Karvonen, and the cap where it is advised."""
        if found := withheld(evidence):
            return found
        low, high = bound[self.low], bound[self.high]
        if self.low_percent >= 0:
            found = _at(evidence, low, bound[self.low_percent]) or _at(
                evidence, high, bound[self.high_percent]
            )
        else:
            found = _somewhere(evidence, low, high, self.called)
        if found or not self.advised:
            return found
        return _bpm_over_cap(evidence, high)


def _at(evidence: Evidence, bpm: str, percent: str) -> Objection | None:
    target = evidence.target_bpm(percent)
    if target is not None and close_bpm(bpm, target):
        return None
    return contradicted("STD-HR-010", f"여유심박수 {percent}%는 {target}bpm이에요")


_PRESCRIBED = frozenset({"light", "moderate", "vigorous"})


def _somewhere(evidence: Evidence, low: str, high: str, called: frozenset[str]) -> Objection | None:
    bands = [_canonical(name) for name in intensity_classes() if name in (called or _PRESCRIBED)]
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


_PRINTED_BELOW = 1
"""How far below the next band a half-open one is printed to end: 40~59 [%]."""


def _fits(evidence: Evidence, low: str, high: str, band: tuple[str, str]) -> bool:
    first, last = evidence.target_bpm(band[0]), evidence.target_bpm(band[1])
    if first is None or last is None or not close_bpm(low, first):
        return False
    upper = Decimal(band[1])
    printed = evidence.target_bpm(str(upper - _PRINTED_BELOW)) if upper % 10 == 0 else last
    return close_bpm(high, last) or (printed is not None and close_bpm(high, printed))


def _within(evidence: Evidence, low: str, high: str, band: tuple[str, str]) -> bool:
    first, last = evidence.target_bpm(band[0]), evidence.target_bpm(band[1])
    return (
        first is not None
        and last is not None
        and first - tolerance_bpm() <= number(low) < number(high) <= last + tolerance_bpm()
    )


def _bpm_over_cap(evidence: Evidence, high: str) -> Objection | None:
    if evidence.cap == "none":
        return over_cap(evidence, "light")
    ceiling = evidence.target_bpm(str(hrr_band(evidence.cap)[1]))
    if ceiling is not None and number(high) > ceiling + tolerance_bpm():
        return over_cap(evidence, "beyond")
    return None


class SingleTarget(NamedTuple):
    """One end of a target, perhaps with the share of the reserve that it is."""

    bpm: int
    """Which of the bound numbers is the target."""
    percent: int
    """Which is its share; -1 when no share is said."""
    advised: bool

    def judge(self, evidence: Evidence, bound: Sequence[str], /) -> Objection | None:
        """Judge it by Karvonen, and the cap where it is advised."""
        if found := withheld(evidence):
            return found
        bpm = bound[self.bpm]
        if self.percent >= 0:
            found = _at(evidence, bpm, bound[self.percent])
        else:
            found = _at_some_end(evidence, bpm)
        if found or not self.advised:
            return found
        return _bpm_over_cap(evidence, bpm)


@cache
def _ends() -> tuple[str, ...]:
    """Return where the bands that may be prescribed begin and end, as printed [%HRR]."""
    bands = [hrr_band(level) for level in intensity_classes() if level in _PRESCRIBED]
    return tuple(str(p) for low, high in bands for p in (low, high - _PRINTED_BELOW, high))


def _at_some_end(evidence: Evidence, bpm: str) -> Objection | None:
    stated = [p for pair in evidence.stated_ranges for p in pair] or _ends()
    if any(_at(evidence, bpm, p) is None for p in stated):
        return None
    return contradicted("STD-HR-010", f"{bpm}bpm은 카보넨 목표의 끝값이 아니에요")
