"""Sleep duration (NSF 2015) and what Milewski (2014) allows."""

from __future__ import annotations

from decimal import Decimal

from wearable_coach.standards.table import table


def recommended_sleep_h(age_years: int | None) -> tuple[int, int]:
    """Return the recommended range [h], both ends included; adults' when age is unknown.

    Source: STD-SLP-001 (NSF 2015).
    """
    sleep = table("sleep")
    older = age_years is not None and age_years >= sleep["older_from_age"]
    low, high = sleep["recommended_h"]["older_adult" if older else "adult"]
    return low, high


def sleep_class(sleep_h: Decimal, *, age_years: int | None) -> str:
    """Return very_short, short, recommended or long, for unrounded hours asleep.

    Source: STD-SLP-001 (NSF 2015); the split at six hours is policy.
    """
    low, high = recommended_sleep_h(age_years)
    if sleep_h < table("sleep")["very_short_below_h"]:
        return "very_short"
    if sleep_h < low:
        return "short"
    return "recommended" if sleep_h <= high else "long"


def is_milewski_population(
    sleep_h: Decimal | None, *, age_years: int | None, athlete: bool
) -> bool:
    """Say whether the person is of the study's population and slept less than its cut.

    Source: STD-SLP-010 (Milewski et al. 2014): athletes aged 12-18, below 8 h.
    """
    study = table("sleep")["milewski"]
    if sleep_h is None or age_years is None or not athlete:
        return False
    low, high = study["ages"]
    return bool(low <= age_years <= high and sleep_h < study["below_h"])
