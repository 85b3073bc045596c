"""That a week reaches what the WHO recommends is judged by the sums that the answer itself tells."""

import pytest

from tests.support.days import day
from wearable_coach.records import Message, Profile, Vitals
from wearable_coach.verification import judge_messages

WELL = day(
    Profile(age=44, sex="F", baseline_rhr=60, regularly_active=True),
    Vitals(resting_heart_rate=60, sleep_hr=7.5),
)
GUIDE = "WHO 신체활동 지침(2020)"
MODERATE, MIXED = "유산소(중강도): {} = 주 {}분\n", "고강도 {} = 주 {}분, 중강도 {} = 주 {}분\n"
MET = [
    f"{GUIDE}의 주 150~300분 중강도 범위에 들어요.",
    f"{GUIDE}이 권하는 주 150~300분 중강도를 채우는 양이에요.",
    f"주 150~300분 중강도라는 {GUIDE}의 권고를 충족해요.",
    f"{GUIDE}의 주 150~300분 중강도에 해당해요.",
]


def doubted(text):
    said = [Message(role="user", content="한 주 운동을 짜 주세요.")]
    said.append(Message(role="assistant", content=f"## 주간 합계\n{text}"))
    found = judge_messages(said, day=WELL, kind="coaching", by_ear=False).verdicts()
    return [(v.rule, v.span) for v in found if v.verdict != "supported"]


@pytest.mark.parametrize("met", MET)
def test_sums_below_it_do_not_reach_it(met):
    assert doubted(MODERATE.format("30분 × 4일", 120) + met) == [("STD-WHO-001", "150~300분")]
    mixed = MIXED.format("20분 × 2일", 40, "60분 × 1일", 60)
    assert doubted(mixed + met) == [("STD-WHO-001", "150~300분")]


@pytest.mark.parametrize("met", MET)
def test_sums_within_it_do(met):
    assert doubted(MODERATE.format("40분 × 4일", 160) + met) == []
    mixed = MIXED.format("25분 × 2일", 50, "50분 × 1일", 50)
    assert doubted(f"{mixed}중강도로 환산하면 50 × 2 + 50 = 150분이에요. {met}") == []


def test_what_is_still_lacking_is_no_claim_to_reach_it():
    short = f"{GUIDE}이 권하는 주 150~300분 중강도에는 아직 30분 모자라요."
    assert doubted(MODERATE.format("30분 × 4일", 120) + short) == []
    none = f"{GUIDE}의 주 150~300분은 중강도 기준이라, 저강도인 이 시간은 별도로 쳐요."
    assert doubted(f"유산소(저강도): 20분 × 4일 = 주 80분\n{none}") == []
