"""How alike a question is to each of several texts: the cosine over groups of letters, rare ones among the texts weighing more."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence

from wearable_coach.learned.letters import groups_in

_LONGEST_GROUP = 2
MOST = 256
"""How many texts are compared at most."""
_STEPS = 255
"""In how many steps a weight is told, a byte each."""


class Alike:
    """Texts by the groups of letters that they hold; letters as in `learned.letters`, spaces among them."""

    def __init__(self, texts: Sequence[str]) -> None:
        """Index the first `MOST` texts."""
        counted = [letters_of(text) for text in texts]
        held = Counter(group for one in counted for group in one)
        self.count = len(texts)
        self._rarity = {group: math.log(1 + len(counted) / n) for group, n in held.items()}
        held_by = {group: bytearray() for group in self._rarity}
        for at, groups in enumerate(counted[:MOST]):
            for group, weight in self._weighed(groups).items():
                held_by[group] += bytes((at, round(weight * _STEPS)))
        self._held_by = {group: bytes(those) for group, those in held_by.items()}

    def to(self, said: Counter[str]) -> list[float]:
        """Return the cosine of what is said with each text.

        Args:
            said: Its groups of letters, by `letters_of`.
        """
        found = [0.0] * self.count
        for group, weight in self._weighed(said).items():
            those = self._held_by[group]
            for at, other in zip(those[::2], those[1::2], strict=True):
                found[at] += weight * other
        return [like / _STEPS for like in found]

    def _weighed(self, groups: Counter[str]) -> dict[str, float]:
        """Return groups by how often they stand there and how rare they are; squares add up to 1."""
        rarity = self._rarity
        found = {g: (1 + math.log(n)) * rarity[g] for g, n in groups.items() if g in rarity}
        length = math.hypot(*found.values()) or 1.0
        return {group: weight / length for group, weight in found.items()}


def letters_of(text: str) -> Counter[str]:
    """Count the groups of letters by which texts are compared."""
    return Counter(_groups(text))


def _groups(text: str) -> Iterable[str]:
    return (group for group in groups_in(text) if len(group) <= _LONGEST_GROUP)
