"""What is wrong with the whole dataset is caught, and told readably."""

from __future__ import annotations

from collections import Counter

from expectations.columns_dataset import dataset_columns
from tests.support.gating import gate_of
from tests.support.rows import changed, good_rows, plan_for, with_answer
from wearable_coach.dataset.plan import RowSpec
from wearable_coach.records import CheckResult, GatePlan, Row
from wearable_coach.sources import RealDay


def failures(rows: list[Row], plan: GatePlan) -> dict[str, CheckResult]:
    report = gate_of(rows, plan)
    assert not report.passed
    return {r.code: r for r in report.results if not r.success}


def test_a_missing_row_is_caught(rows: list[Row]) -> None:
    caught = failures(rows[:-1], plan_for(rows))
    assert {"DST-ROWS", "DST-CATEGORY", "DST-STRATUM"} <= set(caught)
    assert caught["DST-ROWS"].observed == "59"
    assert caught["DST-ROWS"].expected == "60 rows"


def test_an_empty_dataset_is_caught(rows: list[Row]) -> None:
    assert "DST-ROWS" in failures([], plan_for(rows))


def test_one_row_in_the_wrong_category_is_caught() -> None:
    rows = good_rows(60)
    plan = plan_for(rows)
    rows[0] = changed(rows[0], category="coaching")
    caught = failures(rows, plan)["DST-CATEGORY"]
    assert caught.observed == ("coaching 21 (planned 20), health_interpretation 19 (planned 20)")
    assert caught.failing_row_ids == ()


def test_counts_of_699_501_300_do_not_pass_for_700_500_300() -> None:
    rows = good_rows(30)
    wanted = {"health_interpretation": 700, "exercise_recommendation": 500, "coaching": 300}
    got = {"health_interpretation": 699, "exercise_recommendation": 501, "coaching": 300}
    first = {r.category: r for r in rows[:3]}
    many = [changed(first[name], row_id=f"{name}-{i}") for name, n in got.items() for i in range(n)]
    plan = plan_for(many).model_copy(update={"category_counts": wanted})
    caught = failures(many, plan)
    assert "exercise_recommendation 501 (planned 500)" in caught["DST-CATEGORY"].observed
    assert "DST-ROWS" not in caught


def test_a_stratum_below_its_floor_is_caught(rows: list[Row]) -> None:
    plan = plan_for(rows)
    rows[0] = changed(rows[0], stratum="sleep_short")
    observed = failures(rows, plan)["DST-STRATUM"].observed
    assert "health_interpretation/normal 9 (planned 10)" in observed


def test_a_split_that_is_not_stratified_is_caught(rows: list[Row]) -> None:
    plan = plan_for(rows)
    train = next(i for i, r in enumerate(rows) if r.split == "train" and r.kind == "coaching")
    valid = next(i for i, r in enumerate(rows) if r.split == "valid" and r.kind != "coaching")
    rows[train] = changed(rows[train], split="valid", person_id="a", template_family="a")
    rows[valid] = changed(rows[valid], split="train", person_id="b", template_family="b")
    caught = failures(rows, plan)
    assert {c for c in caught if c.startswith("DST")} == {"DST-SPLIT-CATEGORY"}


def test_a_wrong_split_count_is_caught(rows: list[Row]) -> None:
    plan = plan_for(rows)
    rows[0] = changed(rows[0], split="valid", person_id="new", template_family="new")
    assert "train 47 (planned 48)" in failures(rows, plan)["DST-SPLIT"].observed


def test_a_duplicated_conversation_is_caught_at_its_second_place(rows: list[Row]) -> None:
    rows[6] = changed(rows[6], messages=rows[3].messages, vitals=rows[3].vitals)
    caught = failures(rows, plan_for(rows))
    assert caught["DST-DISTINCT"].failing_row_ids == (rows[6].row_id,)


def test_a_repeated_row_id_is_caught(rows: list[Row]) -> None:
    rows[6] = changed(rows[6], row_id=rows[3].row_id)
    assert set(failures(rows, plan_for(rows))) == {"DST-ROW-ID"}


def test_answers_that_differ_in_numbers_only_are_caught(rows: list[Row]) -> None:
    text = rows[2].messages[-1].content
    plan = plan_for(rows)
    for k, i in enumerate(range(2, 60, 3)):
        only = changed(rows[i], messages=rows[i].messages[:3])
        rows[i] = with_answer(only, f"{text} {k}.5분, {1000 + k:,}보")
    caught = failures(rows, plan)["DST-MASKED"]
    assert caught.observed == "68.3%"
    assert caught.failing_row_ids == ()


def test_a_near_twin_between_train_and_valid_is_caught(rows: list[Row]) -> None:
    valid = next(i for i, r in enumerate(rows) if r.split == "valid")
    train = next(i for i, r in enumerate(rows) if r.split == "train" and r.kind == rows[valid].kind)
    answer = rows[train].messages[-1].content
    rows[valid] = with_answer(rows[valid], answer + " 끝.")
    caught = failures(rows, plan_for(rows))
    assert caught["DST-TWINS"].failing_row_ids == (rows[valid].row_id,)
    assert rows[valid].row_id in caught["DST-TWINS"].observed


def test_near_twins_below_the_share_pass(rows: list[Row]) -> None:
    valid = next(i for i, r in enumerate(rows) if r.split == "valid")
    rows[valid] = with_answer(rows[valid], rows[valid - 3].messages[-1].content + " 끝.")
    assert "DST-TWINS" not in failures(rows, plan_for(rows, max_near_twin_share=0.1))


def test_a_person_in_both_splits_is_caught_and_named(rows: list[Row]) -> None:
    valid = next(r for r in rows if r.split == "valid")
    rows[0] = changed(rows[0], person_id=valid.person_id)
    caught = failures(rows, plan_for(rows))
    assert set(caught) == {"DST-PERSON", "CNV-ORIGIN"}
    observed = caught["DST-PERSON"].observed
    assert valid.person_id in observed
    assert rows[0].row_id in observed
    assert valid.row_id in observed


def planned_as(row: Row, origin: str) -> RowSpec:
    day = RealDay(row.person_id, 1, row.source, row.profile, row.vitals, origin=origin)
    return RowSpec(
        row.row_id, row.category, row.kind, 0, row.stratum, row.split, row.person_id, 0, 0, day
    )


def test_one_man_under_many_pseudonyms_is_caught_by_what_his_source_says(rows: list[Row]) -> None:
    ordered = [planned_as(row, "the same man") for row in rows]
    assert len({row.person_id for row in rows}) > 2
    found = dataset_columns(rows, plan_for(rows), ordered)
    assert all(found["person_in_one_split"])
    assert all(found["origin_in_other_split"])
    caught = {r.code: r for r in gate_of(rows, plan_for(rows), ordered=ordered).results}[
        "DST-ORIGIN"
    ]
    assert not caught.success
    assert caught.observed == f"{len(rows)} of {len(rows)} do not (100.0%)"


def test_people_of_a_source_that_keep_to_one_split_pass(rows: list[Row]) -> None:
    ordered = [planned_as(row, row.person_id) for row in rows]
    found = dataset_columns(rows, plan_for(rows), ordered)
    assert not any(found["origin_in_other_split"])


def test_a_template_family_in_both_splits_is_caught(rows: list[Row]) -> None:
    valid = next(r for r in rows if r.split == "valid")
    rows[0] = changed(rows[0], template_family=valid.template_family)
    caught = failures(rows, plan_for(rows))
    assert valid.template_family in caught["DST-FAMILY"].observed


def test_an_unknown_source_is_caught(rows: list[Row]) -> None:
    rows[0] = changed(rows[0], source="somewhere")
    assert set(failures(rows, plan_for(rows))) >= {"DST-SOURCE", "CNV-ORIGIN"}


def test_two_gates_in_a_process_do_not_see_each_others_rows() -> None:
    one, other = good_rows(30), good_rows(45, seed=2)
    assert gate_of(one).passed
    assert gate_of(other).passed
    assert Counter(r.split for r in other)["valid"] == 9
