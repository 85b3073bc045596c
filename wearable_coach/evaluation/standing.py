"""Whether a statement of an answer stands for itself: told or asserted, and on no condition."""

from __future__ import annotations

from wearable_coach.evaluation.act_words import named
from wearable_coach.korean import Clause, ClauseKind, Frame, Link, Modality, Polarity, Sentence


def lemmas_of(sentence: Sentence, clause: Clause) -> frozenset[str]:
    """Return the words of a clause, with those of what modifies it."""
    inner = (c for c in sentence.hanging_on(clause) if c.link is Link.MODIFIES)
    return frozenset(clause.lemmas).union(*(c.lemmas for c in inner))


def words_of_today(sentence: Sentence) -> frozenset[str]:
    """Return the words of a sentence that say that it speaks of today."""
    return named("today") & frozenset(sentence.lemmas)


def is_conditional(sentence: Sentence, clause: Clause) -> bool:
    """Say whether an "if" stands before a clause, with no "but" between."""
    for k in reversed(range(sentence.clauses.index(clause))):
        before = sentence.clauses[k]
        if before.link is Link.BUT:
            return False
        if _is_if(sentence, before) and not _names(sentence.clauses[k + 1]):
            return True
        if _is_past_over(before):
            return True
    return _is_if(sentence, clause)


def _is_past_over(clause: Clause) -> bool:
    """Say whether a clause supposes that a sign, named before, is gone: 나아져도 진료를 받으세요."""
    frame = clause.frame
    if clause.link is not Link.THOUGH or frame is None or frame.arguments:
        return False
    return frame.predicate.lemma in named("conditions", "subsiding")


def _is_if(sentence: Sentence, clause: Clause) -> bool:
    """Say whether a clause is a condition; "운동 약속이 있다면" only names what is put off, "값으로 보면" a view."""
    if clause.link is not Link.IF or _is_day(sentence, clause):
        return False
    frame = clause.frame
    if frame is not None and frame.predicate.lemma == "보다":
        return False
    if _is_because(sentence, clause):
        return False
    lasts = frame is not None and frame.predicate.lemma in named("conditions", "lasting")
    if (
        _SUCH in clause.lemmas and not lasts
    ):  # what the person has told: "이런 증상이면 119를 부르세요"
        return False
    return (
        frame is None
        or frame.predicate.lemma != "있다"
        or not (frozenset(clause.lemmas) & named("defer", "of"))
    )


def _names(after: Clause) -> bool:
    """Say whether a "when" before a clause only says when what it names occurs ("운동할 때 생기는 증상")."""
    if after.kind is not ClauseKind.RELATIVE or after.frame is None:
        return False
    return after.frame.predicate.lemma in named("conditions", "occurring")


def _is_because(sentence: Sentence, clause: Clause) -> bool:
    """Say whether a clause tells the day that is a reason ("잠이 짧은 날이라 쉬어요")."""
    after = sentence.clauses[sentence.clauses.index(clause) + 1 :][:1]
    return "날" in clause.lemmas and any(c.link is Link.BECAUSE and _IS in c.lemmas for c in after)


def is_said(sentence: Sentence, clause: Clause, frame: Frame) -> bool:
    """Say whether a statement stands for itself, or is tied by "and" to one that tells what to do."""
    if clause.kind is ClauseKind.MAIN or is_told(frame) or _is_day(sentence, clause):
        return True
    after = sentence.clauses[clause.parent]
    if after is clause:
        return False
    if after.frame is None:  # what it is tied to has no predicate that is known
        return clause.link in _TIED
    if clause.kind is ClauseKind.CONNECTED and clause.link in _TIED:
        return _is_tied_to_told(sentence, after, after.frame)
    is_named = clause.kind is ClauseKind.NOMINAL or "것" in after.lemmas
    return is_named and _is_first(after)


def _is_tied_to_told(sentence: Sentence, clause: Clause, frame: Frame) -> bool:
    if is_told(frame) or frame.modality is Modality.FORBID:
        return True
    return clause.kind not in {ClauseKind.MAIN, ClauseKind.RELATIVE} and is_said(
        sentence, clause, frame
    )


_TIED = frozenset({Link.AND, Link.WHILE, Link.BUT, Link.BECAUSE, Link.BACKGROUND})


def _is_first(clause: Clause) -> bool:
    """Say whether a clause calls what it is said of what is to be done ("쉬는 게 먼저예요", "계획은 쉬기예요")."""
    frame = clause.frame
    if frame is None or frame.predicate.lemma != _IS or frame.polarity is Polarity.DENIED:
        return False
    words = set(clause.lemmas)
    return not words & {"것"} or bool(words & named("first"))


def _is_day(sentence: Sentence, clause: Clause) -> bool:
    """Say whether a clause tells what day it is ("쉬는 날이에요"), or leads to one that does."""
    places = range(sentence.clauses.index(clause), len(sentence.clauses) - 1)
    tells = [k for k in places if "날" in sentence.clauses[k].lemmas]
    if not tells or not words_of_today(sentence):
        return False
    last = sentence.clauses[tells[0] + 1].frame
    return last is not None and last.predicate.lemma == _IS and not last.arguments


_IS, _SUCH = "이다", "이런"


def is_told(frame: Frame) -> bool:
    """Say whether a statement tells the person to do what it names."""
    return frame.polarity is Polarity.AFFIRMED and (
        frame.proposes or frame.modality is Modality.ADVISE
    )


def is_affirmed(frame: Frame) -> bool:
    """Say whether it is affirmed, and neither only allowed, forbidden, asked, told of others nor wished."""
    return frame.polarity is Polarity.AFFIRMED and frame.modality not in {
        Modality.PERMIT,
        Modality.FORBID,
        Modality.ASK,
        Modality.QUOTE,
        Modality.WISH,
    }
