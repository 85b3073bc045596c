"""The tiny base's tokenizer: byte-level BPE over phrases, digits apart, and its chat template."""

from __future__ import annotations

from typing import Any

from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import PreTrainedTokenizerFast

from backends.local.tiny_base.corpus import CorpusExchange

SIZE = 4096
CONTEXT = 2048
_SPECIAL = ("<|pad|>", "<|begin|>", "<|end|>", "<|system|>", "<|user|>", "<|assistant|>")
_PHRASES = r"\d|[^\d\n]+|\n+"
"""A digit is a piece of its own; a piece may span words, but never a line."""

TEMPLATE = """\
{%- for message in messages %}
{%- if loop.first %}{{- bos_token }}{%- endif %}
{{- '<|' + message['role'] + '|>' }}
{%- if message['role'] == 'assistant' %}
{%- generation %}{{- message['content'] | trim + eos_token }}{%- endgeneration %}
{%- else %}
{{- message['content'] | trim + eos_token }}
{%- endif %}
{%- endfor %}
{%- if add_generation_prompt %}{{- '<|assistant|>' }}{%- endif %}
"""
"""`generation` marks what the loss is on; serving renders the very same text without it."""


def learn_vocabulary(texts: list[CorpusExchange]) -> Any:
    """Return a tokenizer learnt on loose sentences and system prompts."""
    bpe = Tokenizer(models.BPE())
    bpe.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(_PHRASES), "isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    bpe.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=SIZE,
        special_tokens=list(_SPECIAL),
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    lines = (s for e in texts for s in (*e.system.split("\n"), *e.question, *e.answer))
    bpe.train_from_iterator(lines, trainer)
    made = PreTrainedTokenizerFast(
        tokenizer_object=bpe,
        **dict(zip(("pad_token", "bos_token", "eos_token"), _SPECIAL, strict=False)),
        model_max_length=CONTEXT,
        clean_up_tokenization_spaces=False,
    )
    made.chat_template = TEMPLATE
    return made


def readable_pieces(tokenizer: Any) -> list[str]:
    """Return the pieces that are whole characters, for copying tasks."""
    texts = (tokenizer.decode([i]) for i in range(len(_SPECIAL), len(tokenizer)))
    return [t for t in texts if t and "�" not in t]
