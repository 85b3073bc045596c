"""The stems of a masked sentence, a word at a time, since words come again and sentences do not."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from wearable_coach.korean.tokenizer import Piece, pieces
from wearable_coach.verification.lexicon import words

_SIGNS = "\x03\x04\x05\x06\x07"
HELPLINES = dict(zip(words()["helplines"], _SIGNS, strict=False))
"""Numbers that are names: what stands for each in a shape, one character like any masked number."""

_PLAIN = str.maketrans(
    {"\x01": "0", "\x02": "", **{sign: name for name, sign in HELPLINES.items()}}
)
_AS_DIGITS = str.maketrans({"\x02": " ", **dict.fromkeys(HELPLINES.values(), "0")})
"""The same, a character each, so that places stay."""
_CONTENT = ("N", "V", "MA", "MM", "XR", "IC", "SL", "XP")
_NO_CONTENT = frozenset({"NR", "NNBC", "VCP"})
_ENDS = ".!?"
_MOST_WORDS = 100_000
_MOST_TEXTS = 2_000


class Stem(NamedTuple):
    """A morpheme of a word: as the dictionary spells it, and its tag (Sejong)."""

    form: str
    tag: str

    @property
    def is_content(self) -> bool:
        """Whether it says something by itself, as a noun or a verb does and an ending does not."""
        return self.tag.startswith(_CONTENT) and self.tag not in _NO_CONTENT


@lru_cache(maxsize=_MOST_WORDS)
def stems_of(word: str) -> tuple[Stem, ...]:
    """Return the morphemes of one word between blanks."""
    bare = word.translate(_PLAIN).rstrip(".,!?~…)'’\"”")
    if not bare:
        return ()
    mark = "." if word[-1] in _ENDS else ","
    found = [stem for piece in pieces(bare + mark) for stem in _stems(piece)]
    return tuple(found[:-1])


def stems_between(text: str, start: int, end: int) -> tuple[Stem, ...]:
    """Return the morphemes of a part of a text, read with the words around it: dearer, and right where a word alone is two."""
    return tuple(stem for at, stem in _stems_of_text(text) if start <= at < end)


@lru_cache(maxsize=_MOST_TEXTS)
def _stems_of_text(text: str) -> tuple[tuple[int, Stem], ...]:
    found = pieces(text.translate(_AS_DIGITS))
    return tuple((piece.start, stem) for piece in found for stem in _stems(piece))


def _stems(piece: Piece) -> list[Stem]:
    if piece.parts == "*":
        return [Stem(piece.surface, piece.tag)]
    parts = (part.split("/") for part in piece.parts.split("+"))
    return [Stem(part[0], part[1]) for part in parts]
