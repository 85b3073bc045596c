"""Whether an answer says that something is not known, or declines what it was asked for."""

from __future__ import annotations

from collections.abc import Iterator

from wearable_coach.evaluation.act_words import named
from wearable_coach.evaluation.standing import is_told, lemmas_of
from wearable_coach.korean import ClauseKind, Frame, Modality, Polarity, Sentence, read_shape
from wearable_coach.serving.sentence_places import placed_sentences

_GIVES, _ONLY_WITH = "gives", "어야"
_HARD = "hard"
"""The construction of 말씀드리기 어렵다."""
_NOT_ASSERTED = frozenset({Modality.ASK, Modality.QUOTE, Modality.EXAMPLE})


def says_it_lacks(text: str) -> bool:
    """Say whether an answer says of anything that it is not known, or asks for it."""
    return any(_lacks(frame, words) for frame, words in _statements(text))


def declines(text: str) -> bool:
    """Say whether an answer declines something, or hands it to a doctor or pharmacist."""
    return any(_declines(frame, words) for frame, words in _statements(text))


def _statements(text: str) -> Iterator[tuple[Frame, frozenset[str]]]:
    for place in placed_sentences(text):
        if place.shape.startswith(("|", "#")):
            continue
        sentence = read_shape(place.shape)
        yield from _of_sentence(sentence)


def _of_sentence(sentence: Sentence) -> Iterator[tuple[Frame, frozenset[str]]]:
    for clause in sentence.clauses:
        frame = clause.frame
        if frame is None or clause.kind is ClauseKind.RELATIVE:
            continue
        if frame.modality not in _NOT_ASSERTED:
            yield frame, lemmas_of(sentence, clause)


def _lacks(frame: Frame, words: frozenset[str]) -> bool:
    lemma = frame.predicate.lemma
    if lemma == "있다":  # "빠진 값이 있어요", "나이가 있어야 나와요"
        return bool(words & named("lacking", "gaps")) or frame.predicate.ending == _ONLY_WITH
    if lemma in named("lacking", "states"):
        return not (lemma == "없다" and words & named("lacking", "gaps"))  # "빠진 값은 없어요"
    if lemma in named("lacking", "needs"):
        return frame.polarity is Polarity.AFFIRMED
    if is_told(frame) and (_asks_us(frame, words) or _asks_to_measure(lemma, words)):
        return True
    is_denied = frame.polarity is Polarity.DENIED and frame.modality is not Modality.FORBID
    return is_denied and lemma in named("lacking", "knowing")


def _asks_us(frame: Frame, words: frozenset[str]) -> bool:
    """Say whether it asks the person to tell the coach something, and not to tell it to somebody else."""
    asks = frame.predicate.lemma in named("lacking", "asks")
    return asks and _GIVES in frame.predicate.auxiliaries and not words & named("lacking", "others")


def _asks_to_measure(lemma: str, words: frozenset[str]) -> bool:
    return lemma in named("lacking", "measures") and not words & named("lacking", "again")


def _declines(frame: Frame, words: frozenset[str]) -> bool:
    lemma = frame.predicate.lemma
    if words & named("doctor", "helps") or words & named("doctor", "others"):
        return frame.polarity is Polarity.AFFIRMED
    if _HARD in frame.predicate.auxiliaries or lemma in named("declining", "hard"):
        return frame.polarity is Polarity.AFFIRMED
    return lemma in named("declining", "acts") and _is_denied(frame)


def _is_denied(frame: Frame) -> bool:
    return frame.polarity is Polarity.DENIED or frame.modality is Modality.FORBID
