"""Training files read as a trainer will read them: UTF-8, a conversation a line, roles in order."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pydantic import TypeAdapter, ValidationError

from wearable_coach.errors import BadInput
from wearable_coach.finetuning.order import TrainingData
from wearable_coach.records import Message
from wearable_coach.tokens import conversation_tokens

_MESSAGES = TypeAdapter(tuple[Message, ...])
_LEAST_TURNS = 2


class RowCounts(NamedTuple):
    """What a file of training rows holds."""

    rows: int
    tokens: int
    """Estimated tokens of all rows, one epoch [tokens]."""
    longest: int
    """Estimated tokens of the longest row [tokens]."""


def read_rows(data: bytes, *, name: str) -> list[tuple[Message, ...]]:
    """Return the conversations of a file.

    Raises:
        BadInput: a line is not UTF-8, not JSON, or no conversation; the message names file and line.
    """
    return list(each_row((data,), name=name))


def each_row(parts: Iterable[bytes], *, name: str) -> Iterator[tuple[Message, ...]]:
    """Yield the conversations of a file that comes in parts, each of whole lines, one after another.

    Args:
        parts: Its bytes; an open file is one, a line a part.
        name: The file's name, for what is told; lines are counted through all parts.

    Raises:
        BadInput: as `read_rows`.
    """
    found = False
    for number, line in enumerate(_lines(parts), start=1):
        try:
            text = line.decode()
        except UnicodeDecodeError:
            message = f"{name}, line {number}: not UTF-8; name another dataset, or make a new one with `wearable-coach refresh`"
            raise BadInput(message) from None
        if text.strip():
            found = True
            yield _row(text, f"{name}, line {number}")
    if not found:
        message = f"{name}: has no rows; name another dataset, or make a new one with `wearable-coach refresh`"
        raise BadInput(message)


def _lines(parts: Iterable[bytes]) -> Iterator[bytes]:
    for part in filter(None, parts):
        yield from part.removesuffix(b"\n").split(b"\n")


def count_rows(data: TrainingData, *, max_tokens: int) -> tuple[RowCounts, RowCounts]:
    """Read both files as a trainer will, and count (train, valid).

    Args:
        data: Both files.
        max_tokens: The model's context [tokens].

    Raises:
        BadInput: a row cannot be trained on: form, roles, or longer than the context.
    """
    train, valid = (
        _counts(part, name=name, max_tokens=max_tokens)
        for part, name in ((data.train, "train"), (data.valid, "valid"))
    )
    return train, valid


def _counts(parts: Iterable[bytes], *, name: str, max_tokens: int) -> RowCounts:
    rows = tokens = longest = where = 0
    for row in each_row(parts, name=name):
        length = conversation_tokens(row)
        rows, tokens = rows + 1, tokens + length
        if length > longest:
            longest, where = length, rows
    if longest > max_tokens:
        message = f"{name}, row {where}: about {longest} tokens, the model's context is {max_tokens}; shorten the row"
        raise BadInput(message)
    return RowCounts(rows, tokens, longest)


def _row(line: str, where: str) -> tuple[Message, ...]:
    try:
        messages = _MESSAGES.validate_python(json.loads(line)["messages"])
    except (ValueError, KeyError, TypeError) as error:
        what = error.errors()[0]["msg"] if isinstance(error, ValidationError) else str(error)
        message = f'{where}: not {{"messages": [{{"role", "content"}}, …]}} ({what})'
        raise BadInput(message) from None
    turns = [m.role for m in messages if m.role != "system"]
    asked_and_answered = turns[::2] == ["user"] * len(turns[::2]) and turns[1::2] == [
        "assistant"
    ] * len(turns[1::2])
    if len(turns) < _LEAST_TURNS or len(turns) % 2 or not asked_and_answered:
        message = f"{where}: roles are {', '.join(m.role for m in messages)}; need user and assistant in turn"
        raise BadInput(message)
    return messages
