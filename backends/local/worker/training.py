"""The run itself: every step of the plan, from wherever the last checkpoint left it."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from typing import Any, NamedTuple

import torch

from backends.local.worker.checkpoints import load_checkpoint, save_checkpoint
from backends.local.worker.job_folder import JobFolder
from backends.local.worker.model import answer_loss
from backends.local.worker.rows import TokenRows, batch_plan
from backends.local.worker.settings import Settings

_RECENT = 50


class Stopped(Exception):
    """Somebody asked to stop; a checkpoint is written."""


class Run(NamedTuple):
    """What a run works with."""

    folder: JobFolder
    settings: Settings
    model: Any
    rows: TokenRows
    stop_asked: Callable[[], bool]


def train(run: Run) -> dict[str, float]:
    """Take every step that is left.

    Returns:
        Last training loss, seconds and tokens a second, stops not counted.

    Raises:
        Stopped: a stop was asked for; the work so far is saved.
    """
    lengths = run.rows.rows.lengths
    values = run.settings
    plan = batch_plan(lengths, batch_size=values.batch_size, epochs=values.epochs, seed=values.seed)
    trained = [p for p in run.model.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(trained, lr=values.learning_rate, weight_decay=0.0)
    state = load_checkpoint(run.folder, run.model, optimizer) or {
        "step": 0,
        "tokens": 0,
        "seconds": 0.0,
    }
    run.folder.keep_metrics(until=state["step"])
    if state["step"]:
        sys.stderr.write(f"goes on after step {state['step']}\n")
    every, begun = run.folder.options().checkpoint_every, time.monotonic() - state["seconds"]
    for step in range(state["step"], len(plan)):
        if run.stop_asked():
            save_checkpoint(run.folder, step, run.model, optimizer, state)
            raise Stopped
        rate = values.rate(step, len(plan))
        loss = _step(run, optimizer, plan[step], rate)
        tokens = state["tokens"] + sum(lengths[i] for i in plan[step])
        seconds = time.monotonic() - begun
        state = {"step": step + 1, "tokens": tokens, "seconds": seconds}
        _tell(run.folder, state, loss, rate)
        if (step + 1) % every == 0:
            save_checkpoint(run.folder, step + 1, run.model, optimizer, state)
    return _summary(run.folder, state)


def _step(run: Run, optimizer: Any, indices: list[int], rate: float) -> float:
    for group in optimizer.param_groups:
        group["lr"] = rate
    loss = answer_loss(run.model, [run.rows.rows[i] for i in indices])
    loss.backward()
    torch.nn.utils.clip_grad_norm_(
        [p for p in run.model.parameters() if p.requires_grad], run.settings.max_grad_norm
    )
    optimizer.step()
    optimizer.zero_grad()
    value: float = loss.item()
    if value != value:  # noqa: PLR0124 - not a number
        message = "the loss is no number any more; lower the learning rate"
        raise ArithmeticError(message)
    return value


def _tell(folder: JobFolder, state: dict[str, Any], loss: float, rate: float) -> None:
    line = {
        "step": state["step"],
        "loss": round(loss, 5),
        "learning_rate": rate,
        "tokens": state["tokens"],
        "tokens_per_second": round(state["tokens"] / state["seconds"], 1),
    }
    with (folder / "metrics.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps(line) + "\n")


def _summary(folder: JobFolder, state: dict[str, Any]) -> dict[str, float]:
    last = [line["loss"] for line in folder.metrics()][-_RECENT:]
    return {
        "train_loss": round(sum(last) / len(last), 5),
        "train_seconds": round(state["seconds"], 1),
        "train_tokens": state["tokens"],
        "tokens_per_second": round(state["tokens"] / state["seconds"], 1),
    }
