"""Claims about what a person told beside the nine readings: temperature, glucose, blood pressure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from wearable_coach.records import ToldReadings
from wearable_coach.standards.told import told_triggers
from wearable_coach.verification.claims import Objection
from wearable_coach.verification.evidence import Evidence

_REASONS = {
    "nowhere_glucose": {"high": {"glucose_gt_300"}, "low": {"glucose_lt_70", "glucose_lt_54"}},
    "nowhere_temperature": {"high": {"temperature_ge_38", "temperature_ge_40"}, "low": set()},
    "nowhere_blood_pressure": {
        "high": {"pressure_ge_180_110", "pressure_ge_180_110_with_sign"},
        "low": set(),
    },
}
_HIGH, _LOW = re.compile("높|상승|올라|올랐"), re.compile("낮|떨어|부족")


class TellsOfTold(NamedTuple):
    """Something is said of what only a person can tell: high or low, where the told reading is."""

    field: str
    words: str
    finding: Objection

    def judge(self, evidence: Evidence, _bound: Sequence[str], /) -> Objection | None:
        """Accept that a told reading is high or low where it is beyond an edge, refuse all else."""
        reasons = {reason for _, reason in told_triggers(evidence.told)}
        ways = _REASONS.get(self.field, {})
        is_high = bool(_HIGH.search(self.words)) and bool(reasons & ways.get("high", set()))
        is_low = bool(_LOW.search(self.words)) and bool(reasons & ways.get("low", set()))
        return None if is_high or is_low else self.finding


class ValueOfTold(NamedTuple):
    """A number of what only a person can tell."""

    finding: Objection

    def judge(self, evidence: Evidence, bound: Sequence[str], /) -> Objection | None:
        """Accept the numbers that were told, refuse any other."""
        told = told_numbers(evidence.told)
        return None if bound and all(_number(b) in told for b in bound) else self.finding


def told_numbers(told: ToldReadings) -> frozenset[Decimal]:
    """Return the numbers that a person told beside the nine."""
    values = (told.temperature, told.glucose, told.systolic_bp, told.diastolic_bp)
    return frozenset(Decimal(str(v)).normalize() for v in values if v is not None)


def _number(written: str) -> Decimal | None:
    try:
        return Decimal(written.replace(",", "")).normalize()
    except InvalidOperation:
        return None
