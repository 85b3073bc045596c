"""Training rows as tokens, with the loss on what the assistant says, and the order of batches."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Any, NamedTuple

from wearable_coach.errors import BadInput
from wearable_coach.finetuning.training_rows import read_rows
from wearable_coach.records import Message

IGNORED = -100
_BATCHES_SORTED_TOGETHER = 25


class TokenRow(NamedTuple):
    """One conversation; a label is `IGNORED` where the loss is not to look."""

    ids: list[int]
    labels: list[int]


class TokenRows(NamedTuple):
    """A file of conversations as tokens."""

    rows: list[TokenRow]
    truncated: int
    """Rows cut to the context [count]."""

    @property
    def tokens(self) -> int:
        """All tokens, without padding [tokens]."""
        return sum(len(row.ids) for row in self.rows)


def token_rows(data: bytes, tokenizer: Any, *, context: int, name: str) -> TokenRows:
    """Read a file of conversations as the model will.

    Raises:
        BadInput: a row cannot be read, or is cut before its first answer.
    """
    whole = [token_row(messages, tokenizer) for messages in read_rows(data, name=name)]
    rows = [TokenRow(row.ids[:context], row.labels[:context]) for row in whole]
    for line, row in enumerate(rows, start=1):
        if all(label == IGNORED for label in row.labels):
            message = f"{name}, row {line}: no answer within the context of {context} tokens; shorten the question"
            raise BadInput(message)
    return TokenRows(rows, sum(len(row.ids) > context for row in whole))


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
