"""Answers from a base with or without an adapter, in batches, with the template of training."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from backends.local.chat_template import end_tokens
from backends.local.machine import wait_asleep
from wearable_coach.errors import BadInput
from wearable_coach.records import Message

_SMALL = 50_000_000
"""Weights below which a step is too short to share between threads [count]."""


class Generated(NamedTuple):
    """What a model said."""

    text: str
    prompt_tokens: int
    answer_tokens: int
    """Tokens of the answer, its end mark among them [tokens]."""
    ended: bool
    """Whether the model ended it, and not the limit."""


class LocalModel:
    """A model in this process. Greedy: the same question has the same answer."""

    def __init__(
        self, base: Path, *, adapter: Path | None = None, device: str = "cpu", threads: int = 0
    ) -> None:
        """Load a base, and an adapter on it.

        Args:
            base: Folder of the base model.
            adapter: Folder of an adapter trained on that base.
            device: cpu or cuda.
            threads: Threads of torch; 0 takes one for a small model, whose steps are too short to
                share, and leaves them for a larger one.

        Raises:
            BadInput: a folder is missing.
        """
        for folder in (base, adapter):
            if folder is not None and not folder.is_dir():
                message = f"model: there is no folder {folder}; train one with `finetune`"
                raise BadInput(message)
        wait_asleep()
        import torch  # noqa: PLC0415 - seconds, of the group `local`
        from transformers import AutoModelForCausalLM  # noqa: PLC0415
        from transformers.utils import logging  # noqa: PLC0415

        from backends.local.worker.model import open_tokenizer, with_adapter  # noqa: PLC0415

        logging.disable_progress_bar()
        self._tokenizer = open_tokenizer(adapter or base)
        self._tokenizer.padding_side = "left"
        if self._tokenizer.pad_token_id is None:
            self._tokenizer.pad_token = self._tokenizer.eos_token
        kind = torch.float32 if device == "cpu" else torch.bfloat16
        model = AutoModelForCausalLM.from_pretrained(base, dtype=kind).to(device)
        self._model = with_adapter(model, adapter).merge_and_unload() if adapter else model
        if threads or self._model.num_parameters() < _SMALL:
            torch.set_num_threads(threads or 1)
        self._model.eval()
        self._ends = end_tokens(self._tokenizer, besides=self._model.generation_config.eos_token_id)

    def answer(
        self,
        conversations: Sequence[Sequence[Message]],
        *,
        max_new_tokens: int = 1024,
        batch_size: int = 32,
    ) -> list[Generated]:
        """Answer conversations that end with a user's turn, in the order given.

        Args:
            conversations: Messages of each.
            max_new_tokens: Where an answer is cut [tokens].
            batch_size: Conversations at once; those of like length go together.
        """
        prompts = [self._prompt(messages) for messages in conversations]
        order = sorted(range(len(prompts)), key=lambda i: len(prompts[i]))
        answers: dict[int, Generated] = {}
        for start in range(0, len(order), batch_size):
            some = order[start : start + batch_size]
            said = self._generate([prompts[i] for i in some], max_new_tokens)
            answers.update(zip(some, said, strict=True))
        return [answers[i] for i in range(len(prompts))]

    def prompt_tokens(self, messages: Sequence[Message]) -> int:
        """Return how long a question is in the model's own tokens."""
        return len(self._prompt(messages))

    def _prompt(self, messages: Sequence[Message]) -> list[int]:
        told = [m.model_dump() for m in messages]
        ids: list[int] = self._tokenizer.apply_chat_template(
            told, add_generation_prompt=True, tokenize=True, return_dict=True
        )["input_ids"]
        return ids

    def _generate(self, prompts: list[list[int]], max_new_tokens: int) -> list[Generated]:
        """Answer one batch greedily; a row that has ended leaves it, so that none waits for another."""
        import torch  # noqa: PLC0415
        from transformers import DynamicCache  # noqa: PLC0415

        batch = self._tokenizer.pad({"input_ids": prompts}, return_tensors="pt")
        ends, device = self._ends, self._model.device
        ids, mask = batch["input_ids"].to(device), batch["attention_mask"].to(device)
        places = (mask.cumsum(-1) - 1).clamp(min=0)
        cache = DynamicCache(config=self._model.config)
        said: list[list[int]] = [[] for _ in prompts]
        rows = list(range(len(prompts)))
        with torch.inference_mode():
            while rows:
                found = self._model(
                    input_ids=ids,
                    attention_mask=mask,
                    position_ids=places,
                    cache=cache,
                    use_cache=True,
                    logits_to_keep=1,
                )
                following = found.logits[:, -1].argmax(-1)
                tokens = following.tolist()
                for row, token in zip(rows, tokens, strict=True):
                    said[row].append(token)
                left = [
                    i
                    for i, (row, token) in enumerate(zip(rows, tokens, strict=True))
                    if token not in ends and len(said[row]) < max_new_tokens
                ]
                if len(left) < len(rows):
                    kept = torch.tensor(left, device=device, dtype=torch.long)
                    cache.batch_select_indices(kept)
                    following, mask, places = following[kept], mask[kept], places[kept]
                    rows = [rows[i] for i in left]
                ids = following[:, None]
                mask = torch.cat([mask, mask.new_ones(len(rows), 1)], dim=1)
                places = places[:, -1:] + 1
        return [self._said(prompt, row, ends) for prompt, row in zip(prompts, said, strict=True)]

    def _said(self, prompt: list[int], ids: list[int], ends: list[int]) -> Generated:
        end = next((i for i, token in enumerate(ids) if token in ends), None)
        kept = ids if end is None else ids[:end]
        text = self._tokenizer.decode(kept, skip_special_tokens=True).strip()
        return Generated(text, len(prompt), len(kept) + (end is not None), end is not None)
