"""Looking at everything that could stop a local job, before anything is written."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterator
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from backends.local import machine
from backends.local.base_model import BaseModel
from backends.local.chat_template import template_fault
from wearable_coach.errors import BadInput
from wearable_coach.finetuning.contract import Estimate, PreflightCheck
from wearable_coach.finetuning.order import JobOrder, TrainingData
from wearable_coach.finetuning.training_rows import each_row
from wearable_coach.records import Message
from wearable_coach.tokens import conversation_tokens

BIG = 100_000_000
"""Weights from which a model wants a GPU [count]."""
_GIB = 2**30
_FLOPS_A_TOKEN_AND_WEIGHT = 5
"""Forward and backward through a frozen base: 2 + 2, and the adapter's own share."""
_FLOPS_A_THREAD, _FLOPS_A_GPU = 2.4e10, 3e14
"""Seen with the tiny base on two cores; a third of an H100's peak."""
_MARKS_A_MESSAGE = 3
_ROWS_AT_ONCE = 500
_BYTES_A_TOKEN = 16
"""Its text in the job's folder, and its number in the worker's file of tokens."""
_QUANTIZED_BYTES = 0.75
"""A weight in 4 bits with its scales, and what stays in 16 bits: embeddings and the last layer."""


class Counted(NamedTuple):
    """What the rows are in the base's own tokens, or by estimate."""

    train_rows: int
    train_tokens: int
    too_long: int
    exact: bool


def rank_limit(base: BaseModel) -> int:
    """Return the rank beyond which LoRA is larger than what it adapts."""
    return base.hidden


def wants_gpu(base: BaseModel, device: str) -> bool:
    """Say whether a job is to run on a GPU."""
    return device == "cuda" or (device == "auto" and base.parameters >= BIG)


def count(base: BaseModel, data: TrainingData) -> Counted:
    """Read both files as the worker will.

    Raises:
        BadInput: a row cannot be read.
    """
    train = each_row(data.train, name="train")
    exact = "tokenizers" not in machine.missing_packages()
    rows = tokens = too_long = 0
    for length in _exact(base, train) if exact else map(conversation_tokens, train):
        rows, tokens = rows + 1, tokens + min(length, base.context)
        too_long += length > base.context
    deque(each_row(data.valid, name="valid"), maxlen=0)
    return Counted(rows, tokens, too_long, exact)


def _exact(base: BaseModel, rows: Iterator[tuple[Message, ...]]) -> Iterator[int]:
    from tokenizers import Tokenizer  # noqa: PLC0415 - of the group `local`

    tokenizer = Tokenizer.from_file(str(base.folder / "tokenizer.json"))
    while some := list(islice(rows, _ROWS_AT_ONCE)):
        texts = [m.content for row in some for m in row]
        found = tokenizer.encode_batch(texts, add_special_tokens=False)
        lengths = iter([len(e.ids) for e in found])
        yield from (sum(next(lengths) + _MARKS_A_MESSAGE for _ in row) for row in some)


def estimate(
    base: BaseModel, counted: Counted, order: JobOrder, *, gpu: bool, threads: int
) -> Estimate:
    """Return what a job will take."""
    epochs, batch = order.requested.epochs, order.requested.batch_size
    tokens = counted.train_tokens * epochs
    rate = _FLOPS_A_GPU if gpu else _FLOPS_A_THREAD * threads
    seconds = tokens * base.parameters * _FLOPS_A_TOKEN_AND_WEIGHT / rate
    how = "the base's own tokens" if counted.exact else "estimated tokens"
    where = "one GPU" if gpu else f"{threads} threads"
    return Estimate(
        tokens=tokens,
        steps=-(-counted.train_rows // batch) * epochs,
        hours=round(seconds / 3600, 4),
        cost=None,
        basis=f"{how} × {base.parameters:,} weights × {_FLOPS_A_TOKEN_AND_WEIGHT} FLOP at {rate:.0e} FLOP/s ({where}); a rough estimate, padding apart",
    )


def machine_checks(  # noqa: PLR0913 - one argument a subject
    base: BaseModel, jobs: Path, *, rank: int, tokens: int, device: str, quantized: bool = False
) -> Iterator[PreflightCheck]:
    """Yield what is found of packages, GPU or memory, and disk.

    Args:
        base: The base.
        jobs: Folder of the jobs.
        rank: Of the adapter.
        tokens: Of all training rows, one epoch [tokens].
        device: As asked.
        quantized: Whether the base is held in 4 bits.
    """
    yield packages_check()
    if quantized:
        yield quantizer_check()
    on_gpu = quantized or wants_gpu(base, device)
    yield _gpu_check(base, quantized=quantized) if on_gpu else _memory_check(base)
    yield _disk_check(base, jobs, rank, tokens)


def packages_check() -> PreflightCheck:
    """Look whether the packages are installed."""
    missing = machine.missing_packages()
    found = (
        f"{', '.join(missing)} not installed; run `{machine.INSTALL}`" if missing else "installed"
    )
    return PreflightCheck(name="packages", ok=not missing, message=found)


def quantizer_check() -> PreflightCheck:
    """Look whether what holds weights in 4 bits is installed."""
    ok = find_spec("bitsandbytes") is not None
    found = f"bitsandbytes is not installed; run `{machine.INSTALL_QLORA}`, or leave --qlora out"
    return PreflightCheck(name="qlora", ok=ok, message="installed" if ok else found)


def data_check(counted: Counted, context: int) -> PreflightCheck:
    """Tell how many rows there are, and how many will be cut."""
    cut = (
        f"; {counted.too_long} longer than {context} tokens will be cut" if counted.too_long else ""
    )
    return PreflightCheck(name="data", ok=True, message=f"{counted.train_rows} training rows{cut}")


def template_check(base: BaseModel) -> PreflightCheck:
    """Look whether the loss can tell answers from questions."""
    fault = template_fault(base.folder)
    found = fault or "marks the answers"
    return PreflightCheck(name="chat template", ok=not fault, message=found)


def _gpu_check(base: BaseModel, *, quantized: bool) -> PreflightCheck:
    free = machine.gpu_bytes()
    needed = int(base.parameters * (_QUANTIZED_BYTES if quantized else 2.5)) + 4 * _GIB
    size = f"{base.parameters / 1e9:.1f} billion weights"
    if not free:
        message = f"{size}{' in 4 bits' if quantized else ''} want a GPU with {_gib(needed)} and there is none that torch can use; take base model 'tiny', or a machine with a GPU"
        return PreflightCheck(name="gpu", ok=False, message=message)
    ok = free >= needed
    remedy = "" if ok else "; free it or take a smaller model"
    return PreflightCheck(
        name="gpu", ok=ok, message=f"{size} want {_gib(needed)}, {_gib(free)} are free{remedy}"
    )


def _memory_check(base: BaseModel) -> PreflightCheck:
    free, needed = machine.memory_bytes(), base.parameters * 8 + _GIB
    ok = free >= needed
    remedy = "" if ok else "; end other programs or take a smaller model"
    return PreflightCheck(
        name="memory", ok=ok, message=f"wants about {_gib(needed)}, {_gib(free)} are free{remedy}"
    )


def _disk_check(base: BaseModel, jobs: Path, rank: int, tokens: int) -> PreflightCheck:
    try:
        free = machine.free_disk_bytes(jobs)
        place = jobs
        while not place.exists() and place != place.parent:
            place = place.parent
        if not (place.is_dir() and os.access(place, os.W_OK | os.X_OK)):
            return PreflightCheck(
                name="disk", ok=False, message=f"{place} cannot be written; choose another folder"
            )
    except OSError as error:
        return PreflightCheck(
            name="disk", ok=False, message=f"{jobs}: {error.strerror}; choose another folder"
        )
    needed = lora_weights(base.config, rank) * 4 * 10 + tokens * _BYTES_A_TOKEN + 64 * 2**20
    ok = free >= needed
    remedy = "" if ok else "; make room"
    return PreflightCheck(
        name="disk", ok=ok, message=f"{jobs} wants {_gib(needed)}, {_gib(free)} are free{remedy}"
    )


def lora_weights(config: dict[str, Any], rank: int) -> int:
    """Return how many weights LoRA of a rank has on all linear layers of a model shaped like a Llama."""
    try:
        hidden, inner = int(config["hidden_size"]), int(config["intermediate_size"])
        heads, layers = int(config["num_attention_heads"]), int(config["num_hidden_layers"])
    except KeyError as error:
        message = f"base model: config.json lacks {error}; download the model again"
        raise BadInput(message) from None
    head = int(config.get("head_dim") or hidden // heads)
    wide, narrow = heads * head, int(config.get("num_key_value_heads") or heads) * head
    attention = 2 * (hidden + wide) + 2 * (hidden + narrow)
    return layers * rank * (attention + 3 * (hidden + inner))


def _gib(size: int) -> str:
    return f"{size / _GIB:.1f} GiB"
