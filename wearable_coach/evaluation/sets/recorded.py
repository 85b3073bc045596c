"""A dataset's rows as cases: the valid split, whose people, question frames and voices no training row has."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random
from typing import Final, overload

from wearable_coach.dataset.parts import WHOLE, lacking_parts, parts_of
from wearable_coach.dataset.recipe import SplitShares
from wearable_coach.dataset.records_file import Recorded
from wearable_coach.dataset.seeds import seed_of
from wearable_coach.dataset.taught import Taught, formula_in, prompts_in, shares_in
from wearable_coach.errors import BadInput
from wearable_coach.evaluation.case import Case
from wearable_coach.evaluation.sets.recorded_rows import RecordedRows
from wearable_coach.finetuning.datasets import LATEST, find_dataset, manifest_of
from wearable_coach.formulas import DEFAULT_FORMULA, HrmaxFormula
from wearable_coach.rendering.prompts import PRODUCT_PROMPTS
from wearable_coach.store import Store
from wearable_coach.store.datasets import latest_version

VALID: Final = "valid"
TRAIN: Final = "train"
SAMPLED = "sampled"


def read_rows(store: Store, version: str) -> tuple[str, RecordedRows]:
    """Return the name of a dataset version and its rows, read a part of its records at a time.

    Args:
        store: Where it lies.
        version: Its name, or latest.

    Raises:
        BadInput: it is not there, or its records cannot be read; of later parts when their turn comes.
    """
    name = find_dataset(store, version).version
    files = manifest_of(store, name)["files"]
    hashes = {part: files[part] for part in parts_of(files, "records")}
    if not hashes or lacking_parts(files):
        message = f"dataset: {name} has no {WHOLE['records']}, or not all parts of it; name another version, or latest"
        raise BadInput(message)
    rows = RecordedRows(store, name, hashes)
    rows.part(rows.parts[0])
    return name, rows.of("") if rows.parts[1:] else rows  # of many parts the first is let go


def taught_by(store: Store, version: str, *, hrmax_formula: HrmaxFormula | None) -> Taught:
    """Return by what a dataset was written.

    Args:
        store: Where it lies.
        version: Its name, or latest; where the store has no dataset at all, the product's defaults.
        hrmax_formula: The formula that was asked for; None takes the recipe's.

    Raises:
        BadInput: it is not there or its manifest cannot be read.
    """
    name = latest_version(store) if version == LATEST else version
    if name is None:
        return Taught(hrmax_formula or DEFAULT_FORMULA, PRODUCT_PROMPTS, SplitShares().used())
    manifest = manifest_of(store, name)
    formula = hrmax_formula or formula_in(manifest, name)
    return Taught(formula, prompts_in(manifest, name), shares_in(manifest, name))


class ValidCases(Sequence[Case]):
    """Rows of the valid split as cases; those from real people's days make the set `real_days`.

    A conversation of several turns is asked at its last one, with the turns before it as they stand.
    """

    def __init__(self, rows: Sequence[Recorded], *, hrmax_formula: HrmaxFormula) -> None:
        """Take rows of the valid split, read when they are asked for."""
        self._rows, self._formula = rows, hrmax_formula

    def __len__(self) -> int:
        """Return how many there are [count]."""
        return len(self._rows)

    @overload
    def __getitem__(self, index: int) -> Case: ...
    @overload
    def __getitem__(self, index: slice) -> list[Case]: ...
    def __getitem__(self, index: int | slice) -> Case | list[Case]:
        """Make a case, or some."""
        if isinstance(index, slice):
            return [_case(row, self._formula) for row in self._rows[index]]
        return _case(self._rows[index], self._formula)


def _case(row: Recorded, hrmax_formula: HrmaxFormula) -> Case:
    return Case(
        id=f"valid/{row.row_id}",
        set="valid" if row.source == SAMPLED else "real_days",
        kind=row.kind,
        category=row.category,
        stratum=row.stratum,
        source=row.source,
        person=row.person_id,
        profile=row.profile,
        vitals=row.vitals,
        hrmax_formula=hrmax_formula,
        messages=row.messages[:-1],
    )


def sample_cases(
    cases: Sequence[Case], limit: int, *, seed: int, among: Callable[[Case], bool] | None = None
) -> list[Case]:
    """Return at most `limit` cases, spread over categories, sources and strata in turn.

    The same cases, limit and seed give the same choice, in the order of `cases`.

    Args:
        cases: All cases.
        limit: How many [count]; 0 takes all.
        seed: Of the choice.
        among: Which of them may be chosen; None: any.
    """
    cells: dict[tuple[str, str, str], list[int]] = {}
    for index, case in enumerate(cases):
        if among is None or among(case):
            cells.setdefault((case.category, case.set, case.stratum), []).append(index)
    found = sum(map(len, cells.values()))
    if limit <= 0 or found <= limit:
        return [cases[i] for i in sorted(i for members in cells.values() for i in members)]
    rng = Random(seed_of(seed, "sample of cases"))
    for members in cells.values():
        rng.shuffle(members)
    by_category: dict[str, list[list[int]]] = {}
    for (category, _, _), members in sorted(cells.items()):
        by_category.setdefault(category, []).append(members)
    shares = {c: sum(map(len, parts)) / found * limit for c, parts in by_category.items()}
    chosen: list[int] = []
    for category, parts in by_category.items():
        wanted, taken = round(shares[category]), 0
        rng.shuffle(parts)
        while taken < wanted and any(parts):
            for members in parts:
                if members and taken < wanted:
                    chosen.append(members.pop())
                    taken += 1
    return [cases[i] for i in sorted(chosen)]
