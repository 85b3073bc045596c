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
_RUN = 4
"""So many words on end that two sentences share, and one is heard as said again."""
_TOLD_OFTEN = frozenset(
    [
        "진료",
        "병원",
        "의사",
        "받아",
        "받으",
        "보세",
        "주세",
        "하는",
        "하세",
        "먼저",
        "그날",
        "바로",
        "참지",
        "말고",
    ]
)
"""Beginnings of what any answer may say twice: where to get help, and bidding."""  # fmt: skip
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
    said = tuple(said)
    runs = _runs(sentence)
    if any(runs & _runs(other) for other in said):
        return True
    own = _stems(sentence)
    return any(
        len(own & other) >= _SHARED * max(1, min(len(own), len(other)))
        for other in map(_stems, said)
    )


@lru_cache(maxsize=4096)
def _runs(sentence: str) -> frozenset[tuple[str, ...]]:
    """Return the runs of words of a sentence that tell something: two of them are of its own."""
    stems = [word[:_STEM] for word in _WORD.findall(sentence)]
    runs = (tuple(stems[at : at + _RUN]) for at in range(len(stems) - _RUN + 1))
    plain = _COMMON | _TOLD_OFTEN
    return frozenset(run for run in runs if sum(stem not in plain for stem in run) >= _STEM)


@lru_cache(maxsize=4096)
def _stems(sentence: str) -> frozenset[str]:
    words = _WORD.findall(sentence)
    return frozenset(
        word if word[0].isdigit() else word[:_STEM] for word in words if len(word) > 1
    ).difference(_COMMON)
