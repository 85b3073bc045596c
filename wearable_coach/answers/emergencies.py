"""What every kind of answer says at an emergency beside its first act: what to do meanwhile, and whom to call."""

from __future__ import annotations

from collections.abc import Mapping

from wearable_coach.answers.brief import Brief
from wearable_coach.rendering.labels import condition_label
from wearable_coach.rendering.phrases import Speaker
from wearable_coach.standards.safety import is_minor

BOOK = "emergencies"
_BY_SYMPTOM: Mapping[str, str] = {
    "confusion": "consciousness",
    "one_sided_weakness": "stroke",
    "dyspnea_at_rest": "breathing",
    "chest_pain": "heart_attack",
    "cyanosis": "cyanosis",
}
"""Red flag → kind of ``tables/urgent_acts.yaml``, what endangers airway and brain before the rest."""
_BY_REASON: Mapping[str, str] = {
    "spo2_le_90": "oxygen",
    "rhr_gt_120": "heart_rhythm",
    "hr_at_rest_ge_150": "heart_rhythm",
    "hr_at_rest_gt_120": "heart_rhythm",
}
_AFTER_THE_REST: Mapping[str, str] = {"syncope": "fainting"}
"""Who lies with raised legs has fainted and nothing else: lying flat makes breathing harder."""
_ANY = "persistent_symptom"


def emergency_kind(brief: Brief) -> str:
    """Return the kind of emergency whose acts are said, the first that applies. Source: STD-URG-001."""
    told, fired = brief.profile.symptoms, brief.facts.safety_reasons
    kinds = [
        *(kind for symptom, kind in _BY_SYMPTOM.items() if symptom in told),
        *(kind for reason, kind in _BY_REASON.items() if reason in fired),
        *(kind for symptom, kind in _AFTER_THE_REST.items() if symptom in told),
    ]
    return kinds[0] if kinds else _ANY


def meanwhile(brief: Brief, speaker: Speaker) -> str:
    """Say what to do until help is there. Source: STD-URG-001; STD-SAFE-004 for the reading taken again."""
    return speaker.say(f"e4.do.{emergency_kind(brief)}")


def whom_to_call(brief: Brief, speaker: Speaker) -> str:
    """Say whom to call, and what of the person they have to know. Source: STD-SAFE-004, STD-COND-001."""
    said = [speaker.say("e4.call")]
    if brief.profile.conditions:
        told = ", ".join(condition_label(c) for c in brief.profile.conditions)
        said.append(speaker.say("told.emergency", told=told))
    if is_minor(brief.profile):
        said.append(speaker.say("e4.minor"))
    return " ".join(said)
