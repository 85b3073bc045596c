"""What a person's condition means for the exercise that is asked of: said before anything that a topic says of it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

from wearable_coach.answers.brief import Brief
from wearable_coach.answers.coaching.own_words import asks_hard
from wearable_coach.answers.coaching.topic import fresh
from wearable_coach.rendering.labels import condition_label
from wearable_coach.rendering.phrases import Speaker
from wearable_coach.standards.levels import SafetyLevel
from wearable_coach.standards.table import table
from wearable_coach.standards.topics import EverydayTopic, TopicPoint, may_move

_AVOIDED, _DIVING, _HOT, _FALLS, _HARD, _LYING, _LIFTING, _ANY = (
    "avoided",
    "diving",
    "hot",
    "falls",
    "hard",
    "lying",
    "lifting",
    "any",
)
_KINDS = (_AVOIDED, _DIVING, _HOT, _FALLS, _HARD, _LYING, _LIFTING)
"""Kinds of exercise, what most asks for care first."""
_BANNED = frozenset({_AVOIDED, _DIVING, _HOT})
"""Kinds that are not to be done with a condition that speaks of them."""
_OF_TOPIC: Mapping[str, str] = {
    "ball_and_racket_sports": _FALLS, "hiking": _FALLS, "cycling": _FALLS,
    "hiit": _HARD, "marathon": _HARD, "running_start": _HARD, "breathing_running": _HARD, "dance_and_rope": _HARD,
    "pilates_yoga": _LYING, "core_plank": _LYING,
    "squat_form": _LIFTING, "pushup_pullup": _LIFTING, "home_strength": _LIFTING, "muscle_gain": _LIFTING,
    "first_gym_visit": _LIFTING,
}  # fmt: skip
"""The kind that a topic is about where the question's own words name none."""
_RESTFUL = frozenset({
    "rest_days", "overtraining", "soreness", "muscle_cramps", "side_stitch", "stretching", "cool_down", "sitting_long",
    "exercise_boredom", "usual_in_exercise", "plateau",
})  # fmt: skip
"""Topics of training whose answers hold on a day of rest, too."""
WEAK_BONES = "osteoporosis"
"""No condition of a profile, and heard where the question tells it."""
_OF_LIGHT_DAYS = "postpartum"
"""The condition that by itself allows light movement alone, and says so."""
_TELLS_BONES = re.compile(r"골다공증|골감소증|뼈가 약")
_ACHE = re.compile(r"아프|아파|아픈|통증|쑤시|결리|저리|저려|시큰|욱신|붓|부었|삐끗|삐었")
_MAY_I = re.compile(
    r"(?:도|면) ?(?:돼|되|괜찮|될)|할까|갈까|뛸까|칠까|탈까|해볼|하려|가려|어때|어떨|괜찮(?:죠|나|을|아요\?)|하고 싶"
)
"""How somebody asks whether to do it."""
_NAMED_ALONE = re.compile(
    r"^(?:(?:그럼|그러면|그런데|근데|아니면|혹시) ?)?(?:[가-힣a-zA-Z]+ ){0,2}[가-힣a-zA-Z]+(?:은|는|도)(?:요|여)?[ ?.~!ㅋㅎㅠ]*$"
)
"""How somebody asks of another sport, by no more than its name: 축구는요?"""
_SETS_OUT = re.compile(
    r"시작|배우|배워|하고 싶|[러려] (?:가|다니|나가)|다녀|다니|동호회|경기|시합|하자|치자|타자|오라|나가"
)
"""How somebody says that they are about to do it."""
_NOT_NOW = re.compile(
    r"내일|모레|다음 ?(?:주|달|번|에)|나중|나으면|낫고|나아지면|(?<![가-힣])왜|차이|달라"
)
"""Of another day, or of why: nothing to do today is asked of."""
_LYING_DOWN = re.compile(r"(?<!옆으로 )누[워운우]|(?<!옆으로 )눕|윗몸|크런치|다리 올리기")
_HEAVIER = re.compile(
    r"무게[를는] (?:[^.]{0,14} )?(?:올|늘|더)|[kK][gG]씩 올|\d%씩|무겁게|무거운 (?!것 없)|최고 무게|한 단계 (?:올|위)"
)
_BREAKS: Mapping[str, re.Pattern[str]] = {_LYING: _LYING_DOWN, _LIFTING: _HEAVIER}
"""What a sentence may not bid where a condition forbids it of a kind."""
_OF_BIRTH = (
    (
        "pregnancy",
        re.compile(r"태동|막달|배가 (?:자꾸 )?뭉치|산전"),
        re.compile(r"임신|태아|뱃속|주차"),
    ),
    (
        "postpartum",
        re.compile(r"출산 ?(?:뒤|후|며칠)|산후|제왕절개|오로"),
        re.compile(r"출산|산후|제왕|낳|수유|복직근|요실금|임신"),
    ),
)
"""A condition, how a sentence speaks of it, and how a question does."""
_BIDS = re.compile(
    r"(?:근력|상체|하체|스쿼트|플랭크|달리|뛰|운동|빠르게 걷|세트)[^.]*(?:좋아요|하세요|보세요|돼요|괜찮아요|나아요|해요)"
)
_RESTS = re.compile(r"쉬|미루|미뤄|말고|마세요|않|빼|줄이|다음 날|진료|나으면|가라앉으면")
_SENDS = re.compile(r"의사(?:에게|의 확인)")
_SUPPOSED = r"[^.]{0,14}?(?:있으면|있다면|있거나|있는 분|이라면|이면|중이라면|중인 분|하신 분|드시는 분|드시면|높으면|안 좋거나|잘 조절되)"
_NO_FALL = re.compile(r"실내 ?(?:자전거|사이클)|스피닝|탁구|골프|볼링|당구|파크골프")
"""Of the topics of falls what nobody falls or is hit in."""
_NOT_TOLD_HOW = frozenset({
    "sport.falls.anticoagulant", "sport.falls.osteoporosis", "sport.falls.pregnancy", "sport.hard.pregnancy",
})  # fmt: skip
"""Where a condition says to do another thing instead."""
_HAS = re.compile(r"(?:(?P<whose>있으|받으셨으|드시|중이|회복기이)니|있어)(?= )")
"""How a sentence says that a person has a condition."""
_MOST = 2
"""So many conditions speak of a kind at most."""


class Bearing(NamedTuple):
    """What a person's conditions mean for what is asked of."""

    slots: tuple[str, ...]
    """What is said of it, the weightiest first."""
    conditions: tuple[str, ...]
    kinds: frozenset[str]
    is_anothers: bool = False
    """Whether the conditions are told of somebody else, of whom nothing is known: 항응고제를 드시면."""

    @property
    def is_avoided(self) -> bool:
        """Whether nothing is told of how to do it, because it is not to be done."""
        return not _BANNED.isdisjoint(self.kinds) or not _NOT_TOLD_HOW.isdisjoint(self.slots)

    def allows(self, point: TopicPoint, way: str) -> bool:
        """Say whether a sentence bids nothing that a condition forbids."""
        if self.is_avoided or (point.moves and _FALLS in self.kinds):
            return False
        if point.hard and self.slots:
            return False
        return not any(
            pattern.search(way) for kind, pattern in _BREAKS.items() if kind in self.kinds
        )


NOTHING = Bearing((), (), frozenset())


def asks_to_train(question: str, topic: EverydayTopic) -> bool:
    """Say whether a question asks of exercise: of a topic of training, or whether to do a sport."""
    if topic.field == "training":
        return topic.moves
    if _ACHE.search(question):
        return False
    by_words = bool(_by_words(question))
    if topic.field == "talking":
        return by_words
    return (by_words or asks_hard(question)) and bool(_MAY_I.search(question))


def asks_how_now(question: str, topic: EverydayTopic) -> bool:
    """Say whether a question asks of exercise for today, to which a day of rest has but one answer."""
    if topic.name in _RESTFUL or _NOT_NOW.search(question):
        return False
    return asks_to_train(question, topic)


def meant_by(
    brief: Brief, question: str, topic: EverydayTopic, conditions: Sequence[str] | None = None
) -> Bearing:
    """Return what a person's conditions mean for what is asked of; nothing where they have none, or no exercise is asked of.

    On a day that allows less than moderate exercise the day speaks, and only what is to be avoided is said beside it.

    Args:
        brief: The day of who asks.
        question: What is asked.
        topic: What it is about.
        conditions: Of the person who is asked about, where it is somebody else; None: the profile's.
    """
    told = _told(brief, question, conditions)
    if not told or not asks_to_train(question, topic):
        return NOTHING
    if brief.facts.safety_level >= SafetyLevel.DEFER:
        return NOTHING
    kinds = _kinds_of(question, topic)
    found = [(_kind_for(one, kinds), one) for one in told]
    if not may_move(brief.facts):
        is_light = brief.facts.max_intensity_allowed == "light"
        found = [
            (kind, one)
            for kind, one in found
            if kind in _BANNED or (is_light and one == _OF_LIGHT_DAYS)
        ]
    found.sort(key=lambda one: (*_KINDS, _ANY).index(one[0]))
    found = found[:_MOST]
    if any(kind in _BANNED for kind, _ in found):
        found = [one for one in found if one[0] in _BANNED]
    return Bearing(
        tuple(f"sport.{kind}.{one}" for kind, one in found),
        tuple(one for _, one in found),
        frozenset(kind for kind, _ in found),
        conditions is not None,
    )


def avoided_by(brief: Brief, question: str, conditions: Sequence[str] | None = None) -> Bearing:
    """Return what a person's conditions mean for a sport that they are not to do; nothing for any other, or where it is not asked of.

    Whatever the topic: of some such sports none speaks.

    Args:
        brief: The day of who asks.
        question: What is asked.
        conditions: Of the person who is asked about, where it is somebody else; None: the profile's.
    """
    told = _told(brief, question, conditions)
    asks = (_MAY_I, _SETS_OUT, _NAMED_ALONE)
    if _ACHE.search(question) or not any(pattern.search(question) for pattern in asks):
        return NOTHING
    kinds = _by_words(question)
    found = [(kind, one) for one in told if (kind := _kind_for(one, kinds)) in _BANNED][:_MOST]
    slots = tuple(f"sport.{kind}.{one}" for kind, one in found)
    kinds = frozenset(kind for kind, _ in found)
    return Bearing(slots, tuple(one for _, one in found), kinds, conditions is not None)


def tells_weak_bones(question: str) -> bool:
    """Say whether a question tells of weak bones, of whomever: 할머니가 골다공증이신데."""
    return bool(_TELLS_BONES.search(question))


def is_named_alone(question: str) -> bool:
    """Say whether a turn asks of another thing by no more than its name.

    >>> is_named_alone("그럼 축구는요?"), is_named_alone("축구는 어때요?")
    (True, False)
    """
    return bool(_NAMED_ALONE.search(question))


def lines_of(meant: Bearing, speaker: Speaker, first: str) -> list[str]:
    """Say what conditions mean for what is asked of, and whom to ask where that is not said by it.

    Args:
        meant: What they mean.
        speaker: The conversation's voice.
        first: What the answer's first sentence of a topic says: what it says of a condition itself is not said again.
    """
    left = [
        (slot, one)
        for slot, one in zip(meant.slots, meant.conditions, strict=True)
        if not (slot.startswith(f"sport.{_ANY}.") and names(first, one))
    ]
    said = [fresh(speaker, slot) for slot, _ in left]
    asked = [one for _, one in left if one != WEAK_BONES]
    if asked and not any(map(_SENDS.search, said)):
        speaker.know(told=", ".join(map(condition_label, asked)))
        said.append(fresh(speaker, f"ask.{asked[0]}" if len(asked) == 1 else "ask.several"))
    return [*map(supposing, said)] if meant.is_anothers else said


def supposing(way: str) -> str:
    """Say of anybody with a condition what is said of a person who has it.

    >>> supposing("항응고제를 드시니 부딪히는 운동은 하지 않아요.")
    '항응고제를 드시면 부딪히는 운동은 하지 않아요.'
    """
    return _HAS.sub(lambda has: f"{has['whose']}면" if has["whose"] else "있으면", way)


def names(sentence: str, condition: str) -> bool:
    """Say whether a sentence names a condition."""
    return bool(_named()[condition].search(sentence))


def supposes_another(way: str, conditions: Sequence[str]) -> bool:
    """Say whether a sentence supposes a condition that a person, whose conditions are known, does not have.

    What is said to who is with child is said to nobody else.

    >>> supposes_another("고혈압이 있으면 담당 의사와 먼저 의논하세요.", ["pregnancy"])
    True
    """
    if not conditions:
        return False
    supposed = {name for name, pattern in _supposed().items() if pattern.search(way)}
    return bool(supposed) and supposed.isdisjoint(conditions)


def speaks_of_birth(way: str, question: str, conditions: Sequence[str]) -> bool:
    """Say whether a sentence speaks to who is with child, or has borne one, and neither is told of this person.

    >>> speaks_of_birth("태동이 줄었다고 느끼면 산부인과에 전화하세요.", "스쿼트 해도 돼요?", [])
    True
    """
    return any(
        of.search(way) and condition not in conditions and not told.search(question)
        for condition, of, told in _OF_BIRTH
    )


def bids_to_train(way: str) -> bool:
    """Say whether a sentence bids to train, as none does on a day of rest.

    >>> bids_to_train("어제 하체였다면 오늘은 상체가 좋아요."), bids_to_train("운동은 하루 쉬는 게 좋아요.")
    (True, False)
    """
    return any(
        _BIDS.search(one) and not _RESTS.search(one) for one in re.split(r"(?<=[.!?]) ", way)
    )


def _told(brief: Brief, question: str, conditions: Sequence[str] | None) -> list[str]:
    """Return the conditions of a person, and weak bones where the question tells of them."""
    told = brief.profile.conditions if conditions is None else conditions
    bones = [WEAK_BONES] if tells_weak_bones(question) and WEAK_BONES not in told else []
    return [*told, *bones]


def _kinds_of(question: str, topic: EverydayTopic) -> frozenset[str]:
    found = _by_words(question)
    if asks_hard(question):
        found |= {_HARD}
    kind = _OF_TOPIC.get(topic.name)
    if found or kind is None or (kind == _FALLS and _NO_FALL.search(question)):
        return found
    return frozenset({kind})


def _kind_for(condition: str, kinds: frozenset[str]) -> str:
    """Return the kind of those asked of which a condition has most to say of."""
    sports = table("considerations")["sports"]
    return next((kind for kind in _KINDS if kind in kinds and condition in sports[kind]), _ANY)


def _by_words(question: str) -> frozenset[str]:
    return frozenset(kind for kind, pattern in _words().items() if pattern.search(question))


@cache
def _words() -> Mapping[str, re.Pattern[str]]:
    rows: dict[str, list[str]] = table("considerations")["kinds"]
    return {kind: re.compile("|".join(words)) for kind, words in rows.items()}


@cache
def _named() -> Mapping[str, re.Pattern[str]]:
    rows: dict[str, str] = table("considerations")["named"]
    return {name: re.compile(words) for name, words in rows.items()}


@cache
def _supposed() -> Mapping[str, re.Pattern[str]]:
    rows: dict[str, str] = table("considerations")["named"]
    return {name: re.compile(f"(?:{words}){_SUPPOSED}") for name, words in rows.items()}
