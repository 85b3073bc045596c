"""When nothing may be prescribed: who to turn to first, what to do now, when to begin again."""

from __future__ import annotations

from wearable_coach.answers.brief import Brief
from wearable_coach.answers.emergencies import meanwhile, whom_to_call
from wearable_coach.answers.prescription.check import (
    CHANGED,
    conditions_named,
    known_diseases,
    loss_unfit,
    missing_of,
    symptoms_among,
    told_reasons,
    warnings_of,
)
from wearable_coach.answers.prescription.considerations import at_rest
from wearable_coach.answers.prescription.sources import withheld_sources
from wearable_coach.rendering.labels import condition_label, label
from wearable_coach.rendering.phrases import Speaker
from wearable_coach.standards.levels import SafetyLevel
from wearable_coach.standards.safety import FAST, is_minor

_OPERATION = condition_label("heart_transplant")
"""A condition that is no disease: one has not it, but had it."""
_SLOW = frozenset({"rhr_lt_40_not_trained", "low_rhr_with_dizziness", "rhr_lt_40_usual_for_person"})
_LOW_OXYGEN = frozenset({"spo2_91_92", "spo2_lt_94_while_ill"})
_SIGNS_BY_READING = {"fast": FAST, "slow": _SLOW, "oxygen": _LOW_OXYGEN}
"""Whose signs are told (``wh.signs.*``) → reasons of the day, the first that applies."""
_OWN_SIGNS = {
    "exertional_symptom": "exertional",
    "heart_transplant": "heart_transplant",
    "atrial_fibrillation": "atrial_fibrillation",
}
"""Symptom or condition → whose signs are told (``wh.signs.*``), the first that applies."""


def why_withheld(brief: Brief) -> str:
    """Return contact, minor, exertional or clearance: the first that applies.

    Source: STD-SAFE-001, STD-SCR-001.
    """
    if brief.facts.safety_level == SafetyLevel.CONTACT:
        return "contact"
    if is_minor(brief.profile):
        return "minor"
    return "exertional" if brief.facts.screening == "stop_and_clearance" else "clearance"


def emergency_sections(brief: Brief, speak: Speaker) -> list[str]:
    """Write the act of an emergency with its ground, what to do meanwhile, and whom to call."""
    reason = next(r for r in brief.facts.safety_reasons if f"wh.reason.{r}" in speak.book.slots)
    grounds = [speak.say(f"wh.reason.{reason}", **_symptoms(brief))]
    if reason in FAST:
        grounds.append(speak.say("wh.reason.rhr_symptom"))
    act = " ".join([speak.say("wh.lead.emergency"), *grounds])
    return [act, meanwhile(brief, speak), whom_to_call(brief, speak)]


def _signs(brief: Brief) -> str:
    """Return whose signs of an emergency are told: those of what was felt, of a condition, of a reading, or of anybody."""
    told = (*brief.profile.symptoms, *brief.profile.conditions)
    fired = brief.facts.safety_reasons
    own = [whose for name, whose in _OWN_SIGNS.items() if name in told]
    own += [whose for whose, of in _SIGNS_BY_READING.items() if not of.isdisjoint(fired)]
    return own[0] if own else "other"


def _again(brief: Brief, why: str, speak: Speaker) -> str:
    """Say what has to be before exercise; to who is young and well also that school's and play's go on."""
    said = speak.say(f"wh.again.{why}")
    well = brief.facts.safety_level == SafetyLevel.PROCEED and not brief.profile.conditions
    goes_on = why == "minor" and well and not brief.profile.symptoms
    return f"{said} {speak.say('wh.minor.go')}" if goes_on else said


def _symptoms(brief: Brief) -> dict[str, str]:
    """Return the symptoms that were told, by the group that decides."""
    told = brief.profile.symptoms
    return {
        "red_flags": symptoms_among(told, "red_flags"),
        "ill": symptoms_among(told, "illness"),
        "symptoms": symptoms_among(told, "with_high_rhr"),
    }


def withheld_sections(brief: Brief, speak: Speaker) -> list[str]:
    """Write the sections of an answer that prescribes no exercise at all."""
    why = why_withheld(brief)
    return [
        _check(brief, why, speak),
        _do(brief, why, speak),
        _again(brief, why, speak),
        speak.say(f"wh.signs.{_signs(brief)}"),
        withheld_sources(brief, speak),
    ]


def _check(brief: Brief, why: str, speak: Speaker) -> str:
    f, rng = brief.facts, brief.rng
    minor = is_minor(brief.profile)
    lines = [speak.say(f"wh.lead.{why}")]
    values = _symptoms(brief)
    bullets = []
    if why == "exertional" or "exertional_symptom" in brief.profile.symptoms:
        bullets.append(speak.say("wh.reason.exertional"))
    if why == "clearance":
        known = known_diseases(brief.profile.conditions)
        is_unknown = brief.profile.regularly_active is None
        slot = "wh.reason.known_unknown" if is_unknown else "wh.reason.known_inactive"
        bullets.append(speak.say(slot, known=known.replace(_OPERATION, f"{_OPERATION} 병력")))
    bullets += [speak.say(f"wh.reason.{s}", **values) for s in _reason_slots(f.safety_reasons)]
    if values["symptoms"] and not FAST.isdisjoint(f.safety_reasons):
        bullets.append(speak.say("wh.reason.rhr_symptom"))
    if minor:
        bullets.append(speak.say("wh.reason.minor"))
    bullets += warnings_of(brief, speak)
    missing = missing_of(brief) if why in ("contact", "clearance", "exertional") else ""
    if missing:
        bullets.append(speak.say("wh.more_missing", missing=missing))
    lines += [f"- {b}" for b in bullets] if rng.random() < 0.7 else bullets  # noqa: PLR2004 - most write a list
    if brief.profile.conditions:
        told = conditions_named(brief.profile.conditions)
        slot = "wh.condition.minor" if why == "minor" else "wh.condition"
        if why != "clearance" or told != known_diseases(brief.profile.conditions):
            lines.append(speak.say(slot, told=told))  # who treats a disease knows of it
        lines += at_rest(brief, speak)
    lines.append(speak.say("wh.screen"))
    return "\n".join(lines)


def _reason_slots(reasons: tuple[str, ...]) -> list[str]:
    """Return the slots of the reasons; a change of the resting rate does not tell once more what it is today."""
    told = told_reasons(reasons)
    rate_told = any(r.startswith("rhr_") and r not in CHANGED for r in told)
    return ["rhr_delta.again" if rate_told and r in CHANGED else r for r in told]


def _do(brief: Brief, why: str, speak: Speaker) -> str:
    lines = [speak.say(f"wh.do.{why}")]
    if is_minor(brief.profile) and why == "contact":
        lines.append(speak.say("wh.do.minor_medical"))
    elif why != "minor" and brief.rng.random() < 0.5:  # noqa: PLR2004 - half add it
        goal = brief.profile.goal
        if goal is not None and loss_unfit(brief) is None and brief.rng.random() < 0.6:  # noqa: PLR2004 - mostly the goal
            lines.append(speak.say("wh.goal", goal_ko=label("goal", goal)))
        elif why != "clearance":
            lines.append(speak.say("wh.do.rest"))
    return "\n".join(lines)
