"""How well a point answers a question, learnt from which points people chose for which questions.

Question and point are each a short row of numbers, and the dot product of both tells how well one answers the other.
A question's numbers are a sum over its groups of letters, as of a linear reader; a point's were learnt with its
sentences at hand, so that points which say alike things lie side by side.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from operator import mul

from wearable_coach.learned.linear import LinearReader
from wearable_coach.learned.weights import FOLDER, Weights

QUESTIONS, POINTS = "asking", "points"
"""The files of weights: of groups of letters in questions, and of points."""
START = "start"
"""The number of a point's row that stands for how often it answers, whatever is asked."""
_WHOLE = 127


class PointReader:
    """Scores points for a question by two files of weights that were trained together."""

    def __init__(self, questions: Weights, points: Weights) -> None:
        """Index the rows of the points; `questions` has the same classes but for the start."""
        self._questions = LinearReader(questions)
        self._scales = [scale / _WHOLE for scale in points.head.scales]
        rows = memoryview(points.rows).cast("b")
        width = len(points.head.classes)
        self._rows = {
            name: rows[at * width : (at + 1) * width] for at, name in enumerate(points.groups)
        }

    def numbers(self, question: str) -> tuple[float, ...]:
        """Return a question's numbers, as the rows of points take them."""
        numbers = (*self._questions.margins(question).values(), 1.0)
        return tuple(map(mul, numbers, self._scales))

    def nearness(self, numbers: Sequence[float], points: Sequence[str]) -> list[float]:
        """Return how well each point answers a question [log odds]; 0 of one that was not there at training.

        Args:
            numbers: The question's.
            points: Ids of points, `topic.name`.
        """
        rows = self._rows
        return [sum(map(mul, numbers, rows[one])) if one in rows else 0.0 for one in points]


@cache
def point_reader() -> PointReader:
    """Return the reader that ships; its weights are read when it is first asked for.

    Raises:
        WeightsUnreadable: a file is not whole.
    """
    asking, points = (Weights.read(FOLDER / f"{name}.weights") for name in (QUESTIONS, POINTS))
    return PointReader(asking, points)
