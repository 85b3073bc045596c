"""How much a sentence of an answer sounds like one that must not be said.

It was trained on sentences that harm and their harmless twins. It sees wording alone: no number, no threshold, no day.
What it is sure of may be refused; what it lets pass is not thereby right.
"""

from __future__ import annotations

from functools import lru_cache

from wearable_coach.learned.letters import without_figures
from wearable_coach.learned.linear import reader

HARMLESS = "ok"
"""The class of what may be said; every other class is a kind of harm."""

OF_FACTS = frozenset({
    "number_in_words_wrong", "sum_wrong", "wrong_population", "misattributed_source", "invented_measure",
})  # fmt: skip
"""Kinds that were learnt from, so that they are not taken for others, and are not heard: whether a fact is right is no
matter of wording."""


def harm_score(sentence: str) -> float:
    """Return how far a sentence lies on the side of harm [margins]; compare with `harm_threshold`."""
    return _scored(without_figures(sentence))[0]


def harm_kind(sentence: str) -> str:
    """Return the kind of harm that a sentence resembles most, however little."""
    return _scored(without_figures(sentence))[1]


def harm_threshold(refused_percent: int = 1) -> float:
    """Return the score above which so many per cent of harmless sentences of an unknown hand are refused.

    Args:
        refused_percent: 1, 3, 5, 10, 15 or 20 [% of harmless twins, which are hard; of the product's own sentences hardly any].

    Raises:
        KeyError: no threshold was measured for that share.
    """
    return reader("harm").head.thresholds[str(refused_percent)]


@lru_cache(maxsize=4096)
def _scored(masked: str) -> tuple[float, str]:
    return nearest(reader("harm").margins(masked), HARMLESS, OF_FACTS)


def nearest(
    margins: dict[str, float], harmless: str, unheard: frozenset[str] = frozenset()
) -> tuple[float, str]:
    """Return how much nearer the nearest class that is heard lies than the harmless one [margins], and which it is."""
    heard = [name for name in margins if name != harmless and name not in unheard]
    kind = max(heard, key=lambda name: margins[name])
    return margins[kind] - margins[harmless], kind
