"""Which everyday topic a question sounds like, and how surely.

It was trained on questions by several hands and on those of the topics' table. It chooses what a sourced answer is
about; what may be said to whom on which day others decide.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from wearable_coach.learned.linear import reader

OF_READINGS = "of_readings"
"""The class of what is asked of the day's readings and of what the phrase books have topics for."""


class TopicHeard(NamedTuple):
    """A topic that a question sounds like."""

    name: str
    score: float
    """How far the question lies inside [margins]; below `unsure_below` it is nobody's."""


@lru_cache(maxsize=1024)
def topics_heard(question: str) -> tuple[TopicHeard, ...]:
    """Return the topics by their likeness to a question, the nearest first.

    Raises:
        WeightsUnreadable: the weights are not whole.
    """
    margins = reader("topics").margins(question)
    return tuple(
        TopicHeard(name, score) for name, score in sorted(margins.items(), key=lambda m: -m[1])
    )


def unsure_below(percent: int = 3) -> float:
    """Return the score below which the nearest topic of so many per cent of questions of an unknown hand lies.

    Args:
        percent: 1, 3, 5, 10, 15 or 20 [% of questions that are about a topic].

    Raises:
        KeyError: no threshold was measured for that share.
    """
    return reader("topics").head.thresholds[str(percent)]
