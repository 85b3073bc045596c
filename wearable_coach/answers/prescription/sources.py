"""The last section: which source stands for what, only those that the answer used."""

from __future__ import annotations

from wearable_coach.answers.brief import Brief
from wearable_coach.answers.cited import cited_lines
from wearable_coach.answers.prescription.ruling import Ruling
from wearable_coach.rendering.phrases import Speaker
from wearable_coach.standards.labels import class_labels
from wearable_coach.standards.levels import SafetyLevel
from wearable_coach.standards.table import table

_OF_READINGS = (("ksso_2022", "BMI", "bmi"), ("tudor_locke_2004", "걸음수", "steps"))
"""Source, the reading that it classes as a line names it, and as a field."""


def prescribed_sources(
    brief: Brief, speak: Speaker, said: str, *, strength: bool, ruling: Ruling
) -> str:
    """Cite what a prescription used.

    Args:
        brief: The person and the day.
        speak: Says the subjects.
        said: The first section, in which readings are told.
        strength: Whether strength is prescribed.
        ruling: What the day allows; where it bids to hold back, that and not the screening decided.
    """
    used = {speak.say("cite.acsm_getp11"): ["acsm_getp11"]}
    if strength:
        used[speak.say("cite.acsm_2009")] = ["acsm_2009"]
    if brief.facts.hr is not None:
        hrmax = table("heart_rate")["hrmax"]
        formula = hrmax["formulas"][hrmax["selectable"][brief.hrmax_formula]]["source"]
        used[speak.say("cite.karvonen_1957")] = ["karvonen_1957", formula]
    used[speak.say("cite.who_2020")] = ["who_2020"]
    if ruling.may_start and ("선별" in said or _capped_by_screening(brief)):
        used[speak.say("cite.acsm_2015")] = ["acsm_2015"]
    if "평소(" in said:
        used[speak.say("cite.buchheit_2014")] = ["buchheit_2014"]
    if "'권장'" in said:
        used[speak.say("cite.nsf_2015")] = ["nsf_2015"]
    for source, name, field in _OF_READINGS:
        if _tells_class(brief, said, name, field):
            used[speak.say(f"cite.{source}")] = [source]
    if ruling.level > SafetyLevel.PROCEED:
        used[speak.say("cite.policy")] = ["policy"]
    return cited_lines(used)


def _capped_by_screening(brief: Brief) -> bool:
    """Say whether the screening set the cap, on a day that asks for nothing stricter."""
    facts = brief.facts
    known = table("safety")["conditions"]["known_disease"]
    found = facts.screening != "no_clearance" or any(c in known for c in brief.profile.conditions)
    return found and facts.safety_level == SafetyLevel.PROCEED


def _tells_class(brief: Brief, said: str, name: str, field: str) -> bool:
    """Say whether a line of some text tells the class of a reading, and not only that it is missing or doubtful."""
    actual = {"bmi": brief.facts.bmi_ksso, "steps": brief.facts.step_class}[field]
    label = class_labels(field).get(actual or "")
    return label is not None and any(name in line and label in line for line in said.split("\n"))


def withheld_sources(brief: Brief, speak: Speaker) -> str:
    """Cite what a withheld prescription used."""
    used = {}
    if brief.facts.screening in ("stop_and_clearance", "clearance_before_any_exercise"):
        used[speak.say("cite.acsm_2015")] = ["acsm_2015"]
    if "rhr_delta_ge_10" in brief.facts.safety_reasons:
        used[speak.say("cite.buchheit_2014")] = ["buchheit_2014"]
    if not used or brief.facts.safety_level > SafetyLevel.PROCEED:
        used[speak.say("cite.policy_withheld")] = ["policy"]
    return cited_lines(used)
