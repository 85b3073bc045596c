"""Polarity: is what a predicate names said to be so, or denied?"""

from __future__ import annotations

from collections.abc import Sequence

from wearable_coach.korean.constructions import Built
from wearable_coach.korean.meanings import Polarity
from wearable_coach.korean.parts import Token

_DENYING_STEMS = frozenset({"없다", "아니다", "못하다", "모르다"})
_DENYING_NAMES = frozenset(
    {"neg_long", "not_do", "cannot", "need_not", "has_never_been", "is_not_that"}
)
_DENYING_ADVERBS = frozenset({"안", "못"})


def polarity(predicate: Token, before: Token | None, what: Built) -> Polarity:
    """Return the polarity of a predicate; two denials affirm.

    Args:
        predicate: Its word.
        before: The word before it, None at the beginning.
        what: What is built onto it.
    """
    denials = sum(name in _DENYING_NAMES for name in what.names)
    denials += predicate.lemma in _DENYING_STEMS
    denials += before is not None and before.lemma in _DENYING_ADVERBS
    return Polarity.DENIED if denials % 2 else Polarity.AFFIRMED


def denials(names: Sequence[str]) -> int:
    """Return how many of the constructions deny."""
    return sum(name in _DENYING_NAMES for name in names)
