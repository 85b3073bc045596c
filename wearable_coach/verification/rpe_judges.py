"""Judging ratings of perceived exertion."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from wearable_coach.standards.table import table
from wearable_coach.verification.claims import Finding, contradicted
from wearable_coach.verification.evidence import Evidence
from wearable_coach.verification.intensity_judges import cap_rank, over_cap
from wearable_coach.verification.number_judges import number
from wearable_coach.verification.wording import named

_RPE_FROM = 6
"""Where Borg's scale begins."""


def rpe_range(
    evidence: Evidence, bound: Sequence[str], args: tuple[frozenset[str], bool]
) -> Finding | None:
    """Judge "RPE 12~13". Args: classes named beside it, whether it is advised."""
    called, advised = args
    low, high = number(bound[0]), number(bound[-1])
    scale = table("intensity")["classes"]
    top, bottom = Decimal(scale[-1]["rpe"][1]), Decimal(_RPE_FROM)
    if (low, high) == (bottom, top):
        return None
    bands = {
        r["class"]: (r["rpe"][0] if r["rpe"][0] is not None else bottom, r["rpe"][1]) for r in scale
    }
    names = [n for n, (a, b) in bands.items() if a <= low and high <= b]
    if len(called) > 1 and not names:
        lows = [bands[n][0] for n in called]
        highs = [bands[n][1] for n in called]
        names = sorted(called, key=cap_rank) if low == min(lows) and high == max(highs) else []
    if not names:
        return contradicted("STD-INT-001", f"RPE {_written(bound)}: 한 강도 구간에 들지 않아요")
    if called and called.isdisjoint(names):
        right = named("intensity", names)
        return contradicted("STD-INT-001", f"RPE {_written(bound)}: 맞는 강도는 {right}")
    exactly = {bands[n] for n in names}
    if len(names) == 1 and (int(low), int(high)) not in exactly and low != high:
        first, last = exactly.pop()
        return contradicted("STD-INT-001", f"RPE {_written(bound)}: 맞는 구간은 {first}~{last}")
    return over_cap(evidence, max(names, key=cap_rank)) if advised else None


def _written(bound: Sequence[str]) -> str:
    return "~".join(dict.fromkeys((bound[0], bound[-1])))
