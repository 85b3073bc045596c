"""Floors of groups: planned, kept by what is composed, refused early with the number that can be had."""

from __future__ import annotations

import pytest

from expectations.columns_dataset import dataset_columns
from tests.support.cases import some
from wearable_coach.dataset.batches import generate_batch, make_plan
from wearable_coach.dataset.floors import group_counts, needed_rows
from wearable_coach.dataset.plan import gate_plan, plan_rows
from wearable_coach.dataset.recipe import Recipe, checked_recipe
from wearable_coach.errors import BadInput, RecipeUnmet
from wearable_coach.records import Profile, Vitals
from wearable_coach.sources import RealDay, real_day_index
from wearable_coach.sources.groups import groups, product_floors
from wearable_coach.sources.identities import KnownDays


@pytest.fixture(scope="module")
def made():
    plan = make_plan(Recipe().scaled_to(130), 5, ())
    return plan, [row for batch in plan.batches() for row in generate_batch(batch).rows]


def test_the_plan_of_1500_rows_promises_every_floor():
    recipe = Recipe()
    for seed in (1, 7):
        promised = gate_plan(recipe, plan_rows(recipe, seed=seed)).group_floors
        assert promised == needed_rows(recipe)
    assert promised["older"] == 300
    assert promised["oldest"] == 90
    assert promised["athletes"] == 120


def test_what_is_composed_holds_what_is_promised(made):
    plan, rows = made
    counts = group_counts(rows)
    assert all(counts[name] >= n for name, n in plan.gate.group_floors.items())
    assert plan.gate.group_floors["older"] == 26
    found = dataset_columns(rows, plan.gate)["group_short"]
    assert found == [None] * len(rows)


def test_the_gate_names_a_group_that_is_short(made):
    plan, rows = made
    young = [row for row in rows if row.profile.age is None or row.profile.age < 75]
    found = [one for one in dataset_columns(young, plan.gate)["group_short"] if one]
    assert any(one.startswith("oldest 0 of 7") for one in found)


def test_a_floor_that_cannot_be_met_is_refused_with_what_can_be_had():
    asked = Recipe(floors={"pregnancy": 0.2})
    with pytest.raises(
        RecipeUnmet, match=r"pregnancy is 0.2, .* 300 rows.* can give (\d+); lower"
    ) as e:
        plan_rows(asked, seed=3)
    can = float(str(e.value).partition("lower it to ")[2].split()[0])
    assert 0 < can < 0.2
    lowered = Recipe(floors={"pregnancy": can})
    assert gate_plan(lowered, plan_rows(lowered, seed=3)).group_floors["pregnancy"] > 0


def test_the_products_own_floors_go_as_far_as_the_strata_can_carry_them():
    one = {"name": "n", "kind": "coaching", "count": 40, "strata": {"sleep_short": 1}}
    recipe = checked_recipe({"categories": [one]})
    assert gate_plan(recipe, plan_rows(recipe, seed=3)).group_floors["obese_beginners"] == 0


def test_an_unknown_group_is_named_with_those_that_are_known():
    with pytest.raises(BadInput, match=r"group 'poets' is not known; known are .*athletes"):
        checked_recipe({"floors": {"poets": 0.1}})


def test_a_person_is_of_the_same_groups_in_all_rows():
    of: dict[str, set[tuple[str, ...]]] = {}
    for spec in plan_rows(Recipe(), seed=3):
        of.setdefault(spec.person, set()).add(spec.groups)
    assert all(len(found) == 1 for found in of.values())


def test_every_floor_of_the_product_is_of_a_known_group():
    assert product_floors().keys() == groups().keys()
    assert all(0 < share < 1 for share in product_floors().values())


def test_nobody_moves_more_than_goes_with_them(made):
    rows = [r for r in made[1] if r.vitals.steps is not None and r.stratum != "inconsistent"]
    for row in some(r for r in rows if r.profile.regularly_active is False):
        assert row.vitals.steps < 15_000, row.row_id
    for row in some(r for r in rows if (r.vitals.resting_heart_rate or 0) > 100):
        assert row.vitals.steps < 10_000, row.row_id


def test_a_real_person_has_one_age_one_sex_and_one_height_in_all_rows():
    days = [
        RealDay(
            f"real-{person:04d}", day, "table", Profile(),
            Vitals(sleep_hr=7.4, steps=6000 + 500 * day, resting_heart_rate=60, weight=64.0 + person),
            age_range=(30, 64),
        )
        for person in range(1, 9) for day in range(1, 6)
    ]  # fmt: skip
    known = KnownDays(days)
    assert len({(d.person_key, d.identity) for d in known}) == 8
    assert real_day_index(known, hrmax_formula="tanaka")["fields_missing"] == []
    recipe = Recipe(sources={"vitals": ("days.csv",)}).scaled_to(130)
    plan = make_plan(recipe, 3, days)
    rows = [row for batch in plan.batches() for row in generate_batch(batch).rows]
    told: dict[str, dict[str, set[object]]] = {}
    for row in rows:
        if row.person_id.startswith("real-"):
            mine = told.setdefault(row.person_id, {"age": set(), "sex": set(), "height_cm": set()})
            for name, seen in mine.items():
                if (value := getattr(row.profile, name)) is not None:
                    seen.add(value)
                    assert name in row.completed_fields
    assert len(told) > 3
    assert all(len(seen) <= 1 for mine in told.values() for seen in mine.values())
