"""How different answers are: distinct once numbers are masked, and near twins between splits."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


class Twin(NamedTuple):
    """A validation answer that is almost a training answer."""

    valid_index: int
    train_index: int
    jaccard: float


def masked(text: str) -> str:
    """Return `text` with each number as one ``#``: "6.5시간, 8,123보" gives "#시간, #보"."""
    return _NUMBER.sub("#", text)


def near_twins(valid: Sequence[str], train: Sequence[str], jaccard: float = 0.9) -> list[Twin]:
    """Find for each validation answer the first training answer at or above a similarity.

    What is told is exact; a pair is missed with at most the probability `twin_sieve.MOST_MISSED`.

    Args:
        valid: Answers of the validation split.
        train: Answers of the training split.
        jaccard: Least Jaccard similarity of the sets of 5-grams [0.7, 1].

    Returns:
        The twins in the order of `valid`.

    Raises:
        ValueError: `jaccard` is not in [0.7, 1].
    """
    import numpy as np  # noqa: PLC0415 - slow to import, of the workflow

    from wearable_coach.dataset.twins import SignedRows, signed, twins_between  # noqa: PLC0415 - likewise

    answers = [*valid, *train]
    part = SignedRows(signed(answers, jaccard), np.arange(len(answers)) < len(valid))
    found = twins_between([part], jaccard, lambda _, places: [answers[i] for i in places])
    return [Twin(t.held_out.place, t.train.place - len(valid), t.jaccard) for t in found]
