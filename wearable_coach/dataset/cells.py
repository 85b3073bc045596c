"""Cells: how many rows of a category are of each stratum and split, as ranges and never as lists of rows."""

from __future__ import annotations

from dataclasses import dataclass

from wearable_coach.dataset.recipe import Recipe, apportion
from wearable_coach.records import Kind

DAYS_A_PERSON = 2


@dataclass(frozen=True, slots=True)
class PlanCell:
    """The rows of one category that are of one stratum and one split: sampled ones, then real days."""

    category: str
    kind: Kind
    stratum: str
    split: str
    start: int
    """Its first slot in the category."""
    count: int
    real: int = 0
    """Rows that are real days, its last ones."""
    groups: tuple[tuple[int, str], ...] = ()
    """(end, group): its sampled people below `end`, from the end before on, are of a group of the floors."""

    @property
    def key(self) -> str:
        """Its name, with which those of its people begin."""
        return f"{self.category}/{self.stratum}/{self.split}"

    @property
    def sampled(self) -> int:
        """Rows of sampled people."""
        return self.count - self.real

    @property
    def people(self) -> int:
        """Sampled people."""
        return -(-self.sampled // DAYS_A_PERSON)

    @property
    def grouped(self) -> int:
        """People that are of a group, its first ones."""
        return self.groups[-1][0] if self.groups else 0

    def rows_below(self, person: int) -> int:
        """Return how many rows the people before one have."""
        return min(person * DAYS_A_PERSON, self.sampled)

    def groups_of(self, person: int) -> tuple[str, ...]:
        """Return the groups that a sampled person is of."""
        return next(((name,) for end, name in self.groups if person < end), ())

    def group_rows(self) -> list[tuple[str, int]]:
        """Return each group with the rows of its people."""
        ends = [0, *(end for end, _ in self.groups)]
        return [
            (name, self.rows_below(end) - self.rows_below(start))
            for start, (end, name) in zip(ends, self.groups, strict=False)
        ]


def stratum_counts(recipe: Recipe) -> dict[str, dict[str, int]]:
    """Return category → stratum → rows, exact, each stratum with its floor."""
    return {
        c.name: apportion(c.count, c.weights(), floor=recipe.stratum_floor)
        for c in recipe.categories
    }


def split_cells(recipe: Recipe) -> dict[str, dict[str, dict[str, int]]]:
    """Return category → stratum → split → rows, exact in total and stratified in every cell."""
    shares = recipe.split.used()
    by_stratum = stratum_counts(recipe)
    cells: dict[str, dict[str, dict[str, int]]] = {
        c: {s: {} for s in v} for c, v in by_stratum.items()
    }
    left = {c: dict(v) for c, v in by_stratum.items()}
    totals = apportion(recipe.rows, shares)
    names = list(shares)
    for split in names[1:]:  # train, the first, takes what the others leave
        per_category = apportion(
            totals[split], {c: float(sum(v.values())) for c, v in by_stratum.items()}
        )
        for category, strata in by_stratum.items():
            wanted = apportion(per_category[category], {s: float(n) for s, n in strata.items()})
            for stratum, count in wanted.items():
                taken = min(count, left[category][stratum])
                cells[category][stratum][split] = taken
                left[category][stratum] -= taken
    for category, strata in left.items():
        for stratum, count in strata.items():
            cells[category][stratum][names[0]] = count
    return cells


def cells_of(recipe: Recipe) -> list[PlanCell]:
    """Return the cells that have rows, a category's one after another."""
    found, counts = [], split_cells(recipe)
    for category in recipe.categories:
        start = 0
        for stratum, splits in counts[category.name].items():
            for split, count in splits.items():
                if count:
                    found.append(
                        PlanCell(category.name, category.kind, stratum, split, start, count)
                    )
                start += count
    return found
