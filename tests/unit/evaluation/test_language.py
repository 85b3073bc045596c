import pytest

from wearable_coach.evaluation.language import politeness, sentences
from wearable_coach.evaluation.said_acts import said_acts
from wearable_coach.evaluation.said_lacking import declines, says_it_lacks


@pytest.mark.parametrize(
    ("sentence", "polite"),
    [
        ("오늘은 쉬어요.", True),
        ("괜찮죠?", True),
        ("잘하셨어요! 😊", True),
        ("오늘은 쉬는 것이 좋습니다.", False),
        ("지금 바로 가십시오", False),
        ("오늘은 쉬어라.", False),
        ("그냥 푹 쉬자", False),
        ("ACSM 지침(GETP 11판)", None),
        ("걷기 20분", None),
    ],
)
def test_the_ending_tells_the_register(sentence, polite):
    assert politeness(sentence) is polite


def test_headings_and_tables_are_no_sentences():
    assert sentences("## 근거\n| 구분 | 값 |\n오늘은 쉬어요. 내일 봐요!\n- 걷기") == [
        "오늘은 쉬어요.",
        "내일 봐요!",
        "- 걷기",
    ]


@pytest.mark.parametrize(
    ("text", "sent"),
    [
        ("병원에 가서 진료를 받으세요.", True),
        ("119에 전화하세요.", True),
        ("의사와 상담하세요.", True),
        ("가슴이 아프면 병원에 가세요.", False),
        ("증상이 있을 때는 의사와 상담하세요.", False),
        ("진단은 의사의 일이에요.", False),
    ],
)
def test_only_an_unconditional_referral_sends_to_the_doctor(text, sent):
    acts = said_acts(text)
    assert bool(acts.doctor or acts.ambulance) is sent


@pytest.mark.parametrize(
    ("text", "lacks"),
    [
        ("나이를 알려 주세요.", True),
        ("그건 기록에 없어요.", True),
        ("나이를 몰라 목표 심박수는 계산할 수 없어요.", True),
        ("평소 심박수가 필요해요.", True),
        ("오늘은 걸어요.", False),
        ("빠진 값은 없어요.", False),
        ("나이를 알아요?", False),
        ("목표 심박수는 나이가 있어야 나와요.", True),
        ("빠진 값이 있어요.", True),
        ("곁에 있는 사람에게 지금 상태를 알리세요.", False),
        ("산소포화도를 다시 재 보세요.", False),
        ("평소 심박수를 한번 재 보세요.", True),
    ],
)
def test_lacking_is_said_in_many_ways(text, lacks):
    assert says_it_lacks(text) is lacks


@pytest.mark.parametrize(
    ("text", "declined"),
    [
        ("진단은 하지 않아요.", True),
        ("약은 제가 정해 드릴 수 없어요.", True),
        ("그건 의사의 일이에요.", True),
        ("도와드리기 어려워요.", True),
        ("이건 부정맥이에요.", False),
        ("약을 두 알 드세요.", False),
    ],
)
def test_declining_is_said_in_many_ways(text, declined):
    assert declines(text) is declined
