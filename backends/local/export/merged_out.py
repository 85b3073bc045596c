"""The model as one: adapter and base merged, which transformers, vLLM and Ollama open without peft."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from backends.local import machine
from backends.local.export.new_folder import new_folder
from backends.local.export.serving_files import write_serving_files
from backends.local.export.tuned import Tuned
from wearable_coach.errors import BadInput

_BYTES = {"float32": 4, "bfloat16": 2}
_SHARE = 1.25
"""Memory that merging wants, of that of the weights: a layer is there twice."""


def export_merged(tuned: Tuned, target: Path, *, card: Callable[[str], str]) -> None:
    """Write a folder with the merged weights, in the number format in which the product answers.

    Args:
        tuned: The model.
        target: The folder, which is not there yet.
        card: Makes the card, from what the base is called.

    Raises:
        BadInput: the folder cannot be written, or there is too little memory.
    """
    need_memory(tuned)
    with new_folder(target) as folder:
        write_merged(tuned, folder)
        (folder / "README.md").write_text(card(""), encoding="utf-8")


def write_merged(tuned: Tuned, folder: Path) -> Any:
    """Write merged weights, configuration and serving files into a folder; return the tokenizer."""
    machine.wait_asleep()
    import torch  # noqa: PLC0415 - seconds, of the group `local`
    from transformers import AutoModelForCausalLM, GenerationConfig  # noqa: PLC0415
    from transformers.utils import logging  # noqa: PLC0415

    from backends.local.worker.model import with_adapter  # noqa: PLC0415

    logging.disable_progress_bar()
    kind = getattr(torch, tuned.dtype)
    base = AutoModelForCausalLM.from_pretrained(tuned.base.folder, dtype=kind)
    merged = with_adapter(base, tuned.folder).merge_and_unload()
    merged.generation_config = (
        GenerationConfig()
    )  # what the base samples with is not how the product asks
    merged.save_pretrained(folder)
    return write_serving_files(tuned, folder)


def need_memory(tuned: Tuned) -> None:
    """Look whether merging fits.

    Raises:
        BadInput: there is too little memory.
    """
    wanted = int(tuned.base.parameters * _BYTES[tuned.dtype] * _SHARE)
    free = machine.memory_bytes()
    if free < wanted:
        message = f"memory: merging {tuned.base.parameters / 1e9:.1f} billion weights wants {wanted / 2**30:.1f} GiB, {free / 2**30:.1f} are free; end other programs, or take --to adapter, which needs none"
        raise BadInput(message)
