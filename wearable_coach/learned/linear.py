"""The sparse dot product: what a trained reader does with a text, in plain Python."""

from __future__ import annotations

import math
import sys
from array import array
from collections import Counter
from functools import cache

from wearable_coach.learned.letters import groups_in
from wearable_coach.learned.weights import FOLDER, Weights

_STEPS = 16
"""In how many steps the weight of a group that stands once in a text is told from another's."""
_OFFSET = 128
"""Makes a signed weight a lane of a whole number."""
_SHIFTED = bytes((byte + _OFFSET) % 256 for byte in range(256))
"""A signed byte with the offset, unsigned."""
_LOWEST = 0 if sys.byteorder == "little" else 3
"""Which of the four bytes of a lane a weight fills."""


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
        self._rows = weights.rows
        self._lanes: dict[int, int] = {}
        self._rarity = {n: rarity(n, self.head.documents) for n in set(weights.held_by)}

    def margins(self, text: str) -> dict[str, float]:
        """Return each class's distance from its boundary [margins of the training]; positive is inside.

        A text none of whose groups is known has the margins of an empty one.
        """
        found = Counter([p for p in map(self._place.get, groups_in(text)) if p is not None])
        total = _STEPS * sum(map(self._lane, found))
        steps = _STEPS * len(found)
        squares = sum([self._rarity[self._held_by[place]] ** 2 for place in found])
        for place, times in found.items():
            if times > 1:
                weight = round(_STEPS * (1 + math.log(times)))
                total += (weight - _STEPS) * self._lane(place)
                steps += weight - _STEPS
                squares += ((weight / _STEPS) ** 2 - 1) * self._rarity[self._held_by[place]] ** 2
        length = math.sqrt(squares) or 1.0
        sums = [lane - _OFFSET * steps for lane in self._apart(total)]
        scaled = zip(sums, self.head.scales, self.head.intercepts, strict=True)
        margins = [x / (_STEPS * 127 * length) * scale + start for x, scale, start in scaled]
        return dict(zip(self.head.classes, margins, strict=True))

    def _lane(self, place: int) -> int:
        lane = self._lanes.get(place)
        if lane is None:
            width = len(self.head.classes)
            spread = bytearray(4 * width)
            spread[_LOWEST::4] = self._rows[place * width : (place + 1) * width].translate(_SHIFTED)
            lane = self._lanes[place] = int.from_bytes(spread, sys.byteorder)
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
