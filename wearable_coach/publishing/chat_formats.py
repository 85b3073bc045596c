"""Conversations in the forms that other trainers take, beside the messages of OpenAI's that the files hold."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal

from wearable_coach.finetuning.training_rows import read_rows
from wearable_coach.records import Message

FormatName = Literal["sharegpt", "alpaca"]
_SHAREGPT = {"system": "system", "user": "human", "assistant": "gpt"}


def sharegpt(messages: Sequence[Message]) -> dict[str, Any]:
    """Return a conversation as ShareGPT has it: who speaks, and what; every turn is kept."""
    return {"conversations": [{"from": _SHAREGPT[m.role], "value": m.content} for m in messages]}


def alpaca(messages: Sequence[Message]) -> dict[str, Any]:
    """Return a conversation as Alpaca has it, turns before the last question as `history`.

    Alpaca itself knows one question and one answer; `system` and `history` are as LLaMA-Factory reads them.
    """
    system = "\n".join(m.content for m in messages if m.role == "system")
    said = [m.content for m in messages if m.role != "system"]
    turns = [[asked, answer] for asked, answer in zip(said[::2], said[1::2], strict=True)]
    question, answer = turns[-1]
    return {
        "instruction": question,
        "input": "",
        "output": answer,
        "system": system,
        "history": turns[:-1],
    }


FORMATS: Mapping[FormatName, Callable[[Sequence[Message]], dict[str, Any]]] = {
    "sharegpt": sharegpt,
    "alpaca": alpaca,
}


def in_format(data: bytes, name: FormatName, *, file: str) -> bytes:
    """Return a training file in another form, a line a conversation, in its order.

    Args:
        data: The file.
        name: Of the form.
        file: The file's name, for what is told.

    Raises:
        BadInput: a line is no conversation.
    """
    write = FORMATS[name]
    lines = (json.dumps(write(row), ensure_ascii=False) for row in read_rows(data, name=file))
    return "".join(f"{line}\n" for line in lines).encode()
