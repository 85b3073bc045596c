"""A job from its rows to its adapter, in the order in which its states are told."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch

from backends.local.base_model import open_base
from backends.local.worker.adapter import save_adapter
from backends.local.worker.job_folder import JobFolder, write_json
from backends.local.worker.model import mean_loss, open_model, open_tokenizer
from backends.local.worker.rows import TokenRows, batch_plan, token_rows
from backends.local.worker.settings import settings_of
from backends.local.worker.training import Run, Stopped, train

__all__ = ["Stopped", "run_job"]
_VALID_ROWS = 100
"""Rows whose loss is told at the end; a figure to watch, no reason to promote."""


def run_job(folder: JobFolder, stop_asked: Callable[[], bool]) -> None:
    """Train and leave the adapter.

    Raises:
        Stopped: as asked; what was done is saved.
        BadInput: rows or base cannot be used.
    """
    options, settings = folder.options(), settings_of(folder.order())
    torch.set_num_threads(options.threads)
    torch.use_deterministic_algorithms(mode=True, warn_only=options.device != "cpu")
    tokenizer = open_tokenizer(Path(options.base_folder))
    context = open_base_context(options.base_folder)
    train_rows, valid_rows = (
        _token_rows(folder, name, tokenizer, context) for name in ("train", "valid")
    )
    _tell_plan(folder, train_rows)
    model = open_model(
        options, rank=settings.lora_rank, alpha=settings.lora_alpha, seed=settings.seed
    )
    folder.note("Running")
    summary = train(Run(folder, settings, model, train_rows, stop_asked))
    folder.note("Finalizing")
    begun = time.monotonic()
    few, size = valid_rows.rows[:_VALID_ROWS], settings.batch_size
    summary["valid_loss"] = round(mean_loss(model, few, batch_size=size), 5)
    with model.disable_adapter():
        summary["valid_loss_of_base"] = round(mean_loss(model, few, batch_size=size), 5)
    summary["valid_seconds"] = round(time.monotonic() - begun, 1)
    summary["truncated_rows"] = train_rows.truncated
    save_adapter(folder, model, tokenizer, settings)
    write_json(folder / "summary.json", summary)
    folder.note("Completed")


def _token_rows(folder: JobFolder, name: str, tokenizer: Any, context: int) -> TokenRows:
    with (folder / f"{name}.jsonl").open("rb") as lines:
        return token_rows(lines, tokenizer, context=context, name=name, folder=folder.path)


def open_base_context(folder: str) -> int:
    """Return the context of the base [tokens]."""
    return open_base(folder).context


def _tell_plan(folder: JobFolder, rows: TokenRows) -> None:
    settings = settings_of(folder.order())
    lengths = rows.rows.lengths
    steps = len(
        batch_plan(
            lengths, batch_size=settings.batch_size, epochs=settings.epochs, seed=settings.seed
        )
    )
    plan = {"steps": steps, "tokens": rows.tokens * settings.epochs, "truncated": rows.truncated}
    write_json(folder / "plan.json", plan)
