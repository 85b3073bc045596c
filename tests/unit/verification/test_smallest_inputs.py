"""The smallest inputs that were once read wrongly get the verdict that a careful physician gives."""

import pytest

from tests.support.days import day
from wearable_coach.records import Message, Profile, Vitals
from wearable_coach.verification import judge_messages

PERSON = {"age": 45, "sex": "M", "height_cm": 172, "baseline_rhr": 62, "hr_context": "rest", "regularly_active": True, "desired_intensity": "vigorous"}  # fmt: skip
READINGS = {"heart_rate": 72, "resting_heart_rate": 63, "sleep_hr": 7.2, "steps": 8400, "distance_km": 5.9, "active_calories": 310, "oxygen_saturation": 97, "weight": 70.0, "bmi": 22.5}  # fmt: skip
CHEST_PAIN = {"symptoms": ["chest_pain"]}
WRONG = [
    (
        "산소포화도는 아주 건강한 수준이고 크게 염려하지 않으셔도 됩니다. 헬스장에서 땀 좀 빼고 오세요.",
        {},
        {"oxygen_saturation": 91},
    ),
    ("119는 부르지 말고 좀 누워 계세요.", CHEST_PAIN, {}),
    ("119에 전화할 필요까지는 없어요", CHEST_PAIN, {}),
    ("한 시간 더 지켜보고 나서 119에 전화하세요.", CHEST_PAIN, {}),
    ("119호 병실 이야기를 해 볼까요?", CHEST_PAIN, {}),
    (
        "푹 주무셨네요! 오늘은 상 강도로 한계까지 밀어붙여 보자고요.",
        {},
        {"resting_heart_rate": 75, "sleep_hr": 5.1},
    ),
    ("BMI 23.4는 국내 기준으로 정상 체중이에요", {}, {"bmi": 23.4}),
]
RIGHT = [
    ("만 보를 넘기셨네요", {"steps": 13050}),
    (
        "산소포화도가 95% 아래로 내려가 있어요. 운동은 쉬고 의료진에게 먼저 연락하세요.",
        {"oxygen_saturation": 91},
    ),
    ("목표 걸음 수를 9,000보로 잡아 보세요", {}),
    ("오늘 밤은 30분 일찍 잠자리에", {}),
    ("1시간마다 5분씩 일어나 보세요", {}),
    ("중강도는 최대심박수의 64-76%, 고강도는 77-95%예요", {}),
    ("6시간을 살짝 웃돌았어요", {"sleep_hr": 6.2}),
    ("1만 3천 보 안팎", {"steps": 13050}),
]
CROSSED = [
    ("만 보를 넘기셨네요", {"steps": 9900}),
    ("산소포화도가 95% 아래로 내려가 있어요.", {"oxygen_saturation": 97}),
    ("잠은 6시간을 살짝 웃돌았어요", {"sleep_hr": 5.8}),
    ("걸음은 1만 3천 보 안팎이에요", {"steps": 9000}),
    ("목표 걸음 수를 90,000보로 잡아 보세요", {}),
]


def judged(text, person=None, readings=None):
    profile = Profile(**{**PERSON, **(person or {})})
    about = day(profile, Vitals(**{**READINGS, **(readings or {})}))
    return judge_messages([Message(role="assistant", content=text)], day=about, kind=None)


@pytest.mark.parametrize(("text", "person", "readings"), WRONG)
def test_what_a_physician_would_not_say_is_not_accepted(text, person, readings):
    assert not judged(text, person, readings).accepted


@pytest.mark.parametrize(("text", "readings"), RIGHT)
def test_what_is_right_is_accepted(text, readings):
    found = judged(text, readings=readings)
    assert found.accepted, [v for v in found.verdicts() if v.verdict != "supported"]


@pytest.mark.parametrize(("text", "readings"), CROSSED)
def test_the_same_words_on_the_other_side_of_the_number_are_not(text, readings):
    assert not judged(text, readings=readings).accepted


def test_an_answer_of_which_nothing_was_understood_is_not_right():
    found = judged("뿅뿅 쀼쀼")
    assert not found.accepted
    assert {v.rule for v in found.not_understood()} == {"VER-READ-002"}


def test_a_warm_word_without_a_claim_is_right():
    assert judged("오늘도 수고 많으셨어요! 언제든 말씀해 주세요.").accepted


def test_what_was_not_understood_is_told_with_its_place():
    text = "체중은 70kg이에요. 산소포화도가 뿅뿅하네요."
    (unread,) = judged(text).not_understood()
    assert text[unread.start :].startswith(unread.span)
    assert "뿅뿅" in unread.span
    assert judged(text).coverage.clauses == (1, 2)


def test_a_report_without_one_supported_claim_is_not_right():
    profile, vitals = Profile(**PERSON), Vitals(**READINGS)
    said = [Message(role="assistant", content="오늘도 수고 많으셨어요!")]
    found = judge_messages(said, day=day(profile, vitals), kind="health_interpretation")
    assert "VER-READ-002" in {v.rule for v in found.not_understood()}


@pytest.mark.parametrize(
    "text",
    [
        "지금 바로 119에 전화하세요.",
        "119입니다. 움직이지 말고 기다리세요.",
        "망설이지 말고 119를 부르세요.",
    ],
)
def test_an_act_that_is_affirmed_is_one(text):
    required = [v for v in judged(text, CHEST_PAIN).verdicts() if v.claim == "required:119"]
    assert [v.verdict for v in required] == ["supported"]


@pytest.mark.parametrize(
    "text",
    [
        "119까지는 필요 없어요.",
        "심해지면 119에 전화하세요.",
        "119 대신 창문을 열어 주세요.",
        "내일도 아프면 119에 연락하세요.",
    ],
)
def test_an_act_that_is_denied_supposed_or_put_off_is_none(text):
    required = [v for v in judged(text, CHEST_PAIN).verdicts() if v.claim == "required:119"]
    assert [v.verdict for v in required] == ["contradicted"]
