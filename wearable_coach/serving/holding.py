"""Whether what a word names is said to be so, of whom and when: denied, supposed, asked, over, or told of a drama."""

from __future__ import annotations

from typing import NamedTuple

from wearable_coach.korean import (
    Clause,
    ClauseKind,
    Frame,
    HolderKind,
    Link,
    Modality,
    Polarity,
    TimeKind,
    WordKind,
)
from wearable_coach.korean.tables import listed
from wearable_coach.serving.stretches import SpokenStretch, WordPlace

SOMEBODY = "사람"
"""Another person who is not named further."""

_THERE_IS = frozenset({
    "없다", "있다", "나다", "느끼다", "느껴지다", "생기다", "아니다", "보이다", "오다", "하다", "되다", "겪다", "들다", "이다",
})  # fmt: skip
"""Predicates whose denial denies the noun before them: 통증이 없다, 통증을 느끼지 않다."""
_GONE = frozenset({
    "낫다", "사라지다", "없어지다", "가라앉다", "멎다", "풀리다", "완치되다", "회복되다", "가시다", "좋아지다", "나아지다",
})  # fmt: skip
_UNSAID = frozenset({
    Modality.CONDITION, Modality.HYPOTHETICAL, Modality.FORBID, Modality.ADVISE, Modality.PERMIT, Modality.DEFINE,
    Modality.EXAMPLE,
})  # fmt: skip
_NOTES_OF_NONE = frozenset({"없음", "x", "무", "no", "아님", "없다", "zero", "제로"})
_IN_GENERAL = frozenset(
    {
        "사람",
        "환자",
        "경우",
        "분",
        "선수",
        "때",
        "원인",
        "이유",
        "증상",
        "확률",
        "위험",
        "방법",
        "예방",
    }
)
LONG_AGO = (
    "년 전",
    "년전",
    "작년",
    "재작년",
    "예전",
    "옛날",
    "어릴",
    "어렸을",
    "젊었을",
    "학생 때",
    "과거",
    "한때",
)
"""Words by which a text tells that something was long ago."""
_MONTHS_AGO = ("달 전", "달전", "개월 전", "개월전", "지난달")
_NOW = frozenset(
    {
        "지금",
        "오늘",
        "방금",
        "아까",
        "요즘",
        "계속",
        "자꾸",
        "또",
        "현재",
        "갑자기",
        "아직",
        "어제",
        "새벽",
        "요새",
        "이제",
    }
)
_WHY = frozenset({"왜", "어째서"})


class Holding(NamedTuple):
    """How something is said to be so."""

    is_so: bool
    who: str = ""
    """The other person of whom it is said; empty for the user."""
    is_denied: bool = False
    """Whether it is said not to be so, which is more than not being said."""
    is_supposed: bool = False
    """Whether it is only supposed: 가슴이 아프면."""
    is_over: bool = False
    """Whether it is long over: 예전에 아팠던 적이 있다."""


def holding(
    stretch: SpokenStretch, place: int, *, denied: bool = False, wished: bool = False
) -> Holding:
    """Say whether what the word at a place names is so.

    Args:
        stretch: Where it stands.
        place: The place of the predicate, or of the noun that names it.
        denied: Whether the predicate must be denied (숨을 못 쉬다).
        wished: Whether a wish counts (죽고 싶다).
    """
    clause, token = stretch.clause(place), stretch.tokens[place]
    frame = clause.frame
    if frame is None:
        return _noted(stretch, place)
    is_predicate = frame.predicate.start <= token.start < frame.predicate.end
    is_not = _is_denied(stretch, clause, frame, is_predicate=is_predicate)
    if token.lemma == "없다" and is_predicate:
        denied = True
    if is_not != (denied and is_predicate):
        return Holding(is_so=False, is_denied=True)
    is_so = (
        _is_meant(stretch, clause, frame, wished=wished)
        and not _is_gone(frame, is_predicate=is_predicate)
        and not _is_long_over(stretch, clause, frame)
        and _is_of_somebody(frame)
    )
    return Holding(
        is_so,
        _who(stretch, clause, frame),
        is_supposed=frame.modality is Modality.CONDITION,
        is_over=frame.time.is_over or _is_long_over(stretch, clause, frame),
    )


def felt(stretch: SpokenStretch, word: WordPlace) -> Holding:
    """Say whether a feeling of the lexicon is had; one that holds its own denial (안 좋다) must be denied."""
    own = stretch.lemmas[word.first : word.last + 1]
    return holding(stretch, word.last, denied=bool(_DENYING & set(own[:-1])))


_DENYING = frozenset({"안", "못"})


def _is_of_somebody(frame: Frame) -> bool:
    """Say whether it is told of a person; of people in general only what happened: 옆 사람이 쓰러졌어요."""
    if frame.holder.kind is HolderKind.PEOPLE:
        return frame.predicate.is_past
    return frame.holder.kind in {HolderKind.USER, HolderKind.OTHER}


def _who(stretch: SpokenStretch, clause: Clause, frame: Frame) -> str:
    """Return of whom it is told: of the person whom the clause says it of, too (살기 싫다는 친구한테, 쓰러진 아내)."""
    if frame.holder.kind is HolderKind.PEOPLE:
        return SOMEBODY
    if clause.kind is ClauseKind.RELATIVE and frame.holder.kind is HolderKind.USER:
        head = _head(stretch, clause)
        return head if head in listed("holders", "other") else ""
    return frame.holder.person


def _noted(stretch: SpokenStretch, place: int) -> Holding:
    """Read a word of a note without a verb: "흉통 있음", "흉통: 없음"."""
    after = stretch.lemmas[place + 1 : place + 4]
    none = any(word.lower() in _NOTES_OF_NONE for word in after)
    return Holding(is_so=not none, is_denied=none)


def _is_denied(stretch: SpokenStretch, clause: Clause, frame: Frame, *, is_predicate: bool) -> bool:
    is_denied = frame.polarity is Polarity.DENIED
    if not is_predicate:
        is_denied = is_denied and frame.predicate.lemma in _THERE_IS
    if is_denied or clause.link is not Link.OR:
        return is_denied
    after = stretch.clauses[stretch.clauses.index(clause) + 1 :][:1]
    return any(c.frame is not None and c.frame.polarity is Polarity.DENIED for c in after)


def _is_meant(stretch: SpokenStretch, clause: Clause, frame: Frame, *, wished: bool) -> bool:
    if frame.modality in _UNSAID or (frame.modality is Modality.WISH and not wished):
        return False
    if frame.modality is Modality.ASK:
        asked = {t.lemma for t in clause.tokens}
        return bool(asked & _WHY) and (
            frame.predicate.kind is WordKind.ADJECTIVE or bool(asked & _NOW)
        )
    if clause.kind in {ClauseKind.RELATIVE, ClauseKind.NOMINAL}:
        return _head(stretch, clause) not in _IN_GENERAL | {"적", "줄"}
    return True


def _head(stretch: SpokenStretch, clause: Clause) -> str:
    after = [t for t in stretch.tokens if t.start >= clause.end]
    return after[0].lemma if after else ""


def _is_gone(frame: Frame, *, is_predicate: bool) -> bool:
    """Say whether a pain is said to have gone: 통증이 사라졌어요."""
    is_over = frame.predicate.lemma in _GONE and frame.polarity is Polarity.AFFIRMED
    return not is_predicate and is_over and frame.predicate.is_past


def _is_long_over(stretch: SpokenStretch, clause: Clause, frame: Frame) -> bool:
    """Say whether it was long ago; a word for now makes it one of today again."""
    if not frame.predicate.is_past and clause.kind is not ClauseKind.RELATIVE:
        return False
    own = clause.text
    if any(word in own for word in LONG_AGO):
        return not _NOW & {t.lemma for t in clause.tokens}
    is_past = frame.time.kind is TimeKind.PAST or frame.time.is_over
    before = " ".join(c.text for c in stretch.clauses)
    is_old = any(word in before for word in LONG_AGO) or any(word in own for word in _MONTHS_AGO)
    return (
        is_past
        and is_old
        and frame.predicate.is_past
        and not _NOW & {t.lemma for t in clause.tokens}
    )
