"""The section 종합 해석: resting heart rate, sleep and activity read together."""

from __future__ import annotations

from functools import cache

from wearable_coach.answers.interpretation.ground import Ground, joined
from wearable_coach.answers.interpretation.overall import felt, to_mind
from wearable_coach.answers.past import written
from wearable_coach.standards.fields import vital_rows
from wearable_coach.standards.levels import SafetyLevel
from wearable_coach.standards.past_days import is_similar, mean_of_days
from wearable_coach.standards.table import table

_LIMIT_SAID = 0.5
_MOST = 2
"""How many readings are named to who asks which to mind."""
_WAYS = {
    "resting_heart_rate": ("높아요", "낮아요"),
    "sleep_hr": ("길어요", "짧아요"),
    "steps": ("많아요", "적어요"),
}
"""How a reading is called that lies above its mean of the days before, and below."""
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
    parts = [*_which(ground), ground.say(_recovery_slot(ground))]
    if ground.level < SafetyLevel.CONTACT and not ground.minor:
        parts.append(ground.say(_activity_slot(ground)))
    if ground.brief.facts.milewski_population_match:
        parts.append(ground.say("milewski"))
    week = "" if ground.minor or ground.level >= SafetyLevel.CONTACT else _week(ground)
    if week:
        parts.append(week)  # what looks back on a week is no reading of one day alone
    elif ground.brief.rng.random() < _LIMIT_SAID and not ground.asks_brief:
        parts.append(ground.say("limit"))
    return " ".join(parts)


def _which(ground: Ground) -> list[str]:
    """Name the one or two readings to mind to who asks for them, or that there is none."""
    if not ground.asks_which or ground.minor or ground.level >= SafetyLevel.CONTACT:
        return []
    things = to_mind(ground)[:_MOST]
    if things:
        return [ground.say("which.some", things=joined(things))]
    may_move = ground.brief.facts.max_intensity_allowed != "none"
    return [ground.say("which.none")] if may_move and not ground.odd and not felt(ground) else []


def _week(ground: Ground) -> str:
    """Compare one reading with its mean of the days before; empty where none is known. Source: STD-PAST-001."""
    usable = [
        (mean, mean.difference)
        for mean in ground.brief.facts.week_means
        if mean.difference is not None and _holds(ground, mean.field)
    ]
    if not usable:
        return ""
    apart = [(m, off) for m, off in usable if not is_similar(m.field, off)]
    told = ground.brief.facts.rhr_delta_bpm is not None  # against the baseline, which says as much
    left = [one for one in apart or usable if not (told and one[0].field == "resting_heart_rate")]
    mean, off = (left or apart or usable)[0]
    values = {
        "name": vital_rows()[mean.field].words.short_ko,
        "days": mean_of_days(),
        "mean": written(mean.field, mean.mean),
    }
    if not apart:
        return ground.say("week.like", **values)
    way = _WAYS[mean.field][off < 0]
    return ground.say("week.apart", by=written(mean.field, abs(off)), way=way, **values)


def _holds(ground: Ground, field: str) -> bool:
    """Say whether a reading is one to compare: none that something else upsets."""
    if field == "resting_heart_rate":
        return not ground.invalid and "hr_below_rhr" not in ground.odd
    return field != "steps" or not ground.steps_hold


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
        (ground.slow_by_nature, "rs.very_low"),
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
    if facts.step_class is None and "dist" in ground.values and not ground.quiet:
        return "act.distance"
    if facts.step_class is None or ground.steps_hold:
        return "act.none"
    if facts.max_intensity_allowed == "none":
        return "act.neutral"
    activity = _ACTIVITY[facts.step_class]
    if activity == "high" and "postpartum" in ground.brief.profile.conditions:
        return "act.high_birth"
    if activity == "low" and ground.exercised:
        return "act.low_trained"
    return f"act.{activity}_{_recovery(ground)}"


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
