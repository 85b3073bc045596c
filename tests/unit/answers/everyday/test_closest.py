"""What is nearest to a question is said early, and the direct answer first."""

from tests.support.cases import some
from wearable_coach.answers.everyday.closest import nearest_first
from wearable_coach.standards.topics import everyday_topics


def of(name):
    return [(point, point.ways) for point in everyday_topics()[name].points]


def ids(allowed):
    return [point.id for point, _ in allowed]


def test_the_direct_answer_stays_first_whatever_is_asked():
    for name, topic in some(everyday_topics().items()):
        for question in some(topic.questions):
            assert ids(nearest_first(of(name), question))[0] == topic.points[0].id


def test_the_point_that_holds_most_of_the_question_comes_second():
    before = of("housework_and_stairs")
    after = nearest_first(before, "계단 내려갈 때 엘리베이터 타야 하나요?")
    assert ids(before)[1] != "housework_and_stairs.stairs_how"
    assert ids(after)[1] == "housework_and_stairs.stairs_how"
    assert "엘리베이터" in after[1][1][0]


def test_no_point_and_no_way_is_lost():
    for name in some(everyday_topics()):
        before, after = of(name), nearest_first(of(name), "무릎이 아픈데 수영장에서 걸어도 돼요?")
        assert sorted(ids(before)) == sorted(ids(after))
        assert {p.id: set(w) for p, w in before} == {p.id: set(w) for p, w in after}


def test_a_question_without_words_changes_nothing():
    after = nearest_first(of("warm_up"), "?!")
    assert [(point, tuple(ways)) for point, ways in after] == of("warm_up")
