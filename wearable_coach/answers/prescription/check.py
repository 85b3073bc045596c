"""What is checked before exercise, in plain words: safety level, screening, readings, what is missing."""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

from wearable_coach.answers.brief import Brief
from wearable_coach.answers.illness import care_of
from wearable_coach.answers.prescription.considerations import considered
from wearable_coach.answers.prescription.person import Limit, Trainee, intensity_row, older_from
from wearable_coach.answers.prescription.plan import pick
from wearable_coach.answers.prescription.ruling import Ruling
from wearable_coach.answers.prescription.wishes import Wishes
from wearable_coach.rendering import numbers_ko as ko
from wearable_coach.rendering.labels import condition_label, label, symptom_label
from wearable_coach.rendering.phrases import Speaker
from wearable_coach.standards.fields import contradictions_of, told_rows
from wearable_coach.standards.heart_rate import is_as_usual
from wearable_coach.standards.labels import class_labels
from wearable_coach.standards.levels import SafetyLevel
from wearable_coach.standards.numbers import bands
from wearable_coach.standards.table import table

_LEADS = {
    SafetyLevel.PROCEED: "check.go",
    SafetyLevel.REDUCE: "check.reduce",
    SafetyLevel.DEFER: "check.defer",
}
WARNINGS = {
    "hr_below_rhr": "warn.hr_below_rhr",
    "unusual:stride": "warn.movement",
    "distance_without_steps": "warn.movement",
    "unusual:kcal_per_kg_km": "warn.energy",
    "unusual:implied_height": "warn.height",
    "hr_far_above_hrmax": "warn.hr_far_above_hrmax",
}
DEFERRED_FAST = frozenset({"rhr_101_120", "hr_at_rest_gt_120"})
"""Fast hearts that defer exercise, and no more."""
CHANGED = frozenset({"rhr_delta_ge_10", "rhr_delta_ge_20"})
_GENTLE = frozenset({"flexibility", "stress_relief"})
"""Goals that a week of recovery serves too."""
_MUSCLE_MAY_BE = frozenset({"pre_obese", "obese_1"})
"""Classes of the BMI that an athlete's muscles may be enough for."""
_ILL = "fever_or_below_neck_illness"
_NOTHING_FOUND = frozenset({"no_clearance", "no_clearance_start_light_moderate"})
"""Decisions that are told as "nothing was found": not to one with a condition."""


def values_of(brief: Brief) -> dict[str, Any]:
    """Return the readings and labels that phrases name, as they are written."""
    p, v, f = brief.profile, brief.vitals, brief.facts
    delta = f.rhr_delta_bpm
    return {
        "rhr": v.resting_heart_rate,
        "base": p.baseline_rhr,
        "delta": delta,
        "below": None if delta is None else -delta,
        "hr": v.heart_rate,
        "sleep": None if v.sleep_hr is None else ko.hours_minutes(v.sleep_hr),
        "spo2": v.oxygen_saturation,
        "bmi": None if v.bmi is None else ko.bmi(v.bmi),
        "steps": None if v.steps is None else f"{v.steps:,}",
        "km": None if v.distance_km is None else ko.plain(v.distance_km),
        "kcal": None if v.active_calories is None else f"{v.active_calories:,}",
        "weight": None if v.weight is None else ko.plain(v.weight),
        "age": p.age,
        "systolic": table("told")["pressure_mm_hg"]["systolic_from"],
        "diastolic": table("told")["pressure_mm_hg"]["diastolic_from"],
        "sugar_again_min": table("told")["glucose_mg_dl"]["again_after_min"],
        "symptoms": _symptoms(p.symptoms),
        "recheck_min": pick(brief.rng, _recheck_min()),
        "spo2_critical": table("safety")["triggers"]["spo2_critical_max_pct"],
        "bmi_class": class_labels("bmi").get(f.bmi_ksso or ""),
        "rhr_class": bands("heart_rate", "resting").labels_ko[f.rhr_flag] if f.rhr_flag else None,
        "step_class": bands("activity", "steps").labels_ko[f.step_class] if f.step_class else None,
    }


@cache
def _recheck_min() -> tuple[int, ...]:
    low, high = table("dose")["doses"]["recheck_rest_min"]["range"]
    return (low, high)


@cache
def _symptoms(codes: tuple[str, ...]) -> str:
    return ", ".join(symptom_label(c) for c in codes)


@cache
def symptoms_among(codes: tuple[str, ...], group: str) -> str:
    """Return the labels of those symptoms that belong to a group of safety.yaml."""
    return _symptoms(tuple(c for c in codes if c in table("safety")["symptoms"][group]))


@cache
def conditions_named(conditions: tuple[str, ...]) -> str:
    """Return the labels of all conditions that were told."""
    return ", ".join(condition_label(c) for c in conditions)


@cache
def known_diseases(conditions: tuple[str, ...]) -> str:
    """Return the labels of the known diseases among conditions."""
    known = table("safety")["conditions"]["known_disease"]
    return ", ".join(condition_label(c) for c in conditions if c in known)


class CheckGround(NamedTuple):
    """What the first section of a plan rests on."""

    brief: Brief
    limit: Limit
    person: Trainee
    ruling: Ruling
    wishes: Wishes
    easy: str
    """What may be done on a day that is not as planned."""
    session: str = ""
    """The day's exercise, of who asks for today's on a day that is as planned."""
    strength: bool = True
    """Whether the plan has any, so that it may be said to."""
    runs: bool = False
    """Whether one runs in the plan."""


def check_section(check: CheckGround, speak: Speaker) -> str:
    """Write the outcome of the checks, what to do today, and what the plan rests on."""
    brief, rng = check.brief, check.brief.rng
    lead = _LEADS[check.ruling.level]
    if lead == "check.go" and _walked_enough(brief):
        lead = "check.walked"
    elif lead == "check.go" and brief.profile.conditions:
        lead = "check.go.patient"
    elif brief.facts.safety_reasons == (_ILL,):  # no reading puts it off
        lead = "check.defer.ill"
    told = conditions_named(brief.profile.conditions)
    lines = [speak.say(lead, told=told), *_today(check, speak, ill_told=lead == "check.defer.ill")]
    if check.wishes.worried and check.ruling.level == SafetyLevel.PROCEED:
        lines.append(_worry(check, speak))
    bullets = _reasons(brief, speak)
    bullets += [*_screening(check, speak), *_training(check, speak)]
    if brief.profile.age is None:
        bullets.append(speak.say("missing.age", older_from=older_from()))
    bullets += considered(brief, speak)
    bullets += _readings(check, speak)
    bullets += warnings_of(brief, speak)
    if brief.profile.symptoms and _ILL not in brief.facts.safety_reasons:
        bullets.append(speak.say("symptom.note"))
    if missing := missing_of(brief):
        bullets.append(speak.say("missing", missing=missing))
    bullets += _wishes(check, speak)
    if rng.random() < 0.75:  # noqa: PLR2004 - most write a list
        return "\n".join([*lines, *(f"- {b}" for b in bullets)])
    return "\n".join([" ".join(lines), *bullets])


def _worry(check: CheckGround, speak: Speaker) -> str:
    """Say to who fears to do too much by what that is known, and what they have to mind beside.

    What a condition asks for is said with it.
    """
    person = check.person
    if check.brief.profile.conditions:
        return speak.say("worry.sign")
    own = "worry.beginner" if person.beginner else "worry.other"
    if check.limit.intensity == "vigorous":
        own = "worry.vigorous"
    elif person.older:
        own = "worry.older"
    return f"{speak.say('worry.sign')} {speak.say(own)}"


def _reasons(brief: Brief, speak: Speaker) -> list[str]:
    """Say each reason; where the heart beats fast today, another day counts only after it has come down."""
    fired = brief.facts.safety_reasons
    fast = not DEFERRED_FAST.isdisjoint(fired)
    said = []
    for reason in told_reasons(fired):
        slot = "rhr_delta.high" if fast and reason in CHANGED else reason
        said.append(speak.say(f"check.reason.{slot}"))
        if reason in CHANGED and not fast and brief.facts.safety_level == SafetyLevel.DEFER:
            said.append(speak.say("check.recheck"))
    return said


def told_reasons(reasons: tuple[str, ...]) -> list[str]:
    """Return the safety reasons that are told: a change of 20 bpm is not told once more as one of 10."""
    marked = "rhr_delta_ge_20" in reasons
    return [r for r in reasons if not (marked and r == "rhr_delta_ge_10")]


def _today(check: CheckGround, speak: Speaker, *, ill_told: bool) -> list[str]:
    """Say what to do today; `ill_told`: that one who is ill rests has been said."""
    brief, level = check.brief, check.ruling.level
    if level == SafetyLevel.PROCEED:
        named = check.session and not _walked_enough(brief)
        return [speak.say(_today_slot(check), session=check.session)] if named else []
    if _ILL in brief.facts.safety_reasons:
        rest = [] if ill_told else [speak.say("check.today.ill")]
        return [*rest, *_ill_care(brief, speak)]
    fast = not DEFERRED_FAST.isdisjoint(brief.facts.safety_reasons)
    slot = "check.today.defer.fast" if fast else "check.today.defer"
    if level == SafetyLevel.REDUCE:
        slot = "check.walked" if _walked_enough(brief) else "check.today.reduce"
    return [speak.say(slot, easy=check.easy, today_min=check.ruling.today_min)]


def _today_slot(check: CheckGround) -> str:
    """Return what is first today: strength where the goal asks for it, or where enough has been walked for one day."""
    brief = check.brief
    if check.strength and brief.facts.step_class == "highly_active" and _steps_hold(brief):
        return "check.today.strength.walked"
    first = check.strength and goal_of(brief) in table("exercises")["strength_first"]
    return "check.today.strength" if first else "check.today.go"


def _walked_enough(brief: Brief) -> bool:
    """Say whether the day's exercise has been done on foot, by steps that nothing contradicts. Source: STD-PLAN-001 (policy)."""
    enough: int = table("dose")["plans"]["walked_enough_from_steps"]
    steps = brief.vitals.steps
    return steps is not None and steps >= enough and _steps_hold(brief)


def _steps_hold(brief: Brief) -> bool:
    return set(brief.facts.warnings).isdisjoint(contradictions_of("steps"))


def _ill_care(brief: Brief, speak: Speaker) -> list[str]:
    """Say what an illness asks for, and when it is one for a doctor."""
    care = care_of(brief.profile)
    return [speak.say(f"ill.{care}")] if care else []


def _screening(check: CheckGround, speak: Speaker) -> list[str]:
    """Say what the screening has decided; to an athlete who may go on, `_training` says it."""
    brief = check.brief
    known = known_diseases(brief.profile.conditions)
    decision = brief.facts.screening
    slot = "known_active" if known and decision == "no_clearance" else decision
    cap_ko = intensity_row(_screening_cap(brief))["level_ko"]
    told = conditions_named(brief.profile.conditions)
    if told and not known and decision in _NOTHING_FOUND:
        slot = "condition"
    held_back = check.ruling.level > SafetyLevel.PROCEED and decision == "no_clearance"
    if held_back or not check.ruling.may_start:  # nobody goes on as before on such a day
        slot = "recovering" if check.ruling.recovers else "deferred"
        slot += ".condition" if told else ""
    if slot == "no_clearance" and brief.profile.athlete:
        return []
    return [speak.say(f"screen.{slot}", cap_ko=cap_ko, known=known, told=told)]


def _training(check: CheckGround, speak: Speaker) -> list[str]:
    """Say to an athlete how the plan stands beside the training that they have."""
    profile = check.brief.profile
    if not profile.athlete:
        return []
    slot = {SafetyLevel.REDUCE: "less", SafetyLevel.DEFER: "rest"}.get(check.ruling.level, "go")
    if slot == "go" and profile.conditions and check.ruling.cap != "vigorous":
        slot = "ask"
    return [speak.say(f"athlete.{slot}")]


def _screening_cap(brief: Brief) -> str:
    """Return the cap to name: never above the day's."""
    cap = brief.facts.max_intensity_allowed
    return "moderate" if cap == "vigorous" else cap


def _readings(check: CheckGround, speak: Speaker) -> list[str]:
    """Say what bears on the plan, else one of the rest."""
    brief = check.brief
    f, v = brief.facts, brief.vitals
    must: list[str] = []
    may: list[str] = []
    unreliable = set(f.warnings)
    if v.resting_heart_rate is not None and not _said(f.safety_reasons, "rhr"):
        _resting(brief, must, may)
    if f.sleep_flag in ("short", "long"):
        rests = check.ruling.level == SafetyLevel.DEFER
        must.append(f"read.sleep.{f.sleep_flag}{'.rest' * rests}")
    elif f.sleep_flag == "recommended":
        may.append("read.sleep.recommended")
    if f.spo2_flag == "normal":
        may.append("read.spo2")
    if f.bmi_ksso is not None and "unusual:implied_height" not in unreliable:
        slight = f.bmi_ksso in ("normal", "pre_obese")
        thin = f.bmi_ksso == "underweight" and not check.strength
        trained = brief.profile.athlete and f.bmi_ksso in _MUSCLE_MAY_BE
        slot = "athlete" if trained else f"{f.bmi_ksso}{'.rest' * thin}"
        (may if slight else must).append(f"read.bmi.{slot}")
    if f.step_class is not None and _steps_hold(brief) and not _walked_enough(brief):
        may.append("read.steps")
    if may and not must and not f.safety_reasons:
        must.append(pick(brief.rng, may))
    return [speak.say(slot) for slot in must]


def _resting(brief: Brief, must: list[str], may: list[str]) -> None:
    f = brief.facts
    if f.rhr_flag == "very_low" or (f.rhr_flag == "low" and not brief.profile.regularly_active):
        must.append("read.rhr_low")
    elif f.rhr_delta_bpm is None:
        may.append("read.rhr_only")
    elif f.rhr_delta_flag == "mild":
        must.append("read.rhr_mild")
    else:
        lower = f.rhr_delta_bpm < 0 and not is_as_usual(f.rhr_delta_bpm)
        may.append("read.rhr_lower" if lower else "read.rhr_same")


def _said(reasons: tuple[str, ...], start: str) -> bool:
    return any(r.startswith(start) for r in reasons)


def warnings_of(brief: Brief, speak: Speaker) -> list[str]:
    """Say which readings contradict each other."""
    slots = dict.fromkeys(WARNINGS[w] for w in brief.facts.warnings if w in WARNINGS)
    return [speak.say(slot) for slot in slots]


def missing_of(brief: Brief) -> str:
    """Return the labels of the readings that were not told, and of the baseline; may be empty."""
    readings = brief.vitals.__dict__
    names = [field.label_ko for field in told_rows() if readings[field.name] is None]
    if brief.profile.baseline_rhr is None:
        names.append("평소 안정시 심박수")
    return ", ".join(names)


def _wishes(check: CheckGround, speak: Speaker) -> list[str]:
    limit, wishes = check.limit, check.wishes
    out = []
    if wishes.limit is not None:
        out.append(f"{speak.say(f'limit.{wishes.limit}')} {speak.say('limit.ask')}")
    if wishes.days is not None:
        slot = "days.shared" if check.ruling.intensities > 1 else "days.met"
        out.append(speak.say(slot, asked_days=wishes.days))
    if wishes.short:
        out.append(speak.say("short.met"))
    if limit.wish_refused and not _told_by_screening(check):
        out.append(speak.say(f"over.{limit.by if limit.by != 'wish' else 'start'}"))
    out.append(_goal(check, speak))
    return out


def _told_by_screening(check: CheckGround) -> bool:
    """Say whether the line on screening has said that nothing vigorous is given yet."""
    unknown = check.brief.facts.screening == "unknown_activity_status"
    return unknown and check.limit.by == "start" and check.ruling.may_start


def _goal(check: CheckGround, speak: Speaker) -> str:
    """Say how the plan keeps to the goal, or why it does not."""
    goal = check.brief.profile.goal
    unfit = loss_unfit(check.brief)
    slot = "goal.said"
    if goal is None:
        return speak.say("goal.none")
    if unfit is not None:
        slot = f"goal.{unfit}"
        if unfit == "thin" and not check.strength:
            slot = "goal.thin.rest"
    elif check.ruling.recovers:
        slot = "goal.gentle" if goal in _GENTLE else "goal.later"
        if goal == "health":
            slot = "goal.later.health"
    elif goal == "weight_loss" and check.brief.facts.bmi_ksso == "normal":
        slot = "goal.normal" if check.strength else "goal.normal.rest"
    said = speak.say(slot, goal_ko=label("goal", goal))
    if slot != "goal.said" or not check.wishes.running or check.runs:
        return said
    return f"{said} {speak.say(f'goal.running.{_why_no_running(check)}')}"


def _why_no_running(check: CheckGround) -> str:
    """Return why who wants to run is given something else: ask (a doctor), wish (for less), start or other."""
    patient = check.brief.profile.conditions and check.ruling.cap != "vigorous"
    if patient or check.limit.by in ("disease", "heart"):
        return "ask"
    if check.limit.intensity == "vigorous":
        return "other"
    return "wish" if check.limit.by == "wish" else "start"


def goal_of(brief: Brief) -> str | None:
    """Return the goal that a plan follows: strength for who is too thin to lose weight and wants to, health for who must not."""
    unfit = loss_unfit(brief)
    if unfit is None:
        return brief.profile.goal
    return "strength" if unfit in ("thin", "underweight") else None


def loss_unfit(brief: Brief) -> str | None:
    """Return why nobody is helped to lose weight who wants to: underweight, pregnancy, lean (an athlete) or thin.

    None where weight may be lost, or where nobody wants to. Source: STD-PLAN-001 (policy).
    """
    profile, bmi, bmi_class = brief.profile, brief.vitals.bmi, brief.facts.bmi_ksso
    if profile.goal != "weight_loss":
        return None
    if bmi_class == "underweight":
        return "underweight"
    if "pregnancy" in profile.conditions:
        return "pregnancy"
    if profile.athlete and bmi_class == "normal":
        return "lean"
    least: float = table("dose")["plans"]["least_bmi_to_lose_weight"]
    return "thin" if bmi is not None and bmi < least else None
