"""Body mass index: Korean classes (KSSO 2022), WHO names beside them, implied height."""

from __future__ import annotations

from decimal import Decimal

from wearable_coach.standards.numbers import bands


def bmi_class_ksso(bmi_kg_m2: Decimal) -> str:
    """Return the Korean class of an unrounded BMI [kg/m²]. Source: STD-BMI-001 (KSSO 2022)."""
    return bands("body", "ksso").name_of(bmi_kg_m2)


def bmi_class_who(bmi_kg_m2: Decimal) -> str:
    """Return the WHO class of an unrounded BMI [kg/m²]. Source: STD-BMI-002."""
    return bands("body", "who").name_of(bmi_kg_m2)


def implied_height_m(*, weight_kg: Decimal, bmi_kg_m2: Decimal) -> Decimal:
    """Return the height that weight and BMI imply [m], unrounded. Source: STD-VIT-002."""
    return (weight_kg / bmi_kg_m2).sqrt()
