"""The steps of a dataset version: read, plan, compose in batches, check, publish or refuse."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple, NoReturn

from expectations.gate import product_columns, run_gate
from expectations.loading import begin_loading
from expectations.own import check_own_suites
from tasks.engines.choice import EngineName
from tasks.policy import ONCE, PATIENT, Asset, step
from wearable_coach import __version__
from wearable_coach.dataset import assembly, batches
from wearable_coach.dataset.batches import Accepted, Batch, DatasetPlan, Workers
from wearable_coach.dataset.plan import ROWS_A_SHARD
from wearable_coach.dataset.recipe import Recipe
from wearable_coach.dataset.records_file import records_parquet
from wearable_coach.dataset.source_mix import SourceMix
from wearable_coach.errors import BadInput, GateRejected
from wearable_coach.records import GateReport
from wearable_coach.reporting import CardData, render_card, render_gate_page
from wearable_coach.reporting.hub_files import with_hub_files
from wearable_coach.sources import RealDay, Reject, none_taken, read_days, told_of
from wearable_coach.store import Exists, Store, datasets
from wearable_coach.store.datasets import (
    Published,
    existing_version,
    json_bytes,
    publish,
    read_manifest,
    version_name,
)


class RefreshRequest(NamedTuple):
    """What one refresh is asked to do."""

    recipe: Recipe
    """With its seed set."""
    seed: int
    date: str
    """YYYYMMDD, of the run; it names the version and is in no file."""
    store: Store
    workers: int = 1
    engine: EngineName = "auto"
    """Who does the work of shards."""
    dask_address: str = ""
    """Of a Dask scheduler; empty: of a cluster of this machine, begun for the run."""
    repairs: str = ""
    """A version that is to be put right: nothing else is published, and it becomes no newer."""
    trial: bool = False
    """Whether it is less than its recipe asks for: then it is the latest only where there is no other."""
    rows_a_shard: int = ROWS_A_SHARD
    """Of more rows than this the version is made in shards [count]."""


class RealDays:
    """Real days of all files together, and the rows not taken."""

    __slots__ = ("days", "rejects", "rows_read", "told")

    def __init__(
        self,
        days: Sequence[RealDay],
        rejects: Sequence[Reject],
        rows_read: int,
        told: Sequence[str] = (),
    ) -> None:
        """Hold what the importers gave, and what they say of how it was read."""
        self.days, self.rejects, self.rows_read = days, tuple(rejects), rows_read
        self.told = tuple(told)


@step("read-real-days", PATIENT)
def read_real_days(sources: SourceMix) -> RealDays:
    """Read every file of real days.

    Raises:
        BadInput: a file cannot be read, or no row of any was taken.
    """
    if not sources.vitals:
        return RealDays((), (), 0)
    result = read_days(*map(Path, sources.vitals), options=sources.table_options)
    if not result.days:
        raise BadInput(none_taken(result))
    return RealDays(result.days, result.rejects, result.n_rows, told_of(result))


@step("make-plan", ONCE)
def make_plan(recipe: Recipe, seed: int, days: Sequence[RealDay]) -> DatasetPlan:
    """Plan every row of a recipe: whose day, which stratum, which split.

    Raises:
        RecipeUnmet: the real days cannot give the share asked for.
        BadInput: a suite of the recipe's own cannot be read, or not be run on the columns.
    """
    plan = batches.make_plan(recipe, seed, days)
    if plan.gate.own_suites:
        check_own_suites(plan.gate.own_suites, product_columns((), plan.gate, prompts={}))
    return plan


@step("generate-batch", ONCE, run_name=lambda _pool, batch: batch.label)
def generate_batch(pool: Workers, batch: Batch) -> Accepted:
    """Compose and verify one batch of a category; what the gate needs is imported meanwhile."""
    begin_loading()
    return pool.generate(batch)


@step("settle", ONCE)
def settle(plan: DatasetPlan, composed: Sequence[Accepted]) -> Accepted:
    """Put batches together in the plan's order, composing repeated conversations anew."""
    return batches.settle(plan, composed)


@step("check-dataset", ONCE)
def check_dataset(accepted: Accepted, plan: DatasetPlan) -> GateReport:
    """Run the Great Expectations suites."""
    return run_gate(
        accepted.rows, plan.gate, prompts=plan.settings.system_prompts, ordered=plan.specs
    )


@step("refill", ONCE)
def refill(
    plan: DatasetPlan, accepted: Accepted, quarantined: dict[str, tuple[str, ...]]
) -> Accepted:
    """Compose quarantined rows anew; the rest stays as it is."""
    return batches.refill(plan, accepted, quarantined)


@step("refuse", PATIENT)
def refuse(request: RefreshRequest, accepted: Accepted, report: GateReport) -> None:
    """Write down why a dataset was refused, and stop.

    Raises:
        GateRejected: always; its message says where the report lies.
    """
    write_refusal(request, assembly.content_hash(accepted.rows, seed=request.seed), report)


def write_refusal(request: RefreshRequest, digest: str, report: GateReport) -> NoReturn:
    """Write down why content of a hash was refused.

    Raises:
        GateRejected: always; its message says where the report lies.
    """
    name = version_name(request.date, digest)
    page = f"refused/{name}/report.html"
    for key, data in (
        (page, render_gate_page(report).encode()),
        (f"refused/{name}/gate.json", json_bytes(report.model_dump(mode="json"))),
    ):
        try:
            request.store.create(key, data)
        except Exists:
            continue  # the same refusal was written before
    failed = [r for r in report.results if not r.success and r.severity == "critical"]
    first = failed[0]
    message = (
        f"gate: {first.code}: expected {first.expected}, found {first.observed}"
        f"{f' (and {len(failed) - 1} more)' if len(failed) > 1 else ''}; "
        f"nothing was published, the report is {request.store.where(page)}"
    )
    raise GateRejected(message, refused=f"refused/{name}")


DATASETS = Asset(
    "datasets",
    store=lambda request, *_: request.store,
    about=lambda published, request, *_: {
        "version": published.version,
        "rows": request.recipe.rows,
        "where": published.where,
    },
    is_new=lambda published: published.created,
)


@step("publish-version", PATIENT, asset=DATASETS)
def publish_version(
    request: RefreshRequest, accepted: Accepted, report: GateReport, real: RealDays
) -> Published:
    """Write the version's files, the manifest last; of content that is there, what is damaged.

    Raises:
        BadInput: a version is to be put right, and this is other content than it holds.
        StoreConflict: the place cannot be written, or a damaged file cannot be made as it was.
    """
    digest = assembly.content_hash(accepted.rows, seed=request.seed)
    found = existing_version(request.store, digest)
    need_same_content(request, found)
    version = found or version_name(request.date, digest)
    recipe, seed = request.recipe.model_dump(mode="json"), request.seed
    card = CardData(
        version=version,
        rows=accepted.rows,
        report=report,
        recipe=recipe,
        seed=seed,
        real_vitals=tuple(day.vitals for day in real.days),
        rejects=_reject_counts(accepted, real),
        refused=accepted.refused,
    )
    files = _training_files(version, accepted, seed) | {
        "records.parquet": lambda: records_parquet(accepted.rows),
        "rejects.jsonl": lambda: assembly.rejects_jsonl(accepted.refused, real.rejects),
        "gate.json": lambda: json_bytes(report.model_dump(mode="json")),
        "report.html": lambda: render_card(card).encode(),
        "report.en.html": lambda: render_card(card, "en").encode(),
        **{name: partial(bytes, data) for name, data in report.kept.items()},
    }
    files = with_hub_files(files, card)
    rows = len(accepted.rows)
    manifest = assembly.manifest(recipe=recipe, seed=seed, content_sha256=digest, rows=rows)
    return publish(request.store, version=version, files=files, manifest=manifest)


@step("mark-latest", PATIENT)
def mark_latest(store: Store, version: str, day: str, *, trial: bool = False) -> bool:
    """Make a version the one that is taken by default, unless that is of a later day, or this a trial."""
    return datasets.mark_latest(store, version, day=day, trial=trial)


def _training_files(version: str, accepted: Accepted, seed: int) -> dict[str, Callable[[], bytes]]:
    date = version.partition("-")[0]
    return {
        f"{split}_{date}.jsonl": partial(assembly.training_file, members)
        for split, members in assembly.split_members(accepted.rows, seed=seed).items()
    }


def need_same_content(request: RefreshRequest, found: str | None) -> None:
    """Stop where a version is to be put right and this is other content than it holds."""
    wanted = request.repairs
    if not wanted or found == wanted:
        return
    made_by = read_manifest(request.store, wanted).get("code_version", "?")
    where = request.store.where(f"datasets/{wanted}")
    message = (
        f"repair: {wanted} was made by version {made_by}, and {__version__} makes other "
        f"content of its recipe and files; restore {where} from a backup (docs/backup.md), or "
        f"repair it with version {made_by} and the same files"
    )
    raise BadInput(message)


def _reject_counts(accepted: Accepted, real: RealDays) -> dict[str, int]:
    composed = Counter(why.code for refused in accepted.refused for why in refused.reasons)
    return reject_counts(composed, real)


def reject_counts(composed: Mapping[str, int], real: RealDays) -> dict[str, int]:
    """Return reason → how often something was not taken, the commonest first.

    Args:
        composed: The same of attempts at rows.
        real: The days that were read, and those not taken.
    """
    counts = Counter(composed) + Counter(x for reject in real.rejects for x in reject.reasons)
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
