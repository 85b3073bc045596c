"""A dataset in shards is judged as the same rows in one place are: same findings, same rows, same columns."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from expectations.columns_dataset import columns_of_all
from expectations.gate import product_columns
from expectations.shards.gating import BETWEEN
from expectations.shards.looking import COLUMNS, SENTENCES, summed
from expectations.shards.sentences import sentence_sums
from expectations.suites import SUITES
from tests.support.cases import some
from tests.support.corrupting import composed, corrupted
from tests.support.gating import gate_of
from tests.support.in_shards import LookedAt
from tests.support.rows import changed, with_answer
from wearable_coach.dataset.batches import DatasetPlan
from wearable_coach.dataset.recipe import Recipe
from wearable_coach.dataset.variety import sentence_counts
from wearable_coach.process_pool import ProcessPool
from wearable_coach.records import GatePlan, GateReport, LanguageFloor, OwnSuite, Row

ROWS = 600
CUTS = (0, 1, 150, 290, 431, ROWS)


@pytest.fixture(scope="module")
def made() -> tuple[list[Row], DatasetPlan]:
    return composed(Recipe().scaled_to(ROWS), 7)


@pytest.fixture(scope="module")
def bad(made: tuple[list[Row], DatasetPlan]) -> list[Row]:
    """Every corruption of the gate's own, then repeats, copies, leaks and twins across the shards."""
    rows = corrupted(made[0]).rows
    free = [i for i, row in enumerate(rows) if row is made[0][i]]
    held_out = [i for i in free if rows[i].split != "train"]
    train = [i for i in free if rows[i].split == "train" and i not in held_out]
    for place, other in zip(held_out[:6], train[-6:], strict=True):
        rows[place] = changed(rows[place], messages=rows[other].messages)
    for place, other in zip(held_out[6:12], train[:6], strict=True):
        rows[place] = with_answer(rows[place], rows[other].messages[-1].content + " 끝.")
        rows[place] = changed(rows[place], person_id=rows[other].person_id, source="garmin")
    for place, other in zip(train[10:16], train[-20:-14], strict=True):
        rows[place] = changed(rows[place], template_family=rows[held_out[20]].template_family)
        rows[other] = changed(rows[other], kind="coaching", row_id=rows[place].row_id)
    return rows


@pytest.fixture(scope="module")
def asked(made: tuple[list[Row], DatasetPlan]) -> GatePlan:
    """A plan that these rows do not meet either as a whole."""
    plan = made[1].gate
    floor = LanguageFloor(skeletons_min=10**6, top_share_max=0.01, shared_max=0.01)
    suite = OwnSuite(
        name="ours",
        expectations=(
            {
                "type": "expect_column_values_to_be_between",
                "kwargs": {"column": "age", "max_value": 40, "row_condition": 'col("split")=="valid"', "condition_parser": "great_expectations"},
                "meta": {},
            },
            {"type": "expect_table_columns_to_match_set", "kwargs": {"column_set": ["age"], "exact_match": False}, "meta": {}},
            {"type": "expect_column_values_to_not_match_regex", "kwargs": {"column": "answer", "regex": "걸음"}, "meta": {}},
        ),
    )  # fmt: skip
    return plan.model_copy(
        update={
            "language": dict.fromkeys(("coaching", "exercise_recommendation"), floor),
            "group_floors": {name: n + 20 for name, n in plan.group_floors.items()},
            "own_suites": (suite,),
        }
    )


@pytest.fixture(scope="module")
def looked_at(
    bad: list[Row],
    asked: GatePlan,
    made: tuple[list[Row], DatasetPlan],
    tmp_path_factory: pytest.TempPathFactory,
) -> LookedAt:
    plan = DatasetPlan(made[1].specs, made[1].settings, asked)
    return LookedAt(tmp_path_factory.mktemp("bad"), bad, plan, CUTS)


@pytest.fixture(scope="module")
def good_shards(
    made: tuple[list[Row], DatasetPlan], tmp_path_factory: pytest.TempPathFactory
) -> LookedAt:
    return LookedAt(tmp_path_factory.mktemp("good"), *made, CUTS)


@pytest.fixture(scope="module")
def whole(bad: list[Row], asked: GatePlan, made: tuple[list[Row], DatasetPlan]) -> GateReport:
    return gate_of(bad, asked, ordered=made[1].specs)


def test_shards_are_refused_for_what_the_rows_in_one_place_are(
    looked_at: LookedAt, whole: GateReport, asked: GatePlan
) -> None:
    found = looked_at.gated(asked)
    assert found == whole
    assert found.quarantined() == whole.quarantined()
    failed = {result.code for result in found.results if not result.success}
    between = {"DST-DISTINCT", "DST-QUESTION-TWICE", "DST-COPY-ANSWER", "DST-COPY-QUESTION", "DST-TWINS", "DST-TWINS-MASKED", "DST-PERSON", "DST-FAMILY", "DST-KIND", "DST-PERSON-SOURCE", "DST-SKELETONS", "DST-COMMON", "DST-LANGUAGE", "DST-GROUPS", "DST-ROW-ID", "OWN-OURS-1", "OWN-OURS-3"}  # fmt: skip
    assert between <= failed


def test_it_is_the_same_where_another_process_runs_the_suites(
    looked_at: LookedAt, whole: GateReport, asked: GatePlan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("expectations.shards.gating.report_of", None)  # it is not called here
    with ProcessPool(1) as apart:
        assert looked_at.gated(asked, run=apart.run) == whole


def test_it_is_the_same_however_few_columns_are_validated_at_once(
    looked_at: LookedAt, whole: GateReport, asked: GatePlan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("expectations.validation.CELLS_AT_ONCE", 2 * ROWS)
    assert looked_at.gated(asked) == whole


def test_a_report_names_so_many_rows_and_counts_the_rest(
    looked_at: LookedAt, whole: GateReport, asked: GatePlan
) -> None:
    found = looked_at.gated(asked, most_named=150)
    named = sum(len(result.failing_row_ids) for result in found.results)
    assert 150 <= named < sum(len(result.failing_row_ids) for result in whole.results)
    for few, all_of_them in some(zip(found.results, whole.results, strict=True)):
        assert all_of_them.failing_row_ids[: len(few.failing_row_ids)] == few.failing_row_ids
        assert bool(few.failing_row_ids) == bool(all_of_them.failing_row_ids)
        assert few.observed == all_of_them.observed


def test_good_shards_pass_and_keep_the_columns_that_one_place_would(
    made: tuple[list[Row], DatasetPlan], good_shards: LookedAt
) -> None:
    rows, plan = made
    found = good_shards.gated(plan.gate)
    whole = gate_of(rows, plan.gate, ordered=plan.specs)
    assert found.passed
    assert found.results == whole.results
    assert found.kept[SUITES] == whole.kept[SUITES]
    of_each = [pq.read_table(look[COLUMNS]) for look in good_shards.looks]
    between = pq.read_table(io.BytesIO(found.kept[BETWEEN]))
    assert {*of_each[0].column_names, *between.column_names} == {
        *product_columns((), plan.gate, prompts={})
    }
    wanted: dict[str, Any] = columns_of_all(rows, plan.gate, plan.specs)
    assert between.to_pydict() == {name: list(column) for name, column in wanted.items()}
    assert [row_id for part in of_each for row_id in part["row_id"].to_pylist()] == [
        row.row_id for row in rows
    ]


def test_the_sentences_of_shards_come_to_those_of_all_rows(
    made: tuple[list[Row], DatasetPlan], good_shards: LookedAt
) -> None:
    rows = made[0]
    files: Sequence[Path] = [look[SENTENCES] for look in good_shards.looks]
    sums = sentence_sums(files, summed(good_shards.told, "left_out"))
    counted = {
        name: of._replace(shared_as_written=None) for name, of in sentence_counts(rows).items()
    }
    assert {name: of.counts() for name, of in sums.items()} == counted
    assert all(0 < (of.counts().shared or 0) < 1 for of in sums.values())
