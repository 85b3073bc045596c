"""The rules' answer to a free question: safety first, then the topic it is about, else honesty."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import NamedTuple

from wearable_coach.answers.brief import Case
from wearable_coach.answers.coaching.answers import Part, answer, cap_line
from wearable_coach.answers.coaching.notes import notes
from wearable_coach.answers.coaching.topic import Topic, book, fresh, slot
from wearable_coach.answers.coaching.topics import TOPICS
from wearable_coach.answers.coaching.urgent import (
    clearance,
    contact_reason,
    deferral,
    emergency_reason,
)
from wearable_coach.answers.coaching.words import Words
from wearable_coach.rendering.josa import josa
from wearable_coach.rendering.labels import symptom_label
from wearable_coach.rendering.phrases import Speaker
from wearable_coach.serving.prompts import Asked, chat_day
from wearable_coach.serving.rules import RulesAnswer, texts, verified_answer
from wearable_coach.serving.subjects import Match, ranked
from wearable_coach.serving.symptoms import (
    is_crisis,
    is_other_emergency,
    is_supposed,
    mentions,
    pattern,
    squeezed,
)
from wearable_coach.standards.safety import is_minor
from wearable_coach.standards.table import table

_EMERGENCY, _CONTACT, _DEFER = 4, 3, 2
_NEARLY = 0.7
"""A topic that fits is taken before a better one that does not, when its score is so near."""
_REFUSE = "refuse"


class Subject(NamedTuple):
    """What a question is about: a topic that can be answered, or one that lacks a reading."""

    topic: Topic | None
    lacking: Topic | None


def speaks_first(asked: Asked) -> str:
    """Return why the rules answer at once and no model is asked; empty when one may be."""
    if asked.known.facts.safety_level == _EMERGENCY:
        return "emergency"
    if asked.kind == "coaching" and is_crisis(asked.user_words):
        return "crisis"
    if asked.kind == "coaching" and is_other_emergency(asked.question):
        return "other_emergency"
    return ""


def rules_chat(asked: Asked) -> RulesAnswer:
    """Answer a free question from the rules."""
    spoken = asked._replace(known=chat_day(asked.known, asked.hrmax_formula))
    return verified_answer(spoken, _write)


def _write(asked: Asked, case: Case) -> str:
    speaker = Speaker(book(), voice=case.voice, rng=case.rng, values={"v": Words(case)})
    level = case.facts.safety_level
    first = speaks_first(asked)
    if first == "emergency":
        return _emergency(case, speaker)
    if first:
        return str(texts()[first])
    if level == _CONTACT:
        return _contact(asked, case, speaker)
    if is_minor(case.profile):
        return _joined(
            _said(speaker, "minor.first", "minor.do", "minor.heart", "minor.pain"),
            _deferred(case, speaker),
        )
    if is_supposed(asked.question):
        return _joined(str(texts()["supposed"]), cap_line(case, speaker))
    return _everyday(asked, case, speaker)


def _emergency(case: Case, speaker: Speaker) -> str:
    return _said(speaker, "em.first", emergency_reason(case), "em.stop", "em.while", "em.after")


def _contact(asked: Asked, case: Case, speaker: Speaker) -> str:
    subject = subject_of(asked.question, case)
    refused = ""
    if subject.topic is not None and subject.topic.group == _REFUSE:
        refused = speaker.say(slot(subject.topic.name, "core", "") or "")
    help_from = "minor.do" if is_minor(case.profile) else "l3.how"
    before = _said(speaker, "l3.first", contact_reason(case))
    return _joined(before, refused, _said(speaker, "l3.no", help_from, "l3.watch"))


def _everyday(asked: Asked, case: Case, speaker: Speaker) -> str:
    subject = subject_of(asked.question, case)
    topic, unwell = subject.topic, _unwell(case)
    special = _circumstances(asked, case, speaker, subject, unwell)
    if special:
        return special
    if topic is not None and topic.moves and case.facts.safety_level >= _DEFER:
        later = _one(case.rng, texts()["still"])
        return _joined(cap_line(case, speaker), later, fresh(speaker, "close.rest"))
    if topic is not None:
        return _joined(unwell, answer(Part(case, topic, speaker, first=True)))
    if subject.lacking is not None:
        return _joined(_need(subject.lacking), cap_line(case, speaker))
    if pattern("greeting").search(squeezed(asked.question)):
        return _joined(_one(case.rng, texts()["greeting"]), cap_line(case, speaker))
    return (_off_topic if is_off_topic(asked.question) else _honest)(case, speaker)


def _circumstances(
    asked: Asked, case: Case, speaker: Speaker, subject: Subject, unwell: str
) -> str:
    """Answer what comes before any topic: drink, what the rules know nothing of, a barred day."""
    cap = cap_line(case, speaker)
    moving = any(t is not None and (t.moves or t.name == "today") for t in subject)
    if not unwell and mentions("alcohol", asked.question):
        return _joined(str(texts()["alcohol"]), cap)
    refusing = subject.topic is not None and subject.topic.group == _REFUSE
    if not refusing and mentions("beyond", asked.question):
        return _beyond(case, unwell, cap)
    if case.facts.max_intensity_allowed == "none" and (moving or _only_exertional(subject, case)):
        return clearance(case, speaker).answer
    if unwell and (moving or subject.topic is None):
        return _joined(unwell, cap)
    return ""


def _only_exertional(subject: Subject, case: Case) -> bool:
    return subject.topic is None and "exertional_symptom" in case.profile.symptoms


def _unwell(case: Case) -> str:
    """Tell a dizzy or palpitating person to rest: no level of safety of its own, and yet no day to train."""
    known = table("safety")["symptoms"]["with_high_rhr"]
    felt = [symptom_label(s) for s in case.profile.symptoms if s in known]
    if not felt:
        return ""
    told = felt[0] if len(felt) == 1 else f"{josa(felt[0], '과')} {felt[1]}"
    return str(texts()["unwell"]).format(what=josa(told, "이"))


def _beyond(case: Case, unwell: str, cap: str) -> str:
    return _joined(unwell, cap, _one(case.rng, texts()["beyond"]), str(texts()["beyond_ask"]))


def subject_of(question: str, case: Case) -> Subject:
    """Return what a question is about, of the topics that the case tells enough for."""
    found = ranked(question)
    if not found:
        return Subject(None, None)
    fitting = [m for m in found if m.topic.fits is None or m.topic.fits(case)]
    best = found[0]
    if fitting and fitting[0].score >= _NEARLY * best.score:
        return Subject(_of_group(fitting), None)
    return Subject(None, best.topic if _lacks(best.topic, case) else None)


def _of_group(fitting: Sequence[Match]) -> Topic:
    """Prefer to refuse: a question that also asks for a diagnosis or a medicine is such a question."""
    best = fitting[0]
    for match in fitting:
        if match.topic.group == _REFUSE and match.score >= _NEARLY * best.score:
            return match.topic
    return best.topic


def _lacks(topic: Topic, case: Case) -> bool:
    readings = case.vitals.__dict__
    return any(readings[name] is None for name in topic.uses)


def _need(topic: Topic) -> str:
    words = texts()["need_words"]
    names = [words[name] for name in sorted(topic.uses)]
    told = names[0]
    for name in names[1:]:
        told = f"{josa(told, '과')} {name}"
    return str(texts()["need"]).format(what=josa(told, "가"))


def _honest(case: Case, speaker: Speaker) -> str:
    """Say that there is no answer, what the told readings mean, and what can be asked."""
    nothing = next(t for t in TOPICS if t.name == "unknown")
    return _joined(
        cap_line(case, speaker),
        _one(case.rng, texts()["no_answer"]),
        *notes(case, nothing, speaker),
        str(texts()["ill_or_unwell"]),
        _one(case.rng, texts()["instead"]),
    )


def is_off_topic(question: str) -> bool:
    """Say whether a question is about something else than body, mind or training."""
    said = squeezed(question)
    return bool(pattern("off_topic").search(said)) and not pattern("health").search(said)


def _off_topic(case: Case, speaker: Speaker) -> str:
    """Decline and say what can be asked; of the readings only what today holds the person back."""
    restraint = cap_line(case, speaker)
    return _joined(
        _one(case.rng, texts()["off_topic"]),
        _one(case.rng, texts()["instead"]),
        str(texts()["off_topic_today"]) if restraint else "",
        restraint,
    )


def _deferred(case: Case, speaker: Speaker) -> str:
    return deferral(case, speaker) if case.facts.safety_level == _DEFER else ""


def _said(speaker: Speaker, *slots: str) -> str:
    return _joined(*(fresh(speaker, name) for name in slots))


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)


def _one(rng: Random, ways: Sequence[str]) -> str:
    return ways[int(rng.random() * len(ways))]
