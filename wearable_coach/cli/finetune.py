"""`wearable-coach finetune`: order a fine-tuning job."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from wearable_coach.cli.way import find_blocks
from wearable_coach.cli.workflow import (
    OutOption,
    StoreOption,
    need_workflow,
    now,
    open_named_store,
    place_name,
    tell,
)


def finetune(  # noqa: PLR0913 - one option each
    *,
    dataset: Annotated[str, typer.Option(help="Dataset version, or latest.")] = "latest",
    backend: Annotated[
        str, typer.Option(help="local (this machine), azure, foundry, or block:NAME.")
    ] = "local",
    epochs: Annotated[int | None, typer.Option(help="Passes over the rows (3).")] = None,
    batch_size: Annotated[int | None, typer.Option(help="Rows a step (4).")] = None,
    learning_rate: Annotated[float | None, typer.Option(help="Peak learning rate (2e-4).")] = None,
    lora_rank: Annotated[int | None, typer.Option(help="LoRA rank (16).")] = None,
    lora_alpha: Annotated[int | None, typer.Option(help="LoRA alpha (32).")] = None,
    base_model: Annotated[
        str | None,
        typer.Option(
            help="local: a model folder, default the shipped tiny one. azure: a model id. foundry: a model's name."
        ),
    ] = None,
    route: Annotated[
        str | None,
        typer.Option(help="azure: pipeline (honours all five values) or serverless."),
    ] = None,
    allow_unhonoured: Annotated[
        bool,
        typer.Option(
            "--allow-unhonoured", help="Warn, not refuse, where a value cannot be honoured."
        ),
    ] = False,
    max_cost: Annotated[
        float | None, typer.Option(help="azure, foundry: refuse above this estimate of money.")
    ] = None,
    prices: Annotated[
        Path | None, typer.Option(help="azure, foundry: your table of prices (YAML).")
    ] = None,
    qlora: Annotated[
        bool,
        typer.Option(
            "--qlora",
            help="local: hold the base in 4 bits, for a CUDA card of 16 GB (needs bitsandbytes).",
        ),
    ] = False,
    reason: Annotated[str, typer.Option(help="Why; kept with the job.")] = "",
    again: Annotated[
        bool,
        typer.Option(
            "--again",
            help="Try once more where the job failed, was cancelled, or its model was pruned or damaged.",
        ),
    ] = False,
    wait: Annotated[
        bool, typer.Option("--wait", help="Follow the job to its end, with its progress.")
    ] = False,
    dry_run: Annotated[
        bool,
        typer.Option("--dry-run", help="Show request, effective values, checks and estimate."),
    ] = False,
    out: OutOption = None,
    store: StoreOption = None,
) -> None:
    """Order one LoRA fine-tuning job; the same order again is the same job.

    The defaults are the plan: 3 epochs, batch 4, learning rate 2e-4, rank 16, alpha 32. What the
    backend will really use stands beside what was asked. Prints the job's name; `wearable-coach
    jobs NAME --follow` shows it on its way.

    Exit code 0: ordered (with --wait: completed). 1: refused by the cost cap, or ended otherwise.
    2: bad input, nothing was submitted.

    Examples:

      wearable-coach finetune --wait

      wearable-coach finetune --backend azure --dry-run

      wearable-coach finetune --backend foundry --allow-unhonoured --wait
    """
    from wearable_coach.finetuning.hyperparameters import checked_hyperparameters  # noqa: PLC0415

    requested = checked_hyperparameters(
        {
            "epochs": epochs,
            "batch_size": batch_size,
            "learning_rate": learning_rate,
            "lora_rank": lora_rank,
            "lora_alpha": lora_alpha,
        }
    )
    place = place_name(out, store)
    need_workflow("finetune")
    from flows.openers.finetuners import TunerChoices, name_to_reopen, open_finetuner  # noqa: PLC0415 - the workflow
    from tasks.finetuning import RetrainRequest, order_of, submit_order  # noqa: PLC0415
    from wearable_coach.finetuning.models import has_model  # noqa: PLC0415

    find_blocks(backend)
    opened = open_named_store(place)
    choices = TunerChoices(base_model, route, allow_unhonoured, max_cost, prices, qlora)
    tuner = open_finetuner(
        backend, store=opened, environment=os.environ, today=now().date(), choices=choices
    )
    reopened = name_to_reopen(backend, environment=os.environ, choices=choices)
    request = RetrainRequest(opened, tuner, reopened, dataset, requested, reason, again=again)
    order = order_of(request)
    if dry_run:
        _show_dry_run(request, order)
        return
    for note in order.notes:
        tell(f"note: {note}")
    submitted = submit_order(request, order, now)
    job = submitted.job
    tell(f"{'ordered' if submitted.created else 'known already:'} {job.name}, {job.state}")
    if job.ended and job.state != "Completed":
        tell(f"it ended {job.state}: {job.reason}; --again tries once more")
    elif job.ended and not has_model(opened, job.name):
        tell("its model is not whole in the store any more; --again trains it once more")
    sys.stdout.write(f"{job.name}\n")
    sys.stdout.flush()
    if wait:
        from wearable_coach.cli.following import follow  # noqa: PLC0415

        follow(opened, job.name)
    elif job.ended and job.state != "Completed":
        raise typer.Exit(1)


def _show_dry_run(request: Any, order: Any) -> None:  # noqa: ANN401 - the workflow's types, imported late
    from wearable_coach.finetuning.cards import order_card, preflight_lines  # noqa: PLC0415
    from wearable_coach.finetuning.submission import preflight_order, refuse  # noqa: PLC0415

    preflight = preflight_order(request.tuner, request.store, order)
    tell(order_card(order))
    tell("\n".join(["", *preflight_lines(preflight), "", "dry run: nothing was submitted"]))
    shown = {"name": order.name, **order.model_dump(mode="json")}
    shown["estimate"] = preflight.estimate.model_dump(mode="json")
    shown["checks"] = [c.model_dump() for c in preflight.checks]
    sys.stdout.write(json.dumps(shown, ensure_ascii=False) + "\n")
    refuse(preflight)
