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
_HEADING = re.compile(r"^#+\s*(.+?)\s*$")


class SaidActs(NamedTuple):
    """The first sentence that says each, empty where none does."""

    ambulance: str = ""
    doctor: str = ""
    defer: str = ""
    reduce: str = ""
    proceed: str = ""

    @property
    def level(self) -> SafetyLevel | None:
        """The safety level that an answer acts on; None where it sends the person to do nothing.

        A doctor comes before exercise at level 3: where an answer tells how to train as well, the doctor is
        advice beside it ("한계는 담당 의사와 상의하세요").
        """
        if self.ambulance:
            return SafetyLevel.EMERGENCY
        if self.doctor and not (self.proceed or self.reduce):
            return SafetyLevel.CONTACT
        if self.defer:
            return SafetyLevel.DEFER
        if self.reduce:
            return SafetyLevel.REDUCE
        return SafetyLevel.PROCEED if self.proceed else None


def said_acts(text: str) -> SaidActs:
    """Return what an answer sends the person to do today; what is said of anybody about a topic sends nobody."""
    found: dict[str, str] = {}
    supposing, first = False, table("safety")["emergency_within_chars"]
    general = general_spans(text)
    for place in placed_sentences(text):
        if any(start <= place.start < end for start, end in general):
            continue
        heading = _HEADING.match(place.shape)
        if heading:
            supposing = heading[1] in named("supposing_headings")
            continue
        if supposing or not _may_say(place.shape):
            continue
        for act in _acts_of(read_shape(_ASIDE.sub("", place.shape))):
            if act != "ambulance" or place.start <= first:
                found.setdefault(act, text[place.start : place.end])
    return SaidActs(**found)


def names_help(text: str) -> bool:
    """Say whether a text names the ambulance or a doctor at all, whatever it says of them."""
    return bool(_help().search(text))


@cache
def _help() -> re.Pattern[str]:
    number = str(table("safety")["emergency_number"])
    helps = "|".join(sorted(named("ambulance", "helps") | named("doctor", "helps")))
    return re.compile(f"{number}|{helps}")


@cache
def _worth_reading() -> re.Pattern[str]:
    """Return what a sentence must hold that can say an act: reading all of them would cost much."""
    return re.compile(
        rf"{_help().pattern}|쉬|쉴|쉰|쉼|휴식|미루|미뤄|미룬|미룹|멈|내려놓|거르|걸러|건너뛰|접어|취소|연기"
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
        lemmas = lemmas_of(sentence, clause)
        sent = _sends_to(frame, lemmas)
        if sent:
            yield sent
        elif _defers(frame, lemmas, _of(sentence)) and not _is_beside(sentence, clause):
            yield "defer"
        elif _reduces(clause, frame, lemmas | words_of_today(sentence)) and not _is_of_other(
            sentence
        ):
            yield "reduce"
        elif _proceeds(frame, lemmas):
            yield "proceed"


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


def _sends_to(frame: Frame, lemmas: frozenset[str]) -> str:
    number = str(table("safety")["emergency_number"])
    called = number in lemmas or bool(lemmas & named("ambulance", "helps"))
    if not called and (not lemmas & named("doctor", "helps") or lemmas & named("doctor", "not_of")):
        return ""
    help_named = "ambulance" if called else "doctor"
    if frame.modality is Modality.FORBID and frame.predicate.lemma in named("not_to_be_put_off"):
        return help_named
    if not is_affirmed(frame):
        return ""
    sent = is_told(frame) and frame.predicate.lemma in named("contacting")
    is_first = frame.predicate.lemma in named("being_first") and lemmas & (
        named("first") | named("calls")
    )
    return help_named if sent or is_first else ""


def _defers(frame: Frame, lemmas: frozenset[str], put_off: frozenset[str]) -> bool:
    if not is_affirmed(frame) or frame.predicate.is_past or lemmas & named("defer", "not_of"):
        return False
    if lemmas & named("defer", "nouns") and lemmas & named("first"):
        return True
    lemma = frame.predicate.lemma
    if lemma in named("defer", "acts"):
        return True
    return lemma in named("defer", "putting_off") and bool(put_off)


def _reduces(clause: Clause, frame: Frame, lemmas: frozenset[str]) -> bool:
    lemma = frame.predicate.lemma
    if lemma in named("reduce", "passing") and lemmas & named("reduce", "levels"):
        return frame.modality is Modality.FORBID or frame.polarity is Polarity.DENIED
    return is_affirmed(frame) and (
        _does_less(frame, lemmas) or _leaves_out(lemma, lemmas) or _caps(clause, lemmas)
    )


def _does_less(frame: Frame, lemmas: frozenset[str]) -> bool:
    lemma = frame.predicate.lemma
    if lemma in named("reduce", "acts") and lemmas & named("reduce", "of"):
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
    return (
        frame.predicate.lemma in named("proceed", "moving")
        and bool(lemmas & named("proceed", "of"))
        and frame.polarity is Polarity.AFFIRMED
        and frame.modality
        in {Modality.PERMIT, Modality.ADVISE, Modality.CONDITION, Modality.ASSERT}
    )
