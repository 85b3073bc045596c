"""The everyday topics are whole, and a fault is told with file, topic, point and what to do."""

import re
from copy import deepcopy

import pytest

from tests.support.cases import some
from tests.support.days import day
from wearable_coach.answers.everyday.choosing import OF_LOSS
from wearable_coach.records import Profile, Vitals
from wearable_coach.standards.topics import (
    OF_SYMPTOMS,
    WAYS,
    everyday_topics,
    fits_day,
    groups_of,
    topic_sources,
    topics_of,
)

WHOLE = {
    "sources": {"policy": "이 제품의 실무 기준"},
    "warm_up": {
        "about": "준비운동",
        "keys": ["준비운동"],
        "q": ["준비운동은 어떻게 해요?"],
        "first": [["before"]],
        "points": {
            "before": {
                "must": ["움직이"],
                "ways": ["움직이면서 풀어요.", "몸을 움직이며 데워요.", "천천히 움직이세요."],
                "source": "policy",
                "moves": True,
            }
        },
    },
}
RESTING = Vitals(resting_heart_rate=73, sleep_hr=5.1)


def changed(*path, value):
    rows = deepcopy(WHOLE)
    place = rows
    for key in path[:-1]:
        place = place[key]
    if value is None:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    return rows


def test_every_topic_has_points_in_three_ways_and_questions():
    topics = everyday_topics()
    for topic in some(topics.values()):
        assert topic.questions, topic.name
        assert topic.keys, topic.name
        for point in topic.points:
            assert len(point.ways) == WAYS, point.id
            assert point.source in topic_sources(), point.id
    points = [point.id for topic in topics.values() for point in topic.points]
    assert len(set(points)) == len(points)


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (changed("sources", value=None), "topics/body.yaml: sources: is missing; name each source"),
        (changed("warm_up", "q", value=None), "warm_up: lacks q; add it"),
        (changed("warm_up", "first", value=None), "warm_up: lacks first; add it"),
        (
            changed("warm_up", "first", value=[["before"], ["before"]]),
            "warm_up: first has 2 rows for 1 questions; name a point for each",
        ),
        (
            changed("warm_up", "first", value=[[]]),
            "warm_up: first has 0 rows for 1 questions; name a point for each",
        ),
        (
            changed("warm_up", "first", value=[["after"]]),
            "warm_up: first names ['after']; known are before",
        ),
        (changed("warm_up", "keys", value="준비"), "warm_up: keys is '준비'; give a list"),
        (changed("warm_up", "mood", value="x"), "warm_up: has mood; known are about, keys"),
        (
            changed("warm_up", "points", "before", "ways", value=["움직여요. 움직이"]),
            "warm_up.before: has 1 ways; give 3",
        ),
        (
            changed("warm_up", "points", "before", "must", value=["뛰"]),
            "warm_up.before: a way lacks 뛰: 움직이면서 풀어요.; say it",
        ),
        (
            changed("warm_up", "points", "before", "source", value="nobody"),
            "warm_up.before: source is nobody; add it to `sources`",
        ),
        (
            changed("warm_up", "points", "before", "not_for", value=["everybody"]),
            "warm_up.before: names the groups ['everybody']; known are anticoagulant",
        ),
    ],
)
def test_a_fault_is_told_with_its_place_and_what_to_do(rows, told):
    with pytest.raises(ValueError, match=r"topics/body\.yaml") as refused:
        list(topics_of("body", rows))
    assert told in str(refused.value)


def test_a_whole_file_is_read():
    (topic,) = topics_of("training", WHOLE)
    assert (topic.name, topic.field, topic.moves) == ("warm_up", "training", True)
    assert topic.points[0].id == "warm_up.before"
    assert topic.answered_by == ((0,),)


def test_a_person_is_of_the_groups_that_conditions_and_age_say():
    ill = Profile(age=70, conditions=("renal", "pacemaker"))
    assert groups_of(ill) == {"older", "kidney_disease", "heart_disease", "pacemaker"}
    assert groups_of(Profile(age=15)) == {"minor"}
    assert groups_of(Profile()) == frozenset()


def test_what_advises_to_move_waits_for_a_day_that_allows_it():
    (topic,) = topics_of("training", WHOLE)
    point = topic.points[0]
    trained = Profile(age=40, baseline_rhr=60, regularly_active=True)
    for profile, vitals, wanted in (
        (trained, Vitals(sleep_hr=7.5), True),
        (trained, Vitals(sleep_hr=5.5), True),
        (trained, RESTING, False),
        (Profile(age=40, conditions=("cvd",), regularly_active=False), Vitals(), False),
    ):
        known = day(profile, vitals)
        assert fits_day(point, known.profile, known.facts) is wanted
        still = point._replace(moves=False)
        assert fits_day(still, known.profile, known.facts)
        mine = still._replace(not_for=frozenset({"heart_disease"}))
        assert fits_day(mine, known.profile, known.facts) is ("cvd" not in profile.conditions)
        ours = still._replace(only_for=frozenset({"heart_disease"}))
        assert fits_day(ours, known.profile, known.facts) is ("cvd" in profile.conditions)


def test_topics_that_are_named_elsewhere_are_there():
    assert everyday_topics().keys() >= OF_SYMPTOMS | OF_LOSS


def test_a_chest_that_aches_in_exercise_is_never_left_to_a_doctor_alone():
    """What stops at a sign of the heart says 119 for where rest does not end it."""
    stops = re.compile(
        "가슴(?:이 아프|이 조이| ?통증)[^.]*(?:멈추고 진료|운동을 멈추고 진료)[^.]*[.]$"
    )
    ways = some(way for topic in everyday_topics().values() for p in topic.points for way in p.ways)
    assert not [way for way in ways if stops.search(way)]
