"""Karvonen targets: the heart rate at a share of the heart-rate reserve."""

from __future__ import annotations

from decimal import Decimal

from wearable_coach.standards.numbers import exact


def karvonen_target_bpm(
    percent: float | Decimal, *, resting_bpm: int, hrmax_bpm: Decimal
) -> Decimal:
    """Return the heart rate at `percent` of the heart-rate reserve.

    Args:
        percent: Share of the reserve [%HRR].
        resting_bpm: The baseline when known, else today's [beats/min].
        hrmax_bpm: Unrounded maximal heart rate [beats/min].

    Returns:
        Target [beats/min], unrounded; show it with `half_up`.

    Source:
        STD-HR-010: Karvonen et al. (1957).
    """
    return resting_bpm + exact(percent) / 100 * (hrmax_bpm - resting_bpm)
