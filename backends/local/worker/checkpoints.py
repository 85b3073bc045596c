"""Checkpoints: a folder each, there only when complete; the last two are kept."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file, save_file

from backends.local.worker.job_folder import JobFolder, read_json, rename_whole, write_json
from backends.local.worker.model import adapter_weights, set_adapter_weights

_PREFIX = "checkpoint-"
_KEPT = 2


def save_checkpoint(
    folder: JobFolder, step: int, model: Any, optimizer: Any, state: dict[str, Any]
) -> None:
    """Write weights, optimizer and `state` after `step` steps."""
    target = folder / f"{_PREFIX}{step}"
    if target.exists():
        return
    partial = folder / f".{_PREFIX}{step}"
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir()
    save_file(adapter_weights(model), partial / "adapter.safetensors")
    torch.save(optimizer.state_dict(), partial / "optimizer.pt")
    write_json(partial / "state.json", {**state, "step": step})
    rename_whole(partial, target)
    for old in _found(folder)[:-_KEPT]:
        shutil.rmtree(old)


def load_checkpoint(folder: JobFolder, model: Any, optimizer: Any) -> dict[str, Any] | None:
    """Put the last checkpoint into model and optimizer; return its state, None without one."""
    found = _found(folder)
    if not found:
        return None
    last = found[-1]
    set_adapter_weights(model, load_file(last / "adapter.safetensors"))
    optimizer.load_state_dict(torch.load(last / "optimizer.pt", weights_only=True))
    return read_json(last / "state.json")


def _found(folder: JobFolder) -> list[Path]:
    return sorted(folder.path.glob(f"{_PREFIX}*"), key=lambda p: int(p.name[len(_PREFIX) :]))
