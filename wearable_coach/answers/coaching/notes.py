"""What an answer adds on readings and wishes that its topic leaves aside."""

from __future__ import annotations

from wearable_coach.answers.brief import Brief
from wearable_coach.answers.coaching.subjects.move import odd_kind
from wearable_coach.answers.coaching.topic import Topic, book, fresh
from wearable_coach.records import VITAL_FIELDS
from wearable_coach.rendering.labels import condition_label
from wearable_coach.rendering.phrases import Speaker

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
_BEFORE_ALL = "resting_heart_rate"
_NOTED = (*_WEIGHTIEST, *(n for n in VITAL_FIELDS if n not in {*_WEIGHTIEST, _BEFORE_ALL}))
"""Readings in the order of their weight; resting heart rate comes before all."""
_ON_WEIGHT = frozenset({"loss", "gain"})


def notes(brief: Brief, topic: Topic, speaker: Speaker) -> list[str]:
    """Say what else was told means, at most a few things.

    Readings that contradict each other are not explained; the contradiction is said instead.
    """
    wish = wishes(brief, speaker, topic.name)
    kind = odd_kind(brief)
    if kind:
        odd = [] if topic.name == "odd" else [speaker.say(f"odd.core.{kind}")]
        return [*odd, *wish]
    readings = brief.vitals.__dict__
    out: list[str] = []
    used = topic.uses if _speaks_of_readings(topic, speaker) else frozenset()
    if readings[_BEFORE_ALL] is not None and _BEFORE_ALL not in used:
        out.append(speaker.say(_resting(brief)))
    for name in _NOTED:
        if len(out) == _MOST:
            break
        if readings[name] is not None and name not in used:
            out.append(speaker.say(f"note.{name}"))
    return [*out, *wish]


def _speaks_of_readings(topic: Topic, speaker: Speaker) -> bool:
    """Say whether a sentence of the topic named a reading: a general one leaves what was told aside."""
    told = (label.rpartition(".") for label in speaker.said)
    asked = f"{topic.name}.q"
    return any(
        "{{" in book().slots[name][int(way)]
        for name, _, way in told
        if name.startswith(f"{topic.name}.") and not name.startswith(asked)
    )


def wishes(brief: Brief, speaker: Speaker, about: str = "") -> list[str]:
    """Answer a wish that today, the person or the body does not allow, unless the topic is about it."""
    p, facts = brief.profile, brief.facts
    out = []
    losing = p.goal == "weight_loss" and facts.bmi_ksso == "underweight"
    if losing and about not in _ON_WEIGHT:
        out.append(speaker.say("note.loss_underweight"))
    capped = facts.max_intensity_allowed == "moderate"
    if p.desired_intensity == "vigorous" and capped and about != "interval":
        out.append(speaker.say("note.vigorous"))
    return out


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


def noted_one(brief: Brief, name: str, speaker: Speaker) -> str:
    """Say what one reading means that was told."""
    return fresh(speaker, _resting(brief) if name == _BEFORE_ALL else f"note.{name}")


def _resting(brief: Brief) -> str:
    """Return the slot that tells a resting heart rate: by one's own, as a low one of an athlete, or by its class."""
    if brief.facts.rhr_delta_bpm is not None:
        return "note.rhr_base"
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
    return [
        *out,
        *(fresh(speaker, f"note.{name}") for name in _NOTED if readings[name] is not None),
    ]
