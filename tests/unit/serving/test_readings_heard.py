"""Readings told in words count as today's, and limits, goals, questions and other people's do not."""

from pathlib import Path

import pytest
import yaml

from wearable_coach.day import day_of
from wearable_coach.formulas import DEFAULT_FORMULA
from wearable_coach.records import Profile, Vitals
from wearable_coach.serving.readings import heard_readings
from wearable_coach.serving.told import known_day

CORPUS = Path(__file__).parents[2] / "corpora" / "hearing" / "readings.yaml"
LINES = yaml.safe_load(CORPUS.read_text(encoding="utf-8"))
KINDS = yaml.safe_load((CORPUS.parent / "readings_kinds.yaml").read_text(encoding="utf-8"))


def known(text, vitals=None, **profile):
    given = day_of(Profile(**profile), vitals or Vitals(), hrmax_formula=DEFAULT_FORMULA)
    return known_day(given, text)


@pytest.mark.parametrize("text", [*LINES["none"], *KINDS["none"]])
def test_a_number_that_is_no_reading_of_today_is_none(text):
    assert heard_readings(text).values == {}


@pytest.mark.parametrize("line", [*LINES["told"], *KINDS["told"]], ids=lambda line: line["text"])
def test_a_told_reading_is_read_and_no_other(line):
    assert heard_readings(line["text"]).values == pytest.approx(line["reads"], abs=0.05)


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("체온이 40도예요", 4),
        ("열이 38.5예요", 2),
        ("체온 37.2도입니다", 0),
        ("혈당이 52 나왔어요", 4),
        ("혈당이 65예요", 3),
        ("혈당이 120이에요", 0),
        ("공복 혈당 320이에요", 3),
        ("혈압이 180에 110 나왔어요", 3),
        ("혈압이 185에 112인데 머리가 깨질 것 같아요", 4),
        ("혈압이 185에 112인데 두통은 없어요", 3),
        ("혈압이 190에 115고 눈앞이 잘 안 보여요", 4),
        ("혈압이 190에 115고 속이 메스꺼워요", 4),
        ("혈압 130에 85예요", 0),
        ("산소포화도가 팔십팔이에요", 4),
        ("가만히 있는데 맥박이 백삼십이에요", 2),
        ("세 시간 잤어요", 1),
    ],
)
def test_a_told_reading_has_its_level(text, level):
    assert known(text).facts.safety_level == level


def test_the_users_words_count_over_the_record():
    assert known("어젯밤에 8시간 잤어요", Vitals(sleep_hr=5.2)).vitals.sleep_hr == 8
    assert known("세 시간밖에 못 잤어요", Vitals(sleep_hr=8)).vitals.sleep_hr == 3


def test_a_danger_on_record_is_not_talked_away():
    day = known("산소포화도 97이에요", Vitals(oxygen_saturation=88))
    assert day.vitals.oxygen_saturation == 88
    assert day.facts.safety_level == 4


def test_a_told_fever_is_a_symptom_and_a_told_baseline_a_baseline():
    assert known("열이 38.5예요").profile.symptoms == ("fever",)
    assert known("평소 심박이 55거든요").profile.baseline_rhr == 55


def test_a_heart_rate_told_in_exercise_is_none_at_rest():
    assert known("뛰는 중인데 맥박이 150이에요", age=30).facts.safety_level == 0
    assert known("맥박이 150이에요", age=30).facts.safety_level == 3
