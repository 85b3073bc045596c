"""How far a user says they ran or walked without a number of kilometres: 하프를 완주했어요, 십 리를 걸었어요."""

from __future__ import annotations

import re
from collections.abc import Sequence

from wearable_coach.korean import Clause, Modality, Polarity, TimeKind
from wearable_coach.serving.lexica import rows
from wearable_coach.serving.mentions import Spoken
from wearable_coach.serving.whose import is_of_another

_RI = re.compile(
    r"(?<![가-힣\d])(\d{1,2}|[일이삼사오육칠팔구]?십|[오육칠팔구]) ?리(?=$|[ 를는을도쯤길.,!])"
)
_LEAST_M = 300
"""Fewer metres are a stretch of something, not the way of a day."""
_SWUM = re.compile(r"수영|자유형|평영|배영|접영")
_WORDS = {"오": 5, "육": 6, "칠": 7, "팔": 8, "구": 9, "십": 10, "이십": 20, "삼십": 30, "사십": 40}


def ran_km(said: Spoken, place: int) -> float | None:
    """Return how far a sentence says that the user went today, None where it says it in no such words [km]."""
    clauses = said.sentences[place].clauses
    for at, clause in enumerate(clauses):
        if (_is_done(clause) or _came_back(clauses[at : at + 2])) and not is_of_another(
            said, place, clause
        ):
            far = _far(clause)
            if far is not None:
                return far
    return None


def _is_done(clause: Clause) -> bool:
    frame = clause.frame
    moved = rows("readings")["moved"].split()
    if frame is None:
        return False
    is_swum = frame.predicate.lemma == "하다" and bool(_SWUM.search(clause.text))
    if frame.predicate.lemma not in moved and not is_swum:
        return False
    is_so = frame.polarity is Polarity.AFFIRMED and frame.modality is Modality.ASSERT
    return (
        is_so
        and frame.predicate.is_past
        and frame.time.kind is not TimeKind.RECURRING
        and not _is_earlier(clause)
    )


def _came_back(clauses: Sequence[Clause]) -> bool:
    """Say whether who went has come: 하프 뛰고 왔어요."""
    frames = [c.frame for c in clauses if c.frame is not None]
    return (
        len(frames) == len(("뛰고", "왔어요"))
        and frames[0].predicate.lemma in rows("readings")["moved"].split()
        and frames[1].predicate.lemma == "오다"
        and frames[1].predicate.is_past
        and frames[1].modality is Modality.ASSERT
        and not any(map(_is_earlier, clauses))
    )


def _is_earlier(clause: Clause) -> bool:
    time = clause.frame.time if clause.frame else None
    return time is not None and bool(time.word) and time.kind is TimeKind.PAST


def _far(clause: Clause) -> float | None:
    runs: dict[str, float] = rows("readings")["runs"]
    named = next((runs[t.lemma] for t in clause.tokens if t.lemma in runs), None)
    if named is not None:
        return named
    found = _RI.search(clause.text)
    if found is None:
        return _metres(clause)
    count = int(found[1]) if found[1].isdigit() else _WORDS.get(found[1])
    return None if count is None else round(count * float(rows("readings")["ri_km"]), 1)


def _metres(clause: Clause) -> float | None:
    """Return a way in metres that is no height nor a race's name [km]: 수영 1500m 했어요."""
    for amount in clause.quantities:
        if amount.unit == "m" and not amount.per and not amount.is_range and amount.low is not None:
            metres = float(amount.low)
            if metres >= _LEAST_M:
                return round(metres / 1000, 2)
    return None
