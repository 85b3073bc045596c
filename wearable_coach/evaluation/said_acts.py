"""What an answer sends the person to do, read from its statements: 119, a doctor, rest, less, or go on.

A statement counts where it is affirmed, to the person who asks, and on no condition: "가슴이 아프면 119" sends
nobody now.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from wearable_coach.evaluation.act_words import named
from wearable_coach.evaluation.said_help import (
    help_words,
    is_before_all,
    is_for_a_visit,
    is_until_doctor,
    is_until_then,
    names_help,
    sends_to,
)
from wearable_coach.evaluation.said_states import clears, state_of
from wearable_coach.evaluation.standing import (
    is_affirmed,
    is_conditional,
    is_said,
    is_told,
    lemmas_of,
    words_of_today,
)
from wearable_coach.korean import (
    Clause,
    Frame,
    HolderKind,
    Link,
    Modality,
    Polarity,
    Sentence,
    read_shape,
)
from wearable_coach.serving.sentence_places import placed_sentences
from wearable_coach.standards.levels import SafetyLevel
from wearable_coach.standards.table import table
from wearable_coach.verification.sourced import general_spans

_ASIDE = re.compile(r"\([^()]*\)")
_DOES, _EXERCISE, _EXERCISES = "하다", "운동", "운동하다"
_MAKES = "makes"
"""The construction of 쉬게 하다: what is let rest is a part of the body, or the body as a habit."""
_HEADING = re.compile(r"^#+\s*(.+?)\s*$")


class SaidActs(NamedTuple):
    """The first sentence that says each, empty where none does."""

    ambulance: str = ""
    doctor: str = ""
    defer: str = ""
    reduce: str = ""
    proceed: str = ""
    doctor_first: str = ""
    """That a doctor comes before all else, or before any exercise."""
    capped: str = ""
    """A limit of intensity, for no reason of the day and no standing one."""

    @property
    def level(self) -> SafetyLevel | None:
        """The safety level that an answer acts on; None where it sends the person to do nothing.

        A doctor comes before exercise at level 3: where an answer tells how to train as well, and not that the
        doctor comes first, the doctor is advice beside it ("한계는 담당 의사와 상의하세요"). A limit of intensity
        is less than usual only where nothing says that one may go on.
        """
        trains = self.proceed or self.reduce or self.capped
        if self.ambulance:
            return SafetyLevel.EMERGENCY
        if self.doctor_first or (self.doctor and not trains):
            return SafetyLevel.CONTACT
        if self.defer:
            return SafetyLevel.DEFER
        if self.reduce or (self.capped and not self.proceed):
            return SafetyLevel.REDUCE
        return SafetyLevel.PROCEED if self.proceed else None


def said_acts(text: str) -> SaidActs:
    """Return what an answer sends the person to do today; what is said of anybody about a topic sends nobody."""
    found: dict[str, str] = {}
    supposing, told_help, first = False, False, table("safety")["emergency_within_chars"]
    general = general_spans(text)
    for place in placed_sentences(text):
        if any(start <= place.start < end for start, end in general):
            continue
        heading = _HEADING.match(place.shape)
        if heading:
            supposing = heading[1] in named("supposing_headings")
            continue
        after_help, told_help = told_help, names_help(place.shape)
        if supposing or not _may_say(place.shape):
            continue
        sentence = read_shape(_ASIDE.sub("", place.shape))
        state = state_of(sentence, place.shape)
        acts = () if clears(sentence) else tuple(_acts_of(sentence))
        for act in (*filter(None, (state,)), *acts):
            waits = act == "defer" and after_help and is_until_then(sentence)
            if act != "ambulance" or place.start <= first:
                found.setdefault("doctor_first" if waits else act, text[place.start : place.end])
    return SaidActs(**found)


@cache
def _worth_reading() -> re.Pattern[str]:
    """Return what a sentence must hold that can say an act: reading all of them would cost much."""
    return re.compile(
        rf"{help_words().pattern}|연락|단계|안전 확인|신호|이유|상태|날|쉬|쉴|쉰|쉼|휴식|미루|미뤄|미룬|미룹|멈|내려놓|거르|걸러|건너뛰|접어|취소|연기"
        r"|낮추|낮춰|낮춥|낮게|줄이|줄여|덜|내려|가볍|편하게|편한|천천히|살살|느긋|짧게|강도|상한|한계|넘기"
        r"|운동|활동|움직|예정대로|계획|진행"
    )


def _may_say(shape: str) -> bool:
    return not shape.startswith("|") and bool(_worth_reading().search(shape))


def _acts_of(sentence: Sentence) -> Iterator[str]:
    for clause in sentence.clauses:
        frame = clause.frame
        if frame is None or frame.holder.kind is not HolderKind.USER:
            continue
        if is_conditional(sentence, clause) or not is_said(sentence, clause, frame):
            continue
        yield from _acts_of_clause(sentence, clause, frame)


def _acts_of_clause(sentence: Sentence, clause: Clause, frame: Frame) -> Iterator[str]:
    lemmas = lemmas_of(sentence, clause)
    sent = "" if is_for_a_visit(sentence, frame) else sends_to(clause, frame, lemmas)
    if sent:
        yield sent
        if sent == "doctor" and is_before_all(sentence, clause, frame, lemmas):
            yield "doctor_first"
    elif _defers(frame, lemmas, _of(sentence)) and not _is_beside(sentence, clause):
        yield "doctor_first" if is_until_doctor(sentence) else "defer"
    elif _is_of_other(sentence):
        return
    elif _reduces(clause, frame, lemmas | words_of_today(sentence)):
        yield "reduce"
    elif _limits(clause, frame, lemmas):
        yield from _limit_of(sentence)
    elif _proceeds(frame, lemmas) and not is_until_doctor(sentence):
        yield "proceed"


def _limit_of(sentence: Sentence) -> Iterator[str]:
    """Yield what a limit of intensity says: less for a reason of the day, nothing of it for a standing one."""
    words = frozenset(sentence.lemmas)
    if words & named("limits", "standing"):
        return
    yield "reduce" if words & named("limits", "of_day") else "capped"


def _of(sentence: Sentence) -> frozenset[str]:
    """Return what a sentence names that can be put off."""
    words = frozenset(sentence.lemmas)
    return frozenset() if words & named("reduce", "high") else words & named("defer", "of")


def _is_of_other(sentence: Sentence) -> bool:
    """Say whether there is to be less of something that is no training ("앉아 있는 시간을 줄여요")."""
    return bool(named("reduce", "not_of") & frozenset(sentence.lemmas))


def _is_beside(sentence: Sentence, clause: Clause) -> bool:
    """Say whether rest is a second choice ("걷거나 쉬어요"), or how something else is done ("쉬면서 재요")."""
    after = sentence.clauses[clause.parent].frame
    if clause.link is Link.WHILE and after is not None and after.predicate.lemma == "재다":
        return True
    before = sentence.clauses[: sentence.clauses.index(clause)]
    return any(c.link is Link.OR for c in before) or bool(
        named("defer", "rather_than") & frozenset(sentence.lemmas)
    )


def _defers(frame: Frame, lemmas: frozenset[str], put_off: frozenset[str]) -> bool:
    if _keeps_from(frame, lemmas):
        return True
    if _MAKES in frame.predicate.auxiliaries and not lemmas & named("today"):
        return False
    if not is_affirmed(frame) or frame.predicate.is_past or lemmas & named("defer", "not_of"):
        return False
    if lemmas & named("defer", "nouns") and lemmas & named("first"):
        return True
    lemma = frame.predicate.lemma
    if lemma in named("defer", "acts"):
        return True
    return lemma in named("defer", "putting_off") and bool(put_off)


def _keeps_from(frame: Frame, lemmas: frozenset[str]) -> bool:
    """Say whether today's exercise is not to be ("오늘은 운동하지 마세요", "추가 운동을 하지 않는 것이 좋아요")."""
    is_not = frame.modality is Modality.FORBID or (
        frame.polarity is Polarity.DENIED and frame.modality is Modality.ADVISE
    )
    if not is_not or not lemmas & named("today"):
        return False
    lemma = frame.predicate.lemma
    return lemma == _EXERCISES or (lemma == _DOES and _EXERCISE in lemmas)


def _reduces(clause: Clause, frame: Frame, lemmas: frozenset[str]) -> bool:
    if lemmas & named("limits", "wishes"):  # less than was wished may be as much as ever
        return False
    return is_affirmed(frame) and (
        _does_less(clause, frame, lemmas) or _leaves_out(frame.predicate.lemma, lemmas)
    )


def _limits(clause: Clause, frame: Frame, lemmas: frozenset[str]) -> bool:
    """Say whether an intensity is named that is not to be passed."""
    lemma = frame.predicate.lemma
    if lemmas & named("doctor", "helps"):  # a doctor's limit is a standing one, or is asked for
        return False
    if lemma in named("reduce", "passing") and lemmas & named("reduce", "levels"):
        return frame.modality is Modality.FORBID or frame.polarity is Polarity.DENIED
    return is_affirmed(frame) and _caps(clause, lemmas)


def _does_less(clause: Clause, frame: Frame, lemmas: frozenset[str]) -> bool:
    lemma = frame.predicate.lemma
    less = {lemma} & named("reduce", "acts") or named("reduce", "lowering") & set(clause.lemmas)
    if less and lemmas & named("reduce", "of"):
        return True
    is_today = bool(lemmas & named("today"))
    if lemma in named("reduce", "loosening"):
        return is_today and bool(lemmas & named("reduce", "body"))
    is_gentle = lemma in named("reduce", "moving") and bool(lemmas & named("reduce", "gentle"))
    return is_gentle and is_told(frame) and is_today


def _leaves_out(lemma: str, lemmas: frozenset[str]) -> bool:
    left_out = lemma in named("reduce", "leaving_out") | named("defer", "putting_off")
    return left_out and bool(lemmas & named("reduce", "high"))


def _caps(clause: Clause, lemmas: frozenset[str]) -> bool:
    levels = named("reduce", "levels")
    capped = any("까지" in t.particles for t in clause.tokens if t.lemma in levels)
    return capped or bool(lemmas & named("reduce", "caps"))


def _proceeds(frame: Frame, lemmas: frozenset[str]) -> bool:
    lemma = frame.predicate.lemma
    is_whole = lemma in named("proceed", "whole") and not lemmas & named("reduce", "gentle")
    return (
        lemma in named("proceed", "moving")
        and (is_whole or bool(lemmas & named("proceed", "of")))
        and not lemmas & named("proceed", "not_of")
        and frame.polarity is Polarity.AFFIRMED
        and frame.modality
        in {Modality.PERMIT, Modality.ADVISE, Modality.CONDITION, Modality.ASSERT}
    )
