"""A report says no more than was told: no history of one day, no exercise, symptom or usual sleep that nobody told."""

from __future__ import annotations

import re

import pytest

from tests.support.cases import some
from tests.unit.answers.test_made_for_the_person import REPORT, section, texts
from wearable_coach.answers.interpretation.ground import BOOKS
from wearable_coach.rendering.phrases import phrase_book

SLOTS = phrase_book(*BOOKS).slots
ADVICE, TOGETHER = "오늘의 권장 행동", "종합 해석"
RULES = {
    "hypertension": "숨을 참",
    "cvd": "숨을 참",
    "asthma": "흡입기",
    "anticoagulant": "머리를 부딪",
    "postpartum": "골반 바닥",
    "beta_blocker": "베타차단제",
}
MOVING = {"regularly_active": True, "desired_intensity": "light"}


def ways(*names):
    return some((slot, way) for slot in names for way in SLOTS[slot])


@pytest.mark.parametrize("condition", RULES)
def test_a_condition_has_its_rule_each_time_to_who_may_move(condition):
    for text in some(texts(REPORT, MOVING | {"conditions": (condition,)})):
        assert RULES[condition] in section(text, ADVICE), text


def test_one_night_is_no_habit():
    for slot, way in ways("sleep.recommended", "sleep.long", "rs.same_ok", "rs.same_long", "act.mid_good"):  # fmt: skip
        assert not re.search("습관|이대로|지금처럼|밀린 잠|리듬|이어 가", way), (slot, way)


def test_usual_is_said_of_resting_heart_rate_alone():
    for slot, way in ways("rs.same_ok", "rs.same_short", "rs.same_long"):
        assert not re.search("잠도 안정시 심박수도 [^.]*평소", way), (slot, way)


def test_readings_read_together_name_the_resting_heart_rate_as_such():
    together = [slot for slot in SLOTS if slot.startswith("rs.") and slot != "rs.odd"]
    for slot, way in ways(*together):
        assert not re.search("(?<!안정시 )심박수", way), (slot, way)


def test_to_walk_more_is_bidden_among_the_acts_alone():
    for slot, way in ways("steps.sedentary", "steps.low_active", "act.low_good", "act.low_plain"):
        assert not re.search("걸어 보|걸어 주|더해 보|끊어 주|틈틈이", way), (slot, way)
    few = {"steps": 2100, "distance_km": 1.5}
    for text in some(texts(REPORT, {}, few)):
        assert len(re.findall("틈틈이", text)) <= 1, text


def test_steps_are_called_by_their_class_as_steps():
    walked = [slot for slot in SLOTS if slot.startswith("act.")]
    for slot, way in ways(*walked):
        assert not re.search(r"활동[은이] (?:\{\{ steps[^}]*\}\} )?'|치우침|josa\('이고'\)", way), (
            slot,
            way,
        )


def test_who_told_of_no_exercise_is_not_told_so_on_a_condition():
    for slot, way in ways("why.no_clearance_start_light_moderate"):
        assert not re.search("없었다면|몸이라면|중강도", way), (slot, way)


def test_a_limit_is_told_once_to_who_did_not_tell_of_exercise():
    for text in some(texts(REPORT, {"regularly_active": None})):
        assert len(re.findall("중강도", section(text, ADVICE).partition("- WHO")[0])) <= 2, text


@pytest.mark.parametrize(("context", "rate"), [("rest", 110), ("24h", 92)])
def test_a_heart_rate_above_the_resting_one_is_not_told_bare(context, rate):
    for text in some(texts(REPORT, {"hr_context": context}, {"heart_rate": rate})):
        assert ": " in section(text, "지표별 해석").splitlines()[0], text


def test_a_reading_that_is_held_is_not_compared():
    for text in some(texts(REPORT, {}, {"heart_rate": 55, "resting_heart_rate": 63})):
        assert "변화 없음" not in text, text
        assert "Buchheit" not in text, text


def test_who_told_no_age_is_not_given_the_sleep_of_all_adults():
    for text in some(texts(REPORT, {"age": None})):
        line = next(x for x in section(text, "지표별 해석").splitlines() if "수면" in x)
        assert "7~9시간" not in line or "65세 미만" in line, line


def test_a_weight_that_is_too_low_is_not_to_be_kept():
    for slot, way in ways("bmi.underweight", "goal.weight_loss_no"):
        assert not re.search("지켜야 하는 체중|체중(?:과 근력)?을 (?:함께 )?지[켜키]", way), (
            slot,
            way,
        )


def test_a_range_of_minutes_is_filled_and_not_exceeded():
    assert not [way for _, way in ways("week.adult") if "넘겼" in way]


def test_a_long_sleep_is_not_called_ample():
    for slot, way in ways("rs.mild_ok", "rs.elevated_ok", "rs.same_long"):
        assert not re.search("넉넉|충분", way), (slot, way)


def test_a_reading_in_exercise_makes_no_active_day():
    for slot, way in ways("act.low_trained", "steps.trained"):
        assert not re.search("적게 움직인 날|몸을 쓴 날|운동을 하셨으니", way), (slot, way)


def test_no_sign_against_recovery_is_not_called_no_sign_of_it():
    assert not [way for _, way in ways("act.high_good") if "회복에 눈에 띄는 신호가 없" in way]


def test_what_was_not_told_of_is_told_on_a_condition():
    for slot in ("week.adult", "week.adult_new"):
        assert not [way for _, way in ways(slot) if "오늘 한 운동" in way]
    for _, way in ways("rest.atrial_fibrillation"):
        assert not re.search("두근거림이 언제|두근거림이 있었", way), way


def test_recovery_is_not_told_twice_running():
    for _, way in ways("act.low_good", "act.mid_good"):
        assert not way.startswith(("회복은", "(회복은")), way


@pytest.mark.parametrize("goal", ["flexibility", "strength", "endurance"])
def test_a_goal_is_named_with_what_to_do_for_it(goal):
    named = {"flexibility": "스트레칭", "strength": "근력", "endurance": "지구력"}[goal]
    assert all(named in way for _, way in ways(f"goal.{goal}"))


def test_who_told_height_and_weight_is_not_asked_for_the_bmi():
    for text in some(texts(REPORT, {"height_cm": 170}, {"bmi": None, "weight": 65.0})):
        assert not re.search("BMI를 알려", text), text


@pytest.mark.parametrize("goal", ["stress_relief", "weight_loss", "health", "sleep_better"])
def test_who_walked_very_much_is_not_told_to_walk(goal):
    walked = {"steps": 31_000, "distance_km": 21.0, "bmi": 26.3, "weight": 71.0}
    for text in some(texts(REPORT, {"goal": goal}, walked)):
        told = section(text, ADVICE) + section(text, "지표별 해석")
        assert not re.search("걷는 (?:시간|습관)|걷기[를부와처]|걸어 보|산책", told), text
    walked |= {"oxygen_saturation": 94}
    for text in some(texts(REPORT, {"goal": goal}, walked)):
        assert "산책" not in section(text, ADVICE), text


def test_a_distance_is_read_where_steps_are_missing():
    for text in some(texts(REPORT, {}, {"steps": None, "distance_km": 12.6})):
        assert "12.6km" in section(text, TOGETHER), text


def test_a_short_night_of_a_minor_is_called_short():
    for text in some(texts(REPORT, {"age": 12}, {"sleep_hr": 6.3})):
        line = next(x for x in section(text, "지표별 해석").splitlines() if "수면" in x)
        assert re.search("짧|모자라|모자란", line), line


def test_what_was_not_told_is_asked_about_with_medicines():
    for _, way in ways("miss.unsaid"):
        assert "약" in way, way


def test_that_steps_miss_exercise_is_said_once_and_in_words_that_are_read_at_once():
    in_exercise = {"hr_context": "exercise"}
    few = {"heart_rate": 130, "steps": 3200, "distance_km": 2.2}
    for vitals in (few, few | {"oxygen_saturation": 94}):
        for text in some(texts(REPORT, in_exercise, vitals)):
            assert len(re.findall("운동한 양[은이]? 걸음수에", text)) == 1, text
            assert not re.search("세지지|걸음수에 다 담기", text), text


def test_what_is_to_be_checked_of_a_person_asks_for_it():
    asked = ("miss.age", "miss.age_only", "miss.active", "miss.active_only", "miss.condition_more",
             "miss.pregnancy", "miss.hypertension", "miss.beta_blocker")  # fmt: skip
    for slot, way in ways(*asked):
        assert re.search(r"알려 ?주|적어 주세요", way), (slot, way)


def test_a_minor_who_slept_very_little_is_told_so_in_words_that_are_understood():
    for text in some(texts(REPORT, {"age": 15}, {"sleep_hr": 5.0})):
        assert "5시간" in section(text, "종합 상태"), text
