"""Whether what a person had is said to be over: 완치됐어요, 약을 끊었어요, 지금은 정상이에요."""

from __future__ import annotations

import re

from wearable_coach.korean import Clause, Frame, Modality, Polarity, Sentence, TimeKind
from wearable_coach.serving.lexica import listed
from wearable_coach.serving.mentions import NameMention, Spoken
from wearable_coach.serving.whose import OF_WOMEN

_ENDED_WITH_MEDICINE = frozenset({"beta_blocker", "anticoagulant"})


_ADDED = frozenset({"도", "까지", "만"})
"""With these something else is named: 와파린 먹어서 청국장도 끊었어요."""
_WELL = frozenset({"이다", "괜찮다", "멀쩡하다", "건강하다", "좋다"})


def is_over(spoken: Spoken, mention: NameMention) -> bool:
    """Say whether what was had is said to be over."""
    frame = mention.clause.frame
    condition = mention.name.condition
    sentence = spoken.sentences[mention.sentence]
    if frame is not None and _is_state_past(frame) and _was_then(sentence, mention):
        return True
    if frame is not None and condition not in OF_WOMEN:
        if (
            frame.predicate.lemma in listed("cured")
            and frame.polarity is Polarity.AFFIRMED
            and frame.modality is Modality.ASSERT
        ):
            return True
        stops = (
            frame.predicate.lemma in listed("stopping")
            and frame.polarity is Polarity.AFFIRMED
            and frame.predicate.is_past
        )
        if stops and mention.name.is_medicine and condition in _ENDED_WITH_MEDICINE:
            return True
        if frame.time.is_over and frame.predicate.lemma in listed("states"):
            return True
    if condition == "pregnancy" and _is_born(sentence, mention):
        return True
    following = list(sentence.clauses[sentence.clauses.index(mention.clause) + 1 :])
    if mention.sentence + 1 < len(spoken.sentences):
        following += spoken.sentences[mention.sentence + 1].clauses[:1]
    return any(_ends(c, mention) for c in following)


_BORN = frozenset({"출산하다", "낳다", "분만하다", "유산하다"})


def _is_born(sentence: Sentence, mention: NameMention) -> bool:
    """Say whether a birth is told behind a pregnancy: 임신했다가 작년에 출산했고."""
    following = sentence.clauses[sentence.clauses.index(mention.clause) + 1 :]
    frames = [c.frame for c in following if c.frame is not None]
    return any(
        f.predicate.lemma in _BORN
        and f.predicate.is_past
        and f.polarity is Polarity.AFFIRMED
        and f.modality is Modality.ASSERT
        for f in frames
    )


_THEN = re.compile(
    r"(?:[었았했졌]을|임신|출산|학생|어릴|젊을|첫째|둘째|셋째|첫애|큰애) ?때(?:는|도|에|엔)?"
)


def _was_then(sentence: Sentence, mention: NameMention) -> bool:
    """Say whether a clause before sets the time, long over: 2년 전에 임신했을 때 당뇨가 있었어요."""
    before = sentence.clauses[: sentence.clauses.index(mention.clause)]
    own = mention.clause.text[: max(0, mention.start - mention.clause.start)]
    return bool(_THEN.search(own)) or any(_THEN.search(c.text) for c in before)


def _is_state_past(frame: Frame) -> bool:
    return frame.predicate.is_past and frame.predicate.lemma in listed("states")


def _ends(clause: Clause, mention: NameMention) -> bool:
    frame = clause.frame
    if frame is not None and frame.predicate.lemma == "없다":
        return _is_well_again(clause, mention)
    if frame is None or frame.polarity is not Polarity.AFFIRMED:
        return _is_left_now(clause, mention)
    if frame.predicate.lemma in _WELL:
        return _is_well_again(clause, mention) or _is_well_without(clause, mention)
    if not frame.predicate.is_past:
        return False
    named = [a for a in frame.arguments if a.role in {"subject", "object", "topic"}]
    beside = [t.lemma for t in clause.tokens if _ADDED & set(t.particles)]
    is_free = not (named or beside) or any(a.lemma in mention.said for a in named)
    if frame.predicate.lemma in listed("cured") and frame.predicate.lemma != "떨어지다":
        return is_free
    is_ended = mention.name.is_medicine and mention.name.condition in _ENDED_WITH_MEDICINE
    return is_ended and is_free and frame.predicate.lemma in listed("stopping")


def _is_left_now(clause: Clause, mention: NameMention) -> bool:
    """Say whether a medicine is told to be taken no more: 의사가 끊으라 해서 이제 안 먹어요."""
    frame = clause.frame
    return (
        mention.name.is_medicine
        and frame is not None
        and frame.polarity is Polarity.DENIED
        and frame.predicate.lemma in listed("taking")
        and bool(re.search("이제|더는|더 이상|지금은", clause.text))
    )


def _is_well_without(clause: Clause, mention: NameMention) -> bool:
    """Say whether all is well since a medicine was left: 혈압약 끊고 이제 정상이에요."""
    before = mention.clause.frame
    left = before is not None and before.predicate.lemma in listed("stopping")
    return left and mention.name.is_medicine and "정상" in clause.lemmas


def _is_well_again(clause: Clause, mention: NameMention) -> bool:
    """Say whether now is set against a state of before: 예전에 혈압약 먹었는데 지금은 정상이에요."""
    before = mention.clause.frame
    frame = clause.frame
    if before is None or frame is None:
        return False
    if before.time.kind is not TimeKind.PAST and not _is_state_past(before):
        return False
    is_now = frame.time.kind is TimeKind.NOW and before.predicate.lemma in listed("states")
    return is_now and (frame.predicate.lemma != "이다" or "정상" in clause.lemmas)
