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


class Spending:
    """Adds up what answers take, as they come."""

    def __init__(self) -> None:
        """Begin with none."""
        self._asked = self._said = self._uncounted = 0

    def add(self, answer: Answer) -> None:
        """Add an answer."""
        if answer.prompt_tokens is None or answer.answer_tokens is None:
            self._uncounted += 1
            return
        self._asked += answer.prompt_tokens
        self._said += answer.answer_tokens

    def total(self, prices: Prices | None) -> Spent:
        """Return what all took."""
        asked, said = self._asked, self._said
        if prices is None:
            return Spent(asked, said, self._uncounted, None, "")
        cost = (asked * prices.prompt_per_million + said * prices.answer_per_million) / _MILLION
        return Spent(asked, said, self._uncounted, cost, prices.currency)


def spent(answers: Iterable[Answer], prices: Prices | None) -> Spent:
    """Add up what answers took."""
    spending = Spending()
    for answer in answers:
        spending.add(answer)
    return spending.total(prices)
