"""A day that passed the checks: who, which readings, by which formula, and what may be said of it.

A day is built here and nowhere else. Writers, judges, scorers and the coach in service take it whole,
so that none of them goes by another formula than the day's own.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from wearable_coach.formulas import HrmaxFormula
from wearable_coach.records import NOTHING_TOLD, Profile, ToldReadings, Vitals
from wearable_coach.standards.facts import Facts, derive_facts
from wearable_coach.standards.validity import check_inputs, check_records


class Day(NamedTuple):
    """One person's day."""

    profile: Profile
    vitals: Vitals
    hrmax_formula: HrmaxFormula
    """The one formula for maximal heart rate that all of the day goes by."""
    facts: Facts
    told: ToldReadings = NOTHING_TOLD
    """What was told beside the nine; of a conversation only."""

    @property
    def warnings(self) -> tuple[str, ...]:
        """Codes of what is missing or unusual."""
        return self.facts.warnings


def day_of(
    profile: Profile,
    vitals: Vitals,
    *,
    hrmax_formula: HrmaxFormula,
    told: ToldReadings = NOTHING_TOLD,
) -> Day:
    """Build the day of records that are possible, with its warnings.

    Args:
        profile: The person.
        vitals: The nine readings; what is None is missing.
        hrmax_formula: The dataset's one formula, or that of the model in service.
        told: What the person told beside the nine.
    """
    warnings = check_records(profile, vitals, hrmax_formula=hrmax_formula).warnings
    return warned_day(profile, vitals, warnings, hrmax_formula=hrmax_formula, told=told)


def warned_day(
    profile: Profile,
    vitals: Vitals,
    warnings: tuple[str, ...],
    *,
    hrmax_formula: HrmaxFormula,
    told: ToldReadings = NOTHING_TOLD,
) -> Day:
    """Build the day of records whose warnings are known: who checked by the same formula, once."""
    facts = derive_facts(profile, vitals, warnings=warnings, hrmax_formula=hrmax_formula, told=told)
    return Day(profile, vitals, hrmax_formula, facts, told)


def answer_facts(
    profile: Mapping[str, Any], vitals: Mapping[str, Any], *, hrmax_formula: HrmaxFormula
) -> dict[str, Any]:
    """Answer one line of the ``facts`` command from raw inputs."""
    checked = check_inputs(profile, vitals, hrmax_formula=hrmax_formula)
    if checked.profile is None or checked.vitals is None:
        return {
            "valid": False,
            "reject": list(checked.reject),
            "warnings": list(checked.warnings),
        }
    day = warned_day(checked.profile, checked.vitals, checked.warnings, hrmax_formula=hrmax_formula)
    return day.facts.as_json()
