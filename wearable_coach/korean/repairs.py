"""What the tokenizer reads wrongly, mended: words that its dictionary lacks, and grown-together forms."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache

from wearable_coach.korean.tables import table
from wearable_coach.korean.tokenizer import Piece

Lent = Mapping[int, str]
"""Where a word stands that was lent another one's looks, and the word."""

_WRONG_STEMS = {
    ("가", "갈"), ("나", "날"), ("자", "잣"), ("쓰", "쓸"), ("하", "않"), ("사", "살"), ("들", "드"), ("줄", "주"), ("이", "일"), ("팔", "파"), ("허", "헐"), ("지", "질"), ("대", "댈"), ("보", "볼"), ("끄", "끌"),
}  # fmt: skip
"""(as written, stem that the dictionary takes it for) where the stem is the written form itself."""
_AFTER_CURED = re.compile("[아았어을은으]")


def _words() -> dict[str, str]:
    words: dict[str, str] = table("stand_ins")
    return words


@cache
def _any_word() -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, _words()), key=len, reverse=True)))


def stand_ins(text: str) -> tuple[str, Lent]:
    """Return the sentence with words that the dictionary lacks as others of their length and sound.

    The tokenizer then finds their borders even where nothing is spaced ("안정시심박이").
    """
    lent: dict[int, str] = {}

    def lend(found: re.Match[str]) -> str:
        lent[found.start()] = found.group()
        return _words()[found.group()]

    return _any_word().sub(lend, text), lent


def mended(found: Sequence[Piece], lent: Lent) -> list[Piece]:
    """Return the pieces with lent words given back and wrong stems put right."""
    out: list[Piece] = []
    for k, piece in enumerate(found):
        whole = _given_back(piece, lent) if lent else piece
        for mend in _MENDS:
            whole = mend(whole, out, found[k + 1] if k + 1 < len(found) else None)
        out.append(whole)
    return out


def _given_back(piece: Piece, lent: Lent) -> Piece:
    for start, word in lent.items():
        if piece.start <= start < piece.start + len(piece.surface):
            at = start - piece.start
            surface = piece.surface[:at] + word + piece.surface[at + len(word) :]
            return piece._replace(surface=surface[: len(piece.surface)])
    return piece


def _stem(piece: Piece, _before: Sequence[Piece], after: Piece | None) -> Piece:
    stem = piece.parts.partition("/")[0]
    if piece.parts == "*" or "+" in piece.parts or (piece.surface, stem) not in _WRONG_STEMS:
        return piece
    if piece.surface == "나" and after is not None and _AFTER_CURED.match(after.surface):
        return piece._replace(parts=f"낫/{piece.tag}/*")
    return piece._replace(parts="*", tag="VV" if stem == "않" else piece.tag)


def _forbidding(piece: Piece, before: Sequence[Piece], _after: Piece | None) -> Piece:
    """Take 마시 after -지 for 말 and 시, not for "drink" ("뛰지 마시고")."""
    if piece.surface == "마시" and before and before[-1].surface.endswith("지"):
        return piece._replace(tag="VX+EP", parts="말/VX/*+시/EP/*")
    return piece


_MENDS: tuple[Callable[[Piece, Sequence[Piece], Piece | None], Piece], ...] = (_stem, _forbidding)
