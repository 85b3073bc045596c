"""The plan by ranges: a row is known by its place alone, and nothing is listed."""

import pickle
from collections import Counter
from itertools import pairwise

import pytest

from tests.support.cases import some
from wearable_coach.dataset.cells import cells_of
from wearable_coach.dataset.plan import plan_rows
from wearable_coach.dataset.recipe import Recipe
from wearable_coach.dataset.seeds import Order
from wearable_coach.dataset.shards import only, shards_of, specs_of
from wearable_coach.records import Profile, Vitals
from wearable_coach.sources import RealDay

BYTES_A_PLAN = 50_000


@pytest.mark.parametrize("count", [0, 1, 2, 3, 10, 99, 100, 101, 1000])
def test_an_order_holds_every_number_once(count):
    order = Order(count, 7, "order")
    assert sorted(order[place] for place in range(count)) == list(range(count))
    with pytest.raises(IndexError):
        order[count]


def test_an_order_mixes_and_another_seed_mixes_otherwise():
    mixed = [Order(1000, 7)[place] for place in range(1000)]
    assert mixed != [Order(1000, 8)[place] for place in range(1000)]
    first_half = sum(number < 500 for number in mixed[:500])
    assert 200 < first_half < 300
    assert sum(b - a == 1 for a, b in pairwise(mixed)) < 10


def test_every_cell_has_its_rows_and_every_row_its_cell():
    recipe = Recipe().scaled_to(700)
    wanted = {(c.category, c.stratum, c.split): c.count for c in cells_of(recipe)}
    found = Counter((s.category, s.stratum, s.split) for s in plan_rows(recipe, seed=3))
    assert found == wanted


def test_a_row_is_found_by_its_place_and_by_its_id():
    plan = plan_rows(Recipe().scaled_to(1_500_000), seed=3)
    for place in (0, 1, 699_999, 700_000, 1_234_567, 1_499_999, -1):
        assert plan.by_id(plan[place].row_id) == plan[place]
    assert plan[-1] == plan[len(plan) - 1]
    for unknown in ("coaching-300000", "coaching--1", "chat-000000", ""):
        with pytest.raises(KeyError):
            plan.by_id(unknown)


def test_ids_sort_as_places_do_however_many_there_are():
    recipe = Recipe().scaled_to(5_000_000)
    category = plan_rows(recipe, seed=3).categories[0]
    ids = [category.row_id(place) for place in (0, 9, 999_999, 1_000_000, 2_333_332)]
    assert ids == sorted(ids)


def test_a_plan_of_millions_of_rows_is_small():
    small = len(pickle.dumps(plan_rows(Recipe(), seed=3)))
    assert len(pickle.dumps(plan_rows(Recipe().scaled_to(10_000_000), seed=3))) < BYTES_A_PLAN
    assert small < BYTES_A_PLAN


def test_shards_share_all_rows_out_each_with_its_part_of_every_category():
    plan = plan_rows(Recipe().scaled_to(1_003), seed=3)
    shards = shards_of(1_003, rows_a_shard=100)
    assert len(shards) == 11
    parts = [list(specs_of(plan, shard)) for shard in shards]
    assert sorted(s for part in parts for s in part) == sorted(plan)
    for category in some(plan.categories):
        sizes = [sum(s.category == category.name for s in part) for part in parts]
        assert max(sizes) - min(sizes) <= 1


def days(people: int, each: int) -> list[RealDay]:
    return [
        RealDay(
            f"real-{who:04d}", day, "table", Profile(),
            Vitals(sleep_hr=7.4, steps=6000 + 500 * day, resting_heart_rate=60, weight=64.0),
        )
        for who in range(1, people + 1) for day in range(1, each + 1)
    ]  # fmt: skip


def test_real_days_are_given_as_asked_each_once_and_their_people_to_one_split():
    recipe = Recipe(sources={"vitals": ("days.csv",), "real_share": 0.1}).scaled_to(400)
    specs = list(plan_rows(recipe, seed=3, real_days=days(20, 8)))
    real = [s for s in specs if s.real_day is not None]
    assert len(real) == 40
    assert len({(s.person, s.real_day.day) for s in real}) == 40
    homes = {}
    for spec in real:
        homes.setdefault(spec.person, set()).add(spec.split)
    assert all(len(splits) == 1 for splits in homes.values())
    assert {s.split for s in real} == {"train", "valid"}
    assert all(s.groups == () for s in real)
    wanted = {(c.category, c.stratum, c.split): c.count for c in cells_of(recipe)}
    assert Counter((s.category, s.stratum, s.split) for s in specs) == wanted


def test_a_shard_takes_its_own_real_days_along_and_no_other():
    recipe = Recipe(sources={"vitals": ("days.csv",)}).scaled_to(400)
    plan = plan_rows(recipe, seed=3, real_days=days(20, 8))
    for shard in some(shards_of(400, rows_a_shard=50)):
        own = pickle.loads(pickle.dumps(only(plan, shard)))  # noqa: S301 - our own bytes
        specs = list(specs_of(own, shard))
        assert specs == list(specs_of(plan, shard))
        assert len(own.given.days) == sum(s.real_day is not None for s in specs)
    assert plan.given.digest() != only(plan, shards_of(400, rows_a_shard=50)[0]).given.digest()
