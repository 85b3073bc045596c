"""Giving real days to cells: as many rows as the recipe asks for, each day once, each person in one split."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from random import Random
from typing import NamedTuple

from wearable_coach.dataset.cells import PlanCell
from wearable_coach.dataset.recipe import Recipe, apportion
from wearable_coach.dataset.seeds import seed_of
from wearable_coach.errors import RecipeUnmet
from wearable_coach.sources import RealDay, real_day_index
from wearable_coach.sources.identities import KnownDays

DEFAULT_REAL_SHARE = 0.3


@dataclass(frozen=True, slots=True)
class GivenDays:
    """Which real day stands in which row; only their places are held."""

    days: Sequence[RealDay] = ()
    places: Mapping[str, Mapping[int, int] | Sequence[int]] = field(default_factory=dict)
    """PlanCell → its real rows in order → place of the day."""

    def day(self, cell: PlanCell, number: int) -> RealDay:
        """Return the real day of a cell's row, by its number among the real ones."""
        return self.days[self.places[cell.key][number]]

    def only(self, rows: Iterable[tuple[PlanCell, int]]) -> GivenDays:
        """Return the days of some rows alone, so that they go to where those are composed."""
        days: list[RealDay] = []
        places: dict[str, dict[int, int]] = {}
        for cell, number in rows:
            places.setdefault(cell.key, {})[number] = len(days)
            days.append(self.day(cell, number))
        return GivenDays(tuple(days), places)

    def digest(self) -> str:
        """Return a hash of what is given to which row."""
        found = sha256()
        for key, places in sorted(self.places.items()):
            found.update(key.encode())
            for place in places.values() if isinstance(places, Mapping) else places:
                found.update(repr(self.days[place]).encode(errors="surrogatepass"))
        return found.hexdigest()


class _Free(NamedTuple):
    """Days that no row has yet."""

    by_cell: dict[tuple[str, str], list[int]]
    """(stratum, split) → places; a day may stand in several."""
    used: set[int]

    def take(self, cell: PlanCell) -> int | None:
        indices = self.by_cell.get((cell.stratum, cell.split), [])
        while indices:
            day = indices.pop()
            if day not in self.used:
                self.used.add(day)
                return day
        return None


def give_days(
    recipe: Recipe, seed: int, cells: Sequence[PlanCell], days: Sequence[RealDay]
) -> tuple[list[PlanCell], GivenDays]:
    """Put real days into cells, in proportion to their rows as far as there are days that fit.

    Raises:
        RecipeUnmet: fewer fit than the recipe's share asks for.
    """
    share = recipe.sources.real_share
    wanted = int(recipe.rows * (DEFAULT_REAL_SHARE if share is None else share) + 0.5)
    known = KnownDays(days)
    given = _given(cells, _free_days(recipe, seed, known), wanted)
    found = sum(map(len, given.values()))
    if found < wanted and share is not None:
        message = (
            f"real_share: {share:g} of {recipe.rows} rows asks for {wanted} real days, the files give "
            f"{found} that fit; lower --real-share to {int(found / recipe.rows * 100) / 100:g} or add files"
        )
        raise RecipeUnmet(message)
    return [replace(c, real=len(given.get(c.key, ()))) for c in cells], GivenDays(known, given)


def _given(cells: Sequence[PlanCell], free: _Free, wanted: int) -> dict[str, array[int]]:
    """Share the days out; what a cell has no days for goes to the others."""
    given = {c.key: array("q") for c in cells if _may_be_real(c)}
    open_cells = [c for c in cells if c.key in given]
    left = wanted
    while left and open_cells:
        room = {c.key: float(c.count - len(given[c.key])) for c in open_cells}
        shares = apportion(left, room)
        dry = set()
        for cell in sorted(
            open_cells, key=lambda c: len(free.by_cell.get((c.stratum, c.split), ()))
        ):
            for _ in range(min(shares[cell.key], int(room[cell.key]))):
                day = free.take(cell)
                if day is None:
                    dry.add(cell.key)
                    break
                given[cell.key].append(day)
                left -= 1
        open_cells = [c for c in open_cells if c.key not in dry and len(given[c.key]) < c.count]
    return {key: places for key, places in given.items() if places}


def _may_be_real(cell: PlanCell) -> bool:
    """Say whether a row is about a reading that exports have; a chat about BMI tells little else."""
    return cell.kind != "coaching" or not cell.stratum.startswith("bmi_")


def _free_days(recipe: Recipe, seed: int, days: Sequence[RealDay]) -> _Free:
    people = [day.person_key for day in days]
    split_of = _split_people(recipe, seed, people)
    free: dict[tuple[str, str], list[int]] = {}
    index = real_day_index(days, hrmax_formula=recipe.standards.hrmax_formula)
    for stratum, places in index.items():
        for place in places:
            free.setdefault((stratum, split_of[people[place]]), []).append(place)
    for cell, places in free.items():
        Random(seed_of(seed, "real days", *cell)).shuffle(places)
    return _Free(free, set())


def _split_people(recipe: Recipe, seed: int, keys: Iterable[str]) -> dict[str, str]:
    people = sorted(set(keys))
    Random(seed_of(seed, "real people")).shuffle(people)
    counts = apportion(len(people), recipe.split.used(), floor=1 if len(people) > 1 else 0)
    splits = [split for split, n in counts.items() for _ in range(n)]
    return dict(zip(people, splits, strict=True))
