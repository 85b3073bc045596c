"""Whether a training keeps what each layer read, or reckons it anew on the way back: as memory allows."""

from __future__ import annotations

from backends.local import machine
from backends.local.base_model import BaseModel
from backends.local.preflight import BIG
from wearable_coach.finetuning.base_models import ModelShape
from wearable_coach.finetuning.memory import USABLE_SHARE, training_memory_gb
from wearable_coach.finetuning.order import JobOrder, TrainingData
from wearable_coach.finetuning.training_rows import each_row
from wearable_coach.tokens import conversation_tokens

_GB = 1e9


def wants_checkpointing(
    base: BaseModel, order: JobOrder, data: TrainingData, *, on_gpu: bool
) -> bool:
    """Say whether the largest batch would not fit otherwise; checkpointing costs a third more time.

    Args:
        base: The base.
        order: Rank and batch size count.
        data: Of which the longest row counts.
        on_gpu: Whether the GPUs' memory counts, or the machine's.
    """
    shape = shape_of(base)
    if base.parameters < BIG:
        return False
    free = machine.gpu_bytes() if on_gpu else machine.memory_bytes()
    if shape is None or not free:
        return True
    longest = max(conversation_tokens(row) for row in each_row(data.train, name="train"))
    needed = training_memory_gb(
        shape,
        rank=order.requested.lora_rank,
        rows_at_once=order.requested.batch_size,
        longest=min(longest, base.context),
    )
    return needed * _GB > USABLE_SHARE * free


def shape_of(base: BaseModel) -> ModelShape | None:
    """Return a base's measures as its configuration tells them; None where it does not tell them all."""
    told = base.config
    try:
        heads = int(told["num_attention_heads"])
        width = int(told.get("head_dim") or base.hidden // heads)
        return ModelShape(
            parameters=base.parameters,
            layers=int(told["num_hidden_layers"]),
            hidden=base.hidden,
            intermediate=int(told["intermediate_size"]),
            keys=width * int(told.get("num_key_value_heads") or heads),
            vocabulary=int(told["vocab_size"]),
        )
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        return None
