"""A report leads with what the day allows to whom: its limit, what was done already, and a verdict where one is asked for."""

from __future__ import annotations

import re
from random import Random

import pytest

from tests.support.cases import some
from tests.support.days import day
from tests.unit.answers.test_every_condition_and_reason import DAY, WELL
from tests.unit.answers.test_made_for_the_person import REPORT, section, texts
from wearable_coach.answers.brief import Brief
from wearable_coach.answers.interpretation.composer import compose
from wearable_coach.answers.interpretation.ground import BOOKS
from wearable_coach.records import Profile, Vitals
from wearable_coach.rendering.phrases import VOICES, phrase_book

SLOTS = phrase_book(*BOOKS).slots
LEAD, ADVICE = "종합 상태", "오늘의 권장 행동"
HARD = {"hr_context": "exercise", "desired_intensity": "vigorous"}
SHARE = re.compile(r"여유심박수의 (\d\d~\d\d%)")


def leads(profile, vitals=None):
    return some(section(text, LEAD) for text in texts(REPORT, profile, vitals))


def advice(profile, vitals=None):
    return some(section(text, ADVICE) for text in texts(REPORT, profile, vitals))


def test_a_sign_that_is_looked_out_for_is_called_no_sign_of_safety():
    assert not [w for ways in SLOTS.values() for w in ways if "안전 신호" in w]


def test_no_plan_is_taken_for_told():
    for slot in ("head.0", "t0.go"):
        assert not [w for w in some(SLOTS[slot]) if re.search("하려던|계획한|예정대로|계획대로", w)]


@pytest.mark.parametrize("condition", ["hypertension", "atrial_fibrillation", "diabetes"])
def test_who_has_a_condition_hears_of_the_limit_first(condition):
    assert all("중강도" in lead for lead in leads({"conditions": (condition,)}))


def test_who_did_not_tell_whether_they_exercise_is_no_beginner():
    for lead in leads({"regularly_active": None}):
        assert "중강도" in lead
        assert not re.search("처음|시작", lead), lead


def test_what_is_advised_is_the_only_limit_of_the_day():
    for lines in advice({"regularly_active": None}, {"sleep_hr": 5.2}):
        assert "저강도" in lines
        assert "중강도를 상한" not in lines
        assert not re.search("중강도(?:까지|를 넘)", lines), lines
    for lines in advice({"regularly_active": False, "desired_intensity": "light"}):
        assert not re.search("중강도(?:까지|를 넘)|저강도에서 중강도", lines), lines


@pytest.mark.parametrize(
    ("profile", "vitals", "share"),
    [
        (HARD, {"heart_rate": 172}, "40~59%"),
        (HARD, {"heart_rate": 150, "sleep_hr": 6.4}, "40~59%"),
        ({"desired_intensity": "vigorous"}, {"steps": 18_000, "distance_km": 12.6, "resting_heart_rate": 66}, "40~59%"),
        (HARD, {"heart_rate": 150}, "40~59%"),
        (HARD, {"heart_rate": 150, "sleep_hr": None}, "30~39%"),
        (HARD, {"heart_rate": 150, "oxygen_saturation": None}, "30~39%"),
        (HARD, {"heart_rate": 150, "sleep_hr": 4.6}, "30~39%"),
        (HARD, {"heart_rate": 120}, "60~89%"),
    ],
)  # fmt: skip
def test_less_is_advised_after_the_hardest_work_or_on_a_recovery_that_is_not_whole(
    profile, vitals, share
):
    for lines in advice(profile, vitals):
        assert SHARE.findall(lines) == [share], lines


@pytest.mark.parametrize(
    ("rate", "told"), [(172, "센 운동|넘었|세게"), (150, "안의|맞는|범위.*들어요")]
)
def test_exercise_is_compared_with_its_own_range(rate, told):
    for text in some(texts(REPORT, HARD, {"heart_rate": rate})):
        assert re.search(f"고강도.*(?:{told})", section(text, "지표별 해석").splitlines()[0])


def heart_rates(profile, vitals):
    profile = {"hr_context": "exercise"} | profile
    return some(section(t, "지표별 해석").splitlines()[0] for t in texts(REPORT, profile, vitals))


def test_exercise_far_above_its_range_is_not_called_a_little_too_hard():
    light = {"desired_intensity": "light"}
    for line in heart_rates(light, {"heart_rate": 150}):
        assert re.search("훨씬|크게", line), line
        assert "조금" not in line, line
    for line in heart_rates({}, {"heart_rate": 135}):
        assert not re.search("훨씬|크게", line), line


@pytest.mark.parametrize(
    ("profile", "vitals", "told"),
    [
        ({"age": 74, "regularly_active": False}, {"oxygen_saturation": 94}, "너무 (?:센|힘든) 운동.*오늘은"),
        ({}, {"oxygen_saturation": 94}, "힘든 운동|힘들게 운동"),
        ({"conditions": ("cvd",), "regularly_active": False}, {}, "(?:진료|확인).*(?:하지 마|쉬)"),
        ({}, {"oxygen_saturation": 91}, "(?:진료|확인).*(?:하지 마|쉬)"),
    ],
)  # fmt: skip
def test_hard_exercise_is_called_too_much_on_a_day_without_any(profile, vitals, told):
    for line in heart_rates(profile, {"heart_rate": 145} | vitals):
        assert re.search(told, line), line
    for lines in advice(profile | {"hr_context": "exercise"}, {"heart_rate": 145} | vitals):
        assert "저강도" not in lines, lines


def test_a_day_of_much_walking_is_named_in_the_lead():
    walked = {"steps": 18_000, "distance_km": 12.6}
    assert all(re.search("많이 (?:걸|움직)", lead) for lead in leads({}, walked))


@pytest.mark.parametrize("vitals", [{}, {"sleep_hr": 4.6}, {"resting_heart_rate": 72}])
def test_hard_exercise_already_done_is_counted(vitals):
    for text in some(texts(REPORT, HARD, {"heart_rate": 150} | vitals)):
        for name in (LEAD, ADVICE):
            assert re.search(
                "이미 (?:힘든|힘들게|했어|하셨)|힘든 운동을 이미", section(text, name)
            ), text


@pytest.mark.parametrize(("bmi", "weight"), [(16.7, 45.0), (39.2, 106.0)])
def test_a_bmi_that_stands_out_is_in_the_lead_and_among_the_acts(bmi, weight):
    there = {"bmi": bmi, "weight": weight}
    assert all(f"BMI {bmi}" in lead or f"BMI가 {bmi}" in lead for lead in leads({}, there))
    for lines in advice({}, there):
        assert re.search("진료|영양 상담|충격이 적은", lines), lines


def test_who_asks_for_good_or_not_hears_it_first():
    of_day = day(Profile(**WELL), Vitals(**DAY))
    briefs = (Brief(of_day, "", n % VOICES, 14, Random(n)) for n in range(40))
    asking = [turn for b in briefs for turn in compose(b).turns if "좋은 편인지" in turn[0]]
    for _, text in some(asking):
        assert re.search("좋은 편|무난한 편", section(text, LEAD).split(".")[0]), text


@pytest.mark.parametrize(
    ("profile", "vitals"),
    [
        ({}, {}),
        ({"age": 70}, {}),
        ({}, {"resting_heart_rate": 72}),
        ({}, {"resting_heart_rate": 106, "heart_rate": 115}),
        ({"conditions": ("cvd",), "regularly_active": False}, {}),
    ],
)
def test_who_slept_too_little_hears_how_long_to_sleep_tonight_and_not_to_drive_sleepy(
    profile, vitals
):
    norm = "7~8시간" if profile.get("age") else "7~9시간"
    for lines in advice(profile, {"sleep_hr": 4.2} | vitals):
        told = [line for line in lines.splitlines() if norm in line]
        assert len(told) == 1, lines
        assert re.search("졸(?:리면|릴 때는) 운전", told[0]), lines


@pytest.mark.parametrize(
    ("profile", "vitals", "named"),
    [
        ({}, {"sleep_hr": 6.1, "steps": 1410, "distance_km": 1.0}, "6시간 6분.*1,410보"),
        ({"conditions": ("atrial_fibrillation",), "regularly_active": None}, {"sleep_hr": 6.1}, "6시간 6분"),
        ({}, {"oxygen_saturation": 94}, "산소포화도 94%"),
        ({}, {}, "없어요|보이지 않아요|눈에 띄지 않아요"),
    ],
)  # fmt: skip
def test_who_asks_which_reading_to_mind_hears_it(profile, vitals, named):
    of_day = day(Profile(**(WELL | profile)), Vitals(**(DAY | vitals)))
    briefs = (Brief(of_day, "", n % VOICES, 12, Random(n)) for n in range(40))
    asking = [turn for b in briefs for turn in compose(b).turns if "어느 지표" in turn[0]]
    for _, text in some(asking):
        assert re.search(named, section(text, "종합 해석").split("요. ")[0] + "요"), text


def test_who_begins_is_not_sent_to_a_whole_week():
    for age in (40, 70):
        for lines in advice({"regularly_active": False, "age": age}):
            assert re.search("몇 주에 걸쳐|(?:조금씩|차츰) 늘려", lines), lines


def test_an_older_week_holds_strength_beside_balance():
    for slot in ("week.older", "week.older_new"):
        assert all("균형·근력" in way for way in some(SLOTS[slot]))


@pytest.mark.parametrize("vitals", [{"sleep_hr": 4.6}, {"resting_heart_rate": 72}])
def test_who_wishes_for_light_exercise_is_not_told_to_lower_it(vitals):
    for text in some(texts(REPORT, {"desired_intensity": "light"}, vitals)):
        told = section(text, LEAD) + section(text, "종합 해석") + section(text, ADVICE)
        assert not re.search("강도를? [^.]*(?:낮추|낮춰|줄이)|욕심|평소보다 가볍게", told), told
        assert re.search("바라신|원하신|말씀하신", section(text, LEAD)), text


def test_a_bmi_that_stands_out_is_in_the_lead_of_a_day_of_less():
    vitals = {"sleep_hr": 4.6, "bmi": 16.7, "weight": 45.0}
    assert all("16.7" in lead for lead in leads({}, vitals))


@pytest.mark.parametrize(("bmi", "weight"), [(16.7, 45.0), (39.2, 106.0)])
def test_the_doctor_for_a_bmi_that_stands_out_is_named_once(bmi, weight):
    for text in some(texts(REPORT, {}, {"bmi": bmi, "weight": weight})):
        told = section(text, LEAD) + section(text, "지표별 해석")
        assert not re.search("진료|의료진|영양 상담", told), text


def test_who_trains_hard_hears_of_the_vigorous_minutes_of_a_week():
    for age in (40, 70):
        for lines in advice({"desired_intensity": "vigorous", "age": age}):
            assert "고강도 75~150분" in lines, lines
    assert not [x for x in advice({"desired_intensity": "moderate"}) if "75~150" in x]


def test_who_asks_for_little_is_spared_what_is_as_it_should_be():
    of_day = day(Profile(**WELL), Vitals(**DAY))
    briefs = (Brief(of_day, "", n % VOICES, 13, Random(n)) for n in range(60))
    asking = [t for b in briefs for t in compose(b).turns if re.search("핵심|빨리", t[0])]
    for _, text in some(asking):
        lines = section(text, "지표별 해석").splitlines()
        assert all(line.endswith(("**", ")")) for line in lines if "안정시" not in line), text


@pytest.mark.parametrize(
    ("profile", "cause", "asked"),
    [
        ({"conditions": ("hypertension",)}, "고혈압이 잘 조절되는지 몰라", "혈압.*(?:알려|말씀)"),
        ({"conditions": ("beta_blocker",)}, "베타차단제를 드시는 이유를 몰라", "베타차단제.*(?:알려|말씀)"),
        ({"conditions": ("diabetes",)}, "당뇨병이 있어", "(?:알려|말씀해|적어) 주세요"),
        ({"conditions": ("beta_blocker", "diabetes")}, "당뇨병이 있어", "베타차단제.*(?:알려|말씀)"),
        ({"regularly_active": None}, "평소 운동을 하시는지 몰라", "운동.*(?:알려|말씀)"),
        ({"regularly_active": False}, "평소 운동을 하지 않으셔서", "약|증상|질환"),
    ],
)  # fmt: skip
def test_a_limit_below_the_wish_is_told_with_its_cause_and_what_could_lift_it_is_asked(
    profile, cause, asked
):
    for text in some(texts(REPORT, profile | {"desired_intensity": "vigorous"})):
        lead = section(text, LEAD)
        assert re.search(f"{cause} 바라신 고강도 대신 중강도", lead), lead
        assert not re.search("산소포화도(?:를|를? .*보고|가) .*(?:판단|정했)", lead), lead
        assert re.search(asked, section(text, "확인이 필요한 정보")), text
    if profile.get("regularly_active", True) is not False:
        for lead in leads(profile):
            assert f"{cause} 중강도" in lead, lead


def test_a_limit_of_a_heart_disease_is_not_laid_to_a_medicine():
    both = {"conditions": ("beta_blocker", "atrial_fibrillation"), "desired_intensity": "vigorous"}
    assert not [lead for lead in leads(both) if "베타차단제를 드시는 이유를 몰라" in lead]


def test_who_weighs_too_little_hears_no_goal_of_losing_however_much_they_walked():
    thin = {"goal": "weight_loss"}
    for lines in advice(thin, {"bmi": 16.6, "weight": 45.0, "steps": 31_000, "distance_km": 21.0}):
        assert "감량이 목표라도" not in lines
        assert "감량 중에도" not in lines
