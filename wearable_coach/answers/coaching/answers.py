"""Composing an everyday answer: opener, core, why, what to do, what else was told, the cap."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from wearable_coach.answers.brief import Brief
from wearable_coach.answers.coaching.closing import closing_slot
from wearable_coach.answers.coaching.feelings import heard
from wearable_coach.answers.coaching.notes import (
    conditions_carried,
    conditions_noted,
    held_back,
    noted_all,
    notes,
    wishes,
)
from wearable_coach.answers.coaching.topic import Topic, fresh, slot
from wearable_coach.rendering.phrases import Speaker
from wearable_coach.standards.levels import SafetyLevel, cap_of

_SHARE = {"open": 0.75, "why": 0.8, "do": 0.9, "close": 0.5, "again": 0.4}
_SHORTEST = 60
"""An answer shorter than this gets a closing line [characters]."""


_OF_READINGS = frozenset({"heart", "sleep"})
"""Groups of topics whose general words and habits would soften what a day of rest asks for."""
LOOK = "day_report"
"""The topic that says of every reading what it means."""
_OF_NUMBERS = frozenset({"body", "heart", "move", "oxygen", "sleep"})
"""Moods whose openers take a number for told."""
_AT_A_SIGN = "rhr_mine.must.very_low"
"""What who has a very low rate does at a sign."""
_WATCHED = ("chest_cough", "vomiting", "diarrhea", "fever")
"""Symptoms of an illness that have signs of their own to watch for, the weightiest first."""
ALLOWS = frozenset({"today"})
"""Topics whose answers say yes to what was asked: of running no yes is said to who may not run."""
BY_CLASS = "rhr_mine"
"""The topic that reads a resting heart rate by its class; a marked change from the own one is said beside it."""
_NOT_TOLD = "sleep_stage"
"""The topic that says that the records do not tell: nothing praises the question before."""
_ADVICE_TO_MOVE = frozenset({"do.move", "do.train", "do.effort", "do.mind"})


def is_resting(brief: Brief) -> bool:
    """Say whether the day is one of rest, or of light movement at most."""
    facts = brief.facts
    is_low = cap_of(facts.max_intensity_allowed) <= cap_of("light")
    return facts.safety_level >= SafetyLevel.DEFER or is_low


def _reads_very_low(topic: Topic, brief: Brief) -> bool:
    """Say whether a topic speaks of a very low resting heart rate that no own one stands beside."""
    is_lone = brief.facts.rhr_flag == "very_low" and brief.profile.baseline_rhr is None
    return is_lone and "resting_heart_rate" in topic.uses


def is_deferred(brief: Brief) -> bool:
    """Say whether the day's signs ask for rest and another measurement, or for more."""
    return brief.facts.safety_level >= SafetyLevel.DEFER


class Part(NamedTuple):
    """One answer to write."""

    brief: Brief
    topic: Topic
    speaker: Speaker
    first: bool
    asked: str = ""
    """The user's own words: a feeling in them is heard first."""


def cap_line(brief: Brief, speaker: Speaker) -> str:
    """Say what today's safety and screening allow; nothing when they ask for no restraint."""
    facts = brief.facts
    out = ""
    is_light = facts.max_intensity_allowed == "light"
    lowered = (
        is_light and facts.safety_level < SafetyLevel.DEFER
    )  # by more than the day's signs say
    for reason in () if lowered else facts.safety_reasons:
        name = f"cap{facts.safety_level}.{reason}"
        if speaker.has(name):
            out = fresh(speaker, name)
            break
    if not out and is_light:
        out = fresh(speaker, "cap0.light")
    if facts.max_intensity_allowed == "none":
        unknown = brief.profile.regularly_active is None
        asked = "clear.unknown" if unknown else "clear.core"
        stopped = "exert.core" if facts.screening == "stop_and_clearance" else asked
        out = f"{out} {fresh(speaker, stopped)}".strip()
    return out


def answer(part: Part) -> str:
    """Return one answer to a topic's question."""
    brief, topic, speaker = part.brief, part.topic, part.speaker
    draw = speaker.rng.random
    variant = topic.variant(brief)
    out: list[str] = []
    manner = brief.manner
    opens = part.first and draw() < _SHARE["open"] and manner.opens and topic.name != _NOT_TOLD
    if felt := heard(part.asked, speaker):
        out.append(felt)
    elif opens:
        out.append(speaker.say(f"open.{_mood(part)}"))
    out += _asked(part, variant)
    answered = len(out)
    if manner.length == "normal":
        out += _grounds(part, variant, out)
    out += _told(part, " ".join(out))
    of_readings = topic.group in _OF_READINGS and is_deferred(brief)
    restraint = part.first or topic.moves or of_readings or draw() < _SHARE["again"]
    if topic.restrains and set(brief.facts.safety_reasons) <= topic.restrains:
        restraint = False
    line = cap_line(brief, speaker) if restraint else ""
    if line:  # what is urgent comes right after what was asked
        out.insert(answered if is_deferred(brief) else len(out), line)
    if part.first and brief.facts.screening == "stop_and_clearance":
        out.append(fresh(speaker, "exert.when"))
    closes = draw() < _SHARE["close"] or sum(map(len, out)) < _SHORTEST
    if closes and manner.closes:
        out.append(fresh(speaker, closing_slot(brief, moves=topic.moves)))
    return " ".join(out)


def _mood(part: Part) -> str:
    """Return the mood of the opener: of numbers only where the topic speaks of one that was told."""
    topic, readings = part.topic, part.brief.vitals.__dict__
    is_told = any(readings[name] is not None for name in topic.uses)
    return "learn" if topic.mood in _OF_NUMBERS and not is_told else topic.mood


def _asked(part: Part, variant: str) -> list[str]:
    """Say what was asked, and what must stand beside it."""
    brief, topic, speaker = part.brief, part.topic, part.speaker
    out = noted_all(brief, speaker) if topic.name == LOOK else []
    held = held_back(brief, speaker, part.asked) if topic.name in ALLOWS else ""
    out.append(held or speaker.say(slot(topic.name, "core", variant) or ""))
    if topic.name == BY_CLASS and brief.facts.rhr_delta_flag == "elevated":
        out.append(speaker.say("note.rhr_base"))
    must = slot(topic.name, "must", variant)
    if must:
        out.append(speaker.say(must))
    if topic.group == "ill":
        out += [fresh(speaker, name) for name in _watched(brief)]
    if must != _AT_A_SIGN and part.first and _reads_very_low(topic, brief):
        out.append(speaker.say(_AT_A_SIGN))
    return out


def _watched(brief: Brief) -> list[str]:
    """Return the slot that tells an ill person when to get help; the weightiest of what was told."""
    return [f"ill.watch.{name}" for name in _WATCHED if name in brief.profile.symptoms][:1]


def _told(part: Part, said: str) -> list[str]:
    """Say what else was told means, and what a condition asks for that `said` does not name."""
    brief, topic, speaker = part.brief, part.topic, part.speaker
    if not part.first and topic.moves:
        return conditions_carried(brief, speaker, said)
    if not (part.first and brief.manner.opens):
        return []
    out = wishes(brief, speaker) if topic.name == LOOK else notes(brief, topic, speaker)
    if brief.manner.length == "normal":
        out += conditions_noted(brief, speaker, said)
    return out


def _grounds(part: Part, variant: str, said: Sequence[str]) -> list[str]:
    """Say why and what to do, at least one of the two; nothing of a reading's moods on a day that its readings defer."""
    brief, topic, speaker = part.brief, part.topic, part.speaker
    if is_deferred(brief) and topic.group in _OF_READINGS:
        return []
    name = "today" if topic.name == LOOK else topic.name
    why = slot(name, "why", variant)
    do = slot(name, "do", variant, topic.group)
    if do in _ADVICE_TO_MOVE and is_resting(brief):
        do = None
    says_why = why is not None and speaker.rng.random() < _SHARE["why"]
    says_do = do is not None and (not says_why or speaker.rng.random() < _SHARE["do"])
    if why is not None and not says_do:
        says_why = True
    out = [fresh(speaker, why, said)] if why is not None and says_why else []
    return [*out, fresh(speaker, do, [*said, *out])] if do is not None and says_do else out
