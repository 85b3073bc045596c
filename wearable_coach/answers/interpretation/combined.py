"""The section 종합 해석: resting heart rate, sleep and activity read together."""

from __future__ import annotations

from functools import cache

from wearable_coach.answers.interpretation.ground import Ground
from wearable_coach.standards.levels import SafetyLevel
from wearable_coach.standards.table import table

_LIMIT_SAID = 0.5
_SHORT = ("very_short", "short")
_FINE = ("nobase", "elevated", "same")
"""States of resting heart rate whose texts tell very short from short sleep."""
_WITHHELD = {
    "stop_and_clearance": "rs.exertional",
    "clearance_before_any_exercise": "rs.clearance",
}
_ACTIVITY = {
    "sedentary": "low",
    "low_active": "low",
    "somewhat_active": "mid",
    "active": "high",
    "highly_active": "high",
}


def combined(ground: Ground) -> str:
    """Write the combined reading; at a safety level that needs help, that comes first."""
    parts = [ground.say(_recovery_slot(ground))]
    if ground.level < SafetyLevel.CONTACT and not ground.minor:
        parts.append(ground.say(_activity_slot(ground)))
    if ground.brief.facts.milewski_population_match:
        parts.append(ground.say("milewski"))
    if ground.brief.rng.random() < _LIMIT_SAID:
        parts.append(ground.say("limit"))
    return " ".join(parts)


def _recovery_slot(ground: Ground) -> str:
    """Choose what decides the day, else resting heart rate with sleep."""
    facts = ground.brief.facts
    if ground.level >= SafetyLevel.CONTACT:
        return "urgent.3"
    if facts.screening in _WITHHELD:
        return _WITHHELD[facts.screening]
    deciding = (
        (ground.minor, "rs.minor"),
        (ground.ill, "rs.ill_up" if facts.rhr_delta_flag == "elevated" else "rs.ill"),
        ("hr_below_rhr" in ground.odd, "rs.odd"),
        (facts.spo2_flag == "borderline", "rs.oxygen"),
        (facts.rhr_flag is None and facts.sleep_flag is None, "rs.norhr_none"),
    )
    first = next((slot for decides, slot in deciding if decides), None)
    return first or f"rs.{_resting(ground)}_{_sleep_of(ground)}"


def _resting(ground: Ground) -> str:
    """Return what resting heart rate says, the first that applies."""
    facts = ground.brief.facts
    delta = facts.rhr_delta_bpm
    states = (
        (facts.rhr_flag is None, "norhr"),
        (facts.rhr_flag in ("high", "very_high"), "high"),
        (bool(ground.invalid), "invalid"),
        (delta is None, "nobase"),
        (facts.rhr_delta_flag in ("elevated", "mild"), facts.rhr_delta_flag),
        (delta is not None and delta <= -_mild_bpm(), "lower"),
    )
    return next((state for applies, state in states if applies), "same")


def _sleep_of(ground: Ground) -> str:
    """Return the sleep class as finely as there are texts for the state of resting heart rate."""
    state, sleep = _resting(ground), ground.brief.facts.sleep_flag
    if state in _FINE and sleep in _SHORT:
        return str(sleep)
    return "long" if state == "same" and sleep == "long" else _broad(sleep)


@cache
def _mild_bpm() -> int:
    """Return the least change that has a class of its own [beats/min]."""
    row = next(r for r in table("heart_rate")["delta"]["bands"] if r["class"] == "mild")
    least: int = row["from"]
    return least


def _broad(sleep: str | None) -> str:
    if sleep is None:
        return "nosleep"
    return "short" if sleep in _SHORT else "ok"


def _activity_slot(ground: Ground) -> str:
    facts = ground.brief.facts
    if facts.step_class is None or ground.steps_hold:
        return "act.none"
    if facts.max_intensity_allowed == "none":
        return "act.neutral"
    return f"act.{_ACTIVITY[facts.step_class]}_{_recovery(ground)}"


def _recovery(ground: Ground) -> str:
    """Return strained, good or plain (not known well enough to say, or between the two)."""
    facts = ground.brief.facts
    if facts.safety_level >= SafetyLevel.DEFER:
        return "strained"
    rested = facts.safety_level == SafetyLevel.PROCEED and facts.sleep_flag in (
        "recommended",
        "long",
    )
    known = facts.rhr_delta_flag == "none"
    sound = not ground.invalid and "hr_below_rhr" not in ground.odd
    return "good" if rested and known and sound else "plain"
