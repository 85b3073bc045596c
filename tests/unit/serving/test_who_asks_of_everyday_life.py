"""What is said to everybody is not said to whom it is wrong for: a kidney disease, a birth three weeks ago, a night of drinking."""

from bench.everyday import answered
from wearable_coach.answers.manner import Manner
from wearable_coach.serving.ages import age_in
from wearable_coach.serving.person import conditions_in
from wearable_coach.serving.symptoms import mentions
from wearable_coach.standards.topics import everyday_topics


def said(question):
    return answered(question, Manner())[0]


def test_a_stage_of_the_kidneys_is_a_kidney_disease_and_bars_amounts_of_protein():
    assert conditions_in("신장 3기인데 단백질 먹어도 되나요") == ("renal",)
    assert conditions_in("신장 180인데 단백질 먹어도 되나요") == ()
    assert conditions_in("친구가 콩팥 3기래요") == ()
    answer = said("신장 3기인데 단백질을 하루 몇 그램 먹으면 되나요?")
    assert "1.6g" not in answer
    assert "20~40g" not in answer
    assert "의사" in answer


def topics_said(text):
    return {
        t.name for t in everyday_topics().values() for p in t.points for w in p.ways if w in text
    }


def test_who_has_a_condition_hears_of_no_other_topic():
    asked = "플랭크랑 크런치는 하루 몇 세트가 좋을까요? 단백질도 더 먹어야 하나요?"
    assert len(topics_said(said(asked))) == 2
    for told in ("애 낳은 지 3주 됐어요. ", "당뇨가 있어요. ", "고1이에요. "):
        assert len(topics_said(said(told + asked))) <= 1, told


def test_letters_of_two_words_are_no_drink():
    assert not mentions("alcohol", "최소 주 3회는 해야 하나요?")
    assert not mentions("alcohol", "다음 주 필라테스는 가도 될까요?")
    assert not mentions("alcohol", "다음주에 가도 될까요?")
    assert mentions("alcohol", "어제술마시고 잤어요")
    assert mentions("alcohol", "최소 소주 한 병은 마셨어요")


def test_after_drinking_nobody_is_told_to_exercise_moderately():
    assert "중강도까지" not in said("소주 세 병 마시고 네 시간 잤어요. 해장 러닝 5km면 될까요?")


def test_the_age_of_a_parent_or_spouse_is_not_the_users():
    assert age_in("울 아부지 84세, 지팡이 짚고 다니시는데 만보가 목표예요") is None
    assert age_in("남편 45세인데 코를 골아요") is None
    assert age_in("아버지는 84세고 저는 52세예요") == 52
    assert age_in("72세 할머니입니다") == 72
