"""Whether what a person had is said to be over: 완치됐어요, 약을 끊었어요, 지금은 정상이에요."""

from __future__ import annotations

from wearable_coach.korean import Clause, Modality, Polarity, TimeKind
from wearable_coach.serving.lexica import listed
from wearable_coach.serving.mentions import NameMention, Spoken
from wearable_coach.serving.whose import OF_WOMEN

_ENDED_WITH_MEDICINE = frozenset({"beta_blocker", "anticoagulant"})


_WELL = frozenset({"이다", "괜찮다", "멀쩡하다", "건강하다", "좋다"})


def is_over(spoken: Spoken, mention: NameMention) -> bool:
    """Say whether what was had is said to be over."""
    frame = mention.clause.frame
    condition = mention.name.condition
    sentence = spoken.sentences[mention.sentence]
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
    following = list(sentence.clauses[sentence.clauses.index(mention.clause) + 1 :])
    if mention.sentence + 1 < len(spoken.sentences):
        following += spoken.sentences[mention.sentence + 1].clauses[:1]
    return any(_ends(c, mention) for c in following)


def _ends(clause: Clause, mention: NameMention) -> bool:
    frame = clause.frame
    if frame is not None and frame.predicate.lemma == "없다":
        return _is_well_again(clause, mention)
    if frame is None or frame.polarity is not Polarity.AFFIRMED:
        return False
    if frame.predicate.lemma in _WELL:
        return _is_well_again(clause, mention)
    if not frame.predicate.is_past:
        return False
    named = [a for a in frame.arguments if a.role in {"subject", "object", "topic"}]
    is_free = not named or any(a.lemma in mention.said for a in named)
    if frame.predicate.lemma in listed("cured") and frame.predicate.lemma != "떨어지다":
        return is_free
    is_ended = mention.name.is_medicine and mention.name.condition in _ENDED_WITH_MEDICINE
    return is_ended and is_free and frame.predicate.lemma in listed("stopping")


def _is_well_again(clause: Clause, mention: NameMention) -> bool:
    """Say whether now is set against a state of before: 예전에 혈압약 먹었는데 지금은 정상이에요."""
    before = mention.clause.frame
    frame = clause.frame
    if before is None or frame is None or before.time.kind is not TimeKind.PAST:
        return False
    is_now = frame.time.kind is TimeKind.NOW and before.predicate.lemma in listed("states")
    return is_now and (frame.predicate.lemma != "이다" or "정상" in clause.lemmas)
