"""The sparse dot product: what a trained reader does with a text, in plain Python."""

from __future__ import annotations

import math
import sys
from array import array
from functools import cache

from wearable_coach.learned.letters import groups_of
from wearable_coach.learned.weights import FOLDER, Weights

_STEPS = 16
"""In how many steps the weight of a group that stands once in a text is told from another's."""
_OFFSET = 128
"""Makes a signed weight a lane of a whole number."""


class LinearReader:
    """Scores a text for each class of a file of weights.

    A group's weights for all classes lie side by side in one whole number, 32 bits each, so that one addition adds
    them all: a text of forty letters takes a fifth of a millisecond.
    """

    def __init__(self, weights: Weights) -> None:
        """Index the groups of the weights."""
        self.head = weights.head
        self._place = {group: place for place, group in enumerate(weights.groups)}
        self._held_by = weights.held_by
        self._rows = memoryview(weights.rows).cast("b")
        self._lanes: dict[int, int] = {}
        self._rarity = {n: rarity(n, self.head.documents) for n in set(weights.held_by)}

    def margins(self, text: str) -> dict[str, float]:
        """Return each class's distance from its boundary [margins of the training]; positive is inside.

        A text none of whose groups is known has the margins of an empty one.
        """
        total = steps = 0
        squares = 0.0
        for place, times in self._found(text):
            weight = round(_STEPS * (1 + math.log(times))) if times > 1 else _STEPS
            total += weight * self._lane(place)
            steps += weight
            squares += (weight / _STEPS * self._rarity[self._held_by[place]]) ** 2
        length = math.sqrt(squares) or 1.0
        sums = (lane - _OFFSET * steps for lane in self._apart(total))
        scaled = zip(sums, self.head.scales, self.head.intercepts, strict=True)
        margins = (x / (_STEPS * 127 * length) * scale + start for x, scale, start in scaled)
        return dict(zip(self.head.classes, margins, strict=True))

    def _found(self, text: str) -> list[tuple[int, int]]:
        place = self._place
        return [(place[group], n) for group, n in groups_of(text).items() if group in place]

    def _lane(self, place: int) -> int:
        lane = self._lanes.get(place)
        if lane is None:
            width = len(self.head.classes)
            row = self._rows[place * width : (place + 1) * width]
            lanes = array("I", [weight + _OFFSET for weight in row])
            lane = self._lanes[place] = int.from_bytes(lanes.tobytes(), sys.byteorder)
        return lane

    def _apart(self, total: int) -> array[int]:
        return array("I", total.to_bytes(4 * len(self.head.classes), sys.byteorder))


def rarity(held_by: int, documents: int) -> float:
    """Return how much a group weighs that so many of the texts hold: the smoothed inverse document frequency."""
    return math.log((1 + documents) / (1 + held_by)) + 1


@cache
def reader(name: str) -> LinearReader:
    """Return a shipped reader; its weights are read when it is first asked for.

    Raises:
        WeightsUnreadable: its file is not whole.
    """
    return LinearReader(Weights.read(FOLDER / f"{name}.weights"))
