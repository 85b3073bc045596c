"""A report says by the day's own reasons which signs are an emergency, what to measure again, and how soon to ask."""

from __future__ import annotations

import re

import pytest

from tests.support.cases import some
from tests.unit.answers.test_every_condition_and_reason import refused
from tests.unit.answers.test_made_for_the_person import section
from wearable_coach.answers.interpretation.ground import BOOKS
from wearable_coach.rendering.phrases import phrase_book, said_forms

REPORT = phrase_book(*BOOKS).slots
ADVICE = "오늘의 권장 행동"
FAST_SIGNS = ("두근", "어지", "숨", "가슴", "119")
FAST_DAYS = {
    "resting": {"resting_heart_rate": 131, "heart_rate": 141},
    "read at rest, 3": {"heart_rate": 155},
    "read at rest, 2": {"heart_rate": 133},
}
AT_REST = "가만히 있어도 숨이 차|가만히 있는데도 숨이 차"


def reports(profile, vitals):
    bad, texts = refused(profile, vitals, "health_interpretation")
    assert bad == []
    return some(texts)


@pytest.mark.parametrize("name", FAST_DAYS)
def test_a_fast_heart_with_palpitations_or_dizziness_is_an_emergency(name):
    for text in reports({}, FAST_DAYS[name]):
        line = section(text, ADVICE)
        assert any(all(sign in one for sign in FAST_SIGNS) for one in line.splitlines()), line


def test_breathlessness_at_rest_is_never_one_for_a_clinic():
    for slot in ("t2.worse", "t2.worse_high", "t2.worse_fast", "ill.chest"):
        for way in some(REPORT[slot]):
            assert "숨이 차면 오늘 진료" not in way.replace("움직일 때 숨이 차면", ""), way
    for slot in ("t2.worse", "t2.worse_high", "ill.chest"):
        assert all(re.search(AT_REST, way) and "119" in way for way in some(REPORT[slot])), slot


@pytest.mark.parametrize("symptom", ["fever", "chest_cough", "body_aches", "vomiting"])
def test_an_illness_that_was_told_is_not_told_back_as_one_that_may_come(symptom):
    for text in reports({"symptoms": (symptom,)}, {}):
        told = section(text, ADVICE)
        assert re.search(AT_REST, told), told
        assert not re.search("열이 나거나|열이나 어지럼이 생기면|열, 어지럼", told), told


def test_oxygen_taken_again_has_an_act_for_every_class():
    for way in some(REPORT["t2.spo2_93_94"]):
        assert re.search(r"k\.spo2_normal \}\}% 이상이면", way), way
        assert re.search("오늘 의료기관에", way), way
        assert re.search(r"k\.spo2_low \}\}%가 나오면 바로 (?:의료기관에 )?연락", way), way
        assert re.search(r"k\.spo2_critical \}\}% 이하면 119", way), way


@pytest.mark.parametrize("slot", ["t2.rhr_101_120", "t2.hr_at_rest_gt_120", "t2.rhr_delta_ge_20"])
def test_a_heart_rate_taken_again_is_measured_by_a_number(slot):
    for way in some(REPORT[slot]):
        assert re.search(r"k\.fast \}\}bpm을 넘", way), way


@pytest.mark.parametrize(
    ("vitals", "good"),
    [
        ({"oxygen_saturation": 94}, "95% 이상"),
        (FAST_DAYS["read at rest, 2"], "100bpm을 넘으면 .*내려왔다면"),
        ({"resting_heart_rate": 82}, "100bpm을 넘으면 .*내려왔다면"),
    ],
)
def test_light_movement_on_a_day_of_rest_is_allowed_by_a_number_taken_again(vitals, good):
    for text in reports({}, vitals):
        line = next(x for x in section(text, ADVICE).splitlines() if "저강도" in x)
        assert re.search(good, line), line


def test_what_is_taken_again_is_told_by_numbers_also_where_it_is_better():
    for way in some(REPORT["t2.rhr_101_120"]):
        assert re.search(r"k\.fast \}\}bpm 이하.*지켜보고.*k\.fast \}\}bpm을 넘", way), way
    assert not [way for way in some(REPORT["t2.spo2_93_94"]) if "계속 '경계'" in way]
    assert not [way for way in some(REPORT["t2.light"]) if "다시" in way]


@pytest.mark.parametrize("slot", ["head.3", "t3.contact"])
def test_contact_comes_today(slot):
    assert all("오늘" in way for way in some(REPORT[slot]))


def test_where_an_illness_alone_defers_exercise_nothing_is_to_be_taken_again():
    for text in reports({"symptoms": ("chest_cough",)}, {}):
        assert "다시" not in section(text, "종합 상태"), text
        assert "재확인" not in section(text, "종합 상태"), text


@pytest.mark.parametrize("symptoms", [("fever",), ("body_aches", "fever")])
def test_who_has_a_fever_takes_the_temperature(symptoms):
    assert all("체온" in way for way in some(REPORT["ill.fever"]))
    for text in reports({"symptoms": symptoms}, {}):
        assert "체온" in section(text, ADVICE), text


@pytest.mark.parametrize("slot", ["stop", "stop.diabetes", "stop.slow", "stop.asthma"])
def test_signs_in_exercise_are_told_whole_and_seen_by_a_doctor_though_they_fade(slot):
    for way in some(REPORT[slot]):
        assert "가슴" in way, way
        assert re.search("숨이 (?:심하게|지나치게|평소와)|심하게 숨|심한 숨참", way), way
        assert re.search("어지|핑 돌|식은땀", way), way
        assert re.search("119.*(?:가라앉아도|나아져도).*진료", way), way


def test_who_has_diabetes_measures_blood_sugar_when_dizzy():
    for text in reports({"conditions": ("diabetes",)}, {}):
        assert re.search(r"혈당이 낮거나 잴 수 .*당을 먹고 15분", section(text, ADVICE)), text


def test_who_is_dizzy_with_a_slow_heart_does_not_drive():
    for text in reports({"symptoms": ("dizziness",)}, {"resting_heart_rate": 45}):
        assert re.search("운전하지 마세요", section(text, ADVICE)), text


def test_a_minor_who_is_to_rest_hears_when_to_call_for_help():
    for vitals in (FAST_DAYS["read at rest, 2"], {"oxygen_saturation": 94}):
        for text in reports({"age": 15}, vitals):
            assert "119" in section(text, ADVICE).splitlines()[-1], text


@pytest.mark.parametrize("slot", ["t1.rhr_delta_ge_10", "t2.rhr_delta_ge_10"])
def test_a_resting_rate_that_stays_raised_is_seen_by_a_doctor(slot):
    assert all(re.search("진료|의료기관", way) for way in some(REPORT[slot]))


def test_low_oxygen_taken_again_is_an_emergency_from_its_edge_and_asked_about_though_it_rises():
    for text in reports({}, {"oxygen_saturation": 91}):
        told = section(text, ADVICE)
        assert re.search("90% 이하면 119에 전화", told), told
        assert re.search("상담은 (?:받으세요|미루지)", told), told
        assert "91%" not in section(text, "확인이 필요한 정보"), text


def test_who_is_to_contact_a_doctor_today_hears_where_to_go_when_it_is_closed():
    for text in reports({}, {"oxygen_saturation": 92}):
        assert "응급실" in section(text, ADVICE), text


def test_a_symptom_in_exercise_is_named_first_with_how_soon_and_rest_is_ordered_once():
    for text in reports({"symptoms": ("exertional_symptom",)}, {}):
        lead = section(text, "종합 상태")
        assert re.search("가슴 답답함이나 심한 숨참", lead), lead
        assert "오늘이나 내일 안에" in lead, lead
        lines = section(text, ADVICE).splitlines()
        assert sum("운동" in line for line in lines) == 1, lines


SLOW = ({"baseline_rhr": 38}, {"resting_heart_rate": 36, "heart_rate": 48})


def test_a_very_low_resting_rate_of_ones_own_is_seen_by_a_doctor_within_a_time():
    for text in reports(*SLOW):
        told = section(text, ADVICE)
        assert re.search("일주일 안에 (?:의료기관|내과)", told), told
        assert "오늘 " in told, told


def test_dizziness_with_a_very_low_resting_rate_has_one_rule_that_ends_with_119():
    for text in reports(*SLOW):
        lines = [x for x in section(text, ADVICE).splitlines() if re.search("어지|핑 돌", x)]
        assert len(lines) == 1, lines
        assert re.search("오늘 진료.*쓰러질 것 같.*119", lines[0]), lines


def test_a_low_resting_rate_is_told_with_the_signs_to_ask_about():
    for slot in ("rhr.low_trained", "rhr.low_untrained"):
        told = [
            way for way in some(REPORT[slot]) if "한 번 더 재" not in way and "숫자보다" not in way
        ]
        assert all(re.search("어지|증상", way) for way in told), slot


def test_who_has_asthma_is_sent_to_the_inhaler_and_then_to_119():
    asthma = {"conditions": ("asthma",)}
    for text in reports(asthma, {}):
        assert re.search("쌕쌕.*흡입기를 (?:쓰|써).*119", section(text, ADVICE)), text


def test_who_has_an_uneven_heart_hears_of_the_signs_of_a_stroke():
    uneven = {"conditions": ("atrial_fibrillation",), "regularly_active": False}
    for text in reports(uneven, {}):
        assert re.search("힘이 빠지.*말이 어눌|말이 어눌.*힘이 빠지", section(text, ADVICE)), text


def test_an_emergency_begins_with_the_call():
    for way in some(REPORT["head.4"]):
        first = way.split(". ")[0]
        assert re.search("119.*(?:전화하세요|연락하세요|신고하세요|부르세요|요청하세요)$", first), (
            way
        )
    for way in some(REPORT["e4.do.stroke"]):
        assert "먹" not in way or "물도 음식도 약도" in way, way


def test_a_very_low_resting_rate_is_read_as_low_and_not_as_one_that_has_not_risen():
    for text in reports(*SLOW):
        assert "매우 낮음" in section(text, "종합 해석"), text
        told = section(text, "지표별 해석").splitlines()[1] + section(text, "종합 해석")
        assert not re.search("상승|오르", told), told


@pytest.mark.parametrize(
    ("symptom", "asked"),
    [
        ("exertional_symptom", "쉬면|힘든 운동|이어졌는지"),
        ("fever", "체온|함께 있는|같이 있는"),
        ("chest_cough", "열이|함께 있는|같이 있는"),
    ],
)
def test_what_is_asked_about_a_symptom_fits_its_kind_and_was_not_told(symptom, asked):
    for text in reports({"symptoms": (symptom,)}, {}):
        line = section(text, "확인이 필요한 정보").splitlines()[-1]
        assert re.search(asked, line), line
        assert not re.search("언제|시작", line), line
        if symptom != "exertional_symptom":
            assert "무엇을 할 때" not in line, line


def test_dizziness_is_a_sign_to_stop_at():
    for slot in some(("stop", "stop.diabetes")):
        for way in some(REPORT[slot]):
            for form in some(said_forms(way)):
                assert re.search("어지|핑 돌", form), form


@pytest.mark.parametrize(("symptom", "name"), [("dizziness", "어지럼"), ("palpitations", "두근")])
@pytest.mark.parametrize(
    "vitals", [{}, {"sleep_hr": 5.2}, {"resting_heart_rate": 105, "heart_rate": 110}]
)
def test_what_is_felt_of_the_heart_is_named_first_and_seen_by_a_doctor(symptom, name, vitals):
    for text in reports({"symptoms": (symptom,)}, vitals):
        assert name in section(text, "종합 상태"), text
        first = section(text, ADVICE).splitlines()[0]
        assert name in first, first
        assert "오늘이나 내일 안에" in first, first


def test_a_symptom_in_exercise_is_named_beside_readings_that_are_more_urgent():
    for text in reports({"symptoms": ("exertional_symptom",)}, {"oxygen_saturation": 91}):
        assert "가슴 답답함" in section(text, "종합 상태"), text
        assert "가슴 답답함" in section(text, ADVICE).splitlines()[0], text


def test_what_a_chest_does_is_never_left_to_the_clinic_alone():
    """Of all lines that tell when to get worse: whoever names breath at rest names the chest beside it."""
    for name in some(n for n in REPORT if n.startswith("t2.worse")):
        assert not [w for w in REPORT[name] if "숨이 차" in w and "가슴" not in w], name
