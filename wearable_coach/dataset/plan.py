"""The plan of a dataset: every row's category, stratum, split, person and family, before any text.

Split, stratum and family are decided here, so counts are exact and nothing can leak: a person, a
question frame and a voice each belong to one split only. The plan holds ranges; a row's place alone
says what the row is to be.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import NamedTuple, overload

from wearable_coach.answers import composers
from wearable_coach.dataset.cells import (
    DAYS_A_PERSON,
    PlanCell,
    cells_of,
    split_cells,
    stratum_counts,
)
from wearable_coach.dataset.floors import promised_rows, with_groups
from wearable_coach.dataset.real_share import GivenDays, give_days
from wearable_coach.dataset.recipe import Recipe, apportion
from wearable_coach.dataset.seeds import Order, seed_of
from wearable_coach.dataset.variety import language_floors
from wearable_coach.records import GatePlan, Kind, OwnSuite
from wearable_coach.rendering.phrases import VOICES
from wearable_coach.sources import RealDay

ROWS_A_SHARD = 10_000
"""Rows of a shard [count]; a recipe of no more is made as one part."""
_LEAST_DIGITS = 6


class RowSpec(NamedTuple):
    """What one row is to be."""

    row_id: str
    category: str
    kind: Kind
    place: int
    """Position in its category; with the seed and the category it seeds the row."""
    stratum: str
    split: str
    person: str
    """Key that seeds a sampled person, or a real person's pseudonym."""
    frame: int
    voice: int
    real_day: RealDay | None = None
    groups: tuple[str, ...] = ()
    """Groups of the recipe's floors that it is to be of."""

    @property
    def family(self) -> str:
        """The template family: question frame and voice."""
        return f"{self.kind}/q{self.frame:02d}/v{self.voice:02d}"


@dataclass(frozen=True, slots=True)
class CategoryRows:
    """The rows of one category: its cells one after another, and the order that mixes them."""

    name: str
    kind: Kind
    count: int
    cells: tuple[PlanCell, ...]
    order: Order
    families: Mapping[str, tuple[list[int], list[int]]]
    """Split → its question frames and its voices."""

    def cell_at(self, place: int) -> tuple[PlanCell, int]:
        """Return the cell of the row at a place, and which of the cell's rows it is."""
        slot = self.order[place]
        cell = self.cells[bisect_right(self.cells, slot, key=lambda c: c.start) - 1]
        return cell, slot - cell.start

    def row_id(self, place: int) -> str:
        """Return the id of the row at a place; ids sort as places do."""
        return f"{self.name}-{place:0{max(_LEAST_DIGITS, len(str(self.count - 1)))}d}"


@dataclass(frozen=True, slots=True)
class RowPlan(Sequence[RowSpec]):
    """Every row of a recipe, each made where it is asked for."""

    seed: int
    categories: tuple[CategoryRows, ...]
    given: GivenDays = field(default_factory=GivenDays)
    """Real days; of some rows alone where the plan goes to those."""

    def __len__(self) -> int:
        """Return the number of rows."""
        return sum(category.count for category in self.categories)

    @overload
    def __getitem__(self, place: int) -> RowSpec: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[RowSpec, ...]: ...
    def __getitem__(self, place: int | slice) -> RowSpec | tuple[RowSpec, ...]:
        """Return the spec of a row, or of several, categories one after another."""
        places = range(len(self))[place]
        return self._at(places) if isinstance(places, int) else tuple(map(self._at, places))

    def __iter__(self) -> Iterator[RowSpec]:
        """Yield all specs in order."""
        return (self.of(c, place) for c in self.categories for place in range(c.count))

    @property
    def cells(self) -> list[PlanCell]:
        """All cells."""
        return [cell for category in self.categories for cell in category.cells]

    def by_id(self, row_id: str) -> RowSpec:
        """Return the spec of a row by its id.

        Raises:
            KeyError: the plan has no such row.
        """
        name, _, place = row_id.rpartition("-")
        for category in self.categories:
            if category.name == name and place.isdecimal() and int(place) < category.count:
                return self.of(category, int(place))
        raise KeyError(row_id)

    def of(self, category: CategoryRows, place: int) -> RowSpec:
        """Return the spec of the row at a place of a category."""
        cell, number = category.cell_at(place)
        frames, voices = category.families[cell.split]
        pick = seed_of(self.seed, "family", category.name, place)
        person, day, groups = self._who(cell, number)
        return RowSpec(
            row_id=category.row_id(place),
            category=category.name,
            kind=category.kind,
            place=place,
            stratum=cell.stratum,
            split=cell.split,
            person=person,
            frame=frames[pick % len(frames)],
            voice=voices[pick // len(frames) % len(voices)],
            real_day=day,
            groups=groups,
        )

    def _who(self, cell: PlanCell, number: int) -> tuple[str, RealDay | None, tuple[str, ...]]:
        """Return whose row one of a cell's is: their key, the real day, the groups."""
        if number >= cell.sampled:
            day = self.given.day(cell, number - cell.sampled)
            return day.person_key, day, ()
        who = number // DAYS_A_PERSON
        return f"{cell.key}/{who}", None, cell.groups_of(who)

    def _at(self, place: int) -> RowSpec:
        for category in self.categories:
            if place < category.count:
                return self.of(category, place)
            place -= category.count
        raise IndexError(place)


def gate_plan(
    recipe: Recipe, rows: RowPlan | None = None, own_suites: tuple[OwnSuite, ...] = ()
) -> GatePlan:
    """Return what the gate is to find, from the recipe and not from the rows."""
    cells = split_cells(recipe)
    splits = list(recipe.split.used())
    by_split = {
        split: {c: sum(cell.get(split, 0) for cell in cells[c].values()) for c in cells}
        for split in splits
    }
    assert rows is None or len(rows) == recipe.rows  # noqa: S101 - a plan of another size is a fault of ours
    return GatePlan(
        hrmax_formula=recipe.standards.hrmax_formula,
        category_counts={c.name: c.count for c in recipe.categories},
        stratum_counts=stratum_counts(recipe),
        split_counts=apportion(recipe.rows, recipe.split.used()),
        split_category_counts=by_split,
        language=language_floors(recipe),
        own_suites=own_suites,
        group_floors={} if rows is None else promised_rows(recipe, rows.cells),
    )


def plan_rows(recipe: Recipe, *, seed: int, real_days: Sequence[RealDay] = ()) -> RowPlan:
    """Plan every row of a recipe.

    Raises:
        RecipeUnmet: the real days cannot give the share asked for, or a floor cannot be met.
    """
    cells, given = cells_of(recipe), GivenDays()
    if real_days:
        cells, given = give_days(recipe, seed, cells, real_days)
    cells = with_groups(recipe, cells, Random(seed_of(seed, "groups")))
    shares = recipe.split.used()
    categories = tuple(
        CategoryRows(
            category.name,
            category.kind,
            category.count,
            tuple(cell for cell in cells if cell.category == category.name),
            Order(category.count, seed, "order", category.name),
            _families(category.kind, shares),
        )
        for category in recipe.categories
    )
    return RowPlan(seed, categories, given)


def _families(kind: Kind, shares: Mapping[str, float]) -> dict[str, tuple[list[int], list[int]]]:
    """Return the question frames and the voices of each split."""
    frames = composers.frames(kind)
    return {s: (families_of(s, frames, shares), families_of(s, VOICES, shares)) for s in shares}


def families_of(split: str, count: int, shares: Mapping[str, float]) -> list[int]:
    """Return the families of a split: disjoint between splits, at least one each."""
    names = list(shares)
    counts = apportion(count, dict(shares), floor=1)
    first = sum(counts[name] for name in names[: names.index(split)])
    return list(range(first, first + counts[split]))
