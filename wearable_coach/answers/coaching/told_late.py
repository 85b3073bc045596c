"""A reading that a user leaves out at first and tells in the next turn."""

from __future__ import annotations

from typing import NamedTuple

from wearable_coach.answers.brief import Brief
from wearable_coach.answers.coaching.subjects.move import odd_kind
from wearable_coach.answers.coaching.words import choose
from wearable_coach.day import day_of

_SHARE = 0.25
"""Of the days that allow it."""
_TOPICS = {
    "sleep_hr": "sleep_enough",
    "resting_heart_rate": "rhr_mine",
    "steps": "steps_mine",
    "oxygen_saturation": "spo2_mine",
    "bmi": "bmi_mine",
}


class LateReading(NamedTuple):
    """What is told in the second turn."""

    field: str
    topic: str
    """What is asked about it."""
    before: Brief
    """The case as it is known in the first turn."""


def late_reading(brief: Brief) -> LateReading | None:
    """Return a reading that the user tells late, None where they tell all at once.

    It is one without which the day allows the same, so that no first answer is taken back.
    """
    readings = brief.vitals.__dict__
    told = [name for name, value in readings.items() if value is not None]
    if len(told) <= 1 or odd_kind(brief) or brief.rng.random() >= _SHARE:
        return None
    found = [late for name in told if name in _TOPICS and (late := _late(brief, name)) is not None]
    return choose(brief.rng, found) if found else None


def _late(brief: Brief, name: str) -> LateReading | None:
    if name == "resting_heart_rate" and brief.profile.baseline_rhr is not None:
        return None
    vitals = brief.vitals.model_copy(update={name: None})
    before = day_of(brief.profile, vitals, hrmax_formula=brief.hrmax_formula)
    now, then = brief.facts, before.facts
    same = (now.safety_level, now.max_intensity_allowed, now.safety_reasons) == (
        then.safety_level,
        then.max_intensity_allowed,
        then.safety_reasons,
    )
    return LateReading(name, _TOPICS[name], brief._replace(day=before)) if same else None
