"""What a question asks for: how much, when, which of two, whether it is all right, why, what first, whether it is usual, how."""

from __future__ import annotations

import re
from functools import lru_cache

_KINDS = {
    "how_much": r"몇(?! ?시(?!간))|얼마(?!나 ?(?:더|가|걸|지나))|며칠|그램|횟수|하루에",
    "how_long": r"얼마나 ?(?:더|가|걸|지나)|언제(?:까지|꺼정)|몇 ?(?:달|주|개월|년)|(?:효과|결과).{0,8}언제",
    "when": r"언제(?!까지|꺼정)|몇 ?시(?!간)|타이밍|어느 ?때",
    "which": r"중에|둘 ?중|중 ?(?:뭐|어느|어떤)|\bvs\b|어느 ?(?:게|것|쪽|거)|(?:뭐|무엇|어떤 ?게).{0,6}(?:나아|나음|낫|좋|정확)|나아요|낫[소나습]|골라|아니면|랑.{1,12}(?:중|뭐)",
    "all_right": r"도 ?(?:되|돼|될|됨|괜찮|무방|좋)|괜찮|되나|되겠|될까|안전|해롭",
    "why": r"왜|이유|까닭|어째서|원인|때문|와 ?(?:그|이)",
    "first": r"먼저|처음|부터|순위|첫|제일|하나만|시작",
    "usual": r"정상|흔[한해하]|나만|보통(?:이|인)|원래|당연",
    "how": r"어떻|어찌|우예|방법|요령|법 ?[을좀이은]|팁|하려면|으려면|려면",
}


@lru_cache(maxsize=4096)
def kinds_of(question: str) -> frozenset[str]:
    """Return the kinds of what a question asks for; more than one where it asks for more.

    >>> sorted(kinds_of("스쿼트는 하루에 몇 개가 좋아요?"))
    ['how_much']
    """
    return frozenset(name for name, words in _KINDS.items() if re.search(words, question))
