"""A generated dataset in a store, and its rows as cases: what an evaluation stands on."""

from functools import cache, partial

from wearable_coach.dataset import assembly
from wearable_coach.dataset.batches import generate_batch, make_plan, settle
from wearable_coach.dataset.recipe import Recipe, checked_recipe
from wearable_coach.dataset.records_file import records_parquet
from wearable_coach.evaluation.case import Case
from wearable_coach.formulas import DEFAULT_FORMULA, HrmaxFormula
from wearable_coach.records import Row
from wearable_coach.store import Store
from wearable_coach.store.datasets import mark_latest, publish, version_name

SEED = 7


@cache
def generated_rows(
    count: int = 200, seed: int = SEED, formula: HrmaxFormula = DEFAULT_FORMULA
) -> tuple[Row, ...]:
    """Rows as refresh composes them, verified, without the gate."""
    return rows_of(recipe_of(count, formula), seed)


def rows_of(recipe: Recipe, seed: int = SEED) -> tuple[Row, ...]:
    """Rows of a recipe, as refresh composes them."""
    plan = make_plan(recipe, seed, ())
    return settle(plan, [generate_batch(b) for b in plan.batches()]).rows


def recipe_of(count: int, formula: HrmaxFormula) -> Recipe:
    """The default recipe in small, by a formula."""
    return checked_recipe({"standards": {"hrmax_formula": formula}}).scaled_to(count)


def generated_dataset(
    store: Store, count: int = 200, formula: HrmaxFormula = DEFAULT_FORMULA
) -> str:
    """Publish generated rows and return the version."""
    return publish_rows(store, generated_rows(count, SEED, formula), recipe_of(count, formula))


def publish_rows(store: Store, rows: tuple[Row, ...], recipe: Recipe) -> str:
    """Publish a recipe's rows and return the version."""
    digest = assembly.content_hash(rows, seed=SEED)
    version = version_name("20260101", digest)
    files = {
        f"{split}_20260101.jsonl": partial(assembly.training_file, members)
        for split, members in assembly.split_members(rows, seed=SEED).items()
    } | {"records.parquet": partial(records_parquet, rows)}
    told = recipe.model_dump(mode="json")
    manifest = assembly.manifest(recipe=told, seed=SEED, content_sha256=digest, rows=len(rows))
    publish(store, version=version, files=files, manifest=manifest)
    mark_latest(store, version)
    return version


def as_case(row: Row, **changes) -> Case:
    """A row as a case: everything but its last answer."""
    case = Case(
        id=row.row_id,
        set="valid",
        kind=row.kind,
        category=row.category,
        stratum=row.stratum,
        source=row.source,
        person=row.person_id,
        profile=row.profile,
        vitals=row.vitals,
        hrmax_formula=DEFAULT_FORMULA,
        messages=row.messages[:-1],
    )
    return case.model_copy(update=changes)


def answer_of(row: Row) -> str:
    """Its last answer."""
    return row.messages[-1].content
