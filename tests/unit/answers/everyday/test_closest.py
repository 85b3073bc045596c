"""What is nearest to a question is said early, and the direct answer first."""

from tests.support.cases import some
from wearable_coach.answers.everyday.closest import nearest_first
from wearable_coach.answers.everyday.kinds import kinds_of
from wearable_coach.standards.topics import everyday_topics


def of(name):
    return [(point, point.ways) for point in everyday_topics()[name].points]


def ids(allowed):
    return [point.id for point, _ in allowed]


def test_the_direct_answer_stays_among_the_first_two_whatever_is_asked():
    for name, topic in some(everyday_topics().items()):
        for question in some(topic.questions):
            assert topic.points[0].id in ids(nearest_first(of(name), question))[:2]


def test_the_point_that_answers_the_sub_question_comes_first():
    cases = {
        ("heat", "습한 날 땀이 줄줄 나는데 왜 더 힘들어요?"): "heat.why_hot",
        ("rain", "비 오는 날 집에서 할 운동 목록 좀 알려 주세요"): "rain.home_plan",
        ("golf", "골프 비거리를 늘리려면 어떤 운동을 해야 해요?"): "golf.distance",
        ("gaining_weight", "한 달에 몇 kg씩 찌우는 게 적당해요?"): "gaining_weight.rate",
    }
    for (name, question), point in some(cases.items()):
        assert point in ids(nearest_first(of(name), question))[:2], question


def test_the_point_that_holds_most_of_the_question_comes_early():
    before = of("housework_and_stairs")
    after = nearest_first(before, "계단 내려갈 때 엘리베이터 타야 하나요?")
    assert ids(before)[1] != "housework_and_stairs.stairs_how"
    assert "housework_and_stairs.stairs_how" in ids(after)[:2]


def test_no_point_and_no_way_is_lost():
    for name in some(everyday_topics()):
        before, after = of(name), nearest_first(of(name), "무릎이 아픈데 수영장에서 걸어도 돼요?")
        assert sorted(ids(before)) == sorted(ids(after))
        assert {p.id: set(w) for p, w in before} == {p.id: set(w) for p, w in after}


def test_a_question_without_words_changes_nothing():
    after = nearest_first(of("warm_up"), "?!")
    assert [(point, tuple(ways)) for point, ways in after] == of("warm_up")


def test_what_a_question_asks_for_is_known_by_its_words():
    for asked, kinds in (
        ("스쿼트 하루에 몇 개 해요?", {"how_much"}),
        ("언제 재는 게 맞아요?", {"when"}),
        ("러닝머신이랑 밖 중에 뭐가 나아요?", {"which"}),
        ("해도 돼요?", {"all_right"}),
        ("나만 그래요?", {"usual"}),
        ("안녕하세요", set()),
    ):
        assert kinds_of(asked) == kinds, asked
