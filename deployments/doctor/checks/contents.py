"""What lies in the store: the newest dataset, the jobs, and the model that is served."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from deployments.doctor.checks.datasets import dataset_files, half_made_datasets, records
from deployments.doctor.checks.drift import served_rates
from deployments.doctor.checks.probes import same_model
from deployments.doctor.checks.served import served_model
from deployments.doctor.checks.stores import opened
from deployments.doctor.finding import Finding, fail, ok, warn
from deployments.doctor.installation import Examined
from wearable_coach.errors import CoachError
from wearable_coach.finetuning.job import Job
from wearable_coach.finetuning.ledger import JobLedger
from wearable_coach.finetuning.states import STALLED
from wearable_coach.store import Store
from wearable_coach.store.datasets import versions
from wearable_coach.zone import local_time

_OLD_DAYS = 2


def newest_dataset(installation: Examined) -> Iterator[Finding]:
    """Look how old the newest dataset is, where one should come every night."""
    known = versions(opened(installation))
    if not known:
        refresh = installation.command("wearable-coach refresh")
        yield warn("dataset", "there is none yet", refresh)
        return
    newest = max(known)
    age = (_today(installation) - _day(newest)).days
    told = f"{newest}, of {age} day{'' if age == 1 else 's'} ago"
    nightly = installation.nightly()
    comes = nightly and not nightly["paused"] and any(s["active"] for s in nightly["schedules"])
    if comes and age > _OLD_DAYS:
        detail = f"{told}, though one should come every night"
        refresh = installation.command("wearable-coach refresh")
        yield warn("dataset", detail, f"wearable-coach doctor --only runs, then {refresh}")
    else:
        yield ok("dataset", told)


def jobs(installation: Examined) -> Iterator[Finding]:
    """Look for jobs that cannot be read, do not go on, or stay too long in a state."""
    broken: list[tuple[str, CoachError]] = []
    store = opened(installation)
    known = JobLedger(store).jobs(lambda name, error: broken.append((name, error)))
    for name, error in broken:
        yield fail(name, str(error), _job_again(installation, store, name))
    running = [j for j in known if not j.ended]
    stuck = [j for j in running if _is_stuck(j, installation.now)]
    for job in stuck:
        since = f"{job.states[-1].at:%Y-%m-%d %H:%M} UTC"
        watch = installation.command("wearable-coach watch")
        logs = installation.command(f"wearable-coach jobs {job.name} --logs")
        cancel = installation.command(f"wearable-coach cancel {job.name}")
        remedy = f"{watch}, then {logs}; {cancel} ends it"
        yield warn(job.name, f"is {job.state} since {since}", remedy)
    if not (broken or stuck):
        yield ok("jobs", f"{len(running)} open, {len(known) - len(running)} ended")


def _job_again(installation: Examined, store: Store, name: str) -> str:
    finetune = installation.command("wearable-coach finetune")
    return (
        f"restore it from a backup (docs/backup.md), or move {store.where(f'jobs/{name}.json')} away; "
        f"{finetune} with the same options takes the job up where it is"
    )


def _is_stuck(job: Job, now: datetime) -> bool:
    return job.state in STALLED or job.overdue(now) is not None


def _today(installation: Examined) -> date:
    return local_time(installation.now).date()


def _day(version: str) -> date:
    return date.fromisoformat(version.partition("-")[0])


CHECKS = (
    newest_dataset,
    dataset_files,
    half_made_datasets,
    jobs,
    records,
    served_model,
    same_model,
    served_rates,
)
