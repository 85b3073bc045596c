"""Following a job to its end: a progress bar with the loss, and what is written down meanwhile."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import typer

from wearable_coach.cli.way import tuner_opener
from wearable_coach.cli.workflow import now, tell
from wearable_coach.finetuning.cards import sparkline

if TYPE_CHECKING:
    from wearable_coach.finetuning.job import Job
    from wearable_coach.store import Store


def follow(store: Store, name: str) -> None:
    """Show a job until it ends.

    Raises:
        typer.Exit: with 1 where it did not complete.
        OutOfReach: its backend does not answer for long.
    """
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn  # noqa: PLC0415

    from flows.openers.sinks import sinks_of  # noqa: PLC0415 - the workflow, which trains
    from wearable_coach.finetuning.following import followed  # noqa: PLC0415
    from wearable_coach.finetuning.polling import Watcher  # noqa: PLC0415

    watcher = Watcher(store, tuner_opener(store), sinks_of(store, os.environ), now)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed:.0f}/{task.total:.0f}"),
        TimeElapsedColumn(),
        TextColumn("{task.fields[figures]}"),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        shown = bar.add_task("", total=1, figures="")
        for job in followed(watcher, name):
            done = job.progress
            bar.update(
                shown,
                description=f"{job.state} {job.waits}".rstrip(),
                completed=done.step or 0,
                total=done.steps or 1,
                figures=_figures(job),
            )
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
