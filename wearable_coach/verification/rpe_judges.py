"""Judging ratings of perceived exertion."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from wearable_coach.standards.table import table
from wearable_coach.verification.claims import Objection, contradicted
from wearable_coach.verification.evidence import Evidence
from wearable_coach.verification.intensity_judges import cap_rank, over_cap
from wearable_coach.verification.number_judges import number
from wearable_coach.verification.wording import named


class RpeRange(NamedTuple):
    """A rating of exertion: "RPE 12~13"."""

    called: frozenset[str]
    """The classes named beside it."""
    advised: bool

    def judge(self, evidence: Evidence, bound: Sequence[str], /) -> Objection | None:
        """Judge which class it is of, and the cap where it is advised."""
        low, high = number(bound[0]), number(bound[-1])
        bands, called = _bands(), self.called
        if (low, high) == _scale():
            return None
        names = _classes(low, high, called)
        if not names:
            return contradicted("STD-INT-001", f"RPE {_written(bound)}: 한 강도 구간에 들지 않아요")
        if called and called.isdisjoint(names):
            right = named("intensity", names)
            return contradicted("STD-INT-001", f"RPE {_written(bound)}: 맞는 강도는 {right}")
        if len(names) == 1 and low != high and (low, high) != bands[names[0]]:
            first, last = bands[names[0]]
            return contradicted("STD-INT-001", f"RPE {_written(bound)}: 맞는 구간은 {first}~{last}")
        return over_cap(evidence, max(names, key=cap_rank)) if self.advised else None


@cache
def _scale() -> tuple[Decimal, Decimal]:
    first, last = table("intensity")["rpe_scale"]["range"]
    return Decimal(first), Decimal(last)


@cache
def _bands() -> dict[str, tuple[Decimal, Decimal]]:
    rows = ((row["class"], row["rpe"]) for row in table("intensity")["classes"])
    return {
        name: (_scale()[0] if first is None else Decimal(first), Decimal(last))
        for name, (first, last) in rows
    }


def _classes(low: Decimal, high: Decimal, called: frozenset[str]) -> list[str]:
    """Return the class that a rating is of, or those named that it spans from end to end."""
    bands = _bands()
    names = [n for n, (first, last) in bands.items() if first <= low and high <= last]
    if names or len(called) < 2:  # noqa: PLR2004 - one class spans nothing
        return names
    spanned = [bands[n] for n in called]
    ends = min(first for first, _ in spanned), max(last for _, last in spanned)
    return [n for n in bands if n in called] if (low, high) == ends else []


def _written(bound: Sequence[str]) -> str:
    return "~".join(dict.fromkeys((bound[0], bound[-1])))
