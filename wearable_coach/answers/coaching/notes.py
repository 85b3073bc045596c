"""What an answer adds on readings and wishes that its topic leaves aside."""

from __future__ import annotations

import re

from wearable_coach.answers.brief import Brief
from wearable_coach.answers.coaching.own_words import asks_hard
from wearable_coach.answers.coaching.subjects.heart import taken
from wearable_coach.answers.coaching.subjects.move import odd_kind
from wearable_coach.answers.coaching.topic import Topic, book, fresh
from wearable_coach.records import VITAL_FIELDS
from wearable_coach.rendering.labels import condition_label
from wearable_coach.rendering.phrases import Speaker
from wearable_coach.standards.heart_rate import is_as_usual
from wearable_coach.standards.levels import SafetyLevel
from wearable_coach.standards.table import table
from wearable_coach.standards.topics import may_move, may_train_hard

_MOST = 2
_WEIGHTIEST = (
    "sleep_hr",
    "steps",
    "oxygen_saturation",
    "bmi",
    "weight",
    "distance_km",
    "active_calories",
    "heart_rate",
)
ASIDE = "everyday"
"""The name of a topic that speaks of no reading itself."""
_BEFORE_ALL = "resting_heart_rate"
_NOTED = (*_WEIGHTIEST, *(n for n in VITAL_FIELDS if n not in {*_WEIGHTIEST, _BEFORE_ALL}))
"""Readings in the order of their weight; resting heart rate comes before all."""
_OF_MOVING = {
    "cvd": "long_warm_up",
    "diabetes": "sugar",
    "renal": "tired_days",
    "beta_blocker": "stand_slowly",
    "pacemaker": "no_blows",
    "atrial_fibrillation": "uneven_pulse",
    "heart_transplant": "slow_heart",
    "pregnancy": "heat",
    "hypertension": "cool_down",
    "asthma": "inhaler",
    "anticoagulant": "falls",
    "postpartum": "check_up",
}
_OF_LIFTING = {
    "cvd": "no_held_breath",
    "hypertension": "no_held_breath",
    "renal": "access_arm",
    "pacemaker": "implant_arm",
    "pregnancy": "not_supine",
}
"""What a condition asks for first, of `considerations`, where somebody moves and where somebody lifts."""
_LIFTING = re.compile(r"근력|무게|덤벨|아령|스쿼트|푸시업|팔굽혀|플랭크|데드리프트|기구|헬스장")
_ON_WEIGHT = frozenset({"loss", "gain"})


def notes(brief: Brief, topic: Topic, speaker: Speaker) -> list[str]:
    """Say what else was told means, at most a few things, and answer a wish that today does not allow."""
    wish = wishes(brief, speaker, topic.name)
    return [*readings_noted(brief, topic, speaker), *wish]


def readings_noted(brief: Brief, topic: Topic, speaker: Speaker) -> list[str]:
    """Say what the readings mean that a topic leaves aside, at most a few.

    Those that contradict each other are not explained; the contradiction is said instead.
    """
    kind = odd_kind(brief)
    if kind:
        return [] if topic.name == "odd" else [speaker.say(f"odd.core.{kind}")]
    readings = brief.vitals.__dict__
    out: list[str] = []
    used = topic.uses if _speaks_of_readings(topic, speaker) else frozenset()
    worked = "" if "heart_rate" in used else _in_exercise(brief, speaker)
    if worked:
        out.append(worked)
    if readings[_BEFORE_ALL] is not None and _BEFORE_ALL not in used:
        out.append(speaker.say(_resting(brief)))
    for name in _NOTED:
        if len(out) == _MOST:
            break
        told_with_wish = name == "bmi" and _loses_too_much(brief) and topic.name not in _ON_WEIGHT
        told = readings[name] is not None and not (worked and name == "heart_rate")
        if told and name not in used and not told_with_wish:
            out.append(speaker.say(_bmi(brief, topic) if name == "bmi" else f"note.{name}"))
    return out


def _speaks_of_readings(topic: Topic, speaker: Speaker) -> bool:
    """Say whether a sentence of the topic named a reading: a general one leaves what was told aside."""
    told = (label.rpartition(".") for label in speaker.said)
    asked = f"{topic.name}.q"
    return any(
        "{{" in book().slots[name][int(way)]
        for name, _, way in told
        if name.startswith(f"{topic.name}.") and not name.startswith(asked)
    )


def _loses_too_much(brief: Brief) -> bool:
    """Say whether a person of low weight wants to lose some; the answer to that tells the class."""
    return brief.profile.goal == "weight_loss" and brief.facts.bmi_ksso == "underweight"


def wishes(brief: Brief, speaker: Speaker, about: str = "") -> list[str]:
    """Answer a wish that today, the person or the body does not allow, unless the topic is about it."""
    p, facts = brief.profile, brief.facts
    out = []
    if _loses_too_much(brief) and about not in _ON_WEIGHT:
        out.append(speaker.say("note.loss_underweight"))
    capped = facts.max_intensity_allowed == "moderate"
    if p.desired_intensity == "vigorous" and capped and about != "interval":
        why = why_not_vigorous(brief)
        out.append(speaker.say(f"note.vigorous.{why}" if why else "note.vigorous"))
    return out


def why_not_vigorous(brief: Brief) -> str:
    """Return why a person, and not the day, may not train hard yet; empty where the person may, or says it elsewhere."""
    p = brief.profile
    if {"pregnancy", "postpartum"} & set(p.conditions) or brief.facts.screening == "no_clearance":
        return "pressure" if "hypertension" in p.conditions else ""
    if brief.facts.screening.startswith("clearance"):
        return "care"
    if "hypertension" in p.conditions:
        return "pressure"
    return "unknown" if p.regularly_active is None else "screened"


def held_back(brief: Brief, speaker: Speaker, question: str) -> str:
    """Say that a person may walk briskly and no more, and why, where they ask of running; empty where they may, or rest."""
    p, facts = brief.profile, brief.facts
    if not asks_hard(question) or not may_move(facts) or may_train_hard(p, facts):
        return ""
    if "pregnancy" in p.conditions:
        return fresh(speaker, "hard.mother")
    known: list[str] = table("safety")["conditions"]["known_disease"]
    is_patient = not set(p.conditions).isdisjoint(known)
    return fresh(speaker, f"hard.{'care' if is_patient else why_not_vigorous(brief) or 'day'}")


def conditions_noted(brief: Brief, speaker: Speaker, said: str) -> list[str]:
    """Name the conditions that `said` does not, what they ask for and whom to ask. Source: STD-COND-001.

    Who is to ask a doctor before any exercise hears of it where that is said.
    """
    left = [c for c in brief.profile.conditions if condition_label(c) not in said]
    if not left or brief.facts.max_intensity_allowed == "none":
        return []
    speaker.know(told=", ".join(map(condition_label, left)))
    whom = f"ask.{left[0]}" if len(left) == 1 else "ask.several"
    return [*(fresh(speaker, f"rest.{name}") for name in left), fresh(speaker, whom)]


def conditions_carried(brief: Brief, speaker: Speaker, said: str) -> list[str]:
    """Say in a later turn about moving what a condition asks of it, and whom to ask; nothing where it was named.

    Args:
        brief: The person and day.
        speaker: The conversation's voice.
        said: What the turn says of moving; of lifting a condition asks other things than of walking.
    """
    left = [c for c in brief.profile.conditions if condition_label(c) not in said]
    if not left or brief.facts.max_intensity_allowed == "none":
        return []
    asks = _OF_MOVING | (_OF_LIFTING if _LIFTING.search(said) else {})
    speaker.know(told=", ".join(map(condition_label, left)))
    whom = f"ask.{left[0]}" if len(left) == 1 else "ask.several"
    bidden = [f"consider.{name}.{asks[name]}" for name in left][:_MOST]
    return [*(fresh(speaker, name) for name in bidden), fresh(speaker, whom)]


def noted_one(brief: Brief, name: str, speaker: Speaker) -> str:
    """Say what one reading means that was told."""
    return fresh(speaker, _resting(brief) if name == _BEFORE_ALL else f"note.{name}")


def _in_exercise(brief: Brief, speaker: Speaker) -> str:
    """Say how hard a heart rate taken in exercise was, and to go slower where it was too hard; empty where none is known."""
    how = taken(brief) if brief.vitals.heart_rate is not None else ""
    if how not in {"exercise", "exercise_over"}:
        return ""
    bidden = [fresh(speaker, f"hr_now.do.{how}")] if how == "exercise_over" else []
    read = (fresh(speaker, f"hr_now.{part}.{how}") for part in ("core", "must"))
    return " ".join([*read, *bidden])


def _bmi(brief: Brief, topic: Topic) -> str:
    """Return the slot that tells a body mass index: no name of obesity where nobody asked of the body."""
    if "obese" not in (brief.facts.bmi_ksso or ""):
        return "note.bmi"
    if topic.name == ASIDE and topic.group != "body":
        return "note.bmi.aside"
    return "note.bmi.athlete" if brief.profile.athlete else "note.bmi.meant"


def _resting(brief: Brief) -> str:
    """Return the slot that tells a resting heart rate: by one's own, as a low one of an athlete, or by its class.

    On a day that its signs defer a small change is not said to be a small one. A very low one with nothing to hold it against is told with what is to be done at a sign.
    """
    if brief.facts.rhr_delta_bpm is not None:
        is_told = brief.facts.rhr_delta_bpm and brief.facts.safety_level < SafetyLevel.DEFER
        change = brief.facts.rhr_delta_flag if is_told else ""
        if change == "none" and not is_as_usual(brief.facts.rhr_delta_bpm):
            low = brief.facts.rhr_flag == "very_low"
            return "note.rhr_very_low" if low else "note.rhr_base"
        return f"note.rhr_base.{change}" if change in {"none", "mild"} else "note.rhr_base"
    if brief.facts.rhr_flag == "very_low":
        return "note.rhr_very_low"
    low = brief.facts.rhr_flag == "low" and brief.profile.athlete
    return "note.rhr_athlete" if low else "note.rhr"


def noted_all(brief: Brief, speaker: Speaker) -> list[str]:
    """Say of every reading that was told what it means; where two contradict each other, that alone."""
    kind = odd_kind(brief)
    if kind:
        return [speaker.say(f"odd.core.{kind}")]
    readings = brief.vitals.__dict__
    out: list[str] = []
    if readings[_BEFORE_ALL] is not None:
        out.append(fresh(speaker, _resting(brief)))
    worked = _in_exercise(brief, speaker)
    told = (n for n in _NOTED if readings[n] is not None and not (worked and n == "heart_rate"))
    return [*out, *(fresh(speaker, f"note.{name}") for name in told), *filter(None, [worked])]
