"""Composing an answer about an everyday topic from its points, as the table says them word for word."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import compress
from typing import NamedTuple
from zlib import crc32

from wearable_coach.answers.brief import Brief
from wearable_coach.answers.coaching.answers import cap_line
from wearable_coach.answers.coaching.closing import closing_slot
from wearable_coach.answers.coaching.feelings import heard
from wearable_coach.answers.coaching.notes import (
    ASIDE,
    conditions_carried,
    conditions_noted,
    held_back,
    readings_noted,
    why_not_vigorous,
    wishes,
)
from wearable_coach.answers.coaching.topic import Topic, fresh
from wearable_coach.answers.everyday.closest import nearest_first, nearest_ways, stems_of
from wearable_coach.answers.everyday.misplaced import (
    is_for_beginners,
    misplaced,
    of_another_part,
    presumes,
)
from wearable_coach.answers.everyday.ranking import Ranked, ranked
from wearable_coach.answers.everyday.relevance import asks_of_risk
from wearable_coach.answers.everyday.repeating import repeats
from wearable_coach.answers.everyday.sports import (
    NOTHING,
    Bearing,
    asks_how_now,
    asks_to_train,
    bids_to_train,
    lines_of,
    meant_by,
    speaks_of_birth,
    supposes_another,
)
from wearable_coach.answers.everyday.wished import Wished, wished_in
from wearable_coach.rendering.held_out import drawn_by
from wearable_coach.rendering.labels import condition_label
from wearable_coach.rendering.phrases import Speaker
from wearable_coach.standards.levels import SafetyLevel
from wearable_coach.standards.safety import is_minor
from wearable_coach.standards.topics import (
    OF_SYMPTOMS,
    WAYS,
    EverydayTopic,
    TopicPoint,
    fits_day,
    may_move,
)

Sayable = Callable[[str], bool]
LONGEST, LONGEST_OF_ROW = 650, 450
"""The most that an answer of normal length has, and one in a dataset's conversation, unless its points alone have more [characters]."""
_FEWEST = 3
"""So many points are said where nothing known is like the question."""
_FEWEST_IN_ROW = 2
"""So many at least in a conversation of a dataset, which goes on."""
_MANY = 8
"""So many points are said at most to who asks."""
_AFTER_CONDITION = 4
"""So many points at most are tried behind what a condition means; its own lines answer first."""
_LEAST_SHARE = 0.12
"""Of points that are spoken for as one is, so many must belong to a complete answer, that it is said beside the first few."""
_NEAREST = 2
"""So many of the points that are nearest to a question are said whatever else they answer."""
_SHARE = {"open": 0.75, "close": 0.5}
"""Of answers that no question was put to; who asks wants the answer, and nothing around it."""
TALKING = "talking"
"""The field of topics that open by themselves: praise, thanks, discouragement, small talk."""
_MOODS = {"body": "pain", "training": "learn", "living": "learn"}
_OF_REST = frozenset({"alcohol", "hangover"})
"""Topics whose answers say to rest, whatever the day allows."""
_OF_HEAT = frozenset({"heat", "sauna"})
_ON_WEIGHT = frozenset({
    "weight_not_moving", "belly_fat", "body_fat_and_bmi", "gaining_weight", "diet_basics", "knee_pain", "arthritis",
    "comparing_with_others",
})  # fmt: skip
"""Topics beside which the name of a class of body mass index belongs to the answer."""
_ACHE = re.compile(r"아프|아파|아픈|통증|쑤시|결려|결리|저려|저리|시큰|욱신|뻐근|붓|부었")
_BUT = re.compile(r"^(?:다만|하지만|그런데) ")
"""How a sentence begins that stands against one before it."""
_SPECIALIST = re.compile(
    r"정형외과|산부인과|이비인후과|피부과|신경과|비뇨의학과|정신건강의학과|수면클리닉"
)
_URGENT = re.compile(r"119|응급|바로|그날|당장|미루지|서둘")
_HELP = re.compile(
    r"119|109|진료|병원|의사|의료진|의료기관|응급실|전문의|약사|영양사|상담|[내외안]과|의학과|부인과|피부과|비인후과"
)


class EverydayPart(NamedTuple):
    """One answer to write."""

    brief: Brief
    topic: EverydayTopic
    speaker: Speaker
    question: str = ""
    sayable: Sayable | None = None
    """Whether a sentence may be said of this day; None asks nobody."""
    first: bool = True
    """Whether it is the first answer of a conversation, which opens it."""
    is_taught: bool = False
    """Whether a dataset's row is written: its voice says each point in its own way."""
    heard: tuple[tuple[str, float], ...] = ()
    """Names of the topics that the question may be about, this one among them, and how well each is heard [margins]."""
    told: str = ""
    """All that the user says in this turn, for a feeling in it; empty: the question alone."""
    notes_told: bool = False
    """Whether it also says what the weightiest reading means, because the question told readings."""
    said_before: str = ""
    """All that a user said in a chat: what a plan is to keep to stands in it."""
    is_of_another: bool = False
    """Whether the question is about somebody else, of whom the profile says nothing."""
    conditions: tuple[str, ...] | None = None
    """Conditions of the person who is asked about, where they are told of somebody else; None: the profile's."""

    @property
    def wished(self) -> Wished:
        """What a plan is to keep to."""
        return wished_in(f"{self.said_before} {self.question}")

    @property
    def meant(self) -> Bearing:
        """What the person's conditions mean for the exercise that they ask of."""
        if self.is_taught or not self.question or (self.is_of_another and not self.conditions):
            return NOTHING
        return meant_by(self.brief, self.question, self.topic, self.conditions)


class SaidPoint(NamedTuple):
    """A point and how it is said."""

    point: TopicPoint
    way: str


def everyday_answer(part: EverydayPart) -> str:
    """Return an answer about a topic; empty where nothing of it may be said to this person today."""
    brief, speaker, manner = part.brief, part.speaker, part.brief.manner
    if not part.is_taught and part.question:
        return _answer_to_user(part)
    said, direct = _said(part)
    if not said:
        return ""
    draw = speaker.rng.random
    opens, closes = (not part.question and draw() < _SHARE[at] for at in ("open", "close"))
    lines = [one.way for one in said]
    is_left_out = not any(one.point == direct for one in said)
    is_talk = part.topic.field == TALKING
    restraint = _restraint(part)
    if part.notes_told:
        lines += _noted(part)
    elif part.first and not is_talk:
        lines += wishes(brief, speaker)
    if restraint:
        lines.insert(0 if is_left_out else len(lines), restraint)
    lines += _of_conditions(part, said, " ".join(lines))
    _put_alarm_last(lines, said)
    room = (LONGEST_OF_ROW if part.is_taught else LONGEST) - sum(len(line) + 1 for line in lines)
    opening = part.first and manner.opens and not is_talk and not (is_left_out and restraint)
    felt = "" if is_talk else heard(part.told or part.question, speaker)
    if felt:
        lines.insert(0, felt)
        room -= len(felt) + 1
    elif opens and opening:
        opener = speaker.say(f"open.{_mood(part)}")
        if len(opener) < room:
            lines.insert(0, opener)
            room -= len(opener) + 1
    if closes and manner.closes and not is_talk:
        closer = fresh(speaker, closing_slot(brief, moves=part.topic.moves))
        lines += [closer] if len(closer) < room else []
    return " ".join(lines)


def _answer_to_user(part: EverydayPart) -> str:
    """Return an answer to who asks: what the day and a condition decide first, then as many points as it has room for."""
    brief, speaker, meant = part.brief, part.speaker, part.meant
    said, direct = _said(part)
    if not said and not meant.slots:
        return ""
    is_talk = part.topic.field == TALKING
    restraint = _restraint(part)
    is_deferred = brief.facts.safety_level >= SafetyLevel.DEFER
    is_decided = (
        is_deferred
        or asks_to_train(part.question, part.topic)
        or not any(one.point == direct for one in said)
    )
    before = [] if is_talk else [heard(part.told or part.question, speaker)]
    before += [restraint] if is_decided else []
    before += lines_of(meant, speaker, said[0].way if said else "")
    after = [] if is_decided else [restraint]
    if part.first and not is_talk:
        after = [*wishes(brief, speaker), *after]
    before, after = [*filter(None, before)], [*filter(None, after)]
    said = _fitted(sent_once(said), LONGEST - sum(len(line) + 1 for line in (*before, *after)))
    lines = [*before, *(one.way for one in said), *after]
    lines[0] = _BUT.sub("", lines[0])
    if said:
        _put_alarm_last(lines, said)
    return " ".join(lines)


def sent_once(said: Sequence[SaidPoint]) -> list[SaidPoint]:
    """Leave out what sends to a specialist again, but where it is urgent."""
    kept: list[SaidPoint] = []
    for one in said:
        place = _SPECIALIST.search(one.way)
        sent = place is not None and any(place[0] in other.way for other in kept)
        if not sent or _URGENT.search(one.way):
            kept.append(one)
    return kept


def _fitted(said: list[SaidPoint], room: int) -> list[SaidPoint]:
    """Leave out the last points that there is no room for, of three never one, and never the only one that sends to help."""
    kept = [*said]
    while len(kept) > _FEWEST and sum(len(one.way) + 1 for one in kept) > room:
        helps = [one for one in kept if _is_help(one.point)]
        others = [one for one in kept[1:] if helps != [one]]
        kept.remove(others[-1])
    return kept


def _restraint(part: EverydayPart) -> str:
    """Say what the day allows, or the person; nothing where neither asks for restraint, or a condition says it."""
    brief, speaker = part.brief, part.speaker
    restraint = cap_line(brief, speaker) if _bids_restraint(part) else ""
    if part.meant.slots:
        return restraint
    is_wish_answered = (part.first or part.notes_told) and bool(why_not_vigorous(brief))
    if is_wish_answered and brief.profile.desired_intensity == "vigorous":
        return restraint
    return held_back(brief, speaker, part.question) or restraint


def _put_alarm_last(lines: list[str], said: Sequence[SaidPoint]) -> None:
    """Move a last point that names 119 behind all that was added to it: nothing takes it back."""
    *before, last = said
    if before and "119" in last.way:
        lines.remove(last.way)
        lines.append(last.way)


def is_answered(topic: EverydayTopic, question: str, text: str) -> bool:
    """Say whether a text says one of the points that answer a question of a topic."""
    best = ranked(question, ((topic.name, 0.0),))[:_FEWEST]
    points = [one.point for one in best] or topic.points
    return any(way in text for point in points for way in point.ways)


def _noted(part: EverydayPart) -> list[str]:
    """Say what the weightiest reading means that the question told; nothing that was told is passed over."""
    group = "body" if part.topic.name in _ON_WEIGHT else "life"
    noted = readings_noted(part.brief, Topic(ASIDE, group, "learn", None), part.speaker)
    return [*noted[:1], *wishes(part.brief, part.speaker)]


def _bids_restraint(part: EverydayPart) -> bool:
    """Say whether an answer tells what the day allows: thanks need it on a day of rest alone."""
    facts = part.brief.facts
    if is_minor(part.brief.profile) or _tells_to_rest(part):
        return False
    if part.topic.moves or facts.max_intensity_allowed == "none":
        return True
    return part.first and (part.topic.field != TALKING or facts.safety_level >= SafetyLevel.DEFER)


def _of_conditions(part: EverydayPart, said: Sequence[SaidPoint], text: str) -> list[str]:
    """Say what a condition asks for where it is told, and in every later turn about moving, heat or a symptom."""
    topic, moves = part.topic, any(one.point.moves for one in said)
    is_later = part.is_taught and not part.first
    if part.notes_told or (is_later and not moves and topic.name in _OF_HEAT | OF_SYMPTOMS):
        return conditions_noted(part.brief, part.speaker, text)
    if is_later and (moves or (topic.field == "training" and topic.moves)):
        return conditions_carried(part.brief, part.speaker, text)
    return []


def _tells_to_rest(part: EverydayPart) -> bool:
    """Say whether a topic's own answer asks for more than what the day allows: after drinking nobody exercises moderately."""
    facts = part.brief.facts
    is_free = facts.max_intensity_allowed != "none" and facts.safety_level < SafetyLevel.DEFER
    return part.topic.name in _OF_REST and is_free


def sends_to_help(said: str) -> bool:
    """Say whether a sentence tells where to get help."""
    return bool(_HELP.search(said))


def voiced(
    topic: EverydayTopic, voice: int, split: str | None = None
) -> list[tuple[TopicPoint, Sequence[str]]]:
    """Return the points with the ways that a voice takes of those its split draws, the one it says first at the front.

    No two voices say the first three points of a topic alike, so that what one split learns is not word for word
    what the other is tried on.
    """
    turn = voice + crc32(topic.name.encode())
    found: list[tuple[TopicPoint, Sequence[str]]] = []
    for point in topic.points:
        ways = [point.ways[k] for k in drawn_by(split, point.id, point.ways)]
        first = turn % len(ways)
        turn //= WAYS
        found.append((point, ways[first:] + ways[:first]))
    return found


def _said(part: EverydayPart) -> tuple[list[SaidPoint], TopicPoint]:
    """Return what is said, and the point that answers directly, whether it may be said or not."""
    topic = part.topic
    if part.question and not part.is_taught:
        return _said_of_like(part)
    is_known = part.question in topic.questions
    named = topic.answered_by[topic.questions.index(part.question)] if is_known else ()
    direct = [topic.points[place] for place in named]
    allowed = _relevant(part, _allowed(topic, part.brief), [*direct, topic.points[0]])
    if part.question:
        conditions = map(condition_label, part.brief.profile.conditions)
        asked = " ".join((part.question, *conditions))
        allowed = nearest_first(allowed, asked)
        allowed = _direct_first(part, allowed, direct)
    return _spoken(part, allowed), (direct or topic.points)[0]


def _said_of_like(part: EverydayPart) -> tuple[list[SaidPoint], TopicPoint]:
    """Return what is said to who asks: what answered the questions that are like theirs."""
    brief, heard = part.brief, part.heard or ((part.topic.name, 0.0),)
    best = ranked(part.question, heard)
    found = [one for one in best if fits_day(one.point, brief.profile, brief.facts)]
    direct = best[0].point if best else part.topic.points[0]
    is_rest = not may_move(brief.facts) and not is_minor(brief.profile)
    if part.meant.is_avoided or (is_rest and asks_how_now(part.question, part.topic)):
        return [], direct  # of what is not to be done nobody is told how
    if not found:
        return _spoken(part, _allowed(part.topic, brief)[:_FEWEST]), direct
    surely = [at < _FEWEST or one.share >= _LEAST_SHARE for at, one in enumerate(found)]
    chosen = [*compress(found, surely)][:_MANY]
    if part.meant.slots:
        chosen = chosen[:_AFTER_CONDITION]
    is_helped = any(_is_help(one.point) for one in chosen)
    if not is_helped and asks_of_risk(part.question, part.topic, brief):
        chosen += [one for one in found if _is_help(one.point)][:1]
    allowed = [(one.point, nearest_ways(_ways_of(one, brief), part.question)) for one in chosen]
    allowed.sort(key=lambda one: not any(map(part.wished.names, one[1])))
    return _spoken(part, allowed), direct


def _ways_of(one: Ranked, brief: Brief) -> Sequence[str]:
    """Return the ways of a point as a voice has them."""
    return dict(voiced(one.topic, brief.voice, brief.split))[one.point]


def _spoken(
    part: EverydayPart,
    allowed: Sequence[tuple[TopicPoint, Sequence[str]]],
) -> list[SaidPoint]:
    """Return points with the way that each is said: none that repeats another, or that stands in the wrong place."""
    if part.brief.manner.length == "short":
        allowed = _shortest(allowed)
    found: list[SaidPoint] = []
    for point, ways in allowed:
        said = [one.way for one in found]
        anew = (
            way
            for way in _mannered(_fitting(point, ways, part, is_first=not found), part)
            if not part.question
            or not (repeats(way, said) or misplaced(way, said, part.brief, part.question))
        )
        way = next((w for w in anew if part.sayable is None or part.sayable(w)), None)
        if way is not None:
            part.speaker.said.append(f"{point.id}.{point.ways.index(way)}")
            found.append(SaidPoint(point, way))
    return found


def _fitting(
    point: TopicPoint, ways: Sequence[str], part: EverydayPart, *, is_first: bool
) -> Sequence[str]:
    """Return the ways that take nothing for told which the question does not tell; what answers first is said anyway."""
    asked = part.question
    if not asked:
        return ways
    fitting = [
        way
        for way in ways
        if part.meant.allows(point, way)
        and not presumes(way, asked)
        and not of_another_part(way, asked)
        and not is_for_beginners(way, asked, part.brief)
        and (part.is_taught or _is_for(way, part))
    ]
    if fitting or not is_first or part.meant.slots:
        return fitting
    return ways if part.is_taught else [way for way in ways if _is_for(way, part)]


def _is_for(way: str, part: EverydayPart) -> bool:
    """Say whether a sentence is for who asks: for no other's condition, against no wish, no training on a day of rest."""
    conditions = part.brief.profile.conditions
    if supposes_another(way, conditions) or speaks_of_birth(way, part.question, conditions):
        return False
    if not part.wished.allows(way):
        return False
    asks = asks_to_train(part.question, part.topic)
    is_rest = not may_move(part.brief.facts) and not is_minor(part.brief.profile)
    return not (is_rest and asks and bids_to_train(way))


def _relevant(
    part: EverydayPart,
    allowed: list[tuple[TopicPoint, Sequence[str]]],
    direct: Sequence[TopicPoint],
) -> list[tuple[TopicPoint, Sequence[str]]]:
    """Leave out signs of danger from a row's answer where nobody asks of one; what answers the question stays."""
    if not part.question or asks_of_risk(part.question, part.topic, part.brief):
        return allowed
    return [one for one in allowed if one[0] in direct or not _is_help(one[0])]


def _is_help(point: TopicPoint) -> bool:
    """Say whether a point, however it is said, tells where to get help."""
    return all(map(sends_to_help, point.ways))


def _direct_first(
    part: EverydayPart,
    allowed: Sequence[tuple[TopicPoint, Sequence[str]]],
    direct: Sequence[TopicPoint],
) -> list[tuple[TopicPoint, Sequence[str]]]:
    """Put what the table names for the question first; others only where these are few."""
    known = [point for point, _ in allowed]
    first = [allowed[known.index(point)] for point in direct if point in known]
    first = first or list(allowed[:_NEAREST])
    rest = [one for one in allowed if one not in first and _goes_on(part, *one)]
    return [*first, *rest[: max(0, _FEWEST_IN_ROW - len(first))]]


def _goes_on(part: EverydayPart, point: TopicPoint, ways: Sequence[str]) -> bool:
    """Say whether a point that the table does not name for a question may follow what it names.

    What answers another question alone does not; neither does what says no word of the question, but for small talk,
    and for where to get help that answers no question of its own.
    """
    topic, helps = part.topic, _is_help(point)
    if point.id in topic.of_one_question:
        return False
    if topic.field == TALKING:
        return True
    is_direct = any(topic.points[places[0]] == point for places in topic.answered_by)
    asked = stems_of(part.question)
    return (helps and not is_direct) or any(stem in way for way in ways for stem in asked)


def _allowed(topic: EverydayTopic, brief: Brief) -> list[tuple[TopicPoint, Sequence[str]]]:
    return [
        (point, ways)
        for point, ways in voiced(topic, brief.voice, brief.split)
        if fits_day(point, brief.profile, brief.facts)
    ]


def _shortest(
    allowed: Sequence[tuple[TopicPoint, Sequence[str]]],
) -> list[tuple[TopicPoint, Sequence[str]]]:
    """Return the direct answer and the first point that tells where to get help, the shortest ways first."""
    helping = [one for one in allowed[1:] if _is_help(one[0])]
    kept = [*allowed[:1], *helping[:1]]
    return [(point, sorted(ways, key=len)) for point, ways in kept]


def _mannered(ways: Sequence[str], part: EverydayPart) -> Sequence[str]:
    """Put the ways that exclaim last, where the manner is calm."""
    if part.brief.manner.persona != "calm":
        return ways
    return sorted(ways, key=lambda way: "!" in way)


def _mood(part: EverydayPart) -> str:
    """Return the opening's mood: of an ache only where the question tells of one."""
    mood = _MOODS.get(part.topic.field, "learn")
    return "pain" if mood == "pain" and _ACHE.search(part.question) else "learn"
