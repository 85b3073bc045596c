"""What a case does not tell, and which claims would need it."""

from __future__ import annotations

from collections.abc import Sequence

from wearable_coach.evaluation.case import Case
from wearable_coach.records import VITAL_FIELDS

_NEEDS_AGE = ("value:age", "value:hrmax", "value:hrr", "value:pct_", "target:", "class:intensity")
_NEEDS_BASELINE = (
    "value:baseline_rhr",
    "class:rhr_delta",
    "comparison:rhr_delta",
    "difference:rhr_delta",
)
_NAMES = {"age": "나이", "baseline_rhr": "평소 안정시 심박수"}


def missing_fields(case: Case) -> tuple[str, ...]:
    """Return the names of what is not told and what a whole answer would need.

    A report needs all nine readings, age and baseline; a prescription the age; a chat what its
    case says it asks for.
    """
    profile = case.profile
    lacking = []
    if case.kind == "health_interpretation":
        lacking += [name for name in VITAL_FIELDS if getattr(case.vitals, name) is None]
        if profile.baseline_rhr is None:
            lacking.append("baseline_rhr")
    if case.kind != "coaching" and profile.age is None:
        lacking.append("age")
    if case.kind == "coaching" and case.expects.asks_for:
        lacking += [name for name in VITAL_FIELDS if getattr(case.vitals, name) is None]
        lacking += [name for name in _NAMES if getattr(profile, name) is None]
    return tuple(lacking)


def speaks_of(claim: str, missing: Sequence[str]) -> bool:
    """Say whether a claim is about something that is not told."""
    if "age" in missing and claim.startswith(_NEEDS_AGE):
        return True
    if "baseline_rhr" in missing and claim.startswith(_NEEDS_BASELINE):
        return True
    _, _, field = claim.partition(":")
    return field in missing
