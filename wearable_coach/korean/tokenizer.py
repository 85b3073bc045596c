"""The tokenizer: mecab-ko with its dictionary, opened at the first sentence.

Why this one, and what it was measured against: bench/README.md, *Korean morphemes*.
"""

from __future__ import annotations

import re
import warnings
from functools import cache
from threading import Lock
from typing import NamedTuple, Protocol

from wearable_coach.korean.shapes import SLOT

_STAND_IN = "6"
"""What the tokenizer sees for a masked number: one character, so that places stay."""
_UNREADABLE = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
_ENDED = re.compile(r"[^\w\s)\]]\s*$")
"""A mark at the end; without one endings are taken for connective ones and nouns ("9,050보예요")."""
_LOCK = Lock()


class _Tagger(Protocol):
    def parse(self, text: str, /) -> str: ...


class Piece(NamedTuple):
    """What the tokenizer calls one morpheme, which may be several grown together (누워, 할)."""

    surface: str
    tag: str
    parts: str
    """Its morphemes ("눕/VV/*+어/EC/*"), "*" where it is one."""
    start: int


@cache
def _tagger() -> _Tagger:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of the bindings' builtin types
        import mecab_ko  # noqa: PLC0415 - some 30 ms that nobody pays who reads nothing
    tagger: _Tagger = mecab_ko.Tagger()
    return tagger


def pieces(text: str) -> list[Piece]:
    """Return what the tokenizer makes of a sentence, with places in it.

    Args:
        text: One sentence; what it cannot read (control characters, half surrogates) it takes as blank.
    """
    readable = _UNREADABLE.sub(" ", text.replace(SLOT, _STAND_IN)).rstrip()
    with _LOCK:
        analysed = _tagger().parse(readable if _ENDED.search(readable) else readable + ".")
    found: list[Piece] = []
    at = 0
    for line in analysed.splitlines():
        surface, tab, features = line.partition("\t")
        if not tab:
            continue
        fields = features.split(",")
        where = readable.find(surface, at)
        if where < 0:
            surface = surface[:-1]  # the full stop that was added, which may have grown to it
            where = readable.find(surface, at)
        if not surface or where < 0:
            continue
        at = where
        parts = fields[7] if len(fields) > 7 and fields[4] in {"Inflect", "Preanalysis"} else "*"  # noqa: PLR2004 - the eighth field
        found.append(Piece(text[at : at + len(surface)], fields[0], parts, at))
        at += len(surface)
    return found
