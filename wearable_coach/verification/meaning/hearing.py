"""A masked sentence as Korean reads it, at the verifier's own places: where lines for help are one character each."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from wearable_coach.korean import Sentence, Standing, Token, ending, read_shape, standing
from wearable_coach.verification.morphemes import HELPLINES

_NAMES = {"\x02": "", **{sign: name for name, sign in HELPLINES.items()}}
_REMEMBERED = 4_096


class SentenceRead(NamedTuple):
    """A masked sentence that was read."""

    sentence: Sentence
    places: tuple[int, ...]
    """Where each character of the masked sentence stands in what was read, and its length."""

    def standing(self, place: int) -> Standing | None:
        """Return how the word at a place is meant, None where it stands in a mere name."""
        return standing(self.sentence, self.places[place])

    def ending(self, start: int, end: int) -> Standing | None:
        """Return how the statement is meant that a stretch ends with."""
        return ending(self.sentence, self.places[start], self.places[end])

    def tokens(self, start: int, end: int) -> list[Token]:
        """Return the words that a stretch of the masked sentence touches."""
        first, last = self.places[start], self.places[end]
        return [t for t in self.sentence.tokens if t.start < last and t.end > first]


@lru_cache(maxsize=_REMEMBERED)
def heard(sentence: str) -> SentenceRead:
    """Return a masked sentence as it was read; remembered."""
    written: list[str] = []
    places = [0]
    for sign in sentence:
        name = _NAMES.get(sign, sign)
        written.append(name)
        places.append(places[-1] + len(name))
    return SentenceRead(read_shape("".join(written)), tuple(places))
