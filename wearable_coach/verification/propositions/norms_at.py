"""Between which values a norm of a field lies for a person, and which numbers may stand for its edges."""

from __future__ import annotations

from decimal import Decimal

from wearable_coach.verification.evidence import Evidence
from wearable_coach.verification.norms import norm_bands, ranges, thresholds

_NORMAL = "normal"
_RECOMMENDED = "recommended"


def within(field: str, evidence: Evidence) -> tuple[Decimal | None, Decimal | None]:
    """Return the lower and the upper edge of a field's norm, each None where it has none."""
    if field == "sleep_hr":
        both = sorted(r for r, names in ranges(field).items() if _RECOMMENDED in names)
        return min(both, key=_upper) if evidence.older else max(both, key=_upper)
    band = next((b for b in norm_bands(field) if b.name == _NORMAL), None)
    return (None, None) if band is None else (band.low, band.high)


def _upper(edges: tuple[Decimal, Decimal]) -> Decimal:
    return edges[1]


def written_as(edge: Decimal, field: str) -> frozenset[Decimal]:
    """Return the numbers by which an edge may be named: 23 and 22.9 for the end of a normal BMI."""
    step = Decimal("0.1") if field == "bmi" else Decimal(1)
    return (
        frozenset({edge, edge - step})
        if field in {"bmi", "resting_heart_rate"}
        else frozenset({edge})
    )


def edges(field: str) -> frozenset[Decimal]:
    """Return every number that divides a field's classes."""
    return frozenset(edge for _, edge in thresholds(field))
