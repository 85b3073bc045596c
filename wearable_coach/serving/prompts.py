"""The prompt of a model in service: word for word of the form that it was trained on."""

from __future__ import annotations

from random import Random
from typing import NamedTuple

from wearable_coach.answers import composers
from wearable_coach.answers.brief import Brief
from wearable_coach.answers.coaching.asking import Asking, ask
from wearable_coach.answers.coaching.telling import told_items
from wearable_coach.answers.coaching.topic import book
from wearable_coach.answers.coaching.words import Words
from wearable_coach.answers.interpretation import composer as interpretation
from wearable_coach.answers.interpretation.question import question as report_question
from wearable_coach.answers.manner import Manner
from wearable_coach.answers.prescription import composer as prescription
from wearable_coach.dataset.plan import families_of
from wearable_coach.dataset.recipe import SplitShares
from wearable_coach.dataset.seeds import seed_of
from wearable_coach.day import Day, day_of
from wearable_coach.records import Draft, Kind, Message
from wearable_coach.rendering.phrases import VOICES, Speaker
from wearable_coach.rendering.prompts import Prompts
from wearable_coach.serving.wishes import plan_wishes, wish_of, with_read_goal

FRAMES: dict[Kind, int] = {
    "health_interpretation": 1,  # "분석을 요청드립니다": a plain request, labelled values
    "exercise_recommendation": 2,  # a table and a plain request
    "coaching": 2,  # what is told, then the user's own words untouched
}
"""The question frame of each kind, of those that every recipe trains on that trains on a quarter or more."""
_KEPT_TURNS = 6
"""Earlier turns in the prompt: training has four exchanges at most."""
_BODY = ("weight", "bmi")


class Asked(NamedTuple):
    """A request, checked and read."""

    kind: Kind
    told: Day
    """What the caller told; the prompt tells it to the model."""
    known: Day
    """The same with what the user's own words add; facts, rules and guard go by it."""
    question: str = ""
    """The user's own words; of a chat only."""
    history: tuple[Message, ...] = ()
    manner: Manner = Manner()
    """How the rules' answer is to be; of a chat only."""

    @property
    def user_words(self) -> str:
        """All that the user said in the conversation, earlier turns first."""
        said = [m.content for m in self.history if m.role == "user"]
        return "\n".join([*said, self.question])

    @property
    def wish(self) -> str:
        """The goal in the user's own words, empty where it is one of the known ones or none."""
        return wish_of(self.told.profile)

    @property
    def own_words(self) -> str:
        """All that the user said, the goal in own words first: what tells of the person."""
        return f"{self.wish}\n{self.user_words}" if self.wish else self.user_words


def brief_of(asked: Asked, day: Day, *, attempt: int = 0) -> Brief:
    """Return the case that a composer takes; the same for the same input, in any process.

    A goal in the user's own words is told by its class.
    """
    rng = Random(_seed(asked, attempt))
    voices = families_of("train", VOICES, SplitShares().used())
    voice = voices[int(rng.random() * len(voices))]
    return Brief(with_read_goal(day), "normal", voice, FRAMES[asked.kind], rng, asked.manner)


def _seed(asked: Asked, attempt: int) -> int:
    told = (asked.told.profile.model_dump_json(), asked.told.vitals.model_dump_json())
    return seed_of("serving", asked.kind, *told, asked.user_words, attempt)


def conversation(asked: Asked, *, prompts: Prompts) -> tuple[Message, ...]:
    """Return what the model is asked: its own system prompt of the kind, earlier turns, the question."""
    system = Message(role="system", content=prompts.of(asked.kind))
    if asked.kind != "coaching":
        return (system, Message(role="user", content=question(asked)))
    kept = asked.history[-_KEPT_TURNS:]
    told = _told_words(asked)
    if not kept:
        return (system, Message(role="user", content=_joined(told, asked.question)))
    first = Message(role="user", content=_joined(told, kept[0].content))
    return (system, first, *kept[1:], Message(role="user", content=asked.question))


def question(asked: Asked) -> str:
    """Return the question that asks for a report or a prescription, by the generator's own hand."""
    brief = brief_of(asked, asked.told)
    if asked.kind == "health_interpretation":
        return report_question(brief)
    return prescription.ask_told(brief, plan_wishes(asked.wish))


def composed(brief: Brief, kind: Kind, wish: str = "") -> Draft:
    """Return question and answer of the generator; a real person wishes nothing but what their goal says."""
    if kind == "exercise_recommendation":
        return prescription.compose_told(brief, plan_wishes(wish))
    if kind == "health_interpretation":
        return interpretation.compose(brief)
    return composers.composer(kind).compose(brief)


def _told_words(asked: Asked) -> str:
    """Tell the readings and the person as the first question of a chat does."""
    brief = brief_of(asked, chat_day(asked.told))
    speaker = Speaker(book(), voice=brief.voice, rng=brief.rng, values={"v": Words(brief)})
    return ask(Asking(speaker, told_items(brief), "", brief.frame, urgent=False))


def _joined(told: str, question: str) -> str:
    return f"{told} {question}" if told else question


def chat_day(day: Day) -> Day:
    """Return a day as a chat may speak of it, by the rules that training data keeps.

    A heart rate without how it was taken says nothing; the classes of the body mass index do not
    hold in pregnancy; a baseline belongs to a resting heart rate.
    """
    profile, vitals = day.profile, day.vitals
    gone: dict[str, None] = {}
    if profile.hr_context is None:
        gone["heart_rate"] = None
    if "pregnancy" in profile.conditions:
        gone |= dict.fromkeys(_BODY)
    left = vitals.model_copy(update=gone)
    changes: dict[str, object] = {}
    if left.heart_rate is None:
        changes["hr_context"] = None
    if left.weight is None:
        changes["height_cm"] = None
    if "pregnancy" in profile.conditions:
        changes["sex"] = None
    told = profile.model_copy(update=changes)
    if (told, left) == (profile, vitals):
        return day
    return day_of(told, left, hrmax_formula=day.hrmax_formula, told=day.told)
