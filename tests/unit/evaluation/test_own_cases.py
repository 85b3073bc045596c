"""People's own test sets: read unchanged, in their wrappers, with their names, grades and keywords."""

import json
from functools import cache
from pathlib import Path

import pytest

from tests.unit.evaluation.test_case_file import NINE, written
from wearable_coach.errors import BadInput
from wearable_coach.evaluation.expected import judge_expectations
from wearable_coach.evaluation.said_keywords import said_keywords
from wearable_coach.evaluation.said_sections import says_part
from wearable_coach.evaluation.sets.case_expected import keywords_least, read_expectations
from wearable_coach.evaluation.sets.case_file import read_cases
from wearable_coach.formulas import DEFAULT_FORMULA
from wearable_coach.records import Verdict
from wearable_coach.rendering.prompts import PRODUCT_PROMPTS

OWN = Path(__file__).parents[2] / "corpora" / "own_cases" / "cases.json"
TEAM = {
    "id": "H1",
    "type": "health_analysis",
    "difficulty": "easy",
    "input_data": NINE,
    "expected": {"condition_level": "warning", "keywords": ["수면 부족", "회복"]},
}


def read(path, **how):
    return read_cases(path, hrmax_formula=DEFAULT_FORMULA, prompts=PRODUCT_PROMPTS, **how)


def expected(**told):
    return read_expectations(told, {}, keywords_least=0.6)


def scores(text, verdicts=(), **told):
    case = read_own()[0].model_copy(update={"expects": expected(**told).expects})
    return judge_expectations(case, text, verdicts)


@cache
def read_own():
    return tuple(read(OWN, keywords_least=0.6))


def test_a_teams_hundred_cases_run_unchanged():
    cases = read_own()
    assert len(cases) == 100
    assert all(case.expects.any and case.told for case in cases)
    by_id = {case.id: case for case in cases}
    assert by_id["file/H001"].expects.intensities == ("moderate", "vigorous")
    assert by_id["file/E006"].expects.intensity == "none"
    assert by_id["file/E006"].expects.warmup is False
    assert by_id["file/C001"].told == "오늘 너무 피곤한데 운동 가도 될까요?"
    assert "30분" in by_id["file/E001"].told


@pytest.mark.parametrize(
    "wrap",
    [
        lambda row: {"test_cases": [row], "metadata": {"by": "team"}, "version": "1"},
        lambda row: {"data": [row]},
        lambda row: {"cases": {"H1": {k: v for k, v in row.items() if k != "id"}}},
        lambda row: {"health": [{k: v for k, v in row.items() if k != "type"}]},
        lambda row: [row],
        lambda row: row,
    ],
    ids=["test_cases", "data", "by_id", "by_kind", "list", "one"],
)
def test_a_case_is_the_same_in_every_wrapper(tmp_path, wrap):
    (found,) = read(written(tmp_path, wrap(TEAM)))
    assert (found.id, found.kind) == ("file/H1", "health_interpretation")
    assert found.vitals.model_dump() == NINE
    assert found.expects.condition_levels == (1, 2, 3)


def test_readings_are_known_by_other_names_and_with_their_units(tmp_path):
    row = {"heartRate": 72, "RHR": "61 bpm", "수면 시간": "5.1시간", "spo2": "97%", "나이": 40, "성별": "여"}  # fmt: skip
    (found,) = read(written(tmp_path, [{"input": row}]))
    vitals = found.vitals
    assert (vitals.heart_rate, vitals.resting_heart_rate, vitals.oxygen_saturation) == (72, 61, 97)
    assert vitals.sleep_hr == pytest.approx(5.1)
    assert (found.profile.age, found.profile.sex) == (40, "F")


def test_every_problem_of_a_file_is_told_at_once_with_case_field_value_and_remedy(tmp_path):
    rows = [TEAM | {"pulse": 3}, TEAM | {"id": "H2", "expected": {"tone": "grim", "mood": "x"}}]
    with pytest.raises(BadInput) as caught:
        read(written(tmp_path, {"test_cases": rows}))
    told = str(caught.value)
    assert told.startswith("3 problems: ")
    assert "case 1 (H1): 'pulse' is not known" in told
    assert "--case-name pulse=heart_rate" in told
    assert "case 2 (H2): expected.tone 'grim'" in told
    assert "expected.mood 'x'" in told


def test_what_a_message_says_to_do_about_a_name_is_so(tmp_path):
    row = TEAM | {"puls": 70, "mood": 1, "input_data": {**NINE, "heart_rate": None}}
    row["input_data"].pop("heart_rate")
    path = written(tmp_path, {"tests": [row]})
    (found,) = read(path, names={"puls": "heart_rate", "mood": ""})
    assert found.vitals.heart_rate == 70


@pytest.mark.parametrize(
    ("said", "intensity", "intensities"),
    [
        ("저강도", "light", ()),
        ("중-고강도", None, ("moderate", "vigorous")),
        ("저~중강도", None, ("light", "moderate")),
        ("저강도 유산소 30분", "light", ()),
        ("low-moderate", None, ("light", "moderate")),
        ("휴식", "none", ()),
    ],
)
def test_grades_of_intensity_are_read_as_people_write_them(said, intensity, intensities):
    found = expected(intensity_level=said)
    assert not found.problems
    assert (found.expects.intensity, found.expects.intensities) == (intensity, intensities)


def test_what_was_not_said_is_told_with_the_particle_of_the_word():
    told = scores("괜찮아요.", keywords=["피로", "부상 위험"])["expected_words"].reason
    assert told == "“피로”라는 말이 없어요; “부상 위험”이라는 말이 없어요"


def test_keywords_count_all_any_or_by_share():
    assert [keywords_least(how) for how in ("all", "any", "share:0.6")] == [1.0, 0.0, 0.6]
    with pytest.raises(BadInput, match="keywords 'most' is not known"):
        keywords_least("most")
    words = ["수면", "피로", "회복", "산책", "물"]
    text = "잠이 모자라 피곤하니 회복이 먼저예요."
    assert scores(text, keywords=words)["expectations"].hits == 1
    assert scores("잠이 모자라요.", keywords=words)["expectations"].hits == 0
    assert scores(text, keywords=words)["expected_words"].hits == 3


@pytest.mark.parametrize(
    ("keyword", "text", "said"),
    [
        ("수면 부족", "잠이 모자란 날이에요.", True),
        ("수면 부족", "수면은 좋아요. 시간이 부족하면 줄이세요.", False),
        ("5.2시간", "수면 5시간 12분이에요.", True),
        ("8시간", "48시간은 쉬어요.", False),
        ("150분", "주 150~300분을 권해요.", True),
        ("가벼운", "가볍게 걸어요.", True),
        ("안정시 심박수", "안정 시 심박수는 60이에요.", True),
        ("스트레칭", "물을 드세요.", False),
    ],
)
def test_a_keyword_is_found_by_letters_forms_and_words_that_say_the_same(keyword, text, said):
    assert bool(said_keywords([keyword], text)) is said


@pytest.mark.parametrize(
    ("text", "has"),
    [
        ("## 준비운동\n제자리 걷기 3분", True),
        ("준비운동은 거르지 마세요.", True),
        ("워밍업 5분을 먼저 해요.", True),
        ("준비운동은 생략하세요.", False),
        ("오늘은 쉬어요.", False),
    ],
)
def test_a_warm_up_is_there_unless_it_is_left_out(text, has):
    assert says_part("warmup", text) is has


def test_who_is_told_to_rest_first_is_told_to_rest():
    light = Verdict("advice:light", "supported", "", "산책")
    text = "오늘은 쉬어요. 움직이고 싶다면 산책 10분만 해요."
    assert scores(text, [light], intensity_level="휴식")["expected_intensity"].hits == 1
    assert scores("산책 10분만 해요.", [light], intensity_level="휴식")["expected_intensity"].hits == 0  # fmt: skip


@pytest.mark.parametrize(
    ("tone", "text", "met"),
    [
        ("friendly", "잘하고 있어요. 물을 챙겨요.", True),
        ("friendly", "충분히 쉬어야 합니다. 물을 마십니다.", False),
        ("professional", "충분히 쉬어야 합니다. 물을 챙기세요.", True),
        ("professional", "오늘은 그냥 푹 쉬어. 물도 많이 마셔라.", False),
        ("professional", "충분히 쉬어야 합니다 💪", False),
    ],
)
def test_tone_is_read_from_how_sentences_end(tone, text, met):
    assert bool(scores(text, tone=tone)["expected_tone"].hits) is met


def test_expectations_that_are_not_asked_are_not_written_down():
    plain = read_expectations({"keywords": ["수면"]}, {}, keywords_least=1).expects
    assert set(json.loads(plain.model_dump_json())) == {
        "keywords", "never", "intensity", "condition_level", "refuses", "asks_for",
    }  # fmt: skip
