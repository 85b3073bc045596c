"""Is a class word asserted of the person, or does it define, condition, or name a range?"""

from __future__ import annotations

import re

from wearable_coach.verification.class_words import QUOTES
from wearable_coach.verification.reading import Reading
from wearable_coach.verification.stance import is_conditional

NEGATED = re.compile(
    rf"[{QUOTES}]? ?(?:함|한|하지|지|으로|로|이|가|은|는|을|를|에|에는|에도|기준에는|기준에|범위를|범위에는|범위에|범위가|범위는|구간에는|구간에|구간이|구간은|쪽은|편은|편이|시간에|시간을|수준에는|수준이|을|으로는|라고|이라고|다고)?(?: ?보지는| ?볼 수는?| ?하기는?)? ?(?:아니|아닌|않|못 ?미|닿지|없|미치지|벗어|못 ?했|밑돌|어렵|어려|이르지|모자라)"
)
_DEFINING = re.compile(
    rf"[{QUOTES}]?(?:으로|로|이라고|라고) ?(?:보는|두는|정한|정하는|나누는|나눈|분류하는|하는|부르는|여기는) ?(?:규칙|기준|것|게|값|구간|단계|실무)"
)
_LABEL_CONDITION = re.compile(
    r" ?(?:구간|범위|수준|단계|값)?(?:이면|라면|이라면|일 ?때|이거나|인 ?(?:날|경우|때)(?:은|에는|에|이면|엔)|(?:이|가|으로|로|에|까지|을|를) ?(?:나오|들|해당하|떨어지|내려가|올라가|바뀌|되|오르|보이|넘|벗어나)[가-힣]{0,2}(?:면|ㄹ|을 ?때))"
)


def is_skipped(r: Reading, start: int, end: int) -> bool:
    """Say whether a class word only defines, conditions, or names a range."""
    if -1 - start in r.done or _DEFINING.match(r.text, end):
        return True
    if quoted_at(r, start) and end < len(r.text) and r.text[end] in QUOTES:
        return bool(_LABEL_CONDITION.match(r.text, end + 1))
    return is_conditional(r.text, end)


def quoted_at(r: Reading, place: int) -> bool:
    """Say whether the words from a place stand in quotation marks."""
    return place > 0 and r.text[place - 1] in QUOTES
