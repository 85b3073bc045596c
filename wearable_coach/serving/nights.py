"""How long a user says that they slept."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

from wearable_coach.korean import (
    Amount,
    AmountKind,
    Bound,
    Clause,
    Link,
    Modality,
    Role,
    Sentence,
    TimeKind,
)
from wearable_coach.serving.lexica import rows
from wearable_coach.serving.mentions import Spoken
from wearable_coach.serving.whose import is_of_another
from wearable_coach.standards.table import table

_TIME = frozenset({"h", "min"})
_HALF_A_DAY_MIN, _DAY_MIN = 720, 1440
_LESS_H = Decimal("0.1")
"""Who did not sleep so many hours as an edge of a class slept a little less [h]."""
_LONGEST_H = 24
_FROM_TO = 2
_WAKING = frozenset({"일어나다", "깨다", "깨우다", "기상하다", "눈뜨다", "기상"})
_DROPPING = frozenset({"눕다", "기절하다"})
"""With a clock, and another of waking, they are going to sleep: 아홉 시에 기절해서 여섯 시까지 잤어요."""
_OPENING = frozenset({"뜨다", "떠지다"})
"""With an eye they are waking: 다섯 시에 눈 떴어."""
_CHILDREN = frozenset({"애", "아이", "아기", "애기", "아가", "둘째", "첫째", "막내"})
"""Who wakes at night is not the one who tells how long they slept: 애가 깨서 네 시간 잤어요."""
_SUPPOSED = frozenset(
    {Modality.CONDITION, Modality.HYPOTHETICAL, Modality.WISH, Modality.ADVISE, Modality.ASK}
)
_LAST = re.compile(r"어젯밤|간밤|지난밤")
_YESTERDAY = re.compile(r"어제(?!밤| 밤)|그끄제")
_EARLIER = re.compile(r"그제|그저께|엊그제|지난 ?주|지난 ?달|작년|옛날|예전|주말에")


def slept_h(said: Spoken, place: int) -> float | None:
    """Return the hours that a sentence says the user slept last night, None where it says none."""
    sentence = said.sentences[place]
    own = [
        c
        for c in sentence.clauses
        if not is_of_another(said, place, c) or _is_kept_awake(sentence, c)
    ]
    text = sentence.text
    own = _of_last_night(own)
    era = any(_any("eras").search(c.text) for c in own)
    if not own or era or _any("no_sleep_of_night").search(text):
        return None
    if (between := _by_watch(text)) is not None:
        return between
    told = _told(sentence, own)
    if told is None and _any("sleepless").search(text):
        return 0.0
    return _between(own) if told is None else told


def _of_last_night(own: list[Clause]) -> list[Clause]:
    """Leave out the clauses of nights before; where one names the last, those of yesterday too."""
    last = any(_LAST.search(c.text) for c in own)
    return [
        c
        for c in own
        if not _EARLIER.search(c.text)
        and not (last and _YESTERDAY.search(c.text) and any(map(_hours, c.quantities)))
    ]


def _is_kept_awake(sentence: Sentence, clause: Clause) -> bool:
    """Say whether a clause without a word for who is behind one of a child that is its reason."""
    at = sentence.clauses.index(clause)
    lulled = [c.frame for c in sentence.clauses[:at] if c.frame is not None]
    if any(f.predicate.lemma == "재우다" for f in lulled):
        return True  # 애 재우고 한 시에 누웠어요
    if not at or clause.frame is None or clause.frame.argument(Role.SUBJECT) is not None:
        return False
    before = sentence.clauses[at - 1]
    is_reason = before.link is Link.BECAUSE or before.text.rstrip().endswith("서")
    return is_reason and bool(_CHILDREN & set(before.lemmas))


def _told(sentence: Sentence, own: list[Clause]) -> float | None:
    for clause in own:
        if _is_sleep(sentence, clause) and not _is_supposed(clause):
            for amount in clause.quantities:
                if (hours := _hours(amount)) is not None:
                    return hours
            if (hours := _in_words(clause)) is not None:
                return hours
    return None


def _is_sleep(sentence: Sentence, clause: Clause) -> bool:
    sleep = set(rows("readings")["sleep"].split())
    if sleep & set(clause.lemmas) or (
        clause.frame is None and re.search("수면|숙면", sentence.text)
    ):
        return True
    frame = clause.frame
    is_open = frame is None or frame.predicate.lemma in {"이다", "되다", "나오다"}
    before = sentence.clauses[: sentence.clauses.index(clause)]
    return is_open and bool(before) and bool(sleep & set(before[-1].lemmas))


def _is_supposed(clause: Clause) -> bool:
    frame = clause.frame
    if frame is None:
        return False
    is_coming = frame.time.kind in {TimeKind.FUTURE, TimeKind.RECURRING}
    is_owed = frame.modality in {Modality.ADVISE, Modality.WISH}  # 일곱 시간은 자야 한다
    return (
        is_coming
        or is_owed
        or (frame.modality in _SUPPOSED and clause.link.value in {"end", "if", "though"})
    )


def _hours(amount: Amount) -> float | None:
    if amount.unit not in _TIME or amount.kind is not AmountKind.COUNT or amount.per:
        return None
    within = amount.within("h")
    if within is None:
        return None
    hours = (within[0] + within[1]) / 2
    if amount.bound is Bound.LESS_THAN and hours in _edges():
        hours -= _LESS_H
    return round(float(hours), 2) if 0 <= hours <= _LONGEST_H else None


@cache
def _edges() -> frozenset[int]:
    row = table("sleep")
    return frozenset({row["very_short_below_h"], row["recommended_h"]["adult"][0]})


def _in_words(clause: Clause) -> float | None:
    words: dict[str, float] = rows("readings")["hours"]
    return next((float(words[t.lemma]) for t in clause.tokens if t.lemma in words), None)


def _between(own: list[Clause]) -> float | None:
    """Return the hours between going to bed and waking: 두 시에 자서 여섯 시에 일어났어요."""
    sleep = set(rows("readings")["sleep"].split()) | _DROPPING
    asleep = awake = last = None
    for clause in own:
        clocks = [q.low for q in clause.quantities if q.kind is AmountKind.CLOCK]
        if not clocks and asleep is not None and last is not None and _is_waking(clause):
            awake = last  # 일곱 시 반에 알람 듣고 깼어요
        if not clocks or clocks[0] is None:
            continue
        if clause.frame is None:
            if asleep is not None and _WAKING & set(clause.lemmas):
                awake = clocks[-1]  # 2시에 자서 7시 반 기상
            continue
        last = clocks[-1] if asleep is not None else None
        is_told = clause.frame.predicate.lemma in sleep or bool(sleep & set(clause.lemmas))
        if is_told and len(clocks) == _FROM_TO and clause.frame.predicate.is_past:
            asleep, awake = clocks  # 열한 시부터 여섯 시까지 잤어요
        elif asleep is not None and (_is_waking(clause) or _is_until(clause, sleep)):
            awake = clocks[-1]
        elif clause.frame.predicate.lemma in sleep:
            asleep = clocks[0]
    if asleep is None or awake is None:
        return None
    return round(float(awake - asleep) % _HALF_A_DAY_MIN / 60, 2)


_BY_WATCH = re.compile(
    r"(?:취침|잠든|잔|누운|수면)[^\d]{0,10}(\d{1,2}):(\d\d)[^\d]{1,16}(\d{1,2}):(\d\d)"
)
"""잠든 시각 23:10 깬 시각 05:40."""


def _by_watch(text: str) -> float | None:
    """Return the hours between two clocks of a watch's record of the night."""
    found = _BY_WATCH.search(text)
    if found is None:
        return None
    asleep, awake = (60 * int(found[k]) + int(found[k + 1]) for k in (1, 3))
    return round((awake - asleep) % _DAY_MIN / 60, 2)


def _is_until(clause: Clause, sleep: set[str]) -> bool:
    """Say whether a clause tells till when somebody slept: 여섯 시 반까지 잤어요."""
    is_past = clause.frame is not None and clause.frame.predicate.is_past
    return is_past and "까지" in clause.text and bool(sleep & set(clause.lemmas))


def _is_waking(clause: Clause) -> bool:
    lemma = clause.frame.predicate.lemma if clause.frame else ""
    return lemma in _WAKING or (lemma in _OPENING and "눈" in clause.lemmas)


@cache
def _any(key: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{p})" for p in rows("readings")[key]))
