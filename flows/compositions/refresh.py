"""Refreshing the dataset: sources, plan, batches in parallel, gate, publish."""

from __future__ import annotations

from flows.compositions.refresh_shards import refresh_in_shards
from flows.compositions.refreshed import Refreshed
from tasks.dataset import (
    RealDays,
    RefreshRequest,
    check_dataset,
    generate_batch,
    make_plan,
    mark_latest,
    publish_version,
    read_real_days,
    refill,
    refuse,
    settle,
)
from tasks.running.contract import Steps
from wearable_coach.dataset.batches import Accepted, DatasetPlan, Workers, workers
from wearable_coach.records import GateReport
from wearable_coach.store.datasets import Published

_GATE_ROUNDS = 4


def compose_refresh(steps: Steps, request: RefreshRequest) -> Refreshed:
    """Make a dataset version.

    Raises:
        BadInput: a source, the recipe or the store cannot be used.
        GateRejected: the dataset did not pass; its report lies under ``refused/``.
    """
    real = steps.call(read_real_days, request.recipe.sources)
    for line in real.told:
        steps.tell(line)
    plan = steps.call(make_plan, request.recipe, request.seed, real.days)
    if real.days and not plan.rows.given.places:
        steps.tell(
            f"none of {len(real.days):,} real days has readings enough for a row, so that all rows are sampled (docs/guide.md, real days)"
        )
    if len(plan.rows) > request.rows_a_shard:
        made = refresh_in_shards(steps, request, real, plan)
    else:
        made = _in_one_part(steps, request, real, plan)
    is_latest = not request.repairs and _mark_latest(steps, request, made.published.version)
    return made._replace(is_latest=is_latest)


def _in_one_part(
    steps: Steps, request: RefreshRequest, real: RealDays, plan: DatasetPlan
) -> Refreshed:
    """Make a version of few rows, all of which are held in memory."""
    if request.engine == "dask":
        steps.tell(
            f"{request.rows_a_shard:,} rows or fewer are one shard: made on this machine, without Dask"
        )
    with workers(request.workers, tell=steps.tell) as pool:
        accepted = steps.call(settle, plan, _generate(steps, plan, pool))
    steps.tell("checking with Great Expectations")
    accepted, report = _pass_gate(steps, plan, accepted)
    if not report.passed:
        steps.call(refuse, request, accepted, report)
    steps.tell("publishing")
    published = steps.call(publish_version, request, accepted, report, real)
    return _refreshed(request, published, accepted, report, real)


def _mark_latest(steps: Steps, request: RefreshRequest, version: str) -> bool:
    """Make the version the latest where it may be, and say what a person would not expect; say whether."""
    trial = request.trial
    is_latest = steps.call(mark_latest, request.store, version, request.date, trial=trial)
    if trial and is_latest:
        steps.tell("there is no other dataset: this trial is latest until a whole recipe is made")
    elif trial:
        steps.tell(
            "latest stays as it is: this is a trial; ask for --latest (make_latest) to move it"
        )
    elif not is_latest:
        steps.tell(f"latest stays as it is: it is of a later day than {request.date}")
    return is_latest


def _generate(steps: Steps, plan: DatasetPlan, pool: Workers) -> list[Accepted]:
    """Compose all batches, several at a time."""
    batches, total, done = plan.batches(), len(plan.specs), 0
    steps.tell(f"composing {total:,} conversations in {len(batches)} batches")

    def ended(accepted: Accepted) -> None:
        nonlocal done
        done += len(accepted.rows)
        steps.tell(f"composed and verified {done:,} of {total:,}")

    calls = [(pool, batch) for batch in batches]
    return steps.side_by_side(generate_batch, calls, at_once=pool.count, ended=ended)


def _pass_gate(steps: Steps, plan: DatasetPlan, accepted: Accepted) -> tuple[Accepted, GateReport]:
    """Check, quarantine bad rows and compose them anew, until the gate finds none."""
    for _ in range(_GATE_ROUNDS):
        report = steps.call(check_dataset, accepted, plan)
        if not (quarantined := report.quarantined()):
            break
        steps.tell(f"composing {len(quarantined)} quarantined rows anew")
        accepted = steps.call(refill, plan, accepted, quarantined)
    return accepted, report


def _refreshed(
    request: RefreshRequest,
    published: Published,
    accepted: Accepted,
    report: GateReport,
    real: RealDays,
) -> Refreshed:
    splits_used = request.recipe.split.used()
    counts: dict[str, dict[str, int]] = {}
    for row in accepted.rows:
        splits = counts.setdefault(row.category, dict.fromkeys(splits_used, 0))
        splits[row.split] += 1
    return Refreshed(
        published=published,
        report=report,
        rows=len(accepted.rows),
        counts=counts,
        refused=len(accepted.refused),
        rejected_days=len(real.rejects),
        real_rows=sum(row.source != "sampled" for row in accepted.rows),
    )
