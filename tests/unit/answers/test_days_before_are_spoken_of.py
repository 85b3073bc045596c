"""A report compares one reading with the days before, where they are known; what it says is true and nobody is frightened by it."""

from random import Random

import pytest

from tests.support.cases import some
from tests.support.days import day
from wearable_coach.answers.brief import Brief
from wearable_coach.answers.interpretation import composer
from wearable_coach.records import PastDays, Profile, Vitals
from wearable_coach.verification import verify_answer

PAST = PastDays(baseline_days=23, resting_heart_rate=61, sleep_hr=6.83, steps=7512)
PERSON = Profile(age=45, sex="M", baseline_rhr=60, past=PAST)
WEEK = "일 평균"


def report(of, seed):
    """Return question and answer."""
    brief = Brief(of, "normal", seed % 10, seed % composer.FRAMES, Random(seed))
    return composer.compose(brief).turns[0]


def drawn(rng):
    """Draw readings of a day, or of the days before."""
    return {
        "resting_heart_rate": rng.choice([None, rng.randint(45, 99)]),
        "sleep_hr": rng.choice([None, round(rng.uniform(3, 11), 2), float(rng.randint(4, 9))]),
        "steps": rng.choice([None, rng.randint(200, 25_000)]),
    }


def test_what_is_said_of_the_days_before_is_true_on_any_day():
    rng = Random(5)
    said = 0
    for seed in range(250):
        past = PastDays(**drawn(rng))
        of = day(Profile(age=40, past=None if past == PastDays() else past), Vitals(**drawn(rng)))
        asked, answer = report(of, seed)
        found = verify_answer(answer, day=of, kind="health_interpretation", question=asked)
        assert not [v for v in found if v.verdict != "supported"]
        said += WEEK in answer
    assert said > 100


def test_the_question_tells_what_is_known_of_the_days_before():
    of = day(PERSON, Vitals(resting_heart_rate=62, sleep_hr=7.5, steps=6200))
    for seed in some(range(composer.FRAMES)):
        asked, _ = report(of, seed)
        assert all(told in asked for told in ("61bpm", "6시간 50분", "7,512보", "23일"))


@pytest.mark.parametrize(
    "vitals", [Vitals(oxygen_saturation=88, sleep_hr=5), Vitals(resting_heart_rate=125, sleep_hr=5)]
)
def test_where_help_comes_first_nothing_is_compared(vitals):
    for seed in some(range(5)):
        assert WEEK not in report(day(PERSON, vitals), seed)[1]


def test_a_report_that_looks_back_does_not_say_that_it_is_of_one_day_alone():
    of = day(PERSON, Vitals(resting_heart_rate=62, sleep_hr=7.5, steps=6200))
    for seed in some(range(30)):
        _, answer = report(of, seed)
        assert WEEK in answer
        assert "하루치" not in answer
        assert "하루 기록" not in answer


def test_without_days_before_no_week_is_spoken_of():
    of = day(PERSON.model_copy(update={"past": None}), Vitals(resting_heart_rate=62, sleep_hr=7.5))
    for seed in some(range(10)):
        asked, answer = report(of, seed)
        assert WEEK not in asked + answer
