"""Seeds, the same on every machine, and an order of many things that is reckoned a place at a time."""

from __future__ import annotations

from hashlib import blake2b
from math import isqrt

_ROUNDS = 6


def seed_of(*parts: object) -> int:
    """Return a seed for `random.Random` from the parts' texts, the same on every machine."""
    text = "\x1f".join(str(p) for p in parts)
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest())


class Order:
    """A seeded order of the numbers below `count`, each once, of which nothing is held.

    A number is written with two digits, each is added to by a keyed hash of the other in turn, and
    what falls beyond `count` goes through that again: a Feistel network with cycle walking.

    Source: Black & Rogaway (2002), Ciphers with Arbitrary Finite Domains, doi:10.1007/3-540-45760-7_9.
    """

    __slots__ = ("_base", "_keys", "count")

    def __init__(self, count: int, *seed: object) -> None:
        """Order `count` numbers by a seed's parts."""
        self.count = count
        self._base = isqrt(max(count - 1, 0)) + 1
        self._keys = [
            blake2b(f"{turn}".encode(), key=seed_of(*seed).to_bytes(8), digest_size=8).digest()
            for turn in range(_ROUNDS)
        ]

    def __getitem__(self, place: int) -> int:
        """Return the number at a place.

        Raises:
            IndexError: there is no such place.
        """
        if not 0 <= place < self.count:
            raise IndexError(place)
        number = self._turned(place)
        while number >= self.count:
            number = self._turned(number)
        return number

    def __eq__(self, other: object) -> bool:
        """Say whether two are the same order."""
        return isinstance(other, Order) and (self.count, self._keys) == (other.count, other._keys)

    __hash__ = None  # type: ignore[assignment]

    def _turned(self, number: int) -> int:
        left, right = divmod(number, self._base)
        for key in self._keys:
            mixed = blake2b(right.to_bytes(8), key=key, digest_size=8).digest()
            left, right = right, (left + int.from_bytes(mixed)) % self._base
        return left * self._base + right
