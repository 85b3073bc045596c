"""Groups of neighbouring letters, the only thing that the trained readers see of a text."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from operator import add

LONGEST = 5
"""The most letters of a group."""
_DRAWN_OUT = re.compile(r"(.)\1{2,}")
_TURNS = re.compile(r"\s*/\s*")
_DIGIT = re.compile(r"\d")


def normalised(text: str) -> str:
    """Return a text composed, in lower case, on one line, a letter drawn out written twice, with its ends marked."""
    composed = unicodedata.normalize("NFKC", text).lower()
    one_line = " ".join(_TURNS.sub("/", composed).split())
    twice = _DRAWN_OUT.sub(r"\1\1", one_line)
    return f"^{twice}$"


def without_figures(text: str) -> str:
    """Return a text with every digit as 0: whether a number is right is no matter of letters."""
    return _DIGIT.sub("0", text)


def groups_in(text: str) -> list[str]:
    """Return the groups of 1 to `LONGEST` letters of a text, each as often as it stands there; spaces are letters."""
    letters = normalised(text)
    found, longer = list(letters), list(letters)
    for size in range(1, LONGEST):
        longer = list(map(add, longer, letters[size:]))
        found += longer
    return found


def groups_of(text: str) -> Counter[str]:
    """Count the groups of a text."""
    return Counter(groups_in(text))
