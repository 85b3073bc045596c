"""`wearable-coach jobs`, `cancel` and `watch`: the fine-tuning jobs of a store."""

from __future__ import annotations

import json
import os
import sys
import time
from typing import TYPE_CHECKING, Annotated

import typer

from wearable_coach.cli.way import tuner_opener
from wearable_coach.cli.workflow import (
    OutOption,
    StoreOption,
    need_workflow,
    now,
    open_named_store,
    place_name,
    tell,
)

if TYPE_CHECKING:
    from wearable_coach.errors import CoachError
    from wearable_coach.finetuning.ledger import JobLedger
    from wearable_coach.finetuning.polling import Watcher

_NO_JOBS = "no jobs; `wearable-coach finetune` orders one\n"


def jobs(  # noqa: PLR0913 - one option each
    name: Annotated[
        str | None, typer.Argument(help="One job; all when left out.", show_default=False)
    ] = None,
    *,
    follow: Annotated[
        bool, typer.Option("--follow", help="Show the job's progress until it ends.")
    ] = False,
    logs: Annotated[bool, typer.Option("--logs", help="Print what the job wrote.")] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="The whole records, as JSON lines.")
    ] = False,
    out: OutOption = None,
    store: StoreOption = None,
) -> None:
    """Show the fine-tuning jobs, or one of them: states, requested and effective values, losses.

    Reads the ledger in the store; `watch` is what asks the backends. A job that cannot be read is
    named on standard error, and the others are shown; so is a file of somebody else's among them.

    Exit code 0: done. 2: a job, or the folder of jobs, cannot be read.

    Examples:

      wearable-coach jobs

      wearable-coach jobs coach-local-0123456789ab --follow
    """
    from wearable_coach.finetuning.cards import job_card, sparkline  # noqa: PLC0415
    from wearable_coach.finetuning.ledger import JobLedger  # noqa: PLC0415

    opened = open_named_store(place_name(out, store))
    ledger = JobLedger(opened)
    if name is None:
        _show_all(ledger, as_json=as_json)
        return
    job = ledger.read(name)
    if logs:
        need_workflow(f"jobs {name} --logs")
        sys.stdout.write(tuner_opener(opened)(job.tuner).logs(name).rstrip() + "\n")
    elif follow:
        need_workflow(f"jobs {name} --follow")
        from wearable_coach.cli.following import follow as follow_job  # noqa: PLC0415

        follow_job(opened, name)
    elif as_json:
        sys.stdout.write(f"{job.model_dump_json()}\n")
    else:
        sys.stdout.write(job_card(job))
        if job.progress.losses:
            line = sparkline([loss for _, loss in job.progress.losses])
            first, last = job.progress.losses[0][1], job.progress.losses[-1][1]
            sys.stdout.write(f"\nloss {first:.3f} {line} {last:.3f}\n")


def _show_all(ledger: JobLedger, *, as_json: bool) -> None:
    """Show all jobs that can be read; the others are named, and the command ends with 2."""
    from wearable_coach.finetuning.cards import job_row  # noqa: PLC0415 - the workflow, when needed

    broken: list[CoachError] = []
    found = ledger.jobs(lambda _name, error: broken.append(error))
    _name_foreign(ledger)
    if as_json:
        sys.stdout.writelines(f"{job.model_dump_json()}\n" for job in found)
    elif found or not broken:
        sys.stdout.write(table([job_row(job) for job in found], _NO_JOBS))
    end_by(broken)


def end_by(errors: list[CoachError]) -> None:
    """Tell each in a line; the last one ends the command."""
    for error in errors[:-1]:
        tell(f"wearable-coach: {error}")
    if errors:
        raise errors[-1]


def cancel(
    name: Annotated[str, typer.Argument(help="The job.", show_default=False)],
    *,
    out: OutOption = None,
    store: StoreOption = None,
) -> None:
    """Cancel a fine-tuning job; one that has ended stays as it ended.

    Example:

      wearable-coach cancel coach-local-0123456789ab
    """
    need_workflow("cancel")
    from flows.openers.sinks import sinks_of  # noqa: PLC0415
    from wearable_coach.finetuning.ledger import JobLedger  # noqa: PLC0415
    from wearable_coach.finetuning.polling import Watcher  # noqa: PLC0415

    opened = open_named_store(place_name(out, store))
    watcher = Watcher(opened, tuner_opener(opened), sinks_of(opened, os.environ), now)
    job = JobLedger(opened).read(name)
    if job.ended:
        tell(f"{name} has ended already: {job.state}")
        return
    job = watcher.cancel(job)
    tell(f"{name}: {job.state}")


def watch(
    *,
    every: Annotated[
        float | None,
        typer.Option(help="Go on, one round every so many seconds. Default: one round.", min=1),
    ] = None,
    out: OutOption = None,
    store: StoreOption = None,
) -> None:
    """Poll every open fine-tuning job once: write down its state, tell its end, revive what stopped.

    A job out of reach is looked at again in the next round. Model deployments are looked at too: what
    was rejected or replaced is taken down. Prints a JSON line for each job and model deployment looked
    at. The deployment `watch-finetuning` does the same, every two minutes unless set otherwise.

    Exit code 0: done. 2: a job, or the folder of jobs, cannot be read; the other jobs were looked
    at. With --every a job that cannot be read is told in each round, and the rounds go on.

    Example:

      wearable-coach watch --every 30
    """
    need_workflow("watch")
    from flows.openers.sinks import sinks_of  # noqa: PLC0415
    from wearable_coach.finetuning.ledger import JobLedger  # noqa: PLC0415
    from wearable_coach.finetuning.polling import Watcher  # noqa: PLC0415

    opened = open_named_store(place_name(out, store))
    watcher = Watcher(opened, tuner_opener(opened), sinks_of(opened, os.environ), now)
    _name_foreign(JobLedger(opened))
    unread = _round(watcher)
    if every is None:
        end_by(unread)
    while every is not None:
        time.sleep(every)
        _round(watcher)


def _round(watcher: Watcher) -> list[CoachError]:
    """Look at all jobs once; return why some of them could not be read."""
    from flows.compositions.standing import compose_standing  # noqa: PLC0415 - the workflow, when needed
    from flows.compositions.watching import compose_round  # noqa: PLC0415
    from tasks.running.direct import DirectSteps  # noqa: PLC0415

    unread: list[CoachError] = []
    steps = DirectSteps(tell)
    looks = [x._asdict() for x in compose_round(steps, watcher, unread=unread.append)]
    standing = compose_standing(steps, watcher.store, environment=os.environ, clock=watcher.clock)
    for looked in (*looks, *(x._asdict() for x in standing)):
        sys.stdout.write(json.dumps(looked, ensure_ascii=False) + "\n")
    sys.stdout.flush()
    return unread


def _name_foreign(ledger: JobLedger) -> None:
    """Name once what lies among the jobs and is somebody else's."""
    from wearable_coach.store.layout import foreign_line  # noqa: PLC0415 - a fast start

    for key in ledger.foreign():
        tell(foreign_line(key))


def table(rows: list[dict[str, str]], none: str) -> str:
    """Return rows of short texts as a table; `none` where there are none."""
    if not rows:
        return none
    widths = {key: max(len(key), *(len(row[key]) for row in rows)) for key in rows[0]}
    lines = [{key: key for key in widths}, *rows]
    return "".join(
        "  ".join(line[key].ljust(width) for key, width in widths.items()).rstrip() + "\n"
        for line in lines
    )
