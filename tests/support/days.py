"""Days of tests: by the default formula, unless a test is about another."""

from collections.abc import Mapping
from typing import Any

from wearable_coach import day as days
from wearable_coach.day import Day, day_of
from wearable_coach.formulas import DEFAULT_FORMULA, HrmaxFormula
from wearable_coach.records import Profile, Vitals
from wearable_coach.serving import inputs
from wearable_coach.standards import Validity, check_inputs, validity


def day(profile: Profile, vitals: Vitals, formula: HrmaxFormula = DEFAULT_FORMULA) -> Day:
    """Build the day of records."""
    return day_of(profile, vitals, hrmax_formula=formula)


def checked(
    profile: Mapping[str, Any], vitals: Mapping[str, Any], formula: HrmaxFormula = DEFAULT_FORMULA
) -> Validity:
    """Check raw inputs."""
    return check_inputs(profile, vitals, hrmax_formula=formula)


def checked_day(vitals: Any, profile: Any, formula: HrmaxFormula = DEFAULT_FORMULA) -> Day:
    """Check what a caller of the coach gives."""
    return inputs.checked_day(vitals, profile, hrmax_formula=formula)


def check_records(
    profile: Profile, vitals: Vitals, formula: HrmaxFormula = DEFAULT_FORMULA
) -> Validity:
    """Check typed records."""
    return validity.check_records(profile, vitals, hrmax_formula=formula)


def answer_facts(
    profile: Mapping[str, Any], vitals: Mapping[str, Any], formula: HrmaxFormula = DEFAULT_FORMULA
) -> dict[str, Any]:
    """Answer a line of the ``facts`` command."""
    return days.answer_facts(profile, vitals, hrmax_formula=formula)
