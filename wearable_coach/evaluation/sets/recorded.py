"""A dataset's rows as cases: the valid split, whose people, question frames and voices no training row has."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from wearable_coach.dataset.recipe import SplitShares
from wearable_coach.dataset.records_file import Recorded, read_records
from wearable_coach.dataset.seeds import seed_of
from wearable_coach.dataset.taught import Taught, formula_in, prompts_in, shares_in
from wearable_coach.errors import BadInput
from wearable_coach.evaluation.case import Case
from wearable_coach.finetuning.datasets import LATEST, find_dataset, manifest_of
from wearable_coach.formulas import DEFAULT_FORMULA, HrmaxFormula
from wearable_coach.rendering.prompts import PRODUCT_PROMPTS
from wearable_coach.store import Store
from wearable_coach.store.datasets import latest_version
from wearable_coach.store.wholeness import read_whole

_FILE = "records.parquet"
VALID, TRAIN = "valid", "train"
SAMPLED = "sampled"


def read_rows(store: Store, version: str) -> tuple[str, list[Recorded]]:
    """Return the name of a dataset version and its rows.

    Args:
        store: Where it lies.
        version: Its name, or latest.

    Raises:
        BadInput: it is not there or cannot be read.
    """
    name = find_dataset(store, version).version
    digest = manifest_of(store, name)["files"].get(_FILE)
    if digest is None:
        message = f"dataset: {name} has no {_FILE}; name another version, or latest"
        raise BadInput(message)
    return name, read_records(read_whole(store, name, _FILE, digest))


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


def valid_cases(rows: Sequence[Recorded], *, hrmax_formula: HrmaxFormula) -> list[Case]:
    """Return the valid split as cases; those from real people's days make the set `real_days`.

    A conversation of several turns is asked at its last one, with the turns before it as they stand.
    """
    return [_case(row, hrmax_formula) for row in rows if row.split == VALID]


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


def sample_cases(cases: Sequence[Case], limit: int, *, seed: int) -> list[Case]:
    """Return at most `limit` cases, spread over categories, sources and strata in turn.

    The same cases, limit and seed give the same choice, in the order of `cases`.
    """
    if limit <= 0 or len(cases) <= limit:
        return list(cases)
    cells: dict[tuple[str, str, str], list[int]] = {}
    for index, case in enumerate(cases):
        cells.setdefault((case.category, case.set, case.stratum), []).append(index)
    rng = Random(seed_of(seed, "sample of cases"))
    for members in cells.values():
        rng.shuffle(members)
    by_category: dict[str, list[list[int]]] = {}
    for (category, _, _), members in sorted(cells.items()):
        by_category.setdefault(category, []).append(members)
    shares = {c: sum(map(len, parts)) / len(cases) * limit for c, parts in by_category.items()}
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
