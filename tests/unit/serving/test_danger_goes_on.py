"""What is told goes on: a worse turn changes what is said, and each danger has its own acts."""

import pytest

from tests.support.cases import some
from wearable_coach.records import Message
from wearable_coach.serving.chat_rules import rules_chat
from wearable_coach.serving.inputs import checked_day
from wearable_coach.serving.need import need_of, urgency_of
from wearable_coach.serving.prompts import Asked
from wearable_coach.serving.signs import signs_in
from wearable_coach.serving.told import known_day
from wearable_coach.verification import accepted

QUIET = {"resting_heart_rate": 62, "sleep_hr": 7.5, "steps": 8200, "oxygen_saturation": 97}


def asked(*turns, vitals=(), **profile):
    history = tuple(
        m
        for turn in turns[:-1]
        for m in (Message(role="user", content=turn), Message(role="assistant", content="네."))
    )
    person = {"age": 40, "sex": "F", "regularly_active": True} | profile
    day = checked_day(QUIET | dict(vitals), person, hrmax_formula="tanaka")
    request = Asked("coaching", day, day, turns[-1], history)
    return request._replace(known=known_day(day, request.user_words))


def answer(request):
    found = rules_chat(request)
    assert accepted(found.verdicts), found
    return found.text


@pytest.mark.parametrize(
    "turns",
    [
        ("엄마가 방금 쓰러지셨는데 호흡이 없어요",),
        ("갓난아기가 숨을 쉬지 않아요 어떡해",),
        ("남편이 의식이 없고 맥박이 안 잡혀요",),
        ("지하철에서 옆 사람이 쓰러졌어요", "숨을 컥컥거리기만 해요"),
    ],
)
def test_who_does_not_breathe_gets_chest_compressions_first(turns):
    first = answer(asked(*turns)).split(".")[0]
    assert "119" in first
    assert "심폐소생술" in first


def test_who_holds_the_breath_is_not_in_arrest():
    for said in some(("숨을 안 쉬고 버티는 연습은 어떻게 해요", "저 숨을 못 쉬겠어요")):
        assert need_of(asked(said)).kind != "arrest", said


@pytest.mark.parametrize(
    "said",
    [
        "기온이 36도인데 뛰다가 땀이 멎고 정신이 몽롱해요",
        "폭염에 밭일하시던 아버지가 횡설수설하세요",
    ],
)
def test_who_is_dazed_in_the_heat_is_cooled(said):
    assert "얼음" in answer(asked(said))


def test_heat_that_was_told_a_turn_before_counts():
    request = asked("오늘 폭염인데 등산 왔어요", "이제 땀도 안 나고 정신이 멍해요")
    assert need_of(request).kind == "heat_stroke"


@pytest.mark.parametrize(
    "said",
    [
        "운전하는데 자꾸 졸려요",
        "고속도로인데 눈이 자꾸 감겨요",
        "졸음운전할 것 같은데 커피 마실까요",
    ],
)
def test_who_dozes_at_the_wheel_stops_the_car_first(said):
    assert "차를 세우" in answer(asked(said)).split(".")[0]


@pytest.mark.parametrize(
    "said",
    [
        "당뇨 환자인데 여행 와서 인슐린을 이틀째 못 맞았어요",
        "엄마가 당뇨신데 인슐린 주사를 깜빡하셨대요",
        "1형 당뇨인데 인슐린 안 맞았어요",
    ],
)
def test_who_missed_insulin_is_given_no_sugar(said):
    assert need_of(asked(said)).kind == "high_sugar"
    assert "사탕이나 주스를 먹" in answer(asked(said))


def test_who_missed_the_meal_after_insulin_is_given_sugar():
    assert need_of(asked("인슐린 맞고 밥을 걸렀더니 손이 떨려요")).kind == "low_sugar"


@pytest.mark.parametrize(
    "turns",
    [
        ("친구가 죽고 싶다고 했는데", "아까부터 연락이 안 돼요"),
        ("동생이 살기 싫대요", "지금 다리 위라고 톡이 왔어요"),
        ("죽고 싶어요", "지금 옥상에 올라왔어요"),
    ],
)
def test_a_place_or_silence_turns_a_crisis_into_119(turns):
    assert urgency_of(asked(*turns[:1])) == "crisis"
    text = answer(asked(*turns))
    assert "119" in text.split(".")[0]
    assert "109" in text


def test_who_does_not_answer_is_not_always_who_is_in_danger():
    need = need_of(asked("우리 아이가 죽고 싶대요", "남편이 전화를 안 받아요 어쩌죠"))
    assert (need.urgency, need.who) == ("crisis", "아이")


def test_a_place_alone_is_no_crisis():
    for said in some(("옥상에서 줄넘기해도 되나요", "한강에 뛰러 나왔어요")):
        assert need_of(asked(said)).kind != "suicide_danger", said


@pytest.mark.parametrize(
    "turns",
    [("딸이 손목을 그었어요 피가 나요",), ("동생이 자해했어요", "상처가 깊어서 피가 안 멈춰요")],
)
def test_a_wound_is_pressed_before_anything_is_talked_of(turns):
    text = answer(asked(*turns))
    assert "119" in text.split(".")[0]
    assert "누르세요" in text


def test_who_left_drink_and_sees_what_is_not_there_hears_of_it():
    request = asked("소주를 매일 마시다 사흘 전에 끊었어요", "자꾸 헛것이 보이고 손이 떨려요")
    assert "술을 언제 끊었는지" in answer(request)


@pytest.mark.parametrize(
    ("said", "profile", "kind"),
    [
        ("니트로글리세린 쓰는데 시알리스도 함께 먹어도 되나요", {}, "nitrate_pair"),
        (
            "허리 아픈데 애드빌 한 알 먹어도 되려나",
            {"conditions": ["anticoagulant"]},
            "thinner_pair",
        ),
        ("스틸녹스 먹기 전에 소주 한잔 했는데 괜찮을까요", {}, "drink_pill"),
        ("자낙스 세 알 먹고 자도 되나요", {}, "drink_pill"),
        ("회식에서 한잔했는데 집까지 10분이라 차 몰고 가려고요", {}, "drink_drive"),
    ],
)
def test_what_must_not_go_together_is_said_and_does_not_stay(said, profile, kind):
    assert need_of(asked(said, **profile)).kind == kind
    assert "먼저" in answer(asked(said, **profile)).split(".")[0]
    assert urgency_of(asked(said, "종아리 스트레칭 알려 주세요", **profile)) == "none"


def test_a_chest_that_hurts_after_such_a_pill_is_told_so():
    request = asked("벌써 어젯밤에 팔팔정 먹었고 지금 가슴이 좀 뻐근한데 니트로 한 알 먹을까요")
    assert urgency_of(request) == "emergency"
    assert "니트로글리세린은 스스로 쓰지 마세요" in answer(request)


def test_pills_are_no_part_of_the_body():
    assert urgency_of(asked("가슴이 조이는데 약 두 알 먹을까요")) == "emergency"


@pytest.mark.parametrize(
    ("turns", "urgency"),
    [
        (("졸피뎀 열 알 먹을래요",), "crisis"),
        (("이제 그만 깨지 않고 싶다",), "crisis"),
        (("사업 망해서 빚만 남았네요", "보험금이라도 나오면 애들은 살겠지"), "crisis"),
        (("아기 낳은 지 2주 됐는데 생리대가 한 시간마다 흠뻑 젖어요",), "emergency"),
        (("외할머니가 욕실에서 미끄러지셨는데 일어나지를 못하세요",), "emergency"),
    ],
)
def test_a_danger_in_plain_words_is_heard(turns, urgency):
    assert urgency_of(asked(*turns)) == urgency


@pytest.mark.parametrize(
    ("said", "person"),
    [
        ("하루 300칼로리로 버티고 있어요 대단하죠", {}),
        ("변비약 먹으면 살이 빠진다던데 몇 알 먹어야 해요?", {}),
        ("굶어서 5키로 빼고 싶어요", {"age": 14}),
        ("살 빼려고 사흘째 물만 마시고 있어요", {}),
        ("요즘 거의 안 먹는데도 안 빠져요 운동 더 할까요", {"vitals": {"bmi": 16.2}}),
    ],
)
def test_starving_and_purging_are_heard_before_praise_and_before_age(said, person):
    request = asked(said, **person)
    assert need_of(request).kind == "eating_disorder"
    assert "축하" not in answer(request)


def test_a_light_meal_is_no_starving():
    for said in some(("점심에 500칼로리만 먹었어요", "건강검진 때문에 관장했는데 운동해도 돼요?")):
        assert not any(sign.kind == "eating_disorder" for sign in signs_in(said)), said


def test_a_sugar_that_was_low_keeps_from_training_though_it_rose():
    request = asked(
        "혈당 61 나왔어요", "사탕 먹고 다시 재니 98이에요. 헬스 가도 되죠?", conditions=["diabetes"]
    )
    assert "운동은 쉬고" in answer(request).split(".")[0]


@pytest.mark.parametrize(
    "turns",
    [
        ("남편 혈당이 48이에요",),
        ("혈당이 52 나왔어요", "아까 그건 아내 혈당이고 제건 118이에요"),
        ("혈당이 52 나왔어요", "아니 그건 아내 거예요", "지금 사탕 먹고 누워 있어요"),
    ],
)
def test_a_low_sugar_of_another_is_theirs_and_stays(turns):
    need = need_of(asked(*turns))
    assert (need.urgency, need.kind) == ("emergency", "low_sugar")
    assert need.who in {"남편", "아내"}


def test_after_a_heart_was_seen_to_its_doctor_says_how_far_one_moves():
    request = asked("가슴이 조여요", "응급실에 다녀왔는데 정상이래요", "내일부터 걷기 해도 될까요?")
    text = answer(request)
    assert urgency_of(request) == "none"
    assert "의사" in text.split(".")[0]
    assert "보통이에요" not in text
