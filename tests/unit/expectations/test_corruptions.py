"""What can be wrong with a row is found and named by its code, wherever it stands; clean data give no alarm."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.support.cases import some
from tests.support.corrupting import codes_by_place, composed, corrupted
from tests.support.corruptions import corruptions
from tests.support.gating import failures, gate_of
from tests.support.rows import changed, good_rows, plan_for, with_answer, with_question
from wearable_coach.dataset.recipe import Recipe
from wearable_coach.sources import RealDay, read_days

_LEAST = 120
_LEAST_CAUGHT = 0.98
_ROWS = 500
_SHARED_DATA = Path(__file__).parents[3] / "shared" / "data"


def test_there_is_one_corruption_a_kind_and_place() -> None:
    names = Counter((c.kind, c.place) for c in corruptions())
    assert len(names) >= _LEAST
    assert set(names.values()) == {1}


def test_every_corruption_is_named_and_no_other_row_is() -> None:
    rows, plan = composed(Recipe().scaled_to(_ROWS), 7)
    bad = corrupted(rows)
    report = gate_of(bad.rows, plan.gate, ordered=plan.specs)
    codes = codes_by_place(report, bad.rows)
    missed = [c.name for i, c in bad.done.items() if c.code not in codes[i]]
    assert len(missed) <= (1 - _LEAST_CAUGHT) * len(bad.done), missed
    assert [codes[i] for i in range(len(rows)) if i not in bad.done and codes[i]] == []


def test_a_finding_shows_what_stands_there_and_hides_personal_data() -> None:
    rows = good_rows(15)
    asked = rows[2].messages[1].content
    rows[2] = with_question(rows[2], f"{asked} 제 번호는 010-9183-2745예요.")
    rows[3] = changed(rows[3], facts="{}")
    found = failures(gate_of(rows))
    (told,) = found["CNV-PERSONAL"].failing_values
    assert "telephone 01" in told
    assert "9183" not in told
    assert "missing, derived" in found["CNV-FACTS"].failing_values[0]


def test_copies_between_splits_are_found_whatever_their_spaces_marks_and_numbers() -> None:
    rows = good_rows(60)
    valid = [i for i, row in enumerate(rows) if row.split == "valid"]
    train = [
        next(
            i for i, r in enumerate(rows) if r.split == "train" and r.kind == rows[v].kind and i > 5
        )
        for v in valid[:3]
    ]
    one, other, third = valid[:3]
    rows[one] = changed(rows[one], messages=rows[one].messages[:3])
    copied = changed(rows[train[0]], messages=rows[train[0]].messages[:3])
    rows[train[0]] = copied
    spaced = copied.messages[2].content.replace(" ", "  ").replace(".", "!")
    rows[one] = with_answer(rows[one], spaced)
    rows[other] = with_question(rows[other], f"  {rows[train[1]].messages[1].content} ~")
    numbered = "".join("7" if c.isdigit() else c for c in rows[train[2]].messages[-1].content)
    rows[third] = changed(
        rows[third], messages=(*rows[third].messages[:1], *rows[train[2]].messages[1:])
    )
    rows[third] = with_answer(rows[third], numbered)
    found = failures(gate_of(rows))
    assert rows[one].row_id in found["DST-COPY-ANSWER"].failing_row_ids
    assert rows[other].row_id in found["DST-COPY-QUESTION"].failing_row_ids
    assert rows[third].row_id in found["DST-TWINS-MASKED"].failing_row_ids


def test_rows_that_are_nothing_of_the_kind_are_findings_and_no_crash() -> None:
    strange: list[object] = [None, {}, "row", 7, object()]
    rows: Any = [*good_rows(6), *strange]
    found = failures(gate_of(rows, plan_for(rows[:6])))
    assert len(found["CNV-TYPE"].failing_row_ids) == len(strange)


_FORMULAS = ("tanaka", "fox", "gellish")


def _real_days() -> Sequence[RealDay]:
    names = ("lifesnaps_daily.csv", "dailyActivity_merged.csv", "sleepDay_merged.csv", "weightLogInfo_merged.csv")  # fmt: skip
    files = [_SHARED_DATA / name for name in names if (_SHARED_DATA / name).exists()]
    if not files:
        pytest.skip("no real days in shared/data")
    return read_days(*files).days


def _own_prompts(recipe: Recipe) -> Recipe:
    data = recipe.model_dump()
    data["categories"][2]["system_prompt"] = "당신은 다정한 코치예요. 존댓말로 답해 주세요."
    data["split"] = {"train": 0.7, "valid": 0.15, "test": 0.15}
    return Recipe.model_validate(data)


@pytest.mark.slow("services")
@pytest.mark.parametrize("formula", _FORMULAS)
def test_the_plans_dataset_gives_no_alarm_by_any_formula(formula: str) -> None:
    data = Recipe().model_dump() | {"standards": {"hrmax_formula": formula}}
    recipe = Recipe.model_validate(data)
    recipe = _own_prompts(recipe) if formula == "gellish" else recipe
    rows, plan = composed(recipe, 11 + len(formula))
    report = gate_of(rows, plan.gate, prompts=plan.settings.system_prompts, ordered=plan.specs)
    assert [(r.code, r.observed) for r in report.results if not r.success] == []


@pytest.mark.slow("services")
def test_a_dataset_of_real_days_gives_no_alarm() -> None:
    days = _real_days()
    data = Recipe().model_dump() | {"sources": {"vitals": ["days.csv"], "real_share": None}}
    rows, plan = composed(Recipe.model_validate(data), 5, days)
    assert some([row for row in rows if row.source != "sampled"])
    report = gate_of(rows, plan.gate, ordered=plan.specs)
    assert [(r.code, r.observed) for r in report.results if not r.success] == []


@pytest.mark.slow("services")
def test_every_corruption_of_the_plans_dataset_is_named() -> None:
    rows, plan = composed(Recipe(), 12)
    bad = corrupted(rows)
    codes = codes_by_place(gate_of(bad.rows, plan.gate, ordered=plan.specs), bad.rows)
    missed = [c.name for i, c in bad.done.items() if c.code not in codes[i]]
    assert len(missed) <= (1 - _LEAST_CAUGHT) * len(bad.done), missed
    assert [codes[i] for i in range(len(rows)) if i not in bad.done and codes[i]] == []
