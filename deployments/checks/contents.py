"""What lies in the store: the newest dataset, the jobs, and the model that is served."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

from deployments.checks.finding import Finding, fail, ok, warn
from deployments.checks.installation import Installation
from deployments.checks.stores import opened
from wearable_coach.errors import CoachError
from wearable_coach.finetuning.job import Job
from wearable_coach.finetuning.ledger import JobLedger
from wearable_coach.finetuning.states import STALLED
from wearable_coach.promotion.pointer import read_promoted
from wearable_coach.store.datasets import versions

_OLD_DAYS = 2
_RESTORE = "restore it from a backup (docs/backup.md)"


def newest_dataset(installation: Installation) -> Iterator[Finding]:
    """Look how old the newest dataset is, where one should come every night."""
    known = versions(opened(installation))
    if not known:
        yield warn("dataset", "there is none yet", "wearable-coach refresh")
        return
    newest = max(known)
    age = (_today(installation) - _day(newest)).days
    told = f"{newest}, of {age} day{'' if age == 1 else 's'} ago"
    nightly = installation.nightly()
    comes = nightly and not nightly["paused"] and any(s["active"] for s in nightly["schedules"])
    if comes and age > _OLD_DAYS:
        detail = f"{told}, though one should come every night"
        yield warn(
            "dataset", detail, "wearable-coach doctor --only runs, then wearable-coach refresh"
        )
    else:
        yield ok("dataset", told)


def jobs(installation: Installation) -> Iterator[Finding]:
    """Look for jobs that cannot be read, do not go on, or stay too long in a state."""
    broken: list[tuple[str, CoachError]] = []
    ledger = JobLedger(opened(installation))
    known = ledger.jobs(lambda name, error: broken.append((name, error)))
    for name, error in broken:
        yield fail(name, str(error), _RESTORE)
    running = [j for j in known if not j.ended]
    stuck = [j for j in running if _is_stuck(j, installation.now)]
    for job in stuck:
        since = f"{job.states[-1].at:%Y-%m-%d %H:%M} UTC"
        remedy = f"wearable-coach watch, then wearable-coach jobs {job.name} --logs"
        yield warn(job.name, f"is {job.state} since {since}", remedy)
    if not (broken or stuck):
        yield ok("jobs", f"{len(running)} open, {len(known) - len(running)} ended")


def served_model(installation: Installation) -> Iterator[Finding]:
    """Look what is served, and open it as a backend would."""
    store = opened(installation)
    try:
        current = read_promoted(store).promoted.current
    except CoachError as error:
        yield fail("served", str(error), _RESTORE)
        return
    if current is None or current.serving is None:
        yield ok("served", "the rules answer; no model is promoted")
        return
    from flows.chat_models import open_chat_model  # noqa: PLC0415 - imports the workflow

    try:
        open_chat_model(current.serving, store=store, environment=installation.environment)
    except CoachError as error:
        detail = f"{current.model} is promoted and does not open: {error}"
        yield fail(
            "served", detail, "mend that, or wearable-coach rollback; until then the rules answer"
        )
        return
    yield ok("served", f"{current.model} (entry {current.serial})")


def _is_stuck(job: Job, now: datetime) -> bool:
    return job.state in STALLED or job.overdue(now) is not None


def _today(installation: Installation) -> date:
    return installation.now.astimezone(ZoneInfo("Asia/Seoul")).date()


def _day(version: str) -> date:
    return date.fromisoformat(version.partition("-")[0])


CHECKS = (newest_dataset, jobs, served_model)
