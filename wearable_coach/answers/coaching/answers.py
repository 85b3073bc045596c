"""Composing an everyday answer: opener, core, why, what to do, what else was told, the cap."""

from __future__ import annotations

from typing import NamedTuple

from wearable_coach.answers.brief import Case
from wearable_coach.answers.coaching.notes import notes
from wearable_coach.answers.coaching.topic import Topic, fresh, slot
from wearable_coach.rendering.phrases import Speaker

_SHARE = {"open": 0.75, "why": 0.6, "do": 0.75, "close": 0.5, "again": 0.4}
_SHORTEST = 60
"""An answer shorter than this gets a closing line [characters]."""
_DEFER_LEVEL = 2


_ADVICE_TO_MOVE = frozenset({"do.move", "do.train", "do.effort", "do.mind"})


def _barred(case: Case) -> bool:
    return case.facts.max_intensity_allowed == "none"


class Part(NamedTuple):
    """One answer to write."""

    case: Case
    topic: Topic
    speaker: Speaker
    first: bool


def cap_line(case: Case, speaker: Speaker) -> str:
    """Say what today's safety and screening allow; nothing when they ask for no restraint."""
    facts = case.facts
    out = ""
    for reason in facts.safety_reasons:
        name = f"cap{facts.safety_level}.{reason}"
        if speaker.has(name):
            out = fresh(speaker, name)
            break
    if facts.max_intensity_allowed == "none":
        stopped = "exert.core" if facts.screening == "stop_and_clearance" else "clear.core"
        out = f"{out} {fresh(speaker, stopped)}".strip()
    return out


def answer(part: Part) -> str:
    """Return one answer to a topic's question."""
    case, topic, speaker = part.case, part.topic, part.speaker
    draw, level = speaker.rng.random, case.facts.safety_level
    variant = topic.variant(case)
    out: list[str] = []
    if part.first and draw() < _SHARE["open"]:
        out.append(speaker.say(f"open.{topic.mood}"))
    out.append(speaker.say(slot(topic.name, "core", variant) or ""))
    must = slot(topic.name, "must", variant)
    if must:
        out.append(speaker.say(must))
    out += _grounds(part, variant)
    if part.first:
        out += notes(case, topic, speaker)
    restraint = part.first or topic.moves or draw() < _SHARE["again"]
    if topic.restrains and set(case.facts.safety_reasons) <= topic.restrains:
        restraint = False
    line = cap_line(case, speaker) if restraint else ""
    if line:
        out.append(line)
    if draw() < _SHARE["close"] or sum(map(len, out)) < _SHORTEST:
        resting = level >= _DEFER_LEVEL or _barred(case)
        out.append(fresh(speaker, "close.rest" if resting else "close.any"))
    return " ".join(out)


def _grounds(part: Part, variant: str) -> list[str]:
    """Say why and what to do, at least one of the two."""
    case, topic, speaker = part.case, part.topic, part.speaker
    why = slot(topic.name, "why", variant)
    do = slot(topic.name, "do", variant, topic.group)
    if do in _ADVICE_TO_MOVE and (case.facts.safety_level >= _DEFER_LEVEL or _barred(case)):
        do = None
    says_why = why is not None and speaker.rng.random() < _SHARE["why"]
    says_do = do is not None and (not says_why or speaker.rng.random() < _SHARE["do"])
    if why is not None and not says_do:
        says_why = True
    out = [fresh(speaker, why)] if why is not None and says_why else []
    return [*out, fresh(speaker, do)] if do is not None and says_do else out
