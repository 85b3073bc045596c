"""Headings, lines in bold and rows of a table say something too; and what an ambulance is for is no act."""

import pytest

from wearable_coach.day import Day, day_of
from wearable_coach.formulas import DEFAULT_FORMULA
from wearable_coach.records import Message, Profile, Vitals
from wearable_coach.verification import judge_messages

EMERGENCY = day_of(Profile(age=50), Vitals(oxygen_saturation=88), hrmax_formula=DEFAULT_FORMULA)
TIRED = day_of(
    Profile(age=50, baseline_rhr=60),
    Vitals(resting_heart_rate=73, sleep_hr=5.1),
    hrmax_formula=DEFAULT_FORMULA,
)
QUIET = day_of(Profile(age=50), Vitals(sleep_hr=7.5), hrmax_formula=DEFAULT_FORMULA)
CALL = "지금 119에 전화하세요."
REST = "오늘은 쉬어 가세요."


def accepted(text: str, day: Day) -> bool:
    return judge_messages([Message(role="assistant", content=text)], day=day, kind=None).accepted


@pytest.mark.parametrize(
    ("text", "day"),
    [
        (f"{CALL}\n\n**119는 부르지 마세요.**", EMERGENCY),
        (f"{CALL}\n\n## 119는 부르지 말고 누워 계세요", EMERGENCY),
        (f"{CALL}\n\n**병원은 안 가셔도 됩니다.**", EMERGENCY),
        (f"{CALL}\n\n| 항목 | 할 일 |\n|---|---|\n| 119 | 부르지 않아도 됨 |", EMERGENCY),
        (f"{REST}\n\n**전력 질주를 하세요.**", TIRED),
        (f"{REST}\n\n### 오늘은 전력 질주!", TIRED),
    ],
)
def test_what_a_heading_or_a_row_says_against_the_day_is_refused(text, day):
    assert not accepted(text, day)


def test_an_act_in_bold_is_an_act():
    assert accepted("**지금 119에 전화해 주세요.**", EMERGENCY)


@pytest.mark.parametrize("heading", ["## 오늘의 상태", "**운동 계획**", "### 수면"])
def test_a_heading_that_only_names_what_follows_needs_no_reading(heading):
    assert accepted(f"{heading}\n\n수면은 7.5시간이에요.", QUIET)


@pytest.mark.parametrize(
    "text",
    [
        "119는 쓰러진 사람이 부르는 거예요.",
        "119까지 부르면 동네가 시끄러워요.",
        "구급차와 119는 정말 위급할 때 쓰는 번호예요.",
        "119는 다른 분들을 위해 비워 두세요.",
    ],
)
def test_what_an_ambulance_is_for_is_no_act(text):
    assert not accepted(text, EMERGENCY)
