"""How many tokens a conversation costs, estimated from its length without a tokenizer."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from wearable_coach.records import Message
from wearable_coach.standards.table import table


class _Rates(NamedTuple):
    a_character: float
    a_message: int
    a_conversation: int


@cache
def _rates() -> _Rates:
    row = table("tokens")["llama_3_1"]
    return _Rates(
        row["tokens_per_character"], row["tokens_per_message"], row["tokens_per_conversation"]
    )


def conversation_tokens(messages: Sequence[Message]) -> int:
    """Estimate the Llama 3.1 tokens of a whole conversation with its chat template [tokens].

    Source:
        FMT-TOK-001: an estimate, not a count.
    """
    rates = _rates()
    characters = sum(len(m.content) for m in messages)
    overhead = rates.a_conversation + rates.a_message * len(messages)
    return overhead + _ceil(characters * rates.a_character)


def answer_tokens(text: str) -> int:
    """Estimate the Llama 3.1 tokens of one answer, what a model is asked to write at most [tokens].

    Source:
        FMT-TOK-001: an estimate, not a count.
    """
    return _ceil(len(text) * _rates().a_character) + 1


def _ceil(value: float) -> int:
    whole = int(value)
    return whole if whole == value else whole + 1
