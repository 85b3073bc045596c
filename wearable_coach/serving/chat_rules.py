"""The rules' answer to a free question: safety first, then the topic it is about, else honesty."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import count
from random import Random
from typing import NamedTuple

from wearable_coach.answers.brief import Brief
from wearable_coach.answers.coaching.answers import Part, answer, cap_line
from wearable_coach.answers.coaching.follow_ups import answered
from wearable_coach.answers.coaching.notes import noted_one, notes
from wearable_coach.answers.coaching.topic import Topic, book, fresh, slot
from wearable_coach.answers.coaching.topics import TOPICS
from wearable_coach.answers.coaching.urgent import (
    clearance,
    contact_reason,
    deferral,
    emergency_reason,
    watch,
)
from wearable_coach.answers.coaching.words import Words
from wearable_coach.answers.emergencies import emergency_kind
from wearable_coach.answers.everyday.answers import EverydayPart, everyday_answer, is_answered
from wearable_coach.answers.everyday.choosing import OF_LOSS
from wearable_coach.answers.everyday.sports import (
    WEAK_BONES,
    avoided_by,
    is_named_alone,
    lines_of,
    tells_weak_bones,
)
from wearable_coach.answers.everyday.wished import asks_for_plan, is_wish_alone
from wearable_coach.korean import Modality, read
from wearable_coach.rendering.josa import josa
from wearable_coach.rendering.labels import symptom_label
from wearable_coach.rendering.phrases import Speaker
from wearable_coach.serving.guard import verified
from wearable_coach.serving.leaning import topical_words
from wearable_coach.serving.mentions import spoken
from wearable_coach.serving.need import need_of
from wearable_coach.serving.own_readings import asks_leave, own_reading
from wearable_coach.serving.person import conditions_of_another
from wearable_coach.serving.prompts import Asked, chat_day
from wearable_coach.serving.readings import heard_readings, is_measured_again
from wearable_coach.serving.rules import RulesAnswer, texts, verified_answer
from wearable_coach.serving.saying_back import said_back
from wearable_coach.serving.signs import is_supposed
from wearable_coach.serving.subjects import (
    Answerable,
    Match,
    is_unanswered,
    ranked,
    topics_near,
)
from wearable_coach.serving.symptoms import mentions, pattern, squeezed
from wearable_coach.serving.talk_heard import names_nothing
from wearable_coach.serving.told import asked_again, known_day
from wearable_coach.serving.told_text import told_reason
from wearable_coach.serving.turns import without_lead
from wearable_coach.serving.urgency import NOTHING, UNCLEAR, Need
from wearable_coach.serving.urgent_text import urgent_text
from wearable_coach.serving.whose import is_of_another, named_other, speaks_of_user
from wearable_coach.standards.levels import SafetyLevel
from wearable_coach.standards.safety import is_minor
from wearable_coach.standards.table import table
from wearable_coach.standards.topics import EverydayTopic
from wearable_coach.verification import accepted

_EMERGENCY, _CONTACT, _DEFER = (
    SafetyLevel.EMERGENCY,
    SafetyLevel.CONTACT,
    SafetyLevel.DEFER,
)
_NEARLY = 0.7
"""A topic that fits is taken before a better one that does not, when its score is so near."""
_REFUSE = "refuse"
_TRAINING = "training"
"""The field of topics that mostly prescribe exercise: of them a minor is sent to who may."""
_OWN_READINGS = {
    "resting_heart_rate": ("rhr_base", "rhr_mine"),
    "heart_rate": ("hr_now",),
    "sleep_hr": ("sleep_enough",),
    "steps": ("steps_mine",),
    "active_calories": ("kcal",),
    "oxygen_saturation": ("spo2_mine",),
    "bmi": ("bmi_mine",),
}
"""The topics that say what a reading is and means: by one's own baseline, where it is not normal by its class."""
_IN_PLACE = dict.fromkeys(("hrmax", "hrr", "target"), ("target_missing", "target_invalid"))
"""The topics that say why a number of the heart is withheld, and what to go by."""
_LINES = dict.fromkeys(("thanks", "praise_of_coach", "farewell"), 1) | {
    "greeting": 2,
    "laughing": 2,
}
"""How many lines answer what is no more than manners [points]."""
_NOTED = frozenset({"weight", "distance_km"})
"""Readings that have no topic of their own; a note tells them."""
_NOT_HEALTH, _WHO = "not_health", "who_are_you"


class Subject(NamedTuple):
    """What a question is about: a topic that can be answered, or one that lacks a reading."""

    topic: Answerable | None
    lacking: Topic | None

    @property
    def refuses(self) -> bool:
        """Whether the question is one that a coach answers by declining."""
        return isinstance(self.topic, Topic) and self.topic.group == _REFUSE


def speaks_first(asked: Asked) -> str:
    """Return why the rules answer at once and no model is asked; empty when one may be."""
    need = _first(asked)
    if need != NOTHING:
        is_after = need.urgency == "none"  # what was looked after asks for care, and for no alarm
        return UNCLEAR if need.kind == UNCLEAR else "contact" if is_after else need.urgency
    return "emergency" if asked.known.facts.safety_level == _EMERGENCY else ""


def _first(asked: Asked) -> Need:
    """Return the need that is spoken to before anything else, nothing where the day itself says more."""
    need = need_of(asked)
    return need if need.level >= asked.known.facts.safety_level else NOTHING


def _is_answered_with_care(asked: Asked) -> bool:
    """Say whether the rules hear enough to answer carefully by themselves, so that asking back would say less."""
    profile = asked.known.profile
    felt = table("safety")["symptoms"]["with_high_rhr"]
    is_unwell = not set(profile.symptoms).isdisjoint(felt)
    return is_unwell or is_minor(profile) or mentions("alcohol", asked.question)


def rules_chat(asked: Asked) -> RulesAnswer:
    """Answer a free question from the rules."""
    need = _first(asked)
    is_asked_back = need.kind == UNCLEAR and not _is_answered_with_care(asked)
    if is_asked_back or need.kind not in {UNCLEAR, NOTHING.kind}:
        text = urgent_text(need, asked.known.profile)
        return RulesAnswer(text, verified(text, asked))
    if _WANTS_IT_SHORT.search(asked.question):
        asked = asked._replace(manner=asked.manner._replace(length="short"))
    tries = count()
    return verified_answer(
        asked._replace(known=chat_day(asked.known)),
        lambda told, brief: _write(told, brief, carefully=next(tries) > 0),
    )


_WANTS_IT_SHORT = re.compile(
    r"짧게 ?(?:답|말|알려|대답|설명|좀|요(?![가-힣])|해 ?[주줘]|[주줘]|$)|간단(?:히|하게|명료)|한 ?(?:줄|마디|문장)(?:로|만|으로)|(?:요점|결론|핵심)만|길게 ?(?:말고|하지 ?말)"
)
"""How a user asks for a short answer: 짧게 답해라, 한 줄로, 결론만."""


def _write(asked: Asked, brief: Brief, *, carefully: bool) -> str:
    """Write an answer; carefully: of a topic only what stands on this day, each sentence tried by itself."""
    speaker = Speaker(book(), voice=brief.voice, rng=brief.rng, values={"v": Words(brief)})
    level = brief.facts.safety_level
    if level == _EMERGENCY:
        return _emergency(brief, speaker)
    if level == _CONTACT:
        return _contact(asked, brief, speaker)
    if is_minor(brief.profile):
        return _of_minor(asked, brief, speaker)
    if is_supposed(asked.question):
        return _joined(str(texts()["supposed"]), cap_line(brief, speaker))
    return _everyday(asked, brief, speaker, carefully=carefully)


def _emergency(brief: Brief, speaker: Speaker) -> str:
    if told := told_reason(brief.facts):
        return told
    acts = f"e4.do.{emergency_kind(brief)}"
    return _said(speaker, "em.first", emergency_reason(brief), acts, "em.while")


def _contact(asked: Asked, brief: Brief, speaker: Speaker) -> str:
    subject = subject_of(topical_words(asked), brief)
    refused = ""
    if subject.topic is not None and subject.refuses:
        refused = speaker.say(slot(subject.topic.name, "core", "") or "")
    if told := told_reason(brief.facts):
        return _joined(told, refused)
    help_from = "minor.do" if is_minor(brief.profile) else "l3.how"
    before = _said(speaker, "l3.first", contact_reason(brief))
    return _joined(before, refused, _said(speaker, "l3.no", help_from, watch(brief)))


def _of_minor(asked: Asked, brief: Brief, speaker: Speaker) -> str:
    """Answer somebody below 18: what a topic says that prescribes no exercise, and of training that others do."""
    topic, told = subject_of(topical_words(asked), brief).topic, ""
    if isinstance(topic, EverydayTopic) and brief.facts.safety_level < _DEFER:
        part = _part(asked, brief, speaker, topic)._replace(sayable=_trying(asked))
        told = _of_everyday_life(part) if topic.name == _NOT_HEALTH else everyday_answer(_few(part))
        is_of_training = topic.field == _TRAINING and topic.moves
        if told and not is_of_training and is_answered(topic, asked.question, told):
            return told
    asks = _said(speaker, "minor.first", "minor.do")
    if told:
        return _joined(asks, told)
    return _joined(asks, _said(speaker, "minor.heart", "minor.pain"), _deferred(brief, speaker))


def _subject(asked: Asked, brief: Brief) -> Subject:
    """Return what a question is about: the plan that was asked for, where only a wish of it is told."""
    planned = _planned(asked)
    if planned == asked.question:
        return subject_of(topical_words(asked), brief)
    return subject_of(planned.removesuffix(asked.question), brief)


def _words(asked: Asked) -> str:
    """Return the words that points are taken by: with the plan or the topic that a turn goes on with."""
    planned = _planned(asked)
    return topical_words(asked) if planned == asked.question else planned


def _planned(asked: Asked) -> str:
    """Return the words that are asked: with the plan asked for before, where a turn tells only what it is to keep to."""
    if not is_wish_alone(asked.question):
        return asked.question
    said = [m.content for m in asked.history if m.role == "user"]
    plan = next((one for one in said if asks_for_plan(one)), "")
    return f"{plan} {asked.question}" if plan else asked.question


def _part(asked: Asked, brief: Brief, speaker: Speaker, topic: EverydayTopic) -> EverydayPart:
    words = _words(asked)
    heard = topics_near(words, topic)
    if brief.profile.conditions or is_minor(brief.profile):
        heard = heard[:1]  # another topic's points know less of who asks
    if words != (own := without_lead(asked.question)) and own in words and not names_nothing(own):
        words, heard = own, heard[:1]  # of the topic of both turns what the last one asks
    return EverydayPart(
        brief,
        topic,
        speaker,
        words,
        heard=heard,
        told=asked.question,
        said_before=asked.user_words,
        is_of_another=_is_of_another(asked.question),
        conditions=_conditions_asked_of(asked),
    )


def _conditions_asked_of(asked: Asked) -> tuple[str, ...] | None:
    """Return the conditions of the person who is asked about, None where nothing is told of anybody else.

    A turn that only names another thing asks of the same person: 우리 아빠 와파린 드시는데 배드민턴 쳐도 돼요?, 등산은요?
    """
    turns = [m.content for m in asked.history if m.role == "user"]
    whole = next((one for one in reversed([*turns, asked.question]) if not is_named_alone(one)), "")
    told = (*conditions_of_another(whole), *([WEAK_BONES] if tells_weak_bones(whole) else []))
    if not told or any(speaks_of_user(c) for s in spoken(whole).sentences for c in s.clauses):
        return None
    own = () if _is_of_another(whole) else asked.known.profile.conditions
    return tuple(dict.fromkeys((*own, *told)))


def _is_of_another(question: str) -> bool:
    """Say whether all that a question says is said of somebody else who is named, and nothing of what is done together."""
    said = spoken(question)
    clauses = [
        (place, sentence, clause)
        for place, sentence in enumerate(said.sentences)
        for clause in sentence.clauses
        if clause.frame is not None
    ]
    if _TOGETHER.search(question) or not any(named_other(s, c) for _, s, c in clauses):
        return False
    return all(is_of_another(said, place, clause) for place, _, clause in clauses)


_TOGETHER = re.compile(r"같이|함께|(?<=[가-힣])자(?:고|는|네|니까|길래|해|던데)")
"""What is done with somebody, or proposed by them: 친구가 배드민턴 치자는데."""


def _trying(asked: Asked) -> Callable[[str], bool]:
    return lambda way: accepted(verified(way, asked))


def _everyday(asked: Asked, brief: Brief, speaker: Speaker, *, carefully: bool) -> str:
    subject, unwell = _subject(asked, brief), _unwell(brief)
    back = None if unwell else said_back(asked, brief)
    special = _measured_again(asked, brief, speaker)
    if not special and back is not None:
        special = answered(back.kind, brief, back.talk, speaker)
    elif not special:
        special = _circumstances(asked, brief, speaker, subject, unwell) or _noted(
            asked, brief, speaker
        )
    if not special and (subject.topic is None or isinstance(subject.topic, EverydayTopic)):
        special = _decided(asked, brief, speaker)
    if special:
        return special
    if isinstance(subject.topic, EverydayTopic):
        part = _part(asked, brief, speaker, subject.topic)
        tried = _trying(asked) if carefully else None
        return _of_everyday_life(_few(_anew(part._replace(sayable=tried), asked)))
    if subject.topic is not None:
        return _of_readings(brief, speaker, subject.topic, asked.question)
    if subject.lacking is not None:
        return _joined(_need(subject.lacking), cap_line(brief, speaker))
    if pattern("greeting").search(squeezed(asked.question)):
        return _joined(_one(brief.rng, texts()["greeting"]), cap_line(brief, speaker))
    return (_off_topic if is_off_topic(asked.question) else _honest)(brief, speaker)


def _measured_again(asked: Asked, brief: Brief, speaker: Speaker) -> str:
    """Say what a reading means that was to be taken again and was; empty where none was, or it decides nothing."""
    if not is_measured_again(asked.question):
        return ""
    before = "\n".join(m.content for m in asked.history if m.role == "user")
    name = asked_again(known_day(asked.told, before))
    value = heard_readings(asked.question, again=name).values.get(name)
    if value is None:
        return ""
    said = texts()["again"]
    if brief.facts.safety_level < _DEFER:
        return _joined(str(said["better"]), cap_line(brief, speaker))
    edge: float = table("safety")["triggers"]["rhr_high_above_bpm"]
    is_no_better = name == "oxygen_saturation" or value > edge
    return str(said[name]) if is_no_better else ""


def _anew(part: EverydayPart, asked: Asked) -> EverydayPart:
    """Return a part that says nothing which the answer before said, where something else is left to say."""
    before = next((m.content for m in reversed(asked.history) if m.role == "assistant"), "")
    sayable = part.sayable
    anew = part._replace(
        sayable=lambda way: way not in before and (sayable is None or sayable(way))
    )
    is_carried = topical_words(asked) != without_lead(asked.question)
    is_again = is_carried and any(
        way in before for point in part.topic.points for way in point.ways
    )
    return anew if is_again and everyday_answer(anew) else part


def _few(part: EverydayPart) -> EverydayPart:
    """Return a part that says no more than manners ask for: one line to thanks, a laugh, praise or a farewell."""
    most, sayable = _LINES.get(part.topic.name), part.sayable
    if most is None:
        return part
    left = count(most, -1)

    def says(way: str) -> bool:
        return (sayable is None or sayable(way)) and next(left) > 0

    return part._replace(sayable=says)


def _of_everyday_life(part: EverydayPart) -> str:
    name, question = part.topic.name, part.question
    if name == _NOT_HEALTH or (name == _WHO and is_off_topic(question)):
        return _off_topic(part.brief, part.speaker)
    return everyday_answer(part) or _nothing_today(part.brief, part.speaker)


def _of_readings(brief: Brief, speaker: Speaker, topic: Topic, question: str) -> str:
    if topic.moves and brief.facts.safety_level >= _DEFER:
        return _postponed(brief, speaker)
    return answer(Part(brief, topic, speaker, first=True, asked=question))


def _nothing_today(brief: Brief, speaker: Speaker) -> str:
    """Answer where all of a topic is for another day or for other people."""
    if brief.facts.max_intensity_allowed == "none" and brief.facts.safety_level < _DEFER:
        return clearance(brief, speaker).answer
    restraint = cap_line(brief, speaker)
    return _postponed(brief, speaker) if restraint else _honest(brief, speaker)


def _postponed(brief: Brief, speaker: Speaker) -> str:
    later = _one(brief.rng, texts()["still"])
    return _joined(cap_line(brief, speaker), later, fresh(speaker, "close.rest"))


def _decided(asked: Asked, brief: Brief, speaker: Speaker) -> str:
    """Say what the day allows where a turn only tells the reading that decides it; empty where it asks something.

    "체온 38.2예요", "재보니 38.2": an answer about something else would come before what is to be done.
    """
    has_fever = "fever" in brief.profile.symptoms
    tells = bool(heard_readings(asked.question).values) or has_fever
    if not tells or brief.facts.safety_level < _DEFER or not _FIGURE.search(asked.question):
        return ""
    frames = read(asked.question).frames
    if "?" in asked.question or any(frame.modality in _OPEN for frame in frames):
        return ""
    watched = fresh(speaker, "ill.watch.fever") if has_fever else ""
    return _joined(cap_line(brief, speaker), watched)


_FIGURE = re.compile(r"\d")
_OPEN = frozenset({Modality.ASK, Modality.WISH, Modality.PERMIT, Modality.ADVISE})


def _noted(asked: Asked, brief: Brief, speaker: Speaker) -> str:
    """Tell a reading that is asked of and has no topic, and ask how a heart rate was taken; empty for anything else."""
    name = own_reading(asked.question)
    told = getattr(brief.vitals, name, None) if name else None
    if name in _NOTED and told is not None:
        beside = [noted_one(brief, "bmi", speaker)] if name == "weight" and brief.vitals.bmi else []
        return _joined(noted_one(brief, name, speaker), *beside, cap_line(brief, speaker))
    is_of_rate = name == "heart_rate" or bool(_WHY_FAST.search(squeezed(asked.question)))
    if not is_of_rate or told is not None or brief.facts.rhr_flag not in {None, "normal"}:
        return ""
    at_rest = brief.vitals.resting_heart_rate is not None
    beside = [noted_one(brief, "resting_heart_rate", speaker)] if at_rest else []
    return _joined(str(texts()["how_taken"]), *beside, cap_line(brief, speaker))


_WHY_FAST = re.compile(
    r"^(?:지금|오늘)?(?:제|내)?(?:심박|맥박)수?(?:가|는)?(?:왜이?리?|너무)?.{0,4}(?:높|빠)"
)


def _circumstances(
    asked: Asked, brief: Brief, speaker: Speaker, subject: Subject, unwell: str
) -> str:
    """Answer what comes before any topic: drink, what the rules know nothing of, a barred day."""
    cap = cap_line(brief, speaker)
    topic = subject.topic
    question = topical_words(asked)
    if not unwell and is_unanswered("alcohol", asked.question, topic):
        return _joined(str(texts()["alcohol"]), cap)
    if not subject.refuses and is_unanswered("beyond", question, topic):
        return _beyond(brief, unwell, cap)
    of_readings = (subject.lacking, None if isinstance(topic, EverydayTopic) else topic)
    moving = any(t is not None and (t.moves or t.name == "today") for t in of_readings)
    if brief.facts.max_intensity_allowed == "none" and (moving or _only_exertional(subject, brief)):
        return clearance(brief, speaker).answer
    if unwell:
        return _joined(unwell, cap)
    conditions = _conditions_asked_of(asked)
    avoided = avoided_by(brief, asked.question, conditions)
    is_unknown = conditions is None and _is_of_another(asked.question)
    if avoided.slots and brief.facts.safety_level < _DEFER and not is_unknown:
        return _joined(cap, *lines_of(avoided, speaker, ""))
    return ""


def _only_exertional(subject: Subject, brief: Brief) -> bool:
    return subject.topic is None and "exertional_symptom" in brief.profile.symptoms


def _unwell(brief: Brief) -> str:
    """Tell a dizzy or palpitating person to rest: no level of safety of its own, and yet no day to train."""
    known = table("safety")["symptoms"]["with_high_rhr"]
    felt = [symptom_label(s) for s in brief.profile.symptoms if s in known]
    if not felt:
        return ""
    told = felt[0] if len(felt) == 1 else f"{josa(felt[0], '과')} {felt[1]}"
    return str(texts()["unwell"]).format(what=josa(told, "이"))


def _beyond(brief: Brief, unwell: str, cap: str) -> str:
    return _joined(unwell, cap, _one(brief.rng, texts()["beyond"]), str(texts()["beyond_ask"]))


def subject_of(question: str, brief: Brief) -> Subject:
    """Return what a question is about, of the topics that the case tells enough for."""
    found = ranked(question)
    direct = _of_own_reading(question, brief) or _of_leave(question, brief, found)
    if direct is not None or not found:
        return Subject(direct, None)
    if not _fits(found[0].topic, brief) and isinstance(found[0].topic, EverydayTopic):
        return Subject(next(t for t in TOPICS if t.name == "loss"), None)
    fitting = [m for m in found if _fits(m.topic, brief)]
    best = found[0]
    if fitting and fitting[0].score >= _NEARLY * best.score:
        return Subject(_of_group(fitting), None)
    for name in _IN_PLACE.get(best.topic.name, ()):
        topic = next(t for t in TOPICS if t.name == name)
        if _fits(topic, brief):
            return Subject(topic, None)
    lacking = best.topic if isinstance(best.topic, Topic) and _lacks(best.topic, brief) else None
    return Subject(None, lacking)


def _of_own_reading(question: str, brief: Brief) -> Topic | None:
    """Return the topic that says what a reading is and means which the question asks of, where it was told."""
    names = _OWN_READINGS.get(own_reading(question), ())
    if brief.facts.rhr_flag == "normal":
        names = names[::-1]
    by_name = {topic.name: topic for topic in TOPICS}
    return next((by_name[name] for name in names if _fits(by_name[name], brief)), None)


def _of_leave(question: str, brief: Brief, found: Sequence[Match]) -> Topic | None:
    """Return the topic of what today allows, for who asks whether to do what no topic is about."""
    today = next(t for t in TOPICS if t.name == "today")
    is_of_none = not found or found[0].topic.name == _NOT_HEALTH
    return today if is_of_none and asks_leave(question) and _fits(today, brief) else None


def _fits(topic: Answerable, brief: Brief) -> bool:
    if isinstance(topic, EverydayTopic):
        return topic.name not in OF_LOSS or brief.facts.bmi_ksso != "underweight"
    return topic.fits is None or topic.fits(brief)


def _of_group(fitting: Sequence[Match]) -> Answerable:
    """Prefer to refuse: a question that also asks for a diagnosis or a medicine is such a question."""
    best = fitting[0]
    for match in fitting:
        refuses = isinstance(match.topic, Topic) and match.topic.group == _REFUSE
        if refuses and match.score >= _NEARLY * best.score:
            return match.topic
    return best.topic


def _lacks(topic: Topic, brief: Brief) -> bool:
    readings = brief.vitals.__dict__
    return any(readings[name] is None for name in topic.uses)


def _need(topic: Topic) -> str:
    words = texts()["need_words"]
    names = [words[name] for name in sorted(topic.uses)]
    told = names[0]
    for name in names[1:]:
        told = f"{josa(told, '과')} {name}"
    return str(texts()["need"]).format(what=josa(told, "가"))


def _honest(brief: Brief, speaker: Speaker) -> str:
    """Say that there is no answer, what the told readings mean, and what can be asked."""
    nothing = next(t for t in TOPICS if t.name == "unknown")
    return _joined(
        cap_line(brief, speaker),
        _one(brief.rng, texts()["no_answer"]),
        *notes(brief, nothing, speaker),
        str(texts()["whom"]),
        _one(brief.rng, texts()["instead"]),
    )


def is_off_topic(question: str) -> bool:
    """Say whether a question is about something else than body, mind or training."""
    said = squeezed(question)
    return bool(pattern("off_topic").search(said)) and not pattern("health").search(said)


def _off_topic(brief: Brief, speaker: Speaker) -> str:
    """Decline and say what can be asked; of the readings only what today holds the person back."""
    restraint = cap_line(brief, speaker)
    return _joined(
        _one(brief.rng, texts()["off_topic"]),
        _one(brief.rng, texts()["instead"]),
        str(texts()["off_topic_today"]) if restraint else "",
        restraint,
    )


def _deferred(brief: Brief, speaker: Speaker) -> str:
    return deferral(brief, speaker) if brief.facts.safety_level == _DEFER else ""


def _said(speaker: Speaker, *slots: str) -> str:
    return _joined(*(fresh(speaker, name) for name in slots))


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)


def _one(rng: Random, ways: Sequence[str]) -> str:
    return ways[int(rng.random() * len(ways))]
