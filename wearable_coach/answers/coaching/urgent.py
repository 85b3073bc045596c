"""Conversations in which safety speaks first: emergencies, medical contact, minors, clearance."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from wearable_coach.answers.brief import Brief
from wearable_coach.answers.coaching.notes import notes
from wearable_coach.answers.coaching.topic import Topic, fresh
from wearable_coach.answers.coaching.words import choose
from wearable_coach.answers.emergencies import emergency_kind
from wearable_coach.rendering.phrases import Speaker
from wearable_coach.standards.levels import SafetyLevel
from wearable_coach.standards.safety import has_red_flag, is_ill, is_minor
from wearable_coach.standards.table import table

_SHARE = {"own_answer": 0.6, "why": 0.7, "extra": 0.5, "other_topic": 0.35}

_CLEARANCE = Topic("clear", "train", "learn", None)


class Exchange(NamedTuple):
    """A question, its answer, and how a second turn is made."""

    name: str
    question: str
    answer: str
    again: Callable[[], tuple[str, str]]


def urgent(brief: Brief, speaker: Speaker) -> Exchange | None:
    """Return what safety makes of a case; None when an everyday topic may answer."""
    level = brief.facts.safety_level
    if level == SafetyLevel.EMERGENCY:
        return _emergency(brief, speaker)
    if level == SafetyLevel.CONTACT:
        return _contact(brief, speaker)
    if is_minor(brief.profile):
        return _minor(brief, speaker)
    if (
        brief.facts.max_intensity_allowed == "none"
        and speaker.rng.random() >= _SHARE["other_topic"]
    ):
        return clearance(brief, speaker, replies=True)
    return None


def _said(speaker: Speaker, *slots: str) -> str:
    return " ".join(filter(None, (fresh(speaker, name) for name in slots)))


def _emergency(brief: Brief, speaker: Speaker) -> Exchange:
    rng = speaker.rng
    intent = choose(rng, ("train", "wait", "diag", "drug"))
    question = speaker.say(f"em.q.{intent}")
    parts = ["em.first", emergency_reason(brief)]
    if rng.random() < _SHARE["own_answer"]:
        parts.append(f"em.ask.{intent}")
    parts += [f"e4.do.{emergency_kind(brief)}", "em.while"]

    def again() -> tuple[str, str]:
        about = choose(rng, ("better", "burden", "family", "drive"))
        asked = speaker.say(f"em.next.{about}.q")
        said = (f"em.next.{about}.core", f"em.next.{about}.why", "em.while")
        return asked, _said(speaker, *said)

    return Exchange(f"em.{intent}", question, _said(speaker, *parts), again)


def emergency_reason(brief: Brief) -> str:
    """Return the slot that says why this is an emergency."""
    if has_red_flag(brief.profile):
        return "em.why.symptom"
    if brief.facts.spo2_flag == "critical":
        return "em.why.spo2"
    return "em.why.rhr" if "rhr_gt_120" in brief.facts.safety_reasons else "em.why.hr_at_rest"


def _contact(brief: Brief, speaker: Speaker) -> Exchange:
    rng = speaker.rng
    intent = choose(rng, ("train", "wait", "diag", "device"))
    question = speaker.say(f"l3.q.{intent}")
    parts = ["l3.first", contact_reason(brief)]
    if rng.random() < _SHARE["own_answer"]:
        parts.append(f"l3.ask.{intent}")
    parts.append("l3.no")
    if rng.random() < _SHARE["why"]:
        parts.append("l3.how")
    if is_minor(brief.profile):
        parts.append("minor.do")
    watched = watch(brief)
    parts.append(watched)

    def again() -> tuple[str, str]:
        about = choose(rng, ("walk", "today", "say", "closed"))
        asked = speaker.say(f"l3.next.{about}.q")
        return asked, _said(speaker, f"l3.next.{about}.core", "l3.next.do", watched)

    return Exchange(f"l3.{intent}", question, _said(speaker, *parts), again)


def contact_reason(brief: Brief) -> str:
    """Return the slot that says why medical contact comes first."""
    cut = table("safety")["triggers"]
    for reason in brief.facts.safety_reasons:
        if reason == "spo2_91_92":
            return "l3.why.spo2_ill" if is_ill(brief.profile) else "l3.why.spo2"
        if reason == "spo2_lt_94_while_ill":
            return "l3.why.spo2_ill"
        if reason == "rhr_gt_120":
            return "l3.why.rhr_high"
        if reason == "low_rhr_with_dizziness":
            return "l3.why.rhr_dizzy"
        if reason == "hr_at_rest_ge_150":
            return "l3.why.hr_at_rest"
    rhr = brief.vitals.resting_heart_rate
    assert rhr is not None and rhr < cut["rhr_very_low_below_bpm"]  # noqa: S101, PT018 - the last trigger
    return "l3.why.rhr_low"


def watch(brief: Brief) -> str:
    """Return the slot of the signs that turn a day's medical contact into an emergency: by what set it off."""
    reasons = brief.facts.safety_reasons
    if any(r.startswith("spo2") for r in reasons):
        return "l3.watch.oxygen"
    if "rhr_gt_120" in reasons or "hr_at_rest_ge_150" in reasons:
        return "l3.watch.fast"
    return "l3.watch.slow"


def _minor(brief: Brief, speaker: Speaker) -> Exchange:
    study = brief.facts.milewski_population_match
    rng = speaker.rng
    if study and rng.random() < _SHARE["own_answer"]:
        question = speaker.say("milewski_teen.q")
        parts = ["milewski_teen.core", "milewski_teen.why", "milewski_teen.do", "minor.heart"]
    else:
        question = speaker.say("minor.q")
        parts = ["minor.first", "minor.do", "minor.heart"]
        if rng.random() < _SHARE["why"]:
            parts.append("minor.pain")
    text = _said(speaker, *parts)
    if brief.facts.safety_level == SafetyLevel.DEFER:
        text = f"{text} {deferral(brief, speaker)}"

    def again() -> tuple[str, str]:
        about = choose(rng, ("who", "why", "play"))
        asked = speaker.say(f"minor.next.{about}.q")
        return asked, _said(speaker, f"minor.next.{about}.core", "minor.after")

    return Exchange("minor", question, text, again)


def deferral(brief: Brief, speaker: Speaker) -> str:
    """Say why exercise is put off today."""
    names = (f"cap2.{reason}" for reason in brief.facts.safety_reasons)
    return next((speaker.say(name) for name in names if speaker.has(name)), "")


def clearance(brief: Brief, speaker: Speaker, *, replies: bool = False) -> Exchange:
    """Return the exchange of a person who sees a doctor before any exercise.

    Args:
        brief: The person and day.
        speaker: The conversation's voice.
        replies: Whether the answer says no to its own question; who asked in other words hears what comes first alone.
    """
    kind = "exert" if brief.facts.screening == "stop_and_clearance" else "clear"
    rng = speaker.rng
    core = f"{kind}.core"
    if kind == "clear" and brief.profile.regularly_active is None:
        core = "clear.unknown"
    asks = choose(rng, ("may", "may", "cause")) if kind == "exert" else ""
    parts = [core, "exert.when"] if asks else [core]
    if asks and replies:
        parts.insert(0, f"exert.own.{asks}")
    if not asks and rng.random() < _SHARE["why"]:
        parts.append("clear.why")
    if not asks:
        parts.append("clear.do")
    if not asks and rng.random() < _SHARE["extra"]:
        parts.insert(0, "open.learn")
    question = speaker.say(f"exert.q.{asks}" if asks else "clear.q")
    noted = notes(brief, _CLEARANCE, speaker)[:1]  # a reading that was told is not passed over
    text = " ".join([_said(speaker, *parts), *noted])
    if brief.facts.safety_level == SafetyLevel.DEFER:
        text = f"{text} {deferral(brief, speaker)}"

    def again() -> tuple[str, str]:
        about = choose(rng, ("ask", "before", "after"))
        asked = speaker.say(f"none.next.{about}.q")
        after = ("exert.when",) if asks else (core, "none.next.do")
        return asked, _said(speaker, f"none.next.{about}.core", *after)

    return Exchange(kind, question, text.strip(), again)
