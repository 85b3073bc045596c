"""Whether a sentence says again what an answer holds already, in other words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

_SHARED = 0.4
"""Of the words of the shorter of two sentences so many in both, and one says the other again [share]."""
_WORD = re.compile(r"[가-힣]+|\d+(?:~\d+)?")
_STEM = 2
"""So many letters of a word tell it from others, whatever its ending [letters]."""
_COMMON = frozenset(
    [
        "해요",
        "하고",
        "하면",
        "하세",
        "있어",
        "돼요",
        "좋아",
        "보세",
        "주세",
        "수도",
        "때는",
        "그리",
        "이면",
        "것이",
        "거예",
        "않아",
        "않고",
        "없어",
        "도움",
        "같은",
        "오늘",
        "몸이",
        "운동",
        "조금",
        "천천",
        "먼저",
        "하루",
    ]
)
"""Beginnings that any two sentences may share."""


def repeats(sentence: str, said: Iterable[str]) -> bool:
    """Say whether one of the sentences said holds much of what another would say.

    >>> repeats("뱃살만 골라 빼는 운동은 없어요.", ["윗몸일으키기로 뱃살만 골라 빼지는 못해요."])
    True
    """
    own = _stems(sentence)
    return any(
        len(own & other) >= _SHARED * max(1, min(len(own), len(other)))
        for other in map(_stems, said)
    )


@lru_cache(maxsize=4096)
def _stems(sentence: str) -> frozenset[str]:
    words = _WORD.findall(sentence)
    return frozenset(
        word if word[0].isdigit() else word[:_STEM] for word in words if len(word) > 1
    ).difference(_COMMON)
