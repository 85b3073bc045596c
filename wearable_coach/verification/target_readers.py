"""From beats a minute to a target claim: ranges, single ends, and the share that stands beside them."""

from __future__ import annotations

import re

from wearable_coach.verification.class_words import called_near
from wearable_coach.verification.edge_judges import PrintedRange
from wearable_coach.verification.reading import Reading
from wearable_coach.verification.sentence import Quantity
from wearable_coach.verification.target_judges import SingleTarget, TargetRange

HEART_FIELDS = frozenset(
    {"heart_rate", "resting_heart_rate", "baseline_rhr", "hrmax", "hrr", "target", "rhr_delta"}
)
_CLAUSE = 24
"""How far apart two numbers of one clause stand at most [characters]."""
_NORMAL = re.compile(r"정상|일반 ?범위|일반적|보통|성인|권장|참고 ?범위|기준")


def read_bpm_range(r: Reading, q: Quantity) -> None:
    """Read "108~131bpm" as a target, or "60~100bpm" as the normal resting range."""
    field = r.subject(q, HEART_FIELDS)
    resting = field in {"resting_heart_rate", "baseline_rhr"} or (
        field is None and bool(_NORMAL.search(r.text))
    )
    about_effort = (
        bool(r.levels)
        or any(p.unit == "pct" and p.is_range for p in r.quantities)
        or any(m.field in {"hrr", "target"} for m in r.mentions)
    )
    if (resting and not about_effort) or (
        field == "heart_rate"
        and _NORMAL.search(r.text)
        and not re.search(r"목표|운동|강도", r.text)
    ):
        norm = PrintedRange("resting_heart_rate", called_near(r, q, "resting_heart_rate"))
        r.claim(q, "norm:resting_heart_rate", "STD-HR-020", norm)
        return
    percents = [p for p in r.quantities if p.unit == "pct" and p.is_range]
    levels = r.level_of(q)
    pct = (
        min(percents, key=lambda p: abs(p.start - q.start), default=None)
        if _basis(r, percents) == "pct_hrr"
        else None
    )
    first = min(q.first, pct.first) if pct else q.first
    last = max(q.last, pct.last) if pct else q.last
    target = TargetRange(
        low=q.first - first,
        high=q.last - 1 - first,
        low_percent=pct.first - first if pct else -1,
        high_percent=pct.last - 1 - first if pct else -1,
        called=levels,
        advised=r.advised(q),
    )
    r.done.add(q.start)
    r.add("target:bpm", "STD-HR-010", target, span=(q.start, q.end), slots=(first, last))


def _basis(r: Reading, percents: list[Quantity]) -> str:
    if not percents:
        return ""
    field = r.subject(percents[0], {"hrr", "hrmax", "oxygen_saturation"})
    return "pct_hrmax" if field == "hrmax" else "pct_hrr"


def read_single_target(r: Reading, q: Quantity) -> None:
    """Read one end of a target."""
    percents = [
        p
        for p in r.quantities
        if p.unit == "pct" and not p.is_range and abs(p.start - q.start) < _CLAUSE
    ]
    pct = min(percents, key=lambda p: abs(p.start - q.start), default=None)
    first = min(q.first, pct.first) if pct else q.first
    last = max(q.last, pct.last) if pct else q.last
    target = SingleTarget(q.first - first, pct.first - first if pct else -1, r.advised(q))
    r.done.add(q.start)
    r.add("target:bpm", "STD-HR-010", target, span=(q.start, q.end), slots=(first, last))
