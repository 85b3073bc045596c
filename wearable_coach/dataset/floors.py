"""Giving each group of a recipe its rows: which rows are planned to be of it, and how many a dataset holds."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from random import Random

from wearable_coach.dataset.cells import DAYS_A_PERSON, PlanCell
from wearable_coach.dataset.recipe import Recipe, apportion
from wearable_coach.errors import RecipeUnmet
from wearable_coach.records import Row
from wearable_coach.sources.groups import groups, product_floors
from wearable_coach.sources.wishes import wish

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


def with_groups(recipe: Recipe, cells: Sequence[PlanCell], rng: Random) -> list[PlanCell]:
    """Return the cells with the groups that their sampled people are of; a person is of the same ones in all rows.

    Args:
        recipe: Its floors say how many.
        cells: All cells, real days given; those stay as they are.
        rng: Chooses which cells give one person more, where shares do not come out even.

    Raises:
        RecipeUnmet: a floor that is not the product's own cannot be met; the message says what can be had.
    """
    found = {cell.key: cell for cell in cells}
    for name, needed in sorted(needed_rows(recipe).items(), key=lambda item: _place(item[0])):
        hosts = [c for c in found.values() if _carries(c, name)]
        short = needed - _planned(found.values())[name]
        for key, people in _chosen_people(hosts, short, rng).items():
            cell = found[key]
            found[key] = replace(cell, groups=(*cell.groups, (cell.grouped + people, name)))
        _refuse_unmet(recipe, name, needed, _planned(found.values())[name])
    return list(found.values())


def _chosen_people(hosts: Sequence[PlanCell], rows: int, rng: Random) -> dict[str, int]:
    """Return how many more people of each cell have so many rows together, as far as there are so many."""
    if rows <= 0:
        return {}
    room = {c.key: float(c.sampled - c.rows_below(c.grouped)) for c in hosts}
    shares = apportion(min(rows, int(sum(room.values()))), room)
    people = {c.key: shares[c.key] // DAYS_A_PERSON for c in hosts}
    short = rows - sum(_rows_of(c, people[c.key]) for c in hosts)
    order = list(hosts)
    rng.shuffle(order)
    while short > 0 and order:
        order = [c for c in order if c.grouped + people[c.key] < c.people]
        for cell in order:
            if short > 0:
                before = _rows_of(cell, people[cell.key])
                people[cell.key] += 1
                short -= _rows_of(cell, people[cell.key]) - before
    return {key: n for key, n in people.items() if n}


def _rows_of(cell: PlanCell, people: int) -> int:
    """Return how many rows the next so many people of a cell have that are of no group yet."""
    return cell.rows_below(cell.grouped + people) - cell.rows_below(cell.grouped)


def _place(name: str) -> int:
    return list(groups()).index(name)


def _carries(cell: PlanCell, name: str) -> bool:
    """Say whether rows can be made to be of a group, by their kind, their stratum and the ages of both."""
    group = groups()[name]
    if cell.stratum not in group.hosts or (group.topics and cell.kind != "coaching"):
        return False
    if _ALWAYS.get(cell.stratum) == name:
        return False
    if group.age is None:
        return True
    low, high = wish(cell.stratum).age
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


def promised_rows(recipe: Recipe, cells: Iterable[PlanCell]) -> dict[str, int]:
    """Return how many rows of each group the plan promises: the floor, or what it could be given."""
    planned = _planned(cells)
    return {name: min(needed, planned[name]) for name, needed in needed_rows(recipe).items()}


def _planned(cells: Iterable[PlanCell]) -> Counter[str]:
    """Return how many sampled rows are planned to be of each group, those of its strata among them."""
    planned: Counter[str] = Counter()
    for cell in cells:
        always = _ALWAYS.get(cell.stratum)
        if always is not None:
            planned[always] += cell.sampled
        for name, rows in cell.group_rows():
            planned.update(dict.fromkeys({name, _ALSO.get(name, name)} - {always}, rows))
    return planned


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
