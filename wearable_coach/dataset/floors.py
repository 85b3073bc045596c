"""Giving each group of a recipe its rows: which rows are planned to be of it, and how many a dataset holds."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from random import Random
from typing import TYPE_CHECKING

from wearable_coach.errors import RecipeUnmet
from wearable_coach.records import Row
from wearable_coach.sources.groups import FloorGroup, groups, product_floors
from wearable_coach.sources.wishes import wish

if TYPE_CHECKING:
    from wearable_coach.dataset.plan import RowSpec
    from wearable_coach.dataset.recipe import Recipe

_ALSO = {"oldest": "older"}
"""A group of people who are of another one, too."""
_ALWAYS = {"older_adult": "older"}
"""Strata whose people are of a group without being asked for."""


def needed_rows(recipe: Recipe) -> dict[str, int]:
    """Return how many rows each group is to have at least, by the recipe's floors."""
    coaching = sum(c.count for c in recipe.categories if c.kind == "coaching")
    found = {}
    for name, share in recipe.floors.items():
        base = coaching if groups()[name].topics else recipe.rows
        found[name] = int(share * base + 1e-9)
    return found


def with_groups(recipe: Recipe, specs: Sequence[RowSpec], rng: Random) -> list[RowSpec]:
    """Return the specs with the groups that each is to be of; a person is of the same ones in all rows.

    Args:
        recipe: Its floors say how many.
        specs: All rows, real days given; those stay as they are.
        rng: Chooses who is of a group.

    Raises:
        RecipeUnmet: a floor that is not the product's own cannot be met; the message says what can be had.
    """
    people: dict[str, list[RowSpec]] = {}
    for spec in specs:
        if spec.real_day is None:
            people.setdefault(spec.person, []).append(spec)
    keys = sorted(people)
    rng.shuffle(keys)
    of: dict[str, tuple[str, ...]] = {}
    counted = Counter(_ALWAYS[s.stratum] for s in specs if s.stratum in _ALWAYS and not s.real_day)
    for name, needed in sorted(needed_rows(recipe).items(), key=lambda item: _place(item[0])):
        group = groups()[name]
        for key in keys:
            if counted[name] >= needed:
                break
            rows = people[key]
            is_counted = _ALWAYS.get(rows[0].stratum) == name
            if key in of or is_counted or not all(_carries(spec, group) for spec in rows):
                continue
            of[key] = (name,)
            counted[name] += len(rows)
            if name in _ALSO and rows[0].stratum not in _ALWAYS:
                counted[_ALSO[name]] += len(rows)
        _refuse_unmet(recipe, name, needed, counted[name])
    return [s._replace(groups=of.get(s.person, ())) if s.real_day is None else s for s in specs]


def _place(name: str) -> int:
    return list(groups()).index(name)


def _carries(spec: RowSpec, group: FloorGroup) -> bool:
    """Say whether a row can be of a group, by its kind, its stratum and the ages of both."""
    if spec.stratum not in group.hosts or (group.topics and spec.kind != "coaching"):
        return False
    if group.age is None:
        return True
    low, high = wish(spec.stratum).age
    return max(low, group.age[0]) <= min(high, group.age[1])


def _refuse_unmet(recipe: Recipe, name: str, needed: int, had: int) -> None:
    """Refuse a floor that somebody asked for and that cannot be had; the product's own go as far as they can."""
    share = recipe.floors[name]
    if had >= needed or share == product_floors()[name]:
        return
    base = needed / share
    can = int(1000 * had / base) / 1000
    hosts = ", ".join(sorted(groups()[name].hosts))
    message = (
        f"floors: {name} is {share:g}, which asks for {needed} rows, and the recipe can give {had}; "
        f"lower it to {can:g} or less, or raise the counts of strata that can carry it: {hosts}"
    )
    raise RecipeUnmet(message)


def promised_rows(recipe: Recipe, specs: Iterable[RowSpec]) -> dict[str, int]:
    """Return how many rows of each group the plan promises: the floor, or what it could be given."""
    planned: Counter[str] = Counter()
    for spec in specs:
        if spec.real_day is not None:
            continue
        named = {*spec.groups, *(_ALSO[name] for name in spec.groups if name in _ALSO)}
        if spec.stratum in _ALWAYS:
            named.add(_ALWAYS[spec.stratum])
        planned.update(named)
    return {name: min(needed, planned[name]) for name, needed in needed_rows(recipe).items()}


def groups_of_row(row: Row) -> tuple[str, ...]:
    """Return the groups that a row is of, by what is told in it."""
    bmi_class = _bmi_class(row.facts)
    return tuple(
        name for name, g in groups().items() if g.holds(row.profile, bmi_class, row.template_ids)
    )


def _bmi_class(facts: str) -> str | None:
    """Return the class of BMI of a row's facts, None where they are none: the gate names such a row by its facts."""
    try:
        told = json.loads(facts)
    except ValueError:
        return None
    return told.get("bmi_ksso") if isinstance(told, dict) else None


def group_counts(rows: Iterable[Row]) -> Mapping[str, int]:
    """Return how many rows there are of each group, for the gate and for the dataset's card."""
    counted = Counter(name for row in rows for name in groups_of_row(row))
    return {name: counted[name] for name in groups()}
