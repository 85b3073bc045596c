"""When nothing may be prescribed: who to turn to first, what to do now, when to begin again."""

from __future__ import annotations

from wearable_coach.answers.brief import Brief
from wearable_coach.answers.prescription.check import (
    conditions_named,
    known_diseases,
    missing_of,
    symptoms_among,
    told_reasons,
    warnings_of,
)
from wearable_coach.answers.prescription.considerations import at_rest
from wearable_coach.answers.prescription.sources import withheld_sources
from wearable_coach.rendering.labels import label
from wearable_coach.rendering.phrases import Speaker
from wearable_coach.standards.levels import SafetyLevel
from wearable_coach.standards.safety import is_minor

_FAST = frozenset({"rhr_gt_120", "hr_at_rest_ge_150", "hr_at_rest_gt_120"})
"""Reasons that palpitations or dizziness make an emergency of."""


_TELL = {"emergency": "told.emergency", "minor": "wh.condition.minor"}
"""Where whom to tell of a condition is not medical staff."""


def why_withheld(brief: Brief) -> str:
    """Return emergency, contact, minor, exertional or clearance: the first that applies.

    Source: STD-SAFE-001, STD-SCR-001.
    """
    if brief.facts.safety_level == SafetyLevel.EMERGENCY:
        return "emergency"
    if brief.facts.safety_level == SafetyLevel.CONTACT:
        return "contact"
    if is_minor(brief.profile):
        return "minor"
    return "exertional" if brief.facts.screening == "stop_and_clearance" else "clearance"


def withheld_sections(brief: Brief, speak: Speaker) -> list[str]:
    """Write the sections of an answer that prescribes no exercise at all."""
    why = why_withheld(brief)
    signs = "wh.signs.emergency" if why == "emergency" else "wh.signs.other"
    return [
        _check(brief, why, speak),
        _do(brief, why, speak),
        speak.say(f"wh.again.{why}"),
        speak.say(signs),
        withheld_sources(brief, speak),
    ]


def _check(brief: Brief, why: str, speak: Speaker) -> str:
    f, rng = brief.facts, brief.rng
    minor = is_minor(brief.profile)
    lines = [speak.say(f"wh.lead.{why}")]
    values = {
        "red_flags": symptoms_among(brief.profile.symptoms, "red_flags"),
        "ill": symptoms_among(brief.profile.symptoms, "illness"),
        "symptoms": symptoms_among(brief.profile.symptoms, "with_high_rhr"),
    }
    bullets = [speak.say(f"wh.reason.{r}", **values) for r in told_reasons(f.safety_reasons)]
    if values["symptoms"] and not _FAST.isdisjoint(f.safety_reasons):
        bullets.append(speak.say("wh.reason.rhr_symptom"))
    if why == "exertional" or "exertional_symptom" in brief.profile.symptoms:
        bullets.append(speak.say("wh.reason.exertional"))
    if why == "clearance":
        known = known_diseases(brief.profile.conditions)
        is_unknown = brief.profile.regularly_active is None
        slot = "wh.reason.known_unknown" if is_unknown else "wh.reason.known_inactive"
        bullets.append(speak.say(slot, known=known))
    if minor:
        bullets.append(speak.say("wh.reason.minor"))
    bullets += warnings_of(brief, speak) if why != "emergency" else []
    missing = missing_of(brief) if why in ("contact", "clearance", "exertional") else ""
    if missing:
        bullets.append(speak.say("wh.more_missing", missing=missing))
    lines += [f"- {b}" for b in bullets] if rng.random() < 0.7 else bullets  # noqa: PLR2004 - most write a list
    if brief.profile.conditions:
        told = conditions_named(brief.profile.conditions)
        lines.append(speak.say(_TELL.get(why, "wh.condition"), told=told))
        if why != "emergency":
            lines += at_rest(brief, speak)
    lines.append(speak.say("wh.screen"))
    return "\n".join(lines)


def _do(brief: Brief, why: str, speak: Speaker) -> str:
    lines = [speak.say(f"wh.do.{why}")]
    if is_minor(brief.profile) and why in ("emergency", "contact"):
        lines.append(speak.say("wh.do.minor_medical"))
    elif why != "emergency" and brief.rng.random() < 0.5:  # noqa: PLR2004 - half add it
        goal = brief.profile.goal
        if goal is not None and brief.rng.random() < 0.6:  # noqa: PLR2004 - mostly the goal
            lines.append(speak.say("wh.goal", goal_ko=label("goal", goal)))
        elif why != "clearance":
            lines.append(speak.say("wh.do.rest"))
    return "\n".join(lines)
