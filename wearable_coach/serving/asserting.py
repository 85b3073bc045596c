"""Whether a clause says that what it names is so: not denied, doubted, supposed nor asked."""

from __future__ import annotations

import re

from wearable_coach.korean import (
    Clause,
    ClauseKind,
    Frame,
    Link,
    Modality,
    Polarity,
    Sentence,
    TimeKind,
)
from wearable_coach.serving.lexica import listed
from wearable_coach.serving.mentions import NameMention, Spoken
from wearable_coach.serving.whose import parent_of

_DURING = re.compile(
    r" ?(?:중(?!단|지|학|에서)|상태|초기|중기|후기|\d+ ?(?:주|개월|달)|[가-힣]{1,3} ?(?:주차|개월|달째))"
)


_FLARING = re.compile(
    r"^[은는이가도] ?[가-힣 ]{1,12}면 ?(?:더 ?)?(?:도[지져진]|심해|재발|올라와|나빠|안 ?좋)"
)
"""What comes and goes is had: 천식이 겨울만 되면 도져."""
_ARISEN = re.compile(
    r"^[이가은는]? ?없(?:었는데|다가|더니)[^.?!]{0,24}(?:생겼|생기|왔어|나타났|진단)"
)
"""고혈압이 없었는데 승진하고 생겼습니다."""
_BECAUSE_OF = re.compile(r" ?(?:때문|땜|때매|탓)")
"""Whatever comes of it, it is there: 천식 땜에 오래 못 뛸 것 같아요."""
_GOING = frozenset({"다니다", "오가다"})


_UNSURE = frozenset(
    {"fears", "may_be", "seems", "intends", "wishes", "pretends", "will", "has_never_been"}
)


_SEEN_BY_DOCTOR = frozenset({"아기집", "태아", "태동"})
"""To have seen these is to have them."""
_STEPS = frozenset({Modality.CONDITION, Modality.HYPOTHETICAL})
"""With these a clause joined by 고 is a step before what is asked: 약 먹고 뛰어도 되나요."""


_SUPPOSED = _STEPS | {
    Modality.ASK,
    Modality.WISH,
    Modality.DEFINE,
    Modality.EXAMPLE,
    Modality.FORBID,
}


_WAVERING = re.compile(
    r"(?<!니)까(?:요|봐)?$|[아어해]야 (?:할|될) 수도|[아어해]야 (?:하나|되나|할지|될지|하는지)"
)
"""With these an act is only weighed: 스텐트 시술을 받아야 할까, 박동기를 달아야 할 수도 있대요."""
_HEARSAY = re.compile(r"다(?:던데|면서요?|며|더라|던데요|더라고요?|대요?|네요?)$")


_BEGINNING = frozenset({"하다", "시작하다", "되다", "힘들다", "싫다", "귀찮다"})
"""With these an act that is named is done: 당뇨약 먹기 시작했어요."""


def is_stated(spoken: Spoken, sentence: Sentence, mention: NameMention, frame: Frame) -> bool:
    """Say whether a clause with a predicate says that the user has what it names."""
    clause, predicate = mention.clause, frame.predicate
    after = spoken.text.text[mention.end : clause.end]
    rest = spoken.text.text[mention.end : sentence.end]
    comes = _FLARING.match(rest) or _ARISEN.match(rest)
    if comes or _BECAUSE_OF.match(after) or _is_gone_for(sentence, clause):
        return True
    is_left_out = mention.name.is_medicine and _is_left_out(frame)
    if is_left_out or _is_not_said(mention, frame):
        return is_left_out
    inside = _is_so_inside(sentence, clause, frame)
    if inside is not None:
        return inside
    if frame.modality not in _SUPPOSED:
        return not (frame.time.kind is TimeKind.FUTURE and predicate.lemma in listed("having"))
    if frame.modality is Modality.ASK and clause.link is not Link.END:
        return True
    step = frame.modality in _STEPS and clause.link in {Link.AND, Link.WHILE}
    return step or bool(_DURING.match(after))


def _is_gone_for(sentence: Sentence, clause: Clause) -> bool:
    """Say whether somebody keeps going somewhere for what a clause names: 투석 받으러 다니는데."""
    at = sentence.clauses.index(clause)
    after = sentence.clauses[at + 1 : at + 2]
    goes = [c.frame for c in after if c.frame is not None and c.frame.predicate.lemma in _GOING]
    return clause.link is Link.PURPOSE and any(
        f.modality not in _STEPS and f.polarity is Polarity.AFFIRMED for f in goes
    )


def _is_so_inside(sentence: Sentence, clause: Clause, frame: Frame) -> bool | None:
    """Say whether the clause around one means it as so, None where it leaves that to the clause itself."""
    if clause.kind is ClauseKind.QUOTED:
        return _is_diagnosed(sentence, clause)
    around = parent_of(sentence, clause).frame
    if clause.kind not in {ClauseKind.NOMINAL, ClauseKind.RELATIVE} or around is None:
        return None
    if around.predicate.lemma == "아니다" and around.polarity is Polarity.DENIED:
        return False
    is_named = clause.kind is ClauseKind.NOMINAL and frame.modality is Modality.HYPOTHETICAL
    begins = around.predicate.lemma in _BEGINNING and around.modality is Modality.ASSERT
    return begins if is_named else None


def _is_not_said(mention: NameMention, frame: Frame) -> bool:
    """Say whether a name is only weighed, heard of, doubted or denied."""
    lemma, text = frame.predicate.lemma, mention.clause.text
    if _WAVERING.search(text) if lemma in listed("having") else _HEARSAY.search(text):
        return True
    return _is_doubted(mention, frame) or is_denied(mention, frame)


def _is_left_out(frame: Frame) -> bool:
    """Say whether it is told what happens without a medicine, which is taken otherwise: 혈압약을 안 먹으면 올라가요."""
    is_if = frame.modality in {Modality.CONDITION, Modality.HYPOTHETICAL}
    return is_if and frame.polarity is Polarity.DENIED and frame.predicate.lemma in listed("taking")


def _is_doubted(mention: NameMention, frame: Frame) -> bool:
    predicate = frame.predicate
    if predicate.lemma == "보다" and mention.said in _SEEN_BY_DOCTOR:
        return False
    return bool(_UNSURE & set(predicate.auxiliaries)) or predicate.lemma in listed("doubting")


def is_denied(mention: NameMention, frame: Frame) -> bool:
    """Say whether a clause denies what it names; a medicine that was left out once is still taken."""
    if frame.polarity is not Polarity.DENIED:
        return False
    predicate = frame.predicate
    if mention.name.is_medicine and predicate.lemma in listed("taking"):
        lapsed = predicate.is_past and "has_never_been" not in predicate.auxiliaries
        return not lapsed
    return predicate.lemma in listed("having")


def _is_diagnosed(sentence: Sentence, clause: Clause) -> bool:
    """Say whether a quoted condition is what the user was told they have."""
    above = parent_of(sentence, clause).frame
    if above is None or "gives" in above.predicate.auxiliaries:
        return True  # why somebody does or does not do something: 박동기 찼다고 인바디를 안 해 줘요
    if above.predicate.lemma in listed("doubting") - {"보다"} or above.modality in {
        Modality.CONDITION,
        Modality.HYPOTHETICAL,
    }:
        return False
    return above.polarity is Polarity.AFFIRMED
