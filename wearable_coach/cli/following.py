"""Following a job to its end: a progress bar with the loss, and what is written down meanwhile."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import typer

from wearable_coach.cli.way import tuner_opener
from wearable_coach.cli.workflow import now, tell
from wearable_coach.errors import TransientError
from wearable_coach.finetuning.cards import sparkline

if TYPE_CHECKING:
    from wearable_coach.finetuning.job import Job
    from wearable_coach.store import Store

_EVERY_SECONDS = 2.0
_PATIENCE = 30
"""Looks in a row without an answer before the person is told and let go."""


def follow(store: Store, name: str) -> None:
    """Show a job until it ends.

    Raises:
        typer.Exit: with 1 where it did not complete.
        TransientError: its backend is out of reach.
    """
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn  # noqa: PLC0415

    from wearable_coach.finetuning.ledger import JobLedger  # noqa: PLC0415
    from wearable_coach.finetuning.polling import StoreSink, Watcher  # noqa: PLC0415

    ledger = JobLedger(store)
    watcher = Watcher(store, tuner_opener(store), (StoreSink(store),), now)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed:.0f}/{task.total:.0f}"),
        TimeElapsedColumn(),
        TextColumn("{task.fields[figures]}"),
    )
    silent = 0
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        shown = bar.add_task("", total=1, figures="")
        while True:
            job = ledger.read(name)
            if watcher.needs_polling(job):
                looked = watcher.poll(job)
                silent = silent + 1 if looked.kind in {"unreachable", "fault"} else 0
                job = ledger.read(name)
                if silent > _PATIENCE:
                    message = f"{name}: out of reach: {looked.message}; the job goes on, `watch` will see it"
                    raise TransientError(message)
            done = job.progress
            bar.update(
                shown,
                description=f"{job.state} {job.waits}".rstrip(),
                completed=done.step or 0,
                total=done.steps or 1,
                figures=_figures(job),
            )
            if not watcher.needs_polling(job):
                break
            time.sleep(_EVERY_SECONDS)
    tell(closing_line(job))
    if job.state != "Completed":
        raise typer.Exit(1)


def closing_line(job: Job) -> str:
    """Return how a job ended, in one line."""
    if job.result is None:
        return f"{job.name}: {job.state}: {job.reason}"
    figures = ", ".join(f"{k} {v:g}" for k, v in sorted(job.result.metrics.items()))
    return "; ".join(
        filter(None, [f"{job.name}: {job.state}", f"model {job.result.model}", figures])
    )


def _figures(job: Job) -> str:
    done = job.progress
    parts = []
    if done.loss is not None:
        parts.append(
            f"loss {done.loss:.3f} {sparkline([loss for _, loss in done.losses], width=24)}"
        )
    if done.tokens_per_second is not None:
        parts.append(f"{done.tokens_per_second:,.0f} tokens/s")
    return "  ".join(parts)
