from collections import Counter

import pytest

from tests.support.days import day as day_of
from wearable_coach.dataset.cells import split_cells, stratum_counts
from wearable_coach.dataset.plan import families_of, plan_rows
from wearable_coach.dataset.recipe import Recipe, checked_recipe
from wearable_coach.errors import RecipeUnmet
from wearable_coach.records import Profile, Vitals
from wearable_coach.sources import RealDay, stratum_of


def test_the_plan_s_counts_are_exact_in_category_stratum_and_split():
    recipe = Recipe()
    specs = plan_rows(recipe, seed=1)
    assert Counter(s.split for s in specs) == {"train": 1200, "valid": 300}
    assert Counter((s.category, s.split) for s in specs)["health_interpretation", "valid"] == 140
    wanted = {(c, s): n for c, strata in stratum_counts(recipe).items() for s, n in strata.items()}
    assert Counter((s.category, s.stratum) for s in specs) == wanted
    assert min(wanted.values()) >= recipe.stratum_floor


def test_every_stratum_of_a_category_with_room_is_in_both_splits():
    cells = split_cells(Recipe())["health_interpretation"]
    assert all(cell["train"] >= 1 for cell in cells.values())
    thin = [s for s, cell in cells.items() if not cell["valid"]]
    assert thin == []


def test_people_frames_and_voices_belong_to_one_split():
    specs = plan_rows(Recipe(), seed=1)
    for part in ("person", "frame", "voice"):
        homes = {}
        for s in specs:
            homes.setdefault((s.kind if part == "frame" else "", getattr(s, part)), set()).add(
                s.split
            )
        assert all(len(splits) == 1 for splits in homes.values()), part


def test_families_share_out_without_overlap_and_at_least_one_each():
    shares = {"train": 0.9, "valid": 0.05, "test": 0.05}
    owned = [families_of(split, 12, shares) for split in shares]
    assert sorted(family for part in owned for family in part) == list(range(12))
    assert all(owned)


def test_another_seed_is_another_plan_and_the_same_seed_the_same():
    assert plan_rows(Recipe(), seed=1) == plan_rows(Recipe(), seed=1)
    assert plan_rows(Recipe(), seed=1) != plan_rows(Recipe(), seed=2)


def test_a_fourth_category_and_a_third_split_need_no_code():
    recipe = checked_recipe(
        {
            "categories": [
                {"name": "a", "kind": "coaching", "count": 100},
                {"name": "b", "kind": "coaching", "count": 50, "strata": {"normal": 1}},
                {"name": "c", "kind": "health_interpretation", "count": 100},
                {"name": "d", "kind": "exercise_recommendation", "count": 50},
            ],
            "split": {"train": 0.8, "valid": 0.1, "test": 0.1},
            "stratum_floor": 1,
        }
    )
    specs = plan_rows(recipe, seed=1)
    assert Counter(s.split for s in specs) == {"train": 240, "valid": 30, "test": 30}
    assert Counter(s.category for s in specs) == {"a": 100, "b": 50, "c": 100, "d": 50}


def test_more_real_days_than_there_are_is_told():
    vitals = Vitals(resting_heart_rate=62, sleep_hr=7.5, steps=8000, distance_km=5.6)
    day = RealDay(person_key="real-0001", day=0, source="table", profile=Profile(), vitals=vitals)
    recipe = checked_recipe({"sources": {"vitals": ["x.csv"], "real_share": 0.5}})
    with pytest.raises(RecipeUnmet, match=r"real_share: 0\.5 of 1500 rows asks for 750"):
        plan_rows(recipe, seed=1, real_days=[day])


def test_a_day_without_readings_is_of_the_stratum_without_vitals():
    assert stratum_of(day_of(Profile(), Vitals())) == "no_vitals"
