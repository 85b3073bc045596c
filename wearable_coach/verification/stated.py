"""What a user states of themselves: not what is asked, supposed, feared or told of somebody else."""

from __future__ import annotations

import re
from functools import lru_cache

from wearable_coach.korean import Clause, HolderKind, Modality, read

_REMEMBERED = 512
_STATING = frozenset({Modality.ASSERT, Modality.QUOTE})
_FEARED = re.compile(
    r"까 ?(?:봐|봐서|싶|두려|무서|걱정)|(?:ㄹ|을|일)지 ?모르|만약|만일|혹시|라면요|다면요|거면|척"
)
"""What makes a plain clause one of what might be: 천식 발작이 올까 봐, 만약 잠을 못 자서."""


@lru_cache(maxsize=_REMEMBERED)
def stated(words: str) -> str:
    """Return the clauses of a user's words that state something of the user.

    >>> stated("가슴이 아프면 어떻게 해요?")
    ''
    >>> stated("무릎이 아픈데 뛰어도 돼요?")
    '무릎이 아픈데'
    """
    if not words:
        return ""
    clauses = [clause for sentence in read(words).sentences for clause in sentence.clauses]
    return " ".join(clause.text for clause in clauses if _states(clause))


def _states(clause: Clause) -> bool:
    if _FEARED.search(clause.text):
        return False
    if not clause.frames:
        return not clause.text.rstrip().endswith("?")
    frame = clause.frames[0]
    return frame.modality in _STATING and frame.holder.kind is not HolderKind.OTHER
