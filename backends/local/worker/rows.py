"""Training rows as tokens, with the loss on what the assistant says, and the order of batches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from backends.local.worker.token_file import IGNORED, TokenFile, TokenRow
from wearable_coach.errors import BadInput
from wearable_coach.finetuning.training_rows import each_row
from wearable_coach.records import Message

_BATCHES_SORTED_TOGETHER = 25


class TokenRows(NamedTuple):
    """A file of conversations as tokens."""

    rows: TokenFile
    truncated: int
    """Rows cut to the context [count]."""

    @property
    def tokens(self) -> int:
        """All tokens, without padding [tokens]."""
        return sum(self.rows.lengths)


def token_rows(
    parts: Iterable[bytes], tokenizer: Any, *, context: int, name: str, folder: Path | None = None
) -> TokenRows:
    """Read a file of conversations as the model will.

    Args:
        parts: The file, as `each_row` takes it.
        tokenizer: The model's.
        context: Tokens that a row is cut to [tokens].
        name: The file's name, for what is told.
        folder: Where the tokens are kept; None is the system's place for such files.

    Raises:
        BadInput: a row cannot be read, or is cut before its first answer.
    """
    truncated = 0

    def cut() -> Iterator[TokenRow]:
        nonlocal truncated
        for line, messages in enumerate(each_row(parts, name=name), start=1):
            whole = token_row(messages, tokenizer)
            truncated += len(whole.ids) > context
            row = TokenRow(whole.ids[:context], whole.labels[:context])
            if all(label == IGNORED for label in row.labels):
                message = f"{name}, row {line}: no answer within the context of {context} tokens; shorten the question"
                raise BadInput(message)
            yield row

    rows = TokenFile(cut(), folder=folder)
    return TokenRows(rows, truncated)


def token_row(messages: Sequence[Message], tokenizer: Any) -> TokenRow:
    """Return a conversation as tokens; every assistant turn counts, with its end mark."""
    told = tokenizer.apply_chat_template(
        [m.model_dump() for m in messages],
        tokenize=True,
        return_dict=True,
        return_assistant_tokens_mask=True,
    )
    ids, mask = told["input_ids"], told["assistant_masks"]
    return TokenRow(ids, [i if said else IGNORED for i, said in zip(ids, mask, strict=True)])


def batch_plan(
    lengths: Sequence[int], *, batch_size: int, epochs: int, seed: int
) -> list[list[int]]:
    """Return the rows of every step of a run.

    Rows of like length go together, so that little is padded; the order is a function of the
    arguments alone, so a run that goes on at step n goes on with the very rows it would have had.
    """
    plan: list[list[int]] = []
    for epoch in range(epochs):
        rng = Random(f"{seed}/{epoch}")
        order = list(range(len(lengths)))
        rng.shuffle(order)
        batches = []
        width = batch_size * _BATCHES_SORTED_TOGETHER
        for start in range(0, len(order), width):
            pool = sorted(order[start : start + width], key=lambda i: lengths[i])
            batches += [pool[i : i + batch_size] for i in range(0, len(pool), batch_size)]
        rng.shuffle(batches)
        plan += batches
    return plan
