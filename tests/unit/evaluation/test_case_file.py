import json

import pytest

from wearable_coach.errors import BadInput
from wearable_coach.evaluation.sets.case_file import read_cases
from wearable_coach.formulas import DEFAULT_FORMULA
from wearable_coach.rendering.prompts import PRODUCT_PROMPTS

NINE = {
    "heart_rate": 72,
    "resting_heart_rate": 61,
    "sleep_hr": 5.1,
    "steps": 4000,
    "distance_km": 2.8,
    "active_calories": 180,
    "oxygen_saturation": 97,
    "weight": 70.0,
    "bmi": 24.2,
}


def written(tmp_path, content, name="cases.jsonl"):
    path = tmp_path / name
    text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
    path.write_text(text, encoding="utf-8")
    return path


def test_a_services_own_cases_run_unchanged(tmp_path):
    case = NINE | {
        "question": "오늘 운동해도 되나요?",
        "expected": {"keywords": ["수면"], "intensity": "중강도", "condition_level": "주의"},
    }
    (found,) = read_cases(
        written(tmp_path, [case]), hrmax_formula=DEFAULT_FORMULA, prompts=PRODUCT_PROMPTS
    )
    assert found.set == "file"
    assert found.kind == "coaching"
    assert found.expects.intensity == "moderate"
    assert found.expects.condition_level == 1
    assert found.vitals.model_dump() == NINE
    told = found.told
    assert told.endswith("오늘 운동해도 되나요?")
    assert all(f"{v:g}" in told.replace(",", "") for v in NINE.values())


def test_a_case_without_a_question_is_told_as_in_training(tmp_path):
    (found,) = read_cases(
        written(tmp_path, json.dumps(NINE)), hrmax_formula=DEFAULT_FORMULA, prompts=PRODUCT_PROMPTS
    )
    assert found.kind == "health_interpretation"
    assert "5.1" in found.told or "5h 6m" in found.told or "5시간 6분" in found.told


def test_a_chat_without_a_question_leaves_out_what_a_chat_does_not_tell(tmp_path):
    rows = [{"heart_rate": 60, "kind": "chat"}, {"heart_rate": 60, "steps": 8123, "kind": "chat"}]
    lone, with_steps = read_cases(
        written(tmp_path, rows), hrmax_formula=DEFAULT_FORMULA, prompts=PRODUCT_PROMPTS
    )
    assert lone.kind == with_steps.kind == "coaching"
    assert lone.told
    assert "60" not in lone.told + with_steps.told
    assert "8123" in with_steps.told.replace(",", "")


@pytest.mark.parametrize("form", ["lines", "list", "wrapped", "bom"])
def test_json_and_json_lines_are_both_read(tmp_path, form):
    one, two = NINE | {"id": "a"}, NINE | {"id": "b", "kind": "prescription"}
    text = {
        "lines": f"{json.dumps(one)}\n\n{json.dumps(two)}\n",
        "list": json.dumps([one, two]),
        "wrapped": json.dumps({"cases": [one, two]}, indent=1),
        "bom": "\ufeff" + json.dumps([one, two]),
    }[form]
    found = read_cases(
        written(tmp_path, text), hrmax_formula=DEFAULT_FORMULA, prompts=PRODUCT_PROMPTS
    )
    assert [c.id for c in found] == ["file/a", "file/b"]
    assert found[1].kind == "exercise_recommendation"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "holds no case"),
        ("[]", "holds no case"),
        ("{", "line 1: not JSON"),
        ('{"steps": 1}\n{', "line 2: not JSON"),
        ("[3]", "case 1: got int"),
        ([NINE | {"heart_rate": 900}], "case 1: impossible inputs .range:heart_rate"),
        ([NINE | {"pulse": 60}], "'pulse' is not known"),
        ([NINE | {"kind": "poem"}], "kind 'poem' is not known"),
        ([NINE | {"question": 4}], "question is int"),
        ([NINE | {"vitals": 4}], "vitals is int"),
        ([NINE | {"expected": {"intensity": "extreme"}}], "intensity 'extreme' is not known"),
        ([NINE | {"expected": {"condition_level": 7}}], "expected.condition_level"),
        ([NINE | {"expected": {"mood": "happy"}}], "expected.mood"),
        ([NINE | {"id": 1}, NINE | {"id": 1}], "id 'file/1' stands twice"),
    ],
)
def test_a_bad_case_is_one_line_that_names_it(tmp_path, content, told):
    with pytest.raises(BadInput, match=told) as caught:
        read_cases(
            written(tmp_path, content), hrmax_formula=DEFAULT_FORMULA, prompts=PRODUCT_PROMPTS
        )
    assert "\n" not in str(caught.value)


def test_a_file_that_is_not_there_or_not_utf8_is_told(tmp_path):
    with pytest.raises(BadInput, match="cannot read"):
        read_cases(tmp_path / "none.jsonl", hrmax_formula=DEFAULT_FORMULA, prompts=PRODUCT_PROMPTS)
    path = tmp_path / "latin.jsonl"
    path.write_bytes(b"\xff\xfe{")
    with pytest.raises(BadInput, match="not UTF-8"):
        read_cases(path, hrmax_formula=DEFAULT_FORMULA, prompts=PRODUCT_PROMPTS)
