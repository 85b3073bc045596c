"""What answers took: tokens and money."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from wearable_coach.chat.contract import Answer, Prices

_MILLION = 1_000_000


class Spent(NamedTuple):
    """Tokens and money of some answers."""

    prompt_tokens: int
    answer_tokens: int
    uncounted: int
    """Answers whose model counted no tokens; they are in no sum here [count]."""
    cost: Decimal | None
    """What the counted tokens cost, None without prices [currency]."""
    currency: str


def spent(answers: Iterable[Answer], prices: Prices | None) -> Spent:
    """Add up what answers took."""
    asked = said = uncounted = 0
    for answer in answers:
        if answer.prompt_tokens is None or answer.answer_tokens is None:
            uncounted += 1
            continue
        asked += answer.prompt_tokens
        said += answer.answer_tokens
    if prices is None:
        return Spent(asked, said, uncounted, None, "")
    cost = (asked * prices.prompt_per_million + said * prices.answer_per_million) / _MILLION
    return Spent(asked, said, uncounted, cost, prices.currency)
