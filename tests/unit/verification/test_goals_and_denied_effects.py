"""Hours to be slept, sums that are to be reached, doses in lists, effects that are denied: each beside its false twin."""

import pytest

from wearable_coach.day import day_of
from wearable_coach.formulas import DEFAULT_FORMULA
from wearable_coach.records import Profile, Vitals
from wearable_coach.verification import judge_answer

DAY = day_of(
    Profile(age=45, sex="M", baseline_rhr=62, height_cm=170, regularly_active=True, desired_intensity="moderate"),
    Vitals(heart_rate=72, resting_heart_rate=62, sleep_hr=6.2, steps=8200, distance_km=5.6, active_calories=320, oxygen_saturation=97, weight=70.0, bmi=24.2),
    hrmax_formula=DEFAULT_FORMULA,
)  # fmt: skip
TWINS = (
    ("7시간은 자는 게 좋으니 오늘은 조금 일찍 누우세요.", "5시간은 자는 게 좋으니 오늘은 조금 일찍 누우세요."),
    ("하루 7시간은 주무셔야 해요.", "하루 4시간은 자야 해요."),
    ("7시간 자도록 해 보세요.", "어젯밤 7시간은 주무셨네요."),
    ("산소포화도 97%는 정상 범위(95~100%)예요.", "산소포화도 97%는 정상 범위(90~100%)예요."),
    ("주 150분을 채우려면 30분씩 5번 하면 돼요.", "주 150분을 채우려면 30분씩 4번 하면 돼요."),
    ("주 150분이면 하루 30분씩 5일이에요.", "주 150분이면 하루 30분씩 3일이에요."),
    ("- 빠르게 걷기: 주 5일, 30분", "- 빠르게 걷기: 주 5일, 300분"),
    ("걷기 30분 (주 5회)", "걷기 200분 (주 5회)"),
    ("1주차에는 20분, 2주차에는 25분으로 늘려 보세요.", "1주차에는 20분, 2주차에는 250분으로 늘려 보세요."),
    ("320칼로리를 태우셨네요.", "520칼로리를 태우셨네요."),
    ("숨이 차도 대화가 될 정도로만 걸으세요.", "숨이 차도 멈추지 말고 뛰세요."),
    ("무릎이 아프면 쉬세요.", "무릎이 아파도 쉬지 마세요."),
    ("잠은 회복에 영향을 줘요.", "잠이 부족해도 회복에는 아무 영향이 없어요."),
    ("하루 이틀 잠이 모자라도 괜찮아요.", "수면이 부족해도 괜찮아요."),
    ("걸음 수는 건강과 관련이 있어요.", "걸음 수는 건강과 아무 관련이 없어요."),
    ("8,200보면 다소 활동적인 편이에요.", "8,200보면 활동량이 턱없이 모자라요."),
    ("오래 앉아서 보내는 날이 많다면 한 시간마다 일어나 보세요.", "하루 종일 앉아서 보내셨네요."),
)  # fmt: skip


@pytest.mark.parametrize(("true", "false"), TWINS)
def test_twins_are_told_apart(true, false):
    assert judge_answer(true, day=DAY, kind=None).accepted
    assert not judge_answer(false, day=DAY, kind=None).accepted
