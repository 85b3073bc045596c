"""Oxygen saturation bands."""

from __future__ import annotations

from wearable_coach.standards.numbers import bands


def spo2_class(spo2_pct: int) -> str:
    """Return normal, borderline, low or critical [%]. Source: STD-OXY-001 (policy)."""
    return bands("oxygen", "").name_of(spo2_pct)
