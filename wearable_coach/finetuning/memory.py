"""What a LoRA training needs of a card's memory, reckoned before anything is paid. An estimate.

What is held is what the backward pass needs, term by term, for a Llama-like model in bfloat16 with
FlashAttention 2, LoRA on every linear layer, and no gradient checkpointing. With ``h`` the width, ``f``
the width inside the MLP, ``k`` the width of keys, a token and layer hold, in bytes:

    norms       8 h             two RMSNorms keep what they read in float32
    attention   6 h + 4 k       normed input, queries, output (2 h each), keys and values (2 k each)
    MLP         2 h + 8 f       normed input; gate, its activation, up, and their product (2 f each)
    adapters    4 (6 h + f)     the input of each of the seven adapted layers, in float32

and a token once, at the end, 14 bytes a word of the vocabulary: logits in 16 bit, in float32, their
softmax and its gradient. To that come the weights (2 bytes) and, for each weight of an adapter, 16 bytes:
itself, its gradient and Adam's two moments in float32.

Source: the method of Korthikanti et al. 2022, Reducing Activation Recomputation in Large Transformer
Models (arXiv:2205.05198), section 4; the terms from the layers of transformers' modeling_llama and of
peft's LoRA, which casts what an adapter reads to the adapter's float32.
"""

from __future__ import annotations

from wearable_coach.finetuning.base_models import ModelShape

_WEIGHT_BYTES = 2
_ADAPTER_BYTES = 16
_LOGIT_BYTES = 14
_GB = 1e9
USABLE_SHARE = 0.95
"""Of a card's memory; the rest is CUDA's own, and lost between blocks."""


def training_memory_gb(shape: ModelShape, *, rank: int, rows_at_once: int, longest: int) -> float:
    """Return what the largest batch needs [GB].

    Args:
        shape: The base model's measures.
        rank: Of the LoRA matrices.
        rows_at_once: Rows that go through the model together; all as long as the longest.
        longest: Tokens of the longest row [tokens].
    """
    of_a_token = shape.layers * _layer_bytes(shape) + shape.vocabulary * _LOGIT_BYTES
    fixed = shape.parameters * _WEIGHT_BYTES + _adapter_weights(shape, rank) * _ADAPTER_BYTES
    return (fixed + rows_at_once * longest * of_a_token) / _GB


def _layer_bytes(shape: ModelShape) -> int:
    """Return what a token keeps in one layer [bytes]."""
    h, f, k = shape.hidden, shape.intermediate, shape.keys
    norms, attention, mlp = 8 * h, 6 * h + 4 * k, 2 * h + 8 * f
    adapters = 4 * (6 * h + f)
    return norms + attention + mlp + adapters


def _adapter_weights(shape: ModelShape, rank: int) -> int:
    """Return the weights of the adapters: a rank's width in and out of each of seven layers [count]."""
    h, f, k = shape.hidden, shape.intermediate, shape.keys
    of_a_layer = 2 * (h + h) + 2 * (h + k) + 3 * (h + f)
    return shape.layers * rank * of_a_layer
