"""Weeks that are told alone: a pregnancy's (지금 22주인데 뛰어도 되나요)."""

from __future__ import annotations

from decimal import Decimal

from wearable_coach.records import Condition
from wearable_coach.serving.mentions import Spoken
from wearable_coach.serving.whose import is_of_another

_BARE = frozenset(
    {
        "저",
        "나",
        "지금",
        "이제",
        "오늘",
        "벌써",
        "딱",
        "만",
        "현재",
        "주",
        "주차",
        "개월",
        "차",
        "이다",
        "되다",
        "접어들다",
        "들어서다",
    }
)
_WEEKS, _MONTHS = (4, 42), (2, 10)


def weeks_of_pregnancy(said: Spoken) -> set[Condition]:
    """Return pregnancy where a user names weeks and nothing else: 지금 22주인데 뛰어도 되나요."""
    for k, sentence in enumerate(said.sentences):
        for clause in sentence.clauses:
            frame = clause.frame
            if frame is None or frame.predicate.lemma not in {"이다", "되다", "접어들다"}:
                continue
            names = {t.lemma for t in clause.tokens if not t.lemma.isdigit()}
            counted = any(_is_far(q.unit, q.low) for q in clause.quantities)
            first = clause.start == sentence.start and k == 0
            if counted and first and names <= _BARE and not is_of_another(said, k, clause):
                return {"pregnancy"}
    return set()


def _is_far(unit: str, low: Decimal | None) -> bool:
    if low is None:
        return False
    weeks = unit in {"week", "weekno"} and _WEEKS[0] <= low <= _WEEKS[1]
    return weeks or (unit == "month" and _MONTHS[0] <= low <= _MONTHS[1])
