"""What is said of the days before is judged by those that are known, and by nothing else."""

import pytest

from tests.support.days import day
from wearable_coach.records import PastDays, Profile, Vitals
from wearable_coach.verification import verify_answer

PAST = PastDays(baseline_days=23, resting_heart_rate=61, sleep_hr=6.83, steps=7512)
PERSON = Profile(age=45, sex="M", baseline_rhr=60, past=PAST)
READINGS = Vitals(resting_heart_rate=63, sleep_hr=7.5, steps=6200)
KNOWN, UNKNOWN = (
    day(PERSON, READINGS),
    day(PERSON.model_copy(update={"past": None}), READINGS),
)
ASKED = "지난 7일 평균은 안정시 심박수 61bpm, 수면 6시간 50분, 걸음수 7,512보예요. 오늘은 어떤가요?"
TRUE = (
    "지난 7일 평균 수면은 6시간 50분이에요.",
    "지난 7일 평균은 안정시 심박수 61bpm, 수면 6시간 50분, 걸음수 7,512보예요.",
    "지난 7일 평균은 안정시 심박수 61bpm이고, 수면 6시간 50분이었어요.",
    "최근 일주일 평균 수면 시간은 6.8시간이었어요.",
    "수면은 지난 7일 평균(6시간 50분)보다 40분 길어요.",
    "오늘 수면 7시간 30분은 지난 7일 평균보다 길어요.",
    "지난 7일 평균보다 40분 더 주무셨어요.",
    "걸음수는 지난 7일 평균(7,512보)보다 1,312보 적어요.",
    "걸음수는 최근 7일 평균에 비해 적은 편이에요.",
    "안정시 심박수는 지난 7일 평균(61bpm)보다 2bpm 높아요.",
    "안정시 심박수는 지난 7일 평균(61bpm)과 비슷해요.",
    "지난 7일 평균(61bpm)과 안정시 심박수가 비슷해요.",
    "지난 7일 평균(7,512보)에 비해 걸음수는 1,312보 적어요.",
    "오늘 수면은 최근 7일 평균 6시간 50분보다 40분 길어요.",
    "평소 값은 23일의 중앙값이에요.",
)
FALSE = (
    "지난 7일 평균 수면은 7시간 10분이에요.",
    "지난 7일 평균은 안정시 심박수 61bpm, 수면 6시간 50분, 걸음수 9,512보예요.",
    "최근 일주일 평균 수면 시간은 7.5시간이었어요.",
    "수면은 지난 7일 평균(6시간 50분)보다 40분 짧아요.",
    "수면은 지난 7일 평균(6시간 50분)보다 90분 길어요.",
    "오늘 수면 7시간 30분은 지난 7일 평균보다 짧아요.",
    "지난 7일 평균보다 40분 덜 주무셨어요.",
    "걸음수는 지난 7일 평균(7,512보)보다 1,312보 많아요.",
    "걸음수는 지난 7일 평균과 비슷해요.",
    "안정시 심박수는 지난 7일 평균보다 낮아요.",
    "안정시 심박수는 지난 7일 평균(61bpm)과 같아요.",
    "지난 7일 평균(70bpm)과 안정시 심박수가 비슷해요.",
    "지난 7일 평균(7,512보)에 비해 걸음수는 1,312보 많아요.",
    "평소 값은 30일의 중앙값이에요.",
)
NOT_THERE = (
    "지난 14일 평균 수면은 6시간 50분이에요.",
    "지난 7일 평균 산소포화도는 97%예요.",
    "지난 7일 평균 체중은 70kg이에요.",
    "지난 7일 동안 계속 수면이 길어지는 추세예요.",
    "지난 7일 중 가장 길게 주무셨어요.",
    "지난 7일 평균보다 몸이 가벼우시네요.",
    "지난 7일 평균(61bpm)과 걸음수가 비슷해요.",
    "지난 7일 평균을 보면 수면이 늘고 있어요.",
    "지난 7일 평균 수면을 보면 점점 나빠지는 추세예요.",
    "지난주보다 걸음이 줄었어요.",
    "지난달보다 심박수가 높아졌어요.",
    "어제보다 40분 더 주무셨어요.",
    "요즘 계속 늦게 주무셨네요.",
    "수면은 지난 7일 평균보다 길고 요즘 계속 늦게 주무셨어요.",
)


def verdicts(text, of=KNOWN):
    return {v.verdict for v in verify_answer(text, day=of, kind=None, question=ASKED)}


@pytest.mark.parametrize("text", TRUE)
def test_what_the_days_before_hold_may_be_said(text):
    assert verdicts(text) == {"supported"}


@pytest.mark.parametrize("text", FALSE)
def test_what_they_hold_otherwise_is_contradicted(text):
    assert "contradicted" in verdicts(text)


@pytest.mark.parametrize("text", NOT_THERE)
def test_of_days_that_are_not_known_nothing_may_be_said_though_a_week_is_told(text):
    assert verdicts(text) - {"supported"}


@pytest.mark.parametrize("text", [*TRUE, *FALSE, *NOT_THERE])
def test_without_days_before_no_word_of_them_stands(text):
    found = verify_answer(text, day=UNKNOWN, kind=None, question="오늘은 어떤가요?")
    assert any(v.verdict != "supported" for v in found)


def test_a_mean_that_is_not_known_beside_one_that_is_stays_unsupported():
    some = day(PERSON.model_copy(update={"past": PastDays(sleep_hr=6.83)}), READINGS)
    assert verdicts("걸음수는 지난 7일 평균보다 적어요.", some) == {"unsupported"}
    assert "unsupported" in verdicts("지난 7일 평균은 수면 6시간 50분, 걸음수 7,512보예요.", some)


def test_what_is_only_supposed_of_the_days_before_is_no_claim_of_the_person():
    assert verdicts("수면이 지난 7일 평균보다 길면 낮잠은 짧게 주무세요.") <= {"supported"}


def test_words_beside_the_days_before_are_judged_as_ever():
    assert "contradicted" in verdicts("걸음수 8,000보는 지난 7일 평균(7,512보)보다 적어요.")
    assert verdicts("수면은 지난 7일 평균보다 길어요. 병원에 갈 필요는 없습니다.") - {"supported"}
