"""Make the tiny base anew: about a quarter of an hour on one core.

python -m backends.local.tiny_base.make FOLDER
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from hashlib import sha256
from math import cos, pi
from pathlib import Path
from random import Random
from typing import Any

import torch
from transformers import LlamaConfig, LlamaForCausalLM

from backends.local.tiny_base.corpus import SEED, CorpusExchange, Lesson, exchanges, lesson
from backends.local.tiny_base.vocabulary import CONTEXT, SIZE, learn_vocabulary, readable_pieces

STEPS = 2500
TOKENS_A_STEP = 2048
_PEAK_RATE, _WARM_STEPS, _LEAST_SHARE = 3e-3, 100, 0.05
_POOL = 16
"""Batches drawn at once and sorted by length, so that little is padding."""
_IGNORED = -100
_FILES = (
    *("config.json", "generation_config.json", "model.safetensors"),
    *("tokenizer.json", "tokenizer_config.json", "chat_template.jinja"),
)


def tiny_model() -> Any:
    """Return the untrained model: 1.3 million parameters."""
    torch.manual_seed(SEED)
    config = LlamaConfig(
        vocab_size=SIZE,
        hidden_size=128,
        intermediate_size=352,
        num_hidden_layers=4,
        num_attention_heads=4,
        num_key_value_heads=4,
        max_position_embeddings=CONTEXT,
        tie_word_embeddings=True,
        initializer_range=0.08,
        pad_token_id=0,
        bos_token_id=1,
        eos_token_id=2,
    )
    return LlamaForCausalLM(config)


def _encoded(told: Lesson, tokenizer: Any) -> tuple[list[int], list[int]]:
    turns = [("user", told.user)]
    turns[:0] = [("system", told.system)] if told.system else []
    messages = [{"role": role, "content": text} for role, text in turns]
    prompt = tokenizer.apply_chat_template(messages, add_generation_prompt=True, tokenize=False)
    before = tokenizer.encode(prompt, add_special_tokens=False)
    answer = [*tokenizer.encode(told.answer, add_special_tokens=False), tokenizer.eos_token_id]
    return (before + answer)[:CONTEXT], ([_IGNORED] * len(before) + answer)[:CONTEXT]


def _batches(texts: list[CorpusExchange], tokenizer: Any) -> Iterator[tuple[Any, Any]]:
    rng, pieces, step = Random(SEED), readable_pieces(tokenizer), 0
    while step < STEPS:
        far = min(1.0, 1.25 * step / STEPS)
        drawn: list[tuple[list[int], list[int]]] = []
        while sum(len(ids) for ids, _ in drawn) < _POOL * TOKENS_A_STEP:
            drawn.append(_encoded(lesson(rng.choice(texts), pieces, far, rng), tokenizer))
        drawn.sort(key=lambda row: len(row[0]))
        groups: list[list[tuple[list[int], list[int]]]] = [[]]
        for row in drawn:
            if groups[-1] and len(row[0]) * (len(groups[-1]) + 1) > TOKENS_A_STEP:
                groups.append([])
            groups[-1].append(row)
        rng.shuffle(groups)
        for group in groups:
            yield _padded(group)
            step += 1


def _padded(group: list[tuple[list[int], list[int]]]) -> tuple[Any, Any]:
    """Right-padded: attention is causal, so no mask is needed."""
    width = max(len(ids) for ids, _ in group)
    ids = [row + [0] * (width - len(row)) for row, _ in group]
    labels = [row + [_IGNORED] * (width - len(row)) for _, row in group]
    return torch.tensor(ids), torch.tensor(labels)


def _loss(model: Any, ids: Any, labels: Any) -> Any:
    """Mean loss on the answers; logits are reckoned for them alone."""
    hidden = model.model(input_ids=ids, use_cache=False).last_hidden_state[:, :-1]
    wanted = labels[:, 1:] != _IGNORED
    return torch.nn.functional.cross_entropy(model.lm_head(hidden[wanted]), labels[:, 1:][wanted])


def _rate(step: int) -> float:
    if step < _WARM_STEPS:
        return (step + 1) / _WARM_STEPS
    way = min(1.0, (step - _WARM_STEPS) / (STEPS - _WARM_STEPS))
    return _LEAST_SHARE + (1 - _LEAST_SHARE) * (1 + cos(pi * way)) / 2


def train(model: Any, texts: list[CorpusExchange], tokenizer: Any) -> None:
    """Train on answers only; says loss and tokens a second as it goes."""
    optimizer = torch.optim.AdamW(
        model.parameters(), lr=_PEAK_RATE, betas=(0.9, 0.95), weight_decay=0.05
    )
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, _rate)
    model.train()
    start, tokens, losses = time.monotonic(), 0, []
    for step, (ids, labels) in enumerate(_batches(texts, tokenizer)):
        if step == STEPS:
            return
        loss = _loss(model, ids, labels)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad()
        schedule.step()
        tokens += ids.numel()
        losses.append(loss.item())
        if step % 50 == 49:  # noqa: PLR2004 - now and then
            seconds = time.monotonic() - start
            line = {"step": step + 1, "loss": round(sum(losses) / len(losses), 3)}
            line |= {"tokens_per_second": round(tokens / seconds), "seconds": round(seconds)}
            sys.stdout.write(json.dumps(line) + "\n")
            sys.stdout.flush()
            losses = []


def save(model: Any, tokenizer: Any, folder: Path) -> None:
    """Write model (float16) and tokenizer, and the checksums of both."""
    folder.mkdir(parents=True, exist_ok=True)
    model.half().save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    sums = (f"{sha256((folder / n).read_bytes()).hexdigest()}  {n}\n" for n in sorted(_FILES))
    (folder / "SHA256SUMS").write_text("".join(sums), encoding="utf-8")


def main() -> None:
    """Make the base in the folder named."""
    torch.set_num_threads(1)
    texts = exchanges()
    tokenizer, model = learn_vocabulary(texts), tiny_model()
    train(model, texts, tokenizer)
    save(model, tokenizer, Path(sys.argv[1]))


if __name__ == "__main__":
    main()
