"""Amounts that are stated of the day: is the reading of the field that they are about as they say?"""

from __future__ import annotations

import re

from wearable_coach.korean import AmountKind, Bound, Frame, HolderKind, Modality, TimeKind
from wearable_coach.verification.amounts.about import HEART, field_of
from wearable_coach.verification.amounts.edges import (
    is_general,
)
from wearable_coach.verification.amounts.proposals import (
    is_goal_said,
)
from wearable_coach.verification.amounts.told import Finding, Told
from wearable_coach.verification.amounts.values import is_told_rightly
from wearable_coach.verification.claims import contradicted
from wearable_coach.verification.evidence import Evidence
from wearable_coach.verification.labels import LABELS
from wearable_coach.verification.lexicon import source_mentions
from wearable_coach.verification.sentence import Mention
from wearable_coach.verification.wording import plain

_UP = re.compile(r"위(?:에|로|쪽)|높|올라|오른|올랐|오르|상승|빠르|빠른|웃돌|많|뛴|뛰었")
_DOWN = re.compile(r"아래|낮|내려|내린|떨어|하락|느리|느린|밑돌|적(?=[어은게])")
_THAN = re.compile(r"(?:bpm|회)?(?:보다|에 ?비해)")
_MORE_OR_LESS = re.compile(r" ?(?:정도|쯤)?(?:를|을|만)? ?[더덜] ")
_WISHED = re.compile(r"필요|충분|적당|알맞|바람직|추천|목표")
_IDIOMS = frozenset(
    {"하나", "절반", "둘", "한 번", "두 번", "한두", "만큼", "이만", "십분", "천천", "백방", "만일"}
)
_NOT_TODAY = frozenset({TimeKind.RECURRING, TimeKind.SINCE, TimeKind.FUTURE})
_OF_THE_PERSON = re.compile(
    r"[가-힣]{0,2}(?:이시|이신|이니|이므로|이라서|셨|이세요|입니다|긴 ?분|은 ?분)"
)


def judge_reading(told: Told, evidence: Evidence) -> Finding:  # noqa: PLR0911 - a line a reason
    """Judge an amount of a clause that states something."""
    field = field_of(told, evidence)
    reading = None if field is None else evidence.value(field)
    if field is None or reading is None or is_goal_said(told):
        return None
    if told.amount.is_range and not _is_spoken_range(told):
        return None
    if told.amount.bound is not Bound.EXACT and source_mentions()[0].search(told.sentence):
        return None
    if told.amount.bound is not Bound.EXACT and is_general(told):
        return None
    if told.value == reading and _THAN.match(told.rest):
        return True
    if told.is_denied and told.amount.bound is Bound.EXACT and not _is_told_all_the_same(told):
        return None
    if field == "baseline_rhr" and told.amount.bound is not Bound.EXACT:
        return _than_usual(told, evidence)
    if is_told_rightly(told, field, reading, evidence) and _points_right(told, field, evidence):
        return True
    if not _is_of_today(told, field):
        return None
    return contradicted(
        "VER-VALUE-001" if told.amount.bound is Bound.EXACT else "VER-CMP-001",
        f"{LABELS.get(field, field)}: 오늘 값은 {plain(reading)}",
    )


def _is_told_all_the_same(told: Told) -> bool:
    """Say whether an amount is told though its clause denies something: 밖에 못 잤어요, 심박수 63은 높지 않아요."""
    before = told.fields_before()
    is_beside = bool(before) and told.sentence[before[-1].end : told.amount.start].strip() == ""
    is_topic = is_beside and re.match(r"[은는] ", told.rest) is not None
    return told.rest.startswith("밖에") or is_topic


def _than_usual(told: Told, evidence: Evidence) -> Finding:
    """Judge what lies on one side of one's usual rate: 평소 63보다 높아요."""
    usual, rest = evidence.value("baseline_rhr"), evidence.value("resting_heart_rate")
    if usual is None or rest is None or not told.rest.startswith(("보다", "bpm보다", "회보다")):
        return None
    if told.value == usual and is_told_rightly(told, "resting_heart_rate", rest, evidence):
        return True
    return contradicted(
        "VER-CMP-001", f"{LABELS['baseline_rhr']}: {plain(usual)}, 오늘 값은 {plain(rest)}"
    )


def _is_spoken_range(told: Told) -> bool:
    """Say whether a range is a reading that is told loosely: 두세 시간, 70대 초반."""
    return "대" in told.words or (
        not any(c.isdigit() for c in told.words) and "에서" not in told.words
    )


def _is_of_today(told: Told, field: str) -> bool:
    """Say whether an amount can only be the reading of this person on this day."""
    amount, frame = told.amount, told.frame
    if amount.kind not in {AmountKind.COUNT, AmountKind.SHARE} or amount.per not in {
        "",
        "min",
        "day",
    }:
        return False
    if told.modality not in {Modality.ASSERT, None} or is_general(told):
        return False
    if _MORE_OR_LESS.match(told.rest) or _WISHED.search(told.after):
        return False
    if frame is not None and (frame.holder.kind is not HolderKind.USER or _is_of_other_days(frame)):
        return False
    if field == "age":
        return bool(_OF_THE_PERSON.match(told.sentence[amount.said_end :]))
    return _is_named(told, field) and not _is_idle(told)


def _is_of_other_days(frame: Frame) -> bool:
    """Say whether a clause tells of other days, more than by naming what is usual."""
    return frame.time.kind in _NOT_TODAY and frame.time.word not in {"평소", "평상시", "보통"}


def _is_named(told: Told, field: str) -> bool:
    """Say whether the clause itself names what an amount is of."""
    unit = told.amount.unit
    if unit in {"h", "min"}:
        return any(m.field == field for m in _mentions_here(told))
    if unit in {"", "bpm", "times", "night", "pct", "decade", "cm", "m"}:
        return any(m.field == field or {m.field, field} <= set(HEART) for m in _mentions_here(told))
    return _is_open(told)


def _mentions_here(told: Told) -> list[Mention]:
    start, end = told.clause.start, told.clause.end
    return [m for m in told.named if start <= m.start < end]


def _is_open(told: Told) -> bool:
    """Say whether a clause says something, or names a field for its number."""
    return told.frame is not None or bool(_mentions_here(told))


def _is_idle(told: Told) -> bool:
    return told.words in _IDIOMS or (len(told.words) == 1 and not told.words.isdigit())


def _points_right(told: Told, field: str, evidence: Evidence) -> bool:
    """Say whether a direction that follows the usual rate is the day's."""
    if field != "baseline_rhr":
        return True
    after = told.rest.split(".")[0][:24]
    delta = evidence.value("rhr_delta")
    up, down = _UP.search(after), _DOWN.search(after)
    if bool(up) == bool(down):
        return True
    return delta is not None and (delta > 0 if up else delta < 0)
