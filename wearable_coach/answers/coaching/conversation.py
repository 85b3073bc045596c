"""The turns of a conversation about everyday life: a question, what it leads to, and what is said back."""

from __future__ import annotations

from collections.abc import Callable

from wearable_coach.answers.brief import Brief
from wearable_coach.answers.coaching.answers import ALLOWS, Part, answer
from wearable_coach.answers.coaching.asking import ask_next
from wearable_coach.answers.coaching.follow_ups import (
    FollowUp,
    Talk,
    answered,
    day_class,
    draw_follow_up,
)
from wearable_coach.answers.coaching.own_words import asks_hard, may_ask, tells_sign
from wearable_coach.answers.coaching.told_late import LateReading
from wearable_coach.answers.coaching.topic import Topic, said_where, slot
from wearable_coach.answers.coaching.topics import TOPICS, Choice
from wearable_coach.answers.everyday.answers import TALKING, EverydayPart, everyday_answer
from wearable_coach.answers.everyday.choosing import everyday_question, everyday_topic, loads_joints
from wearable_coach.records import Vitals
from wearable_coach.rendering.phrases import Speaker
from wearable_coach.standards.topics import EverydayTopic, may_train_hard

_EVERYDAY_FIRST, _EVERYDAY_NEXT = 0.6, 0.85
"""Shares of first and of later questions about life that are of the everyday topics."""
_SAID_BACK = 0.55
"""Share of later turns in which the user says something back rather than asking about another thing."""
_OF_TODAY = frozenset({"today", "day_report"})
Turn = tuple[str, str]


class Conversation:
    """One conversation as it goes on; what was told in a turn holds in the next."""

    def __init__(self, brief: Brief, speaker: Speaker) -> None:
        """Begin with nothing said.

        Args:
            brief: The person and day as known now; replaced when the user tells more.
            speaker: The conversation's voice.
        """
        self.brief, self.speaker = brief, speaker
        self.talk = Talk()
        self.unwell = False
        self.asked: list[Topic | EverydayTopic | FollowUp] = []

    @property
    def names(self) -> list[str]:
        """What each turn is about, as the row's template ids name it."""
        return [_named(one) for one in self.asked]

    def open(self, tell: Callable[[str], str]) -> Turn:
        """Return the first turn; `tell` puts what is told around its question."""
        brief = self.brief
        wanted = bool(brief.about) or brief.rng.random() < _EVERYDAY_FIRST
        everyday = everyday_topic(brief) if wanted else None
        topic = everyday or Choice(brief).first()
        self.asked.append(topic)
        asked = self._question(topic)
        told = tell(asked)
        return told, self._answer(topic, asked, told, first=True)

    def tell_late(self, late: LateReading) -> Turn:
        """Return the turn in which the user tells a reading that the first question left out."""
        topic = next(t for t in TOPICS if t.name == late.topic)
        self.asked.append(topic)
        told = self.speaker.say(f"{late.field}.s")
        opener = self.speaker.say("late.open")
        asked = self._question(topic)
        said = f"{opener}{told}. {asked}"
        question = ask_next(self.speaker, self.brief.frame, said, thanks=False)
        return question, self._answer(topic, asked, question, first=False)

    def go_on(self) -> Turn | None:
        """Return a further turn, None where the user has nothing more to say."""
        if self.brief.rng.random() < _SAID_BACK:
            names = frozenset(one.name for one in self.asked)
            talk = self._come_to()
            drawn = draw_follow_up(self.brief, talk, names, self.speaker)
            if drawn is not None:
                return self._back(*drawn)
        topic = self._further()
        if topic is None:
            return None
        self.asked.append(topic)
        asked = self._question(topic)
        is_talk = isinstance(topic, EverydayTopic) and topic.field == TALKING
        question = ask_next(self.speaker, self.brief.frame, asked, thanks=not is_talk)
        return question, self._answer(topic, asked, question, first=False)

    def _back(self, kind: FollowUp, talk: Talk) -> Turn:
        self.talk = talk = talk._replace(overdid=talk.overdid or talk.meant == "overdid")
        self.asked.append(kind)
        said = kind.question(self.brief, talk, self.speaker)
        question = ask_next(self.speaker, self.brief.frame, said, thanks=False)
        return question, answered(kind, self.brief, talk, self.speaker)

    def _come_to(self) -> Talk:
        """Return what the talk has come to: what the last answer was about decides what is said back."""
        last = self.asked[-1]
        if isinstance(last, FollowUp):
            return self.talk
        is_told = len(self.asked) == 1 and self.brief.vitals != Vitals()
        of_readings = is_told or (isinstance(last, Topic) and bool(last.uses))
        capped = len(self.asked) == 1 and bool(self.brief.facts.safety_reasons)
        moving = isinstance(last, Topic) and (last.moves or last.name in _OF_TODAY)
        today = (
            isinstance(last, Topic)
            and last.name in {*_OF_TODAY, "day_plan"}
            and last.variant(self.brief) != "unknown"
        )
        wished = self.brief.profile.desired_intensity == "vigorous"
        limited = len(self.asked) == 1 and wished and day_class(self.brief) == "gentle"
        self.talk = self.talk._replace(
            of_moving=(moving or capped or limited) and not self.unwell,
            of_readings=of_readings,
            of_today=today,
            limited=limited,
            spoken=frozenset() if is_told else getattr(last, "uses", frozenset()),
            unwell=self.unwell,
            of_life=any(isinstance(t, EverydayTopic) and t.field != TALKING for t in self.asked),
        )
        return self.talk

    def _further(self) -> Topic | EverydayTopic | None:
        brief = self.brief
        names = frozenset(one.name for one in self.asked)
        everyday = everyday_topic(brief, names) if brief.rng.random() < _EVERYDAY_NEXT else None
        if everyday is not None and not self._is_barred(everyday):
            return everyday
        choice = Choice(brief)
        if self.talk.sore or self.unwell:
            choice.topics = [t for t in choice.topics if not t.moves]
        if self.unwell:
            choice.topics = [t for t in choice.topics if t.name not in _OF_TODAY]
        of_readings = [t for t in self.asked if isinstance(t, Topic)]
        return choice.following(of_readings or [choice.first()])

    def _is_barred(self, topic: EverydayTopic) -> bool:
        """Say whether what was told keeps a topic away: an ache what loads joints, a sign all that moves."""
        return (bool(self.talk.sore) and loads_joints(topic)) or (self.unwell and topic.moves)

    def _question(self, topic: Topic | EverydayTopic) -> str:
        if isinstance(topic, EverydayTopic):
            return everyday_question(topic, self.speaker, self.brief)
        name = slot(topic.name, "q", topic.variant(self.brief)) or ""
        brief = self.brief
        may_run = topic.name not in ALLOWS or may_train_hard(brief.profile, brief.facts)
        return said_where(
            self.speaker,
            name,
            lambda question: may_ask(question, brief) and (may_run or not asks_hard(question)),
        )

    def _answer(self, topic: Topic | EverydayTopic, asked: str, told: str, *, first: bool) -> str:
        self.unwell |= tells_sign(asked)
        if isinstance(topic, EverydayTopic):
            part = EverydayPart(self.brief, topic, self.speaker, asked, is_taught=True, told=told)
            return everyday_answer(part._replace(first=first, notes_told=first))
        return answer(Part(self.brief, topic, self.speaker, first=first, asked=told))


def _named(one: Topic | EverydayTopic | FollowUp) -> str:
    if isinstance(one, FollowUp):
        return f"back.{one.name}"
    return f"everyday.{one.name}" if isinstance(one, EverydayTopic) else f"topic.{one.name}"
