"""Conditions told without their name: 콩팥이 안 좋아서, 심장에 기계를 넣었어요, 애 낳은 지 3주."""

from __future__ import annotations

from collections.abc import Iterator

from wearable_coach.korean import (
    Clause,
    ClauseKind,
    Frame,
    HolderKind,
    Modality,
    Polarity,
    Role,
    Sentence,
    TimeKind,
)
from wearable_coach.records import Condition
from wearable_coach.serving.births import is_recent
from wearable_coach.serving.lexica import ConditionStatement, listed, statements
from wearable_coach.serving.mentions import Spoken
from wearable_coach.serving.whose import is_of_another

_ASSERTED = frozenset({Modality.ASSERT, Modality.QUOTE, Modality.ADVISE, Modality.PERMIT})
_CHILDREN = frozenset({"아이", "애", "아기", "애기", "아들", "딸"})
_DUE = frozenset({"이다", "되다", "남다", "앞두다", "다가오다"})
"""With these what comes is already so: 다음 달이 예정일이에요."""
_BIRTH = frozenset({"낳다", "나오다", "태어나다", "만나다"})
"""Who will soon do it is with child: 곧 아기 낳아요."""
_SINCE = frozenset({"ㄴ지"})
"""낳은지 얼마 안 됐어요: since then, though it looks like a question."""
_UNSURE = frozenset({"fears", "may_be", "intends", "wishes", "pretends", "will", "has_never_been"})


def stated(spoken: Spoken) -> Iterator[Condition]:
    """Return the conditions that a user's statements tell."""
    for k, sentence in enumerate(spoken.sentences):
        for clause in sentence.clauses:
            named = {m.said for m in spoken.mentions if m.clause is clause}
            for said in statements():
                if said.never & named:
                    continue
                if _says(sentence, clause, said) and _is_own(spoken, k, clause, said):
                    yield said.condition


def _is_own(spoken: Spoken, place: int, clause: Clause, said: ConditionStatement) -> bool:
    child = bool(said.near & _CHILDREN) and not _bears(clause)
    if is_of_another(spoken, place, clause, said.condition, child=child):
        return False
    return said.condition != "postpartum" or is_recent(spoken.sentences, place)


def _bears(clause: Clause) -> bool:
    """Say whether a child that is named is itself the one who gave birth: 딸이 애를 낳았어요."""
    frame = clause.frame
    if frame is None or frame.argument(Role.OBJECT) is None:
        return False
    subject = frame.argument(Role.SUBJECT)
    return subject is not None and subject.lemma in _CHILDREN


def _says(sentence: Sentence, clause: Clause, said: ConditionStatement) -> bool:
    frame = clause.frame
    if frame is None or not _is_meant(sentence, clause, said):
        return False
    wanted = said.affirmed if frame.polarity is Polarity.AFFIRMED else said.denied
    if frame.predicate.lemma not in wanted:
        return False
    words, own = set(sentence.lemmas), set(clause.lemmas)
    if said.never & own:
        return False
    return all(one & words for one in said.words) and (not said.near or bool(said.near & own))


def _is_of_many(around: Frame) -> bool:
    """Say whether it is told how many people there are: 풍 맞는 사람 많다."""
    is_of_people = around.holder.kind is HolderKind.PEOPLE
    return is_of_people and around.predicate.lemma in {"많다", "흔하다", "적다", "늘다"}


def _is_meant(sentence: Sentence, clause: Clause, said: ConditionStatement) -> bool:
    frame = clause.frame
    is_due = said.condition == "pregnancy" and frame is not None and frame.predicate.lemma in _BIRTH
    unsure = _UNSURE - {"will"} if is_due else _UNSURE
    if frame is None or unsure & set(frame.predicate.auxiliaries):
        return False
    around = sentence.clauses[clause.parent].frame
    if clause.kind is ClauseKind.RELATIVE and around is not None and _is_of_many(around):
        return False  # 풍 맞는 사람 많다
    if clause.kind in {ClauseKind.RELATIVE, ClauseKind.QUOTED} and around is not None:
        is_none = (
            around.polarity is Polarity.DENIED
            and around.time.kind is not TimeKind.SINCE  # 몸 푼 지 얼마 안 됐어요
        ) and around.predicate.lemma in listed("having") | {"듣다"}
        is_asked = around.modality is Modality.ASK and around.predicate.lemma in listed("having")
        if is_none or is_asked:
            return False
    is_since = clause.kind is ClauseKind.NOMINAL and frame.predicate.ending in _SINCE
    due = _DUE | _BIRTH if said.condition == "pregnancy" else _DUE
    is_coming = frame.time.kind is TimeKind.FUTURE and frame.predicate.lemma not in due
    return (frame.modality in _ASSERTED or is_since) and not is_coming
