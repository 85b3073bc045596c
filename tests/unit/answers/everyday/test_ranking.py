"""What answered the questions that are like the one asked answers it, the best first."""

import pytest

from tests.support.cases import some
from wearable_coach.answers.everyday.ranking import ranked
from wearable_coach.learned.asked import asked
from wearable_coach.standards.topics import everyday_topics


def best(question, *topics):
    return [one.point.id for one in ranked(question, tuple((name, 0.0) for name in topics))]


def test_a_question_of_the_table_is_answered_by_what_the_table_names():
    right = tried = 0
    for name, topic in some(everyday_topics().items()):
        for question, places in zip(topic.questions, topic.answered_by, strict=True):
            tried += 1
            right += topic.points[places[0]].id in best(question, name)[:3]
    assert right / tried >= 0.95


@pytest.mark.parametrize(
    ("topic", "question", "point"),
    [
        ("heat", "습하면 왜 더 힘이 드는 거예요", "heat.why_hot"),
        ("rain", "비 오는데 집에서 뭐 하지", "rain.home_plan"),
        ("golf", "드라이버 거리가 안 나는데 무슨 운동 해야 돼요", "golf.distance"),
        ("gaining_weight", "살은 한 달에 몇 키로씩 찌워야 하나요", "gaining_weight.rate"),
    ],
)
def test_other_words_for_a_question_find_what_answers_it(topic, question, point):
    assert point in best(question, topic)[:4]


def test_points_of_two_topics_stand_by_how_well_each_is_heard():
    question = "비 오는 날 계단 대신 스쿼트만 하면 되나요?"
    even = {one.topic.name for one in ranked(question, (("rain", 0.0), ("squat_form", 0.0)))[:6]}
    one_only = ranked(question, (("rain", 3.0), ("squat_form", 0.0)))[:6]
    assert even == {"rain", "squat_form"}
    assert {one.topic.name for one in one_only} == {"rain"}


def test_shares_fall_after_the_one_that_answers_first():
    _, *rest = ranked("준비운동은 몇 분 해요?", (("warm_up", 0.0),))
    shares = [one.share for one in rest]
    assert shares == sorted(shares, reverse=True)
    assert 0 < shares[-1] < 0.1 < shares[0] < 1


def test_what_answers_directly_is_said_first():
    """Of the table's own questions, whose first point is known; asked about one topic."""
    first = tried = 0
    for name, topic in some(everyday_topics().items()):
        for question, places in zip(topic.questions, topic.answered_by, strict=True):
            tried += 1
            first += topic.points[places[0]].id == best(question, name)[0]
    assert first / tried >= 0.8


def test_every_labelled_question_names_points_that_the_table_has():
    topics = everyday_topics()
    for name, topic in some(topics.items()):
        known = {point.id.partition(".")[2] for point in topic.points}
        for one in asked(name):
            assert set(one.points) <= known, (name, one, "label it anew, and train `asked`")
    assert sum(len(asked(name)) for name in topics) > 9_000
