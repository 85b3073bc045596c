"""The everyday topics: what is asked of a coach beside the readings, and what an answer to it must contain.

One YAML file a field of life stands in ``topics/``: its sources by key, then topic → about, keys, q, first, points. A
sentence of an answer about such a topic is a *way* of a *point*, word for word; nothing else of the product says it.
`first` says of each question in turn which points answer it, the most direct one first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

import yaml

from wearable_coach.records import Profile
from wearable_coach.standards.facts import Facts
from wearable_coach.standards.levels import SafetyLevel, cap_of
from wearable_coach.standards.safety import is_minor
from wearable_coach.standards.table import table

OF_SYMPTOMS = frozenset({
    "after_vaccination", "alcohol", "ask_for_doctor", "discouraged", "dizzy_on_standing", "hangover", "headache_after_exercise",
    "heat", "heavy_legs", "low_mood", "menopause", "muscle_cramps", "overtraining", "postpartum_return", "snoring",
    "spo2_watch_accuracy",
})  # fmt: skip
"""Topics that who needs help may ask about in the same words: to be about one says nothing of being well."""
WAYS = 3
"""How many ways of saying a point has."""
_CONDITIONS: Mapping[str, frozenset[str]] = {
    "pregnancy": frozenset({"pregnancy"}),
    "postpartum": frozenset({"postpartum"}),
    "heart_disease": frozenset({"cvd", "atrial_fibrillation", "heart_transplant", "pacemaker"}),
    "hypertension": frozenset({"hypertension"}),
    "diabetes": frozenset({"diabetes"}),
    "kidney_disease": frozenset({"renal"}),
    "asthma": frozenset({"asthma"}),
    "anticoagulant": frozenset({"anticoagulant"}),
    "pacemaker": frozenset({"pacemaker"}),
    "beta_blocker": frozenset({"beta_blocker"}),
}
_OF_AGE = ("minor", "older")
GROUPS = frozenset({*_OF_AGE, *_CONDITIONS})
"""Whom a point can be kept from, or be kept for."""
_OF_TOPIC = {"about": str, "keys": list, "q": list, "points": dict, "first": list}
_OF_POINT = {"must": list, "ways": list, "source": str, "moves": bool, "hard": bool, "not_for": list, "only_for": list}  # fmt: skip
_NEEDED = ("ways", "source")


class TopicPoint(NamedTuple):
    """One thing that an answer must contain, and how it is said."""

    id: str
    """``topic.point``."""
    must: tuple[str, ...]
    """Every way holds at least one of these."""
    ways: tuple[str, ...]
    source: str
    """Key of a source in the file."""
    moves: bool
    """Whether it advises to move, so that it needs a day that allows it."""
    hard: bool
    """Whether it advises to run, jump or train hard, so that it needs a person and a day that allow it."""
    not_for: frozenset[str]
    only_for: frozenset[str]
    """Of `GROUPS`; nobody named is everybody."""

    def suits(self, groups: frozenset[str]) -> bool:
        """Say whether it may be said to somebody who is of these groups."""
        return self.not_for.isdisjoint(groups) and (
            not self.only_for or not self.only_for.isdisjoint(groups)
        )


class EverydayTopic(NamedTuple):
    """What one everyday question is about."""

    name: str
    field: str
    """The file that it stands in."""
    about: str
    keys: tuple[str, ...]
    """Words that name it in a question."""
    questions: tuple[str, ...]
    points: tuple[TopicPoint, ...]
    """The direct answer to most questions first."""
    answered_by: tuple[tuple[int, ...], ...]
    """Of each question the places of the points that answer it, the most direct one first."""

    @property
    def of_one_question(self) -> frozenset[str]:
        """Ids of the points that answer one of its questions and are said to no other."""
        named = Counter(place for places in self.answered_by for place in places)
        alone = {places[0] for places in self.answered_by if named[places[0]] == 1}
        return frozenset(self.points[place].id for place in alone)

    @property
    def moves(self) -> bool:
        """Whether anything of its answer advises to move."""
        return any(point.moves for point in self.points)


def groups_of(profile: Profile) -> frozenset[str]:
    """Return the groups of `GROUPS` that a person is of."""
    older_from: int = table("activity")["who_2020"]["ages"]["older_from"]
    found = _groups_of_conditions(profile.conditions)
    if is_minor(profile):
        found |= {"minor"}
    if profile.age is not None and profile.age >= older_from:
        found |= {"older"}
    return found


@cache
def _groups_of_conditions(conditions: tuple[str, ...]) -> frozenset[str]:
    return frozenset(
        name for name, those in _CONDITIONS.items() if not those.isdisjoint(conditions)
    )


def fits_day(point: TopicPoint, profile: Profile, facts: Facts) -> bool:
    """Say whether a point is for a person and a day: what advises to move wants a day that allows moderate exercise.

    What advises to run or to train hard wants a person, too, who may train hard.
    """
    if not point.suits(groups_of(profile)):
        return False
    return may_train_hard(profile, facts) if point.hard else not point.moves or may_move(facts)


def may_move(facts: Facts) -> bool:
    """Say whether a day allows moderate exercise."""
    cap = cap_of(facts.max_intensity_allowed)
    return facts.safety_level <= SafetyLevel.REDUCE and cap >= cap_of("moderate")


def may_train_hard(profile: Profile, facts: Facts) -> bool:
    """Say whether a person and a day allow to run, to jump or to train hard; in pregnancy nobody is bid to.

    Who tells nothing of themselves, neither age nor activity nor an illness, asks what holds for anybody.
    """
    if not may_move(facts) or "pregnancy" in profile.conditions:
        return False
    is_anybody = profile.age is None and profile.regularly_active is None and not profile.conditions
    return is_anybody or facts.max_intensity_allowed == "vigorous"


@cache
def everyday_topics() -> Mapping[str, EverydayTopic]:
    """Return the topics by name, in the order of the files and in them.

    Raises:
        ValueError: a file is not whole; the message names file, topic, point and what to do.
    """
    found: dict[str, EverydayTopic] = {}
    for field, rows in _files().items():
        for topic in topics_of(field, rows):
            if topic.name in found:
                other = found[topic.name].field
                raise _fault(
                    topic.field, topic.name, f"stands in {other}.yaml too", "rename one of them"
                )
            found[topic.name] = topic
    return found


@cache
def topic_sources() -> Mapping[str, str]:
    """Return what is cited, by the key that points name."""
    found: dict[str, str] = {}
    for rows in _files().values():
        found |= rows["sources"]
    return found


def topics_of(field: str, rows: Mapping[str, Any]) -> Iterator[EverydayTopic]:
    """Yield the topics of a file's rows.

    Raises:
        ValueError: something lacks or is of another kind.
    """
    sources = rows.get("sources")
    if not isinstance(sources, dict):
        raise _fault(field, "sources", "is missing", "name each source of the points")
    for name, row in rows.items():
        if name == "sources":
            continue
        _check(field, name, row, _OF_TOPIC, tuple(_OF_TOPIC))
        points = tuple(
            _point(field, name, key, point, sources) for key, point in row["points"].items()
        )
        if not points:
            raise _fault(field, name, "has no point", "say what answers it")
        keys, questions = tuple(map(str, row["keys"])), tuple(row["q"])
        first = _answered_by(field, name, row)
        yield EverydayTopic(name, field, row["about"], keys, questions, points, first)


def _answered_by(field: str, topic: str, row: Mapping[str, Any]) -> tuple[tuple[int, ...], ...]:
    places = {name: at for at, name in enumerate(row["points"])}
    told: list[list[str]] = row["first"]
    if len(told) != len(row["q"]) or not all(told):
        what = f"first has {sum(map(bool, told))} rows for {len(row['q'])} questions"
        raise _fault(field, topic, what, "name a point for each, in their order")
    if unknown := sorted({name for names in told for name in names} - places.keys()):
        raise _fault(field, topic, f"first names {unknown}", f"known are {', '.join(places)}")
    return tuple(tuple(places[name] for name in names) for names in told)


def _point(
    field: str, topic: str, name: str, row: Mapping[str, Any], sources: Mapping[str, str]
) -> TopicPoint:
    place = f"{topic}.{name}"
    _check(field, place, row, _OF_POINT, _NEEDED)
    must, ways = tuple(map(str, row.get("must", ()))), tuple(row["ways"])
    if len(ways) != WAYS or len(set(ways)) != WAYS:
        raise _fault(field, place, f"has {len(set(ways))} ways", f"give {WAYS}")
    for way in ways:
        if must and not any(word in way for word in must):
            wanted = " or ".join(must)
            raise _fault(field, place, f"a way lacks {wanted}: {way}", "say it, or mend `must`")
    if row["source"] not in sources:
        raise _fault(field, place, f"source is {row['source']}", "add it to `sources`")
    not_for, only_for = frozenset(row.get("not_for", ())), frozenset(row.get("only_for", ()))
    if unknown := sorted((not_for | only_for) - GROUPS):
        known = ", ".join(sorted(GROUPS))
        raise _fault(field, place, f"names the groups {unknown}", f"known are {known}")
    moves, hard = row.get("moves", False), row.get("hard", False)
    return TopicPoint(place, must, ways, row["source"], moves, hard, not_for, only_for)


def _check(
    field: str, place: str, row: object, kinds: Mapping[str, type], needed: tuple[str, ...]
) -> None:
    if not isinstance(row, dict):
        raise _fault(field, place, f"is {row!r}", f"give {', '.join(needed)}")
    for name in needed:
        if not row.get(name):
            raise _fault(field, place, f"lacks {name}", "add it")
    for name, value in row.items():
        if name not in kinds:
            raise _fault(field, place, f"has {name}", f"known are {', '.join(kinds)}")
        if not isinstance(value, kinds[name]):
            raise _fault(field, place, f"{name} is {value!r}", f"give a {kinds[name].__name__}")


def _fault(field: str, place: str, what: str, remedy: str) -> ValueError:
    return ValueError(f"topics/{field}.yaml: {place}: {what}; {remedy}")


@cache
def _files() -> Mapping[str, Mapping[str, Any]]:
    """Return the rows of every file by its name, in order."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    folder = files("wearable_coach.standards") / "topics"
    found = {}
    for file in sorted(folder.iterdir(), key=lambda f: f.name):
        field, _, ending = file.name.partition(".")
        if ending == "yaml":
            found[field] = yaml.load(file.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 - a safe loader
    return found
