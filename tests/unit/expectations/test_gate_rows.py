"""One bad thing in one row is caught with its code and the row's id."""

from __future__ import annotations

from typing import Any

import pytest

from expectations import vitals
from expectations.columns import HeldColumns
from expectations.columns_vitals import vitals_columns
from expectations.validation import Validator
from tests.support.cases import some
from tests.support.gating import gate_of
from tests.support.rows import changed, good_rows, plan_for, with_answer, with_question, with_vitals
from wearable_coach.records import Message, Row, Verdict, packed
from wearable_coach.reporting import render_gate_page

REPORT, PRESCRIPTION, COACHING = 0, 1, 2


def failing(rows: list[Row]) -> dict[str, tuple[str, ...]]:
    report = gate_of(rows)
    return {r.code: r.failing_row_ids for r in report.results if not r.success}


def test_a_good_dataset_passes(rows: list[Row]) -> None:
    report = gate_of(rows)
    assert [r for r in report.results if not r.success] == []
    assert report.passed
    assert report.quarantined() == {}
    assert report.rows == len(rows)


def test_every_result_names_code_rule_source_and_both_languages(rows: list[Row]) -> None:
    results = gate_of(rows).results
    assert len({r.code for r in results}) == len(results)
    for result in results:
        assert all((result.rule, result.source, result.expected, result.observed))
        assert any("가" <= c <= "힣" for c in result.description_ko)
        assert not any("가" <= c <= "힣" for c in result.description_en)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"oxygen_saturation": 101}, "VIT-OXYGEN_SATURATION-RANGE"),
        ({"oxygen_saturation": 49}, "VIT-OXYGEN_SATURATION-RANGE"),
        ({"heart_rate": 251}, "VIT-HEART_RATE-RANGE"),
        ({"sleep_hr": 24.5}, "VIT-SLEEP_HR-RANGE"),
        ({"weight": 351.0, "bmi": 90.0}, "VIT-WEIGHT-RANGE"),
        ({"weight": 40.0, "bmi": 60.0}, "VIT-IMPLIED_HEIGHT_M-RANGE"),
        ({"steps": 2000, "distance_km": 9.0}, "VIT-STRIDE_M-RANGE"),
        ({"steps": 8000.5}, "VIT-TYPE"),
        ({"heart_rate": True}, "VIT-TYPE"),
        ({"sleep_hr": float("nan")}, "VIT-TYPE"),
        ({"weight": "70"}, "VIT-TYPE"),
    ],
)
def test_an_impossible_reading_is_caught(
    rows: list[Row], change: dict[str, Any], code: str
) -> None:
    rows[7] = with_vitals(rows[7], **change)
    assert failing(rows)[code] == (rows[7].row_id,)


@pytest.mark.parametrize(
    "change",
    [
        {"oxygen_saturation": 100},
        {"oxygen_saturation": 50},
        {"steps": 10000, "distance_km": 2.0},
        {"steps": 999, "distance_km": 2.9},
        {"weight": 52.9, "bmi": 10.0},
    ],
)
def test_a_value_on_its_bound_is_possible(rows: list[Row], change: dict[str, Any]) -> None:
    unsaid = rows[7].profile.model_copy(update={"height_cm": None})
    rows[7] = changed(with_vitals(rows[7], **change), profile=unsaid)
    assert not [code for code in failing(rows) if code.startswith("VIT")]


ANY_TYPE = {
    "text": "72",
    "list": [72],
    "dict": {"bpm": 72},
    "400 digits": 10**400,
    "5000 digits": -(10**5000),
    "infinite": float("inf"),
    "fraction": 7.5,
    "bool": True,
    "bytes": b"72",
    "object": object(),
    "surrogate": "\ud800",
}


@pytest.mark.parametrize("value", ANY_TYPE.values(), ids=ANY_TYPE)
def test_a_reading_of_any_type_is_a_finding_that_names_it_and_never_a_crash(value: Any) -> None:
    rows = good_rows(30)
    rows[2] = changed(rows[2], vitals=rows[2].vitals.model_copy(update={"heart_rate": value}))
    rows[4] = changed(rows[4], profile=rows[4].profile.model_copy(update={"height_cm": value}))
    columns = HeldColumns(vitals_columns(rows, "tanaka"))
    (found, *_) = Validator({}).validate("vitals", vitals.checks(), columns)
    assert found.check.code == "VIT-TYPE"
    assert "heart_rate" in found.failing_values[0]
    assert found.failing_row_ids[:1] == (rows[2].row_id,)
    assert (rows[4].row_id in found.failing_row_ids) is (value != 7.5)


def test_readings_that_are_missing_everywhere_pass(rows: list[Row]) -> None:
    nothing = dict.fromkeys(type(rows[0].vitals).model_fields)
    rows = [with_vitals(r, **nothing) for r in rows]
    columns = HeldColumns(vitals_columns(rows, "tanaka"))
    assert all(o.success for o in some(Validator({}).validate("vitals", vitals.checks(), columns)))


def test_a_finding_names_the_values_of_its_rows(rows: list[Row]) -> None:
    rows[7] = with_vitals(rows[7], heart_rate=251)
    profile = rows[3].profile.model_copy(update={"hr_context": "exercise"})
    rows[3] = changed(with_vitals(rows[3], heart_rate=50, resting_heart_rate=60), profile=profile)
    report = gate_of(rows)
    found = {r.code: r for r in report.results if not r.success}
    assert found["VIT-HEART_RATE-RANGE"].failing_values == ("heart_rate 251",)
    assert f"{rows[7].row_id} (heart_rate 251)" in found["VIT-HEART_RATE-RANGE"].observed
    assert found["VIT-HR-ORDER"].failing_values == ("heart_rate 50, resting_heart_rate 60",)
    page = render_gate_page(report)
    assert f"{rows[7].row_id}: heart_rate 251" in page


def test_exercise_heart_rate_below_resting_is_caught(rows: list[Row]) -> None:
    profile = rows[3].profile.model_copy(update={"hr_context": "exercise"})
    rows[3] = changed(with_vitals(rows[3], heart_rate=50, resting_heart_rate=60), profile=profile)
    assert failing(rows)["VIT-HR-ORDER"] == (rows[3].row_id,)


def test_a_resting_reading_below_resting_heart_rate_is_no_reject(rows: list[Row]) -> None:
    rows[3] = with_vitals(rows[3], heart_rate=55, resting_heart_rate=60)
    assert not [code for code in failing(rows) if code.startswith("VIT")]


def test_a_bmi_that_contradicts_the_height_is_caught(rows: list[Row]) -> None:
    profile = rows[4].profile.model_copy(update={"height_cm": 150.0})
    rows[4] = changed(rows[4], profile=profile)
    assert failing(rows)["VIT-BMI-HEIGHT"] == (rows[4].row_id,)


def test_missing_readings_are_allowed(rows: list[Row]) -> None:
    rows[5] = with_vitals(rows[5], steps=None, distance_km=None, weight=None, sleep_hr=None)
    assert not [code for code in failing(rows) if code.startswith(("VIT", "CNV-INPUTS"))]


def test_many_unusual_days_warn_and_do_not_stop(rows: list[Row]) -> None:
    rows = [with_vitals(r, oxygen_saturation=91) for r in rows]
    report = gate_of(rows)
    warned = [r for r in report.results if not r.success and r.suite == "vitals"]
    assert [(r.code, r.severity) for r in warned] == [("VIT-OXYGEN_SATURATION-UNUSUAL", "warning")]


def test_a_missing_role_is_caught(rows: list[Row]) -> None:
    rows[2] = changed(rows[2], messages=rows[2].messages[1:])
    caught = failing(rows)
    assert caught["CNV-ROLES"] == (rows[2].row_id,)
    assert caught["CNV-SYSTEM"] == (rows[2].row_id,)


def test_two_answers_in_a_row_are_caught(rows: list[Row]) -> None:
    system, user, answer = rows[2].messages[:3]
    rows[2] = changed(rows[2], messages=(system, user, answer, answer))
    assert failing(rows)["CNV-ROLES"] == (rows[2].row_id,)


def test_an_unknown_role_is_caught(rows: list[Row]) -> None:
    tool = Message.model_construct(role="tool", content="x")  # type: ignore[arg-type]
    rows[2] = changed(rows[2], messages=(*rows[2].messages[:2], tool))
    assert failing(rows)["CNV-LINE"] == (rows[2].row_id,)


def test_a_report_has_one_turn_and_coaching_at_most_five(rows: list[Row]) -> None:
    for i, times in ((REPORT, 2), (COACHING, 6)):
        system, *turn = rows[i].messages
        rows[i] = changed(rows[i], messages=(system, *turn * times))
    assert failing(rows)["CNV-TURNS"] == (rows[REPORT].row_id, rows[COACHING].row_id)


def test_a_changed_system_prompt_is_caught(rows: list[Row]) -> None:
    system, *turn = rows[6].messages
    altered = Message(role="system", content=system.content.replace("ACSM", "ACSm", 1))
    rows[6] = changed(rows[6], messages=(altered, *turn))
    assert failing(rows)["CNV-SYSTEM"] == (rows[6].row_id,)


def test_a_recipe_brings_its_own_system_prompts(rows: list[Row]) -> None:
    own = {r.category: r.messages[0].content for r in rows} | {"coaching": "다른 글"}
    bad = gate_of(rows, prompts=own).quarantined()
    assert set(bad) == {r.row_id for r in rows if r.category == "coaching"}


def test_sections_out_of_order_are_caught(rows: list[Row]) -> None:
    answer = rows[PRESCRIPTION].messages[-1].content
    swapped = answer.replace("## 준비운동", "## X").replace("## 정리운동", "## 준비운동")
    rows[PRESCRIPTION] = with_answer(rows[PRESCRIPTION], swapped.replace("## X", "## 정리운동"))
    assert failing(rows)["CNV-SECTIONS"] == (rows[PRESCRIPTION].row_id,)


def test_a_missing_section_is_caught(rows: list[Row]) -> None:
    answer = rows[REPORT].messages[-1].content
    rows[REPORT] = with_answer(rows[REPORT], answer.replace("## 근거\n", ""))
    assert failing(rows)["CNV-SECTIONS"] == (rows[REPORT].row_id,)


@pytest.mark.parametrize("answer", ["짧아요.", "길어요. " * 300])
def test_an_answer_too_short_or_too_long_is_caught(rows: list[Row], answer: str) -> None:
    rows[COACHING] = with_answer(rows[COACHING], answer)
    assert failing(rows)["CNV-LENGTH"] == (rows[COACHING].row_id,)


def test_a_conversation_over_the_token_limit_is_caught(rows: list[Row]) -> None:
    long = max(rows, key=lambda r: sum(len(m.content) for m in r.messages))
    report = gate_of(rows, plan_for(rows, max_tokens=100))
    caught = next(r for r in report.results if r.code == "CNV-TOKENS")
    assert long.row_id in caught.failing_row_ids
    assert caught.expected == "≤ 100 estimated tokens"


def test_a_question_that_hides_a_reading_is_caught(rows: list[Row]) -> None:
    told = with_vitals(rows[7], steps=8123)
    question = told.messages[1].content.replace("걸음수 8123", "걸었어요")
    rows[7] = with_question(told, question)
    caught = {r.code: r for r in gate_of(rows).results}["CNV-INPUTS"]
    assert caught.failing_row_ids == (rows[7].row_id,)
    assert "steps 8123" in caught.observed


@pytest.mark.parametrize("verdict", ["contradicted", "unsupported"])
def test_a_claim_that_does_not_hold_is_caught(rows: list[Row], verdict: str) -> None:
    rows[9] = changed(rows[9], verdicts=packed([Verdict("x", verdict, "R", "span")]))
    caught = failing(rows)
    assert set(caught) == {"CNV-VERDICTS", "CNV-VERDICTS-STORED"}
    assert caught["CNV-VERDICTS"] == (rows[9].row_id,)


def test_a_reason_that_says_unsupported_is_no_verdict(rows: list[Row]) -> None:
    verdict = Verdict("x", "supported", "R", "span", "unsupported")
    rows[9] = changed(rows[9], verdicts=packed([verdict]))
    assert set(failing(rows)) == {"CNV-VERDICTS-STORED"}


def test_an_answer_without_a_claim_is_caught_where_vitals_exist(rows: list[Row]) -> None:
    rows[10] = changed(rows[10], claims=0)
    nothing = dict.fromkeys(type(rows[11].vitals).model_fields)
    rows[11] = changed(with_vitals(rows[11], **nothing), claims=0)
    assert failing(rows)["CNV-CLAIMS"] == (rows[10].row_id,)


def test_an_unrendered_template_is_caught(rows: list[Row]) -> None:
    row = rows[COACHING]
    rows[COACHING] = with_answer(row, "{{ name }} " + row.messages[-1].content)
    caught = failing(rows)
    assert caught["CNV-RESIDUE"] == (row.row_id,)
    spoiled = {"CNV-RESIDUE", "CNV-VERDICTS-ANEW", "CNV-VERDICTS-STORED"}
    # With the braces in front a reviewed sentence of a topic is none any more, but an amount of it may be a claim instead.
    assert spoiled <= set(caught) <= spoiled | {"CNV-CLAIMS-STORED"}
