"""A text made regular, and its numbers masked, so that sentences of one shape are read only once."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

SLOT = "\x01"
"""Stands for a number in a masked sentence."""

_ODD = re.compile(r"[^\n\x20-\x7e가-힣ㄱ-ㅣ°±²³·×÷–—‘’“”•…℃→₂−≈≒≤≥■□▲△●○★☆♥❤⁺✅⚠🀀-🿿一-龥]")
_LEADS, _VOWELS, _FINALS = "[\u1100-\u1112]", "[\u1161-\u1175]", "[\u11a8-\u11c2]"
_PIECE = re.compile(f"{_LEADS}{_VOWELS}{_FINALS}?|.", re.DOTALL)
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u3164\ufe00-\ufe0f\ufeff\uffa0]"
)
_WIDE = re.compile("[\u3000\uff01-\uff5e\u3380-\u33df\u301c]")

_NAMES_WITH_DIGITS = r"(?<=[OoHhＯ])|(?<=\bPM)|(?<=\bB)|(?<=\bD)|(?<=omega)|(?<=오메가)|(?<=COVID)|(?<=/m)|(?<=\bm)|(?<=\bHbA)"
_CODES = r"(?:119|112|109|129|1339|1388|1393|1366|1577-0199|1588-9191)(?![\d,.]*\d)"
_NUMBER = re.compile(
    rf"(?<![\d\x01])(?<!1577-)(?<!1588-)(?!{_CODES})(?!1 ?(?:일|회|주|주일|분|시간|번|세트)(?:당|에|간|마다|동안| [\d약최평총적]))(?!(?:{_NAMES_WITH_DIGITS})\d)([0-9]+(?:,[0-9]{{3}}(?![0-9]))*(?:\.[0-9]+)?)"
)


class Regular(NamedTuple):
    """A text without what only disturbs: control characters, half letters, wide forms."""

    text: str
    places: Sequence[int] | None
    """Where each of its characters stands in the text as given, and its length; None when nothing moved."""

    def place(self, k: int) -> int:
        """Return where the k-th character stands in the text as it was given."""
        return k if self.places is None else self.places[k]


class Shape(NamedTuple):
    """A text whose numbers are taken out."""

    text: str
    numbers: tuple[str, ...]
    slots: tuple[int, ...]
    """Where each masked number stands in `text`."""
    shifts: tuple[int, ...]
    """How many characters the text is longer before the k-th number; one more than numbers."""

    def place(self, k: int) -> int:
        """Return where the k-th masked character stands in the text before masking."""
        return k + self.shifts[bisect_right(self.slots, k - 1)]


def regular(text: str) -> Regular:
    """Return `text` composed, in narrow forms, without invisible and control characters.

    A control character or half of a surrogate pair becomes a blank, so that it parts words as it did.
    """
    if _ODD.search(text) is None:
        return Regular(text, None)
    out: list[str] = []
    places: list[int] = []
    for piece in _PIECE.finditer(text):
        found = _regular(piece.group())
        out.append(found)
        places += [piece.start()] * len(found)
    places.append(len(text))
    return Regular("".join(out), places)


def _regular(piece: str) -> str:
    if _ODD.match(piece) is None:
        return piece
    if len(piece) > 1:
        return unicodedata.normalize("NFC", piece)
    if _INVISIBLE.match(piece):
        return ""
    if _WIDE.match(piece):
        return unicodedata.normalize("NFKC", piece).replace("〜", "~")
    if piece in "\r\x0b\x0c\x85\u2028\u2029":
        return "\n"
    return " " if unicodedata.category(piece)[0] in "CZ" else piece


def masked(text: str) -> Shape:
    """Return `text` with its numbers masked; digits of names (SpO2, 119) stay.

    A line break stays where it is, so that the masked text can be cut into sentences.
    """
    parts = _NUMBER.split(text)
    numbers = tuple(parts[1::2])
    slots, at = [], 0
    for part in parts[:-1:2]:
        at += len(part)
        slots.append(at)
        at += 1
    shifts = tuple(accumulate((len(n) - 1 for n in numbers), initial=0))
    return Shape(SLOT.join(parts[::2]), numbers, tuple(slots), shifts)
