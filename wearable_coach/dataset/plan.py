"""The plan of a dataset: every row's category, stratum, split, person and family, before any text.

Split, stratum and family are decided here, so counts are exact and nothing can leak: a person, a
question frame and a voice each belong to one split only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import blake2b
from random import Random
from typing import NamedTuple

from wearable_coach.answers import composers
from wearable_coach.dataset.floors import promised_rows, with_groups
from wearable_coach.dataset.recipe import CategorySpec, Recipe, apportion
from wearable_coach.dataset.variety import language_floors
from wearable_coach.errors import RecipeUnmet
from wearable_coach.records import GatePlan, Kind, OwnSuite
from wearable_coach.rendering.phrases import VOICES
from wearable_coach.sources import RealDay, real_day_index
from wearable_coach.sources.identities import with_identities

_DAYS_A_PERSON = 2
DEFAULT_REAL_SHARE = 0.3


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


def seed_of(*parts: object) -> int:
    """Return a seed for `random.Random` from the parts' texts, the same on every machine."""
    text = "\x1f".join(str(p) for p in parts)
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest())


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


def gate_plan(
    recipe: Recipe, specs: Sequence[RowSpec] | None = None, own_suites: tuple[OwnSuite, ...] = ()
) -> GatePlan:
    """Return what the gate is to find, from the recipe and not from the rows."""
    cells = split_cells(recipe)
    splits = list(recipe.split.used())
    by_split = {
        split: {c: sum(cell.get(split, 0) for cell in cells[c].values()) for c in cells}
        for split in splits
    }
    assert specs is None or len(specs) == recipe.rows  # noqa: S101 - a plan of another size is a fault of ours
    return GatePlan(
        hrmax_formula=recipe.standards.hrmax_formula,
        category_counts={c.name: c.count for c in recipe.categories},
        stratum_counts=stratum_counts(recipe),
        split_counts=apportion(recipe.rows, recipe.split.used()),
        split_category_counts=by_split,
        language=language_floors(recipe),
        own_suites=own_suites,
        group_floors={} if specs is None else promised_rows(recipe, specs),
    )


def plan_rows(recipe: Recipe, *, seed: int, real_days: Sequence[RealDay] = ()) -> list[RowSpec]:
    """Plan every row of a recipe.

    Raises:
        RecipeUnmet: the real days cannot give the share asked for, or a floor cannot be met.
    """
    specs: list[RowSpec] = []
    cells = split_cells(recipe)
    for category in recipe.categories:
        slots = [
            (stratum, split, k)
            for stratum, cell in cells[category.name].items()
            for split, count in cell.items()
            for k in range(count)
        ]
        Random(seed_of(seed, "order", category.name)).shuffle(slots)
        families = _families(category.kind, recipe.split.used())
        specs += [
            _spec(seed, category, i, slot, *families[slot[1]]) for i, slot in enumerate(slots)
        ]
    planned = _with_real_days(recipe, seed, specs, real_days) if real_days else specs
    return with_groups(recipe, planned, Random(seed_of(seed, "groups")))


def _families(kind: Kind, shares: Mapping[str, float]) -> dict[str, tuple[list[int], list[int]]]:
    """Return the question frames and the voices of each split."""
    frames = composers.frames(kind)
    return {s: (families_of(s, frames, shares), families_of(s, VOICES, shares)) for s in shares}


def _spec(  # noqa: PLR0913, PLR0917 - what a row is made of
    seed: int,
    of: CategorySpec,
    index: int,
    slot: tuple[str, str, int],
    frames: list[int],
    voices: list[int],
) -> RowSpec:
    stratum, split, k = slot
    category, kind = of.name, of.kind
    pick = Random(seed_of(seed, "family", category, index))
    return RowSpec(
        row_id=f"{category}-{index:06d}",
        category=category,
        kind=kind,
        place=index,
        stratum=stratum,
        split=split,
        person=f"{category}/{stratum}/{split}/{k // _DAYS_A_PERSON}",
        frame=pick.choice(frames),
        voice=pick.choice(voices),
    )


def families_of(split: str, count: int, shares: Mapping[str, float]) -> list[int]:
    """Return the families of a split: disjoint between splits, at least one each."""
    names = list(shares)
    counts = apportion(count, dict(shares), floor=1)
    first = sum(counts[name] for name in names[: names.index(split)])
    return list(range(first, first + counts[split]))


def _with_real_days(
    recipe: Recipe, seed: int, specs: list[RowSpec], days: Sequence[RealDay]
) -> list[RowSpec]:
    """Put real days into as many rows as the recipe asks, each day once, people in one split."""
    share = recipe.sources.real_share
    days = with_identities(days)
    wanted = int(recipe.rows * (DEFAULT_REAL_SHARE if share is None else share) + 0.5)
    split_of = _split_people(recipe, seed, days)
    index = real_day_index(days, hrmax_formula=recipe.standards.hrmax_formula)
    free = _days_by_cell(index, days, split_of, seed)
    order = _fair_order(specs, seed)
    given: dict[str, RealDay] = {}
    used: set[int] = set()
    for spec in order:
        if len(given) == wanted:
            break
        cell = (spec.stratum, spec.split) if _may_be_real(spec) else None
        day = None if cell is None else _take(free.get(cell, []), used)
        if day is not None:
            given[spec.row_id] = days[day]
    if len(given) < wanted and share is not None:
        message = (
            f"real_share: {share:g} of {recipe.rows} rows asks for {wanted} real days, the files give "
            f"{len(given)} that fit; lower --real-share to {int(len(given) / recipe.rows * 100) / 100:g} or add files"
        )
        raise RecipeUnmet(message)
    return [
        spec._replace(real_day=given[spec.row_id], person=given[spec.row_id].person_key)
        if spec.row_id in given
        else spec
        for spec in specs
    ]


def _may_be_real(spec: RowSpec) -> bool:
    """Say whether a row is about a reading that exports have; a chat about BMI tells little else."""
    return spec.kind != "coaching" or not spec.stratum.startswith("bmi_")


def _split_people(recipe: Recipe, seed: int, days: Sequence[RealDay]) -> dict[str, str]:
    people = sorted({day.person_key for day in days})
    Random(seed_of(seed, "real people")).shuffle(people)
    counts = apportion(len(people), recipe.split.used(), floor=1 if len(people) > 1 else 0)
    splits = [split for split, n in counts.items() for _ in range(n)]
    return dict(zip(people, splits, strict=True))


def _days_by_cell(
    index: Mapping[str, Sequence[int]],
    days: Sequence[RealDay],
    split_of: Mapping[str, str],
    seed: int,
) -> dict[tuple[str, str], list[int]]:
    free: dict[tuple[str, str], list[int]] = {}
    for stratum, places in index.items():
        for i in places:
            free.setdefault((stratum, split_of[days[i].person_key]), []).append(i)
    for cell, indices in free.items():
        Random(seed_of(seed, "real days", *cell)).shuffle(indices)
    return free


def _fair_order(specs: Sequence[RowSpec], seed: int) -> list[RowSpec]:
    order = list(specs)
    Random(seed_of(seed, "real rows")).shuffle(order)
    return order


def _take(indices: list[int], used: set[int]) -> int | None:
    while indices:
        day = indices.pop()
        if day not in used:
            used.add(day)
            return day
    return None
