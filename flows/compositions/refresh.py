"""Refreshing the dataset, as a composition of plain functions.

It is run in two ways: by `flows.compositions.direct_steps`, and as Prefect tasks (`flows.compositions.prefect_steps`). Both call
the same functions in the same order; only how a step is run differs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple, Protocol, TypeVar

from expectations.gate import run_gate
from wearable_coach import __version__
from wearable_coach.dataset import assembly
from wearable_coach.dataset.batches import (
    Accepted,
    Batch,
    DatasetPlan,
    Workers,
    make_plan,
    refill,
    settle,
    workers,
)
from wearable_coach.dataset.recipe import Recipe
from wearable_coach.dataset.records_file import records_parquet
from wearable_coach.errors import BadInput, GateRejected
from wearable_coach.records import GateReport
from wearable_coach.reporting import CardData, render_card, render_gate_page
from wearable_coach.sources import RealDay, Reject, read_days
from wearable_coach.store import Exists, Store
from wearable_coach.store.datasets import (
    Published,
    existing_version,
    json_bytes,
    mark_latest,
    publish,
    read_manifest,
    version_name,
)

_GATE_ROUNDS = 4
_Result = TypeVar("_Result")


class Request(NamedTuple):
    """What one refresh is asked to do."""

    recipe: Recipe
    """With its seed set."""
    seed: int
    date: str
    """YYYYMMDD, of the run; it names the version and is in no file."""
    store: Store
    workers: int = 1
    repairs: str = ""
    """A version that is to be put right: nothing else is published, and it becomes no newer."""


class Result(NamedTuple):
    """What a refresh made."""

    published: Published
    report: GateReport
    rows: int
    counts: dict[str, dict[str, int]]
    """Category → split → rows."""
    refused: int
    rejected_days: int
    real_rows: int


class RealDays:
    """Real days of all files together, and the rows not taken."""

    __slots__ = ("days", "rejects", "rows_read")

    def __init__(self, days: Sequence[RealDay], rejects: Sequence[Reject], rows_read: int) -> None:
        """Hold what the importers gave."""
        self.days, self.rejects, self.rows_read = tuple(days), tuple(rejects), rows_read


class Steps(Protocol):
    """How steps are run and what is told meanwhile."""

    def call(self, function: Callable[..., _Result], *args: Any) -> _Result:  # noqa: ANN401 - any step's
        """Run one step."""

    def generate(self, pool: Workers, batches: list[Batch]) -> list[Accepted]:
        """Compose batches, several at a time."""

    def say(self, text: str) -> None:
        """Tell how far it is."""


def compose_refresh(steps: Steps, request: Request) -> Result:
    """Make a dataset version: sources, plan, batches, gate, publish.

    Raises:
        BadInput: a source, the recipe or the store cannot be used.
        GateRejected: the dataset did not pass; its report lies under ``refused/``.
    """
    real = steps.call(read_real_days, request.recipe.sources.vitals)
    plan = steps.call(make_plan, request.recipe, request.seed, real.days)
    with workers(request.workers) as pool:
        batches = plan.batches()
        steps.say(f"composing {len(plan.specs):,} conversations in {len(batches)} batches")
        accepted = steps.call(settle, plan, steps.generate(pool, batches))
    steps.say("checking with Great Expectations")
    accepted, report = _pass_gate(steps, plan, accepted)
    if not report.passed:
        steps.call(refuse, request, accepted, report)
    steps.say("publishing")
    published = steps.call(publish_version, request, accepted, report, real)
    if not request.repairs:
        steps.call(mark_latest, request.store, published.version)
    return _result(request, published, accepted, report, real)


def _pass_gate(steps: Steps, plan: DatasetPlan, accepted: Accepted) -> tuple[Accepted, GateReport]:
    """Check, quarantine bad rows and compose them anew, until the gate finds none."""
    for _ in range(_GATE_ROUNDS):
        report = steps.call(check_dataset, accepted, plan)
        if not (quarantined := report.quarantined()):
            break
        steps.say(f"composing {len(quarantined)} quarantined rows anew")
        accepted = steps.call(refill, plan, accepted, quarantined)
    return accepted, report


def read_real_days(paths: Sequence[str]) -> RealDays:
    """Read every file of real days."""
    if not paths:
        return RealDays((), (), 0)
    result = read_days(*map(Path, paths))
    return RealDays(result.days, result.rejects, result.n_rows)


def check_dataset(accepted: Accepted, plan: DatasetPlan) -> GateReport:
    """Run the Great Expectations suites."""
    return run_gate(accepted.rows, plan.gate, prompts=plan.settings.system_prompts)


def refuse(request: Request, accepted: Accepted, report: GateReport) -> None:
    """Write down why a dataset was refused, and stop.

    Raises:
        GateRejected: always; its message says where the report lies.
    """
    name = version_name(request.date, assembly.content_hash(accepted.rows, seed=request.seed))
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
    raise GateRejected(message)


def publish_version(
    request: Request, accepted: Accepted, report: GateReport, real: RealDays
) -> Published:
    """Write the version's files, the manifest last; of content that is there, what is damaged.

    Raises:
        BadInput: a version is to be put right, and this is other content than it holds.
        StoreConflict: the place cannot be written, or a damaged file cannot be made as it was.
    """
    rows, seed = accepted.rows, request.seed
    digest = assembly.content_hash(rows, seed=seed)
    found = existing_version(request.store, digest)
    if request.repairs and found != request.repairs:
        made_by = read_manifest(request.store, request.repairs).get("code_version", "?")
        where = request.store.where(f"datasets/{request.repairs}")
        message = (
            f"repair: {request.repairs} was made by version {made_by}, and {__version__} makes other "
            f"content of its recipe and files; restore {where} from a backup (docs/backup.md), or "
            f"repair it with version {made_by} and the same files"
        )
        raise BadInput(message)
    version = found or version_name(request.date, digest)
    date = version.partition("-")[0]
    recipe = request.recipe.model_dump(mode="json")
    card = CardData(
        version=version,
        rows=rows,
        report=report,
        recipe=recipe,
        seed=seed,
        real_vitals=tuple(day.vitals for day in real.days),
        rejects=_reject_counts(accepted, real),
    )
    files = {
        f"{split}_{date}.jsonl": partial(assembly.training_file, members)
        for split, members in assembly.split_members(rows, seed=seed).items()
    } | {
        "records.parquet": lambda: records_parquet(rows),
        "rejects.jsonl": lambda: assembly.rejects_jsonl(accepted.refused, real.rejects),
        "gate.json": lambda: json_bytes(report.model_dump(mode="json")),
        "report.html": lambda: render_card(card).encode(),
    }
    manifest = assembly.manifest(recipe=recipe, seed=seed, content_sha256=digest, rows=len(rows))
    return publish(request.store, version=version, files=files, manifest=manifest)


def _reject_counts(accepted: Accepted, real: RealDays) -> dict[str, int]:
    counts: dict[str, int] = {}
    for reason in [x for reject in real.rejects for x in reject.reasons]:
        counts[reason] = counts.get(reason, 0) + 1
    for refused in accepted.refused:
        for why in refused.reasons:
            counts[why.code] = counts.get(why.code, 0) + 1
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _result(
    request: Request, published: Published, accepted: Accepted, report: GateReport, real: RealDays
) -> Result:
    splits_used = request.recipe.split.used()
    counts: dict[str, dict[str, int]] = {}
    for row in accepted.rows:
        splits = counts.setdefault(row.category, dict.fromkeys(splits_used, 0))
        splits[row.split] += 1
    return Result(
        published=published,
        report=report,
        rows=len(accepted.rows),
        counts=counts,
        refused=len(accepted.refused),
        rejected_days=len(real.rejects),
        real_rows=sum(row.source != "sampled" for row in accepted.rows),
    )
