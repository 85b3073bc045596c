"""What is nearest to a question is said early, and the direct answer first."""

from tests.support.cases import some
from wearable_coach.answers.everyday.closest import (
    best_first,
    named_before,
    nearest_first,
    nearest_question,
)
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


def test_a_point_of_another_topic_is_taken_only_where_it_names_what_no_own_point_does():
    own, others = of("weight_not_moving"), of("neck_shoulder_stiffness")
    assert ids(best_first(own, others, "해도 해도 안 빠져서 너무 속상해요")) == ids(own)
    asked = "비 오는 날 계단 대신 스쿼트만 하면 되나요?"
    mixed = ids(best_first(of("stretching"), of("squat_form"), asked))
    assert mixed[0] == "stretching." + of("stretching")[0][0].id.partition(".")[2]


def test_a_question_in_other_words_is_taken_for_the_nearest_of_its_topic():
    topics = everyday_topics()
    for topic in some(topics.values()):
        found = [nearest_question(topic, question) for question in topic.questions]
        assert found == list(range(len(topic.questions)))
    treadmill = topics["treadmill_or_outdoor"]
    at = nearest_question(treadmill, "런닝머신 손잡이 잡고 걸으면 효과 없나요")
    assert at is not None
    assert "손잡이" in treadmill.questions[at]
    assert nearest_question(treadmill, "?!") is None


def test_a_point_that_a_word_names_which_the_nearest_question_lacks_goes_before():
    golf, asked = everyday_topics()["golf"], "골프 비거리 늘리려면 어떤 운동을 해야 해요?"
    at = nearest_question(golf, asked)
    assert at is not None
    assert "비거리" not in golf.questions[at]
    first = named_before(golf, at, asked, nearest_first(of("golf"), asked))
    assert first[0].id == "golf.distance"
    known = golf.questions[at]
    direct = [golf.points[place] for place in golf.answered_by[at]]
    assert named_before(golf, at, known, nearest_first(of("golf"), known)) == direct


def test_no_point_and_no_way_is_lost():
    for name in some(everyday_topics()):
        before, after = of(name), nearest_first(of(name), "무릎이 아픈데 수영장에서 걸어도 돼요?")
        assert sorted(ids(before)) == sorted(ids(after))
        assert {p.id: set(w) for p, w in before} == {p.id: set(w) for p, w in after}


def test_a_question_without_words_changes_nothing():
    after = nearest_first(of("warm_up"), "?!")
    assert [(point, tuple(ways)) for point, ways in after] == of("warm_up")


def test_of_questions_alike_the_one_that_asks_the_same_kind_of_thing_is_taken():
    topics = everyday_topics()
    for name, asked, kind in (
        ("cool_down", "운동 끝나고 딱 서지 말라는 이유를 모르겠어요", "why"),
        ("nap", "낮잠은 길게 잡아 얼마나 자야 하나요", "how_much"),
        ("soreness", "런지한 다음날보다 이틀째가 더 아픈데 이거 정상?", "usual"),
    ):
        at = nearest_question(topics[name], asked)
        assert at is not None, asked
        assert kind in kinds_of(asked) & kinds_of(topics[name].questions[at]), asked


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
